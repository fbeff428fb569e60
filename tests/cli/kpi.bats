#!/usr/bin/env bats
# kpi-report: figures from lines of any kind

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	export SMM_NOW=2026-12-15T09:00:00+01:00
	cp "$ROOT/examples/journal.jsonl" .
}
teardown() { brand_end; }

# kpi OPTION ...: JSON lines of the journal, Paris time
kpi() { kpi-report --tz Europe/Paris -f jsonl "$@"; }

# value ID [OPTION ...]: of one figure
value() {
	local id=$1
	shift
	kpi --kpi "$id" "$@" | jq -c .value
}

post_line() { # post_line SUBJECT AT MEMBERS
	printf '{"type":"metric","network":"mastodon","account":"masto","scope":"post","subject":"%s","at":"%s",%s}\n' "$1" "$2" "$3"
}

@test "a figure says how it was computed" {
	run --separate-stderr kpi --kpi er.reach --from 2026-11-01 --to 2026-12-01 --by network journal.jsonl
	[ "$status" = 0 ]
	[ "$(jq -r .kpi <<<"$output" | sort -u)" = er.reach ]
	line=$(jq -c 'select(.network == "instagram")' <<<"$output")
	for member in method unit num den n from to tz as_of; do
		[ "$(jq "has(\"$member\")" <<<"$line")" = true ]
	done
	[ "$(jq -c '((100 * .num / .den - .value) | fabs) < 0.000001' <<<"$line")" = true ]
}

@test "absent is null with a reason, never 0" {
	post_line a 2026-12-02T09:00:00Z '"total":true,"likes":4' >in.jsonl
	run kpi --kpi er.reach in.jsonl
	[ "$(jq -c '[.value, .reason]' <<<"$output")" = '[null,"no record has both numerator and denominator"]' ]
	post_line a 2026-12-02T09:00:00Z '"total":true,"likes":4,"reach":0' >in.jsonl
	run kpi --kpi er.reach in.jsonl
	[ "$(jq -c '[.value, .reason]' <<<"$output")" = '[null,"the denominator is 0"]' ]
	run kpi --kpi spend in.jsonl
	[ "$(jq -c '[.value, .reason]' <<<"$output")" = '[null,"no record has it"]' ]
	[ "$(value interactions in.jsonl)" = 4 ]
}

@test "the last reading counts, wherever it stands; read twice it counts once" {
	post_line a 2026-12-03T09:00:00Z '"total":true,"likes":7' >in.jsonl
	post_line a 2026-12-02T09:00:00Z '"total":true,"likes":4' >>in.jsonl
	post_line a 2026-12-03T09:00:00Z '"total":true,"likes":7' >>in.jsonl
	[ "$(value likes in.jsonl)" = 7 ]
	[ "$(value likes in.jsonl in.jsonl)" = 7 ]
	post_line a 2026-12-05T09:00:00Z '"total":true,"likes":5' >>in.jsonl # people took likes back
	[ "$(value likes in.jsonl)" = 5 ]
}

@test "a share among competitors of whom nothing was read is unknown, not all" {
	printf '{"type":"metric","network":"x","account":"a","scope":"account","at":"2026-12-01T00:00:00Z","total":true,"followers":30}\n' >in.jsonl
	[ "$(kpi -k followers.share in.jsonl | jq -c '[.value, .reason]')" = '[null,"no competitor was read"]' ]
	printf '{"type":"metric","network":"x","scope":"competitor","subject":"r","at":"2026-12-01T00:00:00Z","total":true,"followers":90}\n' >>in.jsonl
	[ "$(kpi -k followers.share in.jsonl | jq -c '[.value, .num, .den, .n]')" = '[25,30,120,2]' ]
}

@test "counters: differences, and one that begins anew" {
	for at in 01:10 02:25 03:30 04:6 05:9; do
		printf '{"type":"metric","network":"web","scope":"link","subject":"l","at":"2026-12-%sT09:00:00Z","total":true,"conversions":%s}\n' \
			"${at%:*}" "${at#*:}"
	done >in.jsonl
	run --separate-stderr kpi --kpi conversions in.jsonl
	[ "$(jq .value <<<"$output")" = 29 ] # 15 + 5 + 6 + 3; what was before the first reading nobody measured
	[[ "$stderr" == *"1 counters were found below half"* ]]
	[ "$(value conversions --from 2026-12-03 --to 2026-12-05 in.jsonl)" = 11 ]
}

@test "a late correction replaces" {
	own='"from":"2026-12-01T00:00:00Z","to":"2026-12-02T00:00:00Z","total":false'
	post_line a 2026-12-02T01:00:00Z "$own,\"clicks\":40" >in.jsonl
	post_line a 2026-12-04T01:00:00Z "$own,\"clicks\":38" >>in.jsonl
	[ "$(value clicks in.jsonl)" = 38 ]
	[ "$(tac in.jsonl | kpi --kpi clicks | jq .value)" = 38 ]
}

@test "currencies stand apart; with a dated file of rates they are one" {
	for c in EUR USD; do
		printf '{"type":"metric","network":"facebook","scope":"ad","subject":"%s","at":"2026-12-02T09:00:00Z","from":"2026-12-01T00:00:00Z","to":"2026-12-02T00:00:00Z","total":false,"spend":10000000,"clicks":4,"currency":"%s"}\n' $c $c
	done >in.jsonl
	[ "$(kpi --kpi cpc in.jsonl | jq -c '[.value, .unit]' | paste -sd' ')" = '[2.5,"EUR"] [2.5,"USD"]' ]
	printf '# day from to rate\n2026-11-01 USD EUR 0.9\n2026-12-02 USD EUR 0.1\n' >rates
	[ "$(kpi --kpi spend --rates rates --currency EUR in.jsonl | jq -c '[.value, .unit]')" = '[19,"EUR"]' ]
	printf '2026-12-02 USD EUR 0.9\n' >rates
	run kpi --kpi spend --rates rates --currency EUR in.jsonl
	[ "$status" = 65 ]
	[[ "$output" == *'in.jsonl:2: the file of rates has none from "USD" to EUR for that day'* ]]
	printf 'yesterday USD EUR 0.9\n' >rates
	run kpi --kpi spend --rates rates --currency EUR in.jsonl
	[ "$status" = 65 ]
	[[ "$output" == *'rates:1: found "yesterday USD EUR 0.9", expected a day, two currencies and a rate'* ]]
	run kpi --kpi spend --rates rates --currency eur in.jsonl
	[ "$status" = 64 ]
	[[ "$output" == *'--currency: found "eur", expected three capitals of ISO 4217, like EUR' ]]
}

@test "days of 23 and of 25 hours are days" {
	for h in 2026-10-24T21:59 2026-10-24T22:00 2026-10-25T22:59 2026-10-25T23:00; do
		post_line "$h" "$h:00Z" '"total":true,"likes":1'
	done >in.jsonl
	run kpi --kpi likes --by day in.jsonl
	[ "$(jq -r '"\(.day) \(.value)"' <<<"$output" | paste -sd,)" = '2026-10-24 1,2026-10-25 2,2026-10-26 1' ]
	for h in 2026-03-28T22:59 2026-03-28T23:00 2026-03-29T21:59 2026-03-29T22:00; do
		post_line "$h" "$h:00Z" '"total":true,"likes":1'
	done >in.jsonl
	run kpi --kpi likes --by day in.jsonl
	[ "$(jq -r '"\(.day) \(.value)"' <<<"$output" | paste -sd,)" = '2026-03-28 1,2026-03-29 2,2026-03-30 1' ]
	run kpi --kpi likes --by hour,weekday in.jsonl
	[ "$(jq -r '"\(.weekday) \(.hour)"' <<<"$output" | paste -sd,)" = 'mon 00,sun 00,sat 23,sun 23' ]
	printf '{"type":"result","id":"a","op":"publish","status":"done","at":"2026-10-25T12:00:00Z"}\n' >in.jsonl
	[ "$(value frequency --from 2026-10-25 --to 2026-10-26 in.jsonl)" = 1 ]
}

@test "a day without data is a gap" {
	post_line a 2026-12-01T09:00:00Z '"total":true,"likes":1' >in.jsonl
	post_line b 2026-12-03T09:00:00Z '"total":true,"likes":1' >>in.jsonl
	[ "$(kpi --kpi likes --by day in.jsonl | jq -r .day | paste -sd,)" = 2026-12-01,2026-12-03 ]
	kpi-report --tz UTC --kpi likes --by day in.jsonl | grep -qE '^▄ ▄$'
}

@test "compare: the period before, in whole months and days" {
	for d in 11-05 11-06 12-05; do post_line "$d" "2026-${d}T09:00:00Z" '"total":true,"likes":3'; done >in.jsonl
	run kpi --kpi likes --from 2026-12-01 --to 2027-01-01 --compare previous in.jsonl
	[ "$(jq -c '[.value, .previous]' <<<"$output")" = '[3,6]' ]
	run kpi --kpi likes --from 2026-12-05 --to 2026-12-06 --compare 2026-11-05..2026-11-06 --by day in.jsonl
	[ "$(jq -c '[.day, .value, .previous]' <<<"$output")" = '["2026-12-05",3,3]' ]
	run kpi --compare previous in.jsonl
	[ "$status" = 64 ]
}

@test "bad lines: file and line, what was found, what was expected; the rest goes on" {
	bad() { # bad MEMBERS WORDS
		{ post_line a 2026-12-02T09:00:00Z "$1"; post_line b 2026-12-02T09:00:00Z '"total":true,"likes":1'; } >in.jsonl
		run --separate-stderr kpi --kpi likes --rejects bad.jsonl in.jsonl
		[ "$status" = 65 ] && [[ "$stderr" == *"in.jsonl:1: "*"$2"* ]] || { echo "$1: $status: $stderr"; return 1; }
		[ "$(jq .value <<<"$output")" = 1 ]
		head -1 in.jsonl | cmp - bad.jsonl
	}
	bad '"total":true,"likes":-3' '"likes" is -3, expected a running total that is not below 0'
	bad '"likes":NaN' "found 'N', expected a value"
	bad '"likes":"12"' '"likes" is "12", expected an integer of 64 bits'
	bad '"likes":9223372036854775808' 'expected an integer of 64 bits'
	bad '"likes":1.5' 'expected an integer of 64 bits'
	bad '"spend":1,"currency":"EURO"' 'expected a currency of ISO 4217'
	bad '"spend":1,"currency":"ABC"' '"currency" is "ABC", expected a currency of ISO 4217'
	bad '"likes":1,"likes":2' 'stands twice'
	bad '"from":"2026-12-02T00:00:00Z","to":"2026-12-01T00:00:00Z"' '"to" is before "from"'
}

@test "a clock in the future, a subject without a name, another network, a torn last line" {
	post_line a 2026-12-17T09:00:00Z '"total":true,"likes":1' >in.jsonl
	printf '{"type":"metric","network":"x","scope":"ad","at":"2026-12-02T09:00:00Z","clicks":1}\n' >>in.jsonl
	post_line b 2026-12-02T09:00:00Z '"total":true,"likes":5' >>in.jsonl
	post_line b 2026-12-03T09:00:00Z '"total":true,"likes":6' | sed s/mastodon/bluesky/ >>in.jsonl
	printf '{"type":"metric","network":"x","sco' >>in.jsonl
	run --separate-stderr kpi --kpi likes in.jsonl
	[ "$status" = 65 ]
	[ "$(jq .value <<<"$output")" = 11 ]
	[[ "$stderr" == *'in.jsonl:1: "at" is "2026-12-17T09:00:00Z", more than a day ahead of the clock here'* ]]
	[[ "$stderr" == *'in.jsonl:2: a metric of scope ad without "subject" and "ref"'* ]]
	[[ "$stderr" == *'in.jsonl:4: "b" is on bluesky here and on another network before: counted apart'* ]]
	[[ "$stderr" == *'in.jsonl:5: byte '* ]]
}

@test "two journals that overlap, and a packed one" {
	head -150 journal.jsonl >a.jsonl
	tail -150 journal.jsonl | gzip >b.gz
	kpi --kpi all journal.jsonl >one
	kpi --kpi all a.jsonl b.gz | cmp - one
	zstd -q journal.jsonl -o c.zst
	kpi --kpi all c.zst a.jsonl | cmp - one
	head -c 900 b.gz >torn.gz
	run --separate-stderr kpi torn.gz
	[ "$status" = 65 ]
	[[ "$stderr" == *"torn.gz: gzip cannot unpack it to its end: torn or damaged"* ]]
}

@test "words of others are harmless in every format" {
	for text in '=HYPERLINK(1)' '<script>alert(1)</script>' '\u001b[31mred'; do
		printf '{"type":"message","id":"m:%s","account":"a","network":"x","kind":"comment","text":"%s","at":"2026-12-03T10:00:00Z","sentiment":{"label":"positive","score":0.9}}\n' \
			"${#text}" "$text"
	done >in.jsonl
	for format in text md csv jsonl; do
		run --separate-stderr kpi-report --tz UTC -f $format --kpi verbatims.good in.jsonl
		[ "$status" = 0 ]
		[[ "$output" != *$'\e'* ]]
		[[ "$output" == *HYPERLINK* ]]
	done
	kpi-report -f csv --kpi verbatims.good in.jsonl | grep -q "\"'=HYPERLINK(1)\""
	kpi-report -f md --kpi verbatims.good in.jsonl | grep -q '&lt;script>'
	kpi-report -f html --lang en in.jsonl >in.html
	grep -qF '=HYPERLINK(1)' in.html && grep -qF '&lt;script&gt;alert(1)' in.html
	[ -z "$(grep -e '<script' -e $'\e' in.html)" ]
	sed 's/"account":"a"/"account":"<script>\\u001b=HYPERLINK("/' in.jsonl >names.jsonl
	kpi-report -f svg --kpi messages --by account names.jsonl >in.svg
	grep -qF '&lt;script&gt;' in.svg
	[ -z "$(grep -e '<script' -e $'\e' in.svg)" ]
}

@test "beyond --memory subjects go to files, and nothing changes" {
	awk 'BEGIN { for (i = 1; i <= 20000; i++)
		printf "{\"type\":\"metric\",\"network\":\"mastodon\",\"scope\":\"post\",\"subject\":\"post-number-%d\",\"at\":\"2026-12-0%dT09:00:00Z\",\"total\":true,\"likes\":%d,\"reach\":%d}\n", i % 9000, i % 9 + 1, i, i * 7 }' >in.jsonl
	kpi --kpi er.reach,likes,posts.top,posts.median,decay.day in.jsonl >all
	kpi --kpi er.reach,likes,posts.top,posts.median,decay.day --memory 1M in.jsonl | cmp - all
	# large pages want many addresses; where there are few it does without
	[ -n "${SAN-}" ] || (ulimit -v 100000 && kpi --kpi er.reach,likes,posts.top,posts.median,decay.day in.jsonl) | cmp - all
	TMPDIR=/nowhere run --separate-stderr kpi --kpi er.reach,posts.top --memory 1M in.jsonl
	[ "$status" = 71 ]
	[[ "$stderr" == *"a temporary file in /nowhere (TMPDIR)"* ]]
}

@test "--explain prints the row that is computed; the manual has every one" {
	run kpi-report --explain er.reach
	[ "$status" = 0 ]
	[[ "$output" == *"100 * sum(likes+comments+shares+saves) / sum(reach)"* ]]
	[ "$(kpi-report --explain=er.reach)" = "$output" ]
	run kpi-report --explain er.reech
	[ "$status" = 64 ]
	[[ "$output" == *"the nearest is er.reach"* ]]
	for id in $(kpi-report --explain | grep -E '^[a-z]'); do grep -q "^\.It Ic $id$" "$ROOT/man/kpi-definitions.7"; done
}

@test "--explain in French: every word of it, but for names and what stands in records" {
	export SMM_LOCALEDIR=$BIN/../locale
	run kpi-report --lang fr --explain er.network
	[[ "$output" == *"Taux d’engagement selon le réseau (Portée et engagement)"*"  formule  100 * sum / sum, selon la définition"*"  réserve  "* ]]
	LC_ALL=fr_FR.UTF-8 LANGUAGE=fr kpi-report --lang fr --explain >fr
	kpi-report --lang en --explain >en
	[ "$(wc -l <fr)" = "$(wc -l <en)" ]
	# a source or a caveat that is the same in both is a name
	diff --unchanged-line-format='%L' --old-line-format= --new-line-format= en fr | grep -E '^  [a-z]' >same || true
	[ -z "$(grep -v Kaushik same)" ] || { cat same; false; }
	F=$'\u00a0'
	refute grep -E "[a-zé]'[a-zé]|[^ ] [:;!?%]" fr
	[ -z "$(grep -E '\b(the|of|and|which|with|is|are)\b' fr | grep -v 'Media Metrics\|Number You\|Analytics and')" ]
}

@test "by partner: what the strategy lists for each; without one it is said" {
	printf 'campaigns: [ { id: mill }, { id: winter } ]\npartners: [ { id: moulin, fee: 600, currency: EUR, campaigns: [mill] } ]\n' >strategy.yaml
	post_line a 2026-12-02T09:00:00Z '"campaign":"mill","total":true,"likes":40,"cost":600000000,"currency":"EUR"' >in.jsonl
	post_line b 2026-12-03T09:00:00Z '"campaign":"mill","total":true,"comments":10' >>in.jsonl
	post_line c 2026-12-03T09:00:00Z '"campaign":"winter","total":true,"likes":7' >>in.jsonl
	[ "$(kpi -k partner.cpe --by partner --strategy strategy.yaml in.jsonl | jq -c '[.partner, .value, .unit, .num, .den, .n]' | paste -sd' ')" = \
		'[null,null,"XXX",null,7,1] ["moulin",12,"EUR",600000000,50,2]' ]
	# a fee of the strategy, of the days of the partnership that have begun; no cost of ours
	printf 'partners: [ { id: moulin, fee: 600, currency: EUR, from: 2026-12-01, to: 2026-12-10, campaigns: [mill] } ]\n' >fee.yaml
	echo 'campaigns: [ { id: mill } ]' >>fee.yaml
	jq -c 'del(.cost)' in.jsonl >free.jsonl
	[ "$(kpi --now 2026-12-05T12:00:00Z -k partner.cpe,cost --by partner --strategy fee.yaml free.jsonl | jq -c '[.kpi, .partner, .value, .num]' | paste -sd' ')" = \
		'["partner.cpe",null,null,null] ["partner.cpe","moulin",6,300000000]' ]
	[ "$(kpi --now 2026-12-05T12:00:00Z -k partner.cpe --by campaign --from 2026-12-03 --to 2026-12-04 --strategy fee.yaml free.jsonl | jq -c '[.campaign, .num]' | head -1)" = '["mill",60000000]' ]
	kpi-report --tz UTC --lang fr -k interactions --by partner --strategy strategy.yaml in.jsonl | grep -q '^Partenaire'
	run kpi-report --by partner in.jsonl
	[ "$status" = 64 ] && [[ "$output" == *"--by partner needs a strategy with partners"* ]]
}

@test "targets of the strategy are met, open or missed" {
	printf 'objectives:\n  - { id: a, kpi: likes, target: 7, by: 2026-12-31 }\n  - { id: b, kpi: frt.median, target: 60, by: 2026-12-01 }\n' >strategy.yaml
	post_line a 2026-12-03T09:00:00Z '"total":true,"likes":7' >in.jsonl
	run --separate-stderr kpi --strategy strategy.yaml in.jsonl
	[ "$(jq -c '[.kpi, .target, .status]' <<<"$output" | paste -sd' ')" = '["likes",7,"met"] ["frt.median",60,"missed"]' ]
	sed -i 's/"likes":7/"likes":6/' in.jsonl
	run --separate-stderr kpi --strategy strategy.yaml in.jsonl
	[ "$(jq -c 'select(.kpi == "likes") | .status' <<<"$output")" = '"open"' ]
}

@test "lines that are written fit their schema" {
	python3 -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is not installed"
	kpi --kpi all --by network,day journal.jsonl >all
	kpi --kpi all journal.jsonl >>all
	python3 - "$ROOT/schema/kpi.schema.json" <<-'E'
		import json, jsonschema, sys
		schema = json.load(open(sys.argv[1]))
		for line in open("all"):
		    jsonschema.validate(json.loads(line), schema)
	E
}

@test "usage, a full disk, a closed pipe" {
	for wrong in '--kpi er.reech' '--by netwrk' '--from yesterday' '-f xls' '--memory 3' '--lang de' '--rates x' '--tz Mars/North' \
		'--by day,week,month,hour,lang' '--by day,network,day' '--jobs 0' '--jobs 65' '--top 0' '--from 2026-12-02 --to 2026-12-01'; do
		# shellcheck disable=SC2086
		run kpi-report $wrong journal.jsonl
		[ "$status" = 64 ] || { echo "$wrong: $status $output"; false; }
	done
	run bash -c 'kpi-report journal.jsonl >/dev/full'
	[ "$status" = 74 ]
	run bash -c 'kpi-report -f jsonl --kpi all --by post journal.jsonl | head -1 >one; rc=${PIPESTATUS[0]}; [ $rc = 0 ] || [ $rc = 141 ]'
	[ "$status" = 0 ]
	run kpi-report nowhere.jsonl
	[ "$status" = 71 ]
}

@test "-o: what stood there stays until the report is whole; then it is the report, with the mode it had" {
	kpi -k likes journal.jsonl >want
	(umask 027 && kpi -k likes -o report journal.jsonl)
	cmp want report && [ "$(stat -c %a report)" = 640 ]
	echo old >report && chmod 604 report && ln -s report latest
	run kpi --strategy nowhere.yaml -o report journal.jsonl
	[ "$status" != 0 ] && [ "$(cat report)" = old ]
	run kpi -o report nowhere.jsonl
	[ "$status" = 71 ] && [ "$(cat report)" = old ]
	run bash -c "trap '' XFSZ; ulimit -f 4; kpi-report -f jsonl -k all -o report journal.jsonl" # a full disk
	[ "$status" = 74 ] && [[ "$output" == *"write report: File too large"* ]] && [ "$(cat report)" = old ]
	mkfifo pipe
	kpi-report -o latest pipe 3>&- &
	local pid=$!
	{ kill $pid; wait $pid || rc=$?; } >pipe
	[ "$rc" = 143 ] && [ "$(cat report)" = old ]
	[ "$(find . -name 'report.*')" = '' ]
	kpi -k likes -o latest journal.jsonl
	cmp want report && [ "$(stat -c %a report)" = 604 ] && [ -L latest ]
	kpi -k likes -o report <report # it may be read meanwhile: a kpi line is none of its own kind
	[ "$(jq -c .value report)" = null ]
}

@test "-o: what is no file of its own is written to as it is" {
	kpi -k likes journal.jsonl >want
	kpi -k likes -o /dev/stdout journal.jsonl >out && cmp want out
	kpi -k likes -o /dev/stdout journal.jsonl | cmp want -
	kpi -k likes -o >(cat >out) journal.jsonl
	mkfifo pipe
	cat pipe >out 3>&- &
	kpi -k likes -o pipe journal.jsonl
	wait $!
	cmp want out && [ -p pipe ]
	run kpi -k likes -o nowhere/report journal.jsonl
	[ "$status" = 71 ] && [[ "$output" == *"open nowhere/report: No such file"* ]]
	run kpi -k likes -o /dev/full journal.jsonl
	[ "$status" = 74 ]
}

@test "lists of posts show the first words of each, of the greater of two lines, on one line, in every human format" {
	{
		post_line a 2026-11-05T09:00:00Z '"total":true,"likes":9'
		post_line b 2026-11-05T09:00:00Z '"total":true,"likes":8'
		post_line c 2026-11-05T09:00:00Z '"total":true,"likes":7'
		for text in '"b"' '"a\nb\u00e9 | <i>"'; do printf '{"type":"post","id":"a","account":"masto","network":"mastodon","at":"2026-11-04T09:00:00Z","text":%s}\n' "$text"; done
		printf '{"type":"post","id":"b","account":"masto","network":"mastodon","at":"2026-11-04T09:00:00Z","text":"%s %s"}\n' "$(printf '%070d' 0)" été_puis_davantage
	} >in.jsonl
	kpi -k posts.top in.jsonl >out
	[ "$(jq -r '[.subject, .text // "-"] | join(" ")' out)" = "a b
b $(printf '%070d' 0)…
c -" ]
	sed -i '/"text":"b"/d' in.jsonl
	kpi -k posts.top in.jsonl | jq -r .text | head -1 | grep -qxF 'a bé | <i>'
	kpi-report -f text --lang fr -k posts.top in.jsonl | grep -qE 'Quoi +Valeur +Texte$'
	kpi-report -f md --lang en -k posts.top in.jsonl | grep -qF '| a | 9 | a bé \| &lt;i> |'
	kpi-report -f html --lang en in.jsonl | grep -qF 'a bé | &lt;i&gt;'
	grep -v '"post",' in.jsonl | kpi -k posts.top | jq -s 'all(has("text") | not)' | grep -q true
}
