/* preview_week.c - a week drawn as a list: what goes out, where, when and why */
#include "preview_draw.h"

#include "smm/lang.h"

#include <string.h>

#define TEXT_LINES 4 /* of a post */
#define INDENT     9 /* columns before what is said of it */

static int
same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static int
same_parts(const struct view_post *a, const struct view_post *b)
{
	size_t i;

	if (a->nparts != b->nparts)
		return 0;
	for (i = 0; i < a->nparts; i++)
		if (strcmp(a->parts[i].text, b->parts[i].text) != 0)
			return 0;
	return 1;
}

/* Whether both look the same but for where they go. */
static int
same_look(const struct view_post *a, const struct view_post *b)
{
	return same_parts(a, b) && a->nmedia == b->nmedia && a->noptions == b->noptions && !a->nproblems &&
	    !b->nproblems && a->card == b->card && same_text(a->link, b->link) && same_text(a->title, b->title) &&
	    same_text(a->warning, b->warning) && same_text(a->visibility, b->visibility) &&
	    same_text(a->first_comment, b->first_comment) && same_text(a->state, b->state);
}

static size_t
look_end(const struct preview *p, size_t from)
{
	size_t to = from + 1;

	while (to < p->nposts && preview_same_entry(p->posts + from, p->posts + to) &&
	    same_look(&p->posts[from].is, &p->posts[to].is))
		to++;
	return to;
}

static void
add_where(struct drawing *d, size_t from, size_t to)
{
	const struct view_post *v;
	size_t                  at = from;

	buf_fmt(&d->room, "%s · ", d->p->posts[from].is.entry);
	for (; at < to; at++) {
		v = &d->p->posts[at].is;
		buf_fmt(&d->room, "%s%s", at > from ? ", " : "", v->account);
		if (v->nparts && v->parts[0].max)
			buf_fmt(&d->room, " %zu/%zu", v->parts[0].units, v->parts[0].max);
	}
}

static int
is_type(const struct view_post *v, const char *kind)
{
	size_t i;

	for (i = 0; i < v->nmedia; i++)
		if (!v->media[i].type || strncmp(v->media[i].type, kind, strlen(kind)) != 0)
			return 0;
	return 1;
}

static void
add_media_fact(struct drawing *d, const struct view_post *v)
{
	if (!v->nmedia)
		return;
	if (is_type(v, "image/"))
		buf_fmt(draw_fact(d), count_words("%zu picture", "%zu pictures", v->nmedia), v->nmedia);
	else if (is_type(v, "video/"))
		buf_str(draw_fact(d), tr("film"));
	else
		buf_fmt(draw_fact(d), tr("media: %zu"), v->nmedia);
}

static void
add_word_fact(struct drawing *d, const char *fmt, const char *word)
{
	if (word)
		buf_fmt(draw_fact(d), tr(fmt), word);
}

static void
add_facts(struct drawing *d, const struct view_post *v)
{
	if (v->state && strcmp(v->state, "approved") != 0)
		buf_str(draw_fact(d), tr(v->state));
	if (v->nparts > 1)
		buf_fmt(draw_fact(d), tr("thread of %zu"), v->nparts);
	add_media_fact(d, v);
	if (v->noptions)
		buf_fmt(draw_fact(d), tr("poll of %zu"), v->noptions);
	if (v->card)
		add_word_fact(d, "card: %s", v->title ? v->title : v->link);
	else
		add_word_fact(d, "title: %s", v->title);
	add_word_fact(d, "warning: %s", v->warning);
	if (v->visibility && strcmp(v->visibility, "public") != 0)
		buf_str(draw_fact(d), tr(v->visibility));
	if (v->first_comment)
		buf_str(draw_fact(d), tr("first comment"));
	draw_styled(d, TERM_CYAN, INDENT, 2);
}

static void
add_why(struct drawing *d, const struct view_post *v)
{
	add_word_fact(d, "%s", preview_title(&d->p->campaigns, v->campaign));
	add_word_fact(d, "%s", preview_title(&d->p->pillars, v->pillar));
	add_word_fact(d, "for %s", v->objective);
	draw_styled(d, TERM_DIM, INDENT, 2);
}

static void
add_look(struct drawing *d, size_t from, size_t to)
{
	const struct kept_post *k = d->p->posts + from;
	size_t                  i;

	buf_fmt(d->b, "  %02d:%02d  ", k->minute / 60, k->minute % 60);
	add_where(d, from, to);
	draw_behind(d, TERM_BOLD, INDENT, 3);
	if (k->is.nparts)
		buf_str(&d->room, k->is.parts[0].text);
	draw_room(d, INDENT, TEXT_LINES);
	add_facts(d, &k->is);
	for (i = 0; i < k->is.nproblems; i++) {
		buf_fmt(&d->room, "! %s", k->is.problems[i]);
		draw_styled(d, TERM_RED, INDENT, 3);
	}
	add_why(d, &k->is);
}

static void
add_day(struct drawing *d, int64_t day)
{
	const char  *title = preview_special(d->p, day);
	size_t       at = preview_from(d->p, day), to = preview_from(d->p, day + 1), end;
	struct civil c;

	if (at == to)
		return;
	civil_from_days(day, &c);
	buf_char(d->b, '\n');
	buf_fmt(&d->room, day_words(c.day), day_name(civil_weekday(day)), c.day, month_name(c.month));
	if (title)
		buf_fmt(&d->room, " · %s", title);
	draw_styled(d, TERM_YELLOW, 0, 1);
	for (; at < to; at = end) {
		end = look_end(d->p, at);
		add_look(d, at, end);
	}
}

/* The days of the month alone: a week that lies in two is drawn in both. */
void
draw_week(struct drawing *d, int64_t monday, int64_t month)
{
	int64_t from = monday > month ? monday : month, to = monday + 7, end = month_next(month);
	size_t  n;

	to = to < end ? to : end;
	n = preview_from(d->p, to) - preview_from(d->p, from);
	if (!n)
		return;
	buf_char(d->b, '\n');
	buf_fmt(&d->room, tr("Week %d"), week_number(monday));
	buf_str(&d->room, " · ");
	buf_fmt(&d->room, count_words("%zu post", "%zu posts", n), n);
	draw_styled(d, TERM_BOLD, 0, 1);
	for (; from < to; from++)
		add_day(d, from);
}
