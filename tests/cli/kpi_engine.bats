#!/usr/bin/env bats
# kpi-report --engine: a PostgreSQL database computes the same figures, to the last digit

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() { postgres_begin; }
teardown_file() { postgres_end; }

setup() {
	brand_begin
	export SMM_NOW=2026-12-10T00:00:00Z SMM_LOCALEDIR=$BIN/../locale
	postgres_url
}
teardown() { brand_end; }

# same [OPTION ...]: what both print, their messages, and how they end
same() {
	local here=0 there=0
	kpi-report --tz Europe/Paris "$@" >here.out 2>here.err || here=$?
	kpi-report --tz Europe/Paris --engine "$URL" "$@" >there.out 2>there.err || there=$?
	diff here.err there.err && cmp here.out there.out && [ $here = $there ] || { echo "$*: $here $there"; diff here.out there.out | head -4; return 1; }
	[ -s here.out ]
}
journal() { python3 "$ROOT/tests/kpi/journal.py" "$1" 250 >j.jsonl; }

@test "every figure, of everything and by every key, of random journals of every kind of line" {
	journal 21
	same -f jsonl -k all j.jsonl
	[ "$(wc -l <here.out)" -gt 70 ]
	same -f jsonl -k all --by network,day j.jsonl
	journal 22
	same -f jsonl -k all --by week,post --from 2026-10-25 --to 2026-11-15 --compare previous j.jsonl
	same -f jsonl -k all --by topic,weekday --from 2026-11-01 j.jsonl
	journal 23
	same -f jsonl -k all --by month,account,hashtag --to 2026-11-20 j.jsonl
	same -f jsonl -k all --by hashtag,topic j.jsonl
	same -f jsonl -k all --by hour,format j.jsonl
	same -f jsonl -k all --by entry,kind,article,lang j.jsonl
	same -f csv -k all --by campaign,pillar --distinct j.jsonl
	printf 'campaigns: [ { id: c1 }, { id: c2 } ]\npartners: [ { id: "o'"'"'\\t", campaigns: [c2], fee: 90, currency: EUR, from: 2026-10-20, to: 2026-12-31 }, { id: b, campaigns: [c2] } ]\n' >strategy.yaml
	same -f jsonl -k all --by partner,month --strategy strategy.yaml j.jsonl
}

@test "views of a page, and what may come" {
	"$ROOT/tests/browser/journal" 1500 >q.jsonl
	same -f html --lang en --from 2026-09-01 --to 2026-12-01 --compare previous --now 2026-12-02T10:00:00+01:00 q.jsonl
	same -f jsonl --forecast=28 --now 2026-12-02T10:00:00+01:00 q.jsonl
}

@test "words that would be something in COPY or SQL; numbers to the edge; counters that begin anew; lines that are wrong" {
	cat >odd.jsonl <<-'J'
		{"type":"metric","network":"x","account":"a","scope":"post","subject":"o'r\\n\t\"{}\"","campaign":"\\N","at":"2026-11-01T00:00:00Z","total":true,"likes":9223372036854775807,"reach":3}
		{"type":"metric","network":"x","account":"a","scope":"post","subject":"é\n2\\.","at":"2026-11-02T00:00:00Z","total":true,"likes":9223372036854775807,"shares":9223372036854775807,"reach":7}
		{"type":"metric","network":"x","account":"a","scope":"post","subject":"é\n2\\.","at":"2026-11-01T00:00:00Z","total":true,"likes":1}
		{"type":"metric","network":"x","account":"a","scope":"ad","subject":"1","from":"2026-11-01T00:00:00Z","at":"2026-11-02T00:00:00Z","total":true,"spend":5000000,"currency":"EUR","clicks":10}
		{"type":"metric","network":"x","account":"a","scope":"ad","subject":"1","at":"2026-11-03T00:00:00Z","total":true,"spend":7000001,"currency":"EUR","clicks":2}
		{"type":"metric","network":"x","account":"a","scope":"ad","subject":"2","at":"2026-11-03T00:00:00Z","total":false,"spend":-3,"currency":"USD","clicks":1}
		{"type":"metric","network":"x","account":"a","scope":"link","subject":"w","at":"2026-11-03T00:00:00Z","total":false,"conversions":4}
		{"type":"metric","network":"x","account":"a","scope":"account","at":"1969-12-31T23:00:00Z","total":true,"followers":4}
		{"type":"metric","network":"x","account":"a","scope":"post","subject":"p","at":"2027-11-01T00:00:00Z","total":true,"likes":1}
		{"type":"message","id":"m1","network":"x","account":"a","kind":"comment","text":"a\tb \\N","topics":["{\"x\\\\\"}","é,"],"at":"2026-11-02T00:00:00Z","sentiment":{"label":"positive","score":0.5}}
	J
	for by in post,day campaign topic network; do
		same -f jsonl -k all --by $by odd.jsonl
	done
	grep '"kpi":"posts.median"' here.out | grep -q 'of 2^63 or more' # the likes and shares of one post together
	grep -q 'odd.jsonl:9: .*more than a day ahead' here.err
	grep -q '1 counters were found below half' here.err
	printf '2026-10-01 USD EUR 0.92\n' >rates
	same -f jsonl -k all --rates rates --currency EUR odd.jsonl
}

@test "an empty journal; nothing stays behind in the database" {
	: >e.jsonl
	same -f jsonl -k all e.jsonl
	command -v psql >/dev/null || skip "no psql"
	[ "$(psql -XAtc "SELECT count(*) FROM pg_class WHERE relname IN ('reading', 'fact', 'counted')" "$URL")" = 0 ]
}

@test "a URL of another kind, with a password, of nobody: said, and nothing printed" {
	: >e.jsonl
	fails() { # fails STATUS TEXT URL
		run --separate-stderr kpi-report --engine "$3" e.jsonl
		[ "$status" = "$1" ] && [[ "$stderr" == *"$2"* ]] && [ -z "$output" ] || { echo "$status $stderr"; false; }
	}
	fails 64 '--engine clickhouse://h/x: only postgresql://HOST/NAME is supported' clickhouse://h/x
	fails 78 'the URL of the database holds a password' postgresql://u:secret@127.0.0.1/x
	fails 75 'cannot reach the database postgresql://127.0.0.1:1/x' postgresql://127.0.0.1:1/x
	fails 77 'check --engine' "${URL%/*}/nothere"
}
