/* messages.c - messages, actions and results about them, each once */
#include "messages.h"

#include "cells.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD_MS ((int64_t)24 * 3600 * 1000)

static const char *const labels[] = { "", "unknown", "mixed", "neutral", "negative", "positive" };

struct messages *
messages_new(struct kpi *k)
{
	struct messages *m = mem_get(sizeof *m);

	memset(m, 0, sizeof *m);
	m->reply = pool_add(k->words, "reply", 5);
	m->reply_private = pool_add(k->words, "reply_private", 13);
	m->close = pool_add(k->words, "close", 5);
	m->hide = pool_add(k->words, "hide", 4);
	m->unhide = pool_add(k->words, "unhide", 6);
	m->delete = pool_add(k->words, "delete", 6);
	m->mute = pool_add(k->words, "mute", 4);
	m->block = pool_add(k->words, "block", 5);
	m->report = pool_add(k->words, "report", 6);
	m->dm = pool_add(k->words, "dm", 2);
	m->facebook = pool_add(k->words, "facebook", 8);
	m->review = pool_add(k->words, "review", 6);
	return m;
}

void
messages_free(struct messages *m)
{
	size_t i;

	if (!m)
		return;
	for (i = 0; i < m->count; i++)
		free(m->at[i].topics);
	free(m->at);
	free(m->by_id.at);
	free(m->acts);
	free(m->by_act.at);
	free(m);
}

struct message *
messages_find(const struct messages *m, uint32_t id)
{
	uint32_t place = place_get(&m->by_id, id);

	return place ? m->at + place - 1 : NULL;
}

static struct message *
find_or_add(struct messages *m, uint32_t id)
{
	uint32_t       *place = place_of(&m->by_id, id);
	struct message *new;

	if (*place)
		return m->at + *place - 1;
	if (m->count == m->room) {
		m->room = m->room ? 2 * m->room : 64;
		m->at = mem_grow(m->at, m->room * sizeof *m->at);
	}
	new = m->at + m->count;
	memset(new, 0, sizeof *new);
	new->id = id;
	new->at = new->due = new->rating = new->score = new->answered = NO_VALUE;
	*place = (uint32_t)++m->count;
	return new;
}

/* --- message lines: read again, or enriched later, they are joined; of what differs the greater stays -------- */

static void
keep_word(struct kpi *k, uint32_t *kept, uint32_t word)
{
	if (word != *kept && pool_order(k->words, *kept, word) < 0)
		*kept = word;
}

static void
keep_number(int64_t *kept, int64_t value)
{
	if (value > *kept)
		*kept = value;
}

struct inside { /* of author, sentiment, topics */
	struct kpi     *k;
	struct message *m;
	uint32_t        id, handle;
	int             bad;
};

static int
is_key(const struct member *m, const char *key)
{
	return m->key.len == strlen(key) && memcmp(m->key.at, key, m->key.len) == 0;
}

static int
each_author(void *arg, const struct member *m)
{
	struct inside *in = arg;

	if (is_key(m, "id"))
		in->id = slice_word(in->k, m->value);
	else if (is_key(m, "handle"))
		in->handle = slice_word(in->k, m->value);
	return 0;
}

static int
each_sentiment(void *arg, const struct member *m)
{
	struct inside *in = arg;
	int64_t        score;
	int            i;

	if (is_key(m, "score") && m->type == SCAN_NUMBER) {
		in->bad |= decimal_read(m->value, &score);
		keep_number(&in->m->score, score);
	}
	for (i = LABEL_UNKNOWN; is_key(m, "label") && i <= LABEL_POSITIVE; i++)
		if (m->value.len == strlen(labels[i]) + 2 && memcmp(m->value.at + 1, labels[i],
		    m->value.len - 2) == 0 &&
		    in->m->label < i)
			in->m->label = i;
	return 0;
}

static int
each_topic(void *arg, const struct member *m)
{
	struct inside *in = arg;
	uint32_t       word = m->type == SCAN_STRING ? slice_word(in->k, m->value) : 0;

	if (word)
		tags_add(&in->m->topics, &in->m->ntopics, word);
	return 0;
}

static int
keep_insides(struct kpi *k, const struct fields *f, struct message *m, struct err *e)
{
	struct inside in = { .k = k, .m = m };

	if (is_field_a(f, F_AUTHOR, SCAN_OBJECT))
		scan_inside(field_value(f, F_AUTHOR), each_author, &in);
	keep_word(k, &m->author, in.id ? in.id : in.handle);
	if (is_field_a(f, F_SENTIMENT, SCAN_OBJECT))
		scan_inside(field_value(f, F_SENTIMENT), each_sentiment, &in);
	if (is_field_a(f, F_TOPICS, SCAN_ARRAY))
		scan_inside(field_value(f, F_TOPICS), each_topic, &in);
	return in.bad ? err_set(e, FAULT_INPUT, "the \"score\" of \"sentiment\" has more than six decimals, or "
	    "is out of range") : 0;
}

static void
keep_words(struct kpi *k, const struct fields *f, struct message *m)
{
	keep_word(k, &m->network, field_word(k, f, F_NETWORK));
	keep_word(k, &m->account, field_word(k, f, F_ACCOUNT));
	keep_word(k, &m->kind, field_word(k, f, F_KIND));
	keep_word(k, &m->post, field_word(k, f, F_POST));
	keep_word(k, &m->lang, field_word(k, f, F_LANG));
	keep_word(k, &m->reply_to, field_word(k, f, F_REPLY_TO));
	keep_word(k, &m->root, field_word(k, f, F_ROOT));
	if (k->measures >> M_SCORE & 1) /* the words are kept for verbatims alone */
		keep_word(k, &m->text, field_word(k, f, F_TEXT));
}

int
messages_line(struct kpi *k, const struct fields *f, struct err *e)
{
	struct message *m;
	int64_t         at, due, rating = NO_VALUE;

	field_time(f, F_AT, &at);
	if (at > k->set.now + AHEAD_MS)
		return err_set(e, FAULT_INPUT, "\"at\" is %.*s, more than a day ahead of the clock here; --now "
		    "sets another",
		    (int)field_value(f, F_AT).len, field_value(f, F_AT).at);
	if (has_field(f, F_RATING) && decimal_read(field_value(f, F_RATING), &rating))
		return err_set(e, FAULT_INPUT, "\"rating\" is %.*s, expected at most six decimals",
		    field_value(f, F_RATING).len > 60 ? 60 : (int)field_value(f, F_RATING).len,
		    field_value(f, F_RATING).at);
	m = find_or_add(k->messages, field_word(k, f, F_ID));
	keep_number(&m->at, at);
	keep_number(&m->rating, rating);
	if (field_time(f, F_DUE, &due) == 0)
		keep_number(&m->due, due);
	m->own |= field_true(f, F_OWN);
	keep_words(k, f, m);
	return keep_insides(k, f, m, e);
}

/* --- actions and their results --------------------------------------------------------------------------- */

static struct act *
find_or_add_act(struct messages *m, uint32_t id)
{
	uint32_t *place = place_of(&m->by_act, id);

	if (*place)
		return m->acts + *place - 1;
	if (m->nacts == m->act_room) {
		m->act_room = m->act_room ? 2 * m->act_room : 64;
		m->acts = mem_grow(m->acts, m->act_room * sizeof *m->acts);
	}
	m->acts[m->nacts] = (struct act){ .id = id, .at = INT64_MAX };
	*place = (uint32_t)++m->nacts;
	return m->acts + m->nacts - 1;
}

static struct act *
keep_act(struct kpi *k, const struct fields *f)
{
	struct act *a = find_or_add_act(k->messages, field_word(k, f, F_ID));

	keep_word(k, &a->op, field_word(k, f, F_OP));
	keep_word(k, &a->message, field_word(k, f, F_MESSAGE));
	keep_word(k, &a->account, field_word(k, f, F_ACCOUNT));
	keep_word(k, &a->network, field_word(k, f, F_NETWORK));
	keep_word(k, &a->article, field_word(k, f, F_ARTICLE));
	keep_word(k, &a->by, field_word(k, f, F_BY));
	return a;
}

void
messages_action(struct kpi *k, const struct fields *f)
{
	keep_act(k, f);
}

void
messages_result(struct kpi *k, const struct fields *f)
{
	struct act *a;
	int64_t     at;

	if (!field_is(f, F_STATUS, "done") || field_time(f, F_AT, &at))
		return;
	a = keep_act(k, f);
	keep_word(k, &a->ref, field_word(k, f, F_REF));
	if (at < a->at)
		a->at = at;
}

/* --- of two runs one --------------------------------------------------------------------------------------- */

static void
join_message(struct kpi *k, const struct message *x, const uint32_t *words)
{
	struct message *m = find_or_add(k->messages, words[x->id]);
	uint32_t *const to[] = { &m->network, &m->account, &m->kind, &m->author, &m->post, &m->lang, &m->reply_to,
		&m->root, &m->text };
	const uint32_t  of[] = { x->network, x->account, x->kind, x->author, x->post, x->lang, x->reply_to, x->root,
		x->text };
	size_t          i;

	for (i = 0; i < sizeof of / sizeof *of; i++)
		keep_word(k, to[i], words[of[i]]);
	keep_number(&m->at, x->at);
	keep_number(&m->due, x->due);
	keep_number(&m->rating, x->rating);
	keep_number(&m->score, x->score);
	m->label = x->label > m->label ? x->label : m->label;
	m->own |= x->own;
	for (i = 0; i < x->ntopics; i++)
		tags_add(&m->topics, &m->ntopics, words[x->topics[i]]);
}

static void
join_act(struct kpi *k, const struct act *x, const uint32_t *words)
{
	struct act     *a = find_or_add_act(k->messages, words[x->id]);
	uint32_t *const to[] = { &a->op, &a->message, &a->account, &a->network, &a->article, &a->by, &a->ref };
	const uint32_t  of[] = { x->op, x->message, x->account, x->network, x->article, x->by, x->ref };
	size_t          i;

	for (i = 0; i < sizeof of / sizeof *of; i++)
		keep_word(k, to[i], words[of[i]]);
	a->at = x->at < a->at ? x->at : a->at;
}

void
messages_join(struct kpi *k, const struct messages *from, const uint32_t *words)
{
	size_t i;

	for (i = 0; i < from->count; i++)
		join_message(k, from->at + i, words);
	for (i = 0; i < from->nacts; i++)
		join_act(k, from->acts + i, words);
}

/* --- facts ----------------------------------------------------------------------------------------------- */

void
message_keys(struct kpi *k, const struct message *m, struct fact *f)
{
	size_t      len;
	const char *post = pool_text(k->words, m->post, &len);

	f->key[KEY_NETWORK] = m->network;
	f->key[KEY_ACCOUNT] = m->account;
	f->key[KEY_KIND] = m->kind;
	f->key[KEY_LANG] = m->lang;
	if (m->post)
		ours_describe(k, f, post, len, 0, 0);
	f->key[KEY_PARTNER] = partner_of(k, f->key[KEY_CAMPAIGN]); /* members and topics have no campaign */
	f->tags = m->topics;
	f->ntags = m->ntopics;
}

static void
message_fact(struct kpi *k, const struct message *m)
{
	struct fact f = { .over = OVER_MESSAGE, .at = m->at, .as_of = m->at };

	message_keys(k, m, &f);
	fact_set(&f, M_MESSAGES, 1);
	if (m->label > LABEL_UNKNOWN) {
		fact_set(&f, M_JUDGED, 1);
		fact_set(&f, M_POSITIVE, m->label == LABEL_POSITIVE);
		fact_set(&f, M_NEGATIVE, m->label == LABEL_NEGATIVE);
	}
	if (m->rating != NO_VALUE && m->kind == k->messages->review) {
		fact_set(&f, M_REVIEWS, 1);
		fact_set(&f, M_RATING, m->rating);
	}
	if (m->score != NO_VALUE) {
		fact_set(&f, M_SCORE, m->score);
		f.subject = m->id;
		f.text = m->text;
	}
	if (m->due != NO_VALUE && (m->answered != NO_VALUE || m->due < k->set.now)) {
		fact_set(&f, M_DUE, 1);
		fact_set(&f, M_IN_TIME, m->answered != NO_VALUE && m->answered <= m->due);
	}
	cells_add(k->cells, &f);
}

/* Whether what was done is in any figure that is wanted. */
static int
act_measures(const struct kpi *k, const struct act *a, struct fact *f)
{
	const struct messages *m = k->messages;

	if (a->op == m->reply || a->op == m->reply_private) {
		f->over = OVER_MESSAGE;
		fact_set(f, M_ANSWERS, 1);
	}
	if (a->op == m->hide || a->op == m->delete || a->op == m->mute || a->op == m->block || a->op == m->report)
		fact_set(f, M_MODERATED, 1);
	if (a->op == m->hide || a->op == m->unhide) {
		fact_set(f, M_HIDDEN, a->op == m->hide);
		fact_set(f, M_REVERSED, a->op == m->unhide);
	}
	return (f->has & k->measures) != 0;
}

static void
act_fact(struct kpi *k, const struct act *a)
{
	const struct message *about = messages_find(k->messages, a->message);
	struct fact           f = { .over = OVER_ACTION, .at = a->at, .as_of = a->at };

	if (!act_measures(k, a, &f))
		return;
	if (about)
		message_keys(k, about, &f);
	f.key[KEY_ACCOUNT] = a->account ? a->account : f.key[KEY_ACCOUNT];
	f.key[KEY_NETWORK] = a->network ? a->network : f.key[KEY_NETWORK];
	f.key[KEY_ARTICLE] = a->article;
	cells_add(k->cells, &f);
}

void
messages_facts(struct kpi *k)
{
	const struct messages *m = k->messages;
	size_t                 i;

	for (i = 0; i < m->nacts; i++)
		if (m->acts[i].at != INT64_MAX)
			act_fact(k, m->acts + i);
	for (i = 0; i < m->count; i++)
		if (!m->at[i].own)
			message_fact(k, m->at + i);
}
