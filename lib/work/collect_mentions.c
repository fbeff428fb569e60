/*
 * collect_mentions.c - how often people write of the brand and of its competitors: each day counted once
 *
 * What they are called is `search` of the strategy, one term for each, so that all are counted in one way. Days are
 * those of UTC that are over, as the networks count them. "mentions:ACCOUNT" in the store is an object: whose term ("":
 * the brand's) -> the end of the last day that was counted, in milliseconds.
 */
#include "collect_parts.h"

#include "smm/json.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS    ((int64_t)86400000)
#define LATE_MS   ((int64_t)3600000) /* searches find a post some time after it was written */
#define DAYS_MOST 6                  /* networks count the last seven, of which the first has begun before */

int
collect_has_terms(const struct collect *c)
{
	const struct strategy *s = c->set->strategy;
	const struct thing    *t;

	if (s && s->search)
		return 1;
	for (t = s ? s->competitors.first : NULL; t; t = t->next)
		if (((const struct competitor *)(const void *)t)->search)
			return 1;
	return 0;
}

static const char *
name_of(struct collect *c, const char *account)
{
	return mem_fmt(c->mem, "mentions:%s", account);
}

/* Where several accounts of ours are, the first asks. */
static int
asks(const struct collect *c, const struct account *a)
{
	const struct net *n = net_find(a->network);

	return n && n->ops[OP_MENTIONS] && collect_account_on(c, a->network) == a;
}

int
collect_heard(struct collect *c, struct err *e)
{
	const struct conf *conf = c->set->conf;
	json_t            *kept;
	char              *value;
	size_t             i;
	int                found;

	c->heard = json_object();
	for (i = 0; i < conf->naccounts; i++) {
		if (!asks(c, conf->accounts + i))
			continue;
		found = store_get(c->store, name_of(c, conf->accounts[i].name), &value, c->mem, e);
		if (found < 0)
			return -1;
		kept = found ? json_loads(value, 0, NULL) : NULL;
		json_object_set_new(c->heard, conf->accounts[i].name, kept ? kept : json_object());
	}
	return 0;
}

/* --- questions -------------------------------------------------------------------------------------- */

static void
ask_term(struct collect *c, const struct account *a, const char *rival, const char *term)
{
	json_t       *of = json_object_get(c->heard, a->name);
	int64_t       to = (c->now - LATE_MS) / DAY_MS * DAY_MS, from = to - DAYS_MOST * DAY_MS;
	int64_t       kept = json_integer_value(json_object_get(of, rival ? rival : ""));
	struct batch *b;

	from = kept > from ? kept : from;
	if (!term || from >= to)
		return;
	b = collect_add_batch(c, a, OP_MENTIONS);
	b->rival = rival;
	b->term = term;
	b->from = from;
	b->to = to;
}

void
collect_ask_mentions(struct collect *c)
{
	const struct conf  *conf = c->set->conf;
	const struct thing *t;
	size_t              i;

	for (i = 0; collect_has_terms(c) && i < conf->naccounts; i++) {
		if (!asks(c, conf->accounts + i))
			continue;
		ask_term(c, conf->accounts + i, NULL, c->set->strategy->search);
		for (t = c->set->strategy->competitors.first; t; t = t->next)
			ask_term(c, conf->accounts + i, t->id, ((const struct competitor *)(const void *)t)->search);
	}
}

/* --- what was counted ------------------------------------------------------------------------------- */

static void
note_counted(struct collect *c)
{
	const struct batch *b;
	json_t             *of;
	size_t              i;

	for (i = 0; i < c->nbatches; i++) {
		b = c->batches + i;
		of = json_object_get(c->heard, c->readings[i].account->name);
		if (b->term && b->is_read && c->readings[i].err.fault == FAULT_NONE)
			json_object_set_new(of, b->rival ? b->rival : "", json_integer(b->to));
	}
}

int
collect_keep_heard(struct collect *c, struct err *e)
{
	struct named *all = mem_alloc(c->mem, (json_object_size(c->heard) + 1) * sizeof *all);
	const char   *account;
	json_t       *of;
	size_t        count = 0;
	char         *text;

	note_counted(c);
	json_object_foreach(c->heard, account, of) {
		text = json_dumps(of, JSON_COMPACT);
		all[count].name = name_of(c, account);
		all[count++].value = mem_str(c->mem, text);
		free(text);
	}
	return count ? store_set_all(c->store, all, count, e) : 0;
}
