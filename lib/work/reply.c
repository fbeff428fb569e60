/*
 * reply.c - action records in, and what became of them out: the lanes of smm-post carry them out
 *
 * An action is a job like a post, with the same ledger: noted before it is sent, never sent twice, unsure when
 * that is not known. What needs no network (assign, close, escalate) is told to the team, then noted.
 */
#include "smm/reply.h"

#include "smm/answers.h"
#include "smm/clock.h"
#include "smm/drafts.h"
#include "smm/hash.h"
#include "smm/inbox.h"
#include "smm/json.h"

#include "publish_parts.h"

#include <stdlib.h>
#include <string.h>

#define NEVER_LATE (INT64_MAX / 4)
#define LEASE_MS   120000

static const char *const inner_ops[] = { "assign", "close", "escalate", NULL };

static int
is_inner(const char *op)
{
	size_t i;

	for (i = 0; inner_ops[i]; i++)
		if (strcmp(op, inner_ops[i]) == 0)
			return 1;
	return 0;
}

static int
is_reply(const char *op)
{
	return strcmp(op, "reply") == 0 || strcmp(op, "reply_private") == 0;
}

/* --- one action ------------------------------------------------------------------------------- */

static int
read_action(struct publish *p, struct job *j, const char *line, size_t len, struct err *e)
{
	struct mem *m = p->scratch;
	char        sum[DIGEST_SIZE];

	memset(j, 0, sizeof *j);
	j->id = rec_str(&p->rec, "id", m);
	j->op = rec_str(&p->rec, "op", m);
	j->account = rec_str(&p->rec, "account", m);
	j->network = rec_str(&p->rec, "network", m);
	if (rec_time(&p->rec, "at", &j->at) || j->at > p->now)
		j->at = p->now;
	j->digest = mem_str(m, hash_digest(line, len, sum));
	j->rec = line;
	return j->id && j->op && j->account && j->network ? 0 :
	    err_set(e, FAULT_INPUT, "an action needs id, op, account and network");
}

/* The message must be one of that account; an answer must say something, and to whom is said by its op. */
static int
check_action(struct publish *p, const struct job *j, struct err *why)
{
	char                 *message = rec_str(&p->rec, "message", p->scratch);
	char                 *text = rec_str(&p->rec, "text", p->scratch), *by = rec_str(&p->rec, "by", p->scratch);
	const struct account *a;
	const char           *ref;

	if (!message || inbox_parse_id(p->set.conf, message, &a, &ref, why))
		return -1;
	if (strcmp(a->name, j->account) != 0)
		return err_set(why, FAULT_REFUSED, "the message is of account %s, the action for %s", a->name,
		    j->account);
	if (drafts_is_open(by))
		return err_set(why, FAULT_REFUSED, "a draft: somebody has to decide; who does says so in `by`: "
		    "\"%s+NAME\"", by);
	if (is_reply(j->op) && (!text || !text[strspn(text, " \t\r\n")]))
		return err_set(why, FAULT_REFUSED, "an answer without text");
	if (is_reply(j->op) && strstr(text, "{{"))
		return err_set(why, FAULT_REFUSED, "the answer has a variable that was not filled: %.60s",
		    strstr(text, "{{"));
	return 0;
}

/* What the strategy calls an error does not leave; the rest is said. */
static int
check_tone(struct publish *p, const struct job *j, struct err *why)
{
	const char   *text = rec_str(&p->rec, "text", p->scratch), *lang = rec_str(&p->rec, "lang", p->scratch);
	struct buf    said = { 0 };
	enum severity worst;
	int           rc = 0;

	if (!p->tone)
		p->tone = tone_new(answers_strategy(p->set.answers));
	worst = tone_judge(p->tone, text, lang, &said);
	if (worst == SEVERITY_ERROR)
		rc = err_set(why, FAULT_REFUSED, "%s", said.at);
	else if (worst)
		p->set.say("%s: %s", j->id, said.at);
	buf_release(&said);
	return rc;
}

/* What the ledger knows already: 1 and the result was written. */
static int
report_known(struct publish *p, const struct job *j, struct err *e)
{
	struct job known;
	int        found = publish_find_final(p, j, &known, e);

	if (found <= 0)
		return found;
	return publish_result(p, &known, status_of(&known), known.changed, e) ? -1 : 1;
}

/* Told to the team, then noted: told twice rather than not at all. */
static int
do_inner(struct publish *p, struct job *j, struct err *e)
{
	struct claim c = { .job = *j };
	struct note  n = { .job = &c.job, .what = "settle", .release = 1 };
	struct err   why;

	if (publish_store(p, 1, e) || store_claim(p->store, &c, 1, p->now, LEASE_MS, p->scratch, e))
		return -1;
	if (c.result == CLAIM_BUSY) {
		err_set(&why, FAULT_AGAIN, "another process acts for this account");
		return publish_fail(p, j, STATUS_RETRY, &why, e);
	}
	if (c.result == CLAIM_OURS) {
		if (p->set.team && strcmp(j->op, "close") != 0 &&
		    p->set.team(p->set.team_arg, j->rec, strlen(j->rec), e))
			return -1;
		c.job.state = JOB_DONE;
		c.job.attempts = 1;
		c.job.changed = p->now;
		if (store_note(p->store, &n, 1, p->now, LEASE_MS, e))
			return -1;
	}
	return publish_result(p, &c.job, status_of(&c.job), p->now, e);
}

static int
do_outer(struct publish *p, struct job *j, struct err *e)
{
	struct item *item;
	struct lane *l;
	struct err   why;

	if (op_find(j->op) < 0 || op_find(j->op) >= OP_INBOX) {
		err_set(&why, FAULT_REFUSED, "\"%s\" is nothing that can be done about a message", j->op);
		return publish_fail(p, j, STATUS_REFUSED, &why, e);
	}
	j->op = op_name((enum op)op_find(j->op)); /* outlives the line */
	l = publish_lane(p, j, &why);
	if (!l)
		return publish_fail(p, j, STATUS_REFUSED, &why, e);
	if (p->set.dry_run)
		return publish_result(p, j, STATUS_PLANNED, p->now, e);
	if (publish_item(p, l, j, &item, e))
		return -1;
	item->late_ms = NEVER_LATE;
	if (p->undone && strcmp(j->op, "delete") == 0)
		item->was = publish_was(p, p->undone);
	return 0;
}

int
publish_action(struct publish *p, const char *line, size_t len, struct err *e)
{
	struct job j;
	struct err why;
	int        rc;

	if (read_action(p, &j, line, len, e))
		return -1;
	if (!publish_is_wanted(p, j.account))
		return 0;
	if (check_action(p, &j, &why))
		return publish_fail(p, &j, STATUS_REFUSED, &why, e);
	rc = report_known(p, &j, e);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (is_reply(j.op) && p->set.answers && check_tone(p, &j, &why))
		return publish_fail(p, &j, STATUS_REFUSED, &why, e);
	if (!is_inner(j.op))
		return do_outer(p, &j, e);
	if (p->set.dry_run)
		return publish_result(p, &j, STATUS_PLANNED, p->now, e);
	return do_inner(p, &j, e);
}

/* --- what cm-moderate proposes ---------------------------------------------------------------- */

/* "allow" is nothing to do. */
static const char *
op_of(const json_t *proposal)
{
	const char *op = json_string_value(json_object_get(proposal, "op"));

	return op && strcmp(op, "allow") != 0 ? op : NULL;
}

/* Its id is the same in every run. */
json_t *
publish_proposal(const json_t *message, const json_t *proposal)
{
	static const char *const copied[] = { "account", "network", "at" };
	const char *op = json_is_object(proposal) ? op_of(proposal) : NULL, *key;
	json_t     *a, *one;
	struct buf  id = { 0 };
	size_t      i;

	if (!op)
		return NULL;
	a = json_pack("{s:s}", "type", "action");
	buf_fmt(&id, "%s/%s", json_string_value(json_object_get(message, "id")), op);
	json_object_set_new(a, "id", json_stringn(id.at, id.len));
	json_object_set(a, "message", json_object_get(message, "id"));
	for (i = 0; i < sizeof copied / sizeof *copied; i++)
		if ((one = json_object_get(message, copied[i])))
			json_object_set(a, copied[i], one);
	json_object_foreach((json_t *)(uintptr_t)proposal, key, one)
		if (!json_object_get(a, key))
			json_object_set(a, key, one);
	json_object_set_new(a, "op", json_string(op));
	buf_release(&id);
	return a;
}

int
publish_made(struct publish *p, const json_t *action, struct err *e)
{
	struct buf line = { 0 };
	int        rc;

	json_put(&line, action);
	rc = rec_read(&p->rec, line.at, line.len, e);
	if (!rc)
		rc = publish_action(p, mem_dup(p->mem, line.at, line.len), line.len, e);
	buf_release(&line);
	return rc;
}

/* Where nothing can be held the message stays as it is, and is listed: a person decides. */
static int
leave_held(struct publish *p, const json_t *action, struct err *e)
{
	struct job j = { .op = op_name(OP_HOLD), .id = json_string_value(json_object_get(action, "id")),
		.account = json_string_value(json_object_get(action, "account")),
		.network = json_string_value(json_object_get(action, "network")),
		.message = "nothing can be held there: left as it is, a person decides (cm-reply -i)" };
	struct buf line = { 0 };

	if (!j.id || !j.account || !j.network || !publish_is_wanted(p, j.account))
		return 0;
	json_put(&line, action);
	j.rec = mem_dup(p->scratch, line.at, line.len);
	buf_release(&line);
	return publish_result(p, &j, STATUS_WAITING, p->now, e);
}

static int
is_held_there(const json_t *action)
{
	const char       *op = json_string_value(json_object_get(action, "op"));
	const char       *network = json_string_value(json_object_get(action, "network"));
	const struct net *n = network ? net_find(network) : NULL;

	return strcmp(op, op_name(OP_HOLD)) != 0 || !n || n->ops[OP_HOLD];
}

static int
add_proposals(struct publish *p, const char *line, size_t len, struct err *e)
{
	json_t       *message = json_read(line, len), *action;
	const json_t *one;
	size_t        i;
	int           rc = 0;

	json_array_foreach(json_object_get(message, "actions"), i, one) {
		action = rc ? NULL : publish_proposal(message, one);
		if (action)
			rc = is_held_there(action) ? publish_made(p, action, e) : leave_held(p, action, e);
		json_decref(action);
	}
	json_decref(message);
	return rc;
}

int
publish_message(struct publish *p, const char *line, size_t len, struct err *e)
{
	if (p->set.drafts)
		return publish_draft(p, line, len, e);
	if (p->set.apply && add_proposals(p, line, len, e))
		return -1;
	return p->set.answers ? publish_answer(p, line, len, e) : 0;
}

/* --- undone ----------------------------------------------------------------------------------- */

static const struct {
	const char *op, *undo;
} undos[] = {
	{ "hide", "unhide" }, { "unhide", "hide" }, { "hold", "unhide" }, { "like", "unlike" }, { "mute", "unmute" },
	{ "block", "unblock" }, { "reply", "delete" }, { "reply_private", "delete" },
};

/* The action that takes back a job that is done; NULL when nothing can. */
static json_t *
undo_action(const struct job *done, const char *undo)
{
	json_t     *a = json_read(done->rec, strlen(done->rec));
	struct buf  b = { 0 };

	buf_fmt(&b, "%s/undo", done->id);
	json_object_set_new(a, "id", json_stringn(b.at, b.len));
	json_object_set_new(a, "op", json_string(undo));
	json_object_del(a, "text");
	buf_clear(&b);
	if (strcmp(undo, "delete") == 0 && done->ref) {
		buf_fmt(&b, "%s:%s:%s", done->network, done->account, done->ref);
		json_object_set_new(a, "message", json_stringn(b.at, b.len));
	}
	buf_release(&b);
	return a;
}

int
publish_undo(struct publish *p, const char *id, struct err *e)
{
	struct job j;
	json_t    *action;
	size_t     i;
	int        found = 0, rc;

	mem_reset(p->scratch);
	if (publish_store(p, 0, e))
		return -1;
	for (i = 0; i < sizeof undos / sizeof *undos && p->store && found <= 0; i++) {
		found = store_find(p->store, id, undos[i].op, &j, p->scratch, e);
		if (found < 0)
			return -1;
		if (found && j.state != JOB_DONE)
			return err_set(e, FAULT_INPUT, "\"%s\" (%s) was not done, there is nothing to undo", id, j.op);
	}
	if (!found)
		return err_set(e, FAULT_INPUT, "the ledger has no action \"%s\" that can be undone", id);
	p->undone = &j;
	action = undo_action(&j, undos[i - 1].undo);
	rc = publish_made(p, action, e);
	p->undone = NULL;
	json_decref(action);
	return rc;
}
