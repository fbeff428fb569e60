/* threads.h - what the parts of the Threads connector share; private to lib/net */
#ifndef SMM_NET_THREADS_H
#define SMM_NET_THREADS_H

#include "graph.h"

#define BASE "/v1.0" /* always this one */

extern const struct step  threads_who[], threads_authorize[], threads_refresh[];
extern const struct oauth threads_oauth;

extern const struct step threads_inbox[], threads_thread[];

/* What comes before an answer: the message is looked at, and whether somebody has answered it (threads_act.c). */
enum go threads_ask_message(struct call *c);
enum go threads_take_message(struct call *c);
enum go threads_ask_answers(struct call *c);
enum go threads_take_answers(struct call *c);

extern const struct step threads_hide[], threads_unhide[], threads_delete[];
extern const struct step threads_post_metrics[], threads_account_metrics[];

#endif
