/* yaml_fields.c - mappings read by a table of fields, and the readers of common values */
#include "smm/yaml.h"

#include "smm/near.h"
#include "smm/when.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 64

static const struct field *
find_field(const struct field *fields, const char *key, size_t *index)
{
	for (*index = 0; fields[*index].key; ++*index)
		if (*fields[*index].key == *key && strcmp(fields[*index].key, key) == 0)
			return fields + *index;
	for (*index = 0; fields[*index].key; ++*index)
		if (strcmp(fields[*index].key, "*") == 0)
			return fields + *index;
	return NULL;
}

static int
unknown_key(const struct yaml *y, const struct node *n, const struct field *fields, struct err *e)
{
	const char *known[FIELDS_MAX], *near;
	size_t      count = 0;

	for (; fields->key && count < FIELDS_MAX; fields++)
		known[count++] = fields->key;
	near = near_word(n->text, known, count);
	if (near)
		return yaml_fail(y, n->mark, e, "found the unknown key \"%s\", the nearest known is \"%s\"",
		    n->text, near);
	if (count && count <= 12) {
		char   list[400] = "";
		size_t i;

		for (i = 0; i < count; i++)
			snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "", known[i]);
		return yaml_fail(y, n->mark, e, "found the unknown key \"%s\", expected one of %s", n->text, list);
	}
	return yaml_fail(y, n->mark, e, "found the unknown key \"%s\"", n->text);
}

static int
check_complete(const struct yaml *y, const struct node *open, const struct field *fields, uint64_t seen,
    struct err *e)
{
	size_t i;

	for (i = 0; fields[i].key; i++)
		if (fields[i].needed && !(seen & (UINT64_C(1) << i)))
			return yaml_fail(y, open->mark, e, "the key \"%s\" is missing", fields[i].key);
	return 0;
}

/* Keys taken by "*" are told apart by their reader, which knows their meaning. */
static int
mark_seen(const struct yaml *y, const struct node *n, const struct field *f, size_t i, uint64_t *seen,
    struct err *e)
{
	if (strcmp(f->key, "*") != 0 && (*seen & (UINT64_C(1) << i)))
		return yaml_fail(y, n->mark, e, "the key \"%s\" stands twice", n->text);
	*seen |= UINT64_C(1) << i;
	return 0;
}

int
yaml_map(struct yaml *y, const struct node *open, const struct field *fields, void *all, struct mem *m,
    struct err *e)
{
	const struct field *f;
	struct node         n;
	struct place        p = { .yaml = y, .mem = m, .all = all };
	uint64_t            seen = 0;
	size_t              i;

	if (open->type != NODE_MAP)
		return yaml_expected(y, open, "a mapping (key: value)", e);
	for (;;) {
		if (yaml_next(y, &n, e))
			return -1;
		if (n.type == NODE_CLOSE)
			return check_complete(y, open, fields, seen, e);
		if (n.type != NODE_SCALAR)
			return yaml_expected(y, &n, "a key", e);
		f = find_field(fields, n.text, &i);
		if (!f)
			return unknown_key(y, &n, fields, e);
		if (mark_seen(y, &n, f, i, &seen, e))
			return -1;
		p.key = strcmp(f->key, "*") == 0 ? mem_dup(m, n.text, n.len) : f->key;
		p.mark = n.mark;
		p.to = (char *)all + f->offset;
		if (yaml_next(y, &n, e) || f->read(&p, &n, e))
			return -1;
	}
}

int
yaml_list(const struct place *p, const struct node *open, field_read *read, struct err *e)
{
	struct node n;

	if (open->type == NODE_SCALAR && !node_is_nothing(open))
		return read(p, open, e);
	if (open->type != NODE_LIST)
		return yaml_expected(p->yaml, open, "a list", e);
	for (;;) {
		if (yaml_next(p->yaml, &n, e))
			return -1;
		if (n.type == NODE_CLOSE)
			return 0;
		if (read(p, &n, e))
			return -1;
	}
}

int
field_text(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR)
		return yaml_expected(p->yaml, n, "a text", e);
	*(const char **)p->to = node_is_nothing(n) ? mem_str(p->mem, "") : mem_dup(p->mem, n->text, n->len);
	return 0;
}

int
field_name(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || node_is_nothing(n) || !n->len)
		return yaml_expected(p->yaml, n, "a text that is not empty", e);
	*(const char **)p->to = mem_dup(p->mem, n->text, n->len);
	return 0;
}

int
field_long(const struct place *p, const struct node *n, struct err *e)
{
	char *end = NULL;
	long  value = 0;

	errno = 0;
	if (n->type == NODE_SCALAR && n->len)
		value = strtol(n->text, &end, 10);
	if (!end || *end || errno)
		return yaml_expected(p->yaml, n, "a whole number", e);
	*(long *)p->to = value;
	return 0;
}

int
field_bool(const struct place *p, const struct node *n, struct err *e)
{
	int yes = n->type == NODE_SCALAR && !n->quoted && strcmp(n->text, "true") == 0;
	int no = n->type == NODE_SCALAR && !n->quoted && strcmp(n->text, "false") == 0;

	if (!yes && !no)
		return yaml_expected(p->yaml, n, "true or false", e);
	*(int *)p->to = yes;
	return 0;
}

static int
add_text(const struct place *p, const struct node *n, struct err *e)
{
	struct texts *t = p->to;

	if (n->type != NODE_SCALAR)
		return yaml_expected(p->yaml, n, "a text", e);
	t->at = mem_more(p->mem, t->at, t->count, &t->room, sizeof *t->at);
	t->at[t->count++] = node_is_nothing(n) ? "" : mem_dup(p->mem, n->text, n->len);
	return 0;
}

int
field_texts(const struct place *p, const struct node *n, struct err *e)
{
	struct texts *t = p->to;

	memset(t, 0, sizeof *t);
	return node_is_nothing(n) ? 0 : yaml_list(p, n, add_text, e);
}

int
field_any(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_skip(p->yaml, n, e);
}

int
field_seconds(const struct place *p, const struct node *n, struct err *e)
{
	int64_t sec;

	if (n->type != NODE_SCALAR || when_read_span(n->text, n->len, &sec))
		return yaml_expected(p->yaml, n, "a length of time: 90, 90s, 30m, 2h, 1d or 1w", e);
	*(long *)p->to = (long)sec;
	return 0;
}
