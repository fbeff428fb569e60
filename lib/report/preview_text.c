/* preview_text.c - a plan drawn for a terminal: months as a grid, weeks as a list */
#include "preview_draw.h"

#include "smm/lang.h"

#include <string.h>

#define BAR         20 /* columns of a share: each is 5 %; left out where there is no room */
#define NAME_MOST   28
#define SHARE_WORDS 22 /* columns of "  40 %, 40 % wanted" and the margins */

/* --- pieces -------------------------------------------------------------------------------------- */

void
draw_room(struct drawing *d, size_t indent, int lines)
{
	size_t      columns = d->t->columns - indent - 1, n, next, at;
	const char *s = d->room.at;

	for (at = 0; at < d->room.len && lines; at += next, lines--) {
		while (lines == 1 && at < d->room.len - 1 && s[at] == '\n')
			at++; /* no blank line in the place of the last */
		n = term_line(s + at, d->room.len - at, columns, &next);
		term_repeat(d->b, " ", n ? indent : 0);
		if (lines == 1)
			term_cut(d->b, s + at, d->room.len - at, columns);
		else
			term_text(d->b, s + at, n);
		buf_char(d->b, '\n');
	}
	buf_clear(&d->room);
}

void
draw_styled(struct drawing *d, enum term_style style, size_t indent, int lines)
{
	if (!d->room.len)
		return;
	term_on(d->b, d->t, style);
	draw_room(d, indent, lines);
	term_off(d->b, d->t);
}

void
draw_behind(struct drawing *d, enum term_style style, size_t indent, int lines)
{
	size_t next, n = term_line(d->room.at, d->room.len, d->t->columns - indent - 1, &next);

	term_on(d->b, d->t, style);
	term_text(d->b, d->room.at, n);
	buf_char(d->b, '\n');
	memmove(d->room.at, d->room.at + next, d->room.len - next);
	d->room.len -= next;
	draw_room(d, indent, lines - 1);
	term_off(d->b, d->t);
}

struct buf *
draw_fact(struct drawing *d)
{
	if (d->room.len)
		buf_str(&d->room, " · ");
	return &d->room;
}

/* --- the whole ----------------------------------------------------------------------------------- */

static void
add_bar(struct drawing *d, size_t percent)
{
	buf_char(d->b, ' ');
	term_on(d->b, d->t, TERM_BLUE);
	term_repeat(d->b, "█", percent * BAR / 100);
	term_off(d->b, d->t);
	term_on(d->b, d->t, TERM_DIM);
	term_repeat(d->b, "░", BAR - percent * BAR / 100);
	term_off(d->b, d->t);
}

static void
add_share(struct drawing *d, const struct named *n)
{
	size_t percent = (100 * n->entries + d->p->entries / 2) / d->p->entries;
	size_t left = d->t->columns - SHARE_WORDS;

	buf_str(d->b, "  ");
	term_cell(d->b, named_title(n), strlen(named_title(n)), left < NAME_MOST ? left : NAME_MOST);
	if (left > NAME_MOST + BAR)
		add_bar(d, percent);
	buf_char(d->b, ' ');
	buf_fmt(d->b, tr("%3zu %%"), percent);
	if (n->share >= 0)
		buf_fmt(d->b, tr(", %ld %% wanted"), n->share);
	buf_char(d->b, '\n');
}

static void
add_mix(struct drawing *d)
{
	const struct names *l = &d->p->pillars;
	const struct named  none = { .title = tr("none"), .share = -1, .entries = preview_without_pillar(d->p) };
	size_t              i;

	if (!l->count || !d->p->entries)
		return;
	buf_char(d->b, '\n');
	buf_fmt(&d->room, count_words("Mix of %zu entry", "Mix of %zu entries", d->p->entries), d->p->entries);
	draw_styled(d, TERM_BOLD, 0, 1);
	for (i = 0; i < l->count; i++)
		add_share(d, l->at + i);
	if (none.entries)
		add_share(d, &none);
}

static void
add_ideas(struct drawing *d)
{
	size_t i;

	if (!d->p->nideas)
		return;
	buf_char(d->b, '\n');
	buf_str(&d->room, tr("Ideas without a time"));
	draw_styled(d, TERM_BOLD, 0, 1);
	for (i = 0; i < d->p->nideas; i++) {
		buf_str(&d->room, d->p->ideas[i]);
		draw_room(d, 2, 2);
	}
}

static void
add_wrong(struct drawing *d)
{
	size_t i;

	if (!d->p->nwrong)
		return;
	buf_char(d->b, '\n');
	buf_str(&d->room, tr("Not planned"));
	draw_styled(d, TERM_BOLD, 0, 1);
	for (i = 0; i < d->p->nwrong; i++) {
		buf_fmt(&d->room, "! %s", d->p->wrong[i]);
		draw_styled(d, TERM_RED, 2, 4);
	}
}

void
preview_text(struct preview *p, const struct term *t, int64_t today, struct buf *b)
{
	struct drawing d = { .p = p, .t = t, .b = b, .today = today, .cell = (t->columns - 1) / 7 };
	int64_t        month, first, last, monday;

	preview_settle(p);
	if (preview_range(p, &first, &last)) {
		buf_fmt(b, "%s\n", tr("no posts"));
	} else {
		for (month = month_first(first); month <= last; month = month_next(month)) {
			if (preview_from(p, month) == preview_from(p, month_next(month)))
				continue;
			if (month != month_first(first))
				buf_char(b, '\n');
			draw_month(&d, month);
			for (monday = month - civil_weekday(month); monday < month_next(month); monday += 7)
				draw_week(&d, monday, month);
		}
	}
	add_mix(&d);
	add_ideas(&d);
	add_wrong(&d);
	buf_release(&d.room);
}
