/* form.c - parameters of a query or a form, and answers */
#include "sim.h"

#include <stdlib.h>
#include <string.h>

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
add_decoded(struct buf *b, const char *s, size_t len)
{
	size_t i;

	buf_clear(b);
	buf_room(b, len);
	for (i = 0; i < len; i++) {
		if (s[i] == '+')
			buf_char(b, ' ');
		else if (s[i] == '%' && i + 2 < len && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0) {
			buf_char(b, (char)((unsigned)hex(s[i + 1]) << 4 | (unsigned)hex(s[i + 2])));
			i += 2;
		} else {
			buf_char(b, s[i]);
		}
	}
}

static void
add_pair(json_t *o, const char *name, json_t *value)
{
	json_t *old = json_object_get(o, name);
	size_t  len = strlen(name);

	if (!value)
		return;
	if (json_is_array(old))
		json_array_append_new(old, value);
	else if (old)
		json_object_set_new(o, name, json_pack("[O, o]", old, value));
	else if (len > 2 && strcmp(name + len - 2, "[]") == 0)
		json_object_set_new(o, name, json_pack("[o]", value));
	else
		json_object_set_new(o, name, value);
}

json_t *
form_read(const char *text, size_t len)
{
	struct buf  name = { 0 }, value = { 0 };
	json_t     *o = json_object();
	const char *end = text + len, *amp, *equals;

	for (; text < end; text = amp + 1) {
		amp = memchr(text, '&', (size_t)(end - text));
		if (!amp)
			amp = end;
		equals = memchr(text, '=', (size_t)(amp - text));
		if (!equals)
			equals = amp;
		add_decoded(&name, text, (size_t)(equals - text));
		add_decoded(&value, equals + (equals < amp), (size_t)(amp - equals - (equals < amp)));
		if (name.len)
			add_pair(o, name.at, json_stringn(value.at, value.len));
	}
	buf_release(&name);
	buf_release(&value);
	return o;
}

const char *
arg_text(const struct request *r, const char *name)
{
	json_t *v = json_object_get(r->form, name);

	if (!v)
		v = json_object_get(r->args, name);
	return json_string_value(json_is_array(v) ? json_array_get(v, 0) : v);
}

long
arg_long(const struct request *r, const char *name, long otherwise)
{
	const char *text = arg_text(r, name);
	json_t     *v = json_object_get(r->form, name);

	if (json_is_integer(v))
		return (long)json_integer_value(v);
	return text && *text ? strtol(text, NULL, 10) : otherwise;
}

void
answer_json(struct answer *a, int status, json_t *body)
{
	a->status = status;
	a->body = body;
}

void
answer_header(struct answer *a, const char *name, const char *value)
{
	if (!a->headers)
		a->headers = json_object();
	json_object_set_new(a->headers, name, json_string(value));
}
