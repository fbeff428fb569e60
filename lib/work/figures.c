/* figures.c - a run of kpi-report: files read, rows kept, targets of the strategy set beside them */
#include "smm/figures.h"

#include "figures_ahead.h"
#include "figures_page.h"

#include "smm/database.h"
#include "smm/heap.h"
#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MILLION 1000000
#define LITTLE  (1 << 20) /* bytes of a journal, compressed perhaps */

void
figures_release(struct figures *f)
{
	free(f->kpis);
	free(f->rows.at);
	page_release(f->page);
	ahead_release(f->ahead);
	conf_free(f->conf);
	mem_free(f->mem);
	memset(f, 0, sizeof *f);
}

wide
figures_nearest(double value)
{
	return (wide)(value + (value < 0 ? -0.5 : 0.5));
}

/* A target belongs to a figure of the whole; of groups nobody has set one. */
static void
set_target(const struct figures *f, struct kpi_row *row)
{
	const struct thing     *t = f->strategy && !row->rank ? f->strategy->objectives.first : NULL;
	const struct objective *o;
	int                     met;

	for (; t; t = t->next) {
		o = (const struct objective *)(const void *)t;
		if (!o->kpi || strcmp(o->kpi, row->def->id) != 0 || !o->has_target)
			continue;
		row->has_target = 1;
		row->target = figures_nearest(o->target * MILLION);
		met = row->has_value && (row->def->better == KPI_LOWER ? row->value <= row->target :
		    row->value >= row->target);
		row->status = met ? "met" : o->by != DAY_NONE && f->set.now / 86400000 <= o->by ? "open" : "missed";
	}
}

void
figures_keep(struct figures *f, struct figure_rows *r, const struct kpi_row *row)
{
	struct kpi_row *to;
	size_t          i;

	if (r->count == r->room) {
		r->room = r->room ? 2 * r->room : 64;
		r->at = mem_grow(r->at, r->room * sizeof *r->at);
	}
	to = r->at + r->count++;
	*to = *row;
	to->method = mem_str(f->mem, row->method);
	for (i = 0; i < r->nkeys; i++)
		to->labels[i] = row->labels[i] ? mem_str(f->mem, row->labels[i]) : NULL;
	to->subject = row->subject ? mem_str(f->mem, row->subject) : NULL;
	to->text = row->text ? mem_str(f->mem, row->text) : NULL;
	to->currency = row->currency ? mem_str(f->mem, row->currency) : NULL;
	to->bins = NULL;
	if (!r->nkeys)
		set_target(f, to);
}

static int
keep_row(void *arg, const struct kpi_row *row)
{
	struct figures *f = arg;

	figures_keep(f, &f->rows, row);
	return 0;
}

static int
read_all(struct figures *f, struct kpi *k, int count, char **files, struct err *e)
{
	if (kpi_read_all(k, (size_t)count, files, f->jobs, e))
		return -1;
	return kpi_end(k, keep_row, f, e);
}

static int
run(struct figures *f, int count, char **files, size_t *bad, struct err *e)
{
	struct kpi *k = kpi_new(&f->set, e);
	int         rc;

	if (!k)
		return -1;
	rc = read_all(f, k, count, files, e);
	*bad = kpi_bad(k);
	kpi_free(k);
	return rc;
}

static int
is_little(int failed, const struct stat *st)
{
	return !failed && S_ISREG(st->st_mode) && st->st_size <= LITTLE;
}

/* Whether they may leave much to hold: memory that is made ready for it takes longer than a small report. */
static int
may_be_much(int count, char **files)
{
	struct stat st;
	int         i;

	if (!count)
		return !is_little(fstat(STDIN_FILENO, &st), &st);
	for (i = 0; i < count; i++)
		if (!is_little(stat(files[i], &st), &st))
			return 1;
	return 0;
}

int
figures_run(struct figures *f, int count, char **files, size_t *bad, struct err *e)
{
	struct kpi_base base = { NULL, database_run, database_copy, database_ask };
	int             rc;

	if (may_be_much(count, files))
		heap_expect_much();
	if (figures_is_page(f))
		page_ask(f);
	ahead_views(f);
	if (f->engine) {
		base.arg = database_open(f->engine, e);
		if (!base.arg)
			return -1;
		f->set.base = &base;
	}
	rc = run(f, count, files, bad, e);
	database_close(base.arg);
	f->set.base = NULL;
	page_take_rows(f);
	if (!rc && f->ahead)
		ahead_compute(f->ahead);
	return rc;
}
