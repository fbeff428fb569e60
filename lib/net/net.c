/* net.c - the networks, and what all of them share */
#include "connector.h"
#include "host.h"

#include "smm/json.h"

#include <stdlib.h>

static const struct net *const all[] = {
#define NETWORK(symbol, name) &net_##symbol,
#include "list.h"
	NULL
};

static const char *const op_names[OP_COUNT] = {
	[OP_PUBLISH]         = "publish",
	[OP_EDIT]            = "edit",
	[OP_DELETE]          = "delete",
	[OP_REPLY]           = "reply",
	[OP_REPLY_PRIVATE]   = "reply_private",
	[OP_HIDE]            = "hide",
	[OP_UNHIDE]          = "unhide",
	[OP_HOLD]            = "hold",
	[OP_LIKE]            = "like",
	[OP_UNLIKE]          = "unlike",
	[OP_MUTE]            = "mute",
	[OP_UNMUTE]          = "unmute",
	[OP_BLOCK]           = "block",
	[OP_UNBLOCK]         = "unblock",
	[OP_REPORT]          = "report",
	[OP_INBOX]           = "inbox",
	[OP_THREAD]          = "thread",
	[OP_POST_METRICS]    = "post_metrics",
	[OP_ACCOUNT_METRICS] = "account_metrics",
	[OP_WHO]             = "who",
	[OP_OTHER_METRICS]   = "other_metrics",
	[OP_MENTIONS]        = "mentions",
	[OP_LIMITS]          = "limits",
	[OP_STREAM]          = "stream",
	[OP_REGISTER]        = "register",
	[OP_AUTHORIZE]       = "authorize",
	[OP_DEVICE]          = "device",
	[OP_LOGIN]           = "login",
	[OP_REFRESH]         = "refresh",
	[OP_REVOKE]          = "revoke",
};

const struct net *const *
net_all(void)
{
	return all;
}

const struct net *
net_way(const struct net *n, const struct account *a)
{
	const struct net *way = n && n->way ? n->way(a) : NULL;

	return way ? way : n;
}

const struct net *
net_find(const char *name)
{
	size_t i;

	for (i = 0; all[i]; i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

const char *
op_name(enum op op)
{
	return op_names[op];
}

int
op_find(const char *name)
{
	int i;

	for (i = 0; i < OP_COUNT; i++)
		if (strcmp(op_names[i], name) == 0)
			return i;
	return -1;
}

/* A longer address that begins as this one does is another link. */
static int
shows_link(const char *text, const char *link)
{
	size_t      len = strlen(text), want = strlen(link), from = 0;
	struct span l;

	for (; text_next_link(text, len, from, &l); from = l.end)
		if (l.end - l.start == want && memcmp(text + l.start, link, want) == 0)
			return 1;
	return 0;
}

/* Not by mem_fmt(): it is done for every post of a plan. */
static const char *
put_behind(struct mem *m, const char *text, const char *link)
{
	size_t len = strlen(text), more = strlen(link);
	char  *both = mem_alloc(m, len + 2 + more + 1);

	memcpy(both, text, len);
	memcpy(both + len, "\n\n", 2);
	memcpy(both + len + 2, link, more);
	return both;
}

const char *
net_text(const struct net *n, struct mem *m, const char *text, const char *link, size_t media)
{
	if (!link || !*link || (n->can & CAN_LINK) || ((n->can & CAN_CARD) && !media) || shows_link(text, link))
		return text;
	return *text ? put_behind(m, text, link) : link;
}

struct text_rule
net_text_rule(const struct net *n, size_t media, int has_poll)
{
	struct text_rule rule = n->text;

	if (media && rule.beside_media)
		rule.max = rule.beside_media;
	if (has_poll && rule.beside_poll)
		rule.max = rule.beside_poll;
	return rule;
}

void
net_begin(struct call *c, const struct net *n, const struct account *a, const json_t *rec)
{
	memset(c, 0, sizeof *c);
	c->net = n;
	c->account = a;
	c->rec = rec;
	c->keep = json_object();
	c->out = json_object();
}

void
net_end(struct call *c)
{
	json_decref(c->keep);
	json_decref(c->out);
	json_decref(c->body);
	c->keep = c->out = c->body = NULL;
}

enum go
net_ask(const struct step *s, struct call *c)
{
	mem_reset(c->mem);
	json_decref(c->body);
	c->body = NULL;
	c->reply = NULL;
	c->only = NULL;
	c->to_host = 0;
	c->with = s->with;
	c->wake = 0;
	memset(&c->req, 0, sizeof c->req);
	memset(&c->err, 0, sizeof c->err);
	return s->ask(c);
}

static void
read_body(struct call *c, const char *const *only)
{
	json_decref(c->body);
	c->body = only ? json_read_only(c->reply->body, c->reply->len, only) : json_read(c->reply->body, c->reply->len);
}

enum go
net_take(const struct step *s, struct call *c)
{
	memset(&c->err, 0, sizeof c->err);
	c->with = s->with;
	read_body(c, c->only);
	return s->take(c);
}

int
step_sees(const struct step *s, int status)
{
	if (s->also == ALSO_REFUSED && status / 100 == 4 && status != 429)
		return 1;
	return s->also == ALSO_ALL || status / 100 == 2 || (status && status == s->also);
}

static enum fault
status_fault(int status)
{
	switch (status) {
	case 401:
		return FAULT_AUTH;
	case 429:
		return FAULT_LIMIT;
	case 408:
	case 425:
		return FAULT_AGAIN;
	default:
		return status >= 500 ? FAULT_AGAIN : FAULT_REFUSED;
	}
}

/* A redirect is never followed: with it the post and the token would go to another host. */
static enum fault
redirect_fault(struct call *c)
{
	const char *to = reply_header(c->reply, "location");

	call_fail(c, FAULT_CONF,
	    "the server redirects to %s; if that is right, put it into `server`",
	    to ? call_words(c, to, strlen(to)) : "nowhere");
	return FAULT_CONF;
}

/* RFC 6749, 5.2: {"error", "error_description"}. 1 when it is that. */
static int
oauth_words(struct call *c)
{
	const char *error = text_member(c->body, "error"), *words = text_member(c->body, "error_description");

	if (!*error || !*words)
		return 0;
	call_fail(c, FAULT_NONE, "%s: %s (%s)", c->net->title, call_words(c, words, strlen(words)),
	    call_words(c, error, strlen(error)));
	return 1;
}

/* What the body says when it is no JSON: its first line, or that it is a page. */
static void
plain_words(struct call *c)
{
	const char *type = reply_header(c->reply, "content-type");
	const char *words = call_words(c, c->reply->body, strcspn(c->reply->body, "\r\n"));

	if ((type && strstr(type, "html")) || *words == '<')
		call_fail(c, FAULT_NONE,
		    "%s answered %d with a web page, not with its API; check `server`",
		    c->net->title, c->reply->status);
	else
		call_fail(c, FAULT_NONE, "%s answered %d%s%s", c->net->title, c->reply->status,
		    *words ? ": " : "", words);
}

enum fault
net_fault(struct call *c)
{
	enum fault fault = FAULT_NONE;

	memset(&c->err, 0, sizeof c->err);
	c->wake = 0;
	if (c->to_host)
		return host_fault(c);
	if (c->reply->status / 100 == 3)
		return redirect_fault(c);
	read_body(c, NULL);
	if (c->net->fault)
		fault = c->net->fault(c);
	if (fault == FAULT_NONE)
		fault = status_fault(c->reply->status);
	if (!*c->err.text && !oauth_words(c))
		plain_words(c);
	c->err.fault = fault;
	return fault;
}
