/*
 * tiktok_business.c - films and pictures on a business account of TikTok, fetched by their address
 *
 * business-api.tiktok.com: business/video/publish, business/photo/publish, business/publish/status. Publishing has no
 * key and cannot be taken back: of a post whose answer was lost our newest films are looked through for minutes.
 */
#include "tiktok_business.h"

#include "smm/when.h"

#include "host.h"
#include "html.h"

#include <inttypes.h>
#include <stdlib.h>

#define POLL_SEC      10
#define POLL_LAST_SEC 300
#define POLL_HOURS    24
#define ID_WAITS_MAX  6   /* "post_ids may lag 3 minutes" */
#define LOOK_AFTER    30
#define LOOK_PAUSE    60
#define LOOKS_MAX     5
#define PACE_MS       INT64_C(300000) /* too many requests a minute: "wait 5 minutes" */

/*
 * Kept state of a post:
 *	files    what the media were found to be (call_fix_media)
 *	share    what TikTok calls it until it is out
 *	since    when it was first asked for; looks: how often we have looked
 *	pause    seconds of the last wait; polled: since when; waits: for the id
 *	id, url  of the post; note: what is to be said of it (host.h)
 */

/* --- requests and answers ------------------------------------------------------------------------- */

enum go
ttb_signed(struct call *c)
{
	const char *token = call_session(c, "token"), *s;

	if (!token)
		return GO_FAIL;
	for (s = token; *s; s++)
		if (*s <= ' ' || *s == 127)
			return call_fail(c, FAULT_AUTH, "the token of account %s holds a blank or a control character",
			    c->account->name);
	req_header(&c->req, c->mem, "Access-Token", token);
	return GO_SEND;
}

/* What signing in gave, else the account's user. */
static const char *
business_id(struct call *c)
{
	const char *id = text_member(c->session, "business_id");

	if (*id)
		return id;
	if (!c->account->user)
		call_fail(c, FAULT_AUTH, "account %s: sign in (smm-auth login %s), or write the account's open_id as "
		    "`user` in smm.yaml", c->account->name, c->account->name);
	return c->account->user;
}

enum go
ttb_get(struct call *c, const char *path, const char *query)
{
	const char *id = business_id(c);

	if (!id)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, TTB "/business/%s/?business_id=%s%s", path, call_encoded(c, id), query);
	return ttb_signed(c);
}

enum go
ttb_post(struct call *c, enum effect effect, const char *path, json_t *body)
{
	const char *id = business_id(c);

	if (!id) {
		json_decref(body);
		return GO_FAIL;
	}
	json_object_set_new(body, "business_id", json_string(id));
	call_send(c, "POST", effect, TTB "/business/%s/", path);
	call_json(c, body);
	return ttb_signed(c);
}

json_t *
ttb_data(struct call *c)
{
	const json_t *code = json_object_get(c->body, "code");
	enum fault    fault;

	if (!json_is_integer(code)) {
		call_get(c, "code");
		return NULL;
	}
	if (json_integer_value(code) == 0 && json_is_object(json_object_get(c->body, "data")))
		return json_object_get(c->body, "data");
	if (json_integer_value(code) == 0) {
		call_fail(c, FAULT_REPLY, "TikTok answered %d without \"data\"", c->reply->status);
		return NULL;
	}
	fault = ttb_fault(c);
	c->err.fault = fault ? fault : FAULT_REFUSED;
	return NULL;
}

int64_t
ttb_time(const json_t *seconds)
{
	const char *text = json_string_value(seconds);

	if (json_is_integer(seconds))
		return json_integer_value(seconds) * INT64_C(1000);
	return text && *text && strlen(text) < 13 && !text[strspn(text, "0123456789")] ?
	    strtoll(text, NULL, 10) * INT64_C(1000) : 0;
}

const char *
ttb_encoded(struct call *c, json_t *value)
{
	char       *text = json_dumps(value, JSON_COMPACT);
	const char *out = call_encoded(c, text);

	free(text);
	json_decref(value);
	return out;
}

/* --- what is published ---------------------------------------------------------------------------- */

static int
option(const struct call *c, const char *name)
{
	return json_is_true(json_object_get(rec_options(c), name));
}

static void
add_flag(json_t *to, const char *name, int is_set)
{
	json_object_set_new(to, name, json_boolean(is_set));
}

static int
is_off(const struct call *c, const char *name)
{
	return json_is_false(json_object_get(rec_options(c), name));
}

static json_t *
post_info(struct call *c)
{
	json_t     *info = json_pack("{s:s}", "caption", call_text(c, 0));
	const char *title = rec_string(c, "title"), *privacy = text_member(rec_options(c), "privacy");
	int         is_film = call_is_video(c, 0);

	add_flag(info, "is_brand_organic", option(c, "own_brand"));
	add_flag(info, "is_branded_content", option(c, "paid_partnership"));
	add_flag(info, "disable_comment", is_off(c, "comment"));
	if (is_film) {
		add_flag(info, "disable_duet", is_off(c, "duet"));
		add_flag(info, "disable_stitch", is_off(c, "stitch"));
		add_flag(info, "is_ai_generated", option(c, "synthetic"));
		add_flag(info, "upload_to_draft", option(c, "draft"));
		return info;
	}
	if (title && *title)
		json_object_set_new(info, "title", json_string(title));
	if (*privacy)
		json_object_set_new(info, "privacy_level", json_string(privacy));
	add_flag(info, "is_draft", option(c, "draft"));
	return info;
}

static enum go
ask_film(struct call *c, const char *url)
{
	json_t     *body = json_pack("{s:s, s:o}", "video_url", url, "post_info", post_info(c));
	int64_t     cover_ms = call_cover_ms(c);
	const char *thumb = text_member(json_object_get(rec_options(c), "thumb"), "url");

	if (*thumb)
		json_object_set_new(body, "custom_thumbnail_url", json_string(thumb));
	else if (cover_ms >= 0)
		json_object_set_new(body, "thumbnail_offset", json_integer(cover_ms));
	return ttb_post(c, EFFECT_ONCE, "video/publish", body);
}

static enum go
ask_pictures(struct call *c)
{
	json_t *list = host_addresses(c);

	if (!list)
		return GO_FAIL;
	return ttb_post(c, EFFECT_ONCE, "photo/publish", json_pack("{s:o, s:i, s:o}", "photo_images", list,
	    "photo_cover_index", 0, "post_info", post_info(c)));
}

static void
tell(struct call *c)
{
	call_out(c, "ref", call_kept(c, "id"));
	if (call_kept(c, "url"))
		call_out_url(c, call_kept(c, "url"));
}

static enum go
ask_publish(struct call *c)
{
	const char *url;

	call_fix_media(c);
	tell(c);
	if (call_kept(c, "share") || call_kept(c, "id"))
		return GO_NEXT;
	if (!rec_media_count(c))
		return call_fail(c, FAULT_INPUT, "TikTok has no posts without a film or a picture");
	call_fix_time(c, "since");
	if (!call_is_video(c, 0))
		return ask_pictures(c);
	url = call_media_url(c, 0);
	return url ? ask_film(c, url) : GO_FAIL;
}

static enum go
take_publish(struct call *c)
{
	const json_t *data = ttb_data(c);
	const char   *id = id_member(c, data, "share_id");

	if (!data)
		return GO_FAIL;
	if (!id)
		return call_fail(c, FAULT_REPLY, "TikTok answered %d without \"data.share_id\"", c->reply->status);
	call_keep(c, "share", id);
	return GO_NEXT;
}

/* --- was it made? ----------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	return ttb_get(c, "video/list", mem_fmt(c->mem, "&fields=%s&max_count=20", ttb_encoded(c, json_pack("[s,s,s,s]",
	    "item_id", "create_time", "share_url", "caption"))));
}

static int
is_ours(struct call *c, const json_t *video)
{
	return ttb_time(json_object_get(video, "create_time")) >= call_since(c, "since") / 1000 * 1000 &&
	    text_compare(call_text(c, 0), text_member(video, "caption")) == LIKE_SAME;
}

static enum go
take_look(struct call *c)
{
	const json_t *data = ttb_data(c), *one, *found = NULL;
	size_t        i, many = 0;

	if (!data)
		return GO_FAIL;
	json_array_foreach(json_object_get(data, "videos"), i, one) {
		if (!is_ours(c, one) || !id_member(c, one, "item_id"))
			continue;
		found = one;
		many++;
	}
	if (many > 1)
		return call_twins(c, many);
	if (found) {
		call_keep(c, "id", id_member(c, found, "item_id"));
		call_keep(c, "url", text_member(found, "share_url"));
		tell(c);
		return GO_NEXT;
	}
	if (call_looks_again(c, LOOKS_MAX, LOOK_PAUSE))
		return GO_WAIT;
	return call_fail(c, FAULT_UNSURE, "no answer came, and it is not among our newest posts; look in the app");
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

/* --- until it is out -------------------------------------------------------------------------------- */

static enum go
ask_out(struct call *c)
{
	tell(c);
	if (call_kept(c, "id"))
		return GO_NEXT;
	return ttb_get(c, "publish/status", mem_fmt(c->mem, "&publish_id=%s", call_encoded(c, call_kept(c, "share"))));
}

/* The id comes some minutes after, and of posts that only some people see perhaps never. */
static enum go
take_id(struct call *c, const json_t *data)
{
	const json_t *id = json_array_get(json_object_get(data, "post_ids"), 0);

	if (json_is_integer(id))
		call_keep(c, "id", mem_fmt(c->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(id)));
	else if (json_is_string(id) && *json_string_value(id))
		call_keep(c, "id", json_string_value(id));
	tell(c);
	if (call_kept(c, "id") || call_count(c, "waits") > ID_WAITS_MAX)
		return GO_NEXT;
	return call_wait_longer(c, POLL_SEC, POLL_LAST_SEC);
}

static enum go
take_out(struct call *c)
{
	const json_t *data = ttb_data(c);
	const char   *status = text_member(data, "status"), *why = text_member(data, "reason");

	if (!data)
		return GO_FAIL;
	if (strcmp(status, "FAILED") == 0)
		return call_fail(c, strcmp(why, "auth_removed") == 0 ? FAULT_AUTH : FAULT_REFUSED,
		    "TikTok did not publish it: %s", call_words(c, why, strlen(why)));
	if (strcmp(status, "PUBLISH_COMPLETE") == 0)
		return take_id(c, data);
	if (strcmp(status, "SEND_TO_USER_INBOX") != 0 && call_is_over(c, "polled", POLL_HOURS))
		return call_fail(c, FAULT_REFUSED, "TikTok has not published it in %d hours; look in the app before it "
		    "is posted again", POLL_HOURS);
	if (strcmp(status, "SEND_TO_USER_INBOX") != 0)
		return call_wait_longer(c, POLL_SEC, POLL_LAST_SEC);
	call_keep(c, "note", "it waits in the inbox of the app, to be finished there");
	return GO_NEXT;
}

static const struct step publish[] = {
	HOST_PUT,
	{ "publish", ask_publish,     take_publish,     0,        &look,             LOOK_AFTER },
	{ "out",     ask_out,         take_out,         0,        NULL,              0 },
	{ "comment", ttb_ask_comment, ttb_take_comment, 0,        &ttb_find_comment, 10 },
	{ "pin",     ttb_ask_pin,     ttb_take_pin,     ALSO_ALL, NULL,              0 },
	HOST_REMOVE,
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------------- */

/* "Return codes"; of others the range says it: 4xxxx for good, 5xxxx theirs. */
static const struct {
	int         code;
	enum fault  fault;
	const char *todo;
} codes[] = {
	{ 40001, FAULT_AUTH, "a permission is missing; sign in again and grant it" },
	{ 40002, FAULT_REFUSED, NULL },
	{ 40016, FAULT_LIMIT, NULL }, { 40100, FAULT_LIMIT, NULL }, { 40133, FAULT_LIMIT, NULL },
	{ 51021, FAULT_LIMIT, NULL },
	{ 40102, FAULT_AUTH, "sign in again" }, { 40104, FAULT_AUTH, "sign in again" },
	{ 40105, FAULT_AUTH, "sign in again" },
};

/* Minutes for what is counted by the minute; what is counted by the day begins anew at midnight UTC. */
static void
wait_for_limit(struct call *c, const char *words)
{
	int is_day = strstr(words, "QPD") || strstr(words, "per day") || strstr(words, "daily");

	c->wake = is_day ? call_midnight(c) : c->now + PACE_MS;
}

/* What was to be made may be there all the same when the failure is theirs. */
static enum fault
by_range(const struct call *c, json_int_t code)
{
	if (code < 50000)
		return FAULT_REFUSED;
	return c->req.effect == EFFECT_ONCE ? FAULT_REPLY : FAULT_AGAIN;
}

enum fault
ttb_fault(struct call *c)
{
	json_int_t  code = json_integer_value(json_object_get(c->body, "code"));
	const char *words = text_member(c->body, "message"), *id = text_member(c->body, "request_id");
	size_t      i = 0;

	if (!code)
		return FAULT_NONE;
	words = call_words(c, words, strlen(words));
	id = call_words(c, id, strlen(id));
	while (i < sizeof codes / sizeof *codes && codes[i].code != code)
		i++;
	if (i == sizeof codes / sizeof *codes) {
		call_fail(c, FAULT_NONE, "TikTok: %s (%lld, request %s)", words, (long long)code, id);
		return by_range(c, code);
	}
	if (codes[i].fault == FAULT_LIMIT)
		wait_for_limit(c, words);
	call_fail(c, FAULT_NONE, "TikTok: %s (%lld, request %s)%s%s", words, (long long)code, id,
	    codes[i].todo ? "; " : "", codes[i].todo ? codes[i].todo : "");
	return codes[i].fault;
}

/* As of the other API: films up to 4 GB, pictures up to 20 MB. */
static const struct media_limit types[] = {
	{ "video/mp4", INT64_C(4) << 30 }, { "video/quicktime", INT64_C(4) << 30 }, { "video/webm", INT64_C(4) << 30 },
	{ "image/jpeg", 20 << 20 }, { "image/webp", 20 << 20 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "edit",          "unsupported: take it away in the app and post it anew" },
	{ "reply_private", "needs review by the network: approved apps only, and not in Europe" },
	{ "mute",          "unsupported: hide what they write" },
	{ "unmute",        "unsupported" },
	{ "block",         "unsupported: in the app" },
	{ "unblock",       "unsupported: in the app" },
	{ "report",        "unsupported: in the app" },
	{ "other_metrics", "unsupported: figures of our own accounts only" },
	{ "media from a file", "unsupported: TikTok fetches them; give a public `url`, or smm.yaml a media_host" },
	{ "deleting posts and others' comments", "unsupported: in the app; hide what others wrote" },
	{ "pinning others' comments", "left out: `pin: true` pins our first comment" },
	{ "edit of a comment", "unsupported: delete it and answer anew" },
	{ "scheduling",    "unsupported: smm-post keeps the time" },
	{ "mentions",      "need review by the network: approved apps only" },
	{ NULL, NULL }
};

static const char *const knows[] = {
	"privacy", "comment", "duet", "stitch", "draft", "thumb", "cover_at", "synthetic", "paid_partnership",
	"own_brand", "pin", NULL
};

const struct net net_tiktok_business = {
	.name   = "tiktok-business",
	.title  = "TikTok for Business",
	.knows  = knows,
	.server = "https://business-api.tiktok.com",
	.can    = CAN_TITLE | CAN_COMMENT,
	/* business/video/publish: caption; as of the other API 2,200 UTF-16 code units, of pictures title 90 */
	.text   = { .unit = TEXT_UTF16, .max = 2200 },
	.post   = { .needs = NEEDS_MEDIA, .title = { .unit = TEXT_UTF16, .max = 90 } },
	.media  = { .max = 35, .types = types, .from = MEDIA_URL, .films_from = MEDIA_URL },
	.oauth  = &ttb_oauth,
	.posts_at_once = 20,
	.lacks  = lacks,
	.ops    = {
		[OP_PUBLISH]         = publish,
		[OP_DELETE]          = ttb_delete,
		[OP_REPLY]           = ttb_reply,
		[OP_HIDE]            = ttb_hide,
		[OP_UNHIDE]          = ttb_unhide,
		[OP_LIKE]            = ttb_like,
		[OP_UNLIKE]          = ttb_unlike,
		[OP_INBOX]           = ttb_inbox,
		[OP_THREAD]          = ttb_thread,
		[OP_POST_METRICS]    = ttb_post_metrics,
		[OP_ACCOUNT_METRICS] = ttb_account_metrics,
		[OP_WHO]             = ttb_who,
		[OP_AUTHORIZE]       = ttb_authorize,
		[OP_REFRESH]         = ttb_refresh,
		[OP_REVOKE]          = ttb_revoke,
	},
	.fault  = ttb_fault,
};
