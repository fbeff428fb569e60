#!/usr/bin/env bats
# strategy.yaml: what is in it is checked, and what is wrong is named with its place

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	calendar "id: ok, at: 2026-12-01 10:00, accounts: [masto], text: fine"
	sed -i '1i strategy: strategy.yaml' calendar.yaml
}
teardown() { brand_end; }

# wrong YAML WORDS: a strategy with this is refused with these words
wrong() {
	printf '%s\n' "$1" >strategy.yaml
	run --separate-stderr smm-plan --check calendar.yaml
	[ "$status" = 65 ] && [[ "$stderr" == *"$2"* ]] || { echo "$1: status $status: $stderr"; return 1; }
}

right() {
	printf '%s\n' "$1" >strategy.yaml
	run --separate-stderr smm-plan --check calendar.yaml
	[ "$status" = 0 ] || { echo "$1: status $status: $stderr"; return 1; }
}

@test "the example strategy and that of smm-strategy(5) are right" {
	right "$(cat "$ROOT/examples/strategy.yaml")"
	right "$(sed -n '/^\.Sh EXAMPLES/,$p' "$ROOT/man/smm-strategy.5" | sed -n '/^\.Bd/,/^\.Ed/p' | sed '/^\./d')"
}

@test "unknown keys, with the nearest, at every level" {
	wrong 'objectivs: []' 'strategy.yaml:1:1: found the unknown key "objectivs", the nearest known is "objectives"'
	wrong 'objectives: [{ id: a, kpy: clicks }]' 'strategy.yaml:1:23: found the unknown key "kpy", the nearest known is "kpi"'
	wrong 'quiet: { hour: "22:00-07:00" }' 'strategy.yaml:1:10: found the unknown key "hour", the nearest known is "hours"'
	wrong 'utm: { source: x, campain: y }' 'the nearest known is "campaign"'
	wrong 'partners: [{ id: p, fees: 3 }]' 'the nearest known is "fee"'
}

@test "values: dates, shares, money, currencies, languages, zones" {
	wrong 'objectives: [{ id: a, by: 2026-02-30 }]' 'strategy.yaml:1:27: found "2026-02-30", expected a date that exists'
	wrong 'objectives: [{ id: a, target: many }]' 'expected a number'
	wrong 'pillars: [{ id: a, share: 101 }]' 'expected a share in percent'
	wrong 'campaigns: [{ id: a, currency: EUR, budgets: { instagram: -3 } }]' 'found "-3", expected an amount'
	wrong 'campaigns: [{ id: a, currency: eur }]' 'expected a currency, like EUR'
	wrong 'audiences: [{ id: a, lang: french }]' 'expected a language, like fr'
	wrong 'audiences: [{ id: a, zone: Mars/North }]' 'strategy.yaml:1:28: there is no time zone "Mars/North"'
	wrong 'timezone: Europe/Pari' 'strategy.yaml:1:11: there is no time zone "Europe/Pari"'
	wrong 'utm: { medium: social }' 'the key "source" is missing'
	wrong 'approval: maybe' 'expected required or none'
}

@test "values: slots, cadence, quiet times, hashtags" {
	wrong 'slots: { masto: ["monday 09:00"] }' 'found "monday 09:00", expected weekdays and a time'
	wrong 'slots: { masto: ["mon-fri 25:00"] }' 'expected weekdays and a time'
	wrong 'slots: { mastos: ["09:00"] }' 'strategy.yaml:1:10: '
	right 'slots: { masto: ["fri-mon 09:00", "09:30", "sat,tue-wed 23:59"], mastodon: "08:00" }'
	wrong 'cadence: { masto: often }' 'expected how many posts: 1/day, 3/week'
	wrong 'cadence: { masto: 5-3/week }' 'expected how many posts'
	wrong 'quiet: { hours: "22-7" }' 'expected from when to when'
	wrong 'quiet: { dates: 2026-12-26..2026-12-24 }' 'expected a date, or two'
	wrong 'quiet: { days: [funday] }' 'expected weekdays'
	wrong 'hashtags: { sets: { a: ["two words"] } }' 'expected one hashtag'
	wrong "hashtags: { sets: { a: [\"#$(head -c 300 /dev/zero | tr '\0' a)\"] } }" 'the hashtag has 300 graphemes, 64 are allowed'
	wrong 'hashtags: { caps: { mastodn: 3 } }' 'found the network "mastodn", the nearest known is "mastodon"'
}

@test "the parts fit together" {
	wrong 'pillars: [{ id: a, share: 50 }, { id: b, share: 40 }]' 'add up to 90, expected 100'
	right 'pillars: [{ id: a, share: 50 }, b]'
	wrong 'pillars: [a, a]' 'strategy.yaml:1:14: the id "a" stands twice'
	wrong 'campaigns: [{ id: a, from: 2026-12-02, to: 2026-12-01 }]' '"a" ends before it begins'
	wrong 'campaigns: [{ id: a, objective: lauch }]
objectives: [launch]' 'found the objective "lauch", the nearest is "launch"'
	wrong 'campaigns: [{ id: a, budgets: { x: 3 } }]' 'expected their `currency`'
	wrong 'partners: [{ id: a, campaigns: [nine] }]' 'found the campaign "nine", which the strategy does not have'
	wrong 'required: [{ text: x, pillars: [nine] }]' 'found the pillar "nine"'
	wrong 'required: [{ text: x, accounts: [mastos] }]' 'strategy.yaml:1:12: '
	wrong 'approval: { policy: required, accounts: [nobody] }' 'nobody'
}

@test "holidays: shipped files, files of one's own, and wrong ones" {
	right 'holidays: [fr, fr-alsace-moselle, fr-trade]'
	wrong 'holidays: [fra]' 'strategy.yaml:1:12: "fra" is not among the installed holidays (SMM_DATADIR), a file of your own is given by its path: '
	wrong 'holidays: [nowhere.yaml]' 'strategy.yaml:1:12: open ./nowhere.yaml: No such file'
	printf 'kind: public\ndays: [{ title: Fair, date: 2026-05-02 }, { title: Leap, date: 02-29 }]\n' >fair.yaml
	right 'holidays: [fair.yaml]'
	printf 'kind: public\ndays: [{ title: Fair, date: 02-30 }]\n' >fair.yaml
	wrong 'holidays: [fair.yaml]' 'fair.yaml:2:29: found "02-30", expected a date'
	printf 'kind: public\ndays: [{ title: Fair, easter: 1, date: 02-03 }]\n' >fair.yaml
	wrong 'holidays: [fair.yaml]' '"Fair" has more than one rule'
	printf 'kind: public\ndays: [{ title: Fair, weekday: mon, nth: 9, month: 3 }]\n' >fair.yaml
	wrong 'holidays: [fair.yaml]' '"Fair" has a weekday, expected nth'
	printf 'days: []\nkind: public\n' >fair.yaml
	wrong 'holidays: [fair.yaml]' '`kind` stands behind `days`'
}
