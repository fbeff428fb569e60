/* charter_when.c - the conditions of a rule */
#include "charter_parts.h"

#include <string.h>

struct when_words { /* first: the readers of terms take it for a struct terms_place */
	struct terms_place terms;
	struct condition        when;
	struct mark        level_mark, score_mark;
};

static int
read_level(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const levels[] = { "suspect", "certain", NULL };
	int                      i = read_word(p, n, levels, "certain or suspect", e);

	if (i < 0)
		return -1;
	*(enum level *)p->to = i ? LEVEL_CERTAIN : LEVEL_SUSPECT;
	((struct when_words *)p->all)->level_mark = p->mark;
	return 0;
}

static int
read_score(const struct place *p, const struct node *n, struct err *e)
{
	((struct when_words *)p->all)->score_mark = p->mark;
	return field_limits(p, n, e);
}

static int
read_known(const struct place *p, const struct node *n, const char *const *words, const char *expected, struct err *e)
{
	struct texts *t = p->to;
	int           i = read_word(p, n, words, expected, e);

	if (i < 0)
		return -1;
	t->at = mem_more(p->mem, t->at, t->count, &t->room, sizeof *t->at);
	t->at[t->count++] = words[i];
	return 0;
}

static int
read_label(const struct place *p, const struct node *n, struct err *e)
{
	return read_known(p, n, ((struct when_words *)p->all)->terms.draft->labels,
	    "a label that the classifiers know (cm-moderate(1), LABELS)", e);
}

static int
read_labels(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_label, e);
}

static int
read_kind(const struct place *p, const struct node *n, struct err *e)
{
	return read_known(p, n, message_kinds, "comment, mention, dm, review, quote or topic", e);
}

static int
read_kinds(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_kind, e);
}

static int
read_sentiment(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const known[] = { "negative", "neutral", "positive", NULL };

	return read_known(p, n, known, "negative, neutral or positive", e);
}

static int
read_sentiments(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_sentiment, e);
}

static int
read_author(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "followers", field_limits,         offsetof(struct about_author, followers), 0 },
		{ "age",       field_limits_seconds, offsetof(struct about_author, age),       0 },
		{ "messages",  field_limits,         offsetof(struct about_author, messages),  0 },
		{ "sanctions", field_limits,         offsetof(struct about_author, sanctions), 0 },
		{ "within",    field_seconds,        offsetof(struct about_author, within),    0 },
		{ "handle",    field_texts,          offsetof(struct about_author, handles),   0 },
		{ 0 }
	};
	struct about_author *a = p->to;

	if (yaml_map(p->yaml, n, fields, a, p->mem, e))
		return -1;
	if (a->within && !a->messages.set && !a->sanctions.set)
		return yaml_fail(p->yaml, n->mark, e, "`within` goes with messages or sanctions");
	return 0;
}

static int
read_volume_of(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const of[] = { "author", "text", "post", "all", NULL };
	int                      i = read_word(p, n, of, "author, text, post or all", e);

	*(enum volume_of *)p->to = (enum volume_of)(i < 0 ? 0 : i);
	return i < 0 ? -1 : 0;
}

#define VOLUME_MAX 1000 /* each message counted is kept */

static int
read_volume(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "messages", field_long,     offsetof(struct volume, messages), 1 },
		{ "within",   field_seconds,  offsetof(struct volume, within),   1 },
		{ "of",       read_volume_of, offsetof(struct volume, of),       0 },
		{ 0 }
	};
	struct when_words *w = p->all;
	struct charter    *c = w->terms.draft->charter;
	struct volume     *v = p->to;

	if (yaml_map(p->yaml, n, fields, v, p->mem, e))
		return -1;
	if (v->messages < 1 || v->messages > VOLUME_MAX)
		return yaml_fail(p->yaml, n->mark, e, "found %ld messages, expected 1 to %d", v->messages, VOLUME_MAX);
	w->when.has_volume = 1;
	v->tally = c->ntallies;
	c->tallies = mem_more(p->mem, c->tallies, c->ntallies, &c->tally_room, sizeof *c->tallies);
	c->tallies[c->ntallies++] = (struct tally_kind){ v->messages, v->within };
	return 0;
}

#define IN(member) offsetof(struct when_words, when.member)

static const struct field fields[] = {
	{ "words",     read_words_list,    0,                                          0 },
	{ "phrases",   read_phrases_list,  0,                                          0 },
	{ "patterns",  read_patterns_list, 0,                                          0 },
	{ "accents",   field_bool,         offsetof(struct when_words, terms.accents), 0 },
	{ "label",     read_labels,        IN(labels),                                 0 },
	{ "level",     read_level,         IN(level),                                  0 },
	{ "score",     read_score,         IN(score),                                  0 },
	{ "sentiment", read_sentiments,    IN(sentiments),                             0 },
	{ "topic",     field_texts,        IN(topics),                                 0 },
	{ "lang",      field_texts,        IN(langs),                                  0 },
	{ "kind",      read_kinds,         IN(kinds),                                  0 },
	{ "network",   field_texts,        IN(networks),                               0 },
	{ "account",   field_texts,        IN(accounts),                               0 },
	{ "host",      field_texts,        IN(hosts),                                  0 },
	{ "public",    field_bool,         IN(is_public),                              0 },
	{ "rating",    field_limits,       IN(rating),                                 0 },
	{ "links",     field_limits,       IN(links),                                  0 },
	{ "mentions",  field_limits,       IN(mentions),                               0 },
	{ "media",     field_limits,       IN(media),                                  0 },
	{ "length",    field_limits,       IN(length),                                 0 },
	{ "capitals",  field_limits,       IN(capitals),                               0 },
	{ "author",    read_author,        IN(author),                                 0 },
	{ "volume",    read_volume,        IN(volume),                                 0 },
	{ 0 }
};

static int
check_when(const struct place *p, const struct when_words *w, struct err *e)
{
	if (w->level_mark.line && !w->when.labels.count)
		return yaml_fail(p->yaml, w->level_mark, e, "`level` goes with `label`");
	if (w->score_mark.line && !w->when.labels.count && !w->when.sentiments.count)
		return yaml_fail(p->yaml, w->score_mark, e, "`score` goes with `label` or `sentiment`");
	return 0;
}

static void
note_needs(struct charter *c, const struct condition *w)
{
	c->asks_author |= w->author.messages.set || w->author.sanctions.set;
}

static int
read_when(const struct place *p, const struct node *n, struct err *e)
{
	struct draft     *d = p->all;
	struct charter   *c = d->charter;
	struct conditions     *to = p->to;
	struct when_words w = { .when = { .is_public = -1, .mark = n->mark } };
	size_t            i;

	w.terms = (struct terms_place){ d, &w.when, 0, c->nterms };
	if (yaml_map(p->yaml, n, fields, &w, p->mem, e) || check_when(p, &w, e))
		return -1;
	for (i = w.terms.first; i < c->nterms; i++)
		c->terms[i].accents = (unsigned char)w.terms.accents;
	note_needs(c, &w.when);
	to->at = mem_more(p->mem, to->at, to->count, &to->room, sizeof *to->at);
	to->at[to->count++] = w.when;
	return 0;
}

int
read_whens(const struct place *p, const struct node *n, struct err *e)
{
	return n->type == NODE_MAP ? read_when(p, n, e) : yaml_list(p, n, read_when, e);
}
