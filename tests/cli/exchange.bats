#!/usr/bin/env bats
# smm-plan: plans of other programs in, ours out, and nothing lost on the way

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	pictures
}
teardown() { brand_end; }

# wrong STATUS WORDS: plan.in is refused, with the words, and nothing is printed.
wrong() {
	run --separate-stderr smm-plan --import plan.in
	[ "$status" = 65 ] || { echo "status $status: $stderr"; return 1; }
	[[ "$stderr" == *"$1"* ]] || { echo "said: $stderr"; return 1; }
	[ -z "$output" ]
}

# plan: what becomes of an import.
plan() { smm-plan --import plan.in >calendar.yaml && smm-plan calendar.yaml; }

rich() {
	cat >calendar.yaml <<-'E'
		entries:
		  - id: a
		    at: 2026-12-01 09:00
		    accounts: [masto, bsky]
		    text: "=SUM(A1) \"cité\", l'été;\nligne 2 {{x"
		    thread: ["+1", "'=2, deux"]
		    media: [{ file: img/a.png, alt: "Une lampe" }]
		    tags: [un, "deux, trois"]
		    first_comment: "-- voir"
		    state: review
		    bsky: { text: "@plus court" }
		  - { id: b, at: 2026-12-02 09:00, accounts: [masto], text: Quoi, poll: { options: [a, b], ends_in: 1d }, late: 90 }
	E
	sed -i 's/ {{x/ \\\\{{x/' calendar.yaml
}

@test "a round trip through CSV, JSON lines and iCalendar loses nothing" {
	rich
	smm-plan calendar.yaml >before.jsonl
	for format in csv ical jsonl; do
		smm-plan -f "$format" calendar.yaml >plan.in
		plan >after.jsonl
		cmp before.jsonl after.jsonl || { echo "$format"; diff before.jsonl after.jsonl; return 1; }
		rich
	done
}

@test "what repeats comes back with other ids, as the manual warns" {
	calendar 'id: tip, at: 2026-12-02 18:30, repeat: { rule: "FREQ=WEEKLY;COUNT=2" }, accounts: [masto], text: x'
	[ "$(smm-plan calendar.yaml | jq -r .id | head -1)" = tip/2026-12-02T1830@masto ]
	for format in csv ical jsonl; do
		smm-plan -f "$format" calendar.yaml >plan.in
		[ "$(smm-plan --import plan.in | smm-plan - | jq -r .id | paste -sd' ')" = 'tip-2026-12-02T1830@masto tip-2026-12-09T1830@masto' ] || { echo "$format"; false; }
	done
	grep -qx '.Ql tip-2026-12-09T1830 .' "$ROOT/man/smm-plan.1"
}

@test "the table of top-level domains is what its script makes of it" {
	mkdir -p lib/data schema
	cp "$ROOT/lib/data/tld.c" lib/data/
	cp "$ROOT/schema/tlds" schema/
	schema/tlds
	cmp lib/data/tld.c "$ROOT/lib/data/tld.c"
	printf '# Version 2026\nABBOTT\nXN--P1AI\nZZNEW\n' >iana.txt
	schema/tlds iana.txt
	[ "$(diff <(grep -o '"[^"]*"' "$ROOT/lib/data/tld.c") <(grep -o '"[^"]*"' lib/data/tld.c) | sed 1d)" = '> "zznew"' ] || { diff <(grep -o '"[^"]*"' "$ROOT/lib/data/tld.c") <(grep -o '"[^"]*"' lib/data/tld.c); false; }
	list=$ROOT/../shared/specs/twitter-text/conformance-json/tld_lib.json
	[ -e "$list" ] || skip "twitter-text's list is not here"
	cp "$ROOT/lib/data/tld.c" lib/data/
	schema/tlds "$list"
	cmp lib/data/tld.c "$ROOT/lib/data/tld.c"
}

@test "other parsers read what we write" {
	rich
	smm-plan -f csv calendar.yaml >out.csv
	smm-plan -f ical calendar.yaml >out.ics
	/usr/bin/python3 - <<-'E'
		import csv, json, icalendar
		rows = list(csv.DictReader(open("out.csv", newline="", encoding="utf-8")))
		assert [r["id"] for r in rows] == ["a@masto", "a@bsky", "b@masto"], rows
		assert rows[0]["text"] == "'=SUM(A1) \"cité\", l'été;\nligne 2 {{x", rows[0]["text"]
		assert all(not c or c[0] not in "=+-@\t\r" for r in rows for c in r.values())
		calendar = icalendar.Calendar.from_ical(open("out.ics", "rb").read())
		events = calendar.walk("VEVENT")
		assert [str(e["UID"]) for e in events] == ["a@masto", "a@bsky", "b@masto"]
		assert str(events[0]["DESCRIPTION"]) == "=SUM(A1) \"cité\", l'été;\nligne 2 {{x"
		assert events[0].decoded("DTSTART").isoformat() == "2026-12-01T08:00:00+00:00"
		assert json.loads(str(events[2]["X-SMM-POST"]))["late"] == 90
		assert max(len(line) for line in open("out.ics", "rb").read().split(b"\r\n")) <= 75
	E
}

@test "a table as spreadsheets write it: BOM, semicolons, CRLF, quotes, lines in cells, other titles" {
	printf '\xef\xbb\xbfDate;Heure;Comptes;Texte;Lien;Statut;Notes\r\n2026-12-01;9:00;masto, bsky;"Il dit ""oui"";\r\net non";https://a.example/;approved;x\r\n\r\n2026-12-02 10:00;;masto;plus;;;\r\n' >plan.in
	run --separate-stderr smm-plan --import plan.in
	[ "$status" = 0 ]
	[[ "$stderr" == *'plan.in:1: the column "Notes" is not known'* ]]
	plan 2>/dev/null >posts.jsonl
	jq -s -e 'map([.account, .at[0:16], .state]) == [["masto", "2026-12-01T09:00", "approved"], ["bsky", "2026-12-01T09:00", "approved"],
	    ["masto", "2026-12-02T10:00", "draft"]] and .[0].text == "Il dit \"oui\";\r\net non" and .[0].link == "https://a.example/"' posts.jsonl
}

@test "Latin-1 and UTF-16 are said to be so, with what to type" {
	printf 'at,account,text\n2026-12-01 09:00,masto,\xe9t\xe9\n' >plan.in
	wrong 'plan.in: line 2: found the byte 0xe9, which is no UTF-8; it looks like Latin-1: iconv -f WINDOWS-1252 -t UTF-8 plan.in | smm-plan --import -'
	[ "$(iconv -f WINDOWS-1252 -t UTF-8 plan.in | smm-plan --import - | grep -c été)" = 1 ]
	printf '\xff\xfea\0t\0' >plan.in
	wrong 'found UTF-16, expected UTF-8: iconv -f UTF-16'
	printf 'at,text\na\0b,c\n' >plan.in
	wrong 'line 2: found a NUL character'
}

@test "a table that is none: nothing is printed, every wrong row is named" {
	printf 'at,text\n2026-12-01 09:00,"open\n' >plan.in
	wrong 'plan.in:2: found a quote that is not closed'
	printf 'at,text\n2026-12-01 09:00,"a"b\n2026-12-01 09:00,a,b\n2026-12-02 09:00,fine\n' >plan.in
	wrong 'plan.in:2: found a quote'
	[[ "$stderr" == *'plan.in:3: found 3 cells, the header has 2; quote a text'* ]]
	[[ "$stderr" == *'2 rows are wrong, nothing was written'* ]]
	printf 'a,b\n1,2\n' >plan.in
	wrong 'found no column that is known'
	printf 'text,Message\n1,2\n' >plan.in
	wrong 'two columns are `text`'
	: >plan.in
	wrong 'plan.in'
	rm plan.in
	wrong 'No such file'
	printf '{"type":"post"\n' >plan.in
	wrong 'plan.in:1:'
}

@test "calendars of Google, Apple and Outlook" {
	cat >plan.in <<-'E'
		BEGIN:VCALENDAR
		PRODID:-//Google Inc//Google Calendar 70.9054//EN
		VERSION:2.0
		X-WR-TIMEZONE:Europe/Paris
		BEGIN:VEVENT
		DTSTART:20261201T080000Z
		UID:g1@google.com
		SUMMARY:Post du matin
		DESCRIPTION:Bonjour\, voici\nla lampe
		STATUS:CONFIRMED
		END:VEVENT
		BEGIN:VEVENT
		DTSTART;VALUE=DATE:20261224
		UID:g2@google.com
		SUMMARY:Noël
		END:VEVENT
		BEGIN:VEVENT
		DTSTART;TZID=Europe/Paris:20261202T183000
		RRULE:FREQ=WEEKLY;COUNT=3
		EXDATE;TZID=Europe/Paris:20261209T183000
		UID:apple-1
		SUMMARY:Le conseil
		BEGIN:VALARM
		ACTION:DISPLAY
		DESCRIPTION:Rappel
		END:VALARM
		END:VEVENT
		BEGIN:VEVENT
		DTSTART;TZID=Europe/Paris:20261216T190000
		RECURRENCE-ID;TZID=Europe/Paris:20261216T183000
		UID:apple-1
		SUMMARY:Le conseil\, plus tard
		END:VEVENT
		BEGIN:VEVENT
		DTSTART;TZID="Romance Standard Time":20261203T090000
		UID:040000008200E00074C5B7101A82E008
		SUMMARY:Annonce
		X-MICROSOFT-CDO-BUSYSTATUS:BUSY
		DESCRIPTION:Une ligne qui est p
		 liée
		END:VEVENT
		BEGIN:VEVENT
		DTSTART:20261204T090000Z
		UID:gone
		STATUS:CANCELLED
		SUMMARY:Annulé
		END:VEVENT
		END:VCALENDAR
	E
	sed -i 's/$/\r/' plan.in
	smm-plan --import plan.in 2>said | sed 's/^    state:/    accounts: [masto]\n    state:/' >calendar.yaml
	grep -q 'the event of 2026-12-24 has no time of day' said
	grep -q 'a cancelled event is left out' said
	smm-plan calendar.yaml | jq -r '"\(.at[0:19]) \(.state) \(.text)"' >got
	[ "$(cat got)" = '2026-12-01T08:00:00 draft Bonjour, voici
la lampe
2026-12-02T18:30:00 draft Le conseil
2026-12-16T19:00:00 draft Le conseil, plus tard
2026-12-03T09:00:00 draft Une ligne qui est pliée' ]
	printf 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2026\nnothing\n' >plan.in
	wrong 'plan.in:3: found DTSTART:2026, expected a time like 20261201T090000'
	[[ "$stderr" == *'plan.in:4: found "nothing", expected NAME:VALUE'* ]]
	[[ "$stderr" == *'plan.in:2: the event is not ended'* ]]
}

@test "an export that cannot be written, a format that is none" {
	rich
	run bash -c 'smm-plan -f csv calendar.yaml >/dev/full'
	[ "$status" = 74 ]
	run --separate-stderr smm-plan -f xls calendar.yaml
	[ "$status" = 64 ]
	[[ "$stderr" == *'-f xls: found "xls"'* ]]
}

@test "what is wrong far from its cause: a row's time, a tab, a brace, Latin-1, a strategy that is not there" {
	printf 'id,at,account,text\na,2026-13-01 09:00,masto,x\n' >rows.csv
	run --separate-stderr smm-plan --import rows.csv
	[ "$status" = 65 ] && [ -z "$output" ] && [[ "$stderr" == *'rows.csv:2: `at` is "2026-13-01 09:00", a date that exists'* ]] || { echo "$stderr"; false; }
	says() { # says WORDS YAML
		printf '%b' "$2" >calendar.yaml
		run --separate-stderr smm-plan calendar.yaml
		[ "$status" = 65 ] && [ -z "$output" ] && grep -q -- "$1" <<<"$stderr" || { echo "$2: $stderr"; false; }
	}
	says 'calendar.yaml:2:1: .*indent with blanks, not tabs' 'entries:\n\t- { id: a }\n'
	says 'quote a text that has { }' 'entries:\n  - { id: a, text: x{{a}} }\n'
	says 'becomes UTF-8 by iconv -f WINDOWS-1252' 'entries:\n  - { id: caf\xe9 }\n'
	says 'calendar.yaml:1:11: no.yaml cannot be read: No such file' 'strategy: no.yaml\nentries: []\n'
}
