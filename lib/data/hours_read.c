/* hours_read.c - the business hours of smm.yaml, and their holidays when they are asked for */
#include "smm/conf.h"

#include "hours_read.h"
#include "smm/fields.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MINUTES  1440
#define WEEK_MINUTES (7 * DAY_MINUTES)

static int
read_days(const struct place *p, const struct node *n, struct err *e)
{
	unsigned days = n->type == NODE_SCALAR ? weekdays_read(n->text, n->len) : 0;

	if (!days)
		return yaml_expected(p->yaml, n, "days, like mon-fri or mon,wed,fri-sat", e);
	*(unsigned *)p->to = days;
	return 0;
}

static int
read_minute(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || minute_read(n->text, n->len, p->to))
		return yaml_expected(p->yaml, n, "a time of day in quotes, like \"09:00\"", e);
	return 0;
}

struct shift_words {
	struct shift shift;
	struct texts holidays;
};

static const struct field shift_fields[] = {
	{ "days",     read_days,   offsetof(struct shift_words, shift.weekdays), 1 },
	{ "from",     read_minute, offsetof(struct shift_words, shift.from),     1 },
	{ "to",       read_minute, offsetof(struct shift_words, shift.to),       1 },
	{ "holidays", field_texts, offsetof(struct shift_words, holidays),       0 },
	{ 0 }
};

/* The minutes of the week that a shift covers, each at most once. 0, or -1 when one was taken. */
static int
cover(const struct shift *s, unsigned char week[WEEK_MINUTES])
{
	int length = s->to - s->from + (s->to > s->from ? 0 : DAY_MINUTES), day, i;

	for (day = 0; day < 7; day++)
		for (i = 0; s->weekdays & 1u << day && i < length; i++)
			if (week[(day * DAY_MINUTES + s->from + i) % WEEK_MINUTES]++)
				return -1;
	return 0;
}

static int
check_overlap(const struct place *p, const struct node *n, const struct hours *h, struct err *e)
{
	unsigned char *week = mem_get(WEEK_MINUTES);
	size_t         i;
	int            taken = 0;

	memset(week, 0, WEEK_MINUTES);
	for (i = 0; i < h->count && !taken; i++)
		taken = cover(h->shifts + i, week);
	free(week);
	return taken ? yaml_fail(p->yaml, n->mark, e, "found hours that overlap others of the list") : 0;
}

static void
insert(struct hours *h, const struct shift *s, struct mem *m)
{
	size_t i;

	h->shifts = mem_more(m, h->shifts, h->count, &h->room, sizeof *h->shifts);
	for (i = h->count++; i && h->shifts[i - 1].from > s->from; i--)
		h->shifts[i] = h->shifts[i - 1];
	h->shifts[i] = *s;
}

static void
add_names(struct texts *to, const struct texts *from, struct mem *m)
{
	size_t i;

	for (i = 0; i < from->count; i++) {
		to->at = mem_more(m, to->at, to->count, &to->room, sizeof *to->at);
		to->at[to->count++] = from->at[i];
	}
}

static int
read_shift(const struct place *p, const struct node *n, struct err *e)
{
	struct hours_words *w = p->to;
	struct shift_words  s = { 0 };

	if (yaml_map(p->yaml, n, shift_fields, &s, p->mem, e))
		return -1;
	insert(&w->hours, &s.shift, p->mem);
	add_names(&w->holidays, &s.holidays, p->mem);
	return check_overlap(p, n, &w->hours, e);
}

int
field_hours(const struct place *p, const struct node *n, struct err *e)
{
	((struct hours_words *)p->to)->mark = n->mark;
	return n->type == NODE_MAP ? read_shift(p, n, e) : yaml_list(p, n, read_shift, e);
}

int
hours_open(struct hours_words *w, const struct conf *c, struct mem *m, struct err *e)
{
	size_t i;

	for (i = 0; !w->opened && i < w->holidays.count; i++)
		if (holidays_read(&w->hours.holidays, w->holidays.at[i], c->dir, m, e)) {
			err_in(e, "%s:%zu:%zu: holidays", c->path, w->mark.line, w->mark.column);
			e->fault = FAULT_CONF;
			return -1;
		}
	w->opened = 1;
	return 0;
}
