/* console_draw.c - one message on the screen, in one write */
#include "console_parts.h"

#include "smm/clock.h"
#include "smm/lang.h"
#include "smm/text.h"
#include "smm/utf8.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdio.h>
#include <string.h>

#define TEXT_SHOWN   60000 /* bytes of a message that can be read here */
#define THREAD_SHOWN 12    /* messages before this one */
#define SAID_SHOWN   2000  /* bytes of each of them, */
#define THREAD_LINES 4     /* and lines */
#define ROWS_ENOUGH  8     /* of a screen on which everything has a row of its own */

struct page { /* lines as they are to be shown, each ended by a NUL */
	struct buf         text;
	const struct term *term;
	size_t             width, lines;
	const json_t      *thread, *history; /* of the message, once they are known */
};

/* --- lines -------------------------------------------------------------------------------------- */

static void
end_line(struct page *p)
{
	buf_char(&p->text, '\0');
	p->lines++;
}

static void
add_line(struct page *p, const char *s)
{
	term_cut(&p->text, s, strlen(s), p->width);
	end_line(p);
}

/* style -1: plain. */
static void
add_styled(struct page *p, int style, const char *s)
{
	if (style >= 0)
		term_on(&p->text, p->term, (enum term_style)style);
	term_cut(&p->text, s, strlen(s), p->width);
	if (style >= 0)
		term_off(&p->text, p->term);
	end_line(p);
}

/* A text in as many lines as it needs, at most `most`, each behind the margin. */
static void
add_text(struct page *p, const char *margin, const char *s, size_t most, int style)
{
	size_t len = strlen(s), at = 0, next, n, inner = p->width - term_width(margin, strlen(margin));

	for (; most && at < len; most--, at += next) {
		n = term_line(s + at, len - at, inner, &next);
		if (most == 1 && at + next < len)
			n = len - at; /* cut, and shown to be */
		buf_str(&p->text, margin);
		if (style >= 0)
			term_on(&p->text, p->term, (enum term_style)style);
		term_cut(&p->text, s + at, n, inner);
		if (style >= 0)
			term_off(&p->text, p->term);
		end_line(p);
	}
}

/* At most so many bytes of a text, its end shown to be cut. */
static const char *
shorten(struct mem *m, const char *s, size_t most)
{
	return strlen(s) <= most ? s : mem_fmt(m, "%.*s…", (int)utf8_valid(s, most), s);
}

/* "2026-12-01 09:00" where we are; "" for what is no time. */
static const char *
wall(struct mem *m, const char *at)
{
	char    text[WHEN_SIZE];
	int64_t ms;

	if (when_read(at, strlen(at), &ms, NULL))
		return "";
	when_write(text, ms, zone_offset(ms));
	return mem_fmt(m, "%.10s %.5s", text, text + 11);
}

/* --- parts -------------------------------------------------------------------------------------- */

static const char *
name_of(struct mem *m, const json_t *author)
{
	const char *name = text_at(author, "name"), *handle = text_at(author, "handle");

	if (*name && *handle)
		return mem_fmt(m, "%s @%s", name, handle);
	return *name ? name : *handle ? mem_fmt(m, "@%s", handle) : tr("somebody");
}

static void
add_author(struct page *p, struct console *c, const json_t *r)
{
	const json_t *author = json_object_get(r, "author"), *n = json_object_get(author, "followers");
	struct buf    b = { 0 };

	buf_fmt(&b, "%s · %s, %s · %s", name_of(c->mem, author), tr(text_at(r, "kind")),
	    json_is_true(json_object_get(r, "public")) ? tr("public") : tr("private"), wall(c->mem, text_at(r, "at")));
	if (json_is_integer(n))
		buf_fmt(&b, tr(" · %lld followers"), (long long)json_integer_value(n));
	if (json_is_number(json_object_get(r, "rating")))
		buf_fmt(&b, tr(" · rating %g"), json_number_value(json_object_get(r, "rating")));
	add_styled(p, TERM_BOLD, b.at);
	buf_release(&b);
}

static void
add_history(struct page *p)
{
	const json_t *one, *s, *list;
	size_t        i, k;
	struct buf    b = { 0 };

	json_array_foreach(p->history, i, one) {
		buf_clear(&b);
		buf_fmt(&b, tr("messages before: %lld, since %.10s"),
		    (long long)json_integer_value(json_object_get(one, "messages")), text_at(one, "first"));
		list = json_object_get(one, "sanctions");
		json_array_foreach(list, k, s)
			if (k + 3 >= json_array_size(list)) /* the last ones */
				buf_fmt(&b, " · %s %.10s", text_at(s, "op"), text_at(s, "at"));
		add_line(p, b.at);
	}
	buf_release(&b);
}

static void
add_said(struct page *p, struct console *c, const json_t *r)
{
	const char *who = json_is_true(json_object_get(r, "own")) ? tr("we") :
	    name_of(c->mem, json_object_get(r, "author"));

	add_text(p, "│ ", mem_fmt(c->mem, "%s, %s: %s", who, wall(c->mem, text_at(r, "at")), shorten(c->mem,
	    text_at(r, "text"), SAID_SHOWN)), THREAD_LINES, TERM_DIM);
}

static size_t
place_in(const json_t *thread, const char *id)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(thread, i, one)
		if (strcmp(text_at(one, "id"), id) == 0)
			return i;
	return json_array_size(thread);
}

/* What was said before and after; far away it is counted. */
static void
add_thread(struct page *p, struct console *c, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		add_said(p, c, json_array_get(p->thread, i));
}

static void
add_message(struct page *p, struct console *c, const json_t *r)
{
	const char *text = text_at(r, "text");
	size_t      here = place_in(p->thread, text_at(r, "id")), n = json_array_size(p->thread);
	size_t      from = here > THREAD_SHOWN ? here - THREAD_SHOWN : 0, to = here + 1 + THREAD_SHOWN;

	if (from)
		add_styled(p, TERM_DIM, mem_fmt(c->mem, tr("│ … %zu more before"), from));
	add_thread(p, c, from, here);
	add_text(p, "┃ ", shorten(c->mem, text, TEXT_SHOWN), SIZE_MAX, -1);
	if (json_array_size(json_object_get(r, "media")))
		add_line(p, mem_fmt(c->mem, tr("┃ (media: %zu)"), json_array_size(json_object_get(r, "media"))));
	add_thread(p, c, here + 1, to < n ? to : n);
	if (to < n)
		add_styled(p, TERM_DIM, mem_fmt(c->mem, tr("│ … %zu more after"), n - to));
	if (*text_at(r, "url"))
		add_styled(p, TERM_DIM, text_at(r, "url"));
}

static void
join(struct buf *b, const json_t *list, const char *name)
{
	const json_t *one;
	const char   *s;
	size_t        i;

	json_array_foreach(list, i, one) {
		s = json_is_string(one) ? json_string_value(one) : text_at(one, name);
		if (*s)
			buf_fmt(b, "%s%s", i ? ", " : "", s);
	}
}

static void
add_list(struct page *p, const char *title, const json_t *list, const char *name)
{
	struct buf b = { 0 };

	if (json_array_size(list)) {
		buf_fmt(&b, "%s: ", title);
		join(&b, list, name);
		add_text(p, "", b.at, 3, -1);
	}
	buf_release(&b);
}

/* Labels and rules, each with the words that decided. */
static void
add_why(struct page *p, const json_t *why)
{
	const json_t *one;
	struct buf    b = { 0 };
	size_t        i;

	json_array_foreach(why, i, one) {
		buf_clear(&b);
		if (*text_at(one, "rule"))
			buf_fmt(&b, tr("rule %s (article %s)"), text_at(one, "rule"), text_at(one, "article"));
		else
			buf_fmt(&b, "%s (%s)", text_at(one, "label"), text_at(one, "level"));
		if (json_array_size(json_object_get(one, "found"))) {
			buf_str(&b, ": ");
			join(&b, json_object_get(one, "found"), "text");
		}
		add_text(p, "  ", b.at, 2, TERM_DIM);
	}
	buf_release(&b);
}

static void
add_proposed(struct page *p, const json_t *r)
{
	const json_t *one, *list = json_object_get(r, "actions");
	struct buf    b = { 0 };
	size_t        i;

	json_array_foreach(list, i, one)
		buf_fmt(&b, "%s%s (%s, %s)", i ? ", " : "", text_at(one, "op"), text_at(one, "article"),
		    text_at(one, "by"));
	if (b.len)
		add_styled(p, TERM_YELLOW, b.at);
	buf_release(&b);
}

static void
add_judgement(struct page *p, struct console *c, const json_t *r)
{
	const char *feeling = text_at(json_object_get(r, "sentiment"), "label");

	if (json_array_size(json_object_get(r, "labels")))
		add_list(p, tr("labels"), json_object_get(r, "labels"), "label");
	if (*feeling && strcmp(feeling, "unknown") != 0)
		add_line(p, mem_fmt(c->mem, "%s: %s", tr("sentiment"), feeling));
	add_list(p, tr("topics"), json_object_get(r, "topics"), "topic");
	add_why(p, json_object_get(r, "why"));
	if (json_array_size(json_object_get(r, "actions"))) {
		add_line(p, tr("proposed (y):"));
		add_proposed(p, r);
	}
}

static void
add_offer(struct page *p, struct console *c)
{
	add_line(p, "");
	add_styled(p, TERM_BOLD, c->offer.heading);
	add_text(p, "> ", c->offer.text, SIZE_MAX, TERM_CYAN);
	if (c->offer.wrong)
		add_text(p, "! ", c->offer.wrong, 6, TERM_RED);
	add_styled(p, TERM_DIM, tr("enter: send   e: editor   escape: do not send"));
}

static void
add_help(struct page *p)
{
	const char *says;
	size_t      i;
	int         key, is_main;
	char        line[200];

	for (i = 0; (says = console_key_help(i, &key, &is_main)); i++) {
		snprintf(line, sizeof line, "  %c   %s", key, says);
		add_line(p, line);
	}
	add_line(p, tr("  arrows: next, before; up, down, blank: what does not fit on the screen"));
}

static void
add_templates(struct page *p, struct console *c)
{
	const struct thing *t = answers_templates(c->set.publish.answers)->first;
	int                 i;

	add_styled(p, TERM_BOLD, tr("Which template?"));
	for (i = 0; t && i < 9 + 26; t = t->next, i++)
		add_line(p, mem_fmt(c->mem, "  %c   %s%s%s", i < 9 ? '1' + i : 'a' + i - 9, t->id,
		    t->title ? "   " : "", t->title ? t->title : ""));
}

static void
add_body(struct page *p, struct console *c)
{
	const struct card *card = console_card(c);

	if (c->showing == SHOW_HELP) {
		add_help(p);
	} else if (!card) {
		add_line(p, tr("No message is open."));
	} else if (c->showing == SHOW_TEMPLATES) {
		add_templates(p, c);
	} else {
		add_author(p, c, card->record);
		add_history(p);
		add_line(p, "");
		add_message(p, c, card->record);
		add_line(p, "");
		add_judgement(p, c, card->record);
		if (card->words && !c->offer.text)
			add_text(p, "> ", card->words, 3, TERM_CYAN);
		if (c->offer.text)
			add_offer(p, c);
	}
}

/* --- the screen --------------------------------------------------------------------------------- */

/* "1 of 12 · urgent · answer by 2026-12-01 09:30, late · masto (mastodon)" */
static const char *
title(struct console *c)
{
	static const char *const priorities[] = { "urgent", "high", "normal", "low" };
	const struct card       *card = console_card(c);
	size_t                   rank, n = console_count(c, &rank);
	const char              *due = "";

	if (!card)
		return mem_fmt(c->mem, tr(" 0 of %zu open"), n);
	if (card->due != INT64_MAX)
		due = mem_fmt(c->mem, card->due < clock_now() ? tr(" · answer by %s, late") : tr(" · answer by %s"),
		    wall(c->mem, text_at(card->record, "due")));
	return mem_fmt(c->mem, tr(" %zu of %zu open · %s%s · %s (%s)"), rank, n, tr(priorities[card->priority]), due,
	    text_at(card->record, "account"), text_at(card->record, "network"));
}

static void
put_line(struct buf *b, const char *s)
{
	buf_str(b, s);
	buf_str(b, "\033[K\r\n");
}

static void
put_title(struct buf *b, struct console *c, size_t width)
{
	const struct card *card = console_card(c);
	const char        *s = title(c);

	/* also without colours: where the screen begins */
	buf_str(b, card && card->priority == 0 && c->tty.term.color ? "\033[7;31m" : "\033[7m");
	term_cell(b, s, strlen(s), width);
	buf_str(b, "\033[0m\033[K\r\n");
}

static void
put_keys(struct buf *b, struct console *c, size_t width)
{
	const char *says;
	struct buf  line = { 0 };
	size_t      i;
	int         key, is_main;

	for (i = 0; (says = console_key_help(i, &key, &is_main)); i++)
		if (is_main)
			buf_fmt(&line, "%s%c %s", line.len ? "  " : "", key, says);
	term_on(b, &c->tty.term, TERM_DIM);
	term_cut(b, line.at, line.len, width);
	term_off(b, &c->tty.term);
	buf_release(&line);
}

/* So many lines of the page, from c->scroll on; the last of several says that there are more. */
static void
put_page(struct buf *b, struct console *c, const struct page *p, size_t rows)
{
	const char *s = p->text.at, *more;
	size_t      i, most = p->lines > rows ? p->lines - rows : 0;

	if (c->scroll > most)
		c->scroll = most;
	for (i = 0; i < c->scroll; i++)
		s += strlen(s) + 1;
	for (i = c->scroll; i < c->scroll + rows; i++) {
		if (rows > 1 && i + 1 == c->scroll + rows && i + 1 < p->lines) {
			more = mem_fmt(c->mem, tr("… %zu more lines: down, blank"), p->lines - i);
			term_cut(b, more, strlen(more), p->width);
			put_line(b, "");
		} else {
			put_line(b, i < p->lines ? s : "");
		}
		if (i < p->lines)
			s += strlen(s) + 1;
	}
}

/* All but the rows `below`: the title, where there is more than one, and the page. */
static void
put_screen(struct console *c, size_t below)
{
	int         known = c->looked == c->here;
	struct page p = { .term = &c->tty.term, .width = c->tty.term.columns - 1, .thread = known ? c->thread : NULL,
		.history = known ? c->history : NULL };
	size_t      rows = c->tty.rows > below ? c->tty.rows - below : 0;

	buf_clear(&c->frame);
	buf_str(&c->frame, "\033[?25l\033[H");
	if (rows > 1)
		put_title(&c->frame, c, p.width);
	add_body(&p, c);
	if (rows)
		put_page(&c->frame, c, &p, rows > 1 ? rows - 1 : 1);
	buf_release(&p.text);
}

static void
put_said(struct console *c, size_t width)
{
	term_on(&c->frame, &c->tty.term, TERM_YELLOW);
	term_cut(&c->frame, c->said.at ? c->said.at : "", c->said.len, width);
	term_off(&c->frame, &c->tty.term);
}

/* On a low screen what was said and the keys share a row, so that some of the message can be read. */
void
console_draw(struct console *c)
{
	size_t width = c->tty.term.columns - 1;
	int    is_low = c->tty.rows < ROWS_ENOUGH;

	put_screen(c, is_low ? 1 : 2);
	if (!is_low || c->said.len)
		put_said(c, width);
	if (!is_low)
		put_line(&c->frame, "");
	if (!is_low || !c->said.len)
		put_keys(&c->frame, c, width);
	buf_str(&c->frame, "\033[K");
	tty_write(&c->tty, &c->frame);
}

/* Where the end of a text begins that fits into so many columns. */
static size_t
tail_of(const char *s, size_t len, size_t columns)
{
	size_t i, n = term_width(s, len);

	for (i = 0; i < len && n > columns; ) {
		size_t used = text_grapheme(s + i, len - i);

		n -= term_width(s + i, used);
		i += used;
	}
	return i;
}

void
console_draw_line(struct console *c, const char *prompt, const char *typed)
{
	size_t width = c->tty.term.columns - 1, from = tail_of(typed, strlen(typed), width - 3);

	put_screen(c, 2);
	if (c->tty.rows > 1) {
		term_on(&c->frame, &c->tty.term, TERM_BOLD);
		term_cut(&c->frame, prompt, strlen(prompt), width);
		term_off(&c->frame, &c->tty.term);
		put_line(&c->frame, "");
	}
	buf_str(&c->frame, "> ");
	term_cut(&c->frame, typed + from, strlen(typed + from), width - 2);
	buf_str(&c->frame, "\033[K\033[?25h");
	tty_write(&c->tty, &c->frame);
}
