#!/usr/bin/env bats
# kpi-collect: what the networks count, per post and account, each age once

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	sim_start
	brand_files
	calendar 'id: launch, at: 2026-12-01 09:00, accounts: [masto, bsky], state: approved, campaign: winter, pillar: craft, text: "Elle est là"'
	post_all
	MASTO=$(result launch@masto ref) BSKY=$(result launch@bsky ref)
}
teardown() { brand_end; }

like() { curl -sS -o /dev/null "http://127.0.0.1:$PORT/sim/like" --data-urlencode "id=$1"; }

@test "from results: totals of posts and accounts, what nobody counts is absent; kpi-report reads them" {
	like "$MASTO"
	like "$MASTO"
	run --separate-stderr kpi-collect --now 2026-12-02T09:00:00+01:00 results.jsonl
	[ "$status" = 0 ] && [ -z "$stderr" ]
	echo "$output" >all.jsonl
	[ "$(wc -l <all.jsonl)" = 4 ]
	[ "$(jq -c 'select(.subject == "launch@masto") | [.type, .account, .network, .scope, .ref, .at, .from, .campaign, .pillar, .total, .likes, .shares]' all.jsonl)" = \
		"[\"metric\",\"masto\",\"mastodon\",\"post\",\"$MASTO\",\"2026-12-02T09:00:00+01:00\",\"2026-12-01T09:00:05+01:00\",\"winter\",\"craft\",true,2,0]" ]
	[ "$(jq -r 'select(.subject == "launch@bsky") | .ref' all.jsonl)" = "$BSKY" ]
	[ "$(jq -c 'select(.scope == "account") | [.account, has("followers"), has("likes"), has("ref")]' all.jsonl | sort | paste -sd' ')" = \
		'["bsky",true,false,false] ["masto",true,false,false]' ]
	[ "$(jq -s 'map(has("reach") or has("impressions")) | any' all.jsonl)" = false ]
	[ "$(kpi-report --now 2026-12-02T09:00:00+01:00 -f jsonl -k interactions all.jsonl results.jsonl | jq .value)" = 2 ]
}

@test "from the ledger, when no file is given; only the accounts asked for" {
	run --separate-stderr kpi-collect --now 2026-12-02T09:00:00+01:00 -a masto
	[ "$status" = 0 ]
	[ "$(jq -r '"\(.scope) \(.subject) \(.campaign)"' <<<"$output" | paste -sd,)" = 'post launch@masto winter,account null null' ]
	run --separate-stderr kpi-collect --now 2027-06-02T09:00:00+01:00 -a masto # old posts are left alone
	[ "$(jq -r .scope <<<"$output")" = account ]
}

@test "--ages: each age once, missed ones together, whatever how often it runs" {
	ages() { kpi-collect --ages 1h,1d,7d --now "$1" -a masto | jq -r 'select(.scope == "post") | .subject' | wc -l; }
	[ "$(ages 2026-12-01T09:30:00+01:00)" = 0 ]
	[ "$(ages 2026-12-01T10:01:00+01:00)" = 1 ]
	[ "$(ages 2026-12-01T10:05:00+01:00)" = 0 ]
	[ "$(ages 2026-12-02T08:00:00+01:00)" = 0 ]
	[ "$(ages 2026-12-09T10:00:00+01:00)" = 1 ] # a day and a week are one reading
	[ "$(ages 2026-12-10T10:00:00+01:00)" = 0 ]
}

@test "what could not be written counts as not read; --dry-run asks nothing and moves nothing" {
	at=2026-12-01T10:01:00+01:00
	before=$(wc -l <received.jsonl)
	run --separate-stderr kpi-collect -n -v --ages 1h --now $at
	[ "$status" = 0 ] && [ -z "$output" ]
	[[ "$stderr" == *"launch@masto: mastodon would be asked for its numbers"* ]]
	[ "$(wc -l <received.jsonl)" = "$before" ]
	run bash -c "kpi-collect --ages 1h --now $at >/dev/full"
	[ "$status" = 74 ]
	run --separate-stderr kpi-collect --ages 1h --now $at
	[ "$(jq -r 'select(.scope == "post") | .subject' <<<"$output" | sort | paste -sd,)" = launch@bsky,launch@masto ]
}

@test "an account that cannot be read stops no other, and leaves with its status" {
	echo "  - { name: other, network: bluesky, server: \"http://127.0.0.1:$PORT\", user: o.test, secret: { file: secrets/none } }" >>smm.yaml
	run --separate-stderr kpi-collect --now 2026-12-02T09:00:00+01:00 results.jsonl
	[ "$status" = 77 ] || [ "$status" = 78 ]
	[[ "$stderr" == *"account other: "*secrets/none* ]]
	[ "$(wc -l <<<"$output")" = 4 ]
	[ "$(grep -c 'account other' <<<"$stderr")" = 1 ]
}

@test "usage, bad lines" {
	for wrong in '--ages 1y' '--ages ,' '--ages 1h,x' '-a nobody' '--since never'; do
		# shellcheck disable=SC2086
		run kpi-collect $wrong results.jsonl
		[ "$status" = 64 ] || [ "$status" = 78 ] || { echo "$wrong: $status"; false; }
	done
	{ echo '{"type":"result"'; cat results.jsonl; } >in.jsonl
	run --separate-stderr kpi-collect --now 2026-12-02T09:00:00+01:00 in.jsonl
	[ "$status" = 65 ]
	[[ "$stderr" == *"in.jsonl:1: "* ]]
	[ "$(wc -l <<<"$output")" = 4 ]
}

@test "--strategy: what is public of competitors, as theirs; nobody of that name is said; share of followers" {
	cat >strategy.yaml <<-'E'
		competitors:
		  - { id: rival, title: Rival, handles: { mastodon: "@rival@127.0.0.1", bluesky: nobody.test, instagram: rival } }
	E
	run --separate-stderr kpi-collect -v --strategy strategy.yaml --now 2026-12-02T09:00:00+01:00 results.jsonl
	[ "$status" = 0 ]
	echo "$output" >all.jsonl
	[ "$(jq -c 'select(.scope == "competitor") | [.network, .subject, .ref, .account, .total, has("followers"), has("posts"), has("likes")]' all.jsonl)" = \
		'["mastodon","rival","@rival@127.0.0.1",null,true,true,true,false]' ]
	[[ "$stderr" == *'rival: nobody is called "nobody.test" on bluesky'* ]]
	[[ "$stderr" == *'rival: what is public of it on instagram cannot be read'* ]]
	# the accounts of the simulated network have as many followers as each other
	[ "$(kpi-report --now 2026-12-02T09:00:00+01:00 -f jsonl -k followers.share --by network all.jsonl | jq -c 'select(.network == "mastodon") | [.num, .den]')" = \
		"$(jq -s -c '[(map(select(.network == "mastodon" and .scope == "account") | .followers) | add), (map(select(.network == "mastodon" and .followers) | .followers) | add)]' all.jsonl)" ]
	run --separate-stderr kpi-collect -n -v --strategy strategy.yaml results.jsonl
	[[ "$stderr" == *'rival: mastodon would be asked for its public numbers'* ]]
	[ -z "$output" ]
	echo 'competitors: [{ id: 1' >strategy.yaml
	run kpi-collect --strategy strategy.yaml results.jsonl
	[ "$status" = 78 ] || [ "$status" = 65 ]
}
