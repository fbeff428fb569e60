/*
 * graph_days.c - what Meta's networks count of an account by days
 *
 * Page Insights, Instagram User Insights, Threads User Insights. A series tells the end of each day, in the network's
 * own zone; a total is that of the time that was asked for. Numbers come up to two days late, so the same days are
 * asked for again the next time.
 */
#include "graph_read.h"

#include <inttypes.h>

/* Kept state: spans   how many stretches of time were read */

static void
span_now(const struct call *c, const struct graph_days *d, int64_t *from, int64_t *to)
{
	*to = metrics_today(c) - (int64_t)call_kept_count(c, "spans") * d->days * METRICS_DAY_MS;
	*from = *to - d->days * METRICS_DAY_MS;
}

static enum go
finish(struct call *c)
{
	metrics_put_times(c);
	return GO_DONE;
}

enum go
graph_ask_days(struct call *c, const struct graph_days *d, const char *path)
{
	int64_t from, to;

	if (call_kept_count(c, "spans") >= d->spans)
		return finish(c);
	span_now(c, d, &from, &to);
	return graph_ask_insights(c, d->metrics, path, mem_fmt(c->mem, "%s&since=%" PRId64 "&until=%" PRId64,
	    d->rest, from / 1000, to / 1000));
}

static void
keep_series(struct call *c, const char *name, const json_t *values)
{
	const json_t *one;
	int64_t       end;
	size_t        i;

	json_array_foreach(values, i, one) {
		end = graph_time(text_member(one, "end_time"));
		metrics_keep(c, end - METRICS_DAY_MS, end, name, json_object_get(one, "value"));
	}
}

/* Clicks may come link by link. */
static json_t *
sum_links(const json_t *links)
{
	const json_t *one;
	json_int_t    sum = 0;
	size_t        i;

	json_array_foreach(links, i, one)
		sum += json_integer_value(json_object_get(one, "value"));
	return json_is_array(links) ? json_integer(sum) : NULL;
}

static void
keep_metric(struct call *c, const struct graph_days *d, const char *name, const json_t *one)
{
	const json_t *total = json_object_get(json_object_get(one, "total_value"), "value");
	json_t       *links = sum_links(json_object_get(one, "link_total_values"));
	int64_t       from, to;

	span_now(c, d, &from, &to);
	metrics_keep(c, from, to, name, total ? total : links);
	if (!total)
		keep_series(c, name, json_object_get(one, "values"));
	json_decref(links);
}

static void
keep_all(struct call *c, const struct graph_days *d, const json_t *data)
{
	const struct graph_metric *m = d->metrics;
	const json_t              *one;
	size_t                     i;

	for (; m->name; m++)
		json_array_foreach(data, i, one)
			if (strcmp(text_member(one, "name"), m->there) == 0)
				keep_metric(c, d, m->name, one);
}

/* A permission is missing, or this account has no insights: what else it has was read. */
static int
may_not(const struct call *c)
{
	int code = graph_code(c);

	return graph_has_error(c) && (code == 10 || (code >= 200 && code <= 299) || graph_is_missing(c));
}

enum go
graph_take_days(struct call *c, const struct graph_days *d)
{
	const json_t *data;
	enum go       go;

	if (may_not(c))
		return finish(c);
	if (graph_insights(c, &data))
		return GO_FAIL;
	keep_all(c, d, data);
	go = graph_next_insights(c, d->metrics, data);
	if (go == GO_NEXT)
		call_keep_item(c, "spans", json_true());
	return go == GO_NEXT ? GO_AGAIN : go;
}
