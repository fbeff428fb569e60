#!/usr/bin/env bats
# smm-post and its ledger: on the disk before anything leaves, whoever else has it open

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	sim_start
	brand_files
}
teardown() { brand_end; }

# posts FROM TO: so many for one account, in posts.jsonl
posts() {
	local entries=() i
	for i in $(seq "$1" "$2"); do
		entries+=("id: p$i, at: 2026-12-01 09:00, accounts: [masto], text: \"Nr $i\"")
	done
	calendar "${entries[@]}"
	smm-plan calendar.yaml >posts.jsonl
}

# traced: publishes posts.jsonl; in `trace` the flushes and what was sent, in order
traced() {
	strace -f -y -qq -s 40 -e trace=fdatasync,fsync,sendto -o trace smm-post posts.jsonl >results.jsonl
}

@test "the intent is on the disk before the request leaves, the answer before the result" {
	command -v strace >/dev/null || skip "no strace"
	posts 1 1
	smm-post posts.jsonl >/dev/null
	posts 2 2
	traced
	[ "$(jq -r .status results.jsonl)" = done ]
	grep -n . trace
	grep -B1 'sendto.*"POST /api/v1/statuses' trace | head -1 | grep -q 'sync(.*smm.db-wal'
	sed -n '/POST .api.v1.statuses/,$p' trace | grep -v sendto | head -1 | grep -q 'sync(.*smm.db-wal'
}

@test "a post costs two flushes" {
	command -v strace >/dev/null || skip "no strace"
	posts 1 1
	traced
	posts 2 2
	traced
	one=$(grep -c 'sync(' trace)
	posts 3 7
	traced
	[ "$(jq -r .status results.jsonl | sort | uniq -c | tr -s ' ')" = " 5 done" ]
	five=$(grep -c 'sync(' trace)
	echo "one post: $one flushes, five: $five"
	[ $((five - one)) -le 8 ]
	[ "$one" -le 7 ] # a new log begun, and moved into the ledger at the end
}

@test "file and folder are nobody else's" {
	umask 0
	posts 1 1
	smm-post posts.jsonl >/dev/null
	[ "$(stat -c %a state state/smm.db | xargs)" = "700 600" ]
}

@test "another program writes to it: waits, and goes on" {
	posts 1 1
	smm-post posts.jsonl >/dev/null
	printf 'BEGIN IMMEDIATE;\n.shell touch locked; sleep 0.5; touch free\nCOMMIT;\n' |
		sqlite3 state/smm.db &
	local other=$!
	eventually test -e locked
	posts 2 2
	smm-post posts.jsonl >results.jsonl
	[ -e free ]
	[ "$(jq -r .status results.jsonl)" = done ]
	wait "$other"
}

@test "the database of another program is left alone: exit 78" {
	posts 1 1
	mkdir state
	sqlite3 state/smm.db 'CREATE TABLE bookmarks (url)'
	sum=$(sha256sum state/smm.db)
	run smm-post posts.jsonl
	[ "$status" = 78 ]
	[[ "$output" == *"state/smm.db is the database of another program"* ]]
	[ "$(sha256sum state/smm.db)" = "$sum" ]
	[ "$(count_published)" = 0 ]
}

@test "a store of no known kind: exit 78, and what is known" {
	posts 1 1
	run smm-post --store redis://localhost posts.jsonl
	[ "$status" = 78 ]
	[[ "$output" == *sqlite:PATH* ]]
	[ "$(count_published)" = 0 ]
}

@test "a ledger where nothing can be made: exit 74, the folder is named" {
	posts 1 1
	run smm-post --store sqlite:/proc/smm/ledger.db posts.jsonl
	[ "$status" = 74 ]
	[[ "$output" == *"/proc/smm"* ]]
	[ "$(count_published)" = 0 ]
}

@test "what happened can be read with sqlite3" {
	posts 1 2
	smm-post posts.jsonl >/dev/null
	[ "$(sqlite3 state/smm.db 'SELECT id, state FROM ledger ORDER BY id' | xargs)" = "p1@masto|done p2@masto|done" ]
	[ "$(sqlite3 state/smm.db 'SELECT count(*) FROM lane')" = 0 ]
	[ "$(sqlite3 state/smm.db 'SELECT group_concat(state) FROM (SELECT state FROM event WHERE job = 1 ORDER BY seq)')" = asked,done ]
}

@test "stopped while requests stand ready: what was not sent is not noted as sent" {
	sim_stop
	sim_start --fault 'latency=2000,on=POST /api/v1/statuses,times=50' # fifty are under way, twenty stand ready
	local i
	{
		echo "store: sqlite:state/smm.db"
		echo "accounts:"
		for i in {1..70}; do echo "  - { name: m$i, network: mastodon, server: \"http://127.0.0.1:$PORT\", secret: { file: secrets/m$i } }"; done
	} >smm.yaml
	(umask 077 && for i in {1..70}; do echo "token-m$i" >"secrets/m$i"; done)
	{
		echo "entries:"
		for i in $(seq 70); do
			echo "  - { id: p$i, at: 2026-12-01 07:59, accounts: [m$i], text: \"Nr $i\" }"
		done
	} >calendar.yaml
	smm-plan calendar.yaml >posts.jsonl
	smm-post -j 50 posts.jsonl >results.jsonl &
	local pid=$! rc=0
	for i in $(seq 600); do
		[ "$(sqlite3 state/smm.db 'SELECT count(*) FROM event' 2>/dev/null || echo 0)" -ge 70 ] && break
		sleep 0.01
	done
	kill -TERM $pid
	wait $pid || rc=$?
	[ "$rc" = 143 ]
	[ "$(sqlite3 state/smm.db "SELECT count(*) FROM ledger WHERE state = 'asked'")" = 0 ]
	[ "$(sqlite3 state/smm.db "SELECT count(*) FROM ledger WHERE state = 'done'")" = "$(count_published)" ]
	[ "$(sqlite3 state/smm.db "SELECT count(*) FROM event WHERE what = 'not sent'")" -gt 0 ]
	smm-post posts.jsonl >again.jsonl
	[ "$(count_published)" = 70 ]
}

@test "a password in the store's URL is refused, and not shown" {
	posts 1 1
	sed -i 's|^store: .*|store: postgresql://smm:hunter2@127.0.0.1:1/smm|' smm.yaml
	run -78 smm-post posts.jsonl
	[[ "$output" == *smm.yaml:2:8:*/.pgpass* ]]
	[[ "$output" != *hunter2* ]]
	run -78 smm-post -c /dev/null --status -s postgres://smm:hunter2@127.0.0.1:1/smm
	[[ "$output" != *hunter2* ]]
}

@test "a PostgreSQL server that is not there: nothing is sent, run again" {
	posts 1 1
	run -75 smm-post -s postgresql://smm@127.0.0.1:1/smm posts.jsonl
	[[ "$output" == *"start the server and run again"* ]]
	[ ! -s received.jsonl ]
}
