#!/usr/bin/env bats
# programs in French: what people read, and that no message of the code is left out of the catalogue

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	export SMM_LOCALEDIR=${BIN%/bin}/locale LANGUAGE=fr LC_ALL=C.UTF-8
	[ -f "$SMM_LOCALEDIR/fr/LC_MESSAGES/smmkit.mo" ] || skip "gettext is not installed"
}
teardown() { brand_end; }

N=$'\xe2\x80\xaf' F=$'\xc2\xa0' # no-break spaces, the narrow one first

@test "findings: the place and the rule as they are, the words in French with its spaces and apostrophes" {
	cat >strategy.yaml <<-'E'
		objectives: [{ id: sell, kpi: clicks }]
		words: { banned: [gratuit] }
	E
	cat >calendar.yaml <<-'E'
		strategy: strategy.yaml
		entries:
		  - { id: a, at: 2026-12-01 09:00, accounts: [masto], lang: fr, text: "Bonjour ! C'est gratuit gratuit" }
		  - { id: b, at: 2026-12-01 09:00, accounts: [masto], text: "x" }
	E
	run --separate-stderr smm-plan --lint calendar.yaml
	[ "$status" = 65 ]
	[[ "$output" == *"calendar.yaml:3:5: error: banned-word: entrée a, compte masto$F: «${F}gratuit${F}» est proscrit par la stratégie$N; dites-le autrement"* ]] || { echo "$output"; false; }
	[[ "$output" == *"calendar.yaml:4:5: warning: clash: entrée b, compte masto$F: à la même minute que l’entrée a (calendar.yaml:3)$N; déplacez l’une des deux"* ]] || { echo "$output"; false; }
	run --separate-stderr smm-plan --lint=jsonl calendar.yaml
	[ "$(jq -r 'select(.rule == "doubled-word") | .severity + " " + .message' <<<"$output")" = "warning un mot est doublé$F: «${F}gratuit gratuit${F}»$N; ôtez-en un" ]
	run smm-plan --check calendar.yaml
	[[ "$output" == *"aucune publication ne sert l’objectif sell$N; prévoyez-en une"* ]] || { echo "$output"; false; }
}

@test "errors: of the plan, of the file, of the options; records stay as they are" {
	calendar 'id: a, at: 2026-02-30 09:00, accounts: [masto], text: x' 'id: b, at: 2026-12-01 09:00, accounts: [masto], title: t, text: x' \
		'id: c, at: 2026-12-01 09:00, accounts: [masto], text: x, repeat: { rule: FREQ=DAILY }'
	run --separate-stderr smm-plan calendar.yaml
	[ "$status" = 65 ] && [ -z "$output" ]
	[[ "$stderr" == *"entrée a$F: \`at\` est «${F}2026-02-30 09:00${F}», attendu une date qui existe et une heure"* ]] || { echo "$stderr"; false; }
	[[ "$stderr" == *"entrée b, compte masto$F: Mastodon n’a pas de titres$N; pour l’ôter là$F: \`masto: { title: }\`"* ]] || { echo "$stderr"; false; }
	[[ "$stderr" == *'la règle FREQ=DAILY n’a pas de fin, attendu'* ]] || { echo "$stderr"; false; }
	echo 'entries: { a: b }' >calendar.yaml
	run smm-plan calendar.yaml
	[[ "$output" == *'trouvé une table, attendu une liste d’entrées'* ]] || { echo "$output"; false; }
	run smm-plan --simulate x
	[ "$status" = 64 ] && [[ "$output" == *"--simulate$F: trouvé «${F}x${F}», attendu une période"* ]] || { echo "$output"; false; }
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x'
	[ "$(smm-plan calendar.yaml)" = "$(LANGUAGE='' LC_ALL=C smm-plan calendar.yaml)" ]
}

@test "the plan drawn: one and several, days and months, the first of a month" {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, state: draft' 'id: i, state: idea, accounts: [masto], text: y'
	smm-plan -f text calendar.yaml >out.txt
	for words in '^décembre 2026 · 1 publication$' '^Semaine 49 · 1 publication$' '^Mardi 1er décembre$' '^         brouillon$' '^Idées sans date$' ' lun\.'; do
		grep -q "$words" out.txt || { echo "$words"; cat out.txt; false; }
	done
	smm-plan -f html calendar.yaml >out.html
	head -2 out.html | grep -q '<html lang="fr">'
	for words in '<h1>Calendrier éditorial</h1>' '1 publication · 1 entrée · 1 compte<' '1 / 500 graphèmes<' '>Mardi 1er décembre<' 'Tout montrer'; do
		grep -q "$words" out.html || { echo "$words"; false; }
	done
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto, bsky], text: x'
	smm-plan -f text calendar.yaml | grep -q '^Semaine 49 · 2 publications$'
	echo 'entries: []' >calendar.yaml
	smm-plan -f html calendar.yaml | grep -q '0 publication · 0 entrée' # none is one, in French
}

@test "simulation, hours, budgets: sentences, and the comma of numbers" {
	sed -i 's/^gap: 0$/cap: 1/' smm.yaml
	echo '  - { name: ex, network: x, secret: { file: secrets/masto } }' >>smm.yaml
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto, ex], text: x' 'id: b, at: 2026-12-01 09:00, accounts: [masto], text: y'
	run --separate-stderr smm-plan --simulate 2026-12-01..2026-12-02 -f text calendar.yaml
	[ "${lines[-1]}" = "3 publications, envoyées$F: 2, manquées$F: 1$N; coût$F: 0,015${F}USD" ] || { echo "$output"; false; }
	[[ "$output" == *"retient b@masto: le plafond du compte est atteint"* ]] || { echo "$output"; false; }
	echo 'campaigns: [{ id: w, from: 2026-12-01, to: 2026-12-10, currency: EUR, budgets: { instagram: 100 } }]' >strategy.yaml
	printf 'strategy: strategy.yaml\nentries: []\n' >calendar.yaml
	echo '{"type":"metric","account":"ads","network":"instagram","scope":"ad","subject":"s","campaign":"w","at":"2026-12-01T22:00:00+01:00","from":"2026-12-01T00:00:00+01:00","to":"2026-12-01T21:59:00+01:00","total":false,"currency":"EUR","spend":12500000}' >journal.jsonl
	run --separate-stderr smm-plan --budget --journal journal.jsonl --now 2026-12-03T09:00:00+01:00 calendar.yaml
	[[ "$output" == *"12,50 sur 100,00${F}EUR"*"pas assez de données pour prévoir"* ]] || { echo "$output"; false; }
	run --separate-stderr smm-plan --suggest --journal journal.jsonl calendar.yaml
	[[ "$output" == *'0 publications parues'* ]] || { echo "$output"; false; }
}

@test "what a network, the ledger and the programs refuse is said in French" {
	run smm-post --delete
	[ "$status" = 64 ] && [[ "$output" == *"--delete demande les ids de publications$N; smm-post --status les liste"* ]] || { echo "$output"; false; }
	chmod 644 secrets/masto
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x'
	smm-plan calendar.yaml | smm-post >results.jsonl 2>said || true
	grep -q "peut être lu par d’autres (mode 0644)$N; tapez$F: chmod 600 '" results.jsonl || { cat said results.jsonl >&2; false; }
	sed -i 's/network: mastodon/network: instagram/' smm.yaml
	chmod 600 secrets/masto
	echo '{"id":"a"}' | smm-post 2>said || true
	grep -q "un enregistrement sans «${F}type${F}»" said || { cat said; false; }
	echo '{"type":"post","id":"a","account":"masto","network":"mastodon","at":"2026-12-01T09:00:00+01:00","text":"x"}' | smm-post >results.jsonl 2>said || true
	grep -q "la publication est pour mastodon, le compte masto est sur instagram" said results.jsonl || { cat said results.jsonl; false; }
}

@test "every message of every program is in po/fr.po" {
	command -v xgettext >/dev/null || skip "gettext is not installed"
	cd "$ROOT"
	# what is said by each function, and where its words stand
	said=(-k -k{tr,prog_warn,prog_note,prog_error,prog_say,warning,error,note,warn,say}:1
		-k{opts_usage,err_in,err_sys,page_words,add_note,add_word_fact}:2
		-k{plan_wrong,complain,check_known,expected}:2 -k{cannot,check_named,check_all_named,import_wrong,call_fail,wrong}:3
		-k{err_set,lint_say,yaml_expected}:3 -k{lint_say_of,yaml_fail}:4 -k{lint_say_whole,later}:5
		-k{tr_many,count_words}:1,2 -kadd_count:2,3)
	# the simulated network is for who writes programs: it speaks English
	printf '%s\n' lib/*/*.c cmd/*.c | grep -v sim >"$WORK/files"
	xgettext "${said[@]}" --from-code=UTF-8 -f "$WORK/files" -o "$WORK/all.pot"
	cd "$WORK"
	# a place, and nothing but what is said there, is the same in every language
	msggrep -v -K -E -e '^(%[-.0-9*]*(z|ll)?[a-z]|[^a-zA-Z])*$' all.pot -o words.pot
	msgcmp "$ROOT/po/fr.po" words.pot
}
