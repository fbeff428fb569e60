/* cm-moderate - judge messages by a charter, propose actions, say by when an answer is due */
#include "smm/classify.h"
#include "smm/clock.h"
#include "smm/digest.h"
#include "smm/moderate.h"
#include "smm/prog.h"
#include "smm/replay.h"
#include "smm/zone.h"

#include <string.h>

static const char *charter_path, *replay, *digest;
static struct strs histories;
static int         check, no_classify;
static int64_t     from, to;

static const struct opt opts[] = {
	{ 'C', "charter", OPT_STR, &charter_path, "FILE", "the moderation charter (smm-charter(5))" },
	{ 0, "history", OPT_LIST, &histories, "FILE", "a journal, for graded sanctions; may be repeated" },
	{ 0, "no-classify", OPT_FLAG, &no_classify, NULL, "believe the labels that messages bring, classify nothing" },
	{ 0, "replay", OPT_MAYBE, &replay, "text|jsonl", "what the charter would have done to the journal given" },
	{ 0, "digest", OPT_MAYBE, &digest, "text|jsonl", "complaints of the last seven days by team and topic" },
	{ 0, "from", OPT_TIME, &from, "TIME", "with --digest: from then on" },
	{ 0, "to", OPT_TIME, &to, "TIME", "with --digest: before then" },
	{ 0, "check", OPT_FLAG, &check, NULL, "run the examples of the charters given, judge nothing" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "cm-moderate",
	.does     = "judge messages by a charter, propose actions, say by when an answer is due",
	.operands = "[FILE ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_OUTPUT | TAKES_REJECTS | TAKES_NOW | TAKES_SHOW,
};

#define WEEK_MS INT64_C(604800000)

struct work {
	struct charter  *charter;
	struct conf     *conf;
	struct classify *classify; /* opened once, for all charters */
	struct moderate *moderate;
	struct replay   *replay;
	struct digest   *digest;
	struct rec       rec;
	struct buf       line;
	struct out      *out;
};

/* --- what is needed -------------------------------------------------------------------------------- */

static int
needs_hours(const struct charter *c)
{
	size_t i;

	for (i = 0; i < c->nservices; i++)
		if (!c->services[i].clock)
			return 1;
	return 0;
}

/* smm.yaml is read for its hours alone; without one every hour counts. */
static int
open_hours(struct work *w, const struct hours **hours, struct err *e)
{
	*hours = NULL;
	if (!common.config && (!needs_hours(w->charter) || !conf_exists())) {
		if (needs_hours(w->charter))
			prog_note("there is no smm.yaml: for service levels every hour counts");
		return zone_set(NULL, e);
	}
	if (conf_read(&w->conf, common.config, e) || zone_set(w->conf->zone, e))
		return -1;
	return conf_hours(w->conf, hours, e);
}

static int
open_charter(struct work *w, const char *path, struct err *e)
{
	struct moderate_settings s = { .warn = prog_warn, .note = check ? prog_warn : prog_note };

	if (charter_read(&w->charter, path, classify_labels, prog_warn, e) || open_hours(w, &s.hours, e))
		return -1;
	if (!no_classify && !digest && !w->classify && !(w->classify = classify_open(NULL, CLASSIFY_ALL, e)))
		return -1;
	s.charter = w->charter;
	s.classify = w->classify;
	return moderate_new(&w->moderate, &s, e);
}

static void
release(struct work *w)
{
	replay_free(w->replay);
	digest_free(w->digest);
	moderate_free(w->moderate);
	charter_free(w->charter);
	conf_free(w->conf);
	w->replay = NULL;
	w->digest = NULL;
	w->moderate = NULL;
	w->charter = NULL;
	w->conf = NULL;
}

/* --- judging --------------------------------------------------------------------------------------- */

static int
remember(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct work *w = arg;

	(void)place;
	if (rec_skim(&w->rec, line, len, e))
		return -1;
	moderate_remember(w->moderate, &w->rec);
	return 0;
}

static int
judge(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct work *w = arg;
	size_t       kept;

	(void)place;
	if (rec_skim(&w->rec, line, len, e))
		return -1;
	if (!moderate_judge(w->moderate, &w->rec))
		return out_line(w->out, line, len, e);
	kept = moderate_kept(w->moderate, &w->rec); /* written from where it stands */
	buf_clear(&w->line);
	moderate_write(w->moderate, &w->rec, kept, &w->line);
	buf_char(&w->line, '\n');
	return out_add(w->out, line, kept, e) || out_add(w->out, w->line.at, w->line.len, e) ? -1 : 0;
}

/* Bad lines of the journal are said, and are no reason to judge nothing. */
static int
read_histories(struct work *w, int *exit_status, struct err *e)
{
	size_t i;
	int    rc;

	for (i = 0; i < histories.count; i++) {
		char *name = (char *)(uintptr_t)histories.at[i];

		rc = prog_lines(1, &name, NULL, remember, w, e);
		if (rc < 0)
			return -1;
		*exit_status = rc ? fault_exit(FAULT_INPUT) : *exit_status;
	}
	return 0;
}

static int
do_judge(struct work *w, int argc, char **argv, int *exit_status, struct err *e)
{
	int rc;

	if (!charter_path)
		return err_set(e, FAULT_USAGE, "there is no charter: name one with --charter; smm-charter(5) has one "
		    "to begin with");
	if (open_charter(w, charter_path, e) || read_histories(w, exit_status, e) ||
	    out_open(w->out, common.output, e))
		return -1;
	rc = prog_lines(argc, argv, w->out, judge, w, e);
	if (rc > 0)
		*exit_status = fault_exit(FAULT_INPUT);
	return rc < 0 ? -1 : 0;
}

/* --- examples -------------------------------------------------------------------------------------- */

static int
check_charter(struct work *w, const char *path, int *exit_status, struct err *e)
{
	if (open_charter(w, path, e))
		return -1;
	buf_clear(&w->line);
	if (moderate_examples(w->moderate, &w->line))
		*exit_status = fault_exit(FAULT_REFUSED);
	release(w);
	return out_add(w->out, w->line.at, w->line.len, e);
}

static int
do_check(struct work *w, int argc, char **argv, int *exit_status, struct err *e)
{
	int i;

	if (charter_path && check_charter(w, charter_path, exit_status, e))
		return -1;
	if (!charter_path && !argc)
		return err_set(e, FAULT_USAGE, "--check wants the charters whose examples are to be run");
	for (i = 0; i < argc; i++)
		if (check_charter(w, argv[i], exit_status, e))
			return -1;
	return 0;
}

/* --- a journal judged again ------------------------------------------------------------------------ */

static int
note_done(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct work *w = arg;

	(void)place;
	if (!rec_skim(&w->rec, line, len, e)) /* a bad line is reported by the second reading */
		replay_done(w->replay, &w->rec);
	return 0;
}

static int
judge_again(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct work *w = arg;

	(void)place;
	if (rec_skim(&w->rec, line, len, e))
		return -1;
	buf_clear(&w->line);
	if (!replay_judge(w->replay, &w->rec, &w->line) || strcmp(replay, "jsonl") != 0)
		return 0;
	return out_line(w->out, w->line.at, w->line.len, e);
}

static int
do_replay(struct work *w, int argc, char **argv, int *exit_status, struct err *e)
{
	int i, rc;

	if (!charter_path)
		return err_set(e, FAULT_USAGE, "--replay goes with --charter");
	for (i = 0; i < argc; i++)
		if (strcmp(argv[i], "-") == 0)
			break;
	if (!argc || i < argc)
		return err_set(e, FAULT_USAGE, "--replay reads the journal twice: give it as a file");
	if (open_charter(w, charter_path, e))
		return -1;
	w->replay = replay_new(w->moderate);
	if (prog_lines(argc, argv, NULL, note_done, w, e) < 0)
		return -1;
	rc = prog_lines(argc, argv, w->out, judge_again, w, e);
	if (rc < 0)
		return -1;
	*exit_status = rc ? fault_exit(FAULT_INPUT) : *exit_status;
	buf_clear(&w->line);
	if (strcmp(replay, "jsonl") != 0)
		replay_table(w->replay, &w->line);
	return out_add(w->out, w->line.at, w->line.len, e);
}

/* --- complaints ------------------------------------------------------------------------------------- */

static int
add_complaint(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct work *w = arg;

	(void)place;
	if (rec_skim(&w->rec, line, len, e))
		return -1;
	digest_add(w->digest, &w->rec);
	return 0;
}

/* The last seven whole days of the zone, unless others are asked for. */
static void
set_period(void)
{
	struct civil midnight;
	enum wall    how;
	int64_t      now = clock_now();
	int          offset;

	if (!to) {
		civil_from_sec(now / 1000 + zone_offset(now), &midnight);
		midnight.hour = midnight.minute = midnight.second = 0;
		to = zone_instant(&midnight, &offset, &how);
	}
	if (!from)
		from = to - WEEK_MS;
}

static int
do_digest(struct work *w, int argc, char **argv, int *exit_status, struct err *e)
{
	int rc;

	if (charter_path && open_charter(w, charter_path, e))
		return -1;
	if (!charter_path && zone_set(NULL, e))
		return -1;
	set_period();
	if (from >= to)
		return err_set(e, FAULT_USAGE, "--from is not before --to");
	w->digest = digest_new(w->charter, from, to);
	rc = prog_lines(argc, argv, NULL, add_complaint, w, e);
	if (rc < 0)
		return -1;
	*exit_status = rc ? fault_exit(FAULT_INPUT) : *exit_status;
	if (digest_left_out(w->digest))
		prog_warn("%zu messages of further topics are left out", digest_left_out(w->digest));
	buf_clear(&w->line);
	if (strcmp(digest, "jsonl") == 0)
		digest_lines(w->digest, &w->line);
	else
		digest_text(w->digest, &w->line);
	return w->line.len ? out_add(w->out, w->line.at, w->line.len, e) : 0;
}

static int
check_formats(struct err *e)
{
	const char *const given[] = { replay, digest };
	size_t            i;

	for (i = 0; i < 2; i++)
		if (given[i] && *given[i] && strcmp(given[i], "text") != 0 && strcmp(given[i], "jsonl") != 0)
			return err_set(e, FAULT_USAGE, "found the format \"%s\", expected text or jsonl", given[i]);
	if (check + !!replay + !!digest > 1)
		return err_set(e, FAULT_USAGE, "--check, --replay and --digest are three things: ask for one");
	if ((from || to) && !digest)
		return err_set(e, FAULT_USAGE, "--from and --to go with --digest");
	if (no_classify && digest)
		return err_set(e, FAULT_USAGE, "--no-classify has nothing to say of a --digest, which judges nothing");
	return 0;
}

static int
run(struct work *w, int argc, char **argv, int *exit_status, struct err *e)
{
	if (check_formats(e))
		return -1;
	if (!check && !replay && !digest)
		return do_judge(w, argc, argv, exit_status, e);
	if (out_open_whole(w->out, common.output, e))
		return -1;
	if (check)
		return do_check(w, argc, argv, exit_status, e);
	return replay ? do_replay(w, argc, argv, exit_status, e) : do_digest(w, argc, argv, exit_status, e);
}

int
main(int argc, char **argv)
{
	int         operands = prog_start(&prog, argc, argv), exit_status = 0, rc;
	struct out  out = { 0 };
	struct work w = { .out = &out };
	struct err  e;

	rec_init(&w.rec);
	rc = run(&w, operands, argv + 1, &exit_status, &e);
	release(&w);
	classify_close(w.classify);
	rec_release(&w.rec);
	buf_release(&w.line);
	rc = out_end(&out, rc, exit_status, &e);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
