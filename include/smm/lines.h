/*
 * lines.h - lines in, lines out
 *
 * Reads whole lines from a descriptor through one buffer of 256 KiB (grown for longer lines up to
 * LINE_MAX_BYTES, design: section 3) and writes them through one of 64 KiB. The lent line stays
 * valid until the next call; it is followed by a NUL that is not part of it, and so are 63 further
 * bytes that may be read.
 */
#ifndef SMM_LINES_H
#define SMM_LINES_H

#include "smm/err.h"

#include <stddef.h>

#define LINE_MAX_BYTES (16u << 20)

struct out;

struct lines {
	const char *name;   /* for messages: the path, or "<stdin>" */
	size_t      number; /* of the line last read, from 1 */
	size_t      taken;  /* bytes of the lines read so far, with their line feeds */
	int         fd, eof, owned;
	char       *at;
	size_t      size, start, end;
	size_t      feed; /* where the line feed behind start is; 0: not looked for yet, or there is none */
};

/* What lines_next() found. */
enum { LINES_ERROR = -1, LINES_END = 0, LINES_GOT = 1, LINES_LONG = 2 };

/* NULL or "-" is standard input. The name is kept, not copied. 0 or -1. */
int  lines_open(struct lines *l, const char *path, struct err *e);
void lines_close(struct lines *l);

/*
 * LINES_GOT: *line has the next one without its line feed (a carriage return before it is
 * dropped; a last line without line feed counts). LINES_LONG: a line over LINE_MAX_BYTES was
 * passed over, and copied to `rejects` if that is not NULL. LINES_ERROR: e is set, to FAULT_AGAIN when a signal
 * (prog_signal) asked to stop while it waited.
 */
int lines_next(struct lines *l, char **line, size_t *len, struct out *rejects, struct err *e);

/*
 * What is in the buffer, from *at on: bytes, of which the last line may not be whole; behind them a NUL and 63 further
 * bytes that may be read. lines_pass() says that one line of it was read, so many bytes with its line feed. *at stays
 * valid until lines_next(), which alone reads more.
 */
size_t lines_peek(const struct lines *l, char **at);
void   lines_pass(struct lines *l, size_t len);

/* In which line, from 1, a byte of a whole text stands. */
size_t lines_number(const char *text, size_t at);

/* True when a call of lines_next() would have to wait for more input: a good time to flush. */
int lines_would_block(struct lines *l);

/* Takes bytes. 0, or -1 with e set. */
typedef int out_take(void *arg, const char *data, size_t len, struct err *e);

struct out {
	const char *name;
	int         fd, owned, kind;
	char       *at;
	size_t      len;
	out_take   *take; /* NULL: the descriptor */
	void       *arg;
	char       *beside, *place; /* of out_open_whole(): what is written, and whose name it takes; NULL: neither */
};

/* NULL or "-" is standard output; another path is created or emptied, mode 0666 & ~umask. */
int out_open(struct out *o, const char *path, struct err *e);

/*
 * The same for what is of use only when it is whole and can be asked for again, a report or a plan: what stood there
 * stays until out_close() or out_hand_over() put the new in its place, with its mode and owner; out_drop() leaves it as
 * it was. It is written beside, to "PATH.XXXXXX". Devices, pipes, /dev/ and /proc/, and files beside which nothing can
 * be made, are opened as by out_open(). What tells of things done, or goes on, is for out_open(): it must not wait.
 */
int  out_open_whole(struct out *o, const char *path, struct err *e);
void out_drop(struct out *o); /* releases; of other files and standard output, what was added is written */

/*
 * The end of a program's output. Nothing takes the place of a whole file when the work failed (rc), a signal stopped
 * it, or some of it failed and nothing was written. rc, or -1 with e set; rc when it was never opened.
 */
int out_end(struct out *o, int rc, int some_failed, struct err *e);

/* Bytes go to a function instead of a descriptor. */
void out_begin(struct out *o, out_take *take, void *arg);

/* Bytes, or bytes and a line feed. Nothing is lost: 0, or -1 when the file could not take them. */
int out_add(struct out *o, const void *data, size_t len, struct err *e);
int out_line(struct out *o, const char *line, size_t len, struct err *e);
int out_flush(struct out *o, struct err *e);

/* A file of out_open_whole(): flushed before, it takes its name; or it is taken away, what is added later with it. */
int  out_put_in_place(struct out *o, struct err *e);
void out_abandon(struct out *o);

/*
 * Flushes, and waits until whoever reads a pipe has taken every byte (files and terminals have at once):
 * what this accepts is certainly not lost in a pipe that nobody reads any more. FAULT_CLOSED when
 * the reader left before, FAULT_AGAIN when a signal asks us to stop and it does not read.
 */
int out_hand_over(struct out *o, struct err *e);

int out_close(struct out *o, struct err *e); /* flushes; releases in any case */

#endif
