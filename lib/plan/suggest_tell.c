/* suggest_tell.c - weekdays and hours, and how well the posts of an account did in them */
#include "suggest_parts.h"

#include "smm/lang.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS (7 * 24)

struct cells { /* of one account */
	double *z[CELLS]; /* of each weekday and hour */
	size_t  n[CELLS];
	double  days[7], hours[24]; /* sums of z, then means */
	size_t  in_day[7], in_hour[24];
};

static int
cell_of(int64_t at)
{
	int64_t sec = at / 1000 + zone_offset(at), day = (sec - (sec < 0 ? 86399 : 0)) / 86400;

	return civil_weekday(day) * 24 + (int)((sec - day * 86400) / 3600);
}

static void
fill(struct cells *c, const struct published *p, size_t count, struct mem *m)
{
	double *room = mem_alloc(m, count * sizeof *room);
	size_t  i;
	int     at;

	memset(c, 0, sizeof *c);
	for (i = 0; i < count; i++)
		c->n[cell_of(p[i].at)]++;
	for (at = 0; at < CELLS; at++) {
		c->z[at] = room;
		room += c->n[at];
		c->n[at] = 0;
	}
	for (i = 0; i < count; i++) {
		at = cell_of(p[i].at);
		c->z[at][c->n[at]++] = p[i].z;
		c->days[at / 24] += p[i].z;
		c->in_day[at / 24]++;
		c->hours[at % 24] += p[i].z;
		c->in_hour[at % 24]++;
	}
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *z, size_t n)
{
	qsort(z, n, sizeof *z, by_value);
	return n % 2 ? z[n / 2] : (z[n / 2 - 1] + z[n / 2]) / 2;
}

static void
judge(struct cells *c, int at, struct proposal *p)
{
	double mean, n = (double)c->n[at];

	p->weekday = at / 24;
	p->hour = at % 24;
	p->n = c->n[at];
	p->enough = p->n >= SUGGEST_LEAST;
	if (!p->enough)
		return;
	mean = (c->days[p->weekday] / (double)c->in_day[p->weekday] +
	    c->hours[p->hour] / (double)c->in_hour[p->hour]) / 2;
	p->median = median(c->z[at], c->n[at]);
	p->score = (n * p->median + SUGGEST_WEIGHT * mean) / (n + SUGGEST_WEIGHT);
}

/* Those with enough first, the best of them first; what is left by weekday and hour. */
static int
by_score(const void *a, const void *b)
{
	const struct proposal *x = a, *y = b;

	if (x->enough != y->enough)
		return y->enough - x->enough;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->weekday * 24 + x->hour - (y->weekday * 24 + y->hour);
}

static int
tell_account(const struct published *posts, size_t count, struct proposal like, struct mem *m, suggest_each *each,
    void *arg, struct err *e)
{
	struct proposal all[CELLS];
	struct cells    c;
	size_t          n = 0, i;
	int             at;

	fill(&c, posts, count, m);
	for (at = 0; at < CELLS; at++) {
		if (!c.n[at])
			continue;
		all[n] = like;
		judge(&c, at, all + n++);
	}
	qsort(all, n, sizeof *all, by_score);
	for (i = 0; i < n; i++)
		if (each(arg, all + i, e))
			return -1;
	return 0;
}

int
suggest_tell(struct suggest *s, const char *zone, suggest_each *each, void *arg, struct err *e)
{
	struct proposal like = { .zone = zone };
	size_t          from, to;

	if (zone_set(zone, e))
		return -1;
	for (from = 0; from < s->nposts; from = to) {
		for (to = from + 1; to < s->nposts && strcmp(s->posts[to].account, s->posts[from].account) == 0; to++)
			;
		mem_reset(s->scratch);
		like.account = s->posts[from].account;
		like.network = s->posts[from].network;
		if (tell_account(s->posts + from, to - from, like, s->scratch, each, arg, e))
			return -1;
	}
	return 0;
}

/* --- written ---------------------------------------------------------------------------------------- */

#define METHOD                                                                                            \
	"(n * median(z) + 3 * (mean(z of the weekday) + mean(z of the hour)) / 2) / (n + 3); z: log(1 + " \
	"likes+comments+shares+saves) standardised within the account"

#define SCORE_SIZE 400 /* room for any double */

static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

struct writing {
	const struct suggest_report *report;
	struct out                  *out;
	struct buf                   line;
};

static void
write_record(const struct proposal *p, struct buf *b)
{
	json_open(b, '{');
	json_str(b, "type", "slot");
	json_str(b, "account", p->account);
	json_str(b, "network", *p->network ? p->network : NULL);
	json_str(b, "tz", p->zone);
	json_str(b, "weekday", days[p->weekday]);
	json_int(b, "hour", p->hour);
	json_int(b, "n", (int64_t)p->n);
	json_bool(b, "enough", p->enough);
	if (p->enough) {
		json_key(b, "median");
		buf_fmt(b, "%.4f", p->median);
		json_key(b, "score");
		buf_fmt(b, "%.4f", p->score);
		json_str(b, "method", METHOD);
	}
	json_close(b, '}');
}

static void
say_score(struct buf *b, const struct proposal *p)
{
	char score[SCORE_SIZE], median[SCORE_SIZE];

	snprintf(score, sizeof score, "%+.2f", p->score);
	snprintf(median, sizeof median, "%+.2f", p->median);
	buf_fmt(b, tr("score %s, median %s, n %zu"), lang_point(score), lang_point(median), p->n);
}

/* As it would stand in `slots` of the strategy, then why. */
static void
write_words(const struct proposal *p, struct buf *b)
{
	buf_fmt(b, "  %s: \"%s %02d:00\"  ", p->account, days[p->weekday], p->hour);
	if (p->enough)
		say_score(b, p);
	else
		buf_fmt(b, tr("not enough data, n %zu"), p->n);
}

static int
write_one(void *arg, const struct proposal *p, struct err *e)
{
	struct writing *w = arg;

	buf_clear(&w->line);
	if (w->report->people)
		write_words(p, &w->line);
	else
		write_record(p, &w->line);
	return out_line(w->out, w->line.at, w->line.len, e);
}

static int
write_zone(struct suggest *s, const char *zone, struct writing *w, struct err *e)
{
	buf_clear(&w->line);
	buf_fmt(&w->line, tr("%s: %zu posts published, of %zu it is known what they brought after a day or more"),
	    zone ? zone : tr("the zone of this machine"), s->published, s->nposts);
	if (w->report->people && out_line(w->out, w->line.at, w->line.len, e))
		return -1;
	return suggest_tell(s, zone, write_one, w, e);
}

/* Whether an audience before this one has the same zone. */
static int
was_told(const struct strategy *s, const struct audience *a)
{
	const struct thing *t;

	for (t = s->audiences.first; t != &a->is; t = t->next)
		if (((const struct audience *)(const void *)t)->zone &&
		    strcmp(((const struct audience *)(const void *)t)->zone, a->zone) == 0)
			return 1;
	return 0;
}

int
suggest_write(struct suggest *s, const struct suggest_report *r, struct out *out, struct err *e)
{
	struct writing         w = { .report = r, .out = out };
	const struct thing    *t;
	const struct audience *a;
	int                    told = 0, rc = 0;

	for (t = r->strategy ? r->strategy->audiences.first : NULL; t && !rc; t = t->next) {
		a = (const struct audience *)(const void *)t;
		if (!a->zone || was_told(r->strategy, a))
			continue;
		told = 1;
		rc = write_zone(s, a->zone, &w, e);
	}
	if (!told)
		rc = write_zone(s, r->zone, &w, e);
	buf_release(&w.line);
	return rc;
}
