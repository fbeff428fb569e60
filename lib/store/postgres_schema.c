/*
 * postgres_schema.c - the tables of the PostgreSQL ledger, and the functions that run in the server
 *
 * A claim or a batch of notes is a call of one function: one round trip however many posts there
 * are, and one transaction. Workers never wait for each other's lanes (SKIP LOCKED): what another
 * transaction holds this moment is busy. Leases go by the server's clock, so that clocks of several
 * machines may differ; times of events are those of who writes them,
 * and beside them (`noted`) the server's.
 */
#include "postgres.h"

#include "smm/buf.h"

#include <string.h>

/*
 * forms[n] brings the tables of form n to form n + 1; the form is told by the schema's comment. Never
 * change one that was released: add the next. The functions are always those of this program: a
 * change of theirs is a form, too. Times are milliseconds since 1970. Texts compare byte by byte, as
 * they do in the SQLite ledger.
 */
static const char *const tables =
	"CREATE TABLE smmkit.job ("          /* what is to be sent */
	"  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
	"  id text COLLATE \"C\" NOT NULL, op text COLLATE \"C\" NOT NULL,"
	"  account text NOT NULL, network text NOT NULL,"
	"  entry text, campaign text, pillar text,"
	"  rec text NOT NULL, digest text,"
	"  at bigint NOT NULL, again bigint NOT NULL DEFAULT 0, entered bigint NOT NULL,"
	"  UNIQUE (id, op));"
	"CREATE INDEX job_at ON smmkit.job (at);"
	"CREATE TABLE smmkit.event ("        /* what happened; only ever added to */
	"  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
	"  job bigint NOT NULL REFERENCES smmkit.job (key),"
	"  at bigint NOT NULL, what text NOT NULL,"
	"  state text NOT NULL CHECK (state IN ('new', 'asked', 'between', 'done', 'refused', 'unsure', 'missed')),"
	"  step text, keep text, wake bigint NOT NULL,"
	"  attempts integer NOT NULL CHECK (attempts >= 0),"
	"  ref text, url text, fault text CHECK (fault <> ''), message text,"
	"  http integer NOT NULL CHECK (http >= 0));"
	"CREATE INDEX event_job ON smmkit.event (job, seq);"
	"CREATE VIEW smmkit.ledger AS"       /* what became of each job: its last event */
	"  SELECT id, op, account, network, entry, campaign, pillar, rec, digest, j.at,"
	"    coalesce(state, 'new') AS state, step, keep, coalesce(wake, 0) AS wake,"
	"    coalesce(attempts, 0) AS attempts, again, ref, url, coalesce(fault, 'none') AS fault,"
	"    message, coalesce(http, 0) AS http, coalesce(e.at, entered) AS changed"
	"  FROM smmkit.job j LEFT JOIN LATERAL"
	"    (SELECT * FROM smmkit.event WHERE job = j.key ORDER BY seq DESC LIMIT 1) e ON true;"
	"CREATE TABLE smmkit.lane ("         /* a row stays, so that it can be locked when nobody has the lane */
	"  account text PRIMARY KEY, owner text, until bigint NOT NULL DEFAULT 0);"
	"CREATE INDEX lane_owner ON smmkit.lane (owner);"
	"CREATE TABLE smmkit.named (name text PRIMARY KEY, value text NOT NULL);"
	"CREATE TYPE smmkit.claimed AS (n integer, result text, holder text,"
	"  id text, op text, account text, network text, entry text, campaign text, pillar text, rec text,"
	"  digest text, at bigint, state text, step text, keep text, wake bigint, attempts integer,"
	"  again bigint, ref text, url text, fault text, message text, http integer, changed bigint);"
	"CREATE FUNCTION smmkit.clock() RETURNS bigint LANGUAGE sql VOLATILE AS"
	"  $$SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint$$;";

/* Claims tell the account's pace and its app's limit. */
static const char *const paces =
	"ALTER TYPE smmkit.claimed ADD ATTRIBUTE pace text, ADD ATTRIBUTE app_limit text;";

/* A claim tells how far the server's clock is ahead, and when by it a request went out. */
static const char *const clocks =
	"ALTER TABLE smmkit.event ADD COLUMN noted bigint NOT NULL DEFAULT smmkit.clock();"
	"ALTER TYPE smmkit.claimed ADD ATTRIBUTE skew bigint, ADD ATTRIBUTE noted bigint;";

/* ... that is: since when its answer is missed. */
static const char *const misses =
	"ALTER TYPE smmkit.claimed RENAME ATTRIBUTE noted TO since;";

/* The first look for the answer after the last request, or that request. */
static const char *const missed =
	"CREATE OR REPLACE FUNCTION smmkit.missed(id_ text, op_ text) RETURNS bigint LANGUAGE sql STABLE AS $$"
	"  SELECT e.noted FROM smmkit.event e JOIN smmkit.job j ON j.key = e.job"
	"    WHERE j.id = id_ AND j.op = op_ AND e.what IN ('ask', 'look') AND e.seq >="
	"      coalesce((SELECT max(a.seq) FROM smmkit.event a WHERE a.job = j.key AND a.what = 'ask'), 0)"
	"    ORDER BY e.what = 'look' DESC, e.seq LIMIT 1$$;";

/*
 * Who keeps `self` from a lane: NULL nobody, and the lane's row is ours until the transaction ends;
 * '' another transaction, just now; else its holder, who is not among the dead.
 */
static const char *const holder =
	"CREATE OR REPLACE FUNCTION smmkit.holder(lane_of text, self text, dead text[])"
	"  RETURNS text LANGUAGE plpgsql AS $$"
	"DECLARE l smmkit.lane;"
	"BEGIN"
	"  SELECT * INTO l FROM smmkit.lane WHERE account = lane_of FOR UPDATE SKIP LOCKED;"
	"  IF NOT FOUND THEN RETURN ''; END IF;"
	"  IF l.owner IS NULL OR l.owner = self OR l.owner = ANY (dead) OR l.until <= smmkit.clock() THEN"
	"    RETURN NULL;"
	"  END IF;"
	"  RETURN l.owner;"
	"END$$;";

/* Only who has locked the lane looks at its job, so that nobody's last note is overlooked. */
static const char *const claim =
	"CREATE OR REPLACE FUNCTION smmkit.claim(self text, dead text[], now bigint, lease bigint, jobs json)"
	"  RETURNS SETOF smmkit.claimed LANGUAGE plpgsql AS $$"
	"DECLARE g record; known record; answer smmkit.claimed; held text; until_ms bigint; final boolean;"
	"  again boolean;"
	"BEGIN"
	"  PERFORM set_config('synchronous_commit', 'off', true);" /* one that is lost has sent nothing */
	"  INSERT INTO smmkit.lane (account) SELECT DISTINCT x.account"
	"    FROM json_to_recordset(jobs) AS x(account text)"
	"    WHERE NOT EXISTS (SELECT 1 FROM smmkit.lane l WHERE l.account = x.account)"
	"    ORDER BY 1 ON CONFLICT DO NOTHING;"
	"  FOR g IN SELECT * FROM json_to_recordset(jobs) AS x(n integer, id text, op text, account text,"
	"    network text, entry text, campaign text, pillar text, rec text, digest text, at bigint, app text,"
	"    anew boolean) ORDER BY n LOOP"
	"    held := smmkit.holder(g.account, self, dead);"
	"    SELECT l.account, l.state, l.digest INTO known FROM smmkit.ledger l WHERE l.id = g.id AND l.op = g.op;"
	"    final := known.state IN ('done', 'refused', 'unsure', 'missed');"
	"    again := g.anew AND known.state <> 'new' AND"
	"      (known.digest IS DISTINCT FROM g.digest OR (final AND known.state <> 'done'));"
	"    IF final AND NOT again THEN"
	"      RETURN QUERY SELECT g.n, 'settled', NULL, l.*, NULL, NULL, NULL::bigint, NULL::bigint"
	"        FROM smmkit.ledger l WHERE l.id = g.id AND l.op = g.op;"
	"      CONTINUE;"
	"    END IF;"
	/* under another account it may be ours only when nobody can be sending it there */
	"    IF held IS NULL AND known.account <> g.account THEN"
	"      held := CASE WHEN known.state = 'new' THEN smmkit.holder(known.account, self, dead) ELSE '' END;"
	"    END IF;"
	"    IF held IS NULL AND known.state IS NULL THEN"
	"      INSERT INTO smmkit.job (id, op, account, network, entry, campaign, pillar, rec, digest, at, entered)"
	"        VALUES (g.id, g.op, g.account, g.network, g.entry, g.campaign, g.pillar, g.rec, g.digest, g.at, now)"
	"        ON CONFLICT DO NOTHING;"
	"      IF NOT FOUND THEN held := ''; END IF;" /* just entered by another, for another account */
	"    ELSIF held IS NULL AND (known.state = 'new' OR again) THEN"
	"      UPDATE smmkit.job j SET account = g.account, network = g.network, entry = g.entry,"
	"        campaign = g.campaign, pillar = g.pillar, rec = g.rec, digest = g.digest, at = g.at"
	"        WHERE j.id = g.id AND j.op = g.op AND"
	"        (j.account, j.network, j.entry, j.campaign, j.pillar, j.rec, j.digest, j.at) IS DISTINCT FROM"
	"        (g.account, g.network, g.entry, g.campaign, g.pillar, g.rec, g.digest, g.at);"
	"      IF again THEN"
	"        INSERT INTO smmkit.event (job, at, what, state, wake, attempts, http)"
	"          SELECT j.key, now, 'anew', 'new', 0, 0, 0 FROM smmkit.job j WHERE j.id = g.id AND j.op = g.op;"
	"      END IF;"
	"    END IF;"
	"    IF held IS NOT NULL THEN"
	"      answer.n := g.n; answer.result := 'busy'; answer.holder := held;"
	"      RETURN NEXT answer;"
	"      CONTINUE;"
	"    END IF;"
	"    until_ms := smmkit.clock() + lease;"
	"    UPDATE smmkit.lane l SET owner = self, until = until_ms WHERE l.account = g.account"
	"      AND (l.owner IS DISTINCT FROM self OR l.until < until_ms - lease / 8);"
	"    RETURN QUERY SELECT g.n, 'ours', NULL, l.*,"
	"      (SELECT value FROM smmkit.named WHERE name = '" STORE_PACE "' || g.account),"
	"      (SELECT value FROM smmkit.named WHERE name = '" STORE_LIMIT "' || g.app), smmkit.clock() - now,"
	"      CASE known.state WHEN 'asked' THEN smmkit.missed(g.id, g.op) END"
	"      FROM smmkit.ledger l WHERE l.id = g.id AND l.op = g.op;"
	"  END LOOP;"
	"END$$;";

/*
 * The fence: only who has the lane may write, and only under the hold that he has read; the lock lets
 * nobody change it before all this is seen by others. Gives the numbers of the notes that were lost,
 * and, of those that were held, -1 less their numbers.
 */
static const char *const note =
	"CREATE OR REPLACE FUNCTION smmkit.note(self text, now bigint, lease bigint, notes json)"
	"  RETURNS SETOF integer LANGUAGE plpgsql AS $$"
	"DECLARE g record; until_ms bigint := smmkit.clock() + lease;"
	"BEGIN"
	"  UPDATE smmkit.lane l SET until = until_ms WHERE l.owner = self AND l.until < until_ms - lease / 8;"
	"  FOR g IN SELECT * FROM json_to_recordset(notes) AS x(n integer, id text, op text, account text, what text,"
	"    state text, step text, keep text, wake bigint, attempts integer, ref text, url text, fault text,"
	"    message text, http integer, release boolean,"
	"    hold text, pace text) ORDER BY n LOOP"
	"    PERFORM 1 FROM smmkit.lane l WHERE l.account = g.account AND l.owner = self FOR UPDATE;"
	"    IF NOT FOUND THEN RETURN NEXT g.n; CONTINUE; END IF;"
	"    IF g.hold IS NOT NULL THEN"
	"      PERFORM pg_advisory_xact_lock_shared(" POSTGRES_ORDER ");"
	"      IF g.hold <> coalesce((SELECT value FROM smmkit.named WHERE name = '" STORE_HOLD "'), '') THEN"
	"        RETURN NEXT -1 - g.n; CONTINUE;"
	"      END IF;"
	"    END IF;"
	"    INSERT INTO smmkit.event"
	"      (job, at, what, state, step, keep, wake, attempts, ref, url, fault, message, http)"
	"      SELECT j.key, now, g.what, g.state, g.step, g.keep, g.wake, g.attempts, g.ref, g.url, g.fault,"
	"        g.message, g.http FROM smmkit.job j WHERE j.id = g.id AND j.op = g.op AND j.account = g.account;"
	"    IF NOT FOUND THEN RETURN NEXT g.n; CONTINUE; END IF;"
	"    IF g.pace IS NOT NULL THEN"
	"      INSERT INTO smmkit.named (name, value) VALUES ('" STORE_PACE "' || g.account, g.pace)"
	"        ON CONFLICT (name) DO UPDATE SET value = g.pace;"
	"    END IF;"
	"    IF g.release THEN"
	"      UPDATE smmkit.lane l SET owner = NULL, until = 0 WHERE l.account = g.account;"
	"    END IF;"
	"  END LOOP;"
	"END$$;";

/*
 * A person's word. 'none': no such job; 'final': it is done; 'busy': held by who is told; else 'ok'.
 * Whoever had the lane, and is dead or too late, must not go on with what he knows of the job.
 */
static const char *const settle =
	"CREATE OR REPLACE FUNCTION smmkit.settle(self text, dead text[], now bigint, id_ text, op_ text, state_ text,"
	"  OUT result text, OUT holder text, OUT account_ text) LANGUAGE plpgsql AS $$"
	"DECLARE j smmkit.job; known record; l smmkit.lane;"
	"BEGIN"
	"  SELECT * INTO j FROM smmkit.job WHERE id = id_ AND op = op_;"
	"  result := 'none';"
	"  IF NOT FOUND THEN RETURN; END IF;"
	"  account_ := j.account;"
	"  SELECT * INTO l FROM smmkit.lane WHERE account = j.account FOR UPDATE;"
	"  SELECT * INTO known FROM smmkit.ledger WHERE id = id_ AND op = op_;"
	"  result := 'final';"
	"  IF known.state = 'done' THEN RETURN; END IF;"
	"  result := 'busy';"
	"  holder := l.owner;"
	"  IF l.owner <> self AND l.until > smmkit.clock() AND NOT l.owner = ANY (dead) THEN RETURN; END IF;"
	"  IF known.account <> j.account THEN holder := ''; RETURN; END IF;" /* moved while we waited */
	"  result := 'ok';"
	"  UPDATE smmkit.lane SET owner = NULL, until = 0 WHERE account = j.account AND owner <> self;"
	"  IF state_ = 'new' THEN"
	"    UPDATE smmkit.job SET again = now WHERE key = j.key;"
	"    known.ref := NULL; known.url := NULL;"
	"  END IF;"
	"  INSERT INTO smmkit.event (job, at, what, state, wake, attempts, ref, url, http)"
	"    VALUES (j.key, now, CASE state_ WHEN 'new' THEN 'again by hand' ELSE 'done by hand' END, state_, 0,"
	"      known.attempts, known.ref, known.url, 0);"
	"END$$;";

static const char *const *const forms[] = { &tables, &paces, &clocks, &misses };
static const char *const *const functions[] = { &missed, &holder, &claim, &note, &settle };

#define FORM_NOW ((int)(sizeof forms / sizeof *forms))
#define MARK     "smmkit ledger, form "

/* The form; 0: there is no schema, or nothing in it. */
static int
read_form(struct pq *d, int *form, struct err *e)
{
	static const char *const sql = "SELECT current_setting('server_encoding'), (SELECT count(*) FROM pg_class "
	    "WHERE relnamespace = to_regnamespace('smmkit')), "
	    "substring(obj_description(to_regnamespace('smmkit'), 'pg_namespace') FROM '^" MARK "([0-9]{1,6})$')";
	PGresult *r = pq_ask(d, sql, NULL, 0, e);
	int       rc = -1;

	if (!r)
		return -1;
	*form = (int)pq_number(r, 0, 2);
	if (strcmp(pq_text(r, 0, 0), "UTF8") != 0)
		err_set(e, FAULT_CONF, "the database of the ledger %s has the encoding %s; make one with UTF8", d->url,
		    pq_text(r, 0, 0));
	else if (!*form && pq_number(r, 0, 1))
		err_set(e, FAULT_CONF, "the schema \"smmkit\" of %s is that of another program; name another `store`",
		    d->url);
	else if (*form > FORM_NOW)
		err_set(e, FAULT_CONF, "the ledger %s has form %d, this program knows %d; install a newer smmkit",
		    d->url, *form, FORM_NOW);
	else
		rc = 0;
	pq_clear(r);
	return rc;
}

int
postgres_has_schema(struct pq *d, struct err *e)
{
	int form;

	return read_form(d, &form, e) ? -1 : form > 0;
}

/* Statements sent together are one transaction. */
static int
update(struct pq *d, int form, struct err *e)
{
	static const char *const make = "DO $$BEGIN IF to_regnamespace('smmkit') IS NULL THEN "
	    "CREATE SCHEMA smmkit; END IF; END$$;";
	struct buf b = { 0 };
	size_t     i;
	int        rc;

	buf_str(&b, make);
	for (; form < FORM_NOW; form++)
		buf_str(&b, *forms[form]);
	for (i = 0; i < sizeof functions / sizeof *functions; i++)
		buf_str(&b, *functions[i]);
	buf_fmt(&b, "COMMENT ON SCHEMA smmkit IS '" MARK "%d'", FORM_NOW);
	rc = pq_run(d, b.at, NULL, 0, e);
	buf_release(&b);
	return rc;
}

int
postgres_schema(struct pq *d, struct err *e)
{
	static const char *const lock = "SELECT pg_advisory_lock(" POSTGRES_OURS ")";
	static const char *const unlock = "SELECT pg_advisory_unlock(" POSTGRES_OURS ")";
	int form, rc;

	if (read_form(d, &form, e))
		return -1;
	if (form == FORM_NOW)
		return 0;
	if (pq_run(d, lock, NULL, 0, e))
		return -1;
	rc = read_form(d, &form, e); /* another process may have been faster */
	if (!rc && form < FORM_NOW)
		rc = update(d, form, e);
	if (rc)
		return -1; /* closing lets go of the lock */
	return pq_run(d, unlock, NULL, 0, e);
}
