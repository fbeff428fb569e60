/* console_keys.c - what a key means */
#include "console_parts.h"

#include "smm/clock.h"
#include "smm/drafts.h"
#include "smm/hash.h"
#include "smm/json.h"
#include "smm/lang.h"
#include "smm/net.h"
#include "smm/zone.h"

#include "publish_parts.h"

#include <stdlib.h>
#include <string.h>

/* --- actions ------------------------------------------------------------------------------------ */

/* The article under which it is done: that of what the charter proposes, else of the first rule that held. */
static const char *
article_of(const json_t *record, const char *op)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(record, "actions"), i, one)
		if (strcmp(text_at(one, "op"), op) == 0)
			return text_at(one, "article");
	json_array_foreach(json_object_get(record, "why"), i, one)
		if (*text_at(one, "article"))
			return text_at(one, "article");
	return "";
}

/* No two decisions have one id: what was taken back can be done again. */
static void
name_action(struct console *c, json_t *action)
{
	struct buf all = { 0 };
	char       sum[DIGEST_SIZE], at[WHEN_SIZE];
	int64_t    now = clock_now();

	json_put(&all, action);
	buf_fmt(&all, "%lld %zu", (long long)now, c->ndeeds);
	hash_digest(all.at, all.len, sum);
	json_object_set_new(action, "id", json_string(mem_fmt(c->mem, "%s/%s/%.8s", text_at(action, "message"),
	    text_at(action, "op"), sum + strlen("sha256:"))));
	json_object_set_new(action, "at", json_string(when_write(at, now, zone_offset(now))));
	buf_release(&all);
}

static json_t *
make_action(struct console *c, const char *op)
{
	const json_t *r = console_card(c)->record;
	json_t       *a = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "type", "action", "id", "", "message",
	    text_at(r, "id"), "account", text_at(r, "account"), "network", text_at(r, "network"),
	    "op", op, "by", c->set.by);

	if (*article_of(r, op))
		json_object_set_new(a, "article", json_string(article_of(r, op)));
	return a;
}

static int
act(struct console *c, json_t *action, struct err *e)
{
	int rc;

	name_action(c, action);
	rc = console_do(c, action, e);
	json_decref(action);
	return rc;
}

static int
is_inner(const char *op)
{
	return strcmp(op, "assign") == 0 || strcmp(op, "escalate") == 0 || strcmp(op, "close") == 0;
}

/* Whether its network can do that; said when not. */
static int
can(struct console *c, const char *op)
{
	const char       *network = text_at(console_card(c)->record, "network");
	const struct net *n = net_find(network);
	int               i = op_find(op);

	if (i >= 0 && n && n->ops[i])
		return 1;
	console_say(c, tr("%s: %s cannot do that"), op, n ? n->title : network);
	return 0;
}

static int
do_op(struct console *c, const char *op, const char *question, struct err *e)
{
	if (!can(c, op))
		return 0;
	if (!question || console_confirm(c, question))
		return act(c, make_action(c, op), e);
	console_say(c, "%s", tr("nothing was done"));
	return 0;
}

/* --- answers ------------------------------------------------------------------------------------ */

/* Whom it goes to, and who sees it. */
static const char *
heading(struct console *c, const char *op)
{
	const json_t *r = console_card(c)->record, *author = json_object_get(r, "author");
	const char   *who = *text_at(author, "handle") ? text_at(author, "handle") : text_at(author, "name");
	int           private = strcmp(op, "reply_private") == 0 || !json_is_true(json_object_get(r, "public"));

	return mem_fmt(c->mem, private ? tr("PRIVATE answer to %s") : tr("PUBLIC answer to %s"), who);
}

/* The words stay until they are sent: what comes to nothing can be mended. */
static int
send_words(struct console *c, const char *op, const char *words, const char *by, struct err *e)
{
	json_t *a = make_action(c, op);

	json_object_set_new(a, "text", json_string(words));
	json_object_set_new(a, "by", json_string(by));
	return console_keep_words(c, words, e) ? (json_decref(a), -1) : act(c, a, e);
}

void
console_withdraw(struct console *c)
{
	free(c->offer.text);
	free(c->offer.by);
	free(c->offer.heading);
	free(c->offer.wrong);
	memset(&c->offer, 0, sizeof c->offer);
}

/* What is wrong with an answer to the message shown, the caller's; NULL: nothing. */
static char *
wrong_with(struct console *c, const char *text)
{
	struct buf said = { 0 };

	if (tone_judge(c->tone, text, text_at(console_card(c)->record, "lang"), &said))
		return said.at;
	buf_release(&said);
	return NULL;
}

/* Shown before it leaves: enter sends it. */
static void
offer(struct console *c, const char *op, const char *text, const char *by)
{
	struct offer o = { op, mem_copy(text), mem_copy(by), mem_copy(heading(c, op)), wrong_with(c, text) };

	console_withdraw(c);
	c->offer = o;
	c->scroll = 0;
}

static int
edit(struct console *c, const char *op, const char *text, const char *by, struct err *e)
{
	struct err  why;
	const char *made = tty_edit(&c->tty, text, c->mem, &why);

	(void)e;
	if (!made)
		console_say(c, "%s", why.text);
	else if (!*made)
		console_say(c, "%s", tr("an empty text: nothing is sent"));
	else
		offer(c, op, made, by);
	return 0;
}

static int
type(struct console *c, const char *op, struct err *e)
{
	const char *words = console_card(c)->words, *text;
	int         given;

	if (!can(c, op))
		return 0;
	text = console_line(c, heading(c, op), words ? words : "", &given);
	if (!given || !text[strspn(text, " \n")]) {
		console_say(c, "%s", tr("nothing was sent"));
		return console_keep_words(c, text, e);
	}
	offer(c, op, text, c->set.by);
	if (c->offer.wrong)
		return 0; /* shown first */
	console_withdraw(c);
	return send_words(c, op, text, c->set.by, e);
}

static int
key_of_offer(struct console *c, int key, struct err *e)
{
	const char *op = c->offer.op, *text = mem_str(c->mem, c->offer.text), *by = mem_str(c->mem, c->offer.by);

	if (key == 'e')
		return edit(c, op, text, by, e);
	if (key != KEY_ENTER && key != KEY_ESCAPE)
		return 0;
	console_withdraw(c);
	if (key == KEY_ENTER)
		return send_words(c, op, text, by, e);
	console_say(c, "%s", tr("nothing was sent"));
	return console_keep_words(c, text, e);
}

/* --- one function for each key ------------------------------------------------------------------ */

static int key_answer(struct console *c, struct err *e) { return type(c, "reply", e); }
static int key_private(struct console *c, struct err *e) { return type(c, "reply_private", e); }
static int key_hide(struct console *c, struct err *e) { return do_op(c, "hide", NULL, e); }
static int key_like(struct console *c, struct err *e) { return do_op(c, "like", NULL, e); }
static int key_mute(struct console *c, struct err *e) { return do_op(c, "mute", NULL, e); }

static int
key_block(struct console *c, struct err *e)
{
	return do_op(c, "block", tr("block the author? y/n"), e);
}

static int
key_report(struct console *c, struct err *e)
{
	return do_op(c, "report", tr("report it to the network? y/n"), e);
}

static int
key_delete(struct console *c, struct err *e)
{
	return do_op(c, "delete", tr("delete it? this cannot be taken back. y/n"), e);
}

static int
key_editor(struct console *c, struct err *e)
{
	const char *words = console_card(c)->words;

	return can(c, "reply") ? edit(c, "reply", words ? words : "", c->set.by, e) : 0;
}

static int
key_template(struct console *c, struct err *e)
{
	(void)e;
	if (c->set.publish.answers && answers_templates(c->set.publish.answers)->count)
		c->showing = SHOW_TEMPLATES;
	else
		console_say(c, "%s", tr("there are no templates: --rules FILE names the strategy that has them"));
	return 0;
}

static int
key_draft(struct console *c, struct err *e)
{
	const struct drafts *d = c->set.publish.drafts;
	json_t              *none = json_array();
	struct err           why;
	const char          *text;

	(void)e;
	if (!d) {
		console_say(c, "%s", tr("no program drafts: --draft COMMAND names one"));
	} else if (can(c, "reply")) {
		text = drafts_ask(d, console_card(c)->record,
		    c->thread && c->looked == c->here ? c->thread : none, c->mem, &why);
		if (text)
			offer(c, "reply", text, mem_fmt(c->mem, "%s+%s", drafts_by(d, c->mem), c->set.by));
		else
			console_say(c, "%s", why.text);
	}
	json_decref(none);
	return 0;
}

/* What the charter proposes, all of it, each in its own name and the person's. */
static int
key_proposed(struct console *c, struct err *e)
{
	json_t       *record = json_incref(console_card(c)->record), *a;
	const json_t *one;
	size_t        i, card = c->here;
	int           rc = 0, n = 0;

	json_array_foreach(json_object_get(record, "actions"), i, one) {
		c->here = card; /* the first of them may have settled it */
		a = rc ? NULL : publish_proposal(record, one);
		if (!a || (!is_inner(text_at(a, "op")) && !can(c, text_at(a, "op")))) {
			n += a != NULL;
			json_decref(a);
			continue;
		}
		json_object_set_new(a, "by", json_string(mem_fmt(c->mem, "%s+%s", text_at(one, "by"), c->set.by)));
		rc = act(c, a, e);
		n++;
	}
	if (!n)
		console_say(c, "%s", tr("nothing is proposed"));
	else if (!rc && c->here == card && !c->cards[card].open)
		console_next(c, 1);
	json_decref(record);
	return rc;
}

static int
tell_team(struct console *c, const char *op, const char *team, struct err *e)
{
	json_t *a = make_action(c, op);

	if (*team)
		json_object_set_new(a, "assign", json_string(team));
	return act(c, a, e);
}

static int
key_assign(struct console *c, struct err *e)
{
	const json_t *r = console_card(c)->record;
	int           given;
	const char   *team = console_line(c, tr("Assign to which team?"), text_at(r, "assign"), &given);

	if (given && team[strspn(team, " \n")])
		return tell_team(c, "assign", team, e);
	console_say(c, "%s", tr("nothing was done"));
	return 0;
}

static int
key_escalate(struct console *c, struct err *e)
{
	return tell_team(c, "escalate", text_at(console_card(c)->record, "assign"), e);
}

static int key_close(struct console *c, struct err *e) { return act(c, make_action(c, "close"), e); }

static int
key_skip(struct console *c, struct err *e)
{
	(void)e;
	if (!console_next(c, 1))
		console_say(c, "%s", tr("no other message is open"));
	return 0;
}

static int
key_back(struct console *c, struct err *e)
{
	(void)e;
	if (!console_next(c, 0))
		console_say(c, "%s", tr("no other message is open"));
	return 0;
}

static int
key_help(struct console *c, struct err *e)
{
	(void)e;
	c->showing = SHOW_HELP;
	return 0;
}

static int
key_quit(struct console *c, struct err *e)
{
	(void)c;
	(void)e;
	return 1;
}

static const struct {
	int         key, always, main; /* always: also when no message is shown; main: stands in the bottom line */
	int       (*run)(struct console *c, struct err *e);
	const char *says;
} keys[] = {
	{ 'a', 0, 1, key_answer,   "answer" },
	{ 'p', 0, 0, key_private,  "answer in private" },
	{ 'e', 0, 1, key_editor,   "editor" },
	{ 't', 0, 1, key_template, "template" },
	{ 'd', 0, 0, key_draft,    "draft by a program" },
	{ 'y', 0, 1, key_proposed, "do what is proposed" },
	{ 'h', 0, 1, key_hide,     "hide" },
	{ 'l', 0, 0, key_like,     "like" },
	{ 'm', 0, 0, key_mute,     "mute the author" },
	{ 'b', 0, 0, key_block,    "block the author" },
	{ 'r', 0, 0, key_report,   "report" },
	{ 'x', 0, 0, key_delete,   "delete" },
	{ 'g', 0, 1, key_assign,   "assign" },
	{ '!', 0, 0, key_escalate, "escalate" },
	{ 'c', 0, 1, key_close,    "close" },
	{ 's', 0, 1, key_skip,     "skip" },
	{ '-', 0, 0, key_back,     "the one before" },
	{ 'u', 1, 1, console_undo, "undo" },
	{ '?', 1, 1, key_help,     "keys" },
	{ 'q', 1, 1, key_quit,     "quit" },
};

const char *
console_key_help(size_t i, int *key, int *is_main)
{
	if (i >= sizeof keys / sizeof *keys)
		return NULL;
	*key = keys[i].key;
	*is_main = keys[i].main;
	return tr(keys[i].says);
}

static void
scroll(struct console *c, int key)
{
	size_t step = key == KEY_UP || key == KEY_DOWN ? 1 : c->tty.rows / 2;

	if (key == KEY_DOWN || key == KEY_PAGE_DOWN || key == ' ')
		c->scroll += step;
	else
		c->scroll -= c->scroll < step ? c->scroll : step;
}

static int
take_template(struct console *c, int key)
{
	const struct answers *a = c->set.publish.answers;
	const struct thing   *t = answers_templates(a)->first;
	struct err            why;
	const char           *text;
	int                   which, i = key >= '1' && key <= '9' ? key - '1' : key >= 'a' && key <= 'z' ?
	    key - 'a' + 9 : -1;

	c->showing = SHOW_MESSAGE;
	for (; t && i > 0; i--)
		t = t->next;
	if (!t || i < 0)
		return 0;
	text = answers_text(a, t->id, console_card(c)->record, -1, &which, c->mem, &why);
	if (text)
		offer(c, "reply", text, c->set.by);
	else
		console_say(c, "%s", why.text);
	return 0;
}

static int
run_key(struct console *c, int key, struct err *e)
{
	size_t i;

	if (key == KEY_RIGHT || key == KEY_LEFT)
		key = key == KEY_RIGHT ? 's' : '-';
	for (i = 0; i < sizeof keys / sizeof *keys; i++)
		if (keys[i].key == key && (keys[i].always || console_card(c)))
			return keys[i].run(c, e);
	return 0;
}

int
console_key(struct console *c, int key, struct err *e)
{
	if (key == KEY_UP || key == KEY_DOWN || key == KEY_PAGE_UP || key == KEY_PAGE_DOWN || key == ' ') {
		scroll(c, key);
		return 0;
	}
	buf_clear(&c->said);
	if (c->showing == SHOW_TEMPLATES)
		return take_template(c, key);
	if (c->showing == SHOW_HELP) {
		c->showing = SHOW_MESSAGE;
		return 0;
	}
	return c->offer.text ? key_of_offer(c, key, e) : run_key(c, key, e);
}
