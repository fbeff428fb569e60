/* plan.h - calendars in, post lines out (smm-plan(1), smm-calendar(5)) */
#ifndef SMM_PLAN_H
#define SMM_PLAN_H

#include "smm/conf.h"
#include "smm/lines.h"
#include "smm/prog.h"

struct export;
struct lint;
struct plan;
struct preview;
struct rehearsal;
struct strategy;

struct plan_settings {
	const struct conf *conf;
	struct out        *out;      /* post lines; NULL: only check */
	struct export     *export;   /* gets the lines instead; NULL: `out` does */
	struct lint       *lint;     /* judges every post; NULL: nobody does. It rests on the plan */
	struct rehearsal  *rehearsal; /* takes in every post; NULL: nobody does. It rests on the plan */
	struct preview    *preview;  /* is shown every post, also one that has errors; NULL: nobody is */
	int                pictures; /* the preview is shown pictures, too, not only their words */
	const struct strs *accounts; /* only these; none: all */
	int64_t            from, to; /* milliseconds, half open; 0: no bound */
	/* what is wrong with an entry, and what a person should know */
	void (*error)(const char *fmt, ...) SMM_PRINTF(1, 2);
	void (*warning)(const char *fmt, ...) SMM_PRINTF(1, 2);
	void (*note)(const char *fmt, ...) SMM_PRINTF(1, 2); /* what a person may want to know */
	void (*progress)(const char *what, size_t done, size_t total); /* called now and then */
};

struct plan *plan_new(const struct plan_settings *s);
void         plan_free(struct plan *p);

/*
 * Expands one calendar; NULL or "-" is standard input. Entries with errors are reported and left
 * out, the others go on. -1 with e when the file cannot be read (on), or the output cannot be written.
 */
int plan_calendar(struct plan *p, const char *path, struct err *e);

/* How many entries had errors, and how many posts there are. */
size_t plan_errors(const struct plan *p);
size_t plan_posts(const struct plan *p);

/* The strategy of the last calendar that names one, as long as the plan; NULL: none does. */
const struct strategy *plan_of_strategy(const struct plan *p);

/*
 * What networks can do and their limits, for people, 80 columns wide: those of these names, none: all. -1 with
 * FAULT_USAGE: no such network, the nearest is named.
 */
int plan_networks(struct buf *b, char *const *names, size_t count, struct err *e);

#endif
