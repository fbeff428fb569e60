/* markup.c - our own pages read part by part */
#include "tap.h"

#include "../../lib/report/markup.h"

static void
parts(void)
{
	static const char page[] = "<h2 id=\"a\" class=\"x good\">A &amp; <b>&lt;B&gt;</b>\n</h2>tail<p>";
	struct markup     m;
	struct buf        text = { 0 };

	markup_open(&m, page, strlen(page));
	ok(markup_next(&m) == PART_OPEN && strcmp(m.name, "h2") == 0, "an element opens");
	ok(markup_has_class(&m, "good") && markup_has_class(&m, "x"), "its classes");
	ok(!markup_has_class(&m, "goo") && !markup_has_class(&m, "a"), "not part of one, nor another attribute");
	markup_text(&m, &text);
	is_str(text.at, "A & <B>", "its text without tags, entities and blanks at the end");
	ok(markup_next(&m) == PART_TEXT && m.to - m.from == 4, "the text behind it");
	ok(markup_next(&m) == PART_OPEN && markup_next(&m) == PART_END, "an element that is never closed, and the end");
	buf_release(&text);
}

static void
wholes(void)
{
	static const char page[] = "<g><g>1</g></g>2";
	struct markup     m;
	const char       *from;
	size_t            len;

	markup_open(&m, page, strlen(page));
	markup_next(&m);
	markup_whole(&m, &from, &len);
	ok(from == page && len == 15, "an element with another of its name inside");
	ok(markup_next(&m) == PART_TEXT, "and what is behind it");
}

/* Cut anywhere, the reader comes to an end. */
static void
torn(void)
{
	static const char page[] = "<ul class=\"tiles\"><li>&amp;&#39;<b>x</b></li></ul>";
	char              copy[sizeof page] = { 0 };
	struct markup     m;
	struct buf        text = { 0 };
	size_t            len, n;

	for (len = 0; len < sizeof page; len++) {
		memcpy(copy, page, len);
		markup_open(&m, copy, len);
		for (n = 0; n < sizeof page && markup_next(&m) != PART_END; n++)
			if (markup_has_class(&m, "tiles"))
				markup_text(&m, &text);
		if (n == sizeof page)
			break;
	}
	is_int((int64_t)len, sizeof page, "every beginning of a page comes to an end");
	buf_release(&text);
}

int
main(void)
{
	parts();
	wholes();
	torn();
	return done();
}
