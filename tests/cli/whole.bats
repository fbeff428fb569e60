#!/usr/bin/env bats
# The whole ledger: checked, taken to another store and back, brought on from an older form

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	sim_start
	brand_files
	pictures
}
teardown() { brand_end; }

# filled: a ledger with posts done, refused, edited and taken away, of one account and another
filled() {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "été ☕", thread: [deux], media: [{ file: img/a.png, alt: x }]' \
	    'id: b, at: 2026-12-01 09:00, accounts: [masto], text: "b"'
	post_all
	calendar 'id: b, at: 2026-12-01 09:00, accounts: [masto], text: "b, corrigé"'
	post_all --edit
	smm-post --delete a@masto >/dev/null
	smm-plan calendar.yaml | jq -c '.id = "c@masto" | .text = "a" * 600' >posts.jsonl
	smm-post posts.jsonl >/dev/null || true
}

@test "exported, imported and exported again: the same lines, and the same results" {
	filled
	smm-post --export >one.jsonl
	[ "$(jq -r .type one.jsonl | grep -c job)" = 6 ] # and values: the pace of accounts, limits of servers
	smm-post --import -s sqlite:other.db one.jsonl
	smm-post --export -s sqlite:other.db >two.jsonl
	cmp one.jsonl two.jsonl
	[ "$(smm-post --status)" = "$(smm-post --status -s sqlite:other.db)" ]
	smm-post --fsck -s sqlite:other.db
	sent=$(wc -l <received.jsonl)
	smm-post -s sqlite:other.db posts.jsonl >/dev/null || true
	[ "$(wc -l <received.jsonl)" = "$sent" ]
}

@test "import takes all or nothing, and only into a new ledger" {
	filled
	smm-post --export >one.jsonl
	run -64 smm-post --import one.jsonl
	[[ "$output" == *"has jobs already"* ]]
	sed '3s/"state":"done"/"state":"finished"/' one.jsonl >bad.jsonl
	run -78 smm-post --import -s sqlite:other.db bad.jsonl
	[[ "$output" == *"bad.jsonl:3"* ]]
	[ "$(smm-post --export -s sqlite:other.db | wc -l)" = 0 ]
	head -c 300 one.jsonl >cut.jsonl
	run -78 smm-post --import -s sqlite:other.db cut.jsonl
	smm-post --import --dry-run -s sqlite:third.db one.jsonl
	[ ! -e third.db ]
	run -74 bash -c 'smm-post --export >/dev/full'
	run -64 smm-post --export -s sqlite:none.db
	[ ! -e none.db ]
}

@test "fsck: nothing to say of a good ledger; what is wrong is named, each" {
	run -64 smm-post --fsck
	filled
	[ "$(smm-post --fsck 2>&1)" = "" ]
	sqlite3 state/smm.db "UPDATE job SET rec = 'x' WHERE id = 'b@masto' AND op = 'publish';
	    UPDATE job SET rec = replace(rec, 'a@bsky', 'z@bsky') WHERE id = 'a@bsky';
	    UPDATE job SET network = 'orkut' WHERE op = 'delete';
	    INSERT INTO event (job, at, what, state, step, wake, attempts, http) SELECT key, 1, 'ask', 'asked', 'warp', 0, 1, 0 FROM job WHERE id = 'c@masto';
	    PRAGMA foreign_keys = off; INSERT INTO event (job, at, what, state, wake, attempts, http) VALUES (99, 1, 'ask', 'asked', 0, 1, 0)"
	run -74 smm-post --fsck
	[[ "$output" == *"b@masto (publish): its record is no JSON object"* ]]
	[[ "$output" == *"a@bsky (publish): its record is that of another: z@bsky"* ]]
	[[ "$output" == *"a@masto (delete): of a network that is not known: orkut"* ]]
	[[ "$output" == *"c@masto (publish): stands at a step that is not known"*warp* ]]
	[[ "$output" == *"is of no job"* ]]
	[[ "$output" == *"5 things are wrong"* ]]
}

@test "a file that is damaged in the middle: fsck says where, smm-post sends nothing" {
	filled
	sqlite3 state/smm.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
	sent=$(wc -l <received.jsonl)
	pages=$(sqlite3 state/smm.db 'PRAGMA page_count')
	size=$(sqlite3 state/smm.db 'PRAGMA page_size')
	for page in $(seq 1 $((pages - 1))); do
		dd if=/dev/urandom of=state/smm.db bs="$size" seek="$page" count=1 conv=notrunc status=none
	done
	run -74 smm-post --fsck
	[[ "$output" == *state/smm.db* || "$output" == *malformed* ]]
	calendar 'id: new, at: 2026-12-01 09:00, accounts: [masto], text: "neu"'
	run -74 post_all
	[ "$(wc -l <received.jsonl)" = "$sent" ]
}

@test "a ledger of the first form is read, gone on with, and sound" {
	mkdir state
	sqlite3 state/smm.db <"$BATS_TEST_DIRNAME/../store/form-1.sql"
	[ "$(sqlite3 state/smm.db 'PRAGMA user_version')" = 1 ]
	smm-post --fsck
	[ "$(smm-post --status | jq -r '"\(.id) \(.op) \(.status)"' | sort | head -3)" = "$(printf 'a@bsky publish done\na@masto delete done\na@masto publish done')" ]
	calendar 'id: b, at: 2026-12-01 09:00, accounts: [masto], text: "b, corrigé"' \
	    'id: new, at: 2026-12-01 09:00, accounts: [masto], text: "neu"'
	post_all
	[ "$(result b@masto status)" = done ]
	[ "$(published)" = "masto neu" ]
}
