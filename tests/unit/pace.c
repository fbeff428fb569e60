/* pace.c - how fast an account may send */
#include "../../lib/work/pace.h"

#include "smm/when.h"
#include "smm/zone.h"

#include "tap.h"

#include <string.h>

static struct mem *m;

static int64_t
at(const char *text)
{
	int64_t ms = 0;

	when_read(text, strlen(text), &ms, NULL);
	return ms;
}

#define NOW at("2026-12-01T09:00:05+01:00")
#define NONE { .gap_ms = -1, .day = -1, .hour = -1, .call = -1, .spend_day = -1, .spend_month = -1 }

static const struct wish first = { .is_first = 1 }, late = { .is_first = 1, .is_late = 1 }, further = { 0 };

static void
may(const struct pace *p, const struct pace_rules *r, const struct wish *w, int64_t now, const char *when,
    const char *what)
{
	struct err why;
	int64_t    wake = pace_wait(p, r, w, now, &why);

	is_int(wake, when ? at(when) : 0, what);
	if (wake)
		is_int(why.fault, FAULT_LIMIT, why.text);
}

static void
test_gap(void)
{
	struct pace_rules r = NONE;
	struct pace       p = { 0 };

	may(&p, &r, &late, NOW, NULL, "the first ever");
	pace_count(&p, &late, NOW);
	may(&p, &r, &first, NOW, NULL, "what is on time leaves when it was planned");
	may(&p, &r, &late, NOW, "2026-12-01T09:01:05+01:00", "a backlog: one a minute");
	may(&p, &r, &further, NOW, NULL, "a further request of the same post");
	may(&p, &r, &late, at("2026-12-01T09:01:05+01:00"), NULL, "a minute later");
	r.gap_ms = 300000;
	may(&p, &r, &first, NOW, "2026-12-01T09:05:05+01:00", "what is said holds for all");
	r.gap_ms = 0;
	may(&p, &r, &late, NOW, NULL, "none is wanted");
	r.gap_ms = 300000;
	may(&p, &r, &first, at("2026-11-30T09:00:00+01:00"), NULL, "a clock set back keeps nobody silent");
}

static void
test_caps(void)
{
	struct pace_rules r = NONE;
	struct pace       p = { 0 };
	int               i;

	r.day = 3;
	r.hour = 2;
	for (i = 0; i < 2; i++)
		pace_count(&p, &first, NOW);
	pace_count(&p, &further, NOW);
	may(&p, &r, &first, NOW, "2026-12-01T10:00:00+01:00", "two an hour");
	may(&p, &r, &further, NOW, NULL, "the rest of a thread is no post of its own");
	may(&p, &r, &first, at("2026-12-01T10:00:00+01:00"), NULL, "the next hour");
	pace_count(&p, &first, at("2026-12-01T10:00:00+01:00"));
	may(&p, &r, &first, at("2026-12-01T11:00:00+01:00"), "2026-12-02T00:00:00+01:00", "three a day");
	may(&p, &r, &first, at("2026-12-02T00:00:00+01:00"), NULL, "the next day");
	r.day = 0;
	may(&p, &r, &first, at("2026-12-05T12:00:00+01:00"), "2026-12-06T00:00:00+01:00", "none at all");
	r.hour = -1;
	may(&p, &r, &first, at("2026-03-29T01:30:00+01:00"), "2026-03-30T00:00:00+02:00", "a day of 23 hours");
	may(&p, &r, &first, at("2026-10-25T01:30:00+02:00"), "2026-10-26T00:00:00+01:00", "a day of 25 hours");
}

static void
test_money(void)
{
	struct pace_rules r = NONE;
	struct pace       p = { 0 };
	struct wish       w = { .is_first = 1, .cost = 15000 }, dear = { .is_first = 1, .cost = 200000 };

	r.spend_day = 40000;
	r.spend_month = 60000;
	may(&p, &r, &dear, NOW, "2027-01-01T00:00:00+01:00", "never enough in this month, the next will tell");
	pace_count(&p, &w, NOW);
	pace_count(&p, &w, NOW);
	may(&p, &r, &w, NOW, "2026-12-02T00:00:00+01:00", "the day's money is spent");
	may(&p, &r, &further, NOW, NULL, "what costs nothing is not counted");
	w.is_first = 0;
	may(&p, &r, &w, NOW, "2026-12-02T00:00:00+01:00", "each request costs");
	pace_count(&p, &w, at("2026-12-02T09:00:00+01:00"));
	pace_count(&p, &w, at("2026-12-02T09:00:00+01:00"));
	may(&p, &r, &w, at("2026-12-03T09:00:00+01:00"), "2027-01-01T00:00:00+01:00", "the month's, too");
	may(&p, &r, &w, at("2027-01-01T00:00:00+01:00"), NULL, "a new month");
	r.spend_day = r.spend_month = -1;
	may(&p, &r, &dear, NOW, NULL, "no cap, no question");
}

static void
test_kept(void)
{
	static const char *const bad[] = { NULL, "", "2 1 2 3 4 5 6 7 8 9", "1 2 3", "x" };
	struct pace_rules        r = NONE;
	struct pace              p = { 0 }, q;
	size_t                   i;

	p.until = at("2026-12-01T09:15:00+01:00");
	pace_count(&p, &(struct wish){ 1, 0, INT64_C(9000000000000) }, NOW);
	pace_read(&q, pace_write(&p, m));
	ok(memcmp(&p, &q, sizeof p) == 0, "written and read: %s", pace_write(&p, m));
	may(&q, &r, &further, NOW, "2026-12-01T09:15:00+01:00", "what the network has said is kept");
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		pace_read(&q, bad[i]);
		may(&q, &r, &late, NOW, NULL, bad[i] ? bad[i] : "nothing");
	}
}

int
main(void)
{
	struct err e;

	m = mem_new();
	is_int(zone_set("Europe/Paris", &e), 0, "a zone");
	test_gap();
	test_caps();
	test_money();
	test_kept();
	mem_free(m);
	return done();
}
