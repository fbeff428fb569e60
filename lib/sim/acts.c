/* acts.c - what an account does about others, as the simulated networks take it: noted, and shown by GET /sim/acts */
#include "notices.h"

#include <string.h>

static void
note_act(struct world *w, const struct user *u, const char *op, const char *subject)
{
	if (!w->acts)
		w->acts = json_array();
	json_array_append_new(w->acts, json_pack("{s:s, s:s, s:s, s:s}", "network", u->network, "account",
	    u->name, "op", op, "subject", subject));
}

/* POST /api/v1/accounts/:id/mute, …: `rest` is "ID/mute". 1 when it was one of those. */
int
mastodon_act(struct world *w, struct user *u, const char *rest, struct answer *a)
{
	static const char *const known[] = { "mute", "unmute", "block", "unblock" };
	const char              *op = strchr(rest, '/');
	char                     id[64];
	size_t                   i;

	for (i = 0; op && i < sizeof known / sizeof *known; i++) {
		if (strcmp(op + 1, known[i]) != 0 || (size_t)(op - rest) >= sizeof id)
			continue;
		memcpy(id, rest, (size_t)(op - rest));
		id[op - rest] = '\0';
		note_act(w, u, known[i], id);
		answer_json(a, 200, json_pack("{s:s}", "id", id));
		return 1;
	}
	return 0;
}

/* POST /api/v1/reports */
void
mastodon_report(struct world *w, struct user *u, const struct request *r, struct answer *a)
{
	const char *id = arg_text(r, "account_id");

	note_act(w, u, "report", id ? id : "");
	answer_json(a, 200, json_pack("{s:s, s:b}", "id", "1", "action_taken", 0));
}

/* app.bsky.graph.muteActor, unmuteActor; com.atproto.moderation.createReport. 1 when it was one of those. */
int
bluesky_act(struct world *w, struct user *u, const struct request *r, struct answer *a)
{
	const char *name = r->path + strlen("/xrpc/"), *actor = arg_text(r, "actor");

	if (strcmp(name, "com.atproto.moderation.createReport") == 0) {
		note_act(w, u, "report",
		    json_string_value(json_object_get(json_object_get(r->form, "subject"), "uri")));
		answer_json(a, 200, json_pack("{s:i}", "id", 1));
		return 1;
	}
	if ((strcmp(name, "app.bsky.graph.muteActor") != 0 && strcmp(name, "app.bsky.graph.unmuteActor") != 0) ||
	    !actor)
		return 0;
	note_act(w, u, strstr(name, "unmute") ? "unmute" : "mute", actor);
	a->status = 200;
	return 1;
}
