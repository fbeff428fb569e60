#!/usr/bin/env bats
# The networks of the trade through the programs: the written conversations, played by smm-sim

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	export SMM_NOW=2026-12-01T09:00:00Z
}
teardown() { brand_end; }

# talks NETWORK USER NAME ...: account a of the network, which plays these conversations in turn
talks() {
	rm -rf state
	network=$1
	for name in "${@:3}"; do cat "$ROOT/tests/net/$1/$name.jsonl"; done >talk.jsonl
	sim_start --script talk.jsonl
	cat >smm.yaml <<-Y
		timezone: UTC
		gap: 0
		accounts:
		  - name: a
		    network: $1
		    server: http://127.0.0.1:$PORT
		    user: "${2:-0}"
		    secret: { file: secrets/a }
	Y
	mkdir -p secrets
	(umask 077 && echo "${TOKEN:-T}" >secrets/a)
}

# said_all: nothing else was asked, and nothing left out
said_all() {
	kill "$SIM"
	rc=0
	wait "$SIM" || rc=$?
	SIM=
	[ "$rc" = 0 ] || { cat sim.err; return 1; }
}

# rec NAME: the record of a conversation
rec() { jq -c 'select(.rec) | .rec' "$ROOT/tests/net/$network/$1.jsonl"; }

# expected NAME: the records that its end names, as ID TEXT, sorted
expected() {
	jq -r --arg n "$network" 'select(.end) | .out[0].records[] | "\($n):a:\(.id) \(.text)"' \
		"$ROOT/tests/net/$network/$1.jsonl" | sort
}

# reads NETWORK USER: all that the conversation "inbox" has, and then nothing is new
reads() {
	talks "$1" "$2" inbox
	cm-inbox --own --since 2026-11-30T00:00:00Z >inbox.jsonl
	said_all
	[ "$(jq -r '"\(.id) \(.text)"' inbox.jsonl | sort)" = "$(expected inbox)" ]
}

# acts NETWORK USER NAME: an action, and again: it is done once
acts() {
	talks "$@"
	rec "$3" | cm-reply >results.jsonl
	rec "$3" | cm-reply >again.jsonl
	said_all
	[ "$(jq -r .status results.jsonl again.jsonl | paste -sd' ')" = 'done done' ]
}

# counts NETWORK USER REF WANTED: numbers of a post, and of the account; its days, where they are told, stand for themselves
counts() {
	talks "$1" "$2" post-metrics account-metrics
	echo "{\"type\":\"result\",\"id\":\"p1\",\"op\":\"publish\",\"account\":\"a\",\"network\":\"$1\",\"status\":\"done\",\"ref\":\"$3\",\"at\":\"2026-12-01T08:00:00Z\"}" |
		kpi-collect - >metrics.jsonl
	said_all
	[ "$(jq -c 'select(.total) | [.scope, .views, .likes, .comments, .followers]' metrics.jsonl | paste -sd' ')" = "$4" ]
}

# lives NETWORK USER NAME: a post goes out, and is taken away
lives() {
	talks "$1" "$2" "$3" delete
	rec "$3" | smm-post >results.jsonl
	smm-post --delete p1 >>results.jsonl
	said_all
	[ "$(jq -r '"\(.op) \(.status)"' results.jsonl | paste -sd' ')" = 'publish done delete done' ]
}

@test "Facebook: read, answered, hidden, counted, deleted" {
	reads facebook 99
	acts facebook 99 reply
	acts facebook 99 message
	acts facebook 99 hide
	counts facebook 99 99_1 '["post",120,7,3,null] ["account",null,null,null,1234]'
	lives facebook 99 text
}

@test "Instagram: read, answered, hidden, counted, deleted" {
	reads instagram 17
	acts instagram 17 reply
	acts instagram 17 message
	acts instagram 17 hide
	counts instagram 17 901 '["post",120,7,3,null] ["account",null,null,null,1234]'
	lives instagram 17 picture
}

@test "Threads: read, answered, hidden, counted, deleted" {
	reads threads ""
	acts threads "" reply
	acts threads "" hide
	counts threads "" 40 '["post",120,7,3,null] ["account",null,null,null,1234]'
	lives threads "" text
}

@test "Telegram: read, answered, liked, blocked, deleted" {
	reads telegram @news
	acts telegram @news reply
	acts telegram @news reply-private
	acts telegram @news like
	acts telegram @news block
	lives telegram @news text-and-more
}

@test "Micropub: published, changed, deleted" {
	lives micropub /micropub note
}

@test "Discourse: read, answered, liked, hidden, counted, deleted" {
	reads discourse brand
	acts discourse brand reply
	acts discourse brand private
	acts discourse brand like
	acts discourse brand hide
	counts discourse brand t/45 '["post",120,7,3,null] ["account",null,12,null,null]'
	lives discourse brand thread
}

@test "Discord: read, answered, liked, banned, counted, deleted" {
	reads discord 500
	acts discord 500 reply
	acts discord 500 like
	acts discord 500 block
	counts discord 500 600 '["post",null,7,null,null] ["account",null,null,null,1234]'
	lives discord 500 thread
}

@test "Ghost: read, answered, hidden, counted, deleted" {
	TOKEN=6748592f4b9b7700010f6564:8c3f1d0a5b7e9f2c4d6a8b0c1e3f5a7d9b2c4e6f8a0b1c3d5e7f90a2b4c6d8e0
	reads ghost 6900
	acts ghost 6900 reply
	acts ghost 6900 hide
	acts ghost 6900 block
	counts ghost 6900 5b7ada404f87d200b5b1f9c8 '["post",null,null,3,null] ["account",null,null,null,1234]'
	lives ghost 6900 text
}

@test "Reddit: read, answered, removed, banned, counted, deleted; a pause that is told is kept" {
	reads reddit lamps
	acts reddit lamps reply
	acts reddit lamps hide
	acts reddit lamps block
	counts reddit lamps t3_4bbe4b '["post",null,7,3,null] ["account",null,null,null,1234]'
	lives reddit lamps link
	talks reddit lamps limit-in-200
	run -75 smm-post < <(rec limit-in-200)
	said_all
	[ "$(jq -r '.status, .error.retry_at' <<<"$output" | paste -sd' ')" = "retry 2026-12-01T09:06:52Z" ]
}

@test "Google Business Profile: reviews are read and answered, a post goes out and is taken away" {
	place=accounts/123/locations/456
	reads gbp $place
	[ "$(jq -c .rating inbox.jsonl | paste -sd' ')" = '5 2 null null' ]
	acts gbp $place reply
	acts gbp $place delete-answer
	lives gbp $place post
}

@test "Telegram: what is beside a picture or in a poll is shorter" {
	talks telegram @news who
	post='id: e, at: 2026-12-01 09:00, accounts: [a]'
	long=$(printf 'x%.0s' $(seq 1025))
	printf 'entries:\n  - { %s, text: %s }\n' "$post" "$long" >calendar.yaml
	smm-plan --check calendar.yaml
	printf 'entries:\n  - { %s, text: %s, media: [{ url: "https://cdn.test/a.jpg", alt: A }] }\n' "$post" "$long" >calendar.yaml
	run -65 --separate-stderr smm-plan calendar.yaml
	[[ $stderr == *'text has 1025 UTF-16 units, 1024 allowed on Telegram'* ]]
	printf 'entries:\n  - { %s, text: %s, poll: { options: [a, b], ends_in: 1d } }\n' "$post" "${long:0:301}" >calendar.yaml
	run -65 --separate-stderr smm-plan calendar.yaml
	[[ $stderr == *'text has 301 UTF-16 units, 300 allowed on Telegram'* ]]
}

@test "LinkedIn: read, answered, liked, counted, deleted" {
	reads linkedin 5
	[ "$(jq -r .expires inbox.jsonl | sort -u)" = 2026-12-03T09:00:00Z ]
	acts linkedin 5 reply
	acts linkedin 5 like
	counts linkedin 5 urn:li:share:68 '["post",null,12,3,null] ["account",null,null,null,1234]'
	lives linkedin 5 text
}

@test "X: read, answered, hidden, counted, deleted; calls are counted at their price" {
	reads x ""
	talks x "" reply
	sed -i 's/gap: 0/&\nspend: { day: 0.009 }/' smm.yaml
	run -75 cm-reply < <(rec reply)
	[[ $output == *'would cost more than is left'* ]]
	sim_stop
	acts x "" reply
	acts x "" message
	acts x "" hide
	counts x "" 1878654321098765432 '["post",null,7,3,null] ["account",null,null,null,1234]'
	lives x "" text
}

@test "LinkedIn: a version that is given up soon is said" {
	talks linkedin 5 who who
	run --separate-stderr smm-auth check a
	[ -z "$stderr" ]
	SMM_NOW=2027-09-01T09:00:00Z run --separate-stderr smm-auth check a
	said_all
	[[ $stderr == *'LinkedIn serves version 202610 of its API until 2027-10-01'* ]]
}

@test "Facebook: more than 24 hours since they wrote: said, not sent" {
	talks facebook 99 message-too-late
	run -1 --separate-stderr cm-reply < <(rec message-too-late)
	said_all
	[ "$(jq -r .status <<<"$output")" = refused ]
	[[ $(jq -r .error.message <<<"$output") == *'24 hours'* ]]
}

@test "smm-plan --networks: what is not there, and why" {
	run -0 smm-plan --networks
	[[ $output == *'messages after 24 hours: needs review by the network'* ]]
}
