/* charter_terms.c - words, phrases and patterns of a rule, and files of them */
#include "charter_parts.h"

#include "smm/lines.h"
#include "smm/utf8.h"

#include <string.h>
#include <sys/stat.h>

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

/* A line of a file of words: blanks around it do not count, '#' begins a remark. */
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
	if (len)
		add_term(t, kind, mem_dup(t->draft->mem, line, len));
}

/* Room at once for all lines of a file that is not large: room that is not needed is never touched. */
static void
expect_lines(struct charter *c, int fd)
{
	struct stat st;

	if (!fstat(fd, &st) && st.st_size <= EXPECTED_MAX)
		make_room(c, (size_t)st.st_size / LINE_BYTES);
}

static int
read_term_file(const struct place *p, const struct node *n, const char *path, enum term_kind kind, struct err *e)
{
	struct terms_place *t = p->all;
	const char         *full = *path == '/' ? path : mem_fmt(p->mem, "%s/%s", t->draft->charter->dir, path);
	struct lines        l;
	struct err          why;
	char               *line;
	size_t              len;
	int                 got;

	if (lines_open(&l, full, &why))
		return yaml_fail(p->yaml, n->mark, e, "%s", why.text);
	expect_lines(t->draft->charter, l.fd);
	while ((got = lines_next(&l, &line, &len, NULL, &why)) == LINES_GOT) {
		if (utf8_valid(line, len) < len) {
			yaml_fail(p->yaml, n->mark, e, "%s:%zu: found bytes that are not UTF-8", full, l.number);
			break;
		}
		add_line(t, kind, line, len);
	}
	if (got == LINES_ERROR || got == LINES_LONG)
		yaml_fail(p->yaml, n->mark, e, "%s", got == LINES_LONG ? "the file has a line over 16 MiB" : why.text);
	lines_close(&l);
	return got == LINES_END ? 0 : -1;
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
