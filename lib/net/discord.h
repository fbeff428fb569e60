/* discord.h - what the parts of the Discord connector share; private to lib/net */
#ifndef SMM_NET_DISCORD_H
#define SMM_NET_DISCORD_H

#include "connector.h"

#define DISCORD_API  "/api/v10"
#define DISCORD_PAGE 100 /* messages that one request gives, the most */

/* Ends an ask: "Bot TOKEN", and the User-Agent that Discord asks of everybody (reference: user agent). */
enum go discord_signed(struct call *c);

/* The account's channel, or the action's message, for a path. NULL and c->err when the account names none. Arena. */
const char *discord_channel(struct call *c);
const char *discord_message(struct call *c);

/* The smallest id that a message of that time can have (reference: snowflakes), as text. Arena. */
const char *discord_id_at(struct call *c, int64_t ms);

/* The larger of two ids, which are numbers of different length. */
int discord_is_later(const char *a, const char *b);

/* The address of a message in the channel, once c->keep has its guild; NULL. Arena. */
const char *discord_url(struct call *c, const char *message);

/* The channel's guild, read once and kept: a step. 404: the channel is not there. */
enum go discord_ask_guild(struct call *c);
enum go discord_take_guild(struct call *c);

/* Who we are: the request; and a step, once for all. */
enum go discord_ask_self(struct call *c);
enum go discord_step_self(struct call *c);
enum go discord_keep_self(struct call *c);

/* Adds what every message has: its text, the key against sending it twice, whom it may ping: nobody. */
json_t *discord_content(struct call *c, size_t part, const char *text);

/* An error of the reply's own: the message or the member is not there. */
int discord_is_gone(const struct call *c);

extern const struct step discord_edit[], discord_delete[];
extern const struct step discord_mute[], discord_unmute[];
extern const struct step discord_inbox[], discord_reply[], discord_like[], discord_unlike[], discord_block[],
    discord_unblock[];
extern const struct step discord_who[], discord_post_metrics[], discord_account_metrics[];

#endif
