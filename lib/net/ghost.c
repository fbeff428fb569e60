/*
 * ghost.c - Ghost through its Admin API
 *
 * ghost.org/docs/admin-api. A post: pictures first; then a draft whose slug is ours alone, looked for before it is made
 * and after a lost answer; then it is published. A change names the version that it is of (`updated_at`): sent twice
 * the second is refused, which tells that the first arrived. Comments: ghost_comments.c.
 */
#include "ghost.h"

#include "page.h"

#define LOOK_AFTER_SEC 1
#define COLLISIONS     5   /* somebody has it open in the editor, which saves by itself */

/*
 * Kept state of a post:
 *	files   what the media were found to be (call_fix_media)
 *	media   addresses of the uploads, in order
 *	slug, post   the name in its address, its id
 *	version   its updated_at, when it was read last; url; collisions   how often it was another
 */

/* --- pictures --------------------------------------------------------------------------------- */

/* What is uploaded is seen by nobody until a post shows it. */
static enum go
ask_media(struct call *c)
{
	size_t        n = call_kept_count(c, "media");
	const json_t *item = rec_media(c, n);
	const char   *file = text_member(item, "file"), *slash = strrchr(file, '/'), *type;
	int           is_film;

	call_fix_media(c);
	if (!item)
		return GO_NEXT;
	type = json_string_value(call_media_fact(c, n, "type"));
	is_film = type && strncmp(type, "image/", 6) != 0;
	ghost_send(c, "POST", EFFECT_SAME, is_film ? "/media/upload/" : "/images/upload/");
	if (!is_film)
		req_part(&c->req, c->mem, (struct part){ .name = "purpose", .value = "image" });
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file, .file_name = slash ? slash + 1 : file,
		.type = type ? type : "application/octet-stream", .stamp = call_stamp(c, n) });
	return ghost_signed(c);
}

static enum go
take_media(struct call *c)
{
	const json_t *list = json_object_get(c->body, "images");
	const char   *url;

	if (!list)
		list = json_object_get(c->body, "media");
	url = text_member(json_array_get(list, 0), "url");
	if (!*url)
		return call_fail(c, FAULT_REPLY, "%s answered %d without the address of the file", c->net->title,
		    c->reply->status);
	call_keep_item(c, "media", json_string(url));
	return GO_AGAIN;
}

/* --- what a post says --------------------------------------------------------------------------- */

/* Films and sounds as HTML that the conversion leaves alone. */
static void
add_medium(struct buf *b, struct call *c, size_t i)
{
	const char *url = call_kept_at(c, "media", i), *alt = text_member(rec_media(c, i), "alt");
	const char *type = json_string_value(call_media_fact(c, i, "type"));
	const char *tag = type && strncmp(type, "audio/", 6) == 0 ? "audio" : "video";

	if (type && strncmp(type, "image/", 6) != 0) {
		buf_fmt(b, "\n<!--kg-card-begin: html--><%s controls src=\"", tag);
		page_add_escaped(b, url, strlen(url));
		buf_fmt(b, "\"></%s><!--kg-card-end: html-->", tag);
		return;
	}
	buf_str(b, "\n<figure><img src=\"");
	page_add_escaped(b, url, strlen(url));
	buf_str(b, "\" alt=\"");
	page_add_escaped(b, alt, strlen(alt));
	buf_str(b, "\"></figure>");
}

static int
is_featured(const struct call *c)
{
	return json_is_true(json_object_get(rec_options(c), "featured")) && call_kept_count(c, "media");
}

static const char *
html_of(struct call *c)
{
	struct buf b = { 0 };
	char      *html;
	size_t     i;

	buf_str(&b, page_html(c, call_text(c, 0)));
	for (i = is_featured(c) ? 1 : 0; i < call_kept_count(c, "media"); i++)
		add_medium(&b, c, i);
	html = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return html;
}

static json_t *
words_of(struct call *c)
{
	static const struct { const char *option, *there; } more[] = { { "excerpt", "custom_excerpt" },
		{ "visibility", "visibility" }, { "canonical_url", "canonical_url" },
		{ "meta_description", "meta_description" } };
	const char *title = rec_string(c, "title");
	json_t     *post = json_pack("{s:s, s:s}", "title", title ? title : "", "html", html_of(c));
	json_t     *tags = json_object_get(c->rec, "tags"), *list = json_array(), *tag, *value;
	size_t      i;

	json_array_foreach(tags, i, tag)
		json_array_append_new(list, json_string(json_string_value(tag) + (*json_string_value(tag) == '#')));
	json_object_set_new(post, "tags", list);
	for (i = 0; i < sizeof more / sizeof *more; i++)
		if ((value = json_object_get(rec_options(c), more[i].option)))
			json_object_set(post, more[i].there, value);
	if (is_featured(c)) {
		json_object_set_new(post, "feature_image", json_string(call_kept_at(c, "media", 0)));
		json_object_set_new(post, "feature_image_alt", json_string(text_member(rec_media(c, 0), "alt")));
	}
	return post;
}

/* --- the draft -------------------------------------------------------------------------------- */

static enum go
ask_there(struct call *c)
{
	if (!call_kept(c, "slug"))
		call_keep(c, "slug", page_slug(c));
	ghost_send(c, "GET", EFFECT_NONE, "/posts/slug/%s/?fields=id,status,updated_at,url",
	    call_encoded(c, call_kept(c, "slug")));
	return ghost_signed(c);
}

static enum go
found_there(struct call *c, enum go absent)
{
	const json_t *one;

	if (c->reply->status == 404)
		return absent;
	one = ghost_first(c, "posts");
	if (!one)
		return GO_FAIL;
	call_keep(c, "post", text_member(one, "id"));
	return GO_NEXT;
}

static enum go
take_there(struct call *c)
{
	return found_there(c, GO_NEXT);
}

static enum go
take_look(struct call *c)
{
	return found_there(c, GO_AGAIN);
}

static const struct step look = { "look", ask_there, take_look, 404, NULL, 0 };

static enum go
ask_draft(struct call *c)
{
	json_t *post;

	if (call_kept(c, "post"))
		return GO_NEXT;
	post = words_of(c);
	json_object_set_new(post, "slug", json_string(call_kept(c, "slug")));
	json_object_set_new(post, "status", json_string("draft"));
	ghost_send(c, "POST", EFFECT_ONCE, "/posts/?source=html");
	call_json(c, json_pack("{s:[o]}", "posts", post));
	return ghost_signed(c);
}

static enum go
take_draft(struct call *c)
{
	const json_t *one = ghost_first(c, "posts");

	if (!one)
		return GO_FAIL;
	call_keep(c, "post", text_member(one, "id"));
	return GO_NEXT;
}

/* --- a change of the version that was read ------------------------------------------------------- */

static enum go
ask_version(struct call *c)
{
	ghost_send(c, "GET", EFFECT_NONE, "/posts/%s/?fields=id,slug,status,updated_at,url",
	    call_encoded(c, call_kept(c, "post")));
	return ghost_signed(c);
}

/* GO_NEXT: it is as it should be; else the change is to be asked for. */
static enum go
take_version(struct call *c, int is_edit)
{
	const json_t *one = ghost_first(c, "posts");
	const char   *version = text_member(one, "updated_at");

	if (!one)
		return GO_FAIL;
	if (!*version)
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"updated_at\"", c->net->title,
		    c->reply->status);
	call_keep(c, "url", text_member(one, "url"));
	call_keep(c, "version", version);
	return !is_edit && strcmp(text_member(one, "status"), "published") == 0 ? GO_NEXT : GO_AGAIN;
}

static enum go
take_collision(struct call *c)
{
	if (call_count(c, "collisions") > COLLISIONS)
		return call_fail(c, FAULT_REFUSED, "somebody is changing this post at the site all the time; close its "
		    "editor and run this again");
	call_forget(c, "version");
	return GO_AGAIN;
}

static enum go
told(struct call *c)
{
	call_out(c, "ref", call_kept(c, "post"));
	call_out_url(c, call_kept(c, "url"));
	return GO_DONE;
}

/* Mail goes out once, and cannot be called back: only when the post says to whom. */
static const char *
mail_query(struct call *c)
{
	const char *letter = text_member(rec_options(c), "newsletter"), *to = text_member(rec_options(c), "segment");

	return *letter ? mem_fmt(c->mem, "?newsletter=%s&email_segment=%s", call_encoded(c, letter),
	    call_encoded(c, *to ? to : "all")) : "";
}

static enum go
ask_public(struct call *c)
{
	if (!call_kept(c, "version"))
		return ask_version(c);
	ghost_send(c, "PUT", EFFECT_SAME, "/posts/%s/%s", call_encoded(c, call_kept(c, "post")), mail_query(c));
	call_json(c, json_pack("{s:[{s:s, s:s}]}", "posts", "status", "published", "updated_at",
	    call_kept(c, "version")));
	return ghost_signed(c);
}

static enum go
take_public(struct call *c)
{
	const json_t *one;
	enum go       go;

	if (c->reply->status == 409)
		return take_collision(c);
	if (!call_kept(c, "version")) {
		go = take_version(c, 0);
		return go == GO_NEXT ? told(c) : go;
	}
	one = ghost_first(c, "posts");
	if (!one)
		return GO_FAIL;
	call_keep(c, "url", text_member(one, "url"));
	return told(c);
}

static const struct step publish[] = {
	{ "media",  ask_media,  take_media,  0,   NULL,  0 },
	{ "there",  ask_there,  take_there,  404, NULL,  0 },
	{ "draft",  ask_draft,  take_draft,  0,   &look, LOOK_AFTER_SEC },
	{ "public", ask_public, take_public, 409, NULL,  0 },
	{ 0 }
};

/* --- edited, taken away ----------------------------------------------------------------------- */

static enum go
ask_edit(struct call *c)
{
	const char *ref = call_place(c);
	json_t     *post;

	if (!ref)
		return GO_FAIL;
	call_keep(c, "post", ref);
	if (!call_kept(c, "version"))
		return ask_version(c);
	post = words_of(c);
	json_object_set_new(post, "updated_at", json_string(call_kept(c, "version")));
	ghost_send(c, "PUT", EFFECT_SAME, "/posts/%s/?source=html", call_encoded(c, ref));
	call_json(c, json_pack("{s:[o]}", "posts", post));
	return ghost_signed(c);
}

static enum go
take_edit(struct call *c)
{
	const json_t *one;

	if (c->reply->status == 409)
		return take_collision(c);
	if (!call_kept(c, "version"))
		return take_version(c, 1);
	one = ghost_first(c, "posts");
	if (!one)
		return GO_FAIL;
	call_keep(c, "url", text_member(one, "url"));
	return told(c);
}

static const struct step edit[] = {
	{ "media", ask_media, take_media, 0,   NULL, 0 },
	{ "edit",  ask_edit,  take_edit,  409, NULL, 0 },
	{ 0 }
};

/* There is no trash: it is gone for good. */
static enum go
ask_delete(struct call *c)
{
	const char *ref;

	if (call_message(c))
		return ghost_ask_erase(c);
	ref = call_place(c);
	if (!ref)
		return GO_FAIL;
	ghost_send(c, "DELETE", EFFECT_SAME, "/posts/%s/", call_encoded(c, ref));
	return ghost_signed(c);
}

static enum go
take_delete(struct call *c)
{
	return call_message(c) ? ghost_take_status(c) : GO_DONE;
}

static const struct step delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

static int
is_one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return 1;
	return 0;
}

/* {"errors": [{"message", "context", "type", "code"}]} */
static enum fault
fault(struct call *c)
{
	static const char *const keys[] = { "INVALID_AUTH_HEADER", "UNKNOWN_ADMIN_API_KEY", "INVALID_JWT",
		"MISSING_ADMIN_API_KID", NULL };
	const json_t *error = json_array_get(json_object_get(c->body, "errors"), 0);
	const char   *words = text_member(error, "message"), *context = text_member(error, "context");
	const char   *type = text_member(error, "type"), *code = text_member(error, "code");

	if (!*words)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "%s: %s%s%s", c->net->title, call_words(c, words, strlen(words)),
	    *context && strcmp(context, words) != 0 ? ": " : "",
	    strcmp(context, words) != 0 ? call_words(c, context, strlen(context)) : "");
	if (strstr(words, "jwt expired") || strstr(words, "jwt not active"))
		call_fail(c, FAULT_NONE, "%s: %s: the clocks of this machine and the site differ by minutes",
		    c->net->title, call_words(c, words, strlen(words)));
	if (is_one_of(code, keys) || strcmp(type, "NoPermissionError") == 0)
		return FAULT_AUTH;
	return c->reply->status == 406 ? FAULT_CONF : FAULT_NONE;
}

/* images/upload, media/upload. How large is the host's to say (413). */
static const struct media_limit types[] = {
	{ "image/jpeg", 100 << 20 }, { "image/png", 100 << 20 }, { "image/gif", 100 << 20 },
	{ "image/webp", 100 << 20 }, { "video/mp4", 1 << 30 }, { "video/webm", 1 << 30 }, { "audio/mpeg", 1 << 30 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "reply_private",   "unsupported: no private messages" },
	{ "like",            "unsupported: only members like, in the browser" },
	{ "unlike",          "unsupported: see like" },
	{ "mute",            "unsupported: hide a comment, or block who wrote it" },
	{ "unmute",          "unsupported: see mute" },
	{ "report",          "unsupported: hide or delete it" },
	{ "other_metrics",   "unsupported: figures are shown to the staff only" },
	{ "views, likes, shares", "unsupported: the Admin API counts clicks of newsletters, members and comments" },
	{ "webmentions, statistics", "not made: they need a person's token, not an integration's" },
	{ "pages",           "not made: posts only" },
	{ "smm-auth login",  "not made: make a key at the site, Settings, Integrations" },
	{ "scheduling",      "left to smm-post" },
	{ "sites below a folder", "not made: `server` is a host" },
	{ NULL, NULL }
};

static const char *const knows[] = {
	"featured", "excerpt", "visibility", "canonical_url", "meta_description", "newsletter", "segment", NULL
};

/* models/post.js: title 255; custom_excerpt and others are refused by the site. */
const struct net net_ghost = {
	.name   = "ghost",
	.title  = "Ghost",
	.knows  = knows,
	.can    = CAN_TITLE | CAN_ANIMATE,
	.text   = { .unit = TEXT_BYTES, .max = 1000000 },
	.media  = { .max = 100, .alt_max = 191, .alt_unit = TEXT_CODEPOINTS, .types = types },
	.post   = { .needs = NEEDS_TITLE, .title = { .unit = TEXT_CODEPOINTS, .max = 255 } },
	.ops    = {
		[OP_PUBLISH]         = publish,
		[OP_EDIT]            = edit,
		[OP_DELETE]          = delete,
		[OP_REPLY]           = ghost_reply,
		[OP_HIDE]            = ghost_hide,
		[OP_HOLD]            = ghost_hide,
		[OP_UNHIDE]          = ghost_unhide,
		[OP_BLOCK]           = ghost_block,
		[OP_UNBLOCK]         = ghost_unblock,
		[OP_INBOX]           = ghost_inbox,
		[OP_THREAD]          = ghost_thread,
		[OP_POST_METRICS]    = ghost_post_metrics,
		[OP_ACCOUNT_METRICS] = ghost_account_metrics,
		[OP_WHO]             = ghost_who,
	},
	.lacks  = lacks,
	.fault  = fault,
};
