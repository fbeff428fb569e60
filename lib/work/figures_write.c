/* figures_write.c - rows in the formats of programs: JSON lines, CSV */
#include "figures_ahead.h"
#include "figures_house.h"
#include "figures_page.h"

#include "smm/lang.h"
#include "smm/report.h"
#include "smm/zone.h"

#include <string.h>

void
figures_jsonl(const struct figures *f, struct buf *b)
{
	size_t i;

	for (i = 0; i < f->rows.count; i++) {
		kpi_write(f->rows.at + i, &f->set, b);
		buf_char(b, '\n');
	}
}

static void
csv_wide(struct buf *b, int has, wide n, int is_decimal)
{
	buf_char(b, ',');
	if (has && is_decimal)
		wide_put_decimal(b, n);
	else if (has)
		wide_put(b, n);
}

static void
csv_more(struct buf *b, const char *s)
{
	buf_char(b, ',');
	csv_cell(b, s ? s : "");
}

static void
csv_row(const struct figures *f, const struct kpi_row *row, struct buf *b)
{
	char        text[WHEN_SIZE];
	const char *unit = strcmp(row->def->unit, "money") == 0 ? row->currency : row->def->unit;
	size_t      i;

	csv_cell(b, row->def->id);
	for (i = 0; i < f->set.nkeys; i++)
		csv_more(b, row->labels[i]);
	buf_char(b, ',');
	if (row->rank)
		buf_fmt(b, "%ld", row->rank);
	csv_more(b, row->subject);
	csv_wide(b, row->has_value, row->value, 1);
	csv_more(b, unit && *unit ? unit : "XXX");
	csv_wide(b, row->has_num, row->num, 0);
	csv_wide(b, row->has_den, row->den, 0);
	buf_fmt(b, ",%lld", (long long)row->n);
	csv_wide(b, row->def->beside != NULL, row->without, 0);
	csv_wide(b, row->has_previous, row->previous, 1);
	csv_wide(b, row->has_target, row->target, 1);
	csv_more(b, row->status);
	csv_more(b, row->as_of ? when_write(text, row->as_of, zone_offset(row->as_of)) : "");
	csv_more(b, row->reason);
	csv_more(b, row->method);
	csv_more(b, row->text);
	buf_str(b, "\r\n");
}

void
figures_csv(const struct figures *f, struct buf *b)
{
	size_t i;

	buf_str(b, "kpi");
	for (i = 0; i < f->set.nkeys; i++)
		buf_fmt(b, ",%s", kpi_key_name(f->set.keys[i]));
	buf_str(b, ",rank,subject,value,unit,num,den,n,without,previous,target,status,as_of,reason,method,text\r\n");
	for (i = 0; i < f->rows.count; i++)
		csv_row(f, f->rows.at + i, b);
}

static void
use_language(const struct figures *f)
{
	if (lang_use(f->french ? "fr" : "en"))
		f->set.warn("the French words are not installed: sentences are English");
}

/* Tables for people. Their words are in figures_tables.c; what may come is told in sentences, too. */
static void
write_words(struct figures *f, const struct out *out, const struct common *c, struct buf *b)
{
	struct term t;
	int         is_markdown = strcmp(f->format, "md") == 0;

	if (f->ahead)
		use_language(f);
	term_ask(&t, c->color, out->fd);
	if (is_markdown)
		figures_markdown(f, b);
	else
		figures_text(f, &t, b);
	if (f->ahead && is_markdown)
		ahead_markdown(f->ahead, b);
	else if (f->ahead)
		ahead_text(f->ahead, &t, b);
	if (f->house) {
		house_markdown(f->house->closing, b);
		house_check(f);
	}
}

static int
is_chart(const struct figures *f)
{
	return strcmp(f->format, "svg") == 0 || strcmp(f->format, "png") == 0;
}

static int
draw_all(struct figures *f, struct buf *b, struct err *e)
{
	switch (f->format[1]) {
	case 't': figures_html(f, b); return 0;
	case 'd': return figures_pdf(f, b, e);
	case 'v': return figures_svg(f, b, e);
	default: return figures_png(f, b, e);
	}
}

int
figures_write(struct figures *f, struct out *out, const struct common *c, struct err *e)
{
	struct buf b = { 0 };
	int        rc = 0;

	if (f->house && house_fill(f, f->page ? f->page->view + VIEW_WHOLE : &f->rows, e))
		return -1;
	if (figures_is_page(f) || is_chart(f)) {
		use_language(f);
		rc = draw_all(f, &b, e);
	} else if (strcmp(f->format, "jsonl") == 0) {
		figures_jsonl(f, &b);
		if (f->ahead)
			ahead_jsonl(f->ahead, &b);
	} else if (strcmp(f->format, "csv") == 0) {
		figures_csv(f, &b);
		if (f->ahead)
			ahead_csv(f->ahead, &b);
	} else {
		write_words(f, out, c, &b);
	}
	if (!rc)
		rc = out_add(out, b.at, b.len, e);
	buf_release(&b);
	return rc;
}
