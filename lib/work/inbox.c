/* inbox.c - what people wrote to our accounts, as message records, each once */
#include "smm/inbox.h"

#include "smm/clock.h"
#include "smm/json.h"
#include "smm/when.h"

#include "inbox_parts.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 30000
#define NOTE_LINES  200   /* handed out; then the store is told: so many may come twice after a kill -9 */

struct found { /* a message that is to be handed out */
	struct box *box;
	json_t     *record;
	int64_t     at;
	uint64_t    hash;
};

struct inbox {
	const struct inbox_settings *set;
	struct store   *store; /* NULL: a dry run, and there is none */
	struct fetch   *fetch;
	struct box     *boxes; /* those that are read */
	struct reading *readings;
	size_t          nboxes;
	struct found   *found;
	size_t          nfound, room;
	struct posts   *posts; /* loaded when the first message answers something */
	struct buf      line;
	int             exit;
};

static int64_t
patience(const struct inbox_settings *s)
{
	return s->patience_ms ? s->patience_ms : PATIENCE_MS;
}

/* --- which accounts --------------------------------------------------------------------------- */

static int
is_wanted(const struct inbox *i, const struct account *a, int *named)
{
	const struct strs *only = i->set->accounts;
	const struct net  *n = net_find(a->network);
	size_t             k;

	*named = 0;
	for (k = 0; only && k < only->count; k++)
		*named |= strcmp(only->at[k], a->name) == 0;
	if (only && only->count)
		return *named;
	return n && n->ops[OP_INBOX];
}

/* An account that cannot be read does not stop the others. */
static void
complain(struct inbox *i, const struct account *a, const struct err *why)
{
	i->exit = exit_worse(i->exit, fault_exit(why->fault));
	i->set->warn("account %s: %s", a->name, why->text);
}

/* The boxes of all wanted accounts. 0, or -1: the store. */
static int
open_boxes(struct inbox *i, struct err *e)
{
	const struct conf *c = i->set->conf;
	struct box        *b;
	struct err         why;
	size_t             k;
	int                named;

	for (k = 0; k < c->naccounts; k++) {
		if (!is_wanted(i, c->accounts + k, &named))
			continue;
		b = i->boxes + i->nboxes;
		memset(b, 0, sizeof *b);
		b->account = c->accounts + k;
		if (box_open(b, i->set, i->store, &why)) {
			box_close(b);
			if (why.fault != FAULT_AGAIN) {
				*e = why;
				return -1;
			}
			complain(i, c->accounts + k, &why);
			continue;
		}
		i->nboxes++;
	}
	return 0;
}

/* --- reading ---------------------------------------------------------------------------------- */

static int64_t
time_of(const json_t *record)
{
	const char *at = json_string_value(json_object_get(record, "at"));
	int64_t     ms = 0;

	return at && when_read(at, strlen(at), &ms, NULL) == 0 ? ms : 0;
}

/* NETWORK:ACCOUNT:ID in the place of the network's id. */
static void
name_record(const struct account *a, json_t *record)
{
	struct buf b = { 0 };

	buf_fmt(&b, "%s:%s:%s", a->network, a->name, json_string_value(json_object_get(record, "id")));
	json_object_set_new(record, "id", json_stringn(b.at, b.len));
	buf_release(&b);
}

static uint64_t
hash_record(const json_t *record)
{
	const json_t *id = json_object_get(record, "id");

	return hash_of(json_string_value(id), json_string_length(id));
}

static void
add_found(struct inbox *i, struct box *b, json_t *record)
{
	if (i->nfound == i->room) {
		i->room = i->room ? 2 * i->room : 64;
		i->found = mem_grow(i->found, i->room * sizeof *i->found);
	}
	i->found[i->nfound++] = (struct found){ b, json_incref(record), time_of(record),
		hash_record(record) };
}

static int
take_record(void *arg, struct reading *r, json_t *record, struct err *e)
{
	struct inbox *i = arg;
	struct box   *b = r->owner;

	(void)e;
	name_record(b->account, record);
	if (box_take(b, i->set, hash_record(record), time_of(record),
	    json_is_true(json_object_get(record, "own"))))
		add_found(i, b, record);
	return 0;
}

/* What each box is asked; one that was never read and is not told from when on stays out. */
static size_t
make_readings(struct inbox *i)
{
	struct box *b;
	struct err  why;
	size_t      k, n = 0;

	for (k = 0; k < i->nboxes; k++) {
		b = i->boxes + k;
		b->reading = NULL;
		if (b->rests)
			continue;
		if (box_ask(b, i->set, clock_now(), &why)) {
			complain(i, b->account, &why);
			continue;
		}
		b->reading = i->readings + n++;
		*b->reading = (struct reading){ .account = b->account, .op = OP_INBOX,
			.rec = b->question, .owner = b };
	}
	return n;
}

static int
read_boxes(struct inbox *i, struct err *e)
{
	size_t n = make_readings(i), k;

	i->set->progress("reading", 0, n);
	if (fetch_run(i->fetch, i->readings, n, e))
		return -1;
	for (k = 0; k < n; k++)
		if (i->readings[k].err.fault && !prog_signal)
			complain(i, i->readings[k].account, &i->readings[k].err);
	i->set->progress(NULL, 0, 0);
	return 0;
}

/* --- our posts -------------------------------------------------------------------------------- */

static const char *
find_post(const struct inbox *i, const struct found *f, const char *member)
{
	const char *ref = json_string_value(json_object_get(f->record, member));

	return ref ? posts_find(i->posts, f->box->account->name, ref) : NULL;
}

static int
name_posts(struct inbox *i, struct err *e)
{
	const char *post;
	size_t      k;

	for (k = 0; k < i->nfound && i->store; k++) {
		if (!json_object_get(i->found[k].record, "reply_to") &&
		    !json_object_get(i->found[k].record, "root"))
			continue;
		if (!i->posts) {
			i->posts = posts_new();
			if (posts_load(i->posts, i->store, e))
				return -1;
		}
		post = find_post(i, i->found + k, "reply_to");
		if (!post)
			post = find_post(i, i->found + k, "root");
		if (post)
			json_object_set_new(i->found[k].record, "post", json_string(post));
	}
	return 0;
}

/* --- handing out ------------------------------------------------------------------------------ */

static int
oldest_first(const void *x, const void *y)
{
	const struct found *a = x, *b = y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return strcmp(json_string_value(json_object_get(a->record, "id")),
	    json_string_value(json_object_get(b->record, "id")));
}

static int
write_record(struct inbox *i, const json_t *record, struct err *e)
{
	buf_clear(&i->line);
	json_put(&i->line, record);
	return out_line(i->set->out, i->line.at, i->line.len, e);
}

/* What was handed out is noted, all boxes at once. */
static int
note_boxes(struct inbox *i, struct err *e)
{
	struct named *all;
	size_t        k, n = 0;
	int           rc;

	if (!i->store || i->set->dry_run)
		return 0;
	all = mem_get((i->nboxes + 1) * sizeof *all);
	for (k = 0; k < i->nboxes; k++) {
		all[n].value = i->boxes[k].reading ? box_value(i->boxes + k, clock_now()) : NULL;
		if (all[n].value)
			all[n++].name = box_name(i->boxes[k].account);
		i->boxes[k].moved = 0;
	}
	rc = store_set_all(i->store, all, n, e);
	while (n--) {
		free((char *)(uintptr_t)all[n].value);
		free((char *)(uintptr_t)all[n].name);
	}
	free(all);
	return rc;
}

static void
tick_off(struct found *f)
{
	hashes_add(&f->box->seen, f->hash);
	f->box->waiting--;
	f->box->moved = 1;
}

static int
hand_out(struct inbox *i, struct err *e)
{
	struct hashes written = { 0 };
	struct found *f;
	size_t        k;
	int           torn = 0, rc = 0;

	tail_read(i->set->out, &written, &torn);
	if (torn && i->nfound)
		rc = out_line(i->set->out, "", 0, e);
	for (k = 0; k < i->nfound && !rc; k++) {
		f = i->found + k;
		if (!hashes_has(&written, f->hash))
			rc = write_record(i, f->record, e) || out_hand_over(i->set->out, e) ? -1 : 0;
		if (!rc)
			tick_off(f);
		if (!rc && (k + 1) % NOTE_LINES == 0)
			rc = note_boxes(i, e);
	}
	hashes_release(&written);
	return rc;
}

static void
drop_found(struct inbox *i)
{
	while (i->nfound)
		json_decref(i->found[--i->nfound].record);
}

/* What nobody took is not noted as taken; what was, is, whatever else went wrong. */
static int
deliver(struct inbox *i, struct err *e)
{
	struct err ignored;
	int        rc;

	if (name_posts(i, e))
		return -1;
	if (i->nfound)
		qsort(i->found, i->nfound, sizeof *i->found, oldest_first);
	rc = hand_out(i, e);
	if (note_boxes(i, rc ? &ignored : e))
		rc = -1;
	return rc && prog_signal && e->fault == FAULT_AGAIN ? 0 : rc;
}

/* --- the run ---------------------------------------------------------------------------------- */

static void
release(struct inbox *i)
{
	size_t k;

	drop_found(i);
	for (k = 0; k < i->nboxes; k++)
		box_close(i->boxes + k);
	fetch_free(i->fetch);
	posts_free(i->posts);
	store_close(i->store);
	buf_release(&i->line);
	free(i->boxes);
	free(i->readings);
	free(i->found);
}

static int
set_up(struct inbox *i, const struct inbox_settings *s, struct err *e)
{
	struct fetch_settings f = { .conf = s->conf, .parallel = (size_t)s->parallel,
		.patience_ms = patience(s), .each = take_record, .arg = i };

	memset(i, 0, sizeof *i);
	i->set = s;
	i->boxes = mem_get((s->conf->naccounts + 1) * sizeof *i->boxes);
	i->readings = mem_get((s->conf->naccounts + 1) * sizeof *i->readings);
	i->fetch = fetch_new(&f);
	if (s->dry_run && !store_exists(s->store))
		return 0;
	return store_open(&i->store, s->store, e);
}

static void
end_reading(struct inbox *i)
{
	size_t k;

	for (k = 0; k < i->nboxes; k++) {
		if (i->boxes[k].reading)
			box_renew(i->boxes + k, clock_now());
		i->boxes[k].reading = NULL;
	}
	drop_found(i);
}

static int
run_once(struct inbox *i, struct err *e)
{
	int rc = read_boxes(i, e);

	if (!rc && !prog_signal)
		rc = deliver(i, e);
	end_reading(i);
	return rc;
}

static int
follow(struct inbox *i, struct err *e)
{
	struct follow *f = follow_new(i->set, i->boxes, i->nboxes);
	int            rc = 0;

	while (!rc && !prog_signal) {
		rc = follow_wait(f, e);
		i->exit = 0; /* what could not be read this time may be next time */
		if (!rc && !prog_signal)
			rc = run_once(i, e);
	}
	follow_free(f);
	return rc;
}

int
inbox_run(const struct inbox_settings *s, int *exit_status, struct err *e)
{
	struct inbox i;
	int          rc = set_up(&i, s, e) || open_boxes(&i, e) ? -1 : 0;

	if (!rc)
		rc = run_once(&i, e);
	if (!rc && s->follow && i.nboxes)
		rc = follow(&i, e);
	*exit_status = i.exit;
	release(&i);
	return rc;
}

/* --- one conversation ------------------------------------------------------------------------- */

int
inbox_parse_id(const struct conf *c, const char *id, const struct account **a, const char **ref,
    struct err *e)
{
	const char *name = strchr(id, ':'), *end = name ? strchr(name + 1, ':') : NULL;
	struct buf  b = { 0 };
	int         rc = 0;

	if (!end || end == name + 1 || !end[1])
		return err_set(e, FAULT_USAGE, "\"%s\" is no message, NETWORK:ACCOUNT:ID was expected", id);
	buf_add(&b, name + 1, (size_t)(end - name - 1));
	*a = conf_account(c, b.at);
	*ref = end + 1;
	if (!*a)
		rc = conf_no_account(c, b.at, e);
	else if (strncmp((*a)->network, id, (size_t)(name - id)) != 0 || (*a)->network[name - id])
		rc = err_set(e, FAULT_CONF, "\"%s\" is not on %s, the network of account %s", id,
		    (*a)->network, b.at);
	buf_release(&b);
	return rc;
}

static int
take_thread(void *arg, struct reading *r, json_t *record, struct err *e)
{
	struct inbox *i = arg;
	struct box   *b = r->owner;

	(void)e;
	name_record(b->account, record);
	if (hashes_add(&b->shown, hash_record(record)))
		add_found(i, b, record);
	return 0;
}

static int
print_thread(struct inbox *i, struct err *e)
{
	size_t k;
	int    rc = name_posts(i, e);

	if (i->nfound)
		qsort(i->found, i->nfound, sizeof *i->found, oldest_first);
	for (k = 0; k < i->nfound && !rc; k++)
		rc = write_record(i, i->found[k].record, e);
	return rc;
}

int
inbox_thread(const struct inbox_settings *s, const char *id, struct err *e)
{
	struct fetch_settings f = { .conf = s->conf, .patience_ms = patience(s), .each = take_thread };
	struct inbox          i = { .set = s };
	struct box            b = { .lock = -1 };
	struct reading        r = { .op = OP_THREAD, .owner = &b };
	const char           *ref = NULL;
	int                   rc;

	if (inbox_parse_id(s->conf, id, &b.account, &ref, e))
		return -1;
	if (store_exists(s->store) && store_open(&i.store, s->store, e))
		return -1;
	f.arg = &i;
	i.fetch = fetch_new(&f);
	r.account = b.account;
	r.rec = b.question = json_pack("{s:s}", "ref", ref);
	rc = fetch_run(i.fetch, &r, 1, e);
	json_decref(r.position);
	if (!rc && r.err.fault) {
		*e = r.err;
		rc = err_in(e, "account %s", b.account->name);
	}
	if (!rc)
		rc = print_thread(&i, e);
	box_close(&b);
	release(&i);
	return rc;
}
