/* subject_parts.h - records of subjects, where they stand and how they are found; for subject*.c alone */
#ifndef SMM_SUBJECT_PARTS_H
#define SMM_SUBJECT_PARTS_H

#include "spill.h"
#include "subject.h"

#define CHUNK  262144u /* bytes of records that stand side by side: nothing moves when there are more */
#define CHUNKS 131071u /* places are 32 bits */
#define UNIT   8u      /* records begin at multiples of it */

/* A record is a struct subject, its readings, and its id with a NUL behind it, in one place of memory. */
struct chunk {
	char  *at;
	size_t used;
};

struct slot {
	uint32_t mark;  /* bits of the hash: most that differ are told apart without looking at the record */
	uint32_t place; /* chunk and offset, in units, plus one; 0: empty */
};

#define AHEAD    16u /* readings wait until the memory that they need has been fetched */
#define ID_SHORT 72u

struct waiting { /* a reading */
	struct subject like;
	int64_t        at, values[M_EARLY + 1];
	char           id[ID_SHORT];
};

struct subjects {
	struct kpi   *k;
	int           measure[M_COUNT];
	size_t        columns, size; /* bytes of one, with its readings, without its id */
	struct chunk *chunks;
	size_t        nchunks, bytes, count, series; /* so many are READ_SERIES */
	struct slot  *slots;
	size_t        nslots;
	struct spill *spill; /* NULL: nothing has gone to files */
	int           moved; /* an id stands on several networks */
	struct waiting waiting[AHEAD];
	size_t         added, settled; /* readings that came, and that are in their records */
};

/* The readings of a record, and its id behind them. */
static inline struct seen *
seen_of(struct subject *x)
{
	return (struct seen *)(void *)(x + 1);
}

static inline const char *
id_of(const struct subjects *s, const struct subject *x)
{
	return (const char *)x + s->size;
}

/* The id on an account, whatever the network and the time; which slots to look at. */
uint32_t subject_hash(const struct subject *x, const char *id);
uint32_t subject_mark(const struct subject *x);

struct subject *subject_at(const struct subjects *s, uint32_t place);
int             subject_is_same(const struct subjects *s, const struct subject *a, const char *id,
    const struct subject *b); /* but for the network */

/* The record after that one, the first after NULL; NULL behind the last. *chunk is where it stands. */
struct subject *subject_next(const struct subjects *s, struct subject *x, size_t *chunk);

/* The record of that subject, made when there is none; its readings are the caller's to add. */
struct subject *subject_place(struct subjects *s, const struct subject *like, const char *id);
void            subject_keep(struct seen *seen, const int64_t *values, size_t columns, int64_t at);

/* Readings that wait go into their records; all records go to files when they take more than they may. */
int  subjects_settle(struct subjects *s, struct err *e);
int  subjects_fit(struct subjects *s, struct err *e);
int  subjects_write(struct subjects *s, struct err *e);
void subjects_clear(struct subjects *s); /* forgets the records in memory */
#define SLOTS_FEW 256 /* a small journal touches no more memory than it needs */
void subjects_clear_slots(struct subjects *s, size_t nslots); /* a power of two */

#endif
