#!/usr/bin/env bats
# Films from files, sent as the networks want them: in the pieces they ask for, to an address, in parts; each once

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	export SMM_NOW=2026-12-01T09:00:05Z
}
teardown() { brand_end; }

# goes_out NETWORK BYTES [OPTIONS]: a film of that size is published; the pipe runs once more, and nothing leaves
goes_out() {
	local post='id: p, at: 2026-12-01 09:00, accounts: [a], text: Elle bouge, title: Lampe, media: [{ file: f.mp4, alt: "" }]'

	sim_start
	printf 'timezone: UTC\ngap: 0\naccounts:\n  - { name: a, network: %s, server: "http://127.0.0.1:%s", user: "2001", secret: { file: secrets/a } }\n' \
		"$1" "$PORT" >smm.yaml
	mkdir -p secrets
	(umask 077 && echo token-2001 >secrets/a)
	printf '\0\0\0\030ftypmp42\0\0\0\0mp42isom' >f.mp4 # no more than its beginning is real
	truncate -s "$2" f.mp4
	calendar "$post${3:+, options: $3}"
	post_all --wait 60 || { cat results.jsonl post.err; return 1; }
	[ "$(result p@a status)" = done ]
	came >first
	post_all
	came | cmp - first
}

# came: what changed something, and how many bytes it brought
came() {
	jq -r 'select(.method != "GET") | [.method, (.path | sub("[0-9]{15,}"; "ID")), .body.upload_phase // empty,
		(.body.video_file_chunk.bytes // .body.bytes // empty)] | join(" ")' received.jsonl
}

@test "Facebook: a film in the pieces that are asked for" {
	goes_out facebook 2500000
	[ "$(cat first)" = "$(printf 'POST /v26.0/2001/videos %s\n' start 'transfer 1048576' 'transfer 1048576' 'transfer 402848' finish)" ]
}

@test "Facebook: a reel to an address of its own" {
	goes_out facebook 300000 '{ facebook: { reel: true } }'
	[ "$(cut -d' ' -f1,2 first)" = "$(printf 'POST %s\n' /v26.0/2001/video_reels /video-upload/ID /v26.0/2001/video_reels)" ]
}

@test "LinkedIn: a film in parts, whose ETags finish it" {
	goes_out linkedin 9000000
	[ "$(cut -d' ' -f1 first | paste -sd' ')" = 'POST PUT PUT PUT POST POST' ]
	jq -es '.[] | select(.path == "/rest/posts") | .status == 201' received.jsonl
}
