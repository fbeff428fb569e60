#!/usr/bin/env bats
# kpi-report against an implementation of its own of every definition, in fractions, on random journals

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

# agrees CASE ...: every figure, to the last digit (tests/kpi/agree)
agrees() { "$ROOT/tests/kpi/agree" "$@"; }

@test "the whole, with and without a period" {
	agrees '4|400|-|-|' \
		'5|300|2026-10-25|2026-11-20|' \
		'15|300|2026-11-10|-|'
}

@test "by day, week and month, across a change of the clocks" {
	agrees '6|300|-|-|network,day' \
		'7|300|2026-10-25|2026-11-15|week' \
		'8|300|2026-10-01|2026-12-01|month,account'
}

@test "business hours and a holiday, budgets of campaigns, several currencies by their dated rates" {
	cat >smm.yaml <<-E
		timezone: Europe/Paris
		accounts: [ { name: m1, network: mastodon, server: "http://127.0.0.1:1", secret: { env: NONE } } ]
		hours: { days: mon-fri, from: "09:00", to: "18:00", holidays: fr }
	E
	cat >strategy.yaml <<-E
		partners:
		  - { id: mill, campaigns: [c2], fee: 600.07, currency: EUR, from: 2026-10-20, to: 2026-12-31 }
		  - { id: other, campaigns: [c2] } # not the first for it
		  - { id: guild, campaigns: [c1, c2], fee: 90, currency: USD, from: 2026-11-05, to: 2026-11-11 }
		campaigns:
		  - { id: c1, from: 2026-10-10, to: 2026-12-20, currency: EUR, budgets: { instagram: 250, x: 0.000017 } }
		  - { id: c2, from: 2026-11-01, to: 2026-11-03, currency: USD, budgets: { facebook: 100.01 } }
	E
	printf '2026-10-01 USD EUR 0.9137\n2026-11-01 USD EUR 0.92\n' >rates
	cat >settings.json <<-E
		{"partners": {"c2": "mill", "c1": "guild"}, "hours": {"days": [0, 1, 2, 3, 4], "from": 9, "to": 18, "holidays": ["2026-11-11"]},
		 "fees": [["mill", "c2", "EUR", 600070000, "2026-10-20", "2026-12-31"], ["guild", null, "USD", 90000000, "2026-11-05", "2026-11-11"]],
		 "budgets": [["c1", "instagram", "EUR", 250000000, "2026-10-10", "2026-12-20"], ["c1", "x", "EUR", 17, "2026-10-10", "2026-12-20"],
		             ["c2", "facebook", "USD", 100010000, "2026-11-01", "2026-11-03"]]}
	E
	export SETTINGS=$PWD/settings.json
	agrees '41|300|-|-||-c|smm.yaml|--strategy|strategy.yaml' \
		'42|300|2026-10-25|2026-11-20|campaign,network|-c|smm.yaml|--strategy|strategy.yaml' \
		'42|300|2026-10-25|2026-11-20|partner|-c|smm.yaml|--strategy|strategy.yaml' \
		'43|300|2026-10-25|2026-11-20|week|-c|smm.yaml|--strategy|strategy.yaml'
	jq '. + {currency: "EUR", rates: [["2026-10-01", "USD", "EUR", "0.9137"], ["2026-11-01", "USD", "EUR", "0.92"]]}' settings.json >euros.json
	SETTINGS=$PWD/euros.json agrees '44|300|2026-10-25|2026-11-20|campaign|-c|smm.yaml|--strategy|strategy.yaml|--rates|rates|--currency|EUR'
}

@test "by what posts and messages say, hour and weekday" {
	agrees '9|300|-|-|hashtag' \
		'10|300|-|-|topic,weekday' \
		'16|200|-|-|hashtag,topic' \
		'11|300|2026-10-25|-|hour,format' \
		'12|300|-|2026-11-15|campaign,pillar' \
		'13|300|-|-|entry,kind,article,lang' \
		'14|200|-|-|post'
}

@test "the order of lines, how files are split, and reading twice change nothing" {
	for seed in 21 22; do
		python3 "$ROOT/tests/kpi/journal.py" $seed 300 >j.jsonl
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris j.jsonl >one
		shuf --random-source=<(yes $seed) j.jsonl >shuffled
		split -n l/3 shuffled part.
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris part.a? | cmp - one
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris j.jsonl shuffled part.ac | cmp - one
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris --memory 1M part.a? | cmp - one
	done
}

# by_hand FILE: with a key that is escaped, which only the general reader takes
by_hand() { sed 's/^ *{"/{"\u0078":0,"/' "$1"; }

@test "lines read at speed and lines that are not: the same figures, errors and rejects" {
	for seed in 31 32; do
		python3 "$ROOT/tests/kpi/journal.py" $seed 400 >j.jsonl
		python3 "$ROOT/tests/kpi/spoil.py" j.jsonl $seed >spoiled
		by_hand spoiled >slow
		for file in spoiled slow; do
			run --separate-stderr kpi-report -f jsonl --kpi all --tz Europe/Paris --now 2026-12-10T00:00:00Z --rejects $file.bad $file
			[ "$status" = 65 ]
			echo "$output" >$file.out
			# positions differ by what was put in front
			sed "s/$file//; s/byte [0-9]*/byte/" <<<"$stderr" >$file.err
		done
		cmp spoiled.out slow.out
		cmp spoiled.err slow.err
		by_hand spoiled.bad | cmp - slow.bad
		[ "$(wc -l <spoiled.bad)" -gt 5 ]
	done
}
