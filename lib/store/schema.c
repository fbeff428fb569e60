/* schema.c - the tables of the SQLite ledger */
#include "schema.h"

const char *const schema[SCHEMA_VERSION] = {
	/* 0 -> 1. application_id: "smmk", so that file(1) and people know whose it is. */
	"PRAGMA application_id = 1936551275;"
	"CREATE TABLE job ("
	"  id TEXT NOT NULL, op TEXT NOT NULL,"
	"  account TEXT NOT NULL, network TEXT NOT NULL,"
	"  entry TEXT, campaign TEXT, pillar TEXT,"
	"  rec TEXT NOT NULL,"                     /* the record's line */
	"  digest TEXT,"
	"  at INTEGER NOT NULL,"                   /* milliseconds since 1970, like all times here */
	"  state TEXT NOT NULL CHECK (state IN"
	"    ('new', 'asked', 'between', 'done', 'refused', 'unsure', 'missed')),"
	"  step TEXT, keep TEXT,"
	"  wake INTEGER NOT NULL DEFAULT 0,"
	"  attempts INTEGER NOT NULL DEFAULT 0,"
	"  again INTEGER NOT NULL DEFAULT 0,"
	"  ref TEXT, url TEXT,"
	"  fault TEXT NOT NULL DEFAULT 'none', message TEXT, http INTEGER NOT NULL DEFAULT 0,"
	"  changed INTEGER NOT NULL,"
	"  PRIMARY KEY (id, op)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX job_at ON job (at, id, op);"
	"CREATE TABLE event ("                     /* append only: what happened, in order */
	"  seq INTEGER PRIMARY KEY,"
	"  at INTEGER NOT NULL, id TEXT NOT NULL, op TEXT NOT NULL,"
	"  what TEXT NOT NULL, step TEXT, fault TEXT, message TEXT"
	") STRICT;"
	"CREATE TABLE lane ("
	"  account TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE named ("
	"  name TEXT PRIMARY KEY, value TEXT NOT NULL"
	") STRICT, WITHOUT ROWID;"
	"PRAGMA user_version = 1;",
};
