/* graph.c - what Meta's Graph APIs share */
#include "graph.h"

#include "smm/when.h"

#include "html.h"

#include <stdio.h>

enum go
graph_signed(struct call *c)
{
	return call_bearer(c, call_session(c, "token"));
}

enum go
graph_form(struct call *c, struct buf *form)
{
	if (form->len)
		call_form(c, form);
	buf_release(form);
	return graph_signed(c);
}

void
graph_add(struct buf *form, const char *name, const char *value)
{
	if (value && *value)
		form_add(form, name, value);
}

const char *
graph_self(struct call *c)
{
	const char *user = c->account->user;

	if (!user || !*user) {
		call_fail(c, FAULT_CONF, "account %s needs `user`: the id of the page or account on %s",
		    c->account->name, c->net->title);
		return NULL;
	}
	return call_encoded(c, user);
}

enum go
graph_take_child(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep_item(c, "children", json_string(id));
	return GO_AGAIN;
}

/* --- errors ----------------------------------------------------------------------------------- */

/*
 * Graph API, "Handle errors"; Instagram Platform, "Error codes"; Messenger Platform, "Error codes".
 * The first row that fits counts; subcode 0 fits all. `todo` is added to the network's own words.
 */
static const struct {
	int         first, last, subcode;
	enum fault  fault;
	const char *todo;
} codes[] = {
	{ -2, -2, 0, FAULT_AGAIN, NULL },
	{ -1, -1, 0, FAULT_UNSURE, NULL },
	{ 1, 2, 0, FAULT_UNSURE, NULL },
	{ 3, 3, 0, FAULT_AUTH, "the app lacks a capability; see its review state" },
	{ 4, 4, 2207051, FAULT_LIMIT, "the account is held back; leave it alone for hours" },
	{ 4, 4, 0, FAULT_LIMIT, NULL },
	{ 9, 9, 2207042, FAULT_LIMIT, "the daily limit of posts is reached" },
	{ 10, 10, 2018278, FAULT_REFUSED, "more than 24 hours since they wrote" },
	{ 10, 10, 2534022, FAULT_REFUSED, "more than 24 hours since they wrote" },
	{ 10, 10, 1893063, FAULT_LIMIT, "the page may not send messages for now" },
	{ 10, 10, 0, FAULT_AUTH, "a permission is missing; sign in again and grant it" },
	{ 17, 17, 0, FAULT_LIMIT, NULL },
	{ 24, 24, 0, FAULT_UNSURE, NULL }, /* not found: a container may only just have been made */
	{ 25, 25, 2207050, FAULT_AUTH, "the account is restricted; open the app and look" },
	{ 32, 32, 0, FAULT_LIMIT, NULL },
	{ 102, 102, 0, FAULT_AUTH, "sign in again" },
	{ 190, 190, 459, FAULT_AUTH, "facebook.com wants the person to confirm something there" },
	{ 190, 190, 464, FAULT_AUTH, "facebook.com wants the person to confirm something there" },
	{ 190, 190, 492, FAULT_AUTH, "who signed in has no role on the page any more" },
	{ 190, 190, 0, FAULT_AUTH, "sign in again" },
	{ 200, 299, 0, FAULT_AUTH, "a permission is missing; sign in again and grant it" },
	{ 341, 341, 0, FAULT_LIMIT, NULL },
	{ 368, 368, 0, FAULT_LIMIT, "blocked for repeated or unwanted content; look before going on" },
	{ 506, 506, 0, FAULT_UNSURE, NULL },
	{ 613, 613, 0, FAULT_LIMIT, NULL },
	{ 6000, 6001, 0, FAULT_AGAIN, NULL },
	{ 9004, 9004, 2207052, FAULT_AGAIN, "the network could not fetch the medium; is its address public?" },
	{ 9007, 9007, 2207027, FAULT_AGAIN, NULL },
	{ 80000, 80014, 0, FAULT_LIMIT, NULL },
};

static const json_t *
error_of(const struct call *c)
{
	return json_object_get(c->body, "error");
}

int
graph_code(const struct call *c)
{
	return (int)json_integer_value(json_object_get(error_of(c), "code"));
}

int
graph_subcode(const struct call *c)
{
	return (int)json_integer_value(json_object_get(error_of(c), "error_subcode"));
}

static void
say(struct call *c, int code, int subcode, const char *todo)
{
	const char *words = text_member(error_of(c), "error_user_msg");
	char        number[32];

	if (!*words)
		words = text_member(error_of(c), "message");
	snprintf(number, sizeof number, subcode ? "%d/%d" : "%d", code, subcode);
	call_fail(c, FAULT_NONE, "%s: %s (%s)%s%s", c->net->title, call_words(c, words, strlen(words)),
	    number, todo ? "; " : "", todo ? todo : "");
}

/* rupload.facebook.com has a form of its own: {"debug_info":{"retriable","type","message"}}. */
static enum fault
upload_fault(struct call *c)
{
	const json_t *info = json_object_get(c->body, "debug_info");
	const char   *words = text_member(info, "message");

	if (!info)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "%s: %s (%s)", c->net->title, call_words(c, words, strlen(words)),
	    call_words(c, text_member(info, "type"), strlen(text_member(info, "type"))));
	return json_is_true(json_object_get(info, "retriable")) ? FAULT_AGAIN : FAULT_REFUSED;
}

enum fault
graph_fault(struct call *c)
{
	int    code = graph_code(c), subcode = graph_subcode(c);
	size_t i;

	if (!json_is_object(error_of(c)))
		return upload_fault(c);
	for (i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (code < codes[i].first || code > codes[i].last)
			continue;
		if (codes[i].subcode && codes[i].subcode != subcode)
			continue;
		say(c, code, subcode, codes[i].todo);
		return codes[i].fault;
	}
	say(c, code, subcode, NULL);
	if (json_is_true(json_object_get(error_of(c), "is_transient")))
		return FAULT_UNSURE;
	return c->reply->status >= 500 ? FAULT_UNSURE : FAULT_REFUSED;
}

/* --- looking for a post ----------------------------------------------------------------------- */

int64_t
graph_time(const char *text)
{
	size_t  len = strlen(text);
	char    whole[WHEN_SIZE];
	int64_t ms = 0;

	if (len < 6 || len + 2 > sizeof whole)
		return 0;
	snprintf(whole, sizeof whole, "%.*s:%s", (int)len - 2, text, text + len - 2);
	return when_read(whole, len + 1, &ms, NULL) == 0 ? ms : 0;
}

static enum likeness
compare(const struct call *c, const struct graph_list *l, const json_t *item, int64_t from)
{
	enum likeness like;

	if (graph_time(text_member(item, l->time)) < from)
		return LIKE_NOT;
	like = text_compare(l->ours, text_member(item, l->text));
	return like == LIKE_SAME && l->is_ours && !l->is_ours(c, item) ? LIKE_NOT : like;
}

int
graph_search(struct call *c, const struct graph_list *l, const json_t **found)
{
	const json_t *list = json_object_get(c->body, "data"), *item;
	int64_t       from = call_since(c, "since");
	size_t        i, same = 0, so = 0;
	enum likeness like;

	*found = NULL;
	if (!json_is_array(list)) {
		call_fail(c, FAULT_REPLY, "%s answered without a list of our posts", c->net->title);
		return -1;
	}
	json_array_foreach(list, i, item) {
		like = compare(c, l, item, from);
		same += like == LIKE_SAME;
		so += like == LIKE_SO;
		if (like == LIKE_SAME)
			*found = item;
	}
	if (same == 1 || (!same && !so))
		return 0;
	call_twins(c, same + so);
	return -1;
}
