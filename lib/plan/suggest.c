/* suggest.c - when the posts of an account did best: what the journal says of each */
#include "suggest_parts.h"

#include "smm/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RIPE_MS (INT64_C(24) * 3600 * 1000) /* what a post brought before is still growing */

struct suggest *
suggest_new(const struct suggest_settings *set)
{
	struct suggest *s = mem_get(sizeof *s);

	memset(s, 0, sizeof *s);
	s->set = *set;
	s->mem = mem_new();
	s->scratch = mem_new();
	return s;
}

void
suggest_free(struct suggest *s)
{
	if (!s)
		return;
	free(s->posts);
	free(s->samples);
	mem_free(s->scratch);
	mem_free(s->mem);
	free(s);
}

/* --- what was measured: found by our id of the post, else by the network's ------------------------ */

static struct sample *
slot_of(struct sample *table, size_t size, uint64_t key)
{
	size_t at = key & (size - 1);

	while (table[at].key && table[at].key != key)
		at = (at + 1) & (size - 1);
	return table + at;
}

static void
grow(struct suggest *s)
{
	size_t         size = s->size ? 2 * s->size : 256, i;
	struct sample *table = mem_get(size * sizeof *table);

	memset(table, 0, size * sizeof *table);
	for (i = 0; i < s->size; i++)
		if (s->samples[i].key)
			*slot_of(table, size, s->samples[i].key) = s->samples[i];
	free(s->samples);
	s->samples = table;
	s->size = size;
}

static struct sample *
sample_of(struct suggest *s, uint64_t key)
{
	struct sample *found;

	if (2 * s->nsamples >= s->size)
		grow(s);
	found = slot_of(s->samples, s->size, key);
	s->nsamples += !found->key;
	found->key = key;
	return found;
}

static uint64_t
key_of_id(const char *id)
{
	return hash_fast(id, strlen(id)) | 1;
}

static uint64_t
key_of_ref(struct suggest *s, const char *account, const char *ref)
{
	return key_of_id(mem_fmt(s->scratch, "%s\n%s", account, ref));
}

/* The interactions of a metric line; -1 when it has none of them. */
static int64_t
interactions(const struct rec *r)
{
	static const char *const names[] = { "likes", "comments", "shares", "saves" };
	int64_t                  n, sum = -1;
	size_t                   i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (!rec_int(r, names[i], &n) && n >= 0 && n < INT64_MAX / 8)
			sum = (sum < 0 ? 0 : sum) + n;
	return sum;
}

static void
take_metric(struct suggest *s, const struct rec *r)
{
	const char          *subject = rec_str(r, "subject", s->scratch), *ref = rec_str(r, "ref", s->scratch);
	const char          *account = rec_str(r, "account", s->scratch);
	const struct member *total = rec_get(r, "total");
	int64_t              n = interactions(r), at;
	struct sample       *m;

	if (n < 0 || strcmp(rec_str(r, "scope", s->scratch), "post") != 0 || rec_time(r, "at", &at) ||
	    (!subject && !(account && ref)))
		return;
	m = sample_of(s, subject ? key_of_id(subject) : key_of_ref(s, account, ref));
	if (total && total->type == SCAN_FALSE) {
		m->sum += n;
		m->has_sum = 1;
		m->sum_at = at > m->sum_at ? at : m->sum_at;
	} else if (!m->has_total || at > m->total_at || (at == m->total_at && n > m->total)) {
		m->total = n;
		m->total_at = at;
		m->has_total = 1;
	}
}

/* --- what was published ------------------------------------------------------------------------- */

static int
is_wanted(const struct suggest *s, const char *account, int64_t at)
{
	const struct strs *a = s->set.accounts;
	size_t             i;

	if ((s->set.from && at < s->set.from) || (s->set.to && at >= s->set.to))
		return 0;
	for (i = 0; a && i < a->count; i++)
		if (strcmp(a->at[i], account) == 0)
			return 1;
	return !a || !a->count;
}

static void
take_result(struct suggest *s, const struct rec *r)
{
	struct published *p;
	const char       *op = rec_str(r, "op", s->scratch), *account = rec_str(r, "account", s->scratch);
	const char       *id = rec_str(r, "id", s->scratch), *network = rec_str(r, "network", s->scratch);
	const char       *ref = rec_str(r, "ref", s->scratch);
	int64_t           at;

	if (!op || !account || strcmp(op, "publish") != 0 || rec_time(r, "at", &at) ||
	    strcmp(rec_str(r, "status", s->scratch), "done") != 0 || !is_wanted(s, account, at))
		return;
	if (s->nposts == s->room) {
		s->room = s->room ? 2 * s->room : 256;
		s->posts = mem_grow(s->posts, s->room * sizeof *s->posts);
	}
	p = s->posts + s->nposts++;
	*p = (struct published){ .id = mem_str(s->mem, id), .account = mem_str(s->mem, account), .at = at,
		.network = mem_str(s->mem, network ? network : ""), .by_id = key_of_id(id),
		.by_ref = ref ? key_of_ref(s, account, ref) : 0 };
}

static void
take(void *arg, const struct rec *r)
{
	struct suggest *s = arg;

	mem_reset(s->scratch);
	if (rec_is(r, "metric"))
		take_metric(s, r);
	else if (rec_is(r, "result"))
		take_result(s, r);
}

/* --- both together -------------------------------------------------------------------------------- */

/* What a post brought by the time its numbers were ripe; -1 when that is not known. */
static int64_t
brought(const struct suggest *s, const struct published *p)
{
	const struct sample *m = s->size ? slot_of(s->samples, s->size, p->by_id) : NULL;

	if (m && !m->key && p->by_ref)
		m = slot_of(s->samples, s->size, p->by_ref);
	if (!m || !m->key)
		return -1;
	if (m->has_total)
		return m->total_at - p->at >= RIPE_MS ? m->total : -1;
	return m->sum_at - p->at >= RIPE_MS ? m->sum : -1;
}

static int
by_id(const void *a, const void *b)
{
	const struct published *x = a, *y = b;
	int                     order = strcmp(x->account, y->account);

	if (!order)
		order = strcmp(x->id, y->id);
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* By account, then time, then id: sums are the same whatever the order of the journal. */
static int
by_time(const void *a, const void *b)
{
	const struct published *x = a, *y = b;
	int                     order = strcmp(x->account, y->account);

	if (order)
		return order;
	return x->at == y->at ? strcmp(x->id, y->id) : x->at < y->at ? -1 : 1;
}

/* A journal may say twice that a post is published: it was so the first time. */
static void
drop_repeated(struct suggest *s)
{
	size_t i, kept = 0;

	qsort(s->posts, s->nposts, sizeof *s->posts, by_id);
	for (i = 0; i < s->nposts; i++)
		if (!kept || strcmp(s->posts[kept - 1].account, s->posts[i].account) != 0 ||
		    strcmp(s->posts[kept - 1].id, s->posts[i].id) != 0)
			s->posts[kept++] = s->posts[i];
	s->nposts = kept;
	qsort(s->posts, s->nposts, sizeof *s->posts, by_time);
}

static void
standardise(struct published *p, size_t n)
{
	double mean = 0, square = 0, spread;
	size_t i;

	for (i = 0; i < n; i++)
		mean += p[i].z / (double)n;
	for (i = 0; i < n; i++)
		square += (p[i].z - mean) * (p[i].z - mean) / (double)n;
	spread = sqrt(square);
	for (i = 0; i < n; i++)
		p[i].z = spread > 1e-12 ? (p[i].z - mean) / spread : 0;
}

/* Only what is measured stays, standardised within its account. */
static void
settle(struct suggest *s)
{
	size_t  i, from, n = 0;
	int64_t x;

	if (!s->nposts)
		return;
	drop_repeated(s);
	s->published = s->nposts;
	for (i = 0; i < s->nposts; i++) {
		x = brought(s, s->posts + i);
		if (x < 0)
			continue;
		s->posts[n] = s->posts[i];
		s->posts[n++].z = log1p((double)x);
	}
	s->nposts = n;
	for (from = 0; from < n; from = i) {
		for (i = from + 1; i < n && strcmp(s->posts[i].account, s->posts[from].account) == 0; i++)
			;
		standardise(s->posts + from, i - from);
	}
}

int
suggest_journal(struct suggest *s, const char *path, journal_bad *bad, struct err *e)
{
	if (journal_read(path, take, s, bad, e))
		return -1;
	settle(s);
	return 0;
}
