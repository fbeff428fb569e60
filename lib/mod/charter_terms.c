/* charter_terms.c - words, phrases and patterns of a rule, and files of them */
#include "charter_parts.h"

#include "smm/lines.h"
#include "smm/utf8.h"

#include <string.h>

static void
add_term(struct terms_place *t, enum term_kind kind, const char *text, const struct mark *mark)
{
	struct draft   *d = t->draft;
	struct charter *c = d->charter;

	if (!t->when->has_terms) {
		t->when->has_terms = 1;
		t->when->terms = c->nsets++;
	}
	if (c->nterms == c->term_room) {
		c->term_room = c->term_room ? 2 * c->term_room : 64;
		c->terms = mem_grow(c->terms, c->term_room * sizeof *c->terms);
	}
	c->terms[c->nterms++] = (struct term){
		.text = text, .mark = mark, .set = (uint32_t)t->when->terms, .kind = (unsigned char)kind,
	};
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
		add_term(t, kind, mem_dup(t->draft->mem, line, len), NULL);
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
	struct mark              *mark;

	if (n->type == NODE_MAP)
		return yaml_map(p->yaml, n, fields, &f, p->mem, e) || read_term_file(p, n, f.file, kind, e) ? -1 : 0;
	if (n->type != NODE_SCALAR || !n->len || node_is_nothing(n))
		return yaml_expected(p->yaml, n, "a text that is not empty, or { file: PATH }", e);
	mark = mem_alloc(p->mem, sizeof *mark);
	*mark = n->mark;
	add_term(p->all, kind, mem_dup(p->mem, n->text, n->len), mark);
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
