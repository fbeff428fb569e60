/* preview_html.c - a plan as one page of HTML: the filter, the mix, months, days and their posts */
#include "preview_page.h"

#include "smm/html.h"
#include "smm/lang.h"
#include "smm/text.h"

#include <inttypes.h>
#include <string.h>

/* --- pieces -------------------------------------------------------------------------------------- */

void
page_words(struct buf *b, const char *message)
{
	html_str(b, tr(message));
}

void
page_date(int64_t day, struct buf *b)
{
	struct civil c;

	civil_from_days(day, &c);
	buf_fmt(b, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void
page_classes(const struct kept_post *k, struct buf *b)
{
	buf_fmt(b, " a%zu c%zu%s", k->account, k->campaign, k->is.nproblems ? " wrong" : "");
}

void
page_face(const struct preview *p, size_t account, struct buf *b)
{
	const char *name = p->accounts.at[account].id;

	buf_fmt(b, "<span class=\"face\" style=\"--c:var(--c%zu)\" aria-hidden=\"true\">", account % COLORS);
	html_text(b, name, text_grapheme(name, strlen(name)));
	buf_str(b, "</span>");
}

static void
add_count(struct buf *b, const char *one, const char *many, size_t n)
{
	buf_fmt(b, count_words(one, many, n), n);
}

static void
add_month_name(struct buf *b, int64_t month)
{
	struct civil c;

	civil_from_days(month, &c);
	html_str(b, month_name(c.month));
	buf_fmt(b, " %d", c.year);
}

/* --- the filter: what is not checked is hidden by the style alone --------------------------------- */

static void
add_rules(const struct preview *p, struct buf *b)
{
	size_t i;

	for (i = 0; i < p->accounts.count; i++)
		buf_fmt(b, ".a%zu{--c:var(--c%zu)}\nbody:has(#fa%zu:not(:checked)) .a%zu{display:none}\n", i,
		    i % COLORS, i, i);
	for (i = 0; i <= p->campaigns.count; i++)
		buf_fmt(b, "body:has(#fc%zu:not(:checked)) .c%zu{display:none}\n", i, i);
}

static void
add_box(struct buf *b, char kind, size_t i)
{
	buf_fmt(b, "<label><input type=\"checkbox\" id=\"f%c%zu\" checked>", kind, i);
}

static void
add_accounts(const struct preview *p, struct buf *b)
{
	size_t i;

	buf_str(b, "<fieldset><legend>");
	page_words(b, "Accounts");
	buf_str(b, "</legend>");
	for (i = 0; i < p->accounts.count; i++) {
		add_box(b, 'a', i);
		page_face(p, i, b);
		html_str(b, p->accounts.at[i].id);
		buf_str(b, "</label>\n");
	}
	buf_str(b, "</fieldset>\n");
}

static size_t
count_in_campaigns(const struct preview *p)
{
	size_t n = 0, i;

	for (i = 0; i < p->campaigns.count; i++)
		n += p->campaigns.at[i].posts;
	return n;
}

static void
add_campaigns(const struct preview *p, struct buf *b)
{
	size_t i;

	buf_str(b, "<fieldset><legend>");
	page_words(b, "Campaigns");
	buf_str(b, "</legend>");
	for (i = 0; i < p->campaigns.count; i++) {
		if (!p->campaigns.at[i].posts)
			continue;
		add_box(b, 'c', i + 1);
		html_str(b, named_title(p->campaigns.at + i));
		buf_str(b, "</label>\n");
	}
	if (count_in_campaigns(p) < p->nposts) {
		add_box(b, 'c', 0);
		page_words(b, "none");
		buf_str(b, "</label>\n");
	}
	buf_str(b, "</fieldset>\n");
}

static void
add_filter(const struct preview *p, struct buf *b)
{
	if (!p->nposts)
		return;
	buf_str(b, "<form class=\"filter card screen\" aria-label=\"");
	page_words(b, "Show");
	buf_str(b, "\">\n");
	add_accounts(p, b);
	if (count_in_campaigns(p))
		add_campaigns(p, b);
	buf_str(b, "<button type=\"reset\">");
	page_words(b, "Show all");
	buf_str(b, "</button></form>\n");
}

/* --- the mix ------------------------------------------------------------------------------------- */

static void
add_share(const struct preview *p, const struct named *n, size_t i, struct buf *b)
{
	size_t percent = (100 * n->entries + p->entries / 2) / p->entries;

	buf_str(b, "<li><span dir=\"auto\">");
	html_str(b, named_title(n));
	buf_fmt(b, "</span><span class=\"share\" aria-hidden=\"true\" style=\"--c:var(--c%zu)\">", i % COLORS);
	buf_fmt(b, "<i style=\"width:%zu%%\"></i>", percent);
	if (n->share >= 0)
		buf_fmt(b, "<b style=\"left:%ld%%\"></b>", n->share);
	buf_str(b, "</span><span>");
	buf_fmt(b, tr("%zu %%"), percent);
	if (n->share >= 0)
		buf_fmt(b, tr(", %ld %% wanted"), n->share);
	buf_str(b, "</span></li>\n");
}

static void
add_mix(const struct preview *p, struct buf *b)
{
	const struct named none = { .title = tr("none"), .share = -1, .entries = preview_without_pillar(p) };
	size_t             i;

	if (!p->pillars.count || !p->entries)
		return;
	buf_str(b, "<section aria-labelledby=\"mix\"><h2 id=\"mix\">");
	add_count(b, "Mix of %zu entry", "Mix of %zu entries", p->entries);
	buf_str(b, "</h2>\n<ul class=\"mix\">\n");
	for (i = 0; i < p->pillars.count; i++)
		add_share(p, p->pillars.at + i, i, b);
	if (none.entries)
		add_share(p, &none, i, b);
	buf_str(b, "</ul></section>\n");
}

/* --- what cannot go out -------------------------------------------------------------------------- */

static void
add_wrong_post(const struct preview *p, size_t at, struct buf *b)
{
	const struct view_post *v = &p->posts[at].is;
	size_t                  i;

	for (i = 0; i < v->nproblems; i++) {
		buf_fmt(b, "<li><a href=\"#p%zu\">", at);
		html_str(b, v->entry);
		buf_str(b, ", ");
		html_str(b, v->account);
		buf_str(b, "</a>: ");
		html_str(b, v->problems[i]);
		buf_str(b, "</li>\n");
	}
}

static void
add_wrong(const struct preview *p, struct buf *b)
{
	size_t n = p->nwrong, i;

	for (i = 0; i < p->nposts; i++)
		n += p->posts[i].is.nproblems;
	if (!n)
		return;
	buf_str(b, "<section aria-labelledby=\"wrong\"><h2 id=\"wrong\" class=\"bad\">");
	page_words(b, "Cannot go out like this");
	buf_str(b, "</h2>\n<ul class=\"problems\">\n");
	for (i = 0; i < p->nwrong; i++) {
		buf_str(b, "<li>");
		html_str(b, p->wrong[i]);
		buf_str(b, "</li>\n");
	}
	for (i = 0; i < p->nposts; i++)
		add_wrong_post(p, i, b);
	buf_str(b, "</ul></section>\n");
}

static void
add_ideas(const struct preview *p, struct buf *b)
{
	size_t i;

	if (!p->nideas)
		return;
	buf_str(b, "<section aria-labelledby=\"ideas\"><h2 id=\"ideas\">");
	page_words(b, "Ideas without a time");
	buf_str(b, "</h2>\n<ul class=\"problems\">\n");
	for (i = 0; i < p->nideas; i++) {
		buf_str(b, "<li dir=\"auto\">");
		html_str(b, p->ideas[i]);
		buf_str(b, "</li>\n");
	}
	buf_str(b, "</ul></section>\n");
}

/* --- days ---------------------------------------------------------------------------------------- */

static void
add_day(const struct preview *p, int64_t day, struct buf *b)
{
	const char  *special = preview_special(p, day);
	size_t       at = preview_from(p, day), to = preview_from(p, day + 1);
	struct civil c;

	if (at == to)
		return;
	civil_from_days(day, &c);
	buf_str(b, "<section><h3 id=\"d");
	page_date(day, b);
	buf_str(b, "\">");
	buf_fmt(b, day_words(c.day), day_name(civil_weekday(day)), c.day, month_name(c.month));
	if (special) {
		buf_str(b, " <span class=\"special\">");
		html_str(b, special);
		buf_str(b, "</span>");
	}
	buf_str(b, "</h3>\n<div class=\"posts\">\n");
	for (; at < to; at++)
		page_post(p, at, b);
	buf_str(b, "</div></section>\n");
}

static void
add_month(const struct preview *p, int64_t month, int64_t today, struct buf *b)
{
	int64_t day;

	buf_fmt(b, "<section class=\"monthly\" aria-labelledby=\"m%" PRId64 "\">", month);
	buf_fmt(b, "<h2 id=\"m%" PRId64 "\">", month);
	add_month_name(b, month);
	buf_str(b, "</h2>\n");
	page_month(p, month, today, b);
	buf_str(b, "<div class=\"agenda\">\n");
	for (day = month; day < month_next(month); day++)
		add_day(p, day, b);
	buf_str(b, "</div></section>\n");
}

/* --- the whole ----------------------------------------------------------------------------------- */

static int
has_posts(const struct preview *p, int64_t month)
{
	return preview_from(p, month) < preview_from(p, month_next(month));
}

static void
add_nav(const struct preview *p, int64_t first, int64_t last, struct buf *b)
{
	int64_t month;

	if (month_next(first) > last)
		return;
	buf_str(b, "<nav aria-label=\"");
	page_words(b, "Months");
	buf_str(b, "\">");
	for (month = month_first(first); month <= last; month = month_next(month)) {
		if (!has_posts(p, month))
			continue;
		buf_fmt(b, "<a href=\"#m%" PRId64 "\">", month);
		add_month_name(b, month);
		buf_str(b, "</a> ");
	}
	buf_str(b, "</nav>\n");
}

static void
add_head(const struct preview *p, int64_t first, int64_t last, struct buf *b)
{
	buf_str(b, "<header><h1>");
	page_words(b, "Editorial calendar");
	buf_str(b, "</h1>\n<p>");
	if (p->nposts) {
		buf_str(b, "<time>");
		page_date(first, b);
		buf_str(b, "</time> – <time>");
		page_date(last, b);
		buf_str(b, "</time> · ");
	}
	add_count(b, "%zu post", "%zu posts", p->nposts);
	buf_str(b, " · ");
	add_count(b, "%zu entry", "%zu entries", p->entries);
	buf_str(b, " · ");
	add_count(b, "%zu account", "%zu accounts", p->accounts.count);
	buf_str(b, "</p>\n");
	if (p->nposts)
		add_nav(p, first, last, b);
	buf_str(b, "</header>\n");
}

void
preview_html(struct preview *p, int64_t today, struct buf *b)
{
	struct html_page page = { .title = tr("Editorial calendar"), .css = preview_css };
	struct buf       rules = { 0 };
	int64_t          first = 0, last = -1, month;

	preview_settle(p);
	preview_range(p, &first, &last);
	buf_str(&rules, "");
	add_rules(p, &rules);
	page.style = rules.at;
	html_open(b, &page);
	add_head(p, first, last, b);
	buf_str(b, "<main id=\"main\">\n");
	add_wrong(p, b);
	add_filter(p, b);
	add_mix(p, b);
	for (month = month_first(first); month <= last; month = month_next(month))
		if (has_posts(p, month))
			add_month(p, month, today, b);
	add_ideas(p, b);
	buf_str(b, "</main>\n");
	html_close(b);
	buf_release(&rules);
}
