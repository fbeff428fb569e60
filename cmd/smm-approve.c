/* smm-approve - a person sees posts and approves exactly what is shown */
#include "smm/approve.h"
#include "smm/prog.h"
#include "smm/zone.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *by, *note, *key, *known;
static int         yes;

static const struct opt opts[] = {
	{ 0, "by", OPT_STR, &by, "NAME", "who approves (the user's name)" },
	{ 0, "note", OPT_STR, &note, "TEXT", "a word with it" },
	{ 0, "sign", OPT_STR, &key, "KEY", "sign with this key, as ssh-keygen -Y sign does" },
	{ 0, "approvals", OPT_STR, &known, "FILE", "what is approved there already is not asked again" },
	{ 'y', "yes", OPT_FLAG, &yes, NULL, "approve all without asking" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "smm-approve",
	.does     = "show posts and write an approval of exactly what was shown for each that is approved",
	.operands = "[FILE ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_ACCOUNT | TAKES_OUTPUT | TAKES_REJECTS | TAKES_NOW,
};

static FILE *tty; /* lines come by standard input, answers do not */

static int
read_answer(enum answer *answer)
{
	char line[64];

	if (!fgets(line, sizeof line, tty)) {
		*answer = ANSWER_QUIT;
		return 1;
	}
	*answer = strchr("yYoO", *line) && *line ? ANSWER_YES : strchr("qQ", *line) && *line ? ANSWER_QUIT : ANSWER_NO;
	return strchr("yYoOnNqQ", *line) && *line && *line != '\n';
}

static int
ask(const char *text, enum answer *answer, struct err *e)
{
	if (!tty)
		tty = fopen("/dev/tty", "r+e");
	if (!tty)
		return err_set(e, FAULT_USAGE, "there is no terminal to show posts on; --yes approves without asking");
	fprintf(tty, "\n%s", text);
	do
		fprintf(tty, "approve? [y]es, [n]o, [q]uit: ");
	while (fflush(tty) == 0 && !read_answer(answer) && !prog_signal);
	return 0;
}

static int
approve_lines(const struct approve_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	struct approve *a = approve_new(s);
	int             bad = prog_lines(argc, argv, s->out, approve_add, a, e);

	*exit_status = exit_worse(approve_exit(a), bad > 0 ? fault_exit(FAULT_INPUT) : 0);
	approve_free(a);
	return bad < 0 ? -1 : 0;
}

int
main(int argc, char **argv)
{
	int                     operands = prog_start(&prog, argc, argv);
	struct approve_settings s = { .accounts = &common.accounts, .note = note, .key = key, .warn = prog_warn };
	struct conf            *conf = NULL;
	struct out              out = { 0 };
	struct err              e;
	int                     rc = -1, exit_status = 0;

	s.by = by ? by : prog_user();
	s.ask = yes ? NULL : ask;
	s.known = approvals_new();
	if (conf_read(&conf, common.config, &e) || zone_set(conf->zone, &e) ||
	    conf_has_accounts(conf, common.accounts.at, common.accounts.count, &e) ||
	    (known && approvals_read(s.known, known, &e)) || out_open(&out, common.output, &e))
		goto out;
	s.conf = conf;
	s.out = &out;
	rc = approve_lines(&s, operands, argv + 1, &exit_status, &e);
out:
	rc = out_end(&out, rc, exit_status, &e);
	if (tty)
		fclose(tty);
	approvals_free(s.known);
	conf_free(conf);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
