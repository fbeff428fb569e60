/* plan_read.c - the calendar's file, read from the top to the bottom */
#include "planning.h"

#include "smm/lang.h"
#include "smm/fields.h"
#include "smm/zone.h"

#include <stdlib.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS 1000 /* entries from one sign of life to the next */

struct reading {
	struct plan    *plan;
	struct calendar calendar;
};

static int
read_entry(const struct place *p, const struct node *n, struct err *e)
{
	struct plan *plan = ((struct reading *)p->all)->plan;
	struct entry entry;
	struct err   broken;
	int          depth = yaml_depth(p->yaml) - (n->type == NODE_MAP || n->type == NODE_LIST), rc;

	if (++plan->entries % PROGRESS == 0)
		plan->set.progress("planning, entry", plan->entries, 0);
	mem_reset(plan->scratch);
	if (entry_read(p->yaml, n, &entry, plan->scratch, e)) {
		rc = yaml_leave(p->yaml, depth, &broken);
		if (!rc || strcmp(broken.text, e->text) != 0)
			plan->set.error("%s", e->text);
		plan->errors++;
		if (rc) /* and the file itself is wrong: nothing comes behind this entry */
			*e = broken;
		return rc;
	}
	plan->entry = &entry;
	return plan_entry(plan, e);
}

static int
read_entries(const struct place *p, const struct node *n, struct err *e)
{
	struct calendar *c = &((struct reading *)p->all)->calendar;

	c->begun = 1;
	if (c->from != DAY_NONE && c->to != DAY_NONE && c->to < c->from)
		return yaml_fail(p->yaml, p->mark, e, "`to` is before `from`");
	if (n->type != NODE_LIST)
		return yaml_expected(p->yaml, n, "a list of entries", e);
	return yaml_list(p, n, read_entry, e);
}

/* What the entries rest on is known before they are: they leave one by one. */
static int
before_entries(const struct place *p, struct err *e)
{
	if (!((struct reading *)p->all)->calendar.begun)
		return 0;
	return yaml_fail(p->yaml, p->mark, e, "`%s` stands behind `entries`; put it before", p->key);
}

static int
read_zone(const struct place *p, const struct node *n, struct err *e)
{
	struct err why;

	if (before_entries(p, e) || field_name(p, n, e))
		return -1;
	if (zone_set(*(const char **)p->to, &why))
		return yaml_fail(p->yaml, n->mark, e, "%s", why.text);
	return 0;
}

static int
read_day(const struct place *p, const struct node *n, struct err *e)
{
	return before_entries(p, e) ? -1 : field_day(p, n, e);
}

static int
read_author(const struct place *p, const struct node *n, struct err *e)
{
	return before_entries(p, e) ? -1 : field_name(p, n, e);
}

static int
read_usual_split(const struct place *p, const struct node *n, struct err *e)
{
	return before_entries(p, e) ? -1 : read_split(p, n, e);
}

static int
read_variables(const struct place *p, const struct node *n, struct err *e)
{
	return before_entries(p, e) ? -1 : field_variables(p, n, e);
}

static int
read_strategy(const struct place *p, const struct node *n, struct err *e)
{
	struct reading  *r = p->all;
	struct calendar *c = &r->calendar;
	const char      *file, *path;
	const char      *slash = strrchr(c->path, '/');

	if (before_entries(p, e))
		return -1;
	if (n->type != NODE_SCALAR || node_is_nothing(n))
		return yaml_expected(p->yaml, n, "the path of a strategy.yaml", e);
	file = mem_dup(p->mem, n->text, n->len);
	path = *file == '/' || !slash ? file :
	    mem_fmt(p->mem, "%.*s/%s", (int)(slash - c->path), c->path, file);
	if (access(path, R_OK))
		return yaml_fail(p->yaml, n->mark, e, "%s cannot be read: %s", path, lang_errno(errno));
	return strategy_read(&c->strategy, path, r->plan->set.conf, p->mem, e);
}

static const struct field fields[] = {
	{ "strategy",  read_strategy,  0,                                              0 },
	{ "variables", read_variables, offsetof(struct reading, calendar.variables),   0 },
	{ "zone",      read_zone,      offsetof(struct reading, calendar.zone),        0 },
	{ "from",      read_day,       offsetof(struct reading, calendar.from),        0 },
	{ "to",        read_day,       offsetof(struct reading, calendar.to),          0 },
	{ "author",    read_author,    offsetof(struct reading, calendar.author),      0 },
	{ "split",     read_usual_split, offsetof(struct reading, calendar.split),     0 },
	{ "entries",   read_entries,   0,                                              1 },
	{ 0 }
};

/* The calendar's folder, absolute: its media lie below it. */
static int
find_dir(struct plan *p, struct calendar *c, const char *path, struct err *e)
{
	char *slash, *real;

	real = realpath(path && strcmp(path, "-") != 0 ? path : ".", NULL);
	if (!real) {
		err_sys(e, "open %s", path);
		e->fault = FAULT_INPUT;
		return -1;
	}
	slash = strrchr(real, '/');
	if (path && strcmp(path, "-") != 0)
		*(slash == real ? slash + 1 : slash) = '\0';
	c->dir = mem_str(p->mem, real);
	free(real);
	return 0;
}

static void
add_file(struct plan *p, const char *path)
{
	p->files = mem_grow(p->files, (p->nfiles + 1) * sizeof *p->files);
	p->files[p->nfiles++] = mem_str(p->mem, path);
}

static int
read_file(struct plan *p, struct reading *r, struct yaml *y, struct err *e)
{
	struct node n;

	if (yaml_next(y, &n, e))
		return -1;
	if (n.type == NODE_END)
		return err_set(e, FAULT_INPUT, "%s is empty; smm-calendar(5) has a small one to begin with",
		    yaml_path(y));
	return yaml_map(y, &n, fields, r, p->mem, e) || yaml_next(y, &n, e) ? -1 : 0;
}

static int64_t *
new_cursors(struct plan *p)
{
	size_t   n = p->set.conf->naccounts, i;
	int64_t *at = mem_alloc(p->mem, (n + 1) * sizeof *at);

	for (i = 0; i < n; i++)
		at[i] = INT64_MIN;
	return at;
}

int
plan_calendar(struct plan *p, const char *path, struct err *e)
{
	struct reading *r = mem_alloc(p->mem, sizeof *r); /* the lint asks for its strategy at the end */
	struct yaml    *y = NULL;
	int             rc = -1;

	memset(p->looked, 0, sizeof p->looked);
	r->plan = p;
	r->calendar.from = r->calendar.to = DAY_NONE;
	r->calendar.cursors = new_cursors(p);
	if (yaml_open(&y, path, FAULT_INPUT, e))
		return -1;
	r->calendar.path = yaml_path(y);
	p->calendar = &r->calendar;
	add_file(p, r->calendar.path);
	if (!find_dir(p, &r->calendar, path, e))
		rc = read_file(p, r, y, e);
	yaml_close(y);
	if (!rc && p->set.preview)
		plan_view_strategy(p);
	if (r->calendar.strategy.path)
		p->strategy = &r->calendar.strategy;
	p->calendar = NULL;
	return rc;
}
