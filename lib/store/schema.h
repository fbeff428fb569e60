/*
 * schema.h - the tables of the SQLite ledger; private to lib/store
 *
 * schema[n] brings format n to n + 1. Never change one that was released: add the next.
 */
#ifndef SMM_SCHEMA_H
#define SMM_SCHEMA_H

#define SCHEMA_VERSION 1

extern const char *const schema[SCHEMA_VERSION];

#endif
