/* threads.h - what the parts of the Threads connector share; private to lib/net */
#ifndef SMM_NET_THREADS_H
#define SMM_NET_THREADS_H

#include "graph.h"

#define BASE "/v1.0" /* always this one */

extern const struct step  threads_who[], threads_authorize[], threads_refresh[];
extern const struct oauth threads_oauth;

/* Whether the record is an answer to a message; which part of a thread is under way: so many are out. */
int    threads_is_answer(const struct call *c);
size_t threads_part(const struct call *c);

/*
 * Containers (threads_media.c): those of a carousel's media; then all that it takes until the part's own, kept as
 * `container`, is `finished`. A step's two functions each. GO_AGAIN goes on with what is next.
 */
enum go threads_ask_children(struct call *c);
enum go threads_take_children(struct call *c);
enum go threads_ask_media(struct call *c);
enum go threads_take_media(struct call *c);

enum go threads_ask_state(struct call *c, const char *container);
void    threads_forget_container(struct call *c, int is_old);

/*
 * A reply that waits for our approval is "pending/" and its id: it is let out or refused, and nothing else is done
 * with it until then.
 */
#define THREADS_PENDING "pending/"
int         threads_is_pending(const char *ref);
const char *threads_node(struct call *c, const char *ref); /* the id as it goes into a path; arena */

extern const struct step threads_inbox[], threads_thread[];

/* What comes before an answer: the message is looked at, and whether somebody has answered it (threads_act.c). */
enum go threads_ask_message(struct call *c);
enum go threads_take_message(struct call *c);
enum go threads_ask_answers(struct call *c);
enum go threads_take_answers(struct call *c);

extern const struct step threads_hide[], threads_unhide[], threads_delete[];
extern const struct step threads_post_metrics[], threads_account_metrics[], threads_other_metrics[];

#endif
