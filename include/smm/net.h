/*
 * net.h - the networks: what each can do, and its limits, as data
 *
 * What a network can do is which operations have steps: one fact, not two. Limits are data, so
 * that they can be checked and shown before anything is sent.
 */
#ifndef SMM_NET_H
#define SMM_NET_H

#include "smm/call.h"
#include "smm/text.h"

enum op {
	/* on a post record */
	OP_PUBLISH,
	OP_EDIT,   /* what is published becomes what the record says now */
	OP_DELETE, /* a published post, or the message of an action, is taken away */
	/* on an action record */
	OP_REPLY,
	OP_REPLY_PRIVATE,
	OP_HIDE,
	OP_UNHIDE,
	OP_HOLD, /* not shown until a person has decided; OP_UNHIDE takes it back */
	OP_LIKE,
	OP_UNLIKE,
	OP_MUTE,
	OP_UNMUTE,
	OP_BLOCK,
	OP_UNBLOCK,
	OP_REPORT,
	/* reading: what others wrote, what was counted; see "reading" below */
	OP_INBOX,
	OP_THREAD,          /* a whole conversation */
	OP_POST_METRICS,
	OP_ACCOUNT_METRICS,
	OP_WHO,             /* who the session is: user, scopes */
	OP_OTHER_METRICS,   /* of somebody else's account, as far as it is public */
	OP_MENTIONS,        /* how many posts of anybody hold a term, by day */
	OP_LIMITS,          /* what the server takes: see net_with(); needs no session */
	OP_STREAM,          /* that there is something new for OP_INBOX, at once: see "reading" below */
	/* signing in */
	OP_REGISTER,  /* an app is made for us at the server */
	OP_AUTHORIZE, /* a person's consent -> session */
	OP_DEVICE,    /* the same, given on another device */
	OP_LOGIN,   /* secret -> session; networks whose secret is the token have none */
	OP_REFRESH, /* session -> session */
	OP_REVOKE,  /* the session ends there too */
	OP_COUNT
};

/*
 * Reading. The call's record says what is asked for; each take() may put into c->out
 *	records   a list of records, which the engine (work/fetch.h) takes away and hands on
 *	position  any JSON: how far this has come. Given back in a later question it goes on there;
 *	          true of everything in `records` so far, so that what pages newest first sets it last.
 *	OP_INBOX  asks {"since": TIME, "position": …, "own": BOOL}: without position all from `since` on;
 *	          message records, in any order, also some again that were read before (equal ids), whose
 *	          `id` is the network's, and `own` is true when we wrote it
 *	OP_WHO    asks nothing; one record {"user", "ref"}: who the session is there
 *	OP_THREAD asks {"ref": ID}: all messages of the conversation that this is in
 *	OP_POST_METRICS asks {"refs": [ID, …]}: a record {"ref", counts} for each post that the network
 *	          knows, counts named as in metric records; what it does not count is absent
 *	OP_ACCOUNT_METRICS asks nothing; one record of counts, and more where the network counts by days:
 *	          one with "from" and "to" (RFC 3339) holds what belongs to that time alone
 *	OP_OTHER_METRICS asks {"user": NAME}: one record of counts; none when nobody has that name there
 *	OP_MENTIONS asks {"term": TERM, "from": TIME, "to": TIME}, midnights of UTC that are over: a record
 *	          {"from", "to", "mentions"} for each day that the network counts to its end; none where it does not
 *	          count such a term
 *	OP_STREAM asks {"own": BOOL}; its last request has `events` (req.h) and is answered for as long as both
 *	          sides live. It says when to look, never what was written: OP_INBOX is asked then. FAULT_REFUSED:
 *	          the server has no such thing
 * A call may keep in c->keep what it likes: a reading that is cut begins anew.
 */

enum { /* what a post may carry there; anything else is refused before sending */
	CAN_THREAD     = 1 << 0,
	CAN_POLL       = 1 << 1,
	CAN_WARNING    = 1 << 2,
	CAN_VISIBILITY = 1 << 3, /* other than public */
	CAN_TITLE      = 1 << 4,
	CAN_CARD       = 1 << 5, /* `link` is shown as a card of its own when there are no media */
	CAN_ANIMATE    = 1 << 6,
	CAN_COMMENT    = 1 << 7, /* `first_comment`: our own answer to the post */
	CAN_LINK       = 1 << 8, /* `link` is a member of its own, whatever else there is */
	CAN_MIX        = 1 << 9  /* films stand beside pictures in one post */
};

enum { /* what a post there has to have */
	NEEDS_MEDIA = 1 << 0,
	NEEDS_TITLE = 1 << 1,
	NEEDS_FILM  = 1 << 2  /* its one medium is a film; pictures are what stands for it (options.NETWORK.thumb) */
};

enum {
	OAUTH_PKCE  = 1 << 0, /* RFC 7636, S256 */
	OAUTH_HEX   = 1 << 2, /* the challenge in hexadecimal, not in base64url (TikTok) */
	OAUTH_KEY   = 1 << 3, /* the app is named as client_key, not as client_id (TikTok) */
	OAUTH_BASIC = 1 << 1  /* the app shows its secret as HTTP Basic, not in the form (RFC 6749, 2.3.1) */
};

/*
 * How a person lets us in (RFC 6749, section 4.1). OP_REGISTER and OP_AUTHORIZE put what they get into
 * c->session: `token`, `refresh_token`, `expires` (RFC 3339), `scopes`, and of an app that was made
 * for us `client_id` and `client_secret`. c->secret is the app's. OP_AUTHORIZE asks with a record
 * {"code", "redirect_uri", "verifier"}, OP_REGISTER with {"redirect_uri"}.
 * OP_DEVICE (RFC 8628) asks first with {}: the session gets `device_code`, `user_code`, `page`, `interval` and `lasts`
 * (seconds); then, every `interval` seconds, with {"device_code"}: until the person has agreed no `token` comes.
 */
struct oauth {
	const char *page;      /* whose pages the browser shows; NULL: the account's server */
	const char *server;    /* who gives tokens; NULL: the account's or the network's server */
	const char *authorize, *token, *revoke; /* paths there; revoke NULL: no such means */
	const char *scopes;    /* all that the toolkit needs, joined as the network wants it */
	const char *device, *device_scopes; /* path where codes for OP_DEVICE are given, and what for */
	const char *extra;     /* more for the page's query; NULL: nothing */
	unsigned    how;
	const char *console;   /* for people: what to make there first */
};

struct media_limit {
	const char *type;      /* exact, "image/png"; ends with NULL */
	int64_t     max_bytes;
};

enum media_from { MEDIA_FILE, MEDIA_URL, MEDIA_EITHER }; /* url: a public address, which the network fetches */

struct media_rule {
	int                       max;       /* pictures in one post; films and sounds go alone */
	size_t                    alt_max;   /* units of alt_unit; 0: none known */
	enum text_unit            alt_unit;
	const struct media_limit *types;
	enum media_from           from, films_from;
};

struct poll_rule {
	int    min, max;                /* options */
	size_t option_max;              /* graphemes */
	int    min_seconds, max_seconds;
};

struct post_rule { /* what a post has to be like, beside its text and its media */
	unsigned           needs;
	struct text_rule   title;    /* max 0: none known */
	size_t             tags_max; /* units of the title's, all tags with what joins them; 0: none known */
	const char        *refused;  /* ASCII characters that neither title nor text may hold; NULL: none */
	const char *const *options;  /* options.NETWORK that must be there; ends with NULL */
	const char *unless;          /* the option that is on where none of them need be; NULL: none is */
};

struct price { /* what the network charges for a post, micros; none: nothing */
	const char *currency;
	int64_t     post;
	int64_t     link; /* with an address in it */
};

struct quota { /* what a day's requests are counted in, where the network counts them for all accounts of an app */
	const char *unit; /* for people */
	int         day;
	int         of[OP_COUNT]; /* what each operation takes at least */
};

enum {
	LIMIT_PARTS = 1 << 0, /* each part of a thread counts */
	LIMIT_APP   = 1 << 1  /* all accounts of our app together */
};

struct post_limit { /* how many posts the network takes of an account; what it tells in its answers goes before */
	int      posts; /* 0 ends a list */
	int      sec;   /* in any so many seconds; 0: `renews` says it */
	int64_t (*renews)(int64_t now); /* when a post that leaves now no longer counts; NULL: `sec` later */
	unsigned how;
};

struct lack { /* what people look for and do not find there */
	const char *what; /* an operation's word, or other words; NULL ends a list */
	const char *why;  /* "unsupported", "needs review by the network", "paid", …: and what to do instead */
};

struct net {
	const char       *name;   /* as in smm.yaml */
	const char       *title;  /* for people */
	const char       *server; /* when the account names none; NULL: it must */
	int               needs_user; /* the account needs `user` */
	unsigned          can;
	struct text_rule  text;
	struct media_rule media;
	struct poll_rule  poll;
	struct post_rule  post;
	const char *const *knows;         /* the members that options.NAME of a post may have; ends with NULL */
	struct price      price;
	const struct oauth *oauth;        /* NULL: nobody signs in by a browser */
	/*
	 * Another way in that the account may have chosen, NULL if not: what it says of signing in (`oauth`, OP_WHO,
	 * OP_REGISTER and those behind it) goes before. NULL: there is one way.
	 */
	const struct net *(*way)(const struct account *);
	const struct quota *quota;        /* NULL: none known */
	const struct post_limit *limits;  /* ends with posts 0; NULL: no number is known */
	size_t            posts_at_once;  /* that one OP_POST_METRICS may ask for, up to 25; 0: one */
	const struct step *ops[OP_COUNT]; /* each ends with an empty row; NULL: cannot */
	const char        *version, *until; /* of its API; the day until which that is served; NULL: not known */
	const struct lack *lacks; /* why not; with a list, each op to OP_OTHER_METRICS is in one of the two */
	/*
	 * Who must act for a reply that is not a success: the network's own error words first, then
	 * the status. Sets c->err with the words of the network; may drop from c->keep what the
	 * reply says is gone. FAULT_LIMIT: may set c->wake, when to ask again. NULL: by status alone.
	 */
	enum fault (*fault)(struct call *);
};

/* By name, NULL when there is none; all of them, ending with NULL. */
const struct net        *net_find(const char *name);
const struct net *const *net_all(void);

/* How that account signs in: the way in it has chosen, or the network itself. NULL is given back. */
const struct net *net_way(const struct net *n, const struct account *a);

/*
 * The network as one server has it: a copy with the limits that OP_LIMITS gave (members of its result: text,
 * link, media, alt, types, image_bytes, video_bytes, options, option, shortest, longest). What is
 * missing, or cannot be meant, is as it was. Arena; texts are copied.
 */
const struct net *net_with(const struct net *n, const json_t *limits, struct mem *m);

/* The rule for the first text of a post: some networks take less of it beside media or a poll. */
struct text_rule net_text_rule(const struct net *n, size_t media, int has_poll);

/* Whether there is a network of that name; the nearest to a name that is not known, NULL when none is near. */
int         net_is_known(const char *name);
const char *net_near(const char *name);

/* An operation's word in records ("publish"), and back; -1 when there is none. */
const char *op_name(enum op op);
int         op_find(const char *name);

/*
 * The text of a post's first part as the network gets it: the link is put behind it when neither
 * the text nor a card shows it. Arena, or `text` itself.
 */
const char *net_text(const struct net *n, struct mem *m, const char *text, const char *link,
    size_t media);

/*
 * Runs a step's function with the call prepared for it: the arena emptied and the request cleared
 * before ask, the reply's JSON parsed before take. Pure but for memory.
 */
enum go net_ask(const struct step *s, struct call *c);
enum go net_take(const struct step *s, struct call *c);

/* Whether take() sees a reply of this status; 0: that none came. */
int step_sees(const struct step *s, int status);

/* The fault of the reply in c, which is not one that take() sees; c->err is set. */
enum fault net_fault(struct call *c);

/* A call for one record; net_end() releases what is in it (not rec, account, session). */
void net_begin(struct call *c, const struct net *n, const struct account *a, const json_t *rec);
void net_end(struct call *c);

#endif
