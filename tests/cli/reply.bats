#!/usr/bin/env bats
# cm-reply: what is decided about messages is carried out, once

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	sim_start
	brand_files
	calendar 'id: launch, at: 2026-12-01 09:00, accounts: [masto, bsky], state: approved, text: "Elle est là"'
	post_all
	comment "$(result launch@masto ref)" 'Combien ?' anna
	comment "$(result launch@bsky ref)" 'Nul !' paul
	cm-inbox --since 2026-12-01T00:00:00+01:00 >inbox.jsonl
	M=$(jq -r 'select(.account == "masto") | .id' inbox.jsonl)
	B=$(jq -r 'select(.account == "bsky") | .id' inbox.jsonl)
}
teardown() { brand_end; }

comment() {
	curl -sS -o /dev/null "http://127.0.0.1:$PORT/sim/reply" --data-urlencode "id=$1" --data-urlencode "text=$2" -d "by=$3"
}

# action MESSAGE OP [MEMBERS]: an action line
action() {
	local account=${1#*:}
	printf '{"type":"action","id":"%s","message":"%s","account":"%s","network":"%s","op":"%s","article":"A1","by":"rule:test","at":"2026-12-01T09:00:00+01:00"%s}\n' \
		"${4:-$2-1}" "$1" "${account%%:*}" "${1%%:*}" "$2" "${3:-}"
}

# done_at NETWORK: what the simulated network was asked to do, as METHOD PATH
asked() { jq -r 'select(.method != "GET") | "\(.method) \(.path)"' received.jsonl; }

@test "an answer on each network: below the message, to its author, once" {
	{ action "$M" reply ',"text":"12 euros"' r1; action "$B" reply ',"text":"Dommage"' r2; } >actions.jsonl
	run --separate-stderr cm-reply actions.jsonl
	[ "$status" = 0 ]
	echo "$output" >out.jsonl
	[ "$(jq -r '"\(.id) \(.op) \(.status) \(.article) \(.by)"' out.jsonl | sort)" = \
		$'r1 reply done A1 rule:test\nr2 reply done A1 rule:test' ]
	[ "$(jq -r .message out.jsonl | sort)" = "$(printf '%s\n' "$M" "$B" | sort)" ]
	published | grep -qx 'masto @anna 12 euros'
	published | grep -qx 'bsky.test Dommage'
	n=$(count_published)
	cm-reply actions.jsonl | jq -e '.status == "done"'
	[ "$(count_published)" = "$n" ]
	[ "$(curl -sS "http://127.0.0.1:$PORT/sim/posts" | jq -r 'select(.text == "@anna 12 euros") | .reply_to')" = "${M##*:}" ]
}

@test "who has been answered meanwhile is not answered again" {
	action "$M" reply ',"text":"un"' r1 | cm-reply
	action "$M" reply ',"text":"deux"' r2 >two.jsonl
	run cm-reply two.jsonl
	[ "$status" = 1 ]
	[[ "$output" == *'"status":"refused"'*'answered for us meanwhile'* ]]
	[ "$(published | grep -c @anna)" = 1 ]
}

@test "an answer of which no word came back is looked for, not sent twice" {
	sim_stop
	sim_start -f 'lost,on=POST /api/v1/statuses,after=2,times=1'
	brand_files
	rm -rf state
	post_all || true
	comment "$(result launch@masto ref)" 'Combien ?' anna
	M=$(cm-inbox -a masto --since 2026-12-01T00:00:00+01:00 | jq -r .id)
	action "$M" reply ',"text":"12 euros"' r1 >a.jsonl
	cm-reply a.jsonl >out.jsonl || true
	[ "$(jq -r .status out.jsonl)" = done ] || SMM_NOW=2026-12-01T09:10:00+01:00 cm-reply a.jsonl >out.jsonl
	[ "$(jq -r .status out.jsonl)" = done ]
	[ "$(published | grep -c '12 euros')" = 1 ]
}

@test "messages with proposed actions do nothing until told" {
	jq -c '. + {actions: [{op: "hide", article: "A1", by: "rule:insult"}, {op: "mute", article: "A1", by: "rule:insult"}]}' inbox.jsonl >moderated.jsonl
	: >received.jsonl
	run cm-reply moderated.jsonl
	[ "$status" = 0 ] && [ -z "$output" ]
	[ -z "$(asked)" ]
	run cm-reply --apply moderated.jsonl
	[ "$status" = 1 ] # Mastodon hides nothing
	[ "$(jq -r '"\(.account) \(.op) \(.status) \(.article)"' <<<"$output" | sort)" = \
		$'bsky hide done A1\nbsky mute done A1\nmasto hide refused A1\nmasto mute done A1' ]
	[[ "$output" == *"$M/mute"* ]]
}

@test "hide, like, mute, block and back; a reply is taken back by deleting it" {
	for op in hide like mute block; do action "$B" $op; done | cm-reply >out.jsonl
	[ "$(jq -r .status out.jsonl | sort -u)" = done ]
	curl -sS "http://127.0.0.1:$PORT/sim/acts" | jq -e '[.[].op] == ["mute"]'
	cm-reply --undo hide-1 --undo like-1 --undo mute-1 --undo block-1 >undo.jsonl
	[ "$(jq -r '"\(.op) \(.status)"' undo.jsonl | sort)" = $'unblock done\nunhide done\nunlike done\nunmute done' ]
	action "$M" reply ',"text":"oups"' r1 | cm-reply
	cm-reply --undo r1 | jq -e '.op == "delete" and .status == "done"'
	[ "$(curl -sS "http://127.0.0.1:$PORT/sim/posts" | jq -r 'select(.text == "@anna oups") | .deleted')" = true ]
	run cm-reply --undo nothing
	[ "$status" = 65 ]
}

@test "refused before anything is sent: no text, a variable not filled, another's message" {
	: >received.jsonl
	{
		action "$M" reply '' a
		action "$M" reply ',"text":"Bonjour {{name}}"' b
		action "${M/masto:/bsky:}" reply ',"text":"x"' c
		action "$M" reply_private ',"text":" "' d
	} >bad.jsonl
	run cm-reply bad.jsonl
	[ "$status" = 1 ]
	[ "$(grep -c '"status":"refused"' <<<"$output")" = 4 ]
	[[ "$output" == *"without text"* && "$output" == *"not filled: {{name}}"* ]]
	[ -z "$(asked)" ]
}

@test "a dry run sends nothing and says what it would do" {
	: >received.jsonl
	action "$M" reply ',"text":"x"' | cm-reply -n | jq -e '.status == "planned"'
	[ ! -s received.jsonl ]
}

@test "a private answer stays private, and so does an answer to a private message" {
	ref=$(action "$M" reply_private ',"text":"en privé"' | cm-reply | jq -r .ref)
	[ "$(curl -sS -H 'Authorization: Bearer token-masto' "http://127.0.0.1:$PORT/api/v1/statuses/$ref" | jq -r .visibility)" = direct ]
}

@test "a message deleted since: said, and no error" {
	curl -sS -X DELETE -H 'Authorization: Bearer token-anna' "http://127.0.0.1:$PORT/api/v1/statuses/${M##*:}" >/dev/null
	run cm-reply <<<"$(action "$M" reply ',"text":"trop tard"')"
	[ "$status" = 0 ]
	[[ "$output" == *'"note":"the message is not there any more'* ]]
	published | refute grep -q 'trop tard'
}

@test "assigned and escalated: a line for the team, once" {
	{ action "$M" assign ',"assign":"support"'; action "$B" escalate; action "$B" close; } >actions.jsonl
	cm-reply --team team.jsonl actions.jsonl >out.jsonl
	[ "$(jq -r '"\(.op) \(.status)"' out.jsonl | sort)" = $'assign done\nclose done\nescalate done' ]
	[ "$(jq -r .op team.jsonl)" = $'assign\nescalate' ]
	cm-reply --team team.jsonl actions.jsonl >again.jsonl
	[ "$(wc -l <team.jsonl)" = 2 ]
	cmp out.jsonl again.jsonl
}

@test "a team's command that fails is told again next time" {
	action "$M" escalate >a.jsonl
	run cm-reply --team-command false a.jsonl
	[ "$status" = 75 ]
	cm-reply --team-command 'tee told' a.jsonl 2>/dev/null | jq -e '.status == "done"'
	[ "$(jq -r .op told)" = escalate ]
}

# rules: replies.yaml and the strategy whose templates it names
rules() {
	cat >strategy.yaml <<-E
		variables: { shop: "l'Atelier" }
		replies:
		  thanks:
		    fr: ["Merci {{name}} ! {{shop}}", "Un grand merci, {{name}}. {{shop}}"]
		    en: "Thank you {{name}}!"
		  broken: "Bonjour {{nobody}}"
	E
	cat >replies.yaml <<-E
		strategy: strategy.yaml
		rules:
		  - { id: private, when: { kind: dm }, template: thanks, do: reply_private }
		  - { id: bad, when: { rating: 1-2 }, template: broken }
		  - { id: good, when: { label: praise, lang: [fr, en] }, template: thanks, article: A2 }
	E
}

# judged MEMBERS: the message of each network as cm-moderate leaves it
judged() { jq -c ". + $1" inbox.jsonl; }

@test "rules answer with the strategy's words, in the language of the message, each message once" {
	rules
	judged '{ labels: ["praise"], lang: "fr" }' >judged.jsonl
	cm-reply -n --rules replies.yaml judged.jsonl | jq -e '.status == "planned"'
	cm-reply --rules replies.yaml judged.jsonl >out.jsonl
	[ "$(jq -r '"\(.op) \(.status) \(.article) \(.by)"' out.jsonl | sort -u)" = 'reply done A2 rule:good' ]
	published | grep -qE "^masto @anna (Merci anna !|Un grand merci, anna\.) l'Atelier$"
	n=$(count_published)
	cm-reply --rules replies.yaml judged.jsonl | jq -e '.status == "done"'
	[ "$(count_published)" = "$n" ]
}

@test "rules: never the same wording twice in a row to one person" {
	rules
	for n in 1 2 3 4 5; do comment "$(result launch@masto ref)" "Bravo $n" anna; done
	cm-inbox | jq -c '. + { labels: ["praise"], lang: "fr" }' >judged.jsonl
	[ "$(wc -l <judged.jsonl)" = 5 ]
	while read -r line; do cm-reply --rules replies.yaml <<<"$line"; done <judged.jsonl >out.jsonl
	[ "$(jq -r .status out.jsonl | sort -u)" = done ]
	published | grep -oE 'Merci anna|grand merci' >words
	[ "$(wc -l <words)" = 5 ]
	[ -z "$(uniq -d words)" ]
}

@test "rules: a variable that nobody fills, a language without words: refused, nothing sent" {
	rules
	: >received.jsonl
	run cm-reply -a masto --rules replies.yaml <<<"$(judged '{ rating: 1 }')"
	[ "$status" = 1 ]
	[[ "$output" == *'"status":"refused"'*nobody* ]]
	sed -i 's/lang: \[fr, en\]/kind: comment/' replies.yaml
	run cm-reply -a masto --rules replies.yaml <<<"$(judged '{ labels: ["praise"], lang: "de" }')"
	[[ "$output" == *'"status":"refused"'*'no wording in the language'*'de'* ]]
	[ -z "$(asked)" ]
}

@test "rules leave alone what a person has to decide, and what we wrote" {
	rules
	: >received.jsonl
	judged '{ labels: ["praise"], lang: "fr", actions: [{ op: "escalate", by: "label:safety" }] }' >judged.jsonl
	judged '{ labels: ["praise"], lang: "fr", own: true }' >>judged.jsonl
	judged '{ labels: ["insult"], lang: "fr" }' >>judged.jsonl
	[ -z "$(cm-reply --rules replies.yaml judged.jsonl)" ]
	[ -z "$(asked)" ]
}

@test "rules: a name that mentions others or links is not repeated" {
	rules
	judged '{ labels: ["praise"], lang: "en", author: { id: "9", handle: "mallory", name: "@everyone http://x.test" } }' |
		cm-reply -a masto --rules replies.yaml >out.jsonl
	published | grep -q 'Thank you mallory!'
}

@test "rules: what is wrong in the file is said with its place" {
	rules
	sed -i 's/template: broken/template: thank/' replies.yaml
	run cm-reply --rules replies.yaml judged.jsonl
	[ "$status" = 65 ]
	[[ "$output" == *'replies.yaml:4:'*'"thank"'*'the nearest is thanks'* ]]
	sed -i 's/rating: 1-2/rating: bad/' replies.yaml
	run cm-reply --rules replies.yaml judged.jsonl
	[[ "$output" == *'replies.yaml:4:'*'expected a rating like 5, or 1-2'* ]]
}

@test "assigned: a mail by sendmail, in which strangers write no header" {
	mkdir bin
	printf '#!/bin/sh\necho "$@" >>"%s/args"\ncat >>"%s/mail"\n' "$PWD" "$PWD" >bin/sendmail
	chmod +x bin/sendmail
	action "$M" assign ',"assign":"support","text":"a\\nBcc: x@y.test"' |
		PATH=$PWD/bin:$PATH cm-reply --team-mail support@example.org | jq -e '.status == "done"'
	[ "$(cat args)" = '-i -- support@example.org' ]
	grep -qx 'To: support@example.org' mail
	refute grep -q '^Bcc' mail
	sed '1,/^$/d' mail | jq -e '.op == "assign"'
	run cm-reply --team-mail $'a@b.test\nBcc: c@d.test' <<<"$(action "$B" escalate)"
	[ "$status" = 64 ]
}

@test "a verdict of hold: held where that can be, else left as it is and listed for a person" {
	jq -c '. + {actions: [{op: "hold", article: "A3", by: "rule:doubt"}]}' inbox.jsonl >moderated.jsonl
	: >received.jsonl
	run cm-reply --apply moderated.jsonl
	[ "$status" = 0 ]
	[ "$(jq -r '"\(.op) \(.status) \(.article) \(.by)"' <<<"$output" | sort -u)" = 'hold waiting A3 rule:doubt' ]
	[[ "$output" == *'a person decides'* ]]
	[ -z "$(asked)" ]
	sim_stop
	sim_start --script "$ROOT/tests/net/wordpress/hold-verdict.jsonl"
	cat >wp.yaml <<-E
		timezone: UTC
		accounts: [ { name: a, network: wordpress, server: "http://127.0.0.1:$PORT", user: ed, secret: { file: secrets/wp } } ]
	E
	(umask 077 && echo 'pass word' >secrets/wp)
	jq -c 'select(.account == "masto") | .id = "wordpress:a:2" | .account = "a" | .network = "wordpress"' moderated.jsonl >wp.jsonl
	run cm-reply -c wp.yaml -s sqlite:wp.db --apply wp.jsonl
	[ "$status" = 0 ]
	[ "$(jq -r '"\(.op) \(.status) \(.article)"' <<<"$output")" = 'hold done A3' ]
}

@test "a token that may read and not write: said, and done once it may" {
	sim_stop
	sim_start --script "$ROOT/tests/net/mastodon/reply-read-only.jsonl"
	brand_files
	rm -rf state
	action mastodon:masto:50 reply ',"text":"12 euros","lang":"fr"' r1 >a.jsonl
	run --separate-stderr cm-reply a.jsonl
	[ "$status" = 77 ]
	[ "$(jq -r '"\(.status) \(.error.fault)"' <<<"$output")" = 'retry auth' ]
	[[ "$(jq -r .error.message <<<"$output")" == *'outside the authorized scopes'* ]]
	sim_stop
	sim_start
	brand_files
	post_all
	comment "$(result launch@masto ref)" 'Combien ?' anna
	id=$(cm-inbox -a masto --since 1d | jq -r .id)
	jq -c --arg id "$id" '.message = $id' a.jsonl | SMM_NOW=2026-12-01T10:00:00+01:00 cm-reply | jq -e '.status == "done"'
}

@test "an author who has blocked us: nothing is done, and it is no error" {
	sim_stop
	sim_start --script "$ROOT/tests/net/bluesky/reply-blocked.jsonl"
	cat >b.yaml <<-E
		timezone: UTC
		accounts: [ { name: a, network: bluesky, server: "http://127.0.0.1:$PORT", user: us.test, secret: { file: secrets/bsky } } ]
	E
	action 'bluesky:a:at://did:plc:anna/app.bsky.feed.post/3kx' reply ',"text":"12 euros"' r1 >a.jsonl
	mkdir -p state/sessions
	(umask 077 && printf '{"accessJwt":"t","refreshJwt":"r","did":"did:plc:us","handle":"us.test","server":"http://127.0.0.1:%s","of_server":"http://127.0.0.1:%s","of_user":"us.test"}' \
		"$PORT" "$PORT" >state/sessions/a.json)
	run --separate-stderr cm-reply -c b.yaml -s sqlite:b.db a.jsonl
	[ "$status" = 0 ]
	[ "$(jq -r .status <<<"$output")" = done ]
	[[ "$(jq -r .note <<<"$output")" == *'not there any more'* ]]
}

@test "the tone of an answer: a banned word is refused, capitals and another language are said" {
	rules
	echo 'words: { banned: [gratuit] }' >>strategy.yaml
	action "$M" reply ',"text":"C'"'"'est gratuit"' r1 >banned.jsonl
	run --separate-stderr cm-reply --rules replies.yaml banned.jsonl
	[ "$status" = 1 ]
	[[ "$(jq -r .error.message <<<"$output")" == *'"gratuit" is banned by the strategy'* ]]
	published | refute grep -q gratuit
	action "$M" reply ',"lang":"fr","text":"THANK YOU VERY MUCH FOR YOUR KIND WORDS, we will send it to you tomorrow morning"' r2 >loud.jsonl
	run --separate-stderr cm-reply --rules replies.yaml loud.jsonl
	[ "$status" = 0 ]
	[[ "$stderr" == *'r2: all capitals: '*'the message is in "fr", the answer in "en"'* ]]
	published | grep -q 'THANK YOU'
	# what the ledger has stays as it was, whatever the strategy bans later
	echo 'words: { banned: [thank] }' >strategy.tmp && sed '/^words/d' strategy.yaml >>strategy.tmp && mv strategy.tmp strategy.yaml
	cm-reply --rules replies.yaml loud.jsonl | jq -e '.status == "done"'
}

@test "the store keeps nothing of what people wrote, whatever is done about it" {
	jq -c '. + { labels: ["praise"], lang: "fr", actions: [{ op: "like", by: "rule:x" }] }' inbox.jsonl >judged.jsonl
	cm-reply --apply judged.jsonl >out.jsonl
	{ action "$M" reply ',"text":"12 euros"' r1; action "$B" hide; action "$B" close; } | cm-reply >>out.jsonl
	[ "$(jq -r .status out.jsonl | sort -u)" = done ]
	sqlite3 state/smm.db .dump >dump
	grep -q '12 euros' dump # ours
	refute grep -qE 'Combien|Nul !' dump
	refute grep -aqE 'Combien|Nul !' state/smm.db*
}
