#!/usr/bin/env bats
# cm-reply --draft: a program's words wait for a person; contrib/draft-openai against a server of the test's own

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	PATH=$ROOT/contrib:$PATH
	SERVER=
}
teardown() {
	[ -z "$SERVER" ] || kill "$SERVER" || true
	brand_end
}

# A message in a conversation of the simulated network; inbox.jsonl
conversation() {
	sim_start
	brand_files
	calendar 'id: launch, at: 2026-12-01 09:00, accounts: [masto], state: approved, text: "Elle est là"'
	post_all
	curl -sS -o /dev/null "http://127.0.0.1:$PORT/sim/reply" --data-urlencode "id=$(result launch@masto ref)" \
		--data-urlencode 'text=Combien ?' -d by=anna
	cm-inbox --since 2026-12-01T00:00:00+01:00 >inbox.jsonl
}

# chat STATUS BODY: a server that answers so, once for each request; what it got is in asked.json, key
chat() {
	cat >chat.py <<-'P'
		import http.server, json, sys
		status, body = int(sys.argv[1]), sys.argv[2].encode()
		class Chat(http.server.BaseHTTPRequestHandler):
		    def do_POST(self):
		        asked = self.rfile.read(int(self.headers["Content-Length"]))
		        open("asked.json", "wb").write(asked)
		        open("key", "w").write(self.path + " " + self.headers.get("Authorization", ""))
		        self.send_response(status)
		        self.send_header("Content-Length", str(len(body)))
		        self.end_headers()
		        self.wfile.write(body)
		    def log_message(self, *a): pass
		server = http.server.HTTPServer(("127.0.0.1", 0), Chat)
		open("chat.port.new", "w").write(str(server.server_port))
		import os; os.rename("chat.port.new", "chat.port")
		server.serve_forever()
	P
	rm -f chat.port
	python3 chat.py "$@" 3>&- &
	SERVER=$!
	eventually [ -s chat.port ]
	URL=http://127.0.0.1:$(cat chat.port)/v1
}

message='{"type":"message","id":"mastodon:masto:9","account":"masto","network":"mastodon","kind":"comment","public":true,"text":"Combien ?","lang":"fr","tone":"warm","thread":[{"id":"x","own":true,"text":"Elle est là"},{"id":"mastodon:masto:9","text":"Combien ?"}]}'

@test "a program's draft becomes an action that says so; nothing is sent" {
	conversation
	printf '#!/bin/sh\ncat >given.json\necho " 12 euros "\n' >draft
	chmod +x draft
	: >received.jsonl
	cm-reply --draft ./draft inbox.jsonl >actions.jsonl
	[ "$(jq -r '"\(.type) \(.op) \(.text) \(.by)"' actions.jsonl)" = 'action reply 12 euros draft:draft' ]
	[ "$(jq -r .message actions.jsonl)" = "$(jq -r .id inbox.jsonl)" ]
	[ "$(jq -r '.thread[].text' given.json)" = $'Elle est là\nCombien ?' ]
	refute jq -e 'select(.method != "GET")' received.jsonl
}

@test "a draft that nobody stands behind is refused; with a person it leaves, and the result says who" {
	conversation
	cm-reply --draft 'echo 12 euros' inbox.jsonl >actions.jsonl
	run cm-reply actions.jsonl
	[ "$status" = 1 ]
	[[ "$output" == *'"status":"refused"'*'somebody has to decide'* ]]
	jq -c '.by += "+anna" | .id += "/anna"' actions.jsonl | cm-reply | jq -e '.status == "done" and .by == "draft:echo+anna"'
	published | grep -qx 'masto @anna 12 euros'
}

@test "a program that fails or says nothing: said, the others go on, run it again" {
	conversation
	for command in false true; do
		run --separate-stderr cm-reply --draft $command inbox.jsonl
		[ "$status" = 75 ]
		[ -z "$output" ]
		[[ "$stderr" == *"$(jq -r .id inbox.jsonl)"* ]]
	done
}

@test "draft-openai: the conversation as it was, the key in no argument, the tone, the text back" {
	chat 200 '{"choices":[{"message":{"role":"assistant","content":"12 euros."}}]}'
	(umask 077 && echo sk-test-123 >key.txt)
	[ "$(draft-openai -u "$URL" -m tiny -k key.txt <<<"$message")" = '12 euros.' ]
	[ "$(cat key)" = '/v1/chat/completions Bearer sk-test-123' ]
	jq -e '.model == "tiny" and ([.messages[].role] == ["system", "assistant", "user"]) and
		(.messages[0].content | test("warm") and test("fr")) and .messages[2].content == "Combien ?"' asked.json
}

@test "draft-openai: refused keys, limits, nonsense and plain http each have their status" {
	(umask 077 && echo sk-test-123 >key.txt)
	status_of() { draft-openai -u "$1" -m tiny -k key.txt <<<"$message" >out 2>err && echo 0 || echo $?; }
	[ "$(status_of http://example.org/v1)" = 64 ]
	[ "$(status_of http://127.0.0.1:1/v1)" = 75 ]
	chat 401 '{}'
	[ "$(status_of "$URL")" = 77 ]
	kill "$SERVER"
	chat 429 '{}'
	[ "$(status_of "$URL")" = 75 ]
	kill "$SERVER"
	chat 200 '<html>'
	[ "$(status_of "$URL")" = 76 ]
	chmod 644 key.txt
	[ "$(status_of "$URL")" = 77 ]
	grep -q 'chmod 600' err
	[ ! -s out ]
}
