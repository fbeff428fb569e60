/*
 * facebook_story.c - stories of a Facebook Page, simulated: of a picture or a film that was uploaded before
 *
 * developers.facebook.com/docs: page/photo_stories, page/video_stories, page/stories. A story is shown for a day, and
 * is archived then; it names the picture or film that it shows.
 */
#include "facebook.h"

#include <stdio.h>
#include <string.h>

int
facebook_is_story(const struct post *p)
{
	return json_object_get(p->is, "story") != NULL;
}

static void
publish(struct turn *t, struct draft *d, const char *type)
{
	char number[ID_SIZE], id[2 * PART_SIZE];

	if (!d->post) {
		snprintf(id, sizeof id, "%s_%s", t->u->name, id_new(t, number, ""));
		d->post = post_new(t, id, "");
		d->post->media = 1;
		d->post->is = json_pack("{s:s, s:s}", "story", type, "media_id", d->id);
	}
	answer_json(t->a, 200, json_pack("{s:b, s:s}", "success", 1, "post_id", d->post->id));
}

void
facebook_post_photo_story(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "photo_id"));

	if (!graph_is_self(t))
		return;
	if (d && !d->want && (!d->post || facebook_is_story(d->post)))
		publish(t, d, "photo");
	else
		graph_error(t, 400, 100, 0, "(#100) photo_id must be a photo of this page that is not published");
}

void
facebook_post_film_story(struct turn *t)
{
	struct draft *d = facebook_whole_film(t);

	if (d)
		publish(t, d, "video");
}

static int
is_own_story(const struct turn *t, const struct post *p)
{
	return is_own_post(t, p) && facebook_is_story(p);
}

static json_t *
show_story(struct turn *t, struct post *p)
{
	return json_pack("{s:s, s:s, s:o, s:O, s:O, s:o}", "post_id", p->id, "status",
	    p->at > t->w->now - DAY_MS ? "PUBLISHED" : "ARCHIVED", "creation_time", json_sprintf("%lld",
	    (long long)p->at / 1000), "media_type", json_object_get(p->is, "story"), "media_id",
	    json_object_get(p->is, "media_id"), "url", facebook_address(p));
}

void
facebook_list_stories(struct turn *t)
{
	static const struct listing l = { is_own_story, show_story, "limit", 25, 100, "after", 0 };

	if (graph_is_self(t))
		graph_list(t, &l, "post_id,status,creation_time,media_type,media_id,url");
}
