/* import_csv.c - a table: RFC 4180, and what spreadsheets make of it */
#include "import_parts.h"

#include "smm/csv.h"
#include "smm/near.h"

#include "export_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct table {
	struct import *in;
	struct csv     csv;
	const char    *members[CSV_COLUMNS]; /* of each column; NULL: not known */
	size_t         columns;
};

static const struct {
	const char *title, *member;
} other_titles[] = {
	{ "message", "text" }, { "content", "text" }, { "texte", "text" }, { "caption", "text" },
	{ "date", "at" }, { "datetime", "at" }, { "time", "time" }, { "heure", "time" }, { "url", "link" },
	{ "lien", "link" }, { "titre", "title" }, { "subject", "title" }, { "langue", "lang" },
	{ "language", "lang" }, { "status", "state" }, { "statut", "state" }, { "état", "state" },
	{ "comment", "first_comment" }, { "campagne", "campaign" }, { "accounts", "account" },
	{ "compte", "account" }, { "comptes", "account" }, { "networks", "network" },
	{ "réseau", "network" }, { "réseaux", "network" }, { "image", "media" }, { "file", "media" },
	{ "fichier", "media" }, { "alt", "alt" }, { "zone", "zone" }, { "timezone", "zone" },
};

/* --- columns ---------------------------------------------------------------------------------------- */

static const char *
find_member(const char *title)
{
	size_t i;

	title += strspn(title, " ");
	for (i = 0; export_columns[i]; i++)
		if (strcasecmp(title, export_columns[i]) == 0)
			return export_columns[i];
	for (i = 0; i < sizeof other_titles / sizeof *other_titles; i++)
		if (strcasecmp(title, other_titles[i].title) == 0)
			return other_titles[i].member;
	return NULL;
}

static const char *
near_member(const char *title)
{
	size_t n;

	for (n = 0; export_columns[n]; n++)
		;
	return near_word(title, export_columns, n);
}

static int
read_titles(struct table *t)
{
	const char *near;
	size_t      i, k, known = 0;

	t->columns = t->csv.count;
	for (i = 0; i < t->csv.count; i++) {
		t->members[i] = find_member(t->csv.cells[i]);
		near = t->members[i] ? NULL : near_member(t->csv.cells[i]);
		known += t->members[i] != NULL;
		if (near)
			t->in->tell->warning("%s:1: the column \"%s\" is not known, the nearest is \"%s\", it is "
			    "left out", t->in->name, t->csv.cells[i], near);
		else if (!t->members[i])
			t->in->tell->warning("%s:1: the column \"%s\" is not known, it is left out", t->in->name,
			    t->csv.cells[i]);
		for (k = 0; t->members[i] && k < i; k++)
			if (t->members[k] && strcmp(t->members[k], t->members[i]) == 0) {
				import_wrong(t->in, 1, "two columns are `%s`", t->members[i]);
				return -1;
			}
	}
	if (!known)
		import_wrong(t->in, 1, "found no column that is known, expected titles like at, account, text, link");
	return known ? 0 : -1;
}

/* --- rows ------------------------------------------------------------------------------------------- */

static int
is_list_member(const char *member)
{
	return strcmp(member, "thread") == 0 || strcmp(member, "media") == 0 || strcmp(member, "poll") == 0 ||
	    strcmp(member, "options") == 0;
}

static json_t *
words(const char *s)
{
	json_t *list = json_array();
	size_t  len, end;

	while (*s) {
		s += strspn(s, " ,;");
		len = strcspn(s, ",;");
		for (end = len; end && s[end - 1] == ' '; end--)
			;
		if (end)
			json_array_append_new(list, json_stringn(s, end));
		s += len;
	}
	return list;
}

/* JSON as we export it; else what a person writes: words with commas, a path, one text. */
static json_t *
read_list(const char *member, const char *cell)
{
	json_t *json = *cell == '[' || *cell == '{' ? json_loads(cell, JSON_REJECT_DUPLICATES, NULL) : NULL;

	if (json)
		return json;
	if (strcmp(member, "tags") == 0)
		return words(cell);
	if (strcmp(member, "media") == 0)
		return json_pack("[{s:s}]", "file", cell);
	return strcmp(member, "thread") == 0 ? json_pack("[s]", cell) : NULL;
}

static void
set_cell(struct table *t, json_t *row, const char *member, const char *cell)
{
	json_t *value;

	if (!*cell || !member)
		return;
	if (strcmp(member, "late") == 0) {
		json_object_set_new(row, member, json_integer(strtol(cell, NULL, 10)));
		return;
	}
	if ((strcmp(member, "account") == 0 || strcmp(member, "network") == 0) && strpbrk(cell, ",;")) {
		json_object_set_new(row, member, words(cell));
		return;
	}
	if (!is_list_member(member) && strcmp(member, "tags") != 0) {
		json_object_set_new(row, member, json_string(cell));
		return;
	}
	value = read_list(member, cell);
	if (value)
		json_object_set_new(row, member, value);
	else
		import_wrong(t->in, t->csv.line, "`%s` is \"%.60s\", JSON was expected", member, cell);
}

/* A time of its own column, an alt text of its own column. */
static void
join(json_t *row)
{
	const char *at = json_string_value(json_object_get(row, "at"));
	const char *clock = json_string_value(json_object_get(row, "time"));
	json_t     *medium = json_array_get(json_object_get(row, "media"), 0), *joined;

	if (at && clock) {
		joined = json_sprintf("%s %s%s", at, strlen(clock) == 4 ? "0" : "", clock);
		json_object_set_new(row, "at", joined);
	}
	if (medium && json_object_get(row, "alt"))
		json_object_set(medium, "alt", json_object_get(row, "alt"));
	json_object_del(row, "time");
	json_object_del(row, "alt");
}

static void
add_row(struct table *t)
{
	json_t *row = json_object();
	size_t  i;

	if (t->csv.count == 1 && !*t->csv.cells[0]) {
		json_decref(row);
		return;
	}
	if (t->csv.count > t->columns)
		import_wrong(t->in, t->csv.line, "found %zu cells, the header has %zu; quote a text with a '%c' in it",
		    t->csv.count, t->columns, t->csv.comma == '\t' ? ' ' : t->csv.comma);
	for (i = 0; i < t->csv.count && i < t->columns; i++)
		set_cell(t, row, t->members[i], csv_plain(t->csv.cells[i]));
	join(row);
	import_add(t->in, row, t->csv.line);
}

/* 1: a row; 0: the end; -1: it was wrong, and told. */
static int
next_row(struct table *t)
{
	int got = csv_row(&t->csv);

	if (got < 0)
		import_wrong(t->in, t->csv.line, "found a quote that is not closed, or text behind a closed one");
	return got;
}

void
import_csv(struct import *in)
{
	struct table *t = mem_alloc(in->mem, sizeof *t);
	int           got;

	t->in = in;
	csv_begin(&t->csv, in->text, 1);
	if (next_row(t) < 1 || read_titles(t))
		return;
	while ((got = next_row(t)))
		if (got > 0)
			add_row(t);
}
