/* call.c - what a connector is written with */
#include "host.h"

#include "smm/lang.h"
#include "smm/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define WORDS_MAX 300 /* bytes of a server's words in a message */
#define URL_MAX   4000 /* upload addresses carry signatures */

/* --- requests --------------------------------------------------------------------------------- */

static char *
format(struct mem *m, const char *fmt, va_list ap)
{
	va_list again;
	int     len;
	char   *text;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = mem_alloc(m, len < 0 ? 1 : (size_t)len + 1);
	if (len > 0)
		vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

void
call_send(struct call *c, const char *method, enum effect effect, const char *path, ...)
{
	const char *server = json_string_value(json_object_get(c->session, "server"));
	va_list     ap;

	if (!server)
		server = c->account->server ? c->account->server : c->net->server;
	memset(&c->req, 0, sizeof c->req);
	c->req.method = method;
	c->req.effect = effect;
	va_start(ap, path);
	c->req.url = mem_fmt(c->mem, "%s%s", server ? server : "", format(c->mem, path, ap));
	va_end(ap);
}

void
call_send_to(struct call *c, const char *method, enum effect effect, const char *url)
{
	memset(&c->req, 0, sizeof c->req);
	c->req.method = method;
	c->req.effect = effect;
	c->req.url = mem_str(c->mem, url);
}

static int
is_unreserved(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '-' || c == '.' || c == '_' || c == '~';
}

const char *
call_encoded(struct call *c, const char *s)
{
	struct buf  b = { 0 };
	const char *dots = s;
	char       *text;

	for (; *s; s++) {
		if (is_unreserved(*s) && (*s != '.' || strspn(dots, ".") != strlen(dots)))
			buf_char(&b, *s);
		else
			buf_fmt(&b, "%%%02X", (unsigned char)*s);
	}
	text = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return text;
}

enum go
call_bearer(struct call *c, const char *token)
{
	const char *s;

	if (!token && c->err.fault) /* call_session() has said why */
		return GO_FAIL;
	if (!token || !*token)
		return call_fail(c, FAULT_AUTH, "account %s has no token", c->account->name);
	for (s = token; *s; s++)
		if (*s <= ' ' || *s == 127)
			return call_fail(c, FAULT_AUTH,
			    "the token of account %s holds a blank or a control character",
			    c->account->name);
	req_header(&c->req, c->mem, "Authorization", mem_fmt(c->mem, "Bearer %s", token));
	return GO_SEND;
}

void
call_json(struct call *c, json_t *body)
{
	char *text = json_dumps(body, JSON_COMPACT);

	c->req.body = BODY_TEXT;
	c->req.type = "application/json";
	c->req.text = mem_str(c->mem, text);
	c->req.len = strlen(text);
	free(text);
	json_decref(body);
}

void
call_form(struct call *c, const struct buf *form)
{
	c->req.body = BODY_TEXT;
	c->req.type = "application/x-www-form-urlencoded";
	c->req.len = form->len;
	c->req.text = mem_dup(c->mem, form->at, form->len);
}

/* --- replies ---------------------------------------------------------------------------------- */

const char *
call_get(struct call *c, const char *name)
{
	const char *value = json_string_value(json_object_get(c->body, name));

	if (value && *value)
		return value;
	if (!c->body)
		call_fail(c, FAULT_REPLY, "%s answered %d with something that is not JSON",
		    c->net->title, c->reply->status);
	else
		call_fail(c, FAULT_REPLY, "%s answered %d without \"%s\"", c->net->title,
		    c->reply->status, name);
	return NULL;
}

const char *
text_member(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s ? s : "";
}

/* A number that was too large for 64 bits has become a real: it is no id any more. */
const char *
id_member(struct call *c, const json_t *j, const char *name)
{
	const json_t *value = json_object_get(j, name);

	if (json_is_integer(value))
		return mem_fmt(c->mem, "%lld", (long long)json_integer_value(value));
	return json_is_string(value) && *json_string_value(value) ? json_string_value(value) : NULL;
}

const char *
call_session(struct call *c, const char *name)
{
	const char *value = json_string_value(json_object_get(c->session, name));

	if (!value)
		call_fail(c, FAULT_AUTH, "account %s is not signed in", c->account->name);
	return value;
}

enum go
call_fail(struct call *c, enum fault fault, const char *fmt, ...)
{
	char    text[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, tr(fmt), ap);
	va_end(ap);
	err_set(&c->err, fault, "%s", text);
	return GO_FAIL;
}

enum go
call_no_list(struct call *c)
{
	return call_fail(c, FAULT_REPLY, "%s answered %d without a list", c->net->title, c->reply->status);
}

const char *
call_words(struct call *c, const char *s, size_t len)
{
	struct buf b = { 0 };
	size_t     cut = len < WORDS_MAX ? len : WORDS_MAX;
	char      *words;

	while (cut < len && cut && ((unsigned char)s[cut] & 0xc0) == 0x80)
		cut--;
	utf8_add_visible(&b, s, cut, 0);
	if (cut < len)
		buf_str(&b, "\xe2\x80\xa6");
	words = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return words;
}

void
call_out(struct call *c, const char *name, const char *value)
{
	json_object_set_new(c->out, name, json_string(value));
}

/* An address as it may stand in a request or a result: of the web, nothing that has to be encoded. */
static int
is_clean(const char *url)
{
	const char *s;

	if (!url || strlen(url) > URL_MAX ||
	    (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0))
		return 0;
	for (s = url; *s; s++)
		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 127 || strchr("<>\"\\^`{|}", *s))
			return 0;
	return 1;
}

void
call_out_url(struct call *c, const char *url)
{
	if (is_clean(url))
		call_out(c, "url", url);
}

int
call_can_go(const struct call *c, const char *url)
{
	const char *server = c->account->server;

	return is_clean(url) && (strncmp(url, "https://", 8) == 0 ||
	    (server && strncmp(server, "http://", 7) == 0));
}

void
call_out_record(struct call *c, json_t *record)
{
	json_t *list = json_object_get(c->out, "records");

	if (!record)
		return;
	if (!list) {
		list = json_array();
		json_object_set_new(c->out, "records", list);
	}
	json_array_append_new(list, record);
}

void
call_out_position(struct call *c, json_t *position)
{
	json_object_set_new(c->out, "position", position);
}

enum go
call_who(struct call *c, const char *user, const char *ref)
{
	call_out_record(c, json_pack("{s:s*, s:s*}", "user", user && *user ? user : NULL, "ref",
	    ref && *ref ? ref : NULL));
	return GO_NEXT;
}

/* --- kept state ------------------------------------------------------------------------------- */

void
call_keep(struct call *c, const char *name, const char *value)
{
	json_object_set_new(c->keep, name, json_string(value));
}

const char *
call_kept(const struct call *c, const char *name)
{
	return json_string_value(json_object_get(c->keep, name));
}

void
call_forget(struct call *c, const char *name)
{
	json_object_del(c->keep, name);
}

void
call_keep_item(struct call *c, const char *name, json_t *value)
{
	json_t *list = json_object_get(c->keep, name);

	if (!json_is_array(list)) {
		list = json_array();
		json_object_set_new(c->keep, name, list);
	}
	json_array_append_new(list, value);
}

size_t
call_kept_count(const struct call *c, const char *name)
{
	return json_array_size(json_object_get(c->keep, name));
}

const char *
call_kept_at(const struct call *c, const char *name, size_t i)
{
	return json_string_value(json_array_get(json_object_get(c->keep, name), i));
}

/* --- the record ------------------------------------------------------------------------------- */

const char *
rec_string(const struct call *c, const char *name)
{
	return json_string_value(json_object_get(c->rec, name));
}

static size_t
thread_len(const struct call *c)
{
	return json_array_size(json_object_get(c->rec, "thread"));
}

static int
has_comment(const struct call *c)
{
	const char *text = rec_string(c, "first_comment");

	return text && *text;
}

size_t
rec_texts(const struct call *c)
{
	return 1 + thread_len(c) + (size_t)has_comment(c);
}

const char *
rec_text_at(const struct call *c, size_t i)
{
	const char *text;

	if (!i)
		text = rec_string(c, "text");
	else if (i > thread_len(c))
		text = rec_string(c, "first_comment");
	else
		text = json_string_value(json_array_get(json_object_get(c->rec, "thread"), i - 1));
	return text ? text : "";
}

size_t
rec_parent(const struct call *c, size_t i)
{
	return i > thread_len(c) ? 0 : i - 1;
}

size_t
rec_media_count(const struct call *c)
{
	return json_array_size(json_object_get(c->rec, "media"));
}

const json_t *
rec_media(const struct call *c, size_t i)
{
	return json_array_get(json_object_get(c->rec, "media"), i);
}

const char *
call_media_url(struct call *c, size_t i)
{
	const char *url = json_string_value(json_object_get(rec_media(c, i), "url"));

	if (!url)
		url = host_address(c, i);
	if (!url)
		call_fail(c, FAULT_INPUT, "%s fetches media itself: medium %zu needs a public `url`, or smm.yaml a "
		    "`media_host`",
		    c->net->title, i + 1);
	return url;
}

const json_t *
rec_options(const struct call *c)
{
	return json_object_get(json_object_get(c->rec, "options"), c->net->name);
}

json_t *
call_was(const struct call *c, const char *name)
{
	return json_object_get(json_object_get(c->was, "keep"), name);
}

enum go
call_nowhere(struct call *c)
{
	return call_fail(c, FAULT_REFUSED, "the ledger does not know where it is on %s; do it there", c->net->title);
}

const char *
call_place(struct call *c)
{
	const char *ref = text_member(c->was, "ref");

	if (!*ref)
		call_nowhere(c);
	return *ref ? ref : NULL;
}

size_t
call_was_parts(const struct call *c, const char *name)
{
	size_t n = json_array_size(call_was(c, name));

	return n ? n : json_object_get(c->was, "ref") != NULL;
}

enum go
call_same_parts(struct call *c, size_t there)
{
	if (!there)
		return call_nowhere(c);
	if (there != rec_texts(c))
		return call_fail(c, FAULT_REFUSED,
		    "%zu parts are out, the plan has %zu: an edit changes no number of parts; "
		    "take it away (smm-post --delete) and post it under a new id", there, rec_texts(c));
	return GO_NEXT;
}

const char *
call_text(struct call *c, size_t i)
{
	const char *text = rec_text_at(c, i);

	return i ? text : net_text(c->net, c->mem, text, rec_string(c, "link"), rec_media_count(c));
}
