/*
 * facebook.c - Facebook Pages through the Graph API
 *
 * developers.facebook.com/docs/pages-api: posts; docs/graph-api/reference/page. Pictures are
 * uploaded unpublished, seen by nobody; then one request makes the post of them. That request has
 * no key: when its answer is lost the Page's newest posts are looked through, and a picture that
 * was uploaded for this post proves that it is the one.
 */
#include "facebook.h"
#include "graph_auth.h"

#include <stdio.h>
#include <string.h>

#define LOOK_AFTER_SEC 30
#define LOOKS_MAX      2 /* a post is in the list within a minute, or it was not made */

/*
 * Kept state of a post:
 *	files   what the pictures were found to be (call_fix_media)
 *	photos  ids of the uploaded pictures
 *	since   when the post was first asked for; looks: how often we have looked
 *	id      of the post; video: its id when it is a film
 *	comment id of the first comment
 */

/* --- pictures ----------------------------------------------------------------------------------- */

static void
add_file(struct call *c, const char *file, size_t i)
{
	const char *slash = strrchr(file, '/');

	req_part(&c->req, c->mem, (struct part){ .name = "source", .file = file,
		.file_name = slash ? slash + 1 : file,
		.type = json_string_value(call_media_fact(c, i, "type")) });
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
		graph_add(&form, "url", text_member(item, "url"));
		graph_add(&form, "alt_text_custom", alt);
		return graph_form(c, &form);
	}
	req_part(&c->req, c->mem, (struct part){ .name = "published", .value = "false" });
	if (*alt)
		req_part(&c->req, c->mem, (struct part){ .name = "alt_text_custom", .value = alt });
	add_file(c, file, i);
	return graph_signed(c);
}

static int
is_film(const struct call *c)
{
	return rec_media_count(c) == 1 && call_is_video(c, 0);
}

static enum go
ask_photo(struct call *c)
{
	size_t      n = call_kept_count(c, "photos");
	const char *page = graph_self(c);

	call_fix_media(c);
	if (!rec_media(c, n) || is_film(c))
		return GO_NEXT;
	if (!page)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/photos", page);
	return send_photo(c, n);
}

static enum go
take_photo(struct call *c)
{
	const char *id = id_member(c, c->body, "id");

	if (!id)
		return call_get(c, "id") ? GO_AGAIN : GO_FAIL;
	call_keep_item(c, "photos", json_string(id));
	return GO_AGAIN;
}

/* --- the post ----------------------------------------------------------------------------------- */

static void
tell(struct call *c)
{
	const char *id = call_kept(c, "id");

	if (!id)
		return;
	call_out(c, "ref", id);
	call_out_url(c, mem_fmt(c->mem, "https://www.facebook.com/%s", id));
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

	tell(c);
	if (is_film(c) || call_kept(c, "id"))
		return GO_NEXT;
	if (!page)
		return GO_FAIL;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/feed", page);
	graph_add(&form, "message", call_text(c, 0));
	if (!rec_media_count(c))
		graph_add(&form, "link", rec_string(c, "link"));
	add_photos(c, &form);
	return graph_form(c, &form);
}

static enum go
keep_post(struct call *c, const char *id)
{
	call_keep(c, "id", id);
	tell(c);
	return GO_NEXT;
}

static enum go
take_post(struct call *c)
{
	const char *id = call_get(c, "id");

	return id ? keep_post(c, id) : GO_FAIL;
}

/* --- a film, which the network fetches ------------------------------------------------------------ */

static enum go
ask_film(struct call *c)
{
	const char *page = graph_self(c), *url;
	struct buf  form = { 0 };

	tell(c);
	if (!is_film(c) || call_kept(c, "id"))
		return GO_NEXT;
	url = call_media_url(c, 0);
	if (!page || !url)
		return GO_FAIL;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/videos", page);
	graph_add(&form, "file_url", url);
	graph_add(&form, "title", rec_string(c, "title"));
	graph_add(&form, "description", call_text(c, 0));
	return graph_form(c, &form);
}

/* --- was it made? --------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	const char *page = graph_self(c);

	if (!page)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/%s", page, is_film(c) ?
	    "videos?fields=id,description,created_time&limit=25" :
	    "published_posts?fields=id,message,created_time,"
	    "attachments{media_type,target{id},subattachments{target{id}}}&limit=25");
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

static enum go
take_look(struct call *c)
{
	struct graph_list l = { is_film(c) ? "description" : "message", "created_time",
		call_text(c, 0), is_ours };
	const json_t     *found;

	if (graph_search(c, &l, &found))
		return GO_FAIL;
	if (found)
		return keep_post(c, text_member(found, "id"));
	return call_looks_again(c, LOOKS_MAX, LOOK_AFTER_SEC) ? GO_WAIT : GO_AGAIN;
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

/* --- our first comment ---------------------------------------------------------------------------- */

static enum go
ask_comment(struct call *c)
{
	tell(c);
	return graph_ask_comment(c);
}

static const struct step publish[] = {
	{ "photo",   ask_photo,   take_photo,         0, NULL,                0 },
	{ "post",    ask_post,    take_post,          0, &look,               LOOK_AFTER_SEC },
	{ "film",    ask_film,    take_post,          0, &look,               LOOK_AFTER_SEC },
	{ "comment", ask_comment, graph_take_comment, 0, &graph_comment_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* Page, "Photos": up to 10 MB; "Videos": up to 10 GB by address. */
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
	{ "scheduling",   "left to smm-post, which can hold, approve and take back" },
	{ "reels",        "not made yet by this connector; their comments and numbers are read" },
	{ "stories",      "not made yet by this connector" },
	{ "films from a file", "not made yet by this connector: give a public `url`" },
	{ "messages after 24 hours", "needs review by the network (Human Agent): write in the page's inbox" },
	{ "old comments", "read below posts of the last 30 days; older ones only by webhooks" },
	{ "numbers of single days", "left out: running totals are read" },
	{ "webhooks, batches", "left out: this toolkit asks by itself" },
	{ "reviews hidden or deleted", "unsupported: report them on the page itself" },
	{ NULL, NULL }
};

const struct net net_facebook = {
	.name       = "facebook",
	.title      = "Facebook",
	.server     = "https://graph.facebook.com",
	.needs_user = 1,
	.can        = CAN_CARD | CAN_TITLE | CAN_COMMENT,
	/* no documented maximum; 63,206 is what the web form takes */
	.text       = { .unit = TEXT_CODEPOINTS, .max = 63206 },
	/* no documented maximum either; ten pictures are what is known to work */
	.media      = { .max = 10, .alt_max = 1000, .alt_unit = TEXT_CODEPOINTS, .types = types,
	                .from = MEDIA_EITHER, .films_from = MEDIA_URL },
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
		[OP_WHO]             = graph_who,
		[OP_AUTHORIZE]       = graph_authorize,
	},
	.lacks      = lacks,
	.fault      = graph_fault,
};
