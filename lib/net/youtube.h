/*
 * youtube.h - what the parts of the YouTube connector share; private to lib/net
 *
 * developers.google.com/youtube/v3: discovery document of 2026-04-27. Ids are opaque; counters of 64 bits are
 * strings in its JSON.
 */
#ifndef SMM_NET_YOUTUBE_H
#define SMM_NET_YOUTUBE_H

#include "connector.h"

#define YOUTUBE "/youtube/v3"

/* Ends an ask: the account's token. */
enum go youtube_signed(struct call *c);

/* Who must act, by the reason that the reply names; a spent quota comes back at midnight in California. */
enum fault youtube_fault(struct call *c);

/* The reply has not what it should have: the error that it carries instead, or that it is nonsense. GO_FAIL. */
enum go youtube_failed(struct call *c, const char *missing);

/* The next midnight Pacific time, when quotas begin anew, in milliseconds. */
int64_t youtube_midnight(int64_t now);

/* The day in California, "2026-12-01": what Analytics counts in. Arena. */
const char *youtube_day(struct call *c, int64_t ms);

/* Steps that keep `self` (our channel) and `uploads` (the list of all its films). */
enum go youtube_ask_self(struct call *c);
enum go youtube_take_self(struct call *c);

/* The film's bytes: one step with `find`; keeps `video`, the film's id. youtube_upload.c */
enum go youtube_ask_upload(struct call *c);
enum go youtube_take_upload(struct call *c);
extern const struct step youtube_find_upload;

/* The film's parts `snippet` and `status`, as they are to be. New object. */
json_t *youtube_words(struct call *c);

/* Puts out where the film is, and what is to be said of it. */
void youtube_tell(struct call *c);

/* Sets the picture that stands for the film, when the post has one. */
enum go youtube_ask_thumbnail(struct call *c);
enum go youtube_take_thumbnail(struct call *c);

/* Puts the film's captions there, when the post has some. youtube_captions.c */
enum go youtube_ask_captions(struct call *c);
enum go youtube_take_captions(struct call *c);

/* Our comment or answer: POST; keeps `since` before, puts ref and url out and is GO_DONE after. youtube_act.c */
enum go youtube_ask_comment(struct call *c);
enum go youtube_take_comment(struct call *c);
extern const struct step youtube_find_comment;

/* A comment of the API as a message record; NULL when it is none. thread: the thread's snippet, or NULL. */
json_t *youtube_message(struct call *c, const json_t *comment, const json_t *thread);

/* Of "UgxAAA.Ugz" what stands before the dot: the thread. Arena. */
const char *youtube_root(struct call *c, const char *id);

extern const struct step  youtube_edit[], youtube_delete[];
extern const struct step  youtube_inbox[], youtube_thread[];
extern const struct step  youtube_reply[], youtube_hide[], youtube_hold[], youtube_unhide[], youtube_block[];
extern const struct step  youtube_who[], youtube_post_metrics[], youtube_account_metrics[];
extern const struct step  youtube_other_metrics[];
extern const struct oauth youtube_oauth;

#endif
