/* hold.c - all publishing stopped, until somebody or the time lets it go on */
#include "smm/hold.h"

#include "smm/clock.h"
#include "smm/net.h"
#include "smm/prog.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_MS    20      /* how often to look whether requests have ended */
#define LONGEST_MS 1200000 /* no request lives longer, but for uploads: who noted it is gone */

struct allowed { /* the list being read */
	struct hold *h;
	struct mem  *m;
	size_t       room;
};

static int
read_allow(void *arg, const struct member *item)
{
	struct allowed *a = arg;
	size_t          len;

	a->h->allow = mem_more(a->m, a->h->allow, a->h->nallow, &a->room, sizeof *a->h->allow);
	a->h->allow[a->h->nallow++] = scan_text(item->value, a->m, &len);
	return 0;
}

void
hold_of(struct hold *h, const struct rec *r, struct mem *m)
{
	struct allowed       a = { h, m, 0 };
	const struct member *allow = rec_get(r, "allow");

	memset(h, 0, sizeof *h);
	h->on = rec_get(r, "on")->type == SCAN_TRUE;
	h->reason = rec_str(r, "reason", m);
	h->by = rec_str(r, "by", m);
	rec_time(r, "at", &h->at);
	rec_time(r, "until", &h->until);
	if (allow && allow->type == SCAN_ARRAY)
		scan_inside(allow->value, read_allow, &a);
}

static int
read_hold(struct hold *h, const char *text, struct mem *m, struct err *e)
{
	struct rec r;
	int        rc = -1;

	rec_init(&r);
	if (!rec_read(&r, text, strlen(text), e) && rec_is(&r, "hold")) {
		hold_of(h, &r, m);
		rc = 0;
	}
	rec_release(&r);
	return rc;
}

int
hold_get(struct store *s, struct hold *h, const char **text, int64_t now, struct mem *m, struct err *e)
{
	char      *value = NULL;
	struct err why;

	memset(h, 0, sizeof *h);
	if (store_get(s, STORE_HOLD, &value, m, e) < 0)
		return -1;
	*text = value ? value : "";
	if (value && read_hold(h, value, m, &why))
		return err_set(e, FAULT_IO, "what the ledger keeps as a hold is none; smm-hold off takes it away");
	if (h->until && h->until <= now)
		h->on = 0;
	return 0;
}

static void
add_time(struct buf *b, const char *key, int64_t ms)
{
	char text[WHEN_SIZE];

	if (ms)
		json_str(b, key, when_write(text, ms, zone_offset(ms)));
}

void
hold_add(struct buf *b, const struct hold *h)
{
	size_t i;

	json_open(b, '{');
	json_str(b, "type", "hold");
	json_bool(b, "on", h->on);
	json_str(b, "reason", h->reason);
	json_str(b, "by", h->by);
	add_time(b, "at", h->at);
	add_time(b, "until", h->until);
	if (h->nallow) {
		json_key(b, "allow");
		buf_char(b, '[');
		for (i = 0; i < h->nallow; i++)
			json_item(b, h->allow[i]);
		buf_char(b, ']');
	}
	json_close(b, '}');
}

int
hold_set(struct store *s, const struct hold *h, struct err *e)
{
	struct buf b = { 0 };
	int        rc;

	hold_add(&b, h);
	rc = store_set(s, STORE_HOLD, h->on ? b.at : NULL, e);
	buf_release(&b);
	return rc;
}

int
hold_stops(const struct hold *h, const struct job *j, int64_t now)
{
	int    op = op_find(j->op);
	size_t i;

	if (!h->on || (h->until && h->until <= now))
		return 0;
	if (op != OP_PUBLISH && op != OP_EDIT && op != OP_REPLY && op != OP_REPLY_PRIVATE)
		return 0;
	for (i = 0; i < h->nallow; i++)
		if (strcmp(h->allow[i], j->account) == 0 || strcmp(h->allow[i], j->id) == 0)
			return 0;
	return 1;
}

/* --- waiting ------------------------------------------------------------------------------------ */

struct leaving { /* a request that may be on its way */
	const char *id, *op;
};

struct watch {
	const struct hold *hold;
	struct mem        *mem;
	int64_t            now;
	struct leaving    *at;
	size_t             count, room;
};

/* Noted as about to be sent, and nothing has become of it: no answer, no failure, no look for it. */
static int
is_leaving(const struct watch *w, const struct job *j)
{
	return j->state == JOB_ASKED && !j->fault && j->changed > w->now - LONGEST_MS &&
	    hold_stops(w->hold, j, w->now);
}

static int
watch_job(void *arg, const struct job *j, struct err *e)
{
	struct watch *w = arg;

	(void)e;
	if (!is_leaving(w, j))
		return 0;
	w->at = mem_more(w->mem, w->at, w->count, &w->room, sizeof *w->at);
	w->at[w->count++] = (struct leaving){ mem_str(w->mem, j->id), mem_str(w->mem, j->op) };
	return 0;
}

/* 1 it may be on its way still, 0 not, -1. */
static int
look(const struct watch *w, struct store *s, const struct leaving *l, struct mem *m, struct err *e)
{
	struct job j;
	int        found;

	mem_reset(m);
	found = store_find(s, l->id, l->op, &j, m, e);
	if (found <= 0 || !is_leaving(w, &j))
		return found < 0 ? -1 : 0;
	return store_is_leased(s, j.account, clock_now(), e);
}

/* Waits for one after the other; the longest is waited for anyway. */
static int
wait_for(const struct watch *w, struct store *s, size_t which, struct err *e)
{
	struct timespec pause = { 0, LOOK_MS * 1000000L };
	struct mem     *m = mem_new();
	int             rc;

	while ((rc = look(w, s, w->at + which, m, e)) > 0 && !prog_signal)
		nanosleep(&pause, NULL);
	mem_free(m);
	if (rc > 0)
		return err_set(e, FAULT_AGAIN, "the hold is on, but %zu requests that were under way may still leave",
		    w->count - which);
	return rc;
}

int
hold_wait(struct store *s, const struct hold *h, void (*progress)(const char *what, size_t done, size_t total),
    struct err *e)
{
	struct watch w = { .hold = h, .mem = mem_new(), .now = clock_now() };
	size_t       i;
	int          rc = store_scan(s, -1, watch_job, &w, e);

	for (i = 0; i < w.count && !rc; i++) {
		progress("requests under way", i, w.count);
		rc = wait_for(&w, s, i, e);
	}
	mem_free(w.mem);
	return rc;
}
