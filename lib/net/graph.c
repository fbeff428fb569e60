/* graph.c - what Meta's Graph APIs share */
#include "graph.h"

#include "smm/hash.h"
#include "smm/when.h"

#include "html.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* "Securing API calls": an app may take no token without proof that it comes from the app itself. */
static void
add_proof(struct call *c, const char *token)
{
	const char *proof = c->secret && *c->secret ? graph_proof(c, token) : text_member(c->session, "proof");

	if (*proof)
		c->req.url = mem_fmt(c->mem, "%s%sappsecret_proof=%s", c->req.url, strchr(c->req.url, '?') ? "&" : "?",
		    proof);
}

enum go
graph_signed_by(struct call *c, const char *token)
{
	enum go go = call_bearer(c, token);

	if (go == GO_SEND)
		add_proof(c, token);
	return go;
}

enum go
graph_signed(struct call *c)
{
	return graph_signed_by(c, call_session(c, "token"));
}

const char *
graph_proof(struct call *c, const char *token)
{
	unsigned char sum[SHA256_BYTES];
	struct buf    b = { 0 };
	const char   *proof;
	size_t        i;

	hash_hmac(c->secret, strlen(c->secret), token, strlen(token), sum);
	for (i = 0; i < sizeof sum; i++)
		buf_fmt(&b, "%02x", sum[i]);
	proof = mem_str(c->mem, b.at);
	buf_release(&b);
	return proof;
}

/* Whether the token can stand in a header is looked at as for the others. */
enum go
graph_signed_upload(struct call *c)
{
	enum go go = call_bearer(c, call_session(c, "token"));

	if (go == GO_SEND)
		c->req.headers[c->req.nheaders - 1].value = mem_fmt(c->mem, "OAuth %s", call_session(c, "token"));
	return go;
}

enum go
graph_send_film(struct call *c, const char *file, int64_t from, struct stamp stamp)
{
	req_header(&c->req, c->mem, "offset", mem_fmt(c->mem, "%" PRId64, from));
	req_header(&c->req, c->mem, "file_size", mem_fmt(c->mem, "%" PRId64, stamp.bytes));
	c->req.body = BODY_FILE;
	c->req.type = "application/octet-stream";
	c->req.file = file;
	c->req.stamp = stamp;
	c->req.from = from;
	return graph_signed_upload(c);
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

int
graph_chose_own_login(const struct account *a)
{
	return (a->server && strstr(a->server, "graph.instagram.com")) || (a->user && strcmp(a->user, "me") == 0);
}

int
graph_is_own_login(const struct call *c)
{
	return graph_chose_own_login(c->account);
}

/* The error says who must act; what it leaves open is as if no answer had come. */
void
graph_error_inside(struct call *c)
{
	net_fault(c);
	if (c->err.fault == FAULT_UNSURE || c->err.fault == FAULT_AGAIN)
		c->err.fault = FAULT_REPLY;
}

const char *
graph_get_id(struct call *c)
{
	const char *id = id_member(c, c->body, "id");

	if (!id && json_is_object(json_object_get(c->body, "error")))
		graph_error_inside(c);
	else if (!id)
		call_get(c, "id");
	return id;
}

void
graph_add_option(struct call *c, struct buf *form, const char *name)
{
	const json_t *value = json_object_get(rec_options(c), name);
	char         *text = value && !json_is_string(value) ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

	graph_add(form, name, text ? text : json_string_value(value));
	free(text);
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
	if (strcmp(user, "me") == 0 && *text_member(c->session, "self"))
		user = text_member(c->session, "self");
	return call_encoded(c, user);
}

/* --- errors ----------------------------------------------------------------------------------- */

#define ANY        INT_MIN, INT_MAX
#define AN_HOUR    3600
#define SOME_HOURS 14400
#define IN_APP     "the account is restricted; open the app and look"
#define CONFIRM    "facebook.com wants the person to confirm something there"
#define GRANT      "a permission is missing; sign in again and grant it"
#define ALONE      "the account is held back; leave it alone for hours"

/*
 * Graph API, "Handle errors"; Instagram Platform, "Error codes"; Messenger Platform, "Error codes"; Threads,
 * "Troubleshooting". The first row that fits counts; subcode 0 fits all. `todo` is added to the network's own words;
 * pause: seconds of a limit of which no header says the end.
 */
static const struct {
	int         first, last, subcode;
	enum fault  fault;
	const char *todo;
	int         pause;
} codes[] = {
	/* subcodes that mean the same behind several codes */
	{ ANY, 2207051, FAULT_LIMIT, ALONE, SOME_HOURS },
	{ ANY, 2207050, FAULT_AUTH, IN_APP, 0 },
	{ ANY, 4279013, FAULT_AUTH, IN_APP, 0 },
	{ ANY, 1404112, FAULT_AUTH, IN_APP, 0 },
	{ ANY, 1404078, FAULT_AUTH, CONFIRM, 0 },
	{ ANY, 4854002, FAULT_AUTH, CONFIRM, 0 },
	{ ANY, 1390008, FAULT_LIMIT, "posts come too fast", AN_HOUR },
	{ ANY, 1363047, FAULT_UNSURE, NULL, 0 }, /* service unavailable */
	{ ANY, 1609010, FAULT_UNSURE, NULL, 0 },
	{ ANY, 1366051, FAULT_UNSURE, NULL, 0 }, /* these pictures are posted already */
	{ -2, -2, 0, FAULT_AGAIN, NULL, 0 },
	{ -1, -1, 0, FAULT_UNSURE, NULL, 0 },
	{ 1, 2, 0, FAULT_UNSURE, NULL, 0 },
	{ 3, 3, 0, FAULT_AUTH, "the app lacks a capability; see its review state", 0 },
	{ 4, 4, 0, FAULT_LIMIT, NULL, 0 },
	{ 9, 9, 2207042, FAULT_LIMIT, "the daily limit of posts is reached", AN_HOUR },
	{ 10, 10, 2018278, FAULT_REFUSED, "more than 24 hours since they wrote", 0 },
	{ 10, 10, 2534022, FAULT_REFUSED, "more than 24 hours since they wrote", 0 },
	{ 10, 10, 1893063, FAULT_LIMIT, "the page may not send messages for now", AN_HOUR },
	{ 10, 10, 0, FAULT_AUTH, GRANT, 0 },
	{ 17, 17, 0, FAULT_LIMIT, NULL, 0 },
	{ 24, 24, 0, FAULT_UNSURE, NULL, 0 }, /* not found: a container may only just have been made */
	{ 32, 32, 0, FAULT_LIMIT, NULL, 0 },
	{ 102, 102, 0, FAULT_AUTH, "sign in again", 0 },
	{ 190, 190, 459, FAULT_AUTH, CONFIRM, 0 },
	{ 190, 190, 464, FAULT_AUTH, CONFIRM, 0 },
	{ 190, 190, 492, FAULT_AUTH, "who signed in has no role on the page any more", 0 },
	{ 190, 190, 0, FAULT_AUTH, "sign in again", 0 },
	{ 200, 299, 0, FAULT_AUTH, GRANT, 0 },
	{ 341, 341, 0, FAULT_LIMIT, NULL, 0 },
	{ 368, 368, 0, FAULT_LIMIT, "blocked for repeated or unwanted content; look before going on", SOME_HOURS },
	{ 382, 382, 0, FAULT_REFUSED, "the film is too small", 0 },
	{ 389, 389, 0, FAULT_REFUSED, "the network could not fetch the film; is its address public?", 0 },
	{ 506, 506, 0, FAULT_UNSURE, NULL, 0 },
	{ 551, 551, 0, FAULT_REFUSED, "they cannot be written to", 0 },
	{ 613, 613, 1487742, FAULT_LIMIT, NULL, 0 },
	{ 613, 613, 0, FAULT_LIMIT, NULL, AN_HOUR },
	{ 6000, 6001, 0, FAULT_AGAIN, NULL, 0 },
	{ 9004, 9004, 2207052, FAULT_AGAIN, "the network could not fetch the medium; is its address public?", 0 },
	{ 9007, 9007, 2207027, FAULT_AGAIN, NULL, 0 },
	{ 80000, 80014, 0, FAULT_LIMIT, NULL, 0 },
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

/*
 * rupload.facebook.com has a form of its own: {"debug_info":{"retriable","type","message"}}. How many bytes have come
 * is not said: it has to be asked.
 */
static enum fault
upload_fault(struct call *c, const json_t *info)
{
	const char *words = text_member(info, "message"), *type = text_member(info, "type");

	call_fail(c, FAULT_NONE, "%s: %s (%s)", c->net->title, call_words(c, words, strlen(words)),
	    call_words(c, type, strlen(type)));
	return json_is_true(json_object_get(info, "retriable")) || strcmp(type, "OffsetInvalidError") == 0 ||
	    strcmp(type, "PartialRequestError") == 0 ? FAULT_UNSURE : FAULT_REFUSED;
}

/* A web page instead of JSON is an outage, whatever its status: nobody knows what became of the request. */
static enum fault
page_fault(struct call *c)
{
	int status = c->reply->status;

	if (c->body || status < 400 || status == 401 || status == 404 || status == 408 || status == 429)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "%s answered %d with something that is not JSON", c->net->title, status);
	return FAULT_UNSURE;
}

enum fault
graph_fault(struct call *c)
{
	const json_t *upload = json_object_get(c->body, "debug_info");
	int           code = graph_code(c), subcode = graph_subcode(c);
	size_t        i;

	if (!json_is_object(error_of(c)))
		return upload ? upload_fault(c, upload) : page_fault(c);
	for (i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (code < codes[i].first || code > codes[i].last)
			continue;
		if (codes[i].subcode && codes[i].subcode != subcode)
			continue;
		say(c, code, subcode, codes[i].todo);
		if (codes[i].pause)
			c->wake = c->now + codes[i].pause * INT64_C(1000);
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
