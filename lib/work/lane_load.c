/* lane_load.c - a job's conversation as the ledger has it: where it was, and what is always done at its end */
#include "lane_parts.h"

#include <stdlib.h>
#include <string.h>

/* Where the ledger left it; a step we do not know was written by a newer version. */
static int
find_step(struct lane *l, struct err *e)
{
	int                op = op_find(l->job.op);
	const struct step *s = op < 0 ? NULL : l->net->ops[op];

	if (!s)
		return err_set(e, FAULT_BUG, "the ledger names the operation \"%s\", which %s has not",
		    l->job.op, l->net->title);
	while (l->job.step && s->name && strcmp(s->name, l->job.step) != 0)
		s++;
	l->post.step = s;
	if (l->job.step && !s->name)
		return err_set(e, FAULT_BUG, "the ledger names the step \"%s\", which %s has not",
		    l->job.step, l->net->title);
	return 0;
}

/* An integer beyond 64 bits in a member that is not ours: the line keeps it. */
static json_t *
read_line(const char *line)
{
	json_t *j = json_loads(line, 0, NULL);

	return j ? j : json_loads(line, JSON_DECODE_INT_AS_REAL, NULL);
}

/* What the ledger knows of the post as it is out there, when it is to be changed. */
static void
load_was(struct lane *l)
{
	const char *ref, *url;

	l->was = l->items->was ? read_line(l->items->was) : NULL;
	l->post.call.was = l->was;
	ref = json_string_value(json_object_get(l->was, "ref"));
	url = json_string_value(json_object_get(l->was, "url"));
	if (ref && !l->job.ref)
		l->job.ref = mem_str(l->mem, ref);
	if (url && !l->job.url)
		l->job.url = mem_str(l->mem, url);
}

int
lane_load(struct lane *l, struct err *e)
{
	struct call *c = &l->post.call;
	json_t      *keep = l->job.keep ? json_loads(l->job.keep, 0, NULL) : NULL;

	l->rec = read_line(l->job.rec);
	net_begin(c, l->net, l->account, l->rec);
	load_was(l);
	l->talk = &l->post;
	c->mem = l->scratch;
	c->skew = l->skew;
	if (keep) {
		json_decref(c->keep);
		c->keep = keep;
	}
	if (l->job.ref)
		json_object_set_new(c->out, "ref", json_string(l->job.ref));
	if (l->job.url)
		json_object_set_new(c->out, "url", json_string(l->job.url));
	if (!l->rec)
		return err_set(e, FAULT_BUG, "the ledger's record of %s is not JSON", l->job.id);
	return find_step(l, e);
}

/* --- the end of what cannot be done ---------------------------------------------------------------- */

/* Kept as "$end", which no connector calls anything, while that is under way: what becomes of the job then. */
int
lane_is_ending(const struct lane *l)
{
	return json_object_get(l->post.call.keep, "$end") != NULL;
}

int
lane_clears_up(struct lane *l, enum job_state state)
{
	const struct step *s = l->net->ops[op_find(l->job.op)];

	while (s->name && !s->always)
		s++;
	if (!s->name || !l->begun || lane_is_ending(l))
		return 0;
	json_object_set_new(l->post.call.keep, "$end", json_pack("{s:b, s:s, s:i, s:s}", "missed", state == JOB_MISSED,
	    "fault", fault_name(l->job.fault), "http", l->job.http, "message", l->job.message ? l->job.message : ""));
	l->post.step = s;
	l->talk = &l->post;
	l->looking = l->doubt = 0;
	l->state = LANE_ASK;
	return 1;
}

static enum fault
fault_of(const char *name)
{
	int f = 0;

	while (f < FAULT_COUNT && strcmp(fault_name((enum fault)f), name) != 0)
		f++;
	return f < FAULT_COUNT ? (enum fault)f : FAULT_REFUSED;
}

enum job_state
lane_ending(struct lane *l)
{
	const json_t *end = json_object_get(l->post.call.keep, "$end");
	int           missed = json_is_true(json_object_get(end, "missed"));

	if (!end)
		return JOB_DONE;
	l->job.fault = fault_of(json_string_value(json_object_get(end, "fault")));
	l->job.http = (int)json_integer_value(json_object_get(end, "http"));
	l->job.message = mem_str(l->mem, json_string_value(json_object_get(end, "message")));
	json_object_del(l->post.call.keep, "$end");
	return missed ? JOB_MISSED : JOB_REFUSED;
}

/* --- where files get a public address -------------------------------------------------------------- */

static int
has_file(const json_t *media)
{
	const json_t *item;
	size_t        i;

	json_array_foreach(media, i, item)
		if (json_object_get(item, "file"))
			return 1;
	return 0;
}

int
lane_find_host(struct lane *l, struct err *e)
{
	const struct media_rule *rule = &l->net->media;
	const struct media_host *host = l->conf->media_host;

	if (!host || (rule->from != MEDIA_URL && rule->films_from != MEDIA_URL) ||
	    !has_file(json_object_get(l->rec, "media")))
		return 0;
	l->post.call.host = host;
	return l->host_secret.at || host->kind == HOST_COMMAND ? 0 : secret_get(&host->secret, &l->host_secret, e);
}
