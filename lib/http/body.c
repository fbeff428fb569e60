/* body.c - a request's body, read in pieces: files stream from disk */
#include "body.h"

#include "smm/base64.h"
#include "smm/media.h"
#include "smm/mem.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define BASE64_RAW 12288 /* bytes of a file that become characters at once; a multiple of three */

static struct piece *
piece_add(struct body *b)
{
	b->pieces = mem_grow(b->pieces, (b->npieces + 1) * sizeof *b->pieces);
	memset(b->pieces + b->npieces, 0, sizeof *b->pieces);
	b->pieces[b->npieces].fd = -1;
	return b->pieces + b->npieces++;
}

static void
add_text(struct body *b, const char *text, size_t len)
{
	struct piece *p = piece_add(b);

	p->text = text;
	p->len = (int64_t)len;
	b->total += p->len;
}

struct range { /* what is sent of a file, and how */
	const char         *path;
	int64_t             from, bytes;
	const struct stamp *stamp;
	int                 is_base64;
};

static int64_t
time_changed(const struct stat *st)
{
	return st->st_mtim.tv_sec * INT64_C(1000000000) + st->st_mtim.tv_nsec;
}

static int
set_range(struct piece *p, const struct range *r, struct err *e)
{
	if (r->stamp->bytes && (p->bytes != r->stamp->bytes || p->changed != r->stamp->changed))
		return err_set(e, FAULT_INPUT, "%s was changed since it was checked; put it back, or begin anew with "
		    "smm-post --settle ID=again", r->path);
	p->from = r->from;
	p->raw = r->bytes ? r->bytes : p->bytes - r->from;
	if (p->from < 0 || p->raw < 0 || p->raw > p->bytes - p->from)
		return err_set(e, FAULT_BUG, "%s has %" PRId64 " bytes, %" PRId64 " are to be sent from %" PRId64 " on",
		    r->path, p->bytes, p->raw, p->from);
	p->len = p->is_base64 ? (p->raw + 2) / 3 * 4 : p->raw;
	return 0;
}

/* Size and time are fixed now. */
static int
add_file(struct body *b, const char *root, const struct range *r, struct err *e)
{
	struct piece *p = piece_add(b);
	struct stat   st;

	p->name = r->path;
	p->is_base64 = r->is_base64;
	p->fd = media_open(root, r->path, e);
	if (p->fd < 0)
		return -1;
	if (fstat(p->fd, &st))
		return err_sys(e, "stat %s", r->path);
	p->bytes = st.st_size;
	p->changed = time_changed(&st);
	if (set_range(p, r, e))
		return -1;
	b->total += p->len;
	return 0;
}

/* A quoted string of a multipart header (WHATWG HTML, multipart/form-data encoding algorithm). */
static void
add_quoted(struct buf *b, const char *s)
{
	buf_char(b, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\r' || *s == '\n')
			buf_fmt(b, "%%%02X", (unsigned char)*s);
		else
			buf_char(b, *s);
	}
	buf_char(b, '"');
}

static void
add_part_head(struct buf *b, const char *boundary, const struct part *p)
{
	buf_fmt(b, "--%s\r\nContent-Disposition: form-data; name=", boundary);
	add_quoted(b, p->name);
	if (p->file) {
		buf_str(b, "; filename=");
		add_quoted(b, p->file_name ? p->file_name : "file");
		buf_fmt(b, "\r\nContent-Type: %s", p->type ? p->type : "application/octet-stream");
	}
	buf_str(b, "\r\n\r\n");
}

static int
add_part_file(struct body *b, const char *root, const struct part *p, struct err *e)
{
	struct range r = { p->file, p->from, p->bytes, &p->stamp, 0 };

	return add_file(b, root, &r, e);
}

/* All heads and fields are written first: pieces then point into a buffer that stays put. */
static int
open_parts(struct body *b, const struct req *r, const char *root, struct err *e)
{
	unsigned char random[12];
	char          boundary[40] = "smm";
	size_t       *ends = mem_get((r->nparts + 1) * sizeof *ends), i, from = 0;
	int           rc = 0;

	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		memset(random, 'x', sizeof random);
	for (i = 0; i < sizeof random; i++)
		snprintf(boundary + 3 + 2 * i, 3, "%02x", random[i]);
	snprintf(b->type, sizeof b->type, "multipart/form-data; boundary=%s", boundary);
	for (i = 0; i < r->nparts; i++) {
		if (i)
			buf_str(&b->texts, "\r\n");
		add_part_head(&b->texts, boundary, r->parts + i);
		if (!r->parts[i].file)
			buf_str(&b->texts, r->parts[i].value);
		ends[i] = b->texts.len;
	}
	buf_fmt(&b->texts, "\r\n--%s--\r\n", boundary);
	for (i = 0; i < r->nparts && !rc; i++) {
		add_text(b, b->texts.at + from, ends[i] - from);
		from = ends[i];
		if (r->parts[i].file)
			rc = add_part_file(b, root, r->parts + i, e);
	}
	add_text(b, b->texts.at + from, b->texts.len - from);
	free(ends);
	return rc;
}

static int
open_joined(struct body *b, const struct req *r, const char *root, struct err *e)
{
	size_t i;

	for (i = 0; i < r->nparts; i++) {
		const struct part *p = r->parts + i;
		struct range       file = { p->file, p->from, p->bytes, &p->stamp, !p->plain };

		if (!p->file)
			add_text(b, p->value, strlen(p->value));
		else if (add_file(b, root, &file, e))
			return -1;
	}
	return 0;
}

int
body_open(struct body *b, const struct req *r, const char *media_root, struct err *e)
{
	struct range file = { r->file, r->from, r->bytes, &r->stamp, 0 };

	memset(b, 0, sizeof *b);
	snprintf(b->type, sizeof b->type, "%s", r->type ? r->type : "");
	switch (r->body) {
	case BODY_NONE:
		return 0;
	case BODY_TEXT:
		add_text(b, r->text, r->len);
		return 0;
	case BODY_FILE:
		return add_file(b, media_root, &file, e);
	case BODY_PARTS:
		return open_parts(b, r, media_root, e);
	case BODY_JOINED:
		return open_joined(b, r, media_root, e);
	}
	return err_set(e, FAULT_BUG, "body of kind %d", (int)r->body);
}

void
body_release(struct body *b)
{
	size_t i;

	for (i = 0; i < b->npieces; i++)
		if (b->pieces[i].fd >= 0)
			close(b->pieces[i].fd);
	free(b->pieces);
	buf_release(&b->texts);
	memset(b, 0, sizeof *b);
}

const char *
body_text(const struct body *b)
{
	return !b->npieces ? "" : b->npieces == 1 ? b->pieces->text : NULL;
}

void
body_rewind(struct body *b)
{
	b->at = 0;
	b->done = b->sent = 0;
}

static int
is_as_it_was(const struct piece *p)
{
	struct stat st;

	return fstat(p->fd, &st) == 0 && st.st_size == p->bytes && time_changed(&st) == p->changed;
}

/* Of what is sent of the file: at most `size` bytes from `from` on. */
static int64_t
read_file(const struct piece *p, int64_t from, char *to, size_t size, struct err *e)
{
	ssize_t n;

	if ((int64_t)size > p->raw - from)
		size = (size_t)(p->raw - from);
	do
		n = pread(p->fd, to, size, p->from + from);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_sys(e, "read %s", p->name);
	if (!n || (from + n == p->raw && !is_as_it_was(p)))
		return err_set(e, FAULT_INPUT, "%s was changed while it was sent", p->name);
	return n;
}

/* The same, and never less as long as there is more. */
static int64_t
read_whole(const struct piece *p, int64_t from, char *to, size_t size, struct err *e)
{
	int64_t n = 1, have = 0;

	for (; n > 0 && have < (int64_t)size && from + have < p->raw; have += n > 0 ? n : 0)
		n = read_file(p, from + have, to + have, size - (size_t)have, e);
	return n < 0 ? n : have;
}

/* Three bytes of the file are four characters, so it is read from the group on that `from` stands in. */
static int64_t
read_base64(const struct piece *p, int64_t from, char *to, size_t size, struct err *e)
{
	char       raw[BASE64_RAW];
	struct buf coded = { 0 };
	int64_t    skip = from % 4, n = read_whole(p, from / 4 * 3, raw, sizeof raw, e);

	if (n < 0)
		return -1;
	base64_add(&coded, raw, (size_t)n);
	n = (int64_t)coded.len - skip;
	if (n > (int64_t)size)
		n = (int64_t)size;
	memcpy(to, coded.at + skip, (size_t)n);
	buf_release(&coded);
	return n;
}

static int64_t
read_piece(const struct piece *p, int64_t from, char *to, size_t size, struct err *e)
{
	if (p->is_base64)
		return read_base64(p, from, to, size, e);
	if (!p->text)
		return read_file(p, from, to, size, e);
	if ((int64_t)size > p->len - from)
		size = (size_t)(p->len - from);
	memcpy(to, p->text + from, size);
	return (int64_t)size;
}

int64_t
body_read(struct body *b, char *to, size_t size)
{
	int64_t n;

	while (b->at < b->npieces && b->done == b->pieces[b->at].len) {
		b->at++;
		b->done = 0;
	}
	if (b->at == b->npieces)
		return 0;
	n = read_piece(b->pieces + b->at, b->done, to, size, &b->err);
	if (n > 0) {
		b->done += n;
		b->sent += n;
	}
	return n;
}
