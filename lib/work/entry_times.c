/* entry_times.c - when an entry is to be published, as it is written: at, slot, repeat, evergreen */
#include "entry.h"

#include "smm/fields.h"

#include <string.h>

int
read_at(const struct place *p, const struct node *n, struct err *e)
{
	((struct entry *)p->all)->at_mark = n->mark;
	return field_name(p, n, e);
}

int
read_slot(const struct place *p, const struct node *n, struct err *e)
{
	((struct entry *)p->all)->at_mark = n->mark;
	if (n->type != NODE_SCALAR || strcmp(n->text, "next") != 0)
		return yaml_expected(p->yaml, n, "next: the next free slot of the strategy", e);
	return field_name(p, n, e);
}

/* --- repeat -------------------------------------------------------------------------------------- */

static int
read_rule(const struct place *p, const struct node *n, struct err *e)
{
	struct said *s = p->to;
	struct place inner = *p;

	inner.to = &s->text;
	s->mark = n->mark;
	return field_name(&inner, n, e);
}

static int
read_exception(const struct place *p, const struct node *n, struct err *e)
{
	struct said_list *l = p->to;
	struct said       s = { NULL, n->mark };
	struct place      inner = *p;

	inner.to = &s.text;
	if (field_name(&inner, n, e))
		return -1;
	l->at = mem_more(p->mem, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = s;
	return 0;
}

static int
read_exceptions(const struct place *p, const struct node *n, struct err *e)
{
	return node_is_nothing(n) ? 0 : yaml_list(p, n, read_exception, e);
}

static int
read_edit(const struct place *p, const struct node *n, struct err *e)
{
	struct repeat *r = p->all;
	struct entry  *x = mem_alloc(p->mem, sizeof *x);
	size_t         i;

	for (i = 0; i < r->nedits; i++)
		if (strcmp(r->edits[i].when.text, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (entry_read_edit(p->yaml, n, x, p->mem, e))
		return -1;
	r->edits = mem_more(p->mem, r->edits, r->nedits, &r->edit_room, sizeof *r->edits);
	r->edits[r->nedits++] = (struct edit){ { p->key, p->mark }, x };
	return 0;
}

static int
read_edits(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_edit, 0, 0 }, { 0 } };

	return node_is_nothing(n) ? 0 : yaml_map(p->yaml, n, any, p->all, p->mem, e);
}

/* The rule alone, or { rule, except, edit }. */
int
read_repeat(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "rule",   read_rule,       offsetof(struct repeat, rule),   1 },
		{ "except", read_exceptions, offsetof(struct repeat, except), 0 },
		{ "edit",   read_edits,      0,                               0 },
		{ 0 }
	};
	struct repeat *r = p->to;
	struct place   inner = *p;

	inner.to = &r->rule;
	if (n->type == NODE_SCALAR)
		return read_rule(&inner, n, e);
	return yaml_map(p->yaml, n, fields, r, p->mem, e);
}

/* --- evergreen ----------------------------------------------------------------------------------- */

static int
read_most(const struct place *p, const struct node *n, struct err *e)
{
	if (field_long(p, n, e) || *(long *)p->to < 1)
		return yaml_expected(p->yaml, n, "how many times at most, 1 or more", e);
	return 0;
}

/* MM-DD of a leap year, so that February 29 is one; 0 when it is none. */
static int
month_day(const char *s)
{
	char    text[11] = "2028-";
	int64_t day;

	memcpy(text + 5, s, 5);
	return day_read(text, 10, &day) ? 0 : 1000 * (s[0] - '0') + 100 * (s[1] - '0') + 10 * (s[3] - '0') + s[4] - '0';
}

static int
read_season(const struct place *p, const struct node *n, struct err *e)
{
	struct evergreen *g = p->all;

	if (n->type == NODE_SCALAR && n->len == 12 && memcmp(n->text + 5, "..", 2) == 0) {
		g->season_from = month_day(n->text);
		g->season_to = month_day(n->text + 7);
		if (g->season_from && g->season_to)
			return 0;
	}
	return yaml_expected(p->yaml, n, "from when to when in a year, like 03-01..05-31", e);
}

int
read_evergreen(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "cooldown", field_seconds, offsetof(struct evergreen, cooldown), 1 },
		{ "most",     read_most,     offsetof(struct evergreen, most),     0 },
		{ "season",   read_season,   0,                                    0 },
		{ 0 }
	};
	struct evergreen *g = p->to;

	((struct entry *)p->all)->at_mark = n->mark;
	g->given = 1;
	return yaml_map(p->yaml, n, fields, g, p->mem, e);
}
