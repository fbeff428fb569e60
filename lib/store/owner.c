/* owner.c - who holds a lease, and whether that process still lives */
#include "backend.h"

#include "smm/hash.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define UNKNOWN "-" /* what this system does not tell */

struct owner {
	char host[256]; /* name and a digest of the machine's id: names alone are not unique */
	char boot[64];
	char space[64]; /* of process ids: containers of one machine see different ones */
	char start[32]; /* of the process: an id is used again one day */
	long pid;
};

static void
set_unknown(char *out, size_t size)
{
	if (!*out)
		snprintf(out, size, "%s", UNKNOWN);
}

/* The first word of a small file of the system. */
static void
read_word(const char *path, char *out, size_t size)
{
	FILE *f = fopen(path, "re");

	*out = '\0';
	if (f && fgets(out, (int)size, f))
		out[strcspn(out, " \n")] = '\0';
	if (f)
		fclose(f);
	set_unknown(out, size);
}

/* machine-id(5) asks not to show the id itself. */
static void
read_host(char *out, size_t size)
{
	char id[64], digest[DIGEST_SIZE];

	if (gethostname(out, size))
		*out = '\0';
	out[size - 16] = '\0';
	out[strcspn(out, " ")] = '\0';
	set_unknown(out, size);
	read_word("/etc/machine-id", id, sizeof id);
	hash_digest(id, strlen(id), digest);
	snprintf(out + strlen(out), 14, "/%.12s", strchr(digest, ':') + 1);
}

static void
read_space(char *out, size_t size)
{
	ssize_t len = readlink("/proc/self/ns/pid", out, size - 1);

	out[len > 0 ? len : 0] = '\0';
	set_unknown(out, size);
}

/* State and start of a process (proc(5), stat, fields 3 and 22); "-" where /proc does not tell. */
static char
read_process(long pid, char *start, size_t size)
{
	char        path[64], text[1024], state;
	const char *s;
	size_t      n = 0;
	int         field;
	FILE       *f;

	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	f = fopen(path, "re");
	if (f) {
		n = fread(text, 1, sizeof text - 1, f);
		fclose(f);
	}
	text[n] = '\0';
	s = strrchr(text, ')'); /* the name before it may hold anything */
	state = s && s[1] ? s[2] : *UNKNOWN;
	for (field = 2; s && field < 22; field++)
		s = strchr(s + 1, ' ');
	snprintf(start, size, "%.*s", s ? (int)strcspn(s + 1, " \n") : 0, s ? s + 1 : "");
	set_unknown(start, size);
	return state;
}

/* Nothing two handles share, not even those of one process. */
static uint64_t
handle(void)
{
	static unsigned count;
	struct timespec t;
	uint64_t        n;

	if (getrandom(&n, sizeof n, 0) == (ssize_t)sizeof n)
		return n;
	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec + ++count;
}

void
owner_self(char out[OWNER_SIZE])
{
	struct owner o;

	o.pid = (long)getpid();
	read_host(o.host, sizeof o.host);
	read_word("/proc/sys/kernel/random/boot_id", o.boot, sizeof o.boot);
	read_space(o.space, sizeof o.space);
	read_process(o.pid, o.start, sizeof o.start);
	snprintf(out, OWNER_SIZE, "%s %s %s %ld %s %" PRIx64, o.host, o.boot, o.space, o.pid,
	    o.start, handle());
}

static int
owner_read(struct owner *o, const char *text)
{
	return sscanf(text, "%255s %63s %63s %ld %31s", o->host, o->boot, o->space, &o->pid,
	    o->start) == 5 && o->pid > 0 ? 0 : -1;
}

static int
differ(const char *a, const char *b)
{
	return strcmp(a, UNKNOWN) != 0 && strcmp(b, UNKNOWN) != 0 && strcmp(a, b) != 0;
}

static int
process_is_gone(const struct owner *o)
{
	char start[32], state;

	if (kill((pid_t)o->pid, 0) && errno == ESRCH)
		return 1;
	state = read_process(o->pid, start, sizeof start);
	return state == 'Z' || state == 'X' || differ(o->start, start);
}

int
owner_is_dead(const char *self, const char *other)
{
	struct owner me, o;

	if (owner_read(&me, self) || owner_read(&o, other) || strcmp(me.host, o.host) != 0)
		return 0; /* another machine: only the end of its lease can tell */
	if (differ(me.boot, o.boot))
		return 1;
	if (strcmp(me.space, o.space) != 0)
		return 0;
	return process_is_gone(&o);
}
