/* preview.c - a plan before anything is sent: its posts kept, put in order, counted */
#include "preview_parts.h"

#include "smm/lang.h"

#include <stdlib.h>
#include <string.h>

struct preview *
preview_new(void)
{
	struct preview *p = mem_get(sizeof *p);

	memset(p, 0, sizeof *p);
	p->mem = mem_new();
	return p;
}

void
preview_free(struct preview *p)
{
	if (!p)
		return;
	free(p->posts);
	free(p->days);
	mem_free(p->mem);
	free(p);
}

/* --- names --------------------------------------------------------------------------------------- */

static struct named *
name_of(struct preview *p, struct names *list, const char *id)
{
	struct named *n;
	size_t        i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->at[i].id, id) == 0)
			return list->at + i;
	list->at = mem_more(p->mem, list->at, list->count, &list->room, sizeof *list->at);
	n = list->at + list->count++;
	memset(n, 0, sizeof *n);
	n->id = mem_str(p->mem, id);
	n->share = -1;
	return n;
}

void
preview_campaign(struct preview *p, const char *id, const char *title)
{
	name_of(p, &p->campaigns, id)->title = title ? mem_str(p->mem, title) : NULL;
}

void
preview_pillar(struct preview *p, const char *id, const char *title, long share)
{
	struct named *n = name_of(p, &p->pillars, id);

	n->title = title ? mem_str(p->mem, title) : NULL;
	n->share = share;
}

const char *
named_title(const struct named *n)
{
	return n->title ? n->title : n->id;
}

const char *
preview_title(const struct names *list, const char *id)
{
	size_t i;

	for (i = 0; id && i < list->count; i++)
		if (strcmp(list->at[i].id, id) == 0)
			return named_title(list->at + i);
	return id;
}

/* --- posts --------------------------------------------------------------------------------------- */

static const char *
keep(struct preview *p, const char *s)
{
	return s && *s ? mem_str(p->mem, s) : NULL;
}

static void *
keep_list(struct preview *p, const void *list, size_t count, size_t size)
{
	void *copy = count ? mem_alloc(p->mem, count * size) : NULL;

	if (count)
		memcpy(copy, list, count * size);
	return copy;
}

static const char *const *
keep_texts(struct preview *p, const char *const *texts, size_t count)
{
	const char **copy = keep_list(p, texts, count, sizeof *texts);
	size_t       i;

	for (i = 0; i < count; i++)
		copy[i] = mem_str(p->mem, copy[i]);
	return copy;
}

static const struct view_part *
keep_parts(struct preview *p, const struct view_post *v)
{
	struct view_part *copy = keep_list(p, v->parts, v->nparts, sizeof *copy);
	size_t            i;

	for (i = 0; i < v->nparts; i++)
		copy[i].text = mem_str(p->mem, copy[i].text);
	return copy;
}

static const struct view_medium *
keep_media(struct preview *p, const struct view_post *v)
{
	struct view_medium *copy = keep_list(p, v->media, v->nmedia, sizeof *copy);
	size_t              i;

	for (i = 0; i < v->nmedia; i++) {
		copy[i].name = keep(p, copy[i].name);
		copy[i].alt = copy[i].alt ? mem_str(p->mem, copy[i].alt) : NULL;
		copy[i].type = keep(p, copy[i].type);
		copy[i].bytes = copy[i].bytes ? mem_dup(p->mem, copy[i].bytes, copy[i].len) : NULL;
	}
	return copy;
}

static void
keep_words(struct preview *p, struct view_post *v)
{
	const char **const words[] = { &v->entry, &v->account, &v->network, &v->state, &v->lang, &v->campaign,
		&v->pillar, &v->objective, &v->unit, &v->warning, &v->visibility, &v->first_comment, &v->link,
		&v->title };
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		*words[i] = keep(p, *words[i]);
}

void
preview_post(struct preview *p, const struct view_post *post)
{
	struct kept_post *k;

	if (p->nposts == p->room) {
		p->room = p->room ? 2 * p->room : 256;
		p->posts = mem_grow(p->posts, p->room * sizeof *p->posts);
	}
	k = p->posts + p->nposts;
	memset(k, 0, sizeof *k);
	k->is = *post;
	k->order = p->nposts++;
	keep_words(p, &k->is);
	k->is.parts = keep_parts(p, post);
	k->is.media = keep_media(p, post);
	k->is.options = keep_texts(p, post->options, post->noptions);
	k->is.problems = keep_texts(p, post->problems, post->nproblems);
	k->day = (post->wall - (post->wall < 0 ? DAY_MS - 1 : 0)) / DAY_MS;
	k->minute = (int)((post->wall - k->day * DAY_MS) / 60000);
}

void
preview_wrong(struct preview *p, const char *text)
{
	p->wrong = mem_more(p->mem, p->wrong, p->nwrong, &p->wrong_room, sizeof *p->wrong);
	p->wrong[p->nwrong++] = mem_str(p->mem, text);
}

void
preview_idea(struct preview *p, const char *text)
{
	p->ideas = mem_more(p->mem, p->ideas, p->nideas, &p->idea_room, sizeof *p->ideas);
	p->ideas[p->nideas++] = mem_str(p->mem, text);
}

size_t
preview_without_pillar(const struct preview *p)
{
	size_t n = p->entries, i;

	for (i = 0; i < p->pillars.count; i++)
		n -= p->pillars.at[i].entries;
	return n;
}

void
preview_day(struct preview *p, int64_t day, const char *title)
{
	if (p->ndays == p->day_room) {
		p->day_room = p->day_room ? 2 * p->day_room : 32;
		p->days = mem_grow(p->days, p->day_room * sizeof *p->days);
	}
	p->days[p->ndays++] = (struct special_day){ day, mem_str(p->mem, title) };
}

int
preview_range(const struct preview *p, int64_t *first, int64_t *last)
{
	size_t i;

	for (i = 0; i < p->nposts; i++) {
		if (!i || p->posts[i].day < *first)
			*first = p->posts[i].day;
		if (!i || p->posts[i].day > *last)
			*last = p->posts[i].day;
	}
	return p->nposts ? 0 : -1;
}

/* --- order and counts ---------------------------------------------------------------------------- */

static int
by_time(const void *a, const void *b)
{
	const struct kept_post *x = a, *y = b;

	if (x->is.wall != y->is.wall)
		return x->is.wall < y->is.wall ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int
by_day(const void *a, const void *b)
{
	const struct special_day *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

/* What one entry becomes at one time stands together: in the order of time, then of the plan. */
int
preview_same_entry(const struct kept_post *a, const struct kept_post *b)
{
	return a->is.wall == b->is.wall && strcmp(a->is.entry, b->is.entry) == 0;
}

size_t
preview_entry_end(const struct preview *p, size_t from)
{
	size_t to = from + 1;

	while (to < p->nposts && preview_same_entry(p->posts + from, p->posts + to))
		to++;
	return to;
}

static void
mark_entries(struct preview *p)
{
	const struct kept_post *before = NULL;
	struct kept_post       *k;
	size_t                  i;

	for (i = 0; i < p->nposts; i++, before = k) {
		k = p->posts + i;
		k->first_of_entry = !before || !preview_same_entry(before, k);
		p->entries += (size_t)k->first_of_entry;
	}
}

static size_t
count_in(struct preview *p, struct names *list, const char *id, int entry)
{
	struct named *n = name_of(p, list, id);

	n->posts++;
	n->entries += (size_t)entry;
	return (size_t)(n - list->at);
}

void
preview_settle(struct preview *p)
{
	struct kept_post *k;
	size_t            i;

	if (!p->nposts)
		return;
	qsort(p->posts, p->nposts, sizeof *p->posts, by_time);
	if (p->ndays)
		qsort(p->days, p->ndays, sizeof *p->days, by_day);
	mark_entries(p);
	for (i = 0; i < p->nposts; i++) {
		k = p->posts + i;
		k->account = count_in(p, &p->accounts, k->is.account, k->first_of_entry);
		p->accounts.at[k->account].note = k->is.network;
		if (k->is.pillar)
			count_in(p, &p->pillars, k->is.pillar, k->first_of_entry);
		if (k->is.campaign)
			k->campaign = 1 + count_in(p, &p->campaigns, k->is.campaign, k->first_of_entry);
	}
}

size_t
preview_from(const struct preview *p, int64_t day)
{
	size_t low = 0, high = p->nposts, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (p->posts[mid].day < day)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const char *
preview_special(const struct preview *p, int64_t day)
{
	struct special_day        key = { day, NULL };
	const struct special_day *d;

	d = p->ndays ? bsearch(&key, p->days, p->ndays, sizeof *p->days, by_day) : NULL;
	return d ? d->title : NULL;
}

/* --- counts and days in words -------------------------------------------------------------------- */

const char *
count_words(const char *one, const char *many, size_t count)
{
	return tr_many(one, many, count);
}

const char *
day_name(int weekday)
{
	static const char *const names[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
		"Sunday" };

	return tr(names[weekday]);
}

const char *
day_short(int weekday)
{
	static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

	return tr(names[weekday]);
}

const char *
month_name(int month)
{
	static const char *const names[] = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" };

	return tr(names[month - 1]);
}

const char *
day_words(int day)
{
	/* the first is a message of its own, for French: "1er décembre" */
	return day == 1 ? tr("%1$s %2$1d %3$s") : tr("%1$s %2$d %3$s");
}

int
week_number(int64_t day)
{
	int64_t      thursday = day - civil_weekday(day) + 3;
	struct civil c;

	civil_from_days(thursday, &c);
	return (int)((thursday - civil_days(c.year, 1, 1)) / 7) + 1;
}

int64_t
month_first(int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return civil_days(c.year, c.month, 1);
}

int64_t
month_next(int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return c.month == 12 ? civil_days(c.year + 1, 1, 1) : civil_days(c.year, c.month + 1, 1);
}
