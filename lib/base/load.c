/* load.c - a shared library, loaded when it is first needed */
#include "smm/load.h"

#include <dlfcn.h>
#include <string.h>

/* POSIX (dlsym, application usage): copied, since an object pointer is not a function's. */
int
load_symbols(const char *library, const char *package, const struct symbol *symbols, size_t count,
    struct err *e)
{
	void  *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL), *found;
	size_t i;

	if (!handle)
		return err_set(e, FAULT_SYS, "cannot load %s (Debian: %s): %s", library, package, dlerror());
	for (i = 0; i < count; i++) {
		found = dlsym(handle, symbols[i].name);
		if (!found)
			return err_set(e, FAULT_SYS, "%s has no %s, a later version is needed", library,
			    symbols[i].name);
		memcpy(symbols[i].to, &found, sizeof found);
	}
	return 0;
}
