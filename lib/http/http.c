/* http.c - requests carried out, many at once, by libcurl's multi handle */
#include "smm/http.h"

#include "smm/clock.h"
#include "smm/url.h"

#include "body.h"
#include "curl.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CERT_DIR     "/etc/ssl/certs"
#define CERT_FILE    "/etc/ssl/certs/ca-certificates.crt"
#define MAX_HEADERS  128
#define HEADER_BYTES (64u << 10) /* of all headers of a reply */
#define PIECE        16384L      /* libcurl's buffers, a connection each */
#define UPLOAD_FLOOR 1024L       /* bytes a second below which an upload is stalled */

static const struct http_limits usual = {
	.connect_ms = 15000,
	.total_ms   = 60000,
	.stall_sec  = 30,
	.reply_max  = 8u << 20,
};

struct http {
	const struct curl *curl;
	struct http_limits limits;
	CURLM             *multi;
	char              *ca_file;
	int                hashed; /* CERT_DIR has a hash for each certificate: nothing else is read */
	struct transfer   *idle;   /* kept with their handles for the next request */
	struct transfer   *busy;
};

struct transfer {
	struct transfer   *next, *before; /* before: among the busy */
	struct http       *http;
	CURL              *easy;
	struct exchange   *x;
	struct body        body;
	struct curl_slist *headers;
	struct buf         reply;
	size_t             header_bytes;
	int                too_large;
	char               words[CURL_ERROR_SIZE];
};

/*
 * Debian's libcurl is built with a CAPATH, and then reads the whole bundle anew for every
 * connection (19 ms). A hashed folder alone reads the one certificate that is needed.
 */
static int
has_hashes(const char *path)
{
	DIR           *d = opendir(path);
	struct dirent *entry;
	int            found = 0;

	while (d && !found && (entry = readdir(d)))
		found = strlen(entry->d_name) == 10 && strcmp(entry->d_name + 8, ".0") == 0 &&
		    strspn(entry->d_name, "0123456789abcdef") == 8;
	if (d)
		closedir(d);
	return found;
}

int
http_open(struct http **out, const char *ca_file, const struct http_limits *limits, struct err *e)
{
	const struct curl *curl = curl_load(e);
	struct http       *h;

	if (!curl)
		return -1;
	h = mem_get(sizeof *h);
	memset(h, 0, sizeof *h);
	h->curl = curl;
	h->limits = limits ? *limits : usual;
	h->multi = curl->multi_init();
	if (!h->multi) {
		free(h);
		return err_set(e, FAULT_SYS, "libcurl cannot start");
	}
	curl->multi_setopt(h->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	h->ca_file = ca_file ? mem_copy(ca_file) : NULL;
	h->hashed = !ca_file && has_hashes(CERT_DIR);
	*out = h;
	return 0;
}

static void
busy_add(struct http *h, struct transfer *t)
{
	t->next = h->busy;
	t->before = NULL;
	if (h->busy)
		h->busy->before = t;
	h->busy = t;
}

static void
busy_remove(struct http *h, struct transfer *t)
{
	if (t->before)
		t->before->next = t->next;
	else
		h->busy = t->next;
	if (t->next)
		t->next->before = t->before;
}

static void transfer_end(struct transfer *t);

void
http_close(struct http *h)
{
	struct transfer *t;

	if (!h)
		return;
	while ((t = h->busy)) {
		h->curl->multi_remove_handle(h->multi, t->easy);
		busy_remove(h, t);
		transfer_end(t);
	}
	while ((t = h->idle)) {
		h->idle = t->next;
		h->curl->easy_cleanup(t->easy);
		free(t);
	}
	h->curl->multi_cleanup(h->multi);
	free(h->ca_file);
	free(h);
}

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

static size_t
on_body(char *data, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	size_t           n = size * count;

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
set_limits(struct http *h, CURL *easy, const struct body *b)
{
	const struct curl *c = h->curl;
	int                upload = b->total > (int64_t)h->limits.reply_max / 8;

	c->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, h->limits.connect_ms);
	c->easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, upload ? UPLOAD_FLOOR : 1L);
	c->easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, h->limits.stall_sec);
	c->easy_setopt(easy, CURLOPT_TIMEOUT_MS, upload ? 0L : h->limits.total_ms);
	c->easy_setopt(easy, CURLOPT_BUFFERSIZE, PIECE);
	c->easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, PIECE);
}

/*
 * The body always comes from on_read(), never from memory libcurl knows: when a kept connection
 * turns out to be dead it sends a request again by itself, provided it can rewind the body. It may
 * for requests that can be repeated; for others it gets no seek function and has to tell us.
 */
static void
set_body(struct transfer *t)
{
	const struct curl *c = t->http->curl;
	const struct req  *r = t->x->req;

	if (strcmp(r->method, "GET") == 0) {
		c->easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
		return;
	}
	c->easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, r->method);
	if (r->body == BODY_NONE && strcmp(r->method, "POST") != 0)
		return;
	c->easy_setopt(t->easy, CURLOPT_POST, 1L);
	c->easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->body.total);
	c->easy_setopt(t->easy, CURLOPT_READFUNCTION, on_read);
	c->easy_setopt(t->easy, CURLOPT_READDATA, t);
	if (r->effect != EFFECT_ONCE) {
		c->easy_setopt(t->easy, CURLOPT_SEEKFUNCTION, on_seek);
		c->easy_setopt(t->easy, CURLOPT_SEEKDATA, t);
	}
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

static void
set_up(struct transfer *t, int loopback)
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
	set_limits(t->http, easy, &t->body);
	set_body(t);
	set_headers(t);
}

static struct transfer *
transfer_new(struct http *h)
{
	struct transfer *t = h->idle;

	if (t) {
		h->idle = t->next;
		t->next = NULL;
		return t;
	}
	t = mem_get(sizeof *t);
	memset(t, 0, sizeof *t);
	t->http = h;
	t->easy = h->curl->easy_init();
	if (!t->easy) {
		free(t);
		return NULL;
	}
	return t;
}

/* Keeps the handle, and with it nothing of the request. */
static void
transfer_end(struct transfer *t)
{
	struct http *h = t->http;
	CURL        *easy = t->easy;

	h->curl->easy_reset(easy);
	h->curl->slist_free_all(t->headers);
	body_release(&t->body);
	buf_release(&t->reply);
	memset(t, 0, sizeof *t);
	t->http = h;
	t->easy = easy;
	t->next = h->idle;
	h->idle = t;
}

int
http_start(struct http *h, struct exchange *x, struct err *e)
{
	int              loopback = url_is_loopback(x->req->url);
	struct transfer *t;
	CURLMcode        code;

	memset(&x->reply, 0, sizeof x->reply);
	memset(&x->err, 0, sizeof x->err);
	x->reply.body = mem_str(x->mem, "");
	x->sent = SENT_NOT;
	if (strncasecmp(x->req->url, "https://", 8) != 0 && !loopback && !x->plain)
		return err_set(e, FAULT_CONF, "%.*s is not https: write https://, or `insecure: true` "
		    "for the account", (int)strcspn(x->req->url + 8, "/") + 8, x->req->url);
	t = transfer_new(h);
	if (!t)
		return err_set(e, FAULT_SYS, "libcurl has no handle");
	t->x = x;
	if (body_open(&t->body, x->req, x->media_root, e)) {
		transfer_end(t);
		return -1;
	}
	set_up(t, loopback);
	code = h->curl->multi_add_handle(h->multi, t->easy);
	if (code) {
		transfer_end(t);
		return err_set(e, FAULT_SYS, "libcurl: %s", h->curl->multi_strerror(code));
	}
	busy_add(h, t);
	return 0;
}

static const struct {
	CURLcode    code;
	enum fault  fault;
	const char *advice;
} failures[] = {
	{ CURLE_COULDNT_RESOLVE_HOST,     FAULT_AGAIN, "check `server` in smm.yaml and the connection" },
	{ CURLE_COULDNT_RESOLVE_PROXY,    FAULT_AGAIN, "check the proxy" },
	{ CURLE_COULDNT_CONNECT,          FAULT_AGAIN, "is the server up, and its port right?" },
	{ CURLE_PEER_FAILED_VERIFICATION, FAULT_CONF,
	    "check `server` in smm.yaml, or name its authority with `ca_file`" },
	{ CURLE_SSL_CACERT_BADFILE,       FAULT_CONF, "check `ca_file` in smm.yaml" },
	{ CURLE_SSL_CONNECT_ERROR,        FAULT_AGAIN, "does the server speak TLS on this port?" },
	{ CURLE_URL_MALFORMAT,            FAULT_CONF, "check `server` in smm.yaml" },
	{ CURLE_UNSUPPORTED_PROTOCOL,     FAULT_CONF, "check `server` in smm.yaml" },
};

static void
explain(struct transfer *t, CURLcode code)
{
	const char *words = *t->words ? t->words : t->http->curl->easy_strerror(code);
	size_t      i;

	if (t->too_large) {
		err_set(&t->x->err, FAULT_REPLY, "the reply has more than %zu bytes",
		    t->http->limits.reply_max);
		return;
	}
	for (i = 0; i < sizeof failures / sizeof *failures; i++)
		if (failures[i].code == code) {
			err_set(&t->x->err, failures[i].fault, "%s; %s", words, failures[i].advice);
			return;
		}
	err_set(&t->x->err, FAULT_AGAIN, "%s", words);
}

/*
 * Not a byte of the request was written when no connection was made: only then is it certain that
 * the server knows nothing. CURLINFO_REQUEST_SIZE counts what was handed to the connection.
 */
static enum sent
how_far(struct transfer *t, CURLcode code)
{
	long bytes = 0;

	if (code == CURLE_OK)
		return SENT_ANSWERED;
	t->http->curl->easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &bytes);
	return bytes == 0 && code != CURLE_SEND_FAIL_REWIND ? SENT_NOT : SENT_MAYBE;
}

static struct exchange *
finish(struct http *h, CURL *easy, CURLcode code)
{
	struct transfer *t = NULL;
	struct exchange *x;
	long             status = 0;

	h->curl->easy_getinfo(easy, CURLINFO_PRIVATE, &t);
	h->curl->easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	h->curl->multi_remove_handle(h->multi, easy);
	x = t->x;
	x->sent = how_far(t, code);
	x->reply.status = (int)status;
	x->reply.at = clock_now();
	if (t->reply.len)
		x->reply.body = mem_dup(x->mem, t->reply.at, t->reply.len);
	x->reply.len = t->reply.len;
	if (code != CURLE_OK)
		explain(t, code);
	busy_remove(h, t);
	transfer_end(t);
	return x;
}

static struct exchange *
next_done(struct http *h)
{
	CURLMsg *m;
	int      left;

	while ((m = h->curl->multi_info_read(h->multi, &left)))
		if (m->msg == CURLMSG_DONE)
			return finish(h, m->easy_handle, m->data.result);
	return NULL;
}

struct exchange *
http_wait(struct http *h, int wait_ms)
{
	struct exchange *x = next_done(h);
	int              running;

	if (x)
		return x;
	h->curl->multi_perform(h->multi, &running);
	x = next_done(h);
	if (x || !wait_ms)
		return x;
	h->curl->multi_poll(h->multi, NULL, 0, wait_ms, &running);
	h->curl->multi_perform(h->multi, &running);
	return next_done(h);
}

void
http_push(struct http *h)
{
	int running;

	h->curl->multi_perform(h->multi, &running);
}
