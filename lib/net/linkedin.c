/*
 * linkedin.c - LinkedIn: the Community Management API, for pages and members
 *
 * learn.microsoft.com/linkedin/marketing: posts, versioning. Media go up first (linkedin_media.c);
 * then one request makes the post. It has no key, but LinkedIn refuses the same content twice and
 * names the post that is there: a post of which no answer came is looked for and, where we may not
 * read, sent once more.
 */
#include "linkedin.h"

#include "html.h"
#include "little_text.h"
#include "oauth.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_AFTER_SEC 10
#define LOOKS_MAX      2
#define PAUSE_MS       INT64_C(90000) /* "Comment create throttled": a limit of one minute */

/*
 * Kept state of a post:
 *	assets         URNs of the media that are up; for the rest of them see linkedin_media.c
 *	since          when the post was first asked for; looks: how often we have looked
 *	repeated       it is sent a second time: a duplicate that is named is ours
 *	urn            of the post; comment: our first one is there; closed: nobody can comment
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
	if (title || strcmp(linkedin_collection(c, 0), "document") == 0)
		json_object_set_new(medium, "title", json_string(title ? title : rec_text_at(c, 0)));
	return json_pack("{s:o}", "media", medium);
}

/* One kind of content, or none. */
static json_t *
content_json(const struct call *c)
{
	if (json_object_get(c->rec, "poll"))
		return poll_json(c);
	if (linkedin_has_card(c))
		return article_json(c);
	if (call_kept_count(c, "assets") > 1)
		return images_json(c);
	return call_kept_count(c, "assets") ? medium_json(c) : NULL;
}

/* Posts API, visibility: CONNECTIONS is for a person's posts. */
static int
is_for_connections(const struct call *c)
{
	const char *seen = rec_string(c, "visibility");

	return seen && strcmp(seen, "private") == 0;
}

static json_t *
post_json(struct call *c)
{
	json_t *post = json_pack("{s:s, s:s, s:s, s:{s:s, s:[], s:[]}, s:s, s:b}", "author", linkedin_author(c),
	    "commentary", little_text(c->mem, call_text(c, 0)),
	    "visibility", is_for_connections(c) ? "CONNECTIONS" : "PUBLIC",
	    "distribution", "feedDistribution", "MAIN_FEED", "targetEntities", "thirdPartyDistributionChannels",
	    "lifecycleState", "PUBLISHED", "isReshareDisabledByAuthor", 0);
	json_t     *content = content_json(c);
	const char *parent = text_member(rec_options(c), "reshare");

	if (content)
		json_object_set_new(post, "content", content);
	if (*parent)
		json_object_set_new(post, "reshareContext", json_pack("{s:s}", "parent", parent));
	return post;
}

/* A reshare shows what it shares, and nothing of its own but words. */
static enum go
fits(struct call *c)
{
	const char *seen = rec_string(c, "visibility");

	if (seen && strcmp(seen, "public") != 0 && (linkedin_is_page(c) || !is_for_connections(c)))
		return call_fail(c, FAULT_INPUT, "on LinkedIn everybody sees what a page posts; a person's posts may "
		    "be `visibility: private`, for the connections");
	if (*text_member(rec_options(c), "reshare") && (linkedin_has_card(c) || rec_media_count(c) ||
	    json_object_get(c->rec, "poll")))
		return call_fail(c, FAULT_INPUT, "a reshare on LinkedIn has no media, link or poll of its own");
	if (rec_texts(c) > 1 && linkedin_comment_fits(c, rec_text_at(c, 1)) == GO_FAIL)
		return GO_FAIL;
	return linkedin_media_fit(c);
}

static enum go
ask_upload(struct call *c)
{
	return fits(c) == GO_FAIL ? GO_FAIL : linkedin_ask_upload(c);
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

/* Theirs has its escapes, and tags in a form of their own; mentions are written alike. */
static int
has_our_words(struct call *c, const json_t *post)
{
	return text_compare(little_text_plain(c->mem, call_text(c, 0)),
	    little_text_plain(c->mem, text_member(post, "commentary"))) == LIKE_SAME;
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
		    !has_our_words(c, post))
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

/* --- closed to comments --------------------------------------------------------------------------------- */

/* "Social Metadata": closing deletes what was written, so only a post that nobody has seen yet is closed. */
static enum go
ask_closed(struct call *c)
{
	tell(c);
	if (call_kept(c, "closed") || !json_is_false(json_object_get(rec_options(c), "comments")))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_SAME, "/rest/socialMetadata/%s?actor=%s", call_encoded(c, call_kept(c, "urn")),
	    call_encoded(c, linkedin_author(c)));
	call_json(c, json_pack("{s:{s:{s:s}}}", "patch", "$set", "commentsState", "CLOSED"));
	return linkedin_signed(c, "PARTIAL_UPDATE");
}

static enum go
take_closed(struct call *c)
{
	call_keep(c, "closed", "yes");
	return GO_NEXT;
}

static enum go
ask_comment(struct call *c)
{
	tell(c);
	return linkedin_ask_comment(c);
}

static const struct step publish[] = {
	{ "upload",    ask_upload,             linkedin_take_upload,    0,   NULL,  0 },
	{ "finalize",  linkedin_ask_finalize,  linkedin_take_finalize,  0,   NULL,  0 },
	{ "available", linkedin_ask_available, linkedin_take_available, 403, NULL,  0 },
	{ "post",      ask_post,               take_post,               422, &look, LOOK_AFTER_SEC },
	{ "comment",   ask_comment, linkedin_take_comment, 0, &linkedin_look_comment, LOOK_AFTER_SEC },
	{ "closed",    ask_closed,             take_closed,             0,   NULL,  0 },
	{ 0 }
};

/* --- errors --------------------------------------------------------------------------------------------- */

/* 429: quotas of a day end at midnight UTC; the others are of a minute. No header says so. */
static int64_t
limit_end(const struct call *c, const char *words)
{
	return strstr(words, " DAY ") ? call_midnight(c) : c->now + PAUSE_MS;
}

/* An address for an upload is signed itself, and some do not take our token beside: the same once more without. */
static int
is_too_much(struct call *c)
{
	int status = c->reply->status;

	if ((status != 401 && status != 403) || !linkedin_is_upload(c) || call_kept(c, "bare"))
		return 0;
	call_keep(c, "bare", "yes");
	return 1;
}

static enum fault
by_status(struct call *c, const char *code, const char *words)
{
	int status = c->reply->status;

	if (status == 426 || strcmp(code, "NONEXISTENT_VERSION") == 0) {
		call_fail(c, FAULT_NONE, "LinkedIn does not serve the version %s of its API any more; a newer "
		    "smmkit is needed", LINKEDIN_VERSION);
		return FAULT_CONF;
	}
	if (status == 403)
		call_fail(c, FAULT_NONE, "LinkedIn: %s; the token lacks a scope, or its owner a role on the page",
		    call_words(c, words, strlen(words)));
	if (status == 429)
		c->wake = limit_end(c, words);
	return status == 403 ? FAULT_AUTH : status == 409 || strstr(words, "Unable to obtain activity") ?
	    FAULT_UNSURE : FAULT_NONE;
}

/* {"status","code","message"}: 426 is a version that is not served any more. */
static enum fault
fault(struct call *c)
{
	const char *words = text_member(c->body, "message");

	if (is_too_much(c)) {
		call_fail(c, FAULT_NONE, "LinkedIn did not take the upload with our token");
		return FAULT_AGAIN;
	}
	if (!*words)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "LinkedIn: %s", call_words(c, words, strlen(words)));
	return by_status(c, text_member(c->body, "code"), words);
}

/*
 * Images API: below 36,152,320 pixels; Documents API: up to 100 MB, 300 pages; Videos API: 75 KB to 500 MB, 3 s to
 * 30 minutes
 */
static const struct media_limit types[] = {
	{ "image/jpeg", 36 << 20 }, { "image/png", 36 << 20 }, { "image/gif", 36 << 20 },
	{ "application/pdf", 100 << 20 }, { "video/mp4", 500 << 20 },
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
	{ "visibility of a page's posts", "unsupported: public; a person's are public or, `private`, for connections" },
	{ "reactions other than LIKE", "left out: like and unlike are what every network has" },
	{ "scheduling",    "unsupported: smm-post does it" },
	{ "inbox of a person", "needs review by the network (restricted to partners)" },
	{ "comments closed later", "left out: closing deletes what was written; `comments: false` closes a new post" },
	{ "documents other than PDF", "left out: save them as PDF, which is what LinkedIn shows" },
	{ "edit of a comment", "left out: delete it and answer anew" },
	{ "hashtag search", "unsupported" },
	{ "numbers of a post by days", "unsupported" },
	{ "smm-auth logout there", "unsupported: on linkedin.com, Settings, Permitted services" },
	{ "webhooks",      "needs review by the network (Standard tier): cm-inbox asks by itself" },
	{ NULL, NULL }
};

static const char *const knows[] = { "description", "thumb", "reshare", "comments", NULL };

const struct net net_linkedin = {
	.name       = "linkedin",
	.title      = "LinkedIn",
	.knows      = knows,
	.server     = "https://api.linkedin.com",
	.needs_user = 1,
	.can        = CAN_VISIBILITY | CAN_CARD | CAN_TITLE | CAN_POLL | CAN_COMMENT,
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
		[OP_OTHER_METRICS]   = linkedin_other_metrics,
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
