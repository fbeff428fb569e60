#!/usr/bin/env bats
# smm-plan --budget and --what-if: what was spent, what will be, what else could have been

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x'
	sed -i '1i strategy: strategy.yaml' calendar.yaml
	echo 'campaigns: [{ id: w, from: 2026-12-01, to: 2026-12-10, currency: EUR, budgets: { instagram: 100, facebook: 50.01 } }]' >strategy.yaml
	: >journal.jsonl
}
teardown() { brand_end; }

# spent NETWORK DAY MICROS [CURRENCY [MEMBERS]]: of the day, read at its end
spent() {
	echo "{\"type\":\"metric\",\"account\":\"ads\",\"network\":\"$1\",\"scope\":\"ad\",\"subject\":\"w-$1\",\"campaign\":\"w\",\"at\":\"2026-12-$2T23:59:00+01:00\",\"from\":\"2026-12-$2T00:00:00+01:00\",\"to\":\"2026-12-$2T23:59:00+01:00\",\"total\":false,\"currency\":\"${4:-EUR}\",\"spend\":$3${5:+,$5}}" >>journal.jsonl
}
budget() { smm-plan --budget=jsonl --journal journal.jsonl --now "2026-12-$1T08:00:00+01:00" calendar.yaml; }
of() { jq -r "select(.type == \"budget\" and .network == \"$1\") | $2"; }
alerts() { budget "$1" | tee out.jsonl | jq -c 'select(.type == "alert")' | tee -a journal.jsonl | jq -r '"\(.subject) \(.level) \(.value) \(.expected)"'; }

@test "by network and day, to the last micro; pace and forecast as another implementation finds them" {
	for day in 01 02 04 05 06; do spent instagram "$day" "$((day * 1000003 % 17000000))"; spent facebook "$day" 4000000; done
	spent instagram 07 999999 # today is not over
	budget 07 >out.jsonl
	[ "$(of instagram '[.spend, .planned, .through, .n]' <out.jsonl | jq -c .)" = '[19000053,60000000,"2026-12-06",5]' ] || { cat out.jsonl; false; }
	[ "$(of facebook '[.pace, .status, .forecast, .low, .high]' <out.jsonl | jq -c .)" = '[0.6665,"slow",36000000,36000000,36000000]' ] || { cat out.jsonl; false; }
	python3 "$ROOT/tests/plan/forecast.py" <out.jsonl
	sort -R journal.jsonl >mixed.jsonl
	smm-plan --budget=jsonl --journal mixed.jsonl --now 2026-12-07T08:00:00+01:00 calendar.yaml | cmp - out.jsonl
	for kind in budget alert; do
		jq -c --arg k "$kind" 'select(.type == $k)' out.jsonl | jq -s -e --slurpfile s "$ROOT/schema/$kind.schema.json" 'all(keys - ($s[0].properties | keys) == [])'
	done
}

@test "running totals count by their differences, and every length of journal agrees" {
	for day in $(seq -w 1 40); do
		d=$(date -d "2026-10-31 +$((10#$day)) days" +%F)
		echo "{\"type\":\"metric\",\"account\":\"ads\",\"network\":\"instagram\",\"scope\":\"ad\",\"subject\":\"s\",\"campaign\":\"w\",\"at\":\"${d}T22:00:00+01:00\",\"total\":true,\"currency\":\"EUR\",\"spend\":$((10#$day * 1000000 + 10#$day * 10#$day * 1000))}"
	done >journal.jsonl
	sed -i 's/from: 2026-12-01, to: 2026-12-10/from: 2026-11-01, to: 2026-12-31/' strategy.yaml
	for now in 2026-11-04 2026-11-20 2026-12-09 2026-12-20; do
		awk -v n="$now" -F'"at":"' 'substr($2, 1, 10) < n' journal.jsonl >part.jsonl
		smm-plan --budget=jsonl --journal part.jsonl --now "${now}T08:00:00+01:00" calendar.yaml >out.jsonl
		python3 "$ROOT/tests/plan/forecast.py" <out.jsonl
	done
}

@test "an alert once for each change: fast, over, ok again" {
	[ -z "$(alerts 02)" ]
	for day in 01 02 03; do spent instagram "$day" 12000000; done
	[ "$(alerts 04)" = 'w/instagram fast 120 100' ]
	[ -z "$(alerts 04)" ]
	spent instagram 04 1000000
	spent instagram 05 0
	[ "$(alerts 06)" = 'w/instagram ok 37 100' ]
	[ -z "$(alerts 06)" ]
	spent instagram 06 70000000
	[ "$(alerts 07)" = 'w/instagram over 107 100' ]
	[ "$(jq -r 'select(.type == "budget" and .network == "instagram") | .status' out.jsonl)" = over ]
	[ -z "$(alerts 08)" ]
	# a budget that is raised is ok again
	sed -i 's/instagram: 100/instagram: 1000/' strategy.yaml
	[[ "$(alerts 08)" == 'w/instagram ok 107 1000' ]]
}

@test "nothing is invented: no figures, two days, another currency, no dates" {
	[ "$(budget 05 | of instagram '[.status, has("spend"), has("forecast")]' | jq -c .)" = '["unknown",false,false]' ]
	spent instagram 01 5000000
	spent instagram 02 5000000 USD
	spent instagram 03 6000000
	run --separate-stderr budget 05
	[ "$status" = 0 ] && [[ "$stderr" == *'w/instagram: what was spent in USD is not counted: the budget is in EUR'* ]]
	[ "$(of instagram '[.spend, .n, has("forecast")]' <<<"$output" | jq -c .)" = '[11000000,2,false]' ]
	run --separate-stderr smm-plan --budget --journal journal.jsonl --now 2026-12-05T08:00:00+01:00 calendar.yaml
	diff - <(echo "$output") <<-'E'
		w/instagram: ok, 11.00 of 100.00 EUR
		  through 2026-12-03: 11.00 spent, planned 30.00 EUR, 37 %; left for each day: 14.83
		  not enough data for a forecast: 2 days known, 3 needed
		w/facebook: unknown, 50.01 EUR
		  no day is known yet; left for each day: 8.34
		  not enough data for a forecast: 0 days known, 3 needed
	E
	echo 'campaigns: [{ id: w, currency: EUR, budgets: { instagram: 100 } }]' >strategy.yaml
	[[ "$(smm-plan --budget --journal journal.jsonl --now 2026-12-05T08:00:00+01:00 calendar.yaml 2>/dev/null)" == *'no dates'* ]]
}

@test "what if: another split, at the past cost of clicks; another cadence, at the past mean of a post" {
	spent instagram 01 20000000 EUR '"impressions":8000,"clicks":100,"conversions":4'
	spent instagram 02 20000000 EUR '"impressions":8000,"clicks":100,"conversions":4'
	for day in 01 04 08; do
		echo "{\"type\":\"result\",\"id\":\"p$day@masto\",\"op\":\"publish\",\"account\":\"masto\",\"network\":\"mastodon\",\"status\":\"done\",\"at\":\"2026-12-${day}T09:00:00+01:00\"}"
		[ "$day" = 08 ] || echo "{\"type\":\"metric\",\"account\":\"masto\",\"network\":\"mastodon\",\"scope\":\"post\",\"subject\":\"p$day@masto\",\"at\":\"2026-12-09T09:00:00+01:00\",\"total\":true,\"likes\":$((10#$day * 10)),\"cost\":3000000,\"currency\":\"EUR\"}"
	done >>journal.jsonl
	what() { smm-plan --journal journal.jsonl --now 2026-12-10T08:00:00+01:00 "$@" calendar.yaml; }
	what --what-if instagram=100,facebook=10 --what-if masto=3-5/week,bluesky=1/day >out.jsonl
	jq -s -e --slurpfile s "$ROOT/schema/scenario.schema.json" 'all(keys - ($s[0].properties | keys) == [])' out.jsonl
	jq -s -e '.[0] | [.network, .budget, .instead, .impressions, .clicks, .conversions, .n] == ["instagram", 100000000, 100000000, 40000, 500, 20, 2]' out.jsonl
	jq -s -e '.[1] | [.network, has("clicks")] == ["facebook", false]' out.jsonl
	jq -s -e '.[2] | [.account, .posts_week, .instead_week, .interactions_week, .cost_week, .n] == ["masto", 4, 2.62, 100, 8000000, 3]' out.jsonl
	jq -s -e '.[3] | [.account, .posts_week, has("n")] == ["bsky", 7, false]' out.jsonl
	[ "$(jq -r 'select(.n) | has("method")' out.jsonl | sort -u)" = true ]
	diff - <(what -f text --what-if instagram=100,facebook=10 --what-if masto=3-5/week) <<-'E'
		instagram: 100.00 EUR instead of 100.00; at its past cost: 40000 impressions, 500.0 clicks, 20.0 conversions (n 2)
		facebook: 10.00 EUR instead of 50.01; nothing is known of what it cost there
		masto: 4.0 posts a week instead of 2.6 (3 posts in 8 days); 100.0 interactions a week, 25.0 each (n 2); cost a week 8.00 EUR
		Method: averages of all the journal; one more post or euro may bring less than the ones before.
	E
	for bad in instagram instagram= =5 instagram=-5 nowhere=5 nobody=5/week masto=0.5/week masto=5/year ''; do
		run what --what-if "$bad"
		[ "$status" = 64 ] && [[ "$output" == *--what-if* ]] || { echo "$bad: $status $output"; false; }
	done
}

@test "wrong lines, no budgets, no journal, a full disk" {
	spent instagram 01 5000000
	echo 'no record' >>journal.jsonl
	run --separate-stderr budget 05
	[ "$status" = 65 ] && [ "$(grep -c 'journal.jsonl:2: ' <<<"$stderr")" = 1 ] && [ -n "$output" ]
	run smm-plan --budget --journal nowhere.jsonl calendar.yaml
	[ "$status" != 0 ] && [[ "$output" == *nowhere.jsonl* ]]
	run smm-plan --budget calendar.yaml
	[ "$status" = 64 ] && [[ "$output" == *--journal* ]]
	run smm-plan --budget --journal - calendar.yaml
	[ "$status" = 64 ]
	for more in --lint --check --suggest '-f csv' '-f html' '--simulate 2026-12-01..2026-12-02'; do
		# shellcheck disable=SC2086
		run smm-plan --budget --journal journal.jsonl $more calendar.yaml
		[ "$status" = 64 ] || { echo "$more: $output"; false; }
	done
	run bash -c 'smm-plan --budget --journal journal.jsonl calendar.yaml >/dev/full'
	[ "$status" = 74 ]
	echo 'tone: plain' >strategy.yaml
	run smm-plan --budget --journal journal.jsonl calendar.yaml
	[ "$status" = 65 ] && [[ "$output" == *'no campaign has budgets'* ]]
}
