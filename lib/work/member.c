/* member.c - what a person wrote to us before, out of the journal */
#include "smm/member.h"

#include "smm/json.h"
#include "smm/rec.h"
#include "smm/when.h"

#include "hashes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct person { /* one person on one network */
	char   *network, *handle;
	json_t *sanctions; /* a list: op, at, message */
	int64_t first, last;
	char   *first_at, *last_at;
	size_t  messages;
};

struct member_search {
	const char    *handle;
	struct out    *out;
	struct rec     rec;
	struct mem    *mem;
	struct person *people;
	size_t         npeople;
	struct hashes  ids;      /* of their messages */
	json_t        *owners;   /* message id -> index in people */
};

static const char *const sanctions[] = { "hold", "hide", "delete", "mute", "block", "report", NULL };

struct member_search *
member_new(const char *handle, struct out *out)
{
	struct member_search *m = mem_get(sizeof *m);

	memset(m, 0, sizeof *m);
	m->handle = *handle == '@' ? handle + 1 : handle;
	m->out = out;
	m->mem = mem_new();
	m->owners = json_object();
	rec_init(&m->rec);
	return m;
}

void
member_free(struct member_search *m)
{
	size_t i;

	for (i = 0; i < m->npeople; i++) {
		free(m->people[i].network);
		free(m->people[i].handle);
		free(m->people[i].first_at);
		free(m->people[i].last_at);
		json_decref(m->people[i].sanctions);
	}
	free(m->people);
	hashes_release(&m->ids);
	json_decref(m->owners);
	rec_release(&m->rec);
	mem_free(m->mem);
	free(m);
}

/* The author's members, decoded; NULL when the message has none. */
static json_t *
read_author(struct member_search *m)
{
	const struct member *a = rec_get(&m->rec, "author");

	return a && a->type == SCAN_OBJECT ? json_loadb(a->value.at, a->value.len, 0, NULL) : NULL;
}

static int
is_meant(const struct member_search *m, const json_t *author)
{
	const char *handle = json_string_value(json_object_get(author, "handle"));
	const char *id = json_string_value(json_object_get(author, "id"));

	return (handle && strcasecmp(handle, m->handle) == 0) || (id && strcmp(id, m->handle) == 0);
}

static size_t
find_person(struct member_search *m, const char *network, const char *handle)
{
	size_t i;

	for (i = 0; i < m->npeople; i++)
		if (strcmp(m->people[i].network, network) == 0)
			return i;
	m->people = mem_grow(m->people, (m->npeople + 1) * sizeof *m->people);
	m->people[i] = (struct person){ .network = mem_copy(network), .handle = mem_copy(handle),
		.sanctions = json_array() };
	m->npeople++;
	return i;
}

static void
note_time(struct person *p, const char *at, int64_t ms)
{
	if (!p->messages || ms < p->first) {
		p->first = ms;
		free(p->first_at);
		p->first_at = mem_copy(at);
	}
	if (!p->messages || ms >= p->last) {
		p->last = ms;
		free(p->last_at);
		p->last_at = mem_copy(at);
	}
	p->messages++;
}

/* The same message twice in a journal counts once. */
static int
add_message(struct member_search *m, const char *line, size_t len, struct err *e)
{
	json_t *author = read_author(m);
	char   *id = rec_str(&m->rec, "id", m->mem), *network = rec_str(&m->rec, "network", m->mem);
	char   *at = rec_str(&m->rec, "at", m->mem);
	const char *handle = json_string_value(json_object_get(author, "handle"));
	int64_t ms;
	size_t  who;
	int     rc = 0;

	if (author && id && network && !rec_time(&m->rec, "at", &ms) && is_meant(m, author) &&
	    hashes_add(&m->ids, hash_of(id, strlen(id)))) {
		who = find_person(m, network, handle ? handle : m->handle);
		note_time(m->people + who, at, ms);
		json_object_set_new(m->owners, id, json_integer((json_int_t)who));
		rc = out_line(m->out, line, len, e);
	}
	json_decref(author);
	return rc;
}

static int
is_sanction(const char *op)
{
	size_t i;

	for (i = 0; sanctions[i]; i++)
		if (strcmp(op, sanctions[i]) == 0)
			return 1;
	return 0;
}

static int
add_result(struct member_search *m)
{
	char   *op = rec_str(&m->rec, "op", m->mem), *status = rec_str(&m->rec, "status", m->mem);
	char   *message = rec_str(&m->rec, "message", m->mem), *at = rec_str(&m->rec, "at", m->mem);
	json_t *who = message ? json_object_get(m->owners, message) : NULL;

	if (who && op && status && strcmp(status, "done") == 0 && is_sanction(op))
		json_array_append_new(m->people[json_integer_value(who)].sanctions,
		    json_pack("{s:s, s:s*, s:s}", "op", op, "at", at, "message", message));
	return 0;
}

int
member_add(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct member_search *m = arg;

	(void)place;
	mem_reset(m->mem);
	if (rec_read(&m->rec, line, len, e))
		return -1;
	if (rec_is(&m->rec, "message"))
		return add_message(m, line, len, e);
	return rec_is(&m->rec, "result") ? add_result(m) : 0;
}

static void
put_person(struct buf *b, const struct person *p)
{
	buf_char(b, '{');
	json_str(b, "type", "member");
	json_str(b, "network", p->network);
	json_str(b, "handle", p->handle);
	json_str(b, "first", p->first_at);
	json_str(b, "last", p->last_at);
	json_int(b, "messages", (int64_t)p->messages);
	json_key(b, "sanctions");
	json_put(b, p->sanctions);
	buf_char(b, '}');
}

int
member_end(struct member_search *m, struct err *e)
{
	struct buf b = { 0 };
	size_t     i;
	int        rc = 0;

	if (!m->npeople)
		return err_set(e, FAULT_INPUT, "the journal has no message of \"%s\"", m->handle);
	for (i = 0; i < m->npeople && !rc; i++) {
		buf_clear(&b);
		put_person(&b, m->people + i);
		rc = out_line(m->out, b.at, b.len, e);
	}
	buf_release(&b);
	return rc;
}
