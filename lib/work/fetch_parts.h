/* fetch_parts.h - what the parts of fetch.c call of each other; private to lib/work */
#ifndef SMM_FETCH_PARTS_H
#define SMM_FETCH_PARTS_H

#include "smm/fetch.h"
#include "smm/http.h"
#include "smm/sse.h"

#include "sign.h"

/*
 * A reader is an account: it asks, flies, sleeps before another try, and is idle when its readings
 * are read.
 */
enum reader_state {
	READER_IDLE,  /* nothing left */
	READER_READY, /* `exchange` is to be started */
	READER_FLY,
	READER_SLEEP  /* until `wake` */
};

struct reader {
	struct reader     *next;   /* among those that are ready */
	struct fetch      *fetch;
	struct reading    *first, *last; /* the first is under way */
	enum reader_state  state;
	struct sign        sign;
	struct talk        reading, *talk; /* this, or signing in; NULL: nothing has begun */
	struct mem        *scratch;
	struct exchange    exchange;
	int64_t            wake, until;
	unsigned           tries;  /* of the request that is asked */
	uint64_t          *asked;  /* hashes of what was asked and answered */
	size_t             nasked, room;
	struct sse         sse;     /* of a stream */
	int64_t            heard;   /* when it last said something, monotonic */
	int                polling; /* take() waits: the same request again is no circle */
};

struct fetch {
	struct fetch_settings set;
	struct http          *http;
	struct reader        *readers; /* as many as accounts, in their order */
	struct reader        *ready, **last_ready;
	size_t                open, flying;
	int                   stirred; /* something ended, or is new, since fetch_go() was called */
	int                   broken; /* `each` wants no more; why is in err */
	struct err            err;
};

/* fetch_read.c: the first of the readings begins. */
void reader_begin(struct reader *r);

/* Goes on until there is a request, which is then among those that are ready, or nothing left. */
void reader_ask(struct reader *r);

/* The exchange is done: what follows from it. */
void reader_take(struct reader *r);

/* A stream that has said nothing for too long is cut. */
void reader_check_silence(struct reader *r, int64_t now);

/* Ends all its readings. */
void reader_end_all(struct reader *r, const struct err *why, int64_t wake);

/* Ends what is under way; the reader keeps its session. */
void reader_end_talk(struct reader *r);

#endif
