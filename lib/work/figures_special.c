/* figures_special.c - charts that are no rows by keys: how long answers took, what money became */
#include "figures_page.h"

#include "smm/html.h"
#include "smm/lang.h"

#include <inttypes.h>

#define STAGES 3

static void
say_count(const void *arg, double value, struct buf *b)
{
	const struct figures *f = arg;
	struct buf            digits = { 0 };

	buf_fmt(&digits, "%.0f", value);
	number_put(b, digits.at, 0, f->french);
	buf_release(&digits);
}

static const char *
count_text(struct figures *f, double count)
{
	struct buf  b = { 0 };
	const char *s;

	say_count(f, count, &b);
	s = mem_str(f->mem, b.at);
	buf_release(&b);
	return s;
}

/* A part of a whole in percent, one decimal; NULL of nothing. */
static const char *
share_text(struct figures *f, double part, double whole)
{
	struct buf  b = { 0 }, digits = { 0 };
	const char *s;

	if (whole <= 0)
		return NULL;
	buf_fmt(&digits, "%.1f", 100 * part / whole);
	number_column(&b, digits.at, 1, 1, f->french);
	buf_str(&b, f->french ? "\xc2\xa0%" : "%");
	s = mem_str(f->mem, b.at);
	buf_release(&b);
	buf_release(&digits);
	return s;
}

static void
draw_special(struct figures_page *p, struct chart *c, const struct table *t, int is_funnel, struct buf *b)
{
	c->id = mem_fmt(p->f->mem, "g%zu", p->charts);
	c->say = say_count;
	c->arg = p->f;
	page_open_chart(p, c->title, b);
	if (is_funnel)
		chart_funnel(c, b);
	else
		chart_columns(c, b);
	page_close_chart(c->title, t, b);
}

static struct table *
table_with(struct figures_page *p, const char *title, const char **head, const char *right, size_t columns)
{
	return table_new(p->f->mem, mem_fmt(p->f->mem, tr("%s: the numbers"), title), head, right, columns);
}

/* --- response times ------------------------------------------------------------------------------------- */

static const char *
class_name(struct figures *f, size_t i)
{
	struct buf  b = { 0 };
	const char *s;

	if (i == CLASSES)
		return tr("never");
	duration_put(&b, page_limits[i < CLASSES - 1 ? i : i - 1], f->french);
	s = mem_fmt(f->mem, i < CLASSES - 1 ? "≤ %s" : "> %s", b.at);
	buf_release(&b);
	return s;
}

/* First answers by how long they took, and beside them those that never came. */
int
page_response(struct figures_page *p, struct buf *b)
{
	struct figures      *f = p->f;
	size_t               from, to, i;
	const struct kpi_row *row = page_rows(p, VIEW_RESPONSE, "frt.median", &from, &to);
	const char         **head = mem_alloc(f->mem, 3 * sizeof *head), *labels[CLASSES + 1];
	double               at[CLASSES + 1], all;
	unsigned char        has[CLASSES + 1];
	struct chart_series  s = { .at = at, .has = has };
	struct chart         c = { .labels = labels, .count = CLASSES + 1, .series = &s, .nseries = 1 };
	struct table        *t;
	struct cell_text    *cell;

	if (!row || (!row->has_value && !row->without))
		return 0;
	all = (double)(row->n + row->without);
	c.title = tr("How long people waited for the first answer");
	c.desc = mem_fmt(f->mem, tr("%1$s conversations; %2$s of them were never answered."), count_text(f, all),
	    count_text(f, (double)row->without));
	head[0] = tr("Waited");
	head[1] = tr("Conversations");
	head[2] = tr("Share");
	t = table_with(p, c.title, head, "lrr", 3);
	for (i = 0; i <= CLASSES; i++) {
		at[i] = (double)(i < CLASSES ? (int64_t)p->answered[i] : row->without);
		has[i] = 1;
		labels[i] = class_name(f, i);
		cell = table_row(f->mem, t);
		cell[0].text = labels[i];
		cell[1].text = count_text(f, at[i]);
		cell[2].text = share_text(f, at[i], all);
	}
	draw_special(p, &c, t, 0, b);
	return 1;
}

/* --- what money became ---------------------------------------------------------------------------------- */

struct stage {
	const char *title, *cost; /* cost: the figure that says what one cost */
	double      count;
	int         has;
};

static void
read_stages(const struct figures_page *p, struct stage s[STAGES])
{
	const struct kpi_row *ctr = page_whole(p, VIEW_FUNNEL, "ctr"), *conversions = page_whole(p,
	    VIEW_FUNNEL, "conversions");

	s[0] = (struct stage){ tr("Impressions"), "cpm", ctr ? (double)ctr->den : 0, ctr != NULL };
	s[1] = (struct stage){ tr("Clicks"), "cpc", ctr ? (double)ctr->num : 0, ctr != NULL };
	s[2] = (struct stage){ tr("Conversions"), "cpa", conversions ? (double)conversions->num : 0,
	    conversions != NULL };
}

/* A figure in words, when it is known, and in one currency alone; else NULL. */
static const char *
money_text(const struct figures_page *p, const char *kpi)
{
	size_t                from, to;
	const struct kpi_row *row = page_rows(p, VIEW_FUNNEL, kpi, &from, &to);
	struct buf            b = { 0 };
	const char           *s;

	if (!row || !row->has_value || to - from != 1)
		return NULL;
	figures_put(p->f, row, row->value, &b);
	s = mem_str(p->f->mem, b.at);
	buf_release(&b);
	return s;
}

/* "4.2% of those before, €0.40 each" */
static const char *
stage_note(struct figures_page *p, const struct stage *s, size_t i)
{
	const char *share = i && s[i - 1].has && s[i].has ? share_text(p->f, s[i].count, s[i - 1].count) : NULL;
	const char *cost = money_text(p, s[i].cost);

	if (!s[i].has)
		return NULL;
	if (cost)
		cost = mem_fmt(p->f->mem, i ? tr("%s each") : tr("%s a thousand"), cost);
	share = share ? mem_fmt(p->f->mem, tr("%s of those before"), share) : NULL;
	return share && cost ? mem_fmt(p->f->mem, "%s, %s", share, cost) : share ? share : cost;
}

static const char *
funnel_desc(const struct figures_page *p)
{
	const char *spend = money_text(p, "spend"), *revenue = money_text(p, "revenue"), *roas = money_text(p, "roas");

	if (spend && revenue && roas)
		return mem_fmt(p->f->mem,
		    tr("Spent: %1$s. Revenue: %2$s. Return on ad spend: %3$s."), spend, revenue, roas);
	return spend ? mem_fmt(p->f->mem, tr("Spent: %s."), spend) : "";
}

int
page_funnel(struct figures_page *p, struct buf *b)
{
	struct stage        s[STAGES];
	const char         *labels[STAGES], *notes[STAGES], **head = mem_alloc(p->f->mem, 3 * sizeof *head);
	double              at[STAGES];
	unsigned char       has[STAGES];
	struct chart_series series = { .at = at, .has = has };
	struct chart        c = { .labels = labels, .notes = notes, .count = STAGES, .series = &series, .nseries = 1 };
	struct table       *t;
	struct cell_text   *cell;
	size_t              i;

	read_stages(p, s);
	if (!s[0].has)
		return 0;
	c.title = tr("What the money became");
	c.desc = funnel_desc(p);
	head[0] = tr("Stage");
	head[1] = tr("Count");
	head[2] = figures_word(p->f, WORD_NOTE);
	t = table_with(p, c.title, head, "lrl", 3);
	for (i = 0; i < STAGES; i++) {
		labels[i] = s[i].title;
		at[i] = s[i].count;
		has[i] = (unsigned char)s[i].has;
		notes[i] = stage_note(p, s, i);
		cell = table_row(p->f->mem, t);
		cell[0].text = labels[i];
		cell[1].text = s[i].has ? count_text(p->f, at[i]) : "—";
		cell[2].text = notes[i];
	}
	draw_special(p, &c, t, 1, b);
	return 1;
}
