/* preview_grid.c - a month as a table: its weeks are rows, what goes out on a day are links to it */
#include "preview_page.h"

#include "smm/html.h"
#include "smm/lang.h"

static void
add_head(struct buf *b)
{
	int i;

	buf_str(b, "<thead><tr>");
	for (i = 0; i < 7; i++) {
		buf_str(b, "<th scope=\"col\"><abbr title=\"");
		html_str(b, day_name(i));
		buf_str(b, "\">");
		html_str(b, day_short(i));
		buf_str(b, "</abbr></th>");
	}
	buf_str(b, "</tr></thead>\n");
}

static void
add_item(const struct preview *p, size_t at, struct buf *b)
{
	const struct kept_post *k = p->posts + at;

	buf_str(b, "<li class=\"");
	page_classes(k, b);
	buf_fmt(b, "\"><a href=\"#p%zu\"><time>%02d:%02d</time><span class=\"what\">", at, k->minute / 60,
	    k->minute % 60);
	html_str(b, k->is.entry);
	buf_str(b, ", ");
	html_str(b, k->is.account);
	buf_str(b, "</span></a></li>");
}

/* Where there is no room for words, a dot for each post: the day's number leads to them. */
static void
add_dots(const struct preview *p, size_t at, size_t to, struct buf *b)
{
	buf_str(b, "<span class=\"dots\" aria-hidden=\"true\">");
	for (; at < to; at++) {
		buf_str(b, "<i class=\"");
		page_classes(p->posts + at, b);
		buf_str(b, "\"></i>");
	}
	buf_str(b, "</span>");
}

static void
add_number(const struct preview *p, int64_t day, int busy, struct buf *b)
{
	const char  *special = preview_special(p, day);
	struct civil c;

	civil_from_days(day, &c);
	buf_str(b, "<span class=\"day\">");
	if (busy) {
		buf_str(b, "<a href=\"#d");
		page_date(day, b);
		buf_fmt(b, "\">%d<span class=\"hidden\"> %s</span></a>", c.day, month_name(c.month));
	} else {
		buf_fmt(b, "<b>%d</b>", c.day);
	}
	if (special) {
		buf_str(b, "<span class=\"special\">");
		html_str(b, special);
		buf_str(b, "</span>");
	}
	buf_str(b, "</span>");
}

static void
add_day(const struct preview *p, int64_t day, int64_t today, struct buf *b)
{
	size_t at = preview_from(p, day), to = preview_from(p, day + 1), i;

	buf_str(b, day == today ? "<td class=\"today\" aria-current=\"date\">" : "<td>");
	add_number(p, day, at < to, b);
	if (at < to) {
		add_dots(p, at, to, b);
		buf_str(b, "<ul>");
		for (i = at; i < to; i++)
			add_item(p, i, b);
		buf_str(b, "</ul>");
	}
	buf_str(b, "</td>\n");
}

void
page_month(const struct preview *p, int64_t month, int64_t today, struct buf *b)
{
	int64_t day = month - civil_weekday(month), end = month_next(month);
	int     i;

	buf_str(b, "<table class=\"month\">\n");
	add_head(b);
	buf_str(b, "<tbody>\n");
	while (day < end) {
		buf_str(b, "<tr>");
		for (i = 0; i < 7; i++, day++)
			if (day < month || day >= end)
				buf_str(b, "<td class=\"out\"></td>");
			else
				add_day(p, day, today, b);
		buf_str(b, "</tr>\n");
	}
	buf_str(b, "</tbody></table>\n");
}
