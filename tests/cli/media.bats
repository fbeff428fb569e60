#!/usr/bin/env bats
# smm-post and its media: uploaded once, as they were checked, while somebody watches

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

TWO='id: p, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "deux", media: [{ file: img/a.png, alt: "a" }, { file: img/b.png, alt: "b" }]'

start() {
	sim_start "$@"
	brand_files
	pictures
}

# uploads PATH: how many requests came there
uploads() { grep -c "\"path\":\"$1\"" received.jsonl || true; }

# film NAME MIB: a file of that size that begins as a film does; sparse
film() {
	printf '\0\0\0\030ftypisom\0\0\2\0isomiso2' >"$1"
	truncate -s "$2M" "$1"
}

has_uploaded() { [ "$(uploads "$1")" = "$2" ]; }

# killed_at PATH N: smm-post is killed while the Nth request to PATH is under way
killed_at() {
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >/dev/null 2>&1 &
	local pid=$!
	eventually has_uploaded "$1" "$2"
	kill -9 $pid
	wait $pid || true
}

@test "killed between two uploads: what is up is not uploaded again" {
	for path in /api/v2/media /xrpc/com.atproto.repo.uploadBlob; do
		rm -rf state received.jsonl
		start --fault "stall,on=POST $path,after=1,times=1"
		calendar "${TWO/masto, bsky/$([ $path = /api/v2/media ] && echo masto || echo bsky)}"
		killed_at $path 2
		post_all
		[ "$(jq -r .status results.jsonl)" = done ]
		[ "$(uploads $path)" = 3 ] # the first, the one that was cut, and that again
		[ "$(count_published)" = 1 ]
		sim_stop
	done
}

@test "changed after the first upload: not sent, named; begun anew it is sent as it is now" {
	start --fault 'stall,on=POST /api/v2/media,after=1,times=1'
	calendar "${TWO/masto, bsky/masto}"
	killed_at /api/v2/media 2
	cp img/a.png img/b.png
	run post_all
	[ "$status" = 65 ]
	[ "$(result p@masto status)" = retry ]
	[[ "$(result p@masto error.message)" == *"img/b.png was changed since it was checked"* ]]
	[ "$(count_published)" = 0 ]
	smm-post --settle p@masto=again
	post_all
	[ "$(result p@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "a film that the network works at: asked again until it is ready, uploaded once" {
	start --slow-media 2
	film img/film.mp4 3
	calendar 'id: f, at: 2026-12-01 09:00, accounts: [masto], text: "film", media: [{ file: img/film.mp4, alt: "un film" }]'
	post_all
	[ "$(result f@masto status)" = done ]
	[ "$(uploads /api/v2/media)" = 1 ]
	[ "$(grep -c '"method":"GET","path":"/api/v1/media/' received.jsonl)" -ge 2 ]
}

@test "stopped while the network works at a film: pending, and the next run goes on" {
	start --slow-media 3
	film img/film.mp4 1
	calendar 'id: f, at: 2026-12-01 09:00, accounts: [masto], text: "film", media: [{ file: img/film.mp4, alt: "un film" }]'
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >results.jsonl &
	pid=$!
	eventually grep -q '"method":"GET","path":"/api/v1/media/' received.jsonl
	kill -TERM $pid
	wait $pid || true
	[ "$(smm-post --status | jq -r .status)" = pending ]
	post_all
	[ "$(result f@masto status)" = done ]
	[ "$(uploads /api/v2/media)" = 1 ]
}

@test "long uploads are shown on a terminal, others are not" {
	start
	film img/film.mp4 20
	calendar 'id: f, at: 2026-12-01 09:00, accounts: [masto], text: "film", media: [{ file: img/film.mp4, alt: "un film" }]' \
	    'id: g, at: 2026-12-01 09:00, accounts: [bsky], text: "image", media: [{ file: img/a.png, alt: "a" }]'
	smm-plan calendar.yaml >posts.jsonl
	smm-post --progress always -a bsky posts.jsonl 2>err >/dev/null
	refute grep -q uploading err
	smm-post --progress always -a masto posts.jsonl 2>err >/dev/null
	grep -q 'uploading, MiB [0-9]*/21' err
	[ "$(count_published)" = 2 ]
}

FILM='id: f, at: 2026-12-01 09:00, accounts: [masto], text: "film", media: [{ file: img/film.mp4, alt: "un film" }]'

@test "what the server takes is asked of it, once a day: too large is told before anything is uploaded" {
	start --media-limit 2000000
	film img/film.mp4 3
	calendar "$FILM"
	run post_all
	[ "$status" = 65 ]
	[[ "$(result f@masto error.message)" == *"3145728 bytes, 2000000 allowed for video/mp4"* ]]
	[ "$(uploads /api/v2/media)" = 0 ]
	film img/film.mp4 1
	truncate -s 1000000 img/film.mp4
	post_all
	[ "$(result f@masto status)" = done ]
	[ "$(uploads /api/v2/instance)" = 1 ]
	calendar "${FILM/id: f/id: g}"
	post_all --now 2026-12-02T09:05:00+01:00 || true # more than a day later, whatever the first run took, and late
	[ "$(uploads /api/v2/instance)" = 2 ]
	[ "$(sqlite3 state/smm.db "SELECT count(*) FROM named WHERE name LIKE 'limits:mastodon:http%'")" = 1 ]
}

@test "a server that takes more than is usual gets it" {
	start --media-limit 200000000
	calendar "${TWO/masto, bsky/masto}"
	smm-plan calendar.yaml >posts.jsonl
	truncate -s 20M img/a.png # 16 MiB are usual
	smm-post posts.jsonl >results.jsonl
	[ "$(result p@masto status)" = done ]
}

@test "a post without media asks for no limits; one whose server does not tell them is sent all the same" {
	start --fault 'status=404,on=GET /api/v2/instance' --fault 'status=500,on=GET /api/v1/instance'
	calendar 'id: t, at: 2026-12-01 09:00, accounts: [masto], text: "rien"'
	post_all
	[ "$(grep -c instance received.jsonl)" = 0 ]
	calendar "${TWO/masto, bsky/masto}"
	post_all
	[ "$(result p@masto status)" = done ]
	[ "$(uploads /api/v1/instance)" = 1 ]
}
