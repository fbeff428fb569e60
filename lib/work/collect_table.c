/* collect_table.c - tables of numbers: the mapping chosen, the header found, the rows written */
#include "collect_table_parts.h"

#include "smm/near.h"
#include "smm/zone.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_WITHIN 20 /* lines: what exports write above their tables */

/* --- which mapping ---------------------------------------------------------------------------------- */

/* Of the rows at the top the one that the mapping knows best; its place behind the others, 0: none. */
static size_t
header_of(const struct mapping *map, const char *text, size_t *known)
{
	struct buf copy = { 0 };
	struct csv c;
	size_t     i, best = 0, n;

	*known = 0;
	buf_add(&copy, text, strnlen(text, 1 << 20));
	csv_begin(&c, copy.at, HEADER_WITHIN);
	for (i = 1; i <= HEADER_WITHIN && csv_row(&c); i++) {
		n = titles_known(map, &c);
		if (n > *known) {
			*known = n;
			best = i;
		}
	}
	buf_release(&copy);
	return best;
}

static struct mapping *
no_mapping(const struct table_run *r, const struct texts *names, struct err *e)
{
	struct buf list = { 0 };
	size_t     i;

	for (i = 0; i < names->count; i++)
		buf_fmt(&list, "%s%s", i ? ", " : "", names->at[i]);
	err_set(e, FAULT_INPUT, "%s: no mapping knows this table; name one of %s, or write one (smm-import(5))",
	    r->name, list.len ? list.at : "(none are installed: SMM_DATADIR)");
	buf_release(&list);
	return NULL;
}

/* The one with the most columns among those that have all they need; two of them are a question. */
static struct mapping *
recognise(struct table_run *r, const char *text, struct err *e)
{
	struct texts    names;
	struct mapping *map, *best = NULL;
	const char     *other = NULL;
	size_t          i, known, most = 0;

	mapping_names(&names, r->mem);
	for (i = 0; i < names.count; i++) {
		map = mapping_read(mapping_path(names.at[i], r->mem), r->mem, e);
		if (!map)
			return NULL;
		if (!header_of(map, text, &known) || known < most)
			continue;
		other = known == most && best ? best->title : NULL;
		most = known;
		best = map;
	}
	if (!best)
		return no_mapping(r, &names, e);
	if (other) {
		err_set(e, FAULT_USAGE, "%s: it may be \"%s\" or \"%s\"; --import=NAME says which", r->name, other,
		    best->title);
		return NULL;
	}
	r->set->warn("%s: read as \"%s\"", r->name, best->title);
	return best;
}

static struct mapping *
named(struct table_run *r, struct err *e)
{
	const char  *path = mapping_path(r->set->mapping, r->mem), *near;
	struct texts names;

	if (path == r->set->mapping || access(path, F_OK) == 0)
		return mapping_read(path, r->mem, e);
	mapping_names(&names, r->mem);
	near = near_word(r->set->mapping, names.at, names.count);
	err_set(e, FAULT_USAGE, "there is no mapping \"%s\"%s%s; a file of your own is given by its path",
	    r->set->mapping, near ? ", the nearest is " : "", near ? near : "");
	return NULL;
}

/* --- the table -------------------------------------------------------------------------------------- */

static int
find_header(struct table_run *r, char *text, struct err *e)
{
	struct buf missing = { 0 };
	size_t     known, place = header_of(r->map, text, &known), i;

	csv_begin(&r->csv, text, HEADER_WITHIN);
	for (i = 0; i < (place ? place : 1); i++)
		csv_row(&r->csv);
	if (place) {
		titles_take(r);
		r->mark = r->map->decimal ? r->map->decimal : r->csv.comma == ';' ? ',' : '.';
		return 0;
	}
	titles_missing(r->map, &r->csv, &missing);
	err_set(e, FAULT_INPUT, "%s:%zu: the columns %s are missing, which %s needs", r->name, r->csv.line,
	    missing.at ? missing.at : "", r->map->path);
	buf_release(&missing);
	return -1;
}

static int
keep_rejected(const struct table_run *r, const char *copy, size_t from, size_t to, struct err *e)
{
	if (!r->set->rejects || !copy)
		return 0;
	while (to > from && strchr("\r\n", copy[to - 1]))
		to--;
	return out_line(r->set->rejects, copy + from, to - from, e);
}

static int
write_rows(struct table_run *r, const char *text, const char *copy, struct err *e)
{
	size_t from, bad;
	int    got, rc = 0;

	for (;;) {
		from = (size_t)(r->csv.at - text);
		bad = r->bad;
		got = csv_row(&r->csv);
		if (!got)
			return 0;
		if (got < 0) {
			r->bad++;
			r->set->error("%s:%zu: found a quote that is not closed, or text behind a closed one", r->name,
			    r->csv.line);
		} else {
			rc = table_row_write(r, e);
			mem_reset(r->row);
		}
		if (!rc && r->bad > bad)
			rc = keep_rejected(r, copy, from, (size_t)(r->csv.at - text), e);
		if (rc)
			return -1;
	}
}

/* --- whose, when, where ------------------------------------------------------------------------------ */

/* When the file was last changed is when it was saved; of a pipe: now. */
static int64_t
exported_at(const struct collect_table_settings *s, const char *path)
{
	struct stat st;
	int64_t     ms;

	if (s->at)
		return s->at;
	if (!path || strcmp(path, "-") == 0 || stat(path, &st))
		return s->now;
	ms = (int64_t)st.st_mtime * 1000;
	return ms < s->now ? ms : s->now;
}

/* Numbers of posts and accounts are of one of ours. */
static int
find_account(struct table_run *r, struct collect_table_settings *own, struct err *e)
{
	const struct conf *conf = own->conf;
	const char        *network = r->map->network, *only = NULL;
	size_t             i, count = 0;

	for (i = 0; i < r->map->count; i++)
		if (strcmp(r->map->columns[i].member, "account") == 0)
			return 0;
	if (own->account || (strcmp(r->map->scope, "post") != 0 && strcmp(r->map->scope, "account") != 0))
		return 0;
	for (i = 0; conf && network && i < conf->naccounts; i++)
		if (strcmp(conf->accounts[i].network, network) == 0) {
			only = conf->accounts[i].name;
			count++;
		}
	if (count != 1)
		return err_set(e, FAULT_USAGE, "%s: whose numbers are they? -a NAME says it: smm.yaml has %zu accounts "
		    "of %s", r->name, count, network ? network : "the network");
	own->account = only;
	return 0;
}

static int
set_zone(const struct table_run *r, struct err *e)
{
	const struct collect_table_settings *s = r->set;
	const char                          *zone = s->zone ? s->zone : r->map->zone ? r->map->zone :
	    s->conf ? s->conf->zone : NULL;

	if (zone_set(zone, e) == 0)
		return 0;
	e->fault = s->zone ? FAULT_USAGE : FAULT_CONF;
	return s->zone ? -1 : err_in(e, "%s", r->map->path);
}

int
collect_table(const struct collect_table_settings *s, const char *path, size_t *bad, struct err *e)
{
	struct collect_table_settings own = *s;
	struct table_run              r = { .set = &own, .name = path && strcmp(path, "-") != 0 ? path : "<stdin>" };
	struct buf                    b = { 0 }, copy = { 0 };
	int                           rc = -1;

	r.mem = mem_new();
	r.row = mem_new();
	r.at = exported_at(s, path);
	if (csv_load(path, "kpi-collect --import -", &b, e))
		goto out;
	if (s->rejects)
		buf_add(&copy, b.at, b.len);
	r.map = *s->mapping ? named(&r, e) : recognise(&r, b.at, e);
	if (!r.map || find_account(&r, &own, e) || set_zone(&r, e) || find_header(&r, b.at, e) ||
	    write_rows(&r, b.at, copy.at, e))
		goto out;
	rc = 0;
out:
	*bad += r.bad;
	buf_release(&r.line);
	buf_release(&copy);
	buf_release(&b);
	mem_free(r.row);
	mem_free(r.mem);
	return rc;
}
