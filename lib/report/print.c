/* print.c - our own pages and charts, on paper and as pictures */
#include "smm/print.h"

#include "chart_parts.h"
#include "markup.h"
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#define PIXELS 2 /* for each of the drawing's own */

struct printing {
	const struct ink *ink;
	struct sheet     *s;
	struct markup     m;
	struct mem       *mem;
	struct buf        text; /* of the element at hand */
	struct buf        css;
};

static enum tone
tone_of(const struct markup *m)
{
	return markup_has_class(m, "good") ? TONE_GOOD : markup_has_class(m, "bad") ? TONE_BAD :
	    markup_has_class(m, "warn") ? TONE_WARN : markup_has_class(m, "muted") ? TONE_FAINT : TONE_PLAIN;
}

/* The text of the element just opened, for as long as the page is printed. */
static const char *
take_text(struct printing *p)
{
	markup_text(&p->m, &p->text);
	return mem_str(p->mem, p->text.at);
}

/* --- texts --------------------------------------------------------------------------------------------- */

static int
put_heading(struct printing *p, struct err *e)
{
	enum tone tone = tone_of(&p->m);
	int       level = p->m.name[1] - '0';

	(void)e;
	sheet_heading(p->s, level, tone, take_text(p));
	return 0;
}

static int
put_text(struct printing *p, struct err *e)
{
	static const struct {
		const char *name;
		struct look look;
	} looks[] = {
		{ "p", { "P", 9.5, 0, TONE_PLAIN, 4, 0, 0, NULL } },
		{ "li", { "LI", 9.5, 0, TONE_PLAIN, 2, 14, 0, "•" } },
		{ "dt", { "P", 8.5, 1, TONE_PLAIN, 8, 0, 36, NULL } },
		{ "dd", { "P", 8.5, 0, TONE_PLAIN, 1, 0, 0, NULL } },
		{ "footer", { "P", 8, 0, TONE_FAINT, 18, 0, 0, NULL } },
	};
	struct look look = looks[0].look;
	enum tone   tone = tone_of(&p->m);
	size_t      i;

	(void)e;
	for (i = 0; i < sizeof looks / sizeof *looks; i++)
		if (strcmp(p->m.name, looks[i].name) == 0)
			look = looks[i].look;
	if (tone != TONE_PLAIN)
		look.tone = tone;
	sheet_text(p->s, &look, take_text(p));
	return 0;
}

static int
pass_over(struct printing *p, struct err *e)
{
	const char *from;
	size_t      len;

	(void)e;
	markup_whole(&p->m, &from, &len);
	return 0;
}

/* --- tiles --------------------------------------------------------------------------------------------- */

static void
take_note(struct printing *p, struct tile *t)
{
	enum tone   tone = tone_of(&p->m);
	const char *text = take_text(p);

	if (t->nnotes == SHEET_NOTES)
		return;
	t->tones[t->nnotes] = tone == TONE_PLAIN ? TONE_FAINT : tone;
	t->notes[t->nnotes++] = text;
}

static void
take_tile(struct printing *p, struct tile *t)
{
	enum part part;

	*t = (struct tile){ .title = "", .value = "" };
	while ((part = markup_next(&p->m)) != PART_END) {
		if (part == PART_CLOSE && strcmp(p->m.name, "li") == 0)
			return;
		if (part != PART_OPEN)
			continue;
		if (strcmp(p->m.name, "span") == 0)
			t->title = take_text(p);
		else if (strcmp(p->m.name, "b") == 0)
			t->value = take_text(p);
		else
			take_note(p, t);
	}
}

/* ul: tiles are read together; of other lists each item is printed when it comes. */
static int
put_list(struct printing *p, struct err *e)
{
	struct tile *tiles = NULL;
	size_t       count = 0, room = 0;
	enum part    part;

	(void)e;
	if (!markup_has_class(&p->m, "tiles"))
		return 0;
	while ((part = markup_next(&p->m)) != PART_END && !(part == PART_CLOSE && strcmp(p->m.name, "ul") == 0)) {
		if (part != PART_OPEN || strcmp(p->m.name, "li") != 0)
			continue;
		tiles = mem_more(p->mem, tiles, count, &room, sizeof *tiles);
		take_tile(p, tiles + count++);
	}
	sheet_tiles(p->s, tiles, count);
	return 0;
}

/* --- tables -------------------------------------------------------------------------------------------- */

#define COLUMNS 64

struct reading { /* a table, its head first */
	const char       *head[COLUMNS];
	char              right[COLUMNS];
	size_t            columns, place;
	struct table     *table;
	struct cell_text *row;
};

static void
take_head(struct printing *p, struct reading *r)
{
	char        right = markup_has_class(&p->m, "number") ? 'r' : 'l';
	const char *text = take_text(p);

	if (r->columns == COLUMNS)
		return;
	r->right[r->columns] = right;
	r->head[r->columns++] = text;
}

static void
take_cell(struct printing *p, struct reading *r)
{
	enum tone   tone = tone_of(&p->m);
	const char *text = take_text(p);

	if (r->row && r->place < r->columns)
		r->row[r->place++] = (struct cell_text){ text, tone };
}

static void
take_part(struct printing *p, struct reading *r)
{
	if (strcmp(p->m.name, "caption") == 0)
		take_text(p);
	else if (strcmp(p->m.name, "tbody") == 0)
		r->table = table_new(p->mem, NULL, r->head, r->right, r->columns);
	else if (strcmp(p->m.name, "tr") == 0 && r->table) {
		r->row = table_row(p->mem, r->table);
		r->place = 0;
	} else if (strcmp(p->m.name, "th") == 0 && !r->table)
		take_head(p, r);
	else if (strcmp(p->m.name, "th") == 0 || strcmp(p->m.name, "td") == 0)
		take_cell(p, r);
}

static int
put_table(struct printing *p, struct err *e)
{
	struct reading *r = mem_alloc(p->mem, sizeof *r);
	enum part       part;

	(void)e;
	while ((part = markup_next(&p->m)) != PART_END && !(part == PART_CLOSE && strcmp(p->m.name, "table") == 0))
		if (part == PART_OPEN)
			take_part(p, r);
	if (r->table)
		sheet_table(p->s, r->table);
	return 0;
}

/* --- charts -------------------------------------------------------------------------------------------- */

/* Within a page a drawing has no name space of its own, and colours that only browsers know. */
static int
put_chart(struct printing *p, struct err *e)
{
	static const struct look said = { "Caption", 8, 0, TONE_FAINT, 2, 0, 0, NULL };
	struct buf    svg = { 0 };
	struct markup within;
	const char   *from;
	size_t        len;
	int           rc;

	markup_whole(&p->m, &from, &len);
	buf_str(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	buf_add(&svg, from + 4, len - 4);
	rc = sheet_chart(p->s, svg.at, svg.len, p->css.at, e);
	buf_release(&svg);
	markup_open(&within, from, len);
	while (!rc && markup_next(&within) != PART_END)
		if (strcmp(within.name, "desc") == 0) {
			markup_text(&within, &p->text);
			sheet_text(p->s, &said, p->text.at);
			break;
		}
	return rc;
}

/* --- the page ------------------------------------------------------------------------------------------ */

static int
put_element(struct printing *p, struct err *e)
{
	static const struct {
		const char *name;
		int       (*put)(struct printing *, struct err *);
	} elements[] = {
		{ "h1", put_heading }, { "h2", put_heading }, { "h3", put_heading }, { "p", put_text },
		{ "li", put_text }, { "dt", put_text }, { "dd", put_text }, { "footer", put_text },
		{ "ul", put_list }, { "table", put_table }, { "svg", put_chart }, { "head", pass_over },
		{ "a", pass_over }, { "details", pass_over },
	};
	size_t i;

	for (i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strcmp(p->m.name, elements[i].name) == 0)
			return elements[i].put(p, e);
	return 0;
}

int
print_pdf(const struct buf *html, const char *title, int64_t now, struct buf *pdf, struct err *e)
{
	struct printing p = { .ink = ink_load(e) };
	struct err      ignored;
	enum part       part;
	int             rc = 0;

	p.s = p.ink ? sheet_new(p.ink, title, now, pdf, e) : NULL;
	if (!p.s)
		return -1;
	p.mem = mem_new();
	chart_style(&p.css);
	buf_str(&p.css, ".h{display:none}"); /* what only a pointer finds */
	markup_open(&p.m, html->at, html->len);
	while (!rc && (part = markup_next(&p.m)) != PART_END)
		if (part == PART_OPEN)
			rc = put_element(&p, e);
	if (sheet_end(p.s, rc ? &ignored : e))
		rc = -1;
	buf_release(&p.css);
	buf_release(&p.text);
	mem_free(p.mem);
	return rc;
}

/* --- a chart alone ------------------------------------------------------------------------------------- */

static int
draw_png(const struct ink *ink, struct ink_svg *s, const struct ink_area *box, struct buf *png, struct err *e)
{
	struct ink_area     at = { 0, 0, box->width, box->height };
	struct ink_surface *image = ink->image_create(INK_RGB24, (int)box->width * PIXELS, (int)box->height * PIXELS);
	struct ink_context *c = ink->create(image);
	int                 rc, status;

	ink->color(c, 1, 1, 1);
	ink->paint(c);
	ink->scale(c, PIXELS, PIXELS);
	rc = ink_svg_put(ink, s, c, &at, e);
	status = rc ? 0 : ink->write_png(image, ink_into_buf, png);
	ink->free(c);
	ink->surface_free(image);
	return status ? err_set(e, FAULT_SYS, "Cairo cannot write the picture: %s", ink->words(status)) : rc;
}

int
print_png(const struct buf *svg, struct buf *png, struct err *e)
{
	const struct ink *ink = ink_load(e);
	struct ink_area   box;
	struct ink_svg   *s = ink ? ink_svg_read(ink, svg->at, svg->len, NULL, &box, e) : NULL;
	int               rc;

	if (!s)
		return -1;
	rc = draw_png(ink, s, &box, png, e);
	ink->unref(s);
	return rc;
}
