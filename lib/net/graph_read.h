/*
 * graph_read.h - reading with Meta's Graph APIs: what is new, pages, numbers; private to lib/net
 *
 * "Using the Graph API", paged results: the next page is asked for by its cursor, never by the address in
 * `paging.next`, which holds the token. A page may be empty and there may still be a next one.
 *
 * Kept state of a reading:
 *	newest   time of the newest message seen, RFC 3339
 *	after    cursor of the page that is next
 *	values   numbers read so far; alone: metrics are asked for one by one, so many of them were
 */
#ifndef SMM_NET_GRAPH_READ_H
#define SMM_NET_GRAPH_READ_H

#include "graph.h"
#include "message.h"
#include "metrics.h"

/* Posts are looked at for new comments for so long. */
#define GRAPH_WINDOW_MS INT64_C(2592000000) /* 30 days */

/* "2026-11-22T07:56:32+0000" as RFC 3339; "" when it is none. Arena. */
const char *graph_when(struct call *c, const char *text);

/* An id of a reply as text, which may have come as a number; "" when there is none. */
const char *graph_id(struct call *c, const json_t *j, const char *name);

/*
 * From when on messages are wanted, milliseconds: an hour before the newest that was read, since a network
 * shows things late; else the question's `since`. Twice is no harm (net.h).
 */
int64_t graph_from(const struct call *c);

/* Of the posts from when on it is looked for them, Unix seconds for a query. Arena. */
const char *graph_since(struct call *c);

/* Whether a message of that time is wanted; the newest is kept. */
int graph_is_new(struct call *c, const char *time);

/* "&after=…" of the page that is to be asked for, "" for the first. */
const char *graph_after(struct call *c);

/* The page is read: 1 when there is another, whose cursor is kept. */
int graph_has_next(struct call *c);

/* The reply's list `data`; NULL and c->err when there is none (an error within 200, a page of HTML). */
const json_t *graph_data(struct call *c);

/*
 * A page of what stands below post `done` of the list `posts` (the step's `also` is 400): NULL when the post was taken
 * away between the two questions, or with c->err; graph_post_read() then is what take() returns, after all of the page.
 */
const json_t *graph_post_page(struct call *c);

/* GO_FAIL with c->err; else GO_AGAIN, for the next page, or, after the last or when no_more, the next post. */
enum go graph_post_read(struct call *c, int no_more);

/* The reading is over: how far it came. GO_DONE. */
enum go graph_finish(struct call *c);

/* --- what is refused ------------------------------------------------------------------------------ */

/* Whether the reply is an error that a step of ALSO_REFUSED reads: 400, 401, 403 or 404, the code within says which. */
int graph_has_error(const struct call *c);

/* Whether the network knows nothing of what was asked for, at least for this token (100/33). */
int graph_is_missing(const struct call *c);

/*
 * Ends a take() that sees 400: GO_FAIL with what it means. What is missing may also be hidden from this
 * token, so nobody is told that it is gone.
 */
enum go graph_refused(struct call *c);

/* Ends a take() of {"success":true}: GO_DONE, or GO_FAIL. */
enum go graph_success(struct call *c);

/* The same of an action on a message, which is the result's ref. */
enum go graph_take_done(struct call *c);

/* --- our answers ------------------------------------------------------------------------------------ */

struct graph_answers {
	const char *text, *time; /* members that hold the words and the time */
	int (*is_ours)(struct call *, const json_t *);
};

/*
 * Our newest answer in a list that was not written before `from` (milliseconds), with these words (NULL: any);
 * NULL: there is none.
 */
const json_t *graph_our_answer(struct call *c, const json_t *list, const struct graph_answers *a, int64_t from,
    const char *words);

/* --- our first comment ------------------------------------------------------------------------------- */

/*
 * Below the post whose id is kept as `id`; its own is kept as `comment`. A step's two functions, and its find. Text 1
 * of the record is the comment.
 */
enum go graph_ask_comment(struct call *c);
enum go graph_take_comment(struct call *c);

extern const struct step graph_comment_look;

/* --- numbers ---------------------------------------------------------------------------------------- */

struct graph_metric {
	const char *name;  /* in metric records; NULL ends a list */
	const char *there; /* the network's metric */
	const char *part;  /* of its value, when that is an object; NULL: the value is the number */
};

/*
 * Insights, all in one request; when the network knows one of them no more (100), or has none of it for this
 * post, one by one, and those are left out: nobody measured them. The step's `also` is 400. path: up to
 * "metric="; rest: more for the query.
 */
enum go graph_ask_insights(struct call *c, const struct graph_metric *m, const char *path, const char *rest);
enum go graph_take_insights(struct call *c, const struct graph_metric *m);

/*
 * The two halves of that: the list in the reply, NULL when the network has none of what was asked (-1: c->err); and
 * GO_AGAIN for the next metric by itself, GO_NEXT when all were asked for.
 */
int     graph_insights(struct call *c, const json_t **data);
enum go graph_next_insights(struct call *c, const struct graph_metric *m, const json_t *data);

/*
 * The same of an account by days (graph_days.c): records with `from` and `to`. So many spans of so many days each are
 * asked for, from today backwards. Without the permission for them there are none.
 */
struct graph_days {
	const struct graph_metric *metrics;
	const char                *rest; /* of the query */
	unsigned                   spans;
	int                        days;
};
enum go graph_ask_days(struct call *c, const struct graph_days *d, const char *path);
enum go graph_take_days(struct call *c, const struct graph_days *d);

/* One more number of the record that graph_put_values() makes; anything but a whole number is none. */
void graph_value(struct call *c, const char *name, const json_t *value);
void graph_put_values(struct call *c, const char *ref);

/* How many follow the account: a step's two functions. */
enum go graph_ask_followers(struct call *c);
enum go graph_take_followers(struct call *c);

#endif
