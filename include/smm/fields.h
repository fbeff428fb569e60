/* fields.h - dates, times of day, weekdays, money: readers of small values in the files people write */
#ifndef SMM_FIELDS_H
#define SMM_FIELDS_H

#include "smm/yaml.h"

#include <stdint.h>

/* YYYY-MM-DD, the whole of it, as days since 1970-01-01. 0 or -1. */
int day_read(const char *s, size_t len, int64_t *day);

/* HH:MM, the whole of it, as minutes of the day. 0 or -1. */
int minute_read(const char *s, size_t len, int *minute);

/* "mon" to "sun" (0 to 6), -1 for anything else. "mon-fri,sun" as bits, 1 << 0 Monday; 0: it is none. */
int      weekday_find(const char *s, size_t len);
unsigned weekdays_read(const char *s, size_t len);

/* An amount like 1500 or 12.50, in micros. 0 or -1. */
int micros_read(const char *s, int64_t *micros);

field_read field_day;      /* int64_t, days since 1970-01-01 */
field_read field_number;   /* double */
field_read field_money;    /* int64_t, micros; not below 0 */
field_read field_currency; /* const char *: three capitals (ISO 4217) */
field_read field_lang;     /* const char *: a language, like fr or pt-BR (BCP 47) */
field_read field_zone;     /* const char *: an IANA zone, which becomes the current one (zone.h) */

#endif
