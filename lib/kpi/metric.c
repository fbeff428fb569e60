/* metric.c - metric lines into subjects */
#include "metric.h"

#include "rates.h"
#include "sql.h"

#include <string.h>

#define AHEAD_MS ((int64_t)24 * 3600 * 1000) /* a clock may be wrong by a zone, not by more */
#define DAY_MS   ((int64_t)24 * 3600 * 1000)
#define METRICS_MASK ((UINT64_C(1) << M_METRICS) - 1)

struct read { /* a metric line, as far as it is wanted */
	struct subject like;
	struct slice   id;
	int64_t        at, from, to;
	int            has_from, has_to;
	struct fact    fact; /* its measures, values of those that are wanted */
};

/* The words of schema and table are the same. */
static uint8_t
read_scope(struct kpi *k, struct slice v)
{
	struct said *s = &k->scope;

	if (!stood_is(&s->as, v)) {
		stood_keep(&s->as, v);
		s->word = (uint32_t)over_find(v.at + 1, v.len - 2);
	}
	return (uint8_t)s->word;
}

static int
read_id(struct kpi *k, const struct fields *f, struct read *r, struct err *e)
{
	int i = has_field(f, F_SUBJECT) ? F_SUBJECT : F_REF;

	r->id = (struct slice){ "", 0 };
	if (!has_field(f, i)) {
		if (r->like.over == OVER_ACCOUNT)
			return 0;
		return err_set(e, FAULT_INPUT, "a metric of scope %s without \"subject\" and \"ref\"",
		    over_name(r->like.over));
	}
	r->like.is_ref = i == F_REF;
	r->id = (struct slice){ field_value(f, i).at + 1, field_value(f, i).len - 2 };
	if (memchr(r->id.at, '\\', r->id.len))
		r->id.at = scan_text(field_value(f, i), k->mem, &r->id.len);
	return 0;
}

static int
read_times(struct kpi *k, const struct fields *f, struct read *r, struct err *e)
{
	int is_total = field_true(f, F_TOTAL);

	field_time(f, F_AT, &r->at); /* rec.h has seen that it is one */
	if (r->at > k->set.now + AHEAD_MS)
		return err_set(e, FAULT_INPUT, "\"at\" is %.*s, more than a day ahead of the clock here; --now "
		    "sets another",
		    (int)field_value(f, F_AT).len, field_value(f, F_AT).at);
	r->has_from = has_field(f, F_FROM) && field_time(f, F_FROM, &r->from) == 0;
	r->has_to = has_field(f, F_TO) && field_time(f, F_TO, &r->to) == 0;
	if (r->has_from && r->has_to && r->to < r->from)
		return err_set(e, FAULT_INPUT, "\"to\" is before \"from\"");
	if (!has_field(f, F_TOTAL))
		is_total = !(r->has_from && r->has_to);
	r->like.reading = !is_total ? READ_OWN : r->like.over == OVER_POST ? READ_TOTAL : READ_SERIES;
	r->like.born_known = r->has_from != 0;
	r->like.t1 = r->at;
	r->like.t2 = r->has_from ? r->from : INT64_MIN;
	if (r->like.reading == READ_OWN) {
		r->like.t1 = r->has_from ? r->from : r->at;
		r->like.t2 = r->has_to ? r->to : r->at;
	} else if (r->like.reading == READ_TOTAL) {
		r->like.t1 = r->has_from ? r->from : r->at;
		r->like.t2 = k->source << SOURCE_SHIFT | (int64_t)k->line;
	}
	return 0;
}

static int
read_value(struct kpi *k, const struct fields *f, int m, struct read *r, struct err *e)
{
	struct slice v = field_value(f, F_MEASURE + m);

	if (field_int(f, F_MEASURE + m, r->fact.value + m))
		return err_set(e, FAULT_INPUT, "\"%s\" is %.*s, expected an integer of 64 bits", measure_name(m),
		    v.len > 60 ? 60 : (int)v.len, v.at);
	if (r->fact.value[m] < 0 && r->like.reading != READ_OWN)
		return err_set(e, FAULT_INPUT, "\"%s\" is %.*s, expected a running total that is not below 0",
		    measure_name(m),
		    (int)v.len, v.at);
	if ((m == M_SPEND || m == M_COST || m == M_REVENUE) && k->rates &&
	    rates_convert(k->rates, r->like.currency, r->like.reading == READ_OWN && r->has_from ? r->from : r->at,
	    r->fact.value + m))
		return err_set(e, FAULT_INPUT, "the file of rates has none from \"%s\" to %s for that day",
		    pool_text(k->words, r->like.currency, NULL), k->set.currency);
	return 0;
}

#define INTERACTIONS_MASK \
	(UINT64_C(1) << M_LIKES | UINT64_C(1) << M_COMMENTS | UINT64_C(1) << M_SHARES | UINT64_C(1) << M_SAVES)

static void
add_early(struct read *r)
{
	uint64_t left = r->fact.has & INTERACTIONS_MASK;
	int64_t  sum = 0, value;

	for (; left; left &= left - 1) {
		value = r->fact.value[__builtin_ctzll(left)];
		sum += value / 4 < INT64_MAX / 16 ? value : 0;
	}
	r->fact.value[M_EARLY] = sum;
	r->fact.has |= UINT64_C(1) << M_EARLY;
}

static int
is_early(const struct read *r)
{
	return r->like.reading == READ_TOTAL && r->has_from && r->at - r->from <= DAY_MS;
}

static int
read_values(struct kpi *k, const struct fields *f, struct read *r, struct err *e)
{
	uint64_t left;

	r->fact.has = fields_measures(f);
	if (k->rates || r->fact.has & ~(f->ints >> F_MEASURE)) {
		for (left = r->fact.has; left; left &= left - 1)
			if (read_value(k, f, __builtin_ctzll(left), r, e))
				return -1;
	} else { /* there is nothing to say about any, nor do any other than those that are wanted matter */
		for (left = r->fact.has & (k->measures | UINT64_C(1) << M_FOLLOWERS); left; left &= left - 1)
			r->fact.value[__builtin_ctzll(left)] = skim_int(f->at[F_MEASURE + __builtin_ctzll(left)]);
	}
	if (k->measures >> M_EARLY & 1 && r->fact.has & INTERACTIONS_MASK && is_early(r))
		add_early(r);
	return 0;
}

static int
read_currency(struct kpi *k, const struct fields *f, struct read *r, struct err *e)
{
	struct slice v;

	if (!has_field(f, F_CURRENCY))
		return 0;
	v = field_value(f, F_CURRENCY);
	if (v.len != 5 || !is_currency(v.at + 1))
		return err_set(e, FAULT_INPUT, "\"currency\" is %.*s, expected a currency of ISO 4217, like \"EUR\"",
		    v.len > 40 ? 40 : (int)v.len, v.at);
	r->like.currency = field_word(k, f, F_CURRENCY);
	return 0;
}

/* Each line on its own: nothing is remembered. */
static void
add_distinct(struct kpi *k, struct read *r)
{
	struct fact *f = &r->fact;

	f->over = (enum over)r->like.over;
	f->as_of = r->at;
	f->at = r->like.reading == READ_OWN ? r->like.t1 : r->at;
	f->key[KEY_ACCOUNT] = r->like.account;
	f->key[KEY_NETWORK] = r->like.network;
	f->key[KEY_CAMPAIGN] = r->like.campaign;
	f->key[KEY_PILLAR] = r->like.pillar;
	f->currency = r->like.currency;
	if (r->like.over == OVER_POST && !r->like.is_ref) {
		f->post = r->id.at;
		f->post_len = r->id.len;
		if (k->keys >> KEY_POST & 1)
			f->key[KEY_POST] = pool_add(k->words, r->id.at, r->id.len);
	}
	f->has &= METRICS_MASK & (k->measures | MONEY_MEASURES); /* money says which currency the group is of */
	cells_add(k->cells, f);
}

static int
keep(struct kpi *k, struct read *r, struct err *e)
{
	int64_t values[M_COUNT];
	size_t  i, columns = subjects_columns(k->subjects);
	int     m;

	for (i = 0; i < columns; i++) {
		m = subjects_measure(k->subjects, i);
		values[i] = r->fact.has >> m & 1 ? r->fact.value[m] : INT64_MIN;
	}
	if (k->sql) {
		sql_reading(k->sql, &r->like, r->id.at, r->id.len, values, r->at);
		return 0;
	}
	return subjects_add(k->subjects, &r->like, r->id.at, r->id.len, values, r->at, e);
}

int
metric_line(struct kpi *k, const struct fields *f, struct err *e)
{
	struct read r;

	memset(&r.like, 0, sizeof r.like);
	fact_begin(&r.fact);
	r.like.over = read_scope(k, field_value(f, F_SCOPE));
	r.like.network = field_word(k, f, F_NETWORK);
	if (!k->set.distinct || k->keys >> KEY_ACCOUNT & 1)
		r.like.account = field_word(k, f, F_ACCOUNT);
	if (k->keys >> KEY_CAMPAIGN & 1)
		r.like.campaign = field_word(k, f, F_CAMPAIGN);
	if (k->keys >> KEY_PILLAR & 1)
		r.like.pillar = field_word(k, f, F_PILLAR);
	if (read_id(k, f, &r, e) || read_times(k, f, &r, e) || read_currency(k, f, &r, e) || read_values(k, f, &r, e))
		return -1;
	if (k->rates && r.like.currency)
		r.like.currency = rates_to(k->rates);
	if (k->set.distinct) {
		add_distinct(k, &r);
		return 0;
	}
	if (r.fact.has >> M_FOLLOWERS & 1 && (r.like.over == OVER_ACCOUNT || r.like.over == OVER_RIVAL))
		followers_add(k->followers, (enum over)r.like.over, r.like.network, r.like.over == OVER_ACCOUNT ?
		    r.like.account : pool_add(k->words, r.id.at, r.id.len), r.at, r.fact.value[M_FOLLOWERS]);
	if (!(k->overs >> r.like.over & 1))
		return 0;
	return keep(k, &r, e);
}
