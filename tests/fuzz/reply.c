/*
 * reply.c - hostile answers to every step of every network
 *
 * Input: a byte that chooses the post and the operation, then for each answer a byte for its status, one
 * for its headers, two for the length of its body, and the body.
 */
#include "smm/net.h"
#include "smm/retry.h"
#include "smm/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 12
#define SECRET "s3cr3t-t0k3n"

static const struct {
	const char *network;
	enum op     op;
	const char *rec;
} posts[] = {
	{ "mastodon", OP_PUBLISH, "{\"id\":\"p\",\"at\":\"2026-12-01T09:00:00Z\",\"text\":\"hi https://a.co\"}" },
	{ "mastodon", OP_PUBLISH, "{\"id\":\"p\",\"text\":\"one\",\"thread\":[\"two\",\"three\"],\"warning\":\"w\","
	    "\"visibility\":\"private\",\"media\":[{\"file\":\"a.png\",\"alt\":\"A\"},{\"file\":\"b.png\"}]}" },
	{ "bluesky", OP_PUBLISH, "{\"id\":\"p\",\"at\":\"2026-12-01T09:00:00Z\",\"text\":\"@a.example hi #b\","
	    "\"thread\":[\"two\"],\"media\":[{\"file\":\"a.png\",\"width\":1,\"height\":2}]}" },
	{ "bluesky", OP_PUBLISH, "{\"id\":\"p\",\"text\":\"x\",\"link\":\"https://a.co\",\"options\":{\"bluesky\":"
	    "{\"thumb\":{\"file\":\"t.png\"},\"labels\":[\"x\",1]}}}" },
	{ "facebook", OP_PUBLISH, "{\"id\":\"p\",\"text\":\"x\",\"media\":[{\"file\":\"a.png\"},{\"url\":\"https://a.co/b\"}]}" },
	{ "instagram", OP_PUBLISH, "{\"id\":\"p\",\"text\":\"x\",\"media\":[{\"url\":\"https://a.co/a.jpg\"},"
	    "{\"url\":\"https://a.co/b.mp4\"}]}" },
	{ "threads", OP_PUBLISH, "{\"id\":\"p\",\"text\":\"x\",\"thread\":[\"y\"],\"link\":\"https://a.co\"}" },
	{ "linkedin", OP_PUBLISH, "{\"id\":\"p\",\"text\":\"x\",\"media\":[{\"file\":\"a.png\",\"alt\":\"A\"}]}" },
	{ "x", OP_PUBLISH, "{\"id\":\"p\",\"text\":\"x https://a.co\",\"thread\":[\"y\"],\"media\":[{\"file\":\"a.gif\","
	    "\"alt\":\"A\"}]}" },
	{ "bluesky", OP_LOGIN, "{}" },
	{ "bluesky", OP_REFRESH, "{}" },
};

static const int statuses[] = { 200, 202, 206, 400, 401, 403, 404, 422, 429, 500, 503, 301 };

static void
must(int held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static int
is_plain_line(const char *s)
{
	size_t len = strlen(s);

	if (utf8_valid(s, len) != len && len < ERR_TEXT - 1)
		return 0;
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 127)
			return 0;
	return 1;
}

static void
check_request(const struct req *r)
{
	size_t i;

	must(strncmp(r->url, "https://", 8) == 0, "the request stays on https");
	for (i = 0; r->url[i]; i++)
		must((unsigned char)r->url[i] > ' ' &&
		    (unsigned char)r->url[i] < 127, "an address is clean");
	for (i = 0; i < r->nheaders; i++)
		must(!strpbrk(r->headers[i].value, "\r\n"), "a header is one line");
	must(r->body != BODY_TEXT || strlen(r->text) == r->len, "the body has its length");
}

/* What is noted can be read back, holds no secret, and the result's address is one. */
static void
check_state(struct call *c)
{
	char       *keep = json_dumps(c->keep, JSON_COMPACT);
	json_t     *back = json_loads(keep, 0, NULL);
	const char *url = json_string_value(json_object_get(c->out, "url"));

	must(back && json_equal(back, c->keep), "the kept state can be read back");
	must(!strstr(keep, SECRET), "no secret is kept");
	must(!url || strncmp(url, "http", 4) == 0, "the address is one");
	must(is_plain_line(c->err.text), "a message is one line of text");
	json_decref(back);
	free(keep);
}

struct input {
	const uint8_t *at;
	size_t         len;
};

static unsigned
byte(struct input *in)
{
	if (!in->len)
		return 0;
	in->len--;
	return *in->at++;
}

static struct reply
read_reply(struct input *in, struct mem *m)
{
	static struct pair dates[] = { { "date", "Tue, 01 Dec 2026 09:00:05 GMT" },
	    { "retry-after", "7" } };
	struct reply       r =
	    { .status = statuses[byte(in) % (sizeof statuses / sizeof *statuses)] };
	unsigned           headers = byte(in);
	size_t             len = byte(in) << 8;

	len |= byte(in);
	r.len = len < in->len ? len : in->len;
	r.body = mem_dup(m, (const char *)in->at, r.len);
	in->at += r.len;
	in->len -= r.len;
	r.headers = headers & 1 ? dates : mem_alloc(m, sizeof *r.headers);
	r.nheaders = headers & 1 ? 2 : 1;
	if (!(headers & 1)) /* one of the server's own making */
		*r.headers = (struct pair){ headers & 2 ? "location" : headers & 4 ? "date" : "content-type", r.body };
	return r;
}

/* As the engine does it; 0 when the conversation is over. */
static int
hear(struct call *c, const struct step **step, int *looking, const struct reply *r)
{
	const struct step *s = *looking ? (*step)->find : *step;
	enum go            go = GO_FAIL;

	c->reply = r;
	if (r->status / 100 == 2 || r->status == s->also)
		go = net_take(s, c);
	else
		must(net_fault(c) != FAULT_NONE && *c->err.text, "a fault has a reason");
	if (go == GO_FAIL) {
		must(c->err.fault != FAULT_NONE && *c->err.text, "a failure has a reason");
		if (retry_decide(c->req.effect, SENT_ANSWERED, r->status,
		    c->err.fault) == VERDICT_UNSURE)
			*looking = (*step)->find != NULL;
		return 1;
	}
	*step += go == GO_NEXT;
	*looking = *looking && go == GO_WAIT;
	return go != GO_DONE;
}

static void
converse(const struct step *step, struct call *c, struct input *in)
{
	struct mem  *replies = mem_new();
	struct reply r;
	int          looking = 0, round;
	enum go      go;

	for (round = 0; round < ROUNDS && step->name; round++) {
		go = net_ask(looking ? step->find : step, c);
		check_state(c);
		if (go == GO_NEXT) {
			step++;
			continue;
		}
		if (go != GO_SEND || !in->len)
			break;
		check_request(&c->req);
		r = read_reply(in, replies);
		go = hear(c, &step, &looking, &r) ? GO_NEXT : GO_DONE;
		retry_after(&r, c->now);
		check_state(c);
		if (go == GO_DONE)
			break;
	}
	mem_free(replies);
}

/* A server that says our token back proves nothing. */
static int
knows_secret(const uint8_t *data, size_t size)
{
	size_t i, len = strlen(SECRET);

	for (i = 0; i + len <= size; i++)
		if (memcmp(data + i, SECRET, len) == 0)
			return 1;
	return 0;
}

static void
run(struct input *in)
{
	size_t            which = byte(in) % (sizeof posts / sizeof *posts);
	const struct net *n = net_find(posts[which].network);
	struct account    account = { .name = "a", .network = n->name, .server = "https://net.test",
	    .user = "a.b" };
	json_t           *rec = json_loads(posts[which].rec, 0, NULL);
	json_t           *session = json_pack("{s:s, s:s, s:s, s:s, s:s}", "token", SECRET,
	    "accessJwt", SECRET,
	    "refreshJwt", SECRET, "did", "did:plc:a", "handle", "a.b");
	struct call       c;

	net_begin(&c, n, &account, rec);
	c.mem = mem_new();
	c.session = session;
	c.secret = SECRET;
	c.now = INT64_C(1796115600000);
	converse(n->ops[posts[which].op], &c, in);
	mem_free(c.mem);
	net_end(&c);
	json_decref(rec);
	json_decref(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };

	if (!knows_secret(data, size))
		run(&in);
	return 0;
}
