/* visit.h - one request under way, and the server it came to; private to lib/sim */
#ifndef SMM_VISIT_H
#define SMM_VISIT_H

#include "sim.h"

#include "mhd.h"

struct sim;

struct visit { /* one request under way */
	struct visit           *next, *before; /* among those that sleep */
	struct MHD_Connection  *connection;
	struct sim             *sim;
	struct buf              body;
	const struct sim_fault *fault;
	int                     struck;   /* the fault was chosen already */
	int64_t                 wake;     /* monotonic; -1: never */
	int                     asleep, rested;
	struct answer           answer;
	int                     answered;
	char                   *out;      /* what is sent, for slow and truncated answers */
	size_t                  len;
	struct buf              waiting;  /* of a stream: what is to be sent next, of which `sent` bytes are */
	size_t                  sent;
	uint64_t                told;     /* the last notice that was */
};

struct sim {
	const struct simulate_settings *set;
	struct MHD_Daemon *daemon;
	struct world       world;
	struct faults      faults;
	struct script     *script;
	struct visit      *sleeping;
	struct buf         line;
	struct err         broken; /* the output could not be written */
};

/* Puts a request to sleep until a monotonic time (-1: until the end), and wakes it. */
void visit_sleep(struct sim *s, struct visit *v, int64_t wake);
void visit_wake(struct sim *s, struct visit *v);

/* stream.c: an answer without an end; and the streams for which something happened go on. */
struct MHD_Response *stream_response(struct visit *v);
void                 stream_wake(struct sim *s);

/* libmicrohttpd's callbacks; arg is the struct sim. */
enum MHD_Result visit_request(void *arg, struct MHD_Connection *c, const char *path, const char *method,
    const char *version, const char *data, size_t *size, void **state);
void visit_end(void *arg, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode code);

#endif
