/* graph.c - what Meta's simulated networks share: errors, fields, pages, numbers */
#include "graph.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 8

/* --- errors -------------------------------------------------------------------------------------- */

void
graph_error(struct turn *t, int status, int code, int subcode, const char *words)
{
	json_t *e = json_pack("{s:s, s:s, s:i, s:b, s:s}", "message", words, "type", "OAuthException", "code", code,
	    "is_transient", 0, "fbtrace_id", "AsimulatedTrace");

	if (subcode)
		json_object_set_new(e, "error_subcode", json_integer(subcode));
	answer_json(t->a, status, json_pack("{s:o}", "error", e));
}

void
graph_missing(struct turn *t)
{
	char words[PART_SIZE + 120];

	snprintf(words, sizeof words, "Unsupported request. Object with ID '%s' does not exist, cannot be loaded due "
	    "to missing permissions", t->id[0]);
	graph_error(t, 400, 100, 33, words);
}

void
graph_refuse(struct turn *t, enum refusal why, int code)
{
	if (why == REFUSE_TOKEN)
		graph_error(t, 401, 190, t->r->token && strstr(t->r->token, "expired") ? 463 : 0,
		    "Error validating access token");
	else if (why == REFUSE_PATH)
		graph_error(t, 400, 2500, 0, "Unknown path components");
	else
		graph_error(t, 400, code, 2446079, "There have been too many calls to this account. "
		    "Wait a bit and try again.");
}

void
graph_usage(struct turn *t, const char *type)
{
	char    text[300];
	long    used = t->from ? (t->from->most - t->left) * 100 / t->from->most : 0;
	int64_t minutes = used >= 100 ? (t->again_ms - t->w->now + 59999) / 60000 : 0;

	snprintf(text, sizeof text, "{\"call_count\":%ld,\"total_time\":0,\"total_cputime\":0}", used);
	answer_header(t->a, "X-App-Usage", text);
	snprintf(text, sizeof text, "{\"%.100s\":[{\"type\":\"%s\",\"call_count\":%ld,\"total_cputime\":0,"
	    "\"total_time\":0,\"estimated_time_to_regain_access\":%" PRId64 "}]}", t->u ? t->u->name : "0", type,
	    used, minutes);
	answer_header(t->a, "X-Business-Use-Case-Usage", text);
}

int
graph_is_self(struct turn *t)
{
	if (strcmp(t->id[0], t->u->name) == 0 || strcmp(t->id[0], "me") == 0)
		return 1;
	graph_error(t, 403, 10, 0, "(#10) the token is that of another account");
	return 0;
}

void
graph_success(struct turn *t)
{
	answer_json(t->a, 200, json_pack("{s:b}", "success", 1));
}

void
graph_id(struct turn *t, const char *id)
{
	answer_json(t->a, 200, json_pack("{s:s}", "id", id));
}

/* --- fields -------------------------------------------------------------------------------------- */

struct pick {
	const char *at;        /* what is left of the fields */
	char        wrong[64]; /* the first that is not known; "" */
	int         depth;
};

static json_t *pick_members(struct pick *p, const json_t *full);

/* ".limit(1).order(x)": how many are wanted; the other words change nothing here. */
static void
skip_words(struct pick *p, size_t *limit, int *with_summary)
{
	*limit = SIZE_MAX;
	while (*p->at == '.') {
		if (strncmp(p->at, ".limit(", 7) == 0)
			*limit = (size_t)strtoul(p->at + 7, NULL, 10);
		if (strncmp(p->at, ".summary(", 9) == 0)
			*with_summary = 1;
		p->at += strcspn(p->at, ")");
		p->at += *p->at == ')';
	}
}

/* The part in braces, of each of a list; the last passes over it. */
static json_t *
pick_each(struct pick *p, const json_t *list, size_t limit)
{
	const char *start = p->at, *end;
	json_t     *out = json_array(), *one;
	size_t      i;

	json_decref(pick_members(p, NULL));
	end = p->at;
	json_array_foreach(list, i, one) {
		if (i >= limit)
			break;
		p->at = start;
		json_array_append_new(out, *start == '{' ? pick_members(p, one) : json_incref(one));
	}
	p->at = end;
	return out;
}

static json_t *
pick_value(struct pick *p, const json_t *full)
{
	size_t  limit;
	int     with_summary = 0;
	json_t *out;

	skip_words(p, &limit, &with_summary);
	if (json_is_array(full))
		return pick_each(p, full, limit);
	if (!json_object_get(full, "data"))
		return *p->at == '{' ? pick_members(p, full) : json_deep_copy(full);
	out = json_pack("{s:o}", "data", pick_each(p, json_object_get(full, "data"), limit));
	if (with_summary)
		json_object_set(out, "summary", json_object_get(full, "summary"));
	return out;
}

/* "{a,b{c}}" or, at the top, "a,b{c}". full NULL: only passed over. */
static json_t *
pick_members(struct pick *p, const json_t *full)
{
	json_t  *out = json_is_object(full) ? json_object() : NULL, *value, *got;
	char     name[64];
	size_t   len;

	if (*p->at == '{')
		p->at++;
	else if (!full)
		return NULL;
	for (p->depth++; p->depth <= DEPTH_MAX && (len = strcspn(p->at, ",.{}")) > 0; p->at += *p->at == ',') {
		snprintf(name, sizeof name, "%.*s", (int)len, p->at);
		p->at += len;
		value = json_object_get(full, name);
		if (out && !value && !*p->wrong)
			memcpy(p->wrong, name, sizeof name);
		got = pick_value(p, value);
		if (out && value && !json_is_null(value))
			json_object_set(out, name, got);
		json_decref(got);
	}
	p->depth--;
	p->at += *p->at == '}';
	if (out && json_object_get(full, "id"))
		json_object_set(out, "id", json_object_get(full, "id"));
	return out;
}

json_t *
graph_pick(struct turn *t, json_t *full, const char *usual)
{
	const char *fields = arg_text(t->r, "fields");
	struct pick p = { .at = fields ? fields : usual };
	json_t     *out = pick_members(&p, full);
	char        words[160];

	json_decref(full);
	if (!*p.wrong)
		return out;
	json_decref(out);
	snprintf(words, sizeof words, "(#100) Tried accessing nonexisting field (%s)", p.wrong);
	graph_error(t, 400, 100, 0, words);
	return NULL;
}

void
graph_node(struct turn *t, json_t *full, const char *usual)
{
	json_t *out = graph_pick(t, full, usual);

	if (out)
		answer_json(t->a, 200, out);
}

/* A next page has its address, which holds the token, as the real one has: it is not to be followed. */
static json_t *
paging(struct turn *t, const char *next)
{
	json_t *p = json_pack("{s:{s:s, s:s}}", "cursors", "before", "0", "after", next);

	if (*next)
		json_object_set_new(p, "next", json_sprintf("https://graph.example%s?access_token=%s&after=%s",
		    t->r->path, t->r->token ? t->r->token : "", next));
	return p;
}

void
graph_list(struct turn *t, const struct listing *l, const char *usual)
{
	char    next[32];
	json_t *all = list_posts(t, l, next), *out = json_array(), *one, *picked = NULL;
	size_t  i;

	json_array_foreach(all, i, one) {
		picked = graph_pick(t, json_incref(one), usual);
		if (!picked)
			break;
		json_array_append_new(out, picked);
	}
	if (picked || !json_array_size(all))
		answer_json(t->a, 200, json_pack("{s:O, s:o}", "data", out, "paging", paging(t, next)));
	json_decref(out);
	json_decref(all);
}

/* --- numbers ------------------------------------------------------------------------------------- */

static json_t *
metric(const char *name, const char *period, json_t *value)
{
	return strcmp(period, "day") == 0 ?
	    json_pack("{s:s, s:s, s:{s:O}}", "name", name, "period", period, "total_value", "value", value) :
	    json_pack("{s:s, s:s, s:[{s:O}]}", "name", name, "period", period, "values", "value", value);
}

void
graph_insights(struct turn *t, json_t *known, const char *period)
{
	const char *asked = arg_text(t->r, "metric");
	char       *copy = mem_copy(asked ? asked : ""), *rest = NULL, *name;
	json_t     *data = json_array(), *value;

	for (name = strtok_r(copy, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
		value = json_object_get(known, name);
		if (!value)
			break;
		if (!json_is_null(value))
			json_array_append_new(data, metric(name, period, value));
	}
	if (name)
		graph_error(t, 400, 100, 0, "(#100) The value must be a valid insights metric");
	else if (!*copy && !json_array_size(data))
		graph_error(t, 400, 3001, 1504028, "(#3001) No metric was specified to be fetched");
	else
		answer_json(t->a, 200, json_pack("{s:O}", "data", data));
	free(copy);
	json_decref(data);
	json_decref(known);
}

/* --- bytes of films ------------------------------------------------------------------------------- */

static void
take_all(struct turn *t, struct draft *d, size_t bytes)
{
	d->got += bytes;
	if (d->got == d->want)
		d->ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000);
	graph_success(t);
}

void
graph_take_bytes(struct turn *t, struct draft *d)
{
	const char *size = request_header(t->r, "file_size"), *offset = request_header(t->r, "offset");

	if (d && !d->want && is_address(request_header(t->r, "file_url"))) {
		d->want = 1;
		take_all(t, d, 1);
		return;
	}
	if (d && !d->want && size)
		d->want = (size_t)strtoul(size, NULL, 10);
	if (d && d->want && offset && strtoul(offset, NULL, 10) == d->got && t->r->len <= d->want - d->got)
		take_all(t, d, t->r->len);
	else
		answer_json(t->a, 400, json_pack("{s:{s:b, s:s, s:s}}", "debug_info", "retriable", d != NULL, "type",
		    d ? "OffsetInvalidError" : "ProcessingFailedError", "message", "Request processing failed"));
}
