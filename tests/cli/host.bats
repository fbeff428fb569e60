#!/usr/bin/env bats
# media_host: files put where Instagram can fetch them, and taken away again

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }

teardown() {
	[ -z "${HOST-}" ] || { kill "$HOST" && wait "$HOST"; } 2>/dev/null || true
	brand_end
}

# start KIND [OPTION ...]: the simulated network, a host of that kind, an account on Instagram and a post with a file
start() {
	local kind=$1
	shift
	sim_start "$@"
	[ -n "${HOST-}" ] || {
		/usr/bin/python3 "$ROOT/tests/cli/host.py" "$WORK" 3>&- 2>host.err &
		HOST=$!
		eventually test -s host.port
	}
	HOST_URL=http://127.0.0.1:$(cat host.port)
	brand_files
	(umask 077 && echo token-17 >secrets/insta && echo host-secret >secrets/host)
	printf '  - { name: insta, network: instagram, server: "http://127.0.0.1:%s", user: "17", secret: { file: secrets/insta } }\n' \
		"$PORT" >>smm.yaml
	a_picture
	[ "$kind" != command ] || return 0
	cat >>smm.yaml <<-E
		media_host:
		  kind: $kind
		  put: $HOST_URL/$([ "$kind" = s3 ] && echo s3 || echo dav)/in
		  region: eu-west-3
		  user: AKID
		  secret: { file: secrets/host }
	E
}

# a picture of 64 by 64, as far as its headers go, and the post that shows it
a_picture() {
	mkdir -p img
	printf '\377\330\377\340\0\020JFIF\0\1\1\0\0\1\0\1\0\0\377\300\0\013\010\0\100\0\100\1\1\021\0\377\331' >img/a.jpg
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [insta], text: x, media: [{ file: img/a.jpg, alt: y }]'
}

# start_command [OPTION ...]: the same with a program, which notes what it is asked in calls, and whatever it can see
start_command() {
	start command "$@"
	mkdir -p web
	cat >up <<-'E'
		#!/bin/bash
		# up WHERE put NAME <FILE, up WHERE remove NAME
		echo "$2 ${3##*.} $(stat -Lc %s /proc/self/fd/0)" >>calls
		{ tr '\0' '\n' </proc/self/environ; echo "$@"; } >>seen
		[ ! -e broken ] || exit "$(cat broken)"
		case $2 in
		put) cat >"$1/$3" && echo "https://media.example/$3" && echo beside ;;
		remove) rm -f "$1/$3" ;;
		esac
	E
	chmod +x up
	printf 'media_host: { kind: command, command: "./up web" }\n' >>smm.yaml
}

# killed_while_posting: the file is put, and nobody answers for the post
killed_while_posting() {
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >/dev/null 2>&1 3>&- &
	local pid=$!
	eventually grep -q '"path":"/v26.0/177' received.jsonl
	kill -9 $pid
	wait $pid || true
}

asked() { cut -d' ' -f1,3 host.log | tr '\n' ' '; }

@test "put under a name that nobody guesses, fetched by its address, taken away when the post is out" {
	for kind in webdav s3; do
		rm -rf state received.jsonl host.log
		start $kind
		post_all
		[ "$(result a@insta status)" = done ]
		[ "$(asked)" = 'PUT 201 DELETE 204 ' ]
		name=$(head -1 host.log | cut -d' ' -f2)
		[[ "$name" =~ /in/[0-9a-f]{32}\.jpg$ ]]
		[ "$(cut -d' ' -f4 host.log | head -1)" = "$(sha256sum img/a.jpg | cut -d' ' -f1)" ]
		jq -se --arg url "$HOST_URL$name" 'any(.path == "/v26.0/17/media" and (.body | tostring | contains($url | @uri) or contains($url)))' \
			received.jsonl >/dev/null
		refute grep -r host-secret state results.jsonl post.err received.jsonl host.log
		sim_stop
	done
}

@test "refused by the network: taken away all the same, and the reason is the network's" {
	start webdav --fault 'status=400,on=POST /v26.0/17/media'
	run post_all
	[ "$status" = 1 ]
	[ "$(result a@insta status)" = refused ]
	[ "$(result a@insta error.http)" = 400 ]
	[ "$(asked)" = 'PUT 201 DELETE 204 ' ]
}

@test "killed in between: put once, published once, taken away by the run that goes on" {
	start s3 --fault 'stall,on=GET /v26.0/177,times=1'
	killed_while_posting
	[ "$(asked)" = 'PUT 201 ' ]
	post_all --now 2026-12-01T09:30:00+01:00
	[ "$(result a@insta status)" = done ]
	[ "$(asked)" = 'PUT 201 DELETE 204 ' ]
	[ "$(count_published)" = 1 ]
}

@test "refused by the host: the configuration is named, nothing is asked of the network; later it goes on" {
	start s3
	touch deny
	run post_all
	[ "$status" = 78 ]
	[ "$(result a@insta status)" = retry ]
	[[ "$(result a@insta error.message)" == 'media_host answered 403'*smm.yaml ]]
	refute grep -q '"path":"/v26.0/17/media"' received.jsonl
	rm deny
	post_all --now 2026-12-01T09:10:00+01:00
	[ "$(result a@insta status)" = done ]
	[ "$(asked)" = 'PUT 403 PUT 201 DELETE 204 ' ]
}

@test "it cannot be taken away: the post is done, and the file is named" {
	start webdav --fault 'latency=400,on=GET /v26.0'
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >results.jsonl 2>post.err 3>&- &
	pid=$!
	eventually grep -q '/media_publish' received.jsonl
	touch deny
	wait $pid
	[ "$(result a@insta status)" = done ]
	[ "$(asked)" = 'PUT 201 DELETE 403 DELETE 403 DELETE 403 ' ]
	[[ "$(result a@insta note)" == *".jpg is still at media_host, which answered 403: remove it there" ]]
}

@test "by a command: put there with its file as standard input, named by what it prints, removed; nothing secret is seen" {
	start_command
	post_all
	[ "$(result a@insta status)" = done ]
	[ "$(cut -d' ' -f1,2 calls | tr '\n' ' ')" = 'put jpg remove jpg ' ]
	[ "$(head -1 calls | cut -d' ' -f3)" = "$(stat -c %s img/a.jpg)" ]
	[ -z "$(ls web)" ]
	jq -se 'any(.path == "/v26.0/17/media" and (.body | tostring | contains("https://media.example/") or
	    contains("https://media.example/" | @uri)))' received.jsonl >/dev/null
	refute grep -rE 'token-17|host-secret' seen results.jsonl post.err
}

@test "by a command, killed in between: what is noted is not run again" {
	start_command --fault 'stall,on=GET /v26.0/177,times=1'
	killed_while_posting
	[ "$(cut -d' ' -f1 calls | tr '\n' ' ')" = 'put ' ]
	post_all --now 2026-12-01T09:30:00+01:00
	[ "$(result a@insta status)" = done ]
	[ "$(cut -d' ' -f1 calls | tr '\n' ' ')" = 'put remove ' ]
	[ "$(count_published)" = 1 ]
}

@test "by a command that fails: 75 is tried again, another status is the configuration's, none is there either" {
	start_command
	echo 75 >broken
	run -75 post_all
	[[ "$(result a@insta error.message)" == './up ended with status 75' ]]
	echo 3 >broken
	run -78 post_all --now 2026-12-01T09:10:00+01:00
	[[ "$(result a@insta error.message)" == './up ended with status 3' ]]
	rm broken
	mv up down
	run -78 post_all --now 2026-12-01T09:20:00+01:00
	[[ "$(result a@insta error.message)" == 'cannot run ./up: '* ]]
	refute grep -q '"path":"/v26.0/17/media"' received.jsonl
	mv down up
	post_all --now 2026-12-01T09:30:00+01:00
	[ "$(result a@insta status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "without media_host the plan says what is missing; what cannot be meant is refused with its place" {
	start webdav
	sed '/^media_host/,$d' smm.yaml >without.yaml
	run smm-plan -c without.yaml calendar.yaml
	[ "$status" != 0 ]
	[[ "$output" == *"img/a.jpg: Instagram fetches media itself"*media_host* ]]
	sed 's#put: http://127.0.0.1:#put: http://files.example:#' smm.yaml >plain.yaml
	run smm-plan -c plain.yaml calendar.yaml
	[ "$status" = 78 ]
	[[ "$output" == *"plain.yaml:10:8: "*"expected https://HOST/FOLDER"* ]]
	sed 's/kind: webdav/kind: ftp/' smm.yaml >kind.yaml
	run smm-plan -c kind.yaml calendar.yaml
	[ "$status" = 78 ]
	[[ "$output" == *"kind.yaml:9:9: "*"expected s3, webdav or command"* ]]
	sed '/^media_host/,$d' smm.yaml >both.yaml
	printf 'media_host: { kind: command, command: up, put: "https://files.example/in" }\n' >>both.yaml
	run smm-plan -c both.yaml calendar.yaml
	[ "$status" = 78 ]
	[[ "$output" == *"both.yaml:8:13: "*"takes \`command\`, and nothing else"* ]]
	sed '/^ *put:/d' smm.yaml >less.yaml
	run smm-plan -c less.yaml calendar.yaml
	[ "$status" = 78 ]
	[[ "$output" == *"less.yaml:9:3: "*"needs \`put\`, \`user\` and \`secret\`"* ]]
}
