/* film.c - how long a film lasts, as its header says; and headers that lie */
#include "smm/media.h"

#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#define FTYP "\0\0\0\x18" "ftypmp42\0\0\0\0mp42isom"

static const struct {
	const char *what;
	const char *bytes;
	size_t      len;
	int64_t     ms;
} films[] = {
#define FILM(what, bytes, ms) { what, bytes, sizeof(bytes) - 1, ms }
	FILM("90 s, a scale of 600", FTYP "\0\0\0\x30moov\0\0\0\x28mvhd\0\0\0\0" "cccc" "mmmm" "\0\0\x02\x58" "\0\0\xd2\xf0"
	    "............", 90000),
	FILM("behind other boxes, in 64 bits", FTYP "\0\0\0\x0c" "freexxxx" "\0\0\0\x01mdat\0\0\0\0\0\0\0\x14zzzz"
	    "\0\0\0\x38moov\0\0\0\x30mvhd\x01\0\0\0" "cccccccc" "mmmmmmmm" "\0\0\x03\xe8" "\0\0\0\0\0\x04\x93\xe1"
	    "........", 300001),
	FILM("the last box goes to the end", FTYP "\0\0\0\0moov\0\0\0\x28mvhd\0\0\0\0" "cccc" "mmmm" "\0\0\0\x01"
	    "\0\0\0\x05" "............", 5000),
	FILM("no moov", FTYP "\0\0\0\x0c" "freexxxx", 0),
	FILM("moov without mvhd", FTYP "\0\0\0\x14moov\0\0\0\x0c" "freexxxx", 0),
	FILM("a box longer than the file", FTYP "\x7f\xff\xff\xffmoov\0\0\0\x28mvhd", 0),
	FILM("a box of 64 bits longer than any file", FTYP "\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff" "mvhd", 0),
	FILM("a box shorter than its head", FTYP "\0\0\0\x04moov\0\0\0\x28mvhd", 0),
	FILM("a scale of 0", FTYP "\0\0\0\x30moov\0\0\0\x28mvhd\0\0\0\0" "cccc" "mmmm" "\0\0\0\0" "\0\0\xd2\xf0"
	    "............", 0),
	FILM("unknown length", FTYP "\0\0\0\x38moov\0\0\0\x30mvhd\x01\0\0\0" "cccccccc" "mmmmmmmm" "\0\0\x03\xe8"
	    "\xff\xff\xff\xff\xff\xff\xff\xff" "........", 0),
	FILM("cut within mvhd", FTYP "\0\0\0\x18moov\0\0\0\x10mvhd\0\0\0\0cccc", 0),
};

static int64_t
duration(const char *bytes, size_t len)
{
	char         path[] = "/tmp/smm-film-XXXXXX";
	int          fd = mkstemp(path);
	struct media m = { .duration = -1 };
	struct err   e;

	unlink(path);
	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || media_probe(fd, &m, &e))
		m.duration = -1;
	close(fd);
	return m.duration;
}

int
main(void)
{
	size_t i, n, wild = 0;

	for (i = 0; i < sizeof films / sizeof *films; i++)
		is_int(duration(films[i].bytes, films[i].len), films[i].ms, films[i].what);
	for (n = sizeof FTYP - 1; n < films[0].len; n++)
		wild += duration(films[0].bytes, n) != 0;
	is_int(wild, 0, "cut anywhere, it is not known");
	return done();
}
