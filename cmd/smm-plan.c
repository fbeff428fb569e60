/* smm-plan - expand calendars into post lines, checked against each network's limits */
#include "smm/plan.h"
#include "smm/zone.h"

#include <stddef.h>
#include <stdio.h>

static int     check, networks;
static int64_t from, to;

static const struct opt opts[] = {
	{ 0, "check", OPT_FLAG, &check, NULL, "only report what is wrong, print no post" },
	{ 0, "from", OPT_TIME, &from, "TIME", "only posts from this time on" },
	{ 0, "to", OPT_TIME, &to, "TIME", "only posts before this time" },
	{ 0, "networks", OPT_FLAG, &networks, NULL, "print what each network can do, and its limits" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "smm-plan",
	.does     = "expand a calendar into post lines, checked against each network's limits",
	.operands = "[CALENDAR ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_ACCOUNT | TAKES_OUTPUT | TAKES_NOW | TAKES_SHOW,
};

static int
print_networks(struct out *out, struct err *e)
{
	struct buf b = { 0 };
	int        rc;

	plan_networks(&b);
	rc = out_add(out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}

static int
plan_all(struct plan *p, int argc, char **argv, struct err *e)
{
	int i;

	if (!argc)
		return plan_calendar(p, NULL, e);
	for (i = 0; i < argc; i++)
		if (plan_calendar(p, argv[i], e))
			return -1;
	return 0;
}

static int
do_plan(struct out *out, int argc, char **argv, int *exit_status, struct err *e)
{
	struct plan_settings s = { .out = check ? NULL : out, .accounts = &common.accounts, .from = from,
		.to = to, .error = prog_error, .warning = prog_warn, .note = prog_note,
		.progress = prog_progress };
	struct conf         *conf = NULL;
	struct plan         *p = NULL;
	int                  rc = -1;

	if (conf_read(&conf, common.config, e) || zone_set(conf->zone, e) ||
	    conf_has_accounts(conf, common.accounts.at, common.accounts.count, e))
		goto out;
	s.conf = conf;
	p = plan_new(&s);
	rc = plan_all(p, argc, argv, e);
	if (plan_errors(p))
		*exit_status = fault_exit(FAULT_INPUT);
	if (!rc)
		prog_note("%zu posts, %zu with errors", plan_posts(p), plan_errors(p));
out:
	plan_free(p);
	conf_free(conf);
	return rc;
}

int
main(int argc, char **argv)
{
	int        operands = prog_start(&prog, argc, argv), exit_status = 0, rc = -1;
	struct out out = { 0 };
	struct err e, ignored;

	if (out_open(&out, common.output, &e))
		return prog_fail(&e);
	rc = networks ? print_networks(&out, &e) : do_plan(&out, operands, argv + 1, &exit_status, &e);
	if (out_close(&out, rc ? &ignored : &e))
		rc = -1;
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
