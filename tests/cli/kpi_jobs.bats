#!/usr/bin/env bats
# kpi-report --jobs: however many read side by side, the same bytes

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() {
	JOURNALS=$(mktemp -d)
	export JOURNALS
	cd "$JOURNALS" || return 1
	for seed in 51 52; do
		python3 "$BATS_TEST_DIRNAME/../kpi/journal.py" $seed 900 >$seed.jsonl
		python3 "$BATS_TEST_DIRNAME/../kpi/spoil.py" $seed.jsonl $seed >$seed.spoiled
	done
	shuf --random-source=51.jsonl 51.jsonl >51.shuffled
	gzip -k 51.jsonl
	zstd -q 51.jsonl -o 51.zst
	export COUNTS="1 2 4"
	[ -z "${SAN-}" ] || COUNTS="1 4" # sanitizers take their time
}
teardown_file() { rm -rf "$JOURNALS"; }

setup() {
	brand_begin
	export SMM_NOW=2026-12-10T00:00:00Z
}
teardown() { brand_end; }

kpi() { kpi-report --tz Europe/Paris -f jsonl "$@"; }

# alike [OPTION ...] FILE ...: what one thread says and prints, and how it ends, for all counts of jobs
alike() {
	local jobs rc one=
	for jobs in $COUNTS; do
		rc=0
		kpi -j $jobs --rejects bad.$jobs "$@" >out.$jobs 2>err.$jobs || rc=$?
		one=${one:-$rc}
		[ $rc = "$one" ] && cmp out.1 out.$jobs && diff err.1 err.$jobs && cmp bad.1 bad.$jobs ||
			{ echo "$jobs jobs, $*: $rc, with one $one"; return 1; }
	done
}

@test "random journals, whole and cut, sorted or not, by every kind of key" {
	local j=$JOURNALS/51.jsonl
	[ "$(wc -c <"$j")" -gt 100000 ] # it is cut: parts have 32 KiB at least
	alike -k all "$j"
	[ "$(wc -l <out.4)" -gt 80 ]
	alike -k all --by network,day "$j"
	alike -k all --by hashtag --from 2026-10-25 --to 2026-11-20 --compare previous "$JOURNALS/51.shuffled"
	alike -k all --by topic,kind --distinct "$j"
	alike -k all --by post "$JOURNALS/52.jsonl" "$j"
	kpi -k all "$j" >one
	split -n l/5 "$JOURNALS/51.shuffled" part.
	kpi -k all -j 4 part.a? | cmp one -
	alike -k all "$j" part.ab "$j"
	cmp one out.4
}

@test "packed files, standard input, and more than --memory allows" {
	kpi -k all "$JOURNALS/51.jsonl" >one
	alike -k all "$JOURNALS/51.zst" "$JOURNALS/52.jsonl" "$JOURNALS/51.jsonl.gz"
	for packed in zst jsonl.gz; do kpi -k all -j 4 "$JOURNALS/51.$packed" | cmp - one; done
	kpi -k all -j 4 <"$JOURNALS/51.jsonl" | cmp - one
	kpi -k all -j 4 --memory 1M "$JOURNALS/51.jsonl" "$JOURNALS/51.jsonl" | cmp - one
	awk 'BEGIN { for (i = 0; i < 20000; i++)
		printf "{\"type\":\"metric\",\"network\":\"x\",\"scope\":\"post\",\"subject\":\"a-post-of-some-length-%d\",\"at\":\"2026-11-0%dT00:00:00Z\",\"total\":true,\"likes\":%d}\n", i % 9000, i % 9 + 1, i }' >many
	kpi -k likes,posts.top,posts.median many >one
	kpi -k likes,posts.top,posts.median -j 4 --memory 1M many | cmp - one
}

@test "pages, with alerts, money of a pipe of rates" {
	printf '{"type":"alert","kind":"crisis","level":"high","at":"2026-11-0%dT00:00:00Z","subject":"%s"}\n' 3 b 3 a 2 c >alerts
	for jobs in $COUNTS; do
		kpi-report --tz Europe/Paris -f html --lang en -j $jobs alerts "$JOURNALS/51.jsonl" alerts >page.$jobs
		cmp page.1 page.$jobs
		kpi -k spend,roi -j $jobs --currency EUR --rates <(echo 2026-01-01 USD EUR 0.9) "$JOURNALS/51.jsonl" >sum.$jobs
		cmp sum.1 sum.$jobs
	done
	grep -q 'A crisis on' page.4
}

@test "wrong lines: file, line, order, and a copy of each; a subject on two networks" {
	alike -k all "$JOURNALS/51.spoiled" "$JOURNALS/52.spoiled"
	[ "$(wc -l <bad.4)" -gt 30 ]
	grep -q '52.spoiled:[0-9]*: ' err.4
	head -c 17000000 /dev/zero | tr '\0' a >long
	{ cat "$JOURNALS/51.spoiled" long; echo; cat "$JOURNALS/51.spoiled"; printf '{"type":"metric"'; } >all
	alike -k likes all "$JOURNALS/52.spoiled"
	grep -q 'all:[0-9]*: the line has more than' err.4
	total() { printf '{"type":"metric","network":"%s","scope":"post","subject":"s","at":"2026-11-03T00:00:00Z","total":true,"likes":1}\n' "$1"; }
	{ total x; head -890 "$JOURNALS/51.jsonl"; total tiktok; total x; total tiktok; total threads; } >moved
	alike -k likes moved
	[ "$(grep 'on another network before' err.4 | cut -d' ' -f2-5 | paste -sd,)" = 'moved:892: "s" is on,moved:895: "s" is on' ]
}

@test "a file that is not there, a torn one, rejects that nothing takes" {
	alike -k all "$JOURNALS/51.spoiled" nowhere.jsonl "$JOURNALS/52.spoiled"
	grep -q 'open nowhere.jsonl' err.4
	head -c 9000 "$JOURNALS/51.jsonl.gz" >torn.gz
	head -c 9000 "$JOURNALS/51.zst" >torn.zst
	alike -k all "$JOURNALS/52.spoiled" torn.gz "$JOURNALS/51.spoiled"
	grep -q 'torn.gz: gzip cannot unpack it to its end' err.4
	alike -k all torn.zst
	grep -q 'torn.zst: zstd cannot unpack it to its end' err.4
	for jobs in 1 4; do
		run kpi -k all -j $jobs --rejects /dev/full "$JOURNALS/51.spoiled" "$JOURNALS/52.spoiled"
		[ "$status" = 74 ]
	done
	run kpi --jobs 65 "$JOURNALS/51.jsonl"
	[ "$status" = 64 ] && [[ "$output" == *"--jobs: found 65, expected 1 to 64"* ]]
}
