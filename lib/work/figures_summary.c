/*
 * figures_summary.c - what went well, what did not and what to look at, in sentences made from the numbers
 *
 * A figure with a target is judged by it, others by the period before, when one direction is the better one. What moved
 * by less than a hundredth, or within the margin of a sample, is neither.
 */
#include "figures_page.h"

#include "smm/html.h"
#include "smm/lang.h"
#include "smm/zone.h"

#include <string.h>

#define DAY_MS 86400000
#define SMALL  100 /* a change below a hundredth of what was */
#define SHOWN  8   /* sentences of a list; the others are a click away */

static const char *
date_text(struct figures_page *p, int64_t at)
{
	struct buf  b = { 0 };
	const char *s;

	date_put(&b, (at / 1000 + zone_offset(at)) / 86400, p->f->french);
	s = mem_str(p->f->mem, b.at);
	buf_release(&b);
	return s;
}

static void
add_sentence(struct buf *list, size_t *count, const char *text)
{
	if (*count == SHOWN) {
		buf_str(list, "</ul>\n<details><summary>");
		html_str(list, tr("The others"));
		buf_str(list, "</summary>\n<ul>\n");
	}
	buf_str(list, "<li dir=\"auto\">");
	html_str(list, text);
	buf_str(list, "</li>\n");
	++*count;
}

/* --- one figure ------------------------------------------------------------------------------------------ */

static int
moved(const struct kpi_row *row)
{
	wide change = row->value - row->previous, was = row->previous < 0 ? -row->previous : row->previous;

	if (row->has_interval && row->previous >= row->low && row->previous <= row->high)
		return 0;
	return (change < 0 ? -change : change) * SMALL > was ? change > 0 ? 1 : -1 : 0;
}

static void
judge_target(struct figures_page *p, const struct kpi_row *row, const char *title, const char *value)
{
	const char *target = figures_value_short(p->f, row, row->target);

	if (strcmp(row->status, "met") == 0)
		add_sentence(&p->good, &p->ngood, mem_fmt(p->f->mem,
		    tr("%1$s: %2$s; the target of %3$s is met."), title, value,
		    target));
	else if (strcmp(row->status, "missed") == 0)
		add_sentence(&p->bad, &p->nbad, mem_fmt(p->f->mem,
		    tr("%1$s: %2$s; the target of %3$s is missed."), title, value,
		    target));
	else
		add_sentence(&p->look, &p->nlook, mem_fmt(p->f->mem,
		    tr("%1$s: %2$s; the target of %3$s is not reached yet."),
		    title, value, target));
}

static void
judge_change(struct figures_page *p, const struct kpi_row *row, const char *title, const char *value)
{
	int              way = moved(row), is_good = way > 0 ? row->def->better == KPI_HIGHER :
	    row->def->better == KPI_LOWER;
	struct cell_text change = { 0 };
	const char      *before = figures_value(p->f, row, row->previous), *sentence;

	if (!way || row->def->better == KPI_NEITHER)
		return;
	figures_change(p->f, row, &change);
	if (change.text)
		sentence = mem_fmt(p->f->mem, way > 0 ? tr("%1$s: %2$s, up from %3$s (%4$s).") :
		    tr("%1$s: %2$s, down from %3$s (%4$s)."), title, value, before, change.text);
	else
		sentence = mem_fmt(p->f->mem, way > 0 ? tr("%1$s: %2$s, up from %3$s.") :
		    tr("%1$s: %2$s, down from %3$s."), title,
		    value, before);
	add_sentence(is_good ? &p->good : &p->bad, is_good ? &p->ngood : &p->nbad, sentence);
}

static void
judge(struct figures_page *p, const struct kpi_row *row)
{
	const char *title = figures_title(p->f, row->def), *value;

	if (!row->has_value || row->rank)
		return;
	value = figures_value(p->f, row, row->value);
	if (row->has_target)
		judge_target(p, row, title, value);
	else if (row->has_previous)
		judge_change(p, row, title, value);
	if (row->stale)
		add_sentence(&p->look, &p->nlook, mem_fmt(p->f->mem, tr("%1$s was last read on %2$s."), title,
		    date_text(p, row->as_of)));
}

/* --- what is no figure of its own -------------------------------------------------------------------------- */

static void
judge_answers(struct figures_page *p)
{
	size_t                from, to;
	const struct kpi_row *row = page_rows(p, VIEW_RESPONSE, "frt.median", &from, &to);

	if (row && row->without)
		add_sentence(&p->look, &p->nlook, mem_fmt(p->f->mem, tr_many("%lld conversation was never answered.",
		    "%lld conversations were never answered.", (unsigned long)row->without), (long long)row->without));
}

static void
judge_alerts(struct figures_page *p)
{
	const struct seen_alert *a;

	for (a = p->alerts; a < p->alerts + p->nalerts; a++) {
		if (strcmp(a->kind, "crisis") != 0)
			continue;
		add_sentence(&p->bad, &p->nbad, *a->subject ? mem_fmt(p->f->mem, tr("A crisis on %1$s: %2$s."),
		    date_text(p, a->at), a->subject) : mem_fmt(p->f->mem, tr("A crisis on %s."), date_text(p, a->at)));
	}
}

static int
is_unknown(const struct kpi_row *row)
{
	return !row->has_value && row->reason;
}

/* All that nobody knows for the reason of row i, unless an earlier one told them: "Views, Saves (no record has it)". */
static void
add_reason(struct figures_page *p, const struct figure_rows *r, size_t i, struct buf *names)
{
	const char *reason = r->at[i].reason;
	size_t      n;

	for (n = 0; n < i; n++)
		if (is_unknown(r->at + n) && strcmp(r->at[n].reason, reason) == 0)
			return;
	buf_fmt(names, "%s%s", names->len ? figures_semicolon(p->f) : "", figures_title(p->f, r->at[i].def));
	for (n = i + 1; n < r->count; n++)
		if (is_unknown(r->at + n) && strcmp(r->at[n].reason, reason) == 0 &&
		    r->at[n].def != r->at[n - 1].def)
			buf_fmt(names, ", %s", figures_title(p->f, r->at[n].def));
	buf_fmt(names, " (%s)", figures_reason(p->f, reason));
}

/* Figures that were asked for, and why nobody knows them. */
static void
add_unknown(struct figures_page *p, struct buf *b)
{
	const struct figure_rows *r = p->view + VIEW_WHOLE;
	struct buf                names = { 0 };
	size_t                    i;

	for (i = 0; i < r->count; i++)
		if (is_unknown(r->at + i))
			add_reason(p, r, i, &names);
	if (names.len) {
		buf_str(b, "<p class=\"muted\">");
		html_str(b, mem_fmt(p->f->mem, tr("Not known: %s."), names.at));
		buf_str(b, "</p>\n");
	}
	buf_release(&names);
}

/* --- the whole ------------------------------------------------------------------------------------------- */

static const char *
headline(struct figures_page *p)
{
	struct mem *m = p->f->mem;
	const char *good = mem_fmt(m, tr_many("%zu thing went well", "%zu things went well", p->ngood), p->ngood);
	const char *bad = mem_fmt(m, tr_many("%zu did not", "%zu did not", p->nbad), p->nbad);
	const char *look = mem_fmt(m, tr_many("%zu asks for a look", "%zu ask for a look", p->nlook), p->nlook);

	if (p->ngood + p->nbad + p->nlook)
		return mem_fmt(m, tr("%1$s, %2$s, %3$s."), good, bad, look);
	return tr("Nothing to judge: give targets (--strategy) or a period to compare with (--compare previous).");
}

static void
add_list(struct buf *b, const char *class, const char *title, const struct buf *list, size_t count)
{
	if (!list->len)
		return;
	buf_fmt(b, "<div><h3 class=\"%s\">", class);
	html_str(b, title);
	buf_str(b, "</h3>\n<ul>\n");
	buf_add(b, list->at, list->len);
	buf_str(b, count > SHOWN ? "</ul></details></div>\n" : "</ul></div>\n");
}

void
page_summary(struct figures_page *p, struct buf *b)
{
	const struct figure_rows *r = p->view + VIEW_WHOLE;
	size_t                    i;

	for (i = 0; i < r->count; i++)
		judge(p, r->at + i);
	judge_alerts(p);
	judge_answers(p);
	buf_str(b, "<section class=\"card summary\" aria-labelledby=\"summary\"><h2 id=\"summary\">");
	page_tr(b, "Summary");
	buf_str(b, "</h2>\n<p><strong>");
	html_str(b, headline(p));
	buf_str(b, "</strong></p>\n<div class=\"judged\">\n");
	add_list(b, "good", tr("What went well"), &p->good, p->ngood);
	add_list(b, "bad", tr("What did not"), &p->bad, p->nbad);
	add_list(b, "warn", tr("To look at"), &p->look, p->nlook);
	buf_str(b, "</div>\n");
	add_unknown(p, b);
	buf_str(b, "</section>\n");
}
