/* figures_sections.c - charts and tables of a page, by subject */
#include "figures_page.h"

#include "figures_house.h"

#include "smm/html.h"
#include "smm/lang.h"
#include "smm/zone.h"

#include <ctype.h>
#include <string.h>

#define DAY_MS 86400000

/* --- one chart --------------------------------------------------------------------------------------- */

static struct table *
table_of(struct figures_page *p, const struct drawing *d)
{
	struct table *t = figures_by_key(p->f, d->r, d->from, d->to);

	t->title = mem_fmt(p->f->mem, tr("%s: the numbers"), d->title);
	return t;
}

/* Rows of one figure and currency, drawn and written out. */
static int
put_drawn(struct figures_page *p, struct drawing *d, struct buf *b)
{
	struct buf chart = { 0 };

	d->f = p->f;
	d->id = mem_fmt(p->f->mem, "g%zu", p->charts);
	if (!figures_draw(d, &chart))
		return 0;
	page_open_chart(p, d->title, b);
	house_html(house_comment(p->f->house, d->r->at[d->from].def->id), "own", b);
	buf_add(b, chart.at, chart.len);
	page_close_chart(d->title, table_of(p, d), b);
	buf_release(&chart);
	return 1;
}

/* A key's word within a sentence: their first letters are of ASCII. */
static const char *
key_within(struct figures_page *p, enum kpi_key key)
{
	char *word = mem_str(p->f->mem, figures_key(p->f, key));

	*word = (char)tolower((unsigned char)*word);
	return word;
}

static const char *
title_of(struct figures_page *p, const struct figure_rows *r, size_t from, int has_money)
{
	const struct kpi_row *row = r->at + from;
	const char           *by = key_within(p, r->keys[0]);

	if (r->nkeys == 2)
		by = mem_fmt(p->f->mem, tr("%1$s and %2$s"), by, key_within(p, r->keys[1]));

	return has_money ? mem_fmt(p->f->mem, tr("%1$s by %2$s (%3$s)"), figures_title(p->f,
	    row->def), by, row->currency) :
	    mem_fmt(p->f->mem, tr("%1$s by %2$s"), figures_title(p->f, row->def), by);
}

/* A figure by its keys; several currencies are several charts. True when anything was drawn. */
static int
put_rows(struct figures_page *p, const struct figure_rows *r, size_t from, size_t to, const struct drawing *like,
    struct buf *b)
{
	struct drawing d = *like;
	size_t         end;
	int            drawn = 0;

	for (; from < to; from = end) {
		end = figures_same_money(r, from);
		d.r = r;
		d.from = from;
		d.to = end < to ? end : to;
		d.title = like->title ? like->title : title_of(p, r, from, r->at[from].currency &&
		    *r->at[from].currency);
		drawn |= put_drawn(p, &d, b);
	}
	return drawn;
}

static int
put_figure(struct figures_page *p, enum view_id v, const char *kpi, struct buf *b)
{
	static const struct drawing plain;
	size_t                      from, to;

	return page_rows(p, v, kpi, &from, &to) && put_rows(p, p->view + v, from, to, &plain, b);
}

/* Of one network or campaign alone a bar says nothing that the whole has not said. */
static int
put_compared(struct figures_page *p, enum view_id v, const char *kpi, struct buf *b)
{
	size_t from, to, i, known = 0;

	if (!page_rows(p, v, kpi, &from, &to))
		return 0;
	for (i = from; i < to; i++)
		known += p->view[v].at[i].has_value;
	return known > 1 && put_figure(p, v, kpi, b);
}

static int
put_list(struct figures_page *p, const char *kpi, struct buf *b)
{
	size_t        from, to;
	struct table *t;

	if (!page_whole(p, VIEW_LISTS, kpi) || !page_rows(p, VIEW_LISTS, kpi, &from, &to) ||
	    !p->view[VIEW_LISTS].at[from].rank)
		return 0;
	t = figures_by_key(p->f, p->view + VIEW_LISTS, from, to);
	buf_str(b, "<div class=\"card list\"><h3>");
	html_str(b, t->title);
	buf_str(b, "</h3>\n");
	table_html(t, b);
	buf_str(b, "</div>\n");
	return 1;
}

/* --- feeling over time, with what was called a crisis ---------------------------------------------------- */

static int
is_crisis(const struct seen_alert *a)
{
	return strcmp(a->kind, "crisis") == 0 || strcmp(a->kind, "spike") == 0;
}

static int
put_sentiment(struct figures_page *p, struct buf *b)
{
	struct chart_mark_at *marks = mem_alloc(p->f->mem, (p->nalerts + 1) * sizeof *marks);
	struct drawing        d = { .marks = marks,
	    .title = tr("Net sentiment over time, with its margin; crises are marked") };
	size_t                i, from, to;

	for (i = 0; i < p->nalerts; i++) {
		if (!is_crisis(p->alerts + i))
			continue;
		marks[d.nmarks].day = (p->alerts[i].at + (int64_t)zone_offset(p->alerts[i].at) * 1000) / DAY_MS;
		marks[d.nmarks++].text = *p->alerts[i].subject ? p->alerts[i].subject : tr(p->alerts[i].kind);
	}
	if (!d.nmarks)
		d.title = tr("Net sentiment over time, with its margin");
	return page_rows(p, VIEW_TIME, "sentiment.net", &from, &to) &&
	    put_rows(p, p->view + VIEW_TIME, from, to, &d, b);
}

/* --- sections ---------------------------------------------------------------------------------------- */

static int
put_reach(struct figures_page *p, struct buf *b)
{
	int any = put_figure(p, VIEW_TIME, "interactions", b);

	any |= put_figure(p, VIEW_TIME, "reach", b);
	any |= put_figure(p, VIEW_TIME, "er.reach", b);
	any |= put_figure(p, VIEW_FOLLOWERS, "followers", b);
	any |= put_compared(p, VIEW_NETWORK, "interactions", b);
	any |= put_compared(p, VIEW_NETWORK, "er.reach", b);
	any |= put_compared(p, VIEW_NETWORK, "er.followers", b);
	any |= put_compared(p, VIEW_CAMPAIGN, "interactions", b);
	return any;
}

static int
put_posts(struct figures_page *p, struct buf *b)
{
	static const struct drawing plain;
	struct drawing              d = plain;
	size_t                      from, to;
	int                         any;

	d.title = tr("Best times: median interactions of a post by the weekday and hour it was published");
	any = page_rows(p, VIEW_HOURS, "posts.median", &from, &to) && put_rows(p,
	    p->view + VIEW_HOURS, from, to, &d, b);
	any |= put_list(p, "posts.top", b);
	any |= put_list(p, "posts.bottom", b);
	return any;
}

static int
put_money(struct figures_page *p, struct buf *b)
{
	int any = page_funnel(p, b);

	any |= put_figure(p, VIEW_TIME, "spend", b);
	any |= put_compared(p, VIEW_NETWORK, "spend", b);
	any |= put_compared(p, VIEW_CAMPAIGN, "spend", b);
	any |= put_compared(p, VIEW_CAMPAIGN, "budget.pace", b);
	any |= put_compared(p, VIEW_CAMPAIGN, "conversions", b);
	return any;
}

static int
put_relation(struct figures_page *p, struct buf *b)
{
	int any = page_response(p, b);

	any |= put_figure(p, VIEW_TIME, "messages", b);
	return any;
}

/* Its title says by what it is split. */
static int
put_topics(struct figures_page *p, struct buf *b)
{
	struct drawing d = { 0 };
	size_t         from, to;

	if (!page_rows(p, VIEW_TOPICS, "topics", &from, &to) || to - from < 2)
		return 0;
	d.title = figures_title(p->f, p->view[VIEW_TOPICS].at[from].def);
	return put_rows(p, p->view + VIEW_TOPICS, from, to, &d, b);
}

static int
put_feeling(struct figures_page *p, struct buf *b)
{
	int any = put_sentiment(p, b);

	any |= put_topics(p, b);
	any |= put_list(p, "topics.rising", b);
	any |= put_list(p, "topics.falling", b);
	any |= put_list(p, "verbatims.good", b);
	any |= put_list(p, "verbatims.bad", b);
	return any;
}

static void
put_section(struct buf *b, const char *id, const char *title, const struct buf *content)
{
	buf_fmt(b, "<section aria-labelledby=\"%s\"><h2 id=\"%s\">", id, id);
	html_str(b, title);
	buf_str(b, "</h2>\n<div class=\"charts\">\n");
	buf_add(b, content->at, content->len);
	buf_str(b, "</div></section>\n");
}

void
page_sections(struct figures_page *p, struct buf *b)
{
	static const struct {
		const char *id, *title;
		int       (*put)(struct figures_page *, struct buf *);
	} sections[] = {
		{ "reach", "Reach and engagement", put_reach },
		{ "posts", "Posts", put_posts },
		{ "money", "Money", put_money },
		{ "relation", "Answers", put_relation },
		{ "feeling", "What people feel", put_feeling },
	};
	struct buf content = { 0 };
	size_t     i;

	for (i = 0; i < sizeof sections / sizeof *sections; i++) {
		buf_clear(&content);
		if (sections[i].put(p, &content))
			put_section(b, sections[i].id, tr(sections[i].title), &content);
	}
	buf_release(&content);
}

/* --by: each figure drawn where its keys allow, else as a table. */
void
page_asked(struct figures_page *p, struct buf *b)
{
	static const struct drawing plain;
	const struct figure_rows   *r = &p->f->rows;
	struct buf                  content = { 0 };
	size_t                      from, to;

	for (from = 0; r->nkeys && from < r->count; from = to) {
		to = figures_end(r, from);
		if (put_rows(p, r, from, to, &plain, &content))
			continue;
		buf_str(&content, "<div class=\"card list\"><h3>");
		html_str(&content, figures_title(p->f, r->at[from].def));
		buf_str(&content, "</h3>\n");
		table_html(figures_by_key(p->f, r, from, to), &content);
		buf_str(&content, "</div>\n");
	}
	if (content.len)
		put_section(b, "asked", tr("Side by side"), &content);
	buf_release(&content);
}
