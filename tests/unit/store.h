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

enum { SHARED = 1 }; /* needs a store that others can open, too */

struct test {
	const char *name;
	void      (*run)(void);
	int         flags;
};

static const struct { /* "%s" is a folder of the test's own */
	const char *url;
	int         flags;
} stores[] = {
	{ "sqlite:%s/a folder/é/ledger.db", SHARED },
	{ "sqlite::memory:",                0 },
};

static inline void
run(size_t store, const struct test *t)
{
	char dir[] = "/tmp/smm-store-XXXXXX", text[200], rm[100];

	if ((stores[store].flags & t->flags) != t->flags)
		return;
	if (!ok(mkdtemp(dir) != NULL, "a folder for: %s", t->name))
		return;
	snprintf(text, sizeof text, stores[store].url, dir);
	printf("# %s: %s\n", text, t->name);
	url = text;
	m = mem_new();
	t->run();
	mem_free(m);
	snprintf(rm, sizeof rm, "rm -r %s", dir);
	is_int(system(rm), 0, "folder removed");
}

static inline int
run_all(const struct test *tests, size_t n)
{
	size_t s, t;

	for (s = 0; s < sizeof stores / sizeof *stores; s++)
		for (t = 0; t < n; t++)
			run(s, tests + t);
	return done();
}

#endif
