#!/usr/bin/env bats
# smm-plan: what a calendar becomes, and what is said of a wrong one

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	pictures
}
teardown() { brand_end; }

# wrong STATUS WORDS: the calendar is refused with this status, and the message has the words.
wrong() {
	run --separate-stderr smm-plan calendar.yaml
	[ "$status" = "$1" ] || { echo "status $status: $stderr"; return 1; }
	[[ "$stderr" == *"$2"* ]] || { echo "said: $stderr"; return 1; }
}

OK='id: ok, at: 2026-12-01 10:00, accounts: [masto], text: fine'

@test "the design's example: variants, variables, digest, the order of members" {
	cat >calendar.yaml <<-'E'
		variables: { product: "Lampe Céleste" }
		entries:
		  - id: launch
		    at: 2026-12-01 09:00            # wall time
		    accounts: [masto, bsky]
		    campaign: winter
		    pillar: product
		    state: approved
		    lang: fr
		    text: "{{product}} est là ! Voici comment elle est née."
		    link: https://atelier.example/lampe
		    media:
		      - { file: img/a.png, alt: "Une lampe ronde." }
		    bsky: { text: "{{product}} est là." }
	E
	smm-plan calendar.yaml >posts.jsonl
	jq -s -e '.[0].id == "launch@masto" and .[0].at == "2026-12-01T09:00:00+01:00" and .[1].text == "Lampe Céleste est là."
	    and (.[0].digest | test("^sha256:[0-9a-f]{64}$")) and .[0].digest != .[1].digest' posts.jsonl
	[ "$(jq -r 'keys_unsorted | join(" ")' posts.jsonl | head -1)" = \
	    'type id entry account network at state text media link lang campaign pillar digest' ]
	cp posts.jsonl before
	smm-plan calendar.yaml | cmp - before
}

@test "the digest follows what is seen, and only that" {
	digest() { smm-plan calendar.yaml | jq -r .digest; }
	calendar "id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, media: [{ file: img/a.png, alt: y }]"
	one=$(digest)
	calendar "id: a, at: 2026-12-02 09:00, accounts: [masto], campaign: c, text: x, media: [{ file: img/a.png, alt: y }]"
	[ "$(digest)" = "$one" ]
	cp img/a.png img/c.png
	calendar "id: a, at: 2026-12-02 09:00, accounts: [masto], text: x, media: [{ file: img/c.png, alt: y }]"
	[ "$(digest)" = "$one" ]
	cp img/b.png img/a.png
	calendar "id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, media: [{ file: img/a.png, alt: y }]"
	[ "$(digest)" != "$one" ]
}

@test "wall time in four zones, on both sides of a change of the clocks" {
	at() { # ZONE WALL EXPECTED
		calendar "id: a, at: $2, zone: $1, accounts: [masto], text: x"
		run --separate-stderr smm-plan calendar.yaml
		[ "$(jq -r .at <<<"$output")" = "$3" ] || { echo "$1 $2: $(jq -r .at <<<"$output")"; return 1; }
	}
	at Europe/Paris "2026-03-29 01:59" 2026-03-29T01:59:00+01:00
	at Europe/Paris "2026-03-29 02:30" 2026-03-29T03:30:00+02:00
	[[ "$stderr" == *"calendar.yaml:2: "*"does not exist"* ]]
	at Europe/Paris "2026-10-25 02:30" 2026-10-25T02:30:00+02:00
	[[ "$stderr" == *"exists twice"* ]]
	at Europe/Paris "2026-10-25 03:00" 2026-10-25T03:00:00+01:00
	at America/New_York "2026-03-08 02:30" 2026-03-08T03:30:00-04:00
	at America/New_York "2026-11-01 01:30" 2026-11-01T01:30:00-04:00
	at Australia/Lord_Howe "2026-10-04 02:10" 2026-10-04T02:40:00+11:00
	at Australia/Lord_Howe "2026-04-05 01:45" 2026-04-05T01:45:00+11:00
	at Africa/Casablanca "2026-07-01 12:00" 2026-07-01T12:00:00+01:00
	at UTC "2026-07-01 12:00" 2026-07-01T12:00:00Z
	at Europe/Paris "2026-07-01T12:00:00-03:00" 2026-07-01T12:00:00-03:00
}

@test "a zone that is none is never taken for UTC: in the calendar, in smm.yaml, in TZ" {
	calendar "$OK, zone: Europe"
	wrong 65 'calendar.yaml:2: entry ok: there is no time zone "Europe"'
	calendar "$OK"
	sed -i '1s/Paris/Pari/' smm.yaml
	wrong 78 'smm.yaml:1:11: there is no time zone "Europe/Pari"'
	sed -i 1d smm.yaml
	TZ=Europe/Pari wrong 78 'TZ is "Europe/Pari"'
	[ "$(TZ=America/New_York smm-plan calendar.yaml | jq -r .at)" = 2026-12-01T10:00:00-05:00 ]
	[ "$(TZ=EST5 smm-plan calendar.yaml | jq -r .at)" = 2026-12-01T10:00:00-05:00 ]
}

@test "lengths, counted as the network counts, at the limit and one above" {
	long() { head -c "$1" /dev/zero | tr '\0' a; }
	calendar "id: a, at: 2026-12-01 09:00, accounts: [masto], text: $(long 500)" \
	    "id: b, at: 2026-12-01 09:00, accounts: [bsky], text: $(long 300)" \
	    "id: c, at: 2026-12-01 09:00, accounts: [masto], text: \"$(long 476) https://example.org/$(long 200)\""
	[ "$(smm-plan calendar.yaml | wc -l)" = 3 ]
	calendar "id: a, at: 2026-12-01 09:00, accounts: [masto], text: $(long 501)" "$OK"
	wrong 65 'calendar.yaml:2: entry a, account masto: text has 501 graphemes, 500 allowed on Mastodon'
	[ "$(jq -r .entry <<<"$output")" = ok ]
	calendar "id: a, at: 2026-12-01 09:00, accounts: [masto], warning: x, text: $(long 500)"
	wrong 65 'text has 501 graphemes'
	calendar "id: a, at: 2026-12-01 09:00, accounts: [bsky], text: y, thread: [$(long 301)]"
	wrong 65 'thread part 2 has 301 graphemes, 300 allowed on Bluesky'
	family=👨‍👩‍👧‍👦
	calendar "id: a, at: 2026-12-01 09:00, accounts: [bsky], text: \"$(printf "$family%.0s" $(seq 130))\""
	wrong 65 '3250 bytes, 3000 allowed'
}

@test "what a network cannot do is said, with how to leave it out" {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [bsky], text: x, poll: { options: [a, b], ends_in: 1d }'
	wrong 65 'Bluesky has no polls; to leave it out there: `bsky: { poll: }`'
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [bsky], text: x, visibility: unlisted'
	wrong 65 'visibility'
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [bsky, masto], text: x, warning: w, bsky: { warning: }'
	smm-plan calendar.yaml | jq -s -e 'map(.warning) | sort == [null, "w"]'
}

@test "variables: filled, from near to far; one without a value is an error" {
	cat >calendar.yaml <<-'E'
		variables: { a: far, b: "b" }
		entries:
		  - { id: x, at: 2026-12-01 09:00, accounts: [masto], variables: { a: near }, text: '{{a}} {{ b }} {{account}} {{date}} \{{' }
	E
	[ "$(smm-plan calendar.yaml | jq -r .text)" = 'near b masto 2026-12-01 {{' ]
	sed -i 's/{{ b }}/{{acount}}/' calendar.yaml
	wrong 65 '{{acount}} has no value, the nearest variable is {{account}}'
}

@test "pictures: alt text, missing, a folder, no picture, too many, outside, a link, a FIFO" {
	media() { calendar "id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, media: [$1]" "$OK"; }
	media '{ file: img/a.png }'
	wrong 65 'img/a.png has no alt text'
	media '{ file: img/a.png, alt: "" }'
	smm-plan calendar.yaml >/dev/null
	media '{ file: img/none.png, alt: x }'
	wrong 65 'img/none.png: No such file'
	media '{ file: img, alt: x }'
	wrong 65 'img is a folder'
	echo text >img/text.png
	media '{ file: img/text.png, alt: x }'
	wrong 65 'not a picture'
	: >img/empty.png
	media '{ file: img/empty.png, alt: x }'
	wrong 65 'empty'
	media '{ file: ../x.png, alt: x }'
	wrong 65 'lies outside'
	media '{ file: /etc/hostname, alt: x }'
	wrong 65 'lies outside'
	ln -s /etc/hostname img/link.png
	media '{ file: img/link.png, alt: x }'
	wrong 65 'symbolic link'
	ln -s /etc out
	media '{ file: out/hostname, alt: x }'
	wrong 65 'out/hostname'
	mkfifo img/fifo
	media '{ file: img/fifo, alt: x }'
	wrong 65 'no regular file'
	{ cat img/a.png; head -c 2100000 /dev/zero; } >img/big.png
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [bsky], text: x, media: [{ file: img/big.png, alt: x }]'
	wrong 65 '2000000 allowed for image/png on Bluesky'
	media "$(for i in 1 2 3 4 5; do echo -n '{ file: img/a.png, alt: x },'; done)"
	wrong 65 '5 media, 4 allowed'
}

@test "accounts, networks, ids, dates, keys: what was found and what is nearest" {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [msto], text: x'
	wrong 65 'no account "msto", the nearest is "masto"'
	calendar 'id: a, at: 2026-12-01 09:00, networks: [mastdon], text: x'
	wrong 65 'nearest is "mastodon"'
	calendar "$OK" "$OK"
	wrong 65 'calendar.yaml:3: entry ok: the id stands twice; the other is at calendar.yaml:2'
	calendar 'id: a, at: 2026-02-30 09:00, accounts: [masto], text: x'
	wrong 65 '2026-02-30'
	calendar 'id: a, accounts: [masto], text: x' "$OK"
	wrong 65 'calendar.yaml:2:5: the key "at" is missing'
	[ "$(jq -r .entry <<<"$output")" = ok ]
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], txt: x' "$OK"
	wrong 65 'found the unknown key "txt", the nearest known is "text"'
	[ "$(jq -r .entry <<<"$output")" = ok ]
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, text: y'
	wrong 65 '"text" stands twice'
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, zone: Europe/Pari'
	wrong 65 'no time zone "Europe/Pari"'
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, repeat: { rule: X }'
	wrong 65 'found X in the rule'
	calendar 'id: a, at: 2026-12-01 09:00, text: x'
	wrong 65 'for nobody'
	calendar 'id: a b, at: 2026-12-01 09:00, accounts: [masto], text: x'
	wrong 65 'blank'
}

@test "the strategy: ids must be its own" {
	echo 'pillars: [{ id: craft, share: 40 }, product]' >strategy.yaml
	{ echo 'strategy: strategy.yaml'; echo 'entries:'; echo "  - { $OK, pillar: crft }"; } >calendar.yaml
	wrong 65 'strategy.yaml has no pillar "crft", the nearest is "craft"'
	echo 'pilars: []' >strategy.yaml
	wrong 65 'strategy.yaml:1:1: found the unknown key "pilars", the nearest known is "pillars"'
}

@test "YAML that is missing, unreadable, a folder, empty, broken, looping, exploding, deep, tagged" {
	run --separate-stderr smm-plan none.yaml
	[ "$status" = 65 ] && [[ "$stderr" == *none.yaml* ]]
	run --separate-stderr smm-plan img
	[ "$status" = 65 ] && [[ "$stderr" == *"is a folder"* ]]
	: >calendar.yaml
	wrong 65 'is empty'
	printf 'entries:\n  - { id: a, at: [\n' >calendar.yaml
	wrong 65 'calendar.yaml:3:1:'
	printf 'entries:\n  - { id: a, at: 2026-12-01 09:00, b: { text: y } 1}\n' >calendar.yaml
	wrong 65 'calendar.yaml:2:'
	printf 'entries: &x\n  - *x\n' >calendar.yaml
	wrong 65 'inside its own anchor'
	{
		echo 'variables:'
		echo '  a: &a [x,x,x,x,x,x,x,x,x,x]'
	} >calendar.yaml
	wrong 65 'calendar.yaml:2:6: found a list, expected a text'
	{
		echo 'entries:'
		echo "  - { $OK, options: { mastodon: { sensitive: { a: &a [1,1,1,1,1,1,1,1,1,1]"
		for l in b c d e f g h i; do
			p=$(tr 'b-i' 'a-h' <<<"$l")
			echo "     , $l: &$l [*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p]"
		done
		echo '  } } } }'
	} >calendar.yaml
	wrong 65 'more than 1000 nodes under the anchor'
	{ echo -n 'entries: [{ options: { mastodon: { sensitive: '; printf '[%.0s' $(seq 70); } >calendar.yaml
	wrong 65 'levels of nesting'
	echo 'entries: !!set { a }' >calendar.yaml
	wrong 65 'tag'
	printf 'entries: "\xff"\n' >calendar.yaml
	wrong 65 'calendar.yaml'
	{ echo 'entries:'; echo -n "  - { id: a, at: 2026-12-01 09:00, accounts: [masto], text: "; head -c 2000000 /dev/zero | tr '\0' a; echo ' }'; } >calendar.yaml
	wrong 65 '1048576 allowed'
	printf -- 'entries: []\n---\nentries: []\n' >calendar.yaml
	wrong 65 'second document'
}

@test "what is refused inside an entry stops neither the others nor the reading" {
	refused() { # YAML WORDS
		calendar "id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, $1" "$OK"
		wrong 65 "$2"
		[ "$(jq -r .entry <<<"$output")" = ok ]
		[ "$(wc -l <<<"$stderr")" = 1 ]
	}
	refused 'title: !!map { a: b }' 'found the tag'
	refused 'options: { facebook: { storry: true } }' 'found "storry", which is no option on Facebook, the nearest is "story"'
	refused 'options: { mastodon: { kind: reel } }' 'found "kind", which is no option on Mastodon; see Mastodon in smm.yaml(5)'
	refused 'options: { mastodon: { 1: { a: b } } }' 'found "1"'
	refused 'options: { mastodn: { sensitive: true } }' 'the nearest is "mastodon"'
	refused 'thread: !x [a, [b]]' 'found the tag !x'
	refused "options: { mastodon: { sensitive: $(printf '[%.0s' $(seq 80))$(printf ']%.0s' $(seq 80)) } }" 'levels of nesting'
	refused "thread: [&big $(head -c 1000000 /dev/zero | tr '\0' a)$(printf ', *big%.0s' $(seq 11))]" 'unfold to more than'
	refused 'thread: [*none]' 'no anchor &none'
}

@test "smm.yaml: missing, unknown keys, a secret in the file, an open secret, two of one name" {
	calendar "$OK"
	rm smm.yaml
	HOME=$WORK wrong 78 'no smm.yaml'
	brand_files
	sed -i '1s/timezone/timezon/' smm.yaml
	wrong 78 'smm.yaml:1:1: found the unknown key "timezon", the nearest known is "timezone"'
	brand_files
	sed -i 's/{ file: secrets\/masto }/hunter2/' smm.yaml
	wrong 78 'a secret stays out of smm.yaml'
	[[ "$stderr" != *hunter2* ]]
	brand_files
	sed -i 's/name: bsky/name: masto/' smm.yaml
	wrong 78 'second account has the name "masto"'
	brand_files
	sed -i 's/network: bluesky/network: bluesk/' smm.yaml
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [bsky], text: x'
	wrong 65 'the network "bluesk"'
}

@test "--from, --to, -a, --check, standard input, -o" {
	calendar "$OK" 'id: b, at: 2026-12-05 10:00, accounts: [masto, bsky], text: later'
	[ "$(smm-plan --from 2026-12-02T00:00:00+01:00 calendar.yaml | jq -r .id | tr '\n' ' ')" = 'b@masto b@bsky ' ]
	[ "$(smm-plan --to 2026-12-05T10:00:00+01:00 calendar.yaml | jq -r .id)" = ok@masto ]
	[ "$(smm-plan -a bsky calendar.yaml | jq -r .id)" = b@bsky ]
	[ -z "$(smm-plan --check calendar.yaml)" ]
	[ "$(smm-plan <calendar.yaml | wc -l)" = 3 ]
	smm-plan -o out.jsonl calendar.yaml
	[ "$(wc -l <out.jsonl)" = 3 ]
}

@test "--networks: all, side by side as far as a terminal is wide; those named; a name that is none" {
	smm-plan --networks >all.txt
	grep -qE '^publish +yes +yes' all.txt
	[ "$(grep -c '^publish ' all.txt)" -gt 2 ]
	grep -q '^Instagram (instagram)' all.txt
	[ "$(grep -E '^(publish|unblock) |^ {16}' all.txt | awk 'length > 80 || / $/' | wc -l)" = 0 ]
	smm-plan --networks mastodon bluesky >two.txt
	[ "$(grep -E '^[A-Z]' two.txt | tr '\n' ' ')" = 'Mastodon (mastodon) Bluesky (bluesky) ' ]
	[ "$(head -1 two.txt | tr -s ' ')" = ' mastodon bluesky' ]
	run -64 smm-plan --networks mastodn
	[[ "$output" == *'there is no network "mastodn", the nearest is "mastodon"'* ]]
	run -64 smm-plan --networks qqqq
	[[ "$output" == *'there is no network "qqqq"; smm-plan --networks lists them'* ]]
}

@test "media: by address where the network fetches them, as files elsewhere; Facebook takes pictures both ways" {
	local net
	for net in instagram:insta facebook:page; do
		printf '  - { name: %s, network: %s, user: "17", secret: { file: secrets/masto } }\n' "${net#*:}" "${net%:*}" >>smm.yaml
	done
	calendar 'id: a, at: 2026-12-01 10:00, accounts: [insta, page], text: x, media: [{ url: "https://cdn.test/1.jpg", alt: y }]'
	[ "$(smm-plan calendar.yaml | jq -r '"\(.id) \(.media[0].url)"')" = $'a@insta https://cdn.test/1.jpg\na@page https://cdn.test/1.jpg' ]
	calendar 'id: a, at: 2026-12-01 10:00, accounts: [masto], text: x, media: [{ url: "https://cdn.test/1.jpg", alt: y }]'
	wrong 65 'https://cdn.test/1.jpg: Mastodon takes media as files, write `file`'
	calendar 'id: a, at: 2026-12-01 10:00, accounts: [insta], text: x, media: [{ file: img/a.png, alt: y }]'
	wrong 65 'img/a.png: Instagram fetches media itself, write `url` and a public address'
}

@test "a full disk is an error, a closed pipe is silent" {
	calendar "$OK"
	run bash -c 'smm-plan calendar.yaml >/dev/full'
	[ "$status" = 74 ]
	printf '  - { id: e%d, at: 2026-12-01 09:00, accounts: [masto], text: x }\n' {1..2000} >>calendar.yaml
	run --separate-stderr bash -c 'smm-plan calendar.yaml | head -1'
	[ "$status" = 0 ]
	[ -z "$stderr" ]
}

@test "-v notes what is in the past; --now says when that is" {
	calendar "$OK"
	[ -z "$(smm-plan calendar.yaml 2>&1 >/dev/null)" ]
	[[ "$(smm-plan -v --now 2026-12-01T10:00:01+01:00 calendar.yaml 2>&1 >/dev/null)" == *"calendar.yaml:2: entry ok: 2026-12-01 10:00 is in the past"* ]]
	[[ "$(smm-plan -v --now 2026-12-01T09:59:00+01:00 calendar.yaml 2>&1 >/dev/null)" != *"in the past"* ]]
}

@test "memory does not grow with the calendar" {
	[ -z "$SAN" ] || skip "sanitizers take memory of their own"
	seq 20000 | sed '1i entries:
s/.*/  - { id: e&, at: 2026-12-01 09:00, accounts: [masto], text: "Numéro &" }/' >calendar.yaml
	run bash -c 'ulimit -v 60000; smm-plan calendar.yaml | wc -l'
	[ "$output" = 20000 ]
}
