/* control.c - what a rehearsal may ask of the simulated network itself (smm-sim(1), CONTROL) */
#include "sim.h"

#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
add_post(struct buf *b, const struct post *p)
{
	char at[WHEN_SIZE];

	buf_char(b, '{');
	json_str(b, "network", p->network);
	json_str(b, "account", p->user->name);
	json_str(b, "id", p->id);
	json_str(b, "text", p->text);
	json_int(b, "media", p->media);
	json_str(b, "reply_to", p->reply_to);
	json_str(b, "key", p->key);
	json_str(b, "at", when_write_ms(at, p->at));
	if (p->deleted)
		json_bool(b, "deleted", 1);
	buf_str(b, "}\n");
}

/* GET /sim/posts: everything that was published, in order, as lines. */
static void
list(struct world *w, struct answer *a)
{
	struct buf         b = { 0 };
	const struct post *p;

	buf_str(&b, "");
	for (p = w->first; p; p = p->next)
		add_post(&b, p);
	a->status = 200;
	a->text = b.at;
	a->type = "application/x-ndjson";
}

/* A stranger answers a post: POST /sim/reply with id, text and the stranger's name. */
static void
reply(struct world *w, const struct request *r, struct answer *a)
{
	const char    *text = arg_text(r, "text"), *by = arg_text(r, "by");
	struct post   *p = arg_text(r, "id") ? map_get(&w->posts, arg_text(r, "id")) : NULL;
	json_t        *form;
	struct request as = { .method = "POST", .query = "", .type = "", .body = "" };
	char           token[300];

	if (!p || !text || strcmp(p->network, "instagram") == 0) {
		answer_json(a, 400, json_pack("{s:s}", "error",
		    "id of a post on Mastodon or Bluesky and text are needed"));
		return;
	}
	if (strcmp(p->network, "mastodon") == 0) {
		snprintf(token, sizeof token, "token-%s", by ? by : "stranger");
		form = json_pack("{s:s, s:s}", "status", text, "in_reply_to_id", p->id);
		as.path = "/api/v1/statuses";
	} else {
		snprintf(token, sizeof token, "access-%s.test-9999999999999", by ? by : "stranger");
		form = json_pack("{s:s, s:{s:s, s:s, s:{s:{s:s, s:s}, s:{s:s, s:s}}}}", "collection",
		    "app.bsky.feed.post", "record", "text", text, "createdAt", "2026-01-01T00:00:00.000Z", "reply",
		    "root", "uri", p->root ? p->root : p->id, "cid", p->cid, "parent", "uri", p->id, "cid", p->cid);
		as.path = "/xrpc/com.atproto.repo.createRecord";
	}
	as.token = token;
	as.form = form;
	if (!mastodon_answer(w, &as, a))
		bluesky_answer(w, &as, a);
	a->account = NULL; /* its name lives no longer than this */
	json_decref(form);
}

int
control_answer(struct world *w, const struct request *r, struct answer *a)
{
	struct post *p = arg_text(r, "id") ? map_get(&w->posts, arg_text(r, "id")) : NULL;

	if (strncmp(r->path, "/sim/", 5) != 0)
		return 0;
	if (strcmp(r->path, "/sim/posts") == 0) {
		list(w, a);
	} else if (strcmp(r->path, "/sim/acts") == 0) {
		answer_json(a, 200, w->acts ? json_incref(w->acts) : json_array());
	} else if (strcmp(r->path, "/sim/reply") == 0) {
		reply(w, r, a);
	} else if (strcmp(r->path, "/sim/like") == 0 && p) {
		p->likes++;
		world_notify(w, p->user, strcmp(p->network, "mastodon") == 0 ? "favourite" : "like",
		    world_user(w, p->network, "stranger"), p);
		answer_json(a, 200, json_object());
	} else {
		answer_json(a, 404, json_pack("{s:s}", "error", "posts, acts, reply and like are known"));
	}
	return 1;
}
