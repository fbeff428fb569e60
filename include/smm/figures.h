/*
 * figures.h - kpi-report: what is asked for in words, computed, and put into a format
 *
 * Knows the strategy (targets, which figures matter), business hours and the zone of smm.yaml; the engine is kpi.h.
 */
#ifndef SMM_FIGURES_H
#define SMM_FIGURES_H

#include "smm/conf.h"
#include "smm/kpi.h"
#include "smm/prog.h"
#include "smm/strategy.h"

struct figures_ask { /* options as given; NULL or 0: not given */
	const char *kpis, *by, *from, *to, *zone, *compare, *format, *lang, *memory;
	const char *strategy, *rates, *currency, *forecast, *template, *engine;
	long        top, jobs;
	int         distinct;
};

struct figure_rows { /* of one view: sorted by figure and keys */
	struct kpi_row *at;
	size_t          count, room;
	enum kpi_key    keys[KPI_KEYS];
	size_t          nkeys;
};

struct figures_page;
struct figures_ahead;
struct house;

struct figures {
	struct kpi_settings    set;
	const struct kpi_def **kpis;
	const char            *format, *zone;
	int                    french, is_default; /* is_default: nobody said which figures */
	struct conf           *conf;
	struct strategy       *strategy; /* NULL: none */
	struct mem            *mem;
	struct figure_rows     rows; /* of what was asked for */
	struct figures_page   *page; /* and the other views a page shows; NULL: none */
	struct house          *house; /* --template; NULL: none */
	struct figures_ahead  *ahead; /* what may come; NULL: not asked for */
	size_t                 jobs;   /* files read at a time */
	const char            *engine; /* URL of the database that computes; NULL: we do */
};

/*
 * Reads what is asked for. -1: FAULT_USAGE, FAULT_CONF, or the strategy is wrong. Functions and files of settings
 * (error, warn, rejects, stop) are the caller's to set afterwards.
 */
int  figures_ask(struct figures *f, const struct figures_ask *ask, const char *config, int64_t now, struct err *e);
void figures_release(struct figures *f);

/* Reads the files (none: standard input), computes, and keeps the rows. *bad gets the count of bad lines. */
int figures_run(struct figures *f, int count, char **files, size_t *bad, struct err *e);

/* Writes them in the format asked for. */
int figures_write(struct figures *f, struct out *out, const struct common *c, struct err *e);

#endif
