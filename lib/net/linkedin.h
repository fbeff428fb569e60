/* linkedin.h - what the parts of the LinkedIn connector share; private to lib/net */
#ifndef SMM_NET_LINKEDIN_H
#define SMM_NET_LINKEDIN_H

#include "connector.h"

/*
 * The month of the API that is spoken; each is served for at least twelve months from then on (learn.microsoft.com,
 * LinkedIn API, Versioning): the only place that names it.
 */
#define LINKEDIN_VERSION "202610"
#define LINKEDIN_UNTIL   "2027-10-01"

/* Ends an ask: version, protocol and token. method: X-RestLi-Method, NULL when the documents name none. */
enum go linkedin_signed(struct call *c, const char *method);

/* Who we are: `user` is a URN, or the number of an organization. Arena. */
const char *linkedin_author(struct call *c);
int         linkedin_is_page(struct call *c);

/* Whether the post's link is shown as a card; "image", "document" or "video": where medium i belongs. */
int         linkedin_has_card(const struct call *c);
const char *linkedin_collection(const struct call *c, size_t i);

/* Media (linkedin_media.c): whether these go together; the steps that put them up; `also` of the last is 403. */
enum go linkedin_media_fit(struct call *c);
enum go linkedin_ask_upload(struct call *c);
enum go linkedin_take_upload(struct call *c);
enum go linkedin_ask_finalize(struct call *c);
enum go linkedin_take_finalize(struct call *c);
enum go linkedin_ask_available(struct call *c);
enum go linkedin_take_available(struct call *c);

/* Our first comment below the post kept as `urn`; text 1 of the record. And whether a comment is short enough. */
#define LINKEDIN_COMMENT_MAX 1250 /* UTF-16 units, as seen */
enum go linkedin_comment_fits(struct call *c, const char *text);
enum go linkedin_ask_comment(struct call *c);
enum go linkedin_take_comment(struct call *c);

extern const struct step linkedin_look_comment;

/* Whether the request in c goes to an address for bytes. */
int linkedin_is_upload(const struct call *c);

/* A comment's URN, "urn:li:comment:(urn:li:activity:630,631)": what it stands below, its number. Arena; NULL: none. */
const char *linkedin_comment_object(struct call *c, const char *urn);
const char *linkedin_comment_number(struct call *c, const char *urn);

/* Begins a request for one comment: GET, DELETE. rest: a query, or "". */
void linkedin_send_comment(struct call *c, const char *method, enum effect effect, const char *urn, const char *rest);

/* The reply's list `elements`; NULL and c->err when there is none. */
const json_t *linkedin_elements(struct call *c);

/* Milliseconds as RFC 3339; "" when it is no time. Arena. */
const char *linkedin_when(struct call *c, const json_t *ms);

extern const struct step  linkedin_who[];
extern const struct oauth linkedin_oauth;

extern const struct step linkedin_inbox[], linkedin_thread[];
extern const struct step linkedin_post_metrics[], linkedin_account_metrics[], linkedin_other_metrics[];
extern const struct step linkedin_edit[], linkedin_delete[];

/* What is done about a message (linkedin_act.c). */
extern const struct step linkedin_reply[], linkedin_like[], linkedin_unlike[];

#endif
