#!/usr/bin/env bats
# servers.bats - plan -> post against real servers, and read back from their own APIs
#
# A real Bluesky network (PDS, PLC, AppView) and a real server with Mastodon's API (snac2). Where one cannot be
# installed its tests are skipped, with the reason.

bats_require_minimum_version 1.5.0

setup_file() {
	export SERVERS=$BATS_TEST_DIRNAME
	export ROOT=$BATS_TEST_DIRNAME/../..
	local build=${BUILD:-build}
	case $build in /*) ;; *) build=$ROOT/$build ;; esac
	export PATH=$build/bin:$PATH
	export WORK
	WORK=$(mktemp -d)
	chmod 755 "$WORK"
	cd "$WORK" || return 1
	up snac
	up bluesky
	brand
}

# up NAME: NAME.skip with the reason when it cannot be had here (status 77); otherwise it has to start.
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

# A JSON text must come, and the filter must say true of it (jq 1.6 -e takes no text at all for success).
says() {
	local text
	text=$(cat)
	[ -n "$text" ] || return 1
	jq -e "$@" <<<"$text" >/dev/null || { head -c 600 <<<"$text"; return 1; }
}

needs() { [ ! -e "$1.skip" ] || skip "$(cat "$1.skip")"; }

# The accounts, and a calendar with every feature the networks have; due an hour ago.
brand() {
	mkdir -p img
	cp "$ROOT"/examples/img/*.png img
	{
		echo 'gap: 0'
		echo 'accounts:'
		[ -e snac.skip ] || echo "  - { name: masto, network: mastodon, server: \"$(cat snac/url)\", secret: { file: snac/alice.token } }"
		[ -e bluesky.skip ] || echo "  - { name: bsky, network: bluesky, server: \"$(jq -r .pds bluesky/net.json)\", user: alice.test, secret: { file: bluesky/alice.password } }"
	} >smm.yaml
	[ ! -e snac.skip ] || [ ! -e bluesky.skip ] || return 0
	local networks=()
	[ -e snac.skip ] || networks+=(mastodon)
	[ -e bluesky.skip ] || networks+=(bluesky)
	local all
	all=$(IFS=,; echo "${networks[*]}")
	at=$(date -u -d '-1 minute' '+%Y-%m-%d %H:%M')
	{
		echo 'zone: UTC'
		echo 'entries:'
		echo "  - { id: plain, at: $at, networks: [$all], lang: fr, text: \"Bonjour à tous, ici l'atelier <b>Céleste</b> & Cie\" }"
		echo "  - { id: pictures, at: $at, networks: [$all], text: \"Deux images\", media: [{ file: img/lampe.png, alt: \"une lampe\" }, { file: img/detail.png, alt: \"\" }] }"
		echo "  - { id: thread, at: $at, networks: [$all], text: \"un\", thread: [deux, trois] }"
		echo "  - { id: card, at: $at, networks: [$all], text: \"Le carnet\", title: \"Carnet\", link: \"https://atelier.example/carnet\", options: { bluesky: { description: \"essais\", thumb: { file: img/carnet.png } } } }"
		[ -e snac.skip ] || echo "  - { id: warned, at: $at, accounts: [masto], text: \"caché\", warning: \"attention\", visibility: private }"
		[ -e bluesky.skip ] || echo "  - { id: rich, at: $at, accounts: [bsky], text: \"é @bob.test et @nobody.invalid #lampe https://atelier.example/x.\" }"
	} >calendar.yaml
	smm-plan calendar.yaml >posts.jsonl
}

snac_get() { curl -sS -H "Authorization: Bearer $(cat snac/alice.token)" "$(cat snac/url)$1"; }

snac_status() { snac_get "/api/v1/statuses/$(jq -r --arg id "$1@masto" 'select(.id == $id).ref' results.jsonl)"; }

xrpc() { curl -sS "$(jq -r .pds bluesky/net.json)/xrpc/$1"; }

record() {
	local uri
	uri=$(jq -r --arg id "$1@bsky" 'select(.id == $id).ref' results.jsonl)
	xrpc "com.atproto.repo.getRecord?repo=$(cut -d/ -f3 <<<"$uri")&collection=app.bsky.feed.post&rkey=$(cut -d/ -f5 <<<"$uri")"
}

@test "everything is published, with one result each" {
	[ -s posts.jsonl ] || skip "no server is there"
	smm-post posts.jsonl >results.jsonl
	[ "$(jq -r .status results.jsonl | sort -u)" = done ]
	[ "$(wc -l <results.jsonl)" = "$(wc -l <posts.jsonl)" ]
}

@test "a second run, and four at once, publish nothing more" {
	[ -s posts.jsonl ] || skip "no server is there"
	pids=()
	for i in 1 2 3 4; do smm-post posts.jsonl >"again.$i" & pids+=($!); done
	for pid in "${pids[@]}"; do wait "$pid"; done
	for i in 1 2 3 4; do [ "$(jq -S -s 'sort_by(.id)' "again.$i")" = "$(jq -S -s 'sort_by(.id)' results.jsonl)" ]; done
}

@test "snac: as many statuses as there are parts" {
	needs snac # its list leaves private ones out
	id=$(snac_get /api/v1/accounts/verify_credentials | jq -r .id)
	[ "$(snac_get "/api/v1/accounts/$id/statuses?limit=40" | jq 'map(select(.reblog == null)) | length')" = 6 ]
}

@test "snac: text, as it was written" {
	needs snac
	snac_status plain | says '.content | contains("Céleste") and contains("à tous")'
	snac_status plain | says '.visibility == "public"'
}

@test "snac: two pictures with their alt texts, in order" {
	needs snac
	snac_status pictures | says '[.media_attachments[].description] == ["une lampe", ""] or [.media_attachments[].description] == ["une lampe", null]'
	url=$(snac_status pictures | jq -r '.media_attachments[0].url')
	[ "$(curl -sS "$url" | sha256sum)" = "$(sha256sum <img/lampe.png)" ]
}

@test "snac: a thread, each part answering the one before" {
	needs snac
	root=$(jq -r 'select(.id == "thread@masto").ref' results.jsonl)
	id=$(snac_get /api/v1/accounts/verify_credentials | jq -r .id)
	snac_get "/api/v1/accounts/$id/statuses?limit=40" | says --arg root "$root" '
	    (map(select(.in_reply_to_id == $root))[0]) as $two | ($two.content | contains("deux")) and
	    (map(select(.in_reply_to_id == $two.id))[0].content | contains("trois"))'
}

@test "snac: the link stands in the text; warning and visibility" {
	needs snac
	snac_status card | says '.content | contains("https://atelier.example/carnet")'
	snac_status warned | says '.spoiler_text == "attention" and .sensitive == true and .visibility == "private"'
}

@test "snac: an answer that never came is found by looking, not sent again" {
	needs snac
	jq -c 'select(.id == "plain@masto") | .id = "lost@masto" | .text = "Une seule fois, s'"'"'il vous plaît ! https://atelier.example/a?b=1&c=2"
	    | .digest = "sha256:lost"' posts.jsonl >lost.jsonl
	# a proxy that takes the answer away: the request gets through, the connection is cut
	python3 "$SERVERS/cut.py" "$(cat snac/url)" cut.port &
	proxy=$!
	for _ in $(seq 100); do [ -s cut.port ] && break; sleep 0.05; done
	sed "s#$(cat snac/url)#http://127.0.0.1:$(cat cut.port)#" smm.yaml >lost.yaml
	smm-post -c lost.yaml lost.jsonl >lost.result
	kill $proxy
	[ "$(jq -r .status lost.result)" = done ]
	id=$(snac_get /api/v1/accounts/verify_credentials | jq -r .id)
	[ "$(snac_get "/api/v1/accounts/$id/statuses?limit=40" | jq '[.[] | select(.content | contains("Une seule fois"))] | length')" = 1 ]
}

@test "snac: a wrong token is a matter of credentials" {
	needs snac
	(umask 077 && echo nonsense >wrong.token)
	sed 's#snac/alice.token#wrong.token#' smm.yaml >wrong.yaml
	jq -c 'select(.id == "plain@masto") | .id = "wrong@masto"' posts.jsonl >wrong.jsonl
	run smm-post -c wrong.yaml wrong.jsonl
	[ "$status" = 77 ]
	[[ "$output" == *'"fault":"auth"'* ]]
}

@test "bluesky: text, language, and the AppView shows it" {
	needs bluesky
	record plain | says '.value.text == "Bonjour à tous, ici l'"'"'atelier <b>Céleste</b> & Cie" and .value.langs == ["fr"]'
	uri=$(jq -r 'select(.id == "plain@bsky").ref' results.jsonl)
	for _ in $(seq 100); do
		curl -sS "$(jq -r .appview bluesky/net.json)/xrpc/app.bsky.feed.getPosts?uris=$uri" | says '.posts[0].uri != null' >/dev/null && return 0
		sleep 0.1
	done
	false
}

@test "bluesky: two pictures with alt text and their sizes" {
	needs bluesky
	record pictures | says '.value.embed.images | map([.alt, .aspectRatio.width, .image.mimeType]) ==
	    [["une lampe", 480, "image/png"], ["", 320, "image/png"]]'
}

@test "bluesky: a thread with root and parent" {
	needs bluesky
	uri=$(jq -r 'select(.id == "thread@bsky").ref' results.jsonl)
	did=$(cut -d/ -f3 <<<"$uri")
	xrpc "com.atproto.repo.listRecords?repo=$did&collection=app.bsky.feed.post&limit=100" | says --arg root "$uri" '
	    [.records[] | select(.value.reply.root.uri == $root)] | length == 2 and
	    (map(select(.value.text == "deux"))[0].value.reply.parent.uri == $root) and
	    (map(select(.value.text == "trois"))[0].value.reply.parent.uri == map(select(.value.text == "deux"))[0].uri)'
}

@test "bluesky: the card with its picture" {
	needs bluesky
	record card | says '.value.embed.external | .uri == "https://atelier.example/carnet" and .title == "Carnet" and
	    .description == "essais" and .thumb.mimeType == "image/png"'
}

@test "bluesky: facets by bytes; a mention of somebody, none of nobody" {
	needs bluesky
	bob=$(jq -r .did bluesky/bob.json)
	record rich | says --arg bob "$bob" '.value.facets | map([.index.byteStart, .index.byteEnd]) ==
	    [[3, 12], [32, 38], [39, 64]] and .[0].features[0].did == $bob'
}

@test "bluesky: put again after a lost answer is the same record" {
	needs bluesky
	jq -c 'select(.id == "plain@bsky") | .id = "lost@bsky" | .text = "Once only" | .thread = ["twice?"] | .digest = "sha256:lost"' posts.jsonl >lost.jsonl
	python3 "$SERVERS/cut.py" "$(jq -r .pds bluesky/net.json)" cut2.port com.atproto.repo.putRecord &
	proxy=$!
	for _ in $(seq 100); do [ -s cut2.port ] && break; sleep 0.05; done
	sed "s#$(jq -r .pds bluesky/net.json)#http://127.0.0.1:$(cat cut2.port)#; s#store:.*##" smm.yaml >lost2.yaml
	mkdir -p lost2 && mv state/sessions/bsky.json lost2/ # its session names the server itself
	smm-post -c lost2.yaml lost.jsonl >lost.result || true
	kill $proxy
	smm-post --now "$(date -u -d '+5 minutes' +%Y-%m-%dT%H:%M:%SZ)" lost.jsonl >lost.result
	[ "$(jq -r .status lost.result)" = done ]
	did=$(jq -r .did bluesky/alice.json)
	xrpc "com.atproto.repo.listRecords?repo=$did&collection=app.bsky.feed.post&limit=100" |
	    says '[.records[] | select(.value.text == "Once only")] | length == 1'
}

@test "bluesky: text beyond the server's own limit is refused, in its words" {
	needs bluesky
	jq -c 'select(.id == "plain@bsky") | .id = "long@bsky" | .text = "a" * 301' posts.jsonl >long.jsonl
	run smm-post long.jsonl
	[ "$status" = 1 ]
	[[ "$output" == *'"status":"refused"'* ]]
	[[ "$output" == *[Gg]rapheme* ]]
}

@test "bluesky: a wrong password is a matter of credentials" {
	needs bluesky
	(umask 077 && echo wrong >wrong.password)
	sed 's#bluesky/alice.password#wrong.password#; s#name: bsky#name: bsky2#' smm.yaml >wrong.yaml
	jq -c 'select(.id == "plain@bsky") | .id = "wrong@bsky2" | .account = "bsky2"' posts.jsonl >wrong.jsonl
	run smm-post -c wrong.yaml wrong.jsonl
	[ "$status" = 77 ]
}

# edited ID: the post, with another text
edited() { jq -c --arg id "$1" 'select(.id == $id) | .text = "Corrigé" | .thread = (.thread // [] | map(. + " bis")) | .digest = "sha256:edited"' posts.jsonl; }

@test "snac: an edit changes the text in its place; pictures stay" {
	needs snac
	for id in plain pictures; do edited $id@masto; done >edit.jsonl
	smm-post --edit edit.jsonl >edit.result
	[ "$(jq -r '"\(.op) \(.status)"' edit.result | sort -u)" = "edit done" ]
	snac_status plain | says '.content | contains("Corrigé")'
	snac_status pictures | says '(.content | contains("Corrigé")) and [.media_attachments[].description][0] == "une lampe"'
	smm-post --edit edit.jsonl >again.result
	[ "$(jq -S -s 'sort_by(.id)' again.result)" = "$(jq -S -s 'sort_by(.id)' edit.result)" ]
}

@test "snac: cannot delete, and smm-post says so" { # 2.75 answers 404 to DELETE
	needs snac
	run -1 smm-post --delete card@masto
	[[ "$output" == *"the server cannot delete"* ]]
	snac_status card | says '.content | contains("carnet")'
}

@test "bluesky: an edit puts other records in the place of all parts of a thread" {
	needs bluesky
	edited thread@bsky >edit.jsonl
	smm-post --edit edit.jsonl >edit.result
	[ "$(jq -r .status edit.result)" = done ]
	record thread | says '.value.text == "Corrigé"'
	uri=$(jq -r 'select(.id == "thread@bsky").ref' results.jsonl)
	[ "$(jq -r .ref edit.result)" = "$uri" ]
	cid=$(record thread | jq -r .cid)
	xrpc "com.atproto.repo.listRecords?repo=$(cut -d/ -f3 <<<"$uri")&collection=app.bsky.feed.post&limit=100" | says --arg root "$uri" --arg cid "$cid" '
	    [.records[] | select(.value.reply.root.uri == $root)] | length == 2 and
	    (map(.value.text) | sort) == ["deux bis", "trois bis"] and all(.[]; .value.reply.root.cid == $cid)'
	for _ in $(seq 100); do
		curl -sS "$(jq -r .appview bluesky/net.json)/xrpc/app.bsky.feed.getPosts?uris=$uri" |
		    says '.posts[0].record.text == "Corrigé"' >/dev/null && return 0
		sleep 0.1
	done
	false # the AppView shows it, too
}

@test "bluesky: deleted are all parts of a thread, and an edit does not bring them back" {
	needs bluesky
	uri=$(jq -r 'select(.id == "thread@bsky").ref' results.jsonl)
	smm-post --delete thread@bsky >delete.result
	[ "$(jq -r .status delete.result)" = done ]
	record thread | says '.error == "RecordNotFound"'
	xrpc "com.atproto.repo.listRecords?repo=$(cut -d/ -f3 <<<"$uri")&collection=app.bsky.feed.post&limit=100" |
	    says --arg root "$uri" '[.records[] | select(.value.reply.root.uri == $root)] == []'
	run -1 smm-post --edit edit.jsonl
	record thread | says '.error == "RecordNotFound"'
}
