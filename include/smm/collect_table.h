/*
 * collect_table.h - numbers that people have as tables (exports of networks, web analytics, ads), as metric records
 *
 * Which column is which number is said by a mapping: a file of YAML that comes with us (share/import) or that a user
 * writes (smm-import(5)). Columns that it does not know are told and left out; one that it needs and that is missing is
 * an error; so is a cell that is no number or no date, which costs its row alone. Every row that is right is a record.
 */
#ifndef SMM_COLLECT_TABLE_H
#define SMM_COLLECT_TABLE_H

#include "smm/conf.h"
#include "smm/lines.h"

struct collect_table_settings {
	const char        *mapping; /* a path (with '/' or .yaml), a name of ours; "": whose columns are there */
	const char        *account; /* of the records; NULL: the only one of the network in conf, else of a column */
	const char        *zone;    /* of dates that say none; NULL: of the mapping, of conf, of the machine */
	const struct conf *conf;    /* NULL: none */
	int64_t            at;      /* when the table was exported, ms; 0: when the file was last changed */
	int64_t            now;
	struct out        *out;
	struct out        *rejects; /* rows that are wrong; NULL */
	void (*error)(const char *fmt, ...) SMM_PRINTF(1, 2);
	void (*warn)(const char *fmt, ...) SMM_PRINTF(1, 2);
};

/*
 * Reads a table (NULL or "-": standard input) and writes its records. *bad is raised by rows that were wrong. -1:
 * FAULT_CONF (the mapping), FAULT_USAGE (no such mapping, which account), FAULT_INPUT (no table, columns are missing),
 * or of out.
 */
int collect_table(const struct collect_table_settings *s, const char *path, size_t *bad, struct err *e);

#endif
