/* http.c - requests carried out, many at once, by libcurl's multi handle */
#include "smm/http.h"

#include "smm/clock.h"
#include "smm/url.h"

#include "transfer.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LARGE      (1 << 20) /* a request that takes its time */
#define PROGRAM_MS 20        /* until a program is looked at that has nothing more to print */

static const struct http_limits usual = {
	.connect_ms = 15000,
	.total_ms   = 60000,
	.stall_sec  = 30,
	.reply_max  = 8u << 20,
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

static void *
load(void *arg)
{
	struct http *h = arg;

	h->curl = curl_load(&h->err);
	return NULL;
}

int
http_open(struct http **out, const char *ca_file, const struct http_limits *limits, struct err *e)
{
	struct http *h = mem_get(sizeof *h);
	int          num;

	memset(h, 0, sizeof *h);
	num = pthread_create(&h->loader, NULL, load, h);
	if (num) {
		free(h);
		errno = num;
		return err_sys(e, "start a thread");
	}
	h->loading = 1;
	h->limits = limits ? *limits : usual;
	h->ca_file = ca_file ? mem_copy(ca_file) : NULL;
	*out = h;
	return 0;
}

static void
await_loader(struct http *h)
{
	if (h->loading)
		pthread_join(h->loader, NULL);
	h->loading = 0;
}

/* Before the first request. */
static int
make_ready(struct http *h, struct err *e)
{
	if (h->multi)
		return 0;
	await_loader(h);
	if (!h->curl) {
		*e = h->err;
		return -1;
	}
	h->multi = h->curl->multi_init();
	if (!h->multi)
		return err_set(e, FAULT_SYS, "libcurl cannot start");
	h->curl->multi_setopt(h->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	watch_begin(&h->watch, h->curl, h->multi);
	h->hashed = !h->ca_file && has_hashes(CERT_DIR);
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
	struct program  *p;

	if (!h)
		return;
	while ((t = h->busy)) {
		h->curl->multi_remove_handle(h->multi, t->easy);
		busy_remove(h, t);
		transfer_end(t);
	}
	while ((p = h->programs)) {
		h->programs = p->next;
		program_stop(p, &h->watch);
	}
	while ((t = h->idle)) {
		h->idle = t->next;
		h->curl->easy_cleanup(t->easy);
		free(t);
	}
	await_loader(h);
	if (h->multi)
		h->curl->multi_cleanup(h->multi);
	watch_end(&h->watch);
	free(h->ca_file);
	free(h);
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

/* --- programs ------------------------------------------------------------------------------------ */

static int
start_program(struct http *h, struct exchange *x, struct err *e)
{
	struct program *p = make_ready(h, e) ? NULL : program_start(x, &h->watch, e);

	if (!p)
		return -1;
	p->next = h->programs;
	h->programs = p;
	return 0;
}

static struct exchange *
next_program(struct http *h)
{
	struct program **at = &h->programs, *p, *next;
	struct exchange *x;

	while ((p = *at)) {
		x = p->x;
		next = p->next;
		if (program_is_done(p, &h->watch)) {
			*at = next;
			return x;
		}
		at = &p->next;
	}
	return NULL;
}

/* One that has closed its output may take a while to end: nothing tells of that but looking. */
static int
wait_at_most(const struct http *h, int wait_ms)
{
	const struct program *p;

	for (p = h->programs; p; p = p->next)
		if (p->fd < 0 && wait_ms > PROGRAM_MS)
			return PROGRAM_MS;
	return wait_ms;
}

/* --- requests ------------------------------------------------------------------------------------ */

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
	if (x->req->program)
		return start_program(h, x, e);
	if (strncasecmp(x->req->url, "https://", 8) != 0 && !loopback && !x->plain)
		return err_set(e, FAULT_CONF, "%.*s is not https: write https://, or `insecure: true` "
		    "for the account", (int)strcspn(x->req->url + 8, "/") + 8, x->req->url);
	if (make_ready(h, e))
		return -1;
	t = transfer_new(h);
	if (!t)
		return err_set(e, FAULT_SYS, "libcurl has no handle");
	t->x = x;
	if (body_open(&t->body, x->req, x->media_root, e)) {
		transfer_end(t);
		return -1;
	}
	transfer_set_up(t, loopback);
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
	const char *words = code == CURLE_ABORTED_BY_CALLBACK ? "the connection ended before an answer came" :
	    *t->words ? t->words : t->http->curl->easy_strerror(code);
	size_t      i;

	if (t->x->err.fault) /* whoever took the pieces has said why */
		return;
	if (t->too_large) {
		err_set(&t->x->err, FAULT_REPLY, "the reply has more than %zu bytes",
		    t->http->limits.reply_max);
		return;
	}
	if (t->body.err.fault) { /* we ourselves have cut it */
		t->x->err = t->body.err;
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

	if (!h->multi)
		return NULL;
	while ((m = h->curl->multi_info_read(h->multi, &left)))
		if (m->msg == CURLMSG_DONE)
			return finish(h, m->easy_handle, m->data.result);
	return next_program(h);
}

struct exchange *
http_wait(struct http *h, int wait_ms)
{
	struct exchange *x = next_done(h);

	if (x)
		return x;
	watch_wait(&h->watch, 0);
	x = next_done(h);
	if (x || !wait_ms)
		return x;
	watch_wait(&h->watch, wait_at_most(h, wait_ms));
	return next_done(h);
}

void
http_stop(struct http *h, struct exchange *x)
{
	struct transfer *t = h->busy;

	while (t && t->x != x)
		t = t->next;
	if (!t)
		return;
	h->curl->multi_remove_handle(h->multi, t->easy);
	busy_remove(h, t);
	transfer_end(t);
}

void
http_progress(const struct http *h, int64_t *sent, int64_t *total)
{
	const struct transfer *t;

	*sent = *total = 0;
	for (t = h->busy; t; t = t->next) {
		if (t->body.total < LARGE)
			continue;
		*sent += t->body.sent;
		*total += t->body.total;
	}
}

void
http_push(struct http *h)
{
	if (h->multi)
		watch_push(&h->watch);
}
