/*
 * linkedin.c - LinkedIn: the Community Management API, for pages and members
 *
 * learn.microsoft.com/linkedin/marketing: posts, images, documents, versioning. Pictures and
 * documents go to an address that LinkedIn gives for each; then one request makes the post. It has
 * no key, but LinkedIn refuses the same content twice and names the post that is there: a post of
 * which no answer came is looked for and, where we may not read, sent once more.
 */
#include "linkedin.h"

#include "html.h"
#include "little_text.h"
#include "oauth.h"

#include <stdlib.h>
#include <string.h>

#define POLL_SEC       5
#define GRACE_SEC      10 /* where the state of an upload may not be read */
#define LOOK_AFTER_SEC 10
#define LOOKS_MAX      2

/*
 * Kept state of a post:
 *	files          what the media were found to be (call_fix_media)
 *	upload, asset  where the medium under way goes to, and its URN
 *	assets         URNs of the media that are up; available: how many LinkedIn is done with
 *	since          when the post was first asked for; looks: how often we have looked
 *	repeated       it is sent a second time: a duplicate that is named is ours
 *	urn            of the post
 */

/* --- requests ------------------------------------------------------------------------------------- */

enum go
linkedin_signed(struct call *c, const char *method)
{
	req_header(&c->req, c->mem, "LinkedIn-Version", LINKEDIN_VERSION);
	req_header(&c->req, c->mem, "X-Restli-Protocol-Version", "2.0.0");
	if (method)
		req_header(&c->req, c->mem, "X-RestLi-Method", method);
	return call_bearer(c, call_session(c, "token"));
}

int
linkedin_is_page(struct call *c)
{
	return strncmp(linkedin_author(c), "urn:li:organization:", 20) == 0;
}

const char *
linkedin_author(struct call *c)
{
	const char *user = c->account->user ? c->account->user : "";

	if (strncmp(user, "urn:li:", 7) == 0)
		return user;
	return mem_fmt(c->mem, "urn:li:organization:%s", user);
}

/* --- pictures and documents ------------------------------------------------------------------------- */

static int
has_card(const struct call *c)
{
	const char *link = rec_string(c, "link");

	return link && *link && !rec_media_count(c);
}

/* The post's media; the picture of its card when there are none. */
static const json_t *
source(const struct call *c, size_t i)
{
	return i == 0 && has_card(c) ? json_object_get(rec_options(c), "thumb") : rec_media(c, i);
}

/* Images, documents: two collections with the same two requests. */
static const char *
collection(const struct call *c, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	return type && strcmp(type, "application/pdf") == 0 ? "document" : "image";
}

static enum go
ask_upload(struct call *c)
{
	size_t        n = call_kept_count(c, "assets");
	const json_t *item = source(c, n);
	const char   *file = json_string_value(json_object_get(item, "file"));

	call_fix_media(c);
	if (!item)
		return GO_NEXT;
	if (!file)
		return call_fail(c, FAULT_INPUT, "LinkedIn takes media as files, not by address");
	if (call_kept(c, "upload")) {
		call_send_to(c, "PUT", EFFECT_SAME, call_kept(c, "upload"));
		c->req.body = BODY_FILE;
		c->req.file = file;
		c->req.type = "application/octet-stream";
		return call_bearer(c, call_session(c, "token"));
	}
	call_send(c, "POST", EFFECT_SAME, "/rest/%ss?action=initializeUpload", collection(c, n));
	call_json(c, json_pack("{s:{s:s}}", "initializeUploadRequest", "owner", linkedin_author(c)));
	return linkedin_signed(c, NULL);
}

/* {"value":{"uploadUrl","image" or "document"}}; the PUT is answered with nothing. */
static enum go
take_upload(struct call *c)
{
	const json_t *value = json_object_get(c->body, "value");
	const char   *url = text_member(value, "uploadUrl");
	const char   *urn = text_member(value, collection(c, call_kept_count(c, "assets")));

	if (call_kept(c, "upload")) {
		call_keep_item(c, "assets", json_string(call_kept(c, "asset")));
		call_forget(c, "upload");
		call_forget(c, "asset");
		return GO_AGAIN;
	}
	if (!call_can_go(c, url) || !*urn)
		return call_fail(c, FAULT_REPLY, "LinkedIn answered without an address for the upload");
	call_keep(c, "upload", url);
	call_keep(c, "asset", urn);
	return GO_AGAIN;
}

static enum go
ask_available(struct call *c)
{
	size_t      n = call_kept_count(c, "available");
	const char *urn = call_kept_at(c, "assets", n);

	if (!urn)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/rest/%ss/%s", collection(c, n), call_encoded(c, urn));
	return linkedin_signed(c, NULL);
}

/* 403: this token may write and not read; then some time has to do. */
static enum go
take_available(struct call *c)
{
	const char *status = text_member(c->body, "status");
	const char *why = text_member(c->body, "processingFailureReason");
	int         waited = call_kept(c, "waited") != NULL;

	if (strcmp(status, "PROCESSING_FAILED") == 0)
		return call_fail(c, FAULT_REFUSED, "LinkedIn could not process medium %zu: %s",
		    call_kept_count(c, "available") + 1, call_words(c, why, strlen(why)));
	if (strcmp(status, "AVAILABLE") == 0 || (c->reply->status == 403 && waited)) {
		call_forget(c, "waited");
		call_keep_item(c, "available", json_true());
		return GO_AGAIN;
	}
	if (c->reply->status == 403)
		call_keep(c, "waited", "yes");
	c->wake = c->now + (c->reply->status == 403 ? GRACE_SEC : POLL_SEC) * 1000;
	return GO_WAIT;
}

/* --- the post --------------------------------------------------------------------------------------- */

static const char *
alt(const struct call *c, size_t i)
{
	return text_member(rec_media(c, i), "alt");
}

static json_t *
article_json(const struct call *c)
{
	const char *link = rec_string(c, "link"), *title = rec_string(c, "title");
	const char *words = text_member(rec_options(c), "description");
	json_t     *article = json_pack("{s:s, s:s}", "source", link, "title", title ? title : link);

	if (*words)
		json_object_set_new(article, "description", json_string(words));
	if (call_kept_at(c, "assets", 0))
		json_object_set_new(article, "thumbnail", json_string(call_kept_at(c, "assets", 0)));
	return json_pack("{s:o}", "article", article);
}

/* ONE_DAY, THREE_DAYS, SEVEN_DAYS, FOURTEEN_DAYS: the shortest that is long enough. */
static json_t *
poll_json(const struct call *c)
{
	static const struct { int days; const char *word; } lasts[] = {
		{ 1, "ONE_DAY" }, { 3, "THREE_DAYS" }, { 7, "SEVEN_DAYS" }, { 14, "FOURTEEN_DAYS" }
	};
	const json_t *poll = json_object_get(c->rec, "poll"), *option;
	json_int_t    sec = json_integer_value(json_object_get(poll, "ends_in"));
	json_t       *options = json_array();
	const char   *title = rec_string(c, "title");
	size_t        i;

	json_array_foreach(json_object_get(poll, "options"), i, option)
		json_array_append_new(options, json_pack("{s:O}", "text", option));
	for (i = 0; i < 3 && sec > (json_int_t)lasts[i].days * 86400; i++)
		;
	return json_pack("{s:{s:s, s:o, s:{s:s}}}", "poll", "question",
	    title ? title : rec_text_at(c, 0), "options", options, "settings", "duration", lasts[i].word);
}

static json_t *
images_json(const struct call *c)
{
	json_t *images = json_array();
	size_t  i;

	for (i = 0; i < call_kept_count(c, "assets"); i++)
		json_array_append_new(images,
		    json_pack("{s:s, s:s}", "id", call_kept_at(c, "assets", i), "altText", alt(c, i)));
	return json_pack("{s:{s:o}}", "multiImage", "images", images);
}

static json_t *
medium_json(const struct call *c)
{
	json_t     *medium = json_pack("{s:s}", "id", call_kept_at(c, "assets", 0));
	const char *title = rec_string(c, "title");

	if (*alt(c, 0))
		json_object_set_new(medium, "altText", json_string(alt(c, 0)));
	if (title || strcmp(collection(c, 0), "document") == 0)
		json_object_set_new(medium, "title", json_string(title ? title : rec_text_at(c, 0)));
	return json_pack("{s:o}", "media", medium);
}

/* One kind of content, or none. */
static json_t *
content_json(const struct call *c)
{
	if (json_object_get(c->rec, "poll"))
		return poll_json(c);
	if (has_card(c))
		return article_json(c);
	if (call_kept_count(c, "assets") > 1)
		return images_json(c);
	return call_kept_count(c, "assets") ? medium_json(c) : NULL;
}

static json_t *
post_json(struct call *c)
{
	json_t *post = json_pack("{s:s, s:s, s:s, s:{s:s, s:[], s:[]}, s:s, s:b}", "author", linkedin_author(c),
	    "commentary", little_text(c->mem, call_text(c, 0)), "visibility", "PUBLIC",
	    "distribution", "feedDistribution", "MAIN_FEED", "targetEntities",
	    "thirdPartyDistributionChannels", "lifecycleState", "PUBLISHED",
	    "isReshareDisabledByAuthor", 0);
	json_t *content = content_json(c);

	if (content)
		json_object_set_new(post, "content", content);
	return post;
}

static void
tell(struct call *c)
{
	const char *urn = call_kept(c, "urn");

	if (!urn)
		return;
	call_out(c, "ref", urn);
	call_out_url(c, mem_fmt(c->mem, "https://www.linkedin.com/feed/update/%s/", urn));
}

static enum go
keep_post(struct call *c, const char *urn)
{
	call_keep(c, "urn", urn);
	tell(c);
	return GO_NEXT;
}

static enum go
ask_post(struct call *c)
{
	tell(c);
	if (call_kept(c, "urn"))
		return GO_NEXT;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/rest/posts");
	call_json(c, post_json(c));
	return linkedin_signed(c, NULL);
}

/* "Content is a duplicate of urn:li:share:712…": the URN, or NULL. */
static const char *
duplicate_urn(struct call *c)
{
	const char *at = strstr(text_member(c->body, "message"), "urn:li:");
	size_t      len = at ? strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:") : 0;

	return len ? mem_dup(c->mem, at, len) : NULL;
}

/* Some answers have it percent-encoded already. */
static const char *
decoded(struct call *c, const char *urn)
{
	struct buf  b = { 0 };
	const char *s;
	char       *out;

	for (s = urn; *s; s++) {
		if (strncmp(s, "%3A", 3) == 0 || strncmp(s, "%3a", 3) == 0) {
			buf_char(&b, ':');
			s += 2;
		} else {
			buf_char(&b, *s);
		}
	}
	out = mem_dup(c->mem, b.at ? b.at : "", b.len);
	buf_release(&b);
	return out;
}

/* 422: refused as a duplicate. Ours only when it is the second time that this post is sent. */
static enum go
take_post(struct call *c)
{
	const char *urn = reply_header(c->reply, "x-restli-id"), *twin = duplicate_urn(c);

	if (c->reply->status == 422 && twin && call_kept(c, "repeated"))
		return keep_post(c, twin);
	if (c->reply->status == 422)
		return call_fail(c, FAULT_REFUSED, "LinkedIn: %s", call_words(c,
		    text_member(c->body, "message"), strlen(text_member(c->body, "message"))));
	if (!urn || strncmp(decoded(c, urn), "urn:li:", 7) != 0)
		return call_fail(c, FAULT_REPLY, "LinkedIn answered %d without the post's id", c->reply->status);
	return keep_post(c, decoded(c, urn));
}

/* --- was it made? ------------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/rest/posts?author=%s&q=author&count=25&start=0&sortBy=LAST_MODIFIED",
	    call_encoded(c, linkedin_author(c)));
	return linkedin_signed(c, "FINDER");
}

/* The one post with our words that is new enough; NULL: none is, or (*many) several are. */
static const json_t *
search(struct call *c, size_t *many)
{
	const json_t *post, *found = NULL;
	size_t        i;

	*many = 0;
	json_array_foreach(json_object_get(c->body, "elements"), i, post) {
		if (json_integer_value(json_object_get(post, "createdAt")) < call_since(c, "since") ||
		    text_compare(call_text(c, 0), text_member(post, "commentary")) != LIKE_SAME)
			continue;
		found = post;
		++*many;
	}
	return *many == 1 ? found : NULL;
}

/* Sent once more: LinkedIn itself refuses a second one, and says which is the first. */
static enum go
repeat(struct call *c)
{
	call_keep(c, "repeated", "yes");
	return GO_AGAIN;
}

static enum go
take_look(struct call *c)
{
	size_t        many;
	const json_t *found = search(c, &many);

	if (c->reply->status == 403)
		return repeat(c);
	if (found)
		return keep_post(c, text_member(found, "id"));
	if (many)
		return call_twins(c, many);
	return call_looks_again(c, LOOKS_MAX, LOOK_AFTER_SEC) ? GO_WAIT : repeat(c);
}

static const struct step look = { "look", ask_look, take_look, 403, NULL, 0 };

static const struct step publish[] = {
	{ "upload",    ask_upload,    take_upload,    0,   NULL,  0 },
	{ "available", ask_available, take_available, 403, NULL,  0 },
	{ "post",      ask_post,      take_post,      422, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- errors --------------------------------------------------------------------------------------------- */

/* {"status","code","message"}: 426 is a version that is not served any more. */
static enum fault
fault(struct call *c)
{
	const char *words = text_member(c->body, "message"), *code = text_member(c->body, "code");
	int         status = c->reply->status;

	if (!*words)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "LinkedIn: %s", call_words(c, words, strlen(words)));
	if (status == 426 || strcmp(code, "NONEXISTENT_VERSION") == 0) {
		call_fail(c, FAULT_NONE, "LinkedIn does not serve the version " LINKEDIN_VERSION
		    " of its API any more; a newer smmkit is needed");
		return FAULT_CONF;
	}
	if (status == 403)
		call_fail(c, FAULT_NONE, "LinkedIn: %s; the token lacks a scope, or its owner a role on the page",
		    call_words(c, words, strlen(words)));
	return status == 403 ? FAULT_AUTH : status == 409 ? FAULT_UNSURE : FAULT_NONE;
}

/* Images API: below 36,152,320 pixels; Documents API: up to 100 MB. */
static const struct media_limit types[] = {
	{ "image/jpeg", 36 << 20 }, { "image/png", 36 << 20 }, { "image/gif", 36 << 20 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "reply_private", "unsupported: messages are for partners only" },
	{ "hide",          "unsupported: a page's administrator can delete the comment" },
	{ "unhide",        "unsupported" },
	{ "mute",          "unsupported" },
	{ "unmute",        "unsupported" },
	{ "block",         "unsupported: on the page itself" },
	{ "unblock",       "unsupported: on the page itself" },
	{ "report",        "unsupported: on the page itself" },
	{ "threads",       "unsupported" },
	{ "scheduling",    "unsupported: smm-post does it" },
	{ "inbox of a person", "needs review by the network (restricted to partners)" },
	{ "comments closed and opened", "left out: closing deletes what was written" },
	{ "films, reshares", "not made yet by this connector" },
	{ "hashtag search, numbers of single days", "unsupported; left out: running totals are read" },
	{ NULL, NULL }
};

const struct net net_linkedin = {
	.name       = "linkedin",
	.title      = "LinkedIn",
	.server     = "https://api.linkedin.com",
	.needs_user = 1,
	.can        = CAN_CARD | CAN_TITLE | CAN_POLL,
	/* Posts API: 3,000 characters, the escapes not counted */
	.text       = { .unit = TEXT_UTF16, .max = 3000 },
	.media      = { .max = 20, .alt_max = 4086, .alt_unit = TEXT_UTF16, .types = types },
	.poll       = { .min = 2, .max = 4, .option_max = 30, .min_seconds = 86400, .max_seconds = 1209600 },
	.oauth      = &linkedin_oauth,
	.ops        = {
		[OP_PUBLISH]         = publish,
		[OP_EDIT]            = linkedin_edit,
		[OP_DELETE]          = linkedin_delete,
		[OP_REPLY]           = linkedin_reply,
		[OP_LIKE]            = linkedin_like,
		[OP_UNLIKE]          = linkedin_unlike,
		[OP_INBOX]           = linkedin_inbox,
		[OP_THREAD]          = linkedin_thread,
		[OP_POST_METRICS]    = linkedin_post_metrics,
		[OP_ACCOUNT_METRICS] = linkedin_account_metrics,
		[OP_WHO]             = linkedin_who,
		[OP_AUTHORIZE]       = oauth_authorize,
		[OP_REFRESH]         = oauth_refresh,
	},
	.posts_at_once = 20,
	.version    = LINKEDIN_VERSION,
	.until      = LINKEDIN_UNTIL,
	.lacks      = lacks,
	.fault      = fault,
};
