#!/usr/bin/env bats
# kpi-report -f html and -f svg: the page of figures

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() { "$BATS_TEST_DIRNAME/../browser/journal" 2000 >"$BATS_FILE_TMPDIR/quarter.jsonl"; }

setup() {
	brand_begin
	export SMM_NOW=2026-12-02T10:00:00+01:00 SMM_LOCALEDIR=$BIN/../locale
	cp "$ROOT/examples/journal.jsonl" .
	cp "$BATS_FILE_TMPDIR/quarter.jsonl" .
}
teardown() { brand_end; }

page() { kpi-report --tz Europe/Paris -f html "$@"; }

# words: what a reader sees, a line for each element
words() { sed -e '1,/<body>/d' -e 's/<[^>]*>/\n/g' "$@" | sed -e "s/&#39;/'/g" -e 's/&amp;/\&/g' | grep -v '^ *$'; }

@test "the summary comes first: sentences made from the numbers, by targets and by the period before" {
	printf 'objectives:\n  - { id: a, kpi: interactions, target: 100, by: 2026-12-31 }\n  - { id: b, kpi: frt.median, target: 60, by: 2026-11-01 }\n  - { id: c, kpi: posts, target: 9000, by: 2026-12-31 }\n  - { id: d, kpi: nps, target: 1, by: 2026-12-31 }\n' >s.yaml
	page --lang en --strategy s.yaml --from 2026-11-01 --to 2026-12-01 quarter.jsonl >out.html
	words out.html | sed -n '/^Summary$/,/^Figures$/p' | head -20 >sum
	sed -n 2p sum | grep -qx '1 thing went well, 1 did not, 2 ask for a look\.'
	grep -qE '^Interactions: [0-9,]+; the target of 100 is met\.$' sum
	grep -qE '^First response time, median: .*; the target of 1.*min is missed\.$' sum
	grep -qE '^Posts published: [0-9]+; the target of 9,000 is not reached yet\.$' sum
	grep -qE '^[0-9]+ conversations were never answered\.$' sum
	grep -qE '^Not known: Net promoter score \(no record has both' sum
	page --lang en -k followers,er.reach --from 2026-11-01 --to 2026-12-01 --compare previous quarter.jsonl >out.html
	value=$(kpi-report --tz Europe/Paris -f jsonl -k followers --from 2026-11-01 --to 2026-12-01 --compare previous quarter.jsonl |
		jq -r '"\(.value) \(.previous)"')
	words out.html | tr -d , | grep -qE "^Followers: ${value% *} up from ${value#* } \(\+[0-9.]+%\)\.$"
}

@test "of many sentences eight are seen, the others are a click away; nothing before is drawn where nothing was" {
	page --lang fr -k all --from 2026-11-01 --to 2026-12-01 --compare previous quarter.jsonl >out.html
	sed -n '/<div class="judged">/,/<\/section>/p' out.html >sum
	grep -q '<summary>Les autres</summary>' sum
	[ "$(sed '/<summary>/,$d' sum | grep -c '<li')" = 8 ]
	[ "$(grep -c '<details>' sum)" = "$(grep -c '</details></div>' sum)" ] && [ "$(grep -c '<ul>' sum)" = "$(grep -o '</ul>' sum | wc -l)" ]
	grep -q 'class="l before"' out.html
	page --lang en --from 2026-09-01 --to 2026-12-01 --compare previous quarter.jsonl >out.html
	refute grep -q 'class="l before"' out.html
}

@test "in French: sentences, plurals, spaces, dates; no English word of ours is left" {
	page --lang fr --from 2026-09-01 --to 2026-12-01 quarter.jsonl >out.html
	head -2 out.html | grep -q '<html lang="fr">'
	words out.html >seen
	grep -qx 'En résumé' seen
	grep -q '^Une crise le 15.*octobre 2026.*: retards de livraison\.' seen
	grep -qE '^[0-9]+ conversations sont restées sans réponse\.$' seen
	[ "$(grep -c 'retards de livraison' seen)" = 2 ] # in two journals once; said, and drawn
	grep -q '1er.*sept\.' seen
	SMM_LOCALEDIR=/nowhere run --separate-stderr page --lang fr journal.jsonl
	[ "$status" = 0 ]
	[[ "$stderr" == *"the French words are not installed"* ]]
}

@test "French everywhere: errors of lines and options, reasons, blanks before : ; % and one kind of apostrophe" {
	local F=$'\xc2\xa0' N=$'\xe2\x80\xaf'
	export LC_ALL=C.UTF-8 LANGUAGE=fr
	printf '%s\n' '{"type":"metric","network":"x","scope":"post","subject":"a","at":"2026-11-01T00:00:00Z","likes":"3"}' '{"type":"metric"' >wrong.jsonl
	run --separate-stderr kpi-report -f jsonl wrong.jsonl
	[ "$status" = 65 ]
	[[ "$stderr" == *'wrong.jsonl:1: "likes" est "3", attendu un entier de 64 bits'* ]] || { echo "$stderr"; false; }
	[[ "$stderr" == *"wrong.jsonl:2: octet 17$F: trouvé la fin de la ligne"* ]] || { echo "$stderr"; false; }
	run kpi-report --by netwrk wrong.jsonl
	[ "$status" = 64 ] && [[ "$output" == *"--by «${F}netwrk$F»$F: cette clé n’existe pas, la plus proche est network"* ]] || { echo "$output"; false; }
	kpi-report -q --tz Europe/Paris -f md --lang fr -k all --from 2026-11-01 --to 2026-12-01 quarter.jsonl >out.txt
	grep -q 'aucun enregistrement n’a les deux termes' out.txt
	grep -qE "Sans réponse$F: [0-9]" out.txt
	page --lang fr -k all --from 2026-11-01 --to 2026-12-01 --compare previous quarter.jsonl | words >seen
	# what people wrote is theirs
	cat out.txt seen | sed '/^Définitions/,$d' | grep -v 'Ouvert dimanche ?\|Magnifique, merci !' >ours
	[ "$(wc -l <ours)" -gt 100 ]
	[ -z "$(grep -E "[a-zé]'[a-zé]| [:;!?%]([ .]|$)" ours)" ] || { grep -nE "[a-zé]'[a-zé]| [:;!?%]([ .]|$)" ours; false; }
	[ -z "$(grep -E "\"[^\"]*[a-zé]'[a-zé]" "$ROOT/po/fr.po" | grep msgstr)" ]
}

@test "every message of kpi-report is in po/fr.po" {
	command -v xgettext >/dev/null || skip "gettext is not installed"
	export LC_ALL=C.UTF-8
	(cd "$ROOT" && xgettext -k -k{tr,prog_warn,prog_note,prog_error,error,warn}:1 -k{page_tr,err_sys,bad}:2 -kerr_set:3 -ktr_many:1,2 \
		--from-code=UTF-8 -o "$WORK/all.pot" lib/kpi/*.c lib/work/figures*.c cmd/kpi-report.c lib/data/{rec*,scan*,skim}.c lib/base/lines.c)
	# a place, and nothing but what is said there, is the same in every language
	msggrep -v -K -e '^[%0-9.*a-z:s ]*$' all.pot -o words.pot
	run msgcmp "$ROOT/po/fr.po" words.pot
	[ "$status" = 0 ] || { grep -v 'not used' <<<"$output"; false; }
}

@test "every message of the page is in po/fr.po" {
	command -v xgettext || skip "gettext is not installed"
	(cd "$ROOT" && grep -lE '\btr(_many)?\(' lib/work/figures_*.c | sort |
		xargs xgettext -k -ktr -kpage_tr:2 -ktr_many:1,2 --from-code=UTF-8 -o "$WORK/all.pot")
	msgcmp "$ROOT/po/fr.po" all.pot
	msgfmt --check -o /dev/null "$ROOT/po/fr.po"
}

@test "the same numbers as -f jsonl; views do not disturb each other" {
	for by in '' '--by day' '--by network,month' '--by hashtag'; do
		# shellcheck disable=SC2086
		page --lang en $by -k members.active,followers.net,messages,spend journal.jsonl >out.html
		for id in members.active followers.net messages spend; do
			kpi-report --tz Europe/Paris -f text --lang en -k $id journal.jsonl | tail -n +5 | head -1 | awk -F'  +' '{print $2}' >one
			words out.html | grep -qFx "$(cat one)" || { echo "$by $id: $(cat one)"; false; }
		done
	done
}

@test "one file that asks for nothing and runs nothing; words of others are words" {
	page --lang en --from 2026-09-01 --to 2026-12-01 quarter.jsonl >out.html
	refute grep -qiE '<script|<link|<img|<iframe|src=|@import|url\(|onclick|<b>mill' out.html
	grep -q '&lt;script&gt;alert(1)&lt;/script&gt;' out.html
	refute grep -q $'\u202e' out.html
	grep -q "Content-Security-Policy.*default-src 'none'" out.html
	xmllint --version 2>/dev/null || python3 - <<-'E'
		import re
		page = open("out.html").read()
		for svg in re.findall(r"<svg.*?</svg>", page, re.S):
		    import xml.dom.minidom
		    xml.dom.minidom.parseString(svg)
	E
	# every chart has its title, its description and its table
	[ "$(grep -c '<svg ' out.html)" = "$(grep -c '<desc id=' out.html)" ]
	[ "$(grep -c '<svg ' out.html)" = "$(grep -c '<details><summary>' out.html)" ]
	[ "$(grep -o ' id="[^"]*"' out.html | sort | uniq -d | wc -l)" = 0 ]
	[ "$(grep -c '<svg ' out.html)" -ge 12 ]
	# and no two regions have one name
	{ grep -oE 'aria-label="[^"]*"' out.html | cut -d'"' -f2; grep -oE '<h2[^>]*>[^<]*' out.html | sed 's/.*>//'; } | sort | uniq -d >twice
	[ ! -s twice ] || { cat twice; false; }
}

@test "an empty journal, one line, a line of 1970: a page all the same" {
	: >empty.jsonl
	page --lang en empty.jsonl >out.html
	words out.html | grep -q '^Nothing to judge'
	refute grep -q '<svg' out.html
	printf '{"type":"metric","network":"x","account":"a","scope":"post","subject":"p","at":"1970-01-01T00:00:00Z","total":true,"likes":4}\n' >in.jsonl
	page --lang en in.jsonl >out.html
	words out.html | grep -q '^One value: 4 (1970-01-01)\.$'
	printf '{"type":"metric","network":"x","account":"a","scope":"post","subject":"q","at":"2026-11-01T00:00:00Z","total":true,"likes":9}\n' >>in.jsonl
	page --lang en in.jsonl >out.html # 56 years of days: the last 400 are drawn
	[ "$(wc -c <out.html)" -lt 200000 ]
}

@test "-f svg: one chart of one figure, as it is in tests/golden" {
	export SMM_NOW=2026-11-30T09:00:00+01:00
	svg() { kpi-report --tz Europe/Paris --lang en -f svg "$@" journal.jsonl; }
	svg -k interactions --by day >lines.svg
	svg -k interactions --by network >bars.svg
	svg -k posts.median --by weekday,hour >heat.svg
	svg -k followers --by network,day >several.svg
	for f in lines bars heat several; do
		python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' $f.svg
		[ -z "${REGEN-}" ] || cp $f.svg "$ROOT/tests/golden/chart-$f.svg"
		diff -u "$ROOT/tests/golden/chart-$f.svg" $f.svg
	done
	for wrong in '-k interactions' '-k interactions,posts --by day' '-k interactions --by day,network' '-k interactions --by network,account,lang'; do
		# shellcheck disable=SC2086
		run --separate-stderr svg $wrong
		[ "$status" = 64 ]
		[[ "$stderr" == *"-f svg draws one chart"* ]]
	done
	run --separate-stderr svg -k nps --by day
	[ "$status" = 65 ]
	[[ "$stderr" == *"nothing to draw: no record has nps"* ]]
	[ -z "$output" ]
}

@test "--template: the example of the manual; words of the house, figures in them, comments beside figures, once" {
	sed -n '/^\.Sh TEMPLATES/,/^\.Sh EXIT/p' "$ROOT/man/kpi-report.1" | sed -n '/^\.Bd/,/^\.Ed/p' | sed '/^\./d' >t.yaml
	period=(--from 2026-11-01 --to 2026-12-01)
	page --lang en "${period[@]}" --template t.yaml quarter.jsonl >out.html
	posts=$(kpi-report --tz Europe/Paris -f jsonl -k posts "${period[@]}" quarter.jsonl | jq -r .value)
	words out.html >seen
	[ "$(head -2 seen | tail -1)" = 'November, as the workshop sees it' ]
	grep -qE "^We posted less, and better: $posts posts, [0-9,]+ interactions\.$" seen
	grep -q '^<title>November, as the workshop sees it</title>' out.html
	[ "$(grep -c 'The fair of 14 November' seen)" = 1 ]
	[ "$(grep -n 'The fair of 14 November' seen | cut -d: -f1)" -lt "$(grep -n '^Reach and engagement$' seen | head -1 | cut -d: -f1)" ]
	grep -q '#8a3b12' out.html
	page --lang en "${period[@]}" -k posts,interactions --template t.yaml quarter.jsonl >out.html # no tile: the first chart
	words out.html >seen
	[ "$(grep -c 'The fair of 14 November' seen)" = 1 ]
	kpi-report --tz Europe/Paris --lang en -f md "${period[@]}" --template t.yaml quarter.jsonl >out.md
	[ "$(head -1 out.md)" = '# November, as the workshop sees it' ]
	grep -q '^\*\*Followers\*\*: The fair of 14 November brought most of them\.$' out.md
	[ "$(grep -v '^$' out.md | tail -1)" = 'Next month we try two posts a day.' ]
}

@test "--template: text is text; what is wrong is said" {
	printf 'title: "<script>x</script>"\nintro: "a\\u202eb <b> {{posts}}"\ncomments: { posts: "<img src=x>", nps: none }\n' >t.yaml
	run --separate-stderr page --lang en --template t.yaml -k posts quarter.jsonl
	[ "$status" = 0 ]
	[[ "$stderr" == *'--template: the comment on nps is left out: the figure is not in this report'* ]]
	[ -z "$(grep -E '<script|<img|<b> ' <<<"$output")" ]
	[ -z "$(grep $'\u202e' <<<"$output")" ]
	printf 'intro: "# a\\n\\n- b\\n\\n> c\\n\\n12. d\\n\\n    e\\n\\n2026 f"\n' >t.yaml
	run kpi-report -f md --lang en --template t.yaml -k posts quarter.jsonl
	[ "$(sed -n 5,15p <<<"$output")" = $'\\# a\n\n\\- b\n\n\\> c\n\n12\\. d\n\ne\n\n2026 f' ]
	wrong() { # wrong STATUS TEXT TEMPLATE [OPTION ...]
		local status_ text
		status_=$1 text=$2
		printf '%b' "$3" >t.yaml
		shift 3
		run --separate-stderr kpi-report -f html --template t.yaml "$@" journal.jsonl
		[ "$status" = "$status_" ] && [[ "$stderr" == *"$text"* ]] || { echo "$status $stderr"; false; }
		[ -z "$output" ]
	}
	wrong 78 't.yaml:1:1: found the unknown key "titel", the nearest known is "title"' 'titel: x\n'
	wrong 78 't.yaml:1:13: there is no figure "folowers", the nearest is followers' 'comments: { folowers: x }\n'
	wrong 78 't.yaml: posts: {{zebra}} has no value; give a figure of this report (--kpi), or write \{{ for the braces' \
		'comments: { posts: "{{zebra}}" }\n' -k posts
	wrong 78 'expected a colour like "#2454b8"' 'accent: red\n'
	wrong 78 't.yaml: intro: {{intractions}} has no value, the nearest variable is {{interactions}}' 'intro: "{{intractions}}"\n' -k interactions
	wrong 64 '--template goes with -f html, pdf or md' 'title: x\n' -f text
	rm t.yaml
	run kpi-report -f html --template t.yaml journal.jsonl
	[ "$status" = 78 ]
}

@test "a full disk, a closed pipe" {
	run bash -c 'kpi-report -f html --tz UTC journal.jsonl >/dev/full'
	[ "$status" = 74 ]
	run bash -c 'kpi-report -f html --tz UTC quarter.jsonl | head -c 1 >one; rc=${PIPESTATUS[0]}; [ $rc = 0 ] || [ $rc = 141 ]'
	[ "$status" = 0 ]
}

@test "small numbers are not 0, amounts have hundredths, what is below each other as many places, names are whole" {
	day() { # day DAY LIKES REACH SPEND CLICKS
		printf '{"type":"metric","network":"x","account":"a","scope":"post","subject":"%s","at":"2026-%sT09:00:00Z","total":true,"likes":%s,"reach":%s}\n' "$1" "$1" "$2" "$3"
		printf '{"type":"metric","network":"x","account":"a","scope":"ad","subject":"b","at":"2026-%sT10:00:00Z","from":"2026-%sT00:00:00Z","to":"2026-%sT09:00:00Z","total":false,"spend":%s,"clicks":%s,"currency":"EUR"}\n' \
			"$1" "$1" "$1" "$4" "$5"
	}
	export SMM_NOW=2026-12-15T09:00:00Z
	{ day 11-05 657 10000 71000000 10; day 12-05 653 10000 71000000 20000; } >in.jsonl
	kpi-report --tz UTC -f text --lang en -k er.reach,cpc --from 2026-11-01 --to 2026-12-01 in.jsonl | grep -q '^Cost per click  *€7.10 '
	kpi-report --tz UTC -f text --lang fr -k er.reach,cpc --from 2026-12-01 --to 2026-12-31 --compare previous in.jsonl >out
	sed -i 's/\xc2\xa0/ /g' out
	grep -qE '^Taux d’engagement par portée  *6,53 %  *6,57 %  *−0,04 pt ' out
	grep -qE '^Coût par clic  *0,0036 €  *7,10 € ' out # 0.00355
	{ day 11-05 650 10000 71000000 10; day 11-06 1200 10000 7100000 10 | sed 's/"network":"x"/"network":"y"/'; } >two.jsonl
	for format in text md; do
		for lang in en fr; do kpi-report --tz UTC -f $format --lang $lang -k er.reach,spend,reach --by network two.jsonl; done >out
		sed -i 's/\xc2\xa0/ /g' out
		for value in 6.50% 12.00% '6,50 %' '12,00 %' €71.00 €7.10 '71,00 €' '7,10 €' 10,000; do grep -qE "(^| )$value " out; done
	done
	page --lang en -k er.reach,likes --by network two.jsonl >out.html
	grep -q '<svg class="n" viewBox="0 0 480 ' out.html && grep -q '>6.50%</text>' out.html # bars, whole on a telephone
	kpi-report --tz UTC -f text --lang en -k frt.hours.p90,frt.hours.median in.jsonl >out
	[ "$(tr -d '\n' <out | tr -s ' ' | grep -c 'business hours')" = 1 ] && refute grep -q … out
	page --lang en -k reach,saves,views,er.views,nps in.jsonl | tr -d '\n' >out.html
	grep -qF 'Not known: Saves, Views (no record has it); Engagement rate by views, Net promoter score (no record has both numerator and denominator).' out.html
}
