/* lite.c - SQLite, loaded when first needed */
#include "lite.h"

#include "smm/load.h"

struct lite lite;

#define SYMBOL(name) { "sqlite3_" #name, &lite.name },
static const struct symbol symbols[] = { LITE_FUNCTIONS(SYMBOL) };

int
lite_load(struct err *e)
{
	static int loaded;

	if (!loaded && load_symbols("libsqlite3.so.0", "libsqlite3-0", symbols, sizeof symbols / sizeof *symbols, e))
		return -1;
	loaded = 1;
	return 0;
}
