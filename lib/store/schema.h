/* schema.h - the tables of the SQLite ledger, and older forms of them; private to lib/store */
#ifndef SMM_SCHEMA_H
#define SMM_SCHEMA_H

#include "db.h"

/* The database is empty or a ledger of a form that we know: 0, or -1 (FAULT_CONF). */
int schema_check(struct db *d, struct err *e);

/* Brings the tables to today's form, all steps as one, whoever else tries the same. */
int schema_update(struct db *d, struct err *e);

#endif
