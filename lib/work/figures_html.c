/* figures_html.c - the report as one page of HTML, and one chart as a file of SVG */
#include "figures_page.h"

#include "figures_ahead.h"
#include "figures_house.h"

#include "smm/html.h"
#include "smm/lang.h"
#include "smm/print.h"

#include <string.h>

const char *const page_css[] = {
	"header p{color:var(--muted)}",
	".summary{margin:1.25rem 0;padding:1.25rem}.summary h2{margin:0 0 .25rem}.summary h3{margin:.5rem 0 .25rem}",
	".judged{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:.5rem 2rem}",
	".judged ul{margin:0;padding-inline-start:1.2rem}.judged li{margin:.2rem 0}"
	    ".judged summary{cursor:pointer;margin:.4rem 0}",
	".tiles{display:grid;grid-template-columns:repeat(auto-fill,"
	    "minmax(min(100%,max(9rem,min(50% - .375rem,13rem))),1fr));gap:.75rem;padding:0;"
	    "margin:1.25rem 0;list-style:none}",
	".tiles li{display:flex;flex-direction:column;gap:.1rem}.tiles b{font-size:1.5rem;line-height:1.2;"
	    "letter-spacing:-.01em;"
	    "font-variant-numeric:tabular-nums}.tiles small{font-size:.85rem;color:var(--muted)}"
	    ".tiles .good{color:var(--good)}.tiles .bad{color:var(--bad)}.tiles .warn{color:var(--warn)}",
	".own{max-width:44rem}.tiles .own,.chart .own{font-size:.92rem}",
	".charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,36rem),1fr));gap:1rem;"
	    "align-items:start}",
	".charts>.card{margin:0;min-width:0}.list h3,.chart h3{margin:0 0 .5rem}",
	".list td:last-child:not(.number){min-width:8rem;overflow-wrap:anywhere}"
	    "@media(max-width:30rem){.list th,.list td{padding:.35rem .4rem}"
	    ".list td:nth-child(2){min-width:4rem;overflow-wrap:anywhere}}",
	".defs{columns:2 28rem;column-gap:2.5rem}.defs div{break-inside:avoid;margin:0 0 1rem}.defs dt{font-weight:600}"
	    ".defs dd{margin:.15rem 0}.defs code{font-size:.9em;overflow-wrap:anywhere}",
	"footer{margin-top:2.5rem;color:var(--muted);font-size:.85rem}",
	"@media print{.charts{grid-template-columns:1fr}.chart details:not([open]){display:none}"
	    ".defs{columns:1;font-size:9pt}.judged details::details-content{content-visibility:visible}"
	    ".chart svg{min-width:0;max-height:70mm}}",
	NULL
};

/* --- tiles: every figure asked for, of everything -------------------------------------------------------- */

static void
put_small(struct buf *b, const struct cell_text *c, const char *lead)
{
	static const char *const tones[] = { "", "good", "bad", "warn", "" };

	if (!c->text)
		return;
	buf_fmt(b, "<small class=\"%s\">", tones[c->tone]);
	html_str(b, lead);
	html_str(b, c->text);
	buf_str(b, "</small>");
}

static void
put_tile(struct figures *f, const struct kpi_row *row, struct buf *b)
{
	struct cell_text cell = { 0 };
	struct buf       value = { 0 };

	figures_put(f, row, row->value, &value);
	buf_str(b, "<li class=\"card\"><span>");
	html_str(b, figures_title(f, row->def));
	buf_str(b, "</span><b>");
	html_str(b, value.at);
	buf_str(b, "</b>");
	figures_change(f, row, &cell);
	put_small(b, &cell, "");
	cell = (struct cell_text){ 0 };
	figures_target(f, row, &cell);
	put_small(b, &cell, tr("Target: "));
	cell = (struct cell_text){ .text = mem_fmt(f->mem, "n = %s", figures_count(f, row)) };
	put_small(b, &cell, "");
	house_html(house_comment(f->house, row->def->id), "own", b);
	buf_str(b, "</li>\n");
	buf_release(&value);
}

static void
put_tiles(struct figures_page *p, struct buf *b)
{
	const struct figure_rows *r = p->view + VIEW_WHOLE;
	size_t                    i, count = 0;

	for (i = 0; i < r->count; i++)
		count += r->at[i].has_value && !r->at[i].rank;
	if (!count)
		return;
	buf_str(b, "<ul class=\"tiles\" aria-label=\"");
	page_tr(b, "Figures");
	buf_str(b, "\">\n");
	for (i = 0; i < r->count; i++)
		if (r->at[i].has_value && !r->at[i].rank)
			put_tile(p->f, r->at + i, b);
	buf_str(b, "</ul>\n");
}

/* --- all figures, and what they are ---------------------------------------------------------------------- */

static void
put_tables(struct figures_page *p, struct buf *b)
{
	struct table *t;
	int           g;

	buf_str(b, "<section aria-labelledby=\"all\"><h2 id=\"all\">");
	page_tr(b, "All figures");
	buf_str(b, "</h2>\n");
	for (g = 0; g < KPI_GROUPS; g++) {
		t = figures_of_group(p->f, p->view + VIEW_WHOLE, (enum kpi_group)g);
		if (!t->rows)
			continue;
		buf_str(b, "<h3>");
		html_str(b, t->title);
		buf_str(b, "</h3>\n");
		t->title = mem_fmt(p->f->mem, tr("%s: the numbers"), t->title); /* no two regions of one name */
		table_html(t, b);
	}
	buf_str(b, "</section>\n");
}

static void
put_definition(const struct figures *f, const struct kpi_row *row, struct buf *b)
{
	struct buf formula = { 0 };

	kpi_formula(row->def, &formula);
	buf_str(b, "<div><dt>");
	html_str(b, figures_title(f, row->def));
	buf_str(b, " <span class=\"muted\">(");
	html_str(b, row->def->id);
	buf_str(b, ")</span></dt><dd><code>");
	html_str(b, formula.at);
	buf_str(b, "</code></dd>\n<dd>");
	html_str(b, tr(row->def->source));
	buf_str(b, "</dd>\n<dd class=\"muted\">");
	html_str(b, tr(row->def->caveat));
	buf_str(b, "</dd></div>\n");
	buf_release(&formula);
}

/* Of every figure on the page, once. */
static void
put_definitions(struct figures_page *p, struct buf *b)
{
	const struct kpi_def *seen[256];
	const struct kpi_row *row;
	size_t                v, i, n, count = 0;

	buf_str(b, "<section aria-labelledby=\"defs\"><h2 id=\"defs\">");
	page_tr(b, "Definitions");
	buf_str(b, "</h2>\n<dl class=\"defs\">\n");
	for (v = 0; v < VIEW_COUNT; v++)
		for (i = 0; i < p->view[v].count; i++) {
			row = p->view[v].at + i;
			for (n = 0; n < count && seen[n] != row->def; n++)
				;
			if (n < count || count == sizeof seen / sizeof *seen || (v != VIEW_WHOLE && !row->has_value))
				continue;
			seen[count++] = row->def;
			put_definition(p->f, row, b);
		}
	buf_str(b, "</dl></section>\n");
}

/* --- the whole ------------------------------------------------------------------------------------------- */

static const char *
title_of(const struct figures *f)
{
	return f->house && f->house->title ? f->house->title : tr("Report");
}

static void
put_header(struct figures *f, struct buf *b)
{
	struct buf period = { 0 };

	figures_period(f, &period);
	buf_str(b, "<header><h1>");
	html_str(b, title_of(f));
	buf_str(b, "</h1>\n<p>");
	html_str(b, period.at);
	if (f->set.was_from != KPI_OPEN) {
		buf_clear(&period);
		figures_span(f, f->set.was_from, f->set.was_to, &period);
		html_str(b, mem_fmt(f->mem, tr(", compared with the period %s"), period.at));
	}
	buf_str(b, f->set.zone ? " · " : "");
	html_str(b, f->set.zone);
	buf_str(b, "</p></header>\n");
	buf_release(&period);
}

void
figures_html(struct figures *f, struct buf *b)
{
	struct figures_page *p = f->page;
	struct html_page     page = { .lang = f->french ? "fr" : "en", .title = title_of(f), .css = page_css };
	struct buf           style = { 0 };
	size_t               i;

	for (i = 0; chart_css[i]; i++)
		buf_fmt(&style, "%s\n", chart_css[i]);
	if (f->house && f->house->accent)
		buf_fmt(&style, "header{border-top:.4rem solid %s;padding-top:1rem}\n", f->house->accent);
	page.style = style.at;
	html_open(b, &page);
	put_header(f, b);
	buf_str(b, "<main id=\"main\">\n");
	house_html(f->house ? f->house->intro : NULL, "own", b);
	page_summary(p, b);
	put_tiles(p, b);
	page_asked(p, b);
	page_sections(p, b);
	if (f->ahead)
		ahead_html(f->ahead, b);
	house_html(f->house ? f->house->closing : NULL, "own", b);
	put_tables(p, b);
	put_definitions(p, b);
	buf_str(b, "</main>\n<footer>");
	page_tr(b, "A figure that nobody measured is left out, never 0. Made by kpi-report.");
	buf_str(b, "</footer>\n");
	html_close(b);
	if (f->house)
		house_check(f);
	buf_release(&style);
}

int
figures_pdf(struct figures *f, struct buf *b, struct err *e)
{
	struct buf html = { 0 };
	int        rc;

	figures_html(f, &html);
	rc = print_pdf(&html, title_of(f), f->set.now, b, e);
	buf_release(&html);
	return rc;
}

/* --- one chart --------------------------------------------------------------------------------------------- */

static int
draw_rows(struct figures *f, struct buf *b, struct err *e)
{
	struct drawing d = { .f = f, .r = &f->rows, .id = "chart", .alone = 1 };

	if (f->set.nkpis != 1 || !figures_can_draw(f->set.keys, f->set.nkeys))
		return err_set(e, FAULT_USAGE, "-f %s draws one chart: give one --kpi, and --by day, --by network, "
		    "--by weekday,hour or --by network,day", f->format);
	if (!f->rows.count)
		return err_set(e, FAULT_INPUT, "nothing to draw: no record has %s", f->kpis[0]->id);
	d.to = figures_same_money(&f->rows, 0);
	if (d.to < f->rows.count)
		return err_set(e, FAULT_INPUT, "%s is in several currencies: one chart shows one (--rates, --currency)",
		    f->kpis[0]->id);
	if (!figures_draw(&d, b))
		return err_set(e, FAULT_INPUT, "nothing to draw: %s has no value that is a number by these keys",
		    f->kpis[0]->id);
	return 0;
}

int
figures_svg(struct figures *f, struct buf *b, struct err *e)
{
	return f->ahead && !f->set.nkeys ? ahead_svg(f->ahead, b, e) : draw_rows(f, b, e);
}

int
figures_png(struct figures *f, struct buf *b, struct err *e)
{
	struct buf svg = { 0 };
	int        rc = figures_svg(f, &svg, e) || print_png(&svg, b, e) ? -1 : 0;

	buf_release(&svg);
	return rc;
}
