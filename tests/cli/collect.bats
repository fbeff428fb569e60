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

@test "share of voice: how many posts hold the brand's term and a competitor's, each day once; what is not counted is said" {
	sim_stop
	day() { echo "{\"day\":\"$(date -ud "$1" +%s)\",\"accounts\":\"1\",\"uses\":\"$2\"}"; }
	who='{"ask":"GET https://net.test/api/v1/accounts/verify_credentials"}
	{"reply":200,"body":{"id":"1","acct":"a","followers_count":5}}'
	cat >talk.jsonl <<-E
		$who
		{"ask":"GET https://net.test/api/v1/tags/Lampe"}
		{"reply":200,"body":{"history":[$(day 2026-11-26 3),$(day 2026-11-25 6),$(day 2026-11-24 0)]}}
		{"ask":"GET https://net.test/api/v1/tags/Rivale"}
		{"reply":200,"body":{"history":[$(day 2026-11-25 2)]}}
		$who
	E
	sim_start --script talk.jsonl
	brand_files
	cat >strategy.yaml <<-'E'
		search: "#Lampe"
		competitors: [ { id: rival, search: "#Rivale" }, { id: quiet, search: "Des mots" } ]
	E
	ask() { run --separate-stderr kpi-collect -v -a masto --strategy strategy.yaml --now "$@" /dev/null; }
	ask 2026-11-26T09:00:00Z
	[ "$status" = 0 ]
	grep mentions <<<"$output" >all.jsonl
	[ "$(jq -c '[.scope, .account, .subject, .from, .to, .total, .mentions]' all.jsonl | paste -sd' ')" = \
		'["account","masto",null,"2026-11-25T00:00:00Z","2026-11-26T00:00:00Z",false,6] ["account","masto",null,"2026-11-24T00:00:00Z","2026-11-25T00:00:00Z",false,0] ["competitor",null,"rival","2026-11-25T00:00:00Z","2026-11-26T00:00:00Z",false,2]' ]
	[[ "$stderr" == *'quiet: mastodon does not count "Des mots"'* ]]
	[ "$(kpi-report --now 2026-11-26T09:00:00Z -f jsonl -k sov all.jsonl all.jsonl | jq -c '[.value, .num, .den]')" = '[75,6,8]' ]
	ask 2026-11-26T20:00:00Z # no day has ended since
	[ "$status" = 0 ] && refute grep mentions <<<"$output"
	ask 2026-11-27T09:00:00Z -n
	[ -z "$output" ] && [[ "$stderr" == *'rival: mastodon would be asked how many posts hold "#Rivale"'* ]]
}

@test "-o: a run that reads nothing leaves the file as it was; one that reads something puts it in its place" {
	echo old >numbers
	run kpi-collect -c nowhere.yaml -o numbers
	[ "$status" = 78 ] && [ "$(cat numbers)" = old ]
	kpi-collect -n -o numbers --now 2026-12-02T09:00:00+01:00
	[ "$(cat numbers)" = old ]
	kpi-collect -o numbers --ages 1d --now 2026-12-02T09:00:00+01:00
	[ "$(jq -r .scope numbers | sort | uniq -c | tr -s ' ' | paste -sd,)" = ' 2 account, 2 post' ]
	sim_stop
	cp numbers before
	run kpi-collect -o numbers --now 2026-12-02T10:00:00+01:00
	[ "$status" = 75 ] && cmp before numbers
	[ "$(ls numbers*)" = numbers ]
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
