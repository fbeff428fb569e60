/*
 * linkedin.c - LinkedIn, simulated: posts of a page or person, comments, notifications, statistics
 *
 * learn.microsoft.com/linkedin: posts, little text format, share statistics, versioning, rate limits. An unescaped
 * reserved character silently ends the text. The same content again is refused, and the post that is there named.
 * Comments are in linkedin_comment.c, media in linkedin_media.c.
 */
#include "linkedin.h"

#include "smm/text.h"
#include "smm/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX    3000 /* counted without the escapes */
#define IMAGES_MAX  20
#define RESERVED    "|{}@[]()<>#*_~"

/* "API tiers": development; per day, from midnight UTC on. There are no headers that tell. */
static const struct allowance calls = { "day", 500, 86400, 1 };

/* --- answers -------------------------------------------------------------------------------------- */

void
linkedin_error(struct turn *t, int status, const char *code, const char *words)
{
	answer_json(t->a, status, json_pack("{s:i, s:s, s:s}", "status", status, "code", code, "message", words));
}

static void
refuse(struct turn *t, enum refusal why)
{
	if (why == REFUSE_TOKEN)
		linkedin_error(t, 401, t->r->token ? "EXPIRED_ACCESS_TOKEN" : "EMPTY_ACCESS_TOKEN",
		    "The token used in the request has expired");
	else if (why == REFUSE_PATH)
		linkedin_error(t, 404, "RESOURCE_NOT_FOUND", "No virtual resource found");
	else
		linkedin_error(t, 429, "TOO_MANY_REQUESTS", "Resource level throttle APPLICATION DAY limit for calls "
		    "to this resource is reached.");
}

void
linkedin_missing(struct turn *t)
{
	linkedin_error(t, 404, "NOT_FOUND", "Not Found");
}

/* A version, YYYYMM, is there for a year. */
static int
admits(struct turn *t)
{
	const char  *version = request_header(t->r, "LinkedIn-Version");
	long         is = version ? strtol(version, NULL, 10) : 0;
	char         words[100];
	struct civil c;

	if (strncmp(t->r->path, "/rest/", 6) != 0)
		return 1;
	civil_from_sec(t->w->now / 1000, &c);
	if (is >= (c.year - 1) * 100L + c.month && is <= c.year * 100L + c.month)
		return 1;
	snprintf(words, sizeof words, "Requested version %.20s is not active", version ? version : "");
	linkedin_error(t, 426, "NONEXISTENT_VERSION", words);
	return 0;
}

int
linkedin_is_self(const struct turn *t, const char *urn)
{
	const char *name = urn ? strrchr(urn, ':') : NULL;

	return name && strcmp(name + 1, t->u->name) == 0 &&
	    (strncmp(urn, "urn:li:organization:", 20) == 0 || strncmp(urn, "urn:li:person:", 14) == 0);
}

/* Created: its id is in a header. */
void
linkedin_created(struct turn *t, const char *id, json_t *body)
{
	answer_json(t->a, 201, body);
	answer_header(t->a, "x-restli-id", id);
}

/* --- little text ------------------------------------------------------------------------------------ */

/* "{hashtag|\#|tag}": what it shows; its length, or 0 when it is none. */
static size_t
hashtag(struct buf *b, const char *at)
{
	const char *tag = strncmp(at, "{hashtag|\\#|", 12) == 0 ? at + 12 : NULL, *end = tag ? strchr(tag, '}') : NULL;

	if (!end)
		return 0;
	buf_char(b, '#');
	buf_add(b, tag, (size_t)(end - tag));
	return (size_t)(end + 1 - at);
}

/* "@[Name](urn:li:organization:1)" */
static size_t
mention(struct buf *b, const char *at)
{
	const char *close = strncmp(at, "@[", 2) == 0 ? strstr(at, "](") : NULL;
	const char *end = close ? strchr(close, ')') : NULL;

	if (!end)
		return 0;
	buf_add(b, at + 2, (size_t)(close - at - 2));
	return (size_t)(end + 1 - at);
}

/* What people see of it: up to the first character that had to be escaped and was not. */
static char *
plain(const char *at)
{
	struct buf b = { 0 };
	char      *text;
	size_t     len;

	for (buf_str(&b, ""); *at; at += len) {
		len = *at == '{' ? hashtag(&b, at) : *at == '@' ? mention(&b, at) : 0;
		if (len)
			continue;
		if (*at == '\\' && at[1])
			at++;
		else if (strchr(RESERVED, *at) && !(*at == '#' && at[1] && !strchr(RESERVED " ", at[1])))
			break; /* a plain #tag is taken */
		buf_char(&b, *at);
		len = 1;
	}
	text = mem_copy(b.at);
	buf_release(&b);
	return text;
}

size_t
linkedin_units(const char *text)
{
	return text_count(&(struct text_rule){ .unit = TEXT_UTF16 }, text, strlen(text));
}

/* --- posts ------------------------------------------------------------------------------------------ */

/* By its own URN, or that of its activity. */
struct post *
linkedin_find(const struct turn *t, const char *urn)
{
	struct post *p = post_find(t, urn);

	if (p || strncmp(urn, "urn:li:activity:", 16) != 0)
		return p;
	for (p = t->w->last; p; p = p->older)
		if (p->key && !p->deleted && strcmp(p->key, urn) == 0)
			break;
	return p;
}

static json_t *
show_post(struct turn *t, struct post *p)
{
	json_t *o = json_deep_copy(p->is);

	(void)t;
	json_object_set_new(o, "id", json_string(p->id));
	json_object_set_new(o, "createdAt", json_integer((json_int_t)p->at));
	json_object_set_new(o, "publishedAt", json_integer((json_int_t)p->at));
	json_object_set_new(o, "lastModifiedAt", json_integer((json_int_t)p->at));
	return o;
}

/* How many media the content has; -1: it is wrong, and words say how. */
static int
count_media(struct turn *t, const json_t *content, const char **words)
{
	const json_t *images = json_object_get(json_object_get(content, "multiImage"), "images"), *one;
	const json_t *media = json_object_get(content, "media"), *article = json_object_get(content, "article");
	size_t        i;

	*words = "content must have exactly one member";
	if (json_object_size(content) > 1)
		return -1;
	*words = "article must have source and title";
	if (article && (!json_object_get(article, "source") || !json_object_get(article, "title")))
		return -1;
	*words = "the media are not of this author, or not uploaded";
	if (media && !linkedin_is_uploaded(t, json_string_value(json_object_get(media, "id"))))
		return -1;
	json_array_foreach(images, i, one)
		if (!linkedin_is_uploaded(t, json_string_value(json_object_get(one, "id"))))
			return -1;
	*words = "multiImage must have 2 to 20 images";
	if (images && (i < 2 || i > IMAGES_MAX))
		return -1;
	return images ? (int)i : media != NULL;
}

/* The same words and content by the same author; NULL: none. */
static const struct post *
twin(const struct turn *t)
{
	const struct post *p;

	for (p = t->u->posts; p; p = p->before)
		if (!p->deleted && !p->reply_to && json_equal(p->is, t->r->form))
			return p;
	return NULL;
}

static void
make_post(struct turn *t, const char *text, int media)
{
	const json_t *content = json_object_get(t->r->form, "content"), *one;
	const json_t *images = json_object_get(json_object_get(content, "multiImage"), "images");
	const char   *id = json_string_value(json_object_get(json_object_get(content, "media"), "id"));
	size_t        i;
	char          urn[ID_SIZE], activity[ID_SIZE];
	struct post  *p;

	id_new(t, urn, id && strstr(id, ":image:") == NULL ? "urn:li:ugcPost:" : "urn:li:share:");
	p = post_new(t, urn, text);
	p->media = media;
	p->is = json_deep_copy(t->r->form);
	p->key = mem_copy(id_new(t, activity, "urn:li:activity:"));
	linkedin_use(t, id);
	json_array_foreach(images, i, one)
		linkedin_use(t, json_string_value(json_object_get(one, "id")));
	linkedin_created(t, urn, NULL);
}

static void
post(struct turn *t)
{
	const char        *commentary = arg_text(t->r, "commentary"), *words;
	const struct post *same = twin(t);
	char              *text = plain(commentary ? commentary : ""), said[PART_SIZE];
	int                media = count_media(t, json_object_get(t->r->form, "content"), &words);

	if (!linkedin_is_self(t, arg_text(t->r, "author"))) {
		linkedin_error(t, 403, "ACCESS_DENIED", "Not enough permissions to access: posts.CREATE.20260501");
	} else if (!commentary || !arg_text(t->r, "visibility") || !json_object_get(t->r->form, "distribution") ||
	    !arg_text(t->r, "lifecycleState")) {
		linkedin_error(t, 400, "MISSING_REQUIRED_FIELD_FOR_DSC", "commentary, visibility, distribution and "
		    "lifecycleState are needed");
	} else if (linkedin_units(text) > TEXT_MAX) {
		linkedin_error(t, 400, "FIELD_LENGTH_TOO_LONG", "commentary exceeds the maximum length of 3000");
	} else if (media < 0) {
		linkedin_error(t, 400, "ILLEGAL_ARGUMENT", words);
	} else if (same) {
		snprintf(said, sizeof said, "Content is a duplicate of %s", same->id);
		linkedin_error(t, 422, "DUPLICATE_POST", said);
	} else {
		make_post(t, text, media);
	}
	free(text);
}

static void
get_post(struct turn *t)
{
	struct post *p = linkedin_find(t, t->id[0]);

	if (p && !p->reply_to)
		answer_json(t->a, 200, show_post(t, p));
	else
		linkedin_missing(t);
}

static void
edit_post(struct turn *t)
{
	json_t      *set = json_object_get(json_object_get(t->r->form, "patch"), "$set");
	const char  *commentary = json_string_value(json_object_get(set, "commentary"));
	struct post *p = mine_find(t, t->id[0]);

	if (!p) {
		linkedin_missing(t);
	} else if (!commentary) {
		linkedin_error(t, 400, "ILLEGAL_ARGUMENT", "only commentary is changed here");
	} else {
		free(p->text);
		p->text = plain(commentary);
		json_object_set_new(p->is, "commentary", json_string(commentary));
		t->a->status = 204;
	}
}

/* Again is as once. */
static void
delete_post(struct turn *t)
{
	struct post *p = mine_find(t, t->id[0]);

	if (p)
		post_delete(t, p);
	t->a->status = 204;
}

/* --- lists ------------------------------------------------------------------------------------------ */

/* {"elements":[…],"paging"}: `count` of those that belong to it, from `start` on. */
void
linkedin_list(struct turn *t, int (*has)(const struct turn *, const struct post *),
    json_t *(*show)(struct turn *, struct post *), int oldest_first)
{
	struct listing l = { has, show, "", 1 << 20, 1 << 20, "", oldest_first };
	size_t         start = (size_t)arg_long(t->r, "start", 0), count = (size_t)arg_long(t->r, "count", 10), i;
	char           next[32];
	json_t        *all = list_posts(t, &l, next), *some = json_array();

	for (i = start; i < json_array_size(all) && i - start < count && i - start < 100; i++)
		json_array_append(some, json_array_get(all, i));
	answer_json(t->a, 200, json_pack("{s:o, s:{s:I, s:I, s:[]}}", "elements", some, "paging", "start",
	    (json_int_t)start, "count", (json_int_t)count, "links"));
	json_decref(all);
}

static void
list_own(struct turn *t)
{
	if (linkedin_is_self(t, arg_text(t->r, "author")))
		linkedin_list(t, is_own_post, show_post, 0);
	else
		linkedin_error(t, 403, "ACCESS_DENIED", "Not enough permissions to access: posts.FINDER-author");
}

/* --- numbers ---------------------------------------------------------------------------------------- */

static void
add_numbers(struct turn *t, json_t *to, const char *urn, const char *kind)
{
	struct post *p = mine_find(t, urn);

	/* posts that nobody has seen are left out */
	if (p && p->views + p->likes + p->replies + p->shares)
		json_array_append_new(to, json_pack("{s:o, s:s, s:{s:i, s:i, s:i, s:i, s:i, s:i, s:f}}",
		    "organizationalEntity", json_sprintf("urn:li:organization:%s", t->u->name), kind, p->id,
		    "totalShareStatistics", "impressionCount", p->views, "uniqueImpressionsCount", p->views,
		    "clickCount", 0, "likeCount", p->likes, "commentCount", p->replies, "shareCount", p->shares,
		    "engagement", p->views ? (double)(p->likes + p->replies) / p->views : 0.0));
}

/* "List(urn,urn)" */
static void
add_list(struct turn *t, json_t *to, const char *name, const char *kind)
{
	const char *list = arg_text(t->r, name);
	char       *copy = mem_copy(list ? list : ""), *rest = NULL, *urn;

	for (urn = strtok_r(copy, "(),", &rest); urn; urn = strtok_r(NULL, "(),", &rest))
		add_numbers(t, to, urn, kind);
	free(copy);
}

static void
tell_numbers(struct turn *t)
{
	json_t *elements = json_array();

	add_list(t, elements, "shares", "share");
	add_list(t, elements, "ugcPosts", "ugcPost");
	answer_json(t->a, 200, json_pack("{s:o}", "elements", elements));
}

static void
tell_size(struct turn *t)
{
	int size = linkedin_is_self(t, t->id[0]) ? t->u->followers : 0;

	answer_json(t->a, 200, json_pack("{s:i}", "firstDegreeSize", size));
}

static void
who(struct turn *t)
{
	answer_json(t->a, 200, json_pack("{s:s, s:s}", "sub", t->u->name, "name", t->u->name));
}

/* --- routes ----------------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ "POST",   "/rest/posts",                               post,                    &calls, 1, 0 },
	{ "GET",    "/rest/posts",                               list_own,                &calls, 1, 0 },
	{ "GET",    "/rest/posts/:",                             get_post,                &calls, 1, 0 },
	{ "POST",   "/rest/posts/:",                             edit_post,               &calls, 1, 0 },
	{ "DELETE", "/rest/posts/:",                             delete_post,             &calls, 1, 0 },
	{ "POST",   "/rest/images",                              linkedin_start,          &calls, 1, 0 },
	{ "POST",   "/rest/documents",                           linkedin_start,          &calls, 1, 0 },
	{ "POST",   "/rest/videos",                              linkedin_film,           &calls, 1, 0 },
	{ "GET",    "/rest/images/:",                            linkedin_tell_medium,    &calls, 1, 0 },
	{ "GET",    "/rest/documents/:",                         linkedin_tell_medium,    &calls, 1, 0 },
	{ "GET",    "/rest/videos/:",                            linkedin_tell_medium,    &calls, 1, 0 },
	{ "PUT",    "/dms-uploads/:/:",                          linkedin_take_bytes,     NULL,   0, 1 },
	{ "GET",    "/rest/socialActions/:/comments",            linkedin_list_comments,  &calls, 1, 0 },
	{ "POST",   "/rest/socialActions/:/comments",            linkedin_post_comment,   &calls, 1, 0 },
	{ "GET",    "/rest/socialActions/:/comments/:",          linkedin_get_comment,    &calls, 1, 0 },
	{ "DELETE", "/rest/socialActions/:/comments/:",          linkedin_delete_comment, &calls, 1, 0 },
	{ "POST",   "/rest/reactions",                           linkedin_react,          &calls, 1, 0 },
	{ "DELETE", "/rest/reactions/:",                         linkedin_react,          &calls, 1, 0 },
	{ "GET",    "/rest/organizationalEntityNotifications",   linkedin_list_notices,   &calls, 1, 0 },
	{ "GET",    "/rest/organizationalEntityShareStatistics", tell_numbers,            &calls, 1, 0 },
	{ "GET",    "/rest/organizationalEntityFollowerStatistics", tell_numbers,         &calls, 1, 0 },
	{ "GET",    "/rest/organizationPageStatistics",          tell_numbers,            &calls, 1, 0 },
	{ "GET",    "/rest/networkSizes/:",                      tell_size,               &calls, 1, 0 },
	{ "GET",    "/v2/userinfo",                              who,                     &calls, 1, 0 },
	{ 0 }
};

static const char *const begins[] = { "/rest/", "/dms-uploads/", "/v2/userinfo", NULL };

const struct site site_linkedin = { "linkedin", begins, NULL, routes, refuse, admits, NULL, linkedin_comment };
