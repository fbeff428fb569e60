/*
 * media_film.c - how long a film lasts, by its movie header
 *
 * ISO/IEC 14496-12: boxes of a size and a name (4.2); `moov` holds `mvhd`, whose time scale and duration are those
 * of the presentation (8.2.2). Everything else is stepped over; what does not fit is not known.
 */
#include "media_film.h"

#include <string.h>
#include <unistd.h>

#define BOXES_MAX 1000 /* more of them, one beside the other, than any film has */
#define MS_MAX    INT64_C(360000000) /* a hundred hours */

struct box {
	int64_t from, to; /* of what it holds */
	char    name[5];
};

static uint64_t
number(const unsigned char *b, int bytes)
{
	uint64_t n = 0;

	while (bytes--)
		n = n << 8 | *b++;
	return n;
}

/* The box at `at`, which must end at `end` or before: 0, or -1. */
static int
read_box(int fd, int64_t at, int64_t end, struct box *box)
{
	unsigned char b[16];
	uint64_t      size;
	int           head = 8;

	if (end - at < head || pread(fd, b, sizeof b, at) < head)
		return -1;
	size = number(b, 4);
	if (size == 1) {
		if (end - at < 16)
			return -1;
		size = number(b + 8, 8);
		head = 16;
	} else if (!size) {
		size = (uint64_t)(end - at);
	}
	if (size < (uint64_t)head || size > (uint64_t)(end - at))
		return -1;
	memcpy(box->name, b + 4, 4);
	box->name[4] = '\0';
	box->from = at + head;
	box->to = at + (int64_t)size;
	return 0;
}

/* The first box of that name between from and to: 0, or -1. */
static int
find_box(int fd, int64_t from, int64_t to, const char *name, struct box *box)
{
	int i;

	for (i = 0; i < BOXES_MAX && read_box(fd, from, to, box) == 0; i++) {
		if (strcmp(box->name, name) == 0)
			return 0;
		from = box->to;
	}
	return -1;
}

int64_t
media_film_ms(int fd, int64_t bytes)
{
	struct box    moov, mvhd;
	unsigned char b[32] = { 0 };
	uint64_t      scale, length;
	int           is_long;

	if (find_box(fd, 0, bytes, "moov", &moov) || find_box(fd, moov.from, moov.to, "mvhd", &mvhd))
		return 0;
	if (pread(fd, b, sizeof b, mvhd.from) != (ssize_t)sizeof b || mvhd.to - mvhd.from < (int64_t)sizeof b)
		return 0;
	is_long = b[0] == 1; /* version 1: times of 64 bits */
	scale = number(b + (is_long ? 20 : 12), 4);
	length = number(b + (is_long ? 24 : 16), is_long ? 8 : 4);
	if (!scale || length / scale > MS_MAX / 1000)
		return 0;
	return (int64_t)(length * 1000 / scale);
}
