/* tap.h - unit tests print TAP 13; a test that was not run is a failure of the plan */
#ifndef SMM_TAP_H
#define SMM_TAP_H

#include "smm/err.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

/* One test: what it says, and whether it held. Returns whether it held. */
static inline SMM_PRINTF(2, 3) int
ok(int held, const char *fmt, ...)
{
	va_list ap;

	printf("%s %d - ", held ? "ok" : "not ok", ++tap_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	tap_failed += !held;
	return held;
}

static inline int
is_int(int64_t got, int64_t want, const char *what)
{
	if (!ok(got == want, "%s", what))
		printf("# got %" PRId64 ", want %" PRId64 "\n", got, want);
	return got == want;
}

static inline int
is_str(const char *got, const char *want, const char *what)
{
	int same = got && want ? strcmp(got, want) == 0 : got == want;

	if (!ok(same, "%s", what))
		printf("# got  %s\n# want %s\n", got ? got : "(none)", want ? want : "(none)");
	return same;
}

/* The whole file cannot be run here: says why. */
static inline int
skip_all(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	return 0;
}

/* Ends main(). */
static inline int
done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif
