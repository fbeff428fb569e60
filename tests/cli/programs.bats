#!/usr/bin/env bats
# what all programs have in common: help, version, usage, completions, manual

bats_require_minimum_version 1.5.0
load lib.bash
export ASAN_OPTIONS=detect_leaks=1

setup() { brand_begin; }
teardown() { brand_end; }

programs() { for p in "$ROOT"/cmd/*.c; do basename "$p" .c; done; }

@test "--help and --version print on standard output and leave with 0" {
	for p in $(programs); do
		run --separate-stderr "$p" --help
		[ "$status" = 0 ] && [ -n "$output" ] && [ -z "$stderr" ]
		run --separate-stderr "$p" --version
		[ "$status" = 0 ] && [[ "$output" == "$p (smmkit) "* ]]
		run bash -c "$p --help >/dev/full"
		[ "$status" = 74 ]
	done
}

@test "usage errors say what is near, and leave with 64" {
	for p in $(programs); do
		run "$p" --hlep
		[ "$status" = 64 ]
		[[ "$output" == *"nearest is --help"* ]]
	done
	run smm-post --wait x
	[ "$status" = 64 ]
	run smm-post --now tomorrow
	[ "$status" = 64 ]
	run smm-sim -f latncy=3
	[ "$status" = 64 ]
	[[ "$output" == *latency* ]]
}

@test "completions load in bash, zsh and fish, and know every option" {
	for p in $(programs); do
		for shell in bash zsh fish; do "$p" --completion $shell >c.$shell; done
		[ -n "$SAN" ] || {
			bash -n c.bash
			if command -v zsh >/dev/null; then zsh -n c.zsh; fi
			if command -v fish >/dev/null; then fish -n c.fish; fi
		}
		bash=$(<c.bash) zsh=$(<c.zsh) fish=$(<c.fish)
		for option in $("$p" --help | grep -oE '^ .{5}--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
			[[ $bash == *"$option"* && $zsh == *"${option#--}"* && $fish == *"-l ${option#--}"* ]] || { echo "$p: $option"; false; }
		done
	done
}

@test "the examples of the manual run" {
	sim_start
	cp -r "$ROOT"/examples/{smm.yaml,strategy.yaml,calendar.yaml,charter.yaml,journal.jsonl,img} .
	sed -i "s/:8080/:$PORT/" smm.yaml
	(umask 077 && mkdir secrets && echo token-masto >secrets/masto.token && echo password-atelier >secrets/bsky.password)
	export HOME=$WORK
	mkdir -p .local/share/bash-completion/completions
	n=0
	while IFS= read -r line; do
		line=${line//\\(dq/\"} line=${line//\\(aq/\'}
		case $line in
		'*'* | smm-sim*'&') continue ;; # a line of a crontab; the simulator of this test is that one
		# --foreground: no SIGCONT follows, which sets free what a sanitizer stopped to look for leaks
		smm-sim*) line="timeout --foreground -s TERM 0.3 ${line/-p 8080/-p 0} >/dev/null" ;;
		*--settle*) line="smm-post --status=unsure" ;; # nothing is unsure here
		esac
		n=$((n + 1))
		bash -c "${line//8080/$PORT}" >out 2>err || { rc=$?; [ $rc = 124 ] || [ $rc = 0 ] || { echo "$line: $rc"; cat err; false; }; }
	done < <(sed -n 's/^\.Dl \$ //p' "$ROOT"/man/*.[157])
	[ "$n" -ge 10 ]
}

@test "the examples of smm.yaml(5) and smm-calendar(5) are right" {
	brand_files
	sed -n '/^\.Sh EXAMPLES/,$p' "$ROOT/man/smm-calendar.5" | sed -n '/^\.Bd/,/^\.Ed/p' | sed '/^\./d' >calendar.yaml
	[ "$(smm-plan calendar.yaml | wc -l)" = 6 ] # a launch on two accounts, a tip for four weeks
	sed -n '/^\.Sh EXAMPLES/,$p' "$ROOT/man/smm.yaml.5" | sed -n '/^\.Bd/,/^\.Ed/p' | sed '/^\./d' >smm.yaml
	[ "$(smm-plan calendar.yaml | wc -l)" = 6 ] # a launch on two accounts, a tip for four weeks
}

@test "schemas and smm-records(5) are those of the table" {
	[ -x "${BIN%/bin}/schema/generate" ] || skip "no generator in the build"
	BUILD=${BIN%/bin} "$ROOT/schema/regen" "$WORK/new"
	for f in new/schema/*.json; do cmp "$f" "$ROOT/schema/$(basename "$f")"; done
	[ "$(ls new/schema)" = "$(cd "$ROOT/schema" && ls ./*.json | xargs -n1 basename)" ]
	cmp new/man/smm-records.5 "$ROOT/man/smm-records.5"
	cmp new/man/kpi-definitions.7 "$ROOT/man/kpi-definitions.7"
	cmp new/man/fr/kpi-definitions.7 "$ROOT/man/fr/kpi-definitions.7"
}

@test "records fit their schemas" {
	python3 -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is not installed"
	sim_start
	brand_files
	pictures
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto, bsky], text: x, media: [{ file: img/a.png, alt: y }], thread: [z]'
	post_all
	cat posts.jsonl results.jsonl >all.jsonl
	python3 - "$ROOT/schema" <<-'E'
		import json, jsonschema, sys
		for line in open("all.jsonl"):
		    record = json.loads(line)
		    schema = json.load(open(f"{sys.argv[1]}/{record['type']}.schema.json"))
		    jsonschema.validate(record, schema)
	E
}

@test "lines: 17 MiB, 65 levels, invalid UTF-8, NUL, a key twice: reported, kept, the rest goes on" {
	brand_files
	{
		printf '{"type":"x","a":"'; head -c 17825792 /dev/zero | tr '\0' a; printf '"}\n'
		printf '{"type":"x","a":'; printf '[%.0s' $(seq 64); printf ']%.0s' $(seq 64); printf '}\n'
		printf '{"type":"x","a":"\xff"}\n'
		printf '{"type":"x","a":"\0"}\n'
		printf '{"type":"x","a":1,"\\u0061":2}\n'
		printf '{"type":"x","a":"\\ud800"}\n'
		printf '{"type":"x","a":1'; printf ',"k%d":1' {1..20000}; printf ',"k7":1}\n'
		printf '{"type":"x","n":9223372036854775808,"deep":'; printf '[%.0s' $(seq 63); printf ']%.0s' $(seq 63); printf '}\n'
	} >in.jsonl
	run --separate-stderr bash -c 'smm-post --rejects bad.jsonl in.jsonl >out.jsonl'
	[ "$status" = 65 ]
	[[ "$stderr" == *in.jsonl:1:*16777216* ]]
	[[ "$stderr" == *in.jsonl:2:*"64 levels"* ]]
	[[ "$stderr" == *in.jsonl:3:*UTF-8* ]]
	[[ "$stderr" == *in.jsonl:5:*'stands twice'* ]]
	[[ "$stderr" == *in.jsonl:7:*'stands twice'* ]]
	tail -1 in.jsonl | cmp - out.jsonl
	head -7 in.jsonl | cmp - bad.jsonl
}

@test "neither libcurl nor SQLite is loaded before something is due" {
	brand_files
	calendar 'id: a, at: 2030-12-01 09:00, accounts: [masto], text: x'
	smm-plan calendar.yaml >posts.jsonl
	[ -z "$SAN" ] || skip "sanitizers load libraries of their own"
	LD_DEBUG=libs smm-post posts.jsonl 2>libs >/dev/null
	refute grep -qE 'libcurl|libsqlite3' libs
}

@test "--progress and --color: as asked, else only on a terminal" {
	sim_start
	brand_files
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto, bsky], text: x'
	smm-plan calendar.yaml >posts.jsonl
	smm-post -n posts.jsonl 2>err >/dev/null
	[ ! -s err ]
	smm-post --progress always posts.jsonl 2>err >/dev/null
	grep -q 'publishing 2/2' err
	echo 'entries: x' >calendar.yaml
	run --separate-stderr smm-plan calendar.yaml
	[[ "$stderr" == smm-plan:* ]]
	run --separate-stderr smm-plan --color always calendar.yaml
	[[ "$stderr" == $'\033[31msmm-plan:\033[0m'* ]]
	NO_COLOR=1 run --separate-stderr smm-plan calendar.yaml
	[[ "$stderr" == smm-plan:* ]]
}
