/*
 * loose.h - numbers and dates as tables of other programs write them
 *
 * Strict where there is doubt: what may mean two things is refused, or read as the caller says.
 */
#ifndef SMM_LOOSE_H
#define SMM_LOOSE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Thousands may be set apart by a blank (also U+00A0, U+2009, U+202F), an apostrophe, a point or a comma: groups of
 * three. `mark` is the decimal mark, '.' or ','; the other one between groups of three is no decimal mark, anywhere
 * else it is. A sign of percent or a currency around it ("€", "$", "£", "¥", "EUR") is passed over.
 */

enum loose { LOOSE_READ, LOOSE_NOTHING, LOOSE_WRONG, LOOSE_ROUNDED };

/* In millionths. LOOSE_NOTHING: empty, -, --, —, n/a; LOOSE_ROUNDED: "1.2K", which is no number that was counted. */
enum loose loose_number(const char *s, char mark, int64_t *millionths);

/* A whole number: in groups of three every mark is one of thousands, "1.234" and "1,234" alike. */
enum loose loose_count(const char *s, int64_t *count);

/* Of 03/04/2026: whether the month or the day comes first; LOOSE_ASK: such a date is wrong. */
enum loose_order { LOOSE_ASK, LOOSE_MONTH, LOOSE_DAY };

/*
 * A date, or a date and a time of day, in the current zone (zone.h), in milliseconds: RFC 3339; 2026-12-01,
 * 2026/12/01, 20261201; 12/01/2026 or 01.12.2026 (`order`); Dec 1, 2026; Tue, Dec 1, 2026; 1 December 2026;
 * 1 déc. 2026; with 09:30, 09:30:05, 9:30 AM behind them, after a blank, 'T' or a comma. *is_day: there was no time of
 * day, it is midnight.
 * LOOSE_NOTHING: empty, or as above.
 */
enum loose loose_time(const char *s, enum loose_order order, int64_t *ms, int *is_day);

#endif
