/* publish.c - post records in, published posts and result records out */
#include "smm/publish.h"

#include "smm/clock.h"
#include "smm/approval.h"
#include "smm/hash.h"
#include "smm/rec.h"

#include "publish_parts.h"
#include "run.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct publish *
publish_new(const struct publish_settings *s)
{
	struct publish *p = mem_get(sizeof *p);
	size_t          i;

	memset(p, 0, sizeof *p);
	p->set = *s;
	p->mem = mem_new();
	p->scratch = mem_new();
	p->approvals = approvals_new();
	rec_init(&p->rec);
	p->now = clock_now();
	p->until = p->now + s->wait_sec * INT64_C(1000);
	p->lanes = mem_alloc(p->mem, s->conf->naccounts * sizeof *p->lanes);
	for (i = 0; i < s->conf->naccounts; i++)
		lane_init(p->lanes + i, s->conf, s->conf->accounts + i,
		    net_find(s->conf->accounts[i].network), p->until);
	return p;
}

void
publish_free(struct publish *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->set.conf->naccounts; i++)
		lane_release(p->lanes + i);
	http_close(p->http);
	store_close(p->store);
	rec_release(&p->rec);
	mem_free(p->scratch);
	mem_free(p->mem);
	free(p->ids);
	approvals_free(p->approvals);
	tone_free(p->tone);
	buf_release(&p->line);
	buf_release(&p->room);
	free(p);
}

int
publish_exit(const struct publish *p)
{
	return p->exit;
}

int
publish_result(struct publish *p, const struct job *j, enum status s, int64_t at, struct err *e)
{
	p->exit = exit_worse(p->exit, status_exit(s, j->fault));
	buf_clear(&p->line);
	result_add(&p->line, j, s, at);
	return out_line(p->set.out, p->line.at, p->line.len, e);
}

int
publish_fail(struct publish *p, struct job *j, enum status s, const struct err *why, struct err *e)
{
	j->fault = why->fault;
	j->message = why->text;
	return publish_result(p, j, s, p->now, e);
}

/* The lines of a turn leave together and at once, so that whoever reads the pipe sees them. */
static int
on_reported(void *arg, struct err *e)
{
	const struct publish *p = arg;

	return out_flush(p->set.out, e);
}

static int
on_settled(void *arg, const struct job *j, struct err *e)
{
	struct publish *p = arg;
	int64_t         at = job_is_final(j->state) && j->changed ? j->changed : clock_now();

	p->set.progress("publishing", ++p->settled, p->due);
	return publish_result(p, j, status_of(j), at, e);
}

static void
on_uploading(void *arg, int64_t sent, int64_t total)
{
	struct publish *p = arg;

	p->set.progress("uploading, MiB", (size_t)(sent >> 20), (size_t)((total + (1 << 20) - 1) >> 20));
}

static void
ids_grow(struct publish *p)
{
	struct id *old = p->ids;
	size_t     size = p->size, i, at;

	p->size = size ? 2 * size : 256;
	p->ids = mem_get(p->size * sizeof *p->ids);
	memset(p->ids, 0, p->size * sizeof *p->ids);
	for (i = 0; i < size; i++) {
		if (!old[i].text)
			continue;
		for (at = old[i].hash & (p->size - 1); p->ids[at].text; at = (at + 1) & (p->size - 1))
			;
		p->ids[at] = old[i];
	}
	free(old);
}

/* 0 new, 1 seen with the same content, -1 seen with another. */
static int
seen_before(struct publish *p, const char *id, const char *digest, struct err *e)
{
	uint64_t   hash = hash_fast(id, strlen(id));
	struct id *i;
	size_t     at;

	if (p->nids * 2 >= p->size)
		ids_grow(p);
	for (at = hash & (p->size - 1); p->ids[at].text; at = (at + 1) & (p->size - 1)) {
		i = p->ids + at;
		if (i->hash != hash || strcmp(i->text, id) != 0)
			continue;
		assert(i->digest && digest);
		if (strcmp(i->digest, digest) == 0)
			return 1;
		return err_set(e, FAULT_INPUT, "a second post has the id \"%s\"", id);
	}
	p->nids++;
	p->ids[at] = (struct id){ hash, mem_str(p->mem, id), mem_str(p->mem, digest) };
	return 0;
}

int
publish_is_wanted(const struct publish *p, const char *account)
{
	const struct strs *a = p->set.accounts;
	size_t             i;

	for (i = 0; a && i < a->count; i++)
		if (strcmp(a->at[i], account) == 0)
			return 1;
	return !a || !a->count;
}

/* Posts from another source than smm-plan may come without digest: then the line is what counts. */
static const char *
digest_of(struct publish *p, const char *line, size_t len)
{
	char *digest = rec_str(&p->rec, "digest", p->scratch);

	return digest ? digest : hash_digest(line, len, mem_alloc(p->scratch, DIGEST_SIZE));
}

/* The members that the ledger and the results need; they lend from the scratch arena. */
static int
read_job(struct publish *p, struct job *j, const char *line, size_t len, struct err *e)
{
	struct mem *m = p->scratch;

	memset(j, 0, sizeof *j);
	j->op = op_name(OP_PUBLISH);
	j->id = rec_str(&p->rec, "id", m);
	j->account = rec_str(&p->rec, "account", m);
	j->network = rec_str(&p->rec, "network", m);
	if (!j->id || !j->account || !j->network || rec_time(&p->rec, "at", &j->at))
		return err_set(e, FAULT_INPUT, "a post needs id, account, network and at");
	j->entry = rec_str(&p->rec, "entry", m);
	j->campaign = rec_str(&p->rec, "campaign", m);
	j->pillar = rec_str(&p->rec, "pillar", m);
	j->digest = digest_of(p, line, len);
	j->rec = line;
	return 0;
}

struct lane *
publish_lane(struct publish *p, const struct job *j, struct err *e)
{
	const struct account *a = conf_account(p->set.conf, j->account);
	struct lane          *l;

	if (!a) {
		conf_no_account(p->set.conf, j->account, e);
		return NULL;
	}
	l = p->lanes + (a - p->set.conf->accounts);
	if (!l->net || !l->net->ops[op_find(j->op)]) {
		err_set(e, FAULT_CONF, "account %s: cannot %s on the network \"%s\"; "
		    "smm-plan --networks shows which can", a->name, j->op, a->network);
		return NULL;
	}
	if (strcmp(a->network, j->network) != 0) {
		err_set(e, FAULT_CONF, "the post is for %s, account %s is on %s", j->network, a->name,
		    a->network);
		return NULL;
	}
	return l;
}

int
publish_store(struct publish *p, int to_write, struct err *e)
{
	if (p->store || (p->no_store && !to_write))
		return 0;
	if (!to_write && !store_exists(p->set.store)) {
		p->no_store = 1;
		return 0;
	}
	return store_open(&p->store, p->set.store, e);
}

int
publish_find_final(struct publish *p, const struct job *j, struct job *known, struct err *e)
{
	int found;

	if (publish_store(p, 0, e))
		return -1;
	if (!p->store)
		return 0;
	found = store_find(p->store, j->id, j->op, known, p->scratch, e);
	return found > 0 ? job_is_final(known->state) : found;
}

/* What the ledger knows already: 1 and the result was written when the post is settled. */
static int
is_settled(struct publish *p, const struct job *j, struct err *e)
{
	struct job known;
	int        found = publish_find_final(p, j, &known, e);

	if (found <= 0)
		return found;
	if (known.digest && strcmp(known.digest, j->digest) != 0)
		p->set.note("%s: the plan says something else now than when it was %s; smm-post --edit "
		    "brings what is out up to date", j->id, status_name(status_of(&known)));
	return publish_result(p, &known, status_of(&known), known.changed, e) ? -1 : 1;
}

static int64_t
late_ms(struct publish *p)
{
	int64_t sec;

	return (rec_int(&p->rec, "late", &sec) ? PUBLISH_LATE_SEC : sec) * 1000;
}

/*
 * What has to be approved: the content as it is, whatever the line says of itself; of a post that was begun, what was
 * begun is finished. 0 or -1.
 */
static int
approved_digest(struct publish *p, const struct job *j, char out[DIGEST_SIZE], struct err *e)
{
	struct job known;
	int        is_edit = op_find(j->op) == OP_EDIT;
	int        found = p->store && !is_edit ? store_find(p->store, j->id, j->op, &known, p->scratch, e) : 0;

	if (found < 0)
		return -1;
	if (found && known.state != JOB_NEW && known.digest && strlen(known.digest) < DIGEST_SIZE) {
		memcpy(out, known.digest, strlen(known.digest) + 1);
		return 0;
	}
	return post_digest(&p->rec, p->set.conf->media_root, &p->room, out, e);
}

static int
add_approver(void *arg, const struct member *m)
{
	struct publish *p = arg;
	struct texts   *t = &p->adding->approvers;
	size_t          len;

	if (m->type != SCAN_STRING)
		return 0;
	t->at = mem_more(p->mem, t->at, t->count, &t->room, sizeof *t->at);
	t->at[t->count++] = scan_text(m->value, p->mem, &len);
	return 0;
}

void
publish_set_approval(struct publish *p, struct item *i, const char *digest)
{
	const struct member *by = rec_get(&p->rec, "approvers");

	i->to_approve = mem_str(p->mem, digest);
	i->author = rec_str(&p->rec, "author", p->mem);
	i->approvers = p->set.conf->approval.by;
	p->adding = i;
	if (!i->approvers.count && by && by->type == SCAN_ARRAY)
		scan_inside(by->value, add_approver, p);
	p->to_approve++;
}

int
publish_approval(struct publish *p, const struct lane *l, const struct job *j, char out[DIGEST_SIZE], struct err *e)
{
	*out = '\0';
	if (!l->account->approval && !rec_str(&p->rec, "approval", p->scratch))
		return 0;
	return approved_digest(p, j, out, e);
}

int
publish_item(struct publish *p, struct lane *l, const struct job *j, struct item **out, struct err *e)
{
	struct mem  *m = p->mem;
	struct item *i = mem_alloc(m, sizeof *i);

	i->job = *j;
	i->job.id = mem_str(m, j->id);
	i->job.account = l->account->name;
	i->job.network = l->net->name;
	i->job.entry = j->entry ? mem_str(m, j->entry) : NULL;
	i->job.campaign = j->campaign ? mem_str(m, j->campaign) : NULL;
	i->job.pillar = j->pillar ? mem_str(m, j->pillar) : NULL;
	i->job.digest = mem_str(m, j->digest);
	i->job.rec = mem_str(m, j->rec);
	i->job.ref = j->ref ? mem_str(m, j->ref) : NULL;
	i->job.url = j->url ? mem_str(m, j->url) : NULL;
	lane_add(l, i);
	p->due++;
	*out = i;
	return p->http || p->set.dry_run ? 0 : http_open(&p->http, p->set.conf->ca_file, NULL, e);
}

/* Ideas, drafts and posts in review wait for somebody to approve them in the calendar. */
int
publish_is_approved(struct publish *p)
{
	char *state = rec_str(&p->rec, "state", p->scratch);

	return !state || strcmp(state, "approved") == 0;
}

static int
add_post(struct publish *p, const char *line, size_t len, struct err *e)
{
	struct job   j;
	struct item *i;
	struct lane *l;
	char         digest[DIGEST_SIZE];
	struct err   why;
	int          rc;

	if (read_job(p, &j, line, len, e))
		return -1;
	if (!publish_is_wanted(p, j.account))
		return 0;
	rc = seen_before(p, j.id, j.digest, e);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (p->set.edit)
		return publish_edit(p, &j, e);
	rc = is_settled(p, &j, e);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (j.at > p->until || !publish_is_approved(p))
		return publish_result(p, &j, STATUS_WAITING, p->now, e);
	l = publish_lane(p, &j, &why);
	if (!l)
		return publish_fail(p, &j, STATUS_RETRY, &why, e);
	if (publish_approval(p, l, &j, digest, &why))
		return publish_fail(p, &j, STATUS_UNAPPROVED, &why, e);
	if (p->set.dry_run && !*digest)
		return publish_result(p, &j, STATUS_PLANNED, p->now, e);
	if (publish_item(p, l, &j, &i, e))
		return -1;
	if (*digest)
		publish_set_approval(p, i, digest);
	i->late_ms = late_ms(p);
	return 0;
}

int
publish_add(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct publish *p = arg;

	(void)place;
	mem_reset(p->scratch);
	if (rec_read(&p->rec, line, len, e))
		return -1;
	if (rec_is(&p->rec, "approval"))
		approvals_add(p->approvals, &p->rec);
	if (!p->set.actions && rec_is(&p->rec, "post"))
		return add_post(p, line, len, e);
	if (p->set.actions && rec_is(&p->rec, "action"))
		return publish_action(p, line, len, e);
	if (p->set.actions && rec_is(&p->rec, "message"))
		return publish_message(p, line, len, e);
	return out_line(p->set.out, line, len, e);
}

/* The result of a post that nobody has approved, or in a dry run of one that somebody has; 1 when it has its result. */
static int
judge_item(struct publish *p, struct item *i, struct err *e)
{
	struct approvable what = { i->job.id, i->to_approve, i->author, i->approvers.at, i->approvers.count };
	struct job        j = i->job;
	struct err        why;
	enum status       s = STATUS_PLANNED;

	if (i->to_approve && approvals_check(p->approvals, p->set.conf, &what, &why)) {
		s = STATUS_UNAPPROVED;
		j.fault = FAULT_POLICY;
		j.message = why.text;
	} else if (!p->set.dry_run) {
		return 0;
	}
	p->due--;
	return publish_result(p, &j, s, p->now, e) ? -1 : 1;
}

/* All lines were read: posts that are not approved leave their lanes. 0 or -1. */
static int
judge_lane(struct publish *p, struct lane *l, struct err *e)
{
	struct item *i = l->items, *next;
	int          rc = 0;

	lane_clear(l);
	for (; i && rc >= 0; i = next) {
		next = i->next;
		rc = judge_item(p, i, e);
		if (!rc)
			lane_add(l, i);
	}
	return rc < 0 ? -1 : 0;
}

static int
judge_all(struct publish *p, struct err *e)
{
	size_t i;
	int    rc = 0;

	if (p->set.approvals && approvals_read(p->approvals, p->set.approvals, e))
		return -1;
	for (i = 0; i < p->set.conf->naccounts && p->to_approve && !rc; i++)
		if (p->lanes[i].items)
			rc = judge_lane(p, p->lanes + i, e);
	return rc;
}

static int
has_items(const struct publish *p)
{
	size_t i;

	for (i = 0; i < p->set.conf->naccounts; i++)
		if (p->lanes[i].items)
			return 1;
	return 0;
}

int
publish_run(struct publish *p, struct err *e)
{
	struct run r;

	if (judge_all(p, e) || out_flush(p->set.out, e))
		return -1;
	if (!has_items(p))
		return 0;
	if (publish_store(p, 1, e) || publish_limits(p, e))
		return -1;
	memset(&r, 0, sizeof r);
	r.conf = p->set.conf;
	r.store = p->store;
	r.http = p->http;
	r.parallel = p->set.parallel < 1 ? 1 : (size_t)p->set.parallel;
	r.lanes = p->lanes;
	r.nlanes = p->set.conf->naccounts;
	r.report = on_settled;
	r.reported = on_reported;
	r.uploading = on_uploading;
	r.arg = p;
	p->set.progress("publishing", 0, p->due);
	return run_lanes(&r, e);
}
