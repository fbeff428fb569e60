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

# spoil FILE SEED: the same records, written as nobody does, and wrong ones among them
spoil() {
	python3 - "$@" <<-'E'
		import json, random, sys
		R = random.Random(int(sys.argv[2]))
		wrong = ['{"type":"metric","network":"x","scope":"post","subject":"a","at":"2026-11-01T00:00:00Z","likes":%s}' % v for v in
		         ("NaN", '"12"', "9223372036854775808", "-9223372036854775809", "1.5", "-1", "01", "1e2", "[1]")]
		wrong += ['{"type":"metric","network":"x","scope":"post","at":"2026-11-01T00:00:00Z"}', '{"type":"metric"', "[]", "{}", "nothing",
		          '{"type":"post","id":"a","id":"b"}', '{"type":"metric","network":"x","scope":"post","subject":"\\ud800","at":"2026-11-01T00:00:00Z"}',
		          '{"type":"message","id":"m","account":"a","network":"x","kind":"comment","text":"a","at":"2026-11-01T00:00:00Z","author":{"id":1}}',
		          '{"type":"metric","network":"x","scope":"planet","subject":"a","at":"2026-11-01T00:00:00Z"}', '{"type":7}', '{"a":1}']
		for line in open(sys.argv[1]):
		    r = json.loads(line)
		    if R.random() < .3:
		        r = dict(R.sample(list(r.items()), len(r)))
		    if R.random() < .2:
		        r["extra"] = {"likes": [1, {"network": "none"}], "at": "\"}"}
		    if R.random() < .2:
		        r["note"] = R.choice([None, True, 1.5e3, "tab\t and \"quote\" \u00e9\U0001f525", 2 ** 63])
		    s = json.dumps(r, ensure_ascii=R.random() < .5, separators=R.choice([(",", ":"), (", ", ": "), (" ,\t", " : ")]))
		    if R.random() < .05:
		        print(R.choice(wrong))
		    print(s + R.choice(["", "", "", " ", "\r"]))
	E
}

# by_hand FILE: with a key that is escaped, which only the general reader takes
by_hand() { sed 's/^ *{"/{"\u0078":0,"/' "$1"; }

@test "lines read at speed and lines that are not: the same figures, errors and rejects" {
	for seed in 31 32 33; do
		python3 "$ROOT/tests/kpi/journal.py" $seed 400 >j.jsonl
		spoil j.jsonl $seed >spoiled
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
