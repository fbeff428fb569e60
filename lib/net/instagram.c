/*
 * instagram.c - Instagram through the Graph API: container, wait, publish
 *
 * developers.facebook.com/docs/instagram-platform: content publishing, error codes. A container is
 * seen by nobody and may be made again (instagram_media.c); publishing the same container happens
 * once, and the container says whether it did.
 * The same paths serve both ways of signing in; `server` chooses: graph.facebook.com (the default)
 * or graph.instagram.com.
 */
#include "graph_auth.h"
#include "host.h"
#include "instagram.h"

#include "smm/text.h"

#include <string.h>

#define LOOK_AFTER_SEC 30
#define LOOKS_MAX      2
#define QUOTA_PAUSE_MS INT64_C(3600000) /* of moving 24 hours nobody says when some are over */
#define COMMENT_MAX    300 /* "IG Media Comments": characters */

/*
 * Kept state of a post:
 *	quota      the limit was read
 *	container  the one to be published; ready: it may be; see instagram_media.c
 *	since      when it was first to be published; looks: how often we have looked
 *	published  the container says that it was
 *	id, url    the post's; url is "" when the network does not tell it
 *	comment    id of our first comment
 */

/* Seen before anything is sent: behind the post it would be too late. */
static enum go
comment_fits(struct call *c)
{
	static const struct text_rule rule = { .unit = TEXT_CODEPOINTS, .max = COMMENT_MAX };
	const char                   *text = rec_texts(c) > 1 ? rec_text_at(c, 1) : "";
	size_t                        len = text_count(&rule, text, strlen(text));

	if (*text && instagram_is_story(c))
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

	if (!total || used < total)
		return GO_NEXT;
	c->wake = c->now + QUOTA_PAUSE_MS;
	return call_fail(c, FAULT_LIMIT, "%lld of %lld posts of these 24 hours are used",
	    (long long)used, (long long)total);
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
	if (!call_kept(c, "ready"))
		return instagram_ask_media(c);
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
	const char *id;
	enum go     go;

	if (!call_kept(c, "ready")) {
		go = instagram_take_media(c);
		return go == GO_NEXT ? GO_AGAIN : go;
	}
	id = graph_get_id(c);
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
		return instagram_ask_state(c, call_kept(c, "container"));
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/%s?fields=id,caption,timestamp,permalink&limit=25",
	    self, instagram_is_story(c) ? "stories" : "media");
	return graph_signed(c);
}

/* FINISHED: it was not published, the same container again; of no use: it was not, either, and another is made. */
static enum go
take_state(struct call *c)
{
	enum go go = instagram_read_state(c);

	if (go == GO_AGAIN)
		instagram_forget_container(c, 1);
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
	struct graph_list l = { "caption", "timestamp", instagram_is_story(c) ? "" : call_text(c, 0), NULL };
	const json_t     *found;

	if (graph_search(c, &l, &found))
		return GO_FAIL;
	if (found)
		return keep_post(c, graph_id(c, found, "id"));
	if (call_looks_again(c, LOOKS_MAX + 1, LOOK_AFTER_SEC))
		return GO_WAIT;
	return call_fail(c, FAULT_UNSURE, "no answer came, and it is not in the list of our posts; look in the app");
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

/* --- closed to comments --------------------------------------------------------------------------- */

static enum go
ask_closed(struct call *c)
{
	struct buf form = { 0 };

	tell(c);
	if (instagram_is_story(c) || !json_is_false(json_object_get(rec_options(c), "comments")))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s", call_encoded(c, call_kept(c, "id")));
	graph_add(&form, "comment_enabled", "false");
	return graph_form(c, &form);
}

static enum go
take_closed(struct call *c)
{
	return graph_success(c) == GO_FAIL ? GO_FAIL : GO_NEXT;
}

/* Where the account signed in with Instagram itself films are fetched, too: all files need an address. */
static enum go
ask_host(struct call *c)
{
	return graph_is_own_login(c) ? host_ask_put_all(c) : host_ask_put(c);
}

/* children, container, ready: steps of their own once, which posts under way may stand at. */
static const struct step publish[] = {
	{ "quota",     ask_quota,           take_quota,           0,   NULL,                0 },
	{ "host",      ask_host,            host_take_put,        0,   NULL,                0 },
	{ "child",     instagram_ask_media, instagram_take_media, 0,   NULL,                0 },
	{ "children",  instagram_ask_media, instagram_take_media, 0,   NULL,                0 },
	{ "container", instagram_ask_media, instagram_take_media, 0,   NULL,                0 },
	{ "ready",     instagram_ask_media, instagram_take_media, 0,   NULL,                0 },
	{ "publish",   ask_publish,         take_publish,         0,   &look,               LOOK_AFTER_SEC },
	{ "address",   ask_address,         take_address, ALSO_REFUSED, NULL,                0 },
	{ "comment",   ask_comment,         graph_take_comment,   0,   &graph_comment_look, LOOK_AFTER_SEC },
	{ "closed",    ask_closed,          take_closed,          0,   NULL,                0 },
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
	{ "pictures from a file", "unsupported: Instagram fetches them; give a public `url`, or a media_host" },
	{ "films from a file after signing in with Instagram", "unsupported: as pictures" },
	{ "scheduling",   "unsupported: smm-post does it" },
	{ "smm-auth logout after signing in with Instagram", "only here: take the app away in Instagram's settings" },
	{ "deleting media after signing in with Instagram", "unsupported: sign in with Facebook" },
	{ "tags after signing in with Instagram", "unsupported: sign in with Facebook" },
	{ "numbers of others' accounts after signing in with Instagram", "unsupported: sign in with Facebook" },
	{ "mentions by others", "only by webhooks: nothing lists them" },
	{ "comments opened again", "left out: in the app; `comments: false` of a post closes them" },
	{ "hashtag search", "needs review by the network (Instagram Public Content Access)" },
	{ "messages after 24 hours", "needs review by the network (Human Agent): write in the app" },
	{ "webhooks, batches", "left out: this toolkit asks by itself" },
	{ "old comments", "read below media of the last 30 days; older ones only by webhooks" },
	{ NULL, NULL }
};

/* "Content Publishing", 2026: posts of a moving 24 hours; elsewhere the documents say 50 */
static const struct post_limit limits[] = { { 100, 86400, NULL, 0 }, { 0 } };

static const char *const knows[] = {
	"story", "comments", "user_tags", "location_id", "collaborators", "share_to_feed", "is_ai_generated",
	"cover_url", "thumb_offset", "audio_name", "trial_params", NULL
};

const struct net net_instagram = {
	.name       = "instagram",
	.title      = "Instagram",
	.knows      = knows,
	.server     = "https://graph.facebook.com",
	.needs_user = 1,
	.can        = CAN_COMMENT | CAN_MIX,
	/* "IG User Media": caption of 2,200 characters, 30 hashtags, 20 mentions */
	.text       = { .unit = TEXT_CODEPOINTS, .max = 2200 },
	.limits     = limits,
	.media      = { .max = 10, .alt_max = 1000, .alt_unit = TEXT_CODEPOINTS, .types = types,
	                .from = MEDIA_URL, .films_from = MEDIA_EITHER },
	.oauth      = &graph_oauth_instagram,
	.way        = instagram_way,
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
		[OP_OTHER_METRICS]   = instagram_other_metrics,
		[OP_WHO]             = graph_who,
		[OP_AUTHORIZE]       = graph_authorize,
		[OP_REVOKE]          = graph_revoke,
	},
	.lacks      = lacks,
	.fault      = instagram_fault,
};
