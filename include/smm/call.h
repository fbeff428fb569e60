/*
 * call.h - one operation on one record, step by step
 *
 * A connector is a table of pure steps: `ask` builds one request from the record, the account, the
 * session and the kept state; `take` moves what matters from the reply into the kept state and the
 * result. Neither opens, sends, waits, reads a clock or keeps anything elsewhere. The engine owns
 * sending, repeating, waiting, noting and resuming (work/run).
 */
#ifndef SMM_CALL_H
#define SMM_CALL_H

#include "smm/conf.h"
#include "smm/req.h"

#include <jansson.h>

struct net;

enum go {
	GO_SEND,  /* ask: send c->req */
	GO_NEXT,  /* ask: not needed. take: go on with the next step */
	GO_AGAIN, /* take: ask this step again at once (the next part, the next picture) */
	GO_WAIT,  /* take: ask this step again at c->wake */
	GO_DONE,  /* take: nothing more to do */
	GO_FAIL   /* c->err is set */
};

struct call {
	const struct net     *net;
	const struct account *account;
	const json_t         *rec;     /* the record; lent */
	/*
	 * OP_EDIT and OP_DELETE of a post of ours: {"rec", "keep", "ref", "url"} of its publishing, the kept
	 * state as it was at the end (ref and url only if known). Lent; NULL for everything else.
	 */
	const json_t         *was;
	json_t               *keep;    /* object, all that survives a crash; small, never a secret */
	json_t               *session; /* object: what signing in gave; secret, never noted */
	const char           *secret;  /* only in OP_LOGIN: what the account's `secret` says */
	const struct media_host *host; /* where files get a public address, and its secret; NULL: nowhere */
	const char           *host_secret;
	int64_t               now;     /* milliseconds; the engine's clock */
	int64_t               skew;    /* now + skew: the time by the ledger's clock, which all its processes share */
	int64_t               wake;    /* for GO_WAIT; when a refusal says so, the end of a limit; 0: not said */
	const char           *with;    /* the step's own */
	struct mem           *mem;     /* emptied before each ask */
	struct req            req;
	int                   to_host; /* set by ask: the request goes to `host`, not to the network */
	const char *const    *only;    /* set by ask: members of the reply that take reads, NULL ends; NULL: all */
	const struct reply   *reply;   /* for take */
	json_t               *body;    /* the reply's JSON, NULL when it is none */
	json_t               *out;     /* object: members of the result (ref, url) */
	struct err            err;
};

/* Statuses beside 2xx that a step's take() sees: one, or */
#define ALSO_ALL     (-1) /* all, and that none came (status 0): nothing that goes wrong here is worth the rest */
#define ALSO_REFUSED (-2) /* 4xx but 429: the network says why in the body, whatever the status */

struct step {
	const char *name; /* written to the ledger: never rename */
	enum go (*ask)(struct call *);
	enum go (*take)(struct call *);
	int also;
	/*
	 * For a step whose request is EFFECT_ONCE: asks the network whether it was carried out,
	 * when that is not known. take: GO_NEXT found, and the step is over, kept as its own take
	 * would; GO_AGAIN ask the step again (certainly absent, or found and more is to follow);
	 * GO_WAIT ask `find` again at c->wake; GO_FAIL not known: unsure. NULL: no such means.
	 */
	const struct step *find;
	int find_after_sec; /* how long the network may take to show it: first look after that */
	/* What sets it apart from another step of the same functions, which find it in c->with; NULL: nothing. */
	const char *with;
	int always; /* asked also at the end of an operation that was refused, with what was kept until then */
};

#endif
