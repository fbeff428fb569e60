/* strategy.c - strategy.yaml, as far as the calendar needs it */
#include "strategy.h"

#include "entry.h"

#include <string.h>

static int
add_id(const struct place *p, struct texts *t, const char *id, struct mark at, struct err *e)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (strcmp(t->at[i], id) == 0)
			return yaml_fail(p->yaml, at, e, "the id \"%s\" stands twice", id);
	t->at = mem_more(p->mem, t->at, t->count, &t->room, sizeof *t->at);
	t->at[t->count++] = id;
	return 0;
}

struct named {
	const char *id;
};

static const struct field named_fields[] = {
	{ "id", field_name, offsetof(struct named, id), 1 },
	{ "*",  field_any,  0, 0 },
	{ 0 }
};

/* One of a list: an id alone, or a mapping with it. */
static int
read_named(const struct place *p, const struct node *n, struct err *e)
{
	struct named x = { NULL };
	struct mark  at = n->mark;

	if (n->type == NODE_SCALAR)
		return add_id(p, p->to, mem_dup(p->mem, n->text, n->len), at, e);
	if (yaml_map(p->yaml, n, named_fields, &x, p->mem, e))
		return -1;
	return add_id(p, p->to, x.id, at, e);
}

static int
read_key(const struct place *p, const struct node *n, struct err *e)
{
	if (add_id(p, p->all, p->key, p->mark, e))
		return -1;
	return yaml_skip(p->yaml, n, e);
}

/* A list, or a mapping whose keys are the ids. */
static int
read_ids(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_key, 0, 0 }, { 0 } };

	if (n->type == NODE_MAP)
		return yaml_map(p->yaml, n, any, p->to, p->mem, e);
	return yaml_list(p, n, read_named, e);
}

static const struct field fields[] = {
	{ "timezone",   field_name,      offsetof(struct strategy, zone),       0 },
	{ "variables",  field_variables, offsetof(struct strategy, variables),  0 },
	{ "pillars",    read_ids,        offsetof(struct strategy, pillars),    0 },
	{ "campaigns",  read_ids,        offsetof(struct strategy, campaigns),  0 },
	{ "objectives", read_ids,        offsetof(struct strategy, objectives), 0 },
	{ "audiences",   field_any, 0, 0 },
	{ "tone",        field_any, 0, 0 },
	{ "words",       field_any, 0, 0 },
	{ "mentions",    field_any, 0, 0 },
	{ "networks",    field_any, 0, 0 },
	{ "cadence",     field_any, 0, 0 },
	{ "quiet",       field_any, 0, 0 },
	{ "holidays",    field_any, 0, 0 },
	{ "utm",         field_any, 0, 0 },
	{ "hashtags",    field_any, 0, 0 },
	{ "competitors", field_any, 0, 0 },
	{ "partners",    field_any, 0, 0 },
	{ "approval",    field_any, 0, 0 },
	{ "replies",     field_any, 0, 0 },
	{ 0 }
};

int
strategy_read(struct strategy *s, const char *path, struct mem *m, struct err *e)
{
	struct yaml *y = NULL;
	struct node  n;
	int          rc = -1;

	s->path = path;
	if (yaml_open(&y, path, FAULT_INPUT, e))
		return -1;
	if (yaml_next(y, &n, e))
		goto out;
	if (n.type == NODE_END)
		err_set(e, FAULT_INPUT, "%s is empty", path);
	else
		rc = yaml_map(y, &n, fields, s, m, e);
	if (!rc)
		rc = yaml_next(y, &n, e);
out:
	yaml_close(y);
	return rc;
}
