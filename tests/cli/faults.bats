#!/usr/bin/env bats
# smm-post and what goes wrong around it: names, servers that play, clocks, disks, signals
# (accepted and then lost, half a JSON, a server that is down, a bad token, a plan or accounts that changed: post.bats)

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	OTHER=
}
teardown() {
	[ -z "$OTHER" ] || kill "$OTHER" 2>/dev/null || true
	brand_end
}

ONE='id: one, at: 2026-12-01 09:00, accounts: [masto], text: "Bonjour"'
LATER=2026-12-01T09:10:00+01:00

# start [OPTION ...]: a brand with one post that is due, on a network with these options
start() {
	sim_start "$@"
	brand_files
	calendar "$ONE"
	smm-plan calendar.yaml >posts.jsonl
}

# publish [OPTION ...]: posts.jsonl; results in results.jsonl
publish() { timeout 60 smm-post "$@" posts.jsonl >results.jsonl 2>post.err; }

# quickly COMMAND ...: its clocks run fifty times as fast, so that time-outs need no waiting
quickly() {
	local lib
	lib=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null | head -1)
	LD_PRELOAD=$lib FAKETIME='+0 x50' timeout 60 "$@"
}

needs_faketime() {
	ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || skip "no libfaketime"
	[ -z "${SAN:-}" ] || skip "the sanitizers must be loaded first"
}

# certificate FILE NAME: FILE.pem, signed by itself, and FILE.key
certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" -days 2 \
		-subj "/CN=$2" -addext "subjectAltName=DNS:$2" 2>/dev/null
}

# refused_with CERTIFICATE EXIT FAULT WORDS: what smm-post says of a server that has it, '' of one without TLS
refused_with() {
	rm -rf state received.jsonl
	start ${1:+--tls "$1.pem" --key "$1.key"}
	sed -i "s#http://127.0.0.1:#https://localhost:#" smm.yaml
	[ "$1" = nobody ] || [ -z "$1" ] || echo "ca_file: $1.pem" >>smm.yaml
	run publish
	[ "$status" = "$2" ]
	[ "$(result one@masto status)" = retry ]
	[ "$(result one@masto error.fault)" = "$3" ]
	[[ "$(result one@masto error.message)" == *"$4"* ]]
	[ ! -s received.jsonl ]
	sim_stop
}

# cut AT: between smm-post and the network: of the first answer to a new status AT bytes arrive, then a reset
cut() {
	rm -f between
	python3 "$ROOT/tests/cli/cut.py" "$PORT" "$1" between 3>&- &
	OTHER=$!
	eventually [ -s between ]
	sed -i "s#127.0.0.1:$PORT#127.0.0.1:$(cat between)#" smm.yaml
}

@test "a name that cannot be looked up: retry, exit 75, the name is told" {
	start
	sed -i "s#http://127.0.0.1:$PORT\", secret: { file: secrets/masto#https://$(printf 'x%.0s' {1..64}).invalid\", secret: { file: secrets/masto#" smm.yaml
	run publish
	[ "$status" = 75 ]
	[ "$(result one@masto status)" = retry ]
	[[ "$(result one@masto error.message)" == *xxx.invalid* ]]
	[ "$(result one@masto error.retry_at)" != null ]
	[ ! -s received.jsonl ]
}

@test "no TLS there, a certificate of nobody known, of another name, an expired one: said, nothing is sent, exit" {
	needs_faketime
	local lib old
	lib=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1)
	certificate nobody localhost
	certificate other other.test
	LD_PRELOAD=$lib FAKETIME='@2020-01-01 00:00:00' certificate old localhost
	refused_with '' 75 again 'does the server speak TLS'
	refused_with nobody 78 conf "name its authority with \`ca_file\`"
	refused_with other 78 conf 'no alternative certificate subject name matches'
	refused_with old 78 conf 'certificate has expired'
}

@test "a look that is answered by 429: unsure until the time that is told; not asked again before it" {
	local asked
	start --no-idempotency --fault 'lost,on=POST /api/v1/statuses,times=1' --fault '429=600,on=GET /api/v1/accounts,times=1'
	run publish -w 30
	[ "$status" = 79 ]
	[ "$(result one@masto status)" = unsure ]
	[ "$(result one@masto error.fault)" = limit ]
	[ "$(date -d "$(result one@masto error.retry_at)" +%s)" -ge "$(date -d "$SMM_NOW + 600 seconds" +%s)" ]
	asked=$(wc -l <received.jsonl)
	run publish --now 2026-12-01T09:05:00+01:00
	[ "$status" = 79 ]
	[ "$(wc -l <received.jsonl)" = "$asked" ]
	run publish --now 2026-12-01T09:11:00+01:00
	[ "$status" = 0 ]
	[ "$(result one@masto status)" = done ]
	[ "$(sim_posts | wc -l)" = 1 ]
}

@test "a limit that is told as a refusal, until when in a header of the network's own: not before that" {
	sim_start --fault '429=600,on=DELETE /v26.0,times=1'
	mkdir secrets
	(umask 077 && echo token-2001 >secrets/page)
	printf 'timezone: UTC\ngap: 0\naccounts:\n  - { name: page, network: facebook, server: "http://127.0.0.1:%s", user: "2001", secret: { file: secrets/page } }\n' \
		"$PORT" >smm.yaml
	calendar 'id: one, at: 2026-12-01 08:00, accounts: [page], text: Bonjour'
	smm-plan calendar.yaml >posts.jsonl
	publish
	run -75 smm-post --delete one@page
	[ "$(jq -r '.status, .error.fault' <<<"$output" | paste -sd' ')" = "retry limit" ]
	[ "$(date -d "$(jq -r .error.retry_at <<<"$output")" +%s)" -ge "$(date -d "$SMM_NOW + 540 seconds" +%s)" ]
}

@test "reset within the header of the answer, within its body: found by looking, not sent again" {
	local at
	for at in 20 -5; do
		rm -rf state received.jsonl
		start --no-idempotency
		cut "$at"
		publish || [ $? = 75 ]
		publish --now $LATER
		[ "$(result one@masto status)" = done ]
		[ "$(count_published)" = 1 ]
		[ "$(grep -c 'POST","path":"/api/v1/statuses"' received.jsonl)" = 1 ]
		kill "$OTHER"
		OTHER=
		sim_stop
	done
}

@test "503 with a web page: unsure, its mark-up is not shown; once the server is well, done, once" {
	start --no-idempotency --fault '503-html,times=2'
	run publish
	[ "$status" = 79 ]
	[ "$(result one@masto status)" = unsure ]
	[ "$(result one@masto error.http)" = 503 ]
	[[ "$(result one@masto error.message)" != *'<'* ]]
	publish --now $LATER
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "accepted, then silence: given up in time, found by looking, not sent again" {
	needs_faketime
	start --no-idempotency --fault 'stall,on=POST /api/v1/statuses,times=1'
	quickly smm-post posts.jsonl >results.jsonl || [[ $? = 7[59] ]] # a busy machine finds nothing in time, either
	publish --now $LATER
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
	[ "$(grep -c 'POST","path":"/api/v1/statuses"' received.jsonl)" = 1 ]
}

@test "an answer of one byte a second: given up in time, found by looking" {
	needs_faketime
	start --no-idempotency --fault 'slow,on=POST /api/v1/statuses,times=1'
	quickly smm-post posts.jsonl >results.jsonl || [[ $? = 7[59] ]] # a busy machine finds nothing in time, either
	publish --now $LATER
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
	[ "$(grep -c 'POST","path":"/api/v1/statuses"' received.jsonl)" = 1 ]
}

@test "an answer of 100 MiB: not read to the end, not kept; found by looking" {
	start --no-idempotency --fault 'huge,on=POST /api/v1/statuses,times=1'
	python3 -c 'import resource, subprocess, sys
rc = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(rc)' smm-post posts.jsonl >results.jsonl 2>peak || [ $? = 75 ]
	[ -n "${SAN:-}" ] || [ "$(tail -1 peak)" -lt 65536 ]
	publish --now $LATER
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "429 without a time, with one in the past: later, at a time of ours, once" {
	local wait
	for wait in 0 -3600; do
		rm -rf state
		start --fault "429=$wait,on=POST /api/v1/statuses,times=1"
		run publish
		[ "$status" = 75 ]
		[ "$(result one@masto status)" = retry ]
		[ "$(result one@masto error.fault)" = limit ]
		[ "$(date -d "$(result one@masto error.retry_at)" +%s)" -gt "$(date -d "$SMM_NOW" +%s)" ]
		[ "$(count_published)" = 0 ]
		publish --now $LATER
		[ "$(count_published)" = 1 ]
		sim_stop
	done
}

@test "200 with an error inside: no success; looked for, sent again" {
	start --no-idempotency --fault '200-error,on=POST /api/v1/statuses,times=1'
	publish || [ $? = 75 ]
	publish --now $LATER
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "a redirect to another host or to a file is not followed" {
	local to
	rm -f port
	smm-sim --port-file other >other.jsonl &
	OTHER=$!
	eventually [ -s other ]
	for to in "http://127.0.0.1:$(cat other)/api/v1/statuses" file:///etc/passwd; do
		rm -rf state
		start --fault "redirect=$to,on=POST /api/v1/statuses"
		run publish
		[ "$status" != 0 ]
		[ "$(result one@masto status)" != done ]
		[[ "$(result one@masto error.message)" != *root:* ]]
		[ "$(count_published)" = 0 ]
		sim_stop
	done
	[ ! -s other.jsonl ]
}

@test "the clock jumps a day back, a day ahead: what is done stays done, what is not is missed" {
	start
	publish
	publish --now 2026-11-30T09:00:05+01:00
	[ "$(result one@masto status)" = done ]
	publish --now 2026-12-02T09:00:05+01:00
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
	calendar 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	publish --now 2026-11-30T09:00:05+01:00
	[ "$(result two@masto status)" = waiting ]
	run publish --now 2026-12-02T09:00:05+01:00
	[ "$status" = 1 ]
	[ "$(result two@masto status)" = missed ]
	[ "$(count_published)" = 1 ]
}

@test "in doubt, then the clock jumps a day back: looked for, not sent again" {
	start --no-idempotency --fault 'stall,on=POST /api/v1/statuses,times=1'
	smm-post posts.jsonl >/dev/null 2>&1 &
	local pid=$!
	eventually grep -q '/api/v1/statuses"' received.jsonl
	kill -9 $pid
	wait $pid || true
	publish --now 2026-11-30T09:00:05+01:00 || true
	[ "$(count_published)" = 1 ]
	publish --now $LATER
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "a ledger that may only be read: exit 74, nothing is sent" {
	local as=()
	start
	publish
	calendar 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	if [ "$(id -u)" = 0 ]; then # to whom everything may be written
		chown -R 65534:65534 .
		chmod 711 "$BATS_RUN_TMPDIR" # which bats keeps to itself
		as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
		"${as[@]}" smm-post --version >/dev/null 2>&1 || skip "nobody but root can run the programs here"
	fi
	chmod 444 state/smm.db*
	chmod 555 state
	run "${as[@]}" smm-post posts.jsonl
	chmod 755 state
	[ "$status" = 74 ]
	[[ "$output" == *state/smm.db* ]]
	[ "$(count_published)" = 1 ]
}

# on_small_disk: the ledger's disk is full; then it is not. In a name space of its own, which root or a user may have.
on_small_disk() {
	export PORT SIM WORK LATER
	unshare "$@" bash -c 'mkdir state && mount -t tmpfs -o size=512k none state || exit 99
		smm-post before.jsonl >/dev/null || exit 98
		cat /dev/zero >state/full 2>/dev/null
		smm-post posts.jsonl >results.jsonl 2>post.err
		[ $? = 74 ] || exit 97
		curl -sS "http://127.0.0.1:$PORT/sim/posts" >there.jsonl
		rm state/full
		smm-post --now $LATER posts.jsonl >results.jsonl'
}

@test "a ledger on a full disk: exit 74, it is named, nothing is sent; with room again: done" {
	local as=(-rm)
	[ "$(id -u)" != 0 ] || as=(-m)
	unshare "${as[@]}" mount -t tmpfs none /mnt 2>/dev/null || skip "nothing can be mounted here"
	start
	cp posts.jsonl before.jsonl
	calendar 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	on_small_disk "${as[@]}"
	[ "$(wc -l <there.jsonl)" = 1 ]
	grep -q 'state/smm.db' post.err
	[ "$(result two@masto status)" = done ]
	[ "$(count_published)" = 2 ]
}

@test "a ledger damaged in the middle: exit 74, it is named, nothing is sent" {
	start
	publish
	sqlite3 state/smm.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
	local size
	size=$(stat -c %s state/smm.db)
	head -c $((size - 4096)) /dev/urandom | dd of=state/smm.db bs=4096 seek=1 conv=notrunc status=none
	calendar 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	run smm-post posts.jsonl
	[ "$status" = 74 ]
	[[ "$output" == *state/smm.db* ]]
	[ "$(count_published)" = 1 ]
}

@test "a ledger locked by another program for too long: exit 75, nothing is sent" {
	needs_faketime
	start
	publish
	calendar 'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"'
	smm-plan calendar.yaml >posts.jsonl
	mkfifo free
	printf 'BEGIN EXCLUSIVE;\n.shell touch locked; read -r _ <free\nCOMMIT;\n' | sqlite3 state/smm.db &
	local other=$!
	eventually test -e locked
	run quickly smm-post posts.jsonl
	echo >free
	wait "$other"
	[ "$status" = 75 ]
	[ "$(count_published)" = 1 ]
	publish
	[ "$(count_published)" = 2 ]
}

# The intent is in the ledger: the request is under way.
noted() { [ "$(sqlite3 state/smm.db 'SELECT count(*) FROM event' 2>/dev/null || echo 0)" -ge 1 ]; }

@test "SIGINT, SIGTERM, SIGHUP in flight: 128 and the signal, noted; the next run ends it" {
	local signal want pid rc
	for signal in INT:130 TERM:143 HUP:129; do
		want=${signal#*:}
		rm -rf state received.jsonl
		start --fault 'latency=3000,on=POST /api/v1/statuses'
		# a program in the background of a script ignores SIGINT, unless its dispositions are set anew
		python3 -c 'import signal, os, sys
for s in (signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' smm-post posts.jsonl >results.jsonl 2>post.err &
		pid=$!
		eventually noted
		kill "-${signal%:*}" $pid
		rc=0
		wait $pid || rc=$?
		[ "$rc" = "$want" ]
		publish --now $LATER
		[ "$(result one@masto status)" = done ]
		[ "$(count_published)" = 1 ]
		sim_stop
	done
}

@test "the reader of the results goes away: no message; what was published stays noted" {
	start
	local entries=() i
	for i in $(seq 10 29); do entries+=("id: e$i, at: 2026-12-01 08:$i, accounts: [masto, bsky], text: \"n $i\""); done
	calendar "${entries[@]}"
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl 2>post.err | head -1 >first.jsonl
	[ ! -s post.err ]
	publish
	[ "$(jq -r .status results.jsonl | sort | uniq -c | tr -s ' ')" = " 40 done" ]
	[ "$(published | sort | uniq -d | wc -l)" = 0 ]
	[ "$(count_published)" = 40 ]
}
