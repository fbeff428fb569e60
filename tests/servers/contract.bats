#!/usr/bin/env bats
# contract.bats - requests before servers that know what is allowed: Pinterest, YouTube, and OAuth as its RFCs have it

bats_require_minimum_version 1.5.0

setup_file() {
	export SERVERS=$BATS_TEST_DIRNAME
	export ROOT=$BATS_TEST_DIRNAME/../..
	local build=${BUILD:-build} rc=0
	case $build in /*) ;; *) build=$ROOT/$build ;; esac
	export PATH=$build/bin:$PATH WORK
	unset SMM_NOW SMM_CONFIG SMM_STORE
	WORK=$(mktemp -d)
	chmod 755 "$WORK"
	cd "$WORK" || return 1
	"$SERVERS/contract-up" "$WORK/up" "${SMM_SPECS:-$ROOT/../shared/specs}" 2>why || rc=$?
	[ $rc != 77 ] || { echo "they cannot be had here: $(tail -1 why)" >skip && return 0; }
	[ $rc = 0 ] || { cat why >&2; return 1; }
	mkdir -p secrets
	cat >smm.yaml <<-Y
		accounts:
		  - name: web
		    network: x
		    server: "$(url oauth)"
		    auth_server: "$(url oauth)"
		    secret: { file: secrets/web }
		    app: { id: web, secret: { file: secrets/web-app } }
		  - name: tv
		    network: youtube
		    server: "$(url oauth)"
		    auth_server: "$(url oauth)"
		    secret: { file: secrets/tv }
		    app: { id: television, secret: { file: secrets/tv-app } }
	Y
	(umask 077 && echo web-secret >secrets/web-app && echo tv-secret >secrets/tv-app)
}

teardown_file() {
	[ ! -d "$WORK/up" ] || "$SERVERS/down" "$WORK/up"
	cd / && rm -rf "$WORK"
}

setup() {
	cd "$WORK" || return 1
	[ ! -e skip ] || skip "$(cat skip)"
}

url() { jq -r ".$1" "$WORK/up/urls.json"; }

replay() { "$SERVERS/contract/replay.py" "$(url "$1")" "$2" "$ROOT/tests/net/$3"/*.jsonl; }

@test "Pinterest: every request of the conversations is one that its description allows" {
	replay pinterest 'POST https://pinterest-media-upload|POST .*/oauth/token$' pinterest
}

@test "YouTube: every request of the conversations is one that its description allows" {
	replay youtube 'PUT .*upload_id=|PUT https://upload\.example|POST https://oauth2\.|.*/v2/reports' youtube
	replay analytics '(?!.*/v2/reports)' youtube
}

@test "what is not allowed is refused, so that these tests can fail" {
	mkdir -p bad
	echo '{"ask":"POST https://net.test/v5/boards","body":{"description":7}}' >bad/a.jsonl
	echo '{"ask":"GET https://net.test/v5/nothing"}' >bad/b.jsonl
	run "$SERVERS/contract/replay.py" "$(url pinterest)" 'x' bad/a.jsonl bad/b.jsonl
	[ "$status" = 1 ]
	[[ "$output" == *"2 requests compared, 2 differ" ]]
	echo '{"ask":"GET https://net.test/youtube/v3/videos?id=1"}' >bad/a.jsonl
	run "$SERVERS/contract/replay.py" "$(url youtube)" 'x' bad/a.jsonl
	[[ "$output" == *"1 requests compared, 1 differ" ]]
}

# --- OAuth: RFC 6749, 7636, 7009, 8628 ----------------------------------------------------------------

# person URL: signs in with a browser's cookies and agrees to everything; prints where that ends
person() {
	local at=$1 to form fields
	for _ in $(seq 14); do
		to=$(curl -sS -g -m 20 -b jar -c jar -o page -w '%{redirect_url}' "$at")
		case $to in http://127.0.0.1:*/back*) break ;; ?*) at=$to && continue ;; esac
		form=$(sed -n 's/.*<form[^>]*action="\([^"]*\)".*/\1/p' page | head -1)
		[ -n "$form" ] || return 0
		case $form in http*) ;; *) form=$(url oauth)$form ;; esac
		mapfile -t fields < <(grep -o '<input[^>]*type="hidden"[^>]*>' page |
			sed 's/.*name="\([^"]*\)".*value="\([^"]*\)".*/--data-urlencode\n\1=\2/')
		if grep -q 'name="login"' page; then fields+=(-d login=alice -d password=x); fi
		[ ${#fields[@]} -gt 0 ] || fields=(-d '')
		to=$(curl -sS -g -m 20 -b jar -c jar -o page -w '%{redirect_url}' "$form" "${fields[@]}")
		case $to in http://127.0.0.1:*/back*) break ;; ?*) at=$to ;; esac
	done
	curl -sS -m 20 -o /dev/null "$to"
}

# shown PATTERN: what the program has printed on standard error, waited for
shown() {
	for _ in $(seq 300); do
		grep -oE "$1" say && return
		sleep 0.05
	done
	cat say >&2
	return 1
}

login() {
	local port
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	rm -f jar
	: >say
	smm-auth login web --redirect "http://127.0.0.1:$port/back" >account.jsonl 2>say 3>&- &
	LOGIN=$!
	person "$(shown 'http://127[^ ]*/i/oauth2/authorize[^ ]*')&prompt=consent"
	wait $LOGIN
}

is_active() {
	[ "$(curl -sS -u web:web-secret -d "token=$1" "$(url oauth)/introspect" | jq -r .active)" = "$2" ]
}

@test "code and PKCE: signed in, with the verifier that belongs to the challenge" {
	login
	[ "$(jq -r '.status + " " + .user' account.jsonl)" = 'ok atelier' ]
	[ "$(stat -c %a secrets/web)" = 600 ]
	is_active "$(jq -r .token secrets/web)" true
}

@test "refreshed: the new pair is kept; the old one again kills both, and a person is told" {
	login
	cp -p secrets/web old
	smm-auth refresh web >account.jsonl
	[ "$(jq -r .refresh_token old)" != "$(jq -r .refresh_token secrets/web)" ]
	smm-auth refresh web >account.jsonl
	cp -p old secrets/web # a copy of another machine: reuse is theft
	run -77 --separate-stderr smm-auth refresh web
	[[ "$stderr" == *invalid_grant*"smm-auth login web"* ]]
}

@test "four processes whose token has ended: refreshed once, none is logged out" {
	login
	jq -c '.expires = "2026-01-01T00:00:00Z"' secrets/web >ended
	(umask 077 && cat ended >secrets/web)
	pids=()
	for i in 1 2 3 4; do
		smm-auth check web >"out.$i" 2>"err.$i" 3>&- &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	[ "$(cat out.? | jq -r .status | sort | uniq -c | tr -s ' ')" = ' 4 ok' ]
	smm-auth refresh web >account.jsonl # the family lives
}

@test "logout: the token is worth nothing there, and is not here" {
	login
	token=$(jq -r .token secrets/web)
	smm-auth logout web
	is_active "$token" false
	[ ! -e secrets/web ]
}

@test "another device: pending until the person agrees, then signed in" {
	: >say
	rm -f jar
	smm-auth login tv --device >account.jsonl 2>say 3>&- &
	pid=$!
	code=$(shown '[A-Z]{4}-[A-Z]{4}')
	curl -sS -b jar -c jar -o page "$(url oauth)/device?user_code=$code"
	secret=$(grep -o 'name="xsrf"[^>]*value="[^"]*"' page | sed 's/.*value="//; s/"//')
	to=$(curl -sS -b jar -c jar -o page -w '%{redirect_url}' "$(url oauth)/device" -d "xsrf=$secret" -d "user_code=$code" -d confirm=yes)
	[ -z "$to" ] || person "$to" || true
	wait $pid
	[ "$(jq -r .status account.jsonl)" = ok ]
	jq -e 'has("token") and has("refresh_token") and (has("device_code") | not)' secrets/tv
}
