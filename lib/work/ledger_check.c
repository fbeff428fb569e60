/* ledger_check.c - is the ledger what it should be? */
#include "smm/publish.h"

#include "smm/net.h"
#include "smm/store.h"

#include <jansson.h>
#include <string.h>

struct check {
	const struct publish_settings *set;
	size_t                         wrong;
};

static void
tell(void *arg, const char *what)
{
	struct check *c = arg;

	c->wrong++;
	c->set->say("%s", what);
}

static void
tell_job(struct check *c, const struct job *j, const char *what, const char *value)
{
	c->wrong++;
	c->set->say("%s (%s): %s%s", j->id, j->op, what, value);
}

static int
has_step(const struct net *n, int op, const char *name)
{
	const struct step *s = n->ops[op];

	while (s && s->name && strcmp(s->name, name) != 0)
		s++;
	return s && s->name;
}

/* What the engine could not go on with. */
static void
check_step(struct check *c, const struct job *j)
{
	const struct net *n = net_find(j->network);
	int               op = op_find(j->op);

	if (!n)
		tell_job(c, j, "of a network that is not known: ", j->network);
	else if (op < 0 || !n->ops[op])
		tell_job(c, j, "an operation that the network has not: ", j->network);
	else if (j->step && !has_step(n, op, j->step) && !job_is_final(j->state))
		tell_job(c, j, "stands at a step that is not known, of a newer smmkit perhaps: ", j->step);
}

static void
check_texts(struct check *c, const struct job *j)
{
	json_t     *rec = json_loads(j->rec, JSON_DECODE_INT_AS_REAL, NULL);
	json_t     *keep = j->keep ? json_loads(j->keep, JSON_DECODE_INT_AS_REAL, NULL) : json_object();
	const char *id = json_string_value(json_object_get(rec, "id"));

	if (!json_is_object(rec))
		tell_job(c, j, "its record is no JSON object", "");
	else if (!id || strcmp(id, j->id) != 0)
		tell_job(c, j, "its record is that of another: ", id ? id : "none");
	if (!json_is_object(keep))
		tell_job(c, j, "what it has kept is no JSON object", "");
	json_decref(rec);
	json_decref(keep);
}

static int
check_job(void *arg, const struct job *j, struct err *e)
{
	struct check *c = arg;

	(void)e;
	check_step(c, j);
	check_texts(c, j);
	return 0;
}

int
publish_fsck(const struct publish_settings *s, struct err *e)
{
	struct check  c = { s, 0 };
	struct store *store;
	int           rc;

	if (!store_exists(s->store))
		return err_set(e, FAULT_USAGE, "there is no ledger %s", s->store);
	if (store_open(&store, s->store, e))
		return -1;
	rc = store_check(store, tell, &c, e);
	if (!rc)
		rc = store_scan(store, -1, check_job, &c, e);
	store_close(store);
	if (!rc && c.wrong)
		rc = err_set(e, FAULT_IO, "%zu things are wrong in the ledger %s; keep a copy, and bring back a "
		    "backup, or take over what is right with --export and --import", c.wrong, s->store);
	return rc;
}
