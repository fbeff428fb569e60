/* collect_table_map.c - mapping files (smm-import(5)) */
#include "collect_table_parts.h"

#include "smm/fields.h"
#include "smm/yaml.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#ifndef SMM_DATADIR
#define SMM_DATADIR "/usr/local/share/smmkit"
#endif

/* --- one column ------------------------------------------------------------------------------------- */

static int
read_as(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const words[] = { "word", "time", "count", "number", "money", "last" };
	size_t                   i;

	for (i = 0; n->type == NODE_SCALAR && i < sizeof words / sizeof *words; i++)
		if (strcmp(n->text, words[i]) == 0) {
			*(enum column_as *)p->to = (enum column_as)i;
			return 0;
		}
	return yaml_expected(p->yaml, n, "word, time, count, number, money or last", e);
}

static const struct field column_fields[] = {
	{ "titles", field_texts,     offsetof(struct column, titles), 0 },
	{ "of",     field_texts,     offsetof(struct column, of),     0 },
	{ "by",     field_text,      offsetof(struct column, by),     0 },
	{ "as",     read_as,         offsetof(struct column, as),     0 },
	{ "needed", field_bool,      offsetof(struct column, needed), 0 },
	{ "map",    field_variables, offsetof(struct column, map),    0 },
	{ 0 }
};

/* What a member is when nobody says. */
static enum column_as
usual_as(const char *member)
{
	static const char *const words[] = { "account", "network", "subject", "ref", "campaign", "pillar", "currency" };
	static const char *const times[] = { "at", "from", "to", "day" };
	static const char *const money[] = { "spend", "cost", "revenue" };
	size_t                   i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(member, words[i]) == 0)
			return AS_WORD;
	for (i = 0; i < sizeof times / sizeof *times; i++)
		if (strcmp(member, times[i]) == 0)
			return AS_TIME;
	for (i = 0; i < sizeof money / sizeof *money; i++)
		if (strcmp(member, money[i]) == 0)
			return AS_MONEY;
	return AS_COUNT;
}

/* Members are words of ASCII: they become members of records, and nothing else may. */
static int
is_member(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return len && !s[len] && len <= 40 && strcmp(s, "type") != 0 && strcmp(s, "scope") != 0 &&
	    strcmp(s, "total") != 0;
}

static int
check_column(const struct place *p, const struct column *c, struct err *e)
{
	enum column_as usual = usual_as(c->member);

	if (!c->titles.count == !c->of.count)
		return yaml_fail(p->yaml, p->mark, e, "`%s` needs either titles or of", c->member);
	if (c->of.count && usual != AS_WORD)
		return yaml_fail(p->yaml, p->mark, e, "`%s` is no text, it cannot be made `of` others", c->member);
	if ((usual == AS_WORD && c->as != AS_WORD && c->as != AS_LAST) || (usual == AS_TIME && c->as != AS_TIME) ||
	    (usual == AS_MONEY && c->as != AS_MONEY) || (usual == AS_COUNT && c->as == AS_TIME))
		return yaml_fail(p->yaml, p->mark, e, "`%s` cannot be read so", c->member);
	return 0;
}

static int
read_column(const struct place *p, const struct node *n, struct err *e)
{
	struct mapping *map = p->all;
	struct column   c = { .member = p->key, .by = "/", .at = COLUMN_NONE };
	struct place    inner = *p;
	size_t          i;

	if (!is_member(p->key))
		return yaml_fail(p->yaml, p->mark, e, "found \"%s\", expected a member of metric records", p->key);
	for (i = 0; i < map->count; i++)
		if (strcmp(map->columns[i].member, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	c.as = usual_as(p->key);
	inner.to = &c.titles;
	if (n->type == NODE_MAP ? yaml_map(p->yaml, n, column_fields, &c, p->mem, e) : field_texts(&inner, n, e))
		return -1;
	if (check_column(p, &c, e))
		return -1;
	map->columns = mem_more(p->mem, map->columns, map->count, &map->room, sizeof *map->columns);
	map->columns[map->count++] = c;
	return 0;
}

static const struct field any_column[] = { { "*", read_column, 0, 0 }, { 0 } };

static int
read_columns(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_map(p->yaml, n, any_column, p->all, p->mem, e);
}

/* --- the file --------------------------------------------------------------------------------------- */

static int
read_order(const struct place *p, const struct node *n, struct err *e)
{
	int is_month = n->type == NODE_SCALAR && strcmp(n->text, "month/day") == 0;

	if (!is_month && (n->type != NODE_SCALAR || strcmp(n->text, "day/month") != 0))
		return yaml_expected(p->yaml, n, "month/day or day/month", e);
	*(enum loose_order *)p->to = is_month ? LOOSE_MONTH : LOOSE_DAY;
	return 0;
}

static int
read_decimal(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || n->len != 1 || !strchr(".,", *n->text))
		return yaml_expected(p->yaml, n, "\".\" or \",\"", e);
	*(char *)p->to = *n->text;
	return 0;
}

static int
read_scope(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const scopes[] = { "post", "account", "ad", "link", "competitor" };
	size_t                   i;

	for (i = 0; n->type == NODE_SCALAR && i < sizeof scopes / sizeof *scopes; i++)
		if (strcmp(n->text, scopes[i]) == 0) {
			*(const char **)p->to = scopes[i];
			return 0;
		}
	return yaml_expected(p->yaml, n, "post, account, ad, link or competitor", e);
}

static int
read_total(const struct place *p, const struct node *n, struct err *e)
{
	((struct mapping *)p->all)->has_total = 1;
	return field_bool(p, n, e);
}

static const struct field fields[] = {
	{ "title",    field_name,     offsetof(struct mapping, title),    1 },
	{ "network",  field_name,     offsetof(struct mapping, network),  0 },
	{ "scope",    read_scope,     offsetof(struct mapping, scope),    1 },
	{ "total",    read_total,     offsetof(struct mapping, total),    0 },
	{ "zone",     field_name,     offsetof(struct mapping, zone),     0 },
	{ "dates",    read_order,     offsetof(struct mapping, order),    0 },
	{ "decimal",  read_decimal,   offsetof(struct mapping, decimal),  0 },
	{ "currency", field_currency, offsetof(struct mapping, currency), 0 },
	{ "totals",   field_texts,    offsetof(struct mapping, totals),   0 },
	{ "ignore",   field_texts,    offsetof(struct mapping, ignore),   0 },
	{ "columns",  read_columns,   0,                                  1 },
	{ 0 }
};

static const struct column *
find_column(const struct mapping *map, const char *member)
{
	size_t i;

	for (i = 0; i < map->count; i++)
		if (strcmp(map->columns[i].member, member) == 0)
			return map->columns + i;
	return NULL;
}

static int
check_of(const struct yaml *y, struct mark at, const struct mapping *map, const struct column *c, struct err *e)
{
	const struct column *part;
	size_t               i;

	for (i = 0; i < c->of.count; i++) {
		part = find_column(map, c->of.at[i]);
		if (!part || part->of.count || (part->as != AS_WORD && part->as != AS_LAST))
			return yaml_fail(y, at, e, "`%s` is made of `%s`, which is no text of this mapping", c->member,
			    c->of.at[i]);
	}
	return 0;
}

static int
check_whole(const struct yaml *y, struct mark at, const struct mapping *map, struct err *e)
{
	size_t i, needed = 0;

	for (i = 0; i < map->count; i++) {
		needed += map->columns[i].needed && map->columns[i].titles.count;
		if (check_of(y, at, map, map->columns + i, e))
			return -1;
	}
	if (!map->network && !find_column(map, "network"))
		return yaml_fail(y, at, e, "the network is missing: `network`, or a column of it");
	if (strcmp(map->scope, "account") != 0 && !find_column(map, "ref") && !find_column(map, "subject"))
		return yaml_fail(y, at, e, "`ref` or `subject` is missing: which %s it is", map->scope);
	return needed ? 0 : yaml_fail(y, at, e, "no column is `needed: true`: a table is known by those");
}

struct mapping *
mapping_read(const char *path, struct mem *m, struct err *e)
{
	struct mapping *map = mem_alloc(m, sizeof *map);
	struct yaml    *y;
	struct node     n;
	struct mark     at;
	int             rc;

	map->path = path;
	if (yaml_open(&y, path, FAULT_CONF, e))
		return NULL;
	rc = yaml_next(y, &n, e);
	at = n.mark;
	if (!rc)
		rc = yaml_map(y, &n, fields, map, m, e) || yaml_next(y, &n, e) || check_whole(y, at, map, e) ? -1 : 0;
	yaml_close(y);
	return rc ? NULL : map;
}

/* --- those that come with us ------------------------------------------------------------------------ */

static const char *
folder(struct mem *m)
{
	const char *shipped = getenv("SMM_DATADIR"); /* the source tree, before it is installed */

	return mem_fmt(m, "%s/import", shipped ? shipped : SMM_DATADIR);
}

static int
is_yaml(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && strcmp(name + len - 5, ".yaml") == 0;
}

const char *
mapping_path(const char *name, struct mem *m)
{
	return strchr(name, '/') || is_yaml(name) ? name : mem_fmt(m, "%s/%s.yaml", folder(m), name);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
mapping_names(struct texts *names, struct mem *m)
{
	DIR           *dir = opendir(folder(m));
	struct dirent *d;

	memset(names, 0, sizeof *names);
	while (dir && (d = readdir(dir))) {
		if (!is_yaml(d->d_name))
			continue;
		names->at = mem_more(m, names->at, names->count, &names->room, sizeof *names->at);
		names->at[names->count++] = mem_dup(m, d->d_name, strlen(d->d_name) - 5);
	}
	if (dir)
		closedir(dir);
	if (names->count)
		qsort(names->at, names->count, sizeof *names->at, by_name);
}
