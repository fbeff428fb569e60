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
	const char    *term;         /* that is looked for in posts of anybody; NULL */
	int64_t        from, to;     /* of the days it is counted on */
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
	json_t         *heard;  /* account -> whose term ("": the brand) -> until when it was counted, ms */
	json_t         *places; /* id -> place among the posts plus one */
	struct batch   *batches;
	struct reading *readings;
	size_t          nbatches, batch_room;
	struct buf      line;
	int64_t         now;
	size_t          done;
	int             exit;
};

/* --- collect.c: a question more; what it is about is the caller's to set */
struct batch         *collect_add_batch(struct collect *c, const struct account *a, enum op op);
const struct account *collect_account_on(const struct collect *c, const char *network); /* NULL: none of ours */

/* --- collect_mentions.c: how often people write of the brand and of its competitors, each day once */
int  collect_has_terms(const struct collect *c);
int  collect_heard(struct collect *c, struct err *e); /* reads what was counted before */
void collect_ask_mentions(struct collect *c);
int  collect_keep_heard(struct collect *c, struct err *e);

/* --- collect_ages.c: what was read when, in the store */
int collect_remember(struct collect *c, struct err *e); /* sets `last` of the posts */
int collect_keep(struct collect *c, struct err *e);
int collect_is_due(const struct collect *c, const struct wanted *w);

#endif
