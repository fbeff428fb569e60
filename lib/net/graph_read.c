/* graph_read.c - reading with Meta's Graph APIs */
#include "graph_read.h"

#include "smm/when.h"

#include "html.h"

#include <inttypes.h>
#include <stdio.h>

#define OVERLAP_MS INT64_C(3600000)

#define CODE_UNKNOWN   1
#define CODE_PARAMETER 100
#define SUB_MISSING    33

const char *
graph_when(struct call *c, const char *text)
{
	size_t len = strlen(text);

	return graph_time(text) ? mem_fmt(c->mem, "%.*s:%s", (int)len - 2, text, text + len - 2) : "";
}

const char *
graph_id(struct call *c, const json_t *j, const char *name)
{
	const char *id = id_member(c, j, name);

	return id ? id : "";
}

/* --- what is new -------------------------------------------------------------------------------- */

int64_t
graph_from(const struct call *c)
{
	const char *at = text_member(message_position(c), "at");
	int64_t     ms = *at ? message_time(at) - OVERLAP_MS : message_time(text_member(c->rec, "since"));

	return ms > 0 ? ms : 0;
}

const char *
graph_since(struct call *c)
{
	int64_t ms = graph_from(c) - GRAPH_WINDOW_MS;

	return mem_fmt(c->mem, "%" PRId64, (ms > 0 ? ms : 0) / 1000);
}

int
graph_is_new(struct call *c, const char *time)
{
	int64_t     ms = graph_time(time);
	const char *newest = call_kept(c, "newest");

	if (ms && (!newest || ms > message_time(newest)))
		call_keep(c, "newest", graph_when(c, time));
	return ms && ms >= graph_from(c);
}

const char *
graph_after(struct call *c)
{
	const char *after = call_kept(c, "after");

	return after ? mem_fmt(c->mem, "&after=%s", call_encoded(c, after)) : "";
}

int
graph_has_next(struct call *c)
{
	const json_t *paging = json_object_get(c->body, "paging");
	const char   *after = text_member(json_object_get(paging, "cursors"), "after");

	if (*text_member(paging, "next") && *after) {
		call_keep(c, "after", after);
		return 1;
	}
	call_forget(c, "after");
	return 0;
}

const json_t *
graph_data(struct call *c)
{
	const json_t *data = json_object_get(c->body, "data");

	if (json_is_array(data))
		return data;
	if (json_object_get(c->body, "error"))
		graph_refused(c);
	else
		call_no_list(c);
	return NULL;
}

const json_t *
graph_post_page(struct call *c)
{
	if (!graph_has_error(c))
		return graph_data(c);
	if (!graph_is_missing(c))
		graph_refused(c);
	return NULL;
}

enum go
graph_post_read(struct call *c, int no_more)
{
	if (c->err.fault != FAULT_NONE)
		return GO_FAIL;
	if (no_more || !graph_has_next(c)) {
		call_forget(c, "after");
		call_keep_item(c, "done", json_true());
	}
	return GO_AGAIN;
}

enum go
graph_finish(struct call *c)
{
	const char *newest = call_kept(c, "newest"), *at = text_member(message_position(c), "at");
	int         is_later = newest && (!*at || message_time(newest) > message_time(at));

	if (is_later || *at)
		call_out_position(c, json_pack("{s:s}", "at", is_later ? newest : at));
	return GO_DONE;
}

/* --- what is refused ------------------------------------------------------------------------------ */

int
graph_has_error(const struct call *c)
{
	return c->reply->status / 100 == 4;
}

int
graph_is_missing(const struct call *c)
{
	return graph_code(c) == CODE_PARAMETER && graph_subcode(c) == SUB_MISSING;
}

enum go
graph_refused(struct call *c)
{
	if (graph_is_missing(c))
		return call_fail(c, FAULT_REFUSED,
		    "%s does not show it: it is gone, or this account's token may not see it", c->net->title);
	if (c->reply->status / 100 == 2) {
		graph_error_inside(c);
		return GO_FAIL;
	}
	net_fault(c);
	if (c->err.fault == FAULT_UNSURE && c->req.effect != EFFECT_ONCE)
		c->err.fault = FAULT_AGAIN;
	return GO_FAIL;
}

enum go
graph_success(struct call *c)
{
	if (json_is_true(json_object_get(c->body, "success")))
		return GO_DONE;
	if (json_object_get(c->body, "error"))
		return graph_refused(c);
	return call_fail(c, FAULT_REPLY, "%s answered %d without \"success\"", c->net->title, c->reply->status);
}

enum go
graph_take_done(struct call *c)
{
	enum go go = graph_success(c);

	if (go == GO_DONE)
		call_out(c, "ref", call_message(c));
	return go;
}

/* --- our answers ------------------------------------------------------------------------------------ */

const json_t *
graph_our_answer(struct call *c, const json_t *list, const struct graph_answers *a, int64_t from,
    const char *words)
{
	const json_t *one, *found = NULL;
	int64_t       at, newest = 0;
	size_t        i;

	json_array_foreach(list, i, one) {
		at = graph_time(text_member(one, a->time));
		if (at < from || at < newest || !a->is_ours(c, one) ||
		    (words && text_compare(words, text_member(one, a->text)) != LIKE_SAME))
			continue;
		found = one;
		newest = at;
	}
	return found;
}

/* --- numbers ---------------------------------------------------------------------------------------- */

static json_t *
values(struct call *c)
{
	json_t *v = json_object_get(c->keep, "values");

	if (!v) {
		v = json_object();
		json_object_set_new(c->keep, "values", v);
	}
	return v;
}

void
graph_value(struct call *c, const char *name, const json_t *value)
{
	if (json_is_integer(value) && json_integer_value(value) >= 0)
		json_object_set_new(values(c), name, json_integer(json_integer_value(value)));
}

void
graph_put_values(struct call *c, const char *ref)
{
	json_t *r;

	if (!json_object_size(values(c)))
		return;
	r = json_object();
	if (ref)
		json_object_set_new(r, "ref", json_string(ref));
	json_object_update(r, values(c));
	call_out_record(c, r);
}

/* How many were asked for one by one; -1: all together. */
static int
alone(const struct call *c)
{
	const json_t *n = json_object_get(c->keep, "alone");

	return n ? (int)json_integer_value(n) : -1;
}

enum go
graph_ask_insights(struct call *c, const struct graph_metric *m, const char *path, const char *rest)
{
	struct buf list = { 0 };
	size_t     i;

	for (i = 0; m[i].name; i++)
		if (alone(c) < 0 && (!i || strcmp(m[i].there, m[i - 1].there) != 0))
			buf_fmt(&list, "%s%s", i ? "," : "", m[i].there);
	call_send(c, "GET", EFFECT_NONE, "%s%s%s", path, alone(c) < 0 ? list.at : m[alone(c)].there, rest);
	buf_release(&list);
	return graph_signed(c);
}

/* The number of a metric: over its whole life, or of the time asked for. */
static const json_t *
metric_value(const json_t *one, const char *part)
{
	const json_t *value = json_object_get(json_object_get(one, "total_value"), "value");

	if (!value)
		value = json_object_get(json_array_get(json_object_get(one, "values"), 0), "value");
	return part ? json_object_get(value, part) : value;
}

static void
take_values(struct call *c, const struct graph_metric *m, const json_t *data)
{
	const json_t *one;
	size_t        i;

	for (; m->name; m++)
		json_array_foreach(data, i, one)
			if (strcmp(text_member(one, "name"), m->there) == 0)
				graph_value(c, m->name, metric_value(one, m->part));
}

/* Instagram also says "An unknown error has occurred" (1) of a metric that it does not have for this. */
static int
has_none(const struct call *c)
{
	return graph_has_error(c) && !graph_is_missing(c) &&
	    (graph_code(c) == CODE_PARAMETER || graph_code(c) == CODE_UNKNOWN);
}

int
graph_insights(struct call *c, const json_t **data)
{
	*data = NULL;
	if (has_none(c))
		return 0;
	if (graph_has_error(c))
		return graph_refused(c) == GO_FAIL ? -1 : 0;
	*data = graph_data(c);
	return *data ? 0 : -1;
}

enum go
graph_next_insights(struct call *c, const struct graph_metric *m, const json_t *data)
{
	int n = alone(c) + 1;

	if ((!n && (data || !m[1].name)) || !m[n].name) {
		call_forget(c, "alone");
		return GO_NEXT;
	}
	json_object_set_new(c->keep, "alone", json_integer(n));
	return GO_AGAIN;
}

enum go
graph_take_insights(struct call *c, const struct graph_metric *m)
{
	const json_t *data;

	if (graph_insights(c, &data))
		return GO_FAIL;
	take_values(c, m, data);
	return graph_next_insights(c, m, data);
}

enum go
graph_ask_followers(struct call *c)
{
	const char *self = graph_self(c);

	if (!self)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,followers_count", self);
	return graph_signed(c);
}

enum go
graph_take_followers(struct call *c)
{
	if (!graph_get_id(c))
		return GO_FAIL;
	graph_value(c, "followers", json_object_get(c->body, "followers_count"));
	graph_put_values(c, NULL);
	return GO_NEXT;
}
