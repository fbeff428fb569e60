/* preview_post.c - a post as its network will show it, as a card of the page */
#include "preview_page.h"

#include "smm/html.h"
#include "smm/lang.h"
#include "smm/text.h"

#include <string.h>

/* --- texts --------------------------------------------------------------------------------------- */

static int
is_tag(unsigned char c)
{
	return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Text without links: its hashtags stand out. */
static void
add_plain(struct buf *b, const char *s, size_t len)
{
	size_t i, end, from = 0;

	for (i = 0; i < len; i = end) {
		end = i + 1;
		if (s[i] != '#' || (i && is_tag((unsigned char)s[i - 1])))
			continue;
		while (end < len && is_tag((unsigned char)s[end]))
			end++;
		if (end == i + 1)
			continue;
		html_text(b, s + from, i - from);
		buf_str(b, "<span class=\"tag\">");
		html_text(b, s + i, end - i);
		buf_str(b, "</span>");
		from = end;
	}
	html_text(b, s + from, len - from);
}

static void
add_link(struct buf *b, const char *s, size_t len)
{
	buf_str(b, "<a rel=\"noopener noreferrer\" href=\"");
	html_text(b, s, len);
	buf_str(b, "\">");
	html_text(b, s, len);
	buf_str(b, "</a>");
}

static void
add_text(struct buf *b, const char *s, size_t len)
{
	struct span link;
	size_t      from = 0;

	while (text_next_link(s, len, from, &link)) {
		add_plain(b, s + from, link.start - from);
		add_link(b, s + link.start, link.end - link.start);
		from = link.end;
	}
	add_plain(b, s + from, len - from);
}

static void
add_counter(struct buf *b, const struct view_part *part, const char *unit)
{
	size_t percent = part->max ? 100 * part->units / part->max : 0;

	buf_fmt(b, "<p class=\"count%s\">", part->max && part->units > part->max ? " full" : "");
	buf_fmt(b, "<span class=\"share\" aria-hidden=\"true\"><i style=\"width:%zu%%\"></i></span>",
	    percent > 100 ? 100 : percent);
	buf_fmt(b, part->max ? "%zu / %zu " : "%zu ", part->units, part->max);
	page_words(b, unit);
	buf_str(b, "</p>\n");
}

static void
add_lang(struct buf *b, const char *lang)
{
	if (!lang)
		return;
	buf_str(b, " lang=\"");
	html_str(b, lang);
	buf_char(b, '"');
}

static void
add_part(struct buf *b, const struct view_post *v, const struct view_part *part)
{
	size_t len = strlen(part->text);

	if (len) {
		buf_str(b, "<p class=\"text\" dir=\"auto\"");
		add_lang(b, v->lang);
		buf_char(b, '>');
		add_text(b, part->text, part->fits);
		if (part->fits < len) {
			buf_str(b, "<mark class=\"over\">");
			html_text(b, part->text + part->fits, len - part->fits);
			buf_str(b, "</mark>");
		}
		buf_str(b, "</p>\n");
	}
	add_counter(b, part, v->unit);
}

static void
add_thread(struct buf *b, const struct view_post *v)
{
	size_t i;

	if (v->nparts < 2)
		return;
	buf_str(b, "<ol class=\"thread\" start=\"2\">");
	for (i = 1; i < v->nparts; i++) {
		buf_str(b, "<li>");
		add_part(b, v, v->parts + i);
		buf_str(b, "</li>");
	}
	buf_str(b, "</ol>\n");
}

/* --- what comes with the text --------------------------------------------------------------------- */

static void
add_picture(struct buf *b, const struct view_medium *m)
{
	buf_str(b, "<img alt=\"");
	html_str(b, m->alt);
	buf_str(b, "\" src=\"");
	html_data(b, m->type, m->bytes, m->len);
	buf_str(b, "\">");
}

static void
add_alt(struct buf *b, const struct view_medium *m)
{
	buf_str(b, "<p class=\"alt\" dir=\"auto\"><b>");
	html_str(b, m->name);
	buf_str(b, "</b>");
	if (m->alt && *m->alt)
		html_str(b, m->alt);
	else
		page_words(b, m->alt ? "decoration, without words" : "no alt text");
	buf_str(b, "</p>");
}

static void
add_media(struct buf *b, const struct view_post *v)
{
	size_t i;

	if (!v->nmedia)
		return;
	buf_str(b, "<div class=\"media\">");
	for (i = 0; i < v->nmedia; i++)
		if (v->media[i].bytes && v->media[i].type)
			add_picture(b, v->media + i);
		else
			add_alt(b, v->media + i);
	buf_str(b, "</div>\n");
}

static void
add_poll(struct buf *b, const struct view_post *v)
{
	size_t i;

	if (!v->noptions)
		return;
	buf_str(b, "<div class=\"poll\"><ul>");
	for (i = 0; i < v->noptions; i++) {
		buf_str(b, "<li dir=\"auto\">");
		html_str(b, v->options[i]);
		buf_str(b, "</li>");
	}
	buf_str(b, "</ul><p class=\"note muted\">");
	buf_fmt(b, tr("poll, ends after %ld h"), v->ends_in / 3600);
	buf_str(b, "</p></div>\n");
}

/* "atelier.example" of "https://atelier.example/lampe" */
static void
add_host(struct buf *b, const char *url)
{
	const char *at = strstr(url, "://");

	at = at ? at + 3 : url;
	html_text(b, at, strcspn(at, "/?#"));
}

static void
add_card(struct buf *b, const struct view_post *v)
{
	int link = html_is_link(v->link);

	if (!v->card)
		return;
	buf_str(b, "<div class=\"link\">");
	if (link) {
		buf_str(b, "<a rel=\"noopener noreferrer\" href=\"");
		html_str(b, v->link);
		buf_str(b, "\">");
	}
	buf_str(b, "<strong dir=\"auto\">");
	html_str(b, v->title ? v->title : v->link);
	buf_str(b, "</strong><span>");
	add_host(b, v->link);
	buf_str(b, link ? "</span></a></div>\n" : "</span></div>\n");
}

static void
add_note(struct buf *b, const char *what, const char *text)
{
	if (!text)
		return;
	buf_str(b, "<p class=\"note\" dir=\"auto\"><b>");
	page_words(b, what);
	buf_str(b, "</b> ");
	html_str(b, text);
	buf_str(b, "</p>\n");
}

/* --- who, when, why ------------------------------------------------------------------------------- */

static void
add_by(const struct preview *p, const struct kept_post *k, struct buf *b)
{
	const struct view_post *v = &k->is;

	buf_str(b, "<div class=\"by\">");
	page_face(p, k->account, b);
	buf_str(b, "<div><h4>");
	html_str(b, v->account);
	buf_str(b, "</h4><span class=\"on\">");
	html_str(b, v->network);
	buf_str(b, " · ");
	html_str(b, v->entry);
	buf_str(b, "</span></div>");
	if (v->state && strcmp(v->state, "approved") != 0) {
		buf_str(b, "<span class=\"state\">");
		page_words(b, v->state);
		buf_str(b, "</span>");
	}
	buf_str(b, "<time datetime=\"");
	page_date(k->day, b);
	buf_fmt(b, "T%02d:%02d\">%02d:%02d</time></div>\n", k->minute / 60, k->minute % 60, k->minute / 60,
	    k->minute % 60);
}

static void
add_reason(struct buf *b, const char *reason, const char **between)
{
	if (!reason)
		return;
	buf_str(b, *between);
	html_str(b, reason);
	*between = " · ";
}

static void
add_why(const struct preview *p, const struct view_post *v, struct buf *b)
{
	const char *between = "<p class=\"why\" dir=\"auto\">";

	add_reason(b, preview_title(&p->campaigns, v->campaign), &between);
	add_reason(b, preview_title(&p->pillars, v->pillar), &between);
	add_reason(b, v->objective, &between);
	if (*between == ' ')
		buf_str(b, "</p>\n");
}

void
page_post(const struct preview *p, size_t at, struct buf *b)
{
	const struct kept_post *k = p->posts + at;
	const struct view_post *v = &k->is;
	size_t                  i;

	buf_fmt(b, "<article id=\"p%zu\" class=\"post card", at);
	page_classes(k, b);
	buf_str(b, "\">\n");
	add_by(p, k, b);
	for (i = 0; i < v->nproblems; i++) {
		buf_str(b, "<p class=\"problem\">");
		html_str(b, v->problems[i]);
		buf_str(b, "</p>\n");
	}
	if (v->warning) {
		buf_str(b, "<p class=\"cw\" dir=\"auto\">");
		html_str(b, v->warning);
		buf_str(b, "</p>\n");
	}
	if (v->title && !v->card) {
		buf_str(b, "<p class=\"title\" dir=\"auto\"");
		add_lang(b, v->lang);
		buf_char(b, '>');
		html_str(b, v->title);
		buf_str(b, "</p>\n");
	}
	if (v->nparts)
		add_part(b, v, v->parts);
	add_media(b, v);
	add_card(b, v);
	add_poll(b, v);
	add_thread(b, v);
	add_note(b, "first comment", v->first_comment);
	if (v->visibility && strcmp(v->visibility, "public") != 0)
		add_note(b, "seen by", tr(v->visibility));
	add_why(p, v, b);
	buf_str(b, "</article>\n");
}
