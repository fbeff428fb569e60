/*
 * mastodon_limits.c - what a server takes, as it says itself
 *
 * docs.joinmastodon.org: entities/V2_Instance (configuration); GET /api/v2/instance since 4.0, before and on
 * some compatible servers (snac) only /api/v1/instance, with the same `configuration`.
 */
#include "mastodon.h"

enum go
mastodon_ask_instance(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/api/%s/instance", c->with);
	return GO_SEND;
}

/* Where each limit stands, and what it is called here (net_with). */
static const struct {
	const char *group, *theirs, *ours;
} members[] = {
	{ "statuses",          "max_characters",              "text" },
	{ "statuses",          "characters_reserved_per_url", "link" },
	{ "statuses",          "max_media_attachments",       "media" },
	{ "media_attachments", "description_limit",           "alt" },
	{ "media_attachments", "supported_mime_types",        "types" },
	{ "media_attachments", "image_size_limit",            "image_bytes" },
	{ "media_attachments", "video_size_limit",            "video_bytes" },
	{ "polls",             "max_options",                 "options" },
	{ "polls",             "max_characters_per_option",   "option" },
	{ "polls",             "min_expiration",              "shortest" },
	{ "polls",             "max_expiration",              "longest" },
};

static enum go
take(struct call *c)
{
	const json_t *configuration = json_object_get(c->body, "configuration");
	json_t       *value;
	size_t        i;

	if (!json_is_object(configuration))
		return c->reply->status == 404 ? GO_NEXT :
		    call_fail(c, FAULT_REPLY, "%s answered %d without \"configuration\"", c->net->title,
		    c->reply->status);
	for (i = 0; i < sizeof members / sizeof *members; i++) {
		value = json_object_get(json_object_get(configuration, members[i].group), members[i].theirs);
		if (value)
			json_object_set(c->out, members[i].ours, value);
	}
	return GO_DONE;
}

const struct step mastodon_limits[] = {
	{ "second", mastodon_ask_instance, take, 404, NULL, 0, .with = "v2" },
	{ "first",  mastodon_ask_instance, take, 404, NULL, 0, .with = "v1" },
	{ 0 }
};
