/* kpi.c - what figures are made with: exact quotients, quantiles, words, expressions of measures */
#include "tap.h"

#include "../../lib/kpi/bins.h"
#include "../../lib/kpi/measure.h"
#include "../../lib/kpi/pool.h"
#include "../../lib/kpi/wide.h"

#include <stdlib.h>

static void
quotients(void)
{
	static const struct { int64_t num, den, want; } rows[] = {
		{ 0, 7, 0 }, { 1, 2, 1 }, { -1, 2, -1 }, { 1, -2, -1 }, { -1, -2, 1 }, { 1, 3, 0 }, { 2, 3, 1 },
		{ -2, 3, -1 }, { 5, 2, 3 }, { -5, 2, -3 }, { 7, 7, 1 }, { INT64_MAX, 1, INT64_MAX },
		{ INT64_MAX, INT64_MAX, 1 }, { INT64_MIN, 1, INT64_MIN }, { INT64_MIN, INT64_MIN, 1 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		ok(wide_quotient(rows[i].num, rows[i].den) == rows[i].want, "%" PRId64 " / %" PRId64 " to the nearest",
		    rows[i].num, rows[i].den);
	ok(wide_quotient((wide)INT64_MAX * INT64_MAX, INT64_MAX) == INT64_MAX, "a product of two of 64 bits, divided");
}

static void
roots(void)
{
	wide large = (wide)INT64_MAX * INT64_MAX;
	int  n;

	for (n = 0; n < 100; n++) {
		wide r = wide_root(n);
		if (r * r > n || (r + 1) * (r + 1) <= n)
			break;
	}
	is_int(n, 100, "the root of each number below a hundred");
	ok(wide_root(large) == INT64_MAX, "of a large square");
	ok(wide_root(large - 1) == INT64_MAX - 1, "of one less");
}

static void
decimals(void)
{
	static const struct { int64_t millionths; const char *want; } rows[] = {
		{ 0, "0" }, { 1, "0.000001" }, { -1, "-0.000001" }, { 500000, "0.5" }, { -500000, "-0.5" },
		{ 4210000, "4.21" }, { 12000000, "12" }, { INT64_MIN, "-9223372036854.775808" },
	};
	struct buf b = { 0 };
	size_t     i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&b);
		wide_put_decimal(&b, rows[i].millionths);
		is_str(b.at, rows[i].want, "millionths as a decimal");
	}
	buf_clear(&b);
	wide_put(&b, (wide)INT64_MIN * 10);
	is_str(b.at, "-92233720368547758080", "more than 64 bits");
	buf_release(&b);
}

/* Nearest rank against a sorted list, for every part in percent. */
static void
quantiles(void)
{
	static const int64_t values[] = { -7, 0, 0, 3, 3, 3, 9, 100, INT64_MAX };
	const uint64_t       count = sizeof values / sizeof *values;
	struct bins          b = { 0 }, apart;
	uint64_t             i, percent, rank;
	int                  bad = 0;

	for (i = 0; i < count; i++)
		bins_add(&b, values[(i * 5) % count], 1);
	bins_sort(&b);
	for (percent = 1; percent <= 100; percent++) {
		rank = (percent * count + 99) / 100;
		bad += bins_quantile(&b, percent, 100) != values[rank - 1];
	}
	is_int(bad, 0, "quantiles by nearest rank, of every percent");
	ok(bins_least(&b, 4) == -4, "the sum of the least four");
	bins_distances(&b, 3, &apart);
	is_int(bins_quantile(&apart, 1, 2), 3, "the median distance from 3");
	bins_release(&apart);
	bins_release(&b);
}

static void
words(void)
{
	struct pool *p = pool_new();
	char         text[24];
	uint32_t     first = pool_add(p, "a", 1), i, bad = 0;

	is_int(pool_add(p, "", 0), 0, "no word is 0");
	for (i = 0; i < 20000; i++) {
		snprintf(text, sizeof text, "w%u", i);
		pool_add(p, text, strlen(text));
	}
	for (i = 0; i < 20000; i++) {
		snprintf(text, sizeof text, "w%u", i);
		bad += strcmp(pool_text(p, pool_find(p, text, strlen(text)), NULL), text) != 0;
	}
	is_int(bad, 0, "twenty thousand words are found again");
	is_int(pool_add(p, "a", 1), first, "the same word is the same number");
	is_int(pool_find(p, "ab", 2), 0, "a word that is not there");
	ok(pool_order(p, first, pool_find(p, "w1", 2)) < 0, "in the order of their bytes");
	pool_free(p);
}

static void
expressions(void)
{
	struct fact f = { 0 };
	struct expr x;

	fact_set(&f, M_LIKES, INT64_MAX);
	fact_set(&f, M_SHARES, INT64_MAX);
	expr_read(&x, "likes+2*shares-saves", 1u << OVER_POST);
	ok(expr_of(&x, &f) == (wide)3 * INT64_MAX, "weights, more than 64 bits, what is absent adds nothing");
	is_int(x.overs, 1u << OVER_POST, "records that were given");
	expr_read(&x, "account+competitor: mentions", 1u << OVER_POST);
	is_int(x.overs, 1u << OVER_ACCOUNT | 1u << OVER_RIVAL, "records that it names");
	is_int((int64_t)x.mask, INT64_C(1) << M_MENTIONS, "and its measures");
}

int
main(void)
{
	quotients();
	roots();
	decimals();
	quantiles();
	words();
	expressions();
	return done();
}
