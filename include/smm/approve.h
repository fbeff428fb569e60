/* approve.h - a person approves exact content: post records in, approval records out */
#ifndef SMM_APPROVE_H
#define SMM_APPROVE_H

#include "smm/approval.h"
#include "smm/lines.h"

enum answer { ANSWER_YES, ANSWER_NO, ANSWER_QUIT };

struct approve_settings {
	const struct conf *conf;
	struct out        *out;
	const struct strs *accounts;  /* only these; none: all */
	const char        *by;        /* who approves */
	const char        *note;      /* NULL: none */
	const char        *key;       /* to sign with; NULL: not signed */
	struct approvals  *known;     /* what is approved already is not asked again */
	/*
	 * Shows the text, which is harmless on a terminal, and asks. 0, or -1 when nobody can be asked.
	 * NULL: yes to all.
	 */
	int  (*ask)(const char *text, enum answer *answer, struct err *e);
	void (*warn)(const char *fmt, ...) SMM_PRINTF(1, 2);
};

struct approve;

struct approve *approve_new(const struct approve_settings *s);
void            approve_free(struct approve *a); /* NULL is allowed */

/*
 * One line (a prog_each; arg is the struct approve). Posts are asked for; one that is approved gives an approval.
 * Approvals in the input count as known. Other types are passed over: what comes out are approvals.
 */
int approve_add(void *arg, char *line, size_t len, const char *place, struct err *e);

/* 0, or 69 when a post was not approved. */
int approve_exit(const struct approve *a);

/* Appends what a person has to see of a post; hostile characters are shown as \u{...}. */
void approve_show(struct buf *b, const struct rec *post);

#endif
