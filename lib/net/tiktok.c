/*
 * tiktok.c - films and pictures on TikTok, posted directly or left in the app's inbox
 *
 * developers.tiktok.com: Content Posting API. The creator's own settings are asked for before every post, and kept.
 * A post is known by its `publish_id` until TikTok has checked it; only then it has an id of its own.
 */
#include "tiktok.h"

#include "host.h"
#include "oauth.h"

#include <inttypes.h>

#define POLL_SEC      10
#define POLL_LAST_SEC 300
#define POLL_HOURS    24
#define ID_WAITS_MAX  5 /* how often a public post's id is waited for: "usually within a minute" */

/*
 * Kept state of a post, beside tiktok_upload.c's:
 *	creator, user  its settings were read; its name
 *	off            which of comment, duet, stitch the creator has switched off
 *	pause          seconds of the last wait; polled: since when; waits: for the id
 *	id             of the post; note: what is to be said of it (host.h)
 */

static const char *const switches[] = { "comment", "duet", "stitch" };

enum go
tiktok_signed(struct call *c)
{
	return call_bearer(c, call_session(c, "token"));
}

/* --- what the creator allows -------------------------------------------------------------------------- */

enum go
tiktok_ask_creator(struct call *c)
{
	call_fix_media(c);
	if (!rec_media_count(c))
		return call_fail(c, FAULT_INPUT, "TikTok has no posts without a film or a picture");
	if (tiktok_is_draft(c) || call_kept(c, "creator"))
		return GO_NEXT;
	if (!*text_member(rec_options(c), "privacy"))
		return call_fail(c, FAULT_INPUT, "a post on TikTok says who may see it: `options: { tiktok: { privacy: "
		    "PUBLIC_TO_EVERYONE } }`");
	call_send(c, "POST", EFFECT_NONE, "/v2/post/publish/creator_info/query/");
	call_json(c, json_object()); /* "Query creator info": Content-Type is required */
	return tiktok_signed(c);
}

/* The wanted level has to be among those that TikTok offers this creator now. */
static enum go
check_privacy(struct call *c, const json_t *levels)
{
	const char   *wanted = text_member(rec_options(c), "privacy"), *list = "";
	const json_t *level;
	size_t        i;

	json_array_foreach(levels, i, level) {
		if (json_is_string(level) && strcmp(json_string_value(level), wanted) == 0)
			return GO_NEXT;
		if (json_is_string(level))
			list = mem_fmt(c->mem, "%s%s%s", list, *list ? ", " : "", json_string_value(level));
	}
	return call_fail(c, FAULT_REFUSED, "TikTok does not offer the privacy %s to this account now, but: %s",
	    call_words(c, wanted, strlen(wanted)), call_words(c, list, strlen(list)));
}

static enum go
check_switches(struct call *c, const json_t *data)
{
	const char *name;
	size_t      i;

	for (i = 0; i < sizeof switches / sizeof *switches; i++) {
		name = switches[i];
		if (!json_is_true(json_object_get(data, mem_fmt(c->mem, "%s_disabled", name))))
			continue;
		if (json_is_true(json_object_get(rec_options(c), name)))
			return call_fail(c, FAULT_REFUSED, "the account has \"%s\" switched off in the app; switch it "
			    "on there, or take it out of the options", name);
		call_keep_item(c, "off", json_string(name));
	}
	return GO_NEXT;
}

static enum go
check_length(struct call *c, const json_t *data)
{
	json_int_t most = json_integer_value(json_object_get(data, "max_video_post_duration_sec"));
	json_int_t ms = json_integer_value(call_media_fact(c, 0, "duration"));

	if (most && ms > most * 1000)
		return call_fail(c, FAULT_REFUSED, "the film lasts %lld s, %lld s are allowed to this account",
		    (long long)(ms + 999) / 1000, (long long)most);
	return GO_NEXT;
}

enum go
tiktok_take_creator(struct call *c)
{
	const json_t *data = json_object_get(c->body, "data");

	if (tiktok_ok(c) == GO_FAIL || check_privacy(c, json_object_get(data, "privacy_level_options")) == GO_FAIL ||
	    check_switches(c, data) == GO_FAIL || check_length(c, data) == GO_FAIL)
		return GO_FAIL;
	call_keep(c, "creator", "yes");
	call_keep(c, "user", text_member(data, "creator_username"));
	return GO_NEXT;
}

/* --- until it is out ------------------------------------------------------------------------------------- */

void
tiktok_keep_post(struct call *c, const json_t *id)
{
	if (json_is_integer(id))
		call_keep(c, "id", mem_fmt(c->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(id)));
	else if (json_is_string(id) && *json_string_value(id))
		call_keep(c, "id", json_string_value(id));
}

void
tiktok_tell(struct call *c)
{
	const char *id = call_kept(c, "id"), *user = call_kept(c, "user");

	if (!id)
		return;
	call_out(c, "ref", id);
	if (user && *user)
		call_out_url(c, mem_fmt(c->mem, "https://www.tiktok.com/@%s/video/%s", call_encoded(c, user),
		    call_encoded(c, id)));
}

enum go
tiktok_ask_status(struct call *c)
{
	call_send(c, "POST", EFFECT_NONE, "/v2/post/publish/status/fetch/");
	call_json(c, json_pack("{s:s}", "publish_id", call_kept(c, "publish")));
	return tiktok_signed(c);
}

static enum go
ask_out(struct call *c)
{
	tiktok_tell(c);
	return call_kept(c, "id") ? GO_NEXT : tiktok_ask_status(c);
}

/* "Get post status", fail_reason: what people can do about it. */
static enum go
failed(struct call *c, const json_t *data)
{
	static const struct { const char *reason; enum fault fault; const char *todo; } reasons[] = {
		{ "auth_removed", FAULT_AUTH, "; sign in again" },
		{ "spam_risk_user_banned_from_posting", FAULT_REFUSED, "; open the app and look at the account" },
		{ "video_pull_failed", FAULT_REFUSED, "; is its address public?" },
		{ "photo_pull_failed", FAULT_REFUSED, "; is its address public?" },
		{ "internal", FAULT_REFUSED, "; it may be posted again: smm-post --settle ID=again" },
	};
	const char *why = text_member(data, "fail_reason");
	size_t      i;

	for (i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].reason, why) == 0)
			return call_fail(c, reasons[i].fault, "TikTok did not publish it: %s%s", reasons[i].reason,
			    reasons[i].todo);
	return call_fail(c, FAULT_REFUSED, "TikTok did not publish it: %s", call_words(c, why, strlen(why)));
}

/* The id is told of public posts only, and only when TikTok has looked at them. */
static enum go
take_id(struct call *c, const json_t *data)
{
	tiktok_keep_post(c, json_array_get(json_object_get(data, "publicaly_available_post_id"), 0));
	tiktok_tell(c);
	if (call_kept(c, "id") || strcmp(text_member(rec_options(c), "privacy"), "PUBLIC_TO_EVERYONE") != 0 ||
	    call_count(c, "waits") > ID_WAITS_MAX)
		return GO_NEXT;
	return call_wait_longer(c, POLL_SEC, POLL_LAST_SEC);
}

static enum go
still_at_work(struct call *c)
{
	if (call_is_over(c, "polled", POLL_HOURS))
		return call_fail(c, FAULT_REFUSED, "TikTok has not published it in %d hours; look in the app before it "
		    "is posted again", POLL_HOURS);
	return call_wait_longer(c, POLL_SEC, POLL_LAST_SEC);
}

static enum go
take_out(struct call *c)
{
	const json_t *data = json_object_get(c->body, "data");
	const char   *status = text_member(data, "status");

	if (tiktok_ok(c) == GO_FAIL)
		return GO_FAIL;
	if (strcmp(status, "FAILED") == 0)
		return failed(c, data);
	if (strcmp(status, "PUBLISH_COMPLETE") == 0)
		return take_id(c, data);
	if (strcmp(status, "SEND_TO_USER_INBOX") != 0)
		return still_at_work(c);
	call_keep(c, "note", "it waits in the inbox of the app, to be finished there");
	return GO_NEXT;
}

static const struct step publish[] = {
	{ "creator", tiktok_ask_creator, tiktok_take_creator, 0,   NULL, 0 },
	HOST_PUT,
	{ "upload",  tiktok_ask_upload,  tiktok_take_upload,  0,   &tiktok_find_upload, 5 },
	{ "out",     ask_out,            take_out,            0,   NULL, 0 },
	HOST_REMOVE,
	{ 0 }
};

/* --- errors -------------------------------------------------------------------------------------------------- */

/* "Error handling", and the errors of each endpoint; others by the status. */
static const struct {
	const char *code, *todo;
	enum fault  fault;
	int         is_day; /* no more before tomorrow */
} codes[] = {
	{ "access_token_invalid", "sign in again", FAULT_AUTH },
	{ "scope_not_authorized", "a scope is missing; sign in again and grant it", FAULT_AUTH },
	{ "scope_permission_missed", "a scope is missing; sign in again and grant it", FAULT_AUTH },
	{ "rate_limit_exceeded", NULL, FAULT_LIMIT },
	{ "spam_risk_too_many_posts", "no more posts today", FAULT_LIMIT, 1 },
	{ "spam_risk_too_many_pending_share", "finish those that wait in the inbox of the app", FAULT_LIMIT, 1 },
	{ "reached_active_user_cap", "the app is not audited: five accounts a day", FAULT_LIMIT, 1 },
	{ "spam_risk_user_banned_from_posting", "open the app and look at the account", FAULT_AUTH },
	{ "user_banned_from_posting", "open the app and look at the account", FAULT_AUTH },
	{ "unaudited_client_can_only_post_to_private_accounts", "the app is not audited: make the account "
	    "private, or ask for the audit", FAULT_CONF },
	{ "url_ownership_unverified", "verify the address' domain in the app's settings", FAULT_CONF },
	{ "privacy_level_option_mismatch", "choose another `privacy`", FAULT_REFUSED },
	{ "internal_error", NULL, FAULT_UNSURE },
};

/* The address of an upload lives an hour: whether all was there before, the post's status tells. */
static enum fault
upload_gone(struct call *c)
{
	call_keep(c, "over", "yes");
	call_fail(c, FAULT_NONE, "TikTok's address for the upload is not good any more");
	return FAULT_UNSURE;
}

enum fault
tiktok_fault(struct call *c)
{
	const json_t *error = json_object_get(c->body, "error");
	const char   *code = text_member(error, "code"), *words = text_member(error, "message");
	const char   *log = text_member(error, "log_id");
	int           status = c->reply->status;
	size_t        i;

	if (status == 416)
		return FAULT_UNSURE;
	if (!*code)
		return call_kept(c, "upload") && (status == 403 || status == 404) ? upload_gone(c) : FAULT_NONE;
	words = call_words(c, words, strlen(words));
	log = call_words(c, log, strlen(log));
	for (i = 0; i < sizeof codes / sizeof *codes && strcmp(codes[i].code, code) != 0; i++)
		;
	if (i == sizeof codes / sizeof *codes) {
		call_fail(c, FAULT_NONE, "TikTok: %s (%s, log %s)", words, call_words(c, code, strlen(code)), log);
		return FAULT_NONE;
	}
	if (codes[i].is_day)
		c->wake = call_midnight(c);
	call_fail(c, FAULT_NONE, "TikTok: %s (%s, log %s)%s%s", words, codes[i].code, log, codes[i].todo ? "; " : "",
	    codes[i].todo ? codes[i].todo : "");
	return codes[i].fault;
}

/* "Always test error.code, even with HTTP 200." */
enum go
tiktok_ok(struct call *c)
{
	const char *code = text_member(json_object_get(c->body, "error"), "code");
	enum fault  fault;

	if (strcmp(code, "ok") == 0)
		return GO_NEXT;
	if (!*code) {
		call_get(c, "error");
		return GO_FAIL;
	}
	fault = tiktok_fault(c);
	c->err.fault = fault ? fault : FAULT_REFUSED;
	return GO_FAIL;
}

/* "Media transfer guide": films up to 4 GB, pictures up to 20 MB. */
static const struct media_limit types[] = {
	{ "video/mp4", INT64_C(4) << 30 }, { "video/quicktime", INT64_C(4) << 30 }, { "video/webm", INT64_C(4) << 30 },
	{ "image/jpeg", 20 << 20 }, { "image/webp", 20 << 20 },
	{ NULL, 0 }
};

static const char *const options[] = { "privacy", NULL };

#define BUSINESS "unsupported here: of an account of the network tiktok-business"

static const struct lack lacks[] = {
	{ "edit",          "unsupported: take it away in the app and post it anew" },
	{ "delete",        "unsupported: take it away in the app" },
	{ "reply",         BUSINESS },
	{ "reply_private", "unsupported" },
	{ "hide",          BUSINESS },
	{ "unhide",        BUSINESS },
	{ "like",          BUSINESS },
	{ "unlike",        BUSINESS },
	{ "mute",          "unsupported" },
	{ "unmute",        "unsupported" },
	{ "block",         "unsupported" },
	{ "unblock",       "unsupported" },
	{ "report",        "unsupported" },
	{ "inbox",         BUSINESS },
	{ "thread",        BUSINESS },
	{ "other_metrics", "unsupported: the Research API is for universities" },
	{ "posts that others see", "need review by the network: an app without audit posts to private accounts only" },
	{ "scheduling",    "unsupported: smm-post keeps the time" },
	{ "mentions",      "need review by the network: approved apps of the API for Business only" },
	{ NULL, NULL }
};

/* "Content Sharing Guidelines", 2026: about so many posts of a creator in a day, all apps together */
static const struct post_limit limits[] = { { 15, 86400, NULL, 0 }, { 0 } };

static const char *const knows[] = {
	"privacy", "comment", "duet", "stitch", "draft", "cover_at", "synthetic", "paid_partnership",
	"own_brand", NULL
};

const struct net net_tiktok = {
	.name   = "tiktok",
	.title  = "TikTok",
	.knows  = knows,
	.server = "https://open.tiktokapis.com",
	.can    = CAN_TITLE,
	/* "Direct post": title 2,200 UTF-16 code units; of pictures title 90, description 4,000 */
	.text   = { .unit = TEXT_UTF16, .max = 2200 },
	.post   = { .needs = NEEDS_MEDIA, .title = { .unit = TEXT_UTF16, .max = 90 }, .options = options,
	            .unless = "draft" },
	.limits = limits,
	.media  = { .max = 35, .types = types, .from = MEDIA_URL, .films_from = MEDIA_EITHER },
	.oauth  = &tiktok_oauth,
	.posts_at_once = 20,
	.lacks  = lacks,
	.ops    = {
		[OP_PUBLISH]         = publish,
		[OP_POST_METRICS]    = tiktok_post_metrics,
		[OP_ACCOUNT_METRICS] = tiktok_account_metrics,
		[OP_WHO]             = tiktok_who,
		[OP_AUTHORIZE]       = tiktok_authorize,
		[OP_REFRESH]         = tiktok_refresh,
		[OP_REVOKE]          = oauth_revoke,
	},
	.fault  = tiktok_fault,
};
