/*
 * shim.c - preloaded into a program: counts what it writes, flushes, renames and sends; spoils one of these
 *
 * usage: LD_PRELOAD=shim.so CRASH_LOG=FILE PROGRAM ...               each point's kind, a line each, in FILE
 *        LD_PRELOAD=shim.so CRASH_AT=N CRASH_KIND=KIND CRASH_FAULT=FAULT PROGRAM ...
 *                the N-th point, from 1, is spoiled; if it is of another kind in this run, the next of KIND
 *
 * Kinds: `write` (regular files alone: pipes and terminals are not counted), `sync`, `rename` (and unlink),
 * `send` (anything written to a socket, whichever function does it). `memory` is counted by itself, and its count
 * the last line of FILE. Faults:
 *
 *   kill    killed (SIGKILL) before the call
 *   torn    half of the bytes, then killed
 *   eio     this call fails with EIO, the next works again
 *   enospc  this and all later writes, flushes and renames fail with ENOSPC: the disk stays full
 *   before  the connection is cut before anything of this call is sent
 *   during  ... after half of it
 *   after   ... after all of it: no answer is read
 *   nomem   this allocation fails, the next works again
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum fate { FATE_PASS, FATE_FAIL, FATE_HALF_KILL, FATE_HALF_CUT, FATE_ALL_CUT };

static atomic_long points, allocations;
static atomic_int  struck, disk_full;

/* glibc's own, as what is preloaded stands before them */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

/* of 64-bit offsets everywhere; headers hide these without large-file macros */
ssize_t pwrite64(int fd, const void *data, size_t len, off_t at);
int     ftruncate64(int fd, off_t len);

static int
fails_with(int code)
{
	errno = code;
	return FATE_FAIL;
}

static void
die(void)
{
	syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

static void
log_point(const char *kind)
{
	const char *path = getenv("CRASH_LOG");
	char        line[40] = "";
	int         fd;

	if (!path)
		return;
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	strncat(line, kind, sizeof line - 2);
	strncat(line, "\n", 2);
	syscall(SYS_write, fd, line, strlen(line));
	syscall(SYS_close, fd);
}

/* Whether it is this call's turn: runs with several connections differ a little in their order. */
static int
is_turn(const char *kind)
{
	const char *at = getenv("CRASH_AT"), *wanted = getenv("CRASH_KIND");

	return at && wanted && atomic_fetch_add(&points, 1) + 1 >= strtol(at, NULL, 10) &&
	    strcmp(kind, wanted) == 0 && !atomic_exchange(&struck, 1);
}

/* What becomes of this call, errno set if it fails. */
static enum fate
strike(const char *kind, int fd)
{
	const char *fault = getenv("CRASH_FAULT");

	log_point(kind);
	if (disk_full && strcmp(kind, "send") != 0)
		return fails_with(ENOSPC);
	if (!fault || !is_turn(kind))
		return FATE_PASS;
	if (strcmp(fault, "kill") == 0)
		die();
	if (strcmp(fault, "torn") == 0)
		return FATE_HALF_KILL;
	if (strcmp(fault, "during") == 0)
		return FATE_HALF_CUT;
	if (strcmp(fault, "after") == 0)
		return FATE_ALL_CUT;
	if (strcmp(fault, "before") == 0) {
		shutdown(fd, SHUT_RDWR);
		return fails_with(ECONNRESET);
	}
	disk_full = strcmp(fault, "enospc") == 0;
	return fails_with(disk_full ? ENOSPC : EIO);
}

/* How much of LEN is to be written. */
static size_t
share(enum fate f, size_t len)
{
	return f == FATE_HALF_KILL || f == FATE_HALF_CUT ? len / 2 : len;
}

/* After the bytes; the writer learns of a cut when it reads. */
static ssize_t
finish(enum fate f, int fd, ssize_t done, size_t len)
{
	if (f == FATE_HALF_KILL)
		die();
	if (f == FATE_HALF_CUT || f == FATE_ALL_CUT) {
		shutdown(fd, SHUT_RDWR);
		return (ssize_t)len;
	}
	return done;
}

static const char *
kind_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return NULL;
	return S_ISSOCK(st.st_mode) ? "send" : S_ISREG(st.st_mode) ? "write" : NULL;
}

ssize_t
write(int fd, const void *data, size_t len)
{
	const char *kind = kind_of(fd);
	enum fate   f = kind ? strike(kind, fd) : FATE_PASS;

	return f == FATE_FAIL ? -1 : finish(f, fd, syscall(SYS_write, fd, data, share(f, len)), len);
}

ssize_t
pwrite64(int fd, const void *data, size_t len, off_t at)
{
	enum fate f = strike("write", fd);

	return f == FATE_FAIL ? -1 : finish(f, fd, syscall(SYS_pwrite64, fd, data, share(f, len), at), len);
}

ssize_t
pwrite(int fd, const void *data, size_t len, off_t at)
{
	return pwrite64(fd, data, len, at);
}

/* Several buffers: half of them is the first. */
ssize_t
writev(int fd, const struct iovec *at, int count)
{
	const char *kind = kind_of(fd);
	enum fate   f = kind ? strike(kind, fd) : FATE_PASS;
	size_t      len = 0;
	int         i;

	for (i = 0; i < count; i++)
		len += at[i].iov_len;
	return f == FATE_FAIL ? -1 :
	    finish(f, fd, syscall(SYS_writev, fd, at, share(f, len) < len ? 1 : count), len);
}

ssize_t
sendto(int fd, const void *data, size_t len, int flags, const struct sockaddr *to, socklen_t size)
{
	enum fate f = strike("send", fd);

	return f == FATE_FAIL ? -1 : finish(f, fd, syscall(SYS_sendto, fd, data, share(f, len), flags, to, size), len);
}

ssize_t
send(int fd, const void *data, size_t len, int flags)
{
	return sendto(fd, data, len, flags, NULL, 0);
}

ssize_t
sendmsg(int fd, const struct msghdr *m, int flags)
{
	struct msghdr part = *m;
	enum fate     f = strike("send", fd);
	size_t        len = 0, i;

	for (i = 0; i < m->msg_iovlen; i++)
		len += m->msg_iov[i].iov_len;
	part.msg_iovlen = share(f, len) < len ? 1 : m->msg_iovlen;
	return f == FATE_FAIL ? -1 : finish(f, fd, syscall(SYS_sendmsg, fd, &part, flags), len);
}

int
fsync(int fd)
{
	return strike("sync", fd) == FATE_FAIL ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return strike("sync", fd) == FATE_FAIL ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
rename(const char *from, const char *to)
{
	return strike("rename", -1) == FATE_FAIL ? -1 :
	    (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
unlink(const char *path)
{
	return strike("rename", -1) == FATE_FAIL ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int
ftruncate(int fd, off_t len)
{
	return strike("write", fd) == FATE_FAIL ? -1 : (int)syscall(SYS_ftruncate, fd, len);
}

int
ftruncate64(int fd, off_t len)
{
	return ftruncate(fd, len);
}

/* --- memory --------------------------------------------------------------------------------------- */

static int
is_refused(void)
{
	static long wanted = -1; /* 0: none */
	const char *at = getenv("CRASH_AT"), *kind = getenv("CRASH_KIND");

	if (wanted < 0)
		wanted = at && kind && strcmp(kind, "memory") == 0 ? strtol(at, NULL, 10) : 0;
	if (atomic_fetch_add(&allocations, 1) + 1 != wanted)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	return is_refused() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return is_refused() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return is_refused() ? NULL : __libc_realloc(old, size);
}

static __attribute__((destructor)) void
log_allocations(void)
{
	char words[32];

	snprintf(words, sizeof words, "memory %ld", atomic_load(&allocations));
	log_point(words);
}
