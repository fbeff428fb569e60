/* inbox_posts.c - the ledger's posts by the network's ids of all their parts */
#include "inbox_parts.h"

#include "smm/net.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	uint64_t    hash;
	const char *id;
};

struct posts {
	struct mem   *mem;
	struct entry *at;
	size_t        count, room;
};

struct posts *
posts_new(void)
{
	struct posts *p = mem_get(sizeof *p);

	memset(p, 0, sizeof *p);
	p->mem = mem_new();
	return p;
}

void
posts_free(struct posts *p)
{
	if (!p)
		return;
	mem_free(p->mem);
	free(p->at);
	free(p);
}

static uint64_t
hash_ref(const char *account, const char *ref)
{
	struct buf b = { 0 };
	uint64_t   h;

	buf_fmt(&b, "%s %s", account, ref);
	h = hash_of(b.at, b.len);
	buf_release(&b);
	return h;
}

static void
add(struct posts *p, const char *account, const char *ref, const char *id)
{
	if (!ref || !id)
		return;
	if (p->count == p->room) {
		p->room = p->room ? 2 * p->room : 256;
		p->at = mem_grow(p->at, p->room * sizeof *p->at);
	}
	p->at[p->count++] = (struct entry){ hash_ref(account, ref), id };
}

/* Connectors keep the ids of a thread's parts: `ids` as strings, `refs` as objects with a uri. */
static void
add_parts(struct posts *p, const struct job *j, const char *id)
{
	json_t       *keep = json_loads(j->keep, 0, NULL);
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(keep, "ids"), i, one)
		add(p, j->account, json_string_value(one), id);
	json_array_foreach(json_object_get(keep, "refs"), i, one)
		add(p, j->account, json_string_value(json_object_get(one, "uri")), id);
	json_decref(keep);
}

static int
add_job(void *arg, const struct job *j, struct err *e)
{
	struct posts *p = arg;
	const char   *id;

	(void)e;
	if (!j->ref || strcmp(j->op, op_name(OP_PUBLISH)) != 0)
		return 0;
	id = mem_str(p->mem, j->id);
	add(p, j->account, j->ref, id);
	if (j->keep)
		add_parts(p, j, id);
	return 0;
}

static int
by_hash(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	return a->hash < b->hash ? -1 : a->hash > b->hash;
}

int
posts_load(struct posts *p, struct store *s, struct err *e)
{
	if (store_scan(s, -1, add_job, p, e))
		return -1;
	if (p->count)
		qsort(p->at, p->count, sizeof *p->at, by_hash);
	return 0;
}

const char *
posts_find(const struct posts *p, const char *account, const char *ref)
{
	struct entry        key = { hash_ref(account, ref), NULL };
	const struct entry *found = p->count ?
	    bsearch(&key, p->at, p->count, sizeof *p->at, by_hash) : NULL;

	return found ? found->id : NULL;
}
