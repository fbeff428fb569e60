#!/usr/bin/env bats
# smm-plan: what repeats, what takes the next free slot, what fills the gaps

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	cat >strategy.yaml <<-'E'
		slots:
		  masto: ["mon-fri 09:00", "sat 10:00"]
		  bluesky: ["tue,thu 18:30"]
		quiet: { days: sun, holidays: true }
		holidays: [fr]
	E
}
teardown() { brand_end; }

# wrong STATUS WORDS: the calendar is refused with this status, and the message has the words.
wrong() {
	run --separate-stderr smm-plan calendar.yaml
	[ "$status" = "$1" ] || { echo "status $status: $stderr"; return 1; }
	[[ "$stderr" == *"$2"* ]] || { echo "said: $stderr"; return 1; }
}

# slots ENTRY ...: a calendar with the strategy and a span; plan: its ids and times.
slots() {
	printf 'strategy: strategy.yaml\nfrom: 2026-12-01\nto: 2027-01-31\nentries:\n' >calendar.yaml
	for entry in "$@"; do echo "  - { $entry }" >>calendar.yaml; done
}
plan() { smm-plan "$@" calendar.yaml | jq -r '"\(.id) \(.at[0:16])"'; }

@test "the design's example of repeat: rule, except, edit; ids by wall time" {
	cat >calendar.yaml <<-'E'
		entries:
		  - id: tip
		    at: 2026-12-02 18:30
		    repeat: { rule: "FREQ=WEEKLY;COUNT=5", except: [2026-12-23 18:30], edit: { "2026-12-30 18:30": { text: "Bonne année !" } } }
		    accounts: [masto]
		    text: "Le conseil de la semaine…"
	E
	smm-plan calendar.yaml >posts.jsonl
	jq -s -e 'map(.id) == ["tip/2026-12-02T1830@masto", "tip/2026-12-09T1830@masto", "tip/2026-12-16T1830@masto",
	    "tip/2026-12-30T1830@masto"] and map(.entry) == ["tip", "tip", "tip", "tip"] and .[3].text == "Bonne année !"
	    and .[2].text == "Le conseil de la semaine…" and .[0].digest == .[1].digest' posts.jsonl
	smm-plan calendar.yaml | cmp - posts.jsonl
}

@test "an edit may move an occurrence and has variants; it wins over those of the entry; its id stays" {
	cat >calendar.yaml <<-'E'
		entries:
		  - id: tip
		    at: 2026-12-02 18:30
		    accounts: [masto, bsky]
		    text: all
		    bsky: { text: blue }
		    repeat:
		      rule: FREQ=WEEKLY;COUNT=3
		      except: [2026-12-16]
		      edit:
		        2026-12-09 18:30: { at: 2026-12-10 08:00, text: edited, mastodon: { text: other } }
	E
	[ "$(smm-plan calendar.yaml | jq -r '"\(.id) \(.at[0:16]) \(.text)"')" = "tip/2026-12-02T1830@masto 2026-12-02T18:30 all
tip/2026-12-02T1830@bsky 2026-12-02T18:30 blue
tip/2026-12-09T1830@masto 2026-12-10T08:00 other
tip/2026-12-09T1830@bsky 2026-12-10T08:00 edited" ]
}

@test "wall time is kept across changes of the clocks, in four zones" {
	days() { # ZONE AT OFFSETS
		calendar "id: a, at: $2, zone: $1, repeat: FREQ=DAILY;COUNT=3, accounts: [masto], text: x"
		run --separate-stderr smm-plan calendar.yaml
		[ "$(jq -r '.at[11:]' <<<"$output" | tr '\n' ' ')" = "$3 " ] || { echo "$1: $output"; return 1; }
		[ "$(jq -r '.id' <<<"$output" | grep -cE "^a/.*T$(tr -d : <<<"${2#* }")@masto")" = 3 ]
	}
	days Europe/Paris "2026-03-28 18:30" "18:30:00+01:00 18:30:00+02:00 18:30:00+02:00"
	[ -z "$stderr" ]
	days Europe/Paris "2026-03-28 02:30" "02:30:00+01:00 03:30:00+02:00 02:30:00+02:00"
	[[ "$stderr" == *"2026-03-29 02:30 does not exist in Europe/Paris"* ]]
	days Europe/Paris "2026-10-24 02:30" "02:30:00+02:00 02:30:00+02:00 02:30:00+01:00"
	[[ "$stderr" == *"2026-10-25 02:30 exists twice"* ]]
	days America/New_York "2026-03-07 02:30" "02:30:00-05:00 03:30:00-04:00 02:30:00-04:00"
	days America/New_York "2026-10-31 01:30" "01:30:00-04:00 01:30:00-04:00 01:30:00-05:00"
	days Australia/Lord_Howe "2026-10-03 02:10" "02:10:00+10:30 02:40:00+11:00 02:10:00+11:00"
	days Australia/Lord_Howe "2026-04-04 01:45" "01:45:00+11:00 01:45:00+11:00 01:45:00+10:30"
	days Africa/Casablanca "2027-02-06 02:30" "02:30:00+01:00 02:30:00+01:00 02:30:00Z"
	days Africa/Casablanca "2027-03-13 02:30" "02:30:00Z 03:30:00+01:00 02:30:00+01:00"
}

@test "the dates are those that another program counts" {
	cat >rules <<-'E'
		FREQ=DAILY;COUNT=40
		FREQ=DAILY;INTERVAL=3;COUNT=40
		FREQ=DAILY;BYMONTH=1,7;UNTIL=20290101T000000
		FREQ=DAILY;BYHOUR=9,12,18;BYMINUTE=0,30;COUNT=40
		FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=2;COUNT=40
		FREQ=WEEKLY;BYDAY=SU,MO;INTERVAL=2;WKST=SU;COUNT=40
		FREQ=MONTHLY;BYMONTHDAY=1,15,-1;COUNT=60
		FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=40
		FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=40
		FREQ=MONTHLY;BYMONTHDAY=31;COUNT=20
		FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=5
		FREQ=YEARLY;BYDAY=20MO;COUNT=10
		FREQ=YEARLY;BYYEARDAY=1,100,-1;COUNT=20
		FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=10
		FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=10
	E
	python3 - >starts <<-'P'
		import datetime
		from dateutil.rrule import rrulestr
		for n, rule in enumerate(open("rules").read().split()):
		    start = rrulestr(rule, dtstart=datetime.datetime(2026, 12, 1, 9))[0]
		    with open(f"want.{n}", "w") as want:
		        for at in rrulestr(rule, dtstart=start):
		            print(at.strftime("%Y-%m-%dT%H:%M:%SZ"), file=want)
		    print(n, rule, start.strftime("%Y-%m-%d %H:%M"))
	P
	[ "$(wc -l <starts)" = 15 ]
	while read -r n rule at; do
		calendar "id: a, at: $at, zone: UTC, repeat: \"$rule\", accounts: [masto], text: x"
		smm-plan calendar.yaml | jq -r .at >got
		cmp got want."$n" || { echo "$rule"; diff got want."$n"; return 1; }
	done <starts
}

@test "a rule that cannot be: file, line, what was found, what was expected; the others go on" {
	ok='id: ok, at: 2026-12-01 10:00, accounts: [masto], text: fine'
	rule() {
		calendar "id: a, at: 2026-12-02 18:30, repeat: $1, accounts: [masto], text: x" "$ok"
		wrong 65 "calendar.yaml:2: entry a: $2"
		[ "$(jq -r .id <<<"$output")" = ok@masto ]
	}
	rule FREQ=WEEKLY 'line 2: the rule FREQ=WEEKLY has no end, expected one of COUNT=… and UNTIL=…'
	rule 'FREQ=DAILY;COUNT=1000000000' 'line 2: found COUNT=1000000000, expected 1 to 10000'
	rule 'FREQ=DAILY;UNTIL=99991231' 'line 2: the rule FREQ=DAILY;UNTIL=99991231 gives more than 10000 dates'
	rule 'FREQ=SECONDLY;COUNT=3' 'line 2: found FREQ=SECONDLY, expected DAILY or rarer'
	rule 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2' 'line 2: the rule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2 gives no date at all'
	rule 'FREQ=WEEKLY;UNTIL=20260230' 'line 2: found UNTIL=20260230'
	rule 'FREQ=WEEKLY;BYDAY=MO;COUNT=2' 'line 2: 2026-12-02 18:30 is no date of the rule'
	rule '{ rule: FREQ=WEEKLY;COUNT=2, except: [2026-12-24 18:30] }' 'line 2: the exception 2026-12-24 18:30 is no date of the rule'
	rule '{ rule: FREQ=WEEKLY;COUNT=2, edit: { 2026-12-24 18:30: { text: y } } }' 'line 2: the edit of 2026-12-24 18:30 is no date of the rule'
	rule '{ rule: FREQ=WEEKLY;COUNT=2, edit: { 2026-12-09 18:30: { mastdon: { text: y } } } }' 'line 2: the variant "mastdon" is for no account or network'
	calendar "id: a, at: 2026-12-02T18:30:00+01:00, repeat: FREQ=WEEKLY;COUNT=2, accounts: [masto], text: x" "$ok"
	wrong 65 'what repeats wants a wall time'
	calendar "id: a, slot: next, repeat: FREQ=WEEKLY;COUNT=2, accounts: [masto], text: x" "$ok"
	wrong 65 'calendar.yaml:2:34: found `repeat` without `at`'
	calendar "id: tip/2026-12-02T1830, at: 2026-12-02 18:30, accounts: [masto], text: x" "$ok"
	wrong 65 'calendar.yaml:2:5: the id "tip/2026-12-02T1830" is that of an occurrence of another entry'
}

@test "what is wrong with every occurrence is said once, and for which" {
	calendar "id: a, at: 2026-12-02 18:30, repeat: FREQ=DAILY;COUNT=30, accounts: [masto], text: '{{none}}'"
	wrong 65 'calendar.yaml:2: entry a/2026-12-02T1830, account masto: {{none}} has no value'
	[ "$(wc -l <<<"$stderr")" = 1 ]
}

@test "--from and --to cut occurrences; the lint does not call them the same text" {
	calendar "id: a, at: 2026-12-02 18:30, repeat: FREQ=WEEKLY;COUNT=5, accounts: [masto], text: x"
	[ "$(plan --from 2026-12-09T00:00:00Z --to 2026-12-17T00:00:00Z | cut -d' ' -f1 | tr '\n' ' ')" = 'a/2026-12-09T1830@masto a/2026-12-16T1830@masto ' ]
	run smm-plan --lint calendar.yaml
	[[ "$output" != *same-text* ]]
}

@test "libical is loaded for a repeat, and only then" {
	[ -z "$SAN" ] || skip "sanitizers load libraries of their own"
	calendar 'id: a, at: 2026-12-02 18:30, accounts: [masto], text: x'
	strace -f -e trace=open,openat -o opened smm-plan calendar.yaml >/dev/null
	run ! grep -q libical opened
	calendar 'id: a, at: 2026-12-02 18:30, repeat: FREQ=WEEKLY;COUNT=1, accounts: [masto], text: x'
	strace -f -e trace=open,openat -o opened smm-plan calendar.yaml >/dev/null
	grep -q libical opened
}

@test "slot: next takes the free slots in the order of the file; quiet days have none" {
	slots 'id: fixed, at: 2026-12-01 09:00, accounts: [masto], text: x' \
	    'id: a, slot: next, accounts: [masto, bsky], text: x' \
	    'id: b, slot: next, after: 2026-12-24, accounts: [masto, bsky], text: x' \
	    'id: c, slot: next, accounts: [masto, bsky], text: x' \
	    'id: d, slot: next, accounts: [masto], text: x'
	[ "$(plan)" = "fixed@masto 2026-12-01T09:00
a@masto 2026-12-02T09:00
a@bsky 2026-12-01T18:30
b@masto 2026-12-24T09:00
b@bsky 2026-12-24T18:30
c@masto 2026-12-26T10:00
c@bsky 2026-12-29T18:30
d@masto 2026-12-28T09:00" ]
}

@test "slots stand still: tomorrow, for one account, in a window, and when something is added at the end" {
	slots 'id: fixed, at: 2026-12-02 09:00, accounts: [masto], text: x' \
	    'id: a, slot: next, accounts: [masto, bsky], text: x' 'id: b, slot: next, accounts: [masto, bsky], text: x'
	plan >before
	plan --now 2026-12-20T12:00:00Z | cmp - before
	plan -a bsky | cmp - <(grep bsky before)
	plan --from 2026-12-03T00:00:00+01:00 | cmp - <(grep -E '2026-12-0[3-9]' before)
	echo '  - { id: c, slot: next, accounts: [masto, bsky], text: x }' >>calendar.yaml
	echo '  - { id: late, at: 2026-12-01 09:00, accounts: [masto], text: x }' >>calendar.yaml
	echo '  - { id: ever, evergreen: { cooldown: 1w }, accounts: [masto, bsky], text: x }' >>calendar.yaml
	plan | head -"$(wc -l <before)" | cmp - before
}

@test "evergreens fill the gaps: cooldown, most, season; they take what is left, those above first" {
	slots 'id: fixed, at: 2026-12-01 09:00, accounts: [masto], text: x' \
	    'id: e, evergreen: { cooldown: 2w, most: 3 }, accounts: [masto], text: x' \
	    'id: f, evergreen: { cooldown: 4w, season: 12-15..01-15 }, accounts: [masto], text: x'
	[ "$(plan)" = "fixed@masto 2026-12-01T09:00
e/2026-12-02T0900@masto 2026-12-02T09:00
e/2026-12-16T0900@masto 2026-12-16T09:00
e/2026-12-30T0900@masto 2026-12-30T09:00
f/2026-12-15T0900@masto 2026-12-15T09:00
f/2027-01-12T0900@masto 2027-01-12T09:00" ]
	[ "$(plan | cut -d' ' -f2 | sort | uniq -d | wc -l)" = 0 ]
}

@test "a cooldown of weeks is one of wall time, when the clocks change as well" {
	sed -i 's/^  masto:.*/  masto: ["mon 09:00"]/' strategy.yaml
	slots 'id: e, evergreen: { cooldown: 1w }, accounts: [masto], text: x'
	sed -i 's/^from:.*/from: 2027-03-15/; s/^to:.*/to: 2027-04-12/' calendar.yaml
	[ "$(plan | cut -d' ' -f2 | tr '\n' ' ')" = '2027-03-15T09:00 2027-03-22T09:00 2027-04-05T09:00 2027-04-12T09:00 ' ] # Easter Monday
}

@test "a slot that never comes" {
	slots 'id: a, slot: next, accounts: [masto], text: x'
	sed -i 's/^  masto:.*/  masto: ["sun 09:00"]/' strategy.yaml
	wrong 65 'calendar.yaml:5: entry a, account masto: line 5: no slot of masto is free until the last day'
	sed -i '/^to:/d' calendar.yaml
	wrong 65 'no slot of masto is free in the next 400 days, all of them are quiet or taken'
	sed -i '/^  masto:/d' strategy.yaml
	wrong 65 'calendar.yaml:4: entry a, account masto: strategy.yaml has no slots for the account masto or for mastodon'
	sed -i '/^from:/d' calendar.yaml
	slots 'id: a, slot: next, accounts: [bsky], text: x'
	sed -i '/^from:/d' calendar.yaml
	wrong 65 'from when on are slots to be filled? Write `from: 2026-12-01` before `entries`'
	slots 'id: a, evergreen: { cooldown: 1w }, accounts: [bsky], text: x'
	sed -i '/^to:/d' calendar.yaml
	wrong 65 'line 4: until when are gaps to be filled?'
	calendar 'id: a, slot: next, accounts: [bsky], text: x'
	wrong 65 'name a strategy.yaml'
	printf 'from: 2026-12-02\nto: 2026-12-01\nentries: []\n' >calendar.yaml
	wrong 65 'calendar.yaml:3:1: `to` is before `from`'
	calendar 'id: a, slot: nxt, accounts: [bsky], text: x'
	wrong 65 'expected next: the next free slot'
	calendar 'id: a, slot: next, at: 2026-12-01 09:00, accounts: [bsky], text: x'
	wrong 65 'found `at` and `slot`, expected one time'
	calendar 'id: a, evergreen: { cooldown: 1w, season: 02-30..03-01 }, accounts: [bsky], text: x'
	wrong 65 'expected from when to when in a year'
}

@test "ideas need no time and no account; no post comes of them" {
	calendar 'id: a, state: idea, text: later' 'id: b, state: idea, at: 2026-12-01 10:00, accounts: [masto], text: x' \
	    'id: c, state: draft, at: 2026-12-01 10:00, accounts: [masto], text: x'
	[ "$(smm-plan calendar.yaml | jq -r '"\(.id) \(.state)"' | tr '\n' ' ')" = 'b@masto idea c@masto draft ' ]
	[[ "$(smm-plan -v calendar.yaml 2>&1 >/dev/null)" == *'calendar.yaml:2: entry a is an idea without a time'* ]]
	calendar 'id: a, state: idea, accounts: [msto], text: later'
	wrong 65 'no account "msto"'
	calendar 'id: a, state: draft, accounts: [masto], text: later'
	wrong 65 'the key "at" is missing'
}

@test "memory does not grow with what repeats and what takes slots" {
	[ -z "$SAN" ] || skip "sanitizers take memory of their own"
	slots
	for i in $(seq 200); do
		echo "  - { id: r$i, at: 2026-12-01 10:00, repeat: FREQ=DAILY;COUNT=100, accounts: [masto], text: \"Numéro $i\" }"
	done >>calendar.yaml
	run bash -c 'ulimit -v 120000; smm-plan calendar.yaml | wc -l'
	[ "$output" = 20000 ]
}
