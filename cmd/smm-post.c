/* smm-post - publish what is due, exactly once, and say what became of it */
#include "smm/prog.h"
#include "smm/publish.h"
#include "smm/zone.h"

#include <stddef.h>
#include <string.h>

static const char *status, *settle, *approvals;
static long        wait_sec, parallel = 100;
static int         edit, delete, fsck, export, import;

static const struct opt opts[] = {
	{ 0, "status", OPT_MAYBE, &status, "STATUS",
	    "print the ledger as result lines (those of one status) and exit" },
	{ 0, "settle", OPT_STR, &settle, "ID=done|again",
	    "say what became of a post: it is out, or it is to be sent again" },
	{ 0, "approvals", OPT_STR, &approvals, "FILE",
	    "approvals, as smm-approve writes them, beside those among the lines" },
	{ 0, "edit", OPT_FLAG, &edit, NULL,
	    "bring posts that are out up to date with the lines; publish nothing" },
	{ 0, "delete", OPT_FLAG, &delete, NULL,
	    "take the posts with these ids away from their networks" },
	{ 0, "fsck", OPT_FLAG, &fsck, NULL, "check the ledger, and say what is wrong in it" },
	{ 0, "export", OPT_FLAG, &export, NULL, "print the whole ledger, with all that happened, as lines" },
	{ 0, "import", OPT_FLAG, &import, NULL, "fill a new ledger with such lines" },
	{ 'j', "parallel", OPT_NUM, &parallel, "N",
	    "at most so many requests at once (100)" },
	{ 'w', "wait", OPT_NUM, &wait_sec, "SECONDS",
	    "stay that long, and publish what becomes due meanwhile" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "smm-post",
	.does     = "publish the posts that are due, each exactly once, and print a result for each",
	.operands = "[FILE ... | --delete ID ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_STORE | TAKES_ACCOUNT | TAKES_DRY_RUN | TAKES_OUTPUT |
	            TAKES_REJECTS | TAKES_NOW | TAKES_SHOW,
};

/* An id that the ledger does not know is told, and the others go on: 1, as prog_lines() has it. */
static int
take_ids(struct publish *p, int argc, char **argv, struct err *e)
{
	int i, bad = 0;

	for (i = 0; i < argc; i++) {
		if (publish_delete(p, argv[i], e) == 0)
			continue;
		if (e->fault != FAULT_INPUT)
			return -1;
		prog_error("%s", e->text);
		bad = 1;
	}
	return bad;
}

/* What the ledger tells can be asked for again; results are told once. */
static int
open_output(struct out *out, struct err *e)
{
	return status || fsck || export ? out_open_whole(out, common.output, e) : out_open(out, common.output, e);
}

static int
publish_lines(const struct publish_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	struct publish *p = publish_new(s);
	int             bad, rc = -1;

	bad = delete ? take_ids(p, argc, argv, e) : prog_lines(argc, argv, s->out, publish_add, p, e);
	if (bad < 0)
		goto out;
	if (bad)
		*exit_status = fault_exit(FAULT_INPUT);
	if (publish_run(p, e))
		goto out;
	rc = 0;
out:
	*exit_status = exit_worse(*exit_status, publish_exit(p));
	publish_free(p);
	return rc;
}

static int
do_work(const struct publish_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	if (status)
		return publish_status(s, status, e);
	if (settle)
		return publish_settle(s, settle, e);
	if (fsck)
		return publish_fsck(s, e);
	if (export)
		return publish_export(s, e);
	if (import)
		return publish_import(s, argc, argv, e);
	if (delete && edit)
		return err_set(e, FAULT_USAGE, "--delete and --edit exclude each other");
	if (delete && !argc)
		return err_set(e, FAULT_USAGE, "--delete needs the ids of posts; smm-post --status lists them");
	return publish_lines(s, argc, argv, exit_status, e);
}

int
main(int argc, char **argv)
{
	int                     operands = prog_start(&prog, argc, argv);
	struct publish_settings s = { .accounts = &common.accounts, .dry_run = common.dry_run };
	struct conf            *conf = NULL;
	struct out              out = { 0 };
	struct err              e;
	int                     rc = -1, exit_status = 0;

	s.edit = edit;
	s.wait_sec = wait_sec;
	s.parallel = parallel;
	s.approvals = approvals;
	s.say = prog_error;
	s.note = prog_note;
	s.progress = prog_progress;
	if (conf_read(&conf, common.config, &e) || zone_set(conf->zone, &e) ||
	    conf_has_accounts(conf, common.accounts.at, common.accounts.count, &e) ||
	    open_output(&out, &e))
		goto out;
	s.conf = conf;
	s.store = common.store ? common.store : conf->store;
	s.out = &out;
	rc = do_work(&s, operands, argv + 1, &exit_status, &e);
out:
	rc = out_end(&out, rc, exit_status, &e);
	conf_free(conf);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
