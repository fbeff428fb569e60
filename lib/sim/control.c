/* control.c - what a rehearsal may ask of the simulated network itself (smm-sim(1), CONTROL) */
#include "site.h"

#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_SEC (365L * 86400)

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
	if (p->hidden)
		json_bool(b, "hidden", 1);
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

/* On Mastodon and Bluesky a stranger is an account like any other, and asks the server. */
static void
reply_as_account(struct world *w, struct post *p, const char *by, const char *text, struct answer *a)
{
	struct request as = { .method = "POST", .query = "", .type = "", .body = "" };
	char           token[300];
	json_t        *form;

	if (strcmp(p->network, "mastodon") == 0) {
		snprintf(token, sizeof token, "token-%s", by);
		form = json_pack("{s:s, s:s}", "status", text, "in_reply_to_id", p->id);
		as.path = "/api/v1/statuses";
	} else {
		snprintf(token, sizeof token, "access-%s.test-9999999999999", by);
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

/* A stranger answers a post: POST /sim/reply with id, text and the stranger's name. They have seen it, too. */
static void
reply(struct world *w, const struct request *r, struct answer *a)
{
	const char        *text = arg_text(r, "text"), *by = arg_text(r, "by");
	struct post       *p = arg_text(r, "id") ? map_get(&w->posts, arg_text(r, "id")) : NULL;
	const struct site *site = p ? site_named(p->network) : NULL;
	struct turn        t = { .w = w, .site = site, .r = r, .a = a };

	if (!p || !text || (site && !site->comment)) {
		answer_json(a, 400, json_pack("{s:s}", "error", "id of a post that can be answered, and text"));
		return;
	}
	p->views++;
	if (site)
		answer_json(a, 200, json_pack("{s:s}", "id", site->comment(&t, p,
		    world_user(w, p->network, by ? by : "stranger"), text)->id));
	else
		reply_as_account(w, p, by ? by : "stranger", text, a);
}

static void
like(struct world *w, struct post *p, struct answer *a)
{
	p->likes++;
	p->views++;
	world_notify(w, p->user, strcmp(p->network, "mastodon") == 0 ? "favourite" : "like",
	    world_user(w, p->network, "stranger"), p);
	answer_json(a, 200, json_object());
}

/* Strangers follow an account: `network` and `account`. */
static void
follow(struct world *w, const struct request *r, struct answer *a)
{
	static const char *const others[] = { "mastodon", "bluesky" };
	const char              *network = arg_text(r, "network"), *account = arg_text(r, "account");
	const struct site       *site = network ? site_named(network) : NULL;
	const char              *name = site ? site->name : NULL;
	size_t                   i;

	for (i = 0; network && i < sizeof others / sizeof *others; i++)
		if (strcmp(network, others[i]) == 0)
			name = others[i];
	if (name && account) {
		world_user(w, name, account)->followers++;
		answer_json(a, 200, json_object());
	} else {
		answer_json(a, 400, json_pack("{s:s}", "error", "network and account are needed"));
	}
}

/* Time goes on: so many `seconds` pass at once. */
static void
pass_time(struct world *w, const struct request *r, struct answer *a)
{
	char at[WHEN_SIZE];
	long sec = arg_long(r, "seconds", 0);

	if (sec < 1 || sec > YEAR_SEC) {
		answer_json(a, 400, json_pack("{s:s}", "error", "seconds are from 1 to a year of them"));
		return;
	}
	w->ahead += sec * INT64_C(1000);
	answer_json(a, 200, json_pack("{s:s}", "now", when_write_ms(at, w->now + sec * INT64_C(1000))));
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
		like(w, p, a);
	} else if (strcmp(r->path, "/sim/follow") == 0) {
		follow(w, r, a);
	} else if (strcmp(r->path, "/sim/clock") == 0) {
		pass_time(w, r, a);
	} else {
		answer_json(a, 404, json_pack("{s:s}", "error", "posts, acts, reply, like, follow and clock are "
		    "known"));
	}
	return 1;
}
