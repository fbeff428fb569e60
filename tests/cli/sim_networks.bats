#!/usr/bin/env bats
# The simulated networks of the trade: a day of a brand on all of them - published, read, answered, hidden, measured,
# deleted - once, before the tests; each test looks at its network, and asks it for what it refuses

bats_require_minimum_version 1.5.0
load lib.bash

TRADE='facebook instagram threads x linkedin youtube tiktok tiktok-business pinterest'
FILMS='facebook_film facebook_reel facebook_story instagram_reel x_film linkedin_film' # accounts of their own: they need not wait

setup_file() {
	brand_begin
	export WORK SMM_NOW=2026-12-01T09:00:05Z
	sim_start --slow-media 600 3>&-
	export SIM PORT DAY=$SIM
	the_brand
	the_calendar
	publish
	talk
	count
	smm-post --delete facebook@facebook instagram@instagram threads@threads x@x linkedin@linkedin youtube@youtube \
		pinterest@pinterest >gone.jsonl
	sim posts >world.jsonl
	tell_facts >facts
}
teardown_file() { brand_end; }

setup() {
	cd "$WORK" || return 1
	export SMM_NOW=2026-12-01T09:00:05Z
}
teardown() { [ "$SIM" = "$DAY" ] || sim_stop; }

# name ACCOUNT: what it is called there; in the Graph API one of Instagram has another number
name() {
	case $1 in instagram) echo 1701 ;; instagram_*) echo 1790 ;; *_*) echo 2900 ;; *) echo 2001 ;; esac
}

# the_brand: an account on each network, called as the network is, and those for films
the_brand() {
	local account
	mkdir -p secrets img
	printf 'timezone: UTC\ngap: 0\naccounts:\n' >smm.yaml
	for account in $TRADE $FILMS; do
		printf '  - { name: %s, network: %s, server: "http://127.0.0.1:%s", user: "%s", secret: { file: secrets/%s } }\n' \
			"$account" "${account%_*}" "$PORT" "$(name "$account")" "$account"
		(umask 077 && echo "token-$(name "$account")" >"secrets/$account")
	done >>smm.yaml
	cp "$ROOT/examples/img/detail.png" "$ROOT/examples/img/carnet.png" img/
}

# entry ACCOUNT [MEMBERS]: one line of the calendar
entry() { printf '  - { id: %s, at: 2026-12-01 09:00, accounts: [%s], %s }\n' "$1" "${3:-$1}" "$2"; }

# film NAME BYTES: of that size; no more than its beginning is real
film() {
	printf '\0\0\0\030ftypmp42\0\0\0\0mp42isom' >"$1"
	truncate -s "$2" "$1"
}

# What each network takes, in its own pieces: 600000 bytes are three of YouTube's, 5000000 five of Facebook's and X's
# and two of LinkedIn's, 70000000 two of TikTok's.
the_calendar() {
	local picture='media: [{ file: img/detail.png, alt: Un détail }]' there='media: [{ url: "https://cdn.test/1.jpg", alt: y }]'
	film short.mp4 600000
	film middle.mp4 5000000
	film long.mp4 70000000
	{
		echo 'entries:'
		entry facebook 'text: "Elle est là 🙂", media: [{ file: img/detail.png, alt: Un détail }, { url: "https://cdn.test/b.jpg", alt: B }]'
		entry instagram "text: 'Elle est là 🙂', $there"
		entry threads "text: 'Elle est là 🙂', $there"
		entry x "text: 'Elle est là & <bien> https://atelier.example/lampe', $picture"
		entry linkedin "text: 'Elle est là (bientôt) #lampe {1} <2> *3* _4_ @5 | ~', $picture"
		entry youtube 'text: Elle est là, title: Lampe, media: [{ file: short.mp4, alt: "" }]'
		entry tiktok 'text: "Elle est là 🙂", media: [{ file: long.mp4, alt: "" }], options: { tiktok: { privacy: PUBLIC_TO_EVERYONE } }'
		entry tiktok-business 'text: Par adresse, media: [{ url: "https://cdn.test/1.mp4", type: video/mp4, alt: "" }]'
		entry pinterest "text: Elle est là, title: Lampe, link: 'https://atelier.example/lampe', $picture, options: { pinterest: { board: Lampes, make_board: true } }"
		entry pinterest_2 'text: Les deux, media: [{ file: img/detail.png, alt: A }, { file: img/carnet.png, alt: B }], options: { pinterest: { board: Lampes, make_board: true } }' pinterest
		entry pinterest_3 'text: Elle bouge, media: [{ file: short.mp4, alt: "" }], options: { pinterest: { board: Lampes, make_board: true } }' pinterest
		local film='media: [{ file: middle.mp4, alt: "" }]'
		entry facebook_film "text: Un film, title: Film, $film"
		entry facebook_reel "text: Un reel, $film, options: { facebook: { reel: true } }"
		entry facebook_story "text: '', $film, options: { facebook: { story: true } }"
		entry instagram_reel "text: Un reel, $film"
		entry x_film "text: Un film, $film"
		entry linkedin_film "text: Un film, title: Film, $film"
	} >calendar.yaml
	smm-plan calendar.yaml >posts.jsonl
}

# sim WHAT [FORM ...]: asks the simulated network itself
sim() { curl -sS "http://127.0.0.1:$PORT/sim/$1" "${@:2}"; }

# as NAME PATH [OPTION ...]: asks as that account does
as() { curl -gsS -H "Authorization: Bearer token-$1" "http://127.0.0.1:$PORT$2" "${@:3}"; }

# are_processing: of everything that is processed it was asked how far it is
are_processing() {
	local asked many
	while read -r many asked; do
		[ "$(grep -oE "$asked" received.jsonl | sort -u | wc -l)" -ge "$many" ] || return 1
	done <<-'E'
		2 path":"[^"]*","query":"fields=status_code
		2 path":"[^"]*","query":"fields=status%2Cpublished
		1 error_message
		2 command=STATUS&media_id=[0-9]*
		2 /rest/(images|videos)/urn
		1 processingDetails
		1 /status/fetch/
		1 /publish/status/
		1 /v5/media/[0-9]
	E
}

# smm-post is stopped while the networks are at it; what they have done twenty minutes later the next run finds.
publish() {
	smm-post posts.jsonl >first.jsonl 2>post.err 3>&- &
	local run=$!
	eventually are_processing
	kill "$run"
	wait "$run" || true
	smm-post --status >first.jsonl
	sim clock -d seconds=1300 >/dev/null
	smm-post --now 2026-12-01T09:21:45Z posts.jsonl >results.jsonl 2>>post.err || { cat results.jsonl post.err; return 1; }
	smm-post --now 2026-12-01T09:22:45Z posts.jsonl >again.jsonl
}

# strangers "ACT FORM" ...: what they do, asked of the simulated network itself by one process
strangers() {
	local act next=
	for act in "$@"; do
		printf '%surl = "http://127.0.0.1:%s/sim/%s"\ndata = "%s"\n' "$next" "$PORT" "${act%% *}" "${act#* }"
		next=$'next\n'
	done | curl -sS -K -
}

# Two of them comment everywhere. Where it can be read it is, once; one gets an answer, the other is hidden, once.
talk() {
	local ref acts=()
	for ref in $(jq -r 'select(.id == "\(.network)@\(.network)") | .ref' results.jsonl); do
		acts+=("reply id=$ref&by=zoe&text=Elle existe en bleu ?" "reply id=$ref&by=max&text=Bande de nuls" "like id=$ref")
	done
	strangers "${acts[@]}" >/dev/null
	cm-inbox --now 2026-12-01T10:00:00Z --since 2026-12-01T00:00:00Z >inbox.jsonl
	cm-inbox --now 2026-12-01T10:00:01Z >nothing.jsonl
	jq -c '{ type: "action", message: .id, account, network } + if .text | contains("bleu") then { id: "reply \(.id)", op: "reply", text: "Oui !" }
		elif .network != "linkedin" then { id: "hide \(.id)", op: "hide" } else empty end' inbox.jsonl >acts.jsonl
	cm-reply acts.jsonl >done.jsonl
	cm-reply acts.jsonl >done_again.jsonl
}

# One of each network follows.
count() {
	local network acts=()
	for network in $TRADE; do acts+=("follow network=$network&account=$(name "$network")"); done
	strangers "${acts[@]}" >/dev/null
	kpi-collect --now 2026-12-01T10:00:00Z results.jsonl >metrics.jsonl
}

# What came of it, a line each, behind the network's name; REF is the post's id there.
tell_facts() {
	local file slurps=()
	for file in first results again inbox nothing done done_again metrics gone world; do slurps+=(--slurpfile $file $file.jsonl); done
	jq -nr --arg trade "$TRADE" "${slurps[@]}" '($trade | split(" "))[] as $n
		| def of(list): list | map(select(.account == $n));
		  def post(list): list | map(select(.id == "\($n)@\($n)"))[0];
		  def sorted: sort[];
		post($results).ref as $ref | ($world | map(select(.network == $n))) as $there
		| ($there | map(select(.account == "2001" or .account == "1701"))) as $ours
		| "runs \(post($first).status) \(post($results).status) \(post($again).status) \(post($again).ref)",
		  "url \(post($results).url)",
		  ($ours | map("post \(.text)") | sorted),
		  (of($inbox) | map("read \(.text)") | sorted), (of($nothing)[] | "read again \(.text)"),
		  (of($done) | map("\(.op) \(.status)") | sorted), (of($done_again) | map("once more \(.op) \(.status)") | sorted),
		  ($there[] | select(.hidden) | "hidden \(.account)"),
		  (of($metrics)[] | select(.scope != "post" or .ref == $ref)
			| "\(.scope) \({ views, impressions, likes, comments, followers } | with_entries(select(.value)) | tojson)"),
		  (of($gone)[] | "delete \(.status)"), ($there[] | select(.deleted) | "gone \(.id)")
		| "\($n) \(split($ref) | join("REF"))"'
}

# came_of NETWORK: the facts are those on standard input
came_of() { diff <(sed -n "s/^$1 //p" facts) -; }

# as_meta NETWORK RUNS URL COMMENTS: what all networks of Meta have in common
as_meta() {
	came_of "$1" <<-E
		runs $2
		url $3
		post Elle est là 🙂
		post Oui !
		read Bande de nuls
		read Elle existe en bleu ?
		hide done
		reply done
		once more hide done
		once more reply done
		hidden max
		post {"views":3,"likes":1,"comments":$4}
		account {"followers":1}
		delete done
		gone REF
	E
}

@test "Facebook: words and two pictures, commented, hidden, counted, deleted; the same words again are refused" {
	as_meta facebook 'done done done REF' https://www.facebook.com/REF 3
	as 3001 /v26.0/3001/feed -d message=Bonjour | jq -e .id
	[ "$(as 3001 /v26.0/3001/feed -d message=Bonjour | jq .error.code)" = 506 ]
	[ "$(as 3001 '/v26.0/3001/published_posts?fields=id,nothing' | jq -r .error.message)" = '(#100) Tried accessing nonexisting field (nothing)' ]
	[ "$(as 3001 '/v26.0/3001/published_posts?fields=message,reactions.limit(0).summary(true),comments{from}' |
		jq -c '.data[0] | del(.id)')" = '{"message":"Bonjour","reactions":{"data":[],"summary":{"total_count":0}},"comments":{"data":[]}}' ]
	[ "$(as expired /v26.0/3001 | jq -c '[.error.code, .error.error_subcode]')" = '[190,463]' ]
}

# pieces PATTERN: how many requests like that were answered, by their size
pieces() { grep -E "$1" received.jsonl | grep -oE '"bytes":[0-9]+' | cut -d: -f2 | xargs; }

@test "films and reels of Facebook, Instagram, X and LinkedIn: in their pieces, processed, out once" {
	local film
	for film in $FILMS; do
		[ "$film" = facebook_story ] || grep -q "\"id\":\"$film@.*\"pending\"" first.jsonl
		grep -q "\"id\":\"$film@.*\"done\"" results.jsonl
	done
	[ "$(jq -r 'select(.account == "2900" or .account == "1790") | .network' world.jsonl | sort | xargs)" = 'facebook facebook facebook instagram linkedin x' ]
	[ "$(pieces '"upload_phase":"transfer"')" = '1048576 1048576 1048576 1048576 805696' ]
	[ "$(pieces '/append')" = '1048576 1048576 1048576 1048576 805696' ]
	[ "$(pieces 'dms-uploads.*"status":200')" = '4194304 805696' ]
	[ "$(pieces '/(video|ig-api)-upload/')" = '5000000 5000000 5000000' ]
}

@test "Facebook and Instagram: the bytes of a reel come from where they ended; a story of it is in no list of posts" {
	to() { as "$1" "/v26.0/$2" "${@:3}"; }
	send() { as "$1" "/${to#http://*/}" -o said -w '%{http_code}' -H "offset: $2" -H 'file_size: 600000' -H 'Content-Type: application/octet-stream' --data-binary @-; }
	to 4001 4001/video_stories -d upload_phase=start >start
	id=$(jq -r .video_id start) to=$(jq -r .upload_url start)
	[ "$(head -c 200000 short.mp4 | send 4001 0)" = 200 ]
	to 4001 "$id?fields=status" | jq -e '.status | .uploading_phase == {"status":"in_progress","bytes_transfered":200000} and .publishing_phase.status == "not_started"'
	to 4001 4001/video_stories -d upload_phase=finish -d "video_id=$id" | jq -e '.error.code == 6000'
	[ "$(tail -c 400000 short.mp4 | send 4001 100000)" = 400 ]
	[ "$(jq -r .debug_info.type said)" = OffsetInvalidError ]
	[ "$(tail -c 400000 short.mp4 | send 4001 200000)" = 200 ]
	post=$(to 4001 4001/video_stories -d upload_phase=finish -d "video_id=$id" | jq -r .post_id)
	to 4001 '4001/stories?fields=post_id,status,media_id' | jq -ce ".data == [{post_id: \"$post\", status: \"PUBLISHED\", media_id: \"$id\"}]"
	to 4001 4001/published_posts | jq -e '.data == []'
	to 1704 1704/media -d media_type=REELS -d upload_type=resumable >start
	id=$(jq -r .id start) to=$(jq -r .uri start)
	to 1704 "$id?fields=status_code" | jq -e '.status_code == "IN_PROGRESS"'
	to 1704 1704/media_publish -d "creation_id=$id" | jq -e '.error.code == 9007'
	[ "$(send 1704 0 <short.mp4)" = 200 ]
	sim clock -d seconds=600 >/dev/null
	to 1704 1704/media_publish -d "creation_id=$id" | jq -e .id
}

@test "Instagram: a picture that takes its time, commented, hidden, counted, deleted" {
	as_meta instagram 'pending done done REF' https://www.instagram.com/p/REF/ 3
}

@test "Threads: a picture, commented, hidden, counted, deleted; what is too long is refused" {
	as_meta threads 'pending done done REF' https://www.threads.com/@2001/post/REF 2
	long=$(printf 'x%.0s' $(seq 497))
	[ "$(as 3001 /v1.0/me/threads -d media_type=TEXT --data-urlencode "text=$long🙂" | jq .error.code)" = 100 ]
	[ "$(as 3001 /v1.0/me/threads -d media_type=TEXT --data-urlencode "text=${long:1}🙂" | jq 'has("id")')" = true ]
	[ "$(as 3001 /v1.0/me/threads_publish -d creation_id=17 | jq -c '[.error.code, .error.error_subcode]')" = '[24,4279009]' ]
}

@test "X: words, an address and a described picture, answered, hidden, counted, deleted; refused as X does" {
	came_of x <<-'E'
		runs pending done done REF
		url https://x.com/i/status/REF
		post Elle est là & <bien> https://atelier.example/lampe
		post Oui !
		read @2001 Bande de nuls
		read @2001 Elle existe en bleu ?
		hide done
		reply done
		once more hide done
		once more reply done
		hidden max
		post {"impressions":3,"likes":1,"comments":2}
		account {"followers":1}
		delete done
		gone REF
	E
	tweet() { as 3001 /2/tweets --json "$1" | jq -c '[.status, .detail]'; }
	id=$(as 3001 /2/tweets --json '{"text":"Bonjour"}' | jq -r .data.id)
	[[ "$(tweet '{"text":"Bonjour"}')" == '[403,'*duplicate* ]]
	[[ "$(tweet "{\"text\":\"$(printf 'é%.0s' $(seq 279))🙂\"}")" == '[400,'*'too long'* ]]
	id=$(sim reply -d "id=$id" -d 'text=Quoi ?' | jq -r .id)
	id=$(sim reply -d "id=$id" -d 'text=Rien' -d by=max | jq -r .id)
	[[ "$(tweet "{\"text\":\"Si\",\"reply\":{\"in_reply_to_tweet_id\":\"$id\"}}")" == '[403,'*mentioned* ]]
	as 3001 "/2/tweets?ids=1,$id&tweet.fields=conversation_id" | jq -e '.errors[0].value == "1" and .data[0].text == "@stranger Rien"'
	film=$(as 3001 /2/media/upload/initialize --json '{"media_type":"video/mp4","media_category":"tweet_video","total_bytes":600000}' | jq -r .data.id)
	as 3001 "/2/media/upload/$film/append" -F segment_index=0 -F media=@short.mp4 >/dev/null
	[[ "$(tweet "{\"text\":\"Film\",\"media\":{\"media_ids\":[\"$film\"]}}")" == '[400,'*'media IDs are invalid'* ]]
	as 3001 "/2/media/upload/$film/finalize" -X POST | jq -e '.data.processing_info.state == "in_progress"'
	for _ in $(seq 76); do echo "url=http://127.0.0.1:$PORT/2/users/me"; done |
		curl -sS -H "Authorization: Bearer token-3001" -D head -K - >/dev/null
	[ "$(tr -d '\r' <head | awk '/^HTTP/ { s = $2 } tolower($1) ~ /remaining/ { r = $2 } END { print s, r }')" = '429 0' ]
}

@test "LinkedIn: reserved characters, a picture, answered, counted, deleted; nothing can be hidden; what is not escaped ends the text" {
	came_of linkedin <<-'E'
		runs pending done done REF
		url https://www.linkedin.com/feed/update/REF/
		post Elle est là (bientôt) #lampe {1} <2> *3* _4_ @5 | ~
		post Oui !
		read Bande de nuls
		read Elle existe en bleu ?
		reply done
		once more reply done
		post {"impressions":3,"likes":1,"comments":2}
		account {"followers":1}
		delete done
		gone REF
	E
	rest() { as 3001 "/rest/$1" -H 'LinkedIn-Version: 202611' "${@:2}"; }
	as 3001 /rest/posts/1 | jq -e '.code == "NONEXISTENT_VERSION" and .status == 426'
	post='"author":"urn:li:organization:3001","visibility":"PUBLIC","distribution":{},"lifecycleState":"PUBLISHED"'
	rest posts --json "{$post,\"commentary\":\"Une \\\\(vraie) lampe\"}"
	[ "$(published | grep ^3001 | tail -1)" = '3001 Une (vraie' ]
	rest posts --json "{$post,\"commentary\":\"Une \\\\(vraie) lampe\"}" | jq -e '.status == 422 and (.message | test("duplicate of urn:li:share:"))'
	rest posts --json "{$post,\"commentary\":\"$(printf 'x%.0s' $(seq 3001))\"}" | jq -e '.code == "FIELD_LENGTH_TOO_LONG"'
}

@test "YouTube: a film in pieces, commented, held back, counted, deleted; what YouTube refuses" {
	came_of youtube <<-'E'
		runs pending done done REF
		url https://www.youtube.com/watch?v=REF
		post Elle est là
		post Oui !
		read Bande de nuls
		read Elle existe en bleu ?
		hide done
		reply done
		once more hide done
		once more reply done
		hidden max
		post {"views":3,"likes":1,"comments":3}
		account {"followers":1}
		delete done
		gone REF
	E
	start() { as 3001 '/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status' -H 'X-Upload-Content-Length: 300000' --json "$@"; }
	start '{"snippet":{"title":"a < b"}}' | jq -e '.error.errors[0].reason == "invalidTitle"'
	start "{\"snippet\":{\"title\":\"a\",\"description\":\"$(printf 'é%.0s' $(seq 2501))\"}}" | jq -e '.error.errors[0].reason == "invalidDescription"'
	start '{"snippet":{"title":"a"}}' -D head
	to=$(tr -d '\r' <head | sed -n 's/^[Ll]ocation: //p')
	head -c 1000 short.mp4 | curl -sS -T - -H 'Content-Range: bytes 0-999/300000' "$to" | jq -e '.error.code == 400'
	[ "$(curl -sS -X PUT -H 'Content-Range: bytes */300000' -H 'Content-Length: 0' -o /dev/null -w '%{http_code}' "$to")" = 308 ]
}

# tiktok NAME PATH BODY: asks as TikTok's creator NAME; said: the error's code
tiktok() { curl -sS -H "Authorization: Bearer token-$1" "http://127.0.0.1:$PORT/v2/post/publish/$2" --json "$3"; }
said() { jq -r .error.code; }

@test "TikTok: a film in two pieces, processed, looked at, counted" {
	came_of tiktok <<-'E'
		runs pending done done REF
		url https://www.tiktok.com/@2001/video/REF
		post Elle est là 🙂
		post Oui !
		post Oui !
		post Par adresse
		hidden max
		hidden max
		post {"views":3,"likes":1,"comments":3}
		account {"likes":2,"followers":1}
	E
	[ "$(sed -n 's/.*"PUT","path":"\/video\/".*"bytes":\([0-9]*\),"status":\([0-9]*\)}/\1 \2/p' received.jsonl | xargs)" = '33554432 206 36445568 201' ]
}

@test "TikTok for Business: a film by its address; comments of both films read, answered and hidden, no stranger's deleted" {
	came_of tiktok-business <<-'E'
		runs pending done done REF
		url null
		read Bande de nuls
		read Bande de nuls
		read Elle existe en bleu ?
		read Elle existe en bleu ?
		hide done
		hide done
		reply done
		reply done
		once more hide done
		once more hide done
		once more reply done
		once more reply done
		post {"views":3,"likes":1,"comments":3}
		account {"likes":2,"followers":1}
	E
	ttb() { curl -gsS -H "Access-Token: token-${AS-2001}" "http://127.0.0.1:$PORT/open_api/v1.3/business/$1" "${@:2}"; }
	film=$(jq -r 'select(.id == "tiktok@tiktok") | .ref' results.jsonl)
	ttb "comment/list/?business_id=2001&video_id=$film&include_replies=true" >list
	[ "$(jq -r '.data.comments[] | "\(.username) \(.status) \(.replies) \(.reply_list[0].text)"' list | paste -sd/)" = 'max HIDDEN 0 null/zoe PUBLIC 1 Oui !' ]
	id=$(jq -r '.data.comments[0].comment_id' list)
	ttb comment/delete/ --json "{\"business_id\":\"2001\",\"comment_id\":\"$id\"}" | jq -e '.code == 40001'
	ttb comment/create/ --json "{\"business_id\":\"2001\",\"video_id\":\"$film\",\"text\":\"$(printf 'x%.0s' $(seq 151))\"}" | jq -e '.code == 40002'
	ttb 'get/?business_id=1&fields=[]' | jq -e '.code == 40001'
	AS=expired ttb 'get/?business_id=2001&fields=[]' | jq -e '.code == 40105'
}

@test "TikTok: refused as TikTok does, pieces that do not follow, a post that fails, the day's and the inbox' limit" {
	ask='"post_info":{"title":"a","privacy_level":"PUBLIC_TO_EVERYONE"}'
	tiktok private1 creator_info/query/ '{}' | jq -e '.data.privacy_level_options[0] == "FOLLOWER_OF_CREATOR"'
	[ "$(tiktok private1 video/init/ "{$ask,\"source_info\":{\"source\":\"PULL_FROM_URL\",\"video_url\":\"https://a.test/1.mp4\"}}" | said)" = privacy_level_option_mismatch ]
	[ "$(tiktok expired creator_info/query/ '{}' | said)" = access_token_invalid ]
	[ "$(tiktok t1 video/init/ "{$ask,\"source_info\":{\"source\":\"FILE_UPLOAD\",\"video_size\":70000000,\"chunk_size\":33554432,\"total_chunk_count\":3}}" | said)" = invalid_params ]
	[ "$(tiktok t1 video/init/ "{$ask,\"source_info\":{\"source\":\"PULL_FROM_URL\",\"video_url\":\"https://unverified.test/1.mp4\"}}" | said)" = url_ownership_unverified ]
	[ "$(as t1 '/v2/video/list/' --json '{}' | said)" = invalid_params ]
	to=$(tiktok t1 video/init/ "{$ask,\"source_info\":{\"source\":\"FILE_UPLOAD\",\"video_size\":600000,\"chunk_size\":600000,\"total_chunk_count\":1}}" | tee init | jq -r .data.upload_url)
	put() { curl -sS -o /dev/null -w '%{http_code}' -T - -H 'Content-Type: video/mp4' -H "Content-Range: bytes $1/600000" "$to"; }
	[ "$(head -c 1000 short.mp4 | put 0-999)" = 416 ]
	[ "$(head -c 600000 /dev/zero | put 0-599999)" = 201 ]
	sim clock -d seconds=600 >/dev/null
	tiktok t1 status/fetch/ "$(jq -c '{ publish_id: .data.publish_id }' init)" | jq -e '.data.status == "FAILED" and .data.fail_reason == "file_format_check_failed"'
	far='"source_info":{"source":"PULL_FROM_URL","video_url":"https://a.test/1.mp4"}'
	[ "$(tiktok t2 'inbox/video/init/?n=[1-7]' "{$far}" | said | xargs)" = 'ok ok ok ok ok spam_risk_too_many_pending_share rate_limit_exceeded' ]
	for _ in 1 2 3; do
		[ "$(tiktok t3 'video/init/?n=[1-5]' "{$ask,$far}" | said | uniq)" = ok ]
		sim clock -d seconds=60 >/dev/null
	done
	[ "$(tiktok t3 'video/init/' "{$ask,$far}" | said)" = spam_risk_too_many_posts ]
	[ "$(tiktok t3 creator_info/query/ '{}' | said)" = spam_risk_too_many_posts ]
}

@test "Pinterest: a picture inside its pin, a carousel, a film sent before, counted, deleted; comments are not to be read" {
	came_of pinterest <<-'E'
		runs done done done REF
		url https://www.pinterest.com/pin/REF/
		post Elle bouge
		post Elle est là
		post Les deux
		post {"impressions":3,"likes":1,"comments":2}
		account {"followers":1}
		delete done
		gone REF
	E
	grep -q '"id":"pinterest_3@pinterest",.*"status":"pending"' first.jsonl
	as 2001 /v5/boards | jq -e '.items | length == 1 and .[0].name == "Lampes" and .[0].pin_count == 2'
	as 2001 "/v5/pins?page_size=1" >page
	[ "$(jq -c '[.items[0].media.media_type, .items[0].description]' page)" = '["video","Elle bouge"]' ]
	as 2001 "/v5/pins?page_size=1&bookmark=$(jq -r .bookmark page)" | jq -e '.items[0].media.media_type == "multiple_images" and .bookmark == null'
}

@test "Pinterest: refused as Pinterest does; a form that is not whole is not Amazon's" {
	pin() { as "$1" /v5/pins --json "$2" | jq -c '[.code, .message]'; }
	board=$(as 3001 /v5/boards --json '{"name":"Lampes"}' | jq -r .id)
	at="\"board_id\":\"$board\",\"media_source\":{\"source_type\""
	[[ "$(pin trial1 "{$at:\"image_url\",\"url\":\"https://a.test/1.jpg\"}}")" == '[29,'*Trial* ]]
	[[ "$(pin 3001 '{"board_id":"Lampes"}')" == '[1,'*'must match the pattern'* ]]
	[[ "$(pin 3001 '{"board_id":"1"}')" == '[40,'* ]]
	[[ "$(pin 3001 "{$at:\"image_url\",\"url\":\"https://unreachable.test/1.jpg\"}}")" == '[1,"Unable to reach the URL'* ]]
	[[ "$(pin 3001 "{$at:\"image_base64\",\"content_type\":\"image/png\",\"data\":\"bm8=\"}}")" == '[1,'*base64* ]]
	[[ "$(pin 3001 "{\"title\":\"$(printf 'x%.0s' $(seq 99))🙂\",$at:\"image_url\",\"url\":\"https://a.test/1.jpg\"}}")" == '[1,'*maxLength=100* ]]
	[[ "$(pin 3001 "{$at:\"multiple_image_urls\",\"items\":[{\"url\":\"https://a.test/1.jpg\"}]}}")" == '[1,'*minItems=2* ]]
	[[ "$(pin expired '{}')" == '[2,'* ]]
	as 3001 /v5/pins/1 -X DELETE | jq -e '.code == 50'
	as 3001 /v5/media --json '{"media_type":"video"}' >media
	id=$(jq -r .media_id media) to=$(jq -r .upload_url media)
	mapfile -t form < <(jq -r '.upload_parameters | to_entries[] | "-F\(.key)=\(.value)"' media)
	form() { curl -sS -o /dev/null -w '%{http_code}' "$to" "$@"; }
	[ "$(form "${form[@]:1}" -F 'file=@short.mp4;type=video/mp4')" = 403 ]
	[ "$(form -F 'file=@short.mp4;type=video/mp4' "${form[@]}")" = 403 ]
	[ "$(form "${form[@]}" -F 'file=@short.mp4;type=video/mp4' -H 'Authorization: Bearer token-3001')" = 400 ]
	[[ "$(pin 3001 "{$at:\"video_id\",\"media_id\":\"$id\"}}")" == *'not succeeded'* ]]
	[ "$(form "${form[@]}" -F 'file=@short.mp4;type=video/mp4')" = 204 ]
	sim clock -d seconds=600 >/dev/null
	[[ "$(pin 3001 "{$at:\"video_id\",\"media_id\":\"$id\"}}")" == *cover_image_url* ]]
}

@test "the answer to what makes a post is lost, smm-post is stopped: run again it finds each of them, once" {
	local on faults=()
	for on in 'POST /v26.0/2001/feed' 'POST /v26.0/1701/media_publish' 'POST /v1.0/me/threads_publish' 'POST /2/tweets' \
		'POST /rest/posts' 'POST /open_api/v1.3/business/video/publish/' 'PUT /upload/youtube/v3/videos' 'PUT /video/' 'POST /v5/pins'; do
		faults+=(-f "lost,on=$on,times=1")
	done
	mkdir lost
	cd lost
	sim_start "${faults[@]}" 3>&-
	the_brand
	the_calendar
	film long.mp4 600000
	sed -i '/id: [a-z]*_/d; /id: facebook/s/, media: .*/ }/' calendar.yaml
	smm-plan calendar.yaml >posts.jsonl
	smm-post --wait 30 posts.jsonl >results.jsonl 2>post.err 3>&- &
	run=$!
	all_lost() { [ "$(grep -c '"fault":"lost"' received.jsonl)" = 9 ]; }
	eventually all_lost
	kill -TERM "$run" 2>/dev/null || true
	wait "$run" || true
	for minute in 10 15 20 25; do
		smm-post --now "2026-12-01T09:$minute:05Z" posts.jsonl >results.jsonl 2>>post.err && break
	done
	[ "$(jq -r .status results.jsonl | sort | uniq -c | xargs)" = '9 done' ] || { cat results.jsonl post.err; return 1; }
	[ "$(sim posts | jq -r .network | sort | xargs)" = "$(xargs -n1 <<<"${TRADE/-business/}" | sort | xargs)" ]
}
