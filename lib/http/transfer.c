/* transfer.c - a request in libcurl's terms, and its reply taken from libcurl */
#include "transfer.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define CERT_FILE    "/etc/ssl/certs/ca-certificates.crt"
#define MAX_HEADERS  128
#define HEADER_BYTES (64u << 10) /* of all headers of a reply */
#define PIECE        16384L      /* libcurl's buffers, a connection each */
#define UPLOAD_FLOOR 1024L       /* bytes a second below which an upload is stalled */

static size_t
on_read(char *to, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	int64_t          n = body_read(&t->body, to, size * count);

	return n < 0 ? CURL_READFUNC_ABORT : (size_t)n;
}

static int
on_seek(void *arg, curl_off_t offset, int origin)
{
	struct transfer *t = arg;

	if (offset || origin != SEEK_SET)
		return CURL_SEEKFUNC_CANTSEEK;
	body_rewind(&t->body);
	return CURL_SEEKFUNC_OK;
}

/* A reply that is handed over as it comes. */
static int
is_stream(const struct transfer *t)
{
	long status = 0;

	if (t->x->piece)
		t->http->curl->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	return status / 100 == 2;
}

static size_t
on_body(char *data, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	size_t           n = size * count;

	if (is_stream(t))
		return t->x->piece(t->x, data, n) ? 0 : n;
	if (n > t->http->limits.reply_max - t->reply.len) {
		t->too_large = 1;
		return 0;
	}
	buf_add(&t->reply, data, n);
	return n;
}

static void
keep_header(struct exchange *x, const char *line, size_t len)
{
	const char  *colon = memchr(line, ':', len);
	struct pair *p;
	size_t       name, i, end = len;
	char        *s;

	if (!colon || x->reply.nheaders == MAX_HEADERS)
		return;
	if (!x->reply.headers)
		x->reply.headers = mem_alloc(x->mem, MAX_HEADERS * sizeof *x->reply.headers);
	name = (size_t)(colon - line);
	p = &x->reply.headers[x->reply.nheaders++];
	p->name = s = mem_dup(x->mem, line, name);
	for (i = 0; i < name; i++)
		s[i] = (char)tolower((unsigned char)s[i]);
	for (name++; name < len && (line[name] == ' ' || line[name] == '\t'); name++)
		;
	while (end > name && isspace((unsigned char)line[end - 1]))
		end--;
	p->value = mem_dup(x->mem, line + name, end - name);
}

static size_t
on_header(char *line, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	size_t           n = size * count;

	t->header_bytes += n;
	if (t->header_bytes > HEADER_BYTES) {
		t->too_large = 1;
		return 0;
	}
	if (n > 5 && memcmp(line, "HTTP/", 5) == 0)
		t->x->reply.nheaders = 0; /* an answer 100 came before */
	else
		keep_header(t->x, line, n);
	if (n <= 2 && is_stream(t) && t->x->piece(t->x, "", 0))
		return 0;
	return n;
}

static void
set_trust(struct http *h, CURL *easy)
{
	const struct curl *c = h->curl;
	const char        *file = h->ca_file ? h->ca_file : h->hashed ? NULL : CERT_FILE;

	c->easy_setopt(easy, CURLOPT_CAINFO, file);
	c->easy_setopt(easy, CURLOPT_CAPATH, h->hashed ? CERT_DIR : (char *)NULL);
}

static void
set_limits(struct transfer *t)
{
	struct http       *h = t->http;
	CURL              *easy = t->easy;
	const struct curl *c = h->curl;
	int                upload = t->body.total > (int64_t)h->limits.reply_max / 8;
	long               total = upload || t->x->piece ? 0L : h->limits.total_ms;

	c->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, h->limits.connect_ms);
	c->easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, upload ? UPLOAD_FLOOR : 1L);
	c->easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, t->x->piece ? 0L : h->limits.stall_sec);
	c->easy_setopt(easy, CURLOPT_TIMEOUT_MS, t->x->total_ms ? t->x->total_ms : total);
	c->easy_setopt(easy, CURLOPT_BUFFERSIZE, 4096L);
	c->easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, PIECE);
}

/*
 * When a kept connection turns out to be dead libcurl sends a request again by itself, on another. It may for
 * requests that can be repeated; another one only if not a byte of it had left.
 */
static int
on_start(void *arg, char *ip, char *from, int port, int from_port)
{
	const struct transfer *t = arg;
	long                   bytes = 0;

	(void)ip, (void)from, (void)port, (void)from_port;
	t->http->curl->easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &bytes);
	return bytes ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static void
set_repeating(struct transfer *t)
{
	const struct curl *c = t->http->curl;

	if (t->x->req->effect != EFFECT_ONCE)
		return;
	c->easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, on_start);
	c->easy_setopt(t->easy, CURLOPT_PREREQDATA, t);
}

/* What is in memory leaves with the header, in one write, and takes no buffer of libcurl's. */
static void
set_body(struct transfer *t)
{
	const struct curl *c = t->http->curl;
	const struct req  *r = t->x->req;
	const char        *text = body_text(&t->body);

	if (strcmp(r->method, "GET") == 0) {
		c->easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
		return;
	}
	c->easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, r->method);
	if (r->body == BODY_NONE && strcmp(r->method, "POST") != 0)
		return;
	c->easy_setopt(t->easy, CURLOPT_POST, 1L);
	c->easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->body.total);
	c->easy_setopt(t->easy, CURLOPT_POSTFIELDS, text);
	c->easy_setopt(t->easy, CURLOPT_READFUNCTION, on_read);
	c->easy_setopt(t->easy, CURLOPT_READDATA, t);
	c->easy_setopt(t->easy, CURLOPT_SEEKFUNCTION, on_seek);
	c->easy_setopt(t->easy, CURLOPT_SEEKDATA, t);
}

static void
set_headers(struct transfer *t)
{
	const struct curl *c = t->http->curl;
	const struct req  *r = t->x->req;
	size_t             i;

	for (i = 0; i < r->nheaders; i++)
		t->headers = c->slist_append(t->headers,
		    mem_fmt(t->x->mem, "%s: %s", r->headers[i].name, r->headers[i].value));
	t->headers = c->slist_append(t->headers, "Expect:");
	t->headers = c->slist_append(t->headers, *t->body.type ?
	    mem_fmt(t->x->mem, "Content-Type: %s", t->body.type) : "Content-Type:");
	c->easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

void
transfer_set_up(struct transfer *t, int loopback)
{
	const struct curl *c = t->http->curl;
	CURL              *easy = t->easy;
	int                is_tls = strncasecmp(t->x->req->url, "https://", 8) == 0;

	c->easy_setopt(easy, CURLOPT_URL, t->x->req->url);
	c->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	c->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	c->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* one connection is shared only once TLS has agreed on HTTP/2; without TLS nothing would end the wait */
	c->easy_setopt(easy, CURLOPT_PIPEWAIT, is_tls ? 1L : 0L);
	c->easy_setopt(easy, CURLOPT_USERAGENT, "smmkit");
	c->easy_setopt(easy, CURLOPT_ERRORBUFFER, t->words);
	c->easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	c->easy_setopt(easy, CURLOPT_WRITEDATA, t);
	c->easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	c->easy_setopt(easy, CURLOPT_HEADERDATA, t);
	c->easy_setopt(easy, CURLOPT_PRIVATE, t);
	if (loopback)
		c->easy_setopt(easy, CURLOPT_PROXY, "");
	set_trust(t->http, easy);
	set_limits(t);
	set_repeating(t);
	set_body(t);
	set_headers(t);
}
