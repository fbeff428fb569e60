/* console.c - a person at the terminal goes through messages: what is open, in which order */
#include "console_parts.h"

#include "smm/lang.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	free(c->order);
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

static size_t
place_of(const struct console *c)
{
	size_t i;

	for (i = 0; i < c->ncards; i++)
		if (c->order[i].card == c->here)
			return i;
	return c->ncards;
}

/* What came meanwhile, and is more urgent than what is left, is not passed over. */
static int
show_new(struct console *c)
{
	struct card *card;
	size_t       i;

	for (i = 0; i < c->ncards; i++) {
		card = c->cards + c->order[i].card;
		if (!card->open || card->seen)
			continue;
		c->here = c->order[i].card;
		card->seen = 1;
		return 1;
	}
	return 0;
}

int
console_next(struct console *c, int forward)
{
	size_t i, n = c->ncards, from = place_of(c);

	c->scroll = 0;
	if (forward && show_new(c))
		return 1;
	from = from < n ? from : n - 1; /* before the first */
	for (i = 1; i <= n; i++) {
		c->here = c->order[(from + (forward ? i : n - i)) % n].card;
		if (c->cards[c->here].open)
			return i < n;
	}
	c->here = n;
	return 0;
}

size_t
console_count(const struct console *c, size_t *rank)
{
	size_t i, n = 0;

	for (*rank = i = 0; i < c->ncards; i++) {
		n += (size_t)c->cards[c->order[i].card].open;
		if (c->order[i].card == c->here)
			*rank = n;
	}
	return n;
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
next_key(struct console *c)
{
	int key;

	c->tty.also = c->feed ? feed_fd(c->feed) : -1;
	key = tty_typed(&c->tty, console_has_to_look(c) ? LOOK_MS : -1);
	c->tty.also = -1;
	return key;
}

static int
go_through(struct console *c, struct err *e)
{
	int rc = 0, key;

	while (!rc) {
		console_draw(c);
		key = next_key(c);
		if (key == KEY_END)
			break;
		mem_reset(c->mem);
		if (key == KEY_INPUT)
			rc = console_take_in(c, e);
		else if (key == KEY_IDLE)
			console_look(c);
		else if (key != KEY_RESIZED)
			rc = console_key(c, key, e);
	}
	return rc < 0 ? -1 : 0;
}

/* What is left open, and no more, is in the file. */
static int
put_away(struct console *c, struct err *e)
{
	json_t *left;

	if (c->feed && feed_some(c->feed, 0, e) < 0)
		return -1;
	if (c->set.publish.dry_run)
		return 0;
	left = kept_flush(&c->kept, e) ? NULL : kept_tidy(&c->kept, 1, e);
	json_decref(left);
	return left ? 0 : -1;
}

static int
sit(struct console *c, struct err *e)
{
	int rc = console_load(c, e) ? -1 : console_resume(c, e);

	if (!rc) {
		c->here = c->ncards;
		console_next(c, 1); /* the first that is open */
		rc = go_through(c, e);
	}
	return put_away(c, rc ? &(struct err){ 0 } : e) ? -1 : rc;
}

/* Nobody can sit here: what comes in waits for somebody who can. */
static int
leave_it(struct console *c, const struct err *why, struct err *e)
{
	if ((c->feed && feed_some(c->feed, 1, e) < 0) || (!c->set.publish.dry_run && kept_flush(&c->kept, e)))
		return -1;
	*e = *why;
	return -1;
}

int
console_run(struct console *c, struct feed *feed, int *exit_status, struct err *e)
{
	struct err why;
	int        rc;

	c->feed = feed;
	if (!c->set.publish.dry_run && kept_sit(&c->kept, &why))
		return leave_it(c, &why, e);
	if (console_gather(c, e))
		return -1;
	if (prog_signal)
		return put_away(c, e);
	if (tty_open(&c->tty, c->set.color, &why))
		return leave_it(c, &why, e);
	rc = sit(c, e);
	tty_close(&c->tty);
	if (c->held.len && out_add(c->set.publish.out, c->held.at, c->held.len, rc ? &why : e))
		rc = -1;
	*exit_status = exit_worse(*exit_status, c->exit);
	return rc;
}
