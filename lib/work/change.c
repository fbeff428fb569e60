/* change.c - posts that are out: to be edited, to be taken away */
#include "publish_parts.h"

#include "smm/clock.h"

#include <string.h>

struct known { /* what the ledger has of one post; NULL: nothing */
	struct job *publish, *edit, *delete;
};

static int
find(struct publish *p, const char *id, enum op op, struct job **out, struct err *e)
{
	struct job *j = mem_alloc(p->scratch, sizeof *j);
	int         found = store_find(p->store, id, op_name(op), j, p->scratch, e);

	*out = found > 0 ? j : NULL;
	return found < 0 ? -1 : 0;
}

static int
find_past(struct publish *p, const char *id, struct known *past, struct err *e)
{
	memset(past, 0, sizeof *past);
	if (publish_store(p, 0, e))
		return -1;
	if (!p->store)
		return 0;
	return find(p, id, OP_PUBLISH, &past->publish, e) || find(p, id, OP_EDIT, &past->edit, e) ||
	    find(p, id, OP_DELETE, &past->delete, e) ? -1 : 0;
}

static int
same_digest(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* The kept state of the publishing is all there is to know where the parts are. */
const char *
publish_was(struct publish *p, const struct job *publish)
{
	struct buf  b = { 0 };
	const char *text;

	json_open(&b, '{');
	json_raw(&b, "rec", publish->rec, strlen(publish->rec));
	if (publish->keep)
		json_raw(&b, "keep", publish->keep, strlen(publish->keep));
	json_str(&b, "ref", publish->ref);
	json_str(&b, "url", publish->url);
	json_close(&b, '}');
	text = mem_dup(p->mem, b.at, b.len);
	buf_release(&b);
	return text;
}

/* The operation is to be done in this run, unless the network has no such thing. */
static int
add_change(struct publish *p, struct job *j, const struct job *publish, int anew, struct err *e)
{
	const struct net *n = net_find(j->network);
	char              digest[DIGEST_SIZE] = "";
	struct err        why;
	struct item      *i;
	struct lane      *l;

	if (n && !n->ops[op_find(j->op)]) {
		err_set(&why, FAULT_REFUSED, "%s cannot %s what is out; do it there by hand", n->title, j->op);
		return publish_fail(p, j, STATUS_REFUSED, &why, e);
	}
	l = publish_lane(p, j, &why);
	if (!l)
		return publish_fail(p, j, STATUS_RETRY, &why, e);
	if (op_find(j->op) == OP_EDIT && publish_approval(p, l, j, digest, &why))
		return publish_fail(p, j, STATUS_UNAPPROVED, &why, e);
	if (p->set.dry_run && !*digest)
		return publish_result(p, j, STATUS_PLANNED, p->now, e);
	if (publish_item(p, l, j, &i, e))
		return -1;
	if (*digest)
		publish_set_approval(p, i, digest);
	i->late_ms = INT64_MAX / 2; /* a change is wanted now, however long it takes */
	i->was = publish_was(p, publish);
	i->anew = anew;
	return 0;
}

/* May be out: to be settled first. */
static int
fail_unsure(struct publish *p, struct job *j, struct err *e)
{
	struct err why;

	err_set(&why, FAULT_UNSURE, "whether it is out is not known; look, then smm-post --settle '%s=done' or "
	    "'%s=again'", j->id, j->id);
	return publish_fail(p, j, STATUS_UNSURE, &why, e);
}

static int
is_unsure(const struct job *publish)
{
	return publish->state == JOB_UNSURE || publish->state == JOB_ASKED;
}

/* --- edit ------------------------------------------------------------------------------------- */

/* What was asked for last is out there already, or was refused for good. */
static int
report_same(struct publish *p, const struct known *past, struct err *e)
{
	struct job same = past->edit ? *past->edit : *past->publish;

	same.op = op_name(OP_EDIT);
	return publish_result(p, &same, status_of(&same), same.changed, e);
}

int
publish_edit(struct publish *p, struct job *j, struct err *e)
{
	struct known past;
	struct err  why;
	int         same;

	j->op = op_name(OP_EDIT);
	if (find_past(p, j->id, &past, e))
		return -1;
	if (past.publish && is_unsure(past.publish))
		return fail_unsure(p, j, e);
	if (!past.publish || past.publish->state != JOB_DONE || !publish_is_approved(p))
		return publish_result(p, j, STATUS_WAITING, p->now, e);
	if (past.delete && past.delete->state != JOB_REFUSED) {
		err_set(&why, FAULT_REFUSED, "it was taken away; take it out of the calendar, too");
		return publish_fail(p, j, STATUS_REFUSED, &why, e);
	}
	same = same_digest(j->digest, past.edit ? past.edit->digest : past.publish->digest);
	if (same && (!past.edit || job_is_final(past.edit->state)))
		return report_same(p, &past, e);
	j->at = p->now;
	return add_change(p, j, past.publish, 1, e);
}

/* --- delete ----------------------------------------------------------------------------------- */

/* Part of a thread may be out, although the rest was refused. */
static int
is_out(const struct job *publish)
{
	return publish->state == JOB_DONE || (job_is_final(publish->state) && publish->ref);
}

int
publish_delete(struct publish *p, const char *id, struct err *e)
{
	struct known past;
	struct job  j;
	struct err  why;

	mem_reset(p->scratch);
	if (find_past(p, id, &past, e))
		return -1;
	if (!past.publish)
		return err_set(e, FAULT_INPUT, "the ledger has no post \"%s\"; smm-post --status lists them", id);
	if (!publish_is_wanted(p, past.publish->account))
		return 0;
	if (past.delete && past.delete->state == JOB_DONE)
		return publish_result(p, past.delete, STATUS_DONE, past.delete->changed, e);
	j = (struct job){ .id = past.publish->id, .op = op_name(OP_DELETE), .account = past.publish->account,
		.network = past.publish->network, .entry = past.publish->entry,
		.campaign = past.publish->campaign, .pillar = past.publish->pillar,
		.rec = past.publish->rec, .digest = past.publish->digest, .at = p->now,
		.ref = past.publish->ref, .url = past.publish->url };
	if (is_unsure(past.publish))
		return fail_unsure(p, &j, e);
	if (is_out(past.publish))
		return add_change(p, &j, past.publish, 1, e);
	err_set(&why, FAULT_REFUSED, past.publish->state == JOB_BETWEEN ?
	    "its publishing has begun; let smm-post end it, then take it away" :
	    "it is not out; what is taken out of the calendar does not leave");
	return publish_fail(p, &j, STATUS_REFUSED, &why, e);
}
