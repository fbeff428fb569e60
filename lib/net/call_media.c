/* call_media.c - the files and addresses of a post: what they are, and how they leave */
#include "connector.h"

int
call_is_video(const struct call *c, size_t i)
{
	static const char *const films[] = { ".mp4", ".mov", ".m4v", ".webm" };

	const char *type = json_string_value(call_media_fact(c, i, "type"));
	const char *url = text_member(rec_media(c, i), "url"), *end;

	if (!type)
		type = json_string_value(json_object_get(rec_media(c, i), "type"));
	if (type)
		return strncmp(type, "video/", 6) == 0;
	end = url + strcspn(url, "?#");
	for (i = 0; i < sizeof films / sizeof *films; i++)
		if (end - url > 5 && strncmp(end - strlen(films[i]), films[i], strlen(films[i])) == 0)
			return 1;
	return 0;
}

int64_t
call_cover_ms(const struct call *c)
{
	const json_t *at = json_object_get(rec_options(c), "cover_at");
	double        sec = json_is_number(at) ? json_number_value(at) : -1;

	return sec >= 0 && sec < 86400 ? (int64_t)(1000 * sec + 0.5) : -1;
}

struct stamp
call_stamp(const struct call *c, size_t i)
{
	return (struct stamp){ json_integer_value(call_media_fact(c, i, "bytes")),
		               json_integer_value(call_media_fact(c, i, "changed")) };
}

enum go
call_piece(struct call *c, size_t i, size_t n, int64_t most)
{
	struct stamp stamp = call_stamp(c, i);
	int64_t      from = (int64_t)n * most;
	const char  *type = json_string_value(call_media_fact(c, i, "type"));

	if (from >= stamp.bytes)
		return GO_NEXT;
	c->req.body = BODY_FILE;
	c->req.file = json_string_value(json_object_get(rec_media(c, i), "file"));
	c->req.type = type ? type : "application/octet-stream";
	c->req.stamp = stamp;
	c->req.from = from;
	c->req.bytes = stamp.bytes - from < most ? stamp.bytes - from : most;
	return GO_SEND;
}

static void
keep_facts(struct call *c, const json_t *item)
{
	static const char *const facts[] = { "type", "width", "height", "bytes", "changed", "duration" };
	json_t                  *one = json_object(), *fact;
	size_t                   i;

	for (i = 0; i < sizeof facts / sizeof *facts; i++)
		if ((fact = json_object_get(item, facts[i])))
			json_object_set(one, facts[i], fact);
	call_keep_item(c, "files", one);
}

void
call_fix_media(struct call *c)
{
	const json_t *item, *thumb = json_object_get(rec_options(c), "thumb");
	size_t        i;

	if (json_object_get(c->keep, "files"))
		return;
	for (i = 0; (item = rec_media(c, i)); i++)
		keep_facts(c, item);
	if (thumb)
		keep_facts(c, thumb);
}

json_t *
call_media_fact(const struct call *c, size_t i, const char *name)
{
	return json_object_get(json_array_get(json_object_get(c->keep, "files"), i), name);
}
