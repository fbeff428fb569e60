/*
 * threads.c - Threads through its own Graph API: container, wait, publish
 *
 * developers.facebook.com/docs/threads: posts, reply management, troubleshooting. A container is
 * seen by nobody and may be made again; publishing the same container happens once, and the
 * container says afterwards whether it did. Each part of a thread is a reply to the one before.
 */
#include "threads.h"

#include "graph_read.h"
#include "host.h"

#include <string.h>

#define LOOK_AFTER_SEC  30
#define LOOKS_MAX       2   /* a post is in the list within a minute, or it is not there */
#define RACES_MAX       3   /* how often a publish may be "not found" before we look */
#define ERROR_NOT_FOUND 24
#define SUB_NOT_FOUND   4279009

/*
 * Kept state of a post:
 *	quota      the limit was read
 *	container  of the part under way; finished: it may be published (threads_media.c); races: see fault()
 *	since      when the first part was first to be published; looks: how often we have looked
 *	ids, url   the parts that are out; address of the first, "" when the network does not tell it
 */

/* --- the limit -------------------------------------------------------------------------------- */

static enum go
ask_quota(struct call *c)
{
	call_fix_media(c);
	call_send(c, "GET", EFFECT_NONE, BASE "/me/threads_publishing_limit?fields=%s",
	    threads_is_answer(c) ? "reply_quota_usage,reply_config" : "quota_usage,config");
	return graph_signed(c);
}

/* A limit that is not told is not there. */
static enum go
take_quota(struct call *c)
{
	const json_t *limit = json_array_get(json_object_get(c->body, "data"), 0);
	json_int_t    total = json_integer_value(json_object_get(json_object_get(limit,
	    threads_is_answer(c) ? "reply_config" : "config"), "quota_total"));
	json_int_t    used = json_integer_value(json_object_get(limit,
	    threads_is_answer(c) ? "reply_quota_usage" : "quota_usage"));

	if (total && used + (json_int_t)rec_texts(c) > total)
		return call_fail(c, FAULT_LIMIT, "%lld of %lld posts of these 24 hours are used",
		    (long long)used, (long long)total);
	return GO_NEXT;
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
	tell(c);
	if (threads_part(c) >= rec_texts(c))
		return GO_NEXT;
	return call_kept(c, "finished") ? ask_publish(c) : threads_ask_media(c);
}

static enum go
take_part(struct call *c)
{
	const char *id;

	if (!call_kept(c, "finished"))
		return threads_take_media(c);
	id = graph_get_id(c);
	if (!id)
		return GO_FAIL;
	keep_published(c, id);
	return GO_AGAIN;
}

/* --- shown again: somebody's post, without words ------------------------------------------------- */

static const char *
reposted(const struct call *c)
{
	return text_member(rec_options(c), "repost");
}

static enum go
ask_repost(struct call *c)
{
	if (!*reposted(c) || threads_part(c)) {
		tell(c);
		return GO_NEXT;
	}
	if (*rec_text_at(c, 0) || rec_media_count(c) || rec_texts(c) > 1)
		return call_fail(c, FAULT_INPUT, "a repost on Threads has nothing of its own: `quote_post_id` quotes");
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, BASE "/%s/repost", call_encoded(c, reposted(c)));
	return graph_signed(c);
}

static enum go
take_repost(struct call *c)
{
	const char *id = graph_get_id(c);

	if (!id)
		return GO_FAIL;
	keep_published(c, id);
	return GO_NEXT;
}

static enum go
ask_reposts(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/me/threads?fields=id,media_type,timestamp,reposted_post&limit=25");
	return graph_signed(c);
}

static enum go
take_reposts(struct call *c)
{
	const json_t *list = json_object_get(c->body, "data"), *one;
	size_t        i;

	if (!json_is_array(list))
		return call_no_list(c);
	json_array_foreach(list, i, one) {
		if (strcmp(graph_id(c, json_object_get(one, "reposted_post"), "id"), reposted(c)) != 0 ||
		    graph_time(text_member(one, "timestamp")) < call_since(c, "since"))
			continue;
		keep_published(c, graph_id(c, one, "id"));
		return GO_NEXT;
	}
	return call_looks_again(c, LOOKS_MAX, LOOK_AFTER_SEC) ? GO_WAIT : GO_AGAIN;
}

static const struct step look_repost = { "look", ask_reposts, take_reposts, 0, NULL, 0 };

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
		return threads_ask_state(c, call_kept(c, "container"));
	call_send(c, "GET", EFFECT_NONE, BASE "/me/%s?fields=id,text,timestamp,permalink&limit=25",
	    threads_part(c) || threads_is_answer(c) ? "replies" : "threads");
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
	if (strcmp(status, "FINISHED") != 0)
		threads_forget_container(c, strcmp(status, "EXPIRED") == 0);
	call_forget(c, "races");
	return GO_AGAIN;
}

/* It is published, so it is in the list, or will be soon; without an id a person must look. */
static enum go
take_list(struct call *c)
{
	struct graph_list l = { "text", "timestamp", call_text(c, threads_part(c)), NULL };
	const json_t     *found;

	if (graph_search(c, &l, &found))
		return GO_FAIL;
	if (!found && call_looks_again(c, LOOKS_MAX + 1, LOOK_AFTER_SEC))
		return GO_WAIT;
	if (!found)
		return call_fail(c, FAULT_UNSURE, "it is published, but not in the list of our posts");
	call_forget(c, "published");
	if (!threads_part(c) && *text_member(found, "permalink"))
		call_keep(c, "url", text_member(found, "permalink"));
	keep_published(c, graph_id(c, found, "id"));
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
	{ "child",    threads_ask_children, threads_take_children, 0, NULL, 0 },
	{ "children", threads_ask_children, threads_take_children, 0, NULL, 0 },
	{ "repost",   ask_repost,  take_repost,  0,   &look_repost, LOOK_AFTER_SEC },
	{ "part",     ask_part,    take_part,    0,   &look, LOOK_AFTER_SEC },
	{ "address",  ask_address, take_address, ALSO_REFUSED, NULL,  0 },
	HOST_REMOVE,
	{ 0 }
};

static const struct step reply[] = {
	{ "message", threads_ask_message, threads_take_message, ALSO_REFUSED, NULL,  0 },
	{ "answers", threads_ask_answers, threads_take_answers, 0,   NULL,  0 },
	{ "quota",   ask_quota,           take_quota,           0,   NULL,  0 },
	{ "part",    ask_part,            take_part,            0,   &look, LOOK_AFTER_SEC },
	{ "address", ask_address,         take_address, ALSO_REFUSED, NULL,  0 },
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

	if (graph_code(c) != ERROR_NOT_FOUND || graph_subcode(c) != SUB_NOT_FOUND ||
	    !call_kept(c, "finished"))
		return f;
	return call_count(c, "races") < RACES_MAX ? FAULT_AGAIN : FAULT_UNSURE;
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
	{ "search",        "needs review by the network (threads_keyword_search)" },
	{ "numbers of others' accounts", "need review by the network (threads_profile_discovery); 100 followers" },
	{ "embedding",     "left out: the `url` of a result is the post's permalink, which /oembed takes" },
	{ "answers below others' posts", "needs review by the network" },
	{ "smm-auth logout there", "unsupported: in the app, Settings, Website permissions" },
	{ "webhooks",      "left out: this toolkit asks by itself" },
	{ "old replies",   "read below posts of the last 30 days; older ones only by webhooks" },
	{ NULL, NULL }
};

/* "Rate limiting", 2026: posts of a moving 24 hours; a carousel is one */
static const struct post_limit limits[] = { { 250, 86400, NULL, LIMIT_PARTS }, { 0 } };

static const char *const knows[] = {
	"repost", "reply_control", "enable_reply_approvals", "topic_tag", "quote_post_id", "location_id",
	"is_ghost_post", "is_spoiler_media", "text_entities", "text_attachment", "gif_attachment", NULL
};

const struct net net_threads = {
	.name   = "threads",
	.title  = "Threads",
	.knows  = knows,
	.server = "https://graph.threads.net",
	.can    = CAN_THREAD | CAN_POLL | CAN_CARD | CAN_COMMENT | CAN_MIX,
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
		[OP_OTHER_METRICS]   = threads_other_metrics,
		[OP_WHO]             = threads_who,
		[OP_AUTHORIZE]       = threads_authorize,
		[OP_REFRESH]         = threads_refresh,
	},
	.lacks  = lacks,
	.fault  = fault,
};
