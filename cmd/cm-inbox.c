/* cm-inbox - print what people wrote to our accounts, each message once */
#include "smm/inbox.h"
#include "smm/member.h"
#include "smm/zone.h"

#include <stddef.h>

static const char *thread, *member;
static int64_t     since;
static int         seen, own;
static long        parallel = 100, follow;

static const struct opt opts[] = {
	{ 0, "since", OPT_SINCE, &since, "TIME|AGE",
	    "begin there with accounts that are read for the first time" },
	{ 0, "seen", OPT_FLAG, &seen, NULL, "mark all there is as seen and print nothing" },
	{ 0, "own", OPT_FLAG, &own, NULL, "also what we wrote ourselves" },
	{ 'f', "follow", OPT_NUM, &follow, "SECONDS", "stay, and look again that often" },
	{ 0, "thread", OPT_STR, &thread, "ID", "print the whole conversation of a message and exit" },
	{ 0, "member", OPT_STR, &member, "HANDLE",
	    "print what a person wrote before, out of the journals given as operands" },
	{ 'j', "parallel", OPT_NUM, &parallel, "N", "at most so many requests at once (100)" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "cm-inbox",
	.does     = "print new comments, mentions and private messages of all accounts, each once",
	.operands = "[JOURNAL ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_STORE | TAKES_ACCOUNT | TAKES_DRY_RUN | TAKES_OUTPUT |
	            TAKES_REJECTS | TAKES_NOW | TAKES_SHOW,
};

static int
print_member(struct out *out, int argc, char **argv, int *exit_status, struct err *e)
{
	struct member_search *m = member_new(member, out);
	int                   bad = prog_lines(argc, argv, NULL, member_add, m, e);
	int                   rc = bad < 0 ? -1 : member_end(m, e);

	if (bad > 0)
		*exit_status = fault_exit(FAULT_INPUT);
	member_free(m);
	return rc;
}

/* What is new is told once; what was said can be asked for again. */
static int
open_output(struct out *out, struct err *e)
{
	return thread || member ? out_open_whole(out, common.output, e) : out_open(out, common.output, e);
}

static int
do_work(struct inbox_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	struct conf *conf = NULL;
	int          rc = -1;

	if (member)
		return open_output(s->out, e) ? -1 : print_member(s->out, argc, argv, exit_status, e);
	if (argc)
		return err_set(e, FAULT_USAGE, "\"%s\": operands are journals for --member", argv[0]);
	if (conf_read(&conf, common.config, e) || zone_set(conf->zone, e) ||
	    conf_has_accounts(conf, common.accounts.at, common.accounts.count, e) || open_output(s->out, e))
		goto out;
	s->conf = conf;
	s->store = common.store ? common.store : conf->store;
	rc = thread ? inbox_thread(s, thread, e) : inbox_run(s, exit_status, e);
out:
	conf_free(conf);
	return rc;
}

int
main(int argc, char **argv)
{
	int                   operands = prog_start(&prog, argc, argv);
	struct inbox_settings s = { .accounts = &common.accounts, .dry_run = common.dry_run };
	struct out            out = { 0 };
	struct err            e;
	int                   rc, exit_status = 0;

	s.since = since;
	s.seen = seen;
	s.own = own;
	s.follow = follow;
	s.parallel = parallel;
	s.note = prog_note;
	s.warn = prog_error;
	s.progress = prog_progress;
	s.out = &out;
	rc = do_work(&s, operands, argv + 1, &exit_status, &e);
	rc = out_end(&out, rc, exit_status, &e);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
