/* clock.c - what time it is */
#include "smm/clock.h"

#include <time.h>

static int64_t set_at, set_to;
static int     is_set;

static int64_t
read_clock(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_mono(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t
clock_now(void)
{
	return is_set ? set_to + (clock_mono() - set_at) : read_clock(CLOCK_REALTIME);
}

void
clock_set(int64_t ms)
{
	is_set = 1;
	set_to = ms;
	set_at = clock_mono();
}
