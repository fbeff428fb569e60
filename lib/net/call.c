/* call.c - what a connector is written with */
#include "connector.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
call_send(struct call *c, const char *method, enum effect effect, const char *path, ...)
{
	const char *server = c->account->server ? c->account->server : c->net->server;
	const char *other = json_string_value(json_object_get(c->session, "server"));
	char        room[2048];
	va_list     ap;

	va_start(ap, path);
	vsnprintf(room, sizeof room, path, ap);
	va_end(ap);
	memset(&c->req, 0, sizeof c->req);
	c->req.method = method;
	c->req.effect = effect;
	c->req.url = mem_fmt(c->mem, "%s%s", other ? other : server ? server : "", room);
}

void
call_bearer(struct call *c, const char *token)
{
	if (token)
		req_header(&c->req, c->mem, "Authorization", mem_fmt(c->mem, "Bearer %s", token));
}

void
call_json(struct call *c, json_t *body)
{
	char *text = json_dumps(body, JSON_COMPACT);

	c->req.body = BODY_TEXT;
	c->req.type = "application/json";
	c->req.len = strlen(text);
	c->req.text = mem_dup(c->mem, text, c->req.len);
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

const char *
call_get(struct call *c, const char *name)
{
	const char *value = json_string_value(json_object_get(c->body, name));

	if (value && *value)
		return value;
	if (!c->body)
		err_set(&c->err, FAULT_REPLY, "%s answered %d with something that is not JSON", c->net->title,
		    c->reply->status);
	else
		err_set(&c->err, FAULT_REPLY, "%s answered %d without \"%s\"", c->net->title,
		    c->reply->status, name);
	return NULL;
}

const char *
call_session(struct call *c, const char *name)
{
	const char *value = json_string_value(json_object_get(c->session, name));

	if (!value)
		err_set(&c->err, FAULT_AUTH, "account %s is not signed in", c->account->name);
	return value;
}

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
call_keep_item(struct call *c, const char *name, json_t *value)
{
	json_t *list = json_object_get(c->keep, name);

	if (!list) {
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

void
call_out(struct call *c, const char *name, const char *value)
{
	json_object_set_new(c->out, name, json_string(value));
}

enum go
call_fail(struct call *c, enum fault fault, const char *fmt, ...)
{
	char    words[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof words, fmt, ap);
	va_end(ap);
	err_set(&c->err, fault, "%s", words);
	return GO_FAIL;
}

const char *
rec_string(const struct call *c, const char *name)
{
	return json_string_value(json_object_get(c->rec, name));
}

size_t
rec_texts(const struct call *c)
{
	return 1 + json_array_size(json_object_get(c->rec, "thread"));
}

const char *
rec_text_at(const struct call *c, size_t i)
{
	const char *text = i ?
	    json_string_value(json_array_get(json_object_get(c->rec, "thread"), i - 1)) :
	    rec_string(c, "text");

	return text ? text : "";
}

const json_t *
rec_media(const struct call *c, size_t i)
{
	return json_array_get(json_object_get(c->rec, "media"), i);
}

const json_t *
rec_options(const struct call *c)
{
	return json_object_get(json_object_get(c->rec, "options"), c->net->name);
}
