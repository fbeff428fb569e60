/*
 * graph_comment.c - our own first comment below a post, on Facebook and Instagram
 *
 * Graph API reference: object/comments. There is no key: when the answer was lost the comments are looked through.
 */
#include "graph_read.h"

static int
is_instagram(const struct call *c)
{
	return strcmp(c->net->name, "instagram") == 0;
}

enum go
graph_ask_comment(struct call *c)
{
	struct buf form = { 0 };

	if (rec_texts(c) < 2 || call_kept(c, "comment"))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/comments", call_encoded(c, call_kept(c, "id")));
	graph_add(&form, "message", rec_text_at(c, 1));
	return graph_form(c, &form);
}

static enum go
keep_comment(struct call *c, const char *id)
{
	call_keep(c, "comment", id);
	return GO_NEXT;
}

enum go
graph_take_comment(struct call *c)
{
	const char *id = graph_get_id(c);

	return id ? keep_comment(c, id) : GO_FAIL;
}

static enum go
ask_look(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/comments?fields=id,%s&limit=50",
	    call_encoded(c, call_kept(c, "id")), is_instagram(c) ? "text,timestamp" : "message,created_time");
	return graph_signed(c);
}

/* Below a post of some seconds ago our words are ours, whatever the network says of who wrote them. */
static int
anybody(struct call *c, const json_t *item)
{
	(void)c;
	(void)item;
	return 1;
}

static enum go
take_look(struct call *c)
{
	struct graph_answers ours = { is_instagram(c) ? "text" : "message",
		is_instagram(c) ? "timestamp" : "created_time", anybody };
	const json_t        *data = graph_data(c), *one;

	if (!data)
		return GO_FAIL;
	one = graph_our_answer(c, data, &ours, call_since(c, "since"), rec_text_at(c, 1));
	return one ? keep_comment(c, graph_id(c, one, "id")) : GO_AGAIN;
}

const struct step graph_comment_look = { "look", ask_look, take_look, 0, NULL, 0 };
