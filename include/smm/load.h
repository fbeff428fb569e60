/*
 * load.h - a shared library, loaded when it is first needed
 *
 * For libraries that cost more at the start of a program than most of its runs take: linking
 * libcurl is 3.5 ms of relocations, libmicrohttpd with its TLS 1.2 ms, SQLite 0.9 ms.
 */
#ifndef SMM_LOAD_H
#define SMM_LOAD_H

#include "smm/err.h"

#include <stddef.h>

struct symbol {
	const char *name;
	void       *to; /* a pointer to a function, to be set */
};

/*
 * Loads `library` ("libcurl.so.4", of Debian's package `package`) for good and sets all symbols.
 * 0, or -1 with FAULT_SYS: it is not installed, or lacks a symbol.
 */
int load_symbols(const char *library, const char *package, const struct symbol *symbols, size_t count,
    struct err *e);

#endif
