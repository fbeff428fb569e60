/*
 * approval.h - who has approved what, exactly
 *
 * An approval (design, section 4) names a post's id and the digest of its content. The digest is computed anew from
 * the post before it is compared, the media files' own digests with it: whoever edits one character, or puts the
 * digest of another text beside it, has withdrawn the approval. It counts when it is by somebody else than the
 * post's `author` (one that names no author is anybody's), among those who may approve if they are named, and, where
 * a file of signers is given, signed by that person: `ssh-keygen -Y sign -n smmkit-approval` over what
 * approval_text() makes.
 */
#ifndef SMM_APPROVAL_H
#define SMM_APPROVAL_H

#include "smm/buf.h"
#include "smm/conf.h"
#include "smm/hash.h"
#include "smm/rec.h"

#include <stdint.h>

struct approval { /* strings are lent */
	const char *id, *digest, *by;
	const char *at;        /* RFC 3339 */
	const char *note;      /* NULL: none */
	const char *signature; /* as ssh-keygen prints it; NULL: none */
};

/*
 * The digest of what a post shows (smm-plan(1), DIGEST): its own member is not looked at. `room` is used and emptied.
 * 0, or -1 with FAULT_INPUT when a file it names cannot be read.
 */
int post_digest(const struct rec *post, const char *media_root, struct buf *room, char out[DIGEST_SIZE],
    struct err *e);

/* What is signed: the members as a JSON list, and a line feed. */
void approval_text(struct buf *b, const struct approval *a);

/* Signs it with the private key in a file, or the agent's for the public key in it. Adds the signature. 0 or -1. */
int approval_sign(const struct approval *a, const char *key, struct buf *out, struct err *e);

/* Appends the record, without line feed. */
void approval_add(struct buf *b, const struct approval *a);

struct approvals; /* a set of them */

struct approvals *approvals_new(void);
void              approvals_free(struct approvals *a); /* NULL is allowed */

/* Takes in one record of that type, copied. */
void approvals_add(struct approvals *a, const struct rec *r);

/* Takes in the approvals of a file of lines; what else is in it is passed over. 0 or -1. */
int approvals_read(struct approvals *a, const char *path, struct err *e);

struct approvable { /* what is to be approved; strings are lent */
	const char        *id, *digest;
	const char        *author;     /* NULL: not named */
	const char *const *approvers;  /* who may; */
	size_t             napprovers; /* 0: anybody but the author */
};

/* Whether somebody has approved exactly this. 0, or -1 with FAULT_POLICY: nobody has, or why it does not count. */
int approvals_check(struct approvals *a, const struct conf *c, const struct approvable *what, struct err *e);

#endif
