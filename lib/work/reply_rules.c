/*
 * reply_rules.c - the messages that replies.yaml answers, as actions
 *
 * What was chosen once stays: an action that the ledger has is taken as it was written. Of a person's last wording
 * the store keeps a number beside a hash of who it is, no more, of the last some hundred people of each account.
 */
#include "smm/answers.h"
#include "smm/json.h"
#include "smm/reply.h"

#include "hashes.h"
#include "publish_parts.h"

#include <stdlib.h>
#include <string.h>

#define PEOPLE_MAX 500 /* whose last wording is known, of an account */

struct chosen { /* for one message */
	const char *account, *person; /* the hash as text */
	int         last, which;
};

static const char *
text_of(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s ? s : "";
}

/* --- the last wording of a person ------------------------------------------------------------- */

static const char *
value_name(struct publish *p, const char *account)
{
	return mem_fmt(p->scratch, "worded:%s", account);
}

static json_t *
read_worded(struct publish *p, const char *account, struct err *e)
{
	char   *text = NULL;
	json_t *j;

	if (p->store && store_get(p->store, value_name(p, account), &text, p->scratch, e) < 0)
		return NULL;
	j = text ? json_loads(text, 0, NULL) : NULL;
	return json_is_object(j) ? j : json_object();
}

static int
find_last(struct publish *p, struct chosen *c, const json_t *message, struct err *e)
{
	const json_t *author = json_object_get(message, "author");
	const char   *who = *text_of(author, "id") ? text_of(author, "id") : text_of(author, "handle");
	json_t       *worded, *n;

	c->account = text_of(message, "account");
	c->person = mem_fmt(p->scratch, "%016llx", (unsigned long long)hash_of(who, strlen(who)));
	worded = read_worded(p, c->account, e);
	if (!worded)
		return -1;
	n = json_object_get(worded, c->person);
	c->last = json_is_integer(n) ? (int)json_integer_value(n) : -1;
	json_decref(worded);
	return 0;
}

/* The one who was answered last stands last. */
static int
note_last(struct publish *p, const struct chosen *c, struct err *e)
{
	json_t *worded;
	char   *text;
	int     rc;

	if (p->set.dry_run)
		return 0;
	if (publish_store(p, 1, e) || !(worded = read_worded(p, c->account, e)))
		return -1;
	json_object_del(worded, c->person);
	json_object_set_new(worded, c->person, json_integer(c->which));
	while (json_object_size(worded) > PEOPLE_MAX)
		json_object_del(worded, json_object_iter_key(json_object_iter(worded)));
	text = json_dumps(worded, JSON_COMPACT);
	rc = store_set(p->store, value_name(p, c->account), text, e);
	free(text);
	json_decref(worded);
	return rc;
}

/* --- the answer ------------------------------------------------------------------------------- */

static int
refuse(struct publish *p, const json_t *action, const struct err *why, struct err *e)
{
	struct job j = { .id = text_of(action, "id"), .op = text_of(action, "op"),
		.account = text_of(action, "account"), .network = text_of(action, "network") };
	struct buf line = { 0 };

	json_put(&line, action);
	j.rec = mem_dup(p->scratch, line.at, line.len);
	buf_release(&line);
	return publish_fail(p, &j, STATUS_REFUSED, why, e);
}

/* 1: the ledger has it, and it was added as it was written. */
static int
add_known(struct publish *p, const char *id, const char *op, struct err *e)
{
	struct job known;
	json_t    *action;
	int        found, rc;

	if (publish_store(p, 0, e))
		return -1;
	found = p->store ? store_find(p->store, id, op, &known, p->scratch, e) : 0;
	if (found <= 0 || !known.rec)
		return found < 0 ? -1 : 0;
	action = json_read(known.rec, strlen(known.rec));
	rc = publish_made(p, action, e);
	json_decref(action);
	return rc ? -1 : 1;
}

static int
answer(struct publish *p, const struct answer_rule *r, const json_t *message, json_t *action, struct err *e)
{
	struct chosen c = { 0 };
	struct err    why;
	const char   *text;

	if (find_last(p, &c, message, e))
		return -1;
	text = answers_text(p->set.answers, r->template, message, c.last, &c.which, p->scratch, &why);
	if (!text)
		return refuse(p, action, &why, e);
	json_object_set_new(action, "text", json_string(text));
	return note_last(p, &c, e) || publish_made(p, action, e) ? -1 : 0;
}

int
publish_answer(struct publish *p, const char *line, size_t len, struct err *e)
{
	static const char *const  copied[] = { "account", "network", "lang", "at" };
	json_t                   *message = json_read(line, len), *action;
	const struct answer_rule *r = answers_rule(p->set.answers, message);
	size_t                    i;
	int                       rc = 0;

	if (r && publish_is_wanted(p, text_of(message, "account"))) {
		action = json_pack("{s:s, s:s, s:s, s:s*, s:s}", "type", "action", "message", text_of(message, "id"),
		    "op", r->do_, "article", r->article, "by", mem_fmt(p->scratch, "rule:%s", r->id));
		json_object_set_new(action, "id",
		    json_string(mem_fmt(p->scratch, "%s/%s", text_of(message, "id"), r->do_)));
		for (i = 0; i < sizeof copied / sizeof *copied; i++)
			json_object_set(action, copied[i], json_object_get(message, copied[i]));
		rc = add_known(p, text_of(action, "id"), r->do_, e);
		rc = rc ? rc : answer(p, r, message, action, e);
		json_decref(action);
	}
	json_decref(message);
	return rc < 0 ? -1 : 0;
}
