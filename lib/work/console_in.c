/* console_in.c - what comes in: messages, kept at once, and their order */
#include "console_parts.h"

#include "smm/json.h"
#include "smm/lang.h"
#include "smm/rec.h"
#include "smm/when.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define FLUSH_BYTES (1u << 18) /* of messages that came in, then they go to the disk */
#define QUIET_MS    400        /* so long nothing comes: the first of what came is the most urgent */

/* --- order -------------------------------------------------------------------------------------- */

/* The most urgent, then what is due first, then the oldest. */
static int
in_order(const void *x, const void *y)
{
	const struct turn *a = x, *b = y;

	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->card < b->card ? -1 : 1;
}

void
console_sort(struct console *c)
{
	if (c->ncards)
		qsort(c->order, c->ncards, sizeof *c->order, in_order);
}

static int64_t
time_at(const json_t *j, const char *name)
{
	const char *s = text_at(j, name);
	int64_t     ms;

	return when_read(s, strlen(s), &ms, NULL) ? INT64_MAX : ms;
}

static int
priority_of(const json_t *record)
{
	static const char *const names[] = { "urgent", "high", "normal", "low" };
	int                      i;

	for (i = 0; i < 4; i++)
		if (strcmp(names[i], text_at(record, "priority")) == 0)
			return i;
	return 2;
}

/* --- cards -------------------------------------------------------------------------------------- */

static int
is_wanted(const struct console *c, const json_t *record)
{
	const struct strs *only = c->set.publish.accounts;
	size_t             i;

	for (i = 0; only && i < only->count; i++)
		if (strcmp(only->at[i], text_at(record, "account")) == 0)
			return 1;
	return !only || !only->count;
}

static struct card *
find_card(struct console *c, const char *id)
{
	const json_t *i = json_object_get(c->index, id);

	return i ? c->cards + json_integer_value(i) : NULL;
}

/* Those of other accounts stay in the file. One that comes again is open again. */
static void
add_card(struct console *c, json_t *record)
{
	const char  *id = text_at(record, "id");
	struct card *old = find_card(c, id);
	size_t       n = c->ncards;

	if (old && !old->waiting && !old->open) {
		old->open = 1;
		old->seen = 0;
	}
	if (old || json_is_true(json_object_get(record, "own")) || !is_wanted(c, record))
		return;
	if (n == c->room) {
		c->room = n ? 2 * n : 64;
		c->cards = mem_grow(c->cards, c->room * sizeof *c->cards);
		c->order = mem_grow(c->order, c->room * sizeof *c->order);
	}
	c->cards[n] = (struct card){ .record = json_incref(record), .priority = priority_of(record),
		.due = time_at(record, "due"), .open = 1 };
	c->order[n] = (struct turn){ c->cards[n].priority, c->cards[n].due, time_at(record, "at"), n };
	json_object_set_new(c->index, id, json_integer((json_int_t)n));
	if (c->here == n)
		c->here = n + 1; /* still none */
	c->ncards++;
}

static void
add_left(struct console *c, json_t *record)
{
	const char  *type = text_at(record, "type");
	struct card *card = find_card(c, text_at(record, "message"));

	if (strcmp(type, "words") == 0 && card && *text_at(record, "text"))
		card->words = mem_copy(text_at(record, "text"));
	if (strcmp(type, "action") != 0 || !is_wanted(c, record))
		return;
	json_object_set(c->pending, text_at(record, "id"), record);
	if (card) {
		card->open = 0;
		card->waiting = 1;
	}
}

/* --- lines -------------------------------------------------------------------------------------- */

static void
add_line(struct console *c, const char *line, size_t len)
{
	json_t *record = json_read(line, len);

	if (record)
		add_card(c, record);
	json_decref(record);
}

int
console_add(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct console *c = arg;
	struct rec      r;
	int             rc;

	(void)place;
	rec_init(&r);
	rc = rec_read(&r, line, len, e);
	if (!rc && !rec_is(&r, "message")) {
		rc = out_line(c->set.publish.out, line, len, e);
	} else if (!rc) {
		kept_line(&c->kept, line, len);
		if (c->loaded)
			add_line(c, line, len);
	}
	rec_release(&r);
	if (rc)
		return -1;
	return c->kept.more.len < FLUSH_BYTES || c->set.publish.dry_run ? 0 : kept_flush(&c->kept, e);
}

static int
flush(struct console *c, struct err *e)
{
	return c->set.publish.dry_run ? 0 : kept_flush(&c->kept, e);
}

/* In a dry run nothing is in the file of what came in. */
static void
add_dry(struct console *c)
{
	const char *line = c->kept.more.at, *feed;

	for (; c->set.publish.dry_run && line && (feed = strchr(line, '\n')); line = feed + 1)
		add_line(c, line, (size_t)(feed - line));
}

int
console_load(struct console *c, struct err *e)
{
	json_t *left = kept_tidy(&c->kept, !c->set.publish.dry_run, e), *one;
	size_t  i;

	if (!left)
		return -1;
	json_array_foreach(left, i, one)
		if (strcmp(text_at(one, "type"), "message") == 0)
			add_card(c, one);
	add_dry(c);
	json_array_foreach(left, i, one)
		add_left(c, one);
	console_sort(c);
	c->loaded = 1;
	json_decref(left);
	return 0;
}

int
console_gather(struct console *c, struct err *e)
{
	struct pollfd p = { .events = POLLIN };
	int           more = c->feed != NULL;

	while (more && !prog_signal) {
		more = feed_some(c->feed, 0, e);
		if (more < 0)
			return -1;
		p.fd = feed_fd(c->feed);
		if (more && poll(&p, 1, c->kept.more.len ? QUIET_MS : -1) == 0)
			break;
	}
	if (!more)
		c->feed = NULL;
	return flush(c, e);
}

int
console_take_in(struct console *c, struct err *e)
{
	size_t before = c->ncards, i;
	int    more = feed_some(c->feed, 0, e);

	if (more < 0 || flush(c, e))
		return -1;
	if (!more)
		c->feed = NULL;
	console_sort(c);
	for (i = before; i < c->ncards; i++)
		if (c->cards[i].priority == 0)
			console_say(c, "%s", tr("an urgent message has come in"));
	if (!console_card(c))
		console_next(c, 1);
	return 0;
}
