#!/usr/bin/env bats
# smm-auth: signed in by a browser or a password, checked, renewed once by many, signed out

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

# A free port of this machine, where the browser comes back.
free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# login ACCOUNT [OPTION ...]: signs in as a browser would that agrees at once.
login() {
	local back page
	back=$(free_port)
	smm-auth login "$1" --redirect "http://127.0.0.1:$back/back" "${@:2}" >account.jsonl 2>say &
	eventually grep -q /oauth/authorize say
	page=$(grep -o 'http://[^ ]*/oauth/authorize[^ ]*' say)
	curl -sSL "$page&sim_user=masto" >page.html
	wait $!
}

@test "by a browser: an app is made, PKCE holds, the token lands in the secret's file" {
	sim_start
	brand_files
	rm secrets/masto
	login masto
	[ "$(stat -c %a secrets/masto)" = 600 ]
	[ "$(jq -r .token secrets/masto)" = token-masto ]
	[ "$(jq -r '[.account, .status, .user, (.scopes | join("+"))] | join(" ")' account.jsonl)" = 'masto ok masto read+write' ]
	grep -q 'You may close this page' page.html
	refute grep -q token-masto say account.jsonl page.html
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: signed in'
	post_all
	[ "$(result a@masto status)" = done ]
}

@test "what comes back with another state is refused" {
	sim_start
	brand_files
	rm secrets/masto
	back=$(free_port)
	smm-auth login masto --redirect "http://127.0.0.1:$back/" >/dev/null 2>say &
	eventually curl -sS -o page.html "http://127.0.0.1:$back/?code=x&state=wrong" 2>/dev/null
	rc=0
	wait $! || rc=$?
	[ "$rc" = 77 ]
	grep -q 'does not belong to this sign-in' say
	[ ! -e secrets/masto ]
}

@test "the person says no: exit 77" {
	sim_start
	brand_files
	run -77 --separate-stderr smm-auth login masto --paste <<<'https://a.example/?error=access_denied&state=x'
	[[ $stderr == *'access_denied'* ]]
	run -64 --separate-stderr smm-auth login masto --paste <<<'no address'
	[[ $stderr == *'not the address'* ]]
}

@test "by a password: kept when the network takes it, and only then" {
	sim_start
	brand_files
	rm secrets/bsky
	run -77 --separate-stderr smm-auth login bsky <<<'wrong'
	[ ! -e secrets/bsky ]
	smm-auth login bsky <<<'password-bsky' >account.jsonl 2>say
	[ "$(cat secrets/bsky)" = password-bsky ]
	[ "$(jq -r .status account.jsonl)" = ok ]
}

@test "check: a line for each account, 77 when one is bad; nothing secret is said" {
	sim_start
	brand_files
	smm-auth >ok.jsonl
	[ "$(jq -r '.account + " " + .status' ok.jsonl | tr '\n' ,)" = 'masto ok,bsky ok,' ]
	(umask 077 && echo nonsense >secrets/masto)
	run -77 --separate-stderr smm-auth check masto
	[ "$(jq -r '.status + " " + .error.fault' <<<"$output")" = 'failed auth' ]
	[[ "$output$stderr" != *nonsense* ]]
	run -64 smm-auth dance
	run -78 --separate-stderr smm-auth check mastto
	[[ $stderr == *'the nearest is "masto"'* ]]
}

@test "a token that ends soon and cannot be renewed: an alert line" {
	sim_start
	brand_files
	(umask 077 && echo '{"token":"token-masto","expires":"2026-12-04T09:00:00Z"}' >secrets/masto)
	smm-auth check masto >out.jsonl
	[ "$(jq -r 'select(.type == "account") | .status' out.jsonl)" = expiring ]
	[ "$(jq -r 'select(.type == "alert") | "\(.kind) \(.subject) \(.value)"' out.jsonl)" = 'token masto 3' ]
	smm-auth check masto --days 2 >out.jsonl
	[ "$(jq -r .status out.jsonl)" = ok ]
}

@test "eight processes at once: a refresh token is used once, and the new one is on disk" {
	x_brand 8 'file: secrets/x'
	pids=()
	for i in $(seq 8); do
		smm-auth check x >"out.$i" 2>"err.$i" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	[ "$(jq -r '.token + " " + .refresh_token' secrets/x)" = 'A2 R2' ]
	[ "$(jq -r .status out.* | sort | uniq -c | tr -s ' ')" = ' 8 ok' ]
	kill "$SIM"
	wait "$SIM" # ends with 1 when anything else was asked
	SIM=
	[ "$(stat -c %a secrets/x)" = 600 ]
}

@test "a helper keeps the session: get, store, erase, as git does" {
	write_helper
	x_brand 1 'helper: ./helper'
	(umask 077 && echo "$OLD" >kept.x)
	smm-auth check x >out.jsonl
	[ "$(jq -r .token kept.x)" = A2 ]
	smm-auth logout x || true # the script has no revocation: the session stays
	[ -e kept.x ]
}

@test "a session in a variable is not renewed: the old one would be lost" {
	x_brand 0 'env: X_SESSION'
	run -78 --separate-stderr env X_SESSION="$OLD" smm-auth refresh x
	[[ $stderr == *'cannot be written'* ]]
}

@test "logout: the network is told, the secret is gone" {
	sim_start
	brand_files
	login masto
	smm-auth logout masto
	[ ! -e secrets/masto ]
	grep -q oauth/revoke received.jsonl
	(umask 077 && echo token-masto >secrets/masto) # one that was made by hand
	smm-auth logout masto 2>say
	grep -q 'end it in its settings' say
	[ ! -e secrets/masto ]
	run -77 smm-auth check masto
}

@test "an app that is missing: what to make, and where" {
	cat >smm.yaml <<-E
		accounts:
		  - { name: li, network: linkedin, user: "5", secret: { file: secrets/li } }
	E
	run -78 --separate-stderr smm-auth login li
	[[ $stderr == *'linkedin.com/developers'* ]]
	[[ $stderr == *'http://127.0.0.1:8976/'* ]]
}

@test "no token in any argument, trace or message" {
	sim_start
	brand_files
	strace -f -o trace -e trace=execve,openat smm-auth check >out.jsonl 2>err || skip "strace cannot be used here"
	refute grep -q 'token-masto\|password-bsky' trace out.jsonl err
}

@test "another device: the code is shown, asked for until the person has agreed; only the session is kept" {
	cat >talk.jsonl <<-'T'
		{"ask":"POST https://net.test/device/code","body":{"scope":"https://www.googleapis.com/auth/youtube","client_id":"app","client_secret":"app-secret"}}
		{"reply":200,"body":{"device_code":"D1","user_code":"GQVQ-JKEC","verification_url":"https://google.test/device","expires_in":60,"interval":1}}
		{"ask":"POST https://net.test/token","body":{"grant_type":"urn:ietf:params:oauth:grant-type:device_code","device_code":"D1","client_id":"app","client_secret":"app-secret"}}
		{"reply":428,"body":{"error":"authorization_pending","error_description":"Precondition Required"}}
		{"ask":"POST https://net.test/token"}
		{"reply":200,"body":{"access_token":"A1","refresh_token":"R1","expires_in":3600,"scope":"https://www.googleapis.com/auth/youtube"}}
		{"ask":"GET https://net.test/youtube/v3/channels?part=snippet,contentDetails,statistics&mine=true"}
		{"reply":200,"body":{"items":[{"id":"UC1","snippet":{"title":"Atelier"}}]}}
	T
	sim_start --script talk.jsonl
	cat >smm.yaml <<-E
		accounts:
		  - name: tube
		    network: youtube
		    server: http://127.0.0.1:$PORT
		    auth_server: http://127.0.0.1:$PORT
		    secret: { file: secrets/tube }
		    app: { id: app, secret: { file: secrets/app } }
	E
	mkdir -p secrets
	(umask 077 && echo app-secret >secrets/app)
	smm-auth login tube --device >out.jsonl 2>say || { cat say sim.err; false; }
	[[ "$(cat say)" == *"https://google.test/device"*"GQVQ-JKEC"* ]]
	[ "$(jq -r 'keys | join(" ")' secrets/tube)" = 'expires refresh_token scopes token' ]
	[ "$(jq -r '.missing | length' out.jsonl)" = 2 ]
	[ "$(jq -r .todo out.jsonl)" = 'smm-auth login tube' ]
	refute grep -q 'A1\|R1\|D1\|app-secret' out.jsonl say
	kill "$SIM"
	wait "$SIM"
	SIM=
}

@test "only where it is offered" {
	x_brand 0 'file: secrets/x'
	run -78 --separate-stderr smm-auth login x --device
	[[ $stderr == *'leave out --device'* ]]
}

# fake PROGRAM: what stands for pass(1) and secret-tool(1), first in PATH; its arguments in said
fake() {
	mkdir -p fakes kept
	printf '#!/bin/bash\numask 077\necho "%s $*" >>said\n%s\n' "$1" "$2" >"fakes/$1"
	chmod +x "fakes/$1"
}

@test "the helpers that come with it: pass, and the desktop's keyring; nothing secret is an argument of theirs" {
	fake pass 'name=kept/pass.${!#}; name=${name//\//_}
		case $1 in show) cat "kept/$name" ;; insert) cat >"kept/$name" ;; rm) rm "kept/$name" ;; esac'
	fake secret-tool 'case $1 in lookup) cat "kept/tool.${!#}" ;; store) cat >"kept/tool.${!#}" ;; clear) rm "kept/tool.${!#}" ;; esac'
	PATH=$PWD/fakes:$PATH
	for helper in secret-pass secret-keyring; do
		x_brand 1 "helper: $ROOT/contrib/$helper"
		sed -i "s#app: .*#app: { id: app, secret: { helper: $ROOT/contrib/$helper } }#" smm.yaml
		printf 'name=x\nsecret=%s\n\n' "$OLD" | "$ROOT/contrib/$helper" store
		printf 'name=x-app\nsecret=app-secret\n\n' | "$ROOT/contrib/$helper" store
		smm-auth check x >out.jsonl # renews it: get, get, store
		[ "$(jq -r .status out.jsonl)" = ok ]
		[ "$(printf 'name=x\n\n' | "$ROOT/contrib/$helper" get | jq -r .refresh_token)" = R2 ]
		printf 'name=x\n\n' | "$ROOT/contrib/$helper" erase
		run -77 smm-auth check x
		run -65 "$ROOT/contrib/$helper" get </dev/null
		run -64 "$ROOT/contrib/$helper" dance <<<'name=x'
		sim_stop || true
	done
	refute grep -E 'A1|A2|R1|R2|app-secret' said
	[ "$(grep -c store said)" -ge 3 ]
}

@test "planted tokens: in no argument, no child's environment, no trace, no message, no core, no file that others may read" {
	printf '#!/bin/bash\nenv >child.env\necho token-masto\n' >command
	chmod +x command
	sim_start
	brand_files
	sed -i 's#secret: { file: secrets/masto }#secret: { command: ./command }#; s#secret: { file: secrets/bsky }#secret: { env: PLANTED }#' smm.yaml
	export PLANTED=password-bsky
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [bsky, masto], text: x'
	smm-plan calendar.yaml >posts.jsonl
	smm-post -v posts.jsonl >results.jsonl 2>err
	[ "$(jq -r .status results.jsonl | sort -u)" = done ]
	[ -s child.env ]
	refute grep -q password-bsky child.env
	refute grep -rlE 'token-masto|password-bsky' results.jsonl err posts.jsonl state/smm.db* received.jsonl
	[ "$(find state -type f -perm /077)" = '' ]
	smm-post --status >status.jsonl
	refute grep -qE 'token-masto|password-bsky' status.jsonl
	if [ -z "${SAN-}" ] && strace -f -v -s 9999 -o trace -e trace=execve smm-auth check >out.jsonl 2>err; then
		grep -E 'execve\("(\./)?command' trace | refute grep -q password-bsky
		refute grep -q token-masto trace
	fi
	brand_files
	mkfifo typed
	smm-auth login masto --paste <typed >/dev/null 2>&1 3>&- &
	exec 4>typed
	eventually grep -q smm-auth "/proc/$!/comm"
	eventually grep -qE 'Max core file size +0 +0 ' "/proc/$!/limits"
	exec 4>&-
	wait $! || true
}
