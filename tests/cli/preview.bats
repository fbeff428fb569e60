#!/usr/bin/env bats
# smm-plan -f text: the plan drawn for a terminal

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	export SMM_NOW=2026-12-02T10:00:00+01:00
	unset COLUMNS NO_COLOR
}
teardown() { brand_end; }

# same FILE: standard input is tests/golden/FILE; REGEN=1 writes it anew, to be read in the diff.
same() {
	[ -z "${REGEN-}" ] || cat >"$ROOT/tests/golden/$1"
	[ -n "${REGEN-}" ] || diff -u "$ROOT/tests/golden/$1" -
}

# The example brand, with what is hard to draw.
hard_calendar() {
	cp "$ROOT"/examples/strategy.yaml .
	cat >calendar.yaml <<-'E'
		strategy: strategy.yaml
		entries:
		  - { id: wide, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "日本語の長い文章は幅が二倍です。折り返しも正しくなければなりません。そうでしょう？はい。" }
		  - { id: family, at: 2026-12-01 09:00, accounts: [masto], pillar: people, text: "👨‍👩‍👧‍👦 🇫🇷 ❤️ e\u0301te\u0301, et voilà" }
		  - { id: hostile, at: 2026-12-01 10:00, accounts: [masto], text: "a\u202eb\u001b[31mc" }
		  - { id: long, at: 2026-12-03 09:00, accounts: [masto], campaign: winter, text: "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven twenty-eight twenty-nine thirty" }
		  - { id: a-very-long-name-of-an-entry-that-does-not-fit-into-any-line-of-eighty-columns, at: 2026-12-25 23:59, accounts: [masto], state: idea, text: "Joyeux Noël" }
		  - { id: quiet, at: 2027-01-01 00:00, accounts: [bsky], text: "https://atelier.example/a", link: "https://atelier.example/a" }
	E
	for i in 1 2 3 4 5 6 7 8; do
		echo "  - { id: n$i, at: 2026-12-04 0$i:00, accounts: [bsky], text: x }" >>calendar.yaml
	done
}

# widest: the columns of the widest line, by another count than ours.
widest() {
	python3 -c '
import sys, unicodedata
def width(s):
    n, joined = 0, False
    for c in s:
        if joined or unicodedata.combining(c) or c in "\u200d\ufe0f":
            if c == "\ufe0f" and n and last == 1: n += 1
            joined = c == "\u200d"
            continue
        last = 2 if unicodedata.east_asian_width(c) in "WF" else 1
        n += last
    return n
print(max(width(line.rstrip("\n")) for line in sys.stdin))'
}

@test "the example brand, as it is drawn in 80 columns" {
	cp -r "$ROOT"/examples/{smm.yaml,strategy.yaml,calendar.yaml,img} .
	smm-plan -f text calendar.yaml | same preview.txt
}

@test "what is hard to draw: wide, joined, hostile, long, many" {
	hard_calendar
	smm-plan -f text calendar.yaml | same preview-hard.txt
	COLUMNS=160 smm-plan -f text calendar.yaml | same preview-wide.txt
}

@test "no line is wider than the terminal, whatever its width" {
	hard_calendar
	for n in 40 47 69 70 80 81 132 300; do
		[ "$(COLUMNS=$n smm-plan -f text calendar.yaml | sed 's/🇫🇷/FR/' | widest)" -lt "$n" ]
	done
	smm-plan -f text calendar.yaml | LC_ALL=C refute grep -q $'\033'
}

@test "colours: on a terminal, or when asked for; never with NO_COLOR" {
	cp -r "$ROOT"/examples/{smm.yaml,strategy.yaml,calendar.yaml,img} .
	[ "$(smm-plan -f text --color always calendar.yaml | sed $'s/\033\\[[0-9]*m//g')" = "$(smm-plan -f text calendar.yaml)" ]
	smm-plan -f text --color always calendar.yaml | grep -q $'\033\\[1m'
	if command -v script >/dev/null; then
		script -qec 'smm-plan -f text calendar.yaml' typescript </dev/null | grep -q $'\033\\[1m'
		NO_COLOR=1 script -qec 'smm-plan -f text calendar.yaml' typescript </dev/null | refute grep -q $'\033\\[1m'
		COLUMNS=60 script -qec 'smm-plan -f text --color never calendar.yaml' typescript </dev/null | sed 's/\r//' | widest | grep -qx 59
	fi
}

@test "what cannot go out is shown with why, and leaves 65" {
	calendar "id: a, at: 2026-12-01 10:00, accounts: [masto, bsky], text: $(head -c 400 /dev/zero | tr '\0' a)" \
	    'id: b, at: 2026-13-01 10:00, accounts: [masto], text: x' 'id: c, at: 2026-12-01 11:00, accounts: [mastto], text: x'
	run --separate-stderr smm-plan -f text calendar.yaml
	[ "$status" = 65 ]
	[[ "$output" == *'masto 400/500'* ]]
	[[ "$output" == *'bsky 400/300'* ]]
	[[ "$output" == *'! text has 400 graphemes, 300 allowed on Bluesky'* ]]
	[[ "$output" == *'Not planned'*'! calendar.yaml:3: b: `at` is "2026-13-01 10:00"'* ]]
	[[ "$output" == *'! calendar.yaml:4: c: '*mastto* ]]
	[[ "$stderr" == *'calendar.yaml:3: entry b: '* ]]
}

@test "nothing to draw, broken files, a full disk, options that contradict each other" {
	calendar 'id: a, at: 2026-12-01 10:00, accounts: [masto], text: x'
	[ "$(smm-plan -f text --from 2027-01-01T00:00:00Z calendar.yaml)" = 'no posts' ]
	run --separate-stderr bash -c 'smm-plan -f text calendar.yaml >/dev/full'
	[ "$status" = 74 ]
	run smm-plan -f tex calendar.yaml
	[ "$status" = 64 ]
	run smm-plan -f text --lint calendar.yaml
	[ "$status" = 64 ]
	echo '  - [' >>calendar.yaml
	run --separate-stderr smm-plan -f text calendar.yaml
	[ "$status" = 65 ]
	[ -z "$output" ]
	smm-plan -f text -o plan.txt "$ROOT/examples/calendar.yaml" -c "$ROOT/examples/smm.yaml"
	grep -q 'Lampe' plan.txt
}

# sound FILE: tags closed in their order, no id twice, no link of the page that leads nowhere; no script, nothing fetched.
sound() {
	python3 - "$1" <<-'P'
		import sys
		from html.parser import HTMLParser

		class Page(HTMLParser):
		    void = {"meta", "input", "img", "br"}
		    stack, ids, links = [], [], []
		    def handle_starttag(self, tag, attrs):
		        attrs = dict(attrs)
		        assert tag != "script" and not any(a.startswith("on") for a in attrs), attrs
		        assert not attrs.get("src") or attrs["src"].startswith("data:image/"), attrs["src"][:80]
		        if "id" in attrs: self.ids.append(attrs["id"])
		        href = attrs.get("href", "#main")
		        assert href.startswith(("#", "http://", "https://")), href
		        if href.startswith("#"): self.links.append(href[1:])
		        if tag not in self.void: self.stack.append(tag)
		    def handle_endtag(self, tag):
		        assert self.stack and self.stack.pop() == tag, (tag, self.getpos())

		page = Page()
		page.feed(open(sys.argv[1], encoding="utf-8").read())
		assert not page.stack, page.stack
		assert len(set(page.ids)) == len(page.ids), "an id stands twice"
		assert set(page.links) <= set(page.ids), set(page.links) - set(page.ids)
	P
}

@test "a page: sound, whatever is in the plan; what is hostile is text" {
	hard_calendar
	cat >>calendar.yaml <<-'E'
		  - { id: "tag", at: 2026-12-05 09:00, accounts: [bsky], lang: "x\"y", text: "<script>alert(1)</script><img src=x onerror=y> javascript:x", title: "</title>\"'", link: "https://a.example/?a=1&b=\"<" }
		  - { id: "odd", at: 2026-12-06 09:00, accounts: [masto], warning: "<b>", text: "x", poll: { options: ["<i>", "b"], ends_in: 1d } }
	E
	smm-plan -f html -o page.html calendar.yaml
	sound page.html
	grep -q '&lt;script&gt;alert(1)&lt;/script&gt;' page.html
	refute grep -q $'\xe2\x80\xae' page.html
	for page in "$ROOT"/examples; do
		smm-plan -f html --pictures -c "$page/smm.yaml" -o example.html "$page/calendar.yaml"
		sound example.html
	done
	[ "$(grep -o 'src="data:image/png;base64,' example.html | wc -l)" = 4 ]
	grep -q 'alt="Une lampe ronde en papier bleu nuit' example.html
	smm-plan -f html -c "$ROOT/examples/smm.yaml" "$ROOT/examples/calendar.yaml" | grep -c 'data:image' | grep -qx 0
}

@test "a page shows what a network would not take struck out, and why" {
	calendar "id: a, at: 2026-12-01 10:00, accounts: [bsky], text: $(head -c 299 /dev/zero | tr '\0' a)éb" \
	    "id: b, at: 2026-12-01 10:00, accounts: [masto], text: \"$(head -c 480 /dev/zero | tr '\0' a) https://example.org/$(head -c 99 /dev/zero | tr '\0' b)\"" \
	    'id: c, at: 2026-13-01 10:00, accounts: [masto], text: x'
	run --separate-stderr smm-plan -f html -o page.html calendar.yaml
	[ "$status" = 65 ]
	sound page.html
	grep -q 'aé<mark class="over">b</mark>' page.html
	grep -q '504 / 500 graphemes' page.html
	grep -q 'text has 301 graphemes, 300 allowed on Bluesky' page.html
	grep -q 'calendar.yaml:4: c: `at` is &quot;2026-13-01 10:00&quot;' page.html
}

@test "the page of a quarter, 1000 posts, is below 2 MiB" {
	"$ROOT/tests/browser/quarter" 6 84 >calendar.yaml
	smm-plan -f html -o page.html calendar.yaml 2>err || [ $? = 65 ]
	[ "$(grep -c '<article' page.html)" = 1008 ]
	[ "$(stat -c %s page.html)" -le 2097152 ]
	sound page.html
	run smm-plan -f text --pictures calendar.yaml
	[ "$status" = 64 ]
	run --separate-stderr bash -c 'smm-plan -f html calendar.yaml >/dev/full'
	[ "$status" = 74 ]
}

@test "what a manager looks for: titles where they are seen, ideas, entries of no pillar, every account of a post" {
	cat >>smm.yaml <<-E
		  - { name: yt, network: youtube, secret: { file: secrets/masto } }
	E
	printf '\0\0\0\030ftypmp42\0\0\0\0mp42isom' >film.mp4
	truncate -s 1M film.mp4
	echo 'pillars: [{ id: craft, title: Le geste, share: 100 }]' >strategy.yaml
	cat >calendar.yaml <<-'E'
		strategy: strategy.yaml
		entries:
		  - { id: film, at: 2026-12-01 09:00, accounts: [yt], title: Le pli, text: filmé, media: [{ file: film.mp4, alt: y }] }
		  - { id: mill, state: idea, accounts: [masto], text: "<b>Le moulin</b> ?" }
		  - id: thread
		    at: 2026-12-02 09:00
		    accounts: [masto]
		    pillar: craft
		    split: numbered
		    text: |
		      AAAA

		      BBBB
	E
	sed -i "s/AAAA/$(printf 'mot %.0s' $(seq 90))/; s/BBBB/$(printf 'fin %.0s' $(seq 90))/" calendar.yaml
	smm-plan -f text calendar.yaml >out.txt
	grep -q 'film · title: Le pli' out.txt && grep -qx '  mill: <b>Le moulin</b> ?' out.txt && grep -q '^  none .* 50 %$' out.txt
	smm-plan -f html calendar.yaml >out.html
	grep -q '<p class="title" dir="auto">Le pli</p>' out.html && grep -q '<li dir="auto">mill: &lt;b&gt;Le moulin&lt;/b&gt; ?</li>' out.html
	smm-plan calendar.yaml | jq -e 'select(.entry == "thread") | .thread[-1] | test("fin 2/2$")' # no line of its own
}
