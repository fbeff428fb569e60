/* strategy.c - strategy.yaml, as far as the calendar needs it */
#include "strategy.h"

#include "entry.h"

#include <string.h>

static void
add_id(struct texts *t, const char *id, struct mem *m)
{
	const char **more;

	if (t->count == t->room) {
		t->room = t->room ? 2 * t->room : 8;
		more = mem_alloc(m, t->room * sizeof *more);
		if (t->count)
			memcpy(more, t->at, t->count * sizeof *more);
		t->at = more;
	}
	t->at[t->count++] = id;
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

	if (n->type == NODE_SCALAR) {
		add_id(p->to, mem_dup(p->mem, n->text, n->len), p->mem);
		return 0;
	}
	if (yaml_map(p->yaml, n, named_fields, &x, p->mem, e))
		return -1;
	add_id(p->to, x.id, p->mem);
	return 0;
}

static int
read_key(const struct place *p, const struct node *n, struct err *e)
{
	add_id(p->all, p->key, p->mem);
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
