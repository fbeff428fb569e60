/* script.c - a written conversation, played to a client (smm-sim(1), --script) */
#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct turn {
	size_t  line;
	json_t *ask, *reply;
};

struct script {
	const char  *path;
	struct turn *turns;
	size_t       count, at;
	int          differs;
};

static int
add_line(struct script *s, json_t *j, size_t line, struct err *e)
{
	struct turn *last = s->count ? s->turns + s->count - 1 : NULL;

	if (json_object_get(j, "ask")) {
		s->turns = mem_grow(s->turns, (s->count + 1) * sizeof *s->turns);
		s->turns[s->count++] = (struct turn){ line, json_incref(j), NULL };
	} else if (json_object_get(j, "reply")) {
		if (!last || last->reply)
			return err_set(e, FAULT_INPUT, "%s:%zu: found a reply, an ask was expected", s->path, line);
		last->reply = json_incref(j);
	}
	return 0; /* what belongs to the client's side of the conversation */
}

static int
read_lines(struct script *s, struct lines *in, struct err *e)
{
	json_error_t why;
	json_t      *j;
	char        *line;
	size_t       len;
	int          got, rc = 0;

	while (!rc && (got = lines_next(in, &line, &len, NULL, e)) != LINES_END) {
		if (got == LINES_ERROR)
			return -1;
		j = json_loadb(line, len, 0, &why);
		if (!json_is_object(j))
			rc = err_set(e, FAULT_INPUT, "%s:%zu: %s", s->path, in->number, j ? "not an object" : why.text);
		else
			rc = add_line(s, j, in->number, e);
		json_decref(j);
	}
	return rc;
}

int
script_open(struct script **out, const char *path, struct err *e)
{
	struct script *s = mem_get(sizeof *s);
	struct lines   in;
	int            rc;

	memset(s, 0, sizeof *s);
	s->path = path;
	*out = s;
	if (lines_open(&in, path, e))
		return -1;
	rc = read_lines(s, &in, e);
	lines_close(&in);
	return rc;
}

/* "POST https://host/path?query" without its host. */
static void
address_of(const char *ask, char *out, size_t size)
{
	const char *space = strchr(ask, ' '), *url = space ? space + 1 : "";
	const char *host = strstr(url, "://");
	const char *path = host ? strchr(host + 3, '/') : url;

	snprintf(out, size, "%.*s %s", (int)(space ? space - ask : 0), ask, path ? path : "/");
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* An address may be encoded more or less: compared is what it says. In place. */
static void
decode(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '%' && hex(s[1]) >= 0 && hex(s[2]) >= 0) {
			*to++ = (char)(hex(s[1]) << 4 | hex(s[2]));
			s += 2;
		} else {
			*to++ = *s == '+' ? ' ' : *s;
		}
	}
	*to = '\0';
}

static void
differ(struct script *s, const struct turn *t, const char *what, const char *want, const char *got)
{
	s->differs = 1;
	fprintf(stderr, "smm-sim: %s:%zu: %s differs\n  expected %s\n  found    %s\n", s->path,
	    t ? t->line : 0, what, want, got);
}

static int
same_body(struct script *s, const struct turn *t, const struct request *r)
{
	const json_t *want = json_object_get(t->ask, "body");
	char         *a, *b;

	if (!want || json_equal(want, r->form))
		return 1;
	a = json_dumps(want, JSON_COMPACT | JSON_SORT_KEYS);
	b = r->form ? json_dumps(r->form, JSON_COMPACT | JSON_SORT_KEYS) : mem_copy("nothing");
	differ(s, t, "the body", a, b);
	free(a);
	free(b);
	return 0;
}

static int
is_next(struct script *s, const struct turn *t, const struct request *r)
{
	char want[2048], got[2048];

	address_of(json_string_value(json_object_get(t->ask, "ask")), want, sizeof want);
	snprintf(got, sizeof got, "%s %s%s%s", r->method, r->path, *r->query ? "?" : "", r->query);
	decode(want);
	decode(got);
	if (strcmp(want, got) == 0)
		return same_body(s, t, r);
	differ(s, t, "the request", want, got);
	return 0;
}

void
script_answer(struct script *s, const struct request *r, struct answer *a)
{
	const struct turn *t = s->at < s->count ? s->turns + s->at : NULL;
	const char        *text, *name;
	json_t            *value;

	if (!t)
		differ(s, NULL, "the request", "nothing more", r->path);
	if (!t || !is_next(s, t, r)) {
		answer_json(a, 500, json_pack("{s:s}", "error", "the script says something else"));
		return;
	}
	s->at++;
	text = json_string_value(json_object_get(t->reply, "text"));
	a->status = (int)json_integer_value(json_object_get(t->reply, "reply"));
	if (text)
		a->text = mem_copy(text);
	else
		a->body = json_incref(json_object_get(t->reply, "body"));
	a->type = "text/plain";
	json_object_foreach(json_object_get(t->reply, "headers"), name, value)
		answer_header(a, name, json_string_value(value));
}

int
script_close(struct script *s)
{
	int    rc = s->differs;
	size_t i;

	if (s->at < s->count && !s->differs) {
		rc = 1;
		fprintf(stderr, "smm-sim: %s:%zu: was never asked: %s\n", s->path, s->turns[s->at].line,
		    json_string_value(json_object_get(s->turns[s->at].ask, "ask")));
	}
	for (i = 0; i < s->count; i++) {
		json_decref(s->turns[i].ask);
		json_decref(s->turns[i].reply);
	}
	free(s->turns);
	free(s);
	return rc;
}
