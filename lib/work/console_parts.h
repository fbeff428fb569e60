/* console_parts.h - what the parts of the console call of each other; private to lib/work/console*.c */
#ifndef SMM_CONSOLE_PARTS_H
#define SMM_CONSOLE_PARTS_H

#include "smm/console.h"
#include "smm/mem.h"
#include "smm/tone.h"

#include "tty.h"

struct card { /* a message */
	json_t *record;
	char   *words;    /* an answer that was begun and not sent, or NULL */
	int     priority; /* 0 urgent to 3 low */
	int64_t due;      /* INT64_MAX: not said */
	int     open;     /* nothing final was done about it */
	int     seen;     /* it was shown */
	int     waiting;  /* something was decided that is not yet done: not shown */
};

struct turn { /* a card's, by what comes first */
	int     priority;
	int64_t due, at;
	size_t  card;
};

struct deed { /* what was done, to be undone */
	size_t card;
	char  *id;
	enum { DEED_SENT, DEED_TOLD, DEED_CLOSED } kind; /* to the network; to a team; to nobody */
};

struct kept { /* what is open, in a file */
	char      *path, *lock;
	int        seat; /* descriptor of the lock that whoever sits here has; -1: not taken */
	struct buf more; /* lines not yet in the file */
};

struct offer { /* an answer that is shown before it leaves; no text: none */
	const char *op;
	char       *text, *by, *heading;
	char       *wrong; /* what tone.h says of it, or NULL */
};

enum showing { SHOW_MESSAGE, SHOW_HELP, SHOW_TEMPLATES };

struct console {
	struct console_settings set;
	struct mem             *mem;     /* of one key */
	struct kept             kept;
	struct card            *cards;
	size_t                  ncards, room;
	struct turn            *order;   /* of the cards, in which they are shown */
	size_t                  order_room;
	size_t                  here;    /* the card shown; ncards: none is open */
	struct feed            *feed;    /* more messages; NULL: no more */
	int                     loaded;  /* what comes in now becomes a card at once */
	json_t                 *index;   /* message id -> card */
	json_t                 *pending; /* action id -> action that has no final result */
	struct deed            *deeds;
	size_t                  ndeeds, deed_room;
	size_t                  looked;  /* thread and history are of that card; SIZE_MAX: of none */
	json_t                 *thread;  /* or NULL */
	json_t                 *history; /* member records, or NULL */
	/* the screen */
	struct tty              tty;
	enum showing            showing;
	struct offer            offer;
	struct tone            *tone;
	struct buf              frame, said; /* said: the line above the keys */
	struct buf              held;    /* result lines for a terminal, until the screen is left */
	size_t                  scroll;
	int                     exit;
};

/* console_kept.c. The file's place; nothing is opened. */
void kept_init(struct kept *k, const struct conf *conf);
void kept_release(struct kept *k);
/* Takes the seat. 0, or -1 (FAULT_AGAIN: somebody has it). */
int  kept_sit(struct kept *k, struct err *e);
/* A line that is to be kept; kept_flush() puts all of them to the disk. */
void kept_line(struct kept *k, const char *line, size_t len);
void kept_record(struct kept *k, const json_t *record);
int  kept_flush(struct kept *k, struct err *e);
/*
 * What is left open, the caller's: messages, `words` that were begun about them ({"type", "message", "text"}), actions
 * that have no final result; what has expired is not. to_write: the file then has that and no more. NULL with e.
 */
json_t *kept_tidy(struct kept *k, int to_write, struct err *e);
/* Whether a result settles its message, and its action. */
int console_settles(const char *op, const char *status);
int console_is_final(const char *status);

/* console_in.c */
int console_load(struct console *c, struct err *e);   /* what is open, in the file */
int console_gather(struct console *c, struct err *e); /* what comes, until nothing came for a while */
int console_take_in(struct console *c, struct err *e); /* what is there now */
void console_sort(struct console *c);

/* console.c */
const char *text_at(const json_t *j, const char *name); /* "" when there is none */
struct card *console_card(struct console *c); /* the one shown, or NULL */
void console_say(struct console *c, const char *fmt, ...) SMM_PRINTF(2, 3);
/* To the first open card that was not shown yet, else to the next one, round the end; or back. 0: there is no other. */
int  console_next(struct console *c, int forward);
size_t console_count(const struct console *c, size_t *rank); /* open ones; rank: the how manyth is shown, from 1 */
void console_settle(struct console *c, size_t card);
void console_reopen(struct console *c, size_t card);
int  console_keep_words(struct console *c, const char *words, struct err *e);

/* console_do.c: carries out an action, or takes back the last deed; what became of it is said. 0 or -1. */
int console_do(struct console *c, json_t *action, struct err *e);
int console_undo(struct console *c, struct err *e);
/* Decisions that an earlier console could not bring to their end. */
int console_resume(struct console *c, struct err *e);

/* console_look.c: the conversation and the author's history of the card shown. */
int  console_has_to_look(const struct console *c);
void console_look(struct console *c);

void console_withdraw(struct console *c); /* the answer that is shown, if any */

/* console_draw.c: one screen, in one write; prompt: typed so far, shown with a cursor, NULL: none. */
void console_draw(struct console *c);
void console_draw_line(struct console *c, const char *prompt, const char *typed);

/* console_line.c: a line typed by the person, that begins as `text`; *given: enter was pressed, not escape. Arena. */
const char *console_line(struct console *c, const char *prompt, const char *text, int *given);
/* Yes or no. */
int console_confirm(struct console *c, const char *question);

/* console_keys.c: what a key means. 0 go on, 1 leave, -1. */
int console_key(struct console *c, int key, struct err *e);
/* The keys with what they do, for the help and the bottom line: NULL at the end. */
const char *console_key_help(size_t i, int *key, int *is_main);

#endif
