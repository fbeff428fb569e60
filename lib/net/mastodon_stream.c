/*
 * mastodon_stream.c - that there is something new, told as it happens
 *
 * docs.joinmastodon.org: methods/streaming; entities/V2_Instance (configuration.urls.streaming), before 4.0
 * V1_Instance (urls.streaming_api). The address is one for WebSockets; server-sent events are at the same with http.
 * A stream says nothing of what happened before it: whoever connects looks for that in the ordinary way.
 *
 * Kept: base, the address of the streams.
 */
#include "mastodon.h"

#include "message.h"

#include <string.h>

static enum go
ask_first(struct call *c)
{
	return call_kept(c, "base") ? GO_NEXT : mastodon_ask_instance(c);
}

/* "wss://HOST" as "https://HOST", "ws://HOST" as "http://HOST"; NULL: neither. */
static const char *
http_address(struct call *c, const char *address)
{
	size_t len = strlen(address);

	while (len && address[len - 1] == '/')
		len--;
	if (strncmp(address, "wss://", 6) == 0)
		return mem_fmt(c->mem, "https://%.*s", (int)len - 6, address + 6);
	if (strncmp(address, "ws://", 5) == 0)
		return mem_fmt(c->mem, "http://%.*s", (int)len - 5, address + 5);
	return NULL;
}

/* The token goes to the address that the server names, and never with less care than to the server itself. */
static enum go
keep_address(struct call *c, const char *address)
{
	const char *http = http_address(c, address);
	int         is_safe = http && strncmp(http, "https://", 8) == 0;

	if (!http || strpbrk(http + 8, "@?#\\") || (!is_safe && strncmp(c->account->server, "https://", 8) == 0))
		return call_fail(c, FAULT_REFUSED, "%s has its streams at \"%.100s\", wss:// and a host was expected",
		    c->net->title, address);
	call_keep(c, "base", http);
	return GO_NEXT;
}

static enum go
take_second(struct call *c)
{
	const json_t *urls = json_object_get(json_object_get(c->body, "configuration"), "urls");
	const char   *address = text_member(urls, "streaming");

	return *address ? keep_address(c, address) : GO_NEXT;
}

static enum go
take_first(struct call *c)
{
	const char *address = text_member(json_object_get(c->body, "urls"), "streaming_api");

	return *address ? keep_address(c, address) :
	    call_fail(c, FAULT_REFUSED, "the server offers no streams");
}

/* What we write ourselves is told on the larger stream only. */
static enum go
ask_stream(struct call *c)
{
	static const char *const notices[] = { "notification", "notifications_merged", NULL };
	static const char *const own[] = { "notification", "notifications_merged", "update", NULL };
	int                      all = json_is_true(json_object_get(c->rec, "own"));
	const char              *path = all ? "" : "/notification";

	call_send_to(c, "GET", EFFECT_NONE, mem_fmt(c->mem, "%s/api/v1/streaming/user%s", call_kept(c, "base"), path));
	c->req.events = all ? own : notices;
	req_header(&c->req, c->mem, "Accept", "text/event-stream");
	return mastodon_signed(c);
}

static enum go
take_stream(struct call *c)
{
	return call_fail(c, FAULT_AGAIN, "the stream has ended");
}

const struct step mastodon_stream[] = {
	{ "second", mastodon_ask_instance, take_second, 404, NULL, 0, .with = "v2" },
	{ "first",  ask_first,             take_first,  404, NULL, 0, .with = "v1" },
	{ "stream", ask_stream,            take_stream, 0,   NULL, 0 },
	{ 0 }
};
