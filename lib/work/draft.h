/* draft.h - one post before it is written: an entry for one account; private to lib/work */
#ifndef SMM_DRAFT_H
#define SMM_DRAFT_H

#include "smm/hash.h"
#include "smm/net.h"
#include "smm/strategy.h"

#include "entry.h"

struct picture { /* a medium, looked at */
	const char  *path;   /* as the post names it; NULL: it has an address */
	char         digest[DIGEST_SIZE];
	const char  *type;
	int64_t      bytes;
};

struct draft {
	const struct entry   *entry;
	const struct account *account;
	const struct net     *net;
	int                   has_host; /* files that it fetches can be put somewhere for that */
	const char           *id;       /* ENTRY@ACCOUNT */
	struct content        content;  /* variants applied, variables filled */
	struct picture       *pictures; /* one for each of content.media */
	int64_t               at;
	int                   offset_sec;
	const char           *author;   /* the calendar's, when the entry names none; or NULL */
	const struct approval_policy *approval; /* the strategy's; NULL: none for this account */
};

/* How the network counts the first text of this one, see net_text_rule(). */
struct text_rule draft_rule(const struct draft *d);

/*
 * Everything the network will not take is told to `complain`, with the count and the limit, one
 * call each. How many there were.
 */
typedef void draft_complain(void *arg, const char *text);
size_t draft_check(const struct draft *d, struct mem *m, draft_complain *complain, void *arg);

/* The digest of what will be seen (smm-plan(1), DIGEST). */
void draft_digest(const struct draft *d, struct buf *room, char out[DIGEST_SIZE]);

/* The post record, without line feed. */
void draft_write(const struct draft *d, const char *digest, struct buf *b);

#endif
