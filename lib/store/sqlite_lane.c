/*
 * sqlite_lane.c - who may send for an account
 *
 * A lease taken is committed without a flush, like the claim it is taken for.
 */
#include "sqlite.h"

#include <string.h>

struct lease
lease_for(int64_t now, int64_t ms)
{
	struct lease l = { .now = now, .until = now > INT64_MAX - ms ? INT64_MAX : now + ms };

	l.fresh = l.until - ms / 8;
	return l;
}

enum lane
lease_look(struct sqlite *s, const char *account, const struct lease *l, struct err *e)
{
	sqlite3_stmt *st = sqlite_ready_with(s, SQL_LANE, account, NULL, e);
	int           found = st ? db_row(&s->db, st, e) : -1;
	const char   *owner;
	int64_t       until;
	enum lane     lane;

	if (found <= 0)
		return found ? LANE_BROKEN : LANE_FREE;
	owner = (const char *)lite.column_text(st, 0);
	until = lite.column_int64(st, 1);
	if (strcmp(owner, s->owner) == 0)
		lane = until >= l->fresh ? LANE_FRESH : LANE_OURS;
	else
		lane = until <= l->now || owner_is_dead(s->owner, owner) ? LANE_FREE : LANE_BUSY;
	lite.reset(st);
	return lane;
}

enum lane
lease_take(struct sqlite *s, const char *account, const struct lease *l, struct err *e)
{
	enum lane     lane = lease_look(s, account, l, e);
	sqlite3_stmt *st;

	if (lane <= LANE_BUSY || lane == LANE_FRESH)
		return lane;
	st = sqlite_ready_with(s, SQL_LEASE, account, s->owner, e);
	if (!st)
		return LANE_BROKEN;
	lite.bind_int64(st, 3, l->until);
	return db_do(&s->db, st, e) < 0 ? LANE_BROKEN : LANE_OURS;
}

int
leases_extend(struct sqlite *s, const struct lease *l, struct err *e)
{
	sqlite3_stmt *st = sqlite_ready_with(s, SQL_EXTEND, s->owner, NULL, e);

	if (!st)
		return -1;
	lite.bind_int64(st, 2, l->until);
	lite.bind_int64(st, 3, l->fresh);
	return db_do(&s->db, st, e) < 0 ? -1 : 0;
}

int
sqlite_is_leased(void *it, const char *account, int64_t now, struct err *e)
{
	struct lease l = lease_for(now, 0);
	enum lane    lane = lease_look(it, account, &l, e);

	return lane == LANE_BROKEN ? -1 : lane != LANE_FREE;
}

int
sqlite_has_others(void *it, int64_t now, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = sqlite_ready_with(s, SQL_OTHERS, s->owner, NULL, e);
	int            found;

	if (!st)
		return -1;
	lite.bind_int64(st, 2, now);
	while ((found = db_row(&s->db, st, e)) > 0 && owner_is_dead(s->owner, (const char *)lite.column_text(st, 0)))
		;
	lite.reset(st);
	return found;
}

int
lease_release(struct sqlite *s, const char *account, struct err *e)
{
	enum statement which = account ? SQL_RELEASE : SQL_RELEASE_ALL;
	sqlite3_stmt  *st = sqlite_ready_with(s, which, s->owner, account, e);

	return st && db_do(&s->db, st, e) >= 0 ? 0 : -1;
}

int
sqlite_release(void *it, const char *account, struct err *e)
{
	struct sqlite *s = it;

	return db_begin(&s->db, e) ? -1 : db_end(&s->db, lease_release(s, account, e), e);
}
