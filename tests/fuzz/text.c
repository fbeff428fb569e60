/* text.c - hostile text: graphemes, lengths, links, facets, and the HTML it is compared with */
#include "../../lib/data/link_x.h"
#include "../../lib/net/facet.h"
#include "../../lib/net/html.h"

#include "smm/mem.h"
#include "smm/text.h"
#include "smm/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
must(int held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static int
is_boundary(const char *s, size_t len, size_t at)
{
	return at <= len && (at == len || ((unsigned char)s[at] & 0xc0) != 0x80);
}

static void
check_units(const char *s, size_t len)
{
	struct text_rule rule = { .unit = TEXT_GRAPHEMES };
	size_t           graphemes, codes, utf16, i, n = 0;

	graphemes = text_count(&rule, s, len);
	rule.unit = TEXT_CODEPOINTS;
	codes = text_count(&rule, s, len);
	rule.unit = TEXT_UTF16;
	utf16 = text_count(&rule, s, len);
	must(graphemes <= codes && codes <= utf16 && utf16 <= len, "units are in their order");
	for (i = 0; i < len; n++) {
		size_t used = text_grapheme(s + i, len - i);

		must(used > 0 && is_boundary(s, len, i + used), "a grapheme is made of characters");
		i += used;
	}
	must(n == graphemes, "graphemes are as many as were counted");
	rule = (struct text_rule){ .unit = TEXT_GRAPHEMES, .url_units = 23, .local_mentions = 1 };
	text_count(&rule, s, len);
	rule = (struct text_rule){ .unit = TEXT_WEIGHTED };
	must(text_count(&rule, s, len) <= 6 * len, "no character weighs more than 6"); /* three of NFC, each 2 */
	rule.url_units = 23;
	text_count(&rule, s, len);
	rule = (struct text_rule){ .unit = TEXT_EMOJI_BYTES };
	must(text_count(&rule, s, len) >= codes && text_count(&rule, s, len) <= len, "emoji count by their bytes");
}

static void
check_links(const char *s, size_t len)
{
	struct span l;
	size_t      from;

	for (from = 0; text_next_link(s, len, from, &l); from = l.end) {
		must(l.start >= from &&
		    l.start + 8 < l.end, "a link goes on behind the one before");
		must(is_boundary(s, len, l.start) &&
		    is_boundary(s, len, l.end), "a link is made of characters");
	}
}

static void
check_links_of_x(const char *s, size_t len)
{
	struct span l;
	size_t      from;

	for (from = 0; link_next_x(s, len, from, &l); from = l.end) {
		must(l.start >= from && l.start + 3 < l.end, "a link goes on behind the one before");
		must(is_boundary(s, len, l.start) && is_boundary(s, len, l.end), "a link is made of characters");
	}
}

static void
check_facets(const char *s, size_t len)
{
	struct facet f;
	size_t       from;

	for (from = 0; facet_next(s, len, from, &f); from = f.span.end) {
		must(f.span.start >= from && f.span.start < f.span.end, "facets do not overlap");
		must(f.value.start >= f.span.start && f.value.end <= f.span.end &&
		    f.value.start < f.value.end,
		    "a facet's value lies in it");
		must(is_boundary(s, len, f.span.start) && is_boundary(s, len, f.span.end),
		    "a facet is made of characters");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t len = utf8_valid((const char *)data, size);
	char  *text = mem_get(len + 1), *copy;

	if (len)
		memcpy(text, data, len);
	text[len] = '\0';
	copy = mem_get(len ? len : 1); /* exactly as long: reading beyond shows */
	if (len)
		memcpy(copy, text, len);
	if (len) {
		check_units(copy, len);
		check_links(copy, len);
		check_links_of_x(copy, len);
		check_facets(copy, len);
	}
	must(text_compare(text, text) == LIKE_SAME, "a text is like itself");
	html_compare(text, text);
	html_compare("hi @a@b.co https://a.co", text);
	free(copy);
	free(text);
	return 0;
}
