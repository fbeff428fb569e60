/* loose.c - numbers and dates as tables of other programs write them; and those tables */
#include "tap.h"

#include "smm/csv.h"
#include "smm/loose.h"
#include "smm/zone.h"

static void
numbers(void)
{
	static const struct {
		const char *text;
		char        mark;
		enum loose  how;
		int64_t     want; /* millionths */
	} rows[] = {
		{ "1234", '.', LOOSE_READ, 1234000000 },
		{ " 1,234 ", '.', LOOSE_READ, 1234000000 },
		{ "1,234.5", '.', LOOSE_READ, 1234500000 },
		{ "1.234,5", ',', LOOSE_READ, 1234500000 },
		{ "1 234,5", ',', LOOSE_READ, 1234500000 },
		{ "1\xc2\xa0""234\xc2\xa0""567,5", ',', LOOSE_READ, 1234567500000 },
		{ "1\xe2\x80\xaf""234,05", ',', LOOSE_READ, 1234050000 },
		{ "1'234.50", '.', LOOSE_READ, 1234500000 },
		{ "1,5", '.', LOOSE_READ, 1500000 },      /* no group of three: the other mark */
		{ "1.234", '.', LOOSE_READ, 1234000 },
		{ "1.234", ',', LOOSE_READ, 1234000000 },
		{ "12 %", '.', LOOSE_READ, 12000000 },
		{ "12,5\xc2\xa0%", ',', LOOSE_READ, 12500000 },
		{ "€1,234.56", '.', LOOSE_READ, 1234560000 },
		{ "1 234,56 €", ',', LOOSE_READ, 1234560000 },
		{ "EUR 12.30", '.', LOOSE_READ, 12300000 },
		{ "EUR12.30", '.', LOOSE_READ, 12300000 },
		{ "-3.5", '.', LOOSE_READ, -3500000 },
		{ "-$3.5", '.', LOOSE_READ, -3500000 },
		{ "0.0000019", '.', LOOSE_READ, 1 },
		{ "", '.', LOOSE_NOTHING, 0 },
		{ "-", '.', LOOSE_NOTHING, 0 },
		{ "—", '.', LOOSE_NOTHING, 0 },
		{ "N/A", '.', LOOSE_NOTHING, 0 },
		{ "1.2K", '.', LOOSE_ROUNDED, 0 },
		{ "3M", '.', LOOSE_ROUNDED, 0 },
		{ "1,23,456", '.', LOOSE_WRONG, 0 },
		{ "12,34.5", '.', LOOSE_WRONG, 0 },
		{ "1.2.3", '.', LOOSE_WRONG, 0 },
		{ "1e5", '.', LOOSE_WRONG, 0 },
		{ "abc", '.', LOOSE_WRONG, 0 },
		{ "0x10", '.', LOOSE_WRONG, 0 },
		{ "99999999999999999999", '.', LOOSE_WRONG, 0 },
		{ ".5", '.', LOOSE_WRONG, 0 },
		{ "5.", '.', LOOSE_WRONG, 0 },
	};
	int64_t    got;
	enum loose how;
	size_t     i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		got = 0;
		how = loose_number(rows[i].text, rows[i].mark, &got);
		ok(how == rows[i].how && (how != LOOSE_READ || got == rows[i].want), "number \"%s\": %d %" PRId64,
		    rows[i].text, how, got);
	}
}

static void
counts(void)
{
	static const struct {
		const char *text;
		enum loose  how;
		int64_t     want;
	} rows[] = {
		{ "1,234", LOOSE_READ, 1234 }, { "1.234", LOOSE_READ, 1234 }, { "1 234 567", LOOSE_READ, 1234567 },
		{ "0", LOOSE_READ, 0 }, { "-2", LOOSE_READ, -2 }, { "12.0", LOOSE_READ, 12 },
		{ "12.5", LOOSE_WRONG, 0 }, { "1.2K", LOOSE_ROUNDED, 0 }, { "--", LOOSE_NOTHING, 0 },
	};
	int64_t    got;
	enum loose how;
	size_t     i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		how = loose_count(rows[i].text, &got);
		ok(how == rows[i].how && (how != LOOSE_READ || got == rows[i].want), "count \"%s\": %d",
		    rows[i].text, how);
	}
}

static void
dates(void)
{
	static const struct {
		const char      *text;
		enum loose_order order;
		const char      *want; /* in Paris; NULL: wrong */
		int              is_day;
	} rows[] = {
		{ "2026-12-01", LOOSE_ASK, "2026-12-01T00:00:00+01:00", 1 },
		{ "2026/12/01", LOOSE_ASK, "2026-12-01T00:00:00+01:00", 1 },
		{ "20261201", LOOSE_ASK, "2026-12-01T00:00:00+01:00", 1 },
		{ "2026-12-01T09:30:00Z", LOOSE_ASK, "2026-12-01T10:30:00+01:00", 0 },
		{ "2026-12-01 09:30", LOOSE_ASK, "2026-12-01T09:30:00+01:00", 0 },
		{ "12/01/2026", LOOSE_MONTH, "2026-12-01T00:00:00+01:00", 1 },
		{ "01/12/2026", LOOSE_DAY, "2026-12-01T00:00:00+01:00", 1 },
		{ "01.12.2026 9:05", LOOSE_DAY, "2026-12-01T09:05:00+01:00", 0 },
		{ "12/01/2026 9:05 PM", LOOSE_MONTH, "2026-12-01T21:05:00+01:00", 0 },
		{ "12/01/2026 12:05 am", LOOSE_MONTH, "2026-12-01T00:05:00+01:00", 0 },
		{ "Dec 1, 2026", LOOSE_ASK, "2026-12-01T00:00:00+01:00", 1 },
		{ "Tue, Dec 1, 2026", LOOSE_ASK, "2026-12-01T00:00:00+01:00", 1 },
		{ "1 December 2026, 09:30:05", LOOSE_ASK, "2026-12-01T09:30:05+01:00", 0 },
		{ "1er déc. 2026", LOOSE_ASK, "2026-12-01T00:00:00+01:00", 1 },
		{ "mar. 3 mars 2026", LOOSE_ASK, "2026-03-03T00:00:00+01:00", 1 },
		{ "26 sept. 2026", LOOSE_ASK, "2026-09-26T00:00:00+02:00", 1 },
		{ "15 août 2026", LOOSE_ASK, "2026-08-15T00:00:00+02:00", 1 },
		{ "15 juil. 2026", LOOSE_ASK, "2026-07-15T00:00:00+02:00", 1 },
		{ "2026-03-29 02:30", LOOSE_ASK, "2026-03-29T03:30:00+02:00", 0 }, /* does not exist */
		{ "12/01/2026", LOOSE_ASK, NULL, 0 },
		{ "13/01/2026", LOOSE_MONTH, NULL, 0 },
		{ "12/01/26", LOOSE_MONTH, NULL, 0 },
		{ "2026-02-30", LOOSE_ASK, NULL, 0 },
		{ "2026-12", LOOSE_ASK, NULL, 0 },
		{ "2026-12-01x", LOOSE_ASK, NULL, 0 },
		{ "2026-12-01 25:00", LOOSE_ASK, NULL, 0 },
		{ "12/01/2026 13:05 PM", LOOSE_MONTH, NULL, 0 },
		{ "Lifetime", LOOSE_ASK, NULL, 0 },
		{ "45992", LOOSE_ASK, NULL, 0 },
	};
	struct err e;
	char       text[WHEN_SIZE];
	int64_t    ms;
	enum loose how;
	size_t     i;
	int        is_day;

	if (zone_set("Europe/Paris", &e))
		return;
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		how = loose_time(rows[i].text, rows[i].order, &ms, &is_day);
		if (how != LOOSE_READ)
			ok(!rows[i].want, "date \"%s\"", rows[i].text);
		else
			ok(rows[i].want && strcmp(when_write(text, ms, zone_offset(ms)), rows[i].want) == 0 &&
			    is_day == rows[i].is_day, "date \"%s\": %s", rows[i].text,
			    when_write(text, ms, zone_offset(ms)));
	}
	ok(loose_time(" ", LOOSE_ASK, &ms, &is_day) == LOOSE_NOTHING, "no date");
}

static void
tables(void)
{
	char       text[] = "a;\"b \"\"c\"\"\nd\";e\r\n\r\n1;2\n\"x\"y;1\nz;\"open\n";
	char       said[] = "sep=|\r\na,b|c\n", formula[] = "'=1+1", number[] = "=\"00123\"", word[] = "'t is";
	struct csv c;

	csv_begin(&c, text, 1);
	is_int(csv_row(&c), 1, "a row");
	is_int((int64_t)c.count, 3, "of three cells");
	is_str(c.cells[1], "b \"c\"\nd", "with quotes and a line feed in one");
	is_int(csv_row(&c), 1, "an empty line");
	is_int((int64_t)c.line, 3, "which is the third");
	is_int(csv_row(&c), 1, "a row");
	is_int(csv_row(&c), -1, "text behind a quote");
	is_int((int64_t)c.line, 5, "in the fifth line");
	is_int(csv_row(&c), -1, "a quote that is not closed");
	is_int(csv_row(&c), 0, "the end");
	csv_begin(&c, said, 1);
	is_int(csv_row(&c), 1, "the separator is said");
	is_str(c.cells[0], "a,b", "and used");
	is_int((int64_t)c.line, 2, "the line that says it counts");
	is_str(csv_plain(formula), "=1+1", "an apostrophe that kept a formula from running");
	is_str(csv_plain(number), "00123", "a number kept as text");
	is_str(csv_plain(word), "'t is", "an apostrophe that is text");
}

int
main(void)
{
	numbers();
	counts();
	dates();
	tables();
	return done();
}
