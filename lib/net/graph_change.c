/*
 * graph_change.c - what is out on Facebook or Instagram is deleted
 *
 * Deleting twice is refused as "does not exist" (100/33), which is also said to a token that may not see it: so it
 * is looked at before, and what was seen then and is missing now is gone.
 */
#include "graph_talk.h"

/* The message of an action, or a post of ours; NULL and c->err. */
static const char *
target(struct call *c)
{
	const char *ref = call_message(c);

	if (!ref)
		ref = call_place(c);
	return ref ? graph_node(c, ref) : NULL;
}

enum go
graph_ask_there(struct call *c)
{
	const char *node = target(c);

	if (!node)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id", node);
	return graph_signed(c);
}

enum go
graph_take_there(struct call *c)
{
	if (graph_has_error(c))
		return graph_refused(c);
	return graph_get_id(c) ? GO_NEXT : GO_FAIL;
}

enum go
graph_ask_delete(struct call *c)
{
	call_send(c, "DELETE", EFFECT_SAME, "/" GRAPH_VERSION "/%s", target(c));
	return graph_signed(c);
}

enum go
graph_take_delete(struct call *c)
{
	int is_gone = graph_has_error(c) && graph_is_missing(c);

	if (!is_gone && (graph_has_error(c) ? graph_refused(c) : graph_success(c)) == GO_FAIL)
		return GO_FAIL;
	if (call_message(c))
		call_out(c, "ref", call_message(c));
	return GO_DONE;
}
