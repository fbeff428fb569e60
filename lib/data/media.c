/* media.c - pictures and films: what a file really is */
#include "smm/media.h"

#include "media_film.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef SYS_openat2
#include <linux/openat2.h>
#endif

#define HEAD_MAX (256 << 10) /* how far into a file a JPEG's size is looked for */

/* The path below root, without leading slashes; NULL when it lies elsewhere. */
static const char *
below(const char *root, const char *path)
{
	size_t len = strlen(root);

	if (*path != '/')
		return path;
	while (len > 1 && root[len - 1] == '/')
		len--;
	if (strncmp(path, root, len) != 0 || (path[len] != '/' && len > 1))
		return NULL;
	path += len;
	return path + strspn(path, "/");
}

static int
has_dots(const char *path)
{
	const char *s;

	for (s = strstr(path, ".."); s; s = strstr(s + 1, ".."))
		if ((s == path || s[-1] == '/') && (s[2] == '/' || !s[2]))
			return 1;
	return 0;
}

#ifdef SYS_openat2
/* The kernel keeps the whole path below the folder, whatever others rename meanwhile (Linux 5.6). */
static int
open_beneath(int dir, const char *path)
{
	struct open_how how = {
		.flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};

	return (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
}
#else
static int
open_beneath(int dir, const char *path)
{
	(void)dir;
	(void)path;
	errno = ENOSYS;
	return -1;
}
#endif

/*
 * Where the kernel has no such call: opens one name after the other, none of which may be a link.
 * Takes `dir`.
 */
static int
open_each(int dir, const char *path)
{
	char   name[256];
	size_t len;
	int    fd, last;

	for (;;) {
		len = strcspn(path, "/");
		if (!len || len >= sizeof name) {
			errno = ENOENT;
			break;
		}
		memcpy(name, path, len);
		name[len] = '\0';
		path += len + strspn(path + len, "/");
		last = !*path;
		fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY));
		close(dir);
		if (fd < 0 || last)
			return fd;
		dir = fd;
	}
	close(dir);
	return -1;
}

static int
open_below(int dir, const char *path)
{
	int fd = -1, why;

	errno = EXDEV;
	if (!has_dots(path))
		fd = open_beneath(dir, path);
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return open_each(dir, path);
	why = errno;
	close(dir);
	errno = why;
	return fd;
}

static int
cannot_open(const char *root, const char *path, struct err *e)
{
	switch (errno) {
	case EXDEV:
		return err_set(e, FAULT_INPUT, "%s lies outside %s; media must be below it", path, root);
	case ELOOP:
		return err_set(e, FAULT_INPUT, "%s is a symbolic link; put the file itself there", path);
	case ENOTDIR:
		return err_set(e, FAULT_INPUT, "%s: a part of the path is no folder, or a symbolic link", path);
	default:
		err_sys(e, "open %s", path);
		e->fault = FAULT_INPUT;
		return -1;
	}
}

int
media_open(const char *root, const char *path, struct err *e)
{
	const char *inside = below(root, path);
	struct stat st;
	int         dir, fd;

	if (!inside) {
		errno = EXDEV;
		return cannot_open(root, path, e);
	}
	while (inside[0] == '.' && inside[1] == '/')
		inside += 2;
	dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return err_sys(e, "open %s", root);
	fd = open_below(dir, inside);
	if (fd < 0)
		return cannot_open(root, path, e);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	return err_set(e, FAULT_INPUT, "%s is %s, a picture, film or sound was expected", path,
	    S_ISDIR(st.st_mode) ? "a folder" : "no regular file");
}

static unsigned
big16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static unsigned
little16(const unsigned char *p)
{
	return (unsigned)p[1] << 8 | p[0];
}

static unsigned
big32(const unsigned char *p)
{
	return big16(p) << 16 | big16(p + 2);
}

/* ISO/IEC 10918-1, B.1.1.3: markers C0 to CF, but for C4, C8 and CC, begin a frame with its size. */
static void
jpeg_size(int fd, struct media *m)
{
	unsigned char b[9];
	off_t         at = 2;
	unsigned      len;

	while (at < HEAD_MAX && pread(fd, b, sizeof b, at) == (ssize_t)sizeof b && b[0] == 0xff) {
		if (b[1] == 0xff) { /* fill byte */
			at++;
			continue;
		}
		if (b[1] >= 0xc0 && b[1] <= 0xcf && b[1] != 0xc4 && b[1] != 0xc8 && b[1] != 0xcc) {
			m->height = (int)big16(b + 5);
			m->width = (int)big16(b + 7);
			return;
		}
		len = big16(b + 2);
		if (len < 2 || b[1] == 0xda)
			return;
		at += 2 + (off_t)len;
	}
}

/* RFC 9649 (WebP): VP8 , VP8L and VP8X chunks each tell the size in their own way. */
static void
webp_size(const unsigned char *b, struct media *m)
{
	unsigned bits;

	if (memcmp(b + 12, "VP8X", 4) == 0) {
		m->width = (int)(b[24] | (unsigned)b[25] << 8 | (unsigned)b[26] << 16) + 1;
		m->height = (int)(b[27] | (unsigned)b[28] << 8 | (unsigned)b[29] << 16) + 1;
	} else if (memcmp(b + 12, "VP8L", 4) == 0) {
		bits = little16(b + 21) | little16(b + 23) << 16;
		m->width = (int)(bits & 0x3fff) + 1;
		m->height = (int)(bits >> 14 & 0x3fff) + 1;
	} else if (memcmp(b + 12, "VP8 ", 4) == 0) {
		m->width = (int)(little16(b + 26) & 0x3fff);
		m->height = (int)(little16(b + 28) & 0x3fff);
	}
}

/* ISO/IEC 14496-12: the major brand of the ftyp box. */
static const char *
ftyp_type(const unsigned char *b)
{
	static const struct {
		const char *brand, *type;
	} brands[] = {
		{ "avif", "image/avif" }, { "avis", "image/avif" }, { "heic", "image/heic" },
		{ "heix", "image/heic" }, { "mif1", "image/heif" }, { "msf1", "image/heif" },
		{ "qt  ", "video/quicktime" }, { "M4A ", "audio/mp4" },
	};
	size_t i;

	for (i = 0; i < sizeof brands / sizeof *brands; i++)
		if (memcmp(b + 8, brands[i].brand, 4) == 0)
			return brands[i].type;
	return "video/mp4";
}

static const struct {
	const char *magic;
	size_t      len;
	const char *type;
} magics[] = {
	{ "\x89PNG\r\n\x1a\n", 8, "image/png" },
	{ "\xff\xd8\xff", 3, "image/jpeg" },
	{ "GIF87a", 6, "image/gif" },
	{ "GIF89a", 6, "image/gif" },
	{ "\x1a\x45\xdf\xa3", 4, "video/webm" },
	{ "OggS", 4, "audio/ogg" },
	{ "fLaC", 4, "audio/flac" },
	{ "ID3", 3, "audio/mpeg" },
	{ "\xff\xfb", 2, "audio/mpeg" },
	{ "%PDF-", 5, "application/pdf" },
};

static const char *
type_of(const unsigned char *b)
{
	size_t i;

	if (memcmp(b, "RIFF", 4) == 0 && memcmp(b + 8, "WEBP", 4) == 0)
		return "image/webp";
	if (memcmp(b + 4, "ftyp", 4) == 0)
		return ftyp_type(b);
	for (i = 0; i < sizeof magics / sizeof *magics; i++)
		if (memcmp(b, magics[i].magic, magics[i].len) == 0)
			return magics[i].type;
	return NULL;
}

static void
read_size(int fd, const unsigned char *b, struct media *m)
{
	if (strcmp(m->type, "image/png") == 0) {
		m->width = (int)(big32(b + 16) & 0x7fffffff);
		m->height = (int)(big32(b + 20) & 0x7fffffff);
	} else if (strcmp(m->type, "image/gif") == 0) {
		m->width = (int)little16(b + 6);
		m->height = (int)little16(b + 8);
	} else if (strcmp(m->type, "image/webp") == 0) {
		webp_size(b, m);
	} else if (strcmp(m->type, "image/jpeg") == 0) {
		jpeg_size(fd, m);
	}
}

int
media_probe(int fd, struct media *m, struct err *e)
{
	unsigned char head[32] = { 0 }; /* a shorter file is followed by zeros */
	struct stat   st;

	memset(m, 0, sizeof *m);
	if (fstat(fd, &st))
		return err_sys(e, "stat");
	m->bytes = st.st_size;
	m->changed = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
	if (!st.st_size)
		return err_set(e, FAULT_INPUT, "the file is empty");
	if (pread(fd, head, sizeof head, 0) < 0)
		return err_sys(e, "read");
	m->type = type_of(head);
	if (m->type)
		read_size(fd, head, m);
	if (m->type && (strcmp(m->type, "video/mp4") == 0 || strcmp(m->type, "video/quicktime") == 0))
		m->duration = media_film_ms(fd, m->bytes);
	return 0;
}
