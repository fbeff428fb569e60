/*
 * discourse.c - forums
 *
 * docs.discourse.org. A post is a topic with a title; the parts of a thread are answers in it. A topic carries an
 * external_id of ours, by which it is found after a lost answer; an answer is looked for among the topic's posts.
 * Editing and deleting: discourse_change.c; what others write: discourse_inbox.c, discourse_act.c.
 */
#include "discourse.h"

#include "smm/lang.h"
#include "smm/when.h"

#include "html.h"
#include "message.h"

#include <stdlib.h>

#define LOOK_AFTER_SEC 2
#define LOOKS          5
#define LOOK_PAUSE_SEC 60
#define KEY            40 /* external_id: letters, digits, - and _, 50 at most */
#define REVIEW_SEC     900
#define REVIEW_MOST    86400
#define REVIEW_LOOKS   14 /* the last pauses are days: about a week and a half */

/*
 * Kept state of a post:
 *	files   what the media were found to be (call_fix_media); media   how they stand in Markdown
 *	topic   its number; posts   those of the parts that are out, "" where it is not known
 *	since   when the topic was first asked for; queued   it waits for the forum's staff
 *	page    of a look
 */

/* --- requests --------------------------------------------------------------------------------- */

const char *
discourse_self(const struct call *c)
{
	return c->account->user ? c->account->user : "";
}

int
discourse_is_ours(const struct call *c, const json_t *post)
{
	return strcmp(text_member(post, "username"), discourse_self(c)) == 0;
}

enum go
discourse_signed(struct call *c)
{
	const char *token = call_session(c, "token"), *s;

	if (call_bearer(c, token) == GO_FAIL)
		return GO_FAIL;
	for (s = discourse_self(c); *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 127)
			return call_fail(c, FAULT_CONF, "`user` of account %s is no user's name", c->account->name);
	c->req.headers[c->req.nheaders - 1] = (struct pair){ "Api-Key", mem_str(c->mem, token) };
	req_header(&c->req, c->mem, "Api-Username", discourse_self(c));
	req_header(&c->req, c->mem, "Accept", "application/json");
	return GO_SEND;
}

const char *
discourse_topic_of(const char *ref)
{
	const char *id = ref && strncmp(ref, "t/", 2) == 0 ? ref + 2 : NULL;

	return id && *id && !id[strspn(id, "0123456789")] ? id : NULL;
}

enum go
discourse_ask_page(struct call *c, const char *topic, json_int_t page)
{
	call_send(c, "GET", EFFECT_NONE, "/t/%s.json%s", call_encoded(c, topic),
	    page > 1 ? mem_fmt(c->mem, "?page=%" JSON_INTEGER_FORMAT, page) : "");
	return discourse_signed(c);
}

const json_t *
discourse_posts(struct call *c)
{
	const json_t *posts = json_object_get(json_object_get(c->body, "post_stream"), "posts");

	if (!json_is_array(posts))
		call_fail(c, FAULT_REPLY, "%s answered %d without posts", c->net->title, c->reply->status);
	return json_is_array(posts) ? posts : NULL;
}

/* --- pictures --------------------------------------------------------------------------------- */

/* An upload that no post shows is taken away by the forum after a while. */
enum go
discourse_ask_media(struct call *c)
{
	size_t        n = call_kept_count(c, "media");
	const json_t *item = rec_media(c, n);
	const char   *file = text_member(item, "file"), *slash = strrchr(file, '/');
	const char   *type;

	call_fix_media(c);
	if (!item)
		return GO_NEXT;
	type = json_string_value(call_media_fact(c, n, "type"));
	call_send(c, "POST", EFFECT_SAME, "/uploads.json");
	req_part(&c->req, c->mem, (struct part){ .name = "type", .value = "composer" });
	req_part(&c->req, c->mem, (struct part){ .name = "upload_type", .value = "composer" });
	req_part(&c->req, c->mem, (struct part){ .name = "synchronous", .value = "true" });
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file, .file_name = slash ? slash + 1 : file,
		.type = type ? type : "application/octet-stream", .stamp = call_stamp(c, n) });
	return discourse_signed(c);
}

/* Words that stand in brackets, or in quotes: one line, without those. */
static const char *
inner(struct call *c, const char *text)
{
	char *words = mem_str(c->mem, text), *s;

	for (s = words; *s; s++)
		if (strchr("[]|\"\n\r", *s))
			*s = ' ';
	return words;
}

enum go
discourse_take_media(struct call *c)
{
	const char *url = call_get(c, "short_url");
	json_int_t  width = json_integer_value(json_object_get(c->body, "width"));
	json_int_t  height = json_integer_value(json_object_get(c->body, "height"));
	const char *size = "";

	if (!url)
		return GO_FAIL;
	if (strncmp(url, "upload://", 9) != 0 || strpbrk(url, "()[] \n"))
		return call_fail(c, FAULT_REPLY, "%s names an upload that is none", c->net->title);
	if (width > 0 && height > 0)
		size = mem_fmt(c->mem, "|%" JSON_INTEGER_FORMAT "x%" JSON_INTEGER_FORMAT, width, height);
	call_keep_item(c, "media", json_string(mem_fmt(c->mem, "![%s%s](%s)",
	    inner(c, text_member(rec_media(c, call_kept_count(c, "media")), "alt")), size, url)));
	return GO_AGAIN;
}

const char *
discourse_pictures(struct call *c)
{
	const char *all = "";
	size_t      i;

	for (i = 0; i < call_kept_count(c, "media"); i++)
		all = mem_fmt(c->mem, "%s\n\n%s", all, call_kept_at(c, "media", i));
	return all;
}

/* --- a part ----------------------------------------------------------------------------------- */

/* BBCode of the forum's poll plugin, which is part of every installation. */
static const char *
poll_words(struct call *c)
{
	const json_t *poll = json_object_get(c->rec, "poll"), *option;
	int64_t       sec = json_integer_value(json_object_get(poll, "ends_in"));
	const char   *text = "";
	char          until[WHEN_SIZE];
	size_t        i;

	if (!poll)
		return "";
	json_array_foreach(json_object_get(poll, "options"), i, option)
		text = mem_fmt(c->mem, "%s* %s\n", text, json_string_value(option));
	when_write(until, call_fixed_time(c, "since") + sec * 1000, 0);
	return mem_fmt(c->mem, "\n\n[poll type=%s results=always close=%s]\n%s[/poll]",
	    json_is_true(json_object_get(poll, "multiple")) ? "multiple" : "regular", until, text);
}

const char *
discourse_raw(struct call *c, size_t part)
{
	const char *warning = rec_string(c, "warning"), *text = call_text(c, part);

	if (part || !warning || !*warning)
		return text;
	return mem_fmt(c->mem, "[details=\"%s\"]\n%s\n[/details]", inner(c, warning), text);
}

static json_t *
topic_json(struct call *c)
{
	const json_t *tags = json_object_get(c->rec, "tags"), *tag;
	const char   *title = rec_string(c, "title");
	json_t       *list = json_array();
	size_t        i;

	json_array_foreach(tags, i, tag)
		json_array_append_new(list, json_string(json_string_value(tag) + (*json_string_value(tag) == '#')));
	return json_pack("{s:s, s:s, s:s, s:O*, s:o*}", "title", title ? title : "", "raw",
	    mem_fmt(c->mem, "%s%s%s", discourse_raw(c, 0), discourse_pictures(c), poll_words(c)), "external_id",
	    call_part_key(c, 0, KEY), "category", json_object_get(rec_options(c), "category"), "tags",
	    json_array_size(list) ? list : (json_decref(list), NULL));
}

static json_t *
answer_json(struct call *c, size_t part)
{
	return json_pack("{s:s, s:I}", "raw", discourse_raw(c, part), "topic_id",
	    (json_int_t)strtoll(call_kept(c, "topic"), NULL, 10));
}

static void
tell(struct call *c)
{
	const char *topic = call_kept(c, "topic");

	if (call_kept(c, "queued"))
		call_out(c, "note", tr("the forum's staff has to let a part of it out"));
	if (!topic)
		return;
	call_out(c, "ref", mem_fmt(c->mem, "t/%s", topic));
	call_out_url(c, mem_fmt(c->mem, "%s/t/%s", c->account->server ? c->account->server : "", topic));
}

static enum go
ask_post(struct call *c)
{
	size_t part = call_kept_count(c, "posts");

	tell(c);
	if (part >= rec_texts(c) || (part && !call_kept(c, "topic")))
		return GO_NEXT;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/posts.json");
	call_json(c, part ? answer_json(c, part) : topic_json(c));
	return discourse_signed(c);
}

static enum go
keep_part(struct call *c, const char *post)
{
	call_keep_item(c, "posts", json_string(post));
	call_forget(c, "page");
	tell(c);
	return call_kept_count(c, "posts") < rec_texts(c) ? GO_AGAIN : GO_NEXT;
}

/* Without an id it waits for the forum's staff; before 2023 that was said with null. */
static int
is_queued(const struct call *c)
{
	return strcmp(text_member(c->body, "action"), "enqueued") == 0 || strcmp(c->reply->body, "null") == 0;
}

static enum go
take_post(struct call *c)
{
	const char *id = id_member(c, c->body, "id"), *topic = id_member(c, c->body, "topic_id");

	if (is_queued(c)) {
		call_keep(c, "queued", "yes");
		return keep_part(c, "");
	}
	if (!id || !topic)
		return call_fail(c, FAULT_REPLY, "%s answered %d without an id", c->net->title, c->reply->status);
	if (!call_kept_count(c, "posts"))
		call_keep(c, "topic", topic);
	return keep_part(c, id);
}

/* --- was it made? ----------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	if (call_kept_count(c, "posts"))
		return discourse_ask_page(c, call_kept(c, "topic"), call_page(c));
	call_send(c, "GET", EFFECT_NONE, "/t/external_id/%s.json", call_part_key(c, 0, KEY));
	return discourse_signed(c);
}

/* The forum cannot be asked just now: later, and then a person. */
static enum go
look_later(struct call *c)
{
	if (call_looks_again(c, LOOKS, LOOK_PAUSE_SEC))
		return GO_WAIT;
	return call_fail(c, FAULT_UNSURE, "no answer came, and the forum does not say whether the post is there");
}

/* It redirects to the topic: /t/SLUG/45.json */
static enum go
take_topic(struct call *c)
{
	const char *to = reply_header(c->reply, "location"), *topic = id_member(c, c->body, "id");
	const char *end = to ? to + strcspn(to, "?#") : NULL, *start;

	if (c->reply->status == 404)
		return GO_AGAIN;
	if (c->reply->status / 100 == 3 && to) {
		end -= end - to > 5 && strncmp(end - 5, ".json", 5) == 0 ? 5 : 0;
		for (start = end; start > to && strchr("0123456789", start[-1]); start--)
			;
		topic = start < end && start > to && start[-1] == '/' && strstr(to, "/t/") ?
		    mem_dup(c->mem, start, (size_t)(end - start)) : NULL;
	}
	if (!topic || c->reply->status / 100 > 3)
		return look_later(c);
	call_keep(c, "topic", topic);
	return keep_part(c, "");
}

static int
is_kept(const struct call *c, const char *id)
{
	size_t i;

	for (i = 0; i < call_kept_count(c, "posts"); i++)
		if (strcmp(call_kept_at(c, "posts", i), id) == 0)
			return 1;
	return 0;
}

static enum go
take_answer(struct call *c)
{
	const json_t *posts = c->reply->status / 100 == 2 ? discourse_posts(c) : NULL, *one;
	const char   *id;
	size_t        i;

	if (c->reply->status == 404)
		return GO_AGAIN; /* behind the last page */
	if (!posts)
		return look_later(c);
	json_array_foreach(posts, i, one) {
		id = id_member(c, one, "id");
		if (id && discourse_is_ours(c, one) && !is_kept(c, id) &&
		    json_integer_value(json_object_get(one, "post_number")) > 1 &&
		    html_compare(discourse_raw(c, call_kept_count(c, "posts")), text_member(one, "cooked")) ==
		    LIKE_SAME)
			return keep_part(c, id);
	}
	if (json_array_size(posts) < DISCOURSE_PAGE)
		return GO_AGAIN;
	call_next_page(c);
	c->wake = c->now;
	return GO_WAIT;
}

static enum go
take_look(struct call *c)
{
	return call_kept_count(c, "posts") ? take_answer(c) : take_topic(c);
}

static const struct step look = { "look", ask_look, take_look, ALSO_ALL, NULL, 0 };

/* --- held back by the forum --------------------------------------------------------------------- */

/* Our topics, until it is among them. */
static enum go
ask_approved(struct call *c)
{
	if (!call_kept(c, "queued") || call_kept(c, "topic"))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/topics/created-by/%s.json", call_encoded(c, discourse_self(c)));
	return discourse_signed(c);
}

static int
is_approved(struct call *c, const json_t *topic)
{
	const char *title = rec_string(c, "title");

	return message_time(text_member(topic, "created_at")) >= call_since(c, "since") &&
	    text_compare(title ? title : "", text_member(topic, "title")) == LIKE_SAME;
}

static enum go
take_approved(struct call *c)
{
	const json_t *list = json_object_get(json_object_get(c->body, "topic_list"), "topics"), *one;
	const char   *id;
	size_t        i;

	if (!json_is_array(list))
		return call_fail(c, FAULT_REPLY, "%s answered %d without topics", c->net->title, c->reply->status);
	json_array_foreach(list, i, one) {
		id = id_member(c, one, "id");
		if (!id || !is_approved(c, one))
			continue;
		call_keep(c, "topic", id);
		call_forget(c, "queued");
		json_object_del(c->out, "note");
		tell(c);
		return GO_NEXT;
	}
	if (call_count(c, "looks") > REVIEW_LOOKS)
		return call_fail(c, FAULT_REFUSED, "the forum's staff has not let it out; look there before it is "
		    "posted again");
	return call_wait_longer(c, REVIEW_SEC, REVIEW_MOST);
}

static const struct step publish[] = {
	{ "media",    discourse_ask_media, discourse_take_media, 0, NULL,  0 },
	{ "post",     ask_post,            take_post,            0, &look, LOOK_AFTER_SEC },
	{ "approved", ask_approved,        take_approved,        0, NULL,  0 },
	{ "rest",     ask_post,            take_post,            0, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

/* {"errors": [...], "error_type", "extras": {"wait_seconds"}}; posts also {"action", "success": false}. */
static enum fault
fault(struct call *c)
{
	const char *words = json_string_value(json_array_get(json_object_get(c->body, "errors"), 0));
	const char *type = text_member(c->body, "error_type");
	json_int_t  wait = json_integer_value(json_object_get(json_object_get(c->body, "extras"), "wait_seconds"));

	if (!words)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "%s: %s", c->net->title, call_words(c, words, strlen(words)));
	if (strcmp(type, "rate_limit") == 0) {
		c->wake = wait > 0 && wait < 1000000 ? c->now + wait * 1000 : 0;
		return FAULT_LIMIT;
	}
	if (c->reply->status == 403 && strstr(words, "API username or key is invalid"))
		return FAULT_AUTH;
	if (c->reply->status == 403)
		call_fail(c, FAULT_NONE, "%s: is %s allowed to, and the key granted for it? It says: %s",
		    c->net->title, discourse_self(c), call_words(c, words, strlen(words)));
	return FAULT_NONE;
}

/* Site settings, default: max_image_size_kb 4096, which many raise: the forum itself refuses what is too large. */
static const struct media_limit types[] = {
	{ "image/jpeg", 20 << 20 }, { "image/png", 20 << 20 }, { "image/gif", 20 << 20 }, { "image/webp", 20 << 20 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "hold",            "unsupported: a post is shown or hidden" },
	{ "other_metrics",   "unsupported: nothing of a forum is counted for others" },
	{ "films",           "not made: most forums refuse them; put the address alone on a line" },
	{ "review queue",    "not made: what the forum holds back is decided at its page /review" },
	{ "smm-auth login",  "not made: make a key at the forum, Admin, API" },
	{ "scheduling",      "left to smm-post" },
	{ "forums below a folder", "not made: `server` is a host" },
	{ "visibility",      "unsupported: the category says who reads; options.discourse.category" },
	{ NULL, NULL }
};

static const char *const knows[] = { "category", NULL };

/* Site settings, default: max_post_length 32000, max_topic_title_length 255, poll_maximum_options 20. */
const struct net net_discourse = {
	.name       = "discourse",
	.title      = "Discourse",
	.knows      = knows,
	.needs_user = 1,
	.can        = CAN_THREAD | CAN_POLL | CAN_WARNING | CAN_TITLE | CAN_ANIMATE,
	.text       = { .unit = TEXT_CODEPOINTS, .max = 32000 },
	.media      = { .max = 50, .alt_max = 500, .alt_unit = TEXT_CODEPOINTS, .types = types },
	.poll       = { .min = 1, .max = 20, .option_max = 1000, .min_seconds = 300, .max_seconds = 31536000 },
	.post       = { .needs = NEEDS_TITLE, .title = { .unit = TEXT_CODEPOINTS, .max = 255 } },
	.ops        = {
		[OP_PUBLISH]         = publish,
		[OP_EDIT]            = discourse_edit,
		[OP_DELETE]          = discourse_delete,
		[OP_REPLY]           = discourse_reply,
		[OP_REPLY_PRIVATE]   = discourse_private,
		[OP_HIDE]            = discourse_hide,
		[OP_UNHIDE]          = discourse_unhide,
		[OP_LIKE]            = discourse_like,
		[OP_UNLIKE]          = discourse_unlike,
		[OP_MUTE]            = discourse_mute,
		[OP_UNMUTE]          = discourse_unmute,
		[OP_BLOCK]           = discourse_block,
		[OP_UNBLOCK]         = discourse_unblock,
		[OP_REPORT]          = discourse_report,
		[OP_INBOX]           = discourse_inbox,
		[OP_THREAD]          = discourse_thread,
		[OP_POST_METRICS]    = discourse_post_metrics,
		[OP_ACCOUNT_METRICS] = discourse_account_metrics,
		[OP_WHO]             = discourse_who,
	},
	.lacks      = lacks,
	.fault      = fault,
};
