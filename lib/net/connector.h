/*
 * connector.h - what a connector is written with; private to lib/net
 *
 * A connector is pure. These helpers build requests, read replies and say what went wrong. What a
 * reply says is hostile: it goes into a path by call_encoded(), into a message by call_words(),
 * into a result by call_out() or call_out_url().
 */
#ifndef SMM_CONNECTOR_H
#define SMM_CONNECTOR_H

#include "smm/net.h"

#include <string.h>

/* Begins c->req: the server of the session, else of the account, else of the network; the path. */
void call_send(struct call *c, const char *method, enum effect effect, const char *path, ...)
    SMM_PRINTF(4, 5);

/* The same to an address that the network gave, for an upload: whole, word for word. */
void call_send_to(struct call *c, const char *method, enum effect effect, const char *url);

/* Whether such an address may be gone to: clean, and https unless the account's server is not. */
int call_can_go(const struct call *c, const char *url);

/* Percent-encoded for a path or a query (RFC 3986: all but unreserved characters). Arena. */
const char *call_encoded(struct call *c, const char *s);

/*
 * Authorization: Bearer … Returns GO_SEND, so that an ask can end with it; GO_FAIL (FAULT_AUTH)
 * when there is no token or one that cannot stand in a header.
 */
enum go call_bearer(struct call *c, const char *token);

void call_json(struct call *c, json_t *body);           /* takes body */
void call_form(struct call *c, const struct buf *form); /* copies */

/*
 * A string member of the reply's JSON, or of the session; NULL and c->err (FAULT_REPLY, FAULT_AUTH)
 * when it is missing.
 */
const char *call_get(struct call *c, const char *name);
const char *call_session(struct call *c, const char *name);

/* A string member, "" when there is none; an id, which may come as a number too, as text or NULL. Lent, arena. */
const char *text_member(const json_t *j, const char *name);
const char *id_member(struct call *c, const json_t *j, const char *name);

/* Kept state: strings by name; the list `name` gets one more. */
void        call_keep(struct call *c, const char *name, const char *value);
const char *call_kept(const struct call *c, const char *name); /* NULL when it is not there */
void        call_forget(struct call *c, const char *name);
void        call_keep_item(struct call *c, const char *name, json_t *value); /* takes value */
size_t      call_kept_count(const struct call *c, const char *name);
const char *call_kept_at(const struct call *c, const char *name, size_t i); /* a string, or NULL */

/* The result's members. An address that is not http(s), or holds what none may, is left out. */
void call_out(struct call *c, const char *name, const char *value);
void call_out_url(struct call *c, const char *url);

/* The network's id of the message that an action is about: what stands behind NETWORK:ACCOUNT: ; NULL. */
const char *call_message(const struct call *c);

/*
 * Ends of an action: the message is not there any more, which is no error (GO_DONE, the result says so); a
 * colleague has answered it meanwhile, at that address (GO_FAIL, FAULT_REFUSED).
 */
enum go call_gone(struct call *c);
enum go call_answered(struct call *c, const char *url);

/* Reading (net.h): one more record, how far it has come. Both take the value; NULL is no record. */
void call_out_record(struct call *c, json_t *record);
void call_out_position(struct call *c, json_t *position);

/* OP_WHO's record; NULL: not told. Returns GO_NEXT. */
enum go call_who(struct call *c, const char *user, const char *ref);

/* Sets c->err, translated; returns GO_FAIL. */
enum go call_fail(struct call *c, enum fault fault, const char *fmt, ...) SMM_PRINTF(3, 4);
enum go call_no_list(struct call *c); /* FAULT_REPLY: the reply should be a list */

/* Counts one more in c->keep as `name`. Returns how many there are with it. */
int64_t call_count(struct call *c, const char *name);

/* The page that is asked for, the first until call_next_page() turns it: "page" of c->keep. */
json_int_t call_page(const struct call *c);
void       call_next_page(struct call *c);

/* The next midnight, UTC: when the limits of a day end. Milliseconds. */
int64_t call_midnight(const struct call *c);

/*
 * A look that has found nothing: 1 when there is to be another, `pause_sec` from now (GO_WAIT); 0 after `most` of them.
 * Counted in c->keep as `looks`.
 */
int call_looks_again(struct call *c, int most, int pause_sec);

/*
 * The network is still at work: GO_WAIT for `first` seconds, then twice as long each time, up to `last`. The pause is
 * kept in c->keep as `pause`.
 */
enum go call_wait_longer(struct call *c, int first, int last);

/*
 * A key of `len` characters (up to 64), the same for the same part of the same post, whenever and by whomever it is
 * asked. Arena.
 */
const char *call_part_key(struct call *c, size_t part, size_t len);

/*
 * When a step was first tried, kept in c->keep as `name` by the ledger's clock, so that a run on another machine can
 * use it. call_fixed_time() is that by our clock, milliseconds; 0: it was not tried.
 */
void    call_fix_time(struct call *c, const char *name);
int64_t call_fixed_time(const struct call *c, const char *name);

/* Whether more than so many hours have passed since this was asked first, which fixes the time (call_fix_time). */
int call_is_over(struct call *c, const char *name, int hours);

/*
 * From when on something may have been made by that try, by the network's clock: the Date of the reply says how far
 * it is from ours; where there is none, ten minutes before the try. 0: it was not tried.
 */
int64_t call_since(const struct call *c, const char *name);

/* Several posts are like the one of which no answer came: a person looks. Returns GO_FAIL. */
enum go call_twins(struct call *c, size_t many);

/* A server's words for a message: one line, cut, harmless to a terminal. Arena. */
const char *call_words(struct call *c, const char *s, size_t len);

/*
 * Members of the record: NULL, 0 when absent. Text i: 0 is `text`, then `thread`, then `first_comment`.
 * rec_parent(): which text the text i > 0 is an answer to: the one before; of the first comment the post itself.
 */
const char   *rec_string(const struct call *c, const char *name);
size_t        rec_texts(const struct call *c);
const char   *rec_text_at(const struct call *c, size_t i);
size_t        rec_parent(const struct call *c, size_t i);
size_t        rec_media_count(const struct call *c);
const json_t *rec_media(const struct call *c, size_t i); /* NULL behind the last */
const json_t *rec_options(const struct call *c); /* options.NETWORK, or NULL */

/* options.NETWORK.cover_at, the seconds of a film that its cover is taken from, as milliseconds; -1: not given. */
int64_t call_cover_ms(const struct call *c);

/*
 * Where the network can fetch medium i itself: its `url`, or where it was put for that (host.h). NULL and c->err
 * (FAULT_INPUT) when it is a file here, which such a network cannot take.
 */
const char *call_media_url(struct call *c, size_t i);

/* True for "video/…" by what the file was found to be, else by `type`, else by the address. */
int call_is_video(const struct call *c, size_t i);

/*
 * Where a post of ours is that is out: the `ref` of its result; NULL and c->err when the ledger does not know it
 * (a person said that it is out). call_nowhere() says only that: FAULT_REFUSED.
 */
const char *call_place(struct call *c);
enum go     call_nowhere(struct call *c);

/* The kept state of the publishing, for an edit or a deletion (c->was); NULL when there is none. */
json_t *call_was(const struct call *c, const char *name);

/*
 * How many parts are out there, one in the list `name` of that state each; when it is not known which
 * (a person said that it is out), 1 if there is a ref.
 */
size_t call_was_parts(const struct call *c, const char *name);

/* An edit cannot make a thread longer or shorter: GO_NEXT, or GO_FAIL with what to do instead. */
enum go call_same_parts(struct call *c, size_t there);

/*
 * Whether the media are those that are out: the same files, of the same size, or addresses; with_alt: with the same
 * words beside them. What is out and is not known is taken for the same.
 */
int call_same_media(const struct call *c, int with_alt);

/* Where an edit changes words only: GO_NEXT when neither media nor a poll are others, or GO_FAIL. */
enum go call_words_only(struct call *c);

/* The same where link and title cannot be changed either, and the ledger has to know the place. */
enum go call_text_only(struct call *c);

/* Text i as it goes out: the first one with the link, see net_text(). */
const char *call_text(struct call *c, size_t i);

/*
 * What the files were found to be, those of `media` and behind them options.NETWORK.thumb, kept
 * before the first of them leaves: a run that goes on later must build the same requests. Members:
 * type, width, height, bytes, changed, duration.
 */
void        call_fix_media(struct call *c);
struct stamp call_stamp(const struct call *c, size_t i); /* for the request that sends file i */

/*
 * Sends piece n of file i as it is (BODY_FILE), each of `most` bytes but the last: for networks that take
 * large files in several requests. How many pieces are taken is the connector's to keep: after a restart
 * it goes on with the next. GO_NEXT when there is no such piece, and nothing is to be sent.
 */
enum go call_piece(struct call *c, size_t i, size_t n, int64_t most);

json_t     *call_media_fact(const struct call *c, size_t i, const char *name); /* NULL: not known */

#define NETWORK(symbol, name) extern const struct net net_##symbol;
#include "list.h"

#endif
