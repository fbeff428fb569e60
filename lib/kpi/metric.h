/* metric.h - metric lines into subjects, and subjects into facts */
#ifndef SMM_METRIC_H
#define SMM_METRIC_H

#include "fields.h"

/* A line's. -1: FAULT_INPUT the line is wrong, else the run cannot go on. */
int metric_line(struct kpi *k, const struct fields *f, struct err *e);

/* All of them, at the end. */
int metric_facts(struct kpi *k, struct err *e);

/* Followers of an account as last read at or before an instant; -1: not known. */
struct followers;
struct followers *followers_new(void);
void              followers_free(struct followers *f);
/* over: OVER_ACCOUNT, or OVER_RIVAL, whose `account` is the subject. */
void              followers_add(struct followers *f, enum over over, uint32_t network, uint32_t account, int64_t at,
    int64_t count);
void              followers_join(struct followers *f, const struct followers *from, const uint32_t *words);
void              followers_sort(struct followers *f);
int64_t           followers_at(const struct followers *f, uint32_t network, uint32_t account, int64_t at);
void              followers_load(struct kpi *k, const struct followers *f); /* of a sorted one, into the database */
void              followers_facts(struct kpi *k, const struct followers *f); /* of a sorted one */

#endif
