/* telegram.h - what the parts of the Telegram connector share; private to lib/net */
#ifndef SMM_NET_TELEGRAM_H
#define SMM_NET_TELEGRAM_H

#include "connector.h"

/*
 * Ends an ask: POST of the method, with its parameters; as JSON, or as multipart when a file was added with
 * req_part() to `parts`. Takes `parameters`. The token is part of the address: no message may show one.
 */
enum go telegram_send(struct call *c, const char *method, enum effect effect, json_t *parameters);

/* `result` of the reply; NULL and c->err when it is missing, or `ok` is not true. */
json_t *telegram_result(struct call *c);

/* A chat's or a message's number as text; "" when it is none. Arena. */
const char *telegram_number(struct call *c, const json_t *j, const char *name);

/* The account's chat ("@name", or its number), as a value. */
json_t *telegram_chat(const struct call *c);

/*
 * Where a message is: CHAT/MESSAGE, and of what others wrote CHAT/MESSAGE/AUTHOR: nothing can be looked up later. Each
 * is a number. 0, or -1 when the text is none of that (c->err).
 */
struct telegram_ref {
	json_int_t chat, message, author; /* author 0: not named */
};
int telegram_ref(struct call *c, const char *text, struct telegram_ref *r);

/* The address of message `id` in the chat of a reply; NULL: it has none. Arena. */
const char *telegram_url(struct call *c, const json_t *chat, const char *id);

/* The description says so: "message is not modified", "message to delete not found". */
int telegram_says(const struct call *c, const char *words);

extern const struct step telegram_edit[], telegram_delete[];
extern const struct step telegram_inbox[], telegram_reply[], telegram_reply_private[];
extern const struct step telegram_like[], telegram_unlike[], telegram_block[], telegram_unblock[];
extern const struct step telegram_mute[], telegram_unmute[];
extern const struct step telegram_account_metrics[], telegram_other_metrics[], telegram_who[];

#endif
