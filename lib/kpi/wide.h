/*
 * wide.h - exact sums and quotients: integers of 128 bits, decimals with six places
 *
 * Sums of 64-bit numbers, their products with a scale and the quotients of both fit; nothing is a double in between.
 */
#ifndef SMM_WIDE_H
#define SMM_WIDE_H

#include "smm/buf.h"
#include "smm/kpi.h"

#define WIDE_ONE 1000000 /* a decimal is an integer of millionths */

/* num/den to the nearest integer, halves away from zero; den is not 0. */
wide wide_quotient(wide num, wide den);

/* The largest integer whose square is not above n (n >= 0). */
wide wide_root(wide n);

#endif
