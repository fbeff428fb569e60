/* lint_beside.c - posts of an account beside each other: clashes, too close, too many, the same text */
#include "lint_parts.h"

#include "smm/lang.h"

#include <stdlib.h>
#include <string.h>

/* --- orders: by account, then time or text; the last word makes them the same in every run ----------- */

static int
by_number(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_time(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int                order = strcmp(x->account, y->account);

	order = order ? order : by_number(x->at, y->at);
	return order ? order : strcmp(x->id, y->id);
}

static int
by_text(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int                order = strcmp(x->account, y->account);

	order = order ? order : (x->text > y->text) - (x->text < y->text);
	order = order ? order : by_number(x->at, y->at);
	return order ? order : strcmp(x->id, y->id);
}

/* --- neighbours in time ------------------------------------------------------------------------------ */

static int
is_on(const struct kept *k, enum rule rule)
{
	return k->judged->rules[rule].severity != SEVERITY_OFF;
}

static const char *
other_name(struct lint *l, const struct kept *k)
{
	if (k->judged)
		return mem_fmt(l->scratch, tr("entry %s (%s:%zu)"), k->entry, k->file, k->mark.line);
	return mem_fmt(l->scratch, tr("%s, which is published"), k->id);
}

/* The first of the three that is on and broken; the later of two planned posts has to move. */
static void
check_apart(struct lint *l, const struct kept *a, const struct kept *b)
{
	const struct kept *k = b->judged ? b : a, *other = k == b ? a : b;
	int64_t            minutes = b->at / MINUTE_MS - a->at / MINUTE_MS;

	if (!k->judged || strcmp(a->id, b->id) == 0)
		return;
	if (minutes == 0 && is_on(k, RULE_CLASH))
		lint_say_of(l, k, RULE_CLASH, "at the same minute as %s; move one of them", other_name(l, other));
	else if (a->wall / (60 * MINUTE_MS) == b->wall / (60 * MINUTE_MS) && is_on(k, RULE_SAME_HOUR))
		lint_say_of(l, k, RULE_SAME_HOUR, "in the same hour as %s; move one of them", other_name(l, other));
	else if (minutes < k->judged->rules[RULE_TOO_CLOSE].limit)
		lint_say_of(l, k, RULE_TOO_CLOSE, "%d minutes from %s, %ld are wanted; move one of them", (int)minutes,
		    other_name(l, other), k->judged->rules[RULE_TOO_CLOSE].limit);
}

static void
check_neighbours(struct lint *l)
{
	size_t i;

	for (i = 1; i < l->nkept; i++) {
		mem_reset(l->scratch);
		if (strcmp(l->kept[i - 1].account, l->kept[i].account) == 0)
			check_apart(l, l->kept + i - 1, l->kept + i);
	}
}

/* --- too many in a day ------------------------------------------------------------------------------- */

static void
check_day(struct lint *l, const struct kept *first, size_t count)
{
	const struct kept *last = first + count - 1;

	while (last > first && !last->judged)
		last--;
	if (last->judged && (long)count > last->judged->rules[RULE_TOO_MANY].limit)
		lint_say_of(l, last, RULE_TOO_MANY, "%zu posts on %s, %ld are enough; move some to another day", count,
		    lint_date(l, last->wall / DAY_MS), last->judged->rules[RULE_TOO_MANY].limit);
}

static void
check_days(struct lint *l)
{
	size_t i, from = 0;

	for (i = 1; l->nkept && i <= l->nkept; i++) {
		if (i < l->nkept && l->kept[i].wall / DAY_MS == l->kept[from].wall / DAY_MS &&
		    strcmp(l->kept[i].account, l->kept[from].account) == 0)
			continue;
		mem_reset(l->scratch);
		check_day(l, l->kept + from, i - from);
		from = i;
	}
}

/* --- the same text ----------------------------------------------------------------------------------- */

static void
check_texts(struct lint *l)
{
	const struct kept *a, *b;
	size_t             i;

	for (i = 1; i < l->nkept; i++) {
		a = l->kept + i - 1;
		b = a + 1;
		if (!b->text || a->text != b->text || !a->judged || !b->judged || strcmp(a->account, b->account) != 0 ||
		    strcmp(a->entry, b->entry) == 0) /* what repeats says the same because it was told to */
			continue;
		mem_reset(l->scratch);
		lint_say_of(l, b, RULE_SAME_TEXT, "the same text as %s on %s; say it in other words", other_name(l, a),
		    lint_date(l, a->wall / DAY_MS));
	}
}

void
lint_beside(struct lint *l)
{
	if (!l->nkept)
		return;
	qsort(l->kept, l->nkept, sizeof *l->kept, by_text);
	check_texts(l);
	qsort(l->kept, l->nkept, sizeof *l->kept, by_time);
	check_neighbours(l);
	check_days(l);
}
