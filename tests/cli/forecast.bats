#!/usr/bin/env bats
# kpi-report --forecast: what the next period may bring, and how far off that was in the past

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	export SMM_NOW=2026-12-02T10:00:00+01:00 SMM_LOCALEDIR=$BIN/../locale
}
teardown() { brand_end; }

# past SEED DAYS UNTIL: followers, posts and spend of as many days before a day, with weekdays, a trend, gaps and noise
past() {
	python3 - "$@" <<-'P'
		import json, random, sys
		from datetime import date, timedelta
		R, end = random.Random(int(sys.argv[1])), date.fromisoformat(sys.argv[3])
		followers = 10000
		for i in range(int(sys.argv[2])):
		    d = end - timedelta(int(sys.argv[2]) - i)
		    at = f"{d}T20:00:00+01:00"
		    busy = 40 + 25 * (d.weekday() in (1, 3)) + i // 5
		    followers += R.randrange(-5, 30) + 10 * (d.weekday() == 5)
		    m = lambda **k: print(json.dumps({"type": "metric", "network": "instagram", "account": "a", **k}))
		    if R.random() < .9:
		        m(scope="account", at=at, total=True, followers=followers)
		    for p in range(R.randrange(3)):
		        m(scope="post", subject=f"{d}-{p}", at=f"{end}T07:00:00+01:00", **{"from": at}, total=True, likes=busy + R.randrange(30), comments=R.randrange(9))
		    if d.weekday() < 5:
		        m(scope="ad", subject="s", at=f"{d + timedelta(1)}T01:00:00+01:00", **{"from": f"{d}T00:00:00+01:00", "to": f"{d + timedelta(1)}T00:00:00+01:00"},
		          total=False, spend=20000000 + R.randrange(9000000), clicks=40, currency="EUR")
	P
}
ahead() { kpi-report -q --tz Europe/Paris -f jsonl "$@" past.jsonl; }

# agrees [OPTION ...]: with another implementation of what the manual page says
agrees() {
	local id daily settles level
	ahead --forecast "$@" | jq -c 'select(.type == "forecast")' >lines
	until=$(jq -r .from lines | head -1)
	for id in followers:followers.net:0 interactions:interactions:3 spend:spend:0; do
		IFS=: read -r id daily settles <<<"$id"
		ahead -k "$daily" --by day --to "$until" >daily.jsonl
		level=0
		[ "$id" != followers ] || level=$(ahead -k followers --to "$until" | jq .value)
		jq -c --arg k "$id" 'select(.kpi == $k)' lines >line
		[ "$(wc -l <line)" = 1 ]
		python3 "$ROOT/tests/kpi/forecast.py" daily.jsonl "$level" "$settles" <line
	done
}

@test "value, interval and past error as another implementation finds them, for several pasts and periods" {
	[ -z "${SAN-}" ] || skip "figures against fractions: the plain build is enough for them"
	for seed in 1 2 3; do
		past $seed $((60 + 40 * seed)) 2026-12-02 >past.jsonl
		agrees --from 2026-11-01 --to 2026-12-01
		agrees
	done
	past 4 90 2026-12-02 >past.jsonl
	agrees --from 2026-11-24 --to 2026-12-01
	ahead --forecast=9 --to 2026-12-01 | jq -s -e 'map(select(.type == "forecast")) | all(.to[:10] == "2026-12-10" and .backtest[0].n > 3)'
	past 5 60 2026-11-29 >past.jsonl # the last days are not known: they are not asked for either
	agrees
	past 6 45 2026-12-02 >past.jsonl # too short
	agrees --from 2026-11-01 --to 2026-12-01
	jq -s -e 'all(has("value") | not)' lines
}

@test "the next period: months after months, days after days, from today when the period is not over" {
	past 1 120 2026-12-02 >past.jsonl
	period() { ahead --forecast -k spend "$@" | jq -r 'select(.type == "forecast") | "\(.from[:10]) \(.to[:10])"'; }
	[ "$(period --from 2026-11-01 --to 2026-12-01)" = "2026-12-01 2027-01-01" ]
	[ "$(period --from 2026-10-01 --to 2026-12-01)" = "2026-12-01 2027-02-01" ]
	[ "$(period --from 2026-11-20 --to 2026-11-30)" = "2026-11-30 2026-12-10" ]
	[ "$(period)" = "2026-12-02 2026-12-30" ]
	[ "$(period --from 2026-12-01 --to 2027-01-01)" = "2026-12-02 2026-12-03" ]
	# what is asked for does not shorten what is learned from, and the figures are those without --forecast
	ahead --forecast --from 2026-11-01 --to 2026-12-01 >with
	ahead --from 2026-11-01 --to 2026-12-01 | cmp - <(grep -v '"type":"forecast"' with)
	[ "$(jq 'select(.kpi == "spend" and .type == "forecast") | .n' with)" -gt 110 ]
	python3 -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is not installed"
	grep '"type":"forecast"' with >lines
	python3 -c 'import json, jsonschema, sys; s = json.load(open(sys.argv[1])); [jsonschema.validate(json.loads(l), s) for l in open("lines")]' "$ROOT/schema/forecast.schema.json"
}

@test "silence with its reason: nothing known, too short, too old" {
	: >past.jsonl
	[ "$(ahead --forecast -k spend | jq -c 'select(.type == "forecast") | [.reason, .n, has("value")]')" = '["no day is known",0,false]' ]
	past 1 20 2026-12-02 >past.jsonl
	[[ "$(ahead --forecast -k followers | jq -r 'select(.type == "forecast") | .reason')" == *' days are known, 56 are needed to foresee 28 and measure the error' ]]
	past 1 90 2026-11-20 >past.jsonl
	[ "$(ahead --forecast -k followers | jq -r 'select(.type == "forecast") | .reason')" = 'the last day that is known is 2026-11-19' ]
	local F=$'\xc2\xa0'
	kpi-report -q --tz Europe/Paris --lang fr --forecast past.jsonl | grep -q "^Abonnés$F: rien n’est prévu$F: le dernier jour connu est 2026-11-19\.$"
	kpi-report -q --tz Europe/Paris --lang en -f csv --forecast past.jsonl | grep -q '^followers,2026-12-02,2026-12-30,,people,,,,,,[0-9]*,the last day that is known is 2026-11-19,'
	run --separate-stderr kpi-report --tz Europe/Paris -f svg -k followers --forecast past.jsonl
	[ "$status" = 65 ]
	[[ "$stderr" == *'nothing to draw: the last day that is known is 2026-11-19'* ]]
}

@test "several currencies are several forecasts; days alike leave no doubt, and nothing goes below 0" {
	past 1 90 2026-12-02 | grep spend >past.jsonl
	sed 's/"spend": [0-9]*/"spend": 10000000/; s/EUR/USD/; s/"subject": "s"/"subject": "t"/' past.jsonl >more
	cat more >>past.jsonl
	ahead --forecast --from 2026-11-02 --to 2026-11-30 -k spend | jq -c 'select(.type == "forecast") | [.unit, .n, .value == .low and .low == .high, .value]' >out
	[ "$(sed -n 1p out | jq -c '.[:3]')" = '["EUR",86,false]' ] || { cat out; false; }
	[ "$(sed -n 2p out | jq -c '[.[0], .[2], .[3]]')" = '["USD",true,200]' ] || { cat out; false; }
	jq -nc 'range(90; 0; -1) as $d | {type: "metric", network: "x", account: "a", scope: "account",
		at: ("2026-12-02T20:00:00Z" | fromdate - 86400 * $d | todate), total: true, followers: ($d * $d)}' >past.jsonl
	ahead --forecast=60 -k followers | jq -s -e '.[1] | .value >= 0 and .low == 0'
}

@test "in every format, in both languages" {
	past 1 120 2026-12-02 >past.jsonl
	words() { kpi-report -q --tz Europe/Paris --from 2026-11-01 --to 2026-12-01 --forecast "$@" past.jsonl; }
	value=$(words -f jsonl | jq -r 'select(.type == "forecast" and .kpi == "interactions") | .value')
	words --lang en | tr -d , | grep -qE "^Interactions +$value +"
	words --lang en | grep -qx 'What may come, from 1.*December 2026 to 31.*December 2026'
	words --lang fr | grep -q '^Ce qui peut venir, du 1er.*décembre 2026 au 31.*décembre 2026$'
	words --lang en -f md | tr -d , | grep -qE "^\| Interactions \| $value \|"
	words --lang en -f md | grep -qE '^- Spend: by .*, tried on the past [0-9]+ times; .* would have been off by '
	words -f csv | grep -qE "^interactions,2026-12-01,2027-01-01,$value,times,"
	words --lang fr -f html >page.html
	grep -q '<h2 id="ahead">Ce qui peut venir' page.html
	[ "$(grep -c 'class="l ahead" d="M' page.html)" -ge 3 ]
	[ -z "$(sed 's/<[^>]*>/\n/g' page.html | grep -E '^(May be|Off by|From \(95|.*tried on the past)')" ]
	[ "$(grep -o ' id="[^"]*"' page.html | sort | uniq -d | wc -l)" = 0 ]
	words --lang en -f svg -k interactions >one.svg
	python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse("one.svg")'
	grep -q "<desc id=\"chart-d\">$(sed ':a;s/\B[0-9]\{3\}\>/,&/;ta' <<<"$value") may come" one.svg
	run --separate-stderr words -f svg
	[ "$status" = 64 ]
}

@test "usage" {
	: >past.jsonl
	for wrong in --forecast=0 --forecast=x --forecast=367 '--forecast -k messages'; do
		# shellcheck disable=SC2086
		run kpi-report $wrong past.jsonl
		[ "$status" = 64 ] || { echo "$wrong: $status $output"; false; }
	done
}
