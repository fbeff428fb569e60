/* pace.c - how fast an account may send: distance, caps, money, and what the network has said */
#include "pace.h"

#include "smm/retry.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define GAP_MS  60000 /* among posts of a backlog, where nothing else is said */
#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

#define FORM "1 %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 \
	" %" PRId64

const char *
pace_write(const struct pace *p, struct mem *m)
{
	return mem_fmt(m, FORM, p->sent, p->until, p->day, p->posts_day, p->spent_day, p->hour, p->posts_hour, p->month,
	    p->spent_month);
}

void
pace_read(struct pace *p, const char *text)
{
	static const char form[] = "1 %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64
	    " %" SCNd64 " %" SCNd64;

	memset(p, 0, sizeof *p);
	if (text && sscanf(text, form, &p->sent, &p->until, &p->day, &p->posts_day, &p->spent_day, &p->hour,
	    &p->posts_hour, &p->month, &p->spent_month) != 9)
		memset(p, 0, sizeof *p);
}

int64_t
pace_cost(const struct account *a, const struct net *n, const char *text, int has_link)
{
	if (a->pace.call >= 0 || !n)
		return a->pace.call >= 0 ? a->pace.call : 0;
	return has_link || (text && text_has_link(&n->text, text)) ? n->price.link : n->price.post;
}

const char *
pace_app(const struct account *a, const struct net *n, struct mem *m)
{
	const char *server = a->server ? a->server : n->server;

	return mem_fmt(m, "%s %s", n->name, server ? server : "");
}

struct periods { /* now, and when the next ones begin */
	int64_t day, hour, month;
	int64_t next_day, next_hour, next_month;
};

static int64_t
begins(int year, int month, int day)
{
	struct civil c = { .year = year, .month = month, .day = day };
	enum wall    how;
	int          offset;

	return zone_instant(&c, &offset, &how);
}

static struct periods
periods_at(int64_t now)
{
	int64_t        local = now + zone_offset(now) * INT64_C(1000);
	struct periods p = { .day = local / DAY_MS, .hour = local / HOUR_MS };
	struct civil   today, tomorrow;

	civil_from_days(p.day, &today);
	civil_from_days(p.day + 1, &tomorrow);
	p.month = today.year * 12 + today.month - 1;
	p.next_hour = now - local % HOUR_MS + HOUR_MS;
	p.next_day = begins(tomorrow.year, tomorrow.month, tomorrow.day);
	p.next_month = today.month == 12 ? begins(today.year + 1, 1, 1) : begins(today.year, today.month + 1, 1);
	return p;
}

/* Takes the later of the two, and its reason. */
static void
later(int64_t *wake, int64_t until, int64_t now, struct err *why, const char *reason, int64_t number)
{
	if (until <= now || until <= *wake)
		return;
	*wake = until;
	err_set(why, FAULT_LIMIT, reason, number); /* each reason takes one number, or none */
}

static int64_t
gap_ms(const struct pace_rules *r, const struct wish *w)
{
	if (r->gap_ms >= 0)
		return r->gap_ms;
	return w->is_late ? GAP_MS : 0;
}

static void
wait_for_posts(const struct pace *p, const struct pace_rules *r, const struct periods *t, int64_t now, int64_t *wake,
    struct err *why)
{
	if (r->day >= 0 && (p->day == t->day ? p->posts_day : 0) >= r->day)
		later(wake, t->next_day, now, why, "the account's cap of %" PRId64 " posts a day is reached", r->day);
	if (r->hour >= 0 && (p->hour == t->hour ? p->posts_hour : 0) >= r->hour)
		later(wake, t->next_hour, now, why, "the account's cap of %" PRId64 " posts an hour is reached",
		    r->hour);
}

static void
wait_for_money(const struct pace *p, const struct pace_rules *r, const struct periods *t, int64_t cost, int64_t now,
    int64_t *wake, struct err *why)
{
	int64_t day = p->day == t->day ? p->spent_day : 0, month = p->month == t->month ? p->spent_month : 0;

	if (cost && r->spend_day >= 0 && day + cost > r->spend_day)
		later(wake, t->next_day, now, why, "the request would cost more than is left of the day's %" PRId64
		    " micros", r->spend_day);
	if (cost && r->spend_month >= 0 && month + cost > r->spend_month)
		later(wake, t->next_month, now, why, "the request would cost more than is left of the month's %" PRId64
		    " micros", r->spend_month);
}

int64_t
pace_wait(const struct pace *p, const struct pace_rules *r, const struct wish *w, int64_t now, struct err *why)
{
	struct periods t = periods_at(now);
	int64_t        wake = 0, gap = gap_ms(r, w);

	later(&wake, p->until, now, why, "the network wants to hear nothing more from this account for now", 0);
	if (w->is_first) {
		/* a clock that was set back must not keep the account silent */
		if (p->sent && p->sent <= now)
			later(&wake, p->sent + gap, now, why, "the account's posts keep a distance of %" PRId64 " s",
			    gap / 1000);
		wait_for_posts(p, r, &t, now, &wake, why);
	}
	wait_for_money(p, r, &t, w->cost, now, &wake, why);
	return wake;
}

void
pace_count(struct pace *p, const struct wish *w, int64_t now)
{
	struct periods t = periods_at(now);

	if (p->day != t.day)
		p->posts_day = p->spent_day = 0;
	if (p->hour != t.hour)
		p->posts_hour = 0;
	if (p->month != t.month)
		p->spent_month = 0;
	p->day = t.day;
	p->hour = t.hour;
	p->month = t.month;
	p->spent_day += w->cost;
	p->spent_month += w->cost;
	if (!w->is_first)
		return;
	p->sent = now;
	p->posts_day++;
	p->posts_hour++;
}

int64_t
pace_told(const struct call *c, const struct reply *r, int64_t now)
{
	int64_t header = retry_after(r, now);

	return header > c->wake ? header : c->wake;
}
