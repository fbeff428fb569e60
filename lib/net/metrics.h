/* metrics.h - numbers of posts and accounts, as the networks give them; private to lib/net */
#ifndef SMM_NET_METRICS_H
#define SMM_NET_METRICS_H

#include "connector.h"

#define METRICS_DAY_MS ((int64_t)86400000)

struct count {
	const char *name;  /* in metric records; NULL ends a list */
	const char *there; /* as the network calls it */
};

/*
 * A record of those counts that are there and are whole numbers from 0 on; none of them: no record. ref: of a post;
 * NULL: of the account.
 */
void metrics_out(struct call *c, const char *ref, const struct count *counts, const json_t *from);

/* OP_OTHER_METRICS: whose account is asked for, without '@'. NULL and c->err when nobody is. */
const char *metrics_user(struct call *c);

/* OP_MENTIONS: the days asked for, milliseconds; GO_FAIL when they are none. And the record of one. */
enum go metrics_days(struct call *c, int64_t *from, int64_t *to);
void    metrics_mentions(struct call *c, int64_t day, json_int_t count);

/* The term as searches take it: several words are a phrase, in quotes. Arena. */
const char *metrics_phrase(struct call *c);

/*
 * Numbers of the account that are those of one time alone, milliseconds: kept as `days` until all questions are asked,
 * since each network tells them a few at a time. metrics_put_times(): a record of each, with `from` and `to`.
 */
void metrics_keep(struct call *c, int64_t from, int64_t to, const char *name, const json_t *count);
void metrics_put_times(struct call *c);

/* The same of a day that a network writes as "2026-12-01", UTC; what is no day is passed over. */
void metrics_keep_day(struct call *c, const char *date, const struct count *counts, const json_t *from);

/* The day that begins then, milliseconds, as networks write it. Arena. */
const char *metrics_date(struct call *c, int64_t ms);

/* When the day of `c->now` began in UTC, milliseconds: days before it are over. */
int64_t metrics_today(const struct call *c);

/* Post i that is asked for; NULL behind the last. */
const char *metrics_ref(const struct call *c, size_t i);

/* All of them, a list that the caller releases; NULL and c->err (FAULT_INPUT) when no post is asked for. */
json_t *metrics_refs(struct call *c);

#endif
