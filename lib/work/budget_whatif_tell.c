/* budget_whatif_tell.c - scenarios told: as records, or for people */
#include "budget_whatif.h"

#include "smm/lang.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SPLIT_METHOD   "budget over the past cost of each (cpm, cpc, cpa): averages, not what one more brings"
#define CADENCE_METHOD "posts times what a post brought and cost so far: averages, not what one more brings"

/* How many an amount buys; -1: not known. */
static double
bought(const struct cost *c, double micros)
{
	return c->count > 0 ? micros * c->count / c->micros : -1;
}

/* Whether what is known of the network is in the money of its budgets. */
static int
is_known(const struct wish_for *x)
{
	const struct past *p = x->past;

	if (!p || p->mixed)
		return 0;
	return !x->currency || !p->currency || !*p->currency || strcmp(x->currency, p->currency) == 0;
}

static double
past_week(const struct past *p)
{
	return p->posts * 7 / (double)(p->last - p->first + 1);
}

/* Posts a week; of "2-4/week" the middle. */
static double
week(const struct cadence *c)
{
	return (double)(c->least + c->most) / 2 * 7 / c->days;
}

/* --- records -------------------------------------------------------------------------------------------- */

static void
put(struct buf *b, const char *key, double value, const char *form)
{
	if (value < 0)
		return;
	json_key(b, key);
	buf_fmt(b, form, value);
}

static void
write_split(struct whatif *w, const struct wish_for *x)
{
	const struct past *p = x->past;
	struct buf        *b = &w->line;
	double             amount = (double)x->micros;

	json_str(b, "network", x->name);
	json_str(b, "currency", x->currency ? x->currency : p ? p->currency : NULL);
	json_int(b, "budget", x->micros);
	if (x->currency)
		json_int(b, "instead", x->instead);
	if (!is_known(x))
		return;
	put(b, "impressions", bought(&p->impressions, amount), "%.0f");
	put(b, "clicks", bought(&p->clicks, amount), "%.1f");
	put(b, "conversions", bought(&p->conversions, amount), "%.1f");
	json_int(b, "n", p->impressions.n > p->clicks.n ? p->impressions.n : p->clicks.n);
	json_str(b, "method", SPLIT_METHOD);
}

static void
write_cadence(struct whatif *w, const struct wish_for *x)
{
	const struct past *p = x->past;
	struct buf        *b = &w->line;
	double             posts = week(&x->cadence);

	json_str(b, "account", x->name);
	put(b, "posts_week", posts, "%.2f");
	if (!p || !(p->posts > 0))
		return;
	put(b, "instead_week", past_week(p), "%.2f");
	json_int(b, "n", (int64_t)p->posts);
	if (p->measured > 0)
		put(b, "interactions_week", posts * p->interactions / p->measured, "%.1f");
	if (p->currency && !p->mixed) {
		json_str(b, "currency", *p->currency ? p->currency : NULL);
		json_int(b, "cost_week", llround(posts * p->money / p->posts));
	}
	json_str(b, "method", CADENCE_METHOD);
}

/* --- for people ------------------------------------------------------------------------------------------ */

#define FIGURE_SIZE 400 /* room for any double */

static const char *
figure(char room[FIGURE_SIZE], double value, int places)
{
	snprintf(room, FIGURE_SIZE, "%.*f", places, value);
	return lang_point(room);
}

static void
say_count(struct buf *b, const char *form, double count, int places, int *n)
{
	char room[FIGURE_SIZE];

	if (count < 0)
		return;
	buf_str(b, (*n)++ ? ", " : tr("; at its past cost: "));
	buf_fmt(b, form, figure(room, count, places));
}

static void
say_split(struct whatif *w, const struct wish_for *x)
{
	const struct past *p = x->past;
	const char        *currency = x->currency ? x->currency : p && p->currency ? p->currency : "";
	double             amount = (double)x->micros;
	int                n = 0;

	buf_fmt(&w->line, "%s: ", x->name);
	budget_money(&w->line, amount, currency);
	if (x->currency) {
		buf_str(&w->line, tr(" instead of "));
		budget_money(&w->line, (double)x->instead, "");
	}
	if (is_known(x)) {
		say_count(&w->line, tr("%s impressions"), bought(&p->impressions, amount), 0, &n);
		say_count(&w->line, tr("%s clicks"), bought(&p->clicks, amount), 1, &n);
		say_count(&w->line, tr("%s conversions"), bought(&p->conversions, amount), 1, &n);
	}
	if (!n)
		buf_str(&w->line, tr("; nothing is known of what it cost there"));
	else
		buf_fmt(&w->line, tr(" (n %lld)"), (long long)(p->impressions.n > p->clicks.n ? p->impressions.n :
		    p->clicks.n));
}

static void
say_cadence(struct whatif *w, const struct wish_for *x)
{
	const struct past *p = x->past;
	double             posts = week(&x->cadence);
	char               room[FIGURE_SIZE], more[FIGURE_SIZE], n[FIGURE_SIZE];
	long long          days = p && p->posts > 0 ? p->last - p->first + 1 : 0;

	buf_fmt(&w->line, tr("%s: %s posts a week"), x->name, figure(room, posts, 1));
	if (!p || !(p->posts > 0)) {
		buf_str(&w->line, tr("; nothing is known of its posts"));
		return;
	}
	buf_fmt(&w->line, tr(" instead of %s (%s posts in %lld days)"), figure(room, past_week(p), 1),
	    figure(more, p->posts, 0), days);
	if (p->measured > 0)
		buf_fmt(&w->line, tr("; %s interactions a week, %s each (n %s)"),
		    figure(room, posts * p->interactions / p->measured, 1),
		    figure(more, p->interactions / p->measured, 1), figure(n, p->measured, 0));
	if (p->currency && !p->mixed) {
		buf_str(&w->line, tr("; cost a week "));
		budget_money(&w->line, posts * p->money / p->posts, p->currency);
	}
}

int
whatif_tell(struct whatif *w, const struct wish_for *x, struct out *out, struct err *e)
{
	buf_clear(&w->line);
	if (w->ask->people) {
		(x->micros < 0 ? say_cadence : say_split)(w, x);
	} else {
		json_open(&w->line, '{');
		json_str(&w->line, "type", "scenario");
		json_str(&w->line, "scenario", x->scenario);
		(x->micros < 0 ? write_cadence : write_split)(w, x);
		json_close(&w->line, '}');
	}
	return out_line(out, w->line.at, w->line.len, e);
}

int
whatif_tell_method(struct whatif *w, struct out *out, struct err *e)
{
	buf_clear(&w->line);
	buf_str(&w->line, tr("Method: averages of all the journal; one more post or euro may bring less than the ones "
	    "before."));
	return out_line(out, w->line.at, w->line.len, e);
}
