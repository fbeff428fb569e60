/* charter_rule.c - the rules of a charter: when, what is done, and what then */
#include "charter_parts.h"

#include <string.h>

#define AFTER_MAX 1000 /* each time is kept */

struct rule_words {
	struct rule   rule;
	struct draft *draft;
};

static int
read_verdict(const struct place *p, const struct node *n, struct err *e)
{
	int v = read_word(p, n, verdict_names, "allow, hold, hide, delete, mute, block, report or escalate", e);

	if (v < 0)
		return -1;
	*(unsigned *)p->to |= 1u << v;
	return 0;
}

int
read_verdicts(const struct place *p, const struct node *n, struct err *e)
{
	unsigned *set = p->to;

	*set = 0;
	if (yaml_list(p, n, read_verdict, e))
		return -1;
	if ((*set & 1u << VERDICT_ALLOW) && *set != 1u << VERDICT_ALLOW)
		return yaml_fail(p->yaml, n->mark, e, "found allow among others, expected it alone");
	return 0;
}

int
read_priority(const struct place *p, const struct node *n, struct err *e)
{
	int i = read_word(p, n, priority_names, "low, normal, high or urgent", e);

	*(enum priority *)p->to = (enum priority)(i < 0 ? 0 : i);
	return i < 0 ? -1 : 0;
}

static int
read_rule_priority(const struct place *p, const struct node *n, struct err *e)
{
	((struct rule_words *)p->all)->rule.has_priority = 1;
	return read_priority(p, n, e);
}

static int
read_conditions(const struct place *p, const struct node *n, struct err *e)
{
	struct place inner = *p;

	inner.all = ((struct rule_words *)p->all)->draft;
	return read_whens(&inner, n, e);
}

static int
read_article_id(const struct place *p, const struct node *n, struct err *e)
{
	((struct rule_words *)p->all)->rule.article_mark = n->mark;
	return field_name(p, n, e);
}

static int
read_assign(const struct place *p, const struct node *n, struct err *e)
{
	((struct rule_words *)p->all)->rule.assign_mark = n->mark;
	return field_name(p, n, e);
}

static int
read_sanction(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "after",  field_long,    offsetof(struct sanction, after),    1 },
		{ "within", field_seconds, offsetof(struct sanction, within),   0 },
		{ "do",     read_verdicts, offsetof(struct sanction, verdicts), 1 },
		{ 0 }
	};
	struct rule    *r = &((struct rule_words *)p->all)->rule;
	struct sanction s = { .mark = n->mark };

	if (yaml_map(p->yaml, n, fields, &s, p->mem, e))
		return -1;
	if (s.after < 2 || s.after > AFTER_MAX)
		return yaml_fail(p->yaml, n->mark, e, "found after: %ld, expected 2 (the second time) to %d", s.after,
		    AFTER_MAX);
	if (r->nthen && s.after <= r->then[r->nthen - 1].after)
		return yaml_fail(p->yaml, n->mark, e, "found after: %ld behind after: %ld, expected rising order",
		    s.after, r->then[r->nthen - 1].after);
	r->then = mem_more(p->mem, r->then, r->nthen, &r->then_room, sizeof *r->then);
	r->then[r->nthen++] = s;
	return 0;
}

static int
read_then(const struct place *p, const struct node *n, struct err *e)
{
	return n->type == NODE_MAP ? read_sanction(p, n, e) : yaml_list(p, n, read_sanction, e);
}

static const struct field fields[] = {
	{ "id",       field_name,         offsetof(struct rule_words, rule.id),         1 },
	{ "title",    field_text,         offsetof(struct rule_words, rule.title),      0 },
	{ "article",  read_article_id,    offsetof(struct rule_words, rule.article_id), 0 },
	{ "when",     read_conditions,    offsetof(struct rule_words, rule.when),       1 },
	{ "unless",   read_conditions,    offsetof(struct rule_words, rule.unless),     0 },
	{ "do",       read_verdicts,      offsetof(struct rule_words, rule.verdicts),   0 },
	{ "then",     read_then,          0,                                            0 },
	{ "assign",   read_assign,        offsetof(struct rule_words, rule.assign),     0 },
	{ "topic",    field_texts,        offsetof(struct rule_words, rule.topics),     0 },
	{ "priority", read_rule_priority, offsetof(struct rule_words, rule.priority),   0 },
	{ 0 }
};

/* A counter for the rule, when something happens from the n-th time on. */
static void
give_tally(struct charter *c, struct rule *r)
{
	struct tally_kind kind = { 0, 0 };
	int               for_ever = 0;
	size_t            i;

	r->tally = SIZE_MAX;
	if (!r->nthen)
		return;
	for (i = 0; i < r->nthen; i++) {
		kind.keep = r->then[i].after;
		kind.within = r->then[i].within > kind.within ? r->then[i].within : kind.within;
		for_ever |= !r->then[i].within;
	}
	kind.within = for_ever ? 0 : kind.within;
	r->tally = c->ntallies;
	c->tallies = mem_more(c->mem, c->tallies, c->ntallies, &c->tally_room, sizeof *c->tallies);
	c->tallies[c->ntallies++] = kind;
}

static int
read_rule(const struct place *p, const struct node *n, struct err *e)
{
	struct draft     *d = p->all;
	struct charter   *c = d->charter;
	struct rule_words w = { .draft = d };
	size_t            i;

	w.rule.mark = n->mark;
	if (yaml_map(p->yaml, n, fields, &w, p->mem, e))
		return -1;
	for (i = 0; i < c->nrules; i++)
		if (strcmp(c->rules[i].id, w.rule.id) == 0)
			return yaml_fail(p->yaml, n->mark, e, "a second rule has the id \"%s\"; the other is on "
			    "line %zu", w.rule.id, c->rules[i].mark.line);
	give_tally(c, &w.rule);
	c->rules = mem_more(p->mem, c->rules, c->nrules, &c->rule_room, sizeof *c->rules);
	c->rules[c->nrules++] = w.rule;
	return 0;
}

int
read_rules(const struct place *p, const struct node *n, struct err *e)
{
	return node_is_nothing(n) ? 0 : yaml_list(p, n, read_rule, e);
}
