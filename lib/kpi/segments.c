/* segments.c - conversations: what one person writes in one thread, until it is closed or quiet for a day */
#include "messages.h"

#include "cells.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define SILENCE_MS  ((int64_t)24 * 3600 * 1000)
#define FB_DAYS_MS  ((int64_t)30 * 24 * 3600 * 1000)
#define FB_LEAST    10

enum what { WHAT_IN, WHAT_OUT, WHAT_CLOSE }; /* at one instant in this order */

struct event {
	uint32_t        account, network, thread, author;
	enum what       what;
	int             is_human;
	int64_t         at;
	struct message *m; /* WHAT_IN: it; else the one answered or closed */
};

struct segment {
	const struct message *first;
	int64_t               at, last, answered, human, closed; /* NO_VALUE: not */
};

struct segments {
	struct kpi     *k;
	struct event   *at;
	size_t          count, room;
	struct segment *facebook; /* those that count there, of one page */
	size_t          nfacebook, fb_room;
};

/* --- events ---------------------------------------------------------------------------------------------- */

static int
is_answerable(const struct kpi *k, const struct message *m)
{
	const char *kind = pool_text(k->words, m->kind, NULL);

	return !m->own && (strcmp(kind, "comment") == 0 || strcmp(kind, "mention") == 0 || strcmp(kind, "dm") == 0 ||
	    strcmp(kind, "review") == 0);
}

/* A word and a colon at the front of s: what stands behind them; NULL: there is something else. */
static const char *
behind(const struct kpi *k, uint32_t word, const char *s)
{
	size_t      len;
	const char *text = pool_text(k->words, word, &len);

	return s && strncmp(s, text, len) == 0 && s[len] == ':' ? s + len + 1 : NULL;
}

/* The network's own id of a message: what stands behind NETWORK:ACCOUNT: */
static const char *
own_id(const struct kpi *k, const struct message *m)
{
	const char *id = pool_text(k->words, m->id, NULL);
	const char *own = behind(k, m->account, behind(k, m->network, id));

	return own ? own : id;
}

/* "NETWORK:ACCOUNT:ID", in the memory of the line; its length. */
static const char *
whole_id(struct kpi *k, const struct message *m, uint32_t own, size_t *len)
{
	const uint32_t words[] = { m->network, m->account, own };
	const char    *text[3];
	size_t         lens[3], i;
	char          *id, *to;

	for (*len = 2, i = 0; i < 3; i++) {
		text[i] = pool_text(k->words, words[i], lens + i);
		*len += lens[i];
	}
	id = to = mem_alloc(k->mem, *len + 1);
	for (i = 0; i < 3; i++) {
		memcpy(to, text[i], lens[i]);
		to += lens[i];
		*to++ = i < 2 ? ':' : '\0';
	}
	return id;
}

static void
add_event(struct segments *s, enum what what, int64_t at, struct message *m, int is_human)
{
	struct kpi  *k = s->k;
	struct event e = { .account = m->account, .network = m->network, .what = what, .is_human = is_human,
	    .at = at, .m = m };
	const char  *id;

	e.author = m->author ? m->author : m->id;
	if (m->kind != k->messages->dm) {
		id = own_id(k, m);
		e.thread = m->root ? m->root : m->reply_to ? m->reply_to : pool_add(k->words, id, strlen(id));
	}
	if (s->count == s->room) {
		s->room = s->room ? 2 * s->room : 256;
		s->at = mem_grow(s->at, s->room * sizeof *s->at);
	}
	s->at[s->count++] = e;
}

static int
is_by_rule(const struct kpi *k, uint32_t by)
{
	return strncmp(pool_text(k->words, by, NULL), "rule:", 5) == 0;
}

/* Answers and closings that are done, by the message they are about. */
static void
add_acts(struct segments *s, struct places *sent)
{
	struct kpi            *k = s->k;
	const struct messages *m = k->messages;
	const struct act      *a;
	struct message        *about;
	const char            *ref;
	size_t                 len;

	for (a = m->acts; a < m->acts + m->nacts; a++) {
		about = messages_find(m, a->message);
		if (a->at == INT64_MAX || !about)
			continue;
		if (a->op == m->close)
			add_event(s, WHAT_CLOSE, a->at, about, 0);
		if (a->op != m->reply && a->op != m->reply_private)
			continue;
		add_event(s, WHAT_OUT, a->at, about, !is_by_rule(k, a->by));
		if (a->ref) {
			ref = whole_id(k, about, a->ref, &len);
			*place_of(sent, pool_add(k->words, ref, len)) = 1;
		}
	}
}

/* One of our own messages: an answer written on the network itself, unless a result of ours has sent it. */
static void
add_own(struct segments *s, const struct message *m, const struct places *sent)
{
	struct kpi     *k = s->k;
	struct fact     f = { .over = OVER_MESSAGE, .at = m->at, .as_of = m->at };
	struct message *about;
	const char     *id;
	size_t          len;

	if (place_get(sent, m->id) || !m->reply_to)
		return;
	id = whole_id(k, m, m->reply_to, &len);
	about = messages_find(k->messages, pool_find(k->words, id, len));
	if (!about || about->own)
		return;
	add_event(s, WHAT_OUT, m->at, about, 1);
	message_keys(k, m, &f);
	fact_set(&f, M_ANSWERS, 1);
	cells_add(k->cells, &f);
}

static const struct pool *order_words; /* qsort has no argument of its own */

/* At one instant in the order of ids: the order of lines changes nothing. */
static int
by_thread(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->account != y->account)
		return x->account < y->account ? -1 : 1;
	if (x->network != y->network)
		return x->network < y->network ? -1 : 1;
	if (x->thread != y->thread)
		return x->thread < y->thread ? -1 : 1;
	if (x->author != y->author)
		return x->author < y->author ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->what != y->what)
		return x->what < y->what ? -1 : 1;
	return pool_order(order_words, x->m->id, y->m->id);
}

static int
same_thread(const struct event *x, const struct event *y)
{
	return x->account == y->account && x->network == y->network && x->thread == y->thread && x->author == y->author;
}

/* --- facts ----------------------------------------------------------------------------------------------- */

static int64_t
whole_sec(int64_t ms)
{
	return ms / 1000;
}

static void
segment_fact(struct kpi *k, enum over over, const struct segment *g, int64_t at)
{
	struct fact f = { .over = over, .at = at, .as_of = g->last };

	message_keys(k, g->first, &f);
	fact_set(&f, M_SEGMENTS, 1);
	fact_set(&f, M_ANSWERED, g->answered != NO_VALUE);
	fact_set(&f, M_UNANSWERED, g->answered == NO_VALUE);
	if (g->answered != NO_VALUE) {
		fact_set(&f, M_RESPONSE, whole_sec(g->answered - g->at));
		if (k->set.hours && (k->measures >> M_RESPONSE_HOURS & 1))
			fact_set(&f, M_RESPONSE_HOURS, whole_sec(hours_between(k->set.hours, g->at, g->answered)));
	} else if (g->closed == NO_VALUE && k->set.now > g->at) {
		fact_set(&f, M_AGE, whole_sec(k->set.now - g->at));
	}
	if (g->human != NO_VALUE)
		fact_set(&f, M_RESPONSE_HUMAN, whole_sec(g->human - g->at));
	if (g->closed != NO_VALUE)
		fact_set(&f, M_RESOLUTION, whole_sec(g->closed - g->at));
	cells_add(k->cells, &f);
}

static void
keep_facebook(struct segments *s, const struct segment *g)
{
	if (s->nfacebook == s->fb_room) {
		s->fb_room = s->fb_room ? 2 * s->fb_room : 64;
		s->facebook = mem_grow(s->facebook, s->fb_room * sizeof *s->facebook);
	}
	s->facebook[s->nfacebook++] = *g;
}

static void
end_segment(struct segments *s, struct segment *g, int facebook)
{
	if (!g->first)
		return;
	if (facebook)
		keep_facebook(s, g);
	else
		segment_fact(s->k, OVER_SEGMENT, g, g->at);
	g->first = NULL;
}

/* One thread's events, in order; on Facebook a closing ends nothing. */
static void
walk_thread(struct segments *s, const struct event *at, size_t count, int facebook)
{
	struct segment g = { 0 };
	const struct event *x;

	for (x = at; x < at + count; x++) {
		if (x->what == WHAT_IN && (!g.first || (g.closed != NO_VALUE && !facebook) ||
		    x->at - g.last >= SILENCE_MS)) {
			end_segment(s, &g, facebook);
			g = (struct segment){ x->m, x->at, x->at, NO_VALUE, NO_VALUE, NO_VALUE };
		}
		if (!g.first)
			continue;
		if (x->what == WHAT_OUT && g.answered == NO_VALUE)
			g.answered = x->at;
		if (x->what == WHAT_OUT && x->is_human && g.human == NO_VALUE)
			g.human = x->at;
		if (x->what == WHAT_CLOSE && g.closed == NO_VALUE)
			g.closed = x->at;
		if (x->what != WHAT_CLOSE)
			g.last = x->at;
	}
	end_segment(s, &g, facebook);
}

/* When each message was first answered: by the next answer in its thread. */
static void
note_answers(const struct event *at, size_t count)
{
	int64_t next = NO_VALUE;
	size_t  i;

	for (i = count; i; i--) {
		if (at[i - 1].what == WHAT_OUT)
			next = at[i - 1].at;
		else if (at[i - 1].what == WHAT_IN)
			at[i - 1].m->answered = next;
	}
}

/* --- Facebook's window ------------------------------------------------------------------------------------- */

static int
by_page(const void *a, const void *b)
{
	const struct segment *x = a, *y = b;

	if (x->first->account != y->first->account)
		return x->first->account < y->first->account ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return pool_order(order_words, x->first->id, y->first->id);
}

/* Those of one page before `end`: of the thirty days before the last, or the last ten. They count at `at`. */
static void
page_window(struct segments *s, const struct segment *from, const struct segment *to, int64_t end)
{
	const struct segment *first;

	while (to > from && end != KPI_OPEN && to[-1].at >= end)
		to--;
	if (to == from)
		return;
	for (first = to - 1; first > from && (first[-1].at > to[-1].at - FB_DAYS_MS || to - first < FB_LEAST); first--)
		;
	for (; first < to; first++)
		segment_fact(s->k, OVER_FACEBOOK, first, to[-1].at);
}

static void
facebook_facts(struct segments *s)
{
	const struct kpi_settings *set = &s->k->set;
	size_t                     i, from;

	if (!s->nfacebook)
		return;
	if (s->nfacebook)
		qsort(s->facebook, s->nfacebook, sizeof *s->facebook, by_page);
	for (from = 0, i = 1; i <= s->nfacebook; i++) {
		if (i < s->nfacebook && s->facebook[i].first->account == s->facebook[from].first->account)
			continue;
		page_window(s, s->facebook + from, s->facebook + i, set->to);
		if (set->was_from != KPI_OPEN)
			page_window(s, s->facebook + from, s->facebook + i, set->was_to);
		from = i;
	}
}

void
segments_facts(struct kpi *k)
{
	struct segments  s = { .k = k };
	struct places    sent = { 0 };
	struct messages *m = k->messages;
	size_t           i, from;

	order_words = k->words;
	add_acts(&s, &sent);
	for (i = 0; i < m->count; i++) {
		if (is_answerable(k, m->at + i))
			add_event(&s, WHAT_IN, m->at[i].at, m->at + i, 0);
		else if (m->at[i].own)
			add_own(&s, m->at + i, &sent);
		mem_reset(k->mem);
	}
	if (s.count)
		qsort(s.at, s.count, sizeof *s.at, by_thread);
	for (from = 0, i = 1; s.count && i <= s.count; i++) {
		if (i < s.count && same_thread(s.at + i, s.at + from))
			continue;
		note_answers(s.at + from, i - from);
		walk_thread(&s, s.at + from, i - from, 0);
		if (s.at[from].network == m->facebook && s.at[from].m->kind == m->dm)
			walk_thread(&s, s.at + from, i - from, 1);
		from = i;
	}
	facebook_facts(&s);
	free(s.facebook);
	free(s.at);
	free(sent.at);
}
