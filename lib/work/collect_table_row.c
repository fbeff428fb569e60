/* collect_table_row.c - a row of a table as a metric record */
#include "collect_table_parts.h"

#include "smm/kpi.h"
#include "smm/lang.h"
#include "smm/zone.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MILLION 1000000
#define MICROS_MOST (INT64_MAX / 2)

struct record { /* what a row says; times are milliseconds, INT64_MIN: none */
	const char *word[CSV_COLUMNS]; /* of each column of the mapping; NULL: nothing */
	int64_t     at, from, to;
	int         is_own; /* it covers a period of its own */
	int         numbers;
	int         wrong;
};

static void
wrong(struct table_run *r, struct record *x, const char *fmt, ...)
{
	char    text[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, tr(fmt), ap);
	va_end(ap);
	r->set->error("%s:%zu: %s", r->name, r->csv.line, text);
	x->wrong = 1;
}

static const char *
title_of(const struct table_run *r, const struct column *c)
{
	return c->at >= 0 ? r->title[c->at] : c->member;
}

/* What stands in a column's cell, blanks around it taken away; NULL: nothing, or there is no such column. */
static const char *
cell_of(struct table_run *r, const struct column *c)
{
	const char *cell, *meant;
	size_t      len;

	if (c->at < 0 || (size_t)c->at >= r->csv.count)
		return NULL;
	cell = r->csv.cells[c->at];
	cell += strspn(cell, " \t\r\n");
	for (len = strlen(cell); len && strchr(" \t\r\n", cell[len - 1]); len--)
		;
	cell = csv_plain(mem_dup(r->row, cell, len));
	meant = variables_find(&c->map, cell);
	cell = meant ? meant : cell;
	return *cell ? cell : NULL;
}

/* --- words ------------------------------------------------------------------------------------------ */

/* "https://…/video/7412/" -> "7412" */
static const char *
last_part(struct table_run *r, const char *address)
{
	size_t      len = strcspn(address, "?#");
	const char *at;

	while (len && address[len - 1] == '/')
		len--;
	for (at = address + len; at > address && at[-1] != '/'; at--)
		;
	return len ? mem_dup(r->row, at, (size_t)(address + len - at)) : NULL;
}

/* Long ids that a spreadsheet has taken for numbers are lost: 1.78013E+17. */
static int
is_spoilt(const char *s)
{
	size_t whole = strspn(s, "0123456789"), part;

	if (!whole || !strchr(".,eE", s[whole]) || !s[whole])
		return 0;
	s += whole;
	part = strchr(".,", *s) ? 1 + strspn(s + 1, "0123456789") : 0;
	s += part;
	return (*s == 'e' || *s == 'E') && s[1] == '+' && isdigit((unsigned char)s[2]);
}

static const char *
read_word(struct table_run *r, struct record *x, const struct column *c)
{
	const char *cell = cell_of(r, c);

	if (cell && c->as == AS_LAST)
		cell = last_part(r, cell);
	if (cell && (strcmp(c->member, "ref") == 0 || strcmp(c->member, "subject") == 0) && is_spoilt(cell))
		wrong(r, x, "\"%s\" is \"%.40s\": a spreadsheet has rounded the id; export the table again, and do not "
		    "save it from there", title_of(r, c), cell);
	return cell;
}

static const char *
word_of(const struct table_run *r, const struct record *x, const char *member)
{
	size_t i;

	for (i = 0; i < r->map->count; i++)
		if (strcmp(r->map->columns[i].member, member) == 0)
			return x->word[i];
	return NULL;
}

/* NULL when one of the parts is nothing. */
static const char *
join_words(struct table_run *r, const struct record *x, const struct column *c)
{
	const char *joined = NULL, *part;
	size_t      i;

	for (i = 0; i < c->of.count; i++) {
		part = word_of(r, x, c->of.at[i]);
		if (!part)
			return NULL;
		joined = joined ? mem_fmt(r->row, "%s%s%s", joined, c->by, part) : part;
	}
	return joined;
}

static void
read_words(struct table_run *r, struct record *x)
{
	const struct column *c = r->map->columns;
	size_t               i;

	for (i = 0; i < r->map->count; i++)
		if (c[i].as == AS_WORD || c[i].as == AS_LAST)
			x->word[i] = c[i].titles.count ? read_word(r, x, c + i) : NULL;
	for (i = 0; i < r->map->count; i++)
		if (c[i].of.count)
			x->word[i] = join_words(r, x, c + i);
	for (i = 0; i < r->map->count && !x->wrong; i++)
		if (c[i].needed && (c[i].as == AS_WORD || c[i].as == AS_LAST) && !x->word[i])
			wrong(r, x, "\"%s\" is empty", title_of(r, c + i));
}

/* --- times ------------------------------------------------------------------------------------------ */

static int64_t
midnight_after(int64_t ms)
{
	struct civil c = { 0 };
	enum wall    how;
	int64_t      sec = ms / 1000 + zone_offset(ms);
	int          offset;

	civil_from_days(sec / 86400 - (sec % 86400 < 0) + 1, &c);
	return zone_instant(&c, &offset, &how);
}

static void
read_time(struct table_run *r, struct record *x, const struct column *c)
{
	const char *cell = cell_of(r, c);
	int64_t     ms;
	int         is_day;
	enum loose  how = cell ? loose_time(cell, r->map->order, &ms, &is_day) : LOOSE_NOTHING;

	if (how == LOOSE_NOTHING) {
		if (c->needed)
			wrong(r, x, "\"%s\" is empty, expected a date", title_of(r, c));
		return;
	}
	if (how != LOOSE_READ) {
		wrong(r, x, "\"%s\" is \"%.40s\", expected a date%s", title_of(r, c), cell, r->map->order == LOOSE_ASK ?
		    " like 2026-12-01 (`dates` of the mapping says whether day or month comes first)" : "");
		return;
	}
	if (strcmp(c->member, "at") == 0) {
		x->at = ms;
	} else if (strcmp(c->member, "to") == 0) {
		x->to = is_day ? midnight_after(ms) : ms; /* the last day of a period is in it */
		x->is_own = 1;
	} else {
		x->from = ms;
		if (strcmp(c->member, "day") == 0) {
			x->to = midnight_after(ms);
			x->is_own = 1;
		}
	}
}

static void
read_times(struct table_run *r, struct record *x)
{
	size_t i;

	x->at = x->from = x->to = INT64_MIN;
	for (i = 0; i < r->map->count && !x->wrong; i++)
		if (r->map->columns[i].as == AS_TIME)
			read_time(r, x, r->map->columns + i);
	if (x->at == INT64_MIN)
		x->at = r->at;
	if (!x->wrong && x->from != INT64_MIN && x->to != INT64_MIN && x->to <= x->from)
		wrong(r, x, "the period ends before it begins");
	if (r->map->has_total)
		x->is_own = !r->map->total;
}

/* --- the record ------------------------------------------------------------------------------------- */

static void
put_time(struct buf *b, const char *key, int64_t ms)
{
	char text[WHEN_SIZE];

	if (ms != INT64_MIN)
		json_str(b, key, when_write(text, ms, zone_offset(ms)));
}

/* A row that names the scope's account itself is of that; else whom the user says, else the only one there is. */
static const char *
account_of(const struct table_run *r, const struct record *x)
{
	const char *word = word_of(r, x, "account");

	return word ? word : r->set->account;
}

static const char *
currency_of(const struct table_run *r, const struct record *x)
{
	const char *word = word_of(r, x, "currency");

	return word ? word : r->currency ? r->currency : r->map->currency;
}

/* Names of networks are ours: small letters, no blanks. */
static const char *
network_of(struct table_run *r, const struct record *x)
{
	const char *word = r->map->network ? r->map->network : word_of(r, x, "network");
	char       *name = word ? mem_str(r->row, word) : NULL, *c;

	for (c = name; c && *c; c++)
		*c = (char)(*c == ' ' ? '-' : tolower((unsigned char)*c));
	return name;
}

static void
put_head(struct table_run *r, struct record *x)
{
	struct buf *b = &r->line;
	const char *network = network_of(r, x);

	if (!network) {
		wrong(r, x, "which network it is about is not said");
		return;
	}
	buf_clear(b);
	json_open(b, '{');
	json_str(b, "type", "metric");
	json_str(b, "account", account_of(r, x));
	json_str(b, "network", network);
	json_str(b, "scope", r->map->scope);
	json_str(b, "subject", word_of(r, x, "subject"));
	json_str(b, "ref", word_of(r, x, "ref"));
	put_time(b, "at", x->at);
	put_time(b, "from", x->from);
	put_time(b, "to", x->to);
	json_str(b, "campaign", word_of(r, x, "campaign"));
	json_str(b, "pillar", word_of(r, x, "pillar"));
	json_bool(b, "total", !x->is_own);
}

static void
put_value(struct table_run *r, struct record *x, const struct column *c, int64_t value)
{
	x->numbers++;
	if (value < 0 && !x->is_own)
		wrong(r, x, "\"%s\" is below 0, expected a running total", title_of(r, c));
	else if (c->as == AS_NUMBER) {
		json_key(&r->line, c->member);
		wide_put_decimal(&r->line, value);
	} else
		json_int(&r->line, c->member, value);
}

static void
put_number(struct table_run *r, struct record *x, const struct column *c)
{
	const char *cell = cell_of(r, c);
	int64_t     value = 0;
	enum loose  how = !cell ? LOOSE_NOTHING : c->as == AS_COUNT ? loose_count(cell, &value) :
	    loose_number(cell, r->mark, &value);

	switch (how) {
	case LOOSE_READ: put_value(r, x, c, value); break;
	case LOOSE_ROUNDED:
		wrong(r, x, "\"%s\" is \"%.40s\", which is rounded; expected the number itself", title_of(r, c), cell);
		break;
	case LOOSE_WRONG:
		wrong(r, x, "\"%s\" is \"%.40s\", expected %s", title_of(r, c), cell,
		    c->as == AS_COUNT ? "a whole number" : "a number");
		break;
	case LOOSE_NOTHING:
		if (c->needed)
			wrong(r, x, "\"%s\" is empty, expected a number", title_of(r, c));
		break;
	}
}

static void
put_numbers(struct table_run *r, struct record *x)
{
	const struct column *c;
	const char          *currency = currency_of(r, x);
	int                  money = 0;

	for (c = r->map->columns; c < r->map->columns + r->map->count && !x->wrong; c++)
		if (c->as == AS_COUNT || c->as == AS_NUMBER || c->as == AS_MONEY) {
			put_number(r, x, c);
			money |= c->as == AS_MONEY && cell_of(r, c) != NULL;
		}
	if (!x->wrong && money && !currency)
		wrong(r, x, "money without its currency: a column, a title like \"Spend (EUR)\" or `currency` of the "
		    "mapping says it");
	if (money)
		json_str(&r->line, "currency", currency);
}

/* Sums of the other rows, and rows in which nothing stands. */
static int
is_left_out(const struct table_run *r)
{
	size_t i, k, filled = 0;

	for (i = 0; i < r->csv.count; i++) {
		filled += r->csv.cells[i][strspn(r->csv.cells[i], " \t\r\n")] != '\0';
		for (k = 0; k < r->map->totals.count; k++)
			if (strcmp(r->csv.cells[i], r->map->totals.at[k]) == 0)
				return 1;
	}
	return !filled;
}

int
table_row_write(struct table_run *r, struct err *e)
{
	struct record *x;

	if (is_left_out(r))
		return 0;
	x = mem_alloc(r->row, sizeof *x);
	if (r->csv.count > r->titles)
		wrong(r, x, "found %zu cells, the header has %zu", r->csv.count, r->titles);
	if (!x->wrong)
		read_words(r, x);
	if (!x->wrong)
		read_times(r, x);
	if (!x->wrong)
		put_head(r, x);
	if (!x->wrong)
		put_numbers(r, x);
	if (x->wrong) {
		r->bad++;
		return 0;
	}
	json_close(&r->line, '}');
	/* a record without a number says nothing */
	return x->numbers ? out_line(r->set->out, r->line.at, r->line.len, e) : 0;
}
