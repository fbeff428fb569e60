/* mastodon.h - what the two halves of the Mastodon connector share; private to lib/net */
#ifndef SMM_NET_MASTODON_H
#define SMM_NET_MASTODON_H

#include "connector.h"

/*
 * Kept state of a post:
 *	files       what the media were found to be (call_fix_media)
 *	media       ids of the uploads, in order
 *	processing  those of them that the server was not ready with
 *	ready       how many of those are ready: one `true` each
 *	pause       seconds of the last wait for one of them
 *	since       when the first status was first asked for
 *	ids, url    ids of the statuses that are out; address of the first
 *	edited      how many parts were edited
 *	poll_sec    how long the poll of an edited status goes on
 *	gone, doubt how many parts were deleted; the server knew nothing of the next one
 *	self        our account's id there
 *	below, page, alike, listed   where a look has come to
 */

/* Ends an ask: the account's token. */
enum go mastodon_signed(struct call *c);

/* Who our account is: the question, and the answer that is kept as `self`. */
enum go mastodon_ask_self(struct call *c);
enum go mastodon_take_self(struct call *c);

/* What the server says of itself, in the version of the step's `with` ("v2" since 4.0, "v1"). */
enum go mastodon_ask_instance(struct call *c);

/* Uploads of the post's media, and waiting until the server has processed them: two steps. */
enum go mastodon_ask_media(struct call *c);
enum go mastodon_take_media(struct call *c);
enum go mastodon_ask_ready(struct call *c);
enum go mastodon_take_ready(struct call *c);

/* The members that a status can be given at first and in an edit. */
void mastodon_add_status(struct call *c, size_t part, int64_t poll_sec, struct buf *form);

/* The status is out: kept, and told in the result. */
void mastodon_keep_status(struct call *c, const json_t *status);

/* True when the statuses of all parts are out. */
int mastodon_is_complete(const struct call *c);

/* What people wrote to us, and a whole conversation. */
extern const struct step mastodon_inbox[], mastodon_thread[], mastodon_stream[];
extern const struct step mastodon_post_metrics[], mastodon_account_metrics[], mastodon_other_metrics[],
    mastodon_mentions[];
extern const struct step mastodon_edit[], mastodon_delete[], mastodon_limits[];

/* What is done about a message (mastodon_act.c). */
extern const struct step mastodon_reply[], mastodon_reply_private[], mastodon_like[], mastodon_unlike[],
    mastodon_mute[], mastodon_unmute[], mastodon_block[], mastodon_unblock[], mastodon_report[];

/* Looks for a status of which no answer came. */
extern const struct step mastodon_look;

/* mastodon_auth.c */
extern const struct step  mastodon_register[], mastodon_who[];
extern const struct oauth mastodon_oauth;

#endif
