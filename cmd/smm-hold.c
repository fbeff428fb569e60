/* smm-hold - stop all publishing now, let it go on, or say how things stand */
#include "smm/clock.h"
#include "smm/conf.h"
#include "smm/hold.h"
#include "smm/prog.h"
#include "smm/zone.h"

#include <stddef.h>
#include <string.h>

static const char *reason, *by;
static int64_t     until;
static struct strs allow;

static const struct opt opts[] = {
	{ 0, "reason", OPT_STR, &reason, "TEXT", "why, for those who wonder" },
	{ 0, "until", OPT_TIME, &until, "TIME", "the hold ends then by itself" },
	{ 0, "allow", OPT_LIST, &allow, "ACCOUNT|ID", "this account, or this post, may leave all the same" },
	{ 0, "by", OPT_STR, &by, "NAME", "who says so (the user's name)" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "smm-hold",
	.does     = "stop all publishing now, let it go on, or say how things stand",
	.operands = "on|off|status",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_STORE | TAKES_DRY_RUN | TAKES_OUTPUT | TAKES_NOW | TAKES_SHOW,
};

enum verb { VERB_ON, VERB_OFF, VERB_STATUS };

static int
read_verb(int operands, char **argv, enum verb *verb, struct err *e)
{
	static const char *const verbs[] = { "on", "off", "status" };
	int i;

	for (i = 0; operands == 1 && i < 3; i++)
		if (strcmp(argv[1], verbs[i]) == 0)
			*verb = (enum verb)i;
	if (operands != 1 || strcmp(argv[1], verbs[*verb]) != 0)
		return err_set(e, FAULT_USAGE, "found %s%s%s, one of on, off and status was expected",
		    operands ? "\"" : "", operands ? argv[1] : "nothing", operands ? "\"" : "");
	if (*verb == VERB_ON && (!reason || !*reason))
		return err_set(e, FAULT_USAGE, "say why with --reason");
	if (*verb == VERB_ON && until && until <= clock_now())
		return err_set(e, FAULT_USAGE, "--until is over already");
	return 0;
}

/* What is meant as an account must be one: a hold that allows nothing by mistake is found out too late. */
static int
check_allowed(const struct conf *c, struct err *e)
{
	size_t i;

	for (i = 0; i < allow.count; i++)
		if (!strchr(allow.at[i], '@') && !conf_account(c, allow.at[i]))
			return conf_no_account(c, allow.at[i], e);
	return 0;
}

static int
write_hold(struct out *out, const struct hold *h, struct err *e)
{
	struct buf b = { 0 };
	int        rc;

	hold_add(&b, h);
	rc = out_line(out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}

/* Written first, and in its place, so that the line is there whatever becomes of waiting. */
static int
set(const char *url, struct out *out, int on, struct err *e)
{
	struct hold   h = { .on = on, .by = by ? by : prog_user(), .at = clock_now() };
	struct store *s = NULL;
	int           rc = -1;

	if (on) {
		h.reason = reason;
		h.until = until;
		h.allow = allow.at;
		h.nallow = allow.count;
	}
	if (common.dry_run || (!on && !store_exists(url)))
		return write_hold(out, &h, e);
	if (store_open(&s, url, e) || hold_set(s, &h, e) || write_hold(out, &h, e) || out_flush(out, e) ||
	    out_put_in_place(out, e))
		goto out;
	rc = on ? hold_wait(s, &h, prog_progress, e) : 0;
out:
	store_close(s);
	return rc;
}

static int
show(const char *url, struct out *out, struct err *e)
{
	struct store *s = NULL;
	struct mem   *m = mem_new();
	struct hold   h = { 0 };
	const char   *text;
	int64_t       now = clock_now();
	int           rc = -1;

	if (store_exists(url) && (store_open(&s, url, e) || hold_get(s, &h, &text, now, m, e)))
		goto out;
	if (!h.on)
		h = (struct hold){ .at = now };
	rc = write_hold(out, &h, e);
out:
	store_close(s);
	mem_free(m);
	return rc;
}

int
main(int argc, char **argv)
{
	int          operands = prog_start(&prog, argc, argv);
	struct conf *conf = NULL;
	struct out   out = { 0 };
	enum verb    verb = VERB_ON;
	const char  *url;
	struct err   e;
	int          rc = -1;

	if (read_verb(operands, argv, &verb, &e) || conf_read(&conf, common.config, &e) ||
	    zone_set(conf->zone, &e) || check_allowed(conf, &e) || out_open_whole(&out, common.output, &e))
		goto out;
	url = common.store ? common.store : conf->store;
	rc = verb == VERB_STATUS ? show(url, &out, &e) : set(url, &out, verb == VERB_ON, &e);
out:
	rc = out_end(&out, rc, 0, &e);
	conf_free(conf);
	return rc ? prog_fail(&e) : prog_end(0);
}
