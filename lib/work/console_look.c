/* console_look.c - the conversation of the message shown, and what its author wrote before */
#include "console_parts.h"

#include "smm/journal.h"
#include "smm/lang.h"
#include "smm/member.h"

#include "capture.h"
#include "publish_parts.h"

#include <string.h>

#define PATIENCE_MS 1000 /* a person waits for it */

static int
has_thread(const json_t *record)
{
	return *text_at(record, "reply_to") || *text_at(record, "root");
}

static int
has_history(const struct console *c)
{
	return c->set.history && c->set.history->count;
}

int
console_has_to_look(const struct console *c)
{
	const struct card *card = console_card((struct console *)(uintptr_t)c);

	return card && c->showing == SHOW_MESSAGE && !c->offer.text && c->looked != c->here &&
	    (has_thread(card->record) || has_history(c));
}

static json_t *
members_only(json_t *lines)
{
	size_t i = json_array_size(lines);

	while (i--)
		if (strcmp(text_at(json_array_get(lines, i), "type"), "member") != 0)
			json_array_remove(lines, i);
	return lines;
}

struct search {
	struct member_search *members;
	struct err            err; /* FAULT_NONE: none */
};

static void
take_line(void *arg, const struct rec *r)
{
	struct search *s = arg;

	if (!s->err.fault)
		member_add(s->members, (char *)(uintptr_t)r->line.at, r->line.len, "", &s->err);
}

static SMM_PRINTF(1, 2) void
pass_over(const char *fmt, ...)
{
	(void)fmt;
}

static json_t *
ask_history(struct console *c, const char *handle, struct err *e)
{
	struct search  s = { 0 };
	struct capture lines;
	json_t        *list;
	size_t         i;
	int            rc = 0;

	if (capture_open(&lines, e))
		return NULL;
	s.members = member_new(handle, &lines.out);
	for (i = 0; i < c->set.history->count && !rc; i++)
		rc = journal_read(c->set.history->at[i], take_line, &s, pass_over, e);
	if (!rc && !s.err.fault)
		member_end(s.members, &s.err); /* nobody has that handle: no history */
	member_free(s.members);
	list = capture_end(&lines, rc ? &s.err : e);
	if (!rc && list)
		return members_only(list);
	json_decref(list);
	return NULL;
}

void
console_look(struct console *c)
{
	const json_t *record = console_card(c)->record, *author = json_object_get(record, "author");
	const char   *handle = *text_at(author, "handle") ? text_at(author, "handle") : text_at(author, "id");
	struct err    why;

	json_decref(c->thread);
	json_decref(c->history);
	c->thread = c->history = NULL;
	c->looked = c->here;
	if (has_history(c) && *handle && !(c->history = ask_history(c, handle, &why)))
		console_say(c, tr("no history: %s"), why.text);
	if (!has_thread(record))
		return;
	c->thread = publish_thread(&c->set.publish, text_at(record, "id"), PATIENCE_MS, &why);
	if (!c->thread)
		console_say(c, tr("the conversation could not be read: %s"), why.text);
}
