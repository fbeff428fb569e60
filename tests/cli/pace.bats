#!/usr/bin/env bats
# gap, cap, spend and limits: kept in the ledger, for every run and every process

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

# start N LINE: a brand with this line in smm.yaml, and N posts for masto that are due
start() {
	sim_start
	brand_files
	sed -i "s/^gap: 0$/$2/" smm.yaml
	local entries=() i
	for i in $(seq -w "$1"); do entries+=("id: e$i, at: 2026-12-01 09:00, accounts: [masto], text: \"n $i\""); done
	calendar "${entries[@]}"
	smm-plan calendar.yaml >posts.jsonl
}

publish() { timeout 60 smm-post "$@" posts.jsonl >results.jsonl 2>post.err; }

@test "after an outage posts do not flood: one a minute, whichever process sends" {
	start 4 ''
	run publish --now 2026-12-01T09:30:00+01:00
	[ "$status" = 75 ]
	[ "$(count_published)" = 1 ]
	[ "$(result e2@masto status)" = retry ]
	[ "$(result e2@masto error.fault)" = limit ]
	[ "$(result e2@masto error.retry_at)" = 2026-12-01T09:31:00+01:00 ]
	run publish --now 2026-12-01T09:30:30+01:00
	[ "$(count_published)" = 1 ]
	run publish --now 2026-12-01T09:31:01+01:00
	[ "$(count_published)" = 2 ]
	echo 'gap: 0' >>smm.yaml
	publish --now 2026-12-01T09:32:10+01:00
	[ "$(count_published)" = 4 ]
}

@test "after a hold, too, however short; what is on time is not kept back" {
	start 3 ''
	smm-hold on --reason x >/dev/null
	run publish
	[ "$status" = 69 ]
	smm-hold off >/dev/null
	run publish --now 2026-12-01T09:01:00+01:00
	[ "$status" = 75 ]
	[ "$(count_published)" = 1 ]
	sim_stop
	rm -rf state
	start 3 ''
	publish
	[ "$(count_published)" = 3 ]
}

@test "gap: of the brand, of an account; --wait keeps it" {
	start 3 'gap: 1s'
	publish --wait 10
	[ "$(count_published)" = 3 ]
	sed -i '/^gap/d; s/name: masto,/name: masto, gap: 1h,/' smm.yaml
	sed 's/"e\([0-9]\)/"f\1/g' posts.jsonl >more.jsonl
	run smm-post --now 2026-12-01T09:01:00+01:00 more.jsonl
	[ "$status" = 75 ]
	[ "$(count_published)" = 3 ]
}

@test "cap: refused before sending, and when it goes on" {
	start 4 'cap: { day: 3, hour: 2 }'
	run publish
	[ "$status" = 75 ]
	[ "$(count_published)" = 2 ]
	[ "$(result e3@masto error.retry_at)" = 2026-12-01T10:00:00+01:00 ]
	[[ "$(result e3@masto error.message)" == *"2 posts an hour"* ]]
	run publish --now 2026-12-01T10:00:01+01:00
	[ "$status" = 75 ]
	[ "$(count_published)" = 3 ]
	[ "$(result e4@masto error.retry_at)" = 2026-12-02T00:00:00+01:00 ]
	[ "$(grep -c 'POST","path":"/api/v1/statuses"' received.jsonl)" = 3 ]
}

@test "cap: eight processes at once do not exceed it" {
	start 20 'cap: 5'
	pids=
	for i in $(seq 8); do
		smm-post posts.jsonl >"r$i" 2>/dev/null &
		pids="$pids $!"
	done
	for p in $pids; do wait "$p" || [ $? = 75 ]; done
	[ "$(count_published)" = 5 ]
}

@test "spend: what a request costs is counted before it is sent" {
	start 4 'spend: { call: 0.015, day: 0.035, month: 1 }'
	run publish
	[ "$status" = 75 ]
	[ "$(count_published)" = 2 ]
	[[ "$(result e3@masto error.message)" == *"35000 micros"* ]]
	[ "$(result e3@masto error.retry_at)" = 2026-12-02T00:00:00+01:00 ]
	[ "$(grep -c 'POST","path":"/api/v1/statuses"' received.jsonl)" = 2 ]
}

@test "a limit that one process was told is obeyed by all, for other posts, too" {
	start 1 ''
	sim_stop
	sim_start --fault '429=600,on=POST /api/v1/statuses,times=1'
	sed -i "s#127.0.0.1:[0-9]*#127.0.0.1:$PORT#" smm.yaml
	run publish
	[ "$status" = 75 ]
	[ "$(result e1@masto error.fault)" = limit ]
	sed 's/"e1/"f1/g; s/09:00:00/08:59:00/' posts.jsonl >more.jsonl
	run bash -c 'smm-post more.jsonl >results.jsonl'
	[ "$status" = 75 ]
	[ "$(result f1@masto error.fault)" = limit ]
	[ "$(grep -c 'POST","path":"/api/v1/statuses"' received.jsonl)" = 1 ]
	smm-post --now 2026-12-01T09:12:00+01:00 more.jsonl >results.jsonl
	[ "$(count_published)" = 1 ]
}

@test "what is written wrong is said with its place" {
	for line in 'gap: soon' 'cap: x' 'cap: -1' 'cap: { week: 3 }' 'spend: 3' 'spend: { day: 1,5 }' 'spend: { day: 0.0000001 }'; do
		brand_files
		sed -i "/^gap/d; 1i $line" smm.yaml
		run smm-post --status
		[ "$status" = 78 ]
		[[ "$output" == *smm.yaml:1:* ]]
	done
}
