/* host.c - files put where a network can fetch them, and taken away again */
#include "host.h"

#include "smm/base64.h"
#include "smm/child.h"

#include "sigv4.h"

#define GOOD_SEC   86400             /* a signed address is good for so long */
#define SIGN_AFTER INT64_C(72000000) /* and made anew when it is older: 20 hours, milliseconds */
#define TRIES      3                 /* to take away a file */
#define PAUSE_SEC  2
#define ADDRESS_MAX 2000             /* bytes of what a command prints */

/* Whether the network takes medium i by its address only, and it is a file here. */
static int
needs_host(const struct call *c, size_t i)
{
	const struct media_rule *rule = &c->net->media;

	return json_object_get(rec_media(c, i), "file") &&
	    (call_is_video(c, i) ? rule->films_from : rule->from) == MEDIA_URL;
}

static int
is_file(const struct call *c, size_t i)
{
	return json_object_get(rec_media(c, i), "file") != NULL;
}

/* "….jpg": networks and people look at the end of an address. */
static const char *
name_of(struct call *c, size_t i)
{
	static const struct {
		const char *type, *end;
	} ends[] = { { "image/jpeg", ".jpg" }, { "image/png", ".png" }, { "image/gif", ".gif" },
		{ "image/webp", ".webp" }, { "video/mp4", ".mp4" }, { "video/quicktime", ".mov" },
		{ "video/webm", ".webm" } };
	const char *type = json_string_value(call_media_fact(c, i, "type"));
	size_t      k;

	for (k = 0; type && k < sizeof ends / sizeof *ends; k++)
		if (strcmp(ends[k].type, type) == 0)
			return mem_fmt(c->mem, "%s%s", call_part_key(c, i, 32), ends[k].end);
	return call_part_key(c, i, 32);
}

/* --- requests --------------------------------------------------------------------------------- */

/* When a request was signed first: built again it is the same, unless that is too long ago. */
static int64_t
signed_at(struct call *c)
{
	int64_t at = json_integer_value(json_object_get(c->keep, "host_at"));

	if (at && c->now - at < SIGN_AFTER)
		return at;
	json_object_set_new(c->keep, "host_at", json_integer(c->now));
	return c->now;
}

static void
show_password(struct call *c)
{
	struct buf  text = { 0 };
	const char *pair = mem_fmt(c->mem, "%s:%s", c->host->user, c->host_secret);

	buf_str(&text, "Basic ");
	base64_add(&text, pair, strlen(pair));
	req_header(&c->req, c->mem, "Authorization", mem_dup(c->mem, text.at, text.len));
	buf_release(&text);
}

/* "COMMAND put NAME", the file its standard input, or "COMMAND remove NAME". */
static enum go
run_command(struct call *c, const char *method, const char *name)
{
	const char *verb = strcmp(method, "PUT") == 0 ? "put" : "remove";
	char      **words = mem_alloc(c->mem, (CHILD_WORDS + 2) * sizeof *words);
	size_t      n = 0;

	if (child_split(mem_str(c->mem, c->host->command), words, FAULT_CONF, &c->err)) {
		err_in(&c->err, "media_host");
		return GO_FAIL;
	}
	while (words[n])
		n++;
	words[n++] = mem_str(c->mem, verb);
	words[n++] = mem_str(c->mem, name);
	words[n] = NULL;
	call_send_to(c, verb, EFFECT_SAME, name);
	c->req.program = words;
	c->to_host = 1;
	return GO_SEND;
}

static enum go
host_send(struct call *c, const char *method, const char *name)
{
	const char  *url = mem_fmt(c->mem, "%s/%s", c->host->put, name);
	struct sigv4 s = { .method = method, .url = url, .region = c->host->region, .user = c->host->user,
		.secret = c->host_secret, .seconds = GOOD_SEC };

	if (c->host->kind == HOST_COMMAND)
		return run_command(c, method, name);
	if (!c->host_secret)
		return call_fail(c, FAULT_AUTH, "the secret of `media_host` is not known");
	if (c->host->kind == HOST_S3) {
		s.at = signed_at(c);
		url = sigv4_address(c->mem, &s);
	}
	call_send_to(c, method, EFFECT_SAME, url);
	c->to_host = 1;
	if (c->host->kind == HOST_WEBDAV)
		show_password(c);
	return GO_SEND;
}

/* --- put -------------------------------------------------------------------------------------- */

static enum go
ask_put(struct call *c, int (*needs)(const struct call *, size_t))
{
	size_t      i;
	const char *type;
	enum go     go;

	if (!c->host)
		return GO_NEXT; /* what a file cannot be is said where its address is missed */
	call_fix_media(c);
	while ((i = call_kept_count(c, "hosted")) < rec_media_count(c) && !needs(c, i))
		call_keep_item(c, "hosted", json_string(""));
	if (i >= rec_media_count(c))
		return GO_NEXT;
	go = host_send(c, "PUT", name_of(c, i));
	type = json_string_value(call_media_fact(c, i, "type"));
	c->req.body = BODY_FILE;
	c->req.file = json_string_value(json_object_get(rec_media(c, i), "file"));
	c->req.type = type ? type : "application/octet-stream";
	c->req.stamp = call_stamp(c, i);
	return go;
}

/* The first line that the command printed, when it is an address. */
static const char *
printed_address(struct call *c)
{
	size_t      len = strcspn(c->reply->body, "\r\n");
	const char *url = mem_dup(c->mem, c->reply->body, len), *s = url;

	while (*s > ' ' && *s < 127 && !strchr("<>\"\\^`{|}", *s))
		s++;
	if (!*s && len <= ADDRESS_MAX && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0))
		return url;
	call_fail(c, FAULT_CONF, "the command of media_host printed \"%s\", an address was expected",
	    call_words(c, c->reply->body, len));
	return NULL;
}

enum go
host_ask_put(struct call *c)
{
	return ask_put(c, needs_host);
}

enum go
host_ask_put_all(struct call *c)
{
	return ask_put(c, is_file);
}

enum go
host_take_put(struct call *c)
{
	const char *name = name_of(c, call_kept_count(c, "hosted")), *url;

	if (c->host->kind == HOST_COMMAND) {
		url = printed_address(c);
		if (!url)
			return GO_FAIL;
		name = mem_fmt(c->mem, "%s %s", name, url);
	}
	call_keep_item(c, "hosted", json_string(name));
	return GO_AGAIN;
}

const char *
host_address(struct call *c, size_t i)
{
	const char *name = call_kept_at(c, "hosted", i), *blank = name ? strchr(name, ' ') : NULL;

	if (blank)
		return mem_str(c->mem, blank + 1);
	return c->host && name && *name ? mem_fmt(c->mem, "%s/%s", c->host->url, name) : NULL;
}

json_t *
host_addresses(struct call *c)
{
	json_t     *list = json_array();
	const char *url = "";
	size_t      i;

	for (i = 0; url && i < rec_media_count(c); i++) {
		url = call_media_url(c, i);
		if (url)
			json_array_append_new(list, json_string(url));
	}
	if (url)
		return list;
	json_decref(list);
	return NULL;
}

/* --- taken away ----------------------------------------------------------------------------------- */

static void
next_file(struct call *c)
{
	call_keep_item(c, "gone", json_true());
	call_forget(c, "looks");
}

static enum go
forget_all(struct call *c)
{
	static const char *const members[] = { "hosted", "gone", "host_at", "left" };
	size_t                   i;

	if (call_kept(c, "left"))
		call_out(c, "note", call_kept(c, "left"));
	for (i = 0; i < sizeof members / sizeof *members; i++)
		call_forget(c, members[i]);
	return GO_NEXT;
}

static const char *
name_alone(struct call *c, const char *name)
{
	return mem_dup(c->mem, name, strcspn(name, " "));
}

enum go
host_ask_remove(struct call *c)
{
	const char *name;

	if (call_kept(c, "note"))
		call_out(c, "note", call_kept(c, "note"));
	if (!c->host || (!c->host_secret && c->host->kind != HOST_COMMAND))
		return GO_NEXT;
	while ((name = call_kept_at(c, "hosted", call_kept_count(c, "gone"))) && !*name)
		next_file(c);
	return name ? host_send(c, "DELETE", name_alone(c, name)) : forget_all(c);
}

/* The post is out, or refused, whatever becomes of the file: it is tried a few times, then a person is told. */
enum go
host_take_remove(struct call *c)
{
	int         status = c->reply->status;
	const char *name = call_kept_at(c, "hosted", call_kept_count(c, "gone"));

	if (status / 100 != 2 && status != 404) {
		if (call_looks_again(c, TRIES, PAUSE_SEC))
			return GO_WAIT;
		if (c->host->kind == HOST_COMMAND)
			call_keep(c, "left", mem_fmt(c->mem, "%s is still at media_host, whose command failed: "
			    "remove it there", name_alone(c, name)));
		else
			call_keep(c, "left", mem_fmt(c->mem, "%s is still at media_host, which answered %d: "
			    "remove it there", name, status));
	}
	next_file(c);
	return GO_AGAIN;
}

/* --- errors --------------------------------------------------------------------------------------- */

/* Nothing that it refuses is the post's fault. */
enum fault
host_fault(struct call *c)
{
	int         status = c->reply->status;
	const char *words = call_words(c, c->reply->body, strlen(c->reply->body));
	enum fault  fault = status == 408 || status == 429 || status >= 500 ? FAULT_AGAIN : FAULT_CONF;

	call_fail(c, fault, "media_host answered %d%s%s%s", status, *words ? ": " : "", words,
	    fault == FAULT_CONF ? "; look at it in smm.yaml" : "");
	c->err.fault = fault;
	return fault;
}
