/* console_line.c - a line that the person types below the message */
#include "console_parts.h"

#include "smm/lang.h"
#include "smm/text.h"
#include "smm/utf8.h"

#include <string.h>

#define TYPED_MAX 16384 /* bytes: more is for an editor */

#define KEY_CLEAR 025 /* ^U */
#define KEY_WORD  027 /* ^W */

static void
cut(struct buf *b, size_t len)
{
	b->len = len;
	b->at[len] = '\0';
}

/* Where the last grapheme begins. */
static size_t
last_grapheme(const struct buf *b)
{
	size_t i, n;

	for (i = 0; i < b->len; i += n) {
		n = text_grapheme(b->at + i, b->len - i);
		if (i + n >= b->len)
			break;
	}
	return i;
}

static void
cut_word(struct buf *b)
{
	size_t n = b->len;

	while (n && strchr(" \n", b->at[n - 1]))
		n--;
	while (n && !strchr(" \n", b->at[n - 1]))
		n--;
	cut(b, n);
}

/* 1 enter, -1 left, 0 go on. What is pasted is text, line feeds too: nothing in it sends or leaves. */
static int
take(struct buf *b, int key, int *pasting)
{
	if (key == KEY_PASTE || key == KEY_PASTED)
		*pasting = key == KEY_PASTE;
	else if (key == KEY_ENTER && !*pasting)
		return 1;
	else if (key == KEY_ESCAPE && !*pasting)
		return -1;
	else if (key == KEY_BACKSPACE && b->len)
		cut(b, last_grapheme(b));
	else if (key == KEY_CLEAR && b->len)
		cut(b, 0);
	else if (key == KEY_WORD && b->len)
		cut_word(b);
	else if (key == KEY_ENTER || (key > 0 && !utf8_is_harmful((uint32_t)key)))
		if (b->len < TYPED_MAX)
			utf8_add(b, key == KEY_ENTER ? '\n' : (uint32_t)key);
	return 0;
}

const char *
console_line(struct console *c, const char *prompt, const char *text, int *given)
{
	struct buf  b = { 0 };
	const char *made;
	int         key = 0, pasting = 0, end = 0;

	buf_str(&b, text);
	buf_room(&b, 1);
	while (!end && key != KEY_END) {
		if (!pasting)
			console_draw_line(c, prompt, b.len ? b.at : "");
		key = tty_key(&c->tty, -1);
		end = take(&b, key, &pasting);
	}
	*given = end == 1;
	made = mem_dup(c->mem, b.len ? b.at : "", b.len);
	buf_release(&b);
	return made;
}

int
console_confirm(struct console *c, const char *question)
{
	const char *yes = tr("y");
	int         key;

	do {
		console_draw_line(c, question, "");
		key = tty_typed(&c->tty, -1);
	} while (key == KEY_RESIZED);
	return key == (unsigned char)*yes || key == 'y';
}
