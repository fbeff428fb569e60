/*
 * lint_journal.c - what the journal says: what was published, and who waits for an answer
 *
 * The relation guard: more posts, while those who wrote to us wait, is the wrong way round.
 */
#include "lint_parts.h"

#include "smm/hash.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

#define WEEK_MS (7 * DAY_MS)
#define HOUR_MS (60 * MINUTE_MS)

/* --- messages and whether they were answered ---------------------------------------------------------- */

static struct waiting *
slot_of(struct waiting *table, size_t size, uint64_t id)
{
	size_t at = id & (size - 1);

	while (table[at].id && table[at].id != id)
		at = (at + 1) & (size - 1);
	return table + at;
}

static void
grow(struct lint *l)
{
	size_t          size = l->waiting_size ? 2 * l->waiting_size : 256, i;
	struct waiting *table = mem_get(size * sizeof *table);

	memset(table, 0, size * sizeof *table);
	for (i = 0; i < l->waiting_size; i++)
		if (l->waiting[i].id)
			*slot_of(table, size, l->waiting[i].id) = l->waiting[i];
	free(l->waiting);
	l->waiting = table;
	l->waiting_size = size;
}

static struct waiting *
message_of(struct lint *l, const char *id)
{
	uint64_t        hash = hash_fast(id, strlen(id)) | 1;
	struct waiting *w;

	if (2 * l->nwaiting >= l->waiting_size)
		grow(l);
	w = slot_of(l->waiting, l->waiting_size, hash);
	l->nwaiting += !w->id;
	w->id = hash;
	return w;
}

/* One of ours answers what it replies to; ids are NETWORK:ACCOUNT:ID. */
static void
take_own(struct lint *l, const struct rec *r)
{
	const char *to = rec_str(r, "reply_to", l->scratch);

	if (to)
		message_of(l, mem_fmt(l->scratch, "%s:%s:%s", rec_str(r, "network", l->scratch),
		    rec_str(r, "account", l->scratch), to))->answered = 1;
}

static void
take_message(struct lint *l, const struct rec *r)
{
	const struct member *own = rec_get(r, "own");
	struct waiting      *w;

	if (own && own->type == SCAN_TRUE) {
		take_own(l, r);
		return;
	}
	if (strcmp(rec_str(r, "kind", l->scratch), "topic") == 0)
		return;
	w = message_of(l, rec_str(r, "id", l->scratch));
	rec_time(r, "at", &w->at);
	rec_time(r, "due", &w->due);
}

/* --- what was done ------------------------------------------------------------------------------------ */

static void
take_published(struct lint *l, const struct rec *r)
{
	struct kept k = { 0 };
	const char *at = rec_str(r, "at", l->scratch);
	int         offset_sec = 0;

	if (!at || when_read(at, strlen(at), &k.at, &offset_sec))
		return;
	k.wall = k.at + INT64_C(1000) * offset_sec;
	k.id = rec_str(r, "id", l->mem);
	k.entry = k.id;
	k.account = rec_str(r, "account", l->mem);
	if (k.account) /* else it stands beside nobody's posts */
		lint_keep(l, &k);
}

static int
settles(const char *op)
{
	static const char *const ops[] = { "reply", "reply_private", "hide", "delete", "report", "block", "close" };
	size_t                   i;

	for (i = 0; i < sizeof ops / sizeof *ops; i++)
		if (strcmp(op, ops[i]) == 0)
			return 1;
	return 0;
}

static void
take_result(struct lint *l, const struct rec *r)
{
	const char *op = rec_str(r, "op", l->scratch), *message = rec_str(r, "message", l->scratch);

	if (!op || strcmp(rec_str(r, "status", l->scratch), "done") != 0)
		return;
	if (strcmp(op, "publish") == 0)
		take_published(l, r);
	else if (message && settles(op))
		message_of(l, message)->answered = 1;
}

static void
take_action(struct lint *l, const struct rec *r)
{
	if (strcmp(rec_str(r, "op", l->scratch), "close") == 0)
		message_of(l, rec_str(r, "message", l->scratch))->answered = 1;
}

static void
take(void *arg, const struct rec *r)
{
	struct lint *l = arg;

	mem_reset(l->scratch);
	if (rec_is(r, "message"))
		take_message(l, r);
	else if (rec_is(r, "result"))
		take_result(l, r);
	else if (rec_is(r, "action"))
		take_action(l, r);
}

int
lint_journal(struct lint *l, const char *path, journal_bad *bad, struct err *e)
{
	l->has_journal = 1;
	return journal_read(path, take, l, bad, e);
}

/* --- the guard ---------------------------------------------------------------------------------------- */

static size_t
count_late(const struct lint *l, long hours, int64_t now, int64_t *oldest)
{
	const struct waiting *w;
	size_t                n = 0, i;
	int64_t               due;

	for (i = 0; i < l->waiting_size; i++) {
		w = l->waiting + i;
		due = w->due ? w->due : w->at + hours * HOUR_MS;
		if (!w->at || w->answered || due > now)
			continue;
		if (!n++ || w->at < *oldest)
			*oldest = w->at;
	}
	return n;
}

/* Posts of a week: those planned, or those published. */
static size_t
count_week(const struct lint *l, int64_t from, int planned)
{
	size_t n = 0, i;

	for (i = 0; i < l->nkept; i++)
		n += !l->kept[i].judged == !planned && l->kept[i].at >= from && l->kept[i].at < from + WEEK_MS;
	return n;
}

void
lint_answers(struct lint *l, int64_t now)
{
	const struct judged *j = l->judged;
	size_t               late, last, next;
	int64_t              oldest = 0;

	if (!l->has_journal || !j)
		return;
	late = count_late(l, j->rules[RULE_ANSWERS_LAG].limit, now, &oldest);
	last = count_week(l, now - WEEK_MS, 0);
	next = count_week(l, now, 1);
	if (late && last && next > last)
		lint_say_whole(l, j, (struct mark){ 0, 0 }, RULE_ANSWERS_LAG, "%zu waiting for an answer longer than "
		    "they should, the oldest since %s, while posts go from %zu last week to %zu in the next; answer "
		    "first", late, lint_date(l, oldest / DAY_MS), last, next);
}
