/* limits.c - what the servers of accounts take, as they say themselves */
#include "limits.h"

#include "smm/clock.h"

#include <stdlib.h>
#include <string.h>

#define FRESH_MS 86400000 /* a server's limits change with its version */
#define ASK_MS   5000     /* then the usual ones do */
#define AT_ONCE  50

struct ask { /* one server that is asked */
	const struct account *account;
	const char           *name;     /* of the value in the store */
	struct call           call;
	const struct step    *step;
	struct exchange       exchange;
	struct mem           *mem;
};

static const char *
value_name(const struct account *a, const struct net *n, struct mem *m)
{
	return mem_fmt(m, "limits:%s:%s", n->name, a->server ? a->server : n->server ? n->server : "");
}

int
limits_known(struct store *s, const struct account *a, const struct net **net, int64_t now, struct mem *m,
    struct err *e)
{
	char   *value = NULL;
	json_t *limits;
	int64_t at;
	int     found = store_get(s, value_name(a, *net, m), &value, m, e);

	if (found <= 0)
		return found;
	limits = json_loads(value, 0, NULL);
	at = json_integer_value(json_object_get(limits, "at"));
	if (limits)
		*net = net_with(*net, limits, m);
	json_decref(limits);
	return llabs((long long)(now - at)) < FRESH_MS; /* the clock may have been set back since */
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Sends the step's request; 0 when there is none, or it cannot be sent: the asking is over. */
static int
start(struct ask *a, struct http *h)
{
	struct err ignored; /* the usual limits do; the post itself tells what is wrong with the server */

	if (!a->step->name || net_ask(a->step, &a->call) != GO_SEND)
		return 0;
	memset(&a->exchange, 0, sizeof a->exchange);
	a->exchange.req = &a->call.req;
	a->exchange.plain = a->account->insecure;
	a->exchange.mem = a->mem;
	a->exchange.total_ms = ASK_MS;
	a->exchange.owner = a;
	return http_start(h, &a->exchange, &ignored) == 0;
}

/* The server said what it takes, or that it does not say such a thing: both are kept. */
static int
keep(struct ask *a, struct store *s, struct err *e)
{
	char *text;
	int   rc;

	json_object_set_new(a->call.out, "at", json_integer(clock_now()));
	text = json_dumps(a->call.out, JSON_COMPACT);
	rc = store_set(s, a->name, text, e);
	free(text);
	return rc;
}

/* 1: the next step's request is under way; 0: it is over; -1: the store. */
static int
take(struct ask *a, struct http *h, struct store *s, struct err *e)
{
	const struct reply *r = &a->exchange.reply;
	enum go             go;

	a->call.reply = r;
	if (a->exchange.sent != SENT_ANSWERED || (r->status / 100 != 2 && r->status != a->step->also))
		return 0;
	go = net_take(a->step, &a->call);
	if (go == GO_FAIL)
		return 0;
	if (go == GO_NEXT && (++a->step)->name)
		return start(a, h);
	return keep(a, s, e);
}

static void
begin(struct ask *a, const struct server *s, const char *name)
{
	memset(a, 0, sizeof *a);
	a->account = s->account;
	a->name = name;
	a->mem = mem_new();
	a->step = s->net->ops[OP_LIMITS];
	net_begin(&a->call, s->net, s->account, NULL);
	a->call.mem = a->mem;
}

static void
end(struct ask *a)
{
	net_end(&a->call);
	mem_free(a->mem);
}

static int
ask_all(struct ask *asks, size_t n, struct http *h, struct store *s, struct err *e)
{
	struct exchange *x;
	size_t           next = 0, flying = 0;
	int              rc = 0, more;

	while (rc >= 0 && (next < n || flying)) {
		while (next < n && flying < AT_ONCE)
			flying += (size_t)start(asks + next++, h);
		x = flying ? http_wait(h, ASK_MS) : NULL;
		if (!x)
			continue;
		more = take(x->owner, h, s, e);
		flying -= more <= 0;
		rc = more < 0 ? -1 : 0;
	}
	return rc;
}

/* --- which ------------------------------------------------------------------------------------ */

static int
is_among(const struct ask *asks, size_t n, const char *name)
{
	while (n--)
		if (strcmp(asks[n].name, name) == 0)
			return 1;
	return 0;
}

/* How many servers are to be asked, or -1. */
static int
choose(struct ask *asks, struct server *servers, size_t n, struct store *s, struct mem *m, struct err *e)
{
	const struct net *net;
	const char       *name;
	size_t            i, count = 0;
	int               known;

	for (i = 0; i < n; i++) {
		if (!servers[i].net->ops[OP_LIMITS])
			continue;
		net = servers[i].net;
		known = limits_known(s, servers[i].account, &net, clock_now(), m, e);
		if (known < 0)
			return -1;
		name = value_name(servers[i].account, net, m);
		if (!known && !is_among(asks, count, name))
			begin(asks + count++, servers + i, name);
	}
	return (int)count;
}

int
limits_find(struct server *servers, size_t n, struct store *s, struct http *h, struct mem *m, struct err *e)
{
	struct ask *asks = mem_get((n + 1) * sizeof *asks);
	int         count = choose(asks, servers, n, s, m, e), rc = -1, i;

	if (count >= 0)
		rc = ask_all(asks, (size_t)count, h, s, e);
	for (i = 0; i < count; i++)
		end(asks + i);
	free(asks);
	for (; n-- && !rc; servers++)
		if (servers->net->ops[OP_LIMITS])
			rc = limits_known(s, servers->account, &servers->net, clock_now(), m, e) < 0 ? -1 : 0;
	return rc;
}
