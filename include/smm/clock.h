/*
 * clock.h - what time it is
 *
 * The wall clock can be set for a run (--now, SMM_NOW): it then starts there and runs on at its
 * usual pace. Waiting and time-outs use the monotonic clock, which nothing sets.
 */
#ifndef SMM_CLOCK_H
#define SMM_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);          /* wall clock, milliseconds since 1970 */
void    clock_set(int64_t ms);    /* from now on, clock_now() starts at ms */
int64_t clock_mono(void);         /* milliseconds since some instant; never jumps */

#endif
