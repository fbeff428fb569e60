/* hours.c - business hours: how long people at work had, and by when they have had so long */
#include "smm/hours.h"

#include "smm/zone.h"

#define DAY_SEC   86400
#define IDLE_DAYS 731 /* no shift for so long: the hours are given up */

static int64_t
day_of(int64_t ms)
{
	int64_t sec = (ms >= 0 ? ms : ms - 999) / 1000 + zone_offset(ms);

	return (sec >= 0 ? sec : sec - DAY_SEC + 1) / DAY_SEC;
}

static int64_t
instant(int64_t day, int minute)
{
	struct civil c;
	enum wall    how;
	int          offset;

	civil_from_sec(day * DAY_SEC + minute * 60, &c);
	return zone_instant(&c, &offset, &how);
}

static int64_t
shift_end(const struct shift *s, int64_t day)
{
	return instant(s->to > s->from ? day : day + 1, s->to);
}

static int
is_worked(const struct hours *h, int64_t day)
{
	return !holiday_on(&h->holidays, HOLIDAY_PUBLIC, day);
}

static int64_t
between_on(const struct hours *h, int64_t day, int64_t from, int64_t to)
{
	int64_t sum = 0, begin, end;
	size_t  i;

	for (i = 0; i < h->count; i++) {
		if (!(h->shifts[i].weekdays & 1u << civil_weekday(day)))
			continue;
		begin = instant(day, h->shifts[i].from);
		end = shift_end(h->shifts + i, day);
		if (begin < from)
			begin = from;
		if (end > to)
			end = to;
		sum += end > begin ? end - begin : 0;
	}
	return sum;
}

int64_t
hours_between(const struct hours *h, int64_t from, int64_t to)
{
	int64_t day, last, sum = 0;

	if (to <= from)
		return 0;
	if (!h)
		return to - from;
	last = day_of(to);
	for (day = day_of(from) - 1; day <= last; day++) /* a shift of the day before may still run */
		if (is_worked(h, day))
			sum += between_on(h, day, from, to);
	return sum;
}

/* Takes from *span what the day offers after `from`. 1 when it is enough: *end is where it ends. */
static int
spend_on(const struct hours *h, int64_t day, int64_t from, int64_t *span, int64_t *end)
{
	int64_t begin, stop;
	size_t  i;

	for (i = 0; i < h->count; i++) {
		if (!(h->shifts[i].weekdays & 1u << civil_weekday(day)))
			continue;
		begin = instant(day, h->shifts[i].from);
		stop = shift_end(h->shifts + i, day);
		if (begin < from)
			begin = from;
		if (stop <= begin)
			continue;
		if (*span <= stop - begin) {
			*end = begin + *span;
			return 1;
		}
		*span -= stop - begin;
	}
	return 0;
}

int64_t
hours_after(const struct hours *h, int64_t from, int64_t span)
{
	int64_t day, end = 0, left = span, before;
	int     idle = 0;

	if (!h)
		return from + span;
	for (day = day_of(from) - 1; idle < IDLE_DAYS; day++) {
		before = left;
		if (is_worked(h, day) && spend_on(h, day, from, &left, &end))
			return end;
		idle = left == before ? idle + 1 : 0;
	}
	return from + span;
}
