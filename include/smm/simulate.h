/* simulate.h - the simulated network (smm-sim(1)); not part of the library */
#ifndef SMM_SIMULATE_H
#define SMM_SIMULATE_H

#include "smm/err.h"
#include "smm/lines.h"
#include "smm/prog.h"

struct simulate_settings {
	long               port;       /* 0: a free one */
	const char        *port_file;  /* written when it listens; removed at the end; NULL */
	const char        *cert, *key; /* PEM files: https; NULL: http */
	const struct strs *faults;     /* see smm-sim(1), FAULTS */
	const char        *script;     /* a conversation to play; NULL */
	long               media_limit; /* bytes of a picture or film; 0: Mastodon's own limits */
	long               slow_media; /* seconds that a picture is processed; 0: at once */
	long               token_ttl;  /* seconds that a Bluesky session lasts */
	int                no_idempotency; /* Idempotency-Key is ignored, as some servers do */
	int                quiet;      /* no lines of what was received */
	struct out        *out;
};

/* Runs until SIGINT or SIGTERM. *status is the exit status: 1 when a script differed. */
int simulate(const struct simulate_settings *s, int *status, struct err *e);

#endif
