/*
 * ledger_lines.c - a whole ledger as lines, and lines as a ledger
 *
 * A line for each job with all that happened to it, by time, id and operation, and one for each named value:
 * the same whatever kind of store it was, so that two ledgers can be compared. Leases stay where they are.
 */
#include "smm/publish.h"

#include "smm/store.h"

#include "result.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct export {
	struct store *store;
	struct out   *out;
	struct buf    line;
};

static int
add_event(void *arg, const struct job *j, const char *what, struct err *e)
{
	struct buf *b = arg;

	(void)e;
	json_open(b, '{');
	json_int(b, "at", j->changed);
	json_str(b, "what", what);
	json_str(b, "state", job_state_name(j->state));
	json_str(b, "step", j->step);
	json_str(b, "keep", j->keep);
	if (j->wake)
		json_int(b, "wake", j->wake);
	if (j->attempts)
		json_int(b, "attempts", j->attempts);
	json_str(b, "ref", j->ref);
	json_str(b, "url", j->url);
	if (j->fault)
		json_str(b, "fault", fault_name(j->fault));
	json_str(b, "message", j->message);
	if (j->http)
		json_int(b, "http", j->http);
	json_close(b, '}');
	return 0;
}

static int
export_job(void *arg, const struct job *j, struct err *e)
{
	struct export *x = arg;
	struct buf    *b = &x->line;

	buf_clear(b);
	json_open(b, '{');
	json_str(b, "type", "job");
	job_put(b, j);
	if (j->again)
		json_int(b, "again", j->again);
	json_key(b, "events");
	buf_char(b, '[');
	if (store_history(x->store, j->id, j->op, add_event, b, e))
		return -1;
	json_close(b, ']');
	json_close(b, '}');
	return out_line(x->out, b->at, b->len, e);
}

static int
export_value(void *arg, const char *name, const char *value, struct err *e)
{
	struct export *x = arg;

	buf_clear(&x->line);
	json_open(&x->line, '{');
	json_str(&x->line, "type", "named");
	json_str(&x->line, "name", name);
	json_str(&x->line, "value", value);
	json_close(&x->line, '}');
	return out_line(x->out, x->line.at, x->line.len, e);
}

int
publish_export(const struct publish_settings *s, struct err *e)
{
	struct export x = { .out = s->out };
	int           rc;

	if (!store_exists(s->store))
		return err_set(e, FAULT_USAGE, "there is no ledger %s", s->store);
	if (store_open(&x.store, s->store, e))
		return -1;
	rc = store_scan(x.store, -1, export_job, &x, e);
	if (!rc)
		rc = store_names(x.store, export_value, &x, e);
	store_close(x.store);
	buf_release(&x.line);
	return rc;
}

/* --- import ----------------------------------------------------------------------------------- */

struct import {
	struct store *store;
	struct mem   *mem; /* of a line */
	size_t        jobs;
};

static const char *
text(const json_t *j, const char *name)
{
	return json_string_value(json_object_get(j, name));
}

static int64_t
number(const json_t *j, const char *name)
{
	return json_integer_value(json_object_get(j, name));
}

/* A word of the list that the program has; -1 when it is another. */
static int
find_word(const char *word, int count, const char *(*name)(int))
{
	int i;

	for (i = 0; word && i < count; i++)
		if (strcmp(name(i), word) == 0)
			return i;
	return -1;
}

static const char *
state_word(int i)
{
	return job_state_name((enum job_state)i);
}

static const char *
fault_word(int i)
{
	return fault_name((enum fault)i);
}

static int
read_event(const json_t *j, int is_first, struct past *p, struct err *e)
{
	int state = find_word(text(j, "state"), JOB_MISSED + 1, state_word);
	int fault = json_object_get(j, "fault") ? find_word(text(j, "fault"), FAULT_COUNT, fault_word) : 0;

	p->what = text(j, "what");
	if (state < 0 || fault < 0 || !json_is_integer(json_object_get(j, "at")) || is_first != !p->what)
		return err_set(e, FAULT_INPUT, "an event of a job needs at, what and a known state; "
		    "only the first has no what");
	p->job = (struct job){ .changed = number(j, "at"), .state = (enum job_state)state, .step = text(j, "step"),
		.keep = text(j, "keep"), .wake = number(j, "wake"), .attempts = (int)number(j, "attempts"),
		.ref = text(j, "ref"), .url = text(j, "url"), .fault = (enum fault)fault, .message = text(j, "message"),
		.http = (int)number(j, "http") };
	return 0;
}

static int
import_job(struct import *x, const json_t *j, struct err *e)
{
	const json_t *events = json_object_get(j, "events"), *event;
	size_t        n = json_array_size(events), i;
	struct past  *past = mem_alloc(x->mem, (n + 1) * sizeof *past);
	struct job    job = { .id = text(j, "id"), .op = text(j, "op"), .account = text(j, "account"),
		          .network = text(j, "network"), .entry = text(j, "entry"), .campaign = text(j, "campaign"),
		          .pillar = text(j, "pillar"), .rec = text(j, "rec"), .digest = text(j, "digest"),
		          .at = number(j, "at"), .again = number(j, "again") };

	if (!job.id || !job.op || !job.account || !job.network || !job.rec || !n ||
	    !json_is_integer(json_object_get(j, "at")))
		return err_set(e, FAULT_INPUT, "a job needs id, op, account, network, rec, at and events");
	json_array_foreach(events, i, event)
		if (read_event(event, !i, past + i, e))
			return -1;
	x->jobs++;
	return store_import_job(x->store, &job, past, n, e);
}

static int
import_line(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct import *x = arg;
	json_t        *j = json_loadb(line, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	const char    *type = text(j, "type");
	int            rc;

	mem_reset(x->mem);
	if (type && strcmp(type, "job") == 0)
		rc = import_job(x, j, e);
	else if (type && strcmp(type, "named") == 0 && text(j, "name") && text(j, "value"))
		rc = store_import_value(x->store, text(j, "name"), text(j, "value"), e);
	else
		rc = err_set(e, FAULT_INPUT, "no line of smm-post --export");
	json_decref(j);
	if (rc && e->fault == FAULT_INPUT) { /* all or nothing: not to be passed over */
		err_in(e, "%s", place);
		e->fault = FAULT_CONF;
	}
	return rc;
}

int
publish_import(const struct publish_settings *s, int argc, char **argv, struct err *e)
{
	struct import x = { 0 };
	int           rc = -1;

	if (store_open(&x.store, s->dry_run ? "sqlite::memory:" : s->store, e))
		return -1;
	x.mem = mem_new();
	if (store_import_begin(x.store, e))
		goto out;
	rc = prog_lines(argc, argv, NULL, import_line, &x, e);
	if (rc > 0)
		rc = err_set(e, FAULT_INPUT, "a line is too long; nothing was imported");
	rc = store_import_end(x.store, rc, e);
	if (!rc)
		s->note("%zu jobs imported into %s", x.jobs, s->store);
out:
	mem_free(x.mem);
	store_close(x.store);
	return rc;
}
