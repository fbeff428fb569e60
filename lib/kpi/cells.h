/* cells.h - sums of every figure in every group, and the rows made from them */
#ifndef SMM_CELLS_H
#define SMM_CELLS_H

#include "engine.h"
#include "bins.h"

#define TUPLE (KPI_KEYS + 1) /* the keys' values, and the currency */
#define CELL_NO_MONEY (-1) /* currency of facts without money: they join the one of their group, if it is one */

struct listed { /* a record of a top or bottom list */
	wide     value;
	uint32_t subject, text;
};

struct cell {
	wide           num, den, aux; /* aux: positive + negative, for the interval */
	int64_t        n, without, as_of;
	int            has_num, has_den;
	struct bins  *bins;
	struct listed *list; /* the best first */
	size_t         nlist;
};

/* Of one view; others may be joined behind it: all get the facts, and are freed with it. */
struct cells *cells_new(struct kpi *k, const struct kpi_view *v);
void          cells_join(struct cells *first, struct cells *next);
void          cells_free(struct cells *c);

/* Adds a fact to what wants it, in the period it lies in, once for each of its hashtags or topics if asked by them. */
void cells_add(struct cells *c, const struct fact *f);

/* The number of a time key, of a fact at that moment of the zone. */
int64_t time_label(enum kpi_key key, struct local l);

/* For what is counted otherwise in every view: the views, their keys, what facts they want; a fact for one alone. */
struct cells          *cells_next(const struct cells *c);
const struct kpi_view *cells_view(const struct cells *c);
int                    cells_want(const struct cells *c, enum over over);
void                   cells_add_to(struct cells *c, const struct fact *f);

/* For a database that counts: a formula, and the cell of a group, made when there is none. */
const struct formula *cells_formula(const struct cells *c, size_t i);
struct cell          *cells_place(struct cells *c, const int64_t key[TUPLE], enum period p, size_t formula);

/* Adds the cells of another run of the same settings; its words are these of ours, by its numbers. */
void cells_merge(struct cells *c, struct cells *from, const uint32_t *words);

/* Rows, view after view; of a view that has no `each` of its own to this one. */
int cells_each(struct cells *c, kpi_each *each, void *arg);

/* --- cell.c --------------------------------------------------------------------------------------- */

void cell_add_other(struct cell *c, const struct formula *f, const struct fact *x, const struct kpi *k);
void cell_count(struct cell *c, wide value, uint64_t count); /* a value, as often as it was seen */

/* Adds what is in `from`, which is empty then; its words are these of ours, NULL: the same. */
void cell_join(struct cell *to, const struct formula *f, struct cell *from, const uint32_t *words,
    const struct kpi *k);
void cell_clear(struct cell *c);
void cell_release(struct cell *c);

/* Fills in value, num, den, n, reason, bins; bins: of the formula that has them; days: of the bucket, 0 unknown. */
void cell_finish(const struct cell *c, const struct formula *f, struct bins *bins, int64_t days, struct kpi_row *row);

static inline void
cell_note(struct cell *c, const struct fact *x)
{
	c->n++;
	if (x->as_of > c->as_of)
		c->as_of = x->as_of;
}

/* Adds a fact. Most figures are plain sums, and of many a fact has nothing. */
static inline void
cell_add(struct cell *c, const struct formula *f, const struct fact *x, const struct kpi *k)
{
	if (!(x->has & f->any))
		return;
	if (!f->is_sum) {
		cell_add_other(c, f, x, k);
		return;
	}
	c->num += expr_of(&f->num, x);
	c->has_num = 1;
	cell_note(c, x);
}

#endif
