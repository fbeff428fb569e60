/*
 * host.h - files put where a network can fetch them, and taken away again; private to lib/net
 *
 * For networks that take media by their address only: with `media_host` in smm.yaml (conf.h) the files of a post are
 * put there under names that nobody can guess, before the network is asked, and taken away at the end, also of a post
 * that was refused. Putting and taking away twice is once.
 *
 * Kept state:
 *	hosted    a name for each medium, "" for one that needs none; of a command a blank and the address follow
 *	gone      how many were taken away
 *	left      which one could not be, and why, for people
 *	note      what the network's own steps have to say, told at the end
 *	host_at   when the requests were signed, milliseconds
 */
#ifndef SMM_NET_HOST_H
#define SMM_NET_HOST_H

#include "connector.h"

enum go host_ask_put(struct call *c);
enum go host_ask_put_all(struct call *c); /* of a network that for this account takes nothing but addresses */
enum go host_take_put(struct call *c);
enum go host_ask_remove(struct call *c);
enum go host_take_remove(struct call *c);

/* The rows: the first behind what looks before, the second at the end. */
#define HOST_PUT    { "host", host_ask_put, host_take_put, 0 }
#define HOST_REMOVE { "unhost", host_ask_remove, host_take_remove, ALSO_ALL, .always = 1 }

/* Where everybody finds file i; NULL: it was not put anywhere. Arena. */
const char *host_address(struct call *c, size_t i);

/*
 * Where the network can fetch each of the post's media (call_media_url), a list that the caller releases; NULL and
 * c->err when one has no address.
 */
json_t *host_addresses(struct call *c);

/* What the reply says, when it is not what was wanted: c->err, and who must act. */
enum fault host_fault(struct call *c);

#endif
