/*
 * wordpress.c - WordPress through its REST API (wp/v2)
 *
 * developer.wordpress.org/rest-api. A post: pictures, tags and categories first; then a draft whose
 * slug is ours alone, looked for before it is made and after a lost answer; then it is published,
 * which twice is once. Needs an application password (core since 5.6).
 */
#include "wordpress.h"

#include "smm/base64.h"

#include "page.h"

#define LOOK_AFTER_SEC 1 /* a draft is in the list as soon as it is stored */

/*
 * Kept state of a post:
 *	files  what the media were found to be (call_fix_media)
 *	media  {id, url} of the uploads, in order
 *	tags, categories   ids, in order
 *	slug, post         the name in its address, its id
 */

/* --- requests --------------------------------------------------------------------------------- */

void
wordpress_send(struct call *c, const char *method, enum effect effect, const char *route,
    const char *query)
{
	call_send(c, method, effect, "/?rest_route=/wp/v2/%s%s", route, query);
}

enum go
wordpress_signed(struct call *c)
{
	const char *password = call_session(c, "token");
	struct buf  basic = { 0 };
	char       *both;

	if (!password)
		return GO_FAIL;
	if (!c->account->user || strchr(c->account->user, ':'))
		return call_fail(c, FAULT_CONF, "account %s needs `user`, its login name",
		    c->account->name);
	both = mem_fmt(c->mem, "%s:%s", c->account->user, password);
	buf_str(&basic, "Basic ");
	base64_add(&basic, both, strlen(both));
	req_header(&c->req, c->mem, "Authorization", mem_dup(c->mem, basic.at, basic.len));
	explicit_bzero(basic.at, basic.len);
	buf_release(&basic);
	return GO_SEND;
}

const char *
wordpress_id(struct call *c, const json_t *from, const char *name)
{
	const json_t *id = json_object_get(from, name);

	if (json_is_integer(id) && json_integer_value(id) > 0)
		return mem_fmt(c->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
	call_fail(c, FAULT_REPLY, "%s answered %d without \"%s\"", c->net->title, c->reply->status, name);
	return NULL;
}

const char *
wordpress_code(const struct call *c)
{
	const char *code = json_string_value(json_object_get(c->body, "code"));

	return code ? code : "";
}

/* --- pictures --------------------------------------------------------------------------------- */

/* Content-Disposition takes plain ASCII without quotes. */
static const char *
plain_name(struct call *c, const char *file)
{
	const char *slash = strrchr(file, '/');
	char       *name = mem_str(c->mem, slash ? slash + 1 : file), *s;

	for (s = name; *s; s++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *s))
			*s = '-';
	return name;
}

static enum go
ask_media(struct call *c)
{
	size_t        n = call_kept_count(c, "media");
	const json_t *item = rec_media(c, n);
	const char   *file = json_string_value(json_object_get(item, "file"));
	const char   *alt = json_string_value(json_object_get(item, "alt"));
	const char   *type;

	if (!item)
		return GO_NEXT;
	if (!file)
		return call_fail(c, FAULT_INPUT, "WordPress takes pictures as files, not by address");
	call_fix_media(c);
	type = json_string_value(call_media_fact(c, n, "type"));
	wordpress_send(c, "POST", EFFECT_SAME, "media",
	    alt && *alt ? mem_fmt(c->mem, "&alt_text=%s", call_encoded(c, alt)) : "");
	req_header(&c->req, c->mem, "Content-Disposition",
	    mem_fmt(c->mem, "attachment; filename=\"%s\"", plain_name(c, file)));
	c->req.body = BODY_FILE;
	c->req.file = file;
	c->req.type = type ? type : "application/octet-stream";
	return wordpress_signed(c);
}

static enum go
take_media(struct call *c)
{
	const char *id = wordpress_id(c, c->body, "id"), *url = id ? call_get(c, "source_url") : NULL;

	if (!url)
		return GO_FAIL;
	call_keep_item(c, "media", json_pack("{s:O, s:s}", "id", json_object_get(c->body, "id"), "url", url));
	return GO_AGAIN;
}

/* --- tags and categories ---------------------------------------------------------------------- */

static const json_t *
names_of(const struct call *c, const char *what)
{
	return strcmp(what, "tags") == 0 ? json_object_get(c->rec, "tags") :
	    json_object_get(rec_options(c), what);
}

/* One that is there answers 400 term_exists, with its id. */
static enum go
ask_terms(struct call *c, const char *what)
{
	const char *name = json_string_value(json_array_get(names_of(c, what), call_kept_count(c, what)));

	if (!name || !*name)
		return GO_NEXT;
	wordpress_send(c, "POST", EFFECT_SAME, what, "");
	call_json(c, json_pack("{s:s}", "name", *name == '#' ? name + 1 : name));
	return wordpress_signed(c);
}

static enum go
take_terms(struct call *c, const char *what)
{
	const json_t *id = json_object_get(c->body, "id");

	if (c->reply->status == 400)
		id = json_object_get(json_object_get(c->body, "data"), "term_id");
	if (!json_is_integer(id)) {
		if (c->reply->status != 400)
			return call_fail(c, FAULT_REPLY, "%s answered %d without \"id\"", c->net->title,
			    c->reply->status);
		net_fault(c);
		return GO_FAIL;
	}
	call_keep_item(c, what, json_integer(json_integer_value(id)));
	return GO_AGAIN;
}

static enum go
ask_tags(struct call *c)
{
	return ask_terms(c, "tags");
}

static enum go
take_tags(struct call *c)
{
	return take_terms(c, "tags");
}

static enum go
ask_categories(struct call *c)
{
	return ask_terms(c, "categories");
}

static enum go
take_categories(struct call *c)
{
	return take_terms(c, "categories");
}

/* --- the draft -------------------------------------------------------------------------------- */

static void
fix_slug(struct call *c)
{
	if (!call_kept(c, "slug"))
		call_keep(c, "slug", page_slug(c));
}

/* Whether it is there already: made by another run whose ledger was lost, or whose answer was. */
static enum go
ask_there(struct call *c)
{
	fix_slug(c);
	wordpress_send(c, "GET", EFFECT_NONE, "posts", mem_fmt(c->mem,
	    "&slug=%s&status=any&context=edit&_fields=id,slug,status,link", call_encoded(c, call_kept(c, "slug"))));
	return wordpress_signed(c);
}

static enum go
found_there(struct call *c, enum go absent)
{
	const json_t *one = json_array_get(c->body, 0);
	const char   *id;

	if (!json_is_array(c->body))
		return call_no_list(c);
	if (!one)
		return absent;
	id = wordpress_id(c, one, "id");
	if (!id)
		return GO_FAIL;
	call_keep(c, "post", id);
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

static const struct step look = { "look", ask_there, take_look, 0, NULL, 0 };

/* The pictures below the text, each with its words. */
static const char *
content(struct call *c)
{
	struct buf    b = { 0 };
	const json_t *one;
	const char   *alt;
	char         *html;
	size_t        i;

	buf_str(&b, page_html(c, call_text(c, 0)));
	json_array_foreach(json_object_get(c->keep, "media"), i, one) {
		alt = json_string_value(json_object_get(rec_media(c, i), "alt"));
		buf_fmt(&b, "\n<figure class=\"wp-block-image\"><img src=\"%s\" alt=\"",
		    json_string_value(json_object_get(one, "url")));
		for (; alt && *alt; alt++)
			if (strchr("<>&\"", *alt))
				buf_fmt(&b, "&#%d;", *alt);
			else
				buf_char(&b, *alt);
		buf_fmt(&b, "\" class=\"wp-image-%" JSON_INTEGER_FORMAT "\" /></figure>",
		    json_integer_value(json_object_get(one, "id")));
	}
	html = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return html;
}

static enum go
ask_draft(struct call *c)
{
	const char *title = rec_string(c, "title");
	json_t     *body, *first = json_object_get(json_array_get(json_object_get(c->keep, "media"), 0), "id");

	if (call_kept(c, "post"))
		return GO_NEXT;
	body = json_pack("{s:s, s:s, s:s, s:s}", "title", title ? title : "", "content", content(c),
	    "status", "draft", "slug", call_kept(c, "slug"));
	if (call_kept_count(c, "tags"))
		json_object_set(body, "tags", json_object_get(c->keep, "tags"));
	if (call_kept_count(c, "categories"))
		json_object_set(body, "categories", json_object_get(c->keep, "categories"));
	if (first && json_is_true(json_object_get(rec_options(c), "featured")))
		json_object_set(body, "featured_media", first);
	wordpress_send(c, "POST", EFFECT_ONCE, "posts", "");
	call_json(c, body);
	return wordpress_signed(c);
}

static enum go
take_draft(struct call *c)
{
	const char *id = wordpress_id(c, c->body, "id");

	if (!id)
		return GO_FAIL;
	call_keep(c, "post", id);
	return GO_NEXT;
}

static enum go
ask_public(struct call *c)
{
	wordpress_send(c, "POST", EFFECT_SAME, mem_fmt(c->mem, "posts/%s", call_kept(c, "post")), "");
	call_json(c, json_pack("{s:s}", "status", "publish"));
	return wordpress_signed(c);
}

static enum go
take_public(struct call *c)
{
	const char *slug = call_get(c, "slug");

	if (!slug)
		return GO_FAIL;
	call_out(c, "ref", mem_fmt(c->mem, "posts/%s", call_kept(c, "post")));
	call_out_url(c, json_string_value(json_object_get(c->body, "link")));
	if (strcmp(slug, call_kept(c, "slug")) == 0)
		return GO_DONE;
	return call_fail(c, FAULT_UNSURE, "another post has the address \"%s\" of this one, which is out as "
	    "\"%s\": look whether it is there twice", call_kept(c, "slug"), call_words(c, slug, strlen(slug)));
}

const struct step wordpress_publish[] = {
	{ "media",      ask_media,      take_media,      0,   NULL,  0 },
	{ "tags",       ask_tags,       take_tags,       400, NULL,  0 },
	{ "categories", ask_categories, take_categories, 400, NULL,  0 },
	{ "there",      ask_there,      take_there,      0,   NULL,  0 },
	{ "draft",      ask_draft,      take_draft,      0,   &look, LOOK_AFTER_SEC },
	{ "public",     ask_public,     take_public,     0,   NULL,  0 },
	{ 0 }
};

/* --- edited, taken away ----------------------------------------------------------------------- */

/* "posts/31" of a post that is out. */
static const char *
route_out(const struct call *c)
{
	const char *ref = json_string_value(json_object_get(c->was, "ref"));

	return ref && strncmp(ref, "posts/", 6) == 0 ? ref : NULL;
}

static enum go
ask_edit(struct call *c)
{
	const char *route = route_out(c), *title = rec_string(c, "title");
	json_t     *body;

	if (!route)
		return call_nowhere(c);
	body = json_pack("{s:s, s:s}", "title", title ? title : "", "content", content(c));
	if (call_kept_count(c, "tags"))
		json_object_set(body, "tags", json_object_get(c->keep, "tags"));
	wordpress_send(c, "POST", EFFECT_SAME, route, "");
	call_json(c, body);
	return wordpress_signed(c);
}

static enum go
take_edit(struct call *c)
{
	if (!wordpress_id(c, c->body, "id"))
		return GO_FAIL;
	call_out(c, "ref", route_out(c));
	call_out_url(c, json_string_value(json_object_get(c->body, "link")));
	return GO_DONE;
}

/* The pictures are uploaded anew: which of them are the same nobody can tell. */
const struct step wordpress_edit[] = {
	{ "media", ask_media, take_media, 0,   NULL, 0 },
	{ "tags",  ask_tags,  take_tags,  400, NULL, 0 },
	{ "edit",  ask_edit,  take_edit,  0,   NULL, 0 },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

/* {"code", "message", "data": {"status"}}; a code says more than the status. */
static const struct {
	const char *code;
	enum fault  fault;
} codes[] = {
	{ "incorrect_password",             FAULT_AUTH },
	{ "invalid_username",               FAULT_AUTH },
	{ "invalid_email",                  FAULT_AUTH },
	{ "application_passwords_disabled", FAULT_AUTH },
	{ "application_passwords_disabled_for_user", FAULT_AUTH },
	{ "rest_not_logged_in",             FAULT_AUTH },
	{ "comment_flood",                  FAULT_LIMIT },
};

static enum fault
fault(struct call *c)
{
	const char *code = wordpress_code(c);
	const char *words = json_string_value(json_object_get(c->body, "message"));
	size_t      i;

	if (!*code)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "%s: %s%s%s", c->net->title, call_words(c, code, strlen(code)),
	    words ? ": " : "", words ? call_words(c, words, strlen(words)) : "");
	if (c->reply->status == 401)
		call_fail(c, FAULT_NONE, "%s: %s: check `user` and the application password of account %s",
		    c->net->title, call_words(c, code, strlen(code)), c->account->name);
	if (strcmp(code, "rest_not_logged_in") == 0)
		call_fail(c, FAULT_NONE, "%s does not see who asks: the server drops the Authorization header, "
		    "or application passwords are off", c->net->title);
	for (i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(code, codes[i].code) == 0)
			return codes[i].fault;
	return FAULT_NONE;
}

/* upload_max_filesize of PHP is 2 MB by default and cannot be asked for; most hosts allow more. */
static const struct media_limit types[] = {
	{ "image/jpeg", 16777216 }, { "image/png", 16777216 }, { "image/gif", 16777216 },
	{ "image/webp", 16777216 }, { "video/mp4", 67108864 }, { "audio/mpeg", 67108864 },
	{ NULL, 0 }
};

static const char *const knows[] = { "categories", "featured", NULL };

const struct net net_wordpress = {
	.name       = "wordpress",
	.title      = "WordPress",
	.knows      = knows,
	.needs_user = 1,
	.can        = CAN_TITLE | CAN_ANIMATE,
	/* longtext in the database: 4 GiB; the record's line is shorter */
	.text       = { .unit = TEXT_BYTES, .max = 1000000 },
	.media      = { .max = 100, .alt_max = 0, .alt_unit = TEXT_GRAPHEMES, .types = types },
	.ops        = { [OP_PUBLISH] = wordpress_publish, [OP_EDIT] = wordpress_edit,
	                [OP_WHO] = wordpress_who, [OP_INBOX] = wordpress_inbox,
	                [OP_THREAD] = wordpress_thread, [OP_REPLY] = wordpress_reply,
	                [OP_HIDE] = wordpress_hold, [OP_HOLD] = wordpress_hold,
	                [OP_UNHIDE] = wordpress_approve,
	                [OP_REPORT] = wordpress_spam, [OP_DELETE] = wordpress_delete,
	                [OP_POST_METRICS] = wordpress_post_metrics },
	.fault      = fault,
};
