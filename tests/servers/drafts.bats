#!/usr/bin/env bats
# drafts.bats - a draft by a real server of the OpenAI-compatible chat API: llama.cpp's, with a model of one sentence
#
# What cannot be had here is skipped, with the reason.

bats_require_minimum_version 1.5.0

setup_file() {
	export SERVERS=$BATS_TEST_DIRNAME
	export ROOT=$BATS_TEST_DIRNAME/../..
	local build=${BUILD:-build} rc=0
	case $build in /*) ;; *) build=$ROOT/$build ;; esac
	export PATH=$build/bin:$ROOT/contrib:$PATH WORK
	WORK=$(mktemp -d)
	chmod 755 "$WORK"
	cd "$WORK" || return 1
	"$SERVERS/llama-up" "$WORK/llama" 2>why || rc=$?
	[ $rc != 77 ] || echo "llama-server cannot be had here: $(tail -1 why)" >skip
	[ $rc = 0 ] || [ $rc = 77 ] || { echo "llama-up ended with $rc: $(tail -3 why)" >&2; return 1; }
}

teardown_file() {
	"$SERVERS/down" "$WORK/llama"
	cd / && rm -rf "$WORK"
}

teardown() { [ -z "${SIM-}" ] || kill "$SIM"; }

setup() {
	cd "$WORK" || return 1
	[ ! -e skip ] || skip "$(cat skip)"
	URL=$(cat llama/url)
}

SAYS='Merci pour votre message, nous regardons cela et revenons vers vous.'
message='{"type":"message","id":"mastodon:masto:9","account":"masto","network":"mastodon","kind":"comment","public":true,"at":"2026-12-01T09:00:00+01:00","author":{"id":"7","handle":"anna"},"text":"Combien ?","lang":"fr","thread":[{"id":"x","own":true,"text":"Elle est là"},{"id":"mastodon:masto:9","text":"Combien ?"}]}'

@test "the server's words come back, whole" {
	[ "$(draft-openai -u "$URL" -m tiny -k llama/key <<<"$message" | sed 's/^ *//')" = "$SAYS" ]
}

@test "cm-reply --draft: its words are a draft that says whose they are, and nobody sent them" {
	smm-sim -q --port-file port 3>&- &
	SIM=$!
	for _ in $(seq 200); do [ -s port ] && break; sleep 0.05; done
	echo "accounts: [{ name: masto, network: mastodon, server: \"http://127.0.0.1:$(cat port)\", secret: { env: TOKEN } }]" >smm.yaml
	TOKEN=token-masto cm-reply -s sqlite:drafts.db --draft "draft-openai -u $URL -m tiny -k llama/key" <<<"$message" >actions.jsonl
	[ "$(jq -r '"\(.type) \(.op) \(.by) \(.text)"' actions.jsonl)" = "action reply draft:draft-openai $SAYS" ]
}

@test "a wrong key is a matter of keys: 77" {
	(umask 077 && echo wrong >wrong)
	run --separate-stderr draft-openai -u "$URL" -m tiny -k wrong <<<"$message"
	[ "$status" = 77 ] && [ -z "$output" ]
}

@test "a message longer than the model can hold is said, and is no draft" {
	long=$(jq -c '.text = "a b c " * 2000' <<<"$message")
	run --separate-stderr draft-openai -u "$URL" -m tiny -k llama/key <<<"$long"
	[ "$status" != 0 ] && [ -z "$output" ]
	[[ "$stderr" == *"draft-openai: "*context* ]]
}

@test "a server that was stopped: try again, 75" {
	"$SERVERS/down" "$WORK/llama"
	run --separate-stderr draft-openai -u "$URL" -m tiny -k llama/key <<<"$message"
	[ "$status" = 75 ] && [ -z "$output" ]
}
