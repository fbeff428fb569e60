/* recur.c - the dates of rules */
#include "tap.h"

#include "smm/recur.h"
#include "smm/zone.h"

static const struct {
	const char *start, *rule, *want; /* want: the dates, or what is wrong */
} rows[] = {
	{ "2026-12-02 18:30", "FREQ=WEEKLY;COUNT=2", "2026-12-02 18:30, 2026-12-09 18:30" },
	{ "2026-12-02 18:30", "rrule:freq=weekly;count=2;", "2026-12-02 18:30, 2026-12-09 18:30" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;UNTIL=20261209", "2026-12-02 18:30, 2026-12-09 18:30" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;UNTIL=20261209T183000", "2026-12-02 18:30, 2026-12-09 18:30" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;UNTIL=20261209T182959", "2026-12-02 18:30" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;UNTIL=20261209T173000Z", "2026-12-02 18:30, 2026-12-09 18:30" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;UNTIL=20261209T172959Z", "2026-12-02 18:30" },
	{ "2026-12-02 18:30", "FREQ=DAILY;UNTIL=20261201", "the rule FREQ=DAILY;UNTIL=20261201 gives no date at all" },
	{ "2026-01-31 09:00", "FREQ=MONTHLY;COUNT=3", "2026-01-31 09:00, 2026-03-31 09:00, 2026-05-31 09:00" },
	{ "2026-01-31 09:00", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-01-31 09:00, 2026-02-28 09:00, 2026-03-31 09:00" },
	{ "2026-11-27 09:00", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2026-11-27 09:00, 2026-12-25 09:00" },
	{ "2028-02-29 09:00", "FREQ=YEARLY;COUNT=2", "2028-02-29 09:00, 2032-02-29 09:00" },
	{ "2026-12-01 09:00", "FREQ=DAILY;BYHOUR=9,18;COUNT=3", "2026-12-01 09:00, 2026-12-01 18:00, 2026-12-02 09:00" },
	{ "2026-12-01 09:00:30", "FREQ=DAILY;COUNT=1", "2026-12-01 09:00:30" },
	{ "2026-12-01 09:00", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU;COUNT=3",
	    "2026-12-01 09:00, 2026-12-13 09:00, 2026-12-15 09:00" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-12-02 18:30 is no date of the rule "
	    "FREQ=WEEKLY;BYDAY=MO;COUNT=2, whose first is 2026-12-07 18:30; begin with that" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY", "the rule FREQ=WEEKLY has no end, expected one of COUNT=… and UNTIL=…" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;COUNT=2;UNTIL=20270101",
	    "the rule FREQ=WEEKLY;COUNT=2;UNTIL=20270101 has two ends, expected one of COUNT=… and UNTIL=…" },
	{ "2026-12-02 18:30", "FREQ=DAILY;COUNT=1000000000", "found COUNT=1000000000, expected 1 to 10000" },
	{ "2026-12-02 18:30", "FREQ=DAILY;COUNT=99999999999999999999", "found COUNT=99999999999999999999, expected 1 to 10000" },
	{ "2026-12-02 18:30", "FREQ=DAILY;COUNT=0", "found COUNT=0, expected 1 to 10000" },
	{ "2026-12-02 18:30", "FREQ=DAILY;COUNT=", "found COUNT=, expected 1 to 10000" },
	{ "2026-12-02 18:30", "FREQ=DAILY;UNTIL=99991231",
	    "the rule FREQ=DAILY;UNTIL=99991231 gives more than 10000 dates; end it earlier" },
	{ "2026-12-02 18:30", "FREQ=SECONDLY;COUNT=3",
	    "found FREQ=SECONDLY, expected DAILY or rarer; several times of a day are BYHOUR=9,12,18" },
	{ "2026-12-02 18:30", "FREQ=FORTNIGHTLY;COUNT=3", "found FREQ=FORTNIGHTLY, expected DAILY, WEEKLY, MONTHLY or YEARLY" },
	{ "2026-12-02 18:30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2",
	    "the rule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2 gives no date at all: its months have no such day" },
	{ "2026-12-02 18:30", "FREQ=YEARLY;INTERVAL=900;COUNT=4",
	    "the rule FREQ=YEARLY;INTERVAL=900;COUNT=4 gives only 1 dates, COUNT says 4" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;UNTIL=20260230", "found UNTIL=20260230, expected a date that exists, like 20261231" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;UNTIL=2026", "found UNTIL=2026, expected a date like 20261231, or 20261231T183000" },
	{ "2026-12-02 18:30", "FREQ=WEEKLY;BYDAY=1MO;COUNT=2",
	    "found BYDAY=1MO, expected days like MO,WE; their numbers (1MO) are for MONTHLY and YEARLY" },
	{ "2026-12-02 18:30", "FREQ=MONTHLY;BYDAY=0MO;COUNT=2", "found BYDAY=0MO, expected days like MO,WE, or 1MO, -1FR" },
	{ "2026-12-02 18:30", "FREQ=DAILY;BYHOUR=24;COUNT=2", "found BYHOUR=24, expected numbers from 0 to 23" },
	{ "2026-12-02 18:30", "FREQ=DAILY;BYMONTHDAY=0;COUNT=2",
	    "found BYMONTHDAY=0, expected numbers from 1 to 31, or below 0 from the end" },
	{ "2026-12-02 18:30", "FREQ=DAILY;COUNT=2;COUNT=2", "COUNT stands twice in the rule" },
	{ "2026-12-02 18:30", "COUNT=2;FREQ=DAILY", "a rule begins with FREQ, found COUNT" },
	{ "2026-12-02 18:30", "FREQ=DAILY;INTERVAL=0;COUNT=2", "found INTERVAL=0, expected 1 to 1000" },
	{ "2026-12-02 18:30", "FRQ=DAILY", "found FRQ in the rule, the nearest known is FREQ" },
	{ "2026-12-02 18:30", "FREQ=DAILY;BYSECOND=3;COUNT=2",
	    "found BYSECOND in the rule, expected parts like FREQ=WEEKLY;BYDAY=MO;COUNT=4" },
	{ "2026-12-02 18:30", "", "found nothing in the rule, expected parts like FREQ=WEEKLY;BYDAY=MO;COUNT=4" },
};

static const char *
expand(const char *start, const char *rule, struct mem *m)
{
	struct civils l;
	struct civil  c;
	struct err    e;
	char          wall[WHEN_SIZE];
	const char   *all = "";
	size_t        i;

	if (civil_read(start, strlen(start), &c))
		return "no start";
	if (recur_expand(rule, &c, m, &l, &e))
		return mem_str(m, e.text);
	for (i = 0; i < l.count; i++)
		all = mem_fmt(m, "%s%s%s", all, i ? ", " : "", civil_write(wall, l.at + i));
	return all;
}

int
main(void)
{
	struct mem *m = mem_new();
	struct err  e;
	size_t      i;

	if (zone_set("Europe/Paris", &e))
		return skip_all(e.text);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		is_str(expand(rows[i].start, rows[i].rule, m), rows[i].want, rows[i].rule);
		mem_reset(m);
	}
	mem_free(m);
	return done();
}
