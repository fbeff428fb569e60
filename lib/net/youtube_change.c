/* youtube_change.c - films that are out: edited, deleted; comments deleted */
#include "youtube.h"

static const char *
video_id(const struct call *c)
{
	const char *id = json_string_value(call_was(c, "video"));

	return id ? id : json_string_value(json_object_get(c->was, "ref"));
}

static const char *
file_of(const json_t *rec)
{
	return text_member(json_array_get(json_object_get(rec, "media"), 0), "file");
}

/* --- edit --------------------------------------------------------------------------------------- */

static enum go
ask_edit(struct call *c)
{
	const json_t *was = json_object_get(c->was, "rec");
	json_t       *video;

	call_fix_media(c);
	if (call_kept(c, "edited"))
		return GO_NEXT;
	if (!video_id(c))
		return call_nowhere(c);
	if (was && strcmp(file_of(was), file_of(c->rec)) != 0)
		return call_fail(c, FAULT_REFUSED, "YouTube cannot change the film of a post; "
		    "take it away (smm-post --delete) and post it under a new id");
	video = youtube_words(c);
	json_object_set_new(video, "id", json_string(video_id(c)));
	call_send(c, "PUT", EFFECT_SAME, YOUTUBE "/videos?part=snippet,status");
	call_json(c, video);
	return youtube_signed(c);
}

static enum go
take_edit(struct call *c)
{
	if (!*text_member(c->body, "id"))
		return youtube_failed(c, "id");
	call_keep(c, "edited", "yes");
	return GO_NEXT;
}

/* The same picture is not sent again: it costs as much as an edit. */
static enum go
ask_thumbnail(struct call *c)
{
	const json_t *was = json_object_get(json_object_get(c->was, "rec"), "options");
	const char   *before = text_member(json_object_get(json_object_get(was, c->net->name), "thumb"), "file");
	const char   *now = text_member(json_object_get(rec_options(c), "thumb"), "file");

	return strcmp(before, now) == 0 ? GO_NEXT : youtube_ask_thumbnail(c);
}

const struct step youtube_edit[] = {
	{ "edit",      ask_edit,      take_edit,              0,   NULL, 0 },
	{ "thumbnail", ask_thumbnail, youtube_take_thumbnail, 403, NULL, 0 },
	{ 0 }
};

/* --- delete ------------------------------------------------------------------------------------- */

/* The message of an action, or a film of ours. */
static enum go
ask_delete(struct call *c)
{
	const char *comment = call_message(c), *id = comment ? comment : video_id(c);

	if (!id)
		return call_nowhere(c);
	call_send(c, "DELETE", EFFECT_SAME, YOUTUBE "/%s?id=%s", comment ? "comments" : "videos", call_encoded(c, id));
	return youtube_signed(c);
}

/* 204; 404: it is gone already. */
static enum go
take_delete(struct call *c)
{
	if (c->reply->status == 200 && json_object_get(c->body, "error"))
		return youtube_failed(c, "id");
	if (call_message(c))
		call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step youtube_delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};
