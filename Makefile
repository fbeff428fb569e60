# smmkit - one Makefile, no configure, no recursion. `make help` lists the targets.
# CC CFLAGS LDFLAGS PREFIX DESTDIR SAN WERROR BUILD may be set on the command line or in config.mk.
-include config.mk

BUILD   ?= build
PREFIX  ?= /usr/local
BINDIR   = $(PREFIX)/bin
LIBDIR   = $(PREFIX)/lib
MANDIR   = $(PREFIX)/share/man
DATADIR  = $(PREFIX)/share
VERSION := $(shell sed -n 's/^.define SMM_VERSION "\(.*\)"/\1/p' include/smm/prog.h)
SOVER   := 0

CFLAGS  ?= -O2 -g
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wno-format-nonliteral \
           -Wno-missing-field-initializers
HARDEN   = -fstack-protector-strong $(if $(SAN),,-D_FORTIFY_SOURCE=2)
# One object for programs, libsmm.a and libsmm.so
PIC      = -fPIC -fno-semantic-interposition
SANITIZE = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
# Tests start programs by the thousand: with the sanitizers' code in them, at a fixed address, they start in half the time.
LINK     = $(if $(SAN),$(SANITIZE) $(SAN_HERE),-pie) -Wl,-z,relro -Wl,-z,pack-relative-relocs -Wl,--as-needed -Wl,--gc-sections
SAN_HERE = -no-pie $(if $(findstring clang,$(CC)),,-static-libasan -static-libubsan)

PKGS     = yaml-0.1 jansson libutf8proc nettle
SIM_PKGS = libmicrohttpd
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(SIM_PKGS) sqlite3 libcurl libpq libpcre2-8 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm -pthread

ALL_CFLAGS = -std=c17 -pthread -ffp-contract=off -fno-math-errno -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -Iinclude $(WARN) $(if $(WERROR),-Werror) $(HARDEN) $(PIC) $(SANITIZE) \
             -ffunction-sections -fdata-sections $(FOLDERS) $(PKG_CFLAGS) $(CFLAGS)

# lib/sim is the simulated network: part of smm-sim, not of the library
LIB_SRC  = $(filter-out lib/sim/%,$(wildcard lib/*/*.c))
SIM_SRC  = $(wildcard lib/sim/*.c)
CMD_SRC  = $(wildcard cmd/*.c)
UNIT_SRC = $(wildcard tests/unit/*.c)
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/%.o)
SIM_OBJ  = $(SIM_SRC:%.c=$(BUILD)/%.o)
LANGS    = $(patsubst po/%.po,%,$(wildcard po/*.po))
LOCALES  = $(LANGS:%=$(BUILD)/locale/%/LC_MESSAGES/smmkit.mo)
PROGS    = $(CMD_SRC:cmd/%.c=$(BUILD)/bin/%)
UNITS    = $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help check check-unit check-cli check-servers check-servers-run check-browser check-browser-run units schema-tool bench bench-text crash soak \
        demo lint install uninstall dist distcheck clean regen fuzz completions

all: $(PROGS) $(BUILD)/libsmm.a $(BUILD)/libsmm.so $(LOCALES)

# Messages of each language; what is missing stays English
$(BUILD)/locale/%/LC_MESSAGES/smmkit.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

$(BUILD)/libsmm.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/libsmm.so: $(LIB_OBJ)
	$(CC) -shared -Wl,-soname,libsmm.so.$(SOVER) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The objects that name a folder of what is installed: made again, alone, for another PREFIX
PLACED = $(patsubst %,$(BUILD)/lib/%.o,base/lang data/holiday_read text/classify work/collect_table_map)
$(PLACED): FOLDERS = -DSMM_LOCALEDIR='"$(DATADIR)/locale"' -DSMM_DATADIR='"$(DATADIR)/smmkit"'
$(PLACED): $(BUILD)/prefix

$(BUILD)/prefix: looked-at
	@mkdir -p $(@D)
	@echo '$(DATADIR)' | cmp -s - $@ || echo '$(DATADIR)' >$@
.PHONY: looked-at

$(BUILD)/bin/smm-sim: $(BUILD)/cmd/smm-sim.o $(SIM_OBJ) $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) -lsqlite3

# --- tests -----------------------------------------------------------------------------------
# Each prints TAP or bats lines; tests/report adds them up and closes with "N passed, N failed".
export BUILD SAN

setup-%:
	@tests/setup $*

check: setup-check
	@$(MAKE) --no-print-directory all units schema-tool
	+@tests/report $(BUILD)/check.log check-unit check-cli

units: $(UNITS)
schema-tool: $(if $(wildcard schema/generate.c),$(BUILD)/schema/generate)

$(BUILD)/schema/generate: $(BUILD)/schema/generate.o $(BUILD)/libsmm.a
	$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

check-unit: units
	@tests/with-postgres tests/run-units $(UNITS)

# Figures against fractions are arithmetic, requests against descriptions a Python program's: once is enough for them
CLI_TESTS = $(filter-out $(if $(SAN),tests/cli/kpi_reference.bats tests/cli/contract.bats),$(wildcard tests/cli/*.bats))

check-cli: all schema-tool
	@tests/run-bats $(CLI_TESTS)

check-servers: setup-servers all
	+@tests/report $(BUILD)/check-servers.log check-servers-run

check-servers-run:
	@bats --tap $(wildcard tests/servers/*.bats)

# The pages in headless Chromium; it says what it skipped where there is none
check-browser: all
	+@tests/report $(BUILD)/check-browser.log check-browser-run

check-browser-run:
	@tests/browser/run

# smm-post stopped at every write, flush, rename and send, and refused memory; PART=1/10: a tenth of the cases
crash: setup-check all $(BUILD)/crash/shim.so
	@tests/with-postgres tests/crash/run $(BUILD)

# Four workers with clocks of their own and one PostgreSQL ledger, killed at random for so long
soak: SECONDS = 10
soak: setup-check all
	@tests/with-postgres tests/soak/run $(BUILD) $(SECONDS)

$(BUILD)/crash/shim.so: tests/crash/shim.c
	@mkdir -p $(@D)
	$(CC) -shared $(ALL_CFLAGS) -o $@ $<

# Records, schemas and manual page from the one table
regen: schema-tool $(LOCALES)
	schema/regen

# --- static checks ------------------------------------------------------------------------------
# How far the analyzer looks into a function: clang's own 225000 nodes take ten times longer
TIDY_NODES ?= 20000
CLANG_TIDY  = clang-tidy --quiet
CLANG_FLAGS = -std=c17 -pthread -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -Iinclude $(PKG_CFLAGS) $(WARN)
TIDY_SRC    = $(LIB_SRC) $(SIM_SRC) $(CMD_SRC)

# clang's own warnings are errors: for what clang-tidy reads it tells them (.clang-tidy), for the rest clang itself
lint: setup-lint all
	@tests/lint $(BUILD)
	@clang -fsyntax-only -Werror $(CLANG_FLAGS) $(UNIT_SRC) $(FUZZ_SRC) $(wildcard schema/*.c tests/bench/*.c tests/crash/*.c)
	@cppcheck --quiet --std=c11 --language=c --error-exitcode=1 --inline-suppr -Iinclude \
	    --enable=warning,portability --suppressions-list=tests/cppcheck.suppress \
	    '-Djson_array_foreach(a,i,v)=for(i=0;(v=json_array_get(a,i));i++)' \
	    '-Djson_object_foreach(o,k,v)=for(k="";(v=json_object_get(o,k));)' cmd lib
	@printf '%s\n' $(TIDY_SRC) | xargs -P2 -n8 sh -c '$(CLANG_TIDY) "$$@" -- $(CLANG_FLAGS) \
	    -Xclang -analyzer-config -Xclang max-nodes=$(TIDY_NODES)' tidy

# --- fuzzing: FUZZ_SECONDS for each target, seeds beside it --------------------------------------
FUZZ_SRC     = $(wildcard tests/fuzz/*.c)
FUZZ_SECONDS ?= 30
FUZZ_FLAGS   = -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all

fuzz: setup-fuzz $(FUZZ_SRC:tests/fuzz/%.c=fuzz-%)

# What the targets need of the library, as the linker finds it among the plain objects; only that is built for them
FUZZ_OBJ = $(FUZZ_SRC:%.c=$(BUILD)/%.o)
$(BUILD)/fuzz/needs: $(FUZZ_OBJ) $(LIB_OBJ)
	@mkdir -p $(@D)
	@rm -f $@.a && $(AR) rcsT $@.a $(LIB_OBJ)
	@$(LD) -t -e 0 -o $@.out --allow-multiple-definition --unresolved-symbols=ignore-all $(FUZZ_OBJ) $@.a >$@.trace
	@sed -n 's|.*/\(lib/[a-z]*/[a-z0-9_]*\)\.o$$|\1.c|p' $@.trace >$@

.PHONY: fuzz-library
fuzz-library: $(BUILD)/fuzz/needs
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang SAN=address,undefined \
	    CFLAGS='-O1 -g1 -fsanitize=fuzzer-no-link' LIB_SRC="$$(xargs <$<)" $(BUILD)/fuzz/libsmm.a

fuzz-%: tests/fuzz/%.c fuzz-library
	@mkdir -p $(BUILD)/fuzz/corpus/$*
	clang -O1 -g -std=c17 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -Iinclude $(PKG_CFLAGS) $(FUZZ_FLAGS) \
	    -o $(BUILD)/fuzz/$* $< $(BUILD)/fuzz/libsmm.a $(PKG_LIBS)
	$(BUILD)/fuzz/$* -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=512 -timeout=10 -print_final_stats=0 \
	    -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/corpus/$* $(wildcard tests/fuzz/seeds/$*)

# --- the rest -----------------------------------------------------------------------------------
bench: setup-bench all $(BUILD)/bench/claims
	@tests/with-postgres tests/bench/run

# How well and how fast messages are classified; DATA holds the data sets of share/models/make
DATA ?= ../shared/data
bench-text: all $(BUILD)/bench-text/classify
	@python3 tests/bench/text.py $(BUILD) $(DATA)

$(BUILD)/bench/claims: $(BUILD)/tests/bench/claims.o $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/bench-text/classify: $(BUILD)/tests/bench/classify.o $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

DEMO = $(if $(NETWORKS),$(if $(filter-out all,$(NETWORKS)),$(error NETWORKS=all is what there is),examples/networks/demo),examples/demo)

demo:
	@tests/setup build
	@$(MAKE) --no-print-directory all
	@$(DEMO) $(BUILD)

MAN1 = $(wildcard man/*.1)
MANX = $(wildcard man/*.5 man/*.7)

completions: $(PROGS)
	@mkdir -p $(BUILD)/completions
	@for p in $(PROGS); do n=$$(basename $$p); for s in bash zsh fish; do \
	    $$p --completion $$s >$(BUILD)/completions/$$n.$$s || exit 1; done; done

$(BUILD)/smm.pc: Makefile include/smm/prog.h
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' \
	    'Name: smm' 'Description: publish, answer, moderate and measure on social networks' \
	    'Version: $(VERSION)' 'Requires.private: $(PKGS)' 'Libs: -L$${libdir} -lsmm' \
	    'Cflags: -I$${includedir}' >$@

install: all completions $(BUILD)/smm.pc
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include/smm \
	    $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(MANDIR)/fr/man7 \
	    $(DESTDIR)$(DATADIR)/smmkit/schema $(DESTDIR)$(DATADIR)/smmkit/holidays \
	    $(DESTDIR)$(DATADIR)/smmkit/charters $(DESTDIR)$(DATADIR)/smmkit/models \
	    $(DESTDIR)$(DATADIR)/smmkit/import \
	    $(DESTDIR)$(DATADIR)/bash-completion/completions \
	    $(DESTDIR)$(DATADIR)/zsh/site-functions $(DESTDIR)$(DATADIR)/fish/vendor_completions.d \
	    $(LANGS:%=$(DESTDIR)$(DATADIR)/locale/%/LC_MESSAGES)
	install -m 755 $(PROGS) $(DESTDIR)$(BINDIR)
	install -m 644 $(BUILD)/libsmm.a $(DESTDIR)$(LIBDIR)
	install -m 755 $(BUILD)/libsmm.so $(DESTDIR)$(LIBDIR)/libsmm.so.$(SOVER)
	ln -sf libsmm.so.$(SOVER) $(DESTDIR)$(LIBDIR)/libsmm.so
	install -m 644 $(BUILD)/smm.pc $(DESTDIR)$(LIBDIR)/pkgconfig
	install -m 644 include/smm/*.h $(DESTDIR)$(PREFIX)/include/smm
	install -m 644 man/*.1 $(DESTDIR)$(MANDIR)/man1
	install -m 644 man/*.5 $(DESTDIR)$(MANDIR)/man5
	install -m 644 man/*.7 $(DESTDIR)$(MANDIR)/man7
	install -m 644 man/fr/*.7 $(DESTDIR)$(MANDIR)/fr/man7
	install -m 644 schema/*.json $(DESTDIR)$(DATADIR)/smmkit/schema
	install -m 644 share/holidays/*.yaml $(DESTDIR)$(DATADIR)/smmkit/holidays
	install -d $(DESTDIR)$(DATADIR)/smmkit/contrib
	install -m 755 contrib/draft-openai contrib/secret-pass contrib/secret-keyring $(DESTDIR)$(DATADIR)/smmkit/contrib
	install -m 644 share/charters/*.yaml $(DESTDIR)$(DATADIR)/smmkit/charters
	install -m 644 share/import/*.yaml $(DESTDIR)$(DATADIR)/smmkit/import
	install -m 644 share/models/*.model $(DESTDIR)$(DATADIR)/smmkit/models
	for l in $(LANGS); do install -m 644 $(BUILD)/locale/$$l/LC_MESSAGES/smmkit.mo \
	    $(DESTDIR)$(DATADIR)/locale/$$l/LC_MESSAGES || exit 1; done
	cd $(BUILD)/completions && for f in *.bash; do \
	    install -m 644 $$f $(DESTDIR)$(DATADIR)/bash-completion/completions/$${f%.bash}; done && \
	for f in *.zsh; do install -m 644 $$f $(DESTDIR)$(DATADIR)/zsh/site-functions/_$${f%.zsh}; done && \
	for f in *.fish; do install -m 644 $$f $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/$$f; done

uninstall:
	cd $(DESTDIR)$(BINDIR) && rm -f $(notdir $(PROGS))
	rm -rf $(DESTDIR)$(PREFIX)/include/smm $(DESTDIR)$(DATADIR)/smmkit
	cd $(DESTDIR)$(DATADIR) && rm -f $(LANGS:%=locale/%/LC_MESSAGES/smmkit.mo)
	rm -f $(DESTDIR)$(LIBDIR)/libsmm.a $(DESTDIR)$(LIBDIR)/libsmm.so* $(DESTDIR)$(LIBDIR)/pkgconfig/smm.pc
	cd $(DESTDIR)$(MANDIR) && rm -f $(MAN1:man/%=man1/%) $(patsubst man/%.5,man5/%.5,$(filter %.5,$(MANX))) \
	    $(patsubst man/%.7,man7/%.7,$(filter %.7,$(MANX))) $(patsubst man/fr/%,fr/man7/%,$(wildcard man/fr/*.7))
	cd $(DESTDIR)$(DATADIR) && for p in $(notdir $(PROGS)); do \
	    rm -f bash-completion/completions/$$p zsh/site-functions/_$$p fish/vendor_completions.d/$$p.fish; done

dist:
	@mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=smmkit-$(VERSION)/ -o $(BUILD)/smmkit-$(VERSION).tar.gz HEAD
	@echo $(BUILD)/smmkit-$(VERSION).tar.gz

distcheck: dist
	rm -rf $(BUILD)/dist && mkdir -p $(BUILD)/dist
	tar -xzf $(BUILD)/smmkit-$(VERSION).tar.gz -C $(BUILD)/dist
	$(MAKE) -C $(BUILD)/dist/smmkit-$(VERSION) BUILD=build PREFIX=/usr DESTDIR=$(abspath $(BUILD))/dist/root install

help:
	@echo 'make demo           rehearse: plan and publish the example brand on a simulated network; NETWORKS=all: on ten'
	@echo 'make check          all tests that need nothing but this machine'
	@echo 'make all            programs in $(BUILD)/bin, libsmm.a, libsmm.so'
	@echo 'make install        PREFIX=$(PREFIX) DESTDIR=$(DESTDIR); make uninstall'
	@echo 'make check-servers  publish to a real Bluesky network and a real Mastodon-API server'
	@echo 'make check-browser  pages in headless Chromium: three widths, keyboard, axe, no request'
	@echo 'make crash          smm-post stopped at every write, flush, rename, send; refused memory (PART=1/10: a tenth)'
	@echo 'make soak           four workers on one PostgreSQL killed at random (SECONDS=10): every post once'
	@echo 'make bench          speed, as ratios to named peers'
	@echo 'make bench-text     how well and how fast messages are classified; DATA=FOLDER'
	@echo 'make lint           warnings, layers, pure connectors, manual pages, clang-tidy, cppcheck'
	@echo 'make fuzz           libFuzzer on what reads hostile input; FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make dist           a source archive; make distcheck'
	@echo 'Variables: BUILD PREFIX DESTDIR CC CFLAGS LDFLAGS SAN=address,undefined'

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(SIM_OBJ:.o=.d) $(CMD_SRC:%.c=$(BUILD)/%.d) \
    $(UNIT_SRC:%.c=$(BUILD)/%.d) $(FUZZ_OBJ:.o=.d)
