/* auth.c - whether the networks know our accounts */
#include "smm/auth.h"

#include "smm/clock.h"
#include "smm/fetch.h"
#include "smm/when.h"
#include "smm/zone.h"

#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS     INT64_C(86400000)
#define PATIENCE_MS 5000
#define SCOPE_SIZE  256

struct check { /* one account */
	const struct account *account;
	const struct net     *net;
	struct reading       *reading; /* NULL: the network has nothing to ask */
	json_t               *who;     /* what it said; NULL: nothing */
	json_t               *session; /* what we have; NULL: nothing */
};

static int
take_who(void *arg, struct reading *r, json_t *record, struct err *e)
{
	struct check *c = r->owner;

	(void)arg;
	(void)e;
	json_decref(c->who);
	c->who = json_incref(record);
	return 0;
}

/* --- lines ------------------------------------------------------------------------------------------------- */

static void
put_time(struct buf *b, const char *name, int64_t ms)
{
	char text[WHEN_SIZE];

	json_str(b, name, when_write(text, ms, zone_offset(ms)));
}

/* The next of several words, joined by blanks or commas; NULL behind the last. In one[]. */
static const char *
next_scope(const char **s, char one[SCOPE_SIZE])
{
	size_t len;

	*s += strspn(*s, " ,");
	len = strcspn(*s, " ,");
	if (!len || len >= SCOPE_SIZE)
		return NULL;
	memcpy(one, *s, len);
	one[len] = '\0';
	*s += len;
	return one;
}

static int
has_scope(const char *list, const char *scope)
{
	char one[SCOPE_SIZE];

	while (next_scope(&list, one))
		if (strcmp(one, scope) == 0)
			return 1;
	return 0;
}

/* What we may do; and what smm-auth asks for and was not given, as far as that was told at all. */
static int
put_scopes(struct buf *b, const struct check *c)
{
	const char *given = json_string_value(json_object_get(c->session, "scopes"));
	const char *wanted = c->net && c->net->oauth ? c->net->oauth->scopes : "", *at = given;
	char        one[SCOPE_SIZE];
	int         missing = 0;

	if (!given || !*given)
		return 0;
	json_key(b, "scopes");
	json_open(b, '[');
	while (next_scope(&at, one))
		json_item(b, one);
	json_close(b, ']');
	while (next_scope(&wanted, one)) {
		if (has_scope(given, one))
			continue;
		if (!missing++) {
			json_key(b, "missing");
			json_open(b, '[');
		}
		json_item(b, one);
	}
	if (missing)
		json_close(b, ']');
	return missing;
}

static int64_t
time_in(const json_t *session, const char *name)
{
	const char *text = json_string_value(json_object_get(session, name));
	int64_t     ms = 0;

	return text && when_read(text, strlen(text), &ms, NULL) == 0 ? ms : 0;
}

/* Milliseconds; 0: without end, or not told. What may still post and reads nothing any more has ended, too. */
static int64_t
expires(const struct check *c)
{
	int64_t end = time_in(c->session, "expires"), reads = time_in(c->session, "reads_until");

	return !end || (reads && reads < end) ? reads : end;
}

/* One that is renewed by itself is nobody's worry. */
static int
ends_soon(const struct auth_settings *s, const struct check *c)
{
	int64_t end = expires(c);

	if (!c->net || !end || end > clock_now() + s->days * DAY_MS)
		return 0;
	return !c->net->ops[OP_REFRESH] || !session_can_save(c->account, c->net);
}

static void
put_error(struct buf *b, const struct err *e)
{
	json_key(b, "error");
	json_open(b, '{');
	json_str(b, "fault", fault_name(e->fault));
	json_str(b, "message", e->text);
	json_close(b, '}');
}

/* What a network gives by its pages or for a password is given again by signing in. */
static void
put_todo(struct buf *b, const struct auth_settings *s, const struct check *c, const struct err *why, int missing)
{
	int        by_us = c->net && (c->net->oauth || c->net->ops[OP_LOGIN]);
	struct buf text = { 0 };

	if (why->fault == FAULT_AUTH || ends_soon(s, c) || missing)
		buf_fmt(&text, by_us ? "smm-auth login %s" : "make a new secret for %s, as smm.yaml(5) says",
		    c->account->name);
	else if (why->fault == FAULT_AGAIN || why->fault == FAULT_LIMIT)
		buf_str(&text, "ask again later");
	else if (why->fault == FAULT_CONF)
		buf_fmt(&text, "look at the account %s in %s", c->account->name, s->conf->path);
	json_str(b, "todo", text.at);
	buf_release(&text);
}

static int
write_account(const struct auth_settings *s, const struct check *c, const struct err *why, struct err *e)
{
	struct buf b = { 0 };
	int        rc, missing;

	json_open(&b, '{');
	json_str(&b, "type", "account");
	json_str(&b, "account", c->account->name);
	json_str(&b, "network", c->account->network);
	json_str(&b, "status", why->fault ? "failed" : ends_soon(s, c) ? "expiring" : "ok");
	put_time(&b, "at", clock_now());
	json_str(&b, "user", json_string_value(json_object_get(c->who, "user")));
	json_str(&b, "ref", json_string_value(json_object_get(c->who, "ref")));
	missing = put_scopes(&b, c);
	if (expires(c))
		put_time(&b, "expires", expires(c));
	put_todo(&b, s, c, why, missing);
	if (why->fault)
		put_error(&b, why);
	json_close(&b, '}');
	rc = out_line(s->out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}

/* value: the days that are left. */
static int
write_alert(const struct auth_settings *s, const struct check *c, struct err *e)
{
	int64_t    left = (expires(c) - clock_now()) / DAY_MS;
	struct buf b = { 0 };
	int        rc;

	json_open(&b, '{');
	json_str(&b, "type", "alert");
	json_str(&b, "kind", "token");
	json_str(&b, "level", left < 1 ? "error" : "warning");
	put_time(&b, "at", clock_now());
	json_str(&b, "subject", c->account->name);
	json_int(&b, "value", left);
	json_int(&b, "expected", s->days);
	json_close(&b, '}');
	rc = out_line(s->out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}

/* --- all of them --------------------------------------------------------------------------------------------- */

static int
is_named(const char *const *names, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return 1;
	return !n;
}

static size_t
choose(const struct auth_settings *s, const char *const *names, size_t n, struct check *checks)
{
	size_t i, count = 0;

	for (i = 0; i < s->conf->naccounts; i++)
		if (is_named(names, n, s->conf->accounts[i].name))
			checks[count++] = (struct check){ .account = s->conf->accounts + i,
				.net = net_way(net_find(s->conf->accounts[i].network), s->conf->accounts + i) };
	return count;
}

static int
ask_all(const struct auth_settings *s, struct check *checks, size_t n, struct reading *readings, struct err *e)
{
	struct fetch_settings set = { .conf = s->conf, .patience_ms = PATIENCE_MS, .each = take_who };
	struct fetch         *f = fetch_new(&set);
	size_t                i, count = 0;
	int                   rc;

	for (i = 0; i < n; i++) {
		if (!checks[i].net || !checks[i].net->ops[OP_WHO])
			continue;
		readings[count] = (struct reading){ .account = checks[i].account, .op = OP_WHO, .owner = checks + i };
		checks[i].reading = readings + count++;
	}
	rc = fetch_run(f, readings, count, e);
	fetch_free(f);
	return rc;
}

static int
report(const struct auth_settings *s, struct check *c, int *exit, struct err *e)
{
	struct err why = { .fault = FAULT_NONE }, ignored;

	if (c->reading)
		why = c->reading->err;
	else
		err_set(&why, FAULT_CONF, "there is no way to ask the network \"%s\" who we are", c->account->network);
	if (c->net && session_open(s->conf, c->account, c->net, &c->session, &ignored))
		c->session = NULL;
	if (why.fault == FAULT_REFUSED)
		why.fault = FAULT_AUTH;
	*exit = exit_worse(*exit, fault_exit(why.fault));
	if (write_account(s, c, &why, e))
		return -1;
	return c->session && ends_soon(s, c) ? write_alert(s, c, e) : 0;
}

#define VERSION_DAYS 60

/* An API that its network gives up soon: said while there is time. */
static void
warn_version(const struct auth_settings *s, const struct net *n)
{
	struct civil day = { 0 };

	if (!n || !n->until || sscanf(n->until, "%d-%d-%d", &day.year, &day.month, &day.day) != 3)
		return;
	if (civil_days(day.year, day.month, day.day) - clock_now() / DAY_MS <= VERSION_DAYS)
		s->say("%s serves version %s of its API until %s, as far as it is known: install a newer smmkit before",
		    n->title, n->version, n->until);
}

int
auth_check(const struct auth_settings *s, const char *const *names, size_t n, int *exit, struct err *e)
{
	size_t          most = s->conf->naccounts + 1, i;
	struct check   *checks = mem_get(most * sizeof *checks);
	struct reading *readings = mem_get(most * sizeof *readings);
	size_t          count;
	int             rc;

	if (conf_has_accounts(s->conf, names, n, e)) {
		free(checks);
		free(readings);
		return -1;
	}
	count = choose(s, names, n, checks);
	rc = ask_all(s, checks, count, readings, e);
	for (i = 0; i < count; i++) {
		if (!rc && (!i || checks[i].net != checks[i - 1].net))
			warn_version(s, checks[i].net);
		if (!rc)
			rc = report(s, checks + i, exit, e);
		json_decref(checks[i].who);
		session_close(checks[i].session);
	}
	free(checks);
	free(readings);
	return rc;
}
