/* vectors.h - files of test vectors beside the project; a test without its file says so and goes on */
#ifndef SMM_TEST_VECTORS_H
#define SMM_TEST_VECTORS_H

#include "tap.h"

#include <jansson.h>

/* NULL when it is not there, said as a skipped test. */
static inline json_t *
vectors_load(const char *name)
{
	json_t *file = json_load_file(name, 0, NULL);

	if (!file)
		ok(1, "%s # SKIP not there", name);
	return file;
}

/* A member's text; "" when there is none. */
static inline const char *
vectors_text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s ? s : "";
}

#endif
