/*
 * bluesky_session.c - signing in to the AT Protocol with an app password
 *
 * Lexicons com.atproto.server.createSession, refreshSession; atproto.com/specs/did. From then on
 * everything goes to the account's own server (PDS).
 */
#include "bluesky.h"

#include "smm/url.h"
#include "smm/utf8.h"

#define DID_MAX 2048 /* atproto.com/specs/did */

/* The account's own server, out of its DID document; NULL when that does not say. */
static const char *
own_server(const json_t *doc)
{
	const json_t *service;
	const char   *id, *type, *hash;
	size_t        i;

	json_array_foreach(json_object_get(doc, "service"), i, service) {
		id = json_string_value(json_object_get(service, "id"));
		type = json_string_value(json_object_get(service, "type"));
		hash = id ? strchr(id, '#') : NULL;
		if (hash && type && strcmp(hash, "#atproto_pds") == 0 &&
		    strcmp(type, "AtprotoPersonalDataServer") == 0)
			return json_string_value(json_object_get(service, "serviceEndpoint"));
	}
	return NULL;
}

/* Bytes of "https://host[:port]" when the address is that and a slash at most; else 0. */
static size_t
server_len(const char *url)
{
	size_t head = strncmp(url, "https://", 8) == 0 ? 8 :
	    strncmp(url, "http://", 7) == 0 ? 7 : 0;
	size_t len = strspn(url + head,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]");

	if (!head || !len || (url[head + len] && strcmp(url + head + len, "/") != 0))
		return 0;
	return head + len;
}

/*
 * The document may lead the tokens to any https server, and on this machine to any of its own. It
 * may not lead them from https to plain http, nor to this machine from elsewhere.
 */
static int
is_trusted(const struct call *c, const char *server)
{
	const char *given = c->account->server ? c->account->server : c->net->server;

	if (url_is_loopback(server))
		return url_is_loopback(given);
	return strncmp(server, "https://", 8) == 0;
}

static void
keep_server(struct call *c)
{
	const char *server = own_server(json_object_get(c->body, "didDoc"));
	size_t      len = server ? server_len(server) : 0;

	if (len && is_trusted(c, server))
		json_object_set_new(c->session, "server", json_stringn(server, len));
}

/* atproto.com/specs/did: letters, digits and "._:%-". */
static int
is_did(const char *s)
{
	size_t len = strlen(s);

	return strncmp(s, "did:", 4) == 0 && len > 4 && len <= DID_MAX &&
	    strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:%-") == len;
}

static enum go
take_session(struct call *c)
{
	static const char *const members[] = { "accessJwt", "refreshJwt", "did", "handle" };
	const char              *value, *before;
	size_t                   i;

	for (i = 0; i < sizeof members / sizeof *members; i++)
		if (!call_get(c, members[i]))
			return GO_FAIL;
	value = call_get(c, "did");
	before = json_string_value(json_object_get(c->session, "did"));
	if (!is_did(value) || (before && strcmp(before, value) != 0))
		return call_fail(c, FAULT_REPLY, "%s answered with the session of %s",
		    c->net->title, call_words(c, value, strlen(value)));
	for (i = 0; i < sizeof members / sizeof *members; i++)
		json_object_set_new(c->session, members[i], json_string(call_get(c, members[i])));
	keep_server(c);
	return GO_DONE;
}

static enum go
ask_login(struct call *c)
{
	const char *user = c->account->user, *secret = c->secret ? c->secret : "";

	if (!user)
		return call_fail(c, FAULT_CONF, "account %s needs `user`, its handle",
		    c->account->name);
	if (utf8_valid(secret, strlen(secret)) != strlen(secret))
		return call_fail(c, FAULT_AUTH, "account %s: the secret is not UTF-8 text",
		    c->account->name);
	call_send(c, "POST", EFFECT_NONE, "/xrpc/com.atproto.server.createSession");
	call_json(c, json_pack("{s:s, s:s}", "identifier", *user == '@' ? user + 1 : user,
	    "password", secret));
	return GO_SEND;
}

/* Without a body: the refresh token is the request. */
static enum go
ask_refresh(struct call *c)
{
	const char *token = call_session(c, "refreshJwt");

	if (!token)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_NONE, "/xrpc/com.atproto.server.refreshSession");
	return call_bearer(c, token);
}

static enum go
ask_who(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/xrpc/com.atproto.server.getSession");
	return call_bearer(c, call_session(c, "accessJwt"));
}

static enum go
take_who(struct call *c)
{
	const char *did = call_get(c, "did");

	return did ? call_who(c, text_member(c->body, "handle"), did) : GO_FAIL;
}

const struct step bluesky_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

const struct step bluesky_login[] = {
	{ "session", ask_login, take_session, 0, NULL, 0 },
	{ 0 }
};

const struct step bluesky_refresh[] = {
	{ "refresh", ask_refresh, take_session, 0, NULL, 0 },
	{ 0 }
};
