/*
 * zone.h - wall time to instant and back, by the system's zone database
 *
 * The process has one current zone (the C library keeps it in TZ); setting the same one again
 * costs nothing. Rule for a change of the clocks, as smm-calendar(5) states it: a wall time that
 * does not exist is moved forward by the length of the gap (02:30 becomes 03:30); of a wall time
 * that exists twice the first is meant.
 */
#ifndef SMM_ZONE_H
#define SMM_ZONE_H

#include "smm/err.h"
#include "smm/when.h"

enum wall {
	WALL_ONCE,    /* the usual case */
	WALL_SKIPPED, /* does not exist: moved forward */
	WALL_TWICE    /* exists twice: the first was taken */
};

/*
 * Makes an IANA zone ("Europe/Paris", "UTC") the current one; NULL or "" is the machine's own (TZ, /etc/localtime).
 * -1 with FAULT_INPUT when the database has none of that name (the nearest is not looked for),
 * FAULT_CONF when TZ is neither a name nor a zone described, FAULT_SYS when there is no database.
 */
int zone_set(const char *name, struct err *e);

/*
 * Reads what people give for an instant, the whole of the len bytes: a day, "2026-12-01", which begins at midnight of
 * the current zone, or an RFC 3339 time. 0 or -1.
 */
int zone_read(const char *text, size_t len, int64_t *ms);

/* Reads "FROM..TO", each as above, FROM before TO. 0 or -1. */
int zone_read_span(const char *text, int64_t *from, int64_t *to);

/* The instant of a wall time in the current zone, in milliseconds; *offset_sec is its offset. */
int64_t zone_instant(const struct civil *wall, int *offset_sec, enum wall *how);

/* Seconds east of UTC at an instant in the current zone. */
int zone_offset(int64_t ms);

#endif
