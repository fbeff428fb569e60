/* collect_table_parts.h - a table being read by a mapping; private to lib/work/collect_table*.c */
#ifndef SMM_COLLECT_TABLE_PARTS_H
#define SMM_COLLECT_TABLE_PARTS_H

#include "smm/collect_table.h"
#include "smm/csv.h"
#include "smm/loose.h"
#include "smm/mem.h"
#include "smm/template.h"

#define COLUMN_NONE (-1)

enum column_as { AS_WORD, AS_TIME, AS_COUNT, AS_NUMBER, AS_MONEY, AS_LAST }; /* AS_LAST: the end of an address */

struct column { /* of a mapping: a member of the record */
	const char      *member;
	struct texts     titles;  /* what the column may be called, the first that is there is it */
	struct texts     of;      /* or: other members, joined by `by` */
	const char      *by;
	enum column_as   as;
	int              needed;
	struct variables map;     /* what a cell means: value -> word; "" is nothing */
	int              at;      /* its place in the table; COLUMN_NONE */
};

struct mapping {
	const char      *path, *title, *network, *scope, *zone, *currency;
	int              total, has_total;
	char             decimal; /* '.', ',' or 0: as the separator of the cells lets expect */
	enum loose_order order;
	struct texts     totals;  /* rows with one of these in a cell are sums of the others */
	struct texts     ignore;  /* titles that are known and left out */
	struct column   *columns;
	size_t           count, room;
};

struct table_run {
	const struct collect_table_settings *set;
	const char     *name; /* of the file */
	struct mem     *mem;  /* of the run */
	struct mem     *row;  /* of a row */
	struct mapping *map;
	struct csv      csv;
	size_t          titles; /* how many the table has */
	const char     *title[CSV_COLUMNS];
	const char     *currency; /* of a title with a currency in it; NULL */
	char            mark;     /* the decimal one */
	int64_t         at;
	struct buf      line;
	size_t          bad;
};

/* --- collect_table_map.c */

/* Reads a mapping file. NULL with e set: FAULT_CONF, with line and column. */
struct mapping *mapping_read(const char *path, struct mem *m, struct err *e);

/* The path of a mapping by its name; and all that come with us, the names sorted. */
const char *mapping_path(const char *name, struct mem *m);
void        mapping_names(struct texts *names, struct mem *m);

/* --- collect_table_titles.c */

/* How many titles of the row the mapping knows; 0 when a column that it needs is not among them. Sets nothing. */
size_t titles_known(const struct mapping *map, const struct csv *row);

/* The row is the header: sets the places of the columns, tells what is not known. */
void titles_take(struct table_run *r);

/* "Post id, Date": the columns that are needed and not in the row. */
void titles_missing(const struct mapping *map, const struct csv *row, struct buf *b);

/* --- collect_table_row.c */

/* The row that was read as a record; 0, also when the row is wrong, told and counted. -1: out. */
int table_row_write(struct table_run *r, struct err *e);

#endif
