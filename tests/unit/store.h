/*
 * store.h - tests of every kind of store: each runs on an empty one of each kind
 */
#ifndef SMM_TEST_STORE_H
#define SMM_TEST_STORE_H

#include "smm/store.h"

#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#define NOW   INT64_C(1732449600000)
#define LEASE INT64_C(120000)

static const char  *url;  /* of an empty store, for the test under way */
static struct mem  *m;
static struct err   e;

static inline struct store *
opened(void)
{
	struct store *s = NULL;

	if (store_open(&s, url, &e))
		printf("Bail out! %s: %s\n", url, e.text);
	return s;
}

static inline struct job
job(const char *id, const char *account, const char *rec, int64_t at)
{
	return (struct job){
		.id = id, .op = "publish", .account = account, .network = "mastodon", .rec = rec,
		.digest = "sha256:00", .at = at,
	};
}

/* Claims one; -1 is an error. *j is then what the ledger has. */
static inline int
claim(struct store *s, struct job *j, int64_t now)
{
	struct claim c = { .job = *j };
	int          rc = store_claim(s, &c, 1, now, LEASE, m, &e);

	*j = c.job;
	return rc ? -1 : (int)c.result;
}

/* Notes one: 1 written, 0 lost, -1. */
static inline int
note(struct store *s, struct job *j, enum job_state state, const char *what, int release,
    int64_t now)
{
	struct note n = { .job = j, .what = what, .release = release };

	j->state = state;
	return store_note(s, &n, 1, now, LEASE, &e) ? -1 : !n.lost;
}

static inline struct job
found(struct store *s, const char *id)
{
	struct job j = { 0 };

	is_int(store_find(s, id, "publish", &j, m, &e), 1, "the ledger has it");
	return j;
}

enum {
	SHARED  = 1 << 0, /* needs a store that others can open, too */
	ON_DISK = 1 << 1, /* needs a file of SQLite's */
	SERVER  = 1 << 2  /* needs a PostgreSQL server */
};

struct test {
	const char *name;
	void      (*run)(void);
	int         flags;
};

static const struct { /* "%s" is a folder of the test's own; NULL: the server of tests/with-postgres */
	const char *url;
	int         flags;
} stores[] = {
	{ "sqlite:%s/a folder/é/ledger.db", SHARED | ON_DISK },
	{ "sqlite::memory:",                0 },
	{ NULL,                             SHARED | SERVER },
};

static inline int
is_postgres(void)
{
	return strncmp(url, "postgresql:", 11) == 0;
}

/* What the server answers to SQL that comes from outside; valid as long as the test. */
static inline char *
psql(const char *sql)
{
	char   answer[400] = "";
	size_t len;
	FILE  *f;

	setenv("SQL", sql, 1);
	f = popen("PGOPTIONS='-c search_path=smmkit -c client_min_messages=warning' psql -qAtX "
	    "-v ON_ERROR_STOP=1 -c \"$SQL\" \"$SMM_TEST_POSTGRES\" 2>&1", "r");
	len = f ? fread(answer, 1, sizeof answer - 1, f) : 0;
	if (len && answer[len - 1] == '\n')
		answer[len - 1] = '\0';
	if (!f || pclose(f))
		printf("Bail out! psql: %s\n", answer);
	return mem_str(m, answer);
}

/* Time goes by, as the store's own clock has it: SQLite's is that of the caller. */
static inline int64_t
later(int64_t now, int64_t ms)
{
	if (is_postgres())
		psql(mem_fmt(m, "UPDATE lane SET until = until - %lld", (long long)ms));
	return now + ms;
}

static inline void
run_on(const char *text, const struct test *t)
{
	printf("# %s: %s\n", text, t->name);
	url = text;
	m = mem_new();
	if (is_postgres())
		psql("DROP SCHEMA IF EXISTS smmkit CASCADE");
	t->run();
	mem_free(m);
}

static inline void
run(size_t store, const struct test *t)
{
	char dir[] = "/tmp/smm-store-XXXXXX", text[200], rm[100];

	if ((stores[store].flags & t->flags) != t->flags)
		return;
	if (!stores[store].url) {
		run_on(getenv("SMM_TEST_POSTGRES"), t);
		return;
	}
	if (!ok(mkdtemp(dir) != NULL, "a folder for: %s", t->name))
		return;
	snprintf(text, sizeof text, stores[store].url, dir);
	run_on(text, t);
	snprintf(rm, sizeof rm, "rm -r %s", dir);
	is_int(system(rm), 0, "folder removed");
}

/* The server's column is left out where there is none. */
static inline int
is_missing(size_t store)
{
	const char *why = getenv("SMM_TEST_NO_POSTGRES");

	if (stores[store].url || getenv("SMM_TEST_POSTGRES"))
		return 0;
	ok(1, "on PostgreSQL # skip %s", why ? why : "run it by tests/with-postgres");
	return 1;
}

static inline int
run_all(const struct test *tests, size_t n)
{
	size_t s, t;

	for (s = 0; s < sizeof stores / sizeof *stores; s++)
		for (t = 0; t < n && !is_missing(s); t++)
			run(s, tests + t);
	return done();
}

#endif
