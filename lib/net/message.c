/* message.c - message records, as the networks' inboxes give them */
#include "message.h"

#include "smm/when.h"

#define URL_MAX 2000

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

const char *
message_subject(const struct call *c)
{
	const char *ref = call_message(c);

	return ref ? ref : rec_string(c, "ref");
}

/* --- how far an inbox was read ---------------------------------------------------------------- */

json_t *
message_position(const struct call *c)
{
	return json_object_get(c->rec, "position");
}

int64_t
message_from(const struct call *c, int64_t overlap_ms)
{
	const char *last = text_member(message_position(c), "last");

	return *last ? message_time(last) - overlap_ms : message_time(text_member(c->rec, "since"));
}

void
message_keep_newest(struct call *c, const char *at)
{
	const char *newest = call_kept(c, "newest");
	int64_t     ms = message_time(at);

	if (ms && (!newest || ms > message_time(newest)))
		call_keep(c, "newest", at);
}

const char *
message_newest(const struct call *c)
{
	const char *newest = call_kept(c, "newest"), *last = text_member(message_position(c), "last");

	if (newest)
		return newest;
	return *last ? last : text_member(c->rec, "since");
}

enum go
message_finish(struct call *c)
{
	call_out_position(c, json_pack("{s:s}", "last", message_newest(c)));
	return GO_DONE;
}
