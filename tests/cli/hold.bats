#!/usr/bin/env bats
# smm-hold: all publishing stopped

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

ONE='id: one, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "Bonjour"'

start() {
	sim_start "$@"
	brand_files
	calendar "$ONE"
	smm-plan calendar.yaml >posts.jsonl
}

publish() { timeout 60 smm-post "$@" posts.jsonl >results.jsonl 2>post.err; }

@test "on: nothing leaves, posts are held and say why, exit 69; off: they leave" {
	start
	smm-hold on --reason "a fire" --by anna >hold.jsonl
	[ "$(jq -c '[.type, .on, .reason, .by, .at]' hold.jsonl)" = '["hold",true,"a fire","anna","2026-12-01T09:00:05+01:00"]' ]
	run publish
	[ "$status" = 69 ]
	[ "$(jq -r .status results.jsonl | sort | uniq -c | tr -s ' ')" = " 2 held" ]
	[[ "$(result one@masto error.message)" == "held since 2026-12-01T09:00:05+01:00 by anna: a fire" ]]
	[ "$(result one@masto error.fault)" = policy ]
	[ "$(count_published)" = 0 ]
	[ "$(smm-post --status=held | wc -l)" = 2 ]
	events=$(sqlite3 state/smm.db 'SELECT count(*) FROM event')
	run publish
	[ "$status" = 69 ]
	[ "$(sqlite3 state/smm.db 'SELECT count(*) FROM event')" = "$events" ] # it is noted once
	[ "$(smm-hold off --by bob | jq -c '[.on, .by]')" = '[false,"bob"]' ]
	publish
	[ "$(jq -r .status results.jsonl | sort | uniq -c | tr -s ' ')" = " 2 done" ]
	[ "$(count_published)" = 2 ]
}

@test "status: on, off, over; --dry-run changes nothing" {
	start
	[ "$(smm-hold status | jq -c .on)" = false ]
	[ ! -e state ]
	smm-hold on --reason x --until 2026-12-01T10:00:00+01:00 --allow bsky --allow one@masto >hold.jsonl
	smm-hold status | cmp - hold.jsonl
	[ "$(jq -c '[.until, .allow]' hold.jsonl)" = '["2026-12-01T10:00:00+01:00",["bsky","one@masto"]]' ]
	[ "$(smm-hold status --now 2026-12-01T10:00:00+01:00 | jq -c .on)" = false ]
	smm-hold -n on --reason another | jq -e '.reason == "another"'
	smm-hold -n off | jq -e '.on == false'
	smm-hold status | cmp - hold.jsonl
}

@test "until: a held post says when, and leaves then by itself" {
	start
	smm-hold on --reason x --until 2026-12-01T09:10:00+01:00 >/dev/null
	run publish
	[ "$status" = 69 ]
	[ "$(result one@masto error.retry_at)" = 2026-12-01T09:10:00+01:00 ]
	run publish --now 2026-12-01T09:09:59+01:00
	[ "$status" = 69 ]
	publish --now 2026-12-01T09:10:00+01:00
	[ "$(count_published)" = 2 ]
}

@test "off before the time it would have ended: posts leave at once" {
	start
	smm-hold on --reason x --until 2026-12-01T10:00:00+01:00 >/dev/null
	run publish
	[ "$status" = 69 ]
	smm-hold off >/dev/null
	publish
	[ "$(count_published)" = 2 ]
}

@test "allowed accounts and posts leave all the same" {
	start
	calendar "$ONE" 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	smm-hold on --reason x --allow bsky --allow two@masto >/dev/null
	run publish
	[ "$status" = 69 ]
	[ "$(result one@masto status)" = held ]
	[ "$(result two@masto status)" = done ]
	[ "$(result one@bsky status)" = done ]
	[ "$(count_published)" = 2 ]
}

@test "a thread under way stops between its parts, and goes on after" {
	start --fault 'latency=1500,on=POST /api/v1/statuses'
	calendar 'id: t, at: 2026-12-01 09:00, accounts: [masto], text: "un", thread: ["deux", "trois"]'
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >results.jsonl 2>post.err &
	pid=$!
	eventually grep -q '/api/v1/statuses"' received.jsonl
	smm-hold on --reason x >/dev/null
	n=$(count_published)
	[ "$n" -ge 1 ] && [ "$n" -lt 3 ]
	rc=0
	wait $pid || rc=$?
	[ "$rc" = 69 ]
	[ "$(result t@masto status)" = held ]
	[ "$(count_published)" = "$n" ]
	smm-hold off >/dev/null
	publish
	[ "$(published)" = $'masto un\nmasto deux\nmasto trois' ]
}

@test "what is in doubt is looked for whatever is held" {
	start --no-idempotency --fault 'lost,on=POST /api/v1/statuses,times=1'
	calendar 'id: one, at: 2026-12-01 09:00, accounts: [masto], text: "Bonjour"'
	smm-plan calendar.yaml >posts.jsonl
	publish || true
	smm-hold on --reason x >/dev/null
	publish --now 2026-12-01T09:05:00+01:00
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "senders at work, whichever moment on comes: when it has returned nothing more leaves" {
	local entries=() i k n pids rc
	for i in $(seq 10 59); do entries+=("id: e$i, at: 2026-12-01 08:$i, accounts: [masto, bsky], text: \"n $i\""); done
	for k in 1 2 3 4 5 6; do
		rm -rf state received.jsonl
		sim_start --fault 'latency=20,on=POST /api/v1/statuses' --fault 'latency=20,on=POST /xrpc/com.atproto.repo'
		brand_files
		calendar "${entries[@]}"
		smm-plan calendar.yaml >posts.jsonl
		pids=
		for i in 1 2 3; do
			smm-post -j $((k % 3 + 1)) posts.jsonl >"r$i" 2>/dev/null &
			pids="$pids $!"
		done
		eventually published_at_least $((k * 3))
		smm-hold on --reason x >/dev/null
		n=$(count_published)
		[ "$n" -lt 100 ]
		for i in $pids; do
			rc=0
			wait "$i" || rc=$?
			[ "$rc" = 69 ]
		done
		[ "$(count_published)" = "$n" ]
		[ "$(published | sort | uniq -d | wc -l)" = 0 ]
		run publish
		[ "$status" = 69 ]
		[ "$(count_published)" = "$n" ]
		[ "$(smm-post --status=done | wc -l)" = "$n" ]
		[ "$(smm-post --status=unsure | wc -l)" = 0 ]
		sim_stop
	done
}

@test "an account whose posts are all held is free for others, whatever else its holder waits for" {
	start
	smm-hold on --reason x >/dev/null
	run publish
	[ "$status" = 69 ]
	calendar "$ONE" 'id: later, at: 2026-12-01 09:01, accounts: [bsky], text: "Plus tard"'
	smm-plan calendar.yaml >posts.jsonl
	smm-post --wait 60 posts.jsonl >stays.jsonl 2>/dev/null 3>&- &
	STAYS=$!
	eventually grep -q 'one@masto.*held' stays.jsonl
	grep one@masto posts.jsonl >masto.jsonl
	run timeout 20 smm-post masto.jsonl
	kill "$STAYS"
	[ "$status" = 69 ]
	[[ "$output" == *'"status":"held"'* ]]
}

@test "on waits for the answer of what is under way; who was killed is not waited for" {
	start --fault 'latency=700,on=POST /api/v1/statuses'
	calendar 'id: one, at: 2026-12-01 09:00, accounts: [masto], text: "Bonjour"'
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >results.jsonl 2>post.err &
	pid=$!
	eventually grep -q '/api/v1/statuses"' received.jsonl
	smm-hold on --reason x >/dev/null
	[ "$(smm-post --status=done | wc -l)" = 1 ]
	wait $pid
	smm-hold off >/dev/null
	sim_stop
	rm received.jsonl
	start --fault 'stall,on=POST /api/v1/statuses'
	calendar 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >results.jsonl 2>post.err &
	pid=$!
	eventually grep -q '/api/v1/statuses"' received.jsonl
	kill -9 $pid
	timeout 10 smm-hold on --reason x >/dev/null
}

@test "a signal ends the waiting, and the hold stays" {
	start --fault 'stall,on=POST /api/v1/statuses'
	smm-post posts.jsonl >results.jsonl 2>post.err &
	pid=$!
	eventually grep -q '/api/v1/statuses"' received.jsonl
	smm-hold on --reason x >hold.jsonl 2>hold.err &
	hold=$!
	eventually [ -s hold.jsonl ]
	kill -TERM $hold
	rc=0
	wait $hold || rc=$?
	kill -9 $pid
	[ "$rc" = 143 ]
	[[ "$(cat hold.err)" == *"may still leave"* ]]
	[ "$(smm-hold status | jq -c .on)" = true ]
}

@test "what is typed wrong is said, and nothing is held" {
	start
	run smm-hold
	[ "$status" = 64 ]
	run smm-hold no
	[ "$status" = 64 ]
	run smm-hold on
	[ "$status" = 64 ]
	[[ "$output" == *--reason* ]]
	run smm-hold on --reason x --until 2026-12-01T09:00:00+01:00
	[ "$status" = 64 ]
	run smm-hold on --reason x --allow masta
	[ "$status" = 78 ]
	[[ "$output" == *'nearest is "masto"'* ]]
	[ ! -e state ]
	run bash -c 'smm-hold on --reason x >/dev/full'
	[ "$status" = 74 ]
	[ "$(smm-hold status | jq -c .on)" = true ] # it is on; that it could not be said is another matter
	sqlite3 state/smm.db "UPDATE named SET value = 'x' WHERE name = 'hold'"
	run publish
	[ "$status" = 74 ]
	[ "$(count_published)" = 0 ]
	smm-hold off >/dev/null
	publish
	[ "$(count_published)" = 2 ]
}
