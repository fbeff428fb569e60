/* metrics.c - what a network counted, as the records of OP_POST_METRICS and OP_ACCOUNT_METRICS */
#include "metrics.h"

#include "smm/when.h"

/* A number that is none, or below 0, is one that nobody measured. */
static void
add_count(json_t *to, const char *name, const json_t *count)
{
	if (json_is_integer(count) && json_integer_value(count) >= 0)
		json_object_set_new(to, name, json_integer(json_integer_value(count)));
}

void
metrics_out(struct call *c, const char *ref, const struct count *counts, const json_t *from)
{
	json_t *r = json_object();
	size_t  members;

	if (ref)
		json_object_set_new(r, "ref", json_string(ref));
	members = json_object_size(r);
	for (; counts->name; counts++)
		add_count(r, counts->name, json_object_get(from, counts->there));
	if (json_object_size(r) > members)
		call_out_record(c, r);
	else
		json_decref(r);
}

/* --- of a time alone ------------------------------------------------------------------------------ */

int64_t
metrics_today(const struct call *c)
{
	return c->now - c->now % METRICS_DAY_MS;
}

/* By the record's beginning, which times of one length do not share. */
void
metrics_keep(struct call *c, int64_t from, int64_t to, const char *name, const json_t *count)
{
	char    start[WHEN_SIZE], end[WHEN_SIZE];
	json_t *days = json_object_get(c->keep, "days"), *one;

	if (!json_is_integer(count) || json_integer_value(count) < 0 || from <= 0 || to <= from)
		return;
	if (!days) {
		days = json_object();
		json_object_set_new(c->keep, "days", days);
	}
	when_write(start, from, 0);
	one = json_object_get(days, start);
	if (!one) {
		one = json_pack("{s:s, s:s}", "from", start, "to", when_write(end, to, 0));
		json_object_set_new(days, start, one);
	}
	add_count(one, name, count);
}

void
metrics_put_times(struct call *c)
{
	const char *from;
	json_t     *one;

	json_object_foreach(json_object_get(c->keep, "days"), from, one)
		call_out_record(c, json_copy(one));
}

void
metrics_keep_day(struct call *c, const char *date, const struct count *counts, const json_t *from)
{
	const char *text = mem_fmt(c->mem, "%sT00:00:00Z", date);
	int64_t     ms;

	if (when_read(text, strlen(text), &ms, NULL))
		return;
	for (; counts->name; counts++)
		metrics_keep(c, ms, ms + METRICS_DAY_MS, counts->name, json_object_get(from, counts->there));
}

const char *
metrics_date(struct call *c, int64_t ms)
{
	struct civil d;

	civil_from_days(ms / METRICS_DAY_MS, &d);
	return mem_fmt(c->mem, "%04d-%02d-%02d", d.year, d.month, d.day);
}

const char *
metrics_ref(const struct call *c, size_t i)
{
	return json_string_value(json_array_get(json_object_get(c->rec, "refs"), i));
}

json_t *
metrics_refs(struct call *c)
{
	json_t *refs = json_array();
	size_t  i;

	for (i = 0; metrics_ref(c, i); i++)
		json_array_append_new(refs, json_string(metrics_ref(c, i)));
	if (i)
		return refs;
	json_decref(refs);
	call_fail(c, FAULT_INPUT, "no post is asked for");
	return NULL;
}

const char *
metrics_user(struct call *c)
{
	const char *user = rec_string(c, "user");

	user = user ? user + (*user == '@') : "";
	if (*user)
		return user;
	call_fail(c, FAULT_INPUT, "nobody is asked for");
	return NULL;
}

/* --- how often a term is written ------------------------------------------------------------------- */

static int
read_day(const struct call *c, const char *name, int64_t *ms)
{
	const char *text = rec_string(c, name);

	return text && when_read(text, strlen(text), ms, NULL) == 0 && *ms % METRICS_DAY_MS == 0;
}

enum go
metrics_days(struct call *c, int64_t *from, int64_t *to)
{
	if (read_day(c, "from", from) && read_day(c, "to", to) && *from < *to && rec_string(c, "term"))
		return GO_NEXT;
	return call_fail(c, FAULT_INPUT, "no term is asked for, or no days");
}

void
metrics_mentions(struct call *c, int64_t day, json_int_t count)
{
	char from[WHEN_SIZE], to[WHEN_SIZE];

	when_write(from, day, 0);
	when_write(to, day + METRICS_DAY_MS, 0);
	call_out_record(c, json_pack("{s:s, s:s, s:I}", "from", from, "to", to, "mentions", count));
}

const char *
metrics_phrase(struct call *c)
{
	const char *term = rec_string(c, "term");
	struct buf  b = { 0 };
	char       *out;

	if (!strchr(term, ' '))
		return term;
	buf_char(&b, '"');
	for (; *term; term++)
		if (*term != '"')
			buf_char(&b, *term);
	buf_char(&b, '"');
	out = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return out;
}
