# smmkit - one Makefile, no configure, no recursion. `make help` lists the targets.
# CC CFLAGS LDFLAGS PREFIX DESTDIR SAN BUILD may be set on the command line or in config.mk.
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
           -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wno-format-nonliteral
HARDEN   = -fstack-protector-strong -fPIE $(if $(SAN),,-D_FORTIFY_SOURCE=2)
SANITIZE = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
LINK     = -pie -Wl,-z,relro -Wl,--as-needed -Wl,--gc-sections

PKGS     = yaml-0.1 jansson sqlite3 libutf8proc nettle
SIM_PKGS = libmicrohttpd
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(SIM_PKGS) libcurl 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
SIM_LIBS   := $(shell pkg-config --libs $(SIM_PKGS) 2>/dev/null)

ALL_CFLAGS = -std=c17 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -Iinclude $(WARN) $(HARDEN) $(SANITIZE) \
             -ffunction-sections -fdata-sections -DSMM_LOCALEDIR='"$(DATADIR)/locale"' \
             -DSMM_DATADIR='"$(DATADIR)/smmkit"' $(PKG_CFLAGS) $(CFLAGS)

# lib/sim is the simulated network: part of smm-sim, not of the library
LIB_SRC  = $(filter-out lib/sim/%,$(wildcard lib/*/*.c))
SIM_SRC  = $(wildcard lib/sim/*.c)
CMD_SRC  = $(wildcard cmd/*.c)
UNIT_SRC = $(wildcard tests/unit/*.c)
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/%.o)
PIC_OBJ  = $(LIB_SRC:%.c=$(BUILD)/pic/%.o)
SIM_OBJ  = $(SIM_SRC:%.c=$(BUILD)/%.o)
PROGS    = $(CMD_SRC:cmd/%.c=$(BUILD)/bin/%)
UNITS    = $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help check check-unit check-net check-cli check-servers bench demo lint install \
        uninstall dist distcheck clean setup regen fuzz

all: $(PROGS) $(BUILD)/libsmm.a $(BUILD)/libsmm.so

$(BUILD)/libsmm.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/libsmm.so: $(PIC_OBJ)
	$(CC) -shared -Wl,-soname,libsmm.so.$(SOVER) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/pic/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(filter-out -fPIE,$(ALL_CFLAGS)) -fPIC -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/bin/smm-sim: $(BUILD)/cmd/smm-sim.o $(SIM_OBJ) $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(SIM_LIBS) $(PKG_LIBS)

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libsmm.a
	@mkdir -p $(@D)
	$(CC) $(LINK) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
