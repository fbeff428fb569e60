/* strategy.c - what a strategy says of an account, a network, a day */
#include "smm/strategy.h"

#include "smm/near.h"
#include "smm/when.h"

#include <stdio.h>
#include <string.h>

#define NEAR_MAX 256 /* ids looked at for the nearest */

const struct thing *
things_find(const struct things *t, const char *id)
{
	const struct thing *x;

	for (x = t->first; x; x = x->next)
		if (strcmp(x->id, id) == 0)
			return x;
	return NULL;
}

const char *
things_near(const struct things *t, const char *id)
{
	const char         *known[NEAR_MAX];
	const struct thing *x;
	size_t              n = 0;

	for (x = t->first; x && n < NEAR_MAX; x = x->next)
		known[n++] = x->id;
	return near_word(id, known, n);
}

int
texts_allow(const struct texts *t, const char *word)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (word && strcmp(t->at[i], word) == 0)
			return 1;
	return !t->count;
}

static const struct slots *
slots_of(const struct strategy *s, const char *key)
{
	size_t i;

	for (i = 0; i < s->slots.count; i++)
		if (strcmp(s->slots.at[i].key, key) == 0)
			return s->slots.at + i;
	return NULL;
}

const struct slots *
strategy_slots(const struct strategy *s, const char *account, const char *network)
{
	const struct slots *x = slots_of(s, account);

	return x ? x : slots_of(s, network);
}

static const struct cadence *
cadence_of(const struct strategy *s, const char *key)
{
	size_t i;

	for (i = 0; i < s->cadences.count; i++)
		if (strcmp(s->cadences.at[i].key, key) == 0)
			return s->cadences.at + i;
	return NULL;
}

const struct cadence *
strategy_cadence(const struct strategy *s, const char *account, const char *network)
{
	const struct cadence *x = cadence_of(s, account);

	return x ? x : cadence_of(s, network);
}

static const struct cap *
cap_of(const struct strategy *s, const char *network)
{
	size_t i;

	for (i = 0; i < s->hashtag_caps.count; i++)
		if (strcmp(s->hashtag_caps.at[i].network, network) == 0)
			return s->hashtag_caps.at + i;
	return NULL;
}

long
strategy_hashtag_cap(const struct strategy *s, const char *network)
{
	const struct cap *c = cap_of(s, network);

	if (!c)
		c = cap_of(s, "default");
	return c ? c->most : -1;
}

static const char *
name_on(const struct handles *h, const char *network)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		if (strcmp(h->at[i].network, network) == 0)
			return h->at[i].name;
	return NULL;
}

int
strategy_tags_in_comment(const struct strategy *s, const char *network)
{
	const char *place = name_on(&s->hashtag_places, network);

	if (!place)
		place = name_on(&s->hashtag_places, "default");
	return place && strcmp(place, "first_comment") == 0;
}

const char *
strategy_mention(const struct strategy *s, const char *id, const char *network)
{
	const struct mention *m = (const struct mention *)things_find(&s->mentions, id);

	return m ? name_on(&m->handles, network) : NULL;
}

static int
is_within(const struct minute_range *r, int minute)
{
	if (r->from <= r->to)
		return minute >= r->from && minute < r->to;
	return minute >= r->from || minute < r->to;
}

const char *
strategy_quiet(const struct strategy *s, int64_t day, int minute, char out[24])
{
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
		"Sunday" };
	const struct quiet      *q = &s->quiet;
	const struct holiday    *h = q->holidays ? holiday_on(&s->holidays, HOLIDAY_PUBLIC, day) : NULL;
	size_t                   i;

	if (h)
		return h->title;
	if (q->weekdays & (1u << civil_weekday(day)))
		return days[civil_weekday(day)];
	for (i = 0; i < q->ndates; i++)
		if (day >= q->dates[i].from && day <= q->dates[i].to)
			return "a quiet date";
	for (i = 0; i < q->nhours; i++)
		if (is_within(q->hours + i, minute)) {
			snprintf(out, 24, "%02d:%02d-%02d:%02d", q->hours[i].from / 60 % 24, q->hours[i].from % 60,
			    q->hours[i].to / 60 % 24, q->hours[i].to % 60);
			return out;
		}
	return NULL;
}
