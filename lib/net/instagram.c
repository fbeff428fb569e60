/*
 * instagram.c - Instagram through the Graph API: container, wait, publish
 *
 * developers.facebook.com/docs/instagram-platform: content publishing, error codes. Pictures and
 * films are fetched by the network from public addresses. A container is seen by nobody and may be
 * made again; publishing the same container happens once, and the container says whether it did.
 * The same paths serve both ways of signing in; `server` chooses: graph.facebook.com (the default)
 * or graph.instagram.com.
 */
#include "graph_auth.h"
#include "host.h"
#include "instagram.h"

#include "smm/text.h"

#include <string.h>

#define POLL_IMAGE_SEC 3
#define POLL_VIDEO_SEC 10
#define POLL_LAST_SEC  30
#define LOOK_AFTER_SEC 30
#define LOOKS_MAX      2
#define COMMENT_MAX    300 /* "IG Media Comments": characters */

/*
 * Kept state of a post:
 *	quota      the limit was read
 *	children   containers of a carousel's media; settled: how many are FINISHED
 *	container  the one to be published
 *	pause      seconds of the last wait for a container
 *	since      when it was first to be published; looks: how often we have looked
 *	published  the container says that it was
 *	id, url    the post's; url is "" when the network does not tell it
 *	comment    id of our first comment
 */

static int
is_story(const struct call *c)
{
	return json_is_true(json_object_get(rec_options(c), "story"));
}

/* Seen before anything is sent: behind the post it would be too late. */
static enum go
comment_fits(struct call *c)
{
	static const struct text_rule rule = { .unit = TEXT_CODEPOINTS, .max = COMMENT_MAX };
	const char                   *text = rec_texts(c) > 1 ? rec_text_at(c, 1) : "";
	size_t                        len = text_count(&rule, text, strlen(text));

	if (*text && is_story(c))
		return call_fail(c, FAULT_INPUT, "a story has no comments");
	return len > rule.max ? call_fail(c, FAULT_INPUT, "the first comment has %zu characters, Instagram takes %zu",
	    len, rule.max) : GO_NEXT;
}

/* --- the limit ------------------------------------------------------------------------------------ */

static enum go
ask_quota(struct call *c)
{
	const char *self = graph_self(c);

	if (!self)
		return GO_FAIL;
	if (!rec_media_count(c))
		return call_fail(c, FAULT_INPUT, "Instagram has no posts without a picture or a film");
	if (comment_fits(c) == GO_FAIL)
		return GO_FAIL;
	call_fix_media(c);
	call_send(c, "GET", EFFECT_NONE,
	    "/" GRAPH_VERSION "/%s/content_publishing_limit?fields=config,quota_usage", self);
	return graph_signed(c);
}

/* The documents disagree on the number, so only the network's own counts. */
static enum go
take_quota(struct call *c)
{
	const json_t *limit = json_array_get(json_object_get(c->body, "data"), 0);
	json_int_t    total = json_integer_value(json_object_get(json_object_get(limit, "config"),
	    "quota_total"));
	json_int_t    used = json_integer_value(json_object_get(limit, "quota_usage"));

	if (total && used >= total)
		return call_fail(c, FAULT_LIMIT, "%lld of %lld posts of these 24 hours are used",
		    (long long)used, (long long)total);
	return GO_NEXT;
}

/* --- containers ----------------------------------------------------------------------------------- */

static int
is_carousel(const struct call *c)
{
	return rec_media_count(c) > 1;
}

/* The medium, as a part of a carousel or alone. 0, or -1 with c->err. */
static int
add_medium(struct call *c, struct buf *form, size_t i)
{
	const char *url = call_media_url(c, i), *alt = text_member(rec_media(c, i), "alt");
	int         is_video = call_is_video(c, i);

	if (!url)
		return -1;
	if (is_story(c))
		graph_add(form, "media_type", "STORIES");
	else if (is_video)
		graph_add(form, "media_type", is_carousel(c) ? "VIDEO" : "REELS");
	graph_add(form, is_video ? "video_url" : "image_url", url);
	if (!is_video && !is_story(c))
		graph_add(form, "alt_text", alt);
	return 0;
}

/* Lists and objects in a form are JSON text. */
static void
add_option(struct call *c, struct buf *form, const char *name)
{
	const json_t *value = json_object_get(rec_options(c), name);
	char         *text = value && !json_is_string(value) ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

	graph_add(form, name, text ? text : json_string_value(value));
	free(text);
}

/* "Content publishing": what goes with the post, not with its parts; a story has none of it. */
static void
add_caption(struct call *c, struct buf *form)
{
	static const char *const names[] = { "location_id", "collaborators", "share_to_feed", "is_ai_generated" };
	size_t                   i;

	if (is_story(c))
		return;
	graph_add(form, "caption", call_text(c, 0));
	for (i = 0; i < sizeof names / sizeof *names; i++)
		add_option(c, form, names[i]);
	if (!is_carousel(c)) {
		add_option(c, form, "user_tags");
		add_option(c, form, "cover_url");
		add_option(c, form, "thumb_offset");
	}
}

static enum go
finish_container(struct call *c, struct buf *form)
{
	const char *self = graph_self(c);

	if (!self) {
		buf_release(form);
		return GO_FAIL;
	}
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/media", self);
	return graph_form(c, form);
}

static enum go
ask_child(struct call *c)
{
	size_t     n = call_kept_count(c, "children");
	struct buf form = { 0 };

	if (!is_carousel(c) || n >= rec_media_count(c))
		return GO_NEXT;
	graph_add(&form, "is_carousel_item", "true");
	if (add_medium(c, &form, n)) {
		buf_release(&form);
		return GO_FAIL;
	}
	return finish_container(c, &form);
}

static enum go
ask_state(struct call *c, const char *container)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=status_code,status,id",
	    call_encoded(c, container));
	return graph_signed(c);
}

/* Asked again after 3 s for pictures, 10, 20, 30 s for films. */
static enum go
wait_state(struct call *c)
{
	json_int_t sec = json_integer_value(json_object_get(c->keep, "pause"));
	int        step = call_is_video(c, 0) ? POLL_VIDEO_SEC : POLL_IMAGE_SEC;

	sec = sec + step < POLL_LAST_SEC ? sec + step : POLL_LAST_SEC;
	json_object_set_new(c->keep, "pause", json_integer(sec));
	c->wake = c->now + sec * 1000;
	return GO_WAIT;
}

/* GO_NEXT: finished. A container that failed is of no use any more. */
static enum go
read_state(struct call *c)
{
	const char *code = call_get(c, "status_code"), *words = text_member(c->body, "status");

	if (!code)
		return GO_FAIL;
	if (strcmp(code, "IN_PROGRESS") == 0)
		return wait_state(c);
	call_forget(c, "pause");
	if (strcmp(code, "FINISHED") == 0 || strcmp(code, "PUBLISHED") == 0)
		return GO_NEXT;
	return call_fail(c, FAULT_REFUSED, "Instagram says of the post's media: %s; %s",
	    call_words(c, code, strlen(code)), call_words(c, words, strlen(words)));
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

static enum go
ask_container(struct call *c)
{
	struct buf form = { 0 }, list = { 0 };
	size_t     i;

	if (!is_carousel(c) && add_medium(c, &form, 0)) {
		buf_release(&form);
		return GO_FAIL;
	}
	for (i = 0; i < call_kept_count(c, "children"); i++)
		buf_fmt(&list, "%s%s", i ? "," : "", call_kept_at(c, "children", i));
	if (i) {
		graph_add(&form, "media_type", "CAROUSEL");
		graph_add(&form, "children", list.at);
	}
	buf_release(&list);
	add_caption(c, &form);
	return finish_container(c, &form);
}

static enum go
take_container(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep(c, "container", id);
	return GO_NEXT;
}

static enum go
ask_ready(struct call *c)
{
	return ask_state(c, call_kept(c, "container"));
}

/* --- publish -------------------------------------------------------------------------------------- */

static enum go
ask_publish(struct call *c)
{
	const char *self = graph_self(c);
	struct buf  form = { 0 };

	if (!self)
		return GO_FAIL;
	if (call_kept(c, "id"))
		return GO_NEXT;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/media_publish", self);
	graph_add(&form, "creation_id", call_kept(c, "container"));
	return graph_form(c, &form);
}

static enum go
keep_post(struct call *c, const char *id)
{
	call_keep(c, "id", id);
	call_out(c, "ref", id);
	return GO_NEXT;
}

static enum go
take_publish(struct call *c)
{
	const char *id = call_get(c, "id");

	return id ? keep_post(c, id) : GO_FAIL;
}

/* --- was it published? ------------------------------------------------------------------------------ */

static enum go
ask_look(struct call *c)
{
	const char *self = graph_self(c);

	if (!self)
		return GO_FAIL;
	if (!call_kept(c, "published"))
		return ask_ready(c);
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/%s?fields=id,caption,timestamp,permalink&limit=25",
	    self, is_story(c) ? "stories" : "media");
	return graph_signed(c);
}

/* FINISHED: it was not published, the same container again. */
static enum go
take_state(struct call *c)
{
	enum go go = read_state(c);

	if (go != GO_NEXT || strcmp(call_get(c, "status_code"), "PUBLISHED") != 0)
		return go == GO_NEXT ? GO_AGAIN : go;
	call_keep(c, "published", "yes");
	c->wake = c->now;
	return GO_WAIT;
}

/* It is out. When the list does not show which one it is, a person says so. */
static enum go
take_list(struct call *c)
{
	struct graph_list l = { "caption", "timestamp", is_story(c) ? "" : call_text(c, 0), NULL };
	const json_t     *found;

	if (graph_search(c, &l, &found))
		return GO_FAIL;
	if (found)
		return keep_post(c, text_member(found, "id"));
	if (call_looks_again(c, LOOKS_MAX + 1, LOOK_AFTER_SEC))
		return GO_WAIT;
	return call_fail(c, FAULT_UNSURE, "it is published, but not in the list of our posts");
}

static enum go
take_look(struct call *c)
{
	return call_kept(c, "published") ? take_list(c) : take_state(c);
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

/* --- where people see it ------------------------------------------------------------------------------ */

static void
tell(struct call *c)
{
	call_out(c, "ref", call_kept(c, "id"));
	call_out_url(c, call_kept(c, "url"));
}

static enum go
ask_address(struct call *c)
{
	tell(c);
	if (call_kept(c, "url"))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=permalink",
	    call_encoded(c, call_kept(c, "id")));
	return graph_signed(c);
}

/* Just made, it may not be found yet (100/33): it is out, with or without an address. */
static enum go
take_address(struct call *c)
{
	call_keep(c, "url", text_member(c->body, "permalink"));
	call_out_url(c, call_kept(c, "url"));
	return GO_NEXT;
}

/* --- our first comment ---------------------------------------------------------------------------- */

static enum go
ask_comment(struct call *c)
{
	tell(c);
	return graph_ask_comment(c);
}

static const struct step publish[] = {
	{ "quota",     ask_quota,     take_quota,         0,   NULL,                0 },
	HOST_PUT,
	{ "child",     ask_child,     graph_take_child,   0,   NULL,                0 },
	{ "children",  ask_settled,   take_settled,       0,   NULL,                0 },
	{ "container", ask_container, take_container,     0,   NULL,                0 },
	{ "ready",     ask_ready,     read_state,         0,   NULL,                0 },
	{ "publish",   ask_publish,   take_publish,       0,   &look,               LOOK_AFTER_SEC },
	{ "address",   ask_address,   take_address,       400, NULL,                0 },
	{ "comment",   ask_comment,   graph_take_comment, 0,   &graph_comment_look, LOOK_AFTER_SEC },
	HOST_REMOVE,
	{ 0 }
};

/* "Content publishing", media specifications: JPEG up to 8 MB; reels up to 300 MB. */
static const struct media_limit types[] = {
	{ "image/jpeg", 8 << 20 }, { "video/mp4", 300 << 20 }, { "video/quicktime", 300 << 20 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "edit",         "unsupported: delete it and post it under a new id" },
	{ "like",         "unsupported" },
	{ "unlike",       "unsupported" },
	{ "mute",         "unsupported: in the app" },
	{ "unmute",       "unsupported: in the app" },
	{ "report",       "unsupported: in the app" },
	{ "posts without media", "unsupported" },
	{ "media from a file", "unsupported: Instagram fetches them; give a public `url`, or smm.yaml a media_host" },
	{ "scheduling",   "unsupported: smm-post does it" },
	{ "smm-auth login with Instagram itself", "not made yet: put a token into `secret`" },
	{ "deleting media after signing in with Instagram", "unsupported: sign in with Facebook" },
	{ "tags after signing in with Instagram", "unsupported: sign in with Facebook" },
	{ "mentions by others", "only by webhooks: nothing lists them" },
	{ "comments closed and opened", "not made yet by this connector" },
	{ "messages after 24 hours", "needs review by the network (Human Agent): write in the app" },
	{ "old comments", "read below media of the last 30 days; older ones only by webhooks" },
	{ NULL, NULL }
};

/* "Content Publishing", 2026: posts of a moving 24 hours; elsewhere the documents say 50 */
static const struct post_limit limits[] = { { 100, 86400, NULL, 0 }, { 0 } };

const struct net net_instagram = {
	.name       = "instagram",
	.title      = "Instagram",
	.server     = "https://graph.facebook.com",
	.needs_user = 1,
	.can        = CAN_COMMENT,
	/* "IG User Media": caption of 2,200 characters, 30 hashtags, 20 mentions */
	.text       = { .unit = TEXT_CODEPOINTS, .max = 2200 },
	.limits     = limits,
	.media      = { .max = 10, .alt_max = 1000, .alt_unit = TEXT_CODEPOINTS, .types = types,
	                .from = MEDIA_URL, .films_from = MEDIA_URL },
	.oauth      = &graph_oauth_instagram,
	.ops        = {
		[OP_PUBLISH]         = publish,
		[OP_DELETE]          = instagram_delete,
		[OP_REPLY]           = instagram_reply,
		[OP_REPLY_PRIVATE]   = instagram_reply_private,
		[OP_HIDE]            = instagram_hide,
		[OP_UNHIDE]          = instagram_unhide,
		[OP_BLOCK]           = instagram_block,
		[OP_UNBLOCK]         = instagram_unblock,
		[OP_INBOX]           = instagram_inbox,
		[OP_THREAD]          = instagram_thread,
		[OP_POST_METRICS]    = instagram_post_metrics,
		[OP_ACCOUNT_METRICS] = instagram_account_metrics,
		[OP_WHO]             = graph_who,
		[OP_AUTHORIZE]       = graph_authorize,
	},
	.lacks      = lacks,
	.fault      = graph_fault,
};
