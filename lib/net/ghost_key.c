/* ghost_key.c - requests to the Admin API, each with its own token (ghost.org/docs/admin-api, "Token generation") */
#include "ghost.h"

#include "jwt.h"

#include <stdarg.h>
#include <stdio.h>

#define API      "/ghost/api/admin"
#define GOOD_SEC 300 /* at most five minutes */
#define KEY_MAX  64  /* bytes of a key */

void
ghost_send(struct call *c, const char *method, enum effect effect, const char *path, ...)
{
	char    text[2000];
	va_list ap;

	va_start(ap, path);
	vsnprintf(text, sizeof text, path, ap);
	va_end(ap);
	call_send(c, method, effect, API "%s", text);
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ?
	    c - 'A' + 10 : -1;
}

/* Bytes of a hexadecimal text; 0: it is none, or too long. */
static size_t
unhex(const char *s, unsigned char *out, size_t room)
{
	size_t n;

	for (n = 0; s[0]; n++, s += 2) {
		if (digit(s[0]) < 0 || digit(s[1]) < 0 || n >= room)
			return 0;
		out[n] = (unsigned char)(digit(s[0]) << 4 | digit(s[1]));
	}
	return n;
}

/* A token lives five minutes: each request gets its own. A clock that is a little ahead of theirs does no harm. */
enum go
ghost_signed(struct call *c)
{
	const char   *token = call_session(c, "token"), *colon = token ? strchr(token, ':') : NULL;
	unsigned char key[KEY_MAX], id[KEY_MAX];
	struct jwt    j = { .aud = "/admin/", .key = key, .from = c->now / 1000, .until = c->now / 1000 + GOOD_SEC };

	if (!token)
		return GO_FAIL;
	j.kid = colon ? mem_dup(c->mem, token, (size_t)(colon - token)) : "";
	j.key_len = colon ? unhex(colon + 1, key, sizeof key) : 0;
	if (!j.key_len || !unhex(j.kid, id, sizeof id))
		return call_fail(c, FAULT_AUTH, "the secret of account %s is no Admin API key, which is like "
		    "ID:SECRET, both hexadecimal", c->account->name);
	req_header(&c->req, c->mem, "Authorization", mem_fmt(c->mem, "Ghost %s", jwt_write(c->mem, &j)));
	req_header(&c->req, c->mem, "Accept-Version", "v5.0");
	explicit_bzero(key, sizeof key);
	c->req.dated = 1;
	return GO_SEND;
}

json_t *
ghost_first(struct call *c, const char *name)
{
	json_t *one = json_array_get(json_object_get(c->body, name), 0);

	if (*text_member(one, "id"))
		return one;
	call_fail(c, FAULT_REPLY, "%s answered %d without \"%s\"", c->net->title, c->reply->status, name);
	return NULL;
}
