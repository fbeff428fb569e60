/* collect_table_titles.c - which column of a table is which member */
#include "collect_table_parts.h"

#include "smm/near.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define CURRENCY "{currency}" /* in a title: three capitals stand there */

static const char *
trimmed(const char *s, size_t *len)
{
	s += strspn(s, " \t\r\n");
	for (*len = strlen(s); *len && strchr(" \t\r\n", s[*len - 1]); --*len)
		;
	return s;
}

static int
is_currency_at(const char *s)
{
	return isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) && isupper((unsigned char)s[2]);
}

/* Letters of ASCII count alike, large and small. *currency: where it stands, when the title has one. */
static int
is_title(const char *title, const char *found, const char **currency)
{
	const char *gap = strstr(title, CURRENCY);
	size_t      len, lead = gap ? (size_t)(gap - title) : 0;

	found = trimmed(found, &len);
	if (!gap)
		return strlen(title) == len && strncasecmp(title, found, len) == 0;
	if (len != strlen(title) - strlen(CURRENCY) + 3 || strncasecmp(title, found, lead) != 0 ||
	    !is_currency_at(found + lead) ||
	    strncasecmp(gap + strlen(CURRENCY), found + lead + 3, len - lead - 3) != 0)
		return 0;
	*currency = found + lead;
	return 1;
}

/* The place of the first of the titles that the row has; COLUMN_NONE. */
static int
find_title(const struct texts *titles, const struct csv *row, const char **currency)
{
	size_t i, k;

	for (i = 0; i < titles->count; i++)
		for (k = 0; k < row->count; k++)
			if (is_title(titles->at[i], row->cells[k], currency))
				return (int)k;
	return COLUMN_NONE;
}

size_t
titles_known(const struct mapping *map, const struct csv *row)
{
	const char *currency;
	size_t      i, known = 0;

	for (i = 0; i < map->count; i++) {
		if (!map->columns[i].titles.count)
			continue;
		if (find_title(&map->columns[i].titles, row, &currency) >= 0)
			known++;
		else if (map->columns[i].needed)
			return 0;
	}
	return known;
}

void
titles_missing(const struct mapping *map, const struct csv *row, struct buf *b)
{
	const struct column *c;
	const char          *currency;

	for (c = map->columns; c < map->columns + map->count; c++)
		if (c->needed && c->titles.count && find_title(&c->titles, row, &currency) < 0)
			buf_fmt(b, "%s\"%s\"", b->len ? ", " : "", c->titles.at[0]);
}

/* A title that any column could have, or that is known and left out. */
static int
is_known(const struct mapping *map, const char *title)
{
	const char *currency;
	size_t      i, k;

	for (i = 0; i < map->count; i++)
		for (k = 0; k < map->columns[i].titles.count; k++)
			if (is_title(map->columns[i].titles.at[k], title, &currency))
				return 1;
	for (i = 0; i < map->ignore.count; i++)
		if (is_title(map->ignore.at[i], title, &currency))
			return 1;
	return 0;
}

static const char *
near_title(const struct table_run *r, const char *title)
{
	const char *known[256];
	size_t      i, k, n = 0;

	for (i = 0; i < r->map->count; i++)
		for (k = 0; k < r->map->columns[i].titles.count && n < 256; k++)
			if (r->map->columns[i].at < 0)
				known[n++] = r->map->columns[i].titles.at[k];
	return near_word(title, known, n);
}

static void
tell_unknown(struct table_run *r)
{
	const char *near;
	size_t      i, len;

	for (i = 0; i < r->csv.count; i++) {
		trimmed(r->csv.cells[i], &len);
		if (!len || is_known(r->map, r->csv.cells[i]))
			continue;
		near = near_title(r, r->csv.cells[i]);
		r->set->warn("%s:%zu: the column \"%.60s\" is not known to %s%s%s%s, it is left out", r->name,
		    r->csv.line, r->csv.cells[i], r->map->path, near ? ", the nearest is \"" : "", near ? near : "",
		    near ? "\"" : "");
	}
}

void
titles_take(struct table_run *r)
{
	const char    *currency = NULL;
	struct column *c;
	size_t         i;

	for (c = r->map->columns; c < r->map->columns + r->map->count; c++)
		c->at = find_title(&c->titles, &r->csv, &currency);
	r->currency = currency ? mem_dup(r->mem, currency, 3) : NULL;
	r->titles = r->csv.count;
	for (i = 0; i < r->titles; i++)
		r->title[i] = mem_str(r->mem, r->csv.cells[i]);
	tell_unknown(r);
}
