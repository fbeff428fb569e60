#!/usr/bin/env bats
# kpi-report against an implementation of its own of every definition, in fractions, on random journals

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

instant() { [ "$1" = - ] && echo - || echo "$(TZ=Europe/Paris date -d "$1" +%s)000"; }

# agrees SEED LINES FROM TO KEYS: every figure, to the last digit
agrees() {
	local options=(-q -f jsonl --kpi all --tz Europe/Paris --now 2026-12-10T00:00:00Z)
	[ "$3" = - ] || options+=(--from "$3")
	[ "$4" = - ] || options+=(--to "$4")
	[ -z "$5" ] || options+=(--by "$5")
	python3 "$ROOT/tests/kpi/journal.py" "$1" "$2" >j.jsonl
	kpi-report "${options[@]}" j.jsonl >out.jsonl
	python3 "$ROOT/tests/kpi/reference.py" 1796860800000 Europe/Paris "$(instant "$3")" "$(instant "$4")" "$5" j.jsonl <out.jsonl
}

@test "the whole, with and without a period" {
	agrees 4 400 - - ""
	agrees 5 300 2026-10-25 2026-11-20 ""
	agrees 15 300 2026-11-10 - ""
}

@test "by day, week and month, across a change of the clocks" {
	agrees 6 300 - - network,day
	agrees 7 300 2026-10-25 2026-11-15 week
	agrees 8 300 2026-10-01 2026-12-01 month,account
}

@test "by what posts and messages say, hour and weekday" {
	agrees 9 300 - - hashtag
	agrees 10 300 - - topic,weekday
	agrees 11 300 2026-10-25 - hour,format
	agrees 12 300 - 2026-11-15 campaign,pillar
	agrees 13 300 - - entry,kind,article,lang
	agrees 14 200 - - post
}

@test "the order of lines, how files are split, and reading twice change nothing" {
	for seed in 21 22 23; do
		python3 "$ROOT/tests/kpi/journal.py" $seed 300 >j.jsonl
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris j.jsonl >one
		shuf --random-source=<(yes $seed) j.jsonl >shuffled
		split -n l/3 shuffled part.
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris part.a? | cmp - one
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris j.jsonl shuffled part.ac | cmp - one
		kpi-report -q -f jsonl --kpi all --tz Europe/Paris --memory 1M part.a? | cmp - one
	done
}
