#!/usr/bin/env bats
# -o FILE: what can be asked for again takes the place of FILE when it is whole; what tells of things done comes at once

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	PORT=1 brand_files
	printf 'articles:\n  A1: { title: T, text: "what it forbids" }\nrules:\n  - { id: r1, article: A1, when: { words: [idiot] }, do: hide }\n' >charter.yaml
	cat >journal.jsonl <<-'E'
		{"type":"message","id":"m1","account":"masto","network":"mastodon","kind":"comment","public":true,"author":{"id":"7","handle":"anna"},"text":"hi","at":"2026-11-30T09:00:00+01:00"}
	E
	echo old >file
}
teardown() { brand_end; }

is_old() { [ "$(cat file)" = old ] && [ "$(find . -name 'file.*')" = '' ]; }

# stays STATUS PROGRAM ...: it fails with this status, and FILE is what it was.
stays() {
	run "${@:2}"
	[ "$status" = "$1" ] && is_old || { echo "${*:2}: $status $output, $(head -c 200 file)"; return 1; }
}

# full PROGRAM ...: on a disk that takes no byte more
full() { bash -c 'trap "" XFSZ; ulimit -f 0; "$@" 2>&1 | cat; exit "${PIPESTATUS[0]}"' - "$@"; }

# killed SIGNAL PROGRAM ...: which waits for the end of its input, a pipe
killed() {
	local pid rc=0
	[ -p pipe ] || mkfifo pipe
	"${@:2}" pipe 3>&- &
	pid=$!
	{
		cat journal.jsonl >&7
		eventually is_begun
		kill "-$1" $pid
		wait $pid || rc=$?
	} 7<>pipe
	[ $rc -gt 128 ] || { echo "${*:2}: $rc"; return 1; }
}

is_begun() { [ "$(find . -name 'file.*')" != '' ]; }

@test "reports, plans, listings and models: what fails, is full or is killed leaves what stood there" {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: hi' 'id: b, at: 2026-12-01 09:00, accounts: [masto], text: ""'
	stays 78 smm-plan -c nowhere.yaml -o file calendar.yaml
	stays 65 smm-plan -o file calendar.yaml nowhere.yaml
	stays 65 smm-plan --check -o file calendar.yaml
	stays 74 full smm-plan -o file calendar.yaml
	stays 74 full smm-plan -f html -o file calendar.yaml
	stays 74 full smm-plan --networks -o file
	stays 71 cm-moderate --digest -o file nowhere.jsonl
	stays 74 full cm-moderate --check -C charter.yaml -o file
	stays 74 full cm-moderate --replay -C charter.yaml -o file journal.jsonl
	stays 71 cm-inbox --member anna -o file nowhere.jsonl
	stays 74 full smm-hold status -o file
	stays 64 smm-post --export -o file
	echo '{"text":"where is it","label":"a"}' | stays 65 cm-train -m file
	stays 78 cm-train -t nowhere.model -o file journal.jsonl
	run smm-plan -o file calendar.yaml
	[ "$status" = 65 ] && [ "$(jq -r .id file)" = a@masto ]
	smm-hold status -o file
	[ "$(jq -r .type file)" = hold ]
}

@test "a signal halfway leaves it, too, and only a kill leaves what was begun beside" {
	for signal in TERM KILL; do
		for program in 'cm-moderate --digest' 'cm-moderate --replay -C charter.yaml' 'cm-inbox --member anna'; do
			# shellcheck disable=SC2086
			killed $signal $program -o file
			[ "$(cat file)" = old ]
			[ $signal = KILL ] || is_old
			rm -f file.*
		done
	done
}

@test "what tells of things done is there at once, before the program ends" {
	mkfifo pipe
	cm-moderate -C charter.yaml -o file pipe 3>&- &
	{
		cat journal.jsonl >&7
		eventually grep -q '"m1"' file
	} 7<>pipe
	wait $!
	echo old >file
	smm-hold on --reason x -o file
	[ "$(jq -r .on file)" = true ]
	sim_start
	brand_files
	smm-hold off >/dev/null
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: hi'
	smm-plan -o posts.jsonl calendar.yaml
	echo old >file
	smm-post -o file posts.jsonl
	[ "$(jq -r .status file)" = 'done' ]
	smm-post --export -o file
	smm-post --export | cmp - file
}

@test "neither is touched by a program that cannot begin" {
	for program in 'cm-inbox' 'smm-post posts.jsonl' 'cm-reply --apply' 'smm-hold off' 'smm-approve --yes' 'smm-auth check' 'kpi-collect'; do
		# shellcheck disable=SC2086
		stays 78 $program -c nowhere.yaml -o file
	done
	stays 65 cm-moderate -C nowhere.yaml -o file journal.jsonl
}
