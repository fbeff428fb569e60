/* console_do.c - carries out what the person decided, through the ledger, as any action */
#include "console_parts.h"

#include "smm/clock.h"
#include "smm/json.h"
#include "smm/lang.h"
#include "smm/reply.h"
#include "smm/zone.h"

#include "capture.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a run says while the screen is ours, the last of it; publish.h's functions know no caller. */
static char told[2 * ERR_TEXT];

static SMM_PRINTF(1, 2) void
tell(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(told, sizeof told, tr(fmt), ap);
	va_end(ap);
}

static SMM_PRINTF(1, 2) void
tell_nobody(const char *fmt, ...)
{
	(void)fmt;
}

/* Result lines leave at once, but never into the screen. */
static int
hand_on(struct console *c, const json_t *results, struct err *e)
{
	struct buf    line = { 0 };
	struct out   *out = c->set.publish.out;
	const json_t *one;
	size_t        i;
	int           rc = 0;

	json_array_foreach(results, i, one) {
		buf_clear(&line);
		json_put(&line, one);
		kept_line(&c->kept, line.at, line.len);
		if (isatty(out->fd)) {
			buf_add(&c->held, line.at, line.len);
			buf_char(&c->held, '\n');
		} else if (!rc) {
			rc = out_line(out, line.at, line.len, e);
		}
	}
	buf_release(&line);
	return rc || (!isatty(out->fd) && out_flush(out, e)) ? -1 : 0;
}

/* An action, or the undoing of one (action NULL), and its result, NULL with e when there is none. */
static json_t *
run(struct console *c, const json_t *action, const char *undo, struct err *e)
{
	struct publish_settings s = c->set.publish;
	struct capture          captured;
	struct publish         *p;
	struct buf              line = { 0 };
	json_t                 *results;
	int                     rc;

	if (capture_open(&captured, e))
		return NULL;
	s.out = &captured.out;
	s.answers = NULL;
	s.drafts = NULL;
	s.say = tell;
	s.note = tell_nobody;
	*told = '\0';
	p = publish_new(&s);
	if (action)
		json_put(&line, action);
	rc = action ? publish_add(p, line.at, line.len, "", e) : publish_undo(p, undo, e);
	if (!rc)
		rc = publish_run(p, e);
	c->exit = exit_worse(c->exit, publish_exit(p));
	publish_free(p);
	buf_release(&line);
	results = capture_end(&captured, rc ? &(struct err){ 0 } : e);
	if (!rc)
		return results;
	json_decref(results);
	return NULL;
}

static const char *
words_of(const json_t *result)
{
	const char *why = text_at(json_object_get(result, "error"), "message");

	return *why ? why : *text_at(result, "note") ? text_at(result, "note") : told;
}

static void
say_result(struct console *c, const json_t *result)
{
	const char *status = text_at(result, "status"), *op = text_at(result, "op"), *why = words_of(result);

	if (strcmp(status, "retry") == 0)
		console_say(c, tr("%s: not yet: %s; the next cm-reply -i does it"), op, why);
	else if (strcmp(status, "unsure") == 0)
		console_say(c, tr("%s: it is not known whether it was sent; the next cm-reply -i looks: %s"), op, why);
	else
		console_say(c, *why ? "%s: %s: %s" : "%s: %s", op, status, why);
}

static void
add_deed(struct console *c, size_t card, const json_t *action)
{
	const char *op = text_at(action, "op");

	if (c->ndeeds == c->deed_room) {
		c->deed_room = c->deed_room ? 2 * c->deed_room : 16;
		c->deeds = mem_grow(c->deeds, c->deed_room * sizeof *c->deeds);
	}
	c->deeds[c->ndeeds++] = (struct deed){ card, mem_copy(text_at(action, "id")),
		strcmp(op, "close") == 0 ? DEED_CLOSED : strcmp(op, "assign") == 0 || strcmp(op, "escalate") == 0 ?
		DEED_TOLD : DEED_SENT };
}

/* What the result means for the message; card is c->ncards when it is not among them. */
static void
take_result(struct console *c, size_t card, const json_t *action, const json_t *result)
{
	const char *status = text_at(result, "status");

	say_result(c, result);
	if (console_is_final(status))
		json_object_del(c->pending, text_at(action, "id"));
	if (card == c->ncards)
		return;
	if (strcmp(status, "done") == 0)
		add_deed(c, card, action);
	c->cards[card].waiting = !console_is_final(status);
	if (c->cards[card].waiting || console_settles(text_at(result, "op"), status)) {
		console_settle(c, card);
	} else if (!c->cards[card].open) {
		c->cards[card].open = 1; /* it waited, and came to nothing */
	}
}

static int
carry_out(struct console *c, size_t card, json_t *action, struct err *e)
{
	struct err why;
	json_t    *results = run(c, action, NULL, &why);
	int        rc = 0;

	if (!results && (why.fault == FAULT_INPUT || why.fault == FAULT_USAGE)) {
		console_say(c, "%s", why.text);
		return 0;
	}
	if (!results) {
		*e = why;
		return -1;
	}
	if (json_array_size(results))
		take_result(c, card, action, json_array_get(results, 0));
	rc = hand_on(c, results, e);
	json_decref(results);
	return rc || (!c->set.publish.dry_run && kept_flush(&c->kept, e)) ? -1 : 0;
}

int
console_do(struct console *c, json_t *action, struct err *e)
{
	if (!c->set.publish.dry_run) {
		kept_record(&c->kept, action);
		if (kept_flush(&c->kept, e))
			return -1;
	}
	return carry_out(c, c->here, action, e);
}

int
console_resume(struct console *c, struct err *e)
{
	json_t       *all = json_copy(c->pending), *action;
	const json_t *card;
	const char   *id;
	int           rc = 0;

	json_object_foreach(all, id, action) {
		card = json_object_get(c->index, text_at(action, "message"));
		if (!rc && !prog_signal && !c->set.publish.dry_run)
			rc = carry_out(c, card ? (size_t)json_integer_value(card) : c->ncards, action, e);
	}
	json_decref(all);
	return rc;
}

/* --- taken back --------------------------------------------------------------------------------- */

static int
take_back(struct console *c, const struct deed *d, struct err *e)
{
	struct err why;
	json_t    *results = run(c, NULL, d->id, &why);
	int        rc = 0;

	if (!results && why.fault != FAULT_INPUT) {
		*e = why;
		return -1;
	}
	if (!results) {
		console_say(c, tr("this cannot be taken back: %s"), why.text);
		return 0;
	}
	if (json_array_size(results)) {
		say_result(c, json_array_get(results, 0));
		rc = hand_on(c, results, e);
	}
	json_decref(results);
	return rc;
}

int
console_undo(struct console *c, struct err *e)
{
	struct deed d;
	int         rc = 0;

	if (!c->ndeeds) {
		console_say(c, "%s", tr("there is nothing to take back"));
		return 0;
	}
	d = c->deeds[--c->ndeeds];
	if (d.kind == DEED_SENT)
		rc = take_back(c, &d, e);
	else if (d.kind == DEED_TOLD)
		console_say(c, "%s", tr("the team was told; the message is open again"));
	else
		console_say(c, "%s", tr("the message is open again"));
	free(d.id);
	if (!rc)
		console_reopen(c, d.card);
	return rc || (!c->set.publish.dry_run && kept_flush(&c->kept, e)) ? -1 : 0;
}
