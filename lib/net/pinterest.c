/*
 * pinterest.c - pins: pictures, films, carousels
 *
 * developers.pinterest.com/docs/api/v5: create a pin, media, boards. A picture goes with the pin itself, in base64
 * or by its address; a film is uploaded before, to an address that Pinterest gives. The pin has no key, and the
 * same twice is two pins: of one whose answer was lost the newest of its board are looked through.
 */
#include "pinterest.h"

#include "smm/when.h"

#include "html.h"
#include "oauth.h"

#include <stdlib.h>

#define LOOK_AFTER_SEC 10
#define LOOKS_MAX      2

/*
 * Kept state of a pin:
 *	files           what the media were found to be (call_fix_media)
 *	board, section  where it goes to (pinterest_place.c)
 *	media           id of the film
 *	upload, form    where its bytes go to, and the fields that go with them
 *	uploaded        they are there; pause: seconds of the last wait until it is processed
 *	since           when the pin was first asked for; looks: how often we have looked
 *	id              of the pin
 */

enum go
pinterest_signed(struct call *c)
{
	return call_bearer(c, call_session(c, "token"));
}

static const char *
file_of(const json_t *item)
{
	return json_string_value(json_object_get(item, "file"));
}

/* --- where the pin takes its picture from --------------------------------------------------------------- */

/* The body so far is one part of it; the file follows. */
static void
join_text(struct call *c, struct buf *b)
{
	req_part(&c->req, c->mem, (struct part){ .name = "json", .value = mem_dup(c->mem, b->at, b->len) });
	buf_clear(b);
}

/* "data": file i, in base64, "content_type" before it, both with `prefix` for a cover. */
static void
join_file(struct call *c, struct buf *b, const char *prefix, const char *file, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	json_str(b, mem_fmt(c->mem, "%scontent_type", prefix), type ? type : "image/jpeg");
	json_key(b, mem_fmt(c->mem, "%sdata", prefix));
	buf_char(b, '"');
	join_text(c, b);
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file, .stamp = call_stamp(c, i) });
	buf_char(b, '"');
}

/* The cover is options.pinterest.thumb, else the picture at `cover_at` seconds, else the first. */
static void
join_film(struct call *c, struct buf *b)
{
	const json_t *thumb = json_object_get(rec_options(c), "thumb");
	int64_t       cover_ms = call_cover_ms(c);

	json_str(b, "source_type", "video_id");
	json_str(b, "media_id", call_kept(c, "media"));
	if (file_of(thumb))
		join_file(c, b, "cover_image_", file_of(thumb), 1);
	else if (*text_member(thumb, "url"))
		json_str(b, "cover_image_url", text_member(thumb, "url"));
	else
		json_int(b, "cover_image_key_frame_time", cover_ms < 0 ? 0 : cover_ms / 1000);
}

static void
join_picture(struct call *c, struct buf *b, size_t i)
{
	const json_t *item = rec_media(c, i);

	if (file_of(item))
		join_file(c, b, "", file_of(item), i);
	else
		json_str(b, "url", text_member(item, "url"));
}

static int
has_file(const struct call *c)
{
	return file_of(rec_media(c, 0)) != NULL;
}

static void
join_carousel(struct call *c, struct buf *b)
{
	size_t i;

	json_str(b, "source_type", has_file(c) ? "multiple_image_base64" : "multiple_image_urls");
	json_key(b, "items");
	json_open(b, '[');
	for (i = 0; i < rec_media_count(c); i++) {
		json_open(b, '{');
		join_picture(c, b, i);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void
join_source(struct call *c, struct buf *b)
{
	json_key(b, "media_source");
	json_open(b, '{');
	if (pinterest_is_film(c)) {
		join_film(c, b);
	} else if (rec_media_count(c) > 1) {
		join_carousel(c, b);
	} else {
		json_str(b, "source_type", has_file(c) ? "image_base64" : "image_url");
		join_picture(c, b, 0);
	}
	json_close(b, '}');
}

/* --- the pin -------------------------------------------------------------------------------------------- */

static void
add_words(json_t *to, const char *name, const char *text)
{
	if (text && *text)
		json_object_set_new(to, name, json_string(text));
}

json_t *
pinterest_words(struct call *c)
{
	json_t *pin = json_object();

	add_words(pin, "board_id", call_kept(c, "board"));
	add_words(pin, "board_section_id", call_kept(c, "section"));
	add_words(pin, "title", rec_string(c, "title"));
	add_words(pin, "description", rec_text_at(c, 0));
	add_words(pin, "link", rec_string(c, "link"));
	add_words(pin, "alt_text", text_member(rec_media(c, 0), "alt"));
	return pin;
}

/* All are files, or all are addresses: the two kinds of carousel. */
static int
is_mixed(const struct call *c)
{
	size_t i, files = 0;

	for (i = 0; i < rec_media_count(c); i++)
		files += file_of(rec_media(c, i)) != NULL;
	return files && files != rec_media_count(c);
}

static void
join_pin(struct call *c)
{
	json_t     *words = pinterest_words(c);
	const char *name;
	json_t     *value;
	struct buf  b = { 0 };

	c->req.body = BODY_JOINED;
	c->req.type = "application/json";
	json_open(&b, '{');
	json_object_foreach(words, name, value)
		json_str(&b, name, json_string_value(value));
	join_source(c, &b);
	json_close(&b, '}');
	join_text(c, &b);
	buf_release(&b);
	json_decref(words);
}

static void
tell(struct call *c)
{
	const char *id = call_kept(c, "id");

	if (!id)
		return;
	call_out(c, "ref", id);
	call_out_url(c, mem_fmt(c->mem, "https://www.pinterest.com/pin/%s/", call_encoded(c, id)));
}

static enum go
ask_pin(struct call *c)
{
	tell(c);
	if (call_kept(c, "id"))
		return GO_NEXT;
	if (is_mixed(c))
		return call_fail(c, FAULT_INPUT, "the pictures of a carousel are all files, or all addresses");
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/v5/pins");
	join_pin(c);
	return pinterest_signed(c);
}

static enum go
keep_pin(struct call *c, const char *id)
{
	call_keep(c, "id", id);
	tell(c);
	return GO_NEXT;
}

static enum go
take_pin(struct call *c)
{
	const char *id = id_member(c, c->body, "id");

	return id ? keep_pin(c, id) : pinterest_failed(c, "id");
}

/* --- was it made? ---------------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/v5/boards/%s/pins?page_size=25", call_encoded(c, call_kept(c, "board")));
	return pinterest_signed(c);
}

int64_t
pinterest_time(const char *text)
{
	char    whole[WHEN_SIZE];
	size_t  len = strcspn(text, ".Zz+");
	int64_t ms = 0;

	if (when_read(text, strlen(text), &ms, NULL) == 0)
		return ms;
	if (len + 2 > sizeof whole || strchr(text, '+'))
		return 0;
	memcpy(whole, text, len);
	memcpy(whole + len, "Z", 2);
	return when_read(whole, len + 1, &ms, NULL) == 0 ? ms : 0;
}

static int
is_new(const struct call *c, const json_t *pin)
{
	return pinterest_time(text_member(pin, "created_at")) >= call_since(c, "since");
}

static int
is_ours(const struct call *c, const json_t *pin)
{
	const char *link = rec_string(c, "link"), *title = rec_string(c, "title");

	return is_new(c, pin) && strcmp(text_member(pin, "link"), link ? link : "") == 0 &&
	    text_compare(title ? title : "", text_member(pin, "title")) == LIKE_SAME &&
	    text_compare(rec_text_at(c, 0), text_member(pin, "description")) == LIKE_SAME;
}

static enum go
take_look(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *pin, *found = NULL;
	size_t        i, many = 0;

	if (!json_is_array(items))
		return pinterest_failed(c, "items");
	json_array_foreach(items, i, pin) {
		if (!is_ours(c, pin) || !id_member(c, pin, "id"))
			continue;
		found = pin;
		many++;
	}
	if (many > 1)
		return call_twins(c, many);
	if (found)
		return keep_pin(c, id_member(c, found, "id"));
	return call_looks_again(c, LOOKS_MAX, LOOK_AFTER_SEC) ? GO_WAIT : GO_AGAIN;
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

static const struct step publish[] = {
	{ "board",    pinterest_ask_board,    pinterest_take_board,    0, &pinterest_find_board, LOOK_AFTER_SEC },
	{ "section",  pinterest_ask_section,  pinterest_take_section,  0, &pinterest_find_section, LOOK_AFTER_SEC },
	{ "upload",   pinterest_ask_upload,   pinterest_take_upload,   0, NULL,  0 },
	{ "ready",    pinterest_ask_ready,    pinterest_take_ready,    0, NULL,  0 },
	{ "pin",      ask_pin,                take_pin,                0, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- errors ------------------------------------------------------------------------------------------------- */

/* "Response codes": the first row that fits counts; status 0 and words NULL fit all. */
static const struct {
	int         code, status;
	const char *words;
	enum fault  fault;
	const char *todo;
} codes[] = {
	{ 3, 0, "restricted feature", FAULT_CONF, "Pinterest opens it to chosen apps only" },
	{ 3, 0, NULL, FAULT_AUTH, "a scope is missing; sign in again and grant it" },
	{ 29, 0, "Trial access", FAULT_CONF, "ask for Standard access at developers.pinterest.com" },
	{ 29, 0, NULL, FAULT_CONF, "the app or the account may not do that" },
	{ 2, 401, NULL, FAULT_AUTH, "sign in again" },
	{ 8, 0, NULL, FAULT_LIMIT, NULL },
	{ 30, 0, NULL, FAULT_LIMIT, NULL },
	{ 0, 0, "suspended", FAULT_AUTH, "open pinterest.com and look at the account" },
	{ 0, 0, "deactivated", FAULT_AUTH, "open pinterest.com and look at the account" },
	{ 0, 0, "Unable to reach the URL", FAULT_AGAIN, "the picture's address must be public" },
	{ 0, 409, NULL, FAULT_AGAIN, NULL },
};

enum fault
pinterest_fault(struct call *c)
{
	const char *words = text_member(c->body, "message");
	json_int_t  code = json_integer_value(json_object_get(c->body, "code"));
	size_t      i;

	if (!*words)
		return call_kept(c, "upload") && !c->body ? pinterest_upload_fault(c) : FAULT_NONE;
	words = call_words(c, words, strlen(words));
	for (i = 0; i < sizeof codes / sizeof *codes; i++) {
		if ((codes[i].code && codes[i].code != code) ||
		    (codes[i].status && codes[i].status != c->reply->status) ||
		    (codes[i].words && !strstr(words, codes[i].words)))
			continue;
		call_fail(c, FAULT_NONE, "Pinterest: %s (%lld)%s%s", words, (long long)code, codes[i].todo ? "; " : "",
		    codes[i].todo ? codes[i].todo : "");
		return codes[i].fault;
	}
	call_fail(c, FAULT_NONE, "Pinterest: %s (%lld)", words, (long long)code);
	return FAULT_NONE;
}

/* A reply 200 that carries an error did not carry anything out. */
enum go
pinterest_failed(struct call *c, const char *missing)
{
	enum fault fault = pinterest_fault(c);

	if (*c->err.text) {
		c->err.fault = fault ? fault : FAULT_REFUSED;
		return GO_FAIL;
	}
	call_get(c, missing);
	return GO_FAIL;
}

/* "Pin creation", image and video specifications: 20 MB; 2 GB, 4 s to 15 min. */
static const struct media_limit types[] = {
	{ "image/jpeg", 20 << 20 }, { "image/png", 20 << 20 },
	{ "video/mp4", INT64_C(2) << 30 }, { "video/quicktime", INT64_C(2) << 30 },
	{ NULL, 0 }
};

static const char *const options[] = { "board", NULL };

static const struct lack lacks[] = {
	{ "reply",         "unsupported: its API has no comments, only how many there are" },
	{ "reply_private", "unsupported: no private messages" },
	{ "hide",          "unsupported: see reply" },
	{ "unhide",        "unsupported: see reply" },
	{ "like",          "unsupported: see reply" },
	{ "unlike",        "unsupported: see reply" },
	{ "mute",          "unsupported" },
	{ "unmute",        "unsupported" },
	{ "block",         "unsupported" },
	{ "unblock",       "unsupported" },
	{ "report",        "unsupported: only on the site itself" },
	{ "inbox",         "unsupported: no comments, mentions or messages" },
	{ "thread",        "unsupported: see inbox" },
	{ "other_metrics", "unsupported: figures of our own accounts only" },
	{ "edits by most apps", "needs review by the network (pin_edit); others are refused" },
	{ "pins that others see", "needs review by the network (Standard access)" },
	{ "repins (pin_url), top pins", "left out: pins of our own, and what each of them is counted" },
	{ "scheduling",    "unsupported: smm-post keeps the time" },
	{ "webhooks",      "unsupported" },
	{ "account analytics of personal accounts", "unsupported: accounts of businesses only" },
	{ NULL, NULL }
};

static const char *const knows[] = { "board", "make_board", "section", "make_section", "thumb", "cover_at", NULL };

const struct net net_pinterest = {
	.name   = "pinterest",
	.title  = "Pinterest",
	.knows  = knows,
	.server = "https://api.pinterest.com",
	.can    = CAN_TITLE | CAN_LINK,
	/* OpenAPI, PinCreate: description 800, title 100, alt_text 500; the unit is not said, so the strictest */
	.text   = { .unit = TEXT_UTF16, .max = 800 },
	.post   = { .needs = NEEDS_MEDIA, .title = { .unit = TEXT_UTF16, .max = 100 }, .options = options },
	.media  = { .max = 5, .alt_max = 500, .alt_unit = TEXT_UTF16, .types = types, .from = MEDIA_EITHER },
	.oauth  = &pinterest_oauth,
	.ops    = { [OP_PUBLISH] = publish, [OP_EDIT] = pinterest_edit, [OP_DELETE] = pinterest_delete,
	            [OP_POST_METRICS] = pinterest_post_metrics, [OP_ACCOUNT_METRICS] = pinterest_account_metrics,
	            [OP_WHO] = pinterest_who, [OP_AUTHORIZE] = oauth_authorize, [OP_REFRESH] = oauth_refresh },
	.lacks  = lacks,
	.fault  = pinterest_fault,
};
