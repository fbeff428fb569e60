/* store_postgres.c - the PostgreSQL ledger: its schema, its server, and what may be wrong with them */
#include "store_sqlite.h"

#include "smm/url.h"

static void
open_fails(const char *at, enum fault fault, const char *part)
{
	struct store *s = NULL;

	fails(store_open(&s, at, &e), fault, part);
	ok(s == NULL, "there is no store then");
}

static void
test_passwords(void)
{
	static const struct { const char *url; int holds; } urls[] = {
		{ "postgresql://u:secret@h/d",              1 },
		{ "postgres://u:@h",                        1 },
		{ "postgresql://h/d?user=u&password=x",     1 },
		{ "postgresql:///d?passwor%64=x",           1 },
		{ "postgresql://h/d?sslpassword=x",         1 },
		{ "postgresql://u@h:5432/d",                0 },
		{ "postgresql://h:5432,i:5433/d",           0 },
		{ "postgresql:///d?host=/run&passfile=/p",  0 },
		{ "postgresql://",                          0 },
		{ "sqlite:a:b@c",                           0 },
	};
	size_t i;

	for (i = 0; i < sizeof urls / sizeof *urls; i++)
		is_int(url_has_password(urls[i].url), urls[i].holds, urls[i].url);
	open_fails("postgresql://u:secret@127.0.0.1:1/d", FAULT_CONF, "~/.pgpass");
	ok(!strstr(e.text, "secret"), "and does not show it");
}

/* Two names for the same thing. */
static void
test_alias(void)
{
	struct store *s = opened(), *t = NULL;
	struct job    j = job("p1", "a", "{}", NOW);

	claim(s, &j, NOW);
	url = mem_fmt(m, "postgres%s", strchr(url, ':'));
	is_int(store_open(&t, url, &e), 0, "postgres: is postgresql:");
	is_int(store_find(t, "p1", "publish", &j, m, &e), 1, "and holds the same");
	store_close(t);
	store_close(s);
}

static void
test_schema(void)
{
	is_int(store_exists(url), 0, "not there yet");
	store_close(opened());
	is_int(store_exists(url), 1, "now it is");
	is_str(psql("SELECT obj_description('smmkit'::regnamespace)"), "smmkit ledger, form 4", "it says what it is");
	psql("COMMENT ON SCHEMA smmkit IS 'smmkit ledger, form 99'");
	open_fails(url, FAULT_CONF, "install a newer smmkit");
	psql("COMMENT ON SCHEMA smmkit IS 'mine'");
	open_fails(url, FAULT_CONF, "another program");
	psql("DROP SCHEMA smmkit CASCADE; CREATE SCHEMA smmkit");
	store_close(opened());
	is_str(psql("SELECT count(*) FROM job"), "0", "an empty schema, made for us, becomes a ledger");
}

/* A ledger of the first form, with a post in it and functions of that time. */
static void
test_older_form(void)
{
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);

	claim(s, &j, NOW);
	store_close(s);
	psql("ALTER TYPE claimed DROP ATTRIBUTE pace, DROP ATTRIBUTE app_limit, DROP ATTRIBUTE skew,"
	    "  DROP ATTRIBUTE since; ALTER TABLE event DROP COLUMN noted;"
	    "CREATE OR REPLACE FUNCTION note(self text, now bigint, lease bigint, notes json) RETURNS SETOF integer"
	    "  LANGUAGE sql AS 'SELECT 0'; COMMENT ON SCHEMA smmkit IS 'smmkit ledger, form 1'");
	s = opened();
	is_str(psql("SELECT obj_description('smmkit'::regnamespace)"), "smmkit ledger, form 4", "brought forward");
	is_int(claim(s, &j, NOW), CLAIM_OURS, "what was in it is there");
	is_int(note(s, &j, JOB_ASKED, "ask", 0, NOW), 1, "and goes on");
	store_close(s);
}

/* What one of several machines does at a time. */
static void
test_lock(void)
{
	struct store *s = opened(), *t = opened();

	is_int(store_is_shared(url), 1, "machines can share it");
	is_int(store_is_shared("sqlite:x.db"), 0, "but not a file");
	is_int(store_lock(s, "session a", &e), 1, "ours");
	is_int(store_lock(t, "session a", &e), 0, "so not another's");
	is_int(store_lock(t, "session b", &e), 1, "who may have another one");
	psql("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' ORDER BY pid LIMIT 1");
	is_int(store_lock(t, "session a", &e) + store_lock(s, "session b", &e), -1 + 1, "one connection is cut: its lock is free");
	store_close(s);
	store_close(t);
	s = opened();
	is_int(store_lock(s, "session a", &e), 1, "and so is that of who has closed");
	store_close(s);
}

static void
test_unreachable(void)
{
	const char *slash = strrchr(url, '/');
	char       *file = getenv("PGPASSFILE"), *kept = mem_str(m, file ? file : "");

	open_fails("postgresql://u@127.0.0.1:1/d", FAULT_AGAIN, "start the server");
	open_fails(mem_fmt(m, "%.*s/nowhere", (int)(slash - url), url), FAULT_AUTH, "nowhere");
	open_fails(mem_fmt(m, "%s?colour=red", url), FAULT_CONF, "colour");
	setenv("PGPASSFILE", "/dev/null", 1);
	open_fails(url, FAULT_AUTH, ".pgpass");
	setenv("PGPASSFILE", kept, 1);
	is_int(store_exists("postgresql://u@127.0.0.1:1/d"), 1, "what cannot be looked at: opening says why");
}

/* The server ends the connection before, between and after the calls of a conversation. */
static void
test_cut(void)
{
	struct store *s, *t;
	struct job    j;
	int           at;

	for (at = 0; at < 3; at++) {
		s = opened();
		j = job(mem_fmt(m, "p%d", at), "a", "{}", NOW);
		if (at > 0)
			is_int(claim(s, &j, NOW), CLAIM_OURS, "claimed");
		if (at > 1)
			is_int(note(s, &j, JOB_ASKED, "ask", 0, NOW), 1, "noted");
		psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'smmkit'");
		fails(at ? note(s, &j, JOB_ASKED, "ask", 0, NOW) : claim(s, &j, NOW), FAULT_AGAIN, "run again");
		t = opened();
		is_int(store_find(t, j.id, "publish", &j, m, &e), at > 0, "what was accepted is there, nothing else");
		if (at)
			is_int(j.state, at > 1 ? JOB_ASKED : JOB_NEW, "as it was noted");
		is_int(claim(t, &j, NOW), at ? CLAIM_BUSY : CLAIM_OURS, "whose process lives keeps its lane");
		store_close(t);
		store_close(s);
		later(NOW, LEASE);
	}
}

/* Workers never wait: what another transaction holds just now is busy. */
static void
test_skips_locked(void)
{
	struct store *s = opened();
	struct job    a = job("p1", "a", "{}", NOW), b = job("p2", "b", "{}", NOW);
	char          line[100] = "";
	FILE         *f;

	claim(s, &a, NOW);
	store_release(s, "a", &e);
	f = popen("exec psql -qAtX \"$SMM_TEST_POSTGRES\" -c \"BEGIN; SELECT account FROM smmkit.lane FOR UPDATE\" "
	    "-c \"SELECT pg_sleep(20)\"", "r");
	is_str(f ? fgets(line, sizeof line, f) : NULL, "a\n", "another transaction has locked the lane");
	is_int(claim(s, &a, NOW), CLAIM_BUSY, "busy, at once");
	is_int(claim(s, &b, NOW), CLAIM_OURS, "the other lanes are not");
	psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)' "
	    "AND pid <> pg_backend_pid()");
	pclose(f);
	is_int(claim(s, &a, NOW), CLAIM_OURS, "and when that has ended, so is this one");
	store_close(s);
}

/* Who takes up a request hours off by its own clock knows how long ago it was. */
static void
test_since(void)
{
	struct store *s = opened(), *t = opened();
	struct job    j = job("p1", "a", "{}", NOW);
	struct claim  c = { .job = j };
	int64_t       ago;

	claim(s, &j, NOW);
	is_int(note(s, &j, JOB_ASKED, "ask", 1, NOW), 1, "asked by who is slow");
	is_int(store_claim(t, &c, 1, NOW + 100 * LEASE, LEASE, m, &e), 0, "taken up by who is fast");
	is_int(c.result, CLAIM_OURS, "it is ours");
	is_int(c.job.changed, NOW, "as it was written");
	ago = NOW + 100 * LEASE - c.since;
	ok(ago >= 0 && ago < LEASE, "noted a moment ago");
	ok(c.skew > 100 * LEASE, "the server's clock is far ahead of that of the test");
	store_close(t);
	store_close(s);
}

/* A clock that is wrong by hours changes nothing of who has a lane. */
static void
test_skew(void)
{
	struct store *s = opened(), *t = opened();
	struct job    a = job("p1", "a", "{}", NOW), b = a;

	is_int(claim(s, &a, NOW), CLAIM_OURS, "claimed by who is slow");
	is_int(claim(t, &b, NOW + 100 * LEASE), CLAIM_BUSY, "busy for who is fast");
	is_int(note(s, &a, JOB_ASKED, "ask", 1, NOW), 1, "noted and given back");
	is_int(claim(t, &b, NOW - 100 * LEASE), CLAIM_OURS, "claimed by who is slower");
	is_int(claim(s, &a, NOW + 100 * LEASE), CLAIM_BUSY, "busy again");
	store_close(t);
	store_close(s);
}

static const struct test tests[] = {
	{ "passwords",    test_passwords,    SERVER },
	{ "alias",        test_alias,        SERVER },
	{ "schema",       test_schema,       SERVER },
	{ "older form",   test_older_form,   SERVER },
	{ "unreachable",  test_unreachable,  SERVER },
	{ "cut",          test_cut,          SERVER },
	{ "skips locked", test_skips_locked, SERVER },
	{ "skew",         test_skew,         SERVER },
	{ "lock",         test_lock,         SERVER },
	{ "since",        test_since,        SERVER },
};

int
main(void)
{
	return run_all(tests, sizeof tests / sizeof *tests);
}
