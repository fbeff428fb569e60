/*
 * graph_talk.h - private messages on Facebook and Instagram; private to lib/net
 *
 * developers.facebook.com/docs/messenger-platform: conversations, send-messages, policy. People write first; they
 * are answered within 24 hours or not at all. Of a conversation only the twenty newest messages can be read.
 */
#ifndef SMM_NET_GRAPH_TALK_H
#define SMM_NET_GRAPH_TALK_H

#include "graph_read.h"

/*
 * Messages are told apart by their ids: a comment begins with a digit, a private message with a letter. What others
 * posted on our page or with our name, and a review, is "post/" and the post's id; a review of which the network
 * names no post is "review/" and a digest: nothing can be done about it.
 */
#define GRAPH_POST   "post/"
#define GRAPH_REVIEW "review/"

int graph_is_talk(const char *ref);

/* Of an action: the id of its message, "" when there is none; what that is. */
const char *graph_message(const struct call *c);
int         graph_in_talk(const struct call *c);
int         graph_on_post(const struct call *c);

/* The id as it goes into a path: without "post/". Arena. */
const char *graph_node(struct call *c, const char *ref);

/*
 * Whose conversations: the page's; of Instagram those of the page that the account belongs to, "me" where only the
 * token knows which that is. NULL and c->err.
 */
const char *graph_talk_node(struct call *c);

/* Whether our account wrote it: by the id of `from`, or by the name that is kept as `self`. */
int graph_is_self(struct call *c, const json_t *item);

/* One as a message; NULL when it is none. talk: the id of its conversation. */
json_t *graph_talk_message(struct call *c, const json_t *item, const char *talk);

/* The query of a list of conversations, for graph_talk_message(). */
#define GRAPH_TALKS "id,updated_time,messages.limit(20){id,created_time,from,to,message," \
                    "attachments{mime_type,image_data{url},video_data{url},file_url}}"

/* The message of an action: who wrote it is kept as `author`, when as `at`. A step's two functions. */
enum go graph_talk_ask(struct call *c);
enum go graph_talk_take(struct call *c);

/* Whom a message is with, when it is not from us. */
const char *graph_talk_other(struct call *c, const json_t *item);

/*
 * The conversation with a person (fields NULL: what the functions below need), and its messages: NULL when there are
 * none, and c->err when the reply is no list.
 */
enum go       graph_talk_ask_list(struct call *c, const char *person, const char *fields);
const json_t *graph_talk_list(struct call *c);

/* GO_NEXT; GO_FAIL when a colleague has answered, or the 24 hours are over. */
enum go graph_talk_may(struct call *c, const json_t *list);

/* Ends an ask: the text of the action to a person ("id"), or about a comment ("comment_id") or post ("post_id"). */
enum go graph_talk_send(struct call *c, const char *member, const char *id);

/* Ours in such a list, written since it was asked for, with the action's words; NULL: not there. */
const json_t *graph_talk_sent(struct call *c, const json_t *list);

/* Ends an ask: the author of the conversation, kept as `author`, is blocked or let in again, as c->with says. */
enum go graph_talk_moderate(struct call *c, const char *whose);

/* --- an answer, to a comment or in a conversation ------------------------------------------------- */

/* How comments say what they are, on this network. */
const struct graph_answers *graph_comments(const struct call *c);

/* The messages of the conversation, or the comments below the comment. NULL: none, or c->err. */
const json_t *graph_answers_there(struct call *c);

/* The answer is out: kept as `answer`, told as `ref`. */
enum go graph_take_answer(struct call *c);

/* No answer came: ours with these words, written since, is the one. */
enum go graph_take_look(struct call *c);

/* --- deleted (graph_change.c) ---------------------------------------------------------------------- */

/* Looks whether it is there, then deletes it: the message of an action, or a post of ours. `also` is 400. */
enum go graph_ask_there(struct call *c);
enum go graph_take_there(struct call *c);
enum go graph_ask_delete(struct call *c);
enum go graph_take_delete(struct call *c);

#endif
