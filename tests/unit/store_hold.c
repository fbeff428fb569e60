/* store_hold.c - what every kind of store promises of holds, and of what it keeps for the next claim */
#include "store.h"

/* Notes the intent to send under a hold: 1 written, 0 lost, 2 held, -1. */
static int
ask(struct store *s, struct job *j, const char *hold, const char *pace)
{
	struct note n = { .job = j, .what = "ask", .hold = hold, .pace = pace };

	j->state = JOB_ASKED;
	if (store_note(s, &n, 1, NOW, LEASE, &e))
		return -1;
	return n.held ? 2 : !n.lost;
}

static void
test_hold(void)
{
	struct store *s = opened(), *t = opened();
	struct job    j = job("p1", "a", "{}", NOW), other = job("p2", "b", "{}", NOW);

	is_int(claim(s, &j, NOW), CLAIM_OURS, "claimed");
	is_int(ask(s, &j, "", NULL), 1, "nothing is held: it may leave");
	is_int(store_set(t, STORE_HOLD, "one", &e), 0, "a hold");
	j.fault = FAULT_AGAIN;
	is_int(ask(s, &j, "", NULL), 2, "then it may not");
	is_int(found(s, "p1").fault, FAULT_NONE, "and nothing is written");
	is_int(ask(s, &j, "another", NULL), 2, "nor under another hold");
	is_int(ask(s, &j, "one", NULL), 1, "who has read this one may");
	is_int(note(s, &j, JOB_BETWEEN, "answer", 0, NOW), 1, "an answer is noted whatever is held");
	is_int(claim(t, &other, NOW), CLAIM_OURS, "another's lane");
	is_int(ask(s, &other, "one", NULL), 0, "is not ours, whatever is held");
	is_int(store_set(t, STORE_HOLD, NULL, &e), 0, "the hold is over");
	is_int(ask(s, &j, "one", NULL), 2, "who still thinks of it has to look");
	is_int(ask(s, &j, "", NULL), 1, "and then may send");
	store_close(t);
	store_close(s);
}

static void
test_hold_among_others(void)
{
	struct store *s = opened();
	struct job    j[3] = { job("p1", "a", "{}", NOW), job("p2", "b", "{}", NOW), job("p3", "c", "{}", NOW) };
	struct note   n[3] = { { .job = j, .what = "answer" }, { .job = j + 1, .what = "ask", .hold = "" },
	                       { .job = j + 2, .what = "ask", .hold = "one" } };
	int           i;

	for (i = 0; i < 3; i++) {
		claim(s, j + i, NOW);
		j[i].state = JOB_ASKED;
	}
	store_set(s, STORE_HOLD, "one", &e);
	n[0].held = n[2].held = 1; /* what is there before does not count */
	is_int(store_note(s, n, 3, NOW, LEASE, &e), 0, "three noted");
	is_int(n[0].held || n[0].lost, 0, "no request follows the first: written");
	is_int(n[1].held, 1, "the second is held");
	is_int(n[1].lost, 0, "not lost");
	is_int(n[2].held || n[2].lost, 0, "the third knows of the hold: written");
	is_int(found(s, "p1").state, JOB_ASKED, "first");
	is_int(found(s, "p2").state, JOB_NEW, "second");
	is_int(found(s, "p3").state, JOB_ASKED, "third");
	store_close(s);
}

static void
test_leased(void)
{
	struct store *s = opened(), *t = opened();
	struct job    j = job("p1", "a", "{}", NOW);
	int64_t       now = NOW;

	is_int(store_is_leased(t, "a", now, &e), 0, "nobody has it");
	claim(s, &j, now);
	is_int(store_is_leased(t, "a", now, &e), 1, "another has it");
	is_int(store_is_leased(s, "a", now, &e), 1, "we have it");
	is_int(store_has_others(t, now, &e) * 10 + store_has_others(s, now, &e), 10, "others hold a lane, or we alone");
	now = later(now, LEASE);
	is_int(store_is_leased(t, "a", now, &e), 0, "it is over");
	is_int(store_has_others(t, now, &e), 0, "and nobody is there");
	claim(s, &j, now);
	store_close(s);
	is_int(store_is_leased(t, "a", now, &e), 0, "it was given back");
	store_close(t);
}

static struct claim
claim_of(struct store *s, const char *id, const char *account, const char *app)
{
	struct claim c = { .job = job(id, account, "{}", NOW), .app = app };

	is_int(store_claim(s, &c, 1, NOW, LEASE, m, &e), 0, "asked for");
	return c;
}

static void
test_pace(void)
{
	struct store *s = opened(), *t = opened();
	struct claim  c = claim_of(s, "p1", "é'a", "mastodon@x");

	is_int(c.result, CLAIM_OURS, "claimed");
	ok(!c.pace && !c.limit, "nothing was kept");
	is_int(ask(s, &c.job, "no such hold", "never"), 2, "held");
	is_int(ask(s, &c.job, "", "{\"sent\":1}"), 1, "sent, and how fast");
	store_set(t, STORE_LIMIT "mastodon@x", "17", &e);
	store_release(s, "é'a", &e);
	c = claim_of(t, "p2", "é'a", "mastodon@x");
	is_str(c.pace, "{\"sent\":1}", "the next one sees it");
	is_str(c.limit, "17", "and the app's limit");
	is_int(note(t, &c.job, JOB_DONE, "settle", 0, NOW), 1, "a note without leaves it");
	c = claim_of(t, "p3", "é'a", NULL);
	is_str(c.pace, "{\"sent\":1}", "as it was");
	ok(!c.limit, "nobody's limit was asked for");
	is_int(ask(t, &c.job, "", "2"), 1, "noted anew");
	is_str(claim_of(t, "p4", "é'a", NULL).pace, "2", "is what counts");
	ok(!claim_of(t, "p5", "b", "mastodon@y").pace, "another account has its own");
	store_close(t);
	store_close(s);
}

static const struct test tests[] = {
	{ "hold",              test_hold,              SHARED },
	{ "hold among others", test_hold_among_others, 0 },
	{ "leased",            test_leased,            SHARED },
	{ "pace",              test_pace,              SHARED },
};

int
main(void)
{
	return run_all(tests, sizeof tests / sizeof *tests);
}
