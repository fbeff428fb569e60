#!/usr/bin/env bats
# cm-inbox: what people wrote, each message once, whatever happens

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	OTHER=
	sim_start
	brand_files
}
teardown() {
	[ -z "$OTHER" ] || kill "$OTHER" 2>/dev/null || true
	brand_end
}

SINCE=2026-12-01T00:00:00+01:00

# A post on both networks; ids of the network in MASTO and BSKY.
publish() {
	calendar 'id: launch, at: 2026-12-01 09:00, accounts: [masto, bsky], state: approved, text: "Elle est là"'
	post_all
	MASTO=$(result launch@masto ref) BSKY=$(result launch@bsky ref)
}

# comment REF TEXT [BY]: a stranger answers
comment() {
	curl -sS -o /dev/null "http://127.0.0.1:$PORT/sim/reply" --data-urlencode "id=$1" --data-urlencode "text=$2" \
		-d "by=${3:-anna}"
}

# comments REF COUNT LETTER: so many, told by their number, by one curl
comments() {
	seq "$2" | sed "s|.*|next\nsilent\nshow-error\noutput = /dev/null\nurl = http://127.0.0.1:$PORT/sim/reply\ndata-urlencode = \"id=$1\"\ndata = by=anna\ndata = text=$3&|
		1s/^next//" | curl -K -
}

texts() { jq -r .text "$@"; }

@test "each message once, across accounts, oldest first, with its thread and our post" {
	publish
	comment "$MASTO" 'Bravo <b>!</b>'
	comment "$BSKY" 'Combien ?'
	run --separate-stderr cm-inbox --since $SINCE
	[ "$status" = 0 ]
	[ -z "$stderr" ]
	echo "$output" >all.jsonl
	[ "$(texts all.jsonl)" = $'Bravo <b>!</b>\nCombien ?' ]
	[ "$(jq -r '"\(.kind) \(.public) \(.post) \(.author.handle)"' all.jsonl)" = \
		$'comment true launch@masto anna\ncomment true launch@bsky anna.test' ]
	[ "$(jq -r .root all.jsonl)" = "$MASTO"$'\n'"$BSKY" ]
	[ "$(jq -r .id all.jsonl | head -1)" = "mastodon:masto:$(curl -sS "http://127.0.0.1:$PORT/sim/posts" | jq -r 'select(.text | startswith("Bravo")) | .id')" ]
	run cm-inbox
	[ "$status" = 0 ] && [ -z "$output" ]
	comment "$MASTO" 'Encore'
	run cm-inbox
	[ "$(texts <<<"$output")" = Encore ]
}

@test "the first time wants to be told from when on; --seen begins now" {
	publish
	comment "$MASTO" vieux
	run --separate-stderr cm-inbox
	[ "$status" = 64 ] && [ -z "$output" ]
	[[ "$stderr" == *"account masto: is read for the first time: say --since TIME, or how long ago (2d), for"* ]]
	run cm-inbox --seen
	[ "$status" = 0 ] && [ -z "$output" ]
	comment "$MASTO" neuf
	run cm-inbox
	[ "$(texts <<<"$output")" = neuf ]
}

@test "a reader that leaves loses and repeats nothing" {
	publish
	for n in 1 2 3 4 5 6 7; do comment "$MASTO" "m$n"; comment "$BSKY" "b$n"; done
	cm-inbox --since $SINCE | head -3 | texts >one
	[ "$(wc -l <one)" = 3 ]
	cm-inbox | head -1 | texts >two
	cm-inbox | head -5 | texts >three
	cm-inbox | texts >four
	[ "$(cat one two three four | wc -l)" = 14 ]
	[ "$(cat one two three four | sort)" = "$(for n in 1 2 3 4 5 6 7; do echo "m$n"; echo "b$n"; done | sort)" ]
	[ -z "$(cm-inbox)" ]
}

@test "a full disk moves nothing" {
	publish
	comment "$MASTO" un
	run bash -c "cm-inbox --since $SINCE >/dev/full"
	[ "$status" = 74 ]
	[ "$(cm-inbox --since $SINCE | texts)" = un ]
}

@test "killed at any instant, appending to a file: nothing lost, nothing twice" {
	publish
	comments "$MASTO" 60 m
	: >out.jsonl
	for ms in 5 10 15 20 25 30 40 50; do
		timeout -s KILL 0.0$(printf %02d $ms) cm-inbox --since $SINCE >>out.jsonl || true
	done
	cm-inbox --since $SINCE >>out.jsonl
	[ "$(texts out.jsonl | sort)" = "$(seq 60 | sed s/^/m/ | sort)" ]
}

@test "a line cut short by a kill is written again, on a line of its own" {
	publish
	comment "$MASTO" un
	printf '{"type":"message","id":"masto' >out.jsonl
	cm-inbox --since $SINCE >>out.jsonl
	[ "$(wc -l <out.jsonl)" = 2 ]
	[ "$(tail -1 out.jsonl | texts)" = un ]
}

@test "many pages, and a network that fails in between" {
	publish
	comments "$BSKY" 190 b
	sim_port=$PORT
	[ "$(cm-inbox -a bsky --since $SINCE | texts | sort -V | tail -1)" = b190 ]
	[ -z "$(cm-inbox -a bsky)" ]
}

@test "an account that cannot be read does not stop the others" {
	publish
	comment "$BSKY" salut
	echo nonsense >secrets/masto
	run --separate-stderr cm-inbox --since $SINCE
	[ "$status" = 77 ]
	[ "$(texts <<<"$output")" = salut ]
	[[ "$stderr" == *"account masto"*"token"* ]]
}

@test "a whole conversation, ours marked" {
	publish
	comment "$MASTO" un
	comment "$MASTO" deux
	id=$(cm-inbox --since $SINCE | jq -r .id | head -1)
	run cm-inbox --thread "$id"
	[ "$status" = 0 ]
	[ "$(jq -r '"\(.text) \(.own)"' <<<"$output")" = $'Elle est là true\nun null' ]
	run cm-inbox --thread "mastodon:masto:$MASTO"
	[ "$(texts <<<"$output")" = $'Elle est là\nun\ndeux' ]
	run cm-inbox --thread masto
	[ "$status" = 64 ]
}

@test "a dry run prints and moves nothing" {
	publish
	comment "$MASTO" un
	[ "$(cm-inbox -n --since $SINCE | texts)" = un ]
	[ "$(cm-inbox --since $SINCE | texts)" = un ]
}

@test "what we wrote ourselves, when asked" {
	publish
	[ -z "$(cm-inbox -n --since $SINCE)" ]
	run cm-inbox --own --since $SINCE
	[ "$(jq -r '"\(.text) \(.own) \(.network)"' <<<"$output" | sort)" = $'Elle est là true bluesky\nElle est là true mastodon' ]
	[ -z "$(cm-inbox --own)" ]
}

@test "a member's history is in the journal" {
	publish
	comment "$MASTO" un anna
	comment "$MASTO" deux anna
	comment "$MASTO" trois paul
	cm-inbox --since $SINCE >journal.jsonl
	id=$(jq -r .id journal.jsonl | head -1)
	printf '{"type":"result","id":"x","op":"mute","status":"done","message":"%s","at":"2026-12-01T09:01:00+01:00"}\n' "$id" >>journal.jsonl
	run --separate-stderr cm-inbox --member @anna journal.jsonl
	[ "$status" = 0 ]
	[ "$(jq -r 'select(.type == "message") | .text' <<<"$output")" = $'un\ndeux' ]
	[ "$(jq -c 'select(.type == "member") | [.handle, .messages, .sanctions[0].op]' <<<"$output")" = '["anna",2,"mute"]' ]
	run cm-inbox --member nobody journal.jsonl
	[ "$status" = 65 ]
}

@test "hostile text stays data: nothing reaches a terminal as it is" {
	publish
	comment "$MASTO" "$(printf 'a\033[31mb\u202ec\u009bd')"
	cm-inbox --since $SINCE >out.jsonl
	refute grep -q $'\033' out.jsonl
	[ "$(texts out.jsonl)" = "$(printf 'a\033[31mb\u202ec\u009bd')" ]
}

@test "a server that answers in no UTF-8: what cannot be read is marked, the rest comes, once" {
	local mark=$'\xef\xbf\xbd' # U+FFFD
	publish
	comment "$MASTO" 'avant QQ1 apres'
	comment "$MASTO" 'un QQ2 deux'
	comment "$MASTO" 'fin QQ3'
	python3 "$ROOT/tests/cli/wrong_bytes.py" "$PORT" between 3>&- &
	OTHER=$!
	eventually [ -s between ]
	sed -i "s#127.0.0.1:$PORT#127.0.0.1:$(cat between)#" smm.yaml
	run --separate-stderr cm-inbox -a masto --since $SINCE
	[ "$status" = 0 ]
	printf '%s' "$output" | iconv -f UTF-8 -t UTF-16 >/dev/null
	texts <<<"$output" | grep -qE "^avant ($mark)+ apres\$"
	texts <<<"$output" | grep -qE "^un ($mark)+ deux\$"
	texts <<<"$output" | grep -qE "^fin x($mark)+\$"
	[ -z "$(cm-inbox -a masto)" ]
}

@test "what its network wants forgotten says until when, and nothing of it stays in the store" {
	sim_stop
	sim_start --script "$ROOT/tests/net/linkedin/inbox.jsonl"
	cat >li.yaml <<-E
		timezone: UTC
		accounts: [ { name: a, network: linkedin, server: "http://127.0.0.1:$PORT", user: "5", secret: { file: secrets/masto } } ]
	E
	mkdir -p state/sessions
	(umask 077 && printf '{"token":"T","server":"http://127.0.0.1:%s","of_server":"http://127.0.0.1:%s","of_user":"5"}' \
		"$PORT" "$PORT" >state/sessions/a.json)
	run --separate-stderr cm-inbox -c li.yaml -s sqlite:state/li.db --now 2026-12-01T09:00:00Z --since 2026-11-30T00:00:00Z
	[ "$status" = 0 ]
	[ -n "$output" ]
	jq -es 'map(.expires) | all(. > "2026-12-01")' <<<"$output"
	sqlite3 state/li.db .dump >dump
	[ -s dump ]
	while read -r words; do
		refute grep -qF -- "$words" dump
		refute grep -aqF -- "$words" state/li.db*
	done < <(jq -r '.text, .author.handle // empty, .author.name // empty | select(length > 2)' <<<"$output")
}

@test "the folder of the locks is made, wherever the store is" {
	publish
	comment "$MASTO" un
	rm -rf state
	[ "$(cm-inbox -s sqlite:elsewhere/x.db --since $SINCE | texts)" = un ]
}

# talks: masto is what the conversation in talk.jsonl plays
talks() {
	sim_stop
	sim_start --script talk.jsonl
	brand_files
}

# conversation N: a status 50 and N others that answer it or each other, in talk.jsonl; the last three answer in a circle
conversation() {
	jq -nc --argjson n "$1" '
		def status($i; $up): { id: "\($i)", created_at: "2026-12-01T08:00:00.000Z", visibility: "public",
			content: "<p>\($i)</p>", url: "https://net.test/@anna/\($i)", in_reply_to_id: $up,
			in_reply_to_account_id: null, account: { id: "7", acct: "anna", display_name: "Anna" },
			media_attachments: [], language: "fr" };
		($n + 50) as $last
		| { op: "thread", session: { token: "t" }, rec: { ref: "50" } },
		{ ask: "GET https://net.test/api/v1/accounts/verify_credentials" }, { reply: 200, body: { id: "1" } },
		{ ask: "GET https://net.test/api/v1/statuses/50" }, { reply: 200, body: status(50; null) },
		{ ask: "GET https://net.test/api/v1/statuses/50/context" },
		{ reply: 200, body: { ancestors: [], descendants: [range(51; $last + 1) | . as $i | status($i;
			if $i == $last - 2 then "\($last)" elif $i % 7 then "\($i - 1)" else "50" end)] } }' >talk.jsonl
}

@test "a conversation of 10 000, in which some answer each other in a circle: each message once" {
	conversation 10000
	talks
	run --separate-stderr cm-inbox --thread mastodon:masto:50
	[ "$status" = 0 ]
	[ -z "$stderr" ]
	[ "$(jq -r .text <<<"$output" | sort -n | uniq | wc -l)" = 10001 ]
	[ "$(jq -r 'select(.text == "51") | .root' <<<"$output")" = 50 ]
	[ "$(jq -r 'select(.text == "10050") | .root' <<<"$output")" = null ] # a circle begins nowhere
}
