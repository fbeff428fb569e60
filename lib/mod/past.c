/* past.c - what authors did before, and what was done to them */
#include "past.h"

#include "smm/hash.h"
#include "smm/mem.h"
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#define AUTHOR_KEEP  256          /* messages and sanctions of one author */
#define MESSAGES     (1u << 15)   /* whose author is remembered for a result that may follow */

struct written { /* by whom */
	uint64_t message, author;
};

struct past {
	const struct charter *charter;
	struct tally        **tallies; /* of the charter */
	const struct volume **volumes; /* of all conditions, in their order */
	size_t                nvolumes;
	struct tally         *messages, *sanctions; /* NULL: nobody asks */
	int                   asks_written; /* a result counts for its message's author */
	struct written       *written;
};

static void
list_volumes(struct past *p, const struct conditions *w)
{
	size_t i;

	for (i = 0; i < w->count; i++) {
		if (!w->at[i].has_volume)
			continue;
		p->volumes = mem_grow(p->volumes, (p->nvolumes + 1) * sizeof *p->volumes);
		p->volumes[p->nvolumes++] = &w->at[i].volume;
	}
}

struct past *
past_new(const struct charter *c)
{
	struct past *p = mem_get(sizeof *p);
	size_t       i, share = PAST_BYTES / (c->ntallies + 2);

	memset(p, 0, sizeof *p);
	p->charter = c;
	p->tallies = mem_get((c->ntallies + 1) * sizeof *p->tallies);
	for (i = 0; i < c->ntallies; i++)
		p->tallies[i] = tally_new((size_t)c->tallies[i].keep, share);
	if (c->asks_author) {
		p->messages = tally_new(AUTHOR_KEEP, share);
		p->sanctions = tally_new(AUTHOR_KEEP, share);
	}
	p->asks_written = c->asks_author;
	for (i = 0; i < c->nrules; i++) {
		p->asks_written |= c->rules[i].tally != SIZE_MAX;
		list_volumes(p, &c->rules[i].when);
		list_volumes(p, &c->rules[i].unless);
	}
	return p;
}

void
past_free(struct past *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->charter->ntallies; i++)
		tally_free(p->tallies[i]);
	free(p->tallies);
	free(p->volumes);
	tally_free(p->messages);
	tally_free(p->sanctions);
	free(p->written);
	free(p);
}

static uint64_t
volume_key(const struct volume *v, struct facts *f, uint64_t words)
{
	struct slice post;

	switch (v->of) {
	case VOLUME_AUTHOR:
		return facts_author(f)->hash;
	case VOLUME_TEXT:
		return words;
	case VOLUME_POST:
		post = facts_post(f);
		return post.len ? hash_fast(post.at, post.len) : 0;
	case VOLUME_ALL:
		return 1;
	}
	return 0;
}

void
past_message(struct past *p, struct facts *f, uint64_t words)
{
	const struct volume *v;
	size_t               i;

	for (i = 0; i < p->nvolumes; i++) {
		v = p->volumes[i];
		tally_add(p->tallies[v->tally], volume_key(v, f, words), facts_at(f), facts_message(f));
	}
	if (p->messages)
		tally_add(p->messages, facts_author(f)->hash, facts_at(f), facts_message(f));
}

int
past_asks_words(const struct past *p)
{
	size_t i = 0;

	while (i < p->nvolumes && p->volumes[i]->of != VOLUME_TEXT)
		i++;
	return i < p->nvolumes;
}

static void
remember_author(struct past *p, struct facts *f)
{
	if (!p->written)
		p->written = mem_zero(MESSAGES * sizeof *p->written);
	p->written[facts_message(f) % MESSAGES] = (struct written){ facts_message(f), facts_author(f)->hash };
}

void
past_offence(struct past *p, const struct rule *r, struct facts *f)
{
	if (r->tally != SIZE_MAX)
		tally_add(p->tallies[r->tally], facts_author(f)->hash, facts_at(f), facts_message(f));
	if (p->asks_written && (r->verdicts || r->nthen))
		remember_author(p, f);
}

size_t
past_offences(const struct past *p, const struct rule *r, struct facts *f, long within)
{
	return tally_count(p->tallies[r->tally], facts_author(f)->hash, facts_at(f), within * INT64_C(1000));
}

static int
is_word(const char *s, size_t len, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == len && memcmp(*words, s, len) == 0)
			return 1;
	return 0;
}

/* What was undone was no offence after all. */
static void
forgive(struct past *p, const struct written *w)
{
	size_t i;

	for (i = 0; i < p->charter->nrules; i++)
		if (p->charter->rules[i].tally != SIZE_MAX)
			tally_remove(p->tallies[p->charter->rules[i].tally], w->author, w->message);
	if (p->sanctions)
		tally_remove(p->sanctions, w->author, w->message);
}

void
past_result(struct past *p, uint64_t message, int64_t at, const char *op, size_t op_len)
{
	static const char *const sanctions[] = { "hold", "hide", "delete", "mute", "block", "report", NULL };
	static const char *const undone[] = { "unhide", "unmute", "unblock", NULL };
	const struct written    *w = p->written ? p->written + message % MESSAGES : NULL;

	if (!w || w->message != message)
		return;
	if (is_word(op, op_len, undone))
		forgive(p, w);
	else if (p->sanctions && is_word(op, op_len, sanctions))
		tally_add(p->sanctions, w->author, at, message);
}

size_t
past_volume(const struct past *p, const struct volume *v, struct facts *f, uint64_t words)
{
	return tally_count(p->tallies[v->tally], volume_key(v, f, words), facts_at(f), v->within * INT64_C(1000));
}

size_t
past_messages(const struct past *p, struct facts *f, long within)
{
	return tally_count(p->messages, facts_author(f)->hash, facts_at(f), within * INT64_C(1000));
}

size_t
past_sanctions(const struct past *p, struct facts *f, long within)
{
	return tally_count(p->sanctions, facts_author(f)->hash, facts_at(f), within * INT64_C(1000));
}
