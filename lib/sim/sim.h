/*
 * sim.h - a simulated network on loopback; private to lib/sim
 *
 * One process, one thread: serve.c runs the server, visit.c takes a request through it, fault.c says
 * which goes wrong and how, mastodon.c, bluesky.c and the sites of site.h answer as those networks do,
 * world.c remembers, script.c plays a written conversation instead.
 */
#ifndef SMM_SIM_H
#define SMM_SIM_H

#include "smm/buf.h"
#include "smm/lines.h"
#include "smm/mem.h"
#include "smm/simulate.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* --- a table of strings ---------------------------------------------------------------------- */

struct map {
	struct slot {
		uint64_t hash;
		char    *key;
		void    *value;
	} *slots;
	size_t count, size;
};

void *map_get(const struct map *m, const char *key);
void  map_set(struct map *m, const char *key, void *value); /* copies the key */
void  map_release(struct map *m, void (*release)(void *));

/* --- what happened so far ---------------------------------------------------------------------- */

struct post { /* or a comment */
	struct post *next, *older; /* in the order of appearance, all networks */
	struct post *before;    /* the author's post before this one */
	uint64_t     number;    /* in that order, from 1 */
	struct user *user;
	const char  *network;
	char        *id;        /* status id; at:// address */
	char        *cid;       /* Bluesky */
	char        *key;       /* Idempotency-Key; record key */
	char        *json;      /* Mastodon: the status; Bluesky: the record */
	char        *text, *reply_to, *root;
	int64_t      at;
	json_t      *is;        /* what it was made of, as a form; NULL */
	int          media, likes, shares, replies, views, deleted, hidden;
};

struct notice {
	struct notice *next; /* newest first */
	uint64_t       id;
	const char    *kind; /* Mastodon's or Bluesky's word; a constant */
	struct user   *from;
	struct post   *post;
	int64_t        at;
};

struct user {
	struct user   *next;
	const char    *network;
	char          *name, *id; /* id: account id; DID */
	struct post   *posts;     /* newest first */
	struct notice *notices;
	int            nposts, followers;
};

struct media {
	char   *id, *type, *alt;
	size_t  bytes;
	int64_t ready_at;
};

struct draft { /* what a post is to be made of: a container, a film that comes in pieces, a picture */
	char        *id;
	struct user *user;
	json_t      *is;       /* what it was asked for with; owned */
	struct post *post;     /* NULL: not published */
	size_t       want, got; /* bytes */
	int64_t      ready_at; /* processed by then */
};

struct world {
	const struct simulate_settings *set;
	struct map   codes; /* of sign-ins: what each stands for, "" when it is used */
	struct map   users, posts, media, keys; /* keys: idempotency, "ACCOUNT KEY" -> post */
	struct map   drafts;     /* "NETWORK ID" -> draft */
	struct map   windows;    /* "NETWORK ACCOUNT ALLOWANCE" -> what of it is used */
	struct post *first, *last;
	struct user *all_users;
	json_t      *acts;   /* a list: what accounts did about others; NULL: nothing */
	uint64_t     counter;
	int64_t      now, ahead; /* of the clock: what POST /sim/clock has added */
};

void         world_release(struct world *w);
struct user *world_user(struct world *w, const char *network, const char *name);
struct post *world_add(struct world *w, struct user *u, const char *network, const char *id,
    const char *text);
/* What stands below a post: a comment, an answer; its author hears of it. */
struct post *world_reply(struct world *w, struct post *to, struct user *by, const char *id, const char *text);
/* How many posts (replies: and answers, else without them) a user has made since then. */
int          world_count(const struct user *u, int replies, int64_t since);
/* A number as the large networks give: beyond 2^53, below 2^63, and always greater than the one before. */
uint64_t     world_number(struct world *w);
void         world_notify(struct world *w, struct user *to, const char *kind, struct user *from,
    struct post *p);

/* --- a request and its answer ------------------------------------------------------------------ */

struct visit;

struct request {
	struct visit *visit;               /* for its headers; NULL: it came from nowhere */
	const char *method, *path, *query; /* query without '?', "" when there is none */
	const char *token;                 /* behind "Bearer ", or NULL */
	const char *key;                   /* Idempotency-Key */
	const char *type;                  /* Content-Type, "" */
	const char *host;                  /* Host, "" */
	const char *body;
	size_t      len;
	json_t     *args;                  /* query parameters: strings and lists of strings */
	json_t     *form;                  /* the body as object; NULL when it is none */
};

struct answer {
	int         status;
	json_t     *body;     /* owned; NULL: empty */
	char       *text;     /* instead of body; owned */
	const char *type;     /* of text and stream; a constant */
	json_t     *headers;  /* object of strings, or NULL */
	const struct user *stream; /* no end: what happens to them, as server-sent events; NULL: an ordinary answer */
	const char *account;  /* whose request it was, for the log; lent */
};

void answer_json(struct answer *a, int status, json_t *body);
void answer_header(struct answer *a, const char *name, const char *value);

/* A parameter of the form or the query; NULL when absent. */
const char *arg_text(const struct request *r, const char *name);
long        arg_long(const struct request *r, const char *name, long otherwise);

/* 1 when the path is theirs and the answer is made. */
int oauth_answer(struct world *w, const struct request *r, struct answer *a);
int mastodon_answer(struct world *w, const struct request *r, struct answer *a);
int bluesky_answer(struct world *w, const struct request *r, struct answer *a);
int sites_answer(struct world *w, const struct request *r, struct answer *a); /* site.h */
/* The same for a request over the limit: it says when to come again, in its network's own form. */
int sites_limit(struct world *w, const struct request *r, struct answer *a, long sec);
/* And for one that finds nothing, whatever it asks for. */
int sites_error(struct world *w, const struct request *r, struct answer *a);
int control_answer(struct world *w, const struct request *r, struct answer *a);

/* One of its headers, or NULL. */
const char *request_header(const struct request *r, const char *name);

/* The query or form as an object; names ending in [] and repeated ones become lists. */
json_t *form_read(const char *text, size_t len);

/* --- faults ------------------------------------------------------------------------------------- */

enum fault_kind {
	FAULT_SIM_NONE, FAULT_SIM_LATENCY, FAULT_SIM_429, FAULT_SIM_STATUS, FAULT_SIM_503_HTML, FAULT_SIM_200_ERROR,
	FAULT_SIM_RESET, FAULT_SIM_LOST, FAULT_SIM_TRUNCATE, FAULT_SIM_HTML, FAULT_SIM_BAD_JSON, FAULT_SIM_SLOW,
	FAULT_SIM_STALL, FAULT_SIM_REDIRECT, FAULT_SIM_HUGE, FAULT_SIM_REFUSE, FAULT_SIM_KIND_COUNT
};

struct sim_fault {
	enum fault_kind kind;
	const char     *name;   /* as in the option */
	char           *value;  /* behind '=' */
	char           *on;     /* "POST /api/v1/statuses": method and start of the path; NULL: all */
	long            times;  /* how often at most; 0: always */
	long            every;  /* each Nth of the matching; 0: each */
	long            after;  /* the first N pass */
	long            seen, used;
};

struct faults {
	struct sim_fault *at;
	size_t            count;
};

int  faults_add(struct faults *f, const char *spec, struct err *e);
void faults_release(struct faults *f);

/* The fault that strikes this request (not latency), or NULL; and the latency in milliseconds. */
const struct sim_fault *faults_pick(struct faults *f, const char *method, const char *path);
long                    faults_latency(struct faults *f, const char *method, const char *path);

/* --- a written conversation --------------------------------------------------------------------- */

struct script;

int  script_open(struct script **s, const char *path, struct err *e);
void script_answer(struct script *s, const struct request *r, struct answer *a);
/* 0 when everything was played as written; else says on standard error what is left, and 1. */
int  script_close(struct script *s);

#endif
