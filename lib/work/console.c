/* console.c - a person at the terminal goes through messages: what is open, in which order */
#include "console_parts.h"

#include "smm/json.h"
#include "smm/rec.h"
#include "smm/when.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLUSH_BYTES (1u << 18) /* of messages that came in, then they go to the disk */
#define LOOK_MS     150        /* so long a message is shown before its conversation is asked for */

static void
silent(const char *what, size_t done, size_t total)
{
	(void)what;
	(void)done;
	(void)total;
}

struct console *
console_new(const struct console_settings *s)
{
	struct console *c = mem_get(sizeof *c);

	memset(c, 0, sizeof *c);
	c->set = *s;
	c->set.publish.actions = 1;
	c->set.publish.progress = silent;
	c->mem = mem_new();
	c->index = json_object();
	c->pending = json_object();
	c->looked = SIZE_MAX;
	c->tone = tone_new(s->publish.answers ? answers_strategy(s->publish.answers) : NULL);
	kept_init(&c->kept, s->publish.conf);
	return c;
}

void
console_free(struct console *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->ncards; i++) {
		json_decref(c->cards[i].record);
		free(c->cards[i].words);
	}
	for (i = 0; i < c->ndeeds; i++)
		free(c->deeds[i].id);
	free(c->cards);
	free(c->deeds);
	json_decref(c->index);
	json_decref(c->pending);
	json_decref(c->thread);
	json_decref(c->history);
	console_withdraw(c);
	kept_release(&c->kept);
	buf_release(&c->frame);
	buf_release(&c->said);
	buf_release(&c->held);
	tone_free(c->tone);
	mem_free(c->mem);
	free(c);
}

const char *
text_at(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s ? s : "";
}

void
console_say(struct console *c, const char *fmt, ...)
{
	char    text[2 * ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_clear(&c->said);
	buf_str(&c->said, text);
}

/* --- what comes in ------------------------------------------------------------------------------ */

int
console_add(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct console *c = arg;
	struct rec      r;
	int             rc;

	(void)place;
	rec_init(&r);
	rc = rec_read(&r, line, len, e);
	if (!rc && !rec_is(&r, "message"))
		rc = out_line(c->set.publish.out, line, len, e);
	else if (!rc)
		kept_line(&c->kept, line, len);
	rec_release(&r);
	if (rc)
		return -1;
	return c->kept.more.len < FLUSH_BYTES || c->set.publish.dry_run ? 0 : kept_flush(&c->kept, e);
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

/* Those of other accounts stay in the file. */
static void
add_card(struct console *c, json_t *record)
{
	if (json_is_true(json_object_get(record, "own")) || !is_wanted(c, record))
		return;
	if (c->ncards == c->room) {
		c->room = c->room ? 2 * c->room : 64;
		c->cards = mem_grow(c->cards, c->room * sizeof *c->cards);
	}
	c->cards[c->ncards++] = (struct card){ .record = json_incref(record), .priority = priority_of(record),
		.due = time_at(record, "due"), .at = time_at(record, "at"), .open = 1 };
}

/* The most urgent, then what is due first, then the oldest. */
static int
in_order(const void *x, const void *y)
{
	const struct card *a = x, *b = y;

	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return strcmp(text_at(a->record, "id"), text_at(b->record, "id"));
}

static void
make_index(struct console *c)
{
	size_t i;

	if (c->ncards)
		qsort(c->cards, c->ncards, sizeof *c->cards, in_order);
	for (i = 0; i < c->ncards; i++)
		json_object_set_new(c->index, text_at(c->cards[i].record, "id"), json_integer((json_int_t)i));
}

static struct card *
find_card(struct console *c, const char *id)
{
	const json_t *i = json_object_get(c->index, id);

	return i ? c->cards + json_integer_value(i) : NULL;
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

static void
add_lines(struct console *c, json_t *list)
{
	struct lines l = { 0 };
	char        *line = c->kept.more.at, *feed;

	(void)l;
	for (; line && (feed = strchr(line, '\n')); line = feed + 1)
		json_array_append_new(list, json_read(line, (size_t)(feed - line)));
}

/* What is open: from the file, where all that came in is, too; in a dry run what came in stands beside it. */
static int
load(struct console *c, struct err *e)
{
	int     dry = c->set.publish.dry_run;
	json_t *left = kept_tidy(&c->kept, !dry, e), *one;
	size_t  i;

	if (!left)
		return -1;
	if (dry)
		add_lines(c, left);
	json_array_foreach(left, i, one)
		if (strcmp(text_at(one, "type"), "message") == 0)
			add_card(c, one);
	make_index(c);
	json_array_foreach(left, i, one)
		add_left(c, one);
	json_decref(left);
	return 0;
}

/* --- which is shown ----------------------------------------------------------------------------- */

struct card *
console_card(struct console *c)
{
	return c->here < c->ncards && c->cards[c->here].open ? c->cards + c->here : NULL;
}

size_t
console_open(const struct console *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->ncards; i++)
		n += (size_t)(c->cards[i].open || c->cards[i].waiting);
	return n;
}

int
console_next(struct console *c, int forward)
{
	size_t i, n = c->ncards, from = c->here < n ? c->here : n - 1;

	c->scroll = 0;
	for (i = 1; i <= n; i++) {
		c->here = (from + (forward ? i : n - i)) % n;
		if (c->cards[c->here].open)
			return i < n;
	}
	c->here = n;
	return 0;
}

void
console_settle(struct console *c, size_t card)
{
	c->cards[card].open = 0;
	if (card == c->here)
		console_next(c, 1);
}

void
console_reopen(struct console *c, size_t card)
{
	c->cards[card].open = 1;
	c->cards[card].waiting = 0;
	c->here = card;
	c->scroll = 0;
	kept_record(&c->kept, c->cards[card].record);
}

int
console_keep_words(struct console *c, const char *words, struct err *e)
{
	struct card *card = console_card(c);
	json_t      *record;

	if (!card || strcmp(card->words ? card->words : "", words) == 0)
		return 0;
	free(card->words);
	card->words = *words ? mem_copy(words) : NULL;
	record = json_pack("{s:s, s:s, s:s}", "type", "words", "message", text_at(card->record, "id"), "text", words);
	kept_record(&c->kept, record);
	json_decref(record);
	return c->set.publish.dry_run ? 0 : kept_flush(&c->kept, e);
}

/* --- the person --------------------------------------------------------------------------------- */

static int
go_through(struct console *c, struct err *e)
{
	int rc = 0, key;

	while (!rc) {
		console_draw(c);
		key = tty_typed(&c->tty, console_has_to_look(c) ? LOOK_MS : -1);
		if (key == KEY_END)
			break;
		mem_reset(c->mem);
		if (key == KEY_IDLE)
			console_look(c);
		else if (key != KEY_RESIZED)
			rc = console_key(c, key, e);
	}
	return rc < 0 ? -1 : 0;
}

static int
sit(struct console *c, struct err *e)
{
	struct err ignored;
	json_t    *left;
	int        rc;

	rc = load(c, e) ? -1 : console_resume(c, e);
	if (!rc && c->ncards) {
		c->here = c->ncards - 1;
		console_next(c, 1); /* the first that is open */
	}
	if (!rc)
		rc = go_through(c, e);
	if (c->set.publish.dry_run)
		return rc;
	left = kept_flush(&c->kept, rc ? &ignored : e) ? NULL : kept_tidy(&c->kept, 1, rc ? &ignored : e);
	json_decref(left);
	return left ? rc : -1;
}

int
console_run(struct console *c, int *exit_status, struct err *e)
{
	struct err why;
	int        rc = 0;

	if (!c->set.publish.dry_run && (kept_flush(&c->kept, e) || kept_sit(&c->kept, e)))
		return -1;
	if (prog_signal)
		return 0;
	if (tty_open(&c->tty, c->set.color, &why)) {
		*e = why;
		return -1;
	}
	rc = sit(c, e);
	tty_close(&c->tty);
	if (c->held.len && out_add(c->set.publish.out, c->held.at, c->held.len, rc ? &why : e))
		rc = -1;
	*exit_status = exit_worse(*exit_status, c->exit);
	return rc;
}
