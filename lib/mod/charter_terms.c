/* charter_terms.c - words, phrases and patterns of a rule, and files of them */
#include "charter_parts.h"

#include "smm/lines.h"
#include "smm/prog.h"
#include "smm/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_BYTES   4          /* of a word in a file, with its line feed: shorter ones are few */
#define EXPECTED_MAX (1 << 20)

static void
make_room(struct charter *c, size_t more)
{
	size_t need = c->nterms + more, room = c->term_room ? c->term_room : 64;

	while (room < need)
		room *= 2;
	if (room > c->term_room)
		c->terms = mem_grow(c->terms, room * sizeof *c->terms);
	c->term_room = room;
}

static void
add_term(struct terms_place *t, enum term_kind kind, const char *text)
{
	struct charter *c = t->draft->charter;

	if (!t->when->has_terms) {
		t->when->has_terms = 1;
		t->when->terms = c->nsets++;
	}
	make_room(c, 1);
	c->terms[c->nterms++] = (struct term){ text, (uint32_t)t->when->terms, (unsigned char)kind, 0 };
}

static void
add_mark(struct draft *d, struct mark mark)
{
	struct charter *c = d->charter;

	c->marks = mem_more(d->mem, c->marks, c->nmarks, &c->mark_room, sizeof *c->marks);
	c->marks[c->nmarks++] = (struct term_mark){ c->nterms, mark };
}

/* A line of a file of words, behind which a byte is ours: blanks around it do not count, '#' begins a remark. */
static void
add_line(struct terms_place *t, enum term_kind kind, char *line, size_t len)
{
	char *remark = memchr(line, '#', len);

	if (remark && (remark == line || remark[-1] == ' ' || remark[-1] == '\t'))
		len = (size_t)(remark - line);
	while (len && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	while (len && (*line == ' ' || *line == '\t')) {
		line++;
		len--;
	}
	line[len] = '\0';
	if (len)
		add_term(t, kind, line);
}

static int
too_long(struct err *e)
{
	return err_set(e, FAULT_INPUT, "the file has a line over 16 MiB");
}

static int
add_lines(struct terms_place *t, enum term_kind kind, char *text, size_t len, struct err *e)
{
	char *line = text, *end = text + len, *feed;

	make_room(t->draft->charter, (len < EXPECTED_MAX ? len : EXPECTED_MAX) / LINE_BYTES);
	for (; line < end; line = feed + 1) {
		feed = memchr(line, '\n', (size_t)(end - line));
		feed = feed ? feed : end;
		len = (size_t)(feed - line);
		if (len > LINE_MAX_BYTES)
			return too_long(e);
		add_line(t, kind, line, len - (len && feed[-1] == '\r'));
	}
	return 0;
}

/* Whether the line with which a text ends, so far, is too long already: it may never end. */
static int
has_no_end(const char *text, size_t len)
{
	return len > LINE_MAX_BYTES && !memchr(text + len - LINE_MAX_BYTES, '\n', LINE_MAX_BYTES);
}

/* All of it, and a byte behind: the terms stay where they are read. NULL and *e. */
static char *
read_all(struct mem *m, int fd, const char *path, size_t *len, struct err *e)
{
	struct stat st;
	size_t      room = fstat(fd, &st) || st.st_size > EXPECTED_MAX ? EXPECTED_MAX : (size_t)st.st_size + 1;
	char       *text = mem_alloc(m, room);
	ssize_t     n;

	*len = 0;
	do {
		text = mem_more(m, text, *len, &room, 1);
		n = read(fd, text + *len, room - *len < EXPECTED_MAX ? room - *len : EXPECTED_MAX);
		*len += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && !has_no_end(text, *len)) || (n < 0 && errno == EINTR && !prog_signal));
	if (n < 0)
		err_sys(e, "read %s", path);
	else if (n > 0)
		too_long(e);
	return n ? NULL : text;
}

static char *
read_file(struct mem *m, const char *path, size_t *len, struct err *e)
{
	int   fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = fd < 0 ? NULL : read_all(m, fd, path, len, e);

	if (fd < 0)
		err_sys(e, "open %s", path);
	else
		close(fd);
	return text;
}

static int
read_term_file(const struct place *p, const struct node *n, const char *path, enum term_kind kind, struct err *e)
{
	struct terms_place *t = p->all;
	const char         *full = *path == '/' ? path : mem_fmt(p->mem, "%s/%s", t->draft->charter->dir, path);
	struct err          why;
	size_t              len, valid;
	char               *text = read_file(t->draft->mem, full, &len, &why);

	if (!text)
		return yaml_fail(p->yaml, n->mark, e, "%s", why.text);
	valid = utf8_valid(text, len);
	if (valid < len)
		return yaml_fail(p->yaml, n->mark, e, "%s:%zu: found bytes that are not UTF-8", full,
		    lines_number(text, valid));
	return add_lines(t, kind, text, len, &why) ? yaml_fail(p->yaml, n->mark, e, "%s", why.text) : 0;
}

struct file_words {
	const char *file;
};

static int
read_term(const struct place *p, const struct node *n, enum term_kind kind, struct err *e)
{
	static const struct field fields[] = { { "file", field_name, offsetof(struct file_words, file), 1 }, { 0 } };
	struct file_words         f = { 0 };

	if (n->type == NODE_MAP)
		return yaml_map(p->yaml, n, fields, &f, p->mem, e) || read_term_file(p, n, f.file, kind, e) ? -1 : 0;
	if (n->type != NODE_SCALAR || !n->len || node_is_nothing(n))
		return yaml_expected(p->yaml, n, "a text that is not empty, or { file: PATH }", e);
	add_mark(((struct terms_place *)p->all)->draft, n->mark);
	add_term(p->all, kind, mem_dup(p->mem, n->text, n->len));
	return 0;
}

static int
read_one_word(const struct place *p, const struct node *n, struct err *e)
{
	return read_term(p, n, TERM_WORD, e);
}

static int
read_one_phrase(const struct place *p, const struct node *n, struct err *e)
{
	return read_term(p, n, TERM_PHRASE, e);
}

static int
read_one_pattern(const struct place *p, const struct node *n, struct err *e)
{
	return read_term(p, n, TERM_PATTERN, e);
}

static int
read_list(const struct place *p, const struct node *n, field_read *read, struct err *e)
{
	return n->type == NODE_MAP ? read(p, n, e) : yaml_list(p, n, read, e);
}

int
read_words_list(const struct place *p, const struct node *n, struct err *e)
{
	return read_list(p, n, read_one_word, e);
}

int
read_phrases_list(const struct place *p, const struct node *n, struct err *e)
{
	return read_list(p, n, read_one_phrase, e);
}

int
read_patterns_list(const struct place *p, const struct node *n, struct err *e)
{
	return read_list(p, n, read_one_pattern, e);
}
