/* whole.c - a file that is written whole, or stays as it was (lines.h) */
#include "smm/lines.h"

#include "smm/buf.h"
#include "smm/file.h"
#include "smm/mem.h"
#include "smm/prog.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names that stand for a descriptor, a device or a pipe: nothing can be put in their place. */
static int
is_special(const char *path)
{
	struct stat st;

	return strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0 ||
	    (stat(path, &st) == 0 && !S_ISREG(st.st_mode));
}

/* As the old file, or as open() would have made it. */
static int
set_mode(int fd, const struct stat *old)
{
	mode_t mask;

	if (old)
		return (geteuid() != old->st_uid || getegid() != old->st_gid) &&
		    fchown(fd, old->st_uid, old->st_gid) ? -1 : fchmod(fd, old->st_mode & 07777);
	mask = umask(0);
	umask(mask);
	return fchmod(fd, 0666 & ~mask);
}

/* -1: nothing can be made beside it that would be like the old one. */
static int
open_beside(struct out *o, const struct stat *old)
{
	struct buf name = { 0 };
	int        fd;

	buf_fmt(&name, "%s.XXXXXX", o->place);
	fd = mkstemp(name.at);
	if (fd >= 0 && (fcntl(fd, F_SETFD, FD_CLOEXEC) || set_mode(fd, old))) {
		unlink(name.at);
		close(fd);
		fd = -1;
	}
	o->fd = fd;
	o->beside = fd < 0 ? NULL : mem_copy(name.at);
	buf_release(&name);
	return fd < 0 ? -1 : 0;
}

static void
forget(struct out *o)
{
	free(o->beside);
	free(o->place);
	o->beside = o->place = NULL;
}

/* Where a symbolic link leads is replaced, not the link. */
int
out_open_whole(struct out *o, const char *path, struct err *e)
{
	struct stat st;
	int         is_there;

	if (!path || strcmp(path, "-") == 0 || is_special(path))
		return out_open(o, path, e);
	is_there = stat(path, &st) == 0;
	if (is_there && access(path, W_OK))
		return err_sys(e, "open %s", path);
	out_begin(o, NULL, NULL);
	o->name = path;
	o->place = is_there ? realpath(path, NULL) : mem_copy(path);
	if (o->place && !open_beside(o, is_there ? &st : NULL)) {
		o->owned = 1;
		return 0;
	}
	forget(o);
	free(o->at);
	return out_open(o, path, e);
}

void
out_abandon(struct out *o)
{
	if (!o->beside)
		return;
	unlink(o->beside);
	forget(o);
}

int
out_put_in_place(struct out *o, struct err *e)
{
	int rc = 0;

	if (!o->beside)
		return 0;
	if (fsync(o->fd))
		rc = err_sys(e, "write %s", o->name);
	else if (rename(o->beside, o->place))
		rc = err_sys(e, "rename %s to %s", o->beside, o->name);
	if (rc) {
		out_abandon(o);
		return rc;
	}
	rc = file_flush_folder(o->place, e);
	forget(o);
	return rc;
}

void
out_drop(struct out *o)
{
	struct err ignored;

	out_abandon(o);
	out_close(o, &ignored);
}

static int
is_empty(const struct out *o)
{
	return !o->len && lseek(o->fd, 0, SEEK_CUR) == 0;
}

int
out_end(struct out *o, int rc, int some_failed, struct err *e)
{
	if (!o->at)
		return rc;
	if (!rc && !(o->beside && (prog_signal || (some_failed && is_empty(o)))))
		return out_close(o, e);
	out_drop(o);
	return rc;
}
