/*
 * oauth.c - signing in by a browser, simulated
 *
 * RFC 6749, RFC 7636; docs.joinmastodon.org: methods/apps, methods/oauth. Whoever opens the page has
 * agreed already, as the user that `sim_user` names ("demo" when it names none). A code is good for one time.
 */
#include "sim.h"

#include "smm/base64.h"
#include "smm/hash.h"

#include <string.h>

static void
refuse(struct answer *a, const char *error, const char *words)
{
	answer_json(a, 400, json_pack("{s:s, s:s}", "error", error, "error_description", words));
}

/* What a code stands for: "USER CHALLENGE REDIRECT". */
static void
give_code(struct world *w, const struct request *r, struct answer *a)
{
	const char *user = arg_text(r, "sim_user"), *to = arg_text(r, "redirect_uri");
	const char *state = arg_text(r, "state"), *challenge = arg_text(r, "code_challenge");
	struct buf  grant = { 0 }, code = { 0 };

	if (!to || !challenge || !arg_text(r, "client_id")) {
		refuse(a, "invalid_request", "client_id, redirect_uri and code_challenge are needed");
		return;
	}
	buf_fmt(&grant, "%s %s %s", user ? user : "demo", challenge, to);
	buf_fmt(&code, "code%llu", (unsigned long long)++w->counter);
	map_set(&w->codes, code.at, mem_copy(grant.at));
	buf_clear(&grant);
	buf_fmt(&grant, "%s?code=%s&state=%s", to, code.at, state ? state : "");
	answer_json(a, 302, NULL);
	answer_header(a, "Location", grant.at);
	buf_release(&grant);
	buf_release(&code);
}

static int
is_proven(const char *challenge, const char *verifier)
{
	unsigned char sum[SHA256_BYTES];
	struct buf    b = { 0 };
	int           same;

	hash_sha256(verifier, strlen(verifier), sum);
	base64url_add(&b, sum, sizeof sum);
	same = strncmp(challenge, b.at, b.len) == 0 && challenge[b.len] == ' ';
	buf_release(&b);
	return same;
}

static void
give_token(struct world *w, const struct request *r, struct answer *a)
{
	const char *code = arg_text(r, "code"), *verifier = arg_text(r, "code_verifier");
	const char *to = arg_text(r, "redirect_uri");
	char       *grant = code ? map_get(&w->codes, code) : NULL, *challenge;
	struct buf  token = { 0 };

	if (!grant || !*grant || !verifier || !to) {
		refuse(a, "invalid_grant", "The provided authorization grant is invalid, expired or revoked");
		return;
	}
	challenge = strchr(grant, ' ') + 1;
	if (!is_proven(challenge, verifier) || strcmp(strchr(challenge, ' ') + 1, to) != 0) {
		refuse(a, "invalid_grant", "The code was made for somebody else");
		return;
	}
	buf_fmt(&token, "token-%.*s", (int)(challenge - 1 - grant), grant);
	answer_json(a, 200, json_pack("{s:s, s:s, s:s, s:I}", "access_token", token.at, "token_type", "Bearer",
	    "scope", "read write", "created_at", (json_int_t)(w->now / 1000)));
	*grant = '\0'; /* used */
	buf_release(&token);
}

int
oauth_answer(struct world *w, const struct request *r, struct answer *a)
{
	if (strcmp(r->path, "/api/v1/apps") == 0)
		answer_json(a, 200, json_pack("{s:s, s:s, s:s}", "name", "smmkit", "client_id", "sim-app",
		    "client_secret", "sim-app-secret"));
	else if (strcmp(r->path, "/oauth/authorize") == 0)
		give_code(w, r, a);
	else if (strcmp(r->path, "/oauth/token") == 0)
		give_token(w, r, a);
	else if (strcmp(r->path, "/oauth/revoke") == 0)
		answer_json(a, 200, json_object());
	else
		return 0;
	return 1;
}
