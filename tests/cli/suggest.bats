#!/usr/bin/env bats
# smm-plan --suggest: the hours in which posts did best, against a second implementation

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; brand_files; }
teardown() { brand_end; }

suggest() { smm-plan --suggest=jsonl --journal j.jsonl "$@"; }

@test "every number as another implementation finds it, in the zone of smm.yaml" {
	for seed in 1 2 3; do
		python3 "$ROOT/tests/plan/journal.py" "$seed" 400 >j.jsonl
		suggest >out.jsonl
		[ "$(wc -l <out.jsonl)" -gt 50 ]
		python3 "$ROOT/tests/plan/suggest.py" Europe/Paris j.jsonl <out.jsonl
		sort -R j.jsonl >k.jsonl
		smm-plan --suggest=jsonl --journal k.jsonl | cmp - out.jsonl
	done
	jq -s -e --slurpfile s "$ROOT/schema/slot.schema.json" 'all(keys - ($s[0].properties | keys) == [])' out.jsonl
}

@test "each zone of the audiences once; else that of the strategy" {
	python3 "$ROOT/tests/plan/journal.py" 4 300 >j.jsonl
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x'
	sed -i '1i strategy: strategy.yaml' calendar.yaml
	echo 'audiences: { a: { zone: America/New_York }, b: { lang: fr }, c: { zone: Asia/Kathmandu }, d: { zone: America/New_York } }' >strategy.yaml
	suggest calendar.yaml >out.jsonl
	[ "$(jq -r .tz out.jsonl | uniq)" = $'America/New_York\nAsia/Kathmandu' ]
	for zone in America/New_York Asia/Kathmandu; do
		jq -c --arg z "$zone" 'select(.tz == $z)' out.jsonl | python3 "$ROOT/tests/plan/suggest.py" "$zone" j.jsonl
	done
	echo 'timezone: Africa/Casablanca' >strategy.yaml
	suggest calendar.yaml | python3 "$ROOT/tests/plan/suggest.py" Africa/Casablanca j.jsonl
}

# published ID AT LIKES: a post, and what it had two days later
brought() {
	echo "{\"type\":\"result\",\"id\":\"$1\",\"op\":\"publish\",\"account\":\"masto\",\"network\":\"mastodon\",\"status\":\"done\",\"at\":\"$2T09:10:00+01:00\"}"
	echo "{\"type\":\"metric\",\"account\":\"masto\",\"network\":\"mastodon\",\"scope\":\"post\",\"subject\":\"$1\",\"at\":\"2026-12-30T09:00:00+01:00\",\"total\":true,\"likes\":$3}"
}

@test "for people: slots as the strategy writes them, n, and that two posts are not enough" {
	{
		for day in 02 09 16; do brought "w$day" "2026-12-$day" 50; done
		for day in 03 10; do brought "t$day" "2026-12-$day" 2; done
	} >j.jsonl
	run --separate-stderr smm-plan --suggest --journal j.jsonl
	[ "$status" = 0 ]
	[ "${lines[0]}" = 'Europe/Paris: 5 posts published, of 5 it is known what they brought after a day or more' ]
	[[ "${lines[1]}" == '  masto: "wed 09:00"  score +0.'*', median +0.82, n 3' ]]
	[ "${lines[2]}" = '  masto: "thu 09:00"  not enough data, n 2' ]
	[ "${#lines[@]}" = 3 ]
}

@test "only some accounts, only some months; nothing known is said so" {
	python3 "$ROOT/tests/plan/journal.py" 5 200 >j.jsonl
	[ "$(suggest -a masto | jq -r .account | sort -u)" = masto ]
	suggest --from 2026-05-01T00:00:00Z --to 2026-07-01T00:00:00Z >out.jsonl
	jq -c 'select(.type == "metric" or (.at >= "2026-05-01" and .at < "2026-07-01"))' j.jsonl >k.jsonl
	smm-plan --suggest=jsonl --journal k.jsonl | cmp - out.jsonl
	: >j.jsonl
	[ "$(smm-plan --suggest --journal j.jsonl)" = 'Europe/Paris: 0 posts published, of 0 it is known what they brought after a day or more' ]
	[ -z "$(suggest)" ]
}

@test "hostile lines are named and passed over" {
	brought a 2026-12-02 9223372036854775807 >j.jsonl
	{
		echo '{"type":"metric","scope":"post","network":"m","at":"2026-12-30T09:00:00Z","likes":1}' # of what?
		echo '{"type":"metric","scope":"post","network":"m","at":"2026-12-30T09:00:00Z","subject":"a","likes":-5}'
		echo '{"type":"result","id":"x","op":"publish","account":null,"network":null,"status":"done","at":"2026-12-02T09:00:00Z"}'
		echo 'no record'
	} >>j.jsonl
	run --separate-stderr suggest
	[ "$status" = 0 ] && [ -z "$output" ] && [[ "$stderr" == *'j.jsonl:6: '* ]]
	run smm-plan --suggest
	[ "$status" = 64 ] && [[ "$output" == *--journal* ]]
	run smm-plan --suggest=html --journal j.jsonl
	[ "$status" = 64 ]
	run smm-plan --suggest --lint --journal j.jsonl
	[ "$status" = 64 ]
	run smm-plan --suggest --journal nowhere.jsonl
	[ "$status" = 74 ] && [[ "$output" == *nowhere.jsonl* ]]
	run bash -c 'smm-plan --suggest --journal j.jsonl >/dev/full'
	[ "$status" = 74 ]
}
