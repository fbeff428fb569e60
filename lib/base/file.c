/* file.c - small files that must be whole or not there */
#include "smm/file.h"

#include "smm/buf.h"
#include "smm/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
write_text(int fd, const char *text, const char *path, struct err *e)
{
	size_t  len = strlen(text);
	ssize_t n;

	while (len) {
		n = write(fd, text, len);
		if (n < 0 && errno != EINTR)
			return err_sys(e, "write %s", path);
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return fsync(fd) ? err_sys(e, "write %s", path) : 0;
}

/* The name is durable only when the folder is. */
static int
sync_folder(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return err_sys(e, "open %s", path);
	rc = fsync(fd) ? err_sys(e, "write %s", path) : 0;
	close(fd);
	return rc;
}

/* path is written to meanwhile. */
static int
make_folder(char *path, struct err *e)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) && errno != EEXIST)
			return err_sys(e, "make the folder %s", path);
		*slash = '/';
	}
	if (mkdir(path, 0700) && errno != EEXIST)
		return err_sys(e, "make the folder %s", path);
	return 0;
}

static int
replace_file(const char *path, const char *beside, const char *text, struct err *e)
{
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	int rc;

	if (fd < 0)
		return err_sys(e, "open %s", beside);
	rc = write_text(fd, text, beside, e);
	if (close(fd) && !rc)
		rc = err_sys(e, "write %s", beside);
	if (!rc && rename(beside, path))
		rc = err_sys(e, "rename %s", beside);
	if (rc)
		unlink(beside);
	return rc;
}

/* The folder that a path is in; free(). */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char       *folder = mem_copy(slash && slash > path ? path : slash ? "/" : ".");

	if (slash && slash > path)
		folder[slash - path] = '\0';
	return folder;
}

int
file_flush_folder(const char *path, struct err *e)
{
	char *folder = folder_of(path);
	int   rc = sync_folder(folder, e);

	free(folder);
	return rc;
}

int
file_make_folder(const char *path, struct err *e)
{
	char *folder = folder_of(path);
	int   rc = make_folder(folder, e);

	free(folder);
	return rc;
}

int
file_replace(const char *path, const char *text, struct err *e)
{
	struct buf beside = { 0 };
	int        rc = -1;

	buf_fmt(&beside, "%s.new", path);
	if (!file_make_folder(path, e) && !replace_file(path, beside.at, text, e))
		rc = file_flush_folder(path, e);
	buf_release(&beside);
	return rc;
}
