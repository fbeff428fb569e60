/*
 * publish_parts.h - a run of smm-post, and what its parts call of each other; private to lib/work
 *
 * publish.c takes posts in and publishes them; change.c takes in what is to become of those that are out.
 */
#ifndef SMM_PUBLISH_PARTS_H
#define SMM_PUBLISH_PARTS_H

#include "smm/approval.h"
#include "smm/hash.h"
#include "smm/publish.h"
#include "smm/rec.h"
#include "smm/tone.h"

#include "lane.h"
#include "result.h"

struct id { /* a post seen in this run */
	uint64_t    hash;
	const char *text, *digest;
};

struct publish {
	struct publish_settings set;
	struct mem   *mem;      /* what lives as long as the run */
	struct mem   *scratch;  /* what lives as long as a line */
	struct rec    rec;
	struct store *store;    /* opened when it is needed */
	struct http  *http;     /* opened when the first post is due */
	int           no_store; /* there is none yet, and nothing to write into it */
	int64_t       now, until;
	struct lane  *lanes;    /* as many as accounts, in their order */
	struct id    *ids;      /* open addressing, a power of two */
	size_t        nids, size;
	struct approvals *approvals;
	struct item  *adding;     /* the post being read */
	size_t        to_approve; /* posts that somebody must have approved */
	struct buf    line, room;
	size_t        due, settled; /* posts of this run that have to leave, and did or did not */
	int           exit;
	struct tone *tone;  /* made when the first answer is to be judged */
	const struct job *undone; /* the answer that is being taken back, or NULL */
};

/* Whether the run is for that account at all. */
int publish_is_wanted(const struct publish *p, const char *account);

/* Whether the record that is being read says that it may go out. */
int publish_is_approved(struct publish *p);

/* The ledger, if there is one or there is something to write into it. 0 or -1. */
int publish_store(struct publish *p, int to_write, struct err *e);

/* Whether the ledger has the job as final: 1 and `known` (scratch), 0 or -1. */
int publish_find_final(struct publish *p, const struct job *j, struct job *known, struct err *e);

/* The lane of the job's account; NULL with e (FAULT_CONF) when its operation cannot be done there. */
struct lane *publish_lane(struct publish *p, const struct job *j, struct err *e);

/*
 * The digest that somebody must have approved before the job is done; "" when nobody must. -1 when it cannot
 * be told. publish_set_approval(): the item waits for that; who may approve is said in smm.yaml, or else
 * by the strategy, in the line.
 */
int  publish_approval(struct publish *p, const struct lane *l, const struct job *j, char out[DIGEST_SIZE],
    struct err *e);
void publish_set_approval(struct publish *p, struct item *i, const char *digest);

/* The job is to be done in this run: copied, it is the lane's. */
int publish_item(struct publish *p, struct lane *l, const struct job *j, struct item **out, struct err *e);

/* Writes a result line; publish_fail(): of a job that is not done, and why. 0 or -1. */
int publish_result(struct publish *p, const struct job *j, enum status s, int64_t at, struct err *e);
int publish_fail(struct publish *p, struct job *j, enum status s, const struct err *why, struct err *e);

/* Lanes that send media do so by their server's own limits (limits.h). 0 or -1. */
int publish_limits(struct publish *p, struct err *e);

/* The post j is to be as its record says, if it is out. 0 or -1. */
int publish_edit(struct publish *p, struct job *j, struct err *e);

/* What is out there, as call.h has it, for a job that changes it. */
const char *publish_was(struct publish *p, const struct job *publish);

/* reply.c: takes in an action; what is decided about a message: proposed, when applied, or by a rule. 0 or -1. */
int publish_action(struct publish *p, const char *line, size_t len, struct err *e);
/* The same of an action that was made here, by replies.yaml or an undoing. */
int publish_made(struct publish *p, const json_t *action, struct err *e);
/* The action line of what cm-moderate proposes for a message; NULL: it is nothing to be done. The caller's. */
json_t *publish_proposal(const json_t *message, const json_t *proposal);
/* reply_draft.c: the conversation of a message, oldest first; the caller's. NULL with e. patience_ms: see inbox.h. */
json_t *publish_thread(const struct publish_settings *set, const char *id, int64_t patience_ms, struct err *e);
/* The action that a program proposes for a message, printed. */
int publish_draft(struct publish *p, const char *line, size_t len, struct err *e);
/* reply_rules.c: the answer that replies.yaml has for a message, if any. */
int publish_answer(struct publish *p, const char *line, size_t len, struct err *e);
int publish_message(struct publish *p, const char *line, size_t len, struct err *e);

#endif
