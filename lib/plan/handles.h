/* handles.h - networks by name, and who somebody is on each of them; private to lib/plan */
#ifndef SMM_HANDLES_H
#define SMM_HANDLES_H

#include "smm/fields.h"

field_read field_handles; /* struct handles: { network: name } */

/*
 * A network's name: one that is known, or one that smmkit cannot publish to yet; what is nearly a known one is a
 * mistake in writing. 0 or -1.
 */
int network_check(const struct yaml *y, struct mark at, const char *name, struct err *e);

#endif
