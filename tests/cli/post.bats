#!/usr/bin/env bats
# smm-post against the simulated network: what is published, and what becomes of faults

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

ONE='id: one, at: 2026-12-01 09:00, accounts: [masto], text: "Bonjour"'
BOTH='id: both, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "Bonjour à tous"'

start() {
	sim_start "$@"
	brand_files
}

@test "a due post is published once, a second run publishes nothing" {
	start
	calendar "$BOTH"
	post_all
	[ "$(result both@masto status)" = done ]
	[ "$(result both@bsky status)" = done ]
	first=$(jq -S . results.jsonl)
	post_all
	[ "$(jq -S . results.jsonl)" = "$first" ]
	[ "$(count_published)" = 2 ]
}

@test "a post that is not due waits, and no ledger is made for it" {
	start
	calendar "$ONE"
	post_all --now 2026-12-01T08:59:59+01:00
	[ "$(result one@masto status)" = waiting ]
	[ ! -e state/smm.db ]
	[ "$(count_published)" = 0 ]
}

@test "a draft waits" {
	start
	calendar "$ONE, state: draft"
	post_all
	[ "$(result one@masto status)" = waiting ]
	[ "$(count_published)" = 0 ]
}

@test "a post late beyond its limit is missed, and goes out when a person says so" {
	start
	calendar "$ONE, late: 1h"
	run post_all --now 2026-12-01T10:00:06+01:00
	[ "$status" = 1 ]
	[ "$(result one@masto status)" = missed ]
	[ "$(count_published)" = 0 ]
	smm-post --settle one@masto=again --now 2026-12-01T10:20:00+01:00
	post_all --now 2026-12-01T10:30:00+01:00
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "dry run sends nothing, writes nothing and says planned" {
	start
	calendar "$BOTH"
	post_all --dry-run
	[ "$(result both@bsky status)" = planned ]
	[ ! -e state ]
	[ ! -s received.jsonl ]
}

@test "pictures, thread, warning, language, visibility and poll reach Mastodon" {
	start
	pictures
	calendar 'id: p, at: 2026-12-01 09:00, accounts: [masto], lang: fr, warning: "attention", visibility: unlisted,
	    text: "un", thread: ["deux", "trois"], media: [{ file: img/a.png, alt: "premier" }, { file: img/b.png, alt: "" }]' \
	    'id: q, at: 2026-12-01 09:00, accounts: [masto], text: "?", poll: { options: [oui, non], ends_in: 1d }'
	post_all
	jq -s -e '[.[] | select(.path == "/api/v1/statuses").body] |
	    length == 4 and .[0].spoiler_text == "attention" and .[0].visibility == "unlisted" and .[0].language == "fr"
	    and (.[0]["media_ids[]"] | length) == 2 and .[1].in_reply_to_id != null and .[1]["media_ids[]"] == null
	    and .[2].in_reply_to_id != .[1].in_reply_to_id
	    and .[3]["poll[options][]"] == ["oui", "non"] and .[3]["poll[expires_in]"] == "86400"' received.jsonl
	jq -s -e '[.[] | select(.path == "/api/v2/media").body.description] == ["premier", null]' received.jsonl
}

@test "facets, card, images and thread reach Bluesky with byte offsets" {
	start
	pictures
	calendar 'id: p, at: 2026-12-01 09:00, accounts: [bsky], lang: fr, text: "é @alice.test #été https://a.example/x.",
	    thread: ["suite"], media: [{ file: img/a.png, alt: "vu" }]' \
	    'id: c, at: 2026-12-01 09:00, accounts: [bsky], text: "lisez", title: "T", link: "https://a.example/c"'
	post_all
	jq -s -e '[.[] | select(.path == "/xrpc/com.atproto.repo.putRecord").body.record] as $r |
	    ([$r[] | select(.text | startswith("é"))][0]) as $p | $p.facets | map([.index.byteStart, .index.byteEnd]) ==
	    [[3, 14], [15, 21], [22, 41]]' received.jsonl
	jq -s -e '[.[] | select(.path == "/xrpc/com.atproto.repo.putRecord").body.record] |
	    (.[] | select(.text == "suite")).reply.root.uri != null and
	    ((.[] | select(.text == "lisez")).embed.external.uri == "https://a.example/c") and
	    ((.[] | select(.text == "lisez")).embed.external.title == "T") and
	    ((.[] | select(.text | startswith("é"))).embed.images[0].aspectRatio.width == 320)' received.jsonl
}

@test "one account failing never holds back another" {
	start
	echo token- >secrets/masto
	calendar "$BOTH"
	run post_all
	[ "$status" = 77 ]
	[ "$(result both@masto status)" = retry ]
	[ "$(result both@masto error.fault)" = auth ]
	[ "$(result both@bsky status)" = done ]
}

@test "accepted, then the connection is lost: found by looking, not sent again" {
	start --fault 'lost,on=POST /api/v1/statuses,times=1'
	calendar "$ONE"
	post_all
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "the same where Idempotency-Key is ignored" {
	start --no-idempotency --fault 'lost,on=POST /api/v1/statuses,times=1'
	calendar "$ONE, thread: [zwei, drei]"
	post_all
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 3 ]
}

@test "lost on a kept connection: libcurl does not repeat it by itself" {
	start --no-idempotency --fault 'lost,on=POST /api/v1/statuses,after=1,times=1'
	calendar "$ONE" 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	post_all
	[ "$(result two@masto status)" = done ]
	[ "$(count_published)" = 2 ]
}

@test "reset before the request is read: absent for certain, sent again once" {
	start --no-idempotency --fault 'reset,on=POST /api/v1/statuses,times=1'
	calendar "$ONE"
	post_all
	[ "$(result one@masto status)" = done ]
	[ "$(result one@masto attempts)" = 2 ]
	[ "$(count_published)" = 1 ]
}

@test "a lost answer on Bluesky: the same record is put again" {
	start --fault 'lost,on=POST /xrpc/com.atproto.repo.putRecord,times=1'
	calendar 'id: b, at: 2026-12-01 09:00, accounts: [bsky], text: "eins", thread: [zwei]'
	post_all || [ $? = 75 ] # libcurl may repeat it by itself: the request says that it can be
	post_all --now 2026-12-01T09:05:00+01:00
	[ "$(result b@bsky status)" = done ]
	[ "$(count_published)" = 2 ]
}

@test "the look finds nothing to trust: unsure, never repeated, settled by a person" {
	start --no-idempotency --fault 'lost,on=POST /api/v1/statuses' --fault 'status=500,on=GET /api/v1/accounts'
	calendar "$ONE"
	run post_all
	[ "$status" = 79 ]
	[ "$(result one@masto status)" = unsure ]
	run post_all --now 2026-12-01T09:10:00+01:00
	[ "$status" = 79 ]
	[ "$(count_published)" = 1 ]
	[ "$(smm-post --status=unsure | jq -r .id)" = one@masto ]
	smm-post --settle one@masto=done
	post_all
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "200 with a web page, with half a JSON, with a body cut short: not taken for success, not sent twice" {
	for fault in html bad-json truncate; do
		rm -rf state received.jsonl
		start --no-idempotency --fault "$fault,on=POST /api/v1/statuses,times=1"
		calendar "$ONE"
		post_all
		[ "$(result one@masto status)" = done ]
		[ "$(count_published)" = 1 ]
		sim_stop
	done
}

@test "429 with a reset: retry at that time, not before" {
	start --fault '429=120,on=POST /api/v1/statuses,times=1'
	calendar "$ONE" 'id: two, at: 2026-12-01 09:01, accounts: [masto], text: "Deux"'
	run post_all --now 2026-12-01T09:01:05+01:00
	[ "$status" = 75 ]
	[ "$(result one@masto status)" = retry ]
	[ "$(result one@masto error.fault)" = limit ]
	[ "$(result two@masto status)" = retry ]
	run post_all --now 2026-12-01T09:02:00+01:00
	[ "$status" = 75 ]
	[ "$(grep -c '"path":"/api/v1/statuses"' received.jsonl)" = 1 ]
	post_all --now 2026-12-01T09:04:00+01:00
	[ "$(published)" = $'masto Bonjour\nmasto Deux' ]
}

@test "503, refused, a redirect: retry later, nothing is sent elsewhere" {
	for fault in 'status=503' 503-html refuse 'redirect=http://127.0.0.1:9/x'; do
		rm -rf state
		start --fault "$fault"
		calendar "$ONE"
		case $fault in 503* | status*) want=79 ;; refuse) want=75 ;; *) want=75 ;; esac
		run post_all
		[ "$status" = "$want" ] || [ "$status" = 78 ] || { echo "$fault: $status $(cat results.jsonl)"; false; }
		case $(result one@masto status) in retry | unsure) ;; *) false ;; esac
		sim_stop
	done
}

@test "the server is down: exit 75, and it goes out when it is back" {
	brand_files
	calendar "$ONE"
	run post_all
	[ "$status" = 75 ]
	[ "$(result one@masto status)" = retry ]
	start
	sed -i "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$PORT/" smm.yaml
	post_all --now 2026-12-01T09:05:00+01:00
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "a wrong token says what to do" {
	start
	echo nonsense >secrets/masto
	calendar "$ONE"
	run post_all
	[ "$status" = 77 ]
	[[ "$(result one@masto error.message)" == *"make a new one"* ]]
	echo token-masto >secrets/masto
	post_all --now 2026-12-01T09:05:00+01:00
	[ "$(result one@masto status)" = done ]
}

@test "an expired session is refreshed, once, and kept" {
	start --token-ttl 1
	calendar 'id: b, at: 2026-12-01 09:00, accounts: [bsky], text: "eins"' \
	    'id: c, at: 2026-12-01 09:30, accounts: [bsky], text: "zwei"'
	post_all
	sim_stop
	SMM_NOW=2026-12-01T09:30:05+01:00 start
	sed -i "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$PORT/" smm.yaml
	server=$(jq -r .of_server state/sessions/bsky.json)
	sed -i "s#$server#http://127.0.0.1:$PORT#" state/sessions/bsky.json
	post_all --now 2026-12-01T09:30:05+01:00
	[ "$(result c@bsky status)" = done ]
	[ "$(grep -c refreshSession received.jsonl)" = 1 ]
	[ "$(grep -c createSession received.jsonl)" = 1 ]
	[ "$(stat -c %a state/sessions/bsky.json)" = 600 ]
}

@test "text the network refuses is refused for good, in its words" {
	start
	calendar "$ONE"
	smm-plan calendar.yaml | jq -c '.text = ("a" * 600)' >posts.jsonl
	run smm-post posts.jsonl
	[ "$status" = 1 ]
	[[ "$output" == *'"status":"refused"'*'character limit'* ]]
}

@test "killed with the request in flight: the next run finds it" {
	start --no-idempotency --fault 'stall,on=POST /api/v1/statuses,times=1'
	calendar "$ONE"
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >/dev/null 2>&1 &
	pid=$!
	eventually grep -q '/api/v1/statuses"' received.jsonl
	kill -9 $pid
	wait $pid || true
	[ "$(count_published)" = 1 ]
	[ "$(smm-post --status | jq -r .status)" = unsure ]
	post_all
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "killed twenty-five times at different instants: nothing lost, nothing twice" {
	start --no-idempotency --fault latency=4
	pictures
	entries=()
	for i in $(seq 10 34); do
		entries+=("id: e$i, at: 2026-12-01 08:$i, accounts: [masto, bsky], text: \"n $i\", thread: [\"n $i b\"], media: [{ file: img/a.png, alt: x }]")
	done
	calendar "${entries[@]}"
	smm-plan calendar.yaml >posts.jsonl
	for i in $(seq 25); do
		smm-post posts.jsonl >/dev/null 2>&1 &
		pid=$!
		sleep "0.0$((10 + 3 * i))"
		kill -9 $pid 2>/dev/null || true
		wait $pid || true
	done
	post_all
	[ "$(jq -r .status results.jsonl | sort | uniq -c | tr -s ' ')" = " 50 done" ]
	[ "$(count_published)" = 100 ]
	[ "$(published | sort | uniq -d | wc -l)" = 0 ]
	[ "$(published | grep masto)" = "$(published | grep masto | sort)" ]
}

@test "eight at once publish each post once, in order within an account" {
	start --fault latency=5
	entries=()
	for i in $(seq 10 29); do entries+=("id: e$i, at: 2026-12-01 08:$i, accounts: [masto, bsky], text: \"n $i\""); done
	calendar "${entries[@]}"
	smm-plan calendar.yaml >posts.jsonl
	pids=()
	for i in 1 2 3 4 5 6 7 8; do
		smm-post posts.jsonl >"r$i" 2>"e$i" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	[ "$(count_published)" = 40 ]
	[ "$(published | sort | uniq -d | wc -l)" = 0 ]
	[ "$(published | grep masto)" = "$(published | grep masto | sort)" ]
	for i in 1 2 3 4 5 6 7 8; do [ "$(jq -r .status "r$i" | sort | uniq -c | tr -s ' ')" = " 40 done" ]; done
}

# holds N: so many accounts are leased
holds() { [ "$(sqlite3 state/smm.db 'SELECT count(*) FROM lane' 2>/dev/null)" = "$1" ]; }

@test "a process keeps no more accounts from the others than it can soon send for" {
	start --fault 'latency=30000,on=POST /api/v1/statuses'
	names=(m1 m2 m3 m4 m5 m6)
	for n in "${names[@]}"; do
		echo "  - { name: $n, network: mastodon, server: \"http://127.0.0.1:$PORT\", secret: { file: secrets/masto } }" >>smm.yaml
	done
	calendar "id: one, at: 2026-12-01 09:00, accounts: [m1, m2, m3, m4, m5, m6], text: \"Bonjour\""
	smm-plan calendar.yaml >posts.jsonl
	smm-post -j 1 posts.jsonl >/dev/null 2>&1 3>&- &
	pid=$!
	eventually holds 2
	kill -KILL $pid
	wait $pid || true
}

@test "--wait stays and publishes what becomes due" {
	start
	calendar 'id: soon, at: 2026-12-01 09:00, accounts: [masto], text: "gleich"'
	post_all --now 2026-12-01T08:59:59.200+01:00 --wait 3
	[ "$(result soon@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "SIGTERM: what is in flight is noted, exit 143" {
	start --fault latency=1000
	calendar "$ONE" 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >results.jsonl &
	pid=$!
	eventually grep -q '/api/v1/statuses"' received.jsonl
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	[ "$rc" = 143 ]
	post_all
	[ "$(count_published)" = 2 ]
}

@test "edited before it is sent: the new text goes out; edited after: nothing more" {
	brand_files
	calendar "$ONE"
	run post_all
	[ "$status" = 75 ]
	start
	sed -i "s/127\.0\.0\.1:[0-9]*/127.0.0.1:$PORT/" smm.yaml
	calendar "${ONE/Bonjour/Bonsoir}"
	post_all --now 2026-12-01T09:05:00+01:00
	[ "$(published)" = "masto Bonsoir" ]
	calendar "${ONE/Bonjour/Encore}"
	post_all --now 2026-12-01T09:06:00+01:00
	[ "$(published)" = "masto Bonsoir" ]
}

@test "account gone from smm.yaml: exit 78, the others go on" {
	start
	calendar "$BOTH"
	smm-plan calendar.yaml >posts.jsonl
	sed -i '/name: masto/d' smm.yaml
	run smm-post posts.jsonl
	[ "$status" = 78 ]
	[[ "$output" == *'"id":"both@bsky"'*'"status":"done"'* ]]
	[[ "$output" == *'no account \"masto\"'* ]]
}

@test "pictures: missing, a folder, no picture, outside: nothing is sent, the file is named" {
	start
	pictures
	calendar "$ONE, media: [{ file: img/a.png, alt: x }]"
	smm-plan calendar.yaml >posts.jsonl
	ln -s /etc/hostname img/link.png
	echo text >img/text.png
	mkfifo img/fifo.png
	for file in img/none.png img img/text.png ../img/a.png /etc/hostname img/link.png img/fifo.png; do
		jq -c --arg f "$file" '.media[0].file = $f' posts.jsonl >bad.jsonl
		run smm-post bad.jsonl
		[ "$status" = 65 ]
		[[ "$output" == *"$file"* ]]
	done
	refute grep -q POST received.jsonl
	mv img/a.png img/c.png
	run smm-post posts.jsonl
	[ "$status" = 65 ]
	mv img/c.png img/a.png
	smm-post posts.jsonl
	[ "$(count_published)" = 1 ]
}

@test "plain http beyond loopback is refused before anything leaves" {
	brand_files
	sed -i 's#http://127.0.0.1:1#http://social.example#' smm.yaml
	calendar "$ONE"
	run smm-plan calendar.yaml
	[ "$status" = 78 ]
	[[ "$output" == *"https://"* ]]
}

@test "results to a full disk: exit 74, what was published stays noted" {
	start
	calendar "$ONE"
	smm-plan calendar.yaml >posts.jsonl
	run bash -c 'smm-post posts.jsonl >/dev/full'
	[ "$status" = 74 ]
	post_all
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "a damaged ledger, one that is no database, one from the future: nothing is sent" {
	start
	calendar "$ONE"
	mkdir state
	head -c 4096 /dev/urandom >state/smm.db
	run post_all
	[ "$status" = 74 ]
	[ "$(count_published)" = 0 ]
	rm state/smm.db
	sqlite3 state/smm.db 'PRAGMA user_version = 99'
	run post_all
	[ "$status" = 78 ]
	[ "$(count_published)" = 0 ]
}

@test "secrets are nowhere but where they belong" {
	start --fault 'html,on=POST /api/v1/statuses,times=1'
	calendar "$BOTH"
	post_all -v || true
	smm-post --status >status.jsonl
	refute grep -rE 'token-masto|password-bsky' --include='*' results.jsonl post.err status.jsonl received.jsonl posts.jsonl
	strings state/smm.db* | refute grep -E 'token-masto|password-bsky|access-bsky|refresh-bsky'
}

@test "bad lines are reported, kept and passed over; other records pass unchanged" {
	start
	calendar "$ONE"
	smm-plan calendar.yaml >posts.jsonl
	{
		echo '{"type":"note","n":9223372036854775807, "x" : [1 ,2]}'
		echo 'not json'
		echo '{"type":"post","id":"x"}'
		cat posts.jsonl
	} >in.jsonl
	run --separate-stderr smm-post --rejects bad.jsonl in.jsonl
	[ "$status" = 65 ]
	[ "${lines[0]}" = '{"type":"note","n":9223372036854775807, "x" : [1 ,2]}' ]
	[[ "$stderr" == *in.jsonl:2:* ]]
	[[ "$stderr" == *in.jsonl:3:* ]]
	[ "$(cat bad.jsonl)" = $'not json\n{"type":"post","id":"x"}' ]
	[ "$(count_published)" = 1 ]
}

@test "two posts with one id: the second is an error" {
	start
	calendar "$ONE"
	smm-plan calendar.yaml >posts.jsonl
	sed 's/Bonjour/Autre/; s/"digest":"[^"]*"/"digest":"sha256:other"/' posts.jsonl >>posts.jsonl.2
	run smm-post posts.jsonl posts.jsonl.2
	[ "$status" = 65 ]
	[[ "$output" == *"second post has the id"* ]]
	[ "$(count_published)" = 1 ]
}
