/* collect.c - which posts are asked for, in which questions, and the answers as metric lines */
#include "collect_parts.h"

#include "smm/clock.h"
#include "smm/json.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 30000 /* how long a run waits for a limit or another try */

struct collect *
collect_new(const struct collect_settings *s)
{
	struct collect *c = mem_get(sizeof *c);

	memset(c, 0, sizeof *c);
	c->set = s;
	c->mem = mem_new();
	c->places = json_object();
	c->now = clock_now();
	rec_init(&c->rec);
	return c;
}

void
collect_free(struct collect *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->nbatches; i++) {
		json_decref(c->batches[i].rec);
		json_decref(c->readings[i].position);
	}
	free(c->readings);
	store_close(c->store);
	rec_release(&c->rec);
	json_decref(c->places);
	json_decref(c->heard);
	buf_release(&c->line);
	mem_free(c->mem);
	free(c);
}

/* --- which posts ------------------------------------------------------------------------------------ */

static const struct account *
find_account(const struct collect *c, const char *name)
{
	const struct conf *conf = c->set->conf;
	size_t             i;

	for (i = 0; name && i < conf->naccounts; i++)
		if (strcmp(conf->accounts[i].name, name) == 0)
			return conf->accounts + i;
	return NULL;
}

static int
is_asked_for(const struct collect *c, const struct account *a)
{
	const struct strs *only = c->set->accounts;
	size_t             i;

	for (i = 0; only && i < only->count; i++)
		if (strcmp(only->at[i], a->name) == 0)
			return 1;
	return !only || !only->count;
}

/* Strings are copied; the same post again replaces what was said of it. */
static void
add_post(struct collect *c, const struct wanted *w)
{
	json_int_t     place = json_integer_value(json_object_get(c->places, w->id));
	struct wanted *to;

	if (!place) {
		c->posts = mem_more(c->mem, c->posts, c->nposts, &c->post_room, sizeof *c->posts);
		place = (json_int_t)++c->nposts;
		json_object_set_new(c->places, w->id, json_integer(place));
	}
	to = c->posts + place - 1;
	*to = *w;
	to->id = mem_str(c->mem, w->id);
	to->ref = mem_str(c->mem, w->ref);
	to->campaign = w->campaign ? mem_str(c->mem, w->campaign) : NULL;
	to->pillar = w->pillar ? mem_str(c->mem, w->pillar) : NULL;
}

int
collect_line(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct collect *c = arg;
	struct wanted   w = { 0 };
	const char     *op, *status;

	(void)place;
	if (!len)
		return 0;
	if (rec_read(&c->rec, line, len, e))
		return -1;
	if (!rec_is(&c->rec, "result"))
		return 0;
	op = rec_str(&c->rec, "op", c->mem);
	status = rec_str(&c->rec, "status", c->mem);
	w.id = rec_str(&c->rec, "id", c->mem);
	w.ref = rec_str(&c->rec, "ref", c->mem);
	w.campaign = rec_str(&c->rec, "campaign", c->mem);
	w.pillar = rec_str(&c->rec, "pillar", c->mem);
	w.account = find_account(c, rec_str(&c->rec, "account", c->mem));
	if (op && status && strcmp(op, "publish") == 0 && strcmp(status, "done") == 0 && w.id && w.ref && w.account &&
	    rec_time(&c->rec, "at", &w.at) == 0)
		add_post(c, &w);
	return 0;
}

static int
open_store(struct collect *c, struct err *e)
{
	return c->store ? 0 : store_open(&c->store, c->set->store, e);
}

static int
add_job(void *arg, const struct job *j, struct err *e)
{
	struct collect *c = arg;
	struct wanted   w = { .id = j->id, .ref = j->ref, .campaign = j->campaign, .pillar = j->pillar, .at = j->at };

	(void)e;
	w.account = find_account(c, j->account);
	if (j->ref && w.account && strcmp(j->op, op_name(OP_PUBLISH)) == 0)
		add_post(c, &w);
	return 0;
}

int
collect_ledger(struct collect *c, struct err *e)
{
	if (!store_exists(c->set->store))
		return 0;
	return open_store(c, e) || store_scan(c->store, JOB_DONE, add_job, c, e) ? -1 : 0;
}

/* --- questions -------------------------------------------------------------------------------------- */

struct batch *
collect_add_batch(struct collect *c, const struct account *a, enum op op)
{
	size_t room = c->batch_room;

	c->batches = mem_more(c->mem, c->batches, c->nbatches, &c->batch_room, sizeof *c->batches);
	if (room != c->batch_room)
		c->readings = mem_grow(c->readings, c->batch_room * sizeof *c->readings);
	memset(c->readings + c->nbatches, 0, sizeof *c->readings);
	memset(c->batches + c->nbatches, 0, sizeof *c->batches);
	c->readings[c->nbatches].account = a;
	c->readings[c->nbatches].op = op;
	return c->batches + c->nbatches++;
}

/* The posts of an account that are due, as many in a question as the network takes. */
static void
ask_posts(struct collect *c, const struct account *a, const struct net *n)
{
	size_t         most = n->posts_at_once ? n->posts_at_once : 1, i;
	struct batch  *b = NULL;
	struct wanted *w;

	for (i = 0; i < c->nposts; i++) {
		w = c->posts + i;
		if (w->account != a || !w->is_due)
			continue;
		if (!b || b->count == most)
			b = collect_add_batch(c, a, OP_POST_METRICS);
		b->first[b->count++] = w;
	}
}

static void
add_term(struct batch *b)
{
	char text[WHEN_SIZE];

	json_object_set_new(b->rec, "term", json_string(b->term));
	json_object_set_new(b->rec, "from", json_string(when_write(text, b->from, 0)));
	json_object_set_new(b->rec, "to", json_string(when_write(text, b->to, 0)));
}

/* The readings point to their batches when there are no more to come: lists may have moved. */
static void
settle_batches(struct collect *c)
{
	struct batch *b;
	json_t       *refs;
	size_t        i, n;

	for (i = 0; i < c->nbatches; i++) {
		b = c->batches + i;
		refs = json_array();
		for (n = 0; n < b->count; n++)
			json_array_append_new(refs, json_string(b->first[n]->ref));
		b->rec = json_object();
		json_object_set_new(b->rec, "refs", refs);
		if (b->name)
			json_object_set_new(b->rec, "user", json_string(b->name));
		if (b->term)
			add_term(b);
		c->readings[i].rec = b->rec;
		c->readings[i].owner = b;
	}
}

static void
ask_account(struct collect *c, const struct account *a)
{
	const struct net *n = net_find(a->network);
	int               named = c->set->accounts && c->set->accounts->count;

	if (!is_asked_for(c, a))
		return;
	if (n && n->ops[OP_POST_METRICS])
		ask_posts(c, a, n);
	if (n && n->ops[OP_ACCOUNT_METRICS])
		collect_add_batch(c, a, OP_ACCOUNT_METRICS);
	else if (named)
		c->set->note("account %s: no numbers are read from %s", a->name, n ? n->title : a->network);
}

/* The first of our accounts on a network that may be asked there. */
const struct account *
collect_account_on(const struct collect *c, const char *network)
{
	const struct conf *conf = c->set->conf;
	size_t             i;

	for (i = 0; i < conf->naccounts; i++)
		if (strcmp(conf->accounts[i].network, network) == 0 && is_asked_for(c, conf->accounts + i))
			return conf->accounts + i;
	return NULL;
}

static void
ask_rival(struct collect *c, const struct competitor *rival)
{
	const struct account *a;
	const struct net     *n;
	struct batch         *b;
	size_t                i;

	for (i = 0; i < rival->handles.count; i++) {
		n = net_find(rival->handles.at[i].network);
		a = collect_account_on(c, rival->handles.at[i].network);
		if (!n || !n->ops[OP_OTHER_METRICS] || !a) {
			c->set->note("%s: what is public of it on %s cannot be read%s", rival->is.id,
			    rival->handles.at[i].network, n && n->ops[OP_OTHER_METRICS] ?
			    " without an account there" : "");
			continue;
		}
		b = collect_add_batch(c, a, OP_OTHER_METRICS);
		b->rival = rival->is.id;
		b->name = rival->handles.at[i].name;
	}
}

static void
ask_rivals(struct collect *c)
{
	const struct thing *t = c->set->strategy ? c->set->strategy->competitors.first : NULL;

	for (; t; t = t->next)
		ask_rival(c, (const struct competitor *)(const void *)t);
}

static void
ask_all(struct collect *c)
{
	size_t i;

	for (i = 0; i < c->nposts; i++)
		c->posts[i].is_due = c->posts[i].at >= c->set->since && c->posts[i].at <= c->now &&
		    collect_is_due(c, c->posts + i);
	for (i = 0; i < c->set->conf->naccounts; i++)
		ask_account(c, c->set->conf->accounts + i);
	ask_rivals(c);
	collect_ask_mentions(c);
	settle_batches(c);
}

/* --- answers ---------------------------------------------------------------------------------------- */

static void
put_time(struct buf *b, const char *key, int64_t ms)
{
	char text[WHEN_SIZE];

	json_str(b, key, when_write(text, ms, zone_offset(ms)));
}

/* What belongs to one time alone, a day's mentions, an account's day; else they are running totals. */
static int
is_own_time(const struct wanted *w, const json_t *record)
{
	return !w && json_string_value(json_object_get(record, "from")) &&
	    json_string_value(json_object_get(record, "to"));
}

/* A competitor's account is none of ours. */
static void
put_head(struct collect *c, const struct account *a, const struct wanted *w, const json_t *record,
    const struct batch *of)
{
	struct buf *b = &c->line;
	int         is_own = is_own_time(w, record);

	buf_clear(b);
	json_open(b, '{');
	json_str(b, "type", "metric");
	json_str(b, "account", of->rival ? NULL : a->name);
	json_str(b, "network", a->network);
	json_str(b, "scope", w ? "post" : of->rival ? "competitor" : "account");
	json_str(b, "subject", w ? w->id : of->rival);
	json_str(b, "ref", w ? w->ref : of->name);
	put_time(b, "at", c->now);
	if (w)
		put_time(b, "from", w->at);
	if (is_own) {
		json_str(b, "from", json_string_value(json_object_get(record, "from")));
		json_str(b, "to", json_string_value(json_object_get(record, "to")));
	}
	json_str(b, "campaign", w ? w->campaign : NULL);
	json_str(b, "pillar", w ? w->pillar : NULL);
	json_bool(b, "total", !is_own);
}

static int
put_line(struct collect *c, struct err *e)
{
	json_close(&c->line, '}');
	return out_line(c->set->out, c->line.at, c->line.len, e);
}

static struct wanted *
find_in(const struct batch *b, const char *ref)
{
	size_t i;

	for (i = 0; ref && i < b->count; i++)
		if (strcmp(b->first[i]->ref, ref) == 0)
			return b->first[i];
	return NULL;
}

/* A network that answers what was not asked is not listened to. */
static int
take_record(void *arg, struct reading *r, json_t *record, struct err *e)
{
	struct collect *c = arg;
	struct batch   *b = r->owner;
	struct wanted  *w = find_in(b, json_string_value(json_object_get(record, "ref")));
	const char     *name;
	json_t         *value;

	if ((b->count && (!w || w->is_read)) || c->now < 0)
		return 0;
	put_head(c, r->account, w, record, b);
	json_object_foreach(record, name, value)
		if (json_is_integer(value))
			json_int(&c->line, name, json_integer_value(value));
	if (w)
		w->is_read = 1;
	b->is_read = 1;
	if (c->set->progress)
		c->set->progress(r->account->name, ++c->done, c->nposts);
	return put_line(c, e);
}

/* What a post lost is said once; it is asked for again when its next age comes. */
static void
look_at(struct collect *c, const struct reading *r)
{
	const struct batch *b = r->owner;
	size_t              i;

	if (b->term && !b->is_read && r->err.fault == FAULT_NONE)
		c->set->note("%s: %s does not count \"%s\"", b->rival ? b->rival : r->account->name,
		    r->account->network, b->term);
	else if (b->rival && !b->is_read && r->err.fault == FAULT_NONE)
		c->set->warn("%s: nobody is called \"%s\" on %s", b->rival, b->name, r->account->network);
	if (r->err.fault != FAULT_NONE) {
		c->exit = exit_worse(c->exit, fault_exit(r->err.fault));
		c->set->warn("account %s: %s", r->account->name, r->err.text);
		return;
	}
	for (i = 0; i < b->count; i++) {
		if (!b->first[i]->is_read)
			c->set->note("%s: %s has no numbers of it, or it is gone there", b->first[i]->id,
			    r->account->network);
		b->first[i]->last = c->now;
	}
}

static int
fetch_all(struct collect *c, struct err *e)
{
	struct fetch_settings s = { .conf = c->set->conf, .parallel = (size_t)c->set->parallel,
	    .patience_ms = PATIENCE_MS, .each = take_record, .arg = c };
	struct fetch         *f = fetch_new(&s);
	int                   rc = fetch_run(f, c->readings, c->nbatches, e);
	const char           *before = NULL;
	size_t                i;

	for (i = 0; i < c->nbatches && !rc; i++) {
		if (before && c->readings[i].err.fault != FAULT_NONE && strcmp(before, c->readings[i].err.text) == 0)
			continue; /* what ended an account is said once */
		look_at(c, c->readings + i);
		before = c->readings[i].err.fault != FAULT_NONE ? c->readings[i].err.text : NULL;
	}
	fetch_free(f);
	return rc;
}

/* What would be asked, as the lines would begin. */
static int
tell_all(struct collect *c, struct err *e)
{
	const struct batch *b;
	size_t              i, n;

	for (i = 0; i < c->nbatches; i++) {
		b = c->batches + i;
		for (n = 0; n < b->count; n++)
			c->set->note("%s: %s would be asked for its numbers", b->first[n]->id,
			    c->readings[i].account->network);
		if (b->term)
			c->set->note("%s: %s would be asked how many posts hold \"%s\"",
			    b->rival ? b->rival : c->readings[i].account->name, c->readings[i].account->network,
			    b->term);
		else if (b->rival)
			c->set->note("%s: %s would be asked for its public numbers", b->rival,
			    c->readings[i].account->network);
		else if (!b->count)
			c->set->note("account %s: would be asked for its numbers", c->readings[i].account->name);
	}
	return out_flush(c->set->out, e);
}

int
collect_run(struct collect *c, int *exit_status, struct err *e)
{
	int has_store = !c->set->dry_run || store_exists(c->set->store), rc;

	if (has_store && c->set->nages && (open_store(c, e) || collect_remember(c, e)))
		return -1;
	if (has_store && collect_has_terms(c) && (open_store(c, e) || collect_heard(c, e)))
		return -1;
	ask_all(c);
	if (c->set->dry_run)
		return tell_all(c, e);
	rc = fetch_all(c, e);
	if (!rc && (c->set->nages || c->heard))
		rc = out_hand_over(c->set->out, e) || (c->set->nages && collect_keep(c, e)) ||
		    collect_keep_heard(c, e) ? -1 : 0;
	*exit_status = c->exit;
	return rc;
}
