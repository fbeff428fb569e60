/* tty.c - a person at the terminal: a screen of our own, one key at a time */
#include "tty.h"

#include "smm/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#define ROWS_DEFAULT  24
#define COLUMNS_LEAST 12 /* a margin and a word; less is not laid out */
#define COLUMNS_MOST  1000
#define SEQUENCE_MS  60 /* an escape that nothing follows in that time is the key */

/* xterm: alternate screen (1049), bracketed paste (2004), lines that go on in the next row (7), cursor (25) */
#define ENTER "\033[?1049h\033[?2004h\033[?7l\033[?25l"
#define LEAVE "\033[0m\033[?2004l\033[?7h\033[?25h\033[?1049l"

static int                   opened = -1; /* what signal handlers restore; -1: nothing */
static struct termios        before;
static volatile sig_atomic_t resized, entered;

/* The first three ask us to stop; the first five end a wait. */
static const int ours[] = { SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
#define OURS (sizeof ours / sizeof *ours)
static struct sigaction found[OURS]; /* how they were handled */

/* --- in and out: all of it may be called by a signal handler ----------------------------------- */

static void
say(const char *s, size_t len)
{
	ssize_t n;

	while (len && ((n = write(opened, s, len)) > 0 || (n < 0 && errno == EINTR))) {
		s += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

static void
enter(void)
{
	struct termios now = before;

	now.c_iflag &= (tcflag_t)~(ICRNL | INLCR | IXON);
	now.c_lflag &= (tcflag_t)~(ICANON | ECHO | IEXTEN);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	tcsetattr(opened, TCSADRAIN, &now);
	say(ENTER, sizeof ENTER - 1);
	entered = 1;
}

static void
leave(void)
{
	if (!entered)
		return;
	entered = 0;
	say(LEAVE, sizeof LEAVE - 1);
	tcsetattr(opened, TCSADRAIN, &before);
}

static void
at_exit(void)
{
	leave();
}

static void
on_resize(int number)
{
	(void)number;
	resized = 1;
}

/* The second time at once, as everywhere (prog.c). */
static void
on_stop(int number)
{
	if (prog_signal) {
		leave();
		signal(number, SIG_DFL);
		raise(number);
	}
	prog_signal = number;
}

static void
on_crash(int number)
{
	leave();
	signal(number, SIG_DFL);
	raise(number);
}

static void
on_suspend(int number)
{
	int kept = errno, was = entered;

	(void)number;
	leave();
	kill(getpid(), SIGSTOP); /* what follows happens after SIGCONT */
	if (was)
		enter();
	resized = 1;
	errno = kept;
}

static void
catch_ours(void)
{
	struct sigaction a;
	size_t           i;

	memset(&a, 0, sizeof a);
	for (i = 0; i < OURS; i++) {
		a.sa_handler = ours[i] == SIGWINCH ? on_resize : ours[i] == SIGTSTP ? on_suspend :
		    i < 3 ? on_stop : on_crash;
		sigaction(ours[i], &a, found + i);
	}
}

/* --- open, close -------------------------------------------------------------------------------- */

static void
ask_size(struct tty *t)
{
	struct winsize size;

	term_ask(&t->term, t->color, t->fd);
	if (ioctl(t->fd, TIOCGWINSZ, &size))
		size.ws_row = size.ws_col = 0;
	t->rows = size.ws_row ? size.ws_row : ROWS_DEFAULT;
	if (size.ws_col) /* a screen has the width that it has, whatever $COLUMNS says */
		t->term.columns = size.ws_col < COLUMNS_LEAST ? COLUMNS_LEAST :
		    size.ws_col < COLUMNS_MOST ? size.ws_col : COLUMNS_MOST;
}

int
tty_open(struct tty *t, enum when color, struct err *e)
{
	static int  registered;
	const char *kind = getenv("TERM");

	memset(t, 0, sizeof *t);
	t->also = -1;
	t->color = color;
	t->fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (t->fd < 0)
		return err_set(e, FAULT_USAGE, "there is no terminal (/dev/tty) for a person to sit at");
	if ((kind && strcmp(kind, "dumb") == 0) || tcgetattr(t->fd, &before)) {
		close(t->fd);
		return err_set(e, FAULT_USAGE, "this terminal (TERM is \"%s\") cannot show a screen", kind ? kind : "");
	}
	opened = t->fd;
	if (!registered)
		atexit(at_exit);
	registered = 1;
	catch_ours();
	ask_size(t);
	enter();
	return 0;
}

void
tty_close(struct tty *t)
{
	size_t i;

	leave();
	for (i = 0; i < OURS; i++)
		sigaction(ours[i], found + i, NULL);
	close(t->fd);
	opened = t->fd = -1;
}

void
tty_write(struct tty *t, const struct buf *b)
{
	(void)t;
	say(b->at, b->len);
}

/* --- keys --------------------------------------------------------------------------------------- */

/*
 * 1 there is something to read, 2 only beside it, 0 not in that time, -1 a signal came. None is missed between the look
 * and the wait.
 */
static int
wait_input(struct tty *t, int ms)
{
	struct timespec limit = { ms / 1000, ms % 1000 * 1000000L };
	sigset_t        all, now;
	fd_set          set;
	size_t          i;
	int             n = -1;

	sigemptyset(&all);
	for (i = 0; i < 5; i++)
		sigaddset(&all, ours[i]);
	sigprocmask(SIG_BLOCK, &all, &now);
	FD_ZERO(&set);
	FD_SET(t->fd, &set);
	if (t->also >= 0)
		FD_SET(t->also, &set);
	if (!prog_signal && !resized)
		n = pselect((t->fd > t->also ? t->fd : t->also) + 1, &set, NULL, NULL, ms < 0 ? NULL : &limit, &now);
	sigprocmask(SIG_SETMASK, &now, NULL);
	return n <= 0 ? n : FD_ISSET(t->fd, &set) ? 1 : 2;
}

/* One byte, or KEY_…. */
static int
next_byte(struct tty *t, int ms)
{
	ssize_t n;
	int     ready;

	if (t->start < t->end)
		return t->in[t->start++];
	do {
		ready = wait_input(t, ms);
		if (prog_signal)
			return KEY_END;
		if (resized)
			return KEY_RESIZED;
	} while (ready < 0);
	if (ready != 1)
		return ready ? KEY_INPUT : KEY_IDLE;
	n = read(t->fd, t->in, sizeof t->in);
	if (n <= 0)
		return KEY_END;
	t->start = 1;
	t->end = (size_t)n;
	return t->in[0];
}

/* What stands in CSI … before its last byte: arrows have nothing, others a number. */
static int
meaning(int last, int number)
{
	static const int letters[] = { KEY_UP, KEY_DOWN, KEY_RIGHT, KEY_LEFT };

	if (last >= 'A' && last <= 'D')
		return letters[last - 'A'];
	if (last != '~')
		return KEY_OTHER;
	return number == 5 ? KEY_PAGE_UP : number == 6 ? KEY_PAGE_DOWN : number == 200 ? KEY_PASTE :
	    number == 201 ? KEY_PASTED : KEY_OTHER;
}

/* Behind an escape: ECMA-48, 5.4, or SS3 and a letter. */
static int
read_sequence(struct tty *t)
{
	int c = next_byte(t, SEQUENCE_MS), number = 0;

	if (c == 'O')
		return meaning(next_byte(t, SEQUENCE_MS), 0);
	if (c != '[')
		return c == KEY_IDLE ? KEY_ESCAPE : KEY_OTHER;
	for (c = next_byte(t, SEQUENCE_MS); c >= 0x20 && c < 0x40; c = next_byte(t, SEQUENCE_MS))
		if (c >= '0' && c <= '9' && number < 1000)
			number = 10 * number + c - '0';
	return meaning(c, number);
}

static int
read_character(struct tty *t, int first)
{
	size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0, i, used;
	char   s[4] = { (char)first };
	int    c;

	for (i = 1; i <= more; i++) {
		c = next_byte(t, SEQUENCE_MS);
		if (c < 0)
			return KEY_OTHER;
		s[i] = (char)c;
	}
	return utf8_valid(s, more + 1) == more + 1 ? (int)utf8_read(s, more + 1, &used) : KEY_OTHER;
}

int
tty_key(struct tty *t, int ms)
{
	int c = next_byte(t, ms);

	if (c == KEY_RESIZED) {
		resized = 0;
		ask_size(t);
	}
	if (c == KEY_ESCAPE)
		return read_sequence(t);
	if (c == '\n')
		return KEY_ENTER;
	if (c == '\b')
		return KEY_BACKSPACE;
	return c < 0x80 ? c : read_character(t, c);
}

int
tty_typed(struct tty *t, int ms)
{
	int c = tty_key(t, ms);

	if (c != KEY_PASTE)
		return c;
	while (c != KEY_PASTED && c != KEY_END)
		c = tty_key(t, -1);
	return c == KEY_END ? c : KEY_OTHER;
}

void
tty_lend(void)
{
	leave();
}

void
tty_back(struct tty *t)
{
	enter();
	ask_size(t);
}
