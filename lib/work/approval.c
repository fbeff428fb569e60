/* approval.c - who has approved what, exactly */
#include "smm/approval.h"

#include "smm/lines.h"

#include "signature.h"

#include <stdlib.h>
#include <string.h>

struct known {
	struct known   *next; /* with the same hash */
	struct approval is;
	uint64_t        hash;
};

#define BUCKETS 1024

struct approvals {
	struct mem   *mem;
	struct known *buckets[BUCKETS]; /* by id */
};

struct approvals *
approvals_new(void)
{
	struct approvals *a = mem_get(sizeof *a);

	memset(a, 0, sizeof *a);
	a->mem = mem_new();
	return a;
}

void
approvals_free(struct approvals *a)
{
	if (!a)
		return;
	mem_free(a->mem);
	free(a);
}

void
approvals_add(struct approvals *a, const struct rec *r)
{
	struct known *k = mem_alloc(a->mem, sizeof *k), **at;

	k->is.id = rec_str(r, "id", a->mem);
	k->is.digest = rec_str(r, "digest", a->mem);
	k->is.by = rec_str(r, "by", a->mem);
	k->is.at = rec_str(r, "at", a->mem);
	k->is.note = rec_str(r, "note", a->mem);
	k->is.signature = rec_str(r, "signature", a->mem);
	k->hash = hash_fast(k->is.id, strlen(k->is.id));
	at = &a->buckets[k->hash % BUCKETS];
	k->next = *at;
	*at = k;
}

static int
read_line(struct approvals *a, struct rec *r, const char *line, size_t len, struct err *e)
{
	if (!len)
		return 0;
	if (rec_read(r, line, len, e))
		return -1;
	if (rec_is(r, "approval"))
		approvals_add(a, r);
	return 0;
}

int
approvals_read(struct approvals *a, const char *path, struct err *e)
{
	struct lines l;
	struct rec   r;
	char        *line;
	size_t       len;
	int          got, rc = 0;

	if (lines_open(&l, path, e))
		return -1;
	rec_init(&r);
	while (!rc && (got = lines_next(&l, &line, &len, NULL, e)) != LINES_END) {
		if (got == LINES_LONG)
			rc = err_set(e, FAULT_INPUT, "the line has more than %u bytes", LINE_MAX_BYTES);
		else
			rc = got == LINES_ERROR ? -1 : read_line(a, &r, line, len, e);
		if (rc && got != LINES_ERROR)
			err_in(e, "%s:%zu", l.name, l.number);
	}
	rec_release(&r);
	lines_close(&l);
	return rc;
}

static int
is_among(const char *name, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return 1;
	return 0;
}

/* Does this one count? 0, or -1 with what keeps it from that. */
static int
check_one(const struct approval *a, const struct conf *c, const struct approvable *what, struct err *e)
{
	if (strcmp(a->digest, what->digest) != 0)
		return err_set(e, FAULT_POLICY, "%s has approved another content (%.16s...), not this one (%.16s...)",
		    a->by, a->digest, what->digest);
	if (what->author && strcmp(a->by, what->author) == 0)
		return err_set(e, FAULT_POLICY, "%s wrote it, so somebody else must approve it", a->by);
	if (what->napprovers && !is_among(a->by, what->approvers, what->napprovers))
		return err_set(e, FAULT_POLICY, "%s is not among those who may approve", a->by);
	return c->approval.signers ? signature_check(a, c->approval.signers, e) : 0;
}

int
approvals_check(struct approvals *a, const struct conf *c, const struct approvable *what, struct err *e)
{
	uint64_t            hash = hash_fast(what->id, strlen(what->id));
	const struct known *k;
	struct err          why = { 0 };

	for (k = a->buckets[hash % BUCKETS]; k; k = k->next)
		if (k->hash == hash && strcmp(k->is.id, what->id) == 0 && check_one(&k->is, c, what, &why) == 0)
			return 0;
	if (!why.fault)
		return err_set(e, FAULT_POLICY, "nobody has approved it; smm-approve writes approvals, "
		    "--approvals reads them");
	*e = why;
	return -1;
}

void
approval_add(struct buf *b, const struct approval *a)
{
	json_open(b, '{');
	json_str(b, "type", "approval");
	json_str(b, "id", a->id);
	json_str(b, "digest", a->digest);
	json_str(b, "by", a->by);
	json_str(b, "at", a->at);
	json_str(b, "note", a->note);
	json_str(b, "signature", a->signature);
	json_close(b, '}');
}
