/* bluesky_session.c - who is who on the simulated Bluesky (lexicons com.atproto.server.*) */
#include "bluesky.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct user *
bluesky_who(struct world *w, const struct request *r, struct answer *a)
{
	const char  *dash;
	char         handle[300];
	struct user *u;

	if (!r->token) {
		bluesky_refuse(a, 401, "AuthMissing", "Authentication Required");
		return NULL;
	}
	dash = strrchr(r->token, '-');
	if (strncmp(r->token, "access-", 7) != 0 || dash - r->token < 8) {
		bluesky_refuse(a, 400, "InvalidToken", "Token could not be verified");
		return NULL;
	}
	if (strtoll(dash + 1, NULL, 10) <= w->now) {
		bluesky_refuse(a, 400, "ExpiredToken", "Token has expired");
		return NULL;
	}
	snprintf(handle, sizeof handle, "%.*s", (int)(dash - r->token - 7), r->token + 7);
	u = world_user(w, "bluesky", handle);
	a->account = u->name;
	return u;
}

static void
session(struct world *w, struct user *u, struct answer *a)
{
	char access[400], refresh[400];

	snprintf(access, sizeof access, "access-%s-%" PRId64, u->name,
	    w->now + (w->set->token_ttl ? w->set->token_ttl : 7200) * INT64_C(1000));
	snprintf(refresh, sizeof refresh, "refresh-%s", u->name);
	a->account = u->name;
	answer_json(a, 200, json_pack("{s:s, s:s, s:s, s:s, s:b}", "did", u->id, "handle", u->name, "accessJwt",
	    access, "refreshJwt", refresh, "active", 1));
}

void
bluesky_create_session(struct world *w, const struct request *r, struct answer *a)
{
	const char *id = arg_text(r, "identifier"), *password = arg_text(r, "password");
	size_t      len = id ? strcspn(id, ".") : 0;

	if (!id || !password || *id == '@' || strncmp(password, "password-", 9) != 0 ||
	    strncmp(password + 9, id, len) != 0 || password[9 + len])
		bluesky_refuse(a, 401, "AuthenticationRequired", "Invalid identifier or password");
	else
		session(w, world_user(w, "bluesky", id), a);
}

void
bluesky_refresh_session(struct world *w, const struct request *r, struct answer *a)
{
	if (!r->token || strncmp(r->token, "refresh-", 8) != 0)
		bluesky_refuse(a, 400, "InvalidToken", "Token could not be verified");
	else
		session(w, world_user(w, "bluesky", r->token + 8), a);
}

void
bluesky_resolve(struct world *w, const struct request *r, struct answer *a)
{
	const char *handle = arg_text(r, "handle");

	if (!handle || strncmp(handle, "nobody", 6) == 0)
		bluesky_refuse(a, 400, "HandleNotFound", "Unable to resolve handle");
	else
		answer_json(a, 200, json_pack("{s:s}", "did", world_user(w, "bluesky", handle)->id));
}
