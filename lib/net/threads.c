/*
 * threads.c - Threads through its own Graph API: container, wait, publish
 *
 * developers.facebook.com/docs/threads: posts, reply management, troubleshooting. A container is
 * seen by nobody and may be made again; publishing the same container happens once, and the
 * container says afterwards whether it did. Each part of a thread is a reply to the one before.
 */
#include "threads.h"

#include "host.h"

#include <string.h>

#define SETTLE_SEC      2   /* a container just FINISHED may still be "not found" (24/4279009) */
#define POLL_SEC        5
#define LOOK_AFTER_SEC  30
#define LOOKS_MAX       2   /* a post is in the list within a minute, or it is not there */
#define RACES_MAX       3   /* how often a publish may be "not found" before we look */
#define ERROR_NOT_FOUND 24
#define SUB_NOT_FOUND   4279009

/*
 * Kept state of a post:
 *	quota      the limit was read
 *	children   containers of the media, when there are several; settled: how many are FINISHED
 *	container  of the part under way; finished: it may be published; races: see fault()
 *	since      when the first part was first to be published; looks: how often we have looked
 *	ids, url   the parts that are out; address of the first, "" when the network does not tell it
 */

/* --- the limit -------------------------------------------------------------------------------- */

/* An answer to somebody's message is made as a post is: a container, a wait, a publication. */
static int
is_answer(const struct call *c)
{
	return call_message(c) != NULL;
}

static enum go
ask_quota(struct call *c)
{
	call_fix_media(c);
	call_send(c, "GET", EFFECT_NONE, BASE "/me/threads_publishing_limit?fields=%s",
	    is_answer(c) ? "reply_quota_usage,reply_config" : "quota_usage,config");
	return graph_signed(c);
}

/* A limit that is not told is not there. */
static enum go
take_quota(struct call *c)
{
	const json_t *limit = json_array_get(json_object_get(c->body, "data"), 0);
	json_int_t    total = json_integer_value(json_object_get(json_object_get(limit,
	    is_answer(c) ? "reply_config" : "config"), "quota_total"));
	json_int_t    used = json_integer_value(json_object_get(limit,
	    is_answer(c) ? "reply_quota_usage" : "quota_usage"));

	if (total && used + (json_int_t)rec_texts(c) > total)
		return call_fail(c, FAULT_LIMIT, "%lld of %lld posts of these 24 hours are used",
		    (long long)used, (long long)total);
	return GO_NEXT;
}

/* --- containers ------------------------------------------------------------------------------- */

static size_t
part_now(const struct call *c)
{
	return call_kept_count(c, "ids");
}

static int
is_carousel(const struct call *c)
{
	return rec_media_count(c) > 1;
}

/* The medium's address and its description. 0, or -1 with c->err. */
static int
add_medium(struct call *c, struct buf *form, size_t i)
{
	const char *url = call_media_url(c, i);
	int         is_video = call_is_video(c, i);

	if (!url)
		return -1;
	graph_add(form, "media_type", is_video ? "VIDEO" : "IMAGE");
	graph_add(form, is_video ? "video_url" : "image_url", url);
	graph_add(form, "alt_text", text_member(rec_media(c, i), "alt"));
	return 0;
}

static enum go
ask_child(struct call *c)
{
	size_t     n = call_kept_count(c, "children");
	struct buf form = { 0 };

	if (!is_carousel(c) || n >= rec_media_count(c))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_SAME, BASE "/me/threads");
	graph_add(&form, "is_carousel_item", "true");
	if (add_medium(c, &form, n)) {
		buf_release(&form);
		return GO_FAIL;
	}
	return graph_form(c, &form);
}

static enum go
ask_state(struct call *c, const char *container)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/%s?fields=id,status,error_message",
	    call_encoded(c, container));
	return graph_signed(c);
}

/* What the container's state means: GO_NEXT finished, GO_WAIT not yet, GO_FAIL. */
static enum go
read_state(struct call *c)
{
	const char *status = call_get(c, "status");
	const char *why = text_member(c->body, "error_message");

	if (!status)
		return GO_FAIL;
	if (strcmp(status, "FINISHED") == 0 || strcmp(status, "PUBLISHED") == 0)
		return GO_NEXT;
	if (strcmp(status, "IN_PROGRESS") != 0)
		return call_fail(c, FAULT_REFUSED, "%s says of the post's media: %s %s", c->net->title,
		    call_words(c, status, strlen(status)), call_words(c, why, strlen(why)));
	c->wake = c->now + POLL_SEC * 1000;
	return GO_WAIT;
}

static enum go
ask_settled(struct call *c)
{
	const char *child = call_kept_at(c, "children", call_kept_count(c, "settled"));

	return child ? ask_state(c, child) : GO_NEXT;
}

static enum go
take_settled(struct call *c)
{
	enum go go = read_state(c);

	if (go == GO_NEXT)
		call_keep_item(c, "settled", json_true());
	return go == GO_NEXT ? GO_AGAIN : go;
}

static void
add_children(struct call *c, struct buf *form)
{
	struct buf list = { 0 };
	size_t     i;

	for (i = 0; i < call_kept_count(c, "children"); i++)
		buf_fmt(&list, "%s%s", i ? "," : "", call_kept_at(c, "children", i));
	graph_add(form, "media_type", "CAROUSEL");
	graph_add(form, "children", list.at);
	buf_release(&list);
}

/* Up to four answers, as option_a to option_d. */
static void
add_poll(const struct call *c, struct buf *form)
{
	static const char *const names[] = { "option_a", "option_b", "option_c", "option_d" };
	const json_t            *options = json_object_get(json_object_get(c->rec, "poll"), "options");
	json_t                  *poll = json_object();
	char                    *text;
	size_t                   i;

	for (i = 0; i < sizeof names / sizeof *names && json_array_get(options, i); i++)
		json_object_set(poll, names[i], json_array_get(options, i));
	text = json_dumps(poll, JSON_COMPACT);
	form_add(form, "poll_attachment", text);
	free(text);
	json_decref(poll);
}

/* Only the first part has media, a link's card, a poll; who may reply is said for all parts. */
static int
add_first(struct call *c, struct buf *form)
{
	if (is_carousel(c)) {
		add_children(c, form);
		return 0;
	}
	if (rec_media_count(c))
		return add_medium(c, form, 0);
	graph_add(form, "media_type", "TEXT");
	if (json_object_get(c->rec, "poll"))
		add_poll(c, form);
	else
		graph_add(form, "link_attachment", rec_string(c, "link"));
	graph_add(form, "topic_tag", text_member(rec_options(c), "topic_tag"));
	return 0;
}

static enum go
ask_container(struct call *c, size_t part)
{
	struct buf form = { 0 };

	call_send(c, "POST", EFFECT_SAME, BASE "/me/threads");
	if (part)
		graph_add(&form, "media_type", "TEXT");
	else if (add_first(c, &form)) {
		buf_release(&form);
		return GO_FAIL;
	}
	graph_add(&form, "text", call_text(c, part));
	graph_add(&form, "reply_control", text_member(rec_options(c), "reply_control"));
	if (part || is_answer(c))
		graph_add(&form, "reply_to_id", part ? call_kept_at(c, "ids", rec_parent(c, part)) : call_message(c));
	return graph_form(c, &form);
}

/* --- publish ---------------------------------------------------------------------------------- */

static void
tell(struct call *c)
{
	const char *id = call_kept_at(c, "ids", 0);

	if (id)
		call_out(c, "ref", id);
	call_out_url(c, call_kept(c, "url"));
}

static enum go
ask_publish(struct call *c)
{
	struct buf form = { 0 };

	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, BASE "/me/threads_publish");
	graph_add(&form, "creation_id", call_kept(c, "container"));
	return graph_form(c, &form);
}

static void
keep_published(struct call *c, const char *id)
{
	call_keep_item(c, "ids", json_string(id));
	call_forget(c, "container");
	call_forget(c, "finished");
	call_forget(c, "races");
	call_forget(c, "looks");
	tell(c);
}

/* One part: its container, the wait for it, its publication, as far as that has come. */
static enum go
ask_part(struct call *c)
{
	size_t part = part_now(c);

	tell(c);
	if (part >= rec_texts(c))
		return GO_NEXT;
	if (!call_kept(c, "container"))
		return ask_container(c, part);
	if (!call_kept(c, "finished"))
		return ask_state(c, call_kept(c, "container"));
	return ask_publish(c);
}

static enum go
take_state(struct call *c)
{
	enum go go = read_state(c);

	if (go != GO_NEXT)
		return go;
	call_keep(c, "finished", "yes");
	c->wake = c->now + SETTLE_SEC * 1000;
	return GO_WAIT;
}

static enum go
take_part(struct call *c)
{
	const char *id;

	if (call_kept(c, "container") && !call_kept(c, "finished"))
		return take_state(c);
	id = call_get(c, "id");
	if (!id)
		return GO_FAIL;
	if (call_kept(c, "container"))
		keep_published(c, id);
	else
		call_keep(c, "container", id);
	return GO_AGAIN;
}

/* --- was it published? ------------------------------------------------------------------------- */

static int
was_published(const struct call *c)
{
	return call_kept(c, "published") != NULL;
}

/* The container first; when it was published, which post that made. */
static enum go
ask_look(struct call *c)
{
	if (!was_published(c))
		return ask_state(c, call_kept(c, "container"));
	call_send(c, "GET", EFFECT_NONE, BASE "/me/%s?fields=id,text,timestamp,permalink&limit=25",
	    part_now(c) || is_answer(c) ? "replies" : "threads");
	return graph_signed(c);
}

/* FINISHED: the publication did not happen. ERROR, EXPIRED: nor can it; a new container is made. */
static enum go
take_container(struct call *c)
{
	const char *status = call_get(c, "status");

	if (!status)
		return GO_FAIL;
	if (strcmp(status, "PUBLISHED") == 0) {
		call_keep(c, "published", "yes");
		c->wake = c->now;
		return GO_WAIT;
	}
	if (strcmp(status, "FINISHED") != 0) {
		call_forget(c, "container");
		call_forget(c, "finished");
	}
	call_forget(c, "races");
	return GO_AGAIN;
}

/* It is published, so it is in the list, or will be soon; without an id a person must look. */
static enum go
take_list(struct call *c)
{
	struct graph_list l = { "text", "timestamp", call_text(c, part_now(c)), NULL };
	const json_t     *found;

	if (graph_search(c, &l, &found))
		return GO_FAIL;
	if (!found && call_looks_again(c, LOOKS_MAX + 1, LOOK_AFTER_SEC))
		return GO_WAIT;
	if (!found)
		return call_fail(c, FAULT_UNSURE, "it is published, but not in the list of our posts");
	call_forget(c, "published");
	if (!part_now(c) && *text_member(found, "permalink"))
		call_keep(c, "url", text_member(found, "permalink"));
	keep_published(c, text_member(found, "id"));
	return GO_AGAIN;
}

static enum go
take_look(struct call *c)
{
	return was_published(c) ? take_list(c) : take_container(c);
}

/* --- where people see it ------------------------------------------------------------------------ */

static enum go
ask_address(struct call *c)
{
	tell(c);
	if (call_kept(c, "url"))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, BASE "/%s?fields=permalink",
	    call_encoded(c, call_kept_at(c, "ids", 0)));
	return graph_signed(c);
}

/* A post that was just made may not be found yet (100/33): it is out, with or without an address. */
static enum go
take_address(struct call *c)
{
	call_keep(c, "url", text_member(c->body, "permalink"));
	tell(c);
	return GO_NEXT;
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

static const struct step publish[] = {
	{ "quota",    ask_quota,   take_quota,   0,   NULL,  0 },
	HOST_PUT,
	{ "child",    ask_child,   graph_take_child,   0,   NULL,  0 },
	{ "children", ask_settled, take_settled, 0,   NULL,  0 },
	{ "part",     ask_part,    take_part,    0,   &look, LOOK_AFTER_SEC },
	{ "address",  ask_address, take_address, 400, NULL,  0 },
	HOST_REMOVE,
	{ 0 }
};

static const struct step reply[] = {
	{ "message", threads_ask_message, threads_take_message, 400, NULL,  0 },
	{ "answers", threads_ask_answers, threads_take_answers, 0,   NULL,  0 },
	{ "quota",   ask_quota,           take_quota,           0,   NULL,  0 },
	{ "part",    ask_part,            take_part,            0,   &look, LOOK_AFTER_SEC },
	{ "address", ask_address,         take_address,         400, NULL,  0 },
	{ 0 }
};

/*
 * A container that has just FINISHED may be "not found" for a while: the same one again, a few
 * times; then we look, and only what was certainly not published gets a new container.
 */
static enum fault
fault(struct call *c)
{
	enum fault f = graph_fault(c);
	json_int_t races = json_integer_value(json_object_get(c->keep, "races")) + 1;

	if (graph_code(c) != ERROR_NOT_FOUND || graph_subcode(c) != SUB_NOT_FOUND ||
	    !call_kept(c, "finished"))
		return f;
	json_object_set_new(c->keep, "races", json_integer(races));
	return races < RACES_MAX ? FAULT_AGAIN : FAULT_UNSURE;
}

/* Threads API, "Posts": JPEG and PNG up to 8 MB, MOV and MP4 up to 1 GB. */
static const struct media_limit types[] = {
	{ "image/jpeg", 8 << 20 }, { "image/png", 8 << 20 },
	{ "video/mp4", 1 << 30 }, { "video/quicktime", 1 << 30 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "edit",          "unsupported: delete it and post it under a new id" },
	{ "reply_private", "unsupported: Threads has no private messages" },
	{ "like",          "unsupported" },
	{ "unlike",        "unsupported" },
	{ "mute",          "unsupported: in the app" },
	{ "unmute",        "unsupported: in the app" },
	{ "block",         "unsupported: in the app" },
	{ "unblock",       "unsupported: in the app" },
	{ "report",        "unsupported: in the app" },
	{ "media from a file", "unsupported: Threads fetches them; give a public `url`, or a media_host in smm.yaml" },
	{ "scheduling",    "unsupported: smm-post does it" },
	{ "deleting others' replies", "unsupported: hide them" },
	{ "search",        "needs review by the network; not made yet by this connector" },
	{ "reposts, quotes, approving replies", "not made yet by this connector" },
	{ "answers below others' posts", "needs review by the network" },
	{ "old replies",   "read below posts of the last 30 days; older ones only by webhooks" },
	{ NULL, NULL }
};

/* "Rate limiting", 2026: posts of a moving 24 hours; a carousel is one */
static const struct post_limit limits[] = { { 250, 86400, NULL, LIMIT_PARTS }, { 0 } };

const struct net net_threads = {
	.name   = "threads",
	.title  = "Threads",
	.server = "https://graph.threads.net",
	.can    = CAN_THREAD | CAN_POLL | CAN_CARD | CAN_COMMENT,
	/* "Posts": 500 characters, of an emoji its UTF-8 bytes */
	.text   = { .unit = TEXT_EMOJI_BYTES, .max = 500 },
	/* 2 to 20 in a carousel; alt_text up to 1,000 characters */
	.limits = limits,
	.media  = { .max = 20, .alt_max = 1000, .alt_unit = TEXT_CODEPOINTS, .types = types,
	            .from = MEDIA_URL, .films_from = MEDIA_URL },
	/* poll_attachment: two to four options; how long it is open cannot be said */
	.poll   = { .min = 2, .max = 4, .option_max = 25, .min_seconds = 86400, .max_seconds = 86400 },
	.oauth  = &threads_oauth,
	.ops    = {
		[OP_PUBLISH]         = publish,
		[OP_DELETE]          = threads_delete,
		[OP_REPLY]           = reply,
		[OP_HIDE]            = threads_hide,
		[OP_UNHIDE]          = threads_unhide,
		[OP_INBOX]           = threads_inbox,
		[OP_THREAD]          = threads_thread,
		[OP_POST_METRICS]    = threads_post_metrics,
		[OP_ACCOUNT_METRICS] = threads_account_metrics,
		[OP_WHO]             = threads_who,
		[OP_AUTHORIZE]       = threads_authorize,
		[OP_REFRESH]         = threads_refresh,
	},
	.lacks  = lacks,
	.fault  = fault,
};
