#!/usr/bin/env bats
# Posts for the networks of the trade: what smm-plan says of them, and smm-post against a written conversation

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	pictures
}
teardown() { brand_end; }

# account NETWORK [MEMBERS]: one more account in smm.yaml, of that name, with a token.
account() {
	printf '  - { name: %s, network: %s, server: "http://127.0.0.1:%s", secret: { file: secrets/%s }%s }\n' \
		"$1" "$1" "$PORT" "$1" "${2:+, $2}" >>smm.yaml
	(umask 077 && echo "token-$1" >"secrets/$1")
}

# play NETWORK [MEMBERS]: talk.jsonl is what the network says; @PORT@ in it is where it listens.
play() {
	sim_start --script talk.jsonl
	brand_files
	account "$@"
}

# refused WORDS: the calendar is refused, and the message has the words.
refused() {
	run --separate-stderr smm-plan calendar.yaml
	[ "$status" = 65 ] || { echo "status $status: $stderr"; return 1; }
	[[ "$stderr" == *"$1"* ]] || { echo "said: $stderr"; return 1; }
}

# letters N: as many, a byte each
letters() { printf 'x%.0s' $(seq "$1"); }

@test "Pinterest: a pin with its picture inside, counted as the network counts" {
	cat >talk.jsonl <<-E
		{"ask":"POST /v5/pins","body":{"board_id":"5497","title":"Lampe","description":"Elle est là","link":"https://atelier.example/lampe","alt_text":"Une lampe.","media_source":{"source_type":"image_base64","content_type":"image/png","data":"$(base64 -w0 "$ROOT/examples/img/detail.png")"}}}
		{"reply":201,"body":{"id":"813744226420795884","created_at":"2026-12-01T08:00:05"}}
	E
	play pinterest
	pin='id: a, at: 2026-12-01 09:00, accounts: [pinterest], title: Lampe, link: "https://atelier.example/lampe", media: [{ file: img/a.png, alt: "Une lampe." }]'
	calendar "$pin, text: Elle est là, options: { pinterest: { board: 5497 } }"
	post_all
	[ "$(result a@pinterest status)" = done ]
	[ "$(result a@pinterest ref)" = 813744226420795884 ]
	[ "$(result a@pinterest url)" = https://www.pinterest.com/pin/813744226420795884/ ]
	post_all # the pipe once more: nothing is sent
	[ "$(result a@pinterest status)" = done ]
	sim_stop
	refute grep -q differs sim.err
}

@test "Pinterest: one unit too many, no picture, no board, a title too long: said before anything is sent" {
	account pinterest
	all="id: a, at: 2026-12-01 09:00, accounts: [pinterest]"
	media='media: [{ file: img/a.png, alt: y }]'
	board='options: { pinterest: { board: Lampes } }'
	calendar "$all, $media, $board, text: $(letters 800), link: \"https://atelier.example/\""
	smm-plan --check calendar.yaml
	calendar "$all, $media, $board, text: $(letters 801)"
	refused 'text has 801 UTF-16 units, 800 allowed on Pinterest'
	calendar "$all, $media, $board, text: x, title: $(letters 100)"
	smm-plan --check calendar.yaml
	calendar "$all, $media, $board, text: x, title: $(letters 99)🙂"
	refused 'title has 101 UTF-16 units, 100 allowed on Pinterest'
	calendar "$all, $board, text: x"
	refused 'a post has a picture or a film on Pinterest'
	calendar "$all, $media, text: x"
	refused 'a post on Pinterest needs `options: { pinterest: { board: ... } }`'
	smm-plan --networks | grep -q 'inbox: unsupported: no comments, mentions or messages'
}

# film BYTES: film.mp4, of that size; no more than its beginning is real.
film() {
	printf '\0\0\0\030ftypmp42\0\0\0\0mp42isom' >film.mp4
	truncate -s "$1" film.mp4
}

# free_port: for a network that says its own address
free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

@test "YouTube: a film in pieces over a socket; a piece half taken is not sent again" {
	at=$(free_port)
	cat >talk.jsonl <<-E
		{"ask":"POST /upload/youtube/v3/videos?uploadType=resumable&part=snippet,status","body":{"snippet":{"title":"Lampe","description":"Elle est là","categoryId":"22"},"status":{"privacyStatus":"public","selfDeclaredMadeForKids":false,"containsSyntheticMedia":false,"embeddable":true,"license":"youtube"}}}
		{"reply":200,"headers":{"Location":"http://127.0.0.1:$at/upload/youtube/v3/videos?upload_id=x"}}
		{"ask":"PUT /upload/youtube/v3/videos?upload_id=x"}
		{"reply":308,"headers":{"Range":"bytes=0-262143"}}
		{"ask":"PUT /upload/youtube/v3/videos?upload_id=x"}
		{"reply":503,"text":"Backend Error"}
		{"ask":"PUT /upload/youtube/v3/videos?upload_id=x"}
		{"reply":308,"headers":{"Range":"bytes=0-524287"}}
		{"ask":"PUT /upload/youtube/v3/videos?upload_id=x"}
		{"reply":200,"body":{"id":"dQw4w9WgXcQ"}}
		{"ask":"GET /youtube/v3/videos?part=status,processingDetails&id=dQw4w9WgXcQ"}
		{"reply":200,"body":{"items":[{"id":"dQw4w9WgXcQ","status":{"uploadStatus":"processed","privacyStatus":"public"}}]}}
	E
	sim_start --script talk.jsonl --port "$at"
	brand_files
	account youtube
	film 600000
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [youtube], title: Lampe, text: Elle est là, media: [{ file: film.mp4, alt: "" }]'
	post_all --wait 30
	[ "$(result a@youtube status)" = done ] || { cat results.jsonl sim.err; false; }
	[ "$(result a@youtube url)" = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' ]
	sim_stop
	refute grep -q differs sim.err
	refute grep -rq token-youtube state received.jsonl results.jsonl
}

@test "YouTube: no title, no film, a byte too many, tags too long, < and >: said before anything is sent" {
	account youtube
	film 600000
	all='id: a, at: 2026-12-01 09:00, accounts: [youtube]'
	media='media: [{ file: film.mp4, alt: "" }]'
	calendar "$all, $media, title: $(letters 100), text: $(letters 5000), tags: [$(letters 247), '$(letters 248) b']"
	smm-plan --check calendar.yaml
	calendar "$all, $media, title: $(letters 101), text: x"
	refused 'title has 101 UTF-16 units, 100 allowed on YouTube'
	calendar "$all, $media, title: y, text: $(letters 4999)é"
	refused 'text has 5001 bytes, 5000 allowed on YouTube'
	calendar "$all, $media, title: y, text: x, tags: [$(letters 248), '$(letters 248) b']"
	refused 'the tags have 501 UTF-16 units together, 500 allowed on YouTube'
	calendar "$all, $media, text: x"
	refused 'a post has a title on YouTube'
	calendar "$all, $media, title: 'a < b', text: x"
	refused 'title has the character <, which YouTube refuses'
	calendar "$all, title: y, text: x, media: [{ file: img/a.png, alt: y }]"
	refused 'a post is a film on YouTube'
	smm-plan --networks | grep -q 'quota        10000 units of the project a day'
}

# lasts SECONDS: film.mp4 says that it lasts so long (below 256 s).
lasts() {
	printf '\0\0\0\030ftypmp42\0\0\0\0mp42isom\0\0\0\060moov\0\0\0\050mvhd\0\0\0\0ccccmmmm\0\0\0\001\0\0\0' >film.mp4
	printf "\\$(printf %03o "$1")............" >>film.mp4
}

CREATOR='{"reply":200,"body":{"data":{"creator_username":"brand","privacy_level_options":["PUBLIC_TO_EVERYONE","SELF_ONLY"],"comment_disabled":true,"duet_disabled":false,"stitch_disabled":false,"max_video_post_duration_sec":60},"error":{"code":"ok"}}}'

@test "TikTok: what the creator allows is asked first; an id that is a number beyond 2^53 stays whole" {
	at=$(free_port)
	cat >talk.jsonl <<-E
		{"ask":"POST /v2/post/publish/creator_info/query/"}
		$CREATOR
		{"ask":"POST /v2/post/publish/video/init/","body":{"source_info":{"source":"FILE_UPLOAD","video_size":72,"chunk_size":72,"total_chunk_count":1},"post_info":{"title":"Elle est là","privacy_level":"PUBLIC_TO_EVERYONE","disable_comment":true,"disable_duet":false,"disable_stitch":false,"is_aigc":false,"brand_content_toggle":false,"brand_organic_toggle":false}}}
		{"reply":200,"body":{"data":{"publish_id":"p1","upload_url":"http://127.0.0.1:$at/up?token=x"},"error":{"code":"ok"}}}
		{"ask":"PUT /up?token=x"}
		{"reply":201,"text":""}
		{"ask":"POST /v2/post/publish/status/fetch/","body":{"publish_id":"p1"}}
		{"reply":200,"body":{"data":{"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[7123456789012345679]},"error":{"code":"ok"}}}
	E
	sim_start --script talk.jsonl --port "$at"
	brand_files
	account tiktok
	lasts 60
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [tiktok], text: Elle est là, media: [{ file: film.mp4, alt: "" }], options: { tiktok: { privacy: PUBLIC_TO_EVERYONE } }'
	post_all --wait 30
	[ "$(result a@tiktok ref)" = 7123456789012345679 ] || { cat results.jsonl sim.err; false; }
	[ "$(result a@tiktok url)" = https://www.tiktok.com/@brand/video/7123456789012345679 ]
	sim_stop
	refute grep -q differs sim.err
}

@test "TikTok: a film longer than the account may post is not announced" {
	printf '%s\n' '{"ask":"POST /v2/post/publish/creator_info/query/"}' "$CREATOR" >talk.jsonl
	play tiktok
	lasts 61
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [tiktok], text: x, media: [{ file: film.mp4, alt: "" }], options: { tiktok: { privacy: SELF_ONLY } }'
	run -1 post_all
	[ "$(result a@tiktok error.message)" = 'the film lasts 61 s, 60 s are allowed to this account' ]
}

@test "TikTok: a unit too many, no privacy, a picture as a file: said before anything is sent" {
	account tiktok
	lasts 60
	all='id: a, at: 2026-12-01 09:00, accounts: [tiktok]'
	media='media: [{ file: film.mp4, alt: "" }]'
	privacy='options: { tiktok: { privacy: SELF_ONLY } }'
	calendar "$all, $media, $privacy, text: $(letters 2198)🙂"
	smm-plan --check calendar.yaml
	calendar "$all, $media, $privacy, text: $(letters 2199)🙂"
	refused 'text has 2201 UTF-16 units, 2200 allowed on TikTok'
	calendar "$all, $media, text: x"
	refused 'a post on TikTok needs `options: { tiktok: { privacy: ... } }`'
	calendar "$all, $media, text: x, options: { tiktok: { draft: true } }"
	smm-plan --check calendar.yaml
	calendar "$all, $privacy, text: x, media: [{ file: img/a.png, alt: y }]"
	refused 'TikTok fetches media itself'
}

@test "TikTok: the app is named as its client_key, the challenge is hexadecimal" {
	printf '  - { name: tt, network: tiktok, app: { id: key1, secret: { file: secrets/app } }, secret: { file: secrets/tt } }\n' >>smm.yaml
	(umask 077 && echo s3 >secrets/app)
	run ! smm-auth login tt --paste <<<'http://127.0.0.1:8976/?error=access_denied'
	[[ "$output" =~ https://www.tiktok.com/v2/auth/authorize/\?response_type=code\&client_key=key1\&.*code_challenge=[0-9a-f]{64}\&code_challenge_method=S256 ]]
}

@test "a look for a lost answer that is to wait for long ends the run; the next one looks on" {
	cat >talk.jsonl <<-'E'
		{"ask":"POST /posts.json"}
		{"reply":502,"text":"<html>"}
		{"ask":"GET /t/external_id/c5b01371e95514043ac17bddb7ee8ab803a67b90.json"}
		{"reply":503,"text":"<html>"}
		{"ask":"GET /t/external_id/c5b01371e95514043ac17bddb7ee8ab803a67b90.json"}
		{"reply":404,"body":{"errors":["not found"]}}
		{"ask":"POST /posts.json"}
		{"reply":200,"body":{"id":650,"topic_id":45,"post_number":1,"topic_slug":"a-lamp"}}
	E
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [discourse], title: A lamp of paper and light, text: hi'
	play discourse 'user: brand'
	run -79 post_all
	[ "$(result a@discourse status)" = unsure ]
	post_all --now 2026-12-01T09:05:00Z
	[ "$(result a@discourse ref)" = t/45 ]
	sim_stop
	refute grep -q differs sim.err
}
