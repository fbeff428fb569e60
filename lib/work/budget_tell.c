/* budget_tell.c - budgets told: as records, or for people */
#include "budget_parts.h"

#include "smm/lang.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdio.h>
#include <math.h>

#define METHOD                                                                                               \
	"spend by day; forecast: what is spent and the mean of the days with a figure for each day left, with " \
	"the 95 % prediction interval of a sum"

static const char *const states[] = { "unknown", "ok", "slow", "fast", "over" };

static const char *
day_text(struct mem *m, int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return mem_fmt(m, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void
write_days(struct budgets *b, const struct share *s)
{
	size_t i;

	json_key(&b->line, "days");
	buf_char(&b->line, '[');
	for (i = 0; i < s->days; i++) {
		json_open(&b->line, '{');
		json_str(&b->line, "day", day_text(b->mem, s->campaign->from + (int64_t)i));
		json_int(&b->line, "budget", share_planned(s, i + 1) - share_planned(s, i));
		if (s->known[i])
			json_int(&b->line, "spend", s->spent[i]);
		json_close(&b->line, '}');
	}
	buf_char(&b->line, ']');
}

static void
write_figures(struct budgets *b, const struct share *s)
{
	if (s->has_spend)
		json_int(&b->line, "spend", s->total);
	if (s->complete) {
		json_int(&b->line, "planned", s->planned);
		json_str(&b->line, "through", day_text(b->mem, s->campaign->from + (int64_t)s->complete - 1));
		json_int(&b->line, "n", (int64_t)s->nknown);
	}
	if (s->planned) {
		json_key(&b->line, "pace");
		buf_fmt(&b->line, "%.4f", (double)s->through / (double)s->planned);
	}
	if (s->has_end) {
		json_int(&b->line, "forecast", llround(s->end.sum));
		json_int(&b->line, "low", llround(s->end.low));
		json_int(&b->line, "high", llround(s->end.high));
		json_str(&b->line, "method", METHOD);
	}
}

static void
write_record(struct budgets *b, const struct share *s)
{
	char at[WHEN_SIZE];

	json_open(&b->line, '{');
	json_str(&b->line, "type", "budget");
	json_str(&b->line, "campaign", s->campaign->is.id);
	json_str(&b->line, "network", s->budget->network);
	json_str(&b->line, "at", when_write(at, b->ask->now, zone_offset(b->ask->now)));
	json_str(&b->line, "status", states[s->state]);
	json_str(&b->line, "currency", s->campaign->currency);
	json_int(&b->line, "budget", s->budget->micros);
	write_figures(b, s);
	if (s->days)
		write_days(b, s);
	json_close(&b->line, '}');
}

void
budget_money(struct buf *b, double micros, const char *currency)
{
	char amount[400]; /* room for any double */

	snprintf(amount, sizeof amount, "%.2f", micros / 1e6);
	if (*currency)
		buf_fmt(b, tr("%s %s"), lang_point(amount), currency);
	else
		buf_str(b, lang_point(amount));
}

/* What is left for each day from today on. */
static void
say_left(struct budgets *b, const struct share *s)
{
	int64_t first = b->today > s->campaign->from ? b->today : s->campaign->from;

	if (first > s->campaign->to || s->total >= s->budget->micros)
		return;
	buf_str(&b->line, tr("; left for each day: "));
	budget_money(&b->line, (double)(s->budget->micros - s->total) / (double)(s->campaign->to - first + 1), "");
}

static void
say_pace(struct budgets *b, const struct share *s)
{
	const char *currency = s->campaign->currency;

	if (!s->days) {
		buf_str(&b->line, tr("\n  the campaign has no dates, so no pace"));
		return;
	}
	if (!s->complete) {
		buf_str(&b->line, tr("\n  no day is known yet"));
	} else {
		buf_fmt(&b->line, tr("\n  through %s: "),
		    day_text(b->mem, s->campaign->from + (int64_t)s->complete - 1));
		budget_money(&b->line, (double)s->through, "");
		buf_str(&b->line, tr(" spent, planned "));
		budget_money(&b->line, (double)s->planned, currency);
		if (s->planned)
			buf_fmt(&b->line, tr(", %.0f %%"), 100 * (double)s->through / (double)s->planned);
	}
	say_left(b, s);
	if (!s->has_end) {
		buf_fmt(&b->line, tr("\n  not enough data for a forecast: %zu days known, %d needed"),
		    s->nknown, FORECAST_LEAST);
		return;
	}
	buf_str(&b->line, tr("\n  forecast to the end: "));
	budget_money(&b->line, s->end.sum, "");
	buf_str(&b->line, tr(", 95 % between "));
	budget_money(&b->line, s->end.low, "");
	buf_str(&b->line, tr(" and "));
	budget_money(&b->line, s->end.high, currency);
}

static void
say(struct budgets *b, const struct share *s)
{
	buf_fmt(&b->line, "%s/%s: %s, ", s->campaign->is.id, s->budget->network, tr(states[s->state]));
	if (s->has_spend) {
		budget_money(&b->line, (double)s->total, "");
		buf_str(&b->line, tr(" of "));
	}
	budget_money(&b->line, (double)s->budget->micros, s->campaign->currency);
	say_pace(b, s);
}

int
budget_tell(struct budgets *b, const struct share *s, struct out *out, struct err *e)
{
	buf_clear(&b->line);
	if (b->ask->people)
		say(b, s);
	else
		write_record(b, s);
	return out_line(out, b->line.at, b->line.len, e);
}

/* --- alerts ------------------------------------------------------------------------------------------- */

static enum budget_state
alarm_of(enum budget_state s)
{
	return s == BUDGET_FAST || s == BUDGET_OVER ? s : BUDGET_OK;
}

static void
put_money(struct buf *b, const char *key, double micros)
{
	json_key(b, key);
	buf_fmt(b, "%.6f", micros / 1e6);
}

int
budget_alert(struct budgets *b, const struct share *s, struct out *out, struct err *e)
{
	enum budget_state now = alarm_of(s->state);
	char              at[WHEN_SIZE];

	if (now == s->told || b->ask->people || s->state == BUDGET_UNKNOWN)
		return 0;
	buf_clear(&b->line);
	json_open(&b->line, '{');
	json_str(&b->line, "type", "alert");
	json_str(&b->line, "kind", "budget");
	json_str(&b->line, "level", states[now]);
	json_str(&b->line, "at", when_write(at, b->ask->now, zone_offset(b->ask->now)));
	json_str(&b->line, "subject", mem_fmt(b->mem, "%s/%s", s->campaign->is.id, s->budget->network));
	put_money(&b->line, "value", now == BUDGET_FAST ? s->end.sum : (double)s->total);
	put_money(&b->line, "expected", (double)s->budget->micros);
	json_close(&b->line, '}');
	return out_line(out, b->line.at, b->line.len, e);
}
