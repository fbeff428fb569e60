/* split.c - a text made into a thread */
#include "smm/split.h"

#include "smm/utf8.h"

#include <string.h>

#define NUMBER_ROOM 6 /* " 12/34": no text has more than SPLIT_MAX parts */

enum cut { CUT_NONE, CUT_WORD, CUT_SENTENCE, CUT_PARAGRAPH };

struct place_cut { /* where one part ends and where the next begins */
	size_t   end, next;
	enum cut kind;
};

static int
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Closing quotes and brackets may follow the mark that ends a sentence. */
static int
ends_sentence(const char *s, size_t end)
{
	static const char *const closing[] = { "\"", "'", ")", "]", "»", "”", "’" };
	static const char *const marks[] = { ".", "!", "?", "…", "。", "！", "？" };
	size_t                   i, len;

	for (i = 0; i < sizeof closing / sizeof *closing; i++) {
		len = strlen(closing[i]);
		if (end >= len && memcmp(s + end - len, closing[i], len) == 0) {
			end -= len;
			while (end && s[end - 1] == ' ') /* French: a space before » */
				end--;
			break;
		}
	}
	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		len = strlen(marks[i]);
		if (end >= len && memcmp(s + end - len, marks[i], len) == 0)
			return 1;
	}
	return 0;
}

/* What stands after or before a space in French without being a word of its own. */
static int
keeps_together(const char *s, size_t len, size_t end, size_t next)
{
	if (next >= len)
		return 0;
	return strchr(";:!?", s[next]) || (len - next >= 2 && memcmp(s + next, "»", 2) == 0) ||
	    (end >= 2 && memcmp(s + end - 2, "«", 2) == 0);
}

/* The next place behind `from` where the text may be cut; its end when there is none before. */
static struct place_cut
next_cut(const char *s, size_t len, size_t from)
{
	struct place_cut c = { from, from, CUT_WORD };
	size_t           lines;

	for (;;) {
		while (c.next < len && !is_blank(s[c.next]))
			c.next++;
		c.end = c.next;
		for (lines = 0; c.next < len && is_blank(s[c.next]); c.next++)
			lines += s[c.next] == '\n';
		if (c.next < len && lines < 2 && keeps_together(s, len, c.end, c.next))
			continue;
		c.kind = lines > 1 ? CUT_PARAGRAPH : lines || ends_sentence(s, c.end) ? CUT_SENTENCE : CUT_WORD;
		return c;
	}
}

static int
fits(const struct split *s, const char *text, size_t len, size_t taken)
{
	size_t all = taken + s->taken;

	return (!s->rule->max || text_count(s->rule, text, len) + all <= s->rule->max) &&
	    (!s->rule->max_bytes || len + all <= s->rule->max_bytes);
}

/* A word that is longer than a part: as many graphemes as fit. 0: it may not be cut. */
static size_t
cut_word(const struct split *s, const char *text, size_t len, size_t taken)
{
	size_t      end = 0, used;
	struct span link;

	if (*text == '@' || *text == '#' || (text_next_link(text, len, 0, &link) && !link.start))
		return 0;
	if (text_next_link(text, len, 0, &link))
		len = link.start;
	while (end < len) {
		used = text_grapheme(text + end, len - end);
		if (!fits(s, text, end + used, taken))
			break;
		end += used;
	}
	return end;
}

/* The best place in the text that still fits; kind CUT_NONE: not even the first word does. */
static struct place_cut
best_cut(const struct split *s, const char *text, size_t len, size_t taken)
{
	struct place_cut best[CUT_PARAGRAPH + 1], c = { 0, 0, CUT_NONE };
	size_t           furthest = 0;
	int              kind;

	memset(best, 0, sizeof best);
	while (c.next < len) {
		c = next_cut(text, len, c.next);
		if (!fits(s, text, c.end, taken))
			break;
		best[c.kind] = c;
		furthest = c.end;
	}
	for (kind = CUT_PARAGRAPH; kind > CUT_NONE; kind--)
		if (best[kind].end && (kind == CUT_WORD || 3 * best[kind].end >= furthest))
			return best[kind];
	return best[CUT_WORD].end ? best[CUT_WORD] : best[CUT_SENTENCE].end ? best[CUT_SENTENCE] : best[CUT_PARAGRAPH];
}

static int
too_long(const struct split *s, const char *text, size_t len, struct err *e)
{
	struct place_cut word = next_cut(text, len, 0);
	int              shown = (int)(word.end < 60 ? word.end : 60);

	while (shown && ((unsigned char)text[shown] & 0xc0) == 0x80)
		shown--;
	return err_set(e, FAULT_INPUT, "\"%.*s%s\" is longer than a part of %zu %s, and is not cut", shown, text,
	    (size_t)shown < word.end ? "…" : "", s->rule->max, text_unit_name(s->rule->unit));
}

static int
add(struct texts *out, struct mem *m, const char *s, size_t len, struct err *e)
{
	if (out->count >= SPLIT_MAX)
		return err_set(e, FAULT_INPUT, "the text makes more than %d parts", SPLIT_MAX);
	out->at = mem_more(m, out->at, out->count, &out->room, sizeof *out->at);
	out->at[out->count++] = mem_dup(m, s, len);
	return 0;
}

int
split_text(const struct split *s, const char *text, struct mem *m, struct texts *out, struct err *e)
{
	size_t           len = strlen(text), taken;
	struct place_cut c;

	if (!s->more && !out->count && fits(s, text, len, s->first)) /* without a number */
		return add(out, m, text, len, e);
	for (;;) {
		taken = (out->count ? 0 : s->first) + (s->numbered ? NUMBER_ROOM : 0);
		if (fits(s, text, len, taken))
			return add(out, m, text, len, e);
		c = best_cut(s, text, len, taken);
		if (!c.end)
			c.end = c.next = cut_word(s, text, next_cut(text, len, 0).end, taken);
		if (!c.end)
			return too_long(s, text, len, e);
		if (add(out, m, text, c.end, e))
			return -1;
		text += c.next;
		len -= c.next;
	}
}

void
split_number(const struct split *s, struct texts *parts, struct mem *m)
{
	size_t i, len;

	for (i = 0; s->numbered && parts->count > 1 && i < parts->count; i++) {
		for (len = strlen(parts->at[i]); len && is_blank(parts->at[i][len - 1]);)
			len--; /* a text in a block of YAML ends with its line */
		parts->at[i] = mem_fmt(m, "%.*s %zu/%zu", (int)len, parts->at[i], i + 1, parts->count);
	}
}
