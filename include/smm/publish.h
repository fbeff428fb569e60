/*
 * publish.h - post records in, published posts and result records out
 *
 * Ledger first, network second: claim, note the intent, send, note the answer, settle. See work/run.h for
 * the loop and work/lane.h for one account's conversation.
 */
#ifndef SMM_PUBLISH_H
#define SMM_PUBLISH_H

#include "smm/conf.h"
#include "smm/lines.h"
#include "smm/prog.h"

#define PUBLISH_LATE_SEC 7200 /* so late a post may leave, unless it says otherwise (design, section 6) */

struct publish;
struct answers;
struct drafts;

struct publish_settings {
	const struct conf  *conf;
	const char         *store;    /* URL */
	struct out         *out;      /* results go here, one line each */
	const struct strs  *accounts; /* only these; none: all */
	const char         *approvals; /* a file of approvals; NULL: only those among the lines */
	int                 edit;     /* posts that are out become what the lines say; nothing is published */
	int                 actions;  /* actions are carried out, posts are not: smm/reply.h */
	int                 apply;    /* also those that messages propose */
	const struct answers *answers; /* answers.h: messages are answered by its rules; NULL: by none */
	const struct drafts *drafts; /* drafts.h: messages become actions that wait for a person; NULL: they do not */
	int (*team)(void *arg, const char *line, size_t len, struct err *e); /* assigned, escalated: team.h */
	void               *team_arg;
	int                 dry_run;  /* nothing is sent or written; results are "planned" */
	long                parallel; /* at most so many requests at once; less than 1: one */
	long                wait_sec; /* stay, and publish what becomes due meanwhile */
	void (*say)(const char *fmt, ...) SMM_PRINTF(1, 2);  /* what is wrong, one line each: prog_error */
	void (*note)(const char *fmt, ...) SMM_PRINTF(1, 2); /* what a person may want to know: prog_note */
	void (*progress)(const char *what, size_t done, size_t total); /* prog_progress */
};

struct publish *publish_new(const struct publish_settings *s);
void            publish_free(struct publish *p);

/*
 * Takes in one line (a prog_each; arg is the struct publish). Posts that are not due get their
 * result at once, the others in publish_run(). Lines of other types go to the output unchanged, approvals
 * among them, which count for all posts of the run.
 */
int publish_add(void *arg, char *line, size_t len, const char *place, struct err *e);

/*
 * Takes in the id of a post that is to be taken away from its network; done in publish_run(). 0, or -1
 * (FAULT_INPUT: the ledger has no such post; the others can go on).
 */
int publish_delete(struct publish *p, const char *id, struct err *e);

/*
 * Publishes what was taken in and is due, account beside account. Every post gets one result.
 * -1 with e when the run itself could not go on (store, output); what is noted by then is safe.
 */
int publish_run(struct publish *p, struct err *e);

/* The exit status that the results so far mean. */
int publish_exit(const struct publish *p);

/* The ledger as result lines; which: a status ("unsure"), "" for all. FAULT_USAGE for an unknown one. */
int publish_status(const struct publish_settings *s, const char *which, struct err *e);

/*
 * Looks whether the ledger is what it should be, and says what is not; FAULT_IO when something is wrong,
 * FAULT_USAGE when there is none.
 */
int publish_fsck(const struct publish_settings *s, struct err *e);

/*
 * The whole ledger as lines, and such lines into a ledger that has no job yet, of whatever kind: all of them or
 * none (FAULT_CONF: a line that is no such line; FAULT_USAGE: the ledger has jobs).
 */
int publish_export(const struct publish_settings *s, struct err *e);
int publish_import(const struct publish_settings *s, int argc, char **argv, struct err *e);

/* A person's word: "ID=done" or "ID=again". FAULT_USAGE, FAULT_POLICY. */
int publish_settle(const struct publish_settings *s, const char *word, struct err *e);

#endif
