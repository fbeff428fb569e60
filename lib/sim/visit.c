/* visit.c - one request: taken apart, answered or struck by a fault */
#include "visit.h"

#include "smm/clock.h"
#include "smm/hash.h"
#include "smm/req.h"
#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define BODY_MAX   (64u << 20)
#define HUGE_BYTES (100u << 20)

/* --- sleeping and waking ---------------------------------------------------------------------- */

void
visit_sleep(struct sim *s, struct visit *v, int64_t wake)
{
	v->wake = wake;
	v->asleep = 1;
	v->before = NULL;
	v->next = s->sleeping;
	if (s->sleeping)
		s->sleeping->before = v;
	s->sleeping = v;
	mhd.suspend_connection(v->connection);
}

void
visit_wake(struct sim *s, struct visit *v)
{
	if (v->before)
		v->before->next = v->next;
	else
		s->sleeping = v->next;
	if (v->next)
		v->next->before = v->before;
	v->asleep = 0;
	mhd.resume_connection(v->connection);
}

/* --- what came in ------------------------------------------------------------------------------ */

struct reading { /* a multipart form being taken apart */
	json_t *form;
	json_t *file;
	struct buf data;
	char   *name;
};

static void
end_part(struct reading *r)
{
	char digest[DIGEST_SIZE];

	if (r->file) {
		json_object_set_new(r->file, "bytes", json_integer((json_int_t)r->data.len));
		json_object_set_new(r->file, "sha256",
		    json_string(hash_digest(r->data.at ? r->data.at : "", r->data.len, digest) + 7));
		json_object_set_new(r->form, r->name, r->file);
	} else if (r->name) {
		json_object_set_new(r->form, r->name, json_stringn(r->data.at ? r->data.at : "", r->data.len));
	}
	free(r->name);
	r->name = NULL;
	r->file = NULL;
	buf_clear(&r->data);
}

static enum MHD_Result
on_part(void *arg, enum MHD_ValueKind kind, const char *key, const char *file, const char *type,
    const char *encoding, const char *data, uint64_t off, size_t size)
{
	struct reading *r = arg;

	(void)kind;
	(void)encoding;
	if (!off) {
		end_part(r);
		r->name = mem_copy(key);
		if (file)
			r->file = json_pack("{s:s, s:s}", "name", file, "type", type ? type : "");
	}
	buf_add(&r->data, data, size);
	return MHD_YES;
}

static json_t *
multipart_read(struct visit *v)
{
	struct reading            r = { .form = json_object() };
	struct MHD_PostProcessor *pp = mhd.create_post_processor(v->connection, 65536, on_part, &r);

	if (pp && v->body.len)
		mhd.post_process(pp, v->body.at, v->body.len);
	if (pp)
		mhd.destroy_post_processor(pp);
	end_part(&r);
	buf_release(&r.data);
	return r.form;
}

static json_t *
body_read(struct visit *v, const char *type)
{
	const char *at = v->body.at ? v->body.at : "";

	if (strncmp(type, "application/json", 16) == 0)
		return json_loadb(at, v->body.len, 0, NULL);
	if (strncmp(type, "application/x-www-form-urlencoded", 33) == 0)
		return form_read(at, v->body.len);
	if (strncmp(type, "multipart/form-data", 19) == 0)
		return multipart_read(v);
	return NULL;
}

static const char *
header(struct visit *v, const char *name)
{
	return mhd.lookup_connection_value(v->connection, MHD_HEADER_KIND, name);
}

const char *
request_header(const struct request *r, const char *name)
{
	return r->visit ? header(r->visit, name) : NULL;
}

static enum MHD_Result
on_argument(void *arg, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct buf *b = arg;

	(void)kind;
	form_add(b, key, value ? value : "");
	return MHD_YES;
}

/* --- what is said of it ------------------------------------------------------------------------ */

/* Secrets stay out: a session's password is not said, nor any header. */
static void
log_visit(struct sim *s, const struct request *r, const struct answer *a, const struct sim_fault *f)
{
	char  at[WHEN_SIZE];
	char *body;

	if (s->set->quiet || s->broken.fault)
		return;
	if (json_object_get(r->form, "password"))
		json_object_set_new(r->form, "password", json_string("..."));
	body = r->form ? json_dumps(r->form, JSON_COMPACT) : NULL;
	buf_clear(&s->line);
	buf_char(&s->line, '{');
	json_str(&s->line, "type", "sim");
	json_str(&s->line, "at", when_write_ms(at, s->world.now));
	json_str(&s->line, "method", r->method);
	json_str(&s->line, "path", r->path);
	if (*r->query)
		json_str(&s->line, "query", r->query);
	json_str(&s->line, "account", a->account);
	json_str(&s->line, "key", r->key);
	if (body)
		json_raw(&s->line, "body", body, strlen(body));
	else if (r->len)
		json_int(&s->line, "bytes", (int64_t)r->len);
	json_int(&s->line, "status", a->status);
	json_str(&s->line, "fault", f ? f->name : NULL);
	buf_char(&s->line, '}');
	free(body);
	if (out_line(s->set->out, s->line.at, s->line.len, &s->broken) == 0)
		out_flush(s->set->out, &s->broken);
}

/* Asks the simulated network, or the script. */
static void
carry_out(struct sim *s, struct visit *v, const char *method, const char *path)
{
	const char    *bearer = header(v, "Authorization"), *type = header(v, "Content-Type");
	const char    *host = header(v, "Host");
	struct buf     query = { 0 };
	struct request r = { .visit = v, .method = method, .path = path, .query = "",
		.key = header(v, "Idempotency-Key") };

	mhd.get_connection_values(v->connection, MHD_GET_ARGUMENT_KIND, on_argument, &query);
	r.query = query.at ? query.at : "";
	r.token = bearer && strncmp(bearer, "Bearer ", 7) == 0 ? bearer + 7 : NULL;
	r.type = type ? type : "";
	r.host = host ? host : "";
	r.body = v->body.at ? v->body.at : "";
	r.len = v->body.len;
	r.args = form_read(r.query, strlen(r.query));
	r.form = body_read(v, r.type);
	if (s->script)
		script_answer(s->script, &r, &v->answer);
	else if (!oauth_answer(&s->world, &r, &v->answer) && !mastodon_answer(&s->world, &r, &v->answer) &&
	    !bluesky_answer(&s->world, &r, &v->answer) && !sites_answer(&s->world, &r, &v->answer) &&
	    !control_answer(&s->world, &r, &v->answer))
		answer_json(&v->answer, 404, json_pack("{s:s}", "error", "Not Found"));
	if (strncmp(path, "/sim/", 5) != 0)
		log_visit(s, &r, &v->answer, v->fault);
	json_decref(r.args);
	json_decref(r.form);
	buf_release(&query);
	v->answered = 1;
	stream_wake(s);
}

/* --- faults ------------------------------------------------------------------------------------- */

/* The connection ends with a reset, at once. */
static enum MHD_Result
cut(struct visit *v)
{
	const union MHD_ConnectionInfo *i =
	    mhd.get_connection_info(v->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct linger                   now = { 1, 0 };

	if (i)
		setsockopt(i->connect_fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	return MHD_NO;
}

/* Faults that strike before anything is carried out: the answer is made here. */
static int
refuse_first(struct sim *s, struct visit *v, const struct request *asked)
{
	struct answer *a = &v->answer;
	char           text[WHEN_SIZE];

	switch (v->fault->kind) {
	case FAULT_SIM_429:
		if (sites_limit(&s->world, asked, a, strtol(v->fault->value, NULL, 10)))
			return 1;
		answer_json(a, 429, json_pack("{s:s, s:s}", "error", "RateLimitExceeded", "message",
		    "Rate Limit Exceeded"));
		if (*v->fault->value && strcmp(v->fault->value, "0") != 0) {
			answer_header(a, "Retry-After", v->fault->value);
			answer_header(a, "X-RateLimit-Reset",
			    when_write_ms(text, s->world.now + strtol(v->fault->value, NULL, 10) * 1000));
		}
		return 1;
	case FAULT_SIM_STATUS:
		answer_json(a, (int)strtol(v->fault->value, NULL, 10), json_pack("{s:s}", "error", "simulated"));
		return 1;
	case FAULT_SIM_503_HTML:
		a->status = 503;
		a->text = mem_copy("<html><body><h1>503 Service Unavailable</h1></body></html>");
		a->type = "text/html";
		return 1;
	case FAULT_SIM_200_ERROR:
		if (!sites_error(&s->world, asked, a))
			answer_json(a, 200, json_pack("{s:s}", "error", "simulated"));
		a->status = 200;
		return 1;
	case FAULT_SIM_REDIRECT:
		a->status = 307;
		answer_header(a, "Location", v->fault->value);
		return 1;
	default:
		return 0;
	}
}

/* Faults of the answer to what was carried out. */
static void
spoil(struct visit *v)
{
	struct answer *a = &v->answer;

	if (!v->fault || (v->fault->kind != FAULT_SIM_HTML && v->fault->kind != FAULT_SIM_BAD_JSON))
		return;
	json_decref(a->body);
	free(a->text);
	a->body = NULL;
	a->stream = NULL;
	a->status = 200;
	if (v->fault->kind == FAULT_SIM_HTML) {
		a->text = mem_copy("<!DOCTYPE html><html><body>Please sign in to this wireless network</body></html>");
		a->type = "text/html; charset=utf-8";
	} else {
		a->text = mem_copy("{\"id\":\"11");
		a->type = "application/json";
	}
}

static ssize_t
read_slowly(void *arg, uint64_t pos, char *to, size_t max)
{
	struct visit *v = arg;

	(void)max;
	if (pos >= v->len)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (!v->rested) { /* asked again when a second has gone by */
		v->rested = 1;
		visit_sleep(v->sim, v, clock_mono() + 1000);
		return 0;
	}
	v->rested = 0;
	*to = v->out[pos];
	return 1;
}

static ssize_t
read_half(void *arg, uint64_t pos, char *to, size_t max)
{
	struct visit *v = arg;
	size_t        half = v->len / 2, n;

	if (pos >= half)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	n = half - pos < max ? half - pos : max;
	memcpy(to, v->out + pos, n);
	return (ssize_t)n;
}

static ssize_t
read_huge(void *arg, uint64_t pos, char *to, size_t max)
{
	(void)arg;
	if (pos >= HUGE_BYTES)
		return MHD_CONTENT_READER_END_OF_STREAM;
	memset(to, ' ', max);
	return (ssize_t)max;
}

/* --- answering ----------------------------------------------------------------------------------- */

static struct MHD_Response *
make_response(struct visit *v)
{
	struct answer *a = &v->answer;

	if (a->stream)
		return stream_response(v);
	if (a->body)
		v->out = json_dumps(a->body, JSON_COMPACT | JSON_ENCODE_ANY);
	else if (a->text)
		v->out = mem_copy(a->text);
	v->len = v->out ? strlen(v->out) : 0;
	if (v->fault && v->fault->kind == FAULT_SIM_TRUNCATE)
		return mhd.create_response_from_callback(v->len, 4096, read_half, v, NULL);
	if (v->fault && v->fault->kind == FAULT_SIM_SLOW)
		return mhd.create_response_from_callback(v->len, 4096, read_slowly, v, NULL);
	if (v->fault && v->fault->kind == FAULT_SIM_HUGE)
		return mhd.create_response_from_callback(HUGE_BYTES, 65536, read_huge, v, NULL);
	return mhd.create_response_from_buffer(v->len, v->out, MHD_RESPMEM_PERSISTENT);
}

/* RFC 9110, 5.6.7 */
static char *
write_date(char *out, size_t size, int64_t ms)
{
	static const char days[] = "ThuFriSatSunMonTueWed", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil      c;

	civil_from_sec(ms / 1000, &c);
	snprintf(out, size, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + 3 * (ms / 86400000 % 7), c.day,
	    months + 3 * (c.month - 1), c.year, c.hour, c.minute, c.second);
	return out;
}

static enum MHD_Result
reply(struct visit *v)
{
	struct MHD_Response *r = make_response(v);
	struct answer       *a = &v->answer;
	const char          *name;
	char                 date[64];
	json_t              *value;
	enum MHD_Result      rc;

	if (!r)
		return MHD_NO;
	mhd.add_response_header(r, "Content-Type", a->text || a->stream ? a->type :
	    "application/json; charset=utf-8");
	mhd.add_response_header(r, "Date", write_date(date, sizeof date, v->sim->world.now));
	json_object_foreach(a->headers, name, value)
		mhd.add_response_header(r, name, json_string_value(value));
	rc = mhd.queue_response(v->connection, (unsigned)a->status, r);
	mhd.destroy_response(r);
	return rc;
}

static enum MHD_Result
finish(struct sim *s, struct visit *v, const char *method, const char *path)
{
	struct request none = { .method = method, .path = path, .query = "" };

	s->world.now = clock_now() + s->world.ahead;
	if (!v->answered && v->fault && refuse_first(s, v, &none)) {
		log_visit(s, &none, &v->answer, v->fault);
		return reply(v);
	}
	if (!v->answered)
		carry_out(s, v, method, path);
	if (v->fault && v->fault->kind == FAULT_SIM_LOST)
		return cut(v);
	if (v->fault && v->fault->kind == FAULT_SIM_STALL && !v->rested) {
		v->rested = 1;
		visit_sleep(s, v, -1);
		return MHD_YES;
	}
	spoil(v);
	return reply(v);
}

enum MHD_Result
visit_request(void *arg, struct MHD_Connection *c, const char *path, const char *method,
    const char *version, const char *data, size_t *size, void **state)
{
	struct sim   *s = arg;
	struct visit *v = *state;
	long          latency;

	(void)version;
	if (!v) {
		*state = v = mem_get(sizeof *v);
		memset(v, 0, sizeof *v);
		v->connection = c;
		v->sim = s;
		v->fault = strncmp(path, "/sim/", 5) == 0 ? NULL : faults_pick(&s->faults, method, path);
		return v->fault && v->fault->kind == FAULT_SIM_RESET ? cut(v) : MHD_YES;
	}
	if (*size) {
		if (v->body.len + *size > BODY_MAX)
			return MHD_NO;
		buf_add(&v->body, data, *size);
		*size = 0;
		return MHD_YES;
	}
	latency = v->struck ? 0 : faults_latency(&s->faults, method, path);
	v->struck = 1;
	if (latency > 0) {
		visit_sleep(s, v, clock_mono() + latency);
		return MHD_YES;
	}
	return finish(s, v, method, path);
}

void
visit_end(void *arg, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode code)
{
	struct sim   *s = arg;
	struct visit *v = *state;

	(void)c;
	(void)code;
	if (!v)
		return;
	if (v->asleep)
		visit_wake(s, v);
	json_decref(v->answer.body);
	json_decref(v->answer.headers);
	free(v->answer.text);
	free(v->out);
	buf_release(&v->body);
	buf_release(&v->waiting);
	free(v);
	*state = NULL;
}
