/* charter.c - the moderation charter, read from its file (smm-charter(5)) */
#include "charter_parts.h"

#include "smm/near.h"

#include <stdlib.h>
#include <string.h>

const char *const priority_names[] = { "low", "normal", "high", "urgent", NULL };
const char *const verdict_names[] = { "allow", "hold", "hide", "delete", "mute", "block", "report", "escalate", NULL };
const char *const message_kinds[] = { "comment", "mention", "dm", "review", "quote", "topic", NULL };

const char *
verdict_name(enum verdict v)
{
	return verdict_names[v];
}

int
verdict_find(const char *name)
{
	int i;

	for (i = 0; verdict_names[i]; i++)
		if (strcmp(verdict_names[i], name) == 0)
			return i;
	return -1;
}

const char *
priority_name(enum priority p)
{
	return priority_names[p];
}

enum verdict
verdicts_strictest(unsigned set)
{
	int v = VERDICT_COUNT - 1;

	while (v > 0 && !(set & 1u << v))
		v--;
	return (enum verdict)v;
}

unsigned
verdicts_proposed(unsigned set)
{
	static const unsigned on[] = { 1u << VERDICT_HOLD | 1u << VERDICT_HIDE | 1u << VERDICT_DELETE,
		1u << VERDICT_MUTE | 1u << VERDICT_BLOCK, 1u << VERDICT_REPORT | 1u << VERDICT_ESCALATE };
	unsigned              proposed = 0;
	size_t                i;

	for (i = 0; i < sizeof on / sizeof *on; i++)
		if (set & on[i])
			proposed |= 1u << verdicts_strictest(set & on[i]);
	return proposed;
}

int
read_word(const struct place *p, const struct node *n, const char *const *words, const char *expected, struct err *e)
{
	const char *near;
	size_t      count;

	for (count = 0; words[count]; count++)
		if (n->type == NODE_SCALAR && strcmp(words[count], n->text) == 0)
			return (int)count;
	near = n->type == NODE_SCALAR ? near_word(n->text, words, count) : NULL;
	if (near)
		return yaml_fail(p->yaml, n->mark, e, "found \"%s\", expected %s; the nearest is \"%s\"", n->text,
		    expected, near);
	return yaml_expected(p->yaml, n, expected, e);
}

static int
read_title(const struct place *p, const struct node *n, struct err *e)
{
	struct place inner = *p;

	inner.to = &((struct draft *)p->all)->charter->title;
	return field_text(&inner, n, e);
}

static const struct field fields[] = {
	{ "title",    read_title,    0, 0 },
	{ "articles", read_articles, 0, 0 },
	{ "rules",    read_rules,    0, 1 },
	{ "service",  read_service,  0, 0 },
	{ "teams",    read_teams,    0, 0 },
	{ "examples", read_examples, 0, 0 },
	{ 0 }
};

static int
read_file(struct draft *d, struct yaml *y, struct err *e)
{
	struct node n;

	if (yaml_next(y, &n, e))
		return -1;
	if (n.type == NODE_END)
		return err_set(e, FAULT_INPUT, "%s is empty; smm-charter(5) has a small one to begin with",
		    d->charter->path);
	return yaml_map(y, &n, fields, d, d->mem, e) || yaml_next(y, &n, e) || charter_check(d, y, e) ? -1 : 0;
}

int
charter_read(struct charter **out, const char *path, const char *const *labels, charter_warn *warn, struct err *e)
{
	struct mem  *m = mem_new();
	struct draft d = { mem_alloc(m, sizeof *d.charter), labels, warn, m };
	const char  *slash = strrchr(path, '/');
	struct yaml *y = NULL;
	int          rc;

	d.charter->mem = m;
	d.charter->path = mem_str(m, path);
	d.charter->dir = slash ? mem_dup(m, path, (size_t)(slash - path) + (slash == path)) : ".";
	rc = yaml_open(&y, path, FAULT_INPUT, e) || read_file(&d, y, e) ? -1 : 0;
	yaml_close(y);
	if (rc)
		charter_free(d.charter);
	else
		*out = d.charter;
	return rc;
}

void
charter_free(struct charter *c)
{
	if (!c)
		return;
	free(c->terms);
	mem_free(c->mem);
}

const struct mark *
charter_mark(const struct charter *c, size_t term)
{
	size_t i;

	for (i = 0; i < c->nmarks; i++)
		if (c->marks[i].term == term)
			return &c->marks[i].mark;
	return NULL;
}

const struct service *
charter_service(const struct charter *c, const char *kind, size_t len)
{
	const struct service *any = NULL;
	size_t                i;

	for (i = 0; i < c->nservices; i++) {
		if (strncmp(c->services[i].kind, kind, len) == 0 && !c->services[i].kind[len])
			return c->services + i;
		if (strcmp(c->services[i].kind, "any") == 0)
			any = c->services + i;
	}
	return any;
}
