/* kpi-report - figures from lines of any kind, each saying how it was computed */
#include "smm/clock.h"
#include "smm/figures.h"
#include "smm/lang.h"

#include <stddef.h>
#include <string.h>

static struct figures_ask ask = { .jobs = 1, .top = 10 };
static const char        *explain;

static const struct opt opts[] = {
	{ 'k', "kpi", OPT_STR, &ask.kpis, "ID[,ID]", "only these figures; all: every one" },
	{ 'b', "by", OPT_STR, &ask.by, "KEY[,KEY]", "split by account, network, campaign, day, weekday, ..." },
	{ 0, "from", OPT_STR, &ask.from, "TIME", "from this day, or time, on" },
	{ 0, "to", OPT_STR, &ask.to, "TIME", "before this day, or time" },
	{ 0, "tz", OPT_STR, &ask.zone, "ZONE", "whose days and hours: Europe/Paris; default: of smm.yaml" },
	{ 0, "compare", OPT_STR, &ask.compare, "PERIOD", "beside the period before: previous, or FROM..TO" },
	{ 0, "forecast", OPT_MAYBE, &ask.forecast, "DAYS", "what may come in the period that follows, or in DAYS" },
	{ 'f', "format", OPT_STR, &ask.format, "FORMAT", "text, md, html, pdf, svg, png, csv or jsonl" },
	{ 0, "lang", OPT_STR, &ask.lang, "fr|en", "language of what people read" },
	{ 0, "template", OPT_STR, &ask.template, "FILE", "html, pdf, md: title, own words, comments beside figures" },
	{ 0, "strategy", OPT_STR, &ask.strategy, "FILE", "targets, and which figures matter" },
	{ 0, "top", OPT_NUM, &ask.top, "COUNT", "rows of lists; default: 10" },
	{ 0, "rates", OPT_STR, &ask.rates, "FILE", "dated rates, to add up several currencies" },
	{ 0, "currency", OPT_STR, &ask.currency, "CODE", "with --rates: what to convert to" },
	{ 0, "distinct", OPT_FLAG, &ask.distinct, NULL, "no metric line repeats or corrects another: count each" },
	{ 'j', "jobs", OPT_NUM, &ask.jobs, "COUNT", "read so many files, or parts of one, side by side; default: 1" },
	{ 0, "memory", OPT_STR, &ask.memory, "BYTES", "for subjects before they go to files: 64M; default: 512M" },
	{ 0, "engine", OPT_STR, &ask.engine, "URL", "have a database compute: postgresql://HOST/NAME" },
	{ 0, "explain", OPT_MAYBE, &explain, "ID", "print the definition of a figure, or all" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "kpi-report",
	.does     = "compute figures from lines of any kind, each with how it was computed",
	.operands = "[FILE ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_OUTPUT | TAKES_REJECTS | TAKES_NOW | TAKES_SHOW,
};

static int
asked_to_stop(void)
{
	return prog_signal != 0;
}

static int
explain_one(const char *id, struct buf *b, struct err *e)
{
	const struct kpi_def *d = kpi_find(id, strlen(id));
	const char           *near = d ? NULL : kpi_near(id);

	if (!d)
		return err_set(e, FAULT_USAGE, "there is no figure \"%s\"%s%s", id,
		    near ? tr(", the nearest is ") : "", near ? near : "");
	kpi_explain(d, b);
	return 0;
}

/* --explain=ID, --explain ID ..., and all of them. */
static int
print_definitions(struct out *out, int argc, char **argv, struct err *e)
{
	struct buf b = { 0 };
	size_t     i;
	int        n, rc = 0;

	if (ask.lang)
		lang_use(ask.lang);
	if (*explain)
		rc = explain_one(explain, &b, e);
	for (n = 0; n < argc && !rc; n++)
		rc = explain_one(argv[n], &b, e);
	for (i = 0; !*explain && !argc && kpi_at(i); i++)
		kpi_explain(kpi_at(i), &b);
	if (!rc)
		rc = out_add(out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}

static int
report(struct out *out, int argc, char **argv, int *exit_status, struct err *e)
{
	struct figures f;
	struct out     rejects = { 0 };
	struct err     ignored;
	size_t         bad = 0;
	int            rc = figures_ask(&f, &ask, common.config, clock_now(), e);

	f.set.error = prog_error;
	f.set.warn = prog_warn;
	f.set.stop = asked_to_stop;
	if (!rc && common.rejects) {
		rc = out_open(&rejects, common.rejects, e);
		f.set.rejects = &rejects;
	}
	if (!rc)
		rc = figures_run(&f, argc, argv, &bad, e);
	if (!rc)
		rc = figures_write(&f, out, &common, e);
	if (rejects.at && out_close(&rejects, rc ? &ignored : e))
		rc = -1;
	if (bad)
		*exit_status = fault_exit(FAULT_INPUT);
	figures_release(&f);
	return rc;
}

int
main(int argc, char **argv)
{
	int        operands = prog_start(&prog, argc, argv), exit_status = 0, rc;
	struct out out = { 0 };
	struct err e;

	if (out_open_whole(&out, common.output, &e))
		return prog_fail(&e);
	rc = explain ? print_definitions(&out, operands, argv + 1, &e) : report(&out, operands, argv + 1,
	    &exit_status, &e);
	rc = out_end(&out, rc, exit_status, &e);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
