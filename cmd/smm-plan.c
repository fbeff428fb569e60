/* smm-plan - expand calendars into post lines, checked against each network's limits */
#include "smm/budget.h"
#include "smm/clock.h"
#include "smm/export.h"
#include "smm/import.h"
#include "smm/lint.h"
#include "smm/plan.h"
#include "smm/preview.h"
#include "smm/rehearsal.h"
#include "smm/suggest.h"
#include "smm/zone.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static int         check, networks, pictures;
static int64_t     from, to;
static long        every = 5;
static const char *lint, *journal, *format = "jsonl", *import, *suggest, *simulate, *budget;
static struct strs what_if;

static const struct opt opts[] = {
	{ 'f', "format", OPT_STR, &format, "jsonl|text|html|csv|ical",
	    "post lines; the plan drawn, for a terminal or as a page; for other programs" },
	{ 0, "pictures", OPT_FLAG, &pictures, NULL, "with -f html: the pictures, not only their words" },
	{ 0, "import", OPT_STR, &import, "FILE", "print a calendar made of a CSV, JSON lines or iCalendar file" },
	{ 0, "check", OPT_FLAG, &check, NULL, "only report what is wrong, print no post" },
	{ 0, "lint", OPT_MAYBE, &lint, "text|jsonl", "judge the posts by the rules of the strategy, print no post" },
	{ 0, "journal", OPT_STR, &journal, "FILE", "what was published and measured, and who waits for an answer" },
	{ 0, "suggest", OPT_MAYBE, &suggest, "text|jsonl", "from the --journal: the hours in which posts did best" },
	{ 0, "simulate", OPT_STR, &simulate, "FROM..TO", "what each run of smm-post would send, cost and miss" },
	{ 0, "every", OPT_NUM, &every, "MINUTES", "with --simulate: how often it runs, 5 when not given" },
	{ 0, "budget", OPT_MAYBE, &budget, "text|jsonl", "from the --journal: pace and forecast of the budgets" },
	{ 0, "what-if", OPT_LIST, &what_if, "NAME=VALUE,...", "from the --journal: another split or cadence" },
	{ 0, "from", OPT_TIME, &from, "TIME", "only posts from this time on" },
	{ 0, "to", OPT_TIME, &to, "TIME", "only posts before this time" },
	{ 0, "networks", OPT_FLAG, &networks, NULL, "print what networks can do (those named, or all)" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "smm-plan",
	.does     = "expand a calendar into post lines, checked against each network's limits",
	.operands = "[CALENDAR ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_STORE | TAKES_ACCOUNT | TAKES_OUTPUT | TAKES_NOW | TAKES_SHOW,
};

static int
print_networks(struct out *out, char *const *names, size_t count, struct err *e)
{
	struct buf b = { 0 };
	int        rc = plan_networks(&b, names, count, e);

	if (!rc)
		rc = out_add(out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}

static int
print_import(struct out *out, struct err *e)
{
	const struct import_tell tell = { prog_error, prog_warn };
	struct buf               yaml = { 0 };
	int                      rc = import_file(import, &yaml, &tell, e);

	if (!rc)
		rc = out_add(out, yaml.at, yaml.len, e);
	buf_release(&yaml);
	return rc;
}

/* --- what the lint finds ------------------------------------------------------------------------ */

struct report {
	struct out *out;
	struct buf  line;
	int         errors, failed; /* findings that are errors; the report cannot be written: e */
	struct err  e;
};

static void
report_finding(void *arg, const struct finding *f)
{
	struct report *r = arg;

	r->errors |= f->severity == SEVERITY_ERROR;
	buf_clear(&r->line);
	if (strcmp(lint, "jsonl") == 0) {
		finding_write(f, &r->line);
		buf_char(&r->line, '\n');
	} else {
		finding_say(f, &r->line);
	}
	if (!r->failed)
		r->failed = out_add(r->out, r->line.at, r->line.len, &r->e);
}

/* --check: what serves nothing is said, and is no error. */
static void
warn_finding(void *arg, const struct finding *f)
{
	struct report *r = arg;

	buf_clear(&r->line);
	finding_say(f, &r->line);
	prog_warn("%.*s", (int)r->line.len - 1, r->line.at);
}

static struct lint *
begin_lint(struct report *r, struct err *e)
{
	struct lint *l;

	if (!lint && !check)
		return NULL;
	l = lint_new(lint ? report_finding : warn_finding, r);
	if (!lint)
		lint_only_purpose(l);
	if (!journal || !lint_journal(l, journal, prog_warn, e))
		return l;
	lint_free(l);
	return NULL;
}

static int
end_lint(struct lint *l, struct report *r, int *exit_status, struct err *e)
{
	if (l)
		lint_end(l, clock_now());
	if (r->errors)
		*exit_status = fault_exit(FAULT_INPUT);
	if (r->failed)
		*e = r->e;
	return r->failed;
}

/* --- the plan drawn ------------------------------------------------------------------------------- */

/* Reports whose -f says for whom they are. */
static int
is_told(void)
{
	return simulate || what_if.count;
}

static int
is_drawn(void)
{
	return !is_told() && (strcmp(format, "text") == 0 || strcmp(format, "html") == 0);
}

static int
is_exported(void)
{
	return strcmp(format, "csv") == 0 || strcmp(format, "ical") == 0;
}

static int
draw(struct preview *v, struct out *out, struct err *e)
{
	struct buf  b = { 0 };
	struct term t;
	int64_t     now = clock_now(), day = (now + INT64_C(1000) * zone_offset(now)) / 86400000;
	int         rc;

	if (strcmp(format, "html") == 0) {
		preview_html(v, day, &b);
	} else {
		term_ask(&t, common.color, out->fd);
		preview_text(v, &t, day, &b);
	}
	rc = out_add(out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}

/* The form of a report that an option asks for. */
static int
check_report(const char *option, const char *form, struct err *e)
{
	if (form && *form && strcmp(form, "text") != 0 && strcmp(form, "jsonl") != 0)
		return err_set(e, FAULT_USAGE, "%s=%s: found \"%s\", expected text or jsonl", option, form, form);
	return 0;
}

/* Reports that take the place of the posts. */
static int
count_reports(void)
{
	return (lint || check) + !!suggest + !!simulate + !!budget + !!what_if.count;
}

static int
check_format(struct err *e)
{
	if (is_told() && strcmp(format, "jsonl") != 0 && strcmp(format, "text") != 0)
		return err_set(e, FAULT_USAGE, "-f %s: found \"%s\", expected jsonl or text with --simulate and "
		    "--what-if", format, format);
	if (!is_told() && !is_drawn() && !is_exported() && strcmp(format, "jsonl") != 0)
		return err_set(e, FAULT_USAGE, "-f %s: found \"%s\", expected jsonl, text, html, csv or ical", format,
		    format);
	if (pictures && strcmp(format, "html") != 0)
		return err_set(e, FAULT_USAGE, "--pictures goes with -f html");
	if ((is_drawn() || is_exported()) && count_reports())
		return err_set(e, FAULT_USAGE, "-f goes without --lint, --check, --suggest and --budget");
	return 0;
}

static int
check_options(struct err *e)
{
	if (check_report("--lint", lint, e) || check_report("--suggest", suggest, e) ||
	    check_report("--budget", budget, e) || check_format(e))
		return -1;
	if (count_reports() > 1)
		return err_set(e, FAULT_USAGE, "one of --lint or --check, --suggest, --simulate, --budget and "
		    "--what-if");
	if (journal && (check || !count_reports()))
		return err_set(e, FAULT_USAGE, "--journal goes with --lint, --suggest, --simulate, --budget and "
		    "--what-if");
	if (!journal && (suggest || budget || what_if.count))
		return err_set(e, FAULT_USAGE, "--journal is missing: what was published, measured and spent");
	if ((budget || what_if.count) && strcmp(journal, "-") == 0)
		return err_set(e, FAULT_USAGE, "--journal: a file is read more than once, standard input cannot be");
	if (simulate && (from || to))
		return err_set(e, FAULT_USAGE, "--simulate has a span of its own: --from and --to go without it");
	if (every < 1)
		return err_set(e, FAULT_USAGE, "--every: found %ld, expected a minute or more", every);
	return 0;
}

/* --- the calendars ------------------------------------------------------------------------------ */

static int
plan_all(struct plan *p, int argc, char **argv, struct err *e)
{
	int i;

	if (!argc && !suggest && !budget && !what_if.count) /* which ask the calendar for its strategy only */
		return plan_calendar(p, NULL, e);
	for (i = 0; i < argc; i++)
		if (plan_calendar(p, argv[i], e))
			return -1;
	return 0;
}

/* --- the journal's own ---------------------------------------------------------------------------- */

static int
print_suggest(const struct strategy *strategy, const struct conf *conf, struct out *out, struct err *e)
{
	const struct suggest_settings set = { &common.accounts, from, to };
	const struct suggest_report   r = { strategy, strategy && strategy->zone ? strategy->zone : conf->zone,
		  strcmp(suggest, "jsonl") != 0 };
	struct suggest               *s = suggest_new(&set);
	int                           rc = suggest_journal(s, journal, prog_warn, e);

	if (!rc)
		rc = suggest_write(s, &r, out, e);
	suggest_free(s);
	return rc;
}

static int
print_budget(const struct strategy *strategy, const struct conf *conf, struct out *out, int *exit_status,
    struct err *e)
{
	const struct budget_ask ask = { .strategy = strategy, .journal = journal, .now = clock_now(),
		  .zone = strategy && strategy->zone ? strategy->zone : conf->zone,
		  .bad = prog_error, .warn = prog_warn,
		  .people = budget ? strcmp(budget, "jsonl") != 0 : strcmp(format, "text") == 0 };
	size_t                  bad = 0;
	int                     rc;

	rc = budget ? budget_write(&ask, out, &bad, e) : budget_what_if(&ask, &what_if, conf, out, &bad, e);
	if (bad)
		*exit_status = fault_exit(FAULT_INPUT);
	return rc;
}

static struct rehearsal *
begin_simulation(struct plan_settings *s, struct err *e)
{
	struct rehearsal_settings set = { .conf = s->conf, .every_min = every, .people = strcmp(format, "text") == 0 };
	struct rehearsal         *r;

	if (zone_read_span(simulate, &set.from, &set.to)) {
		err_set(e, FAULT_USAGE, "--simulate: found \"%s\", expected a span like 2026-12-01..2027-01-01",
		    simulate);
		return NULL;
	}
	s->from = set.from;
	s->to = set.to;
	r = rehearsal_new(&set);
	if ((!journal || !rehearsal_journal(r, journal, prog_warn, e)) &&
	    !rehearsal_ledger(r, common.store ? common.store : s->conf->store, e))
		return r;
	rehearsal_free(r);
	return NULL;
}

static int
do_plan(struct out *out, int argc, char **argv, int *exit_status, struct err *e)
{
	struct plan_settings s = { .out = count_reports() || is_drawn() ? NULL : out,
		.accounts = &common.accounts, .from = from, .to = to, .error = prog_error, .warning = prog_warn,
		.note = prog_note, .progress = prog_progress };
	struct report        report = { .out = out };
	struct conf         *conf = NULL;
	struct plan         *p = NULL;
	int                  rc = -1;

	if (check_options(e) || conf_read(&conf, common.config, e) || zone_set(conf->zone, e) ||
	    conf_has_accounts(conf, common.accounts.at, common.accounts.count, e))
		goto out;
	s.conf = conf;
	s.preview = is_drawn() ? preview_new() : NULL;
	s.pictures = pictures;
	if (is_exported())
		s.export = export_new(strcmp(format, "csv") == 0 ? EXPORT_CSV : EXPORT_ICAL, out);
	s.lint = begin_lint(&report, e);
	if (journal && lint && !s.lint)
		goto out;
	if (simulate && !(s.rehearsal = begin_simulation(&s, e)))
		goto out;
	p = plan_new(&s);
	rc = plan_all(p, argc, argv, e);
	if (plan_errors(p))
		*exit_status = fault_exit(FAULT_INPUT);
	if (!rc && s.export)
		rc = export_end(s.export, e);
	if (!rc)
		rc = end_lint(s.lint, &report, exit_status, e);
	if (!rc && s.preview)
		rc = draw(s.preview, out, e);
	if (!rc && simulate)
		rc = rehearsal_play(s.rehearsal, out, e);
	if (!rc && suggest)
		rc = print_suggest(plan_of_strategy(p), conf, out, e);
	if (!rc && (budget || what_if.count))
		rc = print_budget(plan_of_strategy(p), conf, out, exit_status, e);
	if (!rc)
		prog_note("%zu posts, %zu with errors", plan_posts(p), plan_errors(p));
out:
	preview_free(s.preview);
	rehearsal_free(s.rehearsal);
	lint_free(s.lint);
	export_free(s.export);
	buf_release(&report.line);
	plan_free(p);
	conf_free(conf);
	return rc;
}

int
main(int argc, char **argv)
{
	int        operands = prog_start(&prog, argc, argv), exit_status = 0, rc = -1;
	struct out out = { 0 };
	struct err e;

	if (out_open_whole(&out, common.output, &e))
		return prog_fail(&e);
	if (import)
		rc = print_import(&out, &e);
	else
		rc = networks ? print_networks(&out, argv + 1, (size_t)operands, &e) :
		                do_plan(&out, operands, argv + 1, &exit_status, &e);
	rc = out_end(&out, rc, exit_status, &e);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
