#!/usr/bin/env bats
# wordpress.bats - publish on a real WordPress, and read what visitors write there

bats_require_minimum_version 1.5.0

setup_file() {
	export SERVERS=$BATS_TEST_DIRNAME
	export ROOT=$BATS_TEST_DIRNAME/../..
	local build=${BUILD:-build} rc=0
	case $build in /*) ;; *) build=$ROOT/$build ;; esac
	export PATH=$build/bin:$PATH WORK
	WORK=$(mktemp -d)
	chmod 755 "$WORK"
	cd "$WORK" || return 1
	"$SERVERS/wordpress-up" "$WORK/wp" 2>why || rc=$?
	if [ $rc = 77 ]; then
		echo "WordPress cannot be had here: $(tail -1 why)" >skip
		return 0
	fi
	[ $rc = 0 ] || { cat why >&2; return 1; }
	mkdir -p img
	cp "$ROOT/examples/img/detail.png" img/a.png
	cat >smm.yaml <<-Y
		timezone: Europe/Paris
		store: sqlite:state/smm.db
		accounts:
		  - { name: blog, network: wordpress, server: "$(cat wp/url)", user: admin, secret: { file: wp/admin.password } }
		  - { name: author, network: wordpress, server: "$(cat wp/url)", user: author, secret: { file: wp/author.password } }
	Y
	cat >calendar.yaml <<-Y
		entries:
		  - id: news
		    at: $(date -d '-1 minute' '+%Y-%m-%d %H:%M')
		    accounts: [blog]
		    state: approved
		    title: "La lampe & le <papier>"
		    text: "Elle est là !\nDétails : https://example.org/a?b=1&c=2\n\n<b>Fin</b>"
		    tags: [lampe, papier, "R&D"]
		    media: [{ file: img/a.png, alt: "une \"lampe\" ronde" }]
		    options: { wordpress: { categories: [Nouvelles], featured: true } }
	Y
}

teardown_file() {
	[ ! -d "$WORK/wp" ] || "$SERVERS/down" "$WORK/wp"
	cd / && rm -rf "$WORK"
}

setup() {
	cd "$WORK" || return 1
	[ ! -e skip ] || skip "$(cat skip)"
}

# api METHOD ROUTE [CURL_OPTION ...]: as the administrator
api() {
	local method=$1 route=$2
	shift 2
	curl -sS -g -X "$method" -u "admin:$(cat wp/admin.password)" "$(cat wp/url)/?rest_route=/wp/v2/$route" "$@"
}

# visitor TEXT [NAME]: a comment through the public form
visitor() {
	curl -sS -o page -w '%{http_code}' "$(cat wp/url)/wp-comments-post.php" -d "comment_post_ID=$(post)" \
		-d "author=${2:-Anna}" -d "email=${2:-anna}$RANDOM@example.test" --data-urlencode "comment=$1" | grep -q 302
}

post() { jq -r 'select(.id == "news@blog") | .ref' results.jsonl | sed s,posts/,,; }

@test "a post: title, HTML, picture with words, tags, category; the same plan again changes nothing" {
	smm-plan calendar.yaml >posts.jsonl
	smm-post posts.jsonl >results.jsonl
	[ "$(jq -r .status results.jsonl)" = done ]
	api GET "posts/$(post)&context=edit" >p.json
	[ "$(jq -r .status p.json)" = publish ]
	[ "$(jq -r .title.raw p.json)" = "La lampe &amp; le <papier>" ] || [ "$(jq -r .title.rendered p.json)" != "" ]
	jq -r .content.raw p.json >content
	grep -q '<p>Elle est là !<br />' content
	grep -q '<a href="https://example.org/a?b=1&amp;c=2">' content
	grep -q '&lt;b&gt;Fin&lt;/b&gt;' content
	[ "$(jq '.tags | length' p.json)" = 3 ]
	[ "$(jq '.categories | length' p.json)" = 1 ]
	[ "$(api GET "media/$(jq .featured_media p.json)" | jq -r .alt_text)" = 'une "lampe" ronde' ]
	[ "$(jq -r .link p.json)" = "$(jq -r .url results.jsonl)" ]
	smm-post posts.jsonl | jq -e '.status == "done"'
	[ "$(api GET posts | jq '[.[] | select(.slug | startswith("la-lampe"))] | length')" = 1 ]
}

@test "the ledger is lost: the post is found by its slug, not made twice" {
	smm-post -s sqlite:other.db posts.jsonl >again.jsonl
	[ "$(jq -r '"\(.status) \(.ref)"' again.jsonl)" = "done posts/$(post)" ]
	[ "$(api GET 'posts&status=any' | jq '[.[] | select(.slug | startswith("la-lampe"))] | length')" = 1 ]
}

@test "a wrong password is said, and nothing is lost" {
	(umask 077 && echo 'wrong wrong' >wrong)
	sed 's,wp/admin.password,wrong,' smm.yaml >wrong.yaml
	run smm-post -c wrong.yaml -s sqlite:wrong.db posts.jsonl
	[ "$status" = 77 ]
	[[ "$output" == *'"status":"retry"'*'application password of account blog'* ]]
}

@test "comments that wait are read once, with our post; who may not moderate reads the approved ones" {
	cm-inbox --seen
	visitor 'Très belle <3 & "utile"'
	cm-inbox -a blog >inbox.jsonl
	[ "$(jq -r '"\(.kind) \(.public) \(.author.name) \(.post) \(.text)"' inbox.jsonl)" = \
		'comment false Anna news@blog Très belle <3 & "utile"' ]
	[ -z "$(cm-inbox -a blog)" ]
	[ -z "$(cm-inbox -a author)" ]
	api POST "comments/$(jq -r .id inbox.jsonl | sed 's/.*://')" -d status=approve >/dev/null
	[ "$(cm-inbox -a author | jq -r .public)" = true ]
}

@test "a whole conversation" {
	id=$(jq -r .id inbox.jsonl)
	api POST comments -d "post=$(post)" -d "parent=${id##*:}" -d content=Merci >/dev/null
	run cm-inbox --thread "$id"
	[ "$(jq -r '"\(.text) \(.own)"' <<<"$output")" = $'Très belle <3 & "utile" null\nMerci true' ]
}

@test "comments are held, approved, answered, marked as spam, deleted; the site shows it" {
	visitor 'Nul !' Paul || { sleep 16; visitor 'Nul !' Paul; } # flood control: 15 s
	cm-inbox -a blog >inbox.jsonl
	id=$(jq -r 'select(.author.name == "Paul") | .id' inbox.jsonl)
	act() {
		printf '{"type":"action","id":"%s","message":"%s","account":"blog","network":"wordpress","op":"%s","article":"A1"%s}\n' \
			"$1-1" "$id" "$1" "${2:-}"
	}
	is() { [ "$(api GET "comments/${id##*:}" | jq -r .status)" = "$1" ]; }
	act unhide | cm-reply | jq -e '.status == "done"'
	is approved
	act reply ',"text":"Dommage <3"' | cm-reply >answer.jsonl
	[ "$(api GET "comments/$(jq -r .ref answer.jsonl)" | jq -r .parent)" = "${id##*:}" ]
	act hide | cm-reply | jq -e '.status == "done"'
	is hold
	cm-reply --undo hide-1 | jq -e '.op == "unhide" and .status == "done"'
	is approved
	act report | cm-reply | jq -e '.status == "done"'
	is spam
	act delete | cm-reply | jq -e '.status == "done"'
	is trash
	cm-reply --undo reply-1 | jq -e '.op == "delete" and .status == "done"'
}

@test "what is counted of a post: its approved comments, nothing else" {
	total=$(curl -sS -g -o /dev/null -D - "$(cat wp/url)/?rest_route=/wp/v2/comments&post=$(post)&per_page=1" | tr -d '\r' | sed -n 's/^X-WP-Total: //Ip')
	kpi-collect -a blog results.jsonl >numbers.jsonl
	[ "$(jq -c '[.scope, .ref, .comments, has("likes"), has("views")]' numbers.jsonl)" = "[\"post\",\"posts/$(post)\",$total,false,false]" ]
}

@test "an edit, and a post taken away" {
	sed -i 's/Elle est là/Elle est partie/' calendar.yaml
	smm-plan calendar.yaml >edited.jsonl
	smm-post --edit edited.jsonl | jq -e '.op == "edit" and .status == "done"'
	api GET "posts/$(post)&context=edit" | jq -r .content.raw | grep -q 'Elle est partie'
	smm-post --delete news@blog | jq -e '.op == "delete" and .status == "done"'
	[ "$(api GET "posts/$(post)" | jq -r .status)" = trash ]
	[ -z "$(kpi-collect -a blog results.jsonl)" ]
}
