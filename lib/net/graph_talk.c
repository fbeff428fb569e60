/* graph_talk.c - private messages on Facebook and Instagram */
#include "graph_talk.h"

#include "smm/text.h"

#define WINDOW_MS     INT64_C(86400000) /* messenger-platform/policy: the standard messaging window */
#define MESSENGER_MAX 2000              /* Send API: characters */
#define INSTAGRAM_MAX 1000              /* Instagram messaging: bytes */

#define MESSAGES "messages.limit(20){id,created_time,from,message}"

static int
is_instagram(const struct call *c)
{
	return strcmp(c->net->name, "instagram") == 0;
}

const char *
graph_talk_node(struct call *c)
{
	const char *page = text_member(c->session, "page");

	if (!is_instagram(c))
		return graph_self(c);
	return *page ? call_encoded(c, page) : "me";
}

int
graph_is_talk(const char *ref)
{
	return strncmp(ref, GRAPH_POST, strlen(GRAPH_POST)) != 0 &&
	    strncmp(ref, GRAPH_REVIEW, strlen(GRAPH_REVIEW)) != 0 && !(*ref >= '0' && *ref <= '9');
}

const char *
graph_message(const struct call *c)
{
	const char *ref = call_message(c);

	return ref ? ref : "";
}

int
graph_in_talk(const struct call *c)
{
	return graph_is_talk(graph_message(c));
}

int
graph_on_post(const struct call *c)
{
	return strncmp(graph_message(c), GRAPH_POST, strlen(GRAPH_POST)) == 0;
}

const char *
graph_node(struct call *c, const char *ref)
{
	size_t len = strlen(GRAPH_POST);

	return call_encoded(c, strncmp(ref, GRAPH_POST, len) == 0 ? ref + len : ref);
}

int
graph_is_self(struct call *c, const json_t *item)
{
	const json_t *from = json_object_get(item, "from");
	const char   *self = call_kept(c, "self"), *name = text_member(from, "username");

	if (!*name)
		name = text_member(item, "username");
	return (c->account->user && strcmp(graph_id(c, from, "id"), c->account->user) == 0) ||
	    (self && *self && strcmp(name, self) == 0);
}

/* --- reading ------------------------------------------------------------------------------------ */

static void
add_media(json_t *m, const json_t *item)
{
	const json_t *one;
	const char   *picture, *film;
	size_t        i;

	json_array_foreach(json_object_get(json_object_get(item, "attachments"), "data"), i, one) {
		picture = text_member(json_object_get(one, "image_data"), "url");
		film = text_member(json_object_get(one, "video_data"), "url");
		message_medium(m, *picture ? picture : *film ? film : text_member(one, "file_url"), NULL);
	}
}

json_t *
graph_talk_message(struct call *c, const json_t *item, const char *talk)
{
	const json_t *from = json_object_get(item, "from");
	json_t       *m = message_new(c, graph_id(c, item, "id"), "dm", 0,
	    graph_when(c, text_member(item, "created_time")));

	if (!m)
		return NULL;
	message_author(m, graph_id(c, from, "id"), text_member(from, "username"), text_member(from, "name"));
	json_object_set_new(m, "text", json_string(text_member(item, "message")));
	if (graph_is_self(c, item))
		json_object_set_new(m, "own", json_true());
	message_add(m, "root", talk);
	add_media(m, item);
	return m;
}

const char *
graph_talk_other(struct call *c, const json_t *item)
{
	const json_t *to = json_array_get(json_object_get(json_object_get(item, "to"), "data"), 0);

	return graph_id(c, graph_is_self(c, item) ? to : json_object_get(item, "from"), "id");
}

/* --- the message, and its conversation ------------------------------------------------------------ */

enum go
graph_talk_ask(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,created_time,from,to",
	    call_encoded(c, call_message(c)));
	return graph_signed(c);
}

enum go
graph_talk_take(struct call *c)
{
	if (graph_has_error(c))
		return graph_refused(c);
	if (!graph_get_id(c))
		return GO_FAIL;
	call_keep(c, "author", graph_talk_other(c, c->body));
	call_keep(c, "at", graph_when(c, text_member(c->body, "created_time")));
	return GO_NEXT;
}

enum go
graph_talk_ask_list(struct call *c, const char *person, const char *fields)
{
	const char *whose = graph_talk_node(c);

	if (!whose)
		return GO_FAIL;
	if (!*person)
		return call_fail(c, FAULT_REFUSED, "%s does not say who wrote this", c->net->title);
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/conversations?platform=%s&user_id=%s&fields=%s", whose,
	    is_instagram(c) ? "instagram" : "messenger", call_encoded(c, person), fields ? fields : MESSAGES);
	return graph_signed(c);
}

const json_t *
graph_talk_list(struct call *c)
{
	const json_t *data = graph_data(c);

	return data ? json_object_get(json_object_get(json_array_get(data, 0), "messages"), "data") : NULL;
}

static const struct graph_answers talk = { "message", "created_time", graph_is_self };

/* When the person wrote last, milliseconds; the message's own time when the list does not say. */
static int64_t
last_heard(struct call *c, const json_t *list)
{
	const json_t *one;
	int64_t       last = message_time(call_kept(c, "at")), at;
	size_t        i;

	json_array_foreach(list, i, one) {
		at = graph_time(text_member(one, "created_time"));
		if (!graph_is_self(c, one) && at > last)
			last = at;
	}
	return last;
}

enum go
graph_talk_may(struct call *c, const json_t *list)
{
	if (graph_our_answer(c, list, &talk, message_time(call_kept(c, "at")), NULL))
		return call_answered(c, "");
	if (c->now - last_heard(c, list) > WINDOW_MS)
		return call_fail(c, FAULT_REFUSED, "more than 24 hours since they wrote: %s takes no answer by its API "
		    "any more; write in its inbox", c->net->title);
	return GO_NEXT;
}

const json_t *
graph_talk_sent(struct call *c, const json_t *list)
{
	return graph_our_answer(c, list, &talk, call_since(c, "since"), rec_text_at(c, 0));
}

/* --- sending ------------------------------------------------------------------------------------ */

static enum go
fits(struct call *c)
{
	static const struct text_rule rules[] = { { .unit = TEXT_CODEPOINTS, .max = MESSENGER_MAX },
		{ .unit = TEXT_BYTES, .max = INSTAGRAM_MAX } };
	const struct text_rule       *rule = rules + is_instagram(c);
	size_t                        len = text_count(rule, rec_text_at(c, 0), strlen(rec_text_at(c, 0)));

	if (len > rule->max)
		return call_fail(c, FAULT_INPUT, "the answer has %zu %s, a private message takes %zu", len,
		    text_unit_name(rule->unit), rule->max);
	return GO_NEXT;
}

enum go
graph_talk_send(struct call *c, const char *member, const char *id)
{
	const char *whose = graph_is_own_login(c) ? graph_self(c) : graph_talk_node(c);

	if (!whose || fits(c) == GO_FAIL)
		return GO_FAIL;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/messages", whose);
	call_json(c, json_pack("{s:{s:s}, s:s*, s:{s:s}}", "recipient", member, id, "messaging_type",
	    is_instagram(c) ? NULL : "RESPONSE", "message", "text", rec_text_at(c, 0)));
	return graph_signed(c);
}

enum go
graph_talk_moderate(struct call *c, const char *whose)
{
	struct buf form = { 0 };

	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/moderate_conversations", whose);
	graph_add(&form, "user_ids", mem_fmt(c->mem, "[{\"id\":\"%s\"}]", call_encoded(c, call_kept(c, "author"))));
	graph_add(&form, "actions", mem_fmt(c->mem, "[\"%s\"]", c->with));
	return graph_form(c, &form);
}

/* --- an answer ------------------------------------------------------------------------------------ */

const struct graph_answers *
graph_comments(const struct call *c)
{
	static const struct graph_answers comments[] = { { "message", "created_time", graph_is_self },
		{ "text", "timestamp", graph_is_self } };

	return comments + is_instagram(c);
}

const json_t *
graph_answers_there(struct call *c)
{
	return graph_in_talk(c) ? graph_talk_list(c) : graph_data(c);
}

static enum go
keep_answer(struct call *c, const char *id)
{
	call_keep(c, "answer", id);
	call_out(c, "ref", id);
	return GO_NEXT;
}

enum go
graph_take_answer(struct call *c)
{
	const char *name = json_object_get(c->body, "message_id") ? "message_id" : "id";
	const char *id = graph_id(c, c->body, name);

	if (!*id && !call_get(c, name))
		return GO_FAIL;
	return keep_answer(c, id);
}

enum go
graph_take_look(struct call *c)
{
	const json_t *list = graph_answers_there(c), *one;

	if (!list && c->err.fault != FAULT_NONE)
		return GO_FAIL;
	one = graph_in_talk(c) ? graph_talk_sent(c, list) :
	    graph_our_answer(c, list, graph_comments(c), call_since(c, "since"), rec_text_at(c, 0));
	return one ? keep_answer(c, graph_id(c, one, "id")) : GO_AGAIN;
}
