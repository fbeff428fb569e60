/* examples.c - a charter's own examples, run */
#include "smm/moderate.h"

#include "smm/mem.h"
#include "smm/when.h"

#include <string.h>

#define EXAMPLES_AT INT64_C(1767261600000) /* 2026-01-01, 10:00 UTC: some time, always the same */

struct trial {
	struct moderate *m;
	struct rec       rec;
	struct mem      *mem;
	struct buf       line;
};

static void
write_author(struct buf *b, const struct example *x)
{
	json_key(b, "author");
	json_open(b, '{');
	json_str(b, "id", x->handle ? x->handle : "somebody");
	json_str(b, "handle", x->handle ? x->handle : "somebody");
	if (x->followers >= 0)
		json_int(b, "followers", x->followers);
	json_close(b, '}');
}

/* The i-th message of this example, one second after the other. */
static void
write_message(struct trial *t, const struct example *x, long i)
{
	struct buf *b = &t->line;
	char        at[WHEN_SIZE];

	buf_clear(b);
	json_open(b, '{');
	json_str(b, "type", "message");
	json_str(b, "id", mem_fmt(t->mem, "example:%ld", i));
	json_str(b, "account", "example");
	json_str(b, "network", x->network ? x->network : "example");
	json_str(b, "kind", x->kind ? x->kind : x->rating > 0 ? "review" : "comment");
	json_bool(b, "public", !x->is_private && !(x->kind && strcmp(x->kind, "dm") == 0));
	write_author(b, x);
	json_str(b, "text", x->text);
	json_str(b, "lang", x->lang);
	json_str(b, "at", when_write(at, EXAMPLES_AT + i * 1000, 0));
	if (x->rating > 0) {
		const char *number = mem_fmt(t->mem, "%.15g", x->rating);

		json_raw(b, "rating", number, strlen(number));
	}
	json_close(b, '}');
}

static const struct judgement *
judge(struct trial *t, const struct example *x, struct err *e)
{
	const struct judgement *j = NULL;
	long                    i, times = x->times ? x->times : 1;

	mem_reset(t->mem);
	moderate_forget(t->m);
	for (i = 0; i < times; i++) {
		write_message(t, x, i);
		if (rec_read(&t->rec, t->line.at, t->line.len, e))
			return NULL;
		j = moderate_judge(t->m, &t->rec);
	}
	return j;
}

/* --- what differs ---------------------------------------------------------------------------------- */

static void
name_verdicts(struct buf *b, unsigned set)
{
	size_t before = b->len;
	int    v;

	for (v = VERDICT_COUNT - 1; v > 0; v--)
		if (set & 1u << v)
			buf_fmt(b, "%s%s", b->len > before ? ", " : "", verdict_name((enum verdict)v));
	if (b->len == before)
		buf_str(b, "allow");
}

static void
differ(struct buf *b, const char *what, const char *expected, const char *found)
{
	buf_fmt(b, "  - %s: %s\n  + %s: %s\n", what, expected, what, found);
}

static void
compare_verdicts(struct buf *b, const struct example *x, const struct judgement *j)
{
	if ((x->verdicts & ~1u) == j->proposed)
		return;
	buf_str(b, "  - do: ");
	name_verdicts(b, x->verdicts);
	buf_str(b, "\n  + do: ");
	name_verdicts(b, j->proposed);
	buf_char(b, '\n');
}

static int
holds(const struct judgement *j, const char *rule)
{
	size_t i;

	for (i = 0; i < j->nrules; i++)
		if (strcmp(j->rules[i].rule->id, rule) == 0)
			return 1;
	return 0;
}

static void
compare_rules(struct buf *b, const struct example *x, const struct judgement *j)
{
	size_t i, missing = 0;

	for (i = 0; i < x->rules.count; i++)
		missing += !holds(j, x->rules.at[i]);
	if (!x->rules.count || (!missing && x->rules.count == j->nrules))
		return;
	buf_str(b, "  - rules:");
	for (i = 0; i < x->rules.count; i++)
		buf_fmt(b, " %s", x->rules.at[i]);
	buf_str(b, "\n  + rules:");
	for (i = 0; i < j->nrules; i++)
		buf_fmt(b, " %s", j->rules[i].rule->id);
	buf_str(b, j->nrules ? "\n" : " none\n");
}

static void
compare(struct buf *b, const struct example *x, const struct judgement *j)
{
	compare_verdicts(b, x, j);
	compare_rules(b, x, j);
	if (x->has_priority && x->priority != j->priority)
		differ(b, "priority", priority_name(x->priority), priority_name(j->priority));
	if (x->assign && (!j->assign || strcmp(x->assign, j->assign) != 0))
		differ(b, "assign", x->assign, j->assign ? j->assign : "nobody");
}

static void
say_failure(struct trial *t, const struct charter *c, const struct example *x, const struct buf *diff, struct buf *out)
{
	struct buf why = { 0 };

	buf_fmt(out, "%s:%zu:%zu: ", c->path, x->mark.line, x->mark.column);
	json_put_text(&why, x->text, strlen(x->text));
	buf_add(out, why.at, why.len);
	buf_char(out, '\n');
	buf_add(out, diff->at, diff->len);
	buf_clear(&why);
	moderate_why(t->m, &why);
	if (why.len > 2)
		buf_fmt(out, "    %s\n", why.at);
	buf_release(&why);
}

size_t
moderate_examples(struct moderate *m, struct buf *out)
{
	const struct charter   *c = moderate_charter(m);
	struct trial            t = { .m = m, .mem = mem_new() };
	const struct judgement *j;
	struct buf              diff = { 0 };
	struct err              e;
	size_t                  i, failed = 0;

	rec_init(&t.rec);
	for (i = 0; i < c->nexamples; i++) {
		buf_clear(&diff);
		j = judge(&t, c->examples + i, &e);
		if (j)
			compare(&diff, c->examples + i, j);
		else
			buf_fmt(&diff, "  %s\n", e.text);
		if (diff.len)
			say_failure(&t, c, c->examples + i, &diff, out);
		failed += diff.len > 0;
	}
	if (failed)
		buf_fmt(out, "%s: %zu of %zu examples failed\n", c->path, failed, c->nexamples);
	else
		buf_fmt(out, "%s: %zu examples pass\n", c->path, c->nexamples);
	buf_release(&diff);
	buf_release(&t.line);
	rec_release(&t.rec);
	mem_free(t.mem);
	return failed;
}
