/* slow_flush.c - preloaded: each flush takes FLUSH_US microseconds longer, as on an ordinary disk */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void
wait_long(void)
{
	const char     *us = getenv("FLUSH_US");
	long            n = us ? atol(us) : 0;
	struct timespec t = { n / 1000000, n % 1000000 * 1000 };

	nanosleep(&t, NULL);
}

int
fsync(int fd)
{
	wait_long();
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	wait_long();
	return (int)syscall(SYS_fdatasync, fd);
}
