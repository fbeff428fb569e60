/* messages.h - what people wrote, what we answered and did about it */
#ifndef SMM_MESSAGES_H
#define SMM_MESSAGES_H

#include "fields.h"
#include "ours.h"

#define NO_VALUE INT64_MIN

struct message {
	uint32_t  id, network, account, kind, author, post, lang, reply_to, root, text;
	uint32_t *topics;
	size_t    ntopics;
	int64_t   at, due, rating, score; /* NO_VALUE: absent; rating and score in millionths */
	int64_t   answered;               /* when first; NO_VALUE: not */
	int       label;                  /* 0 none, then as sentiments[] */
	int       own;
};

struct act { /* an action, and the result that carried it out */
	uint32_t id, op, message, account, network, article, by, ref;
	int64_t  at; /* when it was done; INT64_MAX: not */
};

struct messages {
	struct message *at;
	size_t          count, room;
	struct places   by_id;
	struct act     *acts;
	size_t          nacts, act_room;
	struct places   by_act;
	uint32_t        reply, reply_private, close, hide, unhide, delete, mute, block, report, dm, facebook, review;
};

enum { LABEL_NONE, LABEL_UNKNOWN, LABEL_MIXED, LABEL_NEUTRAL, LABEL_NEGATIVE, LABEL_POSITIVE };

struct messages *messages_new(struct kpi *k);
void             messages_free(struct messages *m);

int  messages_line(struct kpi *k, const struct fields *f, struct err *e);
void messages_action(struct kpi *k, const struct fields *f);
void messages_result(struct kpi *k, const struct fields *f);

/* Adds those of another run, whose words are these of ours (by its numbers). */
void messages_join(struct kpi *k, const struct messages *from, const uint32_t *words);

/* A fact for every message, answer, moderation; then segments.c, members.c and topics.c. */
void messages_facts(struct kpi *k);
void segments_facts(struct kpi *k);
void members_facts(struct kpi *k);
void topics_facts(struct kpi *k);

/* The message with that id; NULL. What a fact about it is split by. */
struct message *messages_find(const struct messages *m, uint32_t id);
void            message_keys(struct kpi *k, const struct message *m, struct fact *f);

#endif
