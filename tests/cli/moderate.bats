#!/usr/bin/env bats
# cm-moderate: messages judged by a charter

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	TZ=Europe/Paris
	export TZ
}
teardown() { brand_end; }

# charter RULE ...: charter.yaml with these rules, each a line of flow YAML.
charter() {
	printf 'articles:\n  A1: { title: T, text: "what it forbids" }\n' >charter.yaml
	[ $# = 0 ] || echo 'rules:' >>charter.yaml
	for rule in "$@"; do echo "  - { $rule }" >>charter.yaml; done
}

# message ID TEXT [MEMBERS]: a line. The text is JSON without its quotes.
message() {
	printf '{"type":"message","id":"mastodon:masto:%s","account":"masto","network":"mastodon","kind":"comment","author":{"id":"7","handle":"u"},"text":"%s","at":"2026-12-01T10:00:0%s+01:00"%s}\n' \
		"$1" "$2" "$1" "${3:-}"
}

# ops TEXT [MEMBERS [OPTION]]: what is proposed for it, with charter.yaml.
ops() { message 1 "$1" "${2:-}" | cm-moderate ${3:-} -C charter.yaml | jq -r '[.actions[]?.op] | join(" ")'; }

@test "the charters that come with smmkit pass their own examples" {
	for file in "$ROOT"/share/charters/*.yaml "$ROOT/examples/charter.yaml"; do
		run --separate-stderr cm-moderate -q --check "$file"
		[ "$status" = 0 ] || { echo "$output"; false; }
		[[ "$output" == *" examples pass" ]]
	done
	sed -n '/^\.Sh EXAMPLES$/,$p' "$ROOT/man/smm-charter.5" | sed -n '/^\.Bd/,/^\.Ed/p' | sed "/^\./d; s/\\\\('e/é/g; s/\\\\(\`e/è/g; s/\\\\(^e/ê/g; s/\\\\e/\\\\/g" >charter.yaml
	cm-moderate --check charter.yaml
}

@test "an example that fails: what was expected, what came, why; status 1" {
	charter 'id: insult, article: A1, when: { words: [idiot] }, do: hide, assign: support'
	printf 'examples:\n  - { text: "you idiot", do: allow, assign: sales, priority: high }\n  - { text: "you", do: allow }\n' >>charter.yaml
	run --separate-stderr cm-moderate --check charter.yaml
	[ "$status" = 1 ]
	[ "${lines[0]}" = 'charter.yaml:6:5: "you idiot"' ]
	[ "${lines[1]}" = '  - do: allow' ] && [ "${lines[2]}" = '  + do: hide' ]
	[ "${lines[3]}" = '  - priority: high' ] && [ "${lines[5]}" = '  - assign: sales' ]
	[[ "${lines[7]}" == *'"word":"idiot"'* ]]
	[ "${lines[8]}" = 'charter.yaml: 1 of 2 examples failed' ]
}

@test "members are added, all others survive byte for byte, a verdict is replaced" {
	charter 'id: insult, article: A1, when: { words: [idiot] }, do: hide'
	message 1 'an \u00efd\/iot, idiot' ', "x" : [ 1,2.50 ],"Ünï":{"a" :null}' >in
	cm-moderate --no-classify -C charter.yaml in >once
	[ "$(head -c $(($(wc -c <in) - 2)) in)" = "$(head -c $(($(wc -c <in) - 2)) once)" ]
	jq -e '.why[0] == {rule:"insult",article:"A1",do:["hide"],found:[{word:"idiot",text:"ïd/iot"}]}' once
	jq -e '.actions == [{op:"hide",article:"A1",by:"rule:insult"}] and .priority == "normal"' once
	cm-moderate --no-classify -C charter.yaml once | cmp - once
	charter 'id: other, article: A1, when: { words: [nobody] }, do: hide'
	cm-moderate --no-classify -C charter.yaml once >twice
	jq -e 'has("why") or has("actions") | not' twice
	jq -S 'del(.priority)' twice >a && jq -S . in >b && cmp a b
}

@test "labels: a charter asks the classifiers, and its examples pass" {
	cat >charter.yaml <<-'E'
		articles:
		  A1: { title: "Pas d'insultes", text: "Les attaques contre les personnes sont masquées." }
		rules:
		  - id: insult
		    article: A1
		    when: { label: insult, level: certain }
		    do: hide
		    then: [ { after: 3, within: 30d, do: block } ]
		  - id: refund
		    article: A1
		    when: { label: refund }
		    assign: support
		    priority: high
		service:
		  comment: { urgent: 30m, high: 2h, normal: 8h }
		examples:
		  - { text: "Espèce d'abruti", do: hide }
		  - { text: "Quel abruti de chat, je l'adore", do: allow }
	E
	run --separate-stderr cm-moderate --check charter.yaml
	[ "$status" = 0 ] && [ "$output" = 'charter.yaml: 2 examples pass' ] || { echo "$output$stderr"; false; }
	[ "$(ops "Espèce d'abruti")" = hide ] && [ "$(ops "Quel abruti de chat, je l'adore")" = '' ]
	for i in 1 2 3; do message $i "Espèce d'abruti"; done >in
	[ "$(cm-moderate -C charter.yaml in | jq -r '.actions[0].op' | xargs)" = 'hide hide block' ]
	message 1 'Je veux être remboursé !' | cm-moderate -C charter.yaml |
		jq -e '.assign == "support" and .priority == "high" and (has("actions") | not)'
}

@test "what classifiers say: language, sentiment, labels, topics, with their evidence; made anew each time" {
	charter 'id: a, when: { words: [nobody] }'
	message 1 'Le colis est arrivé cassé, c\u0027est inadmissible \u001b[31m!' >in
	cm-moderate -C charter.yaml in >once
	jq -e '.lang == "fr" and .sentiment.label == "negative" and .sentiment.score > 0.5 and .sentiment.score <= 1' once
	jq -e '(.labels | index("complaint") != null) and (.topics | index("delivery") != null)' once
	jq -e '.why | map(select(.label == "complaint")) | .[0].level != null and .[0].score >= 0.5 and
		(.[0].found | map(.text) | index("inadmissible") != null)' once
	refute grep -q "$(printf '\033')" once
	cm-moderate -C charter.yaml once | cmp - once
	sed 's/"negative"/"positive"/; s/"labels":\["complaint"[^]]*\]/"labels":["praise"]/; s/Le colis/Le  colis/' once | cm-moderate -C charter.yaml |
		jq -e '.sentiment.label == "negative" and (.labels | index("complaint") != null and index("praise") == null)'
	message 1 'Merci beaucoup, quelle belle lampe' ',"lang":"en"' | cm-moderate -C charter.yaml |
		jq -e '.lang == "en" and .sentiment.label == "positive"'
	message 1 '' | cm-moderate -C charter.yaml | jq -e '[has("lang", "sentiment", "labels", "topics", "why")] | any | not'
	charter 'id: a, article: A1, when: { lang: fr, sentiment: negative, score: "> 0.5" }, do: hold' \
		'id: b, article: A1, when: { topic: delivery }, assign: support'
	cm-moderate -C charter.yaml in | jq -e '[.actions[].op] == ["hold"] and .assign == "support"'
}

@test "--no-classify: what messages bring is believed, nothing is added" {
	charter 'id: a, article: A1, when: { sentiment: negative }, do: hold'
	message 1 'I love it' ',"sentiment":{"label":"negative","score":0.9}' >in
	cm-moderate -C charter.yaml --no-classify in | jq -e '.sentiment.label == "negative" and .actions[0].op == "hold" and (has("labels") | not)'
	cm-moderate -C charter.yaml in | jq -e '.sentiment.label == "positive" and (has("actions") | not)'
	SMM_DATADIR=/nonexistent cm-moderate -C charter.yaml --no-classify in >/dev/null
	run --separate-stderr env SMM_DATADIR=/nonexistent cm-moderate -C charter.yaml in
	[ "$status" = 78 ] && [[ "$stderr" == *language.model* ]]
	run cm-moderate --no-classify --digest in
	[ "$status" = 64 ]
}

@test "who is in danger reaches a person: nothing is hidden, nobody is blocked" {
	charter 'id: a, article: A1, when: { label: [self_harm, safety] }, do: [delete, block], priority: low' \
		'id: b, article: A1, when: { words: [mourir] }, do: hide'
	message 1 "j'ai envie de mourir" | cm-moderate -C charter.yaml >out
	jq -e '.actions == [{op:"escalate",by:"label:self_harm"}] and .priority == "urgent"' out
	jq -e '[.why[] | select(.rule).rule] == ["a","b"]' out
	charter 'id: a, article: A1, when: { label: safety }, do: escalate'
	message 1 'le chargeur a pris feu' | cm-moderate -C charter.yaml |
		jq -e '.actions == [{op:"escalate",article:"A1",by:"rule:a"}] and .priority == "urgent"'
}

@test "our own messages and other records pass as they are" {
	charter 'id: insult, article: A1, when: { words: [idiot] }, do: hide'
	{ message 1 idiot ',"own":true'; echo '{"type":"result", "id":"a","op":"publish","status":"done"}'; echo '{"type":"new","x":1}'; } >in
	cm-moderate -C charter.yaml in | cmp - in
}

@test "words in disguise, and what only looks like one" {
	charter 'id: a, article: A1, when: { words: [connard, "salop*"], phrases: ["ta gueule"] }, do: hide'
	for text in connard CONNARD 'l’connard' "d'connard" c0nnard connnnnard con.nard 'c o n n a r d' 'c*nnard' 'cönnard' \
		'сonnard' 'c\u200bo\u200bn\u200bn\u200bard' 'ｃｏｎｎａｒｄ' salope s@lopes 'TA  GUEULE !' 't a g u e u l e' 'ta, gueule'; do
		[ "$(ops "$text")" = hide ] || { echo "not found: $text"; false; }
	done
	for text in connards conardeau 'con narde' 'salo pe' gueule 'ta grande gueule' 'https://connard.example/' ''; do
		[ "$(ops "$text")" = '' ] || { echo "found: $text"; false; }
	done
	charter 'id: a, article: A1, when: { words: [salé], accents: true }, do: hide'
	[ "$(ops salé)" = hide ] && [ "$(ops SALÉ)" = hide ] && [ "$(ops sale)" = '' ]
}

@test "words and phrases from a file" {
	mkdir lists
	printf '# insults\nidiot\n  moron \t# a remark\n\n' >lists/words.txt
	charter 'id: a, article: A1, when: { words: [{ file: lists/words.txt }, fool], phrases: { file: lists/words.txt } }, do: hide'
	[ "$(ops moron)" = hide ] && [ "$(ops fool)" = hide ] && [ "$(ops insults)" = '' ]
	printf 'x\xff\n' >lists/words.txt
	run cm-moderate -C charter.yaml /dev/null
	[ "$status" = 65 ] && [[ "$output" == *charter.yaml:4:*lists/words.txt:1:*UTF-8* ]]
}

@test "conditions: all of a mapping, one of a list, none of unless" {
	charter 'id: a, article: A1, when: { words: [x], rating: "<= 2" }, do: hide' \
		'id: b, article: A1, when: [{ words: [y] }, { links: ">= 2" }], unless: { lang: fr }, do: delete' \
		'id: c, article: A1, when: { capitals: "> 0.8", length: ">= 10", public: true }, do: hold' \
		'id: d, article: A1, when: { author: { followers: "< 5", handle: [u] } }, do: report' \
		'id: e, article: A1, when: { mentions: ">= 3" }, do: mute' \
		'id: f, article: A1, when: { host: spam.example }, do: block' \
		'id: g, article: A1, when: { label: insult, level: certain }, do: escalate' \
		'id: h, article: A1, when: { author: { age: "< 2d" }, media: 1 }, do: mute'
	[ "$(ops x)" = '' ] && [ "$(ops x ',"rating":3')" = '' ] && [ "$(ops x ',"rating":2.0')" = hide ]
	[ "$(ops y)" = delete ] && [ "$(ops y ',"lang":"fr-CA"')" = '' ]
	[ "$(ops 'https://a.example/ http://b.example')" = delete ]
	[ "$(ops 'THIS IS LOUD' ',"public":true')" = hold ] && [ "$(ops 'This is not loud' ',"public":true')" = '' ]
	[ "$(message 1 z | sed 's/"handle"/"followers":3,"handle"/' | cm-moderate -C charter.yaml | jq -r '.actions[].op')" = report ]
	[ "$(ops 'hi @a @b @c')" = mute ] && [ "$(ops 'a@b.example c@d.example e@f.example')" = '' ]
	[ "$(ops 'https://www.spam.example/x')" = block ] && [ "$(ops 'https://notspam.example/x')" = '' ]
	[ "$(ops z ',"labels":["insult"],"why":[{"label":"insult","level":"certain","score":0.9}]' --no-classify)" = escalate ]
	[ "$(ops z ',"labels":["insult"],"why":[{"label":"insult","level":"suspect","score":0.6}]' --no-classify)" = '' ]
	[ "$(message 1 z ',"media":[{"url":"https://a/"}]' | sed 's/"handle"/"since":"2026-11-30T10:00:00Z","handle"/' |
		cm-moderate -C charter.yaml | jq -r '.actions[].op')" = mute ]
}

@test "the strictest verdict of each kind, the highest priority, its team" {
	charter 'id: a, article: A1, when: { words: [x] }, do: [hide, mute], assign: low, priority: low' \
		'id: b, article: A1, when: { words: [x] }, do: delete, assign: first' \
		'id: c, article: A1, when: { words: [x] }, do: escalate, assign: second, priority: urgent' \
		'id: d, article: A1, when: { words: [x] }, do: allow'
	message 1 x | cm-moderate -C charter.yaml >out
	jq -e '[.why[].rule] == ["a","b","c","d"]' out
	jq -e '[.actions[] | .op + " " + .by] == ["escalate rule:c","mute rule:a","delete rule:b"]' out
	jq -e '.priority == "urgent" and .assign == "second"' out
}

@test "graded sanctions: from this run and from the journal; undone ones do not count" {
	charter 'id: a, article: A1, when: { words: [x] }, do: hide, then: [{ after: 2, within: 1d, do: mute }, { after: 3, do: block }]'
	for i in 1 2 3; do message $i x; done >in
	[ "$(cm-moderate -C charter.yaml in | jq -r '.actions[0].op' | xargs)" = 'hide mute block' ]
	head -2 in | cm-moderate -C charter.yaml >journal.jsonl
	[ "$(tail -1 in | cm-moderate -C charter.yaml --history journal.jsonl | jq -r '.actions[0].op')" = block ]
	cp in again # messages that are in the journal already are not counted twice
	[ "$(cm-moderate -C charter.yaml --history journal.jsonl again | jq -r '.actions[0].op' | xargs)" = 'hide mute block' ]
	echo '{"type":"result","id":"r","op":"unhide","status":"done","message":"mastodon:masto:1","at":"2026-12-01T11:00:00Z"}' >>journal.jsonl
	[ "$(tail -1 in | cm-moderate -C charter.yaml --history journal.jsonl | jq -r '.actions[0].op')" = mute ]
	sed -i 's/2026-12-01T10:00:02/2026-11-01T10:00:02/' journal.jsonl
	[ "$(tail -1 in | cm-moderate -C charter.yaml --history journal.jsonl | jq -r '.actions[0].op')" = hide ]
	[ "$(message 3 x | sed 's/"id":"7"/"id":"8"/' | cm-moderate -C charter.yaml --history journal.jsonl | jq -r '.actions[0].op')" = hide ]
}

@test "authors with a past, and floods" {
	charter 'id: new, article: A1, when: { words: [x], author: { messages: 1 } }, do: hold' \
		'id: known, article: A1, when: { author: { sanctions: ">= 1", within: 30d } }, do: escalate' \
		'id: flood, article: A1, when: { volume: { messages: 3, within: 1m, of: text } }, do: hide'
	for i in 1 2; do message $i x; done >in
	[ "$(cm-moderate -C charter.yaml in | jq -r '[.actions[]?.op] | join(",")' | xargs)" = hold ]
	cm-moderate -C charter.yaml in >journal.jsonl
	echo '{"type":"result","id":"r","op":"hide","status":"done","message":"mastodon:masto:1","at":"2026-12-01T10:00:01Z"}' >>journal.jsonl
	[ "$(message 3 hello ',"x":1' | sed 's/10:00:03+01/12:00:03+01/' | cm-moderate -C charter.yaml --history journal.jsonl | jq -r '.actions[0].op')" = escalate ]
	for i in 1 2 3; do message $i 'Buy  THIS!' | sed "s/\"id\":\"7\"/\"id\":\"$i\"/"; done >in
	[ "$(cm-moderate -C charter.yaml in | jq -r '[.actions[]?.op] | join(",")' | xargs)" = hide ]
}

@test "due: by kind and priority, in business hours or by the clock" {
	charter 'id: a, when: { words: [now] }, priority: urgent'
	cat >>charter.yaml <<-'E'
		service:
		  any: { normal: 1d, hours: clock }
		  comment: { urgent: 30m, normal: 8h }
	E
	brand_files
	echo 'hours: { days: mon-fri, from: "09:00", to: "18:00", holidays: fr }' >>smm.yaml
	message 1 hello >in
	[ "$(cm-moderate -C charter.yaml in | jq -r .due)" = 2026-12-01T18:00:01+01:00 ] ||
		[ "$(cm-moderate -C charter.yaml in | jq -r .due)" = 2026-12-02T09:00:01+01:00 ]
	sed -i 's/2026-12-01T10:00:01/2026-12-24T17:50:00/' in
	[ "$(cm-moderate -C charter.yaml in | jq -r .due)" = 2026-12-28T16:50:00+01:00 ]
	[ "$(sed 's/hello/now/' in | cm-moderate -C charter.yaml | jq -r .due)" = 2026-12-28T09:20:00+01:00 ]
	[ "$(sed 's/"comment"/"dm"/' in | cm-moderate -C charter.yaml | jq -r .due)" = 2026-12-25T17:50:00+01:00 ]
	rm smm.yaml
	[ "$(cm-moderate -C charter.yaml in | jq -r .due)" = 2026-12-25T01:50:00+01:00 ]
}

wrong() { # RULES WORDS: the charter is refused, with these words
	printf 'articles: { A1: { title: T, text: x } }\n%s\n' "$1" >charter.yaml
	run cm-moderate --check charter.yaml
	[ "$status" = 65 ] && [[ "$output" == *"$2"* ]] || { echo "$1: $status $output"; return 1; }
}

@test "what is wrong in a charter, with its place and what was meant" {
	wrong 'ruls: []' 'charter.yaml:2:1: found the unknown key "ruls", the nearest known is "rules"'
	wrong 'rules: [{ id: a, when: { word: [x] } }]' 'charter.yaml:2:26: found the unknown key "word", the nearest known is "words"'
	wrong 'rules: [{ id: a, article: A1, when: { words: [x] }, do: hid }]' 'the nearest is "hide"'
	wrong 'rules: [{ id: a, article: A2, when: { words: [x] }, do: hide }]' 'charter.yaml:2:27: there is no article "A2", the nearest is "A1"'
	wrong 'rules: [{ id: a, when: { words: [x] }, do: hide }]' 'cites no article'
	wrong 'rules: [{ id: a, when: { label: insut } }]' 'the nearest is "insult"'
	wrong 'rules: [{ id: a, when: { level: certain } }]' '`level` goes with `label`'
	wrong 'rules: [{ id: a, when: { rating: "=< 2" } }]' 'expected a number with what it limits'
	wrong 'rules: [{ id: a, article: A1, when: { words: [x] }, do: hide, then: [{ after: 1, do: block }] }]' 'expected 2 (the second time)'
	wrong 'rules: [{ id: a, article: A1, when: { words: [x] }, do: [allow, hide] }]' 'found allow among others'
	wrong 'rules: [{ id: a, when: { words: [x] } }, { id: a, when: { words: [y] } }]' 'a second rule has the id "a"'
	wrong 'rules: [{ id: a, when: { words: [{ file: none.txt }] } }]' 'none.txt: No such file'
	wrong 'rules: [{ id: a, when: { words: [{ file: /dev/zero }] } }]' 'the file has a line over 16 MiB'
	{ printf '%17000000s' x; echo; echo b; } >long.txt
	wrong 'rules: [{ id: a, when: { words: [{ file: long.txt }] } }]' 'the file has a line over 16 MiB'
	wrong 'rules: [{ id: a, when: { patterns: ["(x"] } }]' 'charter.yaml:2:37: the pattern "(x", at its byte 3: missing closing parenthesis'
	wrong 'rules: [{ id: a, when: { words: [x] }, assign: suport }]
teams: { support: { } }' 'there is no team "suport", the nearest is "support"'
	wrong 'rules: []
service: { comments: { high: 2h } }' 'the nearest known is "comment"'
	: >charter.yaml
	run cm-moderate -C charter.yaml /dev/null
	[ "$status" = 65 ] && [[ "$output" == *"charter.yaml is empty"* ]]
	run cm-moderate -C nowhere.yaml /dev/null
	[ "$status" = 65 ] && [[ "$output" == *"nowhere.yaml: No such file"* ]]
	run cm-moderate /dev/null
	[ "$status" = 64 ]
}

@test "rules that can never hold are warned of" {
	charter 'id: a, when: { rating: "> 5" }' 'id: b, when: { kind: dm, public: true }' 'id: c, when: { kind: comment, rating: 1 }' \
		'id: d, when: { links: "< 0" }' 'id: e, when: { label: insult }, unless: { label: [insult, hate] }' 'id: f, when: { words: ["!!!"] }' \
		'id: g, when: { words: [x] }, unless: {}' 'id: h, when: { label: insult, score: "> 1" }'
	run --separate-stderr cm-moderate --check charter.yaml
	[ "$status" = 0 ]
	for rule in a b c d e g h; do [[ "$stderr" == *"rule \"$rule\" can never hold"* ]] || { echo "$rule"; false; }; done
	[[ "$stderr" == *'"!!!" can never be found'* ]]
	printf '%s\n' '# signs' '???' idiot >words
	printf '(a+)+$\n' >patterns
	charter 'id: a, when: { words: { file: words } }' 'id: b, when: { patterns: { file: patterns } }'
	run --separate-stderr cm-moderate --check charter.yaml
	[ "$status" = 0 ]
	[[ "$stderr" == *'charter.yaml: a file of words has "???", which can never be found'* ]]
	[[ "$stderr" == *'charter.yaml: the pattern "(a+)+$" is slow'* ]]
}

@test "a long line is written from where it stands, and once more with a verdict in it" {
	charter 'id: a, article: A1, when: { words: [idiot] }, do: hide'
	message 1 "$(head -c 200000 /dev/zero | tr '\0' a) idiot" >in
	cm-moderate --no-classify -C charter.yaml in >out
	jq -e '.actions[0].op == "hide" and (.text | length) == 200006 and .priority == "normal"' out
	cm-moderate --no-classify -C charter.yaml out | cmp - out
	[ "$(head -c 200000 in)" = "$(head -c 200000 out)" ]
}

@test "hostile texts: escape sequences, bidi, zalgo, heaps of marks, a million characters" {
	charter 'id: a, article: A1, when: { words: [idiot] }, do: hide'
	[ "$(ops '\u001b[31m \u202eidiot\u202c \u001b]0;x\u0007')" = hide ]
	message 1 '\u001b[31midiot\u009b2J' | cm-moderate -C charter.yaml >out
	refute grep -q "$(printf '\033')" out
	zalgo=$(printf 'i\u0301\u0302\u0303\u0304d\u0316\u0317\u0318i\u0301o\u0489t\u0353\u0354')
	[ "$(ops "$zalgo")" = hide ]
	message 1 "$(printf 'i'; printf '\u0301%.0s' $(seq 100000); printf 'diot')" | cm-moderate -C charter.yaml | jq -e '.actions[0].op == "hide"'
	message 1 "$(head -c 1000000 /dev/zero | tr '\0' a) idiot" | cm-moderate -C charter.yaml | jq -e '.actions[0].op == "hide"'
	message 1 "$(printf 'i d %.0s' {1..50000}) idiot" | cm-moderate -C charter.yaml | jq -e '.actions[0].op == "hide"'
}

@test "bad lines: reported, kept, the rest goes on" {
	charter 'id: a, article: A1, when: { words: [idiot] }, do: hide'
	{ message 1 idiot; printf '{"type":"message","text":"\xff"}\n'; echo '{"type":"message"}'; echo '[]'; message 2 idiot; } >in
	run --separate-stderr bash -c 'cm-moderate -C charter.yaml --rejects bad in >out'
	[ "$status" = 65 ]
	[[ "$stderr" == *in:2:*UTF-8* ]] && [[ "$stderr" == *in:3:* ]] && [[ "$stderr" == *in:4:* ]]
	[ "$(jq -c .actions[0].op out | grep -c hide)" = 2 ] && [ "$(wc -l <bad)" = 3 ]
	run bash -c 'cm-moderate -C charter.yaml in >/dev/full'
	[ "$status" = 74 ]
	run --separate-stderr bash -c 'yes "$(cat in)" | head -n 10000 | cm-moderate -q -C charter.yaml 2>/dev/null | head -1 | wc -l'
	[ "$output" = 1 ]
}

@test "patterns made to explode are stopped, and said" {
	charter "id: a, article: A1, when: { patterns: ['(a+)+(b|c)+\$', '(x+x+)+y'] }, do: hide" 'id: b, article: A1, when: { words: [idiot] }, do: hide'
	message 1 "$(head -c 100000 /dev/zero | tr '\0' a)! $(head -c 5000 /dev/zero | tr '\0' x) idiot y" >in
	timeout 20 cm-moderate -C charter.yaml in >out
	jq -e '[.why[] | select(.rule)] | map(.rule) == ["b"]' out
	jq -e '[.why[] | select(.stopped == "match limit")] | length >= 1' out
	run --separate-stderr cm-moderate --check charter.yaml
	[[ "$stderr" == *'is slow'* ]]
}

@test "nothing is loaded for a charter without patterns" {
	[ -z "$SAN" ] || skip "sanitizers load libraries of their own"
	charter 'id: a, article: A1, when: { words: [idiot] }, do: hide'
	LD_DEBUG=libs cm-moderate -C charter.yaml /dev/null 2>libs
	refute grep -qE 'libcurl|libpcre2' libs
	charter 'id: a, article: A1, when: { patterns: [idiot] }, do: hide'
	LD_DEBUG=libs cm-moderate -C charter.yaml /dev/null 2>libs
	grep -q libpcre2 libs
}

@test "--replay: what a changed charter would have done, against what was done" {
	charter 'id: a, article: A1, when: { words: [x] }, do: hide'
	{ message 1 x; message 2 y; message 3 z; } | cm-moderate -C charter.yaml >journal.jsonl
	cat >>journal.jsonl <<-'E'
		{"type":"result","id":"r1","op":"hide","status":"done","message":"mastodon:masto:1","at":"2026-12-01T11:00:00Z"}
		{"type":"result","id":"r2","op":"unhide","status":"done","message":"mastodon:masto:1","at":"2026-12-01T12:00:00Z"}
		{"type":"result","id":"r3","op":"delete","status":"done","message":"mastodon:masto:3","at":"2026-12-01T12:00:00Z"}
		{"type":"result","id":"r4","op":"block","status":"refused","message":"mastodon:masto:2","at":"2026-12-01T12:00:00Z"}
	E
	cp journal.jsonl before
	charter 'id: b, article: A1, when: { words: [x, y] }, do: hide, then: [{ after: 2, do: block }]'
	cm-moderate -C charter.yaml --replay journal.jsonl >table
	cmp before journal.jsonl
	[ "$(sed 's/  */ /g' table)" = 'was done would be done messages
nothing hide 1 *
nothing block 1 *
delete nothing 1 *
3 messages, 3 would have fared otherwise (*)' ]
	cm-moderate -C charter.yaml --replay=jsonl journal.jsonl >lines
	jq -se 'map(.type == "verdict") | all' lines
	jq -se 'map(.message[-1:] + (.was | join("")) + ">" + (.would | join(""))) == ["1>hide", "2>block", "3delete>"]' lines
	jq -se '.[1].why[0].times == 2' lines
	run cm-moderate -C charter.yaml --replay
	[ "$status" = 64 ] && [[ "$output" == *"give it as a file"* ]]
	run cm-moderate --replay journal.jsonl
	[ "$status" = 64 ]
	run cm-moderate -C charter.yaml --replay=csv journal.jsonl
	[ "$status" = 64 ]
}

@test "--digest: complaints by team and topic, with the period before and verbatims" {
	charter 'id: a, when: { words: [parcel] }, topic: delivery' 'id: b, when: { words: [broken] }, topic: quality, assign: product'
	printf 'teams: { support: { topics: [delivery] }, product: {} }\n' >>charter.yaml
	for day in 15 18 24 25 26 27 28; do
		message 1 'where is my \u001b[31m parcel, it is broken' | sed "s/2026-12-01/2026-11-$day/; s/masto:1/masto:$day/"
	done | cm-moderate -C charter.yaml >journal.jsonl
	message 2 hello >>journal.jsonl
	cm-moderate -C charter.yaml --digest=jsonl journal.jsonl >lines
	jq -se 'map([.team, .topic, .count, .previous]) == [["product","quality",5,1],["support","delivery",5,1]]' lines
	jq -se '.[0].from == "2026-11-24T00:00:00+01:00" and .[0].to == "2026-12-01T00:00:00+01:00"' lines
	jq -se '.[0].verbatims | map(.message) == ["mastodon:masto:24","mastodon:masto:25","mastodon:masto:26"]' lines
	cm-moderate -C charter.yaml --digest journal.jsonl >text
	grep -q '  delivery: 5 (1 the period before, +400 %)' text
	refute grep -q "$(printf '\033')" text
	cm-moderate --digest=jsonl --from 2026-11-15T00:00:00Z --to 2026-11-17T00:00:00Z journal.jsonl |
		jq -se 'map([.team, .topic, .count, .previous]) == [["product","delivery",1,0],["product","quality",1,0]]'
	run cm-moderate --digest --from 2026-11-17T00:00:00Z --to 2026-11-17T00:00:00Z journal.jsonl
	[ "$status" = 64 ]
}
