/* opinion.c - what classifiers say of a message */
#include "opinion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct opening { /* one object or list being read */
	struct opinion *o;
	struct mem     *m;
	struct label    label;
};

static double
score_of(const struct member *m)
{
	char   room[32];
	size_t len = m->value.len < sizeof room - 1 ? m->value.len : sizeof room - 1;

	memcpy(room, m->value.at, len);
	room[len] = '\0';
	return m->type == SCAN_NUMBER ? strtod(room, NULL) : -1;
}

static struct label *
find(struct opinion *o, struct slice name)
{
	size_t i;

	for (i = 0; i < o->nlabels; i++)
		if (o->labels[i].name.len == name.len && memcmp(o->labels[i].name.at, name.at, name.len) == 0)
			return o->labels + i;
	return NULL;
}

static int
read_label(void *arg, const struct member *m)
{
	struct opening *x = arg;
	struct slice    name = facts_plain(m, x->m);

	if (name.len && !find(x->o, name) && x->o->nlabels < OPINION_LABELS)
		x->o->labels[x->o->nlabels++] = (struct label){ name, LEVEL_CERTAIN, -1, { "", 0 } };
	return 0;
}

static int
read_topic(void *arg, const struct member *m)
{
	struct opening *x = arg;
	struct slice    name = facts_plain(m, x->m);

	if (name.len && x->o->ntopics < OPINION_TOPICS)
		x->o->topics[x->o->ntopics++] = name;
	return 0;
}

static int
read_sentiment(void *arg, const struct member *m)
{
	struct opening *x = arg;

	if (slice_is(m->key, "label"))
		x->o->sentiment = facts_plain(m, x->m);
	else if (slice_is(m->key, "score"))
		x->o->sentiment_score = score_of(m);
	return 0;
}

/* A topic that a rule gave an earlier time is the rule's, not the message's. */
static int
drop_topic(void *arg, const struct member *m)
{
	struct opening *x = arg;
	struct slice    name = facts_plain(m, x->m);
	size_t          i;

	for (i = 0; i < x->o->ntopics; i++)
		if (x->o->topics[i].len == name.len && memcmp(x->o->topics[i].at, name.at, name.len) == 0) {
			x->o->topics[i] = x->o->topics[--x->o->ntopics];
			break;
		}
	return 0;
}

static int
read_evidence(void *arg, const struct member *m)
{
	struct opening *x = arg;

	if (slice_is(m->key, "label"))
		x->label.name = facts_plain(m, x->m);
	else if (slice_is(m->key, "score"))
		x->label.score = score_of(m);
	else if (slice_is(m->key, "topics") && m->type == SCAN_ARRAY)
		scan_inside(m->value, drop_topic, x);
	else if (slice_is(m->key, "level") && m->type == SCAN_STRING)
		x->label.level = strncmp(m->value.at, "\"certain\"", 9) == 0 ? LEVEL_CERTAIN : LEVEL_SUSPECT;
	return 0;
}

static int
read_why(void *arg, const struct member *m)
{
	struct opening *x = arg;
	struct label   *known;

	if (m->type != SCAN_OBJECT)
		return 0;
	x->label = (struct label){ { "", 0 }, LEVEL_CERTAIN, -1, m->value };
	scan_inside(m->value, read_evidence, x);
	known = x->label.name.len ? find(x->o, x->label.name) : NULL;
	if (known)
		*known = x->label;
	return 0;
}

void
opinion_topics(struct opinion *o, const struct rec *r, struct mem *m)
{
	const struct member *labels = rec_get(r, "labels"), *topics = rec_get(r, "topics");
	struct opening       x = { .o = o, .m = m };

	o->nlabels = o->ntopics = 0;
	if (labels && labels->type == SCAN_ARRAY)
		scan_inside(labels->value, read_label, &x);
	if (topics && topics->type == SCAN_ARRAY)
		scan_inside(topics->value, read_topic, &x);
}

void
opinion_read(struct opinion *o, const struct rec *r, struct mem *m)
{
	const struct member *sentiment, *why;
	struct opening       x = { .o = o, .m = m };

	o->lang = o->sentiment = (struct slice){ "", 0 };
	o->sentiment_score = -1;
	o->nlabels = o->ntopics = 0;
	if (!r)
		return;
	opinion_topics(o, r, m);
	sentiment = rec_get(r, "sentiment");
	why = rec_get(r, "why");
	if (sentiment && sentiment->type == SCAN_OBJECT)
		scan_inside(sentiment->value, read_sentiment, &x);
	if (why && why->type == SCAN_ARRAY)
		scan_inside(why->value, read_why, &x);
}

/* --- what the classifiers say ---------------------------------------------------------------------- */

static struct slice
slice_of(const char *s)
{
	return (struct slice){ s, strlen(s) };
}

/* In the words of records; "unknown" below an even chance. */
static void
take_sentiment(struct opinion *o, const struct classified *v)
{
	static const char *const words[][2] = { { "pos", "positive" }, { "neu", "neutral" }, { "neg", "negative" } };
	size_t                   i;

	if (!v->sentiment_best)
		return; /* not judged */
	o->sentiment = slice_of("unknown");
	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(v->sentiment, words[i][0]) == 0) {
			o->sentiment = slice_of(words[i][1]);
			o->sentiment_score = v->sentiment_score / 1000.0;
		}
}

static void
put_score(struct buf *b, double score)
{
	char room[32];

	snprintf(room, sizeof room, "%.3g", score);
	json_raw(b, "score", room, strlen(room));
}

static void
take_label(struct opinion *o, const struct classify_label *l, struct slice text, struct buf *b, struct mem *m)
{
	struct label *to = o->labels + o->nlabels++;
	size_t        i;

	*to = (struct label){ .name = slice_of(l->name), .score = l->score / 1000.0 };
	to->level = l->surety == SURE_CERTAIN ? LEVEL_CERTAIN : LEVEL_SUSPECT;
	buf_clear(b);
	json_open(b, '{');
	json_str(b, "label", l->name);
	json_str(b, "level", to->level == LEVEL_CERTAIN ? "certain" : "suspect");
	put_score(b, to->score);
	json_key(b, "found");
	json_open(b, '[');
	for (i = 0; i < l->nwhy; i++) {
		json_open(b, '{');
		json_text(b, "text", text.at + l->why[i].start, l->why[i].end - l->why[i].start);
		json_close(b, '}');
	}
	json_close(b, ']');
	json_close(b, '}');
	to->why = (struct slice){ mem_dup(m, b->at, b->len), b->len };
}

_Static_assert(OPINION_LABELS >= CLASSIFY_LABELS && OPINION_TOPICS >= CLASSIFY_TOPICS, "an opinion has room for all");

void
opinion_ask(struct opinion *o, struct classify *c, struct slice text, struct mem *m)
{
	struct classified v;
	struct buf        b = { 0 };
	size_t            i;

	opinion_read(o, NULL, m);
	classify_text(c, text.at ? text.at : "", text.len, &v);
	if (strcmp(v.lang, "und") != 0)
		o->lang = slice_of(v.lang);
	take_sentiment(o, &v);
	for (i = 0; i < v.nlabels; i++)
		take_label(o, v.labels + i, text, &b, m);
	for (i = 0; i < v.ntopics; i++)
		o->topics[o->ntopics++] = slice_of(v.topics[i]);
	buf_release(&b);
}

void
opinion_write(const struct opinion *o, int lang, struct buf *out)
{
	size_t i;

	if (lang && o->lang.len)
		json_text(out, "lang", o->lang.at, o->lang.len);
	if (o->sentiment.len) {
		json_key(out, "sentiment");
		json_open(out, '{');
		json_text(out, "label", o->sentiment.at, o->sentiment.len);
		if (o->sentiment_score >= 0)
			put_score(out, o->sentiment_score);
		json_close(out, '}');
	}
	for (i = 0; i < o->nlabels; i++) {
		if (!i) {
			json_key(out, "labels");
			json_open(out, '[');
		}
		json_item(out, o->labels[i].name.at);
	}
	if (i)
		json_close(out, ']');
}

/* --- what rules ask -------------------------------------------------------------------------------- */

const struct label *
opinion_label(const struct opinion *o, const char *name, enum level level, const struct limits *score)
{
	size_t i;

	for (i = 0; i < o->nlabels; i++)
		if (slice_is(o->labels[i].name, name) && o->labels[i].level >= level &&
		    (!score->set || (o->labels[i].score >= 0 && limits_hold(score, o->labels[i].score))))
			return o->labels + i;
	return NULL;
}

const char *
opinion_danger(const struct opinion *o)
{
	static const char *const danger[] = { "self_harm", "safety" };
	static const struct limits any;
	size_t                   i;

	for (i = 0; o->nlabels && i < sizeof danger / sizeof *danger; i++)
		if (opinion_label(o, danger[i], LEVEL_NONE, &any))
			return danger[i];
	return NULL;
}

int
opinion_has_topic(const struct opinion *o, const char *topic)
{
	size_t i;

	for (i = 0; i < o->ntopics; i++)
		if (slice_is(o->topics[i], topic))
			return 1;
	return 0;
}
