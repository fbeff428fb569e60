/*
 * collect_ages.c - at which ages posts are read, and when they were: a value of the store for each account
 *
 * "collect:ACCOUNT" is an object: post -> when it was last read, in milliseconds. Posts that are not handed in any
 * more fall out of it.
 */
#include "collect_parts.h"

#include "smm/json.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

static int
by_age(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* "90m", "1h", "7d", "4w": milliseconds; 0: it is none. */
static int64_t
read_age(const char *s, size_t len)
{
	int64_t sec;

	if (!len || (s[len - 1] >= '0' && s[len - 1] <= '9') || when_read_span(s, len, &sec))
		return 0;
	return sec * 1000;
}

int
collect_ages(struct collect_settings *s, const char *list, struct err *e)
{
	size_t  len;
	int64_t age;

	for (s->nages = 0; *list; list += len + (list[len] == ',')) {
		len = strcspn(list, ",");
		age = read_age(list, len);
		if (!age)
			return err_set(e, FAULT_USAGE, "--ages: found \"%.*s\", expected ages: 1h,1d,7d,28d", (int)len,
			    list);
		if (s->nages == COLLECT_AGES)
			return err_set(e, FAULT_USAGE, "--ages takes %d ages at most", COLLECT_AGES);
		s->ages[s->nages++] = age;
	}
	if (!s->nages)
		return err_set(e, FAULT_USAGE, "--ages: found nothing, expected ages: 1h,1d,7d,28d");
	qsort(s->ages, s->nages, sizeof *s->ages, by_age);
	return 0;
}

/* An age has come since it was last read; several that were missed are one reading. */
int
collect_is_due(const struct collect *c, const struct wanted *w)
{
	size_t i;

	for (i = 0; i < c->set->nages; i++)
		if (w->at + c->set->ages[i] <= c->now && w->last < w->at + c->set->ages[i])
			return 1;
	return !c->set->nages;
}

static const char *
name_of(struct collect *c, const struct account *a)
{
	return mem_fmt(c->mem, "collect:%s", a->name);
}

int
collect_remember(struct collect *c, struct err *e)
{
	const struct conf *conf = c->set->conf;
	json_t            *kept;
	char              *value;
	size_t             i, n;
	int                found;

	for (i = 0; i < conf->naccounts; i++) {
		found = store_get(c->store, name_of(c, conf->accounts + i), &value, c->mem, e);
		if (found < 0)
			return -1;
		kept = found ? json_loads(value, 0, NULL) : NULL;
		for (n = 0; n < c->nposts && kept; n++)
			if (c->posts[n].account == conf->accounts + i)
				c->posts[n].last = json_integer_value(json_object_get(kept, c->posts[n].id));
		json_decref(kept);
	}
	return 0;
}

int
collect_keep(struct collect *c, struct err *e)
{
	const struct conf *conf = c->set->conf;
	struct named      *all = mem_alloc(c->mem, (conf->naccounts + 1) * sizeof *all);
	struct buf         b = { 0 };
	size_t             i, n, count;

	for (i = 0; i < conf->naccounts; i++) {
		buf_clear(&b);
		json_open(&b, '{');
		for (n = count = 0; n < c->nposts; n++) {
			if (c->posts[n].account != conf->accounts + i || !c->posts[n].last)
				continue;
			json_int(&b, c->posts[n].id, c->posts[n].last);
			count++;
		}
		json_close(&b, '}');
		all[i].name = name_of(c, conf->accounts + i);
		all[i].value = count ? mem_str(c->mem, b.at) : NULL;
	}
	buf_release(&b);
	return store_set_all(c->store, all, conf->naccounts, e);
}
