/* kpi-collect - read what the networks count of our posts and accounts */
#include "smm/clock.h"
#include "smm/collect.h"
#include "smm/collect_table.h"
#include "smm/mem.h"
#include "smm/prog.h"
#include "smm/zone.h"

#include <stddef.h>

#define SINCE_MS ((int64_t)35 * 86400000) /* posts older than that are left alone: their numbers hardly move */

static const char *ages, *import, *zone, *strategy;
static int64_t     exported;
static int64_t     since;
static long        parallel = 100;

static const struct opt opts[] = {
	{ 0, "ages", OPT_STR, &ages, "AGE[,AGE]", "read a post once when it is as old as each: 1h,1d,7d,28d" },
	{ 0, "since", OPT_SINCE, &since, "TIME|AGE", "leave posts alone that were published before (35d)" },
	{ 0, "strategy", OPT_STR, &strategy, "FILE", "also what is public of the competitors in it" },
	{ 'j', "parallel", OPT_NUM, &parallel, "N", "at most so many requests at once (100)" },
	{ 0, "import", OPT_MAYBE, &import, "MAPPING", "read tables instead: exports of networks, ads, analytics" },
	{ 0, "tz", OPT_STR, &zone, "ZONE", "with --import: zone of dates that say none: Europe/Paris" },
	{ 0, "at", OPT_TIME, &exported, "TIME", "with --import: when it was exported (when the file was changed)" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "kpi-collect",
	.does     = "read what the networks count of our posts and accounts, as metric lines",
	.operands = "[FILE ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_STORE | TAKES_ACCOUNT | TAKES_DRY_RUN | TAKES_OUTPUT | TAKES_REJECTS |
	            TAKES_NOW | TAKES_SHOW,
};

/* Posts of result lines; of the ledger when no file is given. */
static int
read_posts(struct collect *c, int argc, char **argv, int *exit_status, struct err *e)
{
	int bad = argc ? prog_lines(argc, argv, NULL, collect_line, c, e) : collect_ledger(c, e);

	if (bad > 0)
		*exit_status = fault_exit(FAULT_INPUT);
	return bad < 0 ? -1 : 0;
}

static int
do_work(struct collect_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	struct conf    *conf = NULL;
	struct collect *c = NULL;
	struct mem     *mem = mem_new();
	struct strategy rivals;
	int             rc = -1, failed = 0;

	if ((ages && collect_ages(s, ages, e)) || conf_read(&conf, common.config, e) || zone_set(conf->zone, e) ||
	    conf_has_accounts(conf, common.accounts.at, common.accounts.count, e))
		goto out;
	if (strategy && strategy_read(&rivals, strategy, conf, mem, e))
		goto out;
	s->strategy = strategy ? &rivals : NULL;
	s->conf = conf;
	s->store = common.store ? common.store : conf->store;
	c = collect_new(s);
	rc = read_posts(c, argc, argv, exit_status, e) || collect_run(c, &failed, e) ? -1 : 0;
	*exit_status = exit_worse(*exit_status, failed);
out:
	collect_free(c);
	conf_free(conf);
	mem_free(mem);
	return rc;
}

/* --- tables ------------------------------------------------------------------------------------- */

static int
read_tables(struct collect_table_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	size_t bad = 0;
	int    i, rc = argc ? 0 : collect_table(s, NULL, &bad, e);

	for (i = 0; i < argc && !rc; i++)
		rc = collect_table(s, argv[i], &bad, e);
	if (bad)
		*exit_status = fault_exit(FAULT_INPUT);
	return rc;
}

static int
import_tables(struct out *out, int argc, char **argv, int *exit_status, struct err *e)
{
	struct collect_table_settings s = { .mapping = import, .zone = zone, .at = exported, .now = clock_now(),
	    .out = out, .error = prog_error, .warn = prog_warn };
	struct out                    rejects = { 0 };
	struct conf                  *conf = NULL;
	struct err                    ignored;
	int                           rc = -1;

	if (common.accounts.count > 1)
		return err_set(e, FAULT_USAGE, "--import takes one --account: whose numbers they are");
	s.account = common.accounts.count ? common.accounts.at[0] : NULL;
	if ((common.config || conf_exists()) && conf_read(&conf, common.config, e))
		return -1;
	s.conf = conf;
	if (!common.rejects || !out_open(&rejects, common.rejects, e)) {
		s.rejects = common.rejects ? &rejects : NULL;
		rc = read_tables(&s, argc, argv, exit_status, e);
	}
	if (rejects.at && out_close(&rejects, rc ? &ignored : e))
		rc = -1;
	conf_free(conf);
	return rc;
}

int
main(int argc, char **argv)
{
	int                     operands = prog_start(&prog, argc, argv);
	struct collect_settings s = { .accounts = &common.accounts, .dry_run = common.dry_run };
	struct out              out = { 0 };
	struct err              e;
	int                     rc = -1, exit_status = 0;

	s.since = since ? since : clock_now() - SINCE_MS;
	s.parallel = parallel;
	s.note = prog_note;
	s.warn = prog_error;
	s.progress = prog_progress;
	s.out = &out;
	if (!out_open_whole(&out, common.output, &e))
		rc = import ? import_tables(&out, operands, argv + 1, &exit_status, &e) :
		    do_work(&s, operands, argv + 1, &exit_status, &e);
	rc = out_end(&out, rc, exit_status || common.dry_run, &e);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
