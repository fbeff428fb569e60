#!/usr/bin/env bats
# answers.bats - strangers write to us on real servers; what they wrote is read, answered, hidden
#
# A real server with Mastodon's API (snac2) and a real Bluesky network (PDS, PLC, AppView). What cannot be had
# here is skipped, with the reason.

bats_require_minimum_version 1.5.0

setup_file() {
	export SERVERS=$BATS_TEST_DIRNAME
	export ROOT=$BATS_TEST_DIRNAME/../..
	local build=${BUILD:-build}
	case $build in /*) ;; *) build=$ROOT/$build ;; esac
	export PATH=$build/bin:$PATH WORK
	WORK=$(mktemp -d)
	chmod 755 "$WORK"
	cd "$WORK" || return 1
	up snac
	up bluesky
	{
		echo 'accounts:'
		[ -e snac.skip ] || echo "  - { name: masto, network: mastodon, server: \"$(cat snac/url)\", secret: { file: snac/alice.token } }"
		[ -e bluesky.skip ] || echo "  - { name: bsky, network: bluesky, server: \"$(jq -r .pds bluesky/net.json)\", user: alice.test, secret: { file: bluesky/alice.password } }"
	} >smm.yaml
}

up() {
	local rc=0
	"$SERVERS/$1-up" "$WORK/$1" 2>"$1.why" || rc=$?
	[ $rc != 77 ] || echo "$1 cannot be had here: $(tail -1 "$1.why")" >"$1.skip"
	[ $rc = 0 ] || [ $rc = 77 ] || { echo "$1-up ended with $rc: $(tail -3 "$1.why")" >&2; return 1; }
}

teardown_file() {
	"$SERVERS/down" "$WORK/snac"
	"$SERVERS/down" "$WORK/bluesky"
	cd / && rm -rf "$WORK"
}

setup() { cd "$WORK" || return 1; }

needs() { [ ! -e "$1.skip" ] || skip "$(cat "$1.skip")"; }

# eventually SECONDS COMMAND ...
eventually() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.3
	done
}

# snac NAME PATH [CURL_OPTION ...]: as that user
snac() {
	local name=$1 path=$2
	shift 2
	curl -sS -g -m 20 -H "Authorization: Bearer $(cat "snac/$name.token")" "$(cat snac/url)$path" "$@"
}

# post_on ACCOUNT TEXT: smm-post says it; its ref is printed
post_on() {
	printf 'entries:\n  - { id: "%s", at: %s, accounts: [%s], state: approved, text: "%s" }\n' "post-$1" \
		"$(date -d '-1 minute' '+"%Y-%m-%d %H:%M"')" "$1" "$2" >calendar.yaml
	smm-plan calendar.yaml | smm-post | tee "results.$1" | jq -er .ref
}

# inbox ACCOUNT: what is new, added to inbox.ACCOUNT; true when there is something
inbox() { cm-inbox -a "$1" >>"inbox.$1" && [ -s "inbox.$1" ]; }

# act ACCOUNT OP [MEMBERS]: an action on the last message of that account's inbox
act() {
	jq -c --arg op "$2" "{ type: \"action\", id: (\$op + \"-\" + .id), message: .id, account, network, op: \$op, article: \"A1\",
		by: \"rule:test\", at }${3:+ + $3}" "inbox.$1" | tail -1
}

@test "snac: a stranger comments, is read once, answered once, muted is refused or done" {
	needs snac
	cm-inbox -a masto --seen
	ref=$(post_on masto 'Elle est en vente')
	id=$(snac bob "/api/v2/search?q=$(jq -r .url results.masto)&resolve=true&type=statuses" | jq -r '.statuses[0].id // empty')
	snac bob /api/v1/statuses -d 'status=@alice Combien ?' -d "in_reply_to_id=${id:-$ref}" >bob.json
	eventually 30 inbox masto
	[ "$(jq -r '"\(.kind) \(.author.handle | split("@")[0]) \(.post)"' inbox.masto | tail -1)" = 'comment bob post-masto@masto' ] ||
		{ cat inbox.masto; false; }
	[[ "$(jq -r .text inbox.masto | tail -1)" == *'Combien ?' ]]
	act masto reply '{ text: "12 euros" }' | cm-reply >answer.masto
	[ "$(jq -r .status answer.masto)" = done ]
	snac alice "/api/v1/statuses/$(jq -r .ref answer.masto)" >status.json
	jq -e '.content | test("12 euros")' status.json
	# the same again, and by a colleague's hand: nothing more is sent
	act masto reply '{ text: "12 euros" }' | cm-reply | jq -e '.status == "done"'
	run cm-reply <<<"$(act masto reply '{ text: "encore", id: "other" }')"
	[[ "$output" == *'"status":"refused"'*'answered for us meanwhile'* ]]
	[ -z "$(cm-inbox -a masto)" ]
}

@test "snac: a private message is private, and so is the answer" {
	needs snac
	snac bob /api/v1/statuses -d 'status=@alice psst' -d visibility=direct >bob.json
	eventually 30 inbox masto
	eventually 30 bash -c 'cm-inbox -a masto >>inbox.masto; tail -1 inbox.masto | grep -q psst'
	# snac calls what is direct "private"
	[ "$(tail -1 inbox.masto | jq -r .public)" = false ] || { tail -1 inbox.masto; false; }
	act masto reply '{ text: "oui ?" }' | cm-reply >answer.masto
	snac alice "/api/v1/statuses/$(jq -r .ref answer.masto)" | jq -r .visibility | grep -qxE 'private|direct'
}

@test "snac: likes, blocks and back" {
	needs snac
	{ act masto like; act masto block; } | cm-reply >done.masto
	[ "$(jq -r .status done.masto | sort -u)" = done ]
	snac alice "/api/v1/accounts/relationships?id[]=$(tail -1 inbox.masto | jq -r .author.id)" | jq -e '.[0].blocking'
	cm-reply --undo "$(jq -r 'select(.op == "block") | .id' done.masto)" | jq -e '.op == "unblock" and .status == "done"'
}

@test "Bluesky: a stranger comments; answered, hidden, liked, reported, and back" {
	needs bluesky
	cm-inbox -a bsky --seen
	uri=$(post_on bsky 'Elle est en vente')
	pds=$(jq -r .pds bluesky/net.json)
	eventually 30 bash -c "curl -sS -H 'Authorization: Bearer $(jq -r .accessJwt bluesky/bob.json)' -G '$pds/xrpc/app.bsky.feed.getPosts' --data-urlencode 'uris=$uri' | jq -e '.posts[0].cid' >cid"
	jq -n --arg uri "$uri" --argjson cid "$(cat cid)" --arg repo "$(jq -r .did bluesky/bob.json)" \
		'{ $uri, $cid } as $p | { $repo, collection: "app.bsky.feed.post", record: { "$type": "app.bsky.feed.post", text: "Nul !",
		createdAt: (now | todate), reply: { root: $p, parent: $p } } }' |
		curl -sS -H "Authorization: Bearer $(jq -r .accessJwt bluesky/bob.json)" -H 'Content-Type: application/json' -d @- \
			"$pds/xrpc/com.atproto.repo.createRecord" >bob.json
	eventually 60 inbox bsky
	[ "$(jq -r '"\(.kind) \(.author.handle) \(.post) \(.text)"' inbox.bsky)" = 'comment bob.test post-bsky@bsky Nul !' ]
	{ act bsky like; act bsky mute; act bsky report '{ text: "rude" }'; act bsky hide; act bsky reply '{ text: "Dommage" }'; } |
		cm-reply >done.bsky
	[ "$(jq -r .status done.bsky | sort -u)" = done ] || { cat done.bsky; false; }
	curl -sS -G "$pds/xrpc/com.atproto.repo.getRecord" --data-urlencode "repo=$(jq -r .did bluesky/alice.json)" \
		-d collection=app.bsky.feed.threadgate -d "rkey=${uri##*/}" |
		jq -e --arg u "$(jq -r .uri bob.json)" '.value.hiddenReplies == [$u]'
	cm-reply --undo "$(jq -r 'select(.op == "hide") | .id' done.bsky)" | jq -e '.op == "unhide" and .status == "done"'
	cm-reply --undo "$(jq -r 'select(.op == "reply") | .id' done.bsky)" | jq -e '.op == "delete" and .status == "done"'
	[ -z "$(cm-inbox -a bsky)" ]
}
