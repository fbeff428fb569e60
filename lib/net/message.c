/* message.c - message records, as the networks' inboxes give them */
#include "message.h"

#include "smm/when.h"

#define URL_MAX 2000

const char *
json_text_of(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s ? s : "";
}

int64_t
message_time(const char *at)
{
	int64_t ms = 0;

	return when_read(at, strlen(at), &ms, NULL) == 0 ? ms : 0;
}

json_t *
message_new(const struct call *c, const char *ref, const char *kind, int public, const char *at)
{
	if (!*ref || !message_time(at))
		return NULL;
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:s}", "type", "message", "id", ref, "account",
	    c->account->name, "network", c->net->name, "kind", kind, "public", public, "at", at);
}

void
message_add(json_t *m, const char *name, const char *value)
{
	if (value && *value)
		json_object_set_new(m, name, json_string(value));
}

void
message_author(json_t *m, const char *id, const char *handle, const char *name)
{
	json_t *author = json_object();

	message_add(author, "id", id);
	message_add(author, "handle", handle);
	message_add(author, "name", name);
	json_object_set_new(m, "author", author);
}

static int
is_address(const char *url)
{
	const char *s;

	if (strlen(url) > URL_MAX ||
	    (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0))
		return 0;
	for (s = url; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 127 || strchr("<>\"\\^`{|}", *s))
			return 0;
	return 1;
}

void
message_url(json_t *m, const char *url)
{
	if (url && is_address(url))
		message_add(m, "url", url);
}

void
message_medium(json_t *m, const char *url, const char *alt)
{
	json_t *list = json_object_get(m, "media"), *one = json_object();

	message_url(one, url);
	message_add(one, "alt", alt);
	if (!list) {
		list = json_array();
		json_object_set_new(m, "media", list);
	}
	json_array_append_new(list, one);
}
