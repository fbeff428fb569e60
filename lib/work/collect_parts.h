/* collect_parts.h - what the parts of collect.c share; private to lib/work */
#ifndef SMM_COLLECT_PARTS_H
#define SMM_COLLECT_PARTS_H

#include "smm/collect.h"
#include "smm/fetch.h"
#include "smm/rec.h"
#include "smm/store.h"

struct wanted { /* a post that is out */
	const char           *id, *ref, *campaign, *pillar;
	const struct account *account;
	int64_t               at;   /* published */
	int64_t               last; /* when it was last read; 0: never */
	int                   is_due, is_read;
};

struct batch { /* posts that one question asks for; none: the account, or a competitor */
	struct wanted *first[25];
	size_t         count;
	const char    *rival, *name; /* of the strategy; its name there. NULL: our own account */
	int            is_read;
	json_t        *rec;
};

struct collect {
	const struct collect_settings *set;
	struct mem     *mem;
	struct rec      rec;
	struct store   *store;
	struct wanted  *posts;
	size_t          nposts, post_room;
	json_t         *places; /* id -> place among the posts plus one */
	struct batch   *batches;
	struct reading *readings;
	size_t          nbatches, batch_room;
	struct buf      line;
	int64_t         now;
	size_t          done;
	int             exit;
};

/* --- collect_ages.c: what was read when, in the store */
int collect_remember(struct collect *c, struct err *e); /* sets `last` of the posts */
int collect_keep(struct collect *c, struct err *e);
int collect_is_due(const struct collect *c, const struct wanted *w);

#endif
