#!/usr/bin/env bats
# smm-post --edit and --delete: posts that are out are brought up to date, or taken away

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	sim_start
	brand_files
	pictures
}
teardown() { brand_end; }

BOTH='id: both, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "Bonjour", thread: ["deux"]'
ONE='id: one, at: 2026-12-01 09:00, accounts: [masto], text: "Bonjour"'

# edit_all [OPTION ...]: smm-plan | smm-post --edit
edit_all() { post_all --edit "$@"; }

# there: what is out there and not deleted, as ACCOUNT TEXT
there() { curl -sS "http://127.0.0.1:$PORT/sim/posts" | jq -r 'select(.deleted | not) | "\(.account) \(.text)"' | sort; }

@test "an edit changes all parts in place, once; a later edit after it works" {
	calendar "$BOTH"
	post_all
	refs=$(jq -r .ref results.jsonl | sort)
	calendar "${BOTH//Bonjour/Bonsoir}"
	edit_all
	[ "$(jq -r '"\(.op) \(.status)"' results.jsonl | sort -u)" = "edit done" ]
	[ "$(jq -r .ref results.jsonl | sort)" = "$refs" ]
	[ "$(there)" = $'bsky.test Bonsoir\nbsky.test deux\nmasto Bonsoir\nmasto deux' ]
	first=$(jq -S . results.jsonl)
	sent=$(wc -l <received.jsonl)
	edit_all --now 2026-12-01T10:00:00+01:00
	[ "$(jq -S . results.jsonl)" = "$first" ]
	[ "$(wc -l <received.jsonl)" = "$sent" ]
	calendar "${BOTH//deux/trois}"
	edit_all --now 2026-12-01T11:00:00+01:00
	[ "$(there)" = $'bsky.test Bonjour\nbsky.test trois\nmasto Bonjour\nmasto trois' ]
	[ "$(count_published)" = 4 ]
	post_all
	[ "$(jq -r '"\(.op) \(.status)"' results.jsonl | sort -u)" = "publish done" ]
	[ "$(count_published)" = 4 ]
}

@test "what is out as the plan has it: nothing is sent, and the result says where it is" {
	calendar "$ONE"
	post_all
	ref=$(result one@masto ref)
	sent=$(wc -l <received.jsonl)
	edit_all
	[ "$(result one@masto status)" = done ]
	[ "$(result one@masto ref)" = "$ref" ]
	[ "$(wc -l <received.jsonl)" = "$sent" ]
}

@test "what is not out waits, and is published by smm-post as the plan has it then" {
	calendar "$ONE"
	edit_all
	[ "$(result one@masto status)" = waiting ]
	[ ! -e state/smm.db ]
	calendar "${ONE/Bonjour/Bonsoir}"
	post_all
	[ "$(there)" = "masto Bonsoir" ]
}

@test "dry run: planned, nothing sent, nothing noted" {
	calendar "$ONE"
	post_all
	sent=$(wc -l <received.jsonl)
	calendar "${ONE/Bonjour/Bonsoir}"
	edit_all --dry-run
	[ "$(result one@masto status)" = planned ]
	smm-post --delete --dry-run one@masto >results.jsonl
	[ "$(jq -r '"\(.op) \(.status)"' results.jsonl)" = "delete planned" ]
	[ "$(wc -l <received.jsonl)" = "$sent" ]
	[ "$(smm-post --status | wc -l)" = 1 ]
}

@test "a picture and the alt text of another: both are there after the edit, the old one is not" {
	calendar "$ONE, media: [{ file: img/a.png, alt: \"vu\" }]"
	post_all
	calendar "$ONE, media: [{ file: img/b.png, alt: \"autre\" }, { file: img/a.png, alt: \"revu\" }]"
	edit_all
	[ "$(result one@masto status)" = done ]
	jq -s -e '[.[] | select(.path == "/api/v2/media").body.description] == ["vu", "autre", "revu"]' received.jsonl
	jq -s -e '[.[] | select(.method == "PUT")][-1].body["media_ids[]"] | length == 2' received.jsonl
}

@test "an edit that is cut goes on where it was; the newest plan counts" {
	calendar "$BOTH"
	post_all
	sim_stop
	calendar "${BOTH//Bonjour/Bonsoir}"
	run edit_all
	[ "$status" = 75 ]
	calendar "${BOTH//Bonjour/Salut}"
	# the network has forgotten what was there: it says so, once it is up again
	SMM_NOW=2026-12-01T09:20:00+01:00 sim_start --fault 'status=503,on=PUT /api/v1/statuses,times=1'
	sed -i "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$PORT/" smm.yaml
	run edit_all --now 2026-12-01T09:20:00+01:00
	[ "$(result both@masto op)" = edit ]
	[ "$(result both@masto status)" = retry ]
	run edit_all --now 2026-12-01T09:40:00+01:00
	[ "$(result both@masto status)" = refused ]
	[[ "$(result both@masto error.message)" == *"Record not found"* ]]
	[ "$(smm-post --status | jq -r 'select(.op == "publish").status' | sort -u)" = done ]
}

@test "killed in the middle of an edit: the next run finishes it" {
	sim_stop
	sim_start --fault 'stall,on=PUT /api/v1/statuses,after=1,times=1'
	sed -i "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$PORT/" smm.yaml
	calendar "${BOTH/, bsky/}"
	post_all
	calendar "${BOTH/, bsky/}, warning: attention"
	smm-plan calendar.yaml >posts.jsonl
	smm-post --edit posts.jsonl >/dev/null 2>&1 &
	pid=$!
	second_edit() { [ "$(grep -c '"method":"PUT"' received.jsonl)" = 2 ]; }
	eventually second_edit
	kill -9 $pid
	wait $pid || true
	smm-post --edit posts.jsonl >results.jsonl
	[ "$(result both@masto status)" = done ]
	[ "$(grep -c '"method":"PUT"' received.jsonl)" = 3 ] # the first part is not edited again
	[ "$(count_published)" = 2 ]
}

@test "an edit that the network has not: refused, with what to do" {
	calendar "$ONE"
	post_all
	calendar "$ONE, visibility: private"
	run edit_all
	[ "$status" = 1 ]
	[ "$(result one@masto status)" = refused ]
	[[ "$(result one@masto error.message)" == *"cannot change who sees"* ]]
	calendar "$ONE, thread: [deux]"
	run edit_all
	[ "$status" = 1 ]
	[[ "$(result one@masto error.message)" == *"1 parts are out, the plan has 2"* ]]
	calendar "${ONE/Bonjour/Bonsoir}"
	edit_all
	[ "$(there)" = "masto Bonsoir" ]
}

@test "delete takes all parts away, the last first; again: nothing more" {
	calendar "$BOTH"
	post_all
	smm-post --delete both@masto both@bsky >results.jsonl
	[ "$(jq -r '"\(.id) \(.op) \(.status)"' results.jsonl | sort)" = $'both@bsky delete done\nboth@masto delete done' ]
	[ "$(result both@masto ref)" != null ]
	[ "$(there)" = "" ]
	jq -s -e '[.[] | select(.method == "DELETE").path] | length == 2 and .[0] > .[1]' received.jsonl
	first=$(jq -S . results.jsonl)
	sent=$(wc -l <received.jsonl)
	smm-post --delete both@masto both@bsky --now 2026-12-01T10:00:00+01:00 >results.jsonl
	[ "$(jq -S -s 'sort_by(.id)' results.jsonl)" = "$(jq -S -s 'sort_by(.id)' <<<"$first")" ]
	[ "$(wc -l <received.jsonl)" = "$sent" ]
	post_all
	[ "$(there)" = "" ]
	calendar "${BOTH/Bonjour/Bonsoir}"
	run edit_all
	[ "$status" = 1 ]
	[[ "$(result both@bsky error.message)" == *"was taken away"* ]]
	[ "$(there)" = "" ]
}

@test "delete: what is not out, what nobody knows, what may be out" {
	run -64 smm-post --delete
	run -64 smm-post --delete --edit x
	run -65 smm-post --delete nothing@masto
	[[ "$output" == *'no post "nothing@masto"'*--status* ]]
	calendar "$ONE" 'id: two, at: 2026-12-01 09:01, accounts: [masto], text: "Deux"'
	post_all --now 2026-12-01T09:01:05+01:00
	run --separate-stderr -65 smm-post --delete nothing@masto two@masto
	[ "$(jq -r '"\(.id) \(.status)"' <<<"$output")" = "two@masto done" ]
	calendar "${ONE/one/three}"
	smm-plan calendar.yaml | jq -c '.text = ("a" * 600)' >posts.jsonl
	run -1 smm-post posts.jsonl
	run --separate-stderr -1 smm-post --delete three@masto
	[[ "$output" == *"it is not out"* ]]
	sim_stop
	sim_start --no-idempotency --fault 'lost,on=POST /api/v1/statuses' --fault 'status=500,on=GET /api/v1/accounts'
	sed -i "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$PORT/" smm.yaml
	calendar "${ONE/one/four}"
	run -79 post_all
	run --separate-stderr -79 smm-post --delete four@masto
	[[ "$output" == *"--settle 'four@masto=done'"* ]]
	run -79 edit_all
	smm-post --settle four@masto=done
	run --separate-stderr -1 smm-post --delete four@masto
	[[ "$output" == *"does not know where it is"* ]]
}

@test "a server that cannot delete says so by 404: refused, and tried again when asked again" {
	sim_stop
	sim_start --fault 'status=404,on=DELETE /api/v1/statuses,times=1'
	sed -i "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$PORT/" smm.yaml
	calendar "$ONE"
	post_all
	run --separate-stderr -1 smm-post --delete one@masto
	[[ "$output" == *"the server cannot delete"* ]]
	[ "$(there)" = "masto Bonjour" ]
	smm-post --delete one@masto
	[ "$(there)" = "" ]
}

@test "deleted while the server is away: the next run takes it away" {
	calendar "$ONE"
	post_all
	port=$PORT
	sed -i "s/127\.0\.0\.1:$port/127.0.0.1:1/" smm.yaml
	run --separate-stderr -75 smm-post --delete one@masto
	[ "$(jq -r '"\(.op) \(.status)"' <<<"$output")" = "delete retry" ]
	sed -i "s/127\.0\.0\.1:1\"/127.0.0.1:$port\"/" smm.yaml
	smm-post --delete one@masto --now 2026-12-03T10:00:00+01:00
	[ "$(there)" = "" ]
}

@test "a network that cannot: refused with a word, nothing is asked" {
	calendar "$ONE"
	post_all
	sed 's/network: mastodon, server/network: tiktok, server/' smm.yaml >other.yaml
	sqlite3 state/smm.db "UPDATE job SET network = 'tiktok'"
	sent=$(wc -l <received.jsonl)
	sed 's/Bonjour/Bonsoir/; s/"network":"mastodon"/"network":"tiktok"/; s/"digest":"[^"]*"/"digest":"sha256:other"/' posts.jsonl >other.jsonl
	run --separate-stderr -1 smm-post -c other.yaml --edit other.jsonl
	[[ "$output" == *"TikTok cannot edit what is out"* ]]
	run --separate-stderr -1 smm-post -c other.yaml --delete one@masto
	[[ "$output" == *"TikTok cannot delete what is out"* ]]
	[ "$(wc -l <received.jsonl)" = "$sent" ]
}
