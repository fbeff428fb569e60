/* strategy_read.c - strategy.yaml, from the top to the bottom (smm-strategy(5)) */
#include "handles.h"
#include "strategy_parts.h"

#include <string.h>

/* --- words, networks, what must stand in a post --------------------------------------------------- */

static int
read_words(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "wanted", field_texts, offsetof(struct strategy, wanted), 0 },
		{ "banned", field_texts, offsetof(struct strategy, banned), 0 },
		{ 0 }
	};

	return yaml_map(p->yaml, n, fields, p->all, p->mem, e);
}

static int
read_network(const struct place *p, const struct node *n, struct err *e)
{
	struct texts *t = p->to;
	const char   *name;
	struct place  inner = *p;

	inner.to = &name;
	if (field_name(&inner, n, e) || network_check(p->yaml, n->mark, name, e))
		return -1;
	if (t->count && texts_allow(t, name))
		return yaml_fail(p->yaml, n->mark, e, "\"%s\" stands twice", name);
	t->at = mem_more(p->mem, t->at, t->count, &t->room, sizeof *t->at);
	t->at[t->count++] = name;
	return 0;
}

static int
read_networks(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_network, e);
}

static const struct field required_fields[] = {
	{ "text",      field_name,    offsetof(struct required, text),      1 },
	{ "accounts",  field_texts,   offsetof(struct required, accounts),  0 },
	{ "networks",  read_networks, offsetof(struct required, networks),  0 },
	{ "campaigns", field_texts,   offsetof(struct required, campaigns), 0 },
	{ "pillars",   field_texts,   offsetof(struct required, pillars),   0 },
	{ "langs",     field_texts,   offsetof(struct required, langs),     0 },
	{ 0 }
};

static int
read_required(const struct place *p, const struct node *n, struct err *e)
{
	struct required_list *l = p->to;
	struct required       x;
	struct place          inner = *p;

	memset(&x, 0, sizeof x);
	x.mark = n->mark;
	inner.to = &x.text;
	if (n->type == NODE_SCALAR ? field_name(&inner, n, e) : yaml_map(p->yaml, n, required_fields, &x, p->mem, e))
		return -1;
	l->at = mem_more(p->mem, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = x;
	return 0;
}

static int
read_required_list(const struct place *p, const struct node *n, struct err *e)
{
	return node_is_nothing(n) ? 0 : yaml_list(p, n, read_required, e);
}

/* --- UTM, approval -------------------------------------------------------------------------------- */

static int
read_utm(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "source",   field_name,  offsetof(struct utm, source),   1 },
		{ "medium",   field_name,  offsetof(struct utm, medium),   0 },
		{ "campaign", field_name,  offsetof(struct utm, campaign), 0 },
		{ "content",  field_name,  offsetof(struct utm, content),  0 },
		{ "term",     field_name,  offsetof(struct utm, term),     0 },
		{ "hosts",    field_texts, offsetof(struct utm, hosts),    0 },
		{ 0 }
	};

	return yaml_map(p->yaml, n, fields, p->to, p->mem, e);
}

static int
read_must(const struct place *p, const struct node *n, struct err *e)
{
	int required = n->type == NODE_SCALAR && strcmp(n->text, "required") == 0;

	if (!required && (n->type != NODE_SCALAR || strcmp(n->text, "none") != 0))
		return yaml_expected(p->yaml, n, "required or none", e);
	*(int *)p->to = required;
	return 0;
}

/* "required", or who may approve, and for which accounts. */
static int
read_approval(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "policy",   read_must,   offsetof(struct approval_policy, required), 1 },
		{ "by",       field_texts, offsetof(struct approval_policy, by),       0 },
		{ "accounts", field_texts, offsetof(struct approval_policy, accounts), 0 },
		{ 0 }
	};
	struct place inner = *p;

	inner.to = &((struct approval_policy *)p->to)->required;
	((struct approval_policy *)p->to)->mark = p->mark;
	if (n->type == NODE_SCALAR)
		return read_must(&inner, n, e);
	return yaml_map(p->yaml, n, fields, p->to, p->mem, e);
}

/* --- the file ------------------------------------------------------------------------------------- */

static const struct field fields[] = {
	{ "timezone",    field_zone,         offsetof(struct strategy, zone),        0 },
	{ "variables",   field_variables,    offsetof(struct strategy, variables),   0 },
	{ "objectives",  read_objectives,    offsetof(struct strategy, objectives),  0 },
	{ "audiences",   read_audiences,     offsetof(struct strategy, audiences),   0 },
	{ "pillars",     read_pillars,       offsetof(struct strategy, pillars),     0 },
	{ "campaigns",   read_campaigns,     offsetof(struct strategy, campaigns),   0 },
	{ "competitors", read_competitors,   offsetof(struct strategy, competitors), 0 },
	{ "search",      field_name,         offsetof(struct strategy, search),      0 },
	{ "partners",    read_partners,      offsetof(struct strategy, partners),    0 },
	{ "tone",        field_text,         offsetof(struct strategy, tone),        0 },
	{ "words",       read_words,         0,                                      0 },
	{ "required",    read_required_list, offsetof(struct strategy, required),    0 },
	{ "mentions",    read_mentions,      offsetof(struct strategy, mentions),    0 },
	{ "networks",    read_networks,      offsetof(struct strategy, networks),    0 },
	{ "cadence",     read_cadences,      offsetof(struct strategy, cadences),    0 },
	{ "slots",       read_slots_list,    offsetof(struct strategy, slots),       0 },
	{ "quiet",       read_quiet,         offsetof(struct strategy, quiet),       0 },
	{ "holidays",    read_holidays,      0,                                      0 },
	{ "utm",         read_utm,           offsetof(struct strategy, utm),         0 },
	{ "hashtags",    read_hashtags,      0,                                      0 },
	{ "approval",    read_approval,      offsetof(struct strategy, approval),    0 },
	{ "lint",        field_rules,        offsetof(struct strategy, rules),       0 },
	{ "replies",     read_replies,       offsetof(struct strategy, replies),     0 },
	{ 0 }
};

static int
read_file(struct strategy *s, struct yaml *y, const struct conf *conf, struct mem *m, struct err *e)
{
	struct node n;

	if (yaml_next(y, &n, e))
		return -1;
	if (n.type == NODE_END)
		return err_set(e, FAULT_INPUT, "%s is empty", s->path);
	if (yaml_map(y, &n, fields, s, m, e) || strategy_check(s, y, conf, e))
		return -1;
	return yaml_next(y, &n, e);
}

int
strategy_read(struct strategy *s, const char *path, const struct conf *conf, struct mem *m, struct err *e)
{
	const char  *slash = strrchr(path, '/');
	struct yaml *y = NULL;
	int          rc;

	memset(s, 0, sizeof *s);
	s->path = path;
	rules_usual(s->rules);
	s->dir = slash ? mem_dup(m, path, (size_t)(slash - path) + (slash == path)) : ".";
	if (yaml_open(&y, path, FAULT_INPUT, e))
		return -1;
	rc = read_file(s, y, conf, m, e);
	yaml_close(y);
	return rc;
}
