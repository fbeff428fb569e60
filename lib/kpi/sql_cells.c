/* sql_cells.c - in the database: facts into the cells of a view, by expressions made from the definitions */
#include "sql.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

struct asking { /* one formula of one view */
	struct kpi            *k;
	struct cells          *view;
	const struct formula  *f;
	size_t                 formula, nkeys;
	const struct kpi_base *base;
};

/* --- expressions ------------------------------------------------------------------------------------------- */

static void
overs_sql(struct buf *b, unsigned overs)
{
	int o, n = 0;

	for (o = 0; o < OVER_COUNT; o++)
		if (overs >> o & 1)
			buf_fmt(b, n++ ? ", %d" : "record IN (%d", o);
	buf_str(b, ")");
}

static void
sum_sql(struct buf *b, const struct expr *x)
{
	size_t i;

	buf_str(b, "(0::numeric");
	for (i = 0; i < x->count; i++)
		buf_fmt(b, " + %ld * coalesce(m%d, 0)::numeric", x->at[i].weight, x->at[i].measure);
	buf_str(b, ")");
}

/* Whether a fact has any of them. */
static void
has_sql(struct buf *b, const struct expr *x)
{
	size_t i;

	for (i = 0; i < x->count; i++)
		buf_fmt(b, i ? ", m%d" : "num_nonnulls(m%d", x->at[i].measure);
	buf_str(b, ") > 0");
}

static int
is_paired(const struct kpi_def *d)
{
	return d->how == KPI_PAIRED || d->how == KPI_RATES || d->how == KPI_NETWORK;
}

static int
is_list(const struct kpi_def *d)
{
	return d->how == KPI_TOP || d->how == KPI_BOTTOM;
}

/* A record's own rate, rounded as wide_quotient() does: halves away from zero. */
static void
rate_sql(struct buf *b, const struct formula *f, const struct expr *num, const struct expr *den)
{
	struct buf a = { 0 }, d = { 0 };

	sum_sql(&a, num);
	sum_sql(&d, den);
	buf_fmt(b, "sign(%s) * sign(%s) * div(2 * abs(%s) * %ld * 1000000 + abs(%s), 2 * abs(%s))", a.at, d.at, a.at,
	    f->def->scale, d.at, d.at);
	buf_release(&a);
	buf_release(&d);
}

/* --- facts with the keys of a view ------------------------------------------------------------------------- */

static void
period_sql(struct buf *b, const struct kpi_settings *s, const struct kpi_view *v)
{
	if (v->until) {
		buf_fmt(b, "CASE WHEN f.at < %lld THEN 0 END", (long long)v->until);
		return;
	}
	buf_str(b, "CASE WHEN true");
	if (s->from != KPI_OPEN)
		buf_fmt(b, " AND f.at >= %lld", (long long)s->from);
	if (s->to != KPI_OPEN)
		buf_fmt(b, " AND f.at < %lld", (long long)s->to);
	buf_str(b, " THEN 0");
	if (s->was_from != KPI_OPEN)
		buf_fmt(b, " WHEN f.at >= %lld AND f.at < %lld THEN 1", (long long)s->was_from, (long long)s->was_to);
	buf_str(b, " END");
}

/* As time_label() has it. */
static const char *
time_sql(enum kpi_key key)
{
	switch (key) {
	case KEY_DAY: return "day";
	case KEY_WEEK: return "day - ((day + 3) % 7 + 7) % 7";
	case KEY_MONTH: return "date_trunc('month', date '1970-01-01' + day::int)::date - date '1970-01-01'";
	case KEY_HOUR: return "(wall - floor(wall / 86400000.0) * 86400000)::bigint / 3600000";
	default: return "((day + 3) % 7 + 7) % 7";
	}
}

static int
is_tag(enum kpi_key key)
{
	return key == KEY_HASHTAG || key == KEY_TOPIC;
}

/* A row for each of the fact's tags, as far as they are what this key asks for. */
static void
tags_sql(struct buf *b, enum kpi_key key)
{
	buf_fmt(b, " LEFT JOIN LATERAL unnest(CASE WHEN (%u >> f.record::int & 1) = %d THEN f.tags END) AS t%d(tag%d) "
	    "ON true", HASHTAG_OVERS, key == KEY_HASHTAG, (int)key, (int)key);
}

static void
view_sql(const struct kpi *k, const struct kpi_view *v, int number, struct buf *b)
{
	const struct kpi_settings *s = &k->set;
	long long                  moved = s->was_from != KPI_OPEN && s->from != KPI_OPEN ?
	    local_at(s->from).day - local_at(s->was_from).day : 0;
	size_t                     i;

	buf_str(b, "DROP TABLE IF EXISTS counted; CREATE TEMP TABLE counted AS SELECT p, f.*");
	for (i = 0; i < v->nkeys; i++)
		if (v->keys[i] >= KEY_DAY)
			buf_fmt(b, ", (%s)::bigint AS g%zu", time_sql(v->keys[i]), i);
		else if (is_tag(v->keys[i]))
			buf_fmt(b, ", coalesce(tag%d, k%d) AS g%zu", v->keys[i], v->keys[i], i);
		else if (v->keys[i] == KEY_PARTNER)
			buf_fmt(b, ", coalesce(nullif(k%d, ''), (SELECT name FROM partner "
			    "WHERE campaign = k%d LIMIT 1), '') AS g%zu", KEY_PARTNER, KEY_CAMPAIGN, i);
		else
			buf_fmt(b, ", k%d AS g%zu", v->keys[i], i);
	buf_str(b, " FROM fact f JOIN zone z ON f.at >= z.since AND f.at < z.until CROSS JOIN LATERAL (SELECT ");
	period_sql(b, s, v);
	buf_fmt(b, " AS p) pp CROSS JOIN LATERAL (SELECT f.at + 1000 * z.east AS wall) ww CROSS JOIN LATERAL (SELECT "
	    "floor(wall / 86400000.0)::bigint + CASE p WHEN 1 THEN %lld ELSE 0 END AS day) dd", moved);
	for (i = 0; i < v->nkeys; i++)
		if (is_tag(v->keys[i]))
			tags_sql(b, v->keys[i]);
	buf_fmt(b, " WHERE p IS NOT NULL AND (for_view IS NULL OR for_view = %d)", number);
}

/* --- what is asked of a formula ---------------------------------------------------------------------------- */

static void
select_sql(const struct asking *a, struct buf *b)
{
	size_t i;

	buf_fmt(b, "SELECT p, %s AS cur", a->f->is_money ? "CASE WHEN has_money THEN currency END" : "''");
	for (i = 0; i < a->nkeys; i++)
		buf_fmt(b, ", g%zu", i);
}

static void
group_sql(const struct asking *a, struct buf *b)
{
	size_t i;

	buf_str(b, " GROUP BY p, cur");
	for (i = 0; i < a->nkeys; i++)
		buf_fmt(b, ", g%zu", i);
}

/* Conditions under which a fact counts above, and below. */
static void
conditions(const struct formula *f, const struct expr *num, const struct expr *den, struct buf *above,
    struct buf *below)
{
	overs_sql(above, is_paired(f->def) ? num->overs | den->overs : num->overs);
	buf_str(above, " AND ");
	has_sql(above, num);
	if (!f->def->den) {
		buf_str(below, "false");
		return;
	}
	overs_sql(below, is_paired(f->def) ? num->overs | den->overs : den->overs);
	buf_str(below, " AND ");
	has_sql(below, den);
	if (!is_paired(f->def))
		return;
	buf_fmt(above, " AND %s", below->at);
	if (f->def->how == KPI_RATES) {
		buf_str(above, " AND ");
		sum_sql(above, den);
		buf_str(above, " <> 0");
	}
	buf_clear(below);
	buf_str(below, above->at);
}

/* The sum above, with its sign for KPI_MOST; 0 for what is counted or listed. */
static void
number_sql(const struct formula *f, const struct expr *num, const struct expr *den, struct buf *b)
{
	struct buf x = { 0 };

	if (f->def->how == KPI_RATES)
		rate_sql(&x, f, num, den);
	else
		sum_sql(&x, num);
	if (f->is_counted || is_list(f->def))
		buf_str(b, "sum(0)");
	else
		buf_fmt(b, f->def->how == KPI_MOST ? "max(%s)" : "sum(%s)", x.at);
	buf_release(&x);
}

static void
sums_sql(const struct asking *a, const struct expr *num, const struct expr *den, const char *where, struct buf *b)
{
	const struct formula *f = a->f;
	struct buf            above = { 0 }, below = { 0 }, x = { 0 };
	size_t                i;

	conditions(f, num, den, &above, &below);
	select_sql(a, b);
	buf_str(b, ", ");
	number_sql(f, num, den, b);
	buf_fmt(b, " FILTER (WHERE %s), ", above.at);
	sum_sql(&x, den);
	buf_fmt(b, "sum(%s) FILTER (WHERE %s), ", f->def->how == KPI_RATES ? "1" : x.at, below.at);
	buf_fmt(b, "count(*) FILTER (WHERE (%s) OR (%s)), max(as_of) FILTER (WHERE (%s) OR (%s)), ", above.at, below.at,
	    above.at, below.at);
	if (f->beside >= 0) {
		buf_fmt(b, "sum(m%d) FILTER (WHERE ", f->beside);
		overs_sql(b, f->num.overs);
		buf_str(b, "), 0");
	} else {
		buf_str(b, "0, 0");
	}
	for (i = 0; f->has_interval && i < num->count; i++)
		buf_fmt(b, "%s coalesce(sum(m%d), 0)", " +", num->at[i].measure);
	buf_str(b, " FROM counted WHERE ");
	overs_sql(b, f->num.overs | f->den.overs);
	buf_str(b, where);
	group_sql(a, b);
	buf_release(&above);
	buf_release(&below);
	buf_release(&x);
}

static void
values_sql(const struct asking *a, struct buf *b)
{
	struct buf above = { 0 }, below = { 0 }, x = { 0 };

	conditions(a->f, &a->f->num, &a->f->den, &above, &below);
	sum_sql(&x, &a->f->num);
	select_sql(a, b);
	buf_fmt(b, ", %s AS x, count(*) FROM counted WHERE %s", x.at, above.at);
	group_sql(a, b);
	buf_str(b, ", x");
	buf_release(&above);
	buf_release(&below);
	buf_release(&x);
}

/* The best of every group, equal ones by their ids: bytes, as strcmp() has them. */
static void
list_sql(const struct asking *a, struct buf *b)
{
	struct buf above = { 0 }, below = { 0 }, x = { 0 };
	size_t     i;

	conditions(a->f, &a->f->num, &a->f->den, &above, &below);
	sum_sql(&x, &a->f->num);
	buf_str(b, "SELECT * FROM (");
	select_sql(a, b);
	buf_fmt(b, ", %s AS x, coalesce(nullif(subject, ''), k%d) AS what, words, "
	    "row_number() OVER (PARTITION BY p, %s", x.at, KEY_POST, a->f->is_money ? "has_money, currency" : "1");
	for (i = 0; i < a->nkeys; i++)
		buf_fmt(b, ", g%zu", i);
	buf_fmt(b, " ORDER BY %s %s, coalesce(nullif(subject, ''), k%d) COLLATE \"C\", words COLLATE \"C\") AS place "
	    "FROM counted WHERE %s) q WHERE place <= %zu ORDER BY place", x.at,
	    a->f->def->how == KPI_TOP ? "DESC" : "ASC", KEY_POST, above.at, a->k->set.top);
	buf_release(&above);
	buf_release(&below);
	buf_release(&x);
}

/* --- what comes back --------------------------------------------------------------------------------------- */

static wide
wide_of(const char *s)
{
	int  is_negative = s && *s == '-';
	wide n = 0;

	for (s += is_negative; s && *s >= '0' && *s <= '9'; s++)
		n = 10 * n + (*s - '0');
	return is_negative ? -n : n;
}

static int64_t
word_of(struct kpi *k, const char *s)
{
	return (int64_t)pool_add(k->words, s, strlen(s));
}

/* The cell that a row is of: p, cur, and the keys. */
static struct cell *
cell_of(const struct asking *a, const char *const *values)
{
	const struct kpi_view *v = cells_view(a->view);
	int64_t                key[TUPLE] = { 0 };
	size_t                 i;

	for (i = 0; i < a->nkeys; i++)
		key[i] = v->keys[i] >= KEY_DAY ? (int64_t)wide_of(values[2 + i]) : word_of(a->k, values[2 + i]);
	key[TUPLE - 1] = values[1] ? word_of(a->k, values[1]) : CELL_NO_MONEY;
	return cells_place(a->view, key, *values[0] == '1' ? PERIOD_WAS : PERIOD_NOW, a->formula);
}

static int
take_sums(void *arg, const char *const *values, size_t count)
{
	const struct asking *a = arg;
	struct cell         *c = cell_of(a, values);
	const char *const   *v = values + 2 + a->nkeys;
	int64_t              as_of = (int64_t)wide_of(v[3]);

	(void)count;
	c->num += wide_of(v[0]);
	c->has_num |= v[0] != NULL;
	c->den += wide_of(v[1]);
	c->has_den |= v[1] != NULL;
	c->n += (int64_t)wide_of(v[2]);
	c->as_of = as_of > c->as_of ? as_of : c->as_of;
	c->without += (int64_t)wide_of(v[4]);
	c->aux += wide_of(v[5]);
	return 0;
}

static int
take_value(void *arg, const char *const *values, size_t count)
{
	const struct asking *a = arg;
	struct cell         *c = cell_of(a, values);

	(void)count;
	cell_count(c, wide_of(values[2 + a->nkeys]), (uint64_t)wide_of(values[3 + a->nkeys]));
	return 0;
}

static int
take_listed(void *arg, const char *const *values, size_t count)
{
	const struct asking *a = arg;
	struct cell         *c = cell_of(a, values);
	const char *const   *v = values + 2 + a->nkeys;

	(void)count;
	if (!c->list)
		c->list = mem_get((a->k->set.top + 1) * sizeof *c->list);
	if (c->nlist < a->k->set.top)
		c->list[c->nlist++] = (struct listed){ wide_of(v[0]), (uint32_t)word_of(a->k, v[1]),
		    (uint32_t)word_of(a->k, v[2]) };
	return 0;
}

/* --- all of it --------------------------------------------------------------------------------------------- */

static int
ask(struct asking *a, struct buf *b, kpi_base_row *take, struct err *e)
{
	int rc = a->base->ask(a->base->arg, b->at, take, a, e);

	buf_clear(b);
	return rc;
}

/* What each network calls engagement; the words are ours. */
static int
ask_networks(struct asking *a, struct buf *b, struct err *e)
{
	const struct network_expr *n = a->f->networks;
	struct buf                 where = { 0 };
	int                        rc = 0;

	for (; n < a->f->networks + a->f->nnetworks && !rc; n++) {
		buf_clear(&where);
		buf_fmt(&where, " AND k%d = '%s'", KEY_NETWORK, pool_text(a->k->words, n->network, NULL));
		sums_sql(a, &n->num, &n->den, where.at, b);
		rc = ask(a, b, take_sums, e);
	}
	buf_release(&where);
	return rc;
}

static int
ask_formula(struct asking *a, struct err *e)
{
	struct buf b = { 0 };
	int        rc;

	if (a->f->def->how == KPI_NETWORK) {
		rc = ask_networks(a, &b, e);
	} else {
		sums_sql(a, &a->f->num, &a->f->den, "", &b);
		rc = ask(a, &b, take_sums, e);
	}
	if (!rc && a->f->has_bins) {
		values_sql(a, &b);
		rc = ask(a, &b, take_value, e);
	} else if (!rc && is_list(a->f->def)) {
		list_sql(a, &b);
		rc = ask(a, &b, take_listed, e);
	}
	buf_release(&b);
	return rc;
}

int
sql_cells(struct kpi *k, const struct kpi_base *base, struct cells *view, int number, struct err *e)
{
	const struct kpi_view *v = cells_view(view);
	struct asking          a = { .k = k, .view = view, .base = base, .nkeys = v->nkeys };
	struct buf             b = { 0 };
	int                    rc;

	view_sql(k, v, number, &b);
	rc = base->run(base->arg, b.at, e);
	buf_release(&b);
	for (a.formula = 0; a.formula < v->nkpis && !rc; a.formula++) {
		a.f = cells_formula(view, a.formula);
		rc = ask_formula(&a, e);
	}
	return rc;
}
