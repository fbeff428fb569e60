/* template.c - {{variables}} in texts */
#include "smm/template.h"

#include "smm/buf.h"
#include "smm/lang.h"
#include "smm/near.h"

#include <stdlib.h>
#include <string.h>

void
variables_add(struct variables *v, struct mem *m, const char *name, const char *value)
{
	v->at = mem_more(m, v->at, v->count, &v->room, sizeof *v->at);
	v->at[v->count++] = (struct variable){ name, value };
}

const char *
variables_find(const struct variables *v, const char *name)
{
	size_t i;

	for (i = v->count; i-- > 0;)
		if (strcmp(v->at[i].name, name) == 0)
			return v->at[i].value;
	return NULL;
}

static int
unknown(const char *name, const struct variables *v, struct err *e)
{
	const char **names = mem_get((v->count + 1) * sizeof *names), *near;
	size_t       i;

	for (i = 0; i < v->count; i++)
		names[i] = v->at[i].name;
	near = near_word(name, names, v->count);
	if (near)
		err_set(e, FAULT_INPUT, "{{%s}} has no value, the nearest variable is {{%s}}", name, near);
	else
		err_set(e, FAULT_INPUT, "{{%s}} has no value; %s", name,
		    v->advice ? v->advice : tr("give it one under `variables`"));
	free(names);
	return -1;
}

/* Appends the value of the {{name}} at *at and moves *at behind it. */
static int
fill_one(struct buf *b, const char **at, const struct variables *v, struct mem *m, struct err *e)
{
	const char *from = *at + 2, *close = strstr(from, "}}"), *value, *end;
	char       *name;

	if (!close)
		return err_set(e, FAULT_INPUT, "found {{ without }}; write \\{{ for the braces themselves");
	from += strspn(from, " \t");
	for (end = close; end > from && strchr(" \t", end[-1]); end--)
		;
	name = mem_dup(m, from, (size_t)(end - from));
	value = variables_find(v, name);
	if (!value)
		return unknown(name, v, e);
	buf_str(b, value);
	*at = close + 2;
	return 0;
}

const char *
template_fill(const char *text, const struct variables *v, struct mem *m, struct err *e)
{
	const char *at = text, *open;
	struct buf  b = { 0 };
	char       *filled = NULL;

	if (!strstr(text, "{{"))
		return text;
	while ((open = strstr(at, "{{"))) {
		if (open > at && open[-1] == '\\') { /* of the text, not of a value that ends so */
			buf_add(&b, at, (size_t)(open - 1 - at));
			buf_str(&b, "{{");
			at = open + 2;
			continue;
		}
		buf_add(&b, at, (size_t)(open - at));
		at = open;
		if (fill_one(&b, &at, v, m, e))
			goto out;
	}
	buf_str(&b, at);
	filled = mem_dup(m, b.at, b.len);
out:
	buf_release(&b);
	return filled;
}

/* --- values that need other values ------------------------------------------------------------------- */

enum { UNSEEN, BEGUN, DONE };

struct resolving {
	struct variables *v;
	struct mem       *m;
	char             *state; /* of each variable */
};

static int resolve(struct resolving *r, size_t i, const char *way, struct err *e);

static int
resolve_name(struct resolving *r, const char *name, size_t len, const char *way, struct err *e)
{
	size_t i;

	for (i = r->v->count; i-- > 0;)
		if (strlen(r->v->at[i].name) == len && memcmp(r->v->at[i].name, name, len) == 0)
			return resolve(r, i, way, e);
	return 0; /* template_fill() will say so */
}

static int
resolve(struct resolving *r, size_t i, const char *way, struct err *e)
{
	struct variable *x = r->v->at + i;
	const char      *at, *end, *filled;

	if (r->state[i] == DONE)
		return 0;
	way = mem_fmt(r->m, "%s%s%s", way, *way ? " → " : "", x->name);
	if (r->state[i] == BEGUN)
		return err_set(e, FAULT_INPUT, "variables need each other: %s", way);
	r->state[i] = BEGUN;
	for (at = x->value; (at = strstr(at, "{{")); at = end) {
		at += 2 + strspn(at + 2, " \t");
		end = at + strcspn(at, " \t}");
		if (resolve_name(r, at, (size_t)(end - at), way, e))
			return -1;
	}
	filled = template_fill(x->value, r->v, r->m, e);
	if (!filled)
		return err_in(e, "variable %s", x->name);
	x->value = filled;
	r->state[i] = DONE;
	return 0;
}

int
variables_resolve(struct variables *v, struct mem *m, struct err *e)
{
	struct resolving r = { v, m, NULL };
	size_t           i;

	for (i = 0; i < v->count; i++) {
		if (!strstr(v->at[i].value, "{{"))
			continue;
		if (!r.state)
			r.state = mem_alloc(m, v->count);
		if (resolve(&r, i, "", e))
			return -1;
	}
	return 0;
}
