/* train_read.c - lines with labels, and word lists */
#include "train_parts.h"

#include "smm/lines.h"

#include <stdlib.h>
#include <string.h>

#define LEXICON_LOAD 2 /* slots for each key */

static int
text_of(const struct scan *scan, const char *key, struct mem *m, char **out, size_t *len, struct err *e)
{
	const struct member *found = scan_find(scan, key);

	if (!found || found->type != SCAN_STRING)
		return err_set(e, FAULT_INPUT, "the line has no \"%s\" in quotes: {\"text\": \"...\", "
		    "\"label\": \"...\"} is expected", key);
	*out = scan_text(found->value, m, len);
	return 0;
}

int
train_parse(struct scan *scan, struct mem *m, const char *line, size_t len, char **text, size_t *text_len,
    char **label, struct err *e)
{
	size_t label_len = 0;

	if (scan_object(scan, line, len, e) || text_of(scan, "text", m, text, text_len, e) ||
	    text_of(scan, "label", m, label, &label_len, e))
		return -1;
	if (!label_len || label_len > 100)
		return err_set(e, FAULT_INPUT, "the label has %zu bytes, 1 to 100 are allowed", label_len);
	if (strpbrk(*label, "\"\\") || strlen(*label) != label_len)
		return err_set(e, FAULT_INPUT, "the label %s has a quotation mark or a backslash", *label);
	return 0;
}

/* --- word lists -------------------------------------------------------------------------------- */

struct entry {
	uint64_t hash;
	int      value;
};

struct listing {
	struct entry *at;
	size_t        count, room;
};

static void
keep_entry(struct listing *l, uint64_t hash, int value)
{
	if (l->count == l->room) {
		l->room = l->room ? 2 * l->room : 1024;
		l->at = mem_grow(l->at, l->room * sizeof *l->at);
	}
	l->at[l->count++] = (struct entry){ hash, value };
}

/* "3.2" → 3, "-0.4" → -1: away from nothing. */
static int
value_of(const char *s)
{
	double v = strtod(s, NULL);
	int    n = (int)(v < 0 ? v - 0.5 : v + 0.5);

	n = n ? n : v < 0 ? -1 : 1;
	return n > LEXICON_VALUE ? LEXICON_VALUE : n < -LEXICON_VALUE ? -LEXICON_VALUE : n;
}

/* Single words only; what the normaliser cuts in two would never be found. */
static void
read_entry(struct train *t, struct listing *l, const char *line, size_t len)
{
	const char             *tab = memchr(line, '\t', len);
	const struct norm_word *w = t->norm->words;
	char                    bare[256];
	size_t                  n;
	int                     value;

	if (!tab)
		return;
	norm_read(t->norm, line, (size_t)(tab - line), 0);
	if (t->norm->count != 1 || !w->plain_len)
		return;
	value = value_of(tab + 1);
	keep_entry(l, w->hash, value);
	n = norm_bare(t->norm->text + w->plain, w->plain_len, bare);
	if (n > 2)
		keep_entry(l, lexicon_bare_key(bare, n), value);
}

static void
make_table(struct train *t, const struct listing *l)
{
	size_t size = 64, i;

	while (size < l->count * LEXICON_LOAD)
		size *= 2;
	free(t->slots);
	t->slots = mem_get(size * sizeof *t->slots);
	memset(t->slots, 0, size * sizeof *t->slots);
	for (i = 0; i < l->count; i++)
		lexicon_add(t->slots, size, l->at[i].hash, l->at[i].value);
	t->lexicon = (struct lexicon){ t->slots, size };
}

void
train_free_words(struct train *t)
{
	if (t->listing)
		free(t->listing->at);
	free(t->listing);
	free(t->slots);
}

int
train_words(struct train *t, const char *path, struct err *e)
{
	struct lines          l;
	char                 *line;
	size_t                len;
	int                   rc;

	if (lines_open(&l, path, e))
		return -1;
	if (!t->listing) {
		t->listing = mem_get(sizeof *t->listing);
		memset(t->listing, 0, sizeof *t->listing);
	}
	while ((rc = lines_next(&l, &line, &len, NULL, e)) == LINES_GOT || rc == LINES_LONG)
		if (rc == LINES_GOT)
			read_entry(t, t->listing, line, len);
	lines_close(&l);
	if (rc == LINES_ERROR)
		return -1;
	make_table(t, t->listing);
	return 0;
}
