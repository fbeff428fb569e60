/*
 * facebook.c - Facebook Pages through the Graph API
 *
 * developers.facebook.com/docs/pages-api: posts; docs/graph-api/reference/page. Pictures are
 * uploaded unpublished, seen by nobody; then one request makes the post of them. That request has
 * no key: when its answer is lost the Page's newest posts are looked through, and a picture that
 * was uploaded for this post proves that it is the one. Films, reels and stories: facebook_film.c.
 */
#include "facebook.h"
#include "graph_auth.h"

#include "smm/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LOOK_AFTER_SEC 30
#define PROBE_AFTER_SEC 5
#define DAY_MS         INT64_C(86400000)
#define AHEAD_MIN_MS   INT64_C(720000) /* ten minutes, and two for the clocks */
#define LOOKS_MAX      2 /* a post is in the list within a minute, or it was not made */

/*
 * Kept state of a post:
 *	files   what the pictures were found to be (call_fix_media)
 *	photos  ids of the uploaded pictures
 *	since   when the post was first asked for; looks: how often we have looked
 *	when    it is left to Facebook until then, Unix seconds; "": it is not
 *	id      of the post, of a film or reel that of the film; url: where it is seen, if Facebook says it
 *	comment id of the first comment
 */

/* --- what it is ----------------------------------------------------------------------------------- */

int
facebook_option(const struct call *c, const char *name)
{
	return json_is_true(json_object_get(rec_options(c), name));
}

enum facebook_kind
facebook_kind(const struct call *c)
{
	int is_film = rec_media_count(c) == 1 && call_is_video(c, 0);

	if (facebook_option(c, "story"))
		return is_film ? FACEBOOK_STORY_FILM : FACEBOOK_STORY_PHOTO;
	if (!is_film)
		return FACEBOOK_POST;
	if (facebook_option(c, "reel"))
		return FACEBOOK_REEL;
	return json_object_get(rec_media(c, 0), "file") ? FACEBOOK_FILM : FACEBOOK_FETCHED;
}

static int
has_pictures(const struct call *c)
{
	return facebook_kind(c) == FACEBOOK_POST || facebook_kind(c) == FACEBOOK_STORY_PHOTO;
}

const char *
facebook_publish_at(const struct call *c)
{
	const char *when = call_kept(c, "when");

	return when && *when ? when : NULL;
}

/* "Posts", "Reels publishing", page/videos: how far ahead Facebook takes each, days. */
static int
days_ahead(const struct call *c)
{
	enum facebook_kind kind = facebook_kind(c);

	return kind == FACEBOOK_POST ? 30 : kind == FACEBOOK_REEL ? 29 : 180;
}

/* What is past by now is published at once. */
static enum go
fix_when(struct call *c)
{
	const char *at = text_member(rec_options(c), "publish_at");
	int64_t     ms = 0, ahead;

	if (!*at || call_kept(c, "when"))
		return GO_NEXT;
	if (when_read(at, strlen(at), &ms, NULL))
		return call_fail(c, FAULT_INPUT, "publish_at is \"%s\", a time with its offset is expected",
		    call_words(c, at, strlen(at)));
	ahead = ms - c->now;
	if (ahead > 0 && (ahead < AHEAD_MIN_MS || ahead > days_ahead(c) * DAY_MS))
		return call_fail(c, FAULT_INPUT, "publish_at is %s; Facebook takes what is between 12 minutes "
		    "and %d days ahead", call_words(c, at, strlen(at)), days_ahead(c));
	call_keep(c, "when", ahead > 0 ? mem_fmt(c->mem, "%" PRId64, ms / 1000) : "");
	return GO_NEXT;
}

/* Seen before anything is sent: behind the post it would be too late. */
static enum go
fits(struct call *c)
{
	int is_story = facebook_option(c, "story");

	if (is_story && rec_media_count(c) != 1)
		return call_fail(c, FAULT_INPUT, "a story is one picture or one film");
	if (facebook_option(c, "reel") && !is_story && facebook_kind(c) != FACEBOOK_REEL)
		return call_fail(c, FAULT_INPUT, "a reel is one film");
	if (is_story && *text_member(rec_options(c), "publish_at"))
		return call_fail(c, FAULT_INPUT, "Facebook publishes stories at once only: leave out publish_at");
	if (rec_texts(c) > 1 && (is_story || *text_member(rec_options(c), "publish_at")))
		return call_fail(c, FAULT_INPUT, is_story ? "a story has no comments" :
		    "what Facebook publishes later has no first comment: leave out publish_at");
	return fix_when(c);
}

/* --- pictures ----------------------------------------------------------------------------------- */

static void
add_file(struct call *c, const char *file, size_t i)
{
	const char *slash = strrchr(file, '/');

	req_part(&c->req, c->mem, (struct part){ .name = "source", .file = file,
		.file_name = slash ? slash + 1 : file,
		.type = json_string_value(call_media_fact(c, i, "type")), .stamp = call_stamp(c, i) });
}

/* A picture by its address: a form; by its file: parts. */
static enum go
send_photo(struct call *c, size_t i)
{
	const json_t *item = rec_media(c, i);
	const char   *file = json_string_value(json_object_get(item, "file"));
	const char   *alt = text_member(item, "alt");
	struct buf    form = { 0 };

	if (!file) {
		graph_add(&form, "published", "false");
		graph_add(&form, "temporary", facebook_publish_at(c) ? "true" : NULL);
		graph_add(&form, "url", text_member(item, "url"));
		graph_add(&form, "alt_text_custom", alt);
		return graph_form(c, &form);
	}
	req_part(&c->req, c->mem, (struct part){ .name = "published", .value = "false" });
	if (facebook_publish_at(c))
		req_part(&c->req, c->mem, (struct part){ .name = "temporary", .value = "true" });
	if (*alt)
		req_part(&c->req, c->mem, (struct part){ .name = "alt_text_custom", .value = alt });
	add_file(c, file, i);
	return graph_signed(c);
}

static enum go
ask_photo(struct call *c)
{
	size_t      n = call_kept_count(c, "photos");
	const char *page = graph_self(c);

	call_fix_media(c);
	if (fits(c) == GO_FAIL)
		return GO_FAIL;
	if (!rec_media(c, n) || !has_pictures(c))
		return GO_NEXT;
	if (!page)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/photos", page);
	return send_photo(c, n);
}

static enum go
take_photo(struct call *c)
{
	const char *id = graph_get_id(c);

	if (!id)
		return GO_FAIL;
	call_keep_item(c, "photos", json_string(id));
	return GO_AGAIN;
}

/* --- the post ----------------------------------------------------------------------------------- */

void
facebook_tell(struct call *c)
{
	const char *id = call_kept(c, "id"), *url = call_kept(c, "url");

	if (!id)
		return;
	call_out(c, "ref", id);
	call_out_url(c, url ? url : mem_fmt(c->mem, "https://www.facebook.com/%s", id));
	if (call_kept(c, "note"))
		call_out(c, "note", call_kept(c, "note"));
}

enum go
facebook_keep_post(struct call *c, const char *id)
{
	call_keep(c, "id", id);
	if (facebook_kind(c) == FACEBOOK_FETCHED)
		call_keep(c, "video", id);
	facebook_tell(c);
	return GO_NEXT;
}

static void
add_photos(struct call *c, struct buf *form)
{
	json_t *list = json_array();
	char   *text;
	size_t  i;

	for (i = 0; i < call_kept_count(c, "photos"); i++)
		json_array_append_new(list, json_pack("{s:s}", "media_fbid", call_kept_at(c, "photos", i)));
	text = json_dumps(list, JSON_COMPACT);
	if (i)
		form_add(form, "attached_media", text);
	free(text);
	json_decref(list);
}

static enum go
ask_post(struct call *c)
{
	const char *page = graph_self(c);
	struct buf  form = { 0 };

	facebook_tell(c);
	if (facebook_kind(c) != FACEBOOK_POST || call_kept(c, "id"))
		return GO_NEXT;
	if (!page)
		return GO_FAIL;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/feed", page);
	graph_add(&form, "message", call_text(c, 0));
	if (!rec_media_count(c))
		graph_add(&form, "link", rec_string(c, "link"));
	add_photos(c, &form);
	if (facebook_publish_at(c)) {
		graph_add(&form, "published", "false");
		graph_add(&form, "scheduled_publish_time", facebook_publish_at(c));
		graph_add(&form, "unpublished_content_type", "SCHEDULED");
	}
	return graph_form(c, &form);
}

static enum go
take_post(struct call *c)
{
	const char *id = graph_get_id(c);

	return id ? facebook_keep_post(c, id) : GO_FAIL;
}

/* --- was it made? --------------------------------------------------------------------------------- */

static int
is_film(const struct call *c)
{
	return facebook_kind(c) != FACEBOOK_POST;
}

enum go
facebook_ask_look(struct call *c)
{
	const char *page = graph_self(c);

	if (!page)
		return GO_FAIL;
	if (is_film(c))
		call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION
		    "/%s/videos?fields=id,description,created_time&limit=25", page);
	else
		call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/%s?fields=id,message,created_time,"
		    "attachments{media_type,target{id},subattachments{target{id}}}&limit=25", page,
		    facebook_publish_at(c) ? "scheduled_posts" : "published_posts");
	return graph_signed(c);
}

static int
is_photo(const struct call *c, const json_t *attachment)
{
	const char *id = text_member(json_object_get(attachment, "target"), "id");
	size_t      i;

	for (i = 0; i < call_kept_count(c, "photos"); i++)
		if (strcmp(call_kept_at(c, "photos", i), id) == 0)
			return 1;
	return 0;
}

static int
holds_photo(const struct call *c, const json_t *attachments)
{
	const json_t *a;
	size_t        i;

	json_array_foreach(json_object_get(attachments, "data"), i, a)
		if (is_photo(c, a) || holds_photo(c, json_object_get(a, "subattachments")))
			return 1;
	return 0;
}

/* The same words twice are not the same post, when only one of them shows our picture. */
static int
is_ours(const struct call *c, const json_t *post)
{
	const json_t *attachments = json_object_get(post, "attachments");

	return !call_kept_count(c, "photos") || !attachments || holds_photo(c, attachments);
}

enum go
facebook_take_look(struct call *c)
{
	struct graph_list l = { is_film(c) ? "description" : "message", "created_time",
		call_text(c, 0), is_ours };
	const json_t     *found;

	if (graph_search(c, &l, &found))
		return GO_FAIL;
	if (found)
		return facebook_keep_post(c, graph_id(c, found, "id"));
	return call_looks_again(c, LOOKS_MAX, LOOK_AFTER_SEC) ? GO_WAIT : GO_AGAIN;
}

static const struct step look = { "look", facebook_ask_look, facebook_take_look, 0, NULL, 0 };

/* --- our first comment ---------------------------------------------------------------------------- */

static enum go
ask_comment(struct call *c)
{
	facebook_tell(c);
	return graph_ask_comment(c);
}

static const struct step publish[] = {
	{ "photo",     ask_photo,              take_photo,              0,   NULL,                0 },
	{ "upload",    facebook_ask_upload,    facebook_take_upload, ALSO_REFUSED, NULL,                0 },
	{ "bytes",     facebook_ask_bytes,     facebook_take_bytes,     0,   &facebook_probe,     PROBE_AFTER_SEC },
	{ "post",      ask_post,               take_post,               0,   &look,               LOOK_AFTER_SEC },
	{ "film",      facebook_ask_film,      facebook_take_film,      0,   &facebook_look_film, LOOK_AFTER_SEC },
	{ "processed", facebook_ask_processed, facebook_take_processed, ALSO_REFUSED, NULL,                0 },
	{ "comment",   ask_comment,            graph_take_comment,      0,   &graph_comment_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* Page, "Photos": up to 10 MB; "Videos": up to 10 GB. */
static const struct media_limit types[] = {
	{ "image/jpeg", 10 << 20 }, { "image/png", 10 << 20 }, { "image/gif", 10 << 20 },
	{ "image/bmp", 10 << 20 }, { "image/tiff", 10 << 20 },
	{ "video/mp4", INT64_C(10) << 30 }, { "video/quicktime", INT64_C(10) << 30 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "mute",         "unsupported: a page mutes nobody; block" },
	{ "unmute",       "unsupported: see mute" },
	{ "report",       "unsupported: only on the page itself" },
	{ "threads",      "unsupported" },
	{ "polls",        "unsupported: gone from the API" },
	{ "messages after 24 hours", "needs review by the network (Human Agent): write in the page's inbox" },
	{ "old comments", "read below posts of the last 30 days; older ones only by webhooks" },
	{ "numbers of others' pages", "need review by the network (Page Public Metadata Access)" },
	{ "numbers of stories", "left out: no figure of a single story is documented; look in Meta Business Suite" },
	{ "numbers of a post by days", "left out: running totals are read" },
	{ "pages of a business portfolio", "only those that /me/accounts lists; else give a system user's token" },
	{ "webhooks, batches", "left out: this toolkit asks by itself" },
	{ "reviews hidden or deleted", "unsupported: report them on the page itself" },
	{ NULL, NULL }
};

static const char *const knows[] = { "story", "reel", "publish_at", "is_ai_generated", NULL };

const struct net net_facebook = {
	.name       = "facebook",
	.title      = "Facebook",
	.knows      = knows,
	.server     = "https://graph.facebook.com",
	.needs_user = 1,
	.can        = CAN_CARD | CAN_TITLE | CAN_COMMENT,
	/* no documented maximum; 63,206 is what the web form takes */
	.text       = { .unit = TEXT_CODEPOINTS, .max = 63206 },
	/* no documented maximum either; ten pictures are what is known to work */
	.media      = { .max = 10, .alt_max = 1000, .alt_unit = TEXT_CODEPOINTS, .types = types,
	                .from = MEDIA_EITHER, .films_from = MEDIA_EITHER },
	.oauth      = &graph_oauth_facebook,
	.ops        = {
		[OP_PUBLISH]         = publish,
		[OP_EDIT]            = facebook_edit,
		[OP_DELETE]          = facebook_delete,
		[OP_REPLY]           = facebook_reply,
		[OP_REPLY_PRIVATE]   = facebook_reply_private,
		[OP_HIDE]            = facebook_hide,
		[OP_UNHIDE]          = facebook_unhide,
		[OP_LIKE]            = facebook_like,
		[OP_UNLIKE]          = facebook_unlike,
		[OP_BLOCK]           = facebook_block,
		[OP_UNBLOCK]         = facebook_unblock,
		[OP_INBOX]           = facebook_inbox,
		[OP_THREAD]          = facebook_thread,
		[OP_POST_METRICS]    = facebook_post_metrics,
		[OP_ACCOUNT_METRICS] = facebook_account_metrics,
		[OP_OTHER_METRICS]   = facebook_other_metrics,
		[OP_WHO]             = graph_who,
		[OP_AUTHORIZE]       = graph_authorize,
		[OP_REVOKE]          = graph_revoke,
	},
	.lacks      = lacks,
	.fault      = graph_fault,
};
