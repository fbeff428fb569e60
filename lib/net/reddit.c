/*
 * reddit.c - a community of Reddit, through its Data API
 *
 * reddit.com/dev/api. A post is a text, a link, a picture or a gallery, each with a title. A reply 200 may be an
 * error: {"json": {"errors": [[CODE, words, field]]}}. There is no key: after a lost answer our newest posts are looked
 * through. Of a picture no id is told at all, so that it is looked for, too.
 */
#include "reddit.h"

#include "smm/lang.h"

#include "oauth.h"

#include <strings.h>

#define LOOK_AFTER_SEC 5
#define SHOWN_SEC      15
#define SHOWN_LOOKS    20

/*
 * Kept state of a post:
 *	files   what the media were found to be (call_fix_media)
 *	lease, media   see reddit_media.c
 *	self    our name; since   when the post was first asked for
 *	post    its id, "t3_…"; silent   "yes" when none was told
 *	answer  of the first comment
 */

/* --- requests --------------------------------------------------------------------------------- */

/*
 * PLATFORM:APP:VERSION (by /u/NAME): agents that say less are turned away. The name is known from the sign-in; until
 * then it is the profile or the community that is posted for.
 */
void
reddit_agent(struct call *c)
{
	const char *app = c->account->app_id ? c->account->app_id : "smmkit";
	const char *name = text_member(c->session, "user"), *user = c->account->user ? c->account->user : "smmkit";

	if (!*name)
		name = strncmp(user, "u_", 2) == 0 || strncmp(user, "r/", 2) == 0 ? user + 2 : user;
	req_header(&c->req, c->mem, "User-Agent", mem_fmt(c->mem, "unix:smmkit-%s:1 (by /u/%s)", call_encoded(c, app),
	    call_encoded(c, name)));
}

enum go
reddit_signed(struct call *c)
{
	reddit_agent(c);
	return call_bearer(c, call_session(c, "token"));
}

enum go
reddit_form(struct call *c, struct buf *form)
{
	form_add(form, "api_type", "json");
	call_form(c, form);
	buf_release(form);
	return reddit_signed(c);
}

const char *
reddit_community(struct call *c)
{
	const char *user = c->account->user ? c->account->user : "";

	if (strncmp(user, "r/", 2) == 0)
		user += 2;
	if (!*user)
		call_fail(c, FAULT_CONF, "account %s needs `user`, the name of its community", c->account->name);
	return *user ? user : NULL;
}

/* --- a post ----------------------------------------------------------------------------------- */

static const char *
option(const struct call *c, const char *name)
{
	return text_member(rec_options(c), name);
}

static int
is_link(const struct call *c)
{
	const char *link = rec_string(c, "link");

	return link && *link && !rec_media_count(c);
}

static void
add_flag(struct call *c, struct buf *form, const char *name, int normal)
{
	const json_t *value = json_object_get(rec_options(c), name);

	form_add(form, name, (value ? json_is_true(value) : normal) ? "true" : "false");
}

static void
add_kind(struct call *c, struct buf *form)
{
	if (rec_media_count(c)) {
		form_add(form, "kind", "image");
		form_add(form, "url", text_member(json_array_get(json_object_get(c->keep, "media"), 0), "url"));
	} else if (is_link(c)) {
		form_add(form, "kind", "link");
		form_add(form, "url", rec_string(c, "link"));
	} else {
		form_add(form, "kind", "self");
	}
}

static enum go
ask_one(struct call *c, const char *community, const char *title)
{
	struct buf form = { 0 };

	call_send(c, "POST", EFFECT_ONCE, "/api/submit?raw_json=1");
	form_add(&form, "sr", community);
	form_add(&form, "title", title);
	add_kind(c, &form);
	form_add(&form, "text", call_text(c, 0));
	form_add(&form, "resubmit", json_is_true(json_object_get(rec_options(c), "resubmit")) ? "true" : "false");
	add_flag(c, &form, "sendreplies", 1);
	add_flag(c, &form, "nsfw", 0);
	add_flag(c, &form, "spoiler", 0);
	if (*option(c, "flair_id"))
		form_add(&form, "flair_id", option(c, "flair_id"));
	if (*option(c, "flair_text"))
		form_add(&form, "flair_text", option(c, "flair_text"));
	return reddit_form(c, &form);
}

/* Its captions are the pictures' words. */
static enum go
ask_gallery(struct call *c, const char *community, const char *title)
{
	json_t *items = json_array();
	size_t  i;

	for (i = 0; i < call_kept_count(c, "media"); i++)
		json_array_append_new(items, json_pack("{s:s, s:s, s:s}", "media_id",
		    text_member(json_array_get(json_object_get(c->keep, "media"), i), "asset"), "caption",
		    text_member(rec_media(c, i), "alt"), "outbound_url", ""));
	call_send(c, "POST", EFFECT_ONCE, "/api/submit_gallery_post.json?raw_json=1");
	call_json(c, json_pack("{s:s, s:s, s:s, s:o, s:s, s:b, s:b, s:b, s:b}", "sr", community, "title", title, "text",
	    call_text(c, 0), "items", items, "api_type", "json", "sendreplies", 1, "nsfw",
	    json_is_true(json_object_get(rec_options(c), "nsfw")), "spoiler",
	    json_is_true(json_object_get(rec_options(c), "spoiler")), "validate_on_submit", 1));
	return reddit_signed(c);
}

static void
tell(struct call *c)
{
	const char *id = call_kept(c, "post");

	if (!id)
		return;
	call_out(c, "ref", id);
	call_out_url(c, mem_fmt(c->mem, "https://www.reddit.com/comments/%s", call_encoded(c, id + strlen("t3_"))));
}

static enum go
ask_post(struct call *c)
{
	const char *community = reddit_community(c), *title = rec_string(c, "title");

	tell(c);
	if (call_kept(c, "post") || call_kept(c, "silent"))
		return GO_NEXT;
	if (!community)
		return GO_FAIL;
	call_fix_time(c, "since");
	title = title ? title : "";
	return rec_media_count(c) > 1 ? ask_gallery(c, community, title) : ask_one(c, community, title);
}

static enum go
keep_post(struct call *c, const char *id)
{
	call_keep(c, "post", id);
	tell(c);
	return GO_NEXT;
}

/* A text or a link says its name, a gallery its id, a picture nothing. */
static enum go
take_post(struct call *c)
{
	const json_t *data = json_object_get(json_object_get(c->body, "json"), "data");
	const char   *name = text_member(data, "name"), *id = text_member(data, "id");

	if (reddit_heard(c) == GO_FAIL)
		return GO_FAIL;
	if (strncmp(id, "t3_", 3) == 0)
		name = id;
	if (strncmp(name, "t3_", 3) == 0)
		return keep_post(c, name);
	if (!*text_member(data, "user_submitted_page"))
		return call_fail(c, FAULT_REPLY, "%s answered %d without the post's name", c->net->title,
		    c->reply->status);
	call_keep(c, "silent", "yes");
	return GO_NEXT;
}

/* --- was it made? ------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	if (!call_kept(c, "self"))
		return reddit_ask_self(c);
	call_send(c, "GET", EFFECT_NONE, "/user/%s/submitted?sort=new&limit=%d&raw_json=1",
	    call_encoded(c, call_kept(c, "self")), REDDIT_PAGE);
	return reddit_signed(c);
}

static int
is_post(struct call *c, const json_t *thing)
{
	const char *title = rec_string(c, "title"), *community = reddit_community(c);

	return reddit_time(thing) >= call_since(c, "since") && community &&
	    strcasecmp(text_member(thing, "subreddit"), community) == 0 &&
	    strcmp(text_member(thing, "title"), title ? title : "") == 0;
}

/* How many of our posts are it, and the last of them. */
static size_t
count_posts(struct call *c, const json_t *list, const char **name)
{
	const json_t *one;
	size_t        i, many = 0;

	json_array_foreach(list, i, one)
		if (is_post(c, json_object_get(one, "data"))) {
			*name = text_member(json_object_get(one, "data"), "name");
			many++;
		}
	return many;
}

static enum go
take_list(struct call *c, enum go absent)
{
	const json_t *list;
	const char   *name = NULL;
	size_t        many;

	if (!call_kept(c, "self")) {
		c->wake = c->now;
		return reddit_take_self(c) == GO_FAIL ? GO_FAIL : GO_WAIT;
	}
	list = reddit_list(c, c->body);
	if (!list)
		return GO_FAIL;
	many = count_posts(c, list, &name);
	if (many > 1)
		return call_twins(c, many);
	return many ? keep_post(c, name) : absent;
}

static enum go
take_look(struct call *c)
{
	return take_list(c, GO_AGAIN);
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

/* A picture is shown once Reddit has processed it. */
static enum go
ask_shown(struct call *c)
{
	tell(c);
	return call_kept(c, "post") ? GO_NEXT : ask_look(c);
}

static enum go
take_shown(struct call *c)
{
	enum go go = take_list(c, GO_DONE);

	if (go != GO_DONE)
		return go;
	if (call_looks_again(c, SHOWN_LOOKS, SHOWN_SEC))
		return GO_WAIT;
	return call_fail(c, FAULT_UNSURE, "Reddit took the picture and does not show it: look at the profile");
}

/* --- held back? ----------------------------------------------------------------------------------- */

static enum go
ask_seen(struct call *c)
{
	tell(c);
	call_send(c, "GET", EFFECT_NONE, "/api/info?id=%s&raw_json=1", call_encoded(c, call_kept(c, "post")));
	return reddit_signed(c);
}

/* What the community's filter took away is there for us, and for nobody else. */
static enum go
take_seen(struct call *c)
{
	const json_t *list = reddit_list(c, c->body), *thing;

	if (!list)
		return GO_FAIL;
	thing = json_object_get(json_array_get(list, 0), "data");
	if (*text_member(thing, "removed_by_category") || *text_member(thing, "banned_by"))
		call_keep(c, "held", "yes");
	return GO_NEXT;
}

/* --- our own comment below it --------------------------------------------------------------------- */

static enum go
ask_comment(struct call *c)
{
	const char *text = rec_string(c, "first_comment");

	tell(c);
	if (call_kept(c, "held"))
		call_out(c, "note", tr("the community's filter holds it back: its moderators have to approve it"));
	if (!text || !*text || call_kept(c, "answer"))
		return GO_NEXT;
	return reddit_ask_comment(c, call_kept(c, "post"), text);
}

static enum go
take_comment(struct call *c)
{
	enum go go = reddit_take_comment(c);

	tell(c);
	return go;
}

static enum go
ask_ours(struct call *c)
{
	return reddit_ask_ours(c, 0);
}

static enum go
find_comment(struct call *c)
{
	enum go go = reddit_find_ours(c, call_kept(c, "post"), rec_string(c, "first_comment"));

	tell(c);
	return go;
}

static const struct step look_comment = { "ours", ask_ours, find_comment, 0, NULL, 0 };

static const struct step publish[] = {
	{ "media",   reddit_ask_media, reddit_take_media, 403, NULL,          0 },
	{ "post",    ask_post,         take_post,         0,   &look,         LOOK_AFTER_SEC },
	{ "shown",   ask_shown,        take_shown,        0,   NULL,          0 },
	{ "seen",    ask_seen,         take_seen,         0,   NULL,          0 },
	{ "comment", ask_comment,      take_comment,      0,   &look_comment, LOOK_AFTER_SEC },
	{ 0 }
};

static const struct media_limit types[] = {
	{ "image/jpeg", 20 << 20 }, { "image/png", 20 << 20 }, { "image/gif", 20 << 20 }, { NULL, 0 }
};

static const struct lack lacks[] = {
	{ "reply_private",  "unsupported: private messages have become chat, which has no API" },
	{ "hold",           "unsupported: hide removes, unhide approves" },
	{ "like",           "unsupported: Reddit forbids votes by programs" },
	{ "unlike",         "unsupported: see like" },
	{ "access",         "needs review by the network: every app is approved first, commercial use by contract" },
	{ "films",          "not made: a picture, a gallery or a link" },
	{ "polls",          "unsupported: the Data API makes none" },
	{ "threads",        "unsupported: first_comment is the answer below a post" },
	{ "views, reach",   "unsupported: Reddit counts votes and comments" },
	{ "locks, reasons, crossposts", "left out: on the site; hide, unhide, block and mute are there" },
	{ "scheduling",     "unsupported; smm-post waits" },
	{ NULL, NULL }
};

static const char *const knows[] = {
	"flair_id", "flair_text", "nsfw", "spoiler", "sendreplies", "resubmit", NULL
};

/* "submit": title 300, text 40,000; "comment": 10,000. A gallery has twenty pictures, captions of 180. */
const struct net net_reddit = {
	.name       = "reddit",
	.title      = "Reddit",
	.knows      = knows,
	.server     = "https://oauth.reddit.com",
	.needs_user = 1,
	.can        = CAN_TITLE | CAN_CARD | CAN_COMMENT | CAN_ANIMATE,
	.text       = { .unit = TEXT_CODEPOINTS, .max = 40000 },
	.media      = { .max = 20, .alt_max = 180, .alt_unit = TEXT_CODEPOINTS, .types = types },
	.post       = { .needs = NEEDS_TITLE, .title = { .unit = TEXT_CODEPOINTS, .max = 300 } },
	.oauth      = &reddit_oauth,
	.posts_at_once = 25,
	.lacks      = lacks,
	.ops        = {
		[OP_PUBLISH]         = publish,
		[OP_EDIT]            = reddit_edit,
		[OP_DELETE]          = reddit_delete,
		[OP_REPLY]           = reddit_reply,
		[OP_HIDE]            = reddit_hide,
		[OP_UNHIDE]          = reddit_unhide,
		[OP_REPORT]          = reddit_report,
		[OP_MUTE]            = reddit_mute,
		[OP_UNMUTE]          = reddit_unmute,
		[OP_BLOCK]           = reddit_block,
		[OP_UNBLOCK]         = reddit_unblock,
		[OP_INBOX]           = reddit_inbox,
		[OP_THREAD]          = reddit_thread,
		[OP_POST_METRICS]    = reddit_post_metrics,
		[OP_ACCOUNT_METRICS] = reddit_account_metrics,
		[OP_OTHER_METRICS]   = reddit_other_metrics,
		[OP_WHO]             = reddit_who,
		[OP_AUTHORIZE]       = reddit_authorize,
		[OP_REFRESH]         = reddit_refresh,
		[OP_REVOKE]          = reddit_revoke,
	},
	.fault      = reddit_fault,
};
