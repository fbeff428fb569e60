/* store_owner.c - whether the holder of a lease is certainly gone */
#include "../../lib/store/backend.h"

#include "tap.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HOST, BOOT, SPACE, PID, START, HANDLE, WORDS };

static char self[OWNER_SIZE];

/* An owner with one word changed; valid until the next but one call. */
static const char *
change(const char *s, int which, const char *word)
{
	static char outs[2][OWNER_SIZE];
	static int  turn;
	char       *out = outs[turn = !turn];
	int         i, len, size = 0;

	for (i = 0; i < WORDS; i++, s += len + (s[len] == ' ')) {
		len = (int)strcspn(s, " ");
		size += snprintf(out + size, OWNER_SIZE - (size_t)size, "%s%.*s", i ? " " : "",
		    i == which ? (int)strlen(word) : len, i == which ? word : s);
	}
	return out;
}

static const char *
with(int which, const char *word)
{
	return change(self, which, word);
}

static void
is_dead(const char *other, int want, const char *what)
{
	if (!is_int(owner_is_dead(self, other), want, what))
		printf("# self  %s\n# other %s\n", self, other);
}

static pid_t
past_pid(void)
{
	int   status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	waitpid(pid, &status, 0);
	return pid;
}

int
main(void)
{
	char gone[20], again[OWNER_SIZE];
	int  has_proc = access("/proc/self/stat", R_OK) == 0;

	owner_self(self);
	owner_self(again);
	snprintf(gone, sizeof gone, "%ld", (long)past_pid());
	is_str(with(WORDS, ""), self, "an owner has six words");
	ok(strcmp(self, again) != 0, "two stores of one process are two owners");
	ok(strlen(self) < OWNER_SIZE - 1, "which fit");
	ok(!strpbrk(self, "\n\t"), "on a line");

	is_dead(self, 0, "this process lives");
	is_dead(again, 0, "and so it does as another owner");
	is_dead(with(PID, gone), 1, "one that is no more is dead");
	is_dead(with(START, "1"), has_proc, "its id given to another: dead");
	is_dead(with(START, "-"), 0, "an id that lives, nothing else known: not certainly dead");
	is_dead(with(BOOT, "00000000-0000-0000-0000-000000000000"), has_proc, "an earlier boot");
	is_dead(with(BOOT, "-"), 0, "boot not known, the process lives");
	is_dead(change(with(PID, gone), HOST, "elsewhere/0123456789ab"), 0,
	    "another machine: who knows");
	is_dead(change(with(PID, gone), SPACE, "pid:[1]"), !has_proc,
	    "another container, whose ids mean nothing here: who knows");
	is_dead("", 0, "nothing");
	is_dead("elsewhere", 0, "one word");
	is_dead(with(PID, "many"), 0, "no number");
	is_dead(with(PID, "-1"), 0, "no process");
	is_dead(with(PID, "0"), 0, "not a process either");
	return done();
}
