/*
 * talk.c - the conversations in tests/net/NETWORK/NAME.jsonl, each of them twice
 *
 * Plainly, and with a restart after every request and every reply: all that remains then is the
 * record, the kept state as JSON text, the result's ref and url, the step's name and whether it was looked for. The same
 * requests must follow, byte for byte, although an hour has passed. The lines:
 *
 *	{"op":"publish","rec":{…}}      "now", "server", "user", "secret", "session", "was",
 *	                                "host" (s3, webdav, command) where they matter
 *	{"ask":"POST https://…"}        "effect", "headers" (those that matter), "body" (form or JSON
 *	                                as object), "parts" (multipart), "file"; a file inside of JSON is "<NAME>";
 *	                                "program": what is run instead
 *	{"reply":200,"body":{…}}        or "text"; "headers"; or {"lost":"maybe"}, {"lost":"not"}
 *	{"clock":-3600}                 from here on a machine whose clock is so many seconds ahead of the last one
 *	{"wait":2}                      seconds, before the next ask; "later": nobody ran for so many more
 *	{"session":{…}}                 signed in again
 *	{"end":"done","out":[{…}]}      or a fault with "says", a part of its message; "session"
 */
#include "smm/net.h"
#include "smm/retry.h"
#include "smm/when.h"

#include "tap.h"

#include <glob.h>
#include <libgen.h>
#include <stdlib.h>

#define HOUR_MS 3600000

struct talk {
	const char        *path;
	json_t            *lines;   /* a list */
	size_t             at;      /* the next line */
	int                restart;
	char               why[4096]; /* the first difference; empty: none */

	struct account     account;
	struct media_host  host;
	enum op            op;
	json_t            *rec, *session;
	struct call        call;
	const struct step *step;
	int                looking, begun;
	int64_t            now, skew;
	enum fault         ended;   /* FAULT_COUNT: not yet; FAULT_NONE: done */
	struct mem        *scratch, *replies;
};

static void differ(struct talk *t, const char *fmt, ...) SMM_PRINTF(2, 3);

static void
differ(struct talk *t, const char *fmt, ...)
{
	va_list ap;
	int     len;

	if (*t->why)
		return;
	len = snprintf(t->why, sizeof t->why, "line %zu: ", t->at + 1);
	va_start(ap, fmt);
	vsnprintf(t->why + len, sizeof t->why - (size_t)len, fmt, ap);
	va_end(ap);
}

static json_t *
next_line(struct talk *t, const char *member)
{
	json_t *line = json_array_get(t->lines, t->at);

	return json_object_get(line, member) ? line : NULL;
}

static const char *
text_of(const json_t *j, const char *name)
{
	return json_string_value(json_object_get(j, name));
}

/* --- requests --------------------------------------------------------------------------------- */

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' &&
	    (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static json_t *
decoded(const char *s, size_t len)
{
	struct buf b = { 0 };
	size_t     i;
	json_t    *j;

	buf_str(&b, "");
	for (i = 0; i < len; i++) {
		if (s[i] == '%' && i + 2 < len) {
			buf_char(&b, (char)(hex(s[i + 1]) << 4 | hex(s[i + 2])));
			i += 2;
		} else {
			buf_char(&b, s[i] == '+' ? ' ' : s[i]);
		}
	}
	j = json_stringn(b.at, b.len);
	buf_release(&b);
	return j;
}

/* A form as an object; names that end in [] are lists. */
static json_t *
form_object(const char *s)
{
	json_t *form = json_object(), *list, *name;
	size_t  len, equals;

	for (; *s; s += len + (s[len] == '&')) {
		len = strcspn(s, "&");
		equals = strcspn(s, "=");
		name = decoded(s, equals);
		list = json_object_get(form, json_string_value(name));
		if (!list && strstr(json_string_value(name), "[]")) {
			list = json_array();
			json_object_set_new(form, json_string_value(name), list);
		}
		if (list)
			json_array_append_new(list, decoded(s + equals + 1, len - equals - 1));
		else
			json_object_set_new(form, json_string_value(name),
			    decoded(s + equals + 1, len - equals - 1));
		json_decref(name);
	}
	return form;
}

static json_t *
part_object(const struct part *p)
{
	if (p->value)
		return json_string(p->value);
	return json_pack("{s:s, s:s, s:s*}", "file", p->file, "name", p->file_name, "type",
	    p->type);
}

/* Files that are joined in stand in the JSON as "<NAME>". */
static json_t *
joined(const struct req *r)
{
	struct buf b = { 0 };
	json_t    *j;
	size_t     i;

	for (i = 0; i < r->nparts; i++)
		buf_fmt(&b, r->parts[i].file ? "<%s>" : "%s", r->parts[i].file ? r->parts[i].file : r->parts[i].value);
	j = json_loadb(b.at, b.len, 0, NULL);
	if (!j) /* several bodies in one (RFC 2387) */
		j = json_stringn(b.at, b.len);
	buf_release(&b);
	return j;
}

/* What is sent behind the headers: "body", "parts" or "file", as a conversation writes it. */
static json_t *
content(const struct req *r)
{
	json_t *o = json_object(), *parts;
	size_t  i;

	if (r->body == BODY_TEXT)
		json_object_set_new(o, "body",
		    strstr(r->type, "json") ? json_loadb(r->text, r->len, 0, NULL) :
		    form_object(r->text));
	if (r->body == BODY_FILE)
		json_object_set_new(o, "file",
		    json_pack("{s:s, s:s}", "file", r->file, "type", r->type));
	if (r->body == BODY_JOINED)
		json_object_set_new(o, "body", joined(r));
	if (r->program) {
		parts = json_array();
		for (i = 0; r->program[i]; i++)
			json_array_append_new(parts, json_string(r->program[i]));
		json_object_set_new(o, "program", parts);
	}
	if (r->body == BODY_PARTS) {
		parts = json_object();
		for (i = 0; i < r->nparts; i++)
			json_object_set_new(parts, r->parts[i].name, part_object(r->parts + i));
		json_object_set_new(o, "parts", parts);
	}
	return o;
}

/* The whole request, so that two can be compared. */
static char *
request_text(const struct req *r)
{
	struct buf b = { 0 };
	json_t    *o = content(r);
	char      *text = json_dumps(o, JSON_COMPACT);
	size_t     i;

	buf_fmt(&b, "%s %s effect %d\n", r->method, r->url, (int)r->effect);
	for (i = 0; i < r->nheaders; i++)
		if (!r->dated || strcmp(r->headers[i].name, "Authorization") != 0)
			buf_fmt(&b, "%s: %s\n", r->headers[i].name, r->headers[i].value);
	buf_fmt(&b, "%s\n%.*s", text, (int)r->len, r->text ? r->text : "");
	free(text);
	json_decref(o);
	return b.at;
}

static void
check_headers(struct talk *t, const json_t *want)
{
	const struct req *r = &t->call.req;
	const char       *name;
	json_t           *value;
	size_t            i;

	json_object_foreach((json_t *)(uintptr_t)want, name, value) {
		for (i = 0; i < r->nheaders && strcmp(r->headers[i].name, name) != 0; i++)
			;
		if (i == r->nheaders)
			differ(t, "the header %s is missing", name);
		else if (strcmp(r->headers[i].value, json_string_value(value)) != 0)
			differ(t, "the header %s is \"%s\"", name, r->headers[i].value);
	}
}

static void
check_content(struct talk *t, const json_t *line)
{
	static const char *const kinds[] = { "body", "parts", "file", "program" };
	json_t                  *got = content(&t->call.req);
	size_t                   i;
	char                    *text = json_dumps(got, JSON_COMPACT);

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!json_equal(json_object_get(got, kinds[i]), json_object_get(line, kinds[i])) &&
		    (json_object_get(got, kinds[i]) || json_object_get(line, kinds[i])))
			differ(t, "the request is %s", text);
	free(text);
	json_decref(got);
}

static void
check_ask(struct talk *t)
{
	static const char *const effects[] = { "none", "same", "once" };
	const struct req        *r = &t->call.req;
	json_t                  *line = next_line(t, "ask");
	const char              *effect;
	char                     ask[4096];

	snprintf(ask, sizeof ask, "%s %s", r->method, r->url);
	if (!line) {
		differ(t, "%s was not expected", ask);
		return;
	}
	effect = text_of(line, "effect");
	if (strcmp(ask, text_of(line, "ask")) != 0)
		differ(t, "asks %s", ask);
	if (effect && strcmp(effect, effects[r->effect]) != 0)
		differ(t, "the effect is \"%s\"", effects[r->effect]);
	check_headers(t, json_object_get(line, "headers"));
	check_content(t, line);
	t->at++;
}

/* --- replies ---------------------------------------------------------------------------------- */

static struct reply *
make_reply(struct talk *t, const json_t *line)
{
	struct reply *r = mem_alloc(t->replies, sizeof *r);
	json_t       *headers = json_object_get(line, "headers"), *value;
	const json_t *body = json_object_get(line, "body");
	char         *text = body ? json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	const char   *name;

	r->status = (int)json_integer_value(json_object_get(line, "reply"));
	r->at = t->now;
	r->headers = mem_alloc(t->replies, (json_object_size(headers) + 1) * sizeof *r->headers);
	json_object_foreach(headers, name, value)
		r->headers[r->nheaders++] = (struct pair){ name, json_string_value(value) };
	r->body = mem_str(t->replies,
	    text ? text : text_of(line, "text") ? text_of(line, "text") : "");
	r->len = strlen(r->body);
	free(text);
	return r;
}

/* --- the engine's part, in short -------------------------------------------------------------- */

/* Who is asked: of what signs in, the way in that the account has chosen. */
static const struct net *
net_of(const struct talk *t)
{
	const struct net *n = net_find(t->account.network);

	return t->op >= OP_REGISTER ? net_way(n, &t->account) : n;
}

static void
begin_call(struct talk *t)
{
	net_begin(&t->call, net_of(t), &t->account, t->rec);
	t->call.mem = t->scratch;
	t->call.session = t->session;
	t->call.secret = text_of(json_array_get(t->lines, 0), "secret");
	t->call.was = json_object_get(json_array_get(t->lines, 0), "was");
	t->call.host = t->host.put || t->host.command ? &t->host : NULL;
	t->call.host_secret = t->host.command ? NULL : "wJalrXUtnFEMI";
	t->call.now = t->now;
	t->call.skew = t->skew;
}

/* The ledger's record does not say what was found in the files. */
static void
drop_facts(json_t *item)
{
	json_object_del(item, "type");
	json_object_del(item, "width");
	json_object_del(item, "height");
	json_object_del(item, "bytes");
	json_object_del(item, "changed");
	json_object_del(item, "duration");
}

static void
drop_all_facts(json_t *rec, const char *network)
{
	json_t *item;
	size_t  i;

	json_array_foreach(json_object_get(rec, "media"), i, item)
		drop_facts(item);
	drop_facts(json_object_get(json_object_get(json_object_get(rec, "options"), network),
	    "thumb"));
}

/* A new process, with what the ledger holds. */
static void
reborn(struct talk *t, int64_t now)
{
	const struct step *s = net_of(t)->ops[t->op];
	const char        *name = t->step->name ? t->step->name : t->step[-1].name;
	char              *keep = json_dumps(t->call.keep, JSON_COMPACT);
	json_t            *told = json_pack("{s:O*, s:O*}", "ref", json_object_get(t->call.out, "ref"), "url",
	    json_object_get(t->call.out, "url"));

	net_end(&t->call);
	if (t->begun)
		drop_all_facts(t->rec, t->account.network);
	begin_call(t);
	if (t->op < OP_INBOX)
		json_object_update(t->call.out, told);
	json_decref(told);
	t->call.now = now;
	json_decref(t->call.keep);
	t->call.keep = json_loads(keep, 0, NULL);
	free(keep);
	while (strcmp(s->name, name) != 0)
		s++;
	t->step = s;
}

static const struct step *
step_now(const struct talk *t)
{
	return t->looking ? t->step->find : t->step;
}

/* Built again after a restart, an hour later, the request must be the same. */
static void
ask_again(struct talk *t)
{
	char *before = request_text(&t->call.req), *after = NULL;

	t->begun = 1;
	reborn(t, t->now + HOUR_MS);
	if (net_ask(step_now(t), &t->call) == GO_SEND)
		after = request_text(&t->call.req);
	if (!after || strcmp(before, after) != 0)
		differ(t, "after a restart it is another request:\n%s\nnot\n%s",
		    after ? after : "none", before);
	t->call.now = t->now;
	free(before);
	free(after);
}

static void
check_wait(struct talk *t, int64_t wake)
{
	json_t *line = next_line(t, "wait");

	if (!line) {
		if (wake > t->now)
			differ(t, "waits for %lld ms", (long long)(wake - t->now));
		return;
	}
	t->now += json_integer_value(json_object_get(line, "wait")) * 1000;
	if (wake && wake != t->now)
		differ(t, "waits %lld ms less", (long long)(t->now - wake));
	t->now += json_integer_value(json_object_get(line, "later")) * 1000;
	t->call.now = t->now;
	t->at++;
}

static void
follow(struct talk *t, enum go go)
{
	switch (go) {
	case GO_NEXT:
		t->step++;
		t->looking = 0;
		break;
	case GO_AGAIN:
		t->looking = 0;
		break;
	case GO_WAIT:
		check_wait(t, t->call.wake);
		break;
	case GO_DONE:
		t->ended = FAULT_NONE;
		break;
	default:
		t->ended = t->call.err.fault;
		break;
	}
}

static void
sign_in_again(struct talk *t)
{
	json_t *line = next_line(t, "session");

	if (!line) {
		t->ended = t->call.err.fault;
		return;
	}
	t->call.session = t->session = json_object_get(line, "session");
	t->at++;
}

/* By the reply's headers, else by what the connector knows of the network. */
static int64_t
limit_until(const struct talk *t, const struct reply *r)
{
	int64_t until = retry_after(r, t->now);

	return until ? until : t->call.wake;
}

static void
decide(struct talk *t, enum sent sent, const struct reply *r)
{
	enum verdict v = retry_decide(t->call.req.effect, sent, r ? r->status : 0,
	    t->call.err.fault);

	switch (v) {
	case VERDICT_AUTH:
		sign_in_again(t);
		break;
	case VERDICT_UNSURE:
		t->looking = t->step->find != NULL;
		if (!t->looking)
			t->ended = FAULT_UNSURE;
		break;
	case VERDICT_REFUSED:
		t->ended = t->call.err.fault;
		break;
	default:
		if (!next_line(t, "end"))
			check_wait(t, v == VERDICT_LIMIT && r ? limit_until(t, r) : 0);
		else
			t->ended = t->call.err.fault;
		break;
	}
}

/* Another machine goes on. */
static void
change_clock(struct talk *t, int64_t ahead_ms)
{
	t->at++;
	t->now += ahead_ms;
	t->skew -= ahead_ms;
	t->call.now = t->now;
	t->call.skew = t->skew;
}

static void
lose(struct talk *t, const json_t *line)
{
	t->at++;
	err_set(&t->call.err, FAULT_AGAIN, "no answer came");
	decide(t, strcmp(text_of(line, "lost"), "not") == 0 ? SENT_NOT : SENT_MAYBE, NULL);
	line = next_line(t, "clock");
	if (line)
		change_clock(t, json_integer_value(json_object_get(line, "clock")) * 1000);
}

static void
hear(struct talk *t)
{
	json_t            *line = next_line(t, "reply");
	const struct step *s = step_now(t);
	struct reply      *r;
	enum go            go;

	if (next_line(t, "lost") && !step_sees(s, 0)) {
		lose(t, next_line(t, "lost"));
		return;
	}
	if (!line)
		line = next_line(t, "lost"); /* a reply of status 0 */
	if (!line) {
		differ(t, "a reply was expected");
		return;
	}
	t->at++;
	t->call.reply = r = make_reply(t, line);
	if (step_sees(s, r->status)) {
		go = net_take(s, &t->call);
		if (go == GO_FAIL &&
		    (t->call.err.fault == FAULT_REPLY || t->call.err.fault == FAULT_AUTH))
			decide(t, SENT_ANSWERED, r);
		else
			follow(t, go);
	} else {
		net_fault(&t->call);
		decide(t, SENT_ANSWERED, r);
	}
	t->begun = 1;
	if (t->restart && t->op < OP_INBOX && t->ended == FAULT_COUNT)
		reborn(t, t->now);
}

static void
turn(struct talk *t)
{
	enum go go;

	if (!t->step->name) {
		t->ended = FAULT_NONE;
		return;
	}
	go = net_ask(step_now(t), &t->call);
	if (go != GO_SEND) {
		follow(t, go);
		return;
	}
	check_ask(t);
	if (t->restart && !*t->why)
		ask_again(t);
	if (!*t->why)
		hear(t);
}

/* --- one conversation ------------------------------------------------------------------------- */

static void
check_out(struct talk *t, const json_t *line)
{
	json_t *want = json_array_get(json_object_get(line, "out"), 0);
	json_t *got = json_pack("{s:s, s:s*, s:s*, s:s}", "type", "result", "id",
	    text_of(t->rec, "id"),
	    "account", text_of(t->rec, "account"), "status", "done");
	char   *text;

	if (t->op >= OP_INBOX && t->op < OP_LIMITS) { /* reading: what was read */
		json_decref(got);
		got = json_object();
	}
	json_object_update(got, t->call.out);
	text = json_dumps(got, JSON_COMPACT);
	if (want && !json_equal(got, want))
		differ(t, "the result is %s", text);
	free(text);
	json_decref(got);
}

static void
check_end(struct talk *t)
{
	const char *name = t->ended == FAULT_NONE ? "done" : fault_name(t->ended);
	json_t     *line = next_line(t, "end");
	const char *says = text_of(line, "says");
	char       *text;

	if (!line || strcmp(name, text_of(line, "end")) != 0) {
		differ(t, "ends with \"%s\": %s", name, t->call.err.text);
		return;
	}
	if (says && !strstr(t->call.err.text, says))
		differ(t, "says \"%s\"", t->call.err.text);
	if (t->ended == FAULT_NONE)
		check_out(t, line);
	if (json_object_get(line, "session") &&
	    !json_equal(json_object_get(line, "session"), t->session)) {
		text = json_dumps(t->session, JSON_COMPACT);
		differ(t, "the session is %s", text);
		free(text);
	}
	if (++t->at != json_array_size(t->lines))
		differ(t, "there is more behind the end");
}

static struct media_host
host_of(const char *kind)
{
	if (strcmp(kind, "command") == 0)
		return (struct media_host){ .kind = HOST_COMMAND, .command = "up --to 'the web'" };
	return (struct media_host){ .kind = strcmp(kind, "s3") == 0 ? HOST_S3 : HOST_WEBDAV,
		.put = "https://dav.test/in", .url = "https://cdn.test/in", .region = "eu-west-3", .user = "AKID" };
}

static int
set_up(struct talk *t)
{
	json_t     *first = json_array_get(t->lines, 0);
	const char *now = text_of(first, "now"), *server = text_of(first, "server");
	const char *account = text_of(json_object_get(first, "rec"), "account");
	int         op = text_of(first, "op") ? op_find(text_of(first, "op")) : -1;

	t->op = (enum op)op;
	t->account.server = server ? server : "https://net.test";
	t->account.user = text_of(first, "user");
	if (op < 0 || !net_of(t) || !net_of(t)->ops[op]) {
		differ(t, "no operation of this network");
		return -1;
	}
	if (json_object_get(first, "host"))
		t->host = host_of(text_of(first, "host"));
	t->account.name = account ? account : "a";
	t->rec = json_deep_copy(json_object_get(first, "rec"));
	t->session = json_object_get(first, "session");
	t->now = INT64_C(1796115600000); /* 2026-12-01T09:00:00Z */
	t->ended = FAULT_COUNT;
	t->at = 1;
	t->step = net_of(t)->ops[op];
	return now && when_read(now, strlen(now), &t->now, NULL) ? -1 : 0;
}

static void
play(const char *path, const char *network, json_t *lines, int restart)
{
	struct talk t = { .path = path, .lines = json_deep_copy(lines), .restart = restart };
	int         turns = 0;

	t.account.network = network;
	t.scratch = mem_new();
	t.replies = mem_new();
	if (set_up(&t) == 0) {
		begin_call(&t);
		while (t.ended == FAULT_COUNT && !*t.why && turns++ < 100)
			turn(&t);
		if (!*t.why)
			check_end(&t);
		net_end(&t.call);
	}
	if (!ok(!*t.why, "%s%s", path, restart ? ", restarted all the time" : ""))
		printf("# %s\n", t.why);
	mem_free(t.scratch);
	mem_free(t.replies);
	json_decref(t.rec);
	json_decref(t.lines);
}

/* The lines of a file as a list; NULL when one is not JSON. */
static json_t *
read_lines(const char *path)
{
	FILE   *f = fopen(path, "r");
	json_t *lines = json_array(), *one = f ? json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL) : NULL;

	for (; one; one = json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL))
		json_array_append_new(lines, one);
	if (f && getc(f) != EOF) {
		json_decref(lines);
		lines = NULL;
	}
	if (f)
		fclose(f);
	return lines;
}

static int
is_reading(const json_t *lines)
{
	const char *name = text_of(json_array_get(lines, 0), "op");
	int         op = name ? op_find(name) : -1;

	return op >= OP_INBOX && op < OP_LIMITS;
}

static int
knows(const struct net *n, const char *option)
{
	size_t i = 0;

	while (n->knows[i] && strcmp(n->knows[i], option) != 0)
		i++;
	return n->knows[i] != NULL;
}

/* What smm-plan lets pass is what connectors look at. */
static void
test_options(const char *file, const char *network, const json_t *lines)
{
	json_t     *rec = json_object_get(json_array_get(lines, 0), "rec"), *value;
	const char *type = text_of(rec, "type"), *option;

	if (!type || strcmp(type, "post") != 0)
		return;
	json_object_foreach(json_object_get(json_object_get(rec, "options"), network), option, value)
		ok(knows(net_find(network), option), "%s: %s is an option of %s", file, option, network);
}

int
main(void)
{
	glob_t  files;
	size_t  i;
	char   *path, *network;
	json_t *lines;

	if (!ok(glob("tests/net/*/*.jsonl", 0, NULL, &files) == 0, "there are conversations"))
		return done();
	for (i = 0; i < files.gl_pathc; i++) {
		lines = read_lines(files.gl_pathv[i]);
		path = mem_copy(files.gl_pathv[i]);
		network = basename(dirname(path));
		if (ok(json_array_size(lines) > 1, "%s is a conversation", files.gl_pathv[i])) {
			test_options(files.gl_pathv[i], network, lines);
			play(files.gl_pathv[i], network, lines, 0);
			if (!is_reading(lines)) /* one that is cut begins anew */
				play(files.gl_pathv[i], network, lines, 1);
		}
		free(path);
		json_decref(lines);
	}
	globfree(&files);
	return done();
}
