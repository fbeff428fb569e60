/*
 * youtube.c - films
 *
 * developers.google.com/youtube/v3: videos, thumbnails. A post is a film with a title; its text is the description.
 * The film is uploaded (youtube_upload.c), gets its picture, and is waited for while YouTube processes it.
 */
#include "youtube.h"

#include "smm/when.h"

#include "oauth.h"

#define POLL_SEC      15
#define POLL_LAST_SEC 300
#define POLL_HOURS    72 /* twelve hours of film take their time */

/*
 * Kept state, beside youtube_upload.c's: pictured, the picture was set or refused; note, why;
 * pause, of the last wait; polled, since when.
 */

/* --- what a film says ------------------------------------------------------------------------------- */

static const char *
option(const struct call *c, const char *name)
{
	return text_member(rec_options(c), name);
}

static json_t *
snippet_json(struct call *c)
{
	const char *title = rec_string(c, "title"), *lang = rec_string(c, "lang");
	const char *category = id_member(c, rec_options(c), "category"); /* a number, or one as text */
	json_t     *tags = json_object_get(c->rec, "tags");
	json_t     *s = json_pack("{s:s, s:s}", "title", title ? title : "", "description", call_text(c, 0));

	if (json_array_size(tags))
		json_object_set(s, "tags", tags);
	json_object_set_new(s, "categoryId", json_string(category ? category : "22")); /* People & Blogs */
	if (lang && *lang)
		json_object_set_new(s, "defaultLanguage", json_string(lang));
	return s;
}

/* A time that is still to come; what it was at the first try is kept, so that requests stay the same. */
static const char *
publish_at(struct call *c)
{
	const char *at = option(c, "publish_at");
	int64_t     ms = 0;

	if (*at && !call_kept(c, "scheduled"))
		call_keep(c, "scheduled", when_read(at, strlen(at), &ms, NULL) || ms > c->now ? "yes" : "no");
	return *at && strcmp(call_kept(c, "scheduled"), "yes") == 0 ? at : "";
}

/* The whole part each time: what is left out takes the channel's default, which often is public. */
static json_t *
status_json(struct call *c)
{
	const char *seen = rec_string(c, "visibility"), *at = publish_at(c);
	json_t     *s = json_object();

	json_object_set_new(s, "privacyStatus", json_string(*at ? "private" : seen ? seen : "public"));
	if (*at)
		json_object_set_new(s, "publishAt", json_string(at));
	json_object_set_new(s, "selfDeclaredMadeForKids",
	    json_boolean(json_is_true(json_object_get(rec_options(c), "made_for_kids"))));
	json_object_set_new(s, "containsSyntheticMedia",
	    json_boolean(json_is_true(json_object_get(rec_options(c), "synthetic"))));
	json_object_set_new(s, "embeddable",
	    json_boolean(!json_is_false(json_object_get(rec_options(c), "embeddable"))));
	json_object_set_new(s, "license", json_string(*option(c, "license") ? option(c, "license") : "youtube"));
	return s;
}

json_t *
youtube_words(struct call *c)
{
	return json_pack("{s:o, s:o}", "snippet", snippet_json(c), "status", status_json(c));
}

/* --- the picture that stands for it --------------------------------------------------------------------- */

static const char *
video_id(const struct call *c)
{
	const char *id = call_kept(c, "video"), *was = json_string_value(call_was(c, "video"));

	return id ? id : was ? was : text_member(c->was, "ref");
}

enum go
youtube_ask_thumbnail(struct call *c)
{
	const char *file = text_member(json_object_get(rec_options(c), "thumb"), "file");
	size_t      i = rec_media_count(c);
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	if (!*file || call_kept(c, "pictured"))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_SAME, "/upload" YOUTUBE "/thumbnails/set?videoId=%s&uploadType=media",
	    call_encoded(c, video_id(c)));
	c->req.body = BODY_FILE;
	c->req.file = file;
	c->req.type = type ? type : "application/octet-stream";
	c->req.stamp = call_stamp(c, i);
	return youtube_signed(c);
}

/* 403: the channel may set none, because its owner has not confirmed a phone number, say. The film is out. */
enum go
youtube_take_thumbnail(struct call *c)
{
	enum fault fault = FAULT_NONE;

	if (c->reply->status == 403) {
		fault = youtube_fault(c);
		if (fault == FAULT_LIMIT || fault == FAULT_AUTH)
			return call_fail(c, fault, "%s", mem_str(c->mem, c->err.text));
		call_keep(c, "note", mem_fmt(c->mem, "its picture was refused: %s", c->err.text));
	}
	call_keep(c, "pictured", "yes");
	if (call_kept(c, "note"))
		call_out(c, "note", call_kept(c, "note"));
	return GO_NEXT;
}

/* --- until it can be seen ---------------------------------------------------------------------------------- */

void
youtube_tell(struct call *c)
{
	const char *id = call_kept(c, "video"), *note = call_kept(c, "note");

	call_out(c, "ref", id);
	call_out_url(c, mem_fmt(c->mem, "https://www.youtube.com/watch?v=%s", call_encoded(c, id)));
	if (note)
		call_out(c, "note", note);
}

static enum go
ask_processed(struct call *c)
{
	youtube_tell(c);
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/videos?part=status,processingDetails&id=%s",
	    call_encoded(c, call_kept(c, "video")));
	return youtube_signed(c);
}

static enum go
refuse(struct call *c, const json_t *status)
{
	const char *state = text_member(status, "uploadStatus"), *why = text_member(status, "failureReason");

	if (!*why)
		why = text_member(status, "rejectionReason");
	return call_fail(c, FAULT_REFUSED, "YouTube says of the film: %s %s", call_words(c, state, strlen(state)),
	    call_words(c, why, strlen(why)));
}

/* Of projects without an audit all films are locked as private ("videos.insert"). */
static enum go
check_seen(struct call *c, const json_t *status)
{
	const char *seen = rec_string(c, "visibility"), *is = text_member(status, "privacyStatus");

	if (strcmp(is, "private") == 0 && !*publish_at(c) && (!seen || strcmp(seen, "private") != 0))
		return call_fail(c, FAULT_CONF, "the film is there, but locked as private: the project has not passed "
		    "YouTube's audit; ask for it, then make the film public in YouTube Studio");
	return GO_NEXT;
}

static enum go
take_processed(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *video = json_array_get(items, 0);
	const json_t *status = json_object_get(video, "status");
	const char   *state = text_member(status, "uploadStatus");
	const char   *work = text_member(json_object_get(video, "processingDetails"), "processingStatus");

	if (!json_is_array(items))
		return youtube_failed(c, "items");
	if (!video || strcmp(state, "deleted") == 0)
		return call_fail(c, FAULT_REFUSED, "the film is not there any more");
	if (strcmp(state, "failed") == 0 || strcmp(state, "rejected") == 0 || strcmp(work, "failed") == 0 ||
	    strcmp(work, "terminated") == 0)
		return refuse(c, status);
	if (strcmp(state, "processed") != 0 && call_is_over(c, "polled", POLL_HOURS))
		return call_fail(c, FAULT_REFUSED, "YouTube has not processed the film in %d hours; it is there: look "
		    "at it in YouTube Studio", POLL_HOURS);
	if (strcmp(state, "processed") != 0)
		return call_wait_longer(c, POLL_SEC, POLL_LAST_SEC);
	return check_seen(c, status);
}

/* --- our own comment below it --------------------------------------------------------------------------------- */

static enum go
ask_comment(struct call *c)
{
	const char *text = rec_string(c, "first_comment");

	youtube_tell(c);
	return text && *text ? youtube_ask_comment(c) : GO_DONE;
}

static const struct step publish[] = {
	{ "upload",    youtube_ask_upload,    youtube_take_upload,    308, &youtube_find_upload, 2 },
	{ "thumbnail", youtube_ask_thumbnail, youtube_take_thumbnail, 403, NULL, 0 },
	{ "captions",  youtube_ask_captions,  youtube_take_captions,  ALSO_ALL, NULL, 0 },
	{ "processed", ask_processed,         take_processed,         0,   NULL, 0 },
	{ "comment",   ask_comment,           youtube_take_comment,   0,   &youtube_find_comment, 5 },
	{ 0 }
};

/* "videos.insert": 256 GB or 12 h; "thumbnails.set": JPEG and PNG up to 2 MB. */
static const struct media_limit types[] = {
	{ "video/mp4", INT64_C(256) << 30 }, { "video/quicktime", INT64_C(256) << 30 },
	{ "video/webm", INT64_C(256) << 30 },
	{ "image/jpeg", 2 << 20 }, { "image/png", 2 << 20 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "reply_private", "unsupported: no private messages" },
	{ "like",          "unsupported: the API likes films, not comments" },
	{ "unlike",        "unsupported: see like" },
	{ "mute",          "unsupported: hide a comment, or block who wrote it" },
	{ "unmute",        "unsupported: see mute" },
	{ "unblock",       "unsupported: in YouTube Studio, Settings, Community" },
	{ "report",        "unsupported: gone from the API" },
	{ "films that others see", "need review by the network: without an audit of the project they stay private" },
	{ "edit of a comment", "left out: delete it and answer anew" },
	{ "community posts", "unsupported: the API neither makes nor lists them" },
	{ "mentions, hearts, pins, lists of who is banned, receipts of delivery", "unsupported" },
	{ NULL, NULL }
};

/* "Quota calculator", 2026: units of each request; those of insert are counted apart. */
static const struct quota quota = {
	.unit = "units of the project a day (uploads: 100 of their own)", .day = 10000,
	.of = {
		[OP_PUBLISH] = 1, [OP_EDIT] = 50, [OP_DELETE] = 50, [OP_REPLY] = 52, [OP_HIDE] = 50, [OP_HOLD] = 50,
		[OP_UNHIDE] = 50, [OP_BLOCK] = 50, [OP_INBOX] = 5, [OP_THREAD] = 2, [OP_POST_METRICS] = 1,
		[OP_ACCOUNT_METRICS] = 1, [OP_OTHER_METRICS] = 1,
	},
};

/* "Quota calculator", 2026: videos.insert, of all channels of the project, until midnight Pacific time */
static const struct post_limit limits[] = { { 100, 0, youtube_midnight, LIMIT_APP }, { 0 } };

static const char *const knows[] = {
	"category", "publish_at", "license", "made_for_kids", "synthetic", "embeddable", "notify", "thumb",
	"captions", NULL
};

const struct net net_youtube = {
	.name   = "youtube",
	.title  = "YouTube",
	.knows  = knows,
	.server = "https://www.googleapis.com",
	.can    = CAN_TITLE | CAN_VISIBILITY | CAN_COMMENT,
	/* videos#snippet: description 5,000 bytes, title 100 characters, tags 500; no < or > */
	.text   = { .unit = TEXT_BYTES, .max = 5000 },
	.post   = { .needs = NEEDS_FILM | NEEDS_TITLE, .title = { .unit = TEXT_UTF16, .max = 100 }, .tags_max = 500,
	            .refused = "<>" },
	.limits = limits,
	.media  = { .max = 1, .types = types },
	.oauth  = &youtube_oauth,
	.quota  = &quota,
	.posts_at_once = 25,
	.lacks  = lacks,
	.ops    = {
		[OP_PUBLISH]         = publish,
		[OP_EDIT]            = youtube_edit,
		[OP_DELETE]          = youtube_delete,
		[OP_REPLY]           = youtube_reply,
		[OP_HIDE]            = youtube_hide,
		[OP_HOLD]            = youtube_hold,
		[OP_UNHIDE]          = youtube_unhide,
		[OP_BLOCK]           = youtube_block,
		[OP_INBOX]           = youtube_inbox,
		[OP_THREAD]          = youtube_thread,
		[OP_POST_METRICS]    = youtube_post_metrics,
		[OP_ACCOUNT_METRICS] = youtube_account_metrics,
		[OP_OTHER_METRICS]   = youtube_other_metrics,
		[OP_WHO]             = youtube_who,
		[OP_AUTHORIZE]       = oauth_authorize,
		[OP_DEVICE]          = oauth_device,
		[OP_REFRESH]         = oauth_refresh,
		[OP_REVOKE]          = oauth_revoke,
	},
	.fault  = youtube_fault,
};
