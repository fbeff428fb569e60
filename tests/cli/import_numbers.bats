#!/usr/bin/env bats
# kpi-collect --import: numbers that people have as tables, as metric lines

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	export SMM_NOW=2026-12-15T09:00:00+01:00
}
teardown() { brand_end; }

# import OPTION ... : of table.csv, exported at a time that is known
import() { kpi-collect -q --at 2026-12-10T08:00:00Z "$@" table.csv; }
# members OPTION ... : of the lines, without what all have
members() { import "$@" | jq -c 'del(.type, .at)'; }

@test "the exports of the networks, in English and French, known by their titles" {
	cat >table.csv <<-'E'
		Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks
		1935011234567890123,"Fri, Jun 5, 2026","one, two",https://x.com/u/status/1935011234567890123,"1,234",5,9,2,1,0,3,4,5,6,7,8,9
	E
	[ "$(members --import -a me)" = '{"account":"me","network":"x","scope":"post","ref":"1935011234567890123","from":"2026-06-05T00:00:00Z","total":true,"impressions":1234,"likes":5,"comments":3,"shares":4,"saves":2,"clicks":7,"follows":0}' ]
	[ "$(import --import -a me | jq -r .at)" = 2026-12-10T08:00:00Z ]
	printf 'Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,Video views,Media views\n"Mon, Mar 23, 2026",10,1,2,0,0,3,1,0,0,0,1,0,0\n' >table.csv
	[ "$(members --import -a me)" = '{"account":"me","network":"x","scope":"account","from":"2026-03-23T00:00:00Z","to":"2026-03-24T00:00:00Z","total":false,"impressions":10,"unfollows":1,"follows":3,"likes":1,"comments":0,"shares":0,"saves":0,"views":0}' ]
	printf 'Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,Date,Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares,Total clicks,Link Clicks\n7,42,Us,T,06/05/2026 09:30,u,Photos,Lifetime,900,800,30,20,6,4,12,\n' >table.csv
	[ "$(members --import -a page)" = '{"account":"page","network":"facebook","scope":"post","ref":"42_7","from":"2026-06-05T09:30:00-07:00","total":true,"views":900,"reach":800,"likes":20,"comments":6,"shares":4}' ]
	printf '\xef\xbb\xbfIdentifiant de la publication;Heure de publication;Date;Vues;Couverture;Mentions J'"'"'aime;Partages;Abonnements;Commentaires;Enregistrements\r\n18011;10/03/2026 08:31;À vie;12 400;9\xc2\xa0100;610;88;41;57;230\r\n' >table.csv
	[ "$(members --import -a ig --tz Europe/Paris)" = '{"account":"ig","network":"instagram","scope":"post","ref":"18011","from":"2026-10-03T08:31:00+02:00","total":true,"saves":230,"views":12400,"reach":9100,"likes":610,"comments":57,"shares":88,"follows":41}' ]
	printf 'Content,Video title,Video publish time,Duration,Likes,Dislikes,Shares,Comments added,Views,Watch time (hours),Subscribers,Impressions,Impressions click-through rate (%%)\nTotal,,,,7,1,2,3,5052,1.5,0,90,5.22\nR26qwMQVoos,When,"Sep 26, 2026",47032,7,1,2,3,3529,1.5,0,90,5.22\n' >table.csv
	[ "$(members --import -a yt)" = '{"account":"yt","network":"youtube","scope":"post","ref":"R26qwMQVoos","from":"2026-09-26T00:00:00-07:00","total":true,"views":3529,"likes":7,"comments":3,"shares":2,"impressions":90}' ]
	printf 'Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Total play time,Average watch time,Watched full video,Add to favorites\nChair,https://www.tiktok.com/@c/video/7400000000000000001?x=1,2026-10-03 09:10,300,22,15,5000,,12.5,0.31,40\n' >table.csv
	[ "$(members --import -a tt)" = '{"account":"tt","network":"tiktok","scope":"post","ref":"7400000000000000001","from":"2026-10-03T09:10:00Z","total":true,"views":5000,"likes":300,"comments":22,"shares":15,"saves":40}' ]
	cat >table.csv <<-'E'
		"All posts: performance of each post, with an empty cell",,
		Post title,Post link,Post type,Campaign name,Posted by,Created date,Campaign start date,Campaign end date,Audience,Impressions,Views,Offsite Views,Clicks,Click through rate (CTR),Likes,Comments,Reposts,Follows,Engagement rate,Content Type
		Lamp,https://www.linkedin.com/feed/update/urn:li:activity:7123/,Organic,,Anna,06/05/2026,,,All,500,,,12,0.024,9,2,1,0,0.05,Image
	E
	[ "$(members --import -a li)" = '{"account":"li","network":"linkedin","scope":"post","ref":"urn:li:activity:7123","from":"2026-06-05T00:00:00Z","total":true,"impressions":500,"clicks":12,"likes":9,"comments":2,"shares":1,"follows":0}' ]
	printf 'Date,Impressions (organic),Impressions (sponsored),Impressions (total),Unique impressions (organic),Clicks (total),Reactions (total),Comments (total),Reposts (total)\n06/05/2026,1,2,3,1,4,5,6,7\n' >table.csv
	[ "$(members --import -a li | jq -c '[.scope, .from, .total, .impressions, .reach, .shares]')" = '["account","2026-06-05T00:00:00Z",false,3,1,7]' ]
	printf 'Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers\n06/05/2026,1,2,0,3\n' >table.csv
	[ "$(members --import -a li | jq -c '[.follows, has("followers")]')" = '[3,false]' ]
	printf 'Pin ID,Pin URL,Created date,Impressions,Engagements,Pin clicks,Outbound clicks,Saves\n"=""900123456789012345""",u,2026-06-05,50,9,3,2,4\n' >table.csv
	[ "$(members --import -a pin | jq -c '[.ref, .clicks, .pin_clicks, .saves]')" = '["900123456789012345",2,3,4]' ]
}

@test "what analytics and ads say: conversions by UTM, spend with its currency, days of their own" {
	cat >table.csv <<-'E'
		# ----------------------------------------
		# Free form 1
		# ----------------------------------------

		Date,Session source,Session medium,Session campaign,Sessions,Key events
		20261201,m.facebook.com,social,winter,40,3
		20261201,newsletter,email,winter,9,1
		,,,Grand total,49,4
	E
	members --import --tz Europe/Paris >out
	[ "$(head -1 out)" = '{"network":"facebook","scope":"link","subject":"facebook/social/winter","from":"2026-12-01T00:00:00+01:00","to":"2026-12-02T00:00:00+01:00","campaign":"winter","total":false,"conversions":3,"sessions":40}' ]
	[ "$(jq -r .network out | paste -sd,)" = facebook,newsletter ]
	[ "$(import --import --tz Europe/Paris | kpi-report -f jsonl -k conversions --by campaign | jq -c '[.campaign, .value]')" = '["winter",4]' ]
	printf 'Début des rapports;Fin des rapports;Nom de la campagne;Nom de la publicité;Couverture;Impressions;Clics sur un lien;Montant dépensé (EUR);Achats\n2026-12-01;2026-12-01;winter;Reel A;800;1 200;30;1 234,56;2\n' >table.csv
	[ "$(members --import --tz Europe/Paris)" = '{"network":"facebook","scope":"ad","subject":"winter/Reel A","from":"2026-12-01T00:00:00+01:00","to":"2026-12-02T00:00:00+01:00","campaign":"winter","total":false,"spend":1234560000,"impressions":1200,"reach":800,"clicks":30,"conversions":2,"currency":"EUR"}' ]
	printf 'Campaign report\n"December 1, 2026 - December 2, 2026"\nDay,Campaign,Currency code,Impr.,Clicks,Cost,Conversions,Conv. value\n2026-12-01,winter,USD,"1,000",20,"1,005.50",3,99.9\n,Total: Account,USD,"1,000",20,"1,005.50",3,99.9\n' >table.csv
	[ "$(members --import --tz UTC)" = '{"network":"google-ads","scope":"ad","subject":"winter","from":"2026-12-01T00:00:00Z","to":"2026-12-02T00:00:00Z","campaign":"winter","total":false,"spend":1005500000,"impressions":1000,"clicks":20,"conversions":3,"revenue":99900000,"currency":"USD"}' ]
	printf 'By Day,Campaign name,Ad name,Currency,Cost,Impressions,Clicks (destination),Conversions\n2026-12-01,winter,a,EUR,3.5,10,2,-\n' >table.csv
	[ "$(members --import --tz UTC | jq -c '[.network, .subject, .spend, .clicks, has("conversions")]')" = '["tiktok","winter/a",3500000,2,false]' ]
	printf 'Campaign Performance Report (in UTC)\t\t\nStart Date (in UTC)\tAccount Name\tCurrency\tCampaign Name\tAd ID\tTotal Spent\tImpressions\tClicks\tConversions\n12/01/2026\tUs\tEUR\twinter\t99\t3.50\t10\t2\t1\n' >table.csv
	[ "$(members --import | jq -c '[.network, .subject, .spend, .from]')" = '["linkedin","winter/99",3500000,"2026-12-01T00:00:00Z"]' ]
}

@test "every mapping that comes with us is read, says its source, and needs its columns" {
	for f in "$ROOT"/share/import/*.yaml; do
		grep -q '^# .*Source: \|^# Source: ' "$f" || { echo "$f: no source"; false; }
		printf 'none,of these\n1,2\n' >table.csv
		run --separate-stderr kpi-collect --import="$(basename "$f" .yaml)" -a a table.csv
		[ "$status" = 65 ] && [ -z "$output" ] || { echo "$f: $status $stderr"; false; }
		[[ "$stderr" == *"table.csv:1: the columns \""*"are missing, which $f needs" ]] || { echo "$stderr"; false; }
	done
	run --separate-stderr kpi-collect --import -a a table.csv
	[ "$status" = 65 ]
	[[ "$stderr" == *"table.csv: no mapping knows this table; name one of facebook-posts, ga4-campaigns,"* ]]
}

mapping() { # mapping COLUMNS [LINES]: one of a user's own
	printf 'title: Ours\nnetwork: mastodon\nscope: post\nzone: UTC\n%bcolumns:\n%b' "${2-}" "$1" >my.yaml
}

@test "a mapping of one's own: words, numbers, what cells mean, what is left out; unknown columns are told" {
	mapping '  ref: { titles: [Id], needed: true }\n  from: Le\n  pillar: { titles: [Pilier], map: { P: craft } }\n  score: { titles: [Score], as: number }\n  cost: Prix\n  likes: [Coeurs, Likes]\n' \
		'dates: day/month\ncurrency: EUR\ntotals: [Somme]\nignore: [Rien]\n'
	printf 'Id;Le;Pilier;Score;Prix;Coeurs;Rien;Coeurz;\n7;03/12/2026 9:05;P;1.234,5 %%;12,5 €;1.234;x;y;\nSomme;;;;;9;;;\n;;;;;;;;\n\n8;;autre;;;;;;\n' >table.csv
	run --separate-stderr kpi-collect --at 2026-12-10T08:00:00Z --import=my.yaml -a a table.csv
	[ "$status" = 0 ]
	[ "$output" = '{"type":"metric","account":"a","network":"mastodon","scope":"post","ref":"7","at":"2026-12-10T08:00:00Z","from":"2026-12-03T09:05:00Z","pillar":"craft","total":true,"score":1234.5,"cost":12500000,"likes":1234,"currency":"EUR"}' ] # 8 has no number: no line
	[ "$(wc -l <<<"$stderr")" = 1 ]
	[[ "$stderr" == *'table.csv:1: the column "Coeurz" is not known to my.yaml, the nearest is "Likes", it is left out' ]] ||
		[[ "$stderr" == *'table.csv:1: the column "Coeurz" is not known to my.yaml, it is left out' ]] || { echo "$stderr"; false; }
}

@test "a wrong cell costs its row: file, line, column, what to do; the rest is kept, rejects keep the rows" {
	mapping '  ref: { titles: [Id], needed: true }\n  from: { titles: [Le], needed: true }\n  likes: Likes\n  spend: Spend\n'
	cat >table.csv <<-'E'
		Id,Le,Likes,Spend
		1,2026-12-01,5,
		2,03/04/2026,5,
		3,2026-12-01,1.2K,
		4,2026-12-01,-3,
		5,2026-12-01,five,
		6,2026-12-01,2.5,
		,2026-12-01,1,
		8,,1,
		1.78013E+17,2026-12-01,1,
		10,2026-12-01,1,3.20
		11,2026-12-01,1,,,2
		12,2026-12-01,"1"x,
		13,2026-12-01,"7",
	E
	run --separate-stderr kpi-collect --import=my.yaml -a a --rejects bad table.csv
	[ "$status" = 65 ]
	[ "$(jq -r .ref <<<"$output" | paste -sd,)" = 1,13 ]
	diff - <(sed 's/^kpi-collect: //' <<<"$stderr") <<-'E'
		table.csv:3: "Le" is "03/04/2026", expected a date like 2026-12-01 (`dates` of the mapping says whether day or month comes first)
		table.csv:4: "Likes" is "1.2K", which is rounded; expected the number itself
		table.csv:5: "Likes" is below 0, expected a running total
		table.csv:6: "Likes" is "five", expected a whole number
		table.csv:7: "Likes" is "2.5", expected a whole number
		table.csv:8: "Id" is empty
		table.csv:9: "Le" is empty, expected a date
		table.csv:10: "Id" is "1.78013E+17": a spreadsheet has rounded the id; export the table again, and do not save it from there
		table.csv:11: money without its currency: a column, a title like "Spend (EUR)" or `currency` of the mapping says it
		table.csv:12: found 6 cells, the header has 4
		table.csv:13: found a quote that is not closed, or text behind a closed one
	E
	sed -n '3,13p' table.csv | cmp - bad
}

@test "encodings: Latin-1 and UTF-16 are named with what to do; a NUL, a file too large, nothing at all" {
	printf 'Id;J\xe9\n1;2\n' >table.csv
	run --separate-stderr kpi-collect --import -a a table.csv
	[ "$status" = 65 ]
	[[ "$stderr" == *'table.csv: line 1: found the byte 0xe9, which is no UTF-8; it looks like Latin-1: iconv -f WINDOWS-1252 -t UTF-8 table.csv | kpi-collect --import -' ]]
	printf '\xff\xfeI\0d\0' >table.csv
	run --separate-stderr kpi-collect --import -a a table.csv
	[[ "$stderr" == *'found UTF-16, expected UTF-8: iconv -f UTF-16 -t UTF-8 table.csv | kpi-collect --import -' ]]
	truncate -s 65M table.csv
	run --separate-stderr kpi-collect --import -a a table.csv
	[ "$status" = 65 ] && [[ "$stderr" == *'more than 64 MiB; split it' ]]
	: >table.csv
	run --separate-stderr kpi-collect --import -a a table.csv
	[ "$status" = 65 ]
	run --separate-stderr kpi-collect --import -a a nowhere.csv
	[ "$status" = 65 ]
}

@test "whose numbers: -a, the only account of the network, or the question; when: the file's own time" {
	printf 'Post id,Date,Impressions\n7,2026-12-01,5\n' >table.csv
	run --separate-stderr import --import
	[ "$status" = 64 ] && [[ "$stderr" == *'table.csv: whose numbers are they? -a NAME says it: smm.yaml has 0 accounts of x' ]]
	printf 'accounts:\n  - { name: us, network: x, user: us, secret: { env: X } }\n' >smm.yaml
	[ "$(import --import | jq -r .account)" = us ]
	[ "$(import --import -a other | jq -r .account)" = other ]
	touch -d 2026-12-05T10:00:00Z table.csv
	[ "$(kpi-collect -q --import table.csv | jq -r .at)" = 2026-12-05T10:00:00Z ]
	[ "$(kpi-collect -q --import <table.csv | jq -r .at)" = 2026-12-15T08:00:00Z ]
	# read again it changes nothing, and joins what was published by the network's id
	echo '{"type":"result","id":"launch@us","op":"publish","account":"us","network":"x","status":"done","ref":"7","at":"2026-12-01T09:30:00+01:00","campaign":"winter"}' >journal.jsonl
	for _ in 1 2; do import --import >>journal.jsonl; done
	[ "$(kpi-report -f jsonl -k impressions --by campaign,hour --tz Europe/Paris journal.jsonl | jq -c '[.campaign, .hour, .value]')" = '["winter","09",5]' ]
}

@test "text of others is text: formulas, scripts, ESC, line feeds in quotes" {
	mapping '  ref: { titles: [Id], needed: true }\n  campaign: C\n  likes: Likes\n'
	printf 'Id,C,Likes\n1,"=HYPERLINK(""x"")",1\n2,"a\nb\x1b[2J<script>",2\n3,'"'"'=1+1,3\n' >table.csv
	import --import=my.yaml -a a >out.jsonl
	[ "$(jq -c .campaign out.jsonl | sed -n 1p)" = '"=HYPERLINK(\"x\")"' ]
	[ "$(jq -c .campaign out.jsonl | sed -n 2p)" = '"a\nb\u001b[2J<script>"' ]
	[ "$(jq -c .campaign out.jsonl | sed -n 3p)" = '"=1+1"' ]
	[ -z "$(kpi-report -f csv -k likes --by campaign out.jsonl | grep -E '(^|,|")=(HYPER|1)')" ]
	[ -z "$(kpi-report -f text -k likes --by campaign out.jsonl | grep $'\e')" ]
}

@test "a mapping that is wrong: where, what was found, what was expected" {
	printf 'Id,Likes\n1,2\n' >table.csv
	wrong() { # wrong TEXT MAPPING
		printf '%b' "$2" >my.yaml
		run --separate-stderr kpi-collect --import=my.yaml -a a table.csv
		[ "$status" = 78 ] && [[ "$stderr" == *"$1"* ]] || { echo "$status $stderr"; false; }
	}
	head='title: t\nnetwork: x\nscope: post\n'
	wrong 'my.yaml:4:1: found the unknown key "colums", the nearest known is "columns"' "${head}colums: {}\n"
	wrong 'my.yaml:1:1: the key "columns" is missing' "$head"
	wrong 'no column is `needed: true`: a table is known by those' "${head}columns: { ref: Id }\n"
	wrong '`ref` or `subject` is missing: which post it is' "${head}columns: { likes: { titles: [Likes], needed: true } }\n"
	wrong 'my.yaml:4:27: found "type", expected a member of metric records' "${head}columns: { ref: Id,       type: x }\n"
	wrong 'the key "ref" stands twice' "${head}columns: { ref: Id, ref: Id }\n"
	wrong '`likes` cannot be read so' "${head}columns: { likes: { titles: [Likes], as: time } }\n"
	wrong '`ref` needs either titles or of' "${head}columns: { ref: {} }\n"
	wrong '`ref` is made of `page`, which is no text of this mapping' "${head}columns: { ref: { of: [page] }, likes: { titles: [Likes], needed: true } }\n"
	wrong 'expected month/day or day/month' "${head}dates: mdy\n"
	wrong 'there is no time zone "Mars/North"' "${head}zone: Mars/North\ncolumns: { ref: { titles: [Id], needed: true } }\n"
	run --separate-stderr kpi-collect --import=x-post -a a table.csv
	[ "$status" = 64 ] && [[ "$stderr" == *'there is no mapping "x-post", the nearest is x-posts; a file of your own is given by its path' ]]
	run --separate-stderr kpi-collect --import=./x.yaml -a a table.csv
	[ "$status" = 78 ]
	run --separate-stderr kpi-collect --import -a a -a b table.csv
	[ "$status" = 64 ]
}

@test "the example of smm-import(5)" {
	sed -n '/^\.Sh EXAMPLES/,$p' "$ROOT/man/smm-import.5" | sed -n '/^\.Bd/,/^\.Ed/p' | sed '/^\./d' >shop.yaml
	printf "Jour;Code;Commandes;Chiffre d'affaires\n03/12/2026;NOEL26;2;1 059,80 €\n" >table.csv
	[ "$(members --import=shop.yaml)" = '{"network":"web","scope":"link","subject":"winter","from":"2026-12-03T00:00:00+01:00","to":"2026-12-04T00:00:00+01:00","campaign":"winter","total":false,"conversions":2,"revenue":1059800000,"currency":"EUR"}' ]
}

@test "a full disk, a closed pipe" {
	{
		echo 'Post id,Date,Impressions'
		printf '%d,2026-12-01,5\n' {1..3000}
	} >table.csv
	run bash -c 'kpi-collect -q --import -a a table.csv >/dev/full'
	[ "$status" = 74 ]
	run bash -c 'kpi-collect -q --import -a a table.csv | head -1 >one; rc=${PIPESTATUS[0]}; [ $rc = 0 ] || [ $rc = 141 ]'
	[ "$status" = 0 ]
}
