/*
 * micropub.c - sites of one's own, through Micropub
 *
 * W3C Recommendation "Micropub", sections 3.3 to 3.8, and of its extensions the list of posts (q=source). A post is
 * made once, and there is no key that a server has to honour: after a lost answer its posts are looked through where
 * it lists them, else a person looks. `user` is the path of the endpoint.
 */
#include "connector.h"

#include "message.h"

#include "smm/text.h"

#define LOOK_AFTER_SEC 2
#define CLOCK_MS       INT64_C(120000) /* theirs may be behind ours */

/*
 * Kept state:
 *	store   where files go, "" where there is no such place
 *	media   addresses of the files that are there, in order
 *	since   when the post was first asked for; url   of it
 */

static enum go
endpoint(struct call *c, const char *method, enum effect effect, const char *query)
{
	const char *path = c->account->user;

	if (!path || *path != '/')
		return call_fail(c, FAULT_CONF, "account %s needs `user`, the path of its Micropub endpoint, like "
		    "/micropub", c->account->name);
	call_send(c, method, effect, "%s%s", path, query);
	return call_bearer(c, call_session(c, "token"));
}

/* --- files ------------------------------------------------------------------------------------ */

static int
has_files(const struct call *c)
{
	size_t i;

	for (i = 0; i < rec_media_count(c); i++)
		if (json_object_get(rec_media(c, i), "file"))
			return 1;
	return 0;
}

static enum go
ask_config(struct call *c)
{
	call_fix_media(c);
	return has_files(c) ? endpoint(c, "GET", EFFECT_NONE, "?q=config") : GO_NEXT;
}

static enum go
no_json(struct call *c)
{
	return call_fail(c, FAULT_REPLY, "%s answered %d with something that is not JSON", c->net->title,
	    c->reply->status);
}

static enum go
take_config(struct call *c)
{
	const char *to = text_member(c->body, "media-endpoint");

	if (!json_is_object(c->body))
		return no_json(c);
	if (!*to)
		return call_fail(c, FAULT_INPUT, "this site takes no files: give each a public `url`");
	if (!call_can_go(c, to))
		return call_fail(c, FAULT_REPLY, "the place for files that the site names is no https address");
	call_keep(c, "store", to);
	return GO_NEXT;
}

/* An upload is seen by nobody until a post shows it. */
static enum go
ask_media(struct call *c)
{
	size_t        n = call_kept_count(c, "media");
	const json_t *item = rec_media(c, n);
	const char   *file = text_member(item, "file"), *slash = strrchr(file, '/');
	const char   *type = json_string_value(call_media_fact(c, n, "type"));

	if (!call_kept(c, "store") || !item)
		return GO_NEXT;
	if (!*file) {
		call_keep_item(c, "media", json_string(text_member(item, "url")));
		return ask_media(c);
	}
	call_send_to(c, "POST", EFFECT_SAME, call_kept(c, "store"));
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file, .file_name = slash ? slash + 1 : file,
		.type = type ? type : "application/octet-stream", .stamp = call_stamp(c, n) });
	return call_bearer(c, call_session(c, "token"));
}

/* The address of what was made, in the header; NULL and c->err when it is none. */
static const char *
location(struct call *c)
{
	const char *to = reply_header(c->reply, "location");

	if (to && *to == '/' && to[1] != '/')
		to = mem_fmt(c->mem, "%s%s", c->account->server, to);
	if (to && call_can_go(c, to))
		return to;
	call_fail(c, FAULT_REPLY, "%s answered %d without saying where it is", c->net->title, c->reply->status);
	return NULL;
}

static enum go
take_media(struct call *c)
{
	const char *to = location(c);

	if (!to)
		return GO_FAIL;
	call_keep_item(c, "media", json_string(to));
	return GO_AGAIN;
}

/* --- the post --------------------------------------------------------------------------------- */

static void
add(json_t *properties, const char *name, json_t *value)
{
	json_t *list = json_object_get(properties, name);

	if (!list) {
		list = json_array();
		json_object_set_new(properties, name, list);
	}
	json_array_append_new(list, value);
}

static void
add_media(struct call *c, json_t *properties)
{
	const char *url, *alt;
	size_t      i;

	for (i = 0; i < rec_media_count(c); i++) {
		url = call_kept(c, "store") ? call_kept_at(c, "media", i) : text_member(rec_media(c, i), "url");
		alt = text_member(rec_media(c, i), "alt");
		if (call_is_video(c, i))
			add(properties, "video", json_string(url));
		else
			add(properties, "photo", *alt ? json_pack("{s:s, s:s}", "value", url, "alt", alt) :
			    json_string(url));
	}
}

static json_t *
properties_of(struct call *c)
{
	json_t       *p = json_object();
	const json_t *tag;
	size_t        i;

	add(p, "content", json_string(call_text(c, 0)));
	if (rec_string(c, "title"))
		add(p, "name", json_string(rec_string(c, "title")));
	json_array_foreach(json_object_get(c->rec, "tags"), i, tag)
		add(p, "category", json_string(json_string_value(tag) + (*json_string_value(tag) == '#')));
	json_array_foreach(json_object_get(rec_options(c), "syndicate_to"), i, tag)
		add(p, "mp-syndicate-to", json_incref((json_t *)(uintptr_t)tag));
	add_media(c, p);
	return p;
}

static void
tell(struct call *c, const char *url)
{
	call_out(c, "ref", url);
	call_out_url(c, url);
}

static enum go
ask_post(struct call *c)
{
	json_t *since = json_object_get(c->keep, "since");

	if (call_kept(c, "url")) {
		tell(c, call_kept(c, "url"));
		return GO_NEXT;
	}
	if (!since)
		json_object_set_new(c->keep, "since", json_integer(c->now));
	if (endpoint(c, "POST", EFFECT_ONCE, "") == GO_FAIL)
		return GO_FAIL;
	call_json(c, json_pack("{s:[s], s:o}", "type", "h-entry", "properties", properties_of(c)));
	return GO_SEND;
}

static enum go
keep_post(struct call *c, const char *url)
{
	call_keep(c, "url", url);
	tell(c, url);
	return GO_NEXT;
}

static enum go
take_post(struct call *c)
{
	const char *url = location(c);

	return url ? keep_post(c, url) : GO_FAIL;
}

/* --- was it made? ------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	return endpoint(c, "GET", EFFECT_NONE, "?q=source&limit=20");
}

/* The first value of a property: text, or {"html", "value"}. */
static const char *
first(const json_t *item, const char *name)
{
	const json_t *one = json_array_get(json_object_get(json_object_get(item, "properties"), name), 0);

	return json_is_object(one) ? text_member(one, "value") : json_is_string(one) ? json_string_value(one) : "";
}

static int
is_ours(struct call *c, const json_t *item)
{
	int64_t at = message_time(first(item, "published"));

	return strcmp(first(item, "content"), call_text(c, 0)) == 0 && *first(item, "url") &&
	    at + CLOCK_MS >= json_integer_value(json_object_get(c->keep, "since"));
}

/* A site that lists no posts answers 400. */
static enum go
take_look(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *one;
	const char   *found = NULL;
	size_t        i, many = 0;

	if (c->reply->status == 400 || !json_is_array(items))
		return call_fail(c, FAULT_UNSURE, "no answer came, and this site does not list its posts: look at it");
	json_array_foreach(items, i, one) {
		if (!is_ours(c, one))
			continue;
		found = first(one, "url");
		many++;
	}
	if (many > 1)
		return call_twins(c, many);
	return found ? keep_post(c, mem_str(c->mem, found)) : GO_AGAIN;
}

static const struct step look = { "look", ask_look, take_look, 400, NULL, 0 };

static const struct step publish[] = {
	{ "config", ask_config, take_config, 0, NULL,  0 },
	{ "media",  ask_media,  take_media,  0, NULL,  0 },
	{ "post",   ask_post,   take_post,   0, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- changed, taken away --------------------------------------------------------------------------- */

/* Section 3.4: what is replaced is all of it; media stay as they are. */
static enum go
ask_edit(struct call *c)
{
	const char *url = call_place(c);
	json_t     *p;

	if (!url || call_words_only(c) == GO_FAIL || endpoint(c, "POST", EFFECT_SAME, "") == GO_FAIL)
		return GO_FAIL;
	p = properties_of(c);
	json_object_del(p, "photo");
	json_object_del(p, "video");
	json_object_del(p, "mp-syndicate-to");
	call_json(c, json_pack("{s:s, s:s, s:o}", "action", "update", "url", url, "replace", p));
	return GO_SEND;
}

/* 201: it has another address now. */
static enum go
take_edit(struct call *c)
{
	const char *url = c->reply->status == 201 ? location(c) : call_place(c);

	if (!url)
		return GO_FAIL;
	tell(c, url);
	return GO_DONE;
}

static const struct step edit[] = {
	{ "edit", ask_edit, take_edit, 0, NULL, 0 },
	{ 0 }
};

static enum go
ask_delete(struct call *c)
{
	const char *url = call_place(c);

	if (!url || endpoint(c, "POST", EFFECT_SAME, "") == GO_FAIL)
		return GO_FAIL;
	call_json(c, json_pack("{s:s, s:s}", "action", "delete", "url", url));
	return GO_SEND;
}

static enum go
take_delete(struct call *c)
{
	(void)c;
	return GO_DONE; /* 410: it was gone */
}

static const struct step delete[] = {
	{ "delete", ask_delete, take_delete, 410, NULL, 0 },
	{ 0 }
};

/* --- who we are ----------------------------------------------------------------------------------- */

static enum go
ask_who(struct call *c)
{
	return endpoint(c, "GET", EFFECT_NONE, "?q=config");
}

/* The protocol names nobody: a site that answers knows the token. */
static enum go
take_who(struct call *c)
{
	if (!json_is_object(c->body))
		return no_json(c);
	return call_who(c, NULL, c->account->server);
}

static const struct step who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

/* --- errors --------------------------------------------------------------------------------------- */

/* Section 3.8 */
static enum fault
fault(struct call *c)
{
	const char *error = text_member(c->body, "error"), *words = text_member(c->body, "error_description");

	if (!*error)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "%s: %s%s%s", c->net->title, call_words(c, error, strlen(error)), *words ? ": " : "",
	    call_words(c, words, strlen(words)));
	if (strcmp(error, "forbidden") == 0 || strcmp(error, "unauthorized") == 0 ||
	    strcmp(error, "insufficient_scope") == 0)
		return FAULT_AUTH;
	return FAULT_NONE;
}

/* No standard says how large: each site refuses for itself. Beyond this nobody means it. */
static const struct media_limit types[] = {
	{ "image/jpeg", 100 << 20 }, { "image/png", 100 << 20 }, { "image/gif", 100 << 20 },
	{ "image/webp", 100 << 20 }, { "video/mp4", 1 << 30 }, { "video/webm", 1 << 30 }, { NULL, 0 }
};

#define NO_OTHERS "unsupported: the protocol publishes and reads nothing of others"

static const struct lack lacks[] = {
	{ "reply",           NO_OTHERS }, { "reply_private",   NO_OTHERS }, { "hide",   NO_OTHERS },
	{ "unhide",          NO_OTHERS }, { "hold",            NO_OTHERS }, { "like",   NO_OTHERS },
	{ "unlike",          NO_OTHERS }, { "mute",            NO_OTHERS }, { "unmute", NO_OTHERS },
	{ "block",           NO_OTHERS }, { "unblock",         NO_OTHERS }, { "report", NO_OTHERS },
	{ "inbox",           NO_OTHERS }, { "thread",          NO_OTHERS },
	{ "post_metrics",    "unsupported: the protocol counts nothing" },
	{ "account_metrics", "unsupported: the protocol counts nothing" },
	{ "other_metrics",   "unsupported: the protocol counts nothing" },
	{ "finding the endpoint", "not made yet: give its path as `user`" },
	{ "smm-auth login",  "not made yet: make a token on the site" },
	{ "webmentions",     "not made: the site sends and receives them" },
	{ "scheduling",      "left to smm-post" },
	{ NULL, NULL }
};

static const char *const knows[] = { "syndicate_to", NULL };

const struct net net_micropub = {
	.name       = "micropub",
	.title      = "Micropub",
	.knows      = knows,
	.needs_user = 1,
	.can        = CAN_TITLE,
	.text       = { .unit = TEXT_CODEPOINTS, .max = 1000000 },
	.media      = { .max = 20, .alt_unit = TEXT_CODEPOINTS, .types = types, .from = MEDIA_EITHER,
	                .films_from = MEDIA_EITHER },
	.ops        = { [OP_PUBLISH] = publish, [OP_EDIT] = edit, [OP_DELETE] = delete, [OP_WHO] = who },
	.lacks      = lacks,
	.fault      = fault,
};
