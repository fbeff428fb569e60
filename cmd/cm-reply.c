/* cm-reply - carry out actions about messages, each exactly once, and say what became of them */
#include "smm/answers.h"
#include "smm/console.h"
#include "smm/drafts.h"
#include "smm/reply.h"
#include "smm/team.h"
#include "smm/zone.h"

#include <stddef.h>
#include <unistd.h>

static const char *status, *rules, *draft, *team_file, *team_command, *team_mail;
static struct strs undo, histories;
static int         apply, interactive;
static long        parallel = 100;

static const struct opt opts[] = {
	{ 'i', "interactive", OPT_FLAG, &interactive, NULL,
	    "a person goes through the messages at the terminal, the most urgent first" },
	{ 0, "history", OPT_LIST, &histories, "FILE",
	    "with -i: a journal, for what people wrote before; may be repeated" },
	{ 0, "apply", OPT_FLAG, &apply, NULL, "carry out what cm-moderate proposes in `actions`" },
	{ 0, "rules", OPT_STR, &rules, "FILE", "answer messages by its rules, with the strategy's templates" },
	{ 0, "draft", OPT_STR, &draft, "COMMAND",
	    "print what a program proposes as answers, as actions that wait for a person" },
	{ 0, "undo", OPT_LIST, &undo, "ID", "take back an action that is done; may be repeated" },
	{ 0, "status", OPT_MAYBE, &status, "STATUS",
	    "print the ledger as result lines (those of one status) and exit" },
	{ 0, "team", OPT_STR, &team_file, "FILE", "append assigned and escalated actions there" },
	{ 0, "team-command", OPT_STR, &team_command, "COMMAND",
	    "give each of them to a command on standard input" },
	{ 0, "team-mail", OPT_STR, &team_mail, "ADDRESS", "mail each of them there, by sendmail" },
	{ 'j', "parallel", OPT_NUM, &parallel, "N", "at most so many requests at once (100)" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "cm-reply",
	.does     = "carry out actions about messages, each exactly once, and print a result for each",
	.operands = "[FILE ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_STORE | TAKES_ACCOUNT | TAKES_DRY_RUN | TAKES_OUTPUT |
	            TAKES_REJECTS | TAKES_NOW | TAKES_SHOW,
};

/* Those that are named; the others go on when one cannot be undone. */
static int
undo_all(struct publish *p, int *exit_status, struct err *e)
{
	size_t i;

	for (i = 0; i < undo.count; i++) {
		if (publish_undo(p, undo.at[i], e) == 0)
			continue;
		if (e->fault != FAULT_INPUT)
			return -1;
		prog_error("%s", e->text);
		*exit_status = fault_exit(FAULT_INPUT);
	}
	return 0;
}

static int
carry_out(const struct publish_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	struct publish *p;
	int             bad = 0, rc = -1;

	if (!s->dry_run && console_forget(s->conf, e))
		return -1;
	p = publish_new(s);
	if (undo.count ? undo_all(p, exit_status, e) :
	    (bad = prog_lines(argc, argv, s->out, publish_add, p, e)) < 0)
		goto out;
	if (bad)
		*exit_status = fault_exit(FAULT_INPUT);
	rc = publish_run(p, e);
out:
	*exit_status = exit_worse(*exit_status, publish_exit(p));
	publish_free(p);
	return rc;
}

/* What came in is kept even when nobody can sit down. */
static int
sit_down(const struct publish_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	struct console_settings set = { .publish = *s, .history = &histories, .by = prog_user(),
		.color = common.color };
	struct console         *c;
	struct feed            *feed = NULL;
	struct err              ignored;
	int                     bad = 0, rc = -1;

	if (apply || undo.count || status)
		return err_set(e, FAULT_USAGE, "-i goes without --apply, --undo and --status");
	c = console_new(&set);
	if ((!argc && isatty(STDIN_FILENO)) || (feed = feed_begin(argc, argv, console_add, c, e)))
		rc = console_run(c, feed, exit_status, e);
	if (feed)
		bad = feed_end(feed, rc ? &ignored : e);
	if (bad > 0)
		*exit_status = exit_worse(*exit_status, fault_exit(FAULT_INPUT));
	if (bad < 0)
		rc = -1;
	if (!rc && console_open(c))
		prog_warn("left open: %zu; the next cm-reply -i shows them", console_open(c));
	console_free(c);
	return rc;
}

/* What the ledger tells can be asked for again; results are told once. */
static int
open_output(struct out *out, struct err *e)
{
	return status ? out_open_whole(out, common.output, e) : out_open(out, common.output, e);
}

int
main(int argc, char **argv)
{
	int                     operands = prog_start(&prog, argc, argv);
	struct team             team = { .file = team_file, .command = team_command, .mail = team_mail };
	struct publish_settings s = { .accounts = &common.accounts, .dry_run = common.dry_run,
		.actions = 1, .team = team_tell, .team_arg = &team };
	struct conf            *conf = NULL;
	struct answers         *answers = NULL;
	struct drafts           drafts = { .command = draft };
	struct out              out = { 0 };
	struct err              e;
	int                     rc = -1, exit_status = 0;

	s.apply = apply;
	s.parallel = parallel;
	s.note = prog_note;
	s.progress = prog_progress;
	if (conf_read(&conf, common.config, &e) || zone_set(conf->zone, &e) ||
	    conf_has_accounts(conf, common.accounts.at, common.accounts.count, &e) ||
	    (rules && answers_read(&answers, rules, conf, &e)) || open_output(&out, &e))
		goto out;
	s.answers = answers;
	drafts.tone = answers ? answers_tone(answers) : NULL;
	s.drafts = draft ? &drafts : NULL;
	s.say = prog_error;
	s.conf = conf;
	s.store = common.store ? common.store : conf->store;
	s.out = &out;
	rc = interactive ? sit_down(&s, operands, argv + 1, &exit_status, &e) :
	    status ? publish_status(&s, status, &e) : carry_out(&s, operands, argv + 1, &exit_status, &e);
out:
	rc = out_end(&out, rc, exit_status, &e);
	answers_free(answers);
	conf_free(conf);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
