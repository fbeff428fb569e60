/*
 * reddit_media.c - pictures go up: a lease from Reddit, then a form to its store
 *
 * The lease is a list of fields that come before the file. It ends after a while: a store that refuses it (403) is
 * gone to with a new one.
 */
#include "reddit.h"

#define LEASES 3

/*
 * Kept state:
 *	lease   {action, asset, key, fields} of the picture that is under way; leases   how many were refused
 *	media   {asset, url} of those that are there, in order
 */

static const json_t *
lease(const struct call *c)
{
	return json_object_get(c->keep, "lease");
}

static const char *
name_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

static const char *
type_of(const struct call *c, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	return type ? type : "application/octet-stream";
}

static enum go
ask_lease(struct call *c, size_t i)
{
	struct buf form = { 0 };

	call_send(c, "POST", EFFECT_SAME, "/api/media/asset.json?raw_json=1");
	form_add(&form, "filepath", name_of(text_member(rec_media(c, i), "file")));
	form_add(&form, "mimetype", type_of(c, i));
	return reddit_form(c, &form);
}

static enum go
ask_upload(struct call *c, size_t i)
{
	const json_t *one;
	const char   *file = text_member(rec_media(c, i), "file");
	size_t        k;

	call_send_to(c, "POST", EFFECT_SAME, text_member(lease(c), "action"));
	json_array_foreach(json_object_get(lease(c), "fields"), k, one)
		req_part(&c->req, c->mem, (struct part){ .name = text_member(one, "name"),
			.value = text_member(one, "value") });
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file, .file_name = name_of(file),
		.type = type_of(c, i), .stamp = call_stamp(c, i) });
	return GO_SEND;
}

enum go
reddit_ask_media(struct call *c)
{
	size_t i = call_kept_count(c, "media");

	call_fix_media(c);
	if (!rec_media(c, i))
		return GO_NEXT;
	return lease(c) ? ask_upload(c, i) : ask_lease(c, i);
}

/* The account's server is on loopback, without TLS. */
static int
is_plain(const struct call *c)
{
	return c->account->server && strncmp(c->account->server, "http://", 7) == 0;
}

/* {"args": {"action": "//host", "fields": [{"name", "value"}]}, "asset": {"asset_id"}} */
static enum go
take_lease(struct call *c)
{
	const json_t *args = json_object_get(c->body, "args"), *fields = json_object_get(args, "fields"), *one;
	const char   *action = text_member(args, "action"), *key = "";
	const char   *asset = text_member(json_object_get(c->body, "asset"), "asset_id");
	size_t        i;

	json_array_foreach(fields, i, one)
		if (strcmp(text_member(one, "name"), "key") == 0)
			key = text_member(one, "value");
	if (strncmp(action, "//", 2) == 0)
		action = mem_fmt(c->mem, "%s:%s", is_plain(c) ? "http" : "https", action);
	if (!*asset || !*key || !call_can_go(c, action))
		return call_fail(c, FAULT_REPLY, "%s answered %d without a place for the picture", c->net->title,
		    c->reply->status);
	json_object_set_new(c->keep, "lease", json_pack("{s:s, s:s, s:s, s:O}", "action", action, "asset", asset, "key",
	    key, "fields", fields));
	return GO_AGAIN;
}

enum go
reddit_take_media(struct call *c)
{
	json_int_t n = json_integer_value(json_object_get(c->keep, "leases"));

	if (!lease(c) && c->reply->status == 403) {
		net_fault(c);
		return GO_FAIL;
	}
	if (!lease(c))
		return reddit_heard(c) == GO_FAIL ? GO_FAIL : take_lease(c);
	if (c->reply->status == 403 && n >= LEASES)
		return call_fail(c, FAULT_REFUSED, "Reddit's store refuses the picture");
	if (c->reply->status == 403)
		call_count(c, "leases");
	else
		call_keep_item(c, "media", json_pack("{s:O, s:s}", "asset", json_object_get(lease(c), "asset"), "url",
		    mem_fmt(c->mem, "%s/%s", text_member(lease(c), "action"), text_member(lease(c), "key"))));
	call_forget(c, "lease");
	return GO_AGAIN;
}
