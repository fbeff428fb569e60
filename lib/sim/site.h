/*
 * site.h - a simulated network is a table of routes, and what these networks share; private to lib/sim
 *
 * A request goes to the site whose paths begin so; the site's first route that fits answers it, when the token is
 * somebody's and the allowance is not used up. What a network says then, and how, is in its own file.
 */
#ifndef SMM_SIM_SITE_H
#define SMM_SIM_SITE_H

#include "sim.h"

#define PART_SIZE 300  /* of a path; longer ones are cut */
#define ID_SIZE   100
#define DAY_MS    INT64_C(86400000)

struct allowance { /* so much an account may ask for in so many seconds */
	const char *name;
	long        most, sec;
	int         is_aligned; /* to the day or hour, UTC; 0: from the first request on */
};

struct turn { /* one request on its way through a site */
	struct world         *w;
	const struct site    *site;
	const struct request *r;
	struct answer        *a;
	struct user          *u;                /* whose token it is; NULL on open routes */
	char                  id[2][PART_SIZE]; /* what stood for each ':' of the route */
	const struct allowance *from;           /* NULL: not counted */
	long                  left;             /* of it */
	int64_t               again_ms;         /* when it is full again */
};

struct route {
	const char *method, *path; /* ':' is one part, kept as an id; '*' is one part, not kept */
	void      (*answer)(struct turn *);
	const struct allowance *from;
	long        cost;
	int         open;          /* needs no token: the address itself is the secret */
};

enum refusal { REFUSE_TOKEN, REFUSE_PATH, REFUSE_LIMIT };

struct site {
	const char         *name;    /* of the network */
	const char *const  *begins;  /* of its paths; NULL ends them */
	int               (*claims)(const struct request *r); /* one more condition; NULL: none */
	const struct route *routes;  /* method NULL ends them */
	void              (*refuse)(struct turn *, enum refusal);
	int               (*admits)(struct turn *);  /* 0: it was refused for what it lacks; NULL: all are let in */
	void              (*headers)(struct turn *); /* of every answer; NULL: none */
	/* A stranger writes below a post. NULL: nobody can, by what the network offers to programs. */
	struct post      *(*comment)(struct turn *, struct post *to, struct user *by, const char *text);
};

extern const struct site site_facebook, site_instagram, site_threads, site_x, site_linkedin,
	site_youtube, site_tiktok, site_tiktok_business, site_pinterest;

/* The site of that network; NULL: it has none. */
const struct site *site_named(const char *network);

/* --- drafts ------------------------------------------------------------------------------------ */

/* Made of the request: its form, or what was asked in the query. ready_at is when --slow-media is over. */
struct draft *draft_new(struct turn *t, const char *id);

/* One of this account; any of this network when the route is open. NULL: there is none. */
struct draft *draft_find(const struct turn *t, const char *id);

/* Whether it is processed. */
int draft_is_ready(const struct turn *t, const struct draft *d);

/* A list of this account's that the site keeps, empty at first: boards OF one, drafts OF one. */
json_t *kept_list(struct turn *t, const char *what, const char *of);

/* --- posts ------------------------------------------------------------------------------------- */

/* One of this network that is not deleted; NULL: there is none. mine_find: of this account only. */
struct post *post_find(const struct turn *t, const char *id);
struct post *mine_find(const struct turn *t, const char *id);

/* What a comment on `to` hangs on: where answers to answers do not, on the first comment. */
struct post *comment_top(const struct turn *t, struct post *to);

/* A post of the account. */
struct post *post_new(struct turn *t, const char *id, const char *text);

/* Gone: it is shown nowhere any more, and its parent counts one less. */
void post_delete(struct turn *t, struct post *p);

struct listing {
	int         (*has)(const struct turn *, const struct post *);
	json_t     *(*show)(struct turn *, struct post *);
	const char   *limit;       /* the parameters' names */
	long          usual, most; /* how many of a page */
	const char   *cursor;
	int           oldest_first;
};

/* What belongs to it, of this network and not deleted, newest first; next: the cursor behind it, "" at the end. */
json_t *list_posts(struct turn *t, const struct listing *l, char next[32]);

/* For listings: this account's own posts without answers; what stands right below, or anywhere below, post id[0]. */
int is_own_post(const struct turn *t, const struct post *p);
int is_right_below(const struct turn *t, const struct post *p);
int is_below(const struct turn *t, const struct post *p);

/* --- small things ------------------------------------------------------------------------------ */

/* A parameter that says yes: "true", "1", true. */
int arg_true(const struct request *r, const char *name);

/* Digits of an id that no double holds, behind a few others. */
const char *id_new(struct turn *t, char id[ID_SIZE], const char *begin);

/* "2026-12-01T09:00:00+0000"; RFC 3339 with milliseconds and Z. */
json_t *time_graph(int64_t ms);
json_t *time_rfc(int64_t ms);

/* An address of this simulated network: path behind the host. */
json_t *own_address(const struct turn *t, const char *path, const char *id);

/* Whether it is an http or https address, as those are that a network fetches itself. */
int is_address(const char *url);

/* Whether the name of an address's host begins so. */
int is_host(const char *url, const char *begin);

#endif
