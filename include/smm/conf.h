/* conf.h - smm.yaml: accounts, where their secrets are, store, time zone (smm.yaml(5)) */
#ifndef SMM_CONF_H
#define SMM_CONF_H

#include "smm/buf.h"
#include "smm/err.h"

#include <stddef.h>
#include <stdint.h>

struct mark { /* a place in a YAML file; both from 1, 0: unknown */
	size_t line, column;
};

enum secret_kind { SECRET_NONE, SECRET_FILE, SECRET_COMMAND, SECRET_ENV, SECRET_HELPER };

struct secret { /* where a secret is; never the secret itself */
	enum secret_kind kind;
	const char      *value; /* path (absolute), command line, variable */
	const char      *name;  /* what a helper keeps it under: the account's name, with "-app" for its app's */
};

struct texts { /* a list of strings; in an arena */
	const char **at;
	size_t       count, room;
};

struct approval_rules {
	int          required; /* only what somebody has approved leaves (approval.h) */
	struct texts by;       /* who may; none: anybody but the author */
	const char  *signers;  /* allowed_signers of ssh-keygen(1), absolute; NULL: approvals need no signature */
};

struct pace_rules {        /* -1: not said */
	int64_t gap_ms;    /* between two posts; not said: 1 min among posts that are late */
	long    day, hour; /* posts at most in one of them, of the clock */
	int64_t call;      /* what a request costs, micros; not said: what the network's table says */
	int64_t spend_day, spend_month; /* micros at most */
};

struct account {
	const char   *name, *network;
	const char   *server; /* "https://host[:port]", without a slash at the end; NULL: the network's own */
	const char   *user;   /* NULL when the network does not need it */
	struct secret secret;
	int           insecure; /* plain http may be used beyond loopback */
	int           approval; /* required here */
	struct pace_rules pace;
	const char   *auth_server; /* where people sign in and tokens come from; NULL: the network's */
	const char   *app_id;      /* of the app made in the network's developer console; NULL: none */
	struct secret app_secret;
	struct mark   mark;     /* of its name */
};

enum host_kind { HOST_S3, HOST_WEBDAV, HOST_COMMAND };

struct media_host { /* where files are put for networks that fetch them; no slash at the end of an address */
	enum host_kind kind;
	const char    *put;    /* the folder to write to, "https://host/bucket/folder" */
	const char    *url;    /* the same folder, as everybody reads it */
	const char    *region; /* S3 */
	const char    *user;   /* S3: access key id */
	struct secret  secret;
	const char    *command; /* HOST_COMMAND, and nothing else: a command line, see host.h */
};

struct conf {
	const char     *path; /* of smm.yaml, as it was found */
	const char     *dir;  /* its folder, absolute */
	const char     *store;      /* URL; a relative sqlite: path made absolute */
	const char     *sessions;   /* folder of login sessions, absolute; made when needed, mode 0700 */
	const char     *media_root; /* pictures must lie below it; default: dir */
	const char     *ca_file;    /* certificates to trust instead of the system's; NULL */
	const char     *zone;       /* IANA name; NULL: the machine's */
	struct approval_rules approval; /* `required` is what accounts have that say nothing */
	struct pace_rules     pace;     /* the same */
	const struct media_host *media_host; /* NULL: none */
	struct account *accounts;
	size_t          naccounts;
};

/*
 * Reads smm.yaml. path NULL: "smm.yaml" in the current folder, else $XDG_CONFIG_HOME/smm/smm.yaml
 * (~/.config). -1 with FAULT_CONF; the text names file, line, column, what was found, what was
 * expected and the nearest known key.
 */
int  conf_read(struct conf **c, const char *path, struct err *e);
void conf_free(struct conf *c);

/* Whether conf_read() without a path would find a file. */
int conf_exists(void);

/* By name; NULL when there is none. conf_no_account() then sets e (FAULT_CONF), with the nearest name. */
const struct account *conf_account(const struct conf *c, const char *name);
int                   conf_no_account(const struct conf *c, const char *name, struct err *e);

/* Whether all the names (of --account) are accounts. 0, or -1 as conf_no_account(). */
int conf_has_accounts(const struct conf *c, const char *const *names, size_t count, struct err *e);

/*
 * The business hours, for hours.h; NULL when none are written: every hour counts. Lends. The holidays are read the
 * first time they are asked for. 0, or -1 with FAULT_CONF.
 */
struct hours;
int conf_hours(const struct conf *c, const struct hours **h, struct err *e);

/*
 * Fetches a secret: the file's (regular, ours, mode 0600 or stricter, else refused with the chmod
 * to type), the command's first line of output (run without a shell, words split at blanks with '…' and "…", at
 * most 30 s, standard error left alone) or the variable's. White space at the end is cut. 0, or -1
 * with FAULT_AUTH. Wipe with secret_wipe().
 */
int  secret_get(const struct secret *s, struct buf *out, struct err *e);

/* conf_read() takes a variable that holds a secret out of the environment: secret_get() finds it, no child does. */
void secret_hide(const char *name);

/*
 * Keeps a secret where it belongs: a file written beside (mode 0600), flushed, then renamed, its
 * folder made when it is missing (0700); or a helper's `store`. secret_erase() takes it away. 0, or
 * -1: FAULT_CONF for a command or a variable, which nobody can write to; FAULT_IO, FAULT_AUTH.
 *
 * A helper is run as git runs a credential helper: the command line and one more word, `get`,
 * `store` or `erase`; on its standard input lines "name=NAME" and, to store, "secret=SECRET", ended
 * by an empty one; to get, the first line that it prints is the secret.
 */
int  secret_put(const struct secret *s, const char *text, struct err *e);
int  secret_erase(const struct secret *s, struct err *e);
void secret_wipe(struct buf *b);

#endif
