/* store.c - the ledger, whatever keeps it */
#include "backend.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct backend *const backends[] = {
	&backend_sqlite,
	&backend_postgres,
};

static const char *const states[] = {
	[JOB_NEW]     = "new",
	[JOB_ASKED]   = "asked",
	[JOB_BETWEEN] = "between",
	[JOB_DONE]    = "done",
	[JOB_REFUSED] = "refused",
	[JOB_UNSURE]  = "unsure",
	[JOB_MISSED]  = "missed",
};

struct store {
	const struct backend *backend;
	void                 *it;
};

int
job_is_final(enum job_state s)
{
	return s >= JOB_DONE;
}

void
job_put(struct buf *b, const struct job *j)
{
	json_str(b, "id", j->id);
	json_str(b, "op", j->op);
	json_str(b, "account", j->account);
	json_str(b, "network", j->network);
	json_str(b, "entry", j->entry);
	json_str(b, "campaign", j->campaign);
	json_str(b, "pillar", j->pillar);
	json_str(b, "rec", j->rec);
	json_str(b, "digest", j->digest);
	json_int(b, "at", j->at);
}

const char *
job_state_name(enum job_state s)
{
	return states[s];
}

int
job_state_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof states / sizeof *states; i++)
		if (strcmp(states[i], name) == 0)
			return (int)i;
	return -1;
}

int
fault_find(const char *name)
{
	int i;

	for (i = 0; i < FAULT_COUNT; i++)
		if (strcmp(fault_name((enum fault)i), name) == 0)
			return i;
	return -1;
}

static const char *
copy(struct mem *m, const char *s)
{
	return s ? mem_str(m, s) : NULL;
}

void
job_copy(struct job *to, const struct job *from, struct mem *m)
{
	*to = *from;
	to->id = copy(m, from->id);
	to->op = copy(m, from->op);
	to->account = copy(m, from->account);
	to->network = copy(m, from->network);
	to->entry = copy(m, from->entry);
	to->campaign = copy(m, from->campaign);
	to->pillar = copy(m, from->pillar);
	to->rec = copy(m, from->rec);
	to->digest = copy(m, from->digest);
	to->step = copy(m, from->step);
	to->keep = copy(m, from->keep);
	to->ref = copy(m, from->ref);
	to->url = copy(m, from->url);
	to->message = copy(m, from->message);
}

/* What follows the scheme, or NULL. */
static const char *
after_scheme(const char *url, const char *scheme)
{
	size_t len = scheme ? strlen(scheme) : 0;

	return len && strncmp(url, scheme, len) == 0 ? url + len : NULL;
}

static const struct backend *
find_backend(const char *url, const char **path)
{
	size_t i;

	for (i = 0; i < sizeof backends / sizeof *backends; i++) {
		*path = after_scheme(url, backends[i]->scheme);
		if (!*path)
			*path = after_scheme(url, backends[i]->alias);
		if (*path)
			return backends[i];
	}
	return NULL;
}

int
store_exists(const char *url)
{
	const char           *path;
	const struct backend *b = find_backend(url, &path);

	return b && b->exists(path);
}

static int
fail_unknown(const char *url, struct err *e)
{
	char   known[100] = "";
	size_t i, len = 0;

	for (i = 0; i < sizeof backends / sizeof *backends && len < sizeof known; i++)
		len += (size_t)snprintf(known + len, sizeof known - len, "%s%s", i ? " or " : "",
		    backends[i]->expected);
	return err_set(e, FAULT_CONF, "the store \"%s\" is of no known kind; %s was expected", url,
	    known);
}

int
store_open(struct store **out, const char *url, struct err *e)
{
	const char           *path;
	const struct backend *b = find_backend(url, &path);
	struct store         *s;

	if (!b || !*path)
		return fail_unknown(url, e);
	s = mem_get(sizeof *s);
	s->backend = b;
	if (b->open(&s->it, path, e)) {
		free(s);
		return -1;
	}
	*out = s;
	return 0;
}

void
store_close(struct store *s)
{
	if (!s)
		return;
	s->backend->close(s->it);
	free(s);
}

int
store_find(struct store *s, const char *id, const char *op, struct job *j, struct mem *m,
    struct err *e)
{
	return s->backend->find(s->it, id, op, j, m, e);
}

int
store_claim(struct store *s, struct claim *c, size_t n, int64_t now, int64_t lease_ms,
    struct mem *m, struct err *e)
{
	return s->backend->claim(s->it, c, n, now, lease_ms, m, e);
}

int
store_note(struct store *s, struct note *notes, size_t n, int64_t now, int64_t lease_ms,
    struct err *e)
{
	return s->backend->note(s->it, notes, n, now, lease_ms, e);
}

int
store_has_others(struct store *s, int64_t now, struct err *e)
{
	return s->backend->has_others(s->it, now, e);
}

int
store_is_leased(struct store *s, const char *account, int64_t now, struct err *e)
{
	return s->backend->is_leased(s->it, account, now, e);
}

int
store_release(struct store *s, const char *account, struct err *e)
{
	return s->backend->release(s->it, account, e);
}

int
store_is_shared(const char *url)
{
	const char           *path;
	const struct backend *b = find_backend(url, &path);

	return b && b->lock;
}

int
store_lock(struct store *s, const char *name, struct err *e)
{
	return s->backend->lock(s->it, name, e);
}

int
store_scan(struct store *s, int state, store_each *each, void *arg, struct err *e)
{
	return s->backend->scan(s->it, state, each, arg, e);
}

int
store_settle(struct store *s, const char *id, const char *op, enum job_state state, int64_t now,
    struct err *e)
{
	assert(state == JOB_DONE || state == JOB_NEW);
	return s->backend->settle(s->it, id, op, state, now, e);
}

int
store_history(struct store *s, const char *id, const char *op, store_event *each, void *arg, struct err *e)
{
	return s->backend->history(s->it, id, op, each, arg, e);
}

int
store_names(struct store *s, store_value *each, void *arg, struct err *e)
{
	return s->backend->names(s->it, each, arg, e);
}

int
store_import_begin(struct store *s, struct err *e)
{
	return s->backend->import_begin(s->it, e);
}

int
store_import_job(struct store *s, const struct job *j, const struct past *past, size_t n, struct err *e)
{
	return s->backend->import_job(s->it, j, past, n, e);
}

int
store_import_value(struct store *s, const char *name, const char *value, struct err *e)
{
	return s->backend->import_value(s->it, name, value, e);
}

int
store_import_end(struct store *s, int rc, struct err *e)
{
	return s->backend->import_end(s->it, rc, e);
}

int
store_check(struct store *s, store_tell *tell, void *arg, struct err *e)
{
	return s->backend->check(s->it, tell, arg, e);
}

int
store_get(struct store *s, const char *name, char **value, struct mem *m, struct err *e)
{
	return s->backend->get(s->it, name, value, m, e);
}

int
store_set(struct store *s, const char *name, const char *value, struct err *e)
{
	struct named one = { name, value };

	return s->backend->set(s->it, &one, 1, e);
}

int
store_set_all(struct store *s, const struct named *v, size_t n, struct err *e)
{
	return n ? s->backend->set(s->it, v, n, e) : 0;
}
