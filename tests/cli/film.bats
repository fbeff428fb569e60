#!/usr/bin/env bats
# films: the largest in little memory, a thousand of them in one process

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	[ -z "${SAN-}" ] || skip "memory and threads are counted without sanitizers"
	brand_begin
}

teardown() {
	[ -z "${WORK-}" ] || brand_end
}

# accounts NETWORK NAME ...: in smm.yaml, each with a token of its own
accounts() {
	local network=$1 name
	shift
	mkdir -p secrets
	printf 'timezone: Europe/Paris\nstore: sqlite:state/smm.db\ngap: 0\naccounts:\n' >smm.yaml
	for name in "$@"; do
		printf '  - { name: %s, network: %s, server: "http://127.0.0.1:%s", secret: { file: secrets/%s } }\n' \
			"$name" "$network" "$PORT" "$name" >>smm.yaml
		printf 'token-%s\n' "$name" >"secrets/$name"
	done
	chmod 600 secrets/*
}

# film BYTES: the head of an MP4, and a hole behind it
film() {
	printf '\0\0\0\030ftypmp42\0\0\0\0mp42isom' >film.mp4
	truncate -s "$1" film.mp4
}

# posts NETWORK NAME ...: a film each
posts() {
	local network=$1 name
	shift
	for name in "$@"; do
		printf '{"type":"post","id":"a@%s","entry":"a","account":"%s","network":"%s","at":"2026-12-01T09:00:00+01:00",' \
			"$name" "$name" "$network"
		printf '"state":"approved","title":"Film","text":"Film %s","media":[{"file":"film.mp4","alt":""}]}\n' "$name"
	done >posts.jsonl
}

# publish: smm-post, and what it took: KIB of memory at most, THREADS at once
publish() {
	python3 - <<-'P'
		import os, threading, time
		pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exec smm-post -q posts.jsonl >results.jsonl 2>post.err"], os.environ)
		most = 1
		over = threading.Event()

		def count():
		    global most
		    while not over.wait(0.05):
		        try:
		            most = max(most, len(os.listdir(f"/proc/{pid}/task")))
		        except OSError:
		            return

		counter = threading.Thread(target=count)
		counter.start()
		status, used = os.wait4(pid, 0)[1:]
		over.set()
		counter.join()
		with open("used", "w") as f:
		    f.write(f"STATUS={os.waitstatus_to_exitcode(status)} KIB={used.ru_maxrss} THREADS={most}\n")
	P
	eval "$(cat used)"
}

@test "a film of 1 GiB goes to YouTube in less than 16 MiB of memory" {
	sim_start
	accounts youtube yt
	film 1G
	posts youtube yt
	publish
	[ "$STATUS" = 0 ] || { cat results.jsonl post.err; false; }
	[ "$(jq -s '[.[] | select(.method == "PUT") | .bytes] | add' received.jsonl)" = 1073741824 ]
	[ "$KIB" -le 16384 ] || { cat used; false; }
}

@test "a film goes to X in segments, in no more memory" {
	sim_start
	accounts x x
	film 20M
	posts x x
	publish
	[ "$STATUS" = 0 ] || { cat results.jsonl post.err; false; }
	[ "$(jq -s '[.[] | select(.path | endswith("/append"))] | length' received.jsonl)" = 20 ]
	[ "$KIB" -le 16384 ] || { cat used; false; }
}

@test "a thousand films that are processed are waited for by one process, each asked after when X said so" {
	sim_start --slow-media 3
	accounts x $(seq -f 'x%g' 1000)
	film 1000
	posts x $(seq -f 'x%g' 1000)
	publish
	[ "$STATUS" = 0 ] || { head -3 results.jsonl post.err; false; }
	[ "$(grep -c '"status":"done"' results.jsonl)" = 1000 ]
	[ "$(count_published)" = 1000 ]
	[ "$THREADS" -le 3 ] || { cat used; false; }
	asked=$(grep -c '"query":"command=STATUS' received.jsonl)
	[ "$asked" -ge 1000 ]
	# a second between two questions: never more of them than seconds that a film was waited for, and one
	jq -s '[.[] | select(.query // "" | startswith("command=STATUS"))] | group_by(.query) | map(length) | max' \
		received.jsonl >most
	[ "$(cat most)" -le 60 ]
}
