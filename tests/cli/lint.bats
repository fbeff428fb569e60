#!/usr/bin/env bats
# smm-plan --lint and --check: posts beside each other, the whole plan, the journal, settings, exit statuses

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	: >strategy.yaml
	echo 'tone: plain' >strategy.yaml
}
teardown() { brand_end; }

# plan ENTRY ...: a calendar with strategy.yaml
plan() {
	calendar "$@"
	sed -i '1i strategy: strategy.yaml' calendar.yaml
}

# found [OPTION ...]: the rules that speak, each as RULE:ENTRY, in order
found() {
	smm-plan --lint=jsonl "$@" calendar.yaml | jq -r '"\(.rule):\(.entry // "")"' | paste -sd ' '
}

at() { echo "id: $1, at: 2026-12-$2, accounts: [masto], text: \"${3:-text $1}\""; }

@test "neighbours: the same minute, the same hour, too close; each said once, of the later post" {
	plan "$(at a '01 10:00')" "$(at b '01 10:00')"
	[ "$(found)" = clash:b ]
	plan "$(at a '01 10:00')" "$(at b '01 10:59')"
	[ "$(found)" = same-hour:b ]
	plan "$(at b '01 11:15')" "$(at a '01 10:30')"
	[ "$(found)" = too-close:b ]
	smm-plan --lint calendar.yaml >out
	grep -qxF 'calendar.yaml:3:5: warning: too-close: entry b, account masto: 45 minutes from entry a (calendar.yaml:4), 60 are wanted; move one of them' out
	plan "$(at a '01 10:30')" "$(at b '01 11:30')"
	[ "$(found)" = '' ]
	plan "$(at a '01 10:00')" "id: b, at: 2026-12-01 10:00, accounts: [bsky], text: other"
	[ "$(found)" = '' ]
}

@test "the same text, whatever its case and marks; on another account it is no news" {
	plan "$(at a '01 10:00' 'La lampe est là !')" "$(at b '03 10:00' 'la LAMPE, est là')" "$(at c '02 10:00' 'La lampe est ici')"
	[ "$(found)" = same-text:b ]
	plan "id: a, at: 2026-12-01 10:00, accounts: [masto, bsky], text: the same"
	[ "$(found)" = '' ]
	plan "$(at a '01 10:00' 🎉)" "$(at b '01 12:00' 🎈)"
	[ "$(found)" = '' ]
}

@test "too many in a day, empty days, quiet ones not counted" {
	plan "$(at a '01 08:00')" "$(at b '01 10:00')" "$(at c '01 12:00')" "$(at d '01 14:00')" "$(at e '01 16:00')"
	[ "$(found)" = '' ]
	echo 'lint: { too-many: { limit: 4 } }' >strategy.yaml
	[ "$(found)" = too-many:e ]
	plan "$(at a '04 10:00')" "$(at b '08 10:00')" # Friday; Tuesday
	[ "$(found)" = empty-days:b ]
	echo 'quiet: { days: [sat, sun] }' >strategy.yaml
	[ "$(found)" = '' ]
}

@test "the mix, objectives, wanted words, dates of the trade, cadence" {
	cat >strategy.yaml <<-E
		pillars: [{ id: product, share: 50 }, { id: craft, share: 50 }]
		objectives: [launch, loyalty]
		campaigns: [{ id: winter, objective: launch }]
		words: { wanted: [papier] }
		holidays: [fr-trade]
		cadence: { masto: 2-4/week }
		lint: { empty-days: off }
	E
	plan "$(at a '05 10:00'), pillar: product, campaign: winter" "$(at b '07 10:00'), pillar: product, objective: launch" \
	    "$(at c '15 10:00'), pillar: product, campaign: winter" "$(at d '16 10:00'), pillar: craft, campaign: winter" \
	    "$(at e '17 10:00'), pillar: product, campaign: winter" "$(at f '18 10:00'), pillar: product" "$(at g '31 10:00'), campaign: winter"
	[ "$(found)" = 'no-objective:f trade-date: trade-date: cadence:b cadence:g mix: mix: unserved-objective: wanted-word:' ]
	smm-plan --lint calendar.yaml >out
	grep -qF '2026-12-06 is Saint-Nicolas and has no post' out
	grep -qF 'strategy.yaml:1:11: warning: mix: product is 71 % of the entries (5 of 7), 50 % are wanted; plan fewer' out
	grep -qF '1 in the week from 2026-12-07, 2 to 4 posts are wanted; plan more' out
	grep -qF 'entry g, account masto: no post in the week before this one, from 2026-12-21 on' out
	grep -qF 'strategy.yaml:2:22: warning: unserved-objective: no post serves the objective loyalty' out
}

@test "--check says which post serves no objective, and which objective no post serves" {
	echo 'objectives: [launch, loyalty]' >strategy.yaml
	plan "$(at a '01 10:00'), objective: launch" "$(at b '01 10:00' 'le le'), repeat: { rule: 'FREQ=DAILY;COUNT=3' }"
	run --separate-stderr smm-plan --check calendar.yaml
	[ "$status" = 0 ] && [ -z "$output" ]
	[ "${#stderr_lines[@]}" = 2 ]
	[[ "${stderr_lines[0]}" == *'calendar.yaml:4:5: info: no-objective: entry b, '* ]]
	[[ "${stderr_lines[1]}" == *'strategy.yaml:1:22: warning: unserved-objective: no post serves the objective loyalty'* ]]
	plan "$(at a '01 10:00'), objective: launch" "$(at b '02 10:00'), objective: loyalty"
	run --separate-stderr smm-plan --check calendar.yaml
	[ "$status" = 0 ] && [ -z "$stderr" ]
}

@test "rules are switched in the strategy; an error among them makes the status 65" {
	plan "$(at a '01 10:00' 'le le chat')"
	run smm-plan --lint calendar.yaml
	[ "$status" = 0 ] && [[ "$output" == *': warning: doubled-word: '* ]]
	echo 'lint: { doubled-word: error }' >strategy.yaml
	run smm-plan --lint calendar.yaml
	[ "$status" = 65 ] && [[ "$output" == *': error: doubled-word: '* ]]
	echo 'lint: { doubled-word: off }' >strategy.yaml
	run smm-plan --lint calendar.yaml
	[ "$status" = 0 ] && [ -z "$output" ]
	for pair in 'doubld-word: off|found the unknown rule "doubld-word", the nearest is "doubled-word"' \
	    'doubled-word: loud|expected off, info, warning or error' 'mix: { limit: -1 }|expected a whole number, 0 to 100000' \
	    'alt: { limit: 3 }|found the unknown key "limit"'; do
		echo "lint: { ${pair%%|*} }" >strategy.yaml
		run smm-plan --lint calendar.yaml
		[ "$status" = 65 ] && [[ "$output" == *"strategy.yaml:1:"*"${pair#*|}"* ]] || { echo "$pair: $output"; false; }
	done
}

@test "an entry that is wrong is reported, the others are judged" {
	plan "id: bad, at: 2026-02-30 10:00, accounts: [masto], text: x" "$(at a '01 10:00' 'le le chat')"
	run --separate-stderr smm-plan --lint=jsonl calendar.yaml
	[ "$status" = 65 ] && [[ "$stderr" == *'entry bad'* ]]
	[ "$(jq -r .rule <<<"$output")" = doubled-word ]
	run smm-plan --lint=html calendar.yaml
	[ "$status" = 64 ]
	run smm-plan --journal j calendar.yaml
	[ "$status" = 64 ]
	run smm-plan --lint --journal nowhere.jsonl calendar.yaml
	[ "$status" != 0 ] && [[ "$output" == *nowhere.jsonl* ]]
	smm-plan --lint calendar.yaml >/dev/full && false || [ $? = 74 ]
}

# message ID AT [MEMBERS]; done OP ID AT [MEMBERS]
message() { echo "{\"type\":\"message\",\"id\":\"mastodon:masto:$1\",\"account\":\"masto\",\"network\":\"mastodon\",\"kind\":\"comment\",\"text\":\"x\",\"at\":\"$2\"${3:+,$3}}"; }
did() { echo "{\"type\":\"result\",\"id\":\"$2\",\"op\":\"$1\",\"account\":\"masto\",\"network\":\"mastodon\",\"status\":\"done\",\"at\":\"$3\"${4:+,$4}}"; }

@test "the journal: posts too close to what is published" {
	plan "$(at a '01 10:00')" "$(at b '02 10:00')"
	did publish old@masto 2026-12-01T10:40:00+01:00 >journal.jsonl
	did publish b@masto 2026-12-02T10:00:02+01:00 >>journal.jsonl # itself
	[ "$(found --journal journal.jsonl)" = same-hour:a ]
	[ "$(found)" = '' ]
	did publish other@masto 2026-12-01T10:40:00+01:00 | sed 's/"account":"masto",//' >>journal.jsonl # whose?
	for member in id kind network account at status op message; do # null, and absent
		{ message 9 2026-12-01T10:00:00+01:00; did publish p 2026-12-01T10:00:00+01:00 '"message":"m"'; } | sed -E "s/\"$member\":\"[^\"]*\"/\"$member\":null/" >odd.jsonl
		sed -E "s/\"$member\":null,?//" odd.jsonl >>odd.jsonl
		smm-plan --lint --journal odd.jsonl calendar.yaml >/dev/null 2>&1 || { echo "$member: $?"; false; }
	done
	echo 'no record' >>journal.jsonl
	run --separate-stderr smm-plan --lint --journal journal.jsonl calendar.yaml
	[ "$status" = 0 ] && [[ "$stderr" == *'journal.jsonl:4: '* ]]
}

@test "the relation guard: answers lag behind while posts grow" {
	plan "$(at a '02 10:00')" "$(at b '03 10:00')"
	{ did publish old@masto 2026-11-26T10:00:00+01:00; message 1 2026-11-29T10:00:00+01:00; } >journal.jsonl
	guard() { found --journal journal.jsonl; }
	[ "$(guard)" = answers-lag: ]
	smm-plan --lint --journal journal.jsonl calendar.yaml | grep -qF '1 waiting for an answer longer than they should, the oldest since 2026-11-29, while posts go from 1 last week to 2 in the next; answer first'
	# answered: by a result, by an own message, closed
	cp journal.jsonl base
	did reply r1 2026-11-30T10:00:00+01:00 '"message":"mastodon:masto:1"' >>journal.jsonl
	[ "$(guard)" = '' ]
	{ cat base; message 2 2026-11-30T10:00:00+01:00 '"own":true,"reply_to":"1"'; } >journal.jsonl
	[ "$(guard)" = '' ]
	{ cat base; echo '{"type":"action","id":"c","message":"mastodon:masto:1","account":"masto","network":"mastodon","op":"close"}'; } >journal.jsonl
	[ "$(guard)" = '' ]
	# a like is no answer, a failed reply neither
	{ cat base; did like l 2026-11-30T10:00:00+01:00 '"message":"mastodon:masto:1"'; did reply r 2026-11-30T10:00:00+01:00 '"message":"mastodon:masto:1"' | sed s/done/refused/; } >journal.jsonl
	[ "$(guard)" = answers-lag: ]
	# not yet due, as its moderation says or by the limit
	{ sed 1q base; message 1 2026-11-29T10:00:00+01:00 '"due":"2026-12-05T10:00:00+01:00"'; } >journal.jsonl
	[ "$(guard)" = '' ]
	cp base journal.jsonl
	echo 'lint: { answers-lag: { limit: 48 } }' >strategy.yaml
	[ "$(guard)" = '' ]
	# no growth; nothing known of last week
	echo 'tone: plain' >strategy.yaml
	did publish old2@masto 2026-11-27T10:00:00+01:00 >>journal.jsonl
	[ "$(guard)" = '' ]
	sed 1d base >journal.jsonl
	[ "$(guard)" = '' ]
}

@test "the example brand has no warning; findings fit their schema" {
	cp -r "$ROOT"/examples/{strategy.yaml,calendar.yaml,img} .
	# its first week is planned in full; later ones hold what repeats
	smm-plan --lint=jsonl --to 2026-12-07T00:00:00+01:00 calendar.yaml >found.jsonl
	jq -s -e 'all(.severity == "info") and length > 0' found.jsonl
	jq -s -e --slurpfile s "$ROOT/schema/finding.schema.json" 'all(keys - ($s[0].properties | keys) == [])' found.jsonl
}

@test "every rule is in the manual" {
	n=0
	while read -r rule; do
		n=$((n + 1))
		grep -qx ".It Cm $rule" "$ROOT/man/smm-strategy.5" || { echo "$rule"; false; }
	done < <(sed -n 's/^\t\[RULE_.* = { "\([a-z-]*\)",.*/\1/p' "$ROOT/lib/plan/rules.c")
	[ "$n" -ge 20 ]
}

@test "a year of twelve accounts, 10 000 posts, in 64 MiB" {
	[ -z "$SAN" ] || skip "sanitizers take memory of their own"
	cp "$ROOT/examples/strategy.yaml" .
	{ echo 'strategy: strategy.yaml'; echo 'entries:'; seq 5000 | awk '{
		printf "  - { id: e%d, at: 2026-%02d-%02d %02d:%02d, accounts: [masto, bsky], lang: fr, text: \"Numéro %d : l\047atelier plie, allume ! https://atelier.example/%d #Papier\" }\n",
		    $1, $1 % 12 + 1, $1 % 28 + 1, $1 % 24, $1 % 60, $1, $1 }'
	} >calendar.yaml
	run --separate-stderr bash -c 'ulimit -v 64000; timeout 10 smm-plan --lint=jsonl calendar.yaml | jq -r .rule | sort -u | grep -c .'
	[ "$output" -ge 8 ] && [ -z "$stderr" ] || { head -c 300 <<<"$output $stderr"; false; }
}

@test "calendars read together are judged together" {
	echo 'objectives: [launch, loyalty]' >strategy.yaml
	plan "$(at a '01 10:00'), objective: launch"
	mv calendar.yaml one.yaml
	plan "$(at b '01 10:30' 'text a'), objective: loyalty"
	run smm-plan --lint=jsonl one.yaml calendar.yaml
	[ "$(jq -r '"\(.rule) \(.file)"' <<<"$output" | paste -sd ' ')" = 'same-text calendar.yaml same-hour calendar.yaml' ] || { echo "$output"; false; }
	[ "$(smm-plan --lint=jsonl calendar.yaml | jq -r .rule)" = unserved-objective ]
}
