#!/usr/bin/env bats
# cm-inbox --follow: what is written is printed as it comes, each message once, whatever becomes of the stream

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	FOLLOWER=
	sim_start
	brand_files
}
teardown() {
	[ -z "$FOLLOWER" ] || kill -KILL "$FOLLOWER" 2>/dev/null || true
	brand_end
}

SINCE=2026-12-01T00:00:00+01:00

# A post on both networks; ids of the network in MASTO and BSKY.
publish() {
	calendar 'id: launch, at: 2026-12-01 09:00, accounts: [masto, bsky], state: approved, text: "Elle est là"'
	post_all
	MASTO=$(result launch@masto ref) BSKY=$(result launch@bsky ref)
}

# comment REF TEXT: a stranger answers
comment() {
	curl -sS -o /dev/null "http://127.0.0.1:$PORT/sim/reply" --data-urlencode "id=$1" --data-urlencode "text=$2" -d by=anna
}

texts() { jq -r .text "$@"; }

# followed [OPTION ...]: masto is followed in the background, looked at once an hour; lines in out.jsonl. Ready when the stream is.
followed() {
	cm-inbox -v -a masto --since $SINCE --follow 3600 "$@" >>out.jsonl 2>>follow.err 3>&- &
	FOLLOWER=$!
}

streams() { [ "$(grep -c '"path":"/api/v1/streaming/user/notification".*"status":200' received.jsonl)" -ge "$1" ]; }
printed() { grep -q "\"text\":\"$1\"" out.jsonl; }

# follow_stop [SIGNAL]
follow_stop() {
	kill "-${1:-TERM}" "$FOLLOWER"
	wait "$FOLLOWER" || true
	FOLLOWER=
}

@test "following: what comes later is printed later" {
	publish
	cm-inbox --since $SINCE --follow 1 >out.jsonl 3>&- &
	FOLLOWER=$!
	comment "$BSKY" plus-tard
	eventually printed plus-tard
	kill "$FOLLOWER"
	wait "$FOLLOWER" || [ $? = 143 ]
	FOLLOWER=
	[ "$(grep -c plus-tard out.jsonl)" = 1 ]
	[ -z "$(cm-inbox)" ]
}

@test "following Mastodon: what is written is printed when its stream says so, not when the hour is over" {
	publish
	comment "$MASTO" avant
	followed
	eventually streams 1
	comment "$MASTO" un
	eventually printed un
	comment "$MASTO" deux
	comment "$MASTO" trois
	eventually printed trois
	follow_stop
	[ "$(texts out.jsonl)" = $'avant\nun\ndeux\ntrois' ]
	[ -z "$(cm-inbox -a masto)" ]
}

@test "following Mastodon: a stream that breaks again and again loses nothing, and nothing comes twice" {
	sim_stop
	sim_start -f "truncate,on=GET /api/v1/streaming"
	brand_files
	publish
	followed
	for n in 1 2 3; do
		eventually streams "$n"
		comment "$MASTO" "m$n"
		comment "$MASTO" "n$n"
		eventually printed "n$n"
	done
	follow_stop
	[ "$(texts out.jsonl)" = $'m1\nn1\nm2\nn2\nm3\nn3' ]
	[ -z "$(cm-inbox -a masto)" ]
}

@test "following Mastodon: killed in the middle of it, the next one goes on where the lines end" {
	publish
	followed
	eventually streams 1
	for n in 1 2; do
		comment "$MASTO" "m$n"
		eventually printed "m$n"
		follow_stop KILL
		comment "$MASTO" "n$n"
		followed
		eventually printed "n$n"
	done
	follow_stop
	[ "$(texts out.jsonl)" = "$(for n in 1 2; do echo "m$n"; echo "n$n"; done)" ]
	[ -z "$(cm-inbox -a masto)" ]
}

@test "following Mastodon: a reader that leaves loses and repeats nothing" {
	publish
	cm-inbox -a masto --since $SINCE --follow 3600 2>follow.err 3>&- | head -1 >one.jsonl 3>&- &
	FOLLOWER=$!
	eventually streams 1
	comment "$MASTO" un
	eventually grep -q un one.jsonl
	comment "$MASTO" deux
	wait "$FOLLOWER"
	FOLLOWER=
	[ "$(texts one.jsonl)" = un ]
	eventually eval '[ "$(cm-inbox -a masto | texts)" = deux ]'
}

@test "following a server without streams: the clock says when, and a person is told once" {
	sim_stop
	sim_start -f "status=404,on=GET /api/v1/streaming"
	brand_files
	publish
	cm-inbox -v -a masto --since $SINCE --follow 1 >out.jsonl 2>follow.err 3>&- &
	FOLLOWER=$!
	comment "$MASTO" un
	eventually printed un
	comment "$MASTO" deux
	eventually printed deux
	follow_stop
	[ "$(texts out.jsonl)" = $'un\ndeux' ]
	[ "$(grep -c 'account masto: read every 1 seconds, without a stream' follow.err)" = 1 ]
	[ "$(grep -c '"path":"/api/v1/streaming' received.jsonl)" = 1 ]
}

@test "following Mastodon: a stream that says nothing for a minute is given up, and opened again" {
	local lib
	lib=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null | head -1)
	[ -n "$lib" ] || skip "no libfaketime"
	[ -z "${SAN:-}" ] || skip "the sanitizers must be loaded first"
	publish
	# Its clocks run fifty times as fast: the heartbeat of every 15 seconds comes too late
	LD_PRELOAD=$lib FAKETIME='+0 x50' cm-inbox -v -a masto --since $SINCE --follow 36000 >out.jsonl 2>follow.err 3>&- &
	FOLLOWER=$!
	eventually streams 2
	comment "$MASTO" un
	eventually printed un
	eventually streams 4
	follow_stop
	[ "$(texts out.jsonl)" = un ]
	refute grep -q 'without a stream' follow.err
}

@test "following what answers a web page instead of a stream: the clock says when" {
	sim_stop
	sim_start -f "html,on=GET /api/v1/streaming"
	brand_files
	publish
	cm-inbox -v -a masto --since $SINCE --follow 1 >out.jsonl 2>follow.err 3>&- &
	FOLLOWER=$!
	eventually grep -q "without a stream: .*its answer is of the type text/html" follow.err
	comment "$MASTO" un
	eventually printed un
	follow_stop
}
