/*
 * gbp.c - a place on Google Maps and Search, through Google Business Profile
 *
 * developers.google.com/my-business: reviews, localPosts (v4), accounts (v1). A review is answered once; the answer is
 * set as a whole, so that twice is once, and is shown after Google has looked at it. A post has no key: after a lost
 * answer the place's posts are looked through. `user` is the place: accounts/A/locations/L.
 */
#include "connector.h"

#include "host.h"
#include "html.h"
#include "message.h"
#include "oauth.h"

#define PAGE_SIZE      50 /* "reviews.list": the most */
#define POSTS          20
#define OVERLAP_MS     INT64_C(86400000)
#define ANSWER_MAX     4096 /* "ReviewReply": bytes */
#define STATE_SEC      60
#define STATE_LAST     3600
#define LOOKS          48
#define LOOK_AFTER_SEC 5

/*
 * Kept state:
 *	page, newest   of a reading
 *	post, since    of a post: its name, when it was first asked for
 *	set            the answer is there; looks, pause   while Google looks at it
 */

static const char *
digits(const char *s)
{
	const char *end = s + strspn(s, "0123456789");

	return end > s ? end : NULL;
}

/* The place, for a path: two words and two numbers, nothing else. */
static const char *
place(struct call *c)
{
	const char *user = c->account->user ? c->account->user : "";
	const char *end = strncmp(user, "accounts/", 9) == 0 ? digits(user + 9) : NULL;

	end = end && strncmp(end, "/locations/", 11) == 0 ? digits(end + 11) : NULL;
	if (end && !*end)
		return user;
	call_fail(c, FAULT_CONF, "account %s needs `user`, like accounts/123/locations/456", c->account->name);
	return NULL;
}

static enum go
below_place(struct call *c, const char *method, enum effect effect, const char *path)
{
	const char *where = place(c);

	if (!where)
		return GO_FAIL;
	call_send(c, method, effect, "/v4/%s%s", where, path);
	return call_bearer(c, call_session(c, "token"));
}

static enum go
no_member(struct call *c, const char *name)
{
	return call_fail(c, FAULT_REPLY, "%s answered %d without \"%s\"", c->net->title, c->reply->status, name);
}

/* --- a post ----------------------------------------------------------------------------------- */

static json_t *
post_json(struct call *c, const char *picture)
{
	const char *link = rec_string(c, "link"), *lang = rec_string(c, "lang");
	const char *action = text_member(rec_options(c), "action");
	json_t     *post = json_pack("{s:s, s:s, s:s}", "languageCode", lang && *lang ? lang : "en", "summary",
	    call_text(c, 0), "topicType", "STANDARD");

	if (link && *link)
		json_object_set_new(post, "callToAction", json_pack("{s:s, s:s}", "actionType", *action ? action :
		    "LEARN_MORE", "url", link));
	if (picture)
		json_object_set_new(post, "media", json_pack("[{s:s, s:s}]", "mediaFormat", "PHOTO", "sourceUrl",
		    picture));
	return post;
}

static enum go
ask_post(struct call *c)
{
	const char *picture = NULL;

	if (call_kept(c, "post")) {
		call_out(c, "ref", call_kept(c, "post"));
		return GO_NEXT;
	}
	if (rec_media_count(c) && !(picture = call_media_url(c, 0)))
		return GO_FAIL;
	call_fix_time(c, "since");
	if (below_place(c, "POST", EFFECT_ONCE, "/localPosts") == GO_FAIL)
		return GO_FAIL;
	call_json(c, post_json(c, picture));
	return GO_SEND;
}

static enum go
keep_post(struct call *c, const json_t *post)
{
	if (strcmp(text_member(post, "state"), "REJECTED") == 0)
		return call_fail(c, FAULT_REFUSED, "Google has rejected the post: see its content policy for posts");
	call_keep(c, "post", text_member(post, "name"));
	call_out(c, "ref", text_member(post, "name"));
	call_out_url(c, text_member(post, "searchUrl"));
	return GO_NEXT;
}

static enum go
take_post(struct call *c)
{
	return call_get(c, "name") ? keep_post(c, c->body) : GO_FAIL;
}

static enum go
ask_look(struct call *c)
{
	return below_place(c, "GET", EFFECT_NONE, mem_fmt(c->mem, "/localPosts?pageSize=%d", POSTS));
}

/* No post at all is {}. */
static enum go
take_look(struct call *c)
{
	const json_t *one, *found = NULL;
	size_t        i, many = 0;

	if (!json_is_object(c->body))
		return no_member(c, "localPosts");
	json_array_foreach(json_object_get(c->body, "localPosts"), i, one) {
		if (message_time(text_member(one, "createTime")) < call_since(c, "since") ||
		    text_compare(call_text(c, 0), text_member(one, "summary")) != LIKE_SAME ||
		    !*text_member(one, "name"))
			continue;
		found = one;
		many++;
	}
	if (many > 1)
		return call_twins(c, many);
	return found ? keep_post(c, found) : GO_AGAIN;
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

static const struct step publish[] = {
	HOST_PUT,
	{ "post", ask_post, take_post, 0, &look, LOOK_AFTER_SEC },
	HOST_REMOVE,
	{ 0 }
};

/* --- the inbox -------------------------------------------------------------------------------- */

static enum go
ask_reviews(struct call *c)
{
	const char *page = call_kept(c, "page");

	return below_place(c, "GET", EFFECT_NONE, mem_fmt(c->mem, "/reviews?pageSize=%d&orderBy=updateTime%%20desc%s%s",
	    PAGE_SIZE, page ? "&pageToken=" : "", page ? call_encoded(c, page) : ""));
}

/* "ONE" … "FIVE"; 0: not said. */
static int
stars(const char *word)
{
	static const char *const words[] = { "ONE", "TWO", "THREE", "FOUR", "FIVE" };
	int                      i;

	for (i = 0; i < 5; i++)
		if (strcmp(word, words[i]) == 0)
			return i + 1;
	return 0;
}

/* What Google has translated comes with what was written behind it. */
static const char *
own_words(const char *comment)
{
	const char *original = strstr(comment, "(Original)\n");

	return original ? original + strlen("(Original)\n") : comment;
}

static json_t *
review_message(const struct call *c, const json_t *review)
{
	const json_t *who = json_object_get(review, "reviewer");
	int           n = stars(text_member(review, "starRating"));
	json_t       *m;

	m = message_new(c, text_member(review, "reviewId"), "review", 1, text_member(review, "createTime"));
	if (!m)
		return NULL;
	message_author(m, NULL, NULL, text_member(who, "displayName"));
	json_object_set_new(m, "text", json_string(own_words(text_member(review, "comment"))));
	if (n)
		json_object_set_new(m, "rating", json_integer(n));
	message_add(m, "root", c->account->user);
	return m;
}

/* Our answer, as REVIEW/reply. */
static json_t *
answer_message(struct call *c, const json_t *review)
{
	const json_t *answer = json_object_get(review, "reviewReply");
	const char   *id = text_member(review, "reviewId");
	json_t       *m;

	m = message_new(c, *id ? mem_fmt(c->mem, "%s/reply", id) : "", "review", 1, text_member(answer, "updateTime"));
	if (!m)
		return NULL;
	json_object_set_new(m, "text", json_string(text_member(answer, "comment")));
	message_add(m, "reply_to", id);
	json_object_set_new(m, "own", json_true());
	return m;
}

/* 1 when it is too old to be of use. */
static int
read_review(struct call *c, const json_t *review)
{
	const char *at = text_member(review, "updateTime");
	int64_t     ms = message_time(at);

	if (ms && ms < message_from(c, OVERLAP_MS))
		return 1;
	message_keep_newest(c, at);
	call_out_record(c, review_message(c, review));
	call_out_record(c, answer_message(c, review));
	return 0;
}

/* No review at all is {}. */
static enum go
take_reviews(struct call *c)
{
	const char   *next = text_member(c->body, "nextPageToken");
	const json_t *one;
	int           is_over = !*next;
	size_t        i;

	if (!json_is_object(c->body))
		return no_member(c, "reviews");
	json_array_foreach(json_object_get(c->body, "reviews"), i, one)
		is_over |= read_review(c, one);
	if (is_over)
		return GO_NEXT;
	call_keep(c, "page", next);
	return GO_AGAIN;
}

static const struct step inbox[] = {
	{ "reviews", ask_reviews,    take_reviews,   0, NULL, 0 },
	{ "finish",  message_finish, message_finish, 0, NULL, 0 },
	{ 0 }
};

/* --- an answer -------------------------------------------------------------------------------- */

/* The review of the action; is_answer: it is our own answer that is meant. */
static const char *
review_of(struct call *c, int is_answer)
{
	const char *ref = call_message(c), *end = ref ? strchr(ref, '/') : NULL;

	if (ref && (end != NULL) == is_answer)
		return call_encoded(c, end ? mem_dup(c->mem, ref, (size_t)(end - ref)) : ref);
	call_fail(c, FAULT_INPUT, is_answer ? "Google lets nobody delete reviews of others: flag it at the place's "
	    "page" : "the action names no review");
	return NULL;
}

static enum go
ask_review(struct call *c)
{
	const char *review = review_of(c, 0);

	return review ? below_place(c, "GET", EFFECT_NONE, mem_fmt(c->mem, "/reviews/%s", review)) : GO_FAIL;
}

static enum go
take_review(struct call *c)
{
	if (c->reply->status == 404)
		return call_gone(c);
	if (!call_get(c, "reviewId"))
		return GO_FAIL;
	return json_is_object(json_object_get(c->body, "reviewReply")) ? call_answered(c, "") : GO_NEXT;
}

static enum go
ask_answer(struct call *c)
{
	const char *text = rec_text_at(c, 0);

	if (strlen(text) > ANSWER_MAX)
		return call_fail(c, FAULT_INPUT, "the answer has %zu bytes, Google takes %d", strlen(text),
		    ANSWER_MAX);
	if (below_place(c, "PUT", EFFECT_SAME, mem_fmt(c->mem, "/reviews/%s/reply", review_of(c, 0))) == GO_FAIL)
		return GO_FAIL;
	call_json(c, json_pack("{s:s}", "comment", text));
	return GO_SEND;
}

static enum go
take_answer(struct call *c)
{
	if (!call_get(c, "comment"))
		return GO_FAIL;
	call_out(c, "ref", mem_fmt(c->mem, "%s/reply", call_message(c)));
	return GO_NEXT;
}

/* Until Google has looked at it. A state that is not told is none of ours. */
static enum go
take_state(struct call *c)
{
	const json_t *answer = json_object_get(c->body, "reviewReply");
	const char   *state = text_member(answer, "reviewReplyState"), *why = text_member(answer, "policyViolation");

	if (c->reply->status == 404)
		return call_gone(c);
	if (strcmp(state, "REJECTED") == 0)
		return call_fail(c, FAULT_REFUSED, "Google has rejected the answer%s%s; write another",
		    *why ? ": " : "", call_words(c, why, strlen(why)));
	if (strcmp(state, "PENDING") != 0 || call_count(c, "looks") > LOOKS)
		return GO_DONE;
	return call_wait_longer(c, STATE_SEC, STATE_LAST);
}

static const struct step reply[] = {
	{ "review", ask_review, take_review, 404, NULL, 0 },
	{ "answer", ask_answer, take_answer, 0,   NULL, 0 },
	{ "state",  ask_review, take_state,  404, NULL, 0 },
	{ 0 }
};

/* Our own answer of an action, or a post of ours. */
static enum go
ask_delete(struct call *c)
{
	const char *review, *post = text_member(c->was, "ref");
	const char *own = call_message(c) ? NULL : strstr(post, "/localPosts/");

	if (own)
		return below_place(c, "DELETE", EFFECT_SAME, mem_fmt(c->mem, "/localPosts/%s",
		    call_encoded(c, own + strlen("/localPosts/"))));
	if (!call_message(c))
		return call_nowhere(c);
	review = review_of(c, 1);
	return review ? below_place(c, "DELETE", EFFECT_SAME, mem_fmt(c->mem, "/reviews/%s/reply", review)) : GO_FAIL;
}

static enum go
take_delete(struct call *c)
{
	if (call_message(c))
		call_out(c, "ref", call_message(c));
	return GO_DONE;
}

static const struct step delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};

/* --- who we are ------------------------------------------------------------------------------- */

static enum go
ask_who(struct call *c)
{
	return below_place(c, "GET", EFFECT_NONE, "/reviews?pageSize=1");
}

/* What signs in is a person, of whom nothing is told; the place answers to whom it belongs to. */
static enum go
take_who(struct call *c)
{
	return json_is_object(c->body) ? call_who(c, NULL, c->account->user) : no_member(c, "reviews");
}

static const struct step who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

/* {"error": {"code", "message", "status", "details": [{"reason", "metadata"}]}} */
static enum fault
fault(struct call *c)
{
	const json_t *error = json_object_get(c->body, "error");
	const json_t *one = json_array_get(json_object_get(error, "details"), 0);
	const char   *words = text_member(error, "message"), *status = text_member(error, "status");
	const char   *reason = text_member(one, "reason");
	const char   *quota = text_member(json_object_get(one, "metadata"), "quota_limit_value");

	if (strcmp(text_member(c->body, "error"), "invalid_grant") == 0)
		return FAULT_AUTH;
	if (!*words)
		return FAULT_NONE;
	words = call_words(c, words, strlen(words));
	call_fail(c, FAULT_NONE, "%s: %s", c->net->title, words);
	if (strcmp(reason, "SERVICE_DISABLED") == 0 || strcmp(quota, "0") == 0) {
		call_fail(c, FAULT_NONE, "%s: %s; the project needs access to the Business Profile APIs (asked for at "
		    "developers.google.com/my-business) and them switched on", c->net->title, words);
		return FAULT_CONF;
	}
	return strcmp(status, "PERMISSION_DENIED") == 0 ? FAULT_AUTH : FAULT_NONE;
}

static const struct media_limit types[] = { { "image/jpeg", 5 << 20 }, { "image/png", 5 << 20 }, { NULL, 0 } };

#define REVIEWS "unsupported: a review is answered, or flagged at the place's page"

static const struct lack lacks[] = {
	{ "edit",            "not made: take the post away and post it under a new id" },
	{ "reply_private",   "unsupported: no private messages" },
	{ "hide",            REVIEWS }, { "unhide",  REVIEWS }, { "hold",   REVIEWS }, { "like",  REVIEWS },
	{ "unlike",          REVIEWS }, { "mute",    REVIEWS }, { "unmute", REVIEWS }, { "block", REVIEWS },
	{ "unblock",         REVIEWS }, { "report",  REVIEWS },
	{ "thread",          "unsupported: a review and its answer are all there is" },
	{ "post_metrics",    "unsupported since 2023: the API counts nothing of posts" },
	{ "account_metrics", "not made: the figures of the Performance API are days, not totals" },
	{ "other_metrics",   "unsupported: figures are shown to owners only" },
	{ "access",          "needs review by the network: until the project is approved its quota is 0" },
	{ "an answer that is there", "is not overwritten: delete it first (REVIEW/reply)" },
	{ NULL, NULL }
};

static const struct oauth oauth = {
	.page      = "https://accounts.google.com",
	.server    = "https://oauth2.googleapis.com",
	.authorize = "/o/oauth2/v2/auth",
	.token     = "/token",
	.revoke    = "/revoke",
	.scopes    = "https://www.googleapis.com/auth/business.manage",
	.extra     = "access_type=offline&prompt=consent",
	.how       = OAUTH_PKCE,
	.console   = "at console.cloud.google.com make a project, ask for access to the Business Profile APIs, switch "
	             "on Google My Business API, publish the consent screen (in testing sign-ins end after 7 days), "
	             "and make an OAuth client of the type Desktop app; its redirect address is",
};

static const char *const knows[] = { "action", NULL };

/* "localPosts": summary 1500 characters; pictures 10 KB to 5 MB. */
const struct net net_gbp = {
	.name       = "gbp",
	.title      = "Google Business Profile",
	.knows      = knows,
	.server     = "https://mybusiness.googleapis.com",
	.needs_user = 1,
	.can        = CAN_LINK,
	.text       = { .unit = TEXT_UTF16, .max = 1500 },
	.media      = { .max = 1, .types = types, .from = MEDIA_URL, .films_from = MEDIA_URL },
	.oauth      = &oauth,
	.lacks      = lacks,
	.ops        = { [OP_PUBLISH] = publish, [OP_DELETE] = delete, [OP_REPLY] = reply,
	                [OP_INBOX] = inbox, [OP_WHO] = who, [OP_AUTHORIZE] = oauth_authorize,
	                [OP_REFRESH] = oauth_refresh, [OP_REVOKE] = oauth_revoke },
	.fault      = fault,
};
