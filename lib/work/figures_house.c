/* figures_house.c - words of the house on a report: read, filled with figures, put between them */
#include "figures_house.h"

#include "smm/html.h"
#include "smm/lang.h"
#include "smm/yaml.h"

#include <string.h>

/* --- the file --------------------------------------------------------------------------------------- */

/* A colour is a line across the page, never text: whatever it is, everything stays readable. */
static int
read_accent(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || n->len != 7 || *n->text != '#' ||
	    strspn(n->text + 1, "0123456789abcdefABCDEF") != 6)
		return yaml_expected(p->yaml, n, "a colour like \"#2454b8\", in quotes", e);
	*(const char **)p->to = mem_dup(p->mem, n->text, n->len);
	return 0;
}

static int
read_comment(const struct place *p, const struct node *n, struct err *e)
{
	struct variables *comments = p->to;
	const char       *near = kpi_find(p->key, strlen(p->key)) ? NULL : kpi_near(p->key), *text;
	struct place      inner = *p;

	if (!kpi_find(p->key, strlen(p->key)))
		return yaml_fail(p->yaml, p->mark, e, "there is no figure \"%s\"%s%s", p->key,
		    near ? ", the nearest is " : "", near ? near : "");
	if (variables_find(comments, p->key))
		return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	inner.to = &text;
	if (field_name(&inner, n, e))
		return -1;
	variables_add(comments, p->mem, p->key, text);
	return 0;
}

static int
read_comments(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_comment, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

static const struct field fields[] = {
	{ "title",    field_name,    offsetof(struct house, title),    0 },
	{ "intro",    field_name,    offsetof(struct house, intro),    0 },
	{ "closing",  field_name,    offsetof(struct house, closing),  0 },
	{ "accent",   read_accent,   offsetof(struct house, accent),   0 },
	{ "comments", read_comments, offsetof(struct house, comments), 0 },
	{ 0 }
};

struct house *
house_read(const char *path, struct mem *m, struct err *e)
{
	struct house *h = mem_alloc(m, sizeof *h);
	struct yaml  *y;
	struct node   n;
	int           rc;

	if (yaml_open(&y, path, FAULT_CONF, e))
		return NULL;
	h->path = path;
	rc = yaml_next(y, &n, e) || yaml_map(y, &n, fields, h, m, e) || yaml_next(y, &n, e) ? -1 : 0;
	yaml_close(y);
	h->said = mem_alloc(m, h->comments.count + 1);
	return rc ? NULL : h;
}

/* --- figures in texts ------------------------------------------------------------------------------- */

static void
add_figures(struct figures *f, const struct figure_rows *whole, struct variables *v)
{
	const struct kpi_row *row;
	struct buf            b = { 0 };

	for (row = whole->at; row < whole->at + whole->count; row++) {
		if (row->rank || variables_find(v, row->def->id))
			continue;
		buf_clear(&b);
		if (row->has_value)
			figures_put(f, row, row->value, &b);
		else
			buf_str(&b, figures_word(f, WORD_NONE));
		variables_add(v, f->mem, row->def->id, mem_str(f->mem, b.at));
	}
	buf_release(&b);
}

static int
fill(const struct figures *f, const char *key, const char **text, const struct variables *v, struct err *e)
{
	const char *filled = *text ? template_fill(*text, v, f->mem, e) : NULL;

	if (*text && !filled) {
		e->fault = FAULT_CONF;
		return err_in(e, "%s: %s", f->house->path, key);
	}
	*text = filled;
	return 0;
}

int
house_fill(struct figures *f, const struct figure_rows *whole, struct err *e)
{
	struct house    *h = f->house;
	struct variables v = { 0 };
	size_t           i;

	v.advice = tr("give a figure of this report (--kpi), or write \\{{ for the braces themselves");
	add_figures(f, whole, &v);
	if (fill(f, "title", &h->title, &v, e) || fill(f, "intro", &h->intro, &v, e) ||
	    fill(f, "closing", &h->closing, &v, e))
		return -1;
	for (i = 0; i < h->comments.count; i++)
		if (fill(f, h->comments.at[i].name, &h->comments.at[i].value, &v, e))
			return -1;
	return 0;
}

/* --- on the page ------------------------------------------------------------------------------------ */

const char *
house_comment(struct house *h, const char *kpi)
{
	size_t i;

	for (i = 0; h && i < h->comments.count; i++)
		if (!h->said[i] && strcmp(h->comments.at[i].name, kpi) == 0) {
			h->said[i] = 1;
			return h->comments.at[i].value;
		}
	return NULL;
}

void
house_check(struct figures *f)
{
	const struct house *h = f->house;
	size_t              i;

	for (i = 0; i < h->comments.count; i++)
		if (!h->said[i])
			f->set.warn("--template: the comment on %s is left out: the figure is not in this report",
			    h->comments.at[i].name);
}

/* The end of a paragraph, and where the next one begins. */
static size_t
paragraph(const char *text, const char **next)
{
	const char *end = strstr(text, "\n\n");
	size_t      len = end ? (size_t)(end - text) : strlen(text);

	*next = text + len + strspn(text + len, "\n");
	return len;
}

void
house_html(const char *text, const char *class, struct buf *b)
{
	const char *next;
	size_t      len;

	for (; text && *text; text = next) {
		len = paragraph(text, &next);
		buf_fmt(b, "<p class=\"%s\" dir=\"auto\">", class);
		html_text(b, text, len);
		buf_str(b, "</p>\n");
	}
}

void
house_markdown(const char *text, struct buf *b)
{
	struct mem *m;
	const char *next;
	size_t      len;

	if (!text)
		return;
	m = mem_new();
	for (; *text; text = next) {
		len = paragraph(text, &next);
		markdown_paragraph(b, mem_dup(m, text, len));
		buf_str(b, "\n\n");
	}
	mem_free(m);
}

void
house_comments_markdown(struct figures *f, struct buf *b)
{
	const char *said, *before = "";
	size_t      i;

	for (i = 0; i < f->rows.count; i++) {
		if (strcmp(before, f->rows.at[i].def->id) == 0)
			continue;
		before = f->rows.at[i].def->id;
		said = house_comment(f->house, before);
		if (!said)
			continue;
		buf_str(b, "**");
		markdown_text(b, figures_title(f, f->rows.at[i].def));
		buf_str(b, "**: ");
		house_markdown(said, b);
	}
}
