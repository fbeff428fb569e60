/* sql_facts.c - in the database: readings into facts, and what instant is which day of the zone */
#include "sql.h"

#include "smm/zone.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS     ((int64_t)86400000)
#define QUARTER_MS ((int64_t)900000)

/* Of each measure the last value known before a row: PostgreSQL has no IGNORE NULLS. */
static const char *const helpers =
    "CREATE FUNCTION pg_temp.later(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($2, $1)';"
    "CREATE AGGREGATE pg_temp.last_known(bigint) (SFUNC = pg_temp.later, STYPE = bigint);"
    "CREATE INDEX ON post (name, is_ref); CREATE INDEX ON followed (network, account, seen_at);"
    "ANALYZE reading; ANALYZE post; ANALYZE followed";

/* Of each column, with what is before it: "m@" is its measure, and "b@" the one before. */
static void
each_column(const struct kpi *k, struct buf *b, const char *before, const char *as)
{
	const char *p;
	size_t      i;

	for (i = 0; i < subjects_columns(k->subjects); i++) {
		buf_str(b, before);
		for (p = as; *p; p++)
			if (*p == '@')
				buf_fmt(b, "%d", subjects_measure(k->subjects, i));
			else
				buf_char(b, *p);
	}
}

/* num_nonnulls() of all columns, or of those of money; 0 when there are none. */
static void
count_known(const struct kpi *k, struct buf *b, uint64_t mask)
{
	size_t i, n = 0;

	for (i = 0; i < subjects_columns(k->subjects); i++)
		if (mask >> subjects_measure(k->subjects, i) & 1)
			buf_fmt(b, n++ ? ", m%d" : "num_nonnulls(m%d", subjects_measure(k->subjects, i));
	buf_str(b, n ? ")" : "0");
}

/* The last reading of every subject: of two with the same instant the greater (subject.h). */
static void
subject_sql(const struct kpi *k, struct buf *b)
{
	buf_str(b, "CREATE TEMP TABLE subject AS SELECT seen_over, kind, network, account, id, is_ref, "
	    "max(campaign COLLATE \"C\") AS campaign, max(pillar COLLATE \"C\") AS pillar, "
	    "max(currency COLLATE \"C\") AS currency, bool_or(born_known) AS born_known, "
	    "CASE WHEN kind <> 0 THEN min(t1) ELSE coalesce(min(t1) FILTER (WHERE born_known), min(t1)) END AS t1, "
	    "min(t2) AS t2, coalesce(greatest(0, max(seen_at) FILTER (WHERE ");
	count_known(k, b, UINT64_MAX);
	buf_str(b, " > 0)), 0) AS as_of");
	each_column(k, b, ", ", "(array_agg(m@ ORDER BY seen_at DESC, m@ DESC) FILTER (WHERE m@ IS NOT NULL))[1] "
	    "AS m@");
	buf_str(b, " FROM reading GROUP BY seen_over, kind, network, account, id, is_ref, "
	    "CASE WHEN kind <> 0 THEN t1 END, CASE WHEN kind <> 0 THEN t2 END;");
}

/* The columns of fact, in order, up to the keys; then those of the measures. */
static void
insert_sql(const struct kpi *k, struct buf *b, int with_followers)
{
	int i;

	buf_str(b, "INSERT INTO fact (record, has_money, currency, subject, words, at, as_of, tags");
	for (i = 0; i < KEY_DAY; i++)
		buf_fmt(b, ", k%d", i);
	each_column(k, b, ", ", "m@");
	buf_fmt(b, with_followers ? ", m%d) " : ") ", M_FOLLOWERS);
}

/* Posts: what their lines say is joined, by our id or the network's; followers: as last read when it was published. */
static void
posts_sql(const struct kpi *k, struct buf *b)
{
	int with_followers = (int)(k->measures >> M_FOLLOWERS & 1), i;

	insert_sql(k, b, with_followers);
	buf_str(b, "SELECT seen_over, ");
	count_known(k, b, MONEY_MEASURES);
	buf_str(b, " > 0, currency, '', '', x.at, as_of, coalesce(tags, '{}'), x.account, s.network");
	for (i = KEY_CAMPAIGN; i < KEY_DAY; i++)
		if (i == KEY_POST)
			buf_fmt(b, ", coalesce(p.k%d, s.id)", i);
		else if (i == KEY_CAMPAIGN || i == KEY_PILLAR)
			buf_fmt(b, ", coalesce(nullif(s.%s, ''), p.k%d, '')", kpi_key_name((enum kpi_key)i), i);
		else
			buf_fmt(b, ", coalesce(p.k%d, '')", i);
	each_column(k, b, ", ", "s.m@");
	if (with_followers)
		buf_str(b, ", (SELECT people FROM followed f WHERE f.network = s.network AND f.account = x.account "
		    "AND f.seen_at <= x.at ORDER BY f.seen_at DESC LIMIT 1)");
	buf_fmt(b, " FROM subject s LEFT JOIN post p ON p.is_ref = s.is_ref AND "
	    "p.name = CASE WHEN s.is_ref THEN s.network || ':' || s.id ELSE s.id END "
	    "CROSS JOIN LATERAL (SELECT CASE WHEN s.kind = %d THEN coalesce(p.published, s.t1) ELSE s.t1 END AS at, "
	    "coalesce(nullif(s.account, ''), p.k%d, '') AS account) x WHERE seen_over = %d;", READ_TOTAL, KEY_ACCOUNT,
	    OVER_POST);
}

/* Accounts, ads, links, competitors: a period's own numbers as they stand. */
static void
own_sql(const struct kpi *k, struct buf *b, const char *from, const char *where)
{
	int i;

	insert_sql(k, b, 0);
	buf_str(b, "SELECT seen_over, ");
	count_known(k, b, MONEY_MEASURES);
	buf_str(b, " > 0, currency, '', '', t1, as_of, '{}', account, network");
	for (i = KEY_CAMPAIGN; i < KEY_DAY; i++)
		buf_fmt(b, i == KEY_CAMPAIGN || i == KEY_PILLAR ? ", %s" : ", ''", kpi_key_name((enum kpi_key)i));
	each_column(k, b, ", ", "m@");
	buf_fmt(b, " FROM %s WHERE %s;", from, where);
}

/* Running totals: what was gained since the reading before; less than half of it is a counter that began anew. */
static void
series_sql(const struct kpi *k, struct buf *b)
{
	const struct kpi_settings *s = &k->set;
	long long                  start = s->was_from != KPI_OPEN ? s->was_from : s->from;
	struct buf                 where = { 0 };

	buf_str(b, "CREATE TEMP TABLE step AS SELECT *, born_known");
	if (start != KPI_OPEN)
		buf_fmt(b, " AND (t2 >= %lld OR t1 < %lld)", start, start);
	buf_str(b, " AS from_zero");
	each_column(k, b, ", ", "pg_temp.last_known(m@) OVER w AS b@");
	buf_fmt(b, " FROM subject WHERE kind = %d AND seen_over <> %d WINDOW w AS (PARTITION BY seen_over, network, "
	    "account, id, is_ref ORDER BY t1, t2 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);", READ_SERIES,
	    OVER_POST);
	buf_str(b, "CREATE TEMP TABLE gain AS SELECT seen_over, network, account, campaign, pillar, currency, t1, "
	    "as_of");
	each_column(k, b, ", ", "CASE WHEN b@ IS NULL THEN CASE WHEN from_zero THEN m@ END "
	    "WHEN m@ >= b@ / 2 THEN m@ - b@ ELSE m@ END AS m@");
	buf_str(b, " FROM step;");
	count_known(k, &where, UINT64_MAX);
	buf_str(&where, " > 0");
	own_sql(k, b, "gain", where.at);
	buf_release(&where);
}

static int
one_number(void *to, const char *const *values, size_t count)
{
	int64_t *n = to;
	size_t   i;

	for (i = 0; i < count; i++)
		n[i] = values[i] ? strtoll(values[i], NULL, 10) : 0;
	return 0;
}

static int
warn_of_resets(struct kpi *k, const struct kpi_base *base, struct err *e)
{
	struct buf b = { 0 };
	int64_t    resets = 0;
	int        rc;

	buf_str(&b, "SELECT 0");
	each_column(k, &b, " + ", "count(*) FILTER (WHERE m@ < b@ / 2)");
	buf_str(&b, " FROM step");
	rc = base->ask(base->arg, b.at, one_number, &resets, e);
	buf_release(&b);
	if (!rc && resets)
		k->set.warn("%zu counters were found below half of what they were: taken as begun anew",
		    (size_t)resets);
	return rc;
}

/* --- the zone ---------------------------------------------------------------------------------------------- */

/* The first quarter of an hour in (from, to] with another offset than `from` has. */
static int64_t
change_between(int64_t from, int64_t to)
{
	int offset = zone_offset(from * QUARTER_MS);

	while (to - from > 1) {
		if (zone_offset((from + to) / 2 * QUARTER_MS) == offset)
			from = (from + to) / 2;
		else
			to = (from + to) / 2;
	}
	return to * QUARTER_MS;
}

/* By this machine's zone database: the offsets of all instants between two, as rows of `zone`. */
static void
zone_sql(struct buf *b, int64_t from, int64_t to)
{
	int64_t day, since = INT64_MIN, next;

	buf_str(b, "CREATE TEMP TABLE zone (since bigint, until bigint, east bigint); INSERT INTO zone VALUES ");
	from = from / DAY_MS - 2;
	for (day = from; day <= to / DAY_MS + 1; day++) {
		if (zone_offset(day * DAY_MS) == zone_offset((day + 1) * DAY_MS))
			continue;
		next = change_between(day * (DAY_MS / QUARTER_MS), (day + 1) * (DAY_MS / QUARTER_MS));
		buf_fmt(b, "(%lld, %lld, %d), ", (long long)since, (long long)next, zone_offset(day * DAY_MS));
		since = next;
	}
	buf_fmt(b, "(%lld, %lld, %d)", (long long)since, (long long)INT64_MAX, zone_offset(day * DAY_MS));
}

static int
add_zone(const struct kpi_base *base, struct err *e)
{
	int64_t    ends[2] = { 0, 0 };
	struct buf b = { 0 };
	int        rc = base->ask(base->arg, "SELECT min(at), max(at) FROM fact", one_number, ends, e);

	if (!rc) {
		zone_sql(&b, ends[0], ends[1]);
		rc = base->run(base->arg, b.at, e);
	}
	buf_release(&b);
	return rc;
}

int
sql_facts(struct kpi *k, const struct kpi_base *base, struct err *e)
{
	struct buf b = { 0 }, where = { 0 };
	int        rc;

	buf_fmt(&where, "kind = %d AND seen_over <> %d", READ_OWN, OVER_POST);
	subject_sql(k, &b);
	posts_sql(k, &b);
	own_sql(k, &b, "subject", where.at);
	series_sql(k, &b);
	rc = base->run(base->arg, helpers, e) || base->run(base->arg, b.at, e) || warn_of_resets(k, base, e) ||
	    add_zone(base, e);
	buf_release(&b);
	buf_release(&where);
	return rc ? -1 : 0;
}
