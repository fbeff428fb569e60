/* store.c - what every kind of store promises of jobs, and of named values */
#include "store.h"

static void
is_same(const struct job *got, const struct job *want)
{
	is_str(got->id, want->id, "same id");
	is_str(got->op, want->op, "same op");
	is_str(got->account, want->account, "same account");
	is_str(got->network, want->network, "same network");
	is_str(got->entry, want->entry, "same entry");
	is_str(got->campaign, want->campaign, "same campaign");
	is_str(got->pillar, want->pillar, "same pillar");
	is_str(got->rec, want->rec, "same record");
	is_str(got->digest, want->digest, "same digest");
	is_int(got->at, want->at, "same time");
	is_int(got->state, want->state, "same state");
	is_str(got->step, want->step, "same step");
	is_str(got->keep, want->keep, "same keep");
	is_int(got->wake, want->wake, "same wake");
	is_int(got->attempts, want->attempts, "same attempts");
	is_int(got->again, want->again, "same again");
	is_str(got->ref, want->ref, "same ref");
	is_str(got->url, want->url, "same url");
	is_int(got->fault, want->fault, "same fault");
	is_str(got->message, want->message, "same message");
	is_int(got->http, want->http, "same http");
	is_int(got->changed, want->changed, "same time of change");
}

static void
test_empty(void)
{
	struct store *s = opened();
	struct job    j;
	char         *value = NULL;

	is_int(store_find(s, "p1", "publish", &j, m, &e), 0, "an empty ledger has no job");
	is_int(store_get(s, "cursor", &value, m, &e), 0, "and no named value");
	is_int(store_settle(s, "p1", "publish", JOB_DONE, NOW, &e), 0, "and nothing to settle");
	is_int(store_release(s, "a", &e), 0, "a lane that is nobody's can be given back");
	is_int(store_note(s, NULL, 0, NOW, LEASE, &e), 0, "noting nothing works");
	is_int(store_claim(s, NULL, 0, NOW, LEASE, m, &e), 0, "claiming nothing works");
	store_close(s);
	store_close(NULL);
}

/* Everything a job can hold comes back as it was, also after closing. */
static void
test_members(void)
{
	struct store *s = opened();
	struct job    j = job("é@ñ", "ñ", "{\"text\":\"☕ \\u0000 🇫🇷\"}", INT64_MAX), got;

	j.entry = "é";
	j.campaign = "ü'; DROP TABLE job; --";
	j.pillar = "";
	is_int(claim(s, &j, NOW), CLAIM_OURS, "claimed");
	is_int(j.state, JOB_NEW, "it is new");
	is_int(j.changed, NOW, "entered now");
	got = found(s, "é@ñ");
	is_same(&got, &j);
	j.step = "status";
	j.keep = "{\"key\":\"é\"}";
	j.wake = INT64_MAX;
	j.attempts = 2147483647;
	j.ref = "9223372036854775807";
	j.url = "https://example.org/é";
	j.fault = FAULT_LIMIT;
	j.message = "zu viel\n";
	j.http = 429;
	is_int(note(s, &j, JOB_BETWEEN, "postpone", 0, INT64_MAX - 1), 1, "noted");
	j.changed = INT64_MAX - 1;
	got = found(s, "é@ñ");
	is_same(&got, &j);
	store_close(s);
	s = opened();
	is_int(store_find(s, "é@ñ", "publish", &got, m, &e), 1, "there after closing");
	is_same(&got, &j);
	is_int(store_find(s, "é@ñ", "reply", &got, m, &e), 0, "another operation is another job");
	store_close(s);
}

static void
test_claim_again(void)
{
	struct store *s = opened();
	struct job    a = job("p1", "a", "{\"v\":1}", NOW), b = job("p1", "a", "{\"v\":2}", NOW + 5);
	struct job    c = job("p1", "a", "{\"v\":3}", NOW + 9);

	is_int(claim(s, &a, NOW), CLAIM_OURS, "claimed");
	b.campaign = "winter";
	is_int(claim(s, &b, NOW + 1), CLAIM_OURS, "claimed again: ours still");
	b = found(s, "p1");
	is_str(b.rec, "{\"v\":2}", "nothing was sent: the newer record counts");
	is_str(b.campaign, "winter", "and its members");
	is_int(b.at, NOW + 5, "and its time");
	is_int(b.changed, NOW, "what became of it has not changed");
	b.fault = FAULT_LIMIT;
	b.message = "too many";
	b.wake = NOW + 1000;
	b.attempts = 3;
	b.step = "old";
	b.keep = "{}";
	is_int(note(s, &b, JOB_NEW, "postpone", 0, NOW + 2), 1, "postponed, nothing sent");
	is_int(claim(s, &c, NOW + 3), CLAIM_OURS, "claimed again");
	is_str(c.rec, "{\"v\":3}", "the newer record counts");
	is_str(c.step, NULL, "its conversation starts at the first step");
	is_str(c.keep, NULL, "with nothing kept");
	is_int(c.wake, NOW + 1000, "when it may go on is remembered");
	is_int(c.attempts, 3, "and how often it was tried");
	is_int(c.fault, FAULT_LIMIT, "and why it waits");
	is_str(c.message, "too many", "in words");
	store_close(s);
}

static void
test_claim_begun(void)
{
	struct store *s = opened();
	struct job    a = job("p1", "a", "{\"v\":1}", NOW), was;
	struct job    b = job("p1", "a", "{\"v\":2}", NOW + 5);

	claim(s, &a, NOW);
	a.step = "status";
	a.keep = "{\"key\":1}";
	is_int(note(s, &a, JOB_ASKED, "ask", 0, NOW + 1), 1, "noted as asked");
	a.changed = NOW + 1;
	was = a;
	is_int(claim(s, &b, NOW + 2), CLAIM_OURS, "claimed again");
	is_same(&b, &was);
	is_int(note(s, &b, JOB_DONE, "settle", 1, NOW + 3), 1, "noted as done");
	b.changed = NOW + 3;
	was = b;
	a = job("p1", "a", "{\"v\":3}", NOW);
	is_int(claim(s, &a, NOW + 4), CLAIM_SETTLED, "a done job is settled");
	is_same(&a, &was);
	store_close(s);
}

/* Whoever takes up what was asked knows since when its answer is missed, however often others had begun to look. */
static void
test_since(void)
{
	static const struct { const char *what; int64_t after, since; } notes[] = {
		{ "ask", 1, 1 }, { "look", 5, 5 }, { "postpone", 7, 5 }, { "look", 9, 5 }, { "ask", 20, 20 }, { "look", 30, 30 },
	};
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);
	struct claim  c;
	size_t        i;

	claim(s, &j, NOW);
	for (i = 0; i < sizeof notes / sizeof *notes; i++) {
		is_int(note(s, &j, JOB_ASKED, notes[i].what, 0, NOW + notes[i].after), 1, notes[i].what);
		if (is_postgres())
			psql("UPDATE event SET noted = at");
		c = (struct claim){ .job = j };
		is_int(store_claim(s, &c, 1, NOW, LEASE, m, &e), 0, "claimed");
		is_int(c.since + c.skew, NOW + notes[i].since, "since the first look after the last request");
	}
	store_close(s);
}

static void
test_final(void)
{
	static const enum job_state final[] = { JOB_DONE, JOB_REFUSED, JOB_UNSURE, JOB_MISSED };
	struct store *s = opened(), *t = opened();
	struct job    j;
	size_t        i;

	for (i = 0; i < sizeof final / sizeof *final; i++) {
		j = job(job_state_name(final[i]), "a", "{}", NOW);
		is_int(claim(s, &j, NOW), CLAIM_OURS, "claimed");
		is_int(note(s, &j, final[i], "settle", 0, NOW), 1, job_state_name(final[i]));
		is_int(claim(t, &j, NOW), CLAIM_SETTLED, "settled for others, whoever has the lane");
		is_int(j.state, final[i], "as it was noted");
	}
	j = job("p", "a", "{}", NOW);
	is_int(claim(t, &j, NOW), CLAIM_BUSY, "asking for settled jobs took no lane");
	store_close(t);
	store_close(s);
}

static int
claim_anew(struct store *s, struct job *j, const char *digest)
{
	struct claim c = { .job = job("p1", "a", "{\"n\":2}", NOW + 5), .anew = 1 };
	int          rc;

	c.job.digest = digest;
	rc = store_claim(s, &c, 1, NOW, LEASE, m, &e);
	*j = c.job;
	return rc ? -1 : (int)c.result;
}

/* What may be done again (an edit) begins from the start when another content is asked for. */
static void
test_anew(void)
{
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);

	is_int(claim_anew(s, &j, "sha256:01"), CLAIM_OURS, "one that the ledger does not know is entered");
	j.step = "edit";
	j.keep = "{\"k\":1}";
	j.attempts = 2;
	is_int(note(s, &j, JOB_BETWEEN, "answer", 0, NOW), 1, "begun");
	is_int(claim_anew(s, &j, "sha256:01"), CLAIM_OURS, "the same content");
	is_str(j.keep, "{\"k\":1}", "goes on where it was");
	is_int(claim_anew(s, &j, "sha256:02"), CLAIM_OURS, "another content");
	is_int(j.state, JOB_NEW, "begins anew");
	is_str(j.keep, NULL, "with nothing kept");
	is_int(j.attempts, 0, "and no attempt");
	is_str(j.digest, "sha256:02", "and its own digest");
	is_int(j.at, NOW + 5, "and time");
	j.ref = "7";
	is_int(note(s, &j, JOB_DONE, "settle", 0, NOW), 1, "done");
	is_int(claim_anew(s, &j, "sha256:02"), CLAIM_SETTLED, "the same is not done twice");
	is_str(j.ref, "7", "and says what became of it");
	is_int(claim_anew(s, &j, "sha256:03"), CLAIM_OURS, "another is");
	j.fault = FAULT_REFUSED;
	is_int(note(s, &j, JOB_REFUSED, "settle", 0, NOW), 1, "refused");
	is_int(claim_anew(s, &j, "sha256:03"), CLAIM_OURS, "one that was refused is tried again");
	is_int(j.fault, FAULT_NONE, "with a clean slate");
	store_close(s);
	s = opened();
	is_int(found(s, "p1").state, JOB_NEW, "all of that was written");
	store_close(s);
}

struct events {
	char   text[600];
	size_t count;
};

static int
add_event(void *arg, const struct job *j, const char *what, struct err *why)
{
	struct events *x = arg;

	(void)why;
	x->count++;
	snprintf(x->text + strlen(x->text), sizeof x->text - strlen(x->text), "%s/%s/%s/%s/%d/%d/%s/%s/%s/%d/%d;",
	    what ? what : "-", job_state_name(j->state), j->step ? j->step : "-", j->keep ? j->keep : "-", (int)j->wake,
	    j->attempts, j->ref ? j->ref : "-", fault_name(j->fault), j->message ? j->message : "-", j->http,
	    (int)(j->changed - NOW));
	return 0;
}

static int
add_value(void *arg, const char *name, const char *value, struct err *why)
{
	struct events *x = arg;

	(void)why;
	snprintf(x->text + strlen(x->text), sizeof x->text - strlen(x->text), "%s=%s;", name, value);
	return 0;
}

static void
count_wrong(void *arg, const char *what)
{
	printf("# %s\n", what);
	++*(int *)arg;
}

/* What happened comes back as it was imported, and a ledger that holds something is left alone. */
static void
test_import(void)
{
	struct past   past[3] = {
		{ { .state = JOB_NEW, .changed = NOW }, NULL },
		{ { .state = JOB_BETWEEN, .step = "s", .keep = "{\"é\":1}", .wake = 7, .attempts = 2, .fault = FAULT_LIMIT,
		    .message = "m", .http = 429, .changed = NOW + 1 }, "answer" },
		{ { .state = JOB_DONE, .ref = "r", .url = "u", .attempts = 3, .changed = NOW + 2 }, "settle" },
	};
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW + 5), got;
	struct events x = { "", 0 };
	int           wrong = 0;

	j.again = NOW + 9;
	is_int(store_import_begin(s, &e), 0, "into an empty ledger");
	is_int(store_import_job(s, &j, past, 3, &e), 0, "a job and its past");
	is_int(store_import_value(s, "b", "2", &e), 0, "a value");
	is_int(store_import_value(s, "a", "é", &e), 0, "and another");
	is_int(store_import_end(s, 0, &e), 0, "are taken over");
	got = found(s, "p1");
	is_int(got.again, NOW + 9, "the job is as it was");
	is_str(got.ref, "r", "as its last event says");
	is_int(store_history(s, "p1", "publish", add_event, &x, &e), 0, "what happened to it");
	is_str(x.text, "-/new/-/-/0/0/-/none/-/0/0;answer/between/s/{\"é\":1}/7/2/-/limit/m/429/1;"
	    "settle/done/-/-/0/3/r/none/-/0/2;", "is what was imported");
	x.text[0] = '\0';
	is_int(store_names(s, add_value, &x, &e), 0, "the values");
	is_str(x.text, "a=é;b=2;", "in the order of their names");
	is_int(store_check(s, count_wrong, &wrong, &e), 0, "checked");
	is_int(wrong, 0, "nothing is wrong");
	is_int(store_import_begin(s, &e), -1, "a ledger that holds something is left alone");
	is_int(e.fault, FAULT_USAGE, "and that is said");
	store_close(s);
}

/* All or nothing; and what a ledger of ours cannot hold is found. */
static void
test_import_broken(void)
{
	struct past   past[3] = {
		{ { .state = JOB_NEW, .changed = NOW }, NULL },
		{ { .state = JOB_DONE, .changed = NOW + 1 }, "settle" },
		{ { .state = JOB_ASKED, .changed = NOW + 2 }, "ask" },
	};
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW), got;
	int           wrong = 0;

	is_int(store_import_begin(s, &e), 0, "begun");
	is_int(store_import_job(s, &j, past, 3, &e), 0, "one is good");
	is_int(store_import_job(s, &j, past, 3, &e), -1, "the same again is not");
	is_int(store_import_end(s, -1, &e), -1, "given up");
	is_int(store_find(s, "p1", "publish", &got, m, &e), 0, "nothing is there");
	is_int(store_import_begin(s, &e) || store_import_job(s, &j, past, 3, &e) || store_import_end(s, 0, &e), 0, "one");
	is_int(store_check(s, count_wrong, &wrong, &e), 0, "checked");
	is_int(wrong, 1, "begun again after it was done: that is found");
	store_close(s);
}

struct list {
	char ids[200];
	int  calls, stop_at, stop_with;
};

static int
each(void *arg, const struct job *j, struct err *err)
{
	struct list *l = arg;
	size_t       len = strlen(l->ids);

	snprintf(l->ids + len, sizeof l->ids - len, "%s ", j->id);
	if (++l->calls != l->stop_at)
		return 0;
	return l->stop_with < 0 ? err_set(err, FAULT_CLOSED, "enough") : l->stop_with;
}

static void
test_scan(void)
{
	static const struct { const char *id; int64_t at; } in[] = {
		{ "late", NOW + 9 }, { "b", NOW }, { "a", NOW }, { "é", NOW }, { "first", -5 },
	};
	struct store *s = opened();
	struct list   l = { "", 0, 0, 0 };
	struct job    j;
	size_t        i;

	for (i = 0; i < 5; i++) {
		j = job(in[i].id, "x", "{}", in[i].at);
		claim(s, &j, NOW);
	}
	is_int(note(s, &j, JOB_UNSURE, "settle", 0, NOW), 1, "the first is unsure");
	is_int(store_scan(s, -1, each, &l, &e), 0, "scanned");
	is_str(l.ids, "first a b é late ", "by time, then id");
	l = (struct list){ "", 0, 0, 0 };
	is_int(store_scan(s, JOB_NEW, each, &l, &e), 0, "scanned for one state");
	is_str(l.ids, "a b é late ", "new ones");
	l = (struct list){ "", 0, 0, 0 };
	is_int(store_scan(s, JOB_UNSURE, each, &l, &e), 0, "scanned for another");
	is_str(l.ids, "first ", "unsure ones");
	l = (struct list){ "", 0, 2, 7 };
	is_int(store_scan(s, -1, each, &l, &e), 7, "stops when told, with what it was told");
	is_str(l.ids, "first a ", "after the second");
	l = (struct list){ "", 0, 1, -1 };
	is_int(store_scan(s, -1, each, &l, &e), -1, "an error of each");
	is_int(e.fault, FAULT_CLOSED, "is handed on");
	l = (struct list){ "", 0, 0, 0 };
	is_int(store_scan(s, -1, each, &l, &e), 0, "and the next scan is complete");
	is_int(l.calls, 5, "all five");
	store_close(s);
}

static void
test_settle(void)
{
	static const enum job_state states[] = {
		JOB_NEW, JOB_ASKED, JOB_BETWEEN, JOB_REFUSED, JOB_UNSURE, JOB_MISSED,
	};
	struct store  *s = opened(), *t = opened();
	struct job     j, got;
	enum job_state to;
	size_t         i;

	for (i = 0; i < 2 * sizeof states / sizeof *states; i++) {
		to = i % 2 ? JOB_NEW : JOB_DONE;
		j = job("p", "a", "{}", NOW);
		j.id = mem_fmt(m, "p%zu", i);
		claim(s, &j, NOW);
		j.step = "status";
		j.keep = "{}";
		j.wake = NOW + 99;
		j.attempts = 2;
		j.ref = "12";
		j.url = "u";
		j.fault = FAULT_UNSURE;
		j.message = "no answer";
		j.http = 502;
		is_int(note(s, &j, states[i / 2], "x", 0, NOW), 1, job_state_name(states[i / 2]));
		is_int(store_settle(t, j.id, "publish", to, NOW + 5, &e), -1,
		    "not while its lane is held");
		is_int(e.fault, FAULT_POLICY, "by policy");
		store_release(s, "a", &e);
		is_int(store_settle(t, j.id, "publish", to, NOW + 5, &e), 1, "settled");
		j.state = to;
		j.step = j.keep = j.message = NULL;
		j.wake = 0;
		j.fault = FAULT_NONE;
		j.http = 0;
		j.changed = NOW + 5;
		if (to == JOB_NEW) {
			j.again = NOW + 5;
			j.ref = j.url = NULL;
		}
		got = found(s, j.id);
		is_same(&got, &j);
		is_int(claim(s, &j, NOW + 6), i % 2 ? CLAIM_OURS : CLAIM_SETTLED, "claimed");
		store_release(s, "a", &e);
	}
	is_int(store_settle(t, "p0", "publish", JOB_NEW, NOW, &e), -1, "done is done");
	is_int(e.fault, FAULT_POLICY, "by policy");
	is_int(store_settle(t, "p0", "publish", JOB_DONE, NOW, &e), -1, "even to done");
	is_int(store_settle(t, "p1", "publish", JOB_NEW, NOW + 7, &e), 1, "again twice is again");
	is_int(found(s, "p1").again, NOW + 7, "with the later time");
	is_int(store_settle(t, "p1", "publish", JOB_DONE, NOW + 8, &e), 1, "and then done");
	is_int(found(s, "p1").again, NOW + 7, "which was sent again");
	store_close(t);
	store_close(s);
}

static void
test_named(void)
{
	struct store *s = opened(), *t = opened();
	char         *value = NULL;

	is_int(store_set(s, "limit:é", "{\"until\":1}", &e), 0, "set");
	is_int(store_get(t, "limit:é", &value, m, &e), 1, "seen by others");
	is_str(value, "{\"until\":1}", "as set");
	is_int(store_set(t, "limit:é", "", &e), 0, "set anew, empty");
	is_int(store_get(s, "limit:é", &value, m, &e), 1, "there");
	is_str(value, "", "empty is a value");
	is_int(store_set(s, "limit:é", NULL, &e), 0, "deleted");
	is_int(store_get(t, "limit:é", &value, m, &e), 0, "not there");
	is_int(store_set(s, "limit:é", NULL, &e), 0, "deleting what is not there works");
	is_int(store_set_all(s, (struct named[]){ { "a", "1" }, { "gone", NULL }, { "b", "2" } }, 3, &e), 0,
	    "several at once");
	is_int(store_get(t, "a", &value, m, &e), 1, "the first is there");
	is_int(store_get(t, "b", &value, m, &e), 1, "and the last");
	is_str(value, "2", "as set");
	store_close(t);
	store_close(s);
}

static void
test_urls(void)
{
	static const char *const bad[] = {
		"", "sqlite", "sqlite:", "postgresql", "mysql://localhost/smm", "state/smm.db", "SQLITE:x",
	};
	struct store *s = NULL;
	size_t        i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		is_int(store_open(&s, bad[i], &e), -1, bad[i]);
		is_int(e.fault, FAULT_CONF, "is a matter of configuration");
		ok(strstr(e.text, "sqlite:PATH or postgresql://") != NULL, "says what is known: %s", e.text);
		is_int(store_exists(bad[i]), 0, "is not there");
	}
	is_int(store_exists("sqlite::memory:"), 0, "memory is always new");
}

static void
test_words(void)
{
	int s;

	for (s = JOB_NEW; s <= JOB_MISSED; s++)
		is_int(job_is_final((enum job_state)s), s >= JOB_DONE,
		    job_state_name((enum job_state)s));
}

static const struct test tests[] = {
	{ "empty",       test_empty,       0 },
	{ "members",     test_members,     SHARED },
	{ "claim again", test_claim_again, 0 },
	{ "claim begun", test_claim_begun, 0 },
	{ "since",       test_since,       0 },
	{ "final",       test_final,       SHARED },
	{ "anew",        test_anew,        SHARED },
	{ "import",      test_import,      0 },
	{ "import broken", test_import_broken, 0 },
	{ "scan",        test_scan,        0 },
	{ "settle",      test_settle,      SHARED },
	{ "named",       test_named,       SHARED },
};

int
main(void)
{
	test_words();
	test_urls();
	return run_all(tests, sizeof tests / sizeof *tests);
}
