/* cues.c - cues found in a message */
#include "cues.h"

#include "smm/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS   512
#define WORDS_MAX 6

struct part {
	uint8_t at, len, start; /* at: in the cue; start: only the beginning of a word; len 0: any word */
};

struct compiled { /* there are thousands, and each program that classifies makes them all: small */
	const char *text;
	struct part parts[WORDS_MAX];
	uint8_t     count, label, begins;
	int8_t      points;
	uint16_t    next; /* of the bucket, plus one; 0: the last */
};

struct cues {
	struct compiled *cues;
	size_t           count, room;
	uint16_t         buckets[BUCKETS];
};

static unsigned
bucket_of(const char *s, size_t len)
{
	return ((unsigned char)s[0] * 31u + (len > 1 ? (unsigned char)s[1] : 0u)) % BUCKETS;
}

static void
compile(struct compiled *c, const struct cue *cue, const char *s, const char *end)
{
	memset(c, 0, sizeof *c);
	c->label = cue->label;
	c->points = cue->points;
	c->begins = *s == '^';
	s += *s == '^';
	c->text = s;
	assert(end - s <= UINT8_MAX);
	while (s < end && c->count < WORDS_MAX) {
		struct part *p = c->parts + c->count++;
		size_t       len = strcspn(s, " |");

		p->at = (uint8_t)(s - c->text);
		p->start = len > 1 && s[len - 1] == '*';
		p->len = (uint8_t)(*s == '_' ? 0 : len - p->start);
		s += len;
		s += *s == ' ';
	}
}

static void
add_cue(struct cues *r, const struct cue *cue, const char *s, const char *end)
{
	struct compiled *c;
	unsigned         b;

	if (r->count == r->room) {
		r->room = r->room ? 2 * r->room : 2048;
		r->cues = mem_grow(r->cues, r->room * sizeof *r->cues);
	}
	c = r->cues + r->count++;
	compile(c, cue, s, end);
	b = bucket_of(c->text, c->parts[0].len); /* the first part is where it begins */
	c->next = r->buckets[b];
	r->buckets[b] = (uint16_t)r->count;
}

struct cues *
cues_new(void)
{
	struct cues *r = mem_get(sizeof *r);
	size_t        i;

	memset(r, 0, sizeof *r);
	for (i = 0; i < cues_count; i++) {
		const char *s = cues_table[i].words, *end;

		for (; *s; s = end + (*end == '|')) {
			end = s + strcspn(s, "|");
			add_cue(r, cues_table + i, s, end);
		}
	}
	return r;
}

void
cues_free(struct cues *r)
{
	if (!r)
		return;
	free(r->cues);
	free(r);
}

void
cues_add(struct tally *t, int points, size_t start, size_t end)
{
	size_t i = 0;

	t->points += points;
	if (points <= 0 || start == end)
		return;
	while (i < t->nwhy && t->strength[i] >= points)
		i++;
	if (i == CUES_WHY)
		return;
	t->nwhy += t->nwhy < CUES_WHY;
	memmove(t->why + i + 1, t->why + i, (t->nwhy - i - 1) * sizeof *t->why);
	memmove(t->strength + i + 1, t->strength + i, (t->nwhy - i - 1) * sizeof *t->strength);
	t->why[i] = (struct span){ start, end };
	t->strength[i] = points;
}

static int
fits(const struct compiled *c, const struct part *p, const struct norm *n, const struct norm_word *w)
{
	if (!p->len)
		return w->plain_len > 0;
	if (w->plain_len < p->len || (!p->start && w->plain_len != p->len))
		return 0;
	return memcmp(n->text + w->plain, c->text + p->at, p->len) == 0;
}

static int
begins_sentence(const struct norm *n, const char *s, size_t i)
{
	size_t at;

	if (!i)
		return 1;
	for (at = n->words[i - 1].end; at < n->words[i].start; at++)
		if (strchr(".!?\n:;", s[at]))
			return 1;
	return 0;
}

/* The last word of the cue when it stands at word i; 0: it does not. */
static size_t
follow(const struct compiled *c, const struct norm *n, size_t i)
{
	size_t k = 0, at = i;

	for (;; at++) {
		if (at >= n->count)
			return 0;
		if (n->words[at].flags & NORM_JOINED)
			continue;
		if (!fits(c, c->parts + k, n, n->words + at))
			return 0;
		if (++k == c->count)
			return at + 1;
	}
}

static void
try_word(const struct cues *r, const struct norm *n, const char *s, size_t i, struct tally *tallies)
{
	const struct norm_word *w = n->words + i;
	uint16_t                next = w->plain_len ? r->buckets[bucket_of(n->text + w->plain, w->plain_len)] : 0;

	for (; next; next = r->cues[next - 1].next) {
		const struct compiled *c = r->cues + next - 1;
		size_t                 end = follow(c, n, i);

		if (end && (!c->begins || begins_sentence(n, s, i)))
			cues_add(tallies + c->label, c->points, w->start, n->words[end - 1].end);
	}
}

void
cues_apply(const struct cues *r, const struct norm *n, const char *s, struct tally *tallies)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (!(n->words[i].flags & (NORM_LINK | NORM_MENTION | NORM_EMOJI | NORM_JOINED)))
			try_word(r, n, s, i, tallies);
}
