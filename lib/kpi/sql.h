/*
 * sql.h - the same figures, counted by a database; private to lib/kpi
 *
 * The readings of metric lines become rows, and so do our posts, the readings of followers, and the facts of all
 * else; the database finds the last readings, takes the differences of series, and adds up every figure by an
 * expression that is made from its definition. What comes back are the cells of cells.h: sums, counts, values with
 * how often they were seen, and lists. Values are made from them as ever, so they are equal to the last digit.
 *
 * Words are text, '' is none; a measure is a bigint, NULL when it is absent; sums are numeric. Tables are temporary.
 */
#ifndef SMM_KPI_SQL_H
#define SMM_KPI_SQL_H

#include "cells.h"
#include "subject.h"

struct sql;

struct sql *sql_new(struct kpi *k);
void        sql_free(struct sql *s); /* NULL is allowed */

/* A reading, as subjects_add() takes it; a fact for all views (NULL) or for one. What fails is said by sql_count(). */
void sql_reading(struct sql *s, const struct subject *like, const char *id, size_t len, const int64_t *values,
    int64_t at);
void sql_fact(struct sql *s, const struct cells *view, const struct fact *f);
void sql_post(struct sql *s, const char *name, int is_ref, const struct fact *f); /* what ours_describe() knows */
void sql_followers(struct sql *s, uint32_t network, uint32_t account, int64_t at, int64_t count);

/* Counts, and fills the cells of every view. */
int sql_count(struct sql *s, struct err *e);

/* --- sql_facts.c: readings into facts, instants into days and hours of the zone ---------------------------- */

int sql_facts(struct kpi *k, const struct kpi_base *base, struct err *e);

/* --- sql_cells.c: facts into the cells of a view ----------------------------------------------------------- */

int sql_cells(struct kpi *k, const struct kpi_base *base, struct cells *view, int number, struct err *e);


#endif
