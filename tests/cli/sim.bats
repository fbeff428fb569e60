#!/usr/bin/env bats
# smm-sim: it behaves as the networks do, and goes wrong as it is told

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

masto() { curl -sS -H 'Authorization: Bearer token-alice' "http://127.0.0.1:$PORT$1" "${@:2}"; }

@test "a script is played; a difference and what was never asked are told" {
	cat >talk.jsonl <<-'E'
		{"op":"publish","rec":{"type":"post"}}
		{"ask":"POST https://net.test/api/v1/statuses","body":{"status":"hi"}}
		{"reply":200,"body":{"id":"42"}}
		{"end":"done"}
	E
	sim_start --script talk.jsonl
	[ "$(masto /api/v1/statuses -d status=hi | jq -r .id)" = 42 ]
	kill "$SIM"
	wait "$SIM"
	sim_start --script talk.jsonl
	masto /api/v1/statuses -d status=ho >/dev/null
	kill "$SIM"
	rc=0
	wait "$SIM" || rc=$?
	[ "$rc" = 1 ]
	grep -q 'talk.jsonl:2: the body differs' sim.err
	sim_start --script talk.jsonl
	kill "$SIM"
	rc=0
	wait "$SIM" || rc=$?
	[ "$rc" = 1 ]
	grep -q 'never asked' sim.err
	SIM=
}

@test "Idempotency-Key: the same status; another key: another" {
	sim_start
	one=$(masto /api/v1/statuses -H 'Idempotency-Key: a' -d status=x | jq -r .id)
	[ "$(masto /api/v1/statuses -H 'Idempotency-Key: a' -d status=x | jq -r .id)" = "$one" ]
	[ "$(masto /api/v1/statuses -H 'Idempotency-Key: b' -d status=x | jq -r .id)" != "$one" ]
	[ "$(count_published)" = 2 ]
}

@test "strangers reply and like; counts and notifications follow" {
	sim_start
	id=$(masto /api/v1/statuses -d status=x | jq -r .id)
	curl -sS "http://127.0.0.1:$PORT/sim/reply" -d "id=$id" -d text=bravo -d by=zoe >/dev/null
	curl -sS "http://127.0.0.1:$PORT/sim/like" -d "id=$id" >/dev/null
	[ "$(masto "/api/v1/statuses/$id" | jq -c '[.replies_count, .favourites_count]')" = '[1,1]' ]
	[ "$(masto /api/v1/notifications | jq -r '.[].type' | sort | tr '\n' ' ')" = 'favourite mention ' ]
	[ "$(masto /api/v1/notifications | jq -r '.[1].account.acct')" = zoe ]
}

@test "limits and errors of Mastodon" {
	sim_start
	[ "$(masto /api/v1/statuses -o /dev/null -w '%{http_code}' --data-urlencode "status=$(head -c 501 /dev/zero | tr '\0' a)")" = 422 ]
	[ "$(masto /api/v1/statuses -o /dev/null -w '%{http_code}' -d status=)" = 422 ]
	[ "$(masto /api/v1/statuses -o /dev/null -w '%{http_code}' -d status=x -d 'media_ids[]=9')" = 404 ]
	[ "$(curl -sS -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORT/api/v1/statuses" -d status=x)" = 401 ]
}

@test "limits and errors of Bluesky" {
	sim_start
	xrpc() { curl -sS -H 'Content-Type: application/json' "http://127.0.0.1:$PORT/xrpc/$1" "${@:2}"; }
	[ "$(xrpc com.atproto.server.createSession -d '{"identifier":"a.test","password":"no"}' | jq -r .error)" = AuthenticationRequired ]
	T=$(xrpc com.atproto.server.createSession -d '{"identifier":"a.test","password":"password-a"}' | jq -r .accessJwt)
	put() { xrpc "com.atproto.repo.$1" -H "Authorization: Bearer $T" -d "{\"repo\":\"x\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"$2\",\"record\":$3}"; }
	good='{"text":"hi","createdAt":"2026-01-01T00:00:00Z"}'
	cid=$(put putRecord 3a "$good" | jq -r .cid)
	[ "$(put putRecord 3a "$good" | jq -r .cid)" = "$cid" ]
	[ "$(put createRecord 3a "$good" | jq -r .error)" = InternalServerError ]
	[ "$(put putRecord 3b '{"text":"hi"}' | jq -r .error)" = InvalidRequest ]
	[ "$(put putRecord 3b "{\"text\":\"$(head -c 301 /dev/zero | tr '\0' a)\",\"createdAt\":\"2026-01-01T00:00:00Z\"}" | jq -r .error)" = InvalidRequest ]
	[ "$(xrpc "com.atproto.identity.resolveHandle?handle=nobody.test" | jq -r .error)" = HandleNotFound ]
	[ "$(count_published)" = 1 ]
}

@test "pictures that take their time" {
	sim_start --slow-media 2
	id=$(masto /api/v2/media -F "file=@$ROOT/examples/img/detail.png;type=image/png" | jq -r .id)
	[ "$(masto "/api/v1/media/$id" -o /dev/null -w '%{http_code}')" = 206 ]
	brand_files
	pictures
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, media: [{ file: img/a.png, alt: y }]'
	post_all
	[ "$(result a@masto status)" = done ]
}

@test "Instagram: containers that take their time are waited for; each is published once" {
	sim_start --slow-media 2
	brand_files
	printf '  - { name: insta, network: instagram, server: "http://127.0.0.1:%s", user: "17", secret: { file: secrets/insta } }\n' \
		"$PORT" >>smm.yaml
	(umask 077 && echo token-17 >secrets/insta)
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [insta], text: x, media: [{ url: "https://cdn.test/1.jpg", alt: y }]'
	post_all --wait 60
	[ "$(result a@insta status)" = done ]
	[[ "$(result a@insta url)" == https://www.instagram.com/p/* ]]
	[ "$(published)" = '17 x' ]
	container=$(curl -sS "http://127.0.0.1:$PORT/sim/posts" | jq -r .key)
	run curl -sS -H 'Authorization: Bearer token-17' -d "creation_id=$container" "http://127.0.0.1:$PORT/v26.0/17/media_publish"
	[ "$(jq .error.error_subcode <<<"$output")" = 2207006 ]
	[ "$(count_published)" = 1 ]
}

@test "https: trusted with ca_file, refused without, refused for another name" {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 2 \
		-subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
	sim_start --tls cert.pem --key key.pem || skip "libmicrohttpd speaks no TLS here"
	brand_files
	sed -i "s#http://127.0.0.1:#https://localhost:#" smm.yaml
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x'
	run post_all
	[ "$status" = 78 ]
	[[ "$(result a@masto error.message)" == *ca_file* ]]
	echo 'ca_file: cert.pem' >>smm.yaml
	sed 's#//localhost:#//127.0.0.1:#' smm.yaml >other.yaml
	run smm-post -c other.yaml --now 2026-12-01T09:05:00+01:00 posts.jsonl
	[ "$status" = 78 ]
	post_all --now 2026-12-01T09:10:00+01:00
	[ "$(result a@masto status)" = done ]
}

@test "what it cannot understand is refused; what it can leaves no port file behind" {
	run smm-sim -f nonsense
	[ "$status" = 64 ]
	run smm-sim -f 'reset,tmes=1'
	[ "$status" = 64 ]
	sim_start
	kill "$SIM"
	wait "$SIM"
	SIM=
	[ ! -e port ]
}
