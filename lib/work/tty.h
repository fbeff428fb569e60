/*
 * tty.h - a person at the terminal: a screen of our own, one key at a time; private to lib/work
 *
 * The terminal is /dev/tty, whatever the standard streams are. While it is open the alternate screen is shown, keys
 * come at once and without echo, and what is pasted is told from what is typed (bracketed paste). It is left as it
 * was found on every way out: tty_close(), a signal, a crash, the end of the process; ^Z stops the process, and
 * what was shown is there again when it goes on. Sequences are those of ECMA-48 and xterm; no terminfo is read.
 */
#ifndef SMM_TTY_H
#define SMM_TTY_H

#include "smm/mem.h"
#include "smm/term.h"

enum { /* what is no character */
	KEY_END = -1,     /* a signal asks us to stop (prog_signal), or the terminal is gone */
	KEY_RESIZED = -2, /* it has another size now */
	KEY_IDLE = -3,    /* nothing was pressed in that time */
	KEY_OTHER = -4,
	KEY_INPUT = -5,   /* what stands beside the keys (`also`) can be read */
	KEY_UP = -10, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_PAGE_UP, KEY_PAGE_DOWN,
	KEY_PASTE, KEY_PASTED, /* what comes between them was pasted */
	KEY_ENTER = '\r', KEY_ESCAPE = 033, KEY_BACKSPACE = 0x7f
};

struct tty {
	int           fd;
	int           also; /* a descriptor that is waited for, too; -1: none */
	enum when     color;
	struct term   term;
	size_t        rows;
	unsigned char in[256]; /* read, not yet taken */
	size_t        start, end;
};

/* One at a time. 0, or -1: there is no terminal, or one that shows no sequences (FAULT_USAGE). */
int  tty_open(struct tty *t, enum when color, struct err *e);
void tty_close(struct tty *t);

/* The next key, a code point or KEY_…; ms: how long to wait, -1: for ever. After KEY_RESIZED the size is known. */
int tty_key(struct tty *t, int ms);

/* The same for commands: what is pasted is no key. */
int  tty_typed(struct tty *t, int ms);

/* All of it in one write, as far as the terminal takes it. */
void tty_write(struct tty *t, const struct buf *b);

/* The screen is another program's meanwhile: as it was found, and ours again. */
void tty_lend(void);
void tty_back(struct tty *t);

/*
 * A text of the person's, made in $VISUAL, $EDITOR or vi, that begins as `text`; blanks at its end left out, arena.
 * NULL with e: the editor cannot be run or left with an error (FAULT_SYS), the text is no UTF-8 or too long
 * (FAULT_INPUT); what was written then stays in a file that e names.
 */
char *tty_edit(struct tty *t, const char *text, struct mem *m, struct err *e);

#endif
