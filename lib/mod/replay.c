/* replay.c - what a charter would have done to a journal, against what was done */
#include "smm/replay.h"

#include "facts.h"
#include "moderate_parts.h"
#include "smm/hash.h"
#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define SETS (1u << VERDICT_COUNT)

struct done { /* to a message */
	uint64_t message; /* 0: free */
	unsigned verdicts;
	int      settled; /* something was carried out, if only to be undone */
};

struct replay {
	struct moderate *moderate;
	struct mem      *mem; /* of one record */
	struct done     *at;
	size_t           size, count; /* size: a power of two */
	size_t          *counts; /* of [was][would] */
	size_t           messages, changed;
};

struct replay *
replay_new(struct moderate *m)
{
	struct replay *r = mem_get(sizeof *r);

	memset(r, 0, sizeof *r);
	r->moderate = m;
	r->mem = mem_new();
	r->counts = mem_get(SETS * SETS * sizeof *r->counts);
	memset(r->counts, 0, SETS * SETS * sizeof *r->counts);
	return r;
}

void
replay_free(struct replay *r)
{
	if (!r)
		return;
	mem_free(r->mem);
	free(r->at);
	free(r->counts);
	free(r);
}

/* --- what was done --------------------------------------------------------------------------------- */

static struct done *
slot(const struct replay *r, uint64_t message)
{
	size_t i = (size_t)(message >> 20) & (r->size - 1);

	while (r->at[i].message && r->at[i].message != message)
		i = (i + 1) & (r->size - 1);
	return r->at + i;
}

static void
grow(struct replay *r)
{
	struct done *old = r->at;
	size_t       i, n = r->size;

	r->size = n ? 2 * n : 1024;
	r->at = mem_get(r->size * sizeof *r->at);
	memset(r->at, 0, r->size * sizeof *r->at);
	for (i = 0; i < n; i++)
		if (old[i].message)
			*slot(r, old[i].message) = old[i];
	free(old);
}

static void
note_op(struct done *d, const char *op)
{
	static const struct {
		const char *op;
		unsigned    verdicts;
	} undone[] = { { "unhide", 1u << VERDICT_HIDE | 1u << VERDICT_HOLD }, { "unmute", 1u << VERDICT_MUTE },
		{ "unblock", 1u << VERDICT_BLOCK } };
	int    v = verdict_find(op);
	size_t i;

	if (v > 0)
		d->verdicts |= 1u << v;
	for (i = 0; i < sizeof undone / sizeof *undone; i++) {
		if (strcmp(undone[i].op, op) != 0)
			continue;
		d->verdicts &= ~undone[i].verdicts;
		v = 1;
	}
	d->settled |= v > 0;
}

void
replay_done(struct replay *r, const struct rec *rec)
{
	const char  *message, *op, *status;
	struct done *d;
	uint64_t     hash;

	mem_reset(r->mem);
	if (!rec_is(rec, "result"))
		return;
	message = rec_str(rec, "message", r->mem);
	op = rec_str(rec, "op", r->mem);
	status = rec_str(rec, "status", r->mem);
	if (!message || !op || !status || strcmp(status, "done") != 0)
		return;
	if (2 * r->count >= r->size)
		grow(r);
	hash = hash_fast(message, strlen(message));
	d = slot(r, hash ? hash : 1);
	r->count += !d->message;
	d->message = hash ? hash : 1;
	note_op(d, op);
}

static int
find_op(void *arg, const struct member *m)
{
	if (slice_is(m->key, "op"))
		*(struct slice *)arg = (struct slice){ m->value.at + 1, m->value.len - 2 };
	return 0;
}

static int
add_proposed(void *arg, const struct member *m)
{
	struct slice op = { "", 0 };
	int          v;

	if (m->type == SCAN_OBJECT)
		scan_inside(m->value, find_op, &op);
	for (v = 1; v < VERDICT_COUNT; v++)
		if (slice_is(op, verdict_name((enum verdict)v)))
			*(unsigned *)arg |= 1u << v;
	return 0;
}

static unsigned
was(const struct replay *r, const struct rec *rec)
{
	const struct member *actions = rec_get(rec, "actions");
	const char          *id = rec_str(rec, "id", r->mem);
	const struct done   *d = r->size && id ? slot(r, hash_fast(id, strlen(id))) : NULL;
	unsigned             proposed = 0;

	if (d && d->message && d->settled)
		return d->verdicts;
	if (actions && actions->type == SCAN_ARRAY)
		scan_inside(actions->value, add_proposed, &proposed);
	return proposed;
}

/* --- what would have been -------------------------------------------------------------------------- */

static void
write_difference(const struct replay *r, const struct rec *rec, unsigned before, unsigned now, struct buf *out)
{
	static const char *const copied[] = { "account", "network", "at", "text" };
	struct buf               why = { 0 };
	size_t                   i;

	json_open(out, '{');
	json_str(out, "type", "verdict");
	json_str(out, "message", rec_str(rec, "id", r->mem));
	for (i = 0; i < sizeof copied / sizeof *copied; i++)
		json_str(out, copied[i], rec_str(rec, copied[i], r->mem));
	moderate_verdicts(out, "was", before);
	moderate_verdicts(out, "would", now);
	moderate_why(r->moderate, &why);
	if (why.len > 2) { /* {"why":[…]} without its brackets */
		buf_char(out, ',');
		buf_add(out, why.at + 1, why.len - 2);
	}
	buf_release(&why);
	json_close(out, '}');
}

int
replay_judge(struct replay *r, const struct rec *rec, struct buf *out)
{
	const struct judgement *j = moderate_judge(r->moderate, rec);
	unsigned                before;

	if (!j) {
		moderate_remember(r->moderate, rec);
		return 0;
	}
	mem_reset(r->mem);
	before = was(r, rec);
	r->messages++;
	r->counts[before * SETS + j->proposed]++;
	if (before == j->proposed)
		return 0;
	r->changed++;
	write_difference(r, rec, before, j->proposed, out);
	return 1;
}

static void
put_names(struct buf *out, unsigned set, size_t width)
{
	size_t before = out->len;
	int    v;

	for (v = VERDICT_COUNT - 1; v > 0; v--)
		if (set & 1u << v)
			buf_fmt(out, "%s%s", out->len > before ? "+" : "", verdict_name((enum verdict)v));
	if (out->len == before)
		buf_str(out, "nothing");
	while (out->len - before < width)
		buf_char(out, ' ');
}

static void
put_row(struct buf *out, unsigned before, unsigned now, size_t count)
{
	put_names(out, before, 24);
	put_names(out, now, 24);
	buf_fmt(out, "%10zu%s\n", count, before == now ? "" : "  *");
}

void
replay_table(const struct replay *r, struct buf *out)
{
	unsigned before, now;

	buf_fmt(out, "%-24s%-24s%10s\n", "was done", "would be done", "messages");
	for (before = 0; before < SETS; before++)
		for (now = 0; now < SETS; now++)
			if (r->counts[before * SETS + now])
				put_row(out, before, now, r->counts[before * SETS + now]);
	buf_fmt(out, "%zu messages, %zu would have fared otherwise (*)\n", r->messages, r->changed);
}
