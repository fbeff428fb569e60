/* charter_lists.c - articles, teams, service levels, examples */
#include "charter_parts.h"

#include <string.h>

/* --- articles: { A1: { title, text } } ----------------------------------------------------------- */

static int
read_article(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "title", field_name, offsetof(struct article, title), 1 },
		{ "text",  field_name, offsetof(struct article, text),  1 },
		{ 0 }
	};
	struct charter *c = p->to;
	struct article  a = { .id = p->key, .mark = p->mark };
	size_t          i;

	for (i = 0; i < c->narticles; i++)
		if (strcmp(c->articles[i].id, a.id) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", a.id);
	if (yaml_map(p->yaml, n, fields, &a, p->mem, e))
		return -1;
	c->articles = mem_more(p->mem, c->articles, c->narticles, &c->article_room, sizeof *c->articles);
	c->articles[c->narticles++] = a;
	return 0;
}

int
read_articles(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_article, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, ((struct draft *)p->all)->charter, p->mem, e);
}

/* --- teams: { support: { title, topics } } ------------------------------------------------------- */

static int
read_team(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "title",  field_text,  offsetof(struct team, title),  0 },
		{ "topics", field_texts, offsetof(struct team, topics), 0 },
		{ 0 }
	};
	struct charter *c = p->to;
	struct team     t = { .id = p->key };
	size_t          i;

	for (i = 0; i < c->nteams; i++)
		if (strcmp(c->teams[i].id, t.id) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", t.id);
	if (!node_is_nothing(n) && yaml_map(p->yaml, n, fields, &t, p->mem, e))
		return -1;
	c->teams = mem_more(p->mem, c->teams, c->nteams, &c->team_room, sizeof *c->teams);
	c->teams[c->nteams++] = t;
	return 0;
}

int
read_teams(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_team, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, ((struct draft *)p->all)->charter, p->mem, e);
}

/* --- service: { hours: business, comment: { urgent: 30m } } -------------------------------------- */

static int
read_hours(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const words[] = { "business", "clock", NULL };
	int                      i = read_word(p, n, words, "business or clock", e);

	*(int *)p->to = i == 1;
	return i < 0 ? -1 : 0;
}

static int
read_within(const struct place *p, const struct node *n, struct err *e)
{
	if (field_seconds(p, n, e))
		return -1;
	return *(long *)p->to ? 0 : yaml_expected(p->yaml, n, "a length of time above 0", e);
}

#define AT(priority) offsetof(struct service, seconds) + (priority) * sizeof(long)

static const struct field level_fields[] = {
	{ "low",    read_within, AT(PRIORITY_LOW),                0 },
	{ "normal", read_within, AT(PRIORITY_NORMAL),             0 },
	{ "high",   read_within, AT(PRIORITY_HIGH),               0 },
	{ "urgent", read_within, AT(PRIORITY_URGENT),             0 },
	{ "hours",  read_hours,  offsetof(struct service, clock), 0 },
	{ 0 }
};

static int
read_levels(const struct place *p, const struct node *n, struct err *e)
{
	struct charter *c = p->all;
	struct service  s = { .clock = -1 };

	s.kind = p->key;
	if (yaml_map(p->yaml, n, level_fields, &s, p->mem, e))
		return -1;
	c->services = mem_more(p->mem, c->services, c->nservices, &c->service_room, sizeof *c->services);
	c->services[c->nservices++] = s;
	return 0;
}

int
read_service(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "hours",   read_hours,  offsetof(struct charter, clock), 0 },
		{ "any",     read_levels, 0, 0 },
		{ "comment", read_levels, 0, 0 },
		{ "mention", read_levels, 0, 0 },
		{ "dm",      read_levels, 0, 0 },
		{ "review",  read_levels, 0, 0 },
		{ "quote",   read_levels, 0, 0 },
		{ "topic",   read_levels, 0, 0 },
		{ 0 }
	};
	struct charter *c = ((struct draft *)p->all)->charter;
	size_t          i;

	if (yaml_map(p->yaml, n, fields, c, p->mem, e))
		return -1;
	for (i = 0; i < c->nservices; i++)
		if (c->services[i].clock < 0)
			c->services[i].clock = c->clock;
	return 0;
}

/* --- examples ------------------------------------------------------------------------------------ */

static int
read_example_kind(const struct place *p, const struct node *n, struct err *e)
{
	int i = read_word(p, n, message_kinds, "comment, mention, dm, review, quote or topic", e);

	*(const char **)p->to = i < 0 ? NULL : message_kinds[i];
	return i < 0 ? -1 : 0;
}

static int
read_rating(const struct place *p, const struct node *n, struct err *e)
{
	if (field_number(p, n, e))
		return -1;
	return *(double *)p->to > 0 ? 0 : yaml_expected(p->yaml, n, "a number of stars above 0", e);
}

static int
read_public(const struct place *p, const struct node *n, struct err *e)
{
	if (field_bool(p, n, e))
		return -1;
	*(int *)p->to = !*(int *)p->to;
	return 0;
}

static int
read_expected_priority(const struct place *p, const struct node *n, struct err *e)
{
	((struct example *)p->all)->has_priority = 1;
	return read_priority(p, n, e);
}

static const struct field example_fields[] = {
	{ "text",      field_name,             offsetof(struct example, text),       1 },
	{ "do",        read_verdicts,          offsetof(struct example, verdicts),   1 },
	{ "lang",      field_lang,             offsetof(struct example, lang),       0 },
	{ "kind",      read_example_kind,      offsetof(struct example, kind),       0 },
	{ "network",   field_name,             offsetof(struct example, network),    0 },
	{ "public",    read_public,            offsetof(struct example, is_private), 0 },
	{ "rating",    read_rating,            offsetof(struct example, rating),     0 },
	{ "author",    field_name,             offsetof(struct example, handle),     0 },
	{ "followers", field_long,             offsetof(struct example, followers),  0 },
	{ "times",     field_long,             offsetof(struct example, times),      0 },
	{ "rules",     field_texts,            offsetof(struct example, rules),      0 },
	{ "priority",  read_expected_priority, offsetof(struct example, priority),   0 },
	{ "assign",    field_name,             offsetof(struct example, assign),     0 },
	{ 0 }
};

static int
read_example(const struct place *p, const struct node *n, struct err *e)
{
	struct charter *c = ((struct draft *)p->all)->charter;
	struct example  x = { .followers = -1, .mark = n->mark };

	if (yaml_map(p->yaml, n, example_fields, &x, p->mem, e))
		return -1;
	if (x.times < 0 || x.times > 1000)
		return yaml_fail(p->yaml, n->mark, e, "found times: %ld, expected 1 to 1000", x.times);
	c->examples = mem_more(p->mem, c->examples, c->nexamples, &c->example_room, sizeof *c->examples);
	c->examples[c->nexamples++] = x;
	return 0;
}

int
read_examples(const struct place *p, const struct node *n, struct err *e)
{
	return node_is_nothing(n) ? 0 : yaml_list(p, n, read_example, e);
}
