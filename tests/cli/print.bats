#!/usr/bin/env bats
# kpi-report -f pdf and -f png: what other programs read in them

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() { "$BATS_TEST_DIRNAME/../browser/journal" 2000 >"$BATS_FILE_TMPDIR/quarter.jsonl"; }

setup() {
	brand_begin
	export SMM_NOW=2026-12-02T10:00:00+01:00 SMM_LOCALEDIR=$BIN/../locale
	cp "$BATS_FILE_TMPDIR/quarter.jsonl" .
}
teardown() { brand_end; }

period=(--tz Europe/Paris --from 2026-09-01 --to 2026-12-01)
pdf() { kpi-report -f pdf "${period[@]}" "$@"; }

# png_check FILE: its parts, their checksums, and that there is ink on the paper (PNG, 5 and 11)
png_check() {
	python3 - "$1" <<-'P'
		import struct, sys, zlib
		d = open(sys.argv[1], "rb").read()
		assert d[:8] == b"\x89PNG\r\n\x1a\n"
		at, data, names = 8, b"", []
		while at < len(d):
		    size, name = struct.unpack(">I4s", d[at:at + 8])
		    body = d[at + 8:at + 8 + size]
		    assert zlib.crc32(name + body) == struct.unpack(">I", d[at + 8 + size:at + 12 + size])[0]
		    if name == b"IHDR": width, height = struct.unpack(">II", body[:8])
		    if name == b"IDAT": data += body
		    names.append(name); at += 12 + size
		assert names[-1] == b"IEND" and at == len(d)
		assert len(set(zlib.decompress(data))) > 50
		print(width, height)
	P
}

@test "-f pdf: A4, tagged, titled, dated; the words of the page of HTML are in it" {
	pdf --lang en --compare previous -o r.pdf quarter.jsonl
	pdfinfo r.pdf >info
	grep -qE '^Title: +Report$' info
	grep -qE '^Tagged: +yes$' info
	grep -qE '^Page size: .*\(A4\)$' info
	[ "$(awk '/^Pages/ { print $2 }' info)" -gt 4 ]
	pdfinfo -rawdates r.pdf | grep -qE "^CreationDate: +20261202100000\+01'00"
	pdfinfo -struct-text r.pdf >tree
	for tag in Document H1 H2 H3 LI Table TR TH TD Figure Caption; do
		grep -qE "^ *$tag\b" tree || { echo "no $tag"; false; }
	done
	pdftotext -raw r.pdf - | tr '\n' ' ' >text
	kpi-report -f html "${period[@]}" --lang en --compare previous quarter.jsonl >r.html
	python3 - <<-'P'
		import html.parser, re
		text = re.sub(r"\s", "", open("text").read())
		class Page(html.parser.HTMLParser):
		    tag, folded, seen = "", 0, 0
		    def handle_starttag(self, tag, attributes):
		        self.tag = tag
		        self.folded += tag == "details"
		    def handle_endtag(self, tag): self.folded -= tag == "details"
		    def handle_data(self, data):
		        if self.folded or self.tag not in ("h1", "h2", "h3", "li", "desc", "th", "td", "dt", "dd", "b", "small", "footer"): return
		        if "�" in data: return
		        self.seen += 1
		        for word in data.split():
		            assert word in text, (self.tag, word)
		page = Page()
		page.feed(open("r.html").read().split("</head>")[1])
		assert page.seen > 300, page.seen
	P
}

@test "-f pdf: in French; the same bytes again; no page ends with a heading; heads of tables on each page" {
	pdf --lang fr -k posts --by post -o r.pdf quarter.jsonl
	pdf --lang fr -k posts --by post -o again.pdf quarter.jsonl
	cmp r.pdf again.pdf
	pdftotext -layout r.pdf - >text
	grep -q '^Rapport' text
	grep -q 'du 1er septembre 2026 au 30 novembre 2026' text
	grep -q 'En résumé' text
	python3 - <<-'P'
		pages = open("text").read().rstrip("\f\n").split("\f")
		for number, page in enumerate(pages, 1):
		    lines = [l for l in page.splitlines() if l.strip()]
		    assert lines[-1].split() == ["Rapport", str(number)], lines[-1]
		    assert lines[-2].strip() not in ("Définitions", "Tous les indicateurs", "Publications", "Réponses"), lines[-2]
	P
	# a short one is on one page
	kpi-report -f pdf "${period[@]}" --lang en -k posts.top,posts.bottom,posts,spend,er.reach -o short.pdf quarter.jsonl
	pdftotext -layout short.pdf - >short
	python3 - <<-'P'
		import re
		pages = [re.findall(r"^ *(\d+) +e\d+-\d+@", p, re.M) for p in open("short").read().split("\f")]
		assert all(len(p) % 10 == 0 for p in pages) and sum(map(len, pages)) == 20, pages
	P
	# a table of hundreds of rows: its head stands on every page that it reaches
	kpi-report -f pdf "${period[@]}" --lang en -k interactions --by post,lang -o long.pdf quarter.jsonl
	pdftotext -layout long.pdf - >long
	python3 - <<-'P'
		import re
		pages = open("long").read().split("\f")
		rows = [p for p in pages if len(re.findall(r"^e\d+-\d+@", p, re.M)) > 5]
		assert len(rows) > 3, len(rows)
		assert all(re.search(r"^Post +Language", p, re.M) for p in rows)
	P
}

@test "-f pdf: words of others are words; a template's too" {
	printf 'title: "<b>x</b> & y"\nintro: "<script>alert(2)</script> a\\u202eb"\n' >t.yaml
	pdf --lang en --template t.yaml -o r.pdf quarter.jsonl
	pdfinfo r.pdf | grep -qE '^Title: +<b>x</b> & y$'
	pdfinfo r.pdf | grep -qE '^JavaScript: +no$'
	pdftotext -layout r.pdf - >text
	grep -qF '<script>alert(2)</script>' text
	run ! grep -q $'\u202e' text
	pdf --lang en -k topics --by topic -o topics.pdf quarter.jsonl
	pdftotext -layout topics.pdf - | grep -qF '=HYPERLINK("x")'
	printf '{"type":"message","id":"m1","account":"a","network":"x","kind":"comment","text":"\\u001b[31m=cmd \\u202eabc","at":"2026-10-03T10:00:00Z","sentiment":{"label":"positive","score":1}}\n' >w.jsonl
	pdf --lang en -o w.pdf w.jsonl
	pdftotext -layout w.pdf - >text
	grep -qF '=cmd' text
	run ! grep -q $'\u202e\|\e' text
	run ! grep -qaE '/(JavaScript|OpenAction|Launch|URI)\b' r.pdf
}

@test "-f pdf: an empty journal is a page all the same" {
	: >empty.jsonl
	pdf --lang en -o r.pdf empty.jsonl
	[ "$(pdfinfo r.pdf | awk '/^Pages/ { print $2 }')" -ge 1 ]
	pdftotext r.pdf - | grep -q '^Nothing to judge'
}

@test "-f png: one chart, two pixels for one, whole and dated by nothing" {
	for by in day network weekday,hour network,day; do
		kpi-report -f png "${period[@]}" -k interactions --by $by -o c.png quarter.jsonl
		kpi-report -f svg "${period[@]}" -k interactions --by $by -o c.svg quarter.jsonl
		size=$(sed -n 's/.* viewBox="0 0 \([0-9]*\) \([0-9]*\)".*/\1 \2/p' c.svg | awk '{ print 2 * $1, 2 * $2 }')
		[ "$(png_check c.png)" = "$size" ]
	done
	kpi-report -f png "${period[@]}" -k interactions --by $by quarter.jsonl | cmp - c.png
	run --separate-stderr kpi-report -f png -k interactions quarter.jsonl
	[ "$status" = 64 ]
	[[ "$stderr" == *"-f png draws one chart"* ]]
}

@test "-f png: words of others are drawn as words: what is no letter leaves no trace, markup is none" {
	label() { printf '{"type":"message","id":"m1","account":"a","network":"x","kind":"comment","text":"t","at":"2026-10-03T10:00:00Z","topics":["%s","b"]}\n' "$1" >w.jsonl
		kpi-report -f png "${period[@]}" -k topics --by topic -o "$2" w.jsonl; }
	label '=HYPERLINK(1) <script>x</script> &amp; [31m' plain.png
	label '=HYPERLINK(1) <script>x</script> &amp; \u001b[31m\u202e' hostile.png
	label 'HYPERLINK(1) x &amp; [31m' less.png
	png_check plain.png >/dev/null
	cmp plain.png hostile.png
	refute cmp -s plain.png less.png
}

@test "a library that is missing is named, with its package; other formats do not ask for it" {
	[ -z "${SAN-}" ] || skip "the sanitizer's own libraries are found by the same path"
	mkdir lib
	echo none >lib/librsvg-2.so.2
	LD_LIBRARY_PATH=$WORK/lib run --separate-stderr pdf quarter.jsonl
	[ "$status" = 71 ]
	[[ "$stderr" == *"cannot load librsvg-2.so.2 (Debian: librsvg2-2)"* ]]
	[ -z "$output" ]
	LD_LIBRARY_PATH=$WORK/lib kpi-report -f html "${period[@]}" quarter.jsonl >r.html
	ldd "$BIN/kpi-report" >linked
	run ! grep -qE 'cairo|pango|rsvg|glib' linked
}

@test "-f pdf: a full disk" {
	run bash -c 'kpi-report -f pdf --tz UTC quarter.jsonl >/dev/full'
	[ "$status" = 74 ]
}
