/* owner.c - who holds a lease, and whether that process still lives */
#include "backend.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first word of a small file of the system; "-" when there is none. */
static void
read_word(const char *path, char *out, size_t size)
{
	FILE *f = fopen(path, "re");

	snprintf(out, size, "-");
	if (!f)
		return;
	if (fgets(out, (int)size, f))
		out[strcspn(out, " \n")] = '\0';
	if (!*out)
		snprintf(out, size, "-");
	fclose(f);
}

/* When a process began, in the system's ticks (proc(5), stat, field 22): tells two of one id apart. */
static void
read_start(long pid, char *out, size_t size)
{
	char        path[64], text[1024];
	const char *s;
	size_t      n = 0;
	int         field;
	FILE       *f;

	snprintf(out, size, "-");
	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	f = fopen(path, "re");
	if (f) {
		n = fread(text, 1, sizeof text - 1, f);
		fclose(f);
	}
	text[n] = '\0';
	s = strrchr(text, ')'); /* the name before it may hold anything */
	for (field = 2; s && field < 22; field++)
		s = strchr(s + 1, ' ');
	if (s)
		snprintf(out, size, "%.*s", (int)strcspn(s + 1, " \n"), s + 1);
}

static void
read_host(char *host, size_t size, char *boot, size_t boot_size)
{
	if (gethostname(host, size))
		snprintf(host, size, "-");
	host[size - 1] = '\0';
	host[strcspn(host, " ")] = '\0';
	read_word("/proc/sys/kernel/random/boot_id", boot, boot_size);
}

void
owner_self(char out[OWNER_SIZE])
{
	char host[256], boot[64], start[32];

	read_host(host, sizeof host, boot, sizeof boot);
	read_start((long)getpid(), start, sizeof start);
	snprintf(out, OWNER_SIZE, "%s %s %ld %s", host, boot, (long)getpid(), start);
}

int
owner_is_dead(const char *owner)
{
	char host[256], boot[64], start[32], h[256], b[64], st[32];
	long pid;

	if (sscanf(owner, "%255s %63s %ld %31s", h, b, &pid, st) != 4)
		return 0;
	read_host(host, sizeof host, boot, sizeof boot);
	if (strcmp(h, host) != 0)
		return 0; /* another machine: only its lease can tell */
	if (strcmp(b, boot) != 0)
		return 1;
	if (kill((pid_t)pid, 0) && errno == ESRCH)
		return 1;
	read_start(pid, start, sizeof start);
	return strcmp(st, start) != 0;
}
