/*
 * lite.h - SQLite's functions, from a library that is loaded when the first ledger is opened; private to lib/store
 *
 * Linked, it would cost every program that has a ledger 0.9 ms at each start, whether it opens it or not.
 */
#ifndef SMM_LITE_H
#define SMM_LITE_H

#include "smm/err.h"

#include <sqlite3.h>

/* Those that are used, without their prefix: sqlite.org, C-language Interface Specification. */
#define LITE_FUNCTIONS(F)                                                                                           \
	F(bind_int) F(bind_int64) F(bind_text) F(busy_handler) F(changes) F(clear_bindings) F(close)                \
	F(column_bytes) F(column_int) F(column_int64) F(column_text) F(config) F(db_readonly) F(errcode) F(errmsg)  \
	F(exec) F(extended_errcode) F(file_control) F(finalize) F(get_autocommit) F(open_v2) F(prepare_v2)          \
	F(prepare_v3) F(reset) F(snprintf) F(step) F(system_errno)

#define LITE_MEMBER(name) __typeof__(sqlite3_##name) *name;
extern struct lite {
	LITE_FUNCTIONS(LITE_MEMBER)
} lite;
#undef LITE_MEMBER

/* Before anything else; again, it does nothing. 0, or -1 with FAULT_SYS: it is not installed. */
int lite_load(struct err *e);

#endif
