/* read.c - lines of any type, into the parts of a run that want them */
#include "read.h"

#include "messages.h"
#include "metric.h"
#include "quick.h"

#include "smm/mem.h"

#include <string.h>

#define OVER_MESSAGES \
	(1u << OVER_MESSAGE | 1u << OVER_SEGMENT | 1u << OVER_FACEBOOK | 1u << OVER_ACTION | 1u << OVER_MEMBER | \
	    1u << OVER_TOPIC)

static void
read_result(struct kpi *k, const struct fields *f)
{
	if (field_is(f, F_OP, "publish"))
		ours_result(k, f);
	else if (k->overs & OVER_MESSAGES)
		messages_result(k, f);
}

static void
read_alert(struct kpi *k, const struct fields *f)
{
	int64_t at;

	if (field_time(f, F_AT, &at) == 0 && period_of(&k->set, at) == PERIOD_NOW)
		k->set.alert(k->set.alert_arg, pool_text(k->words, field_word(k, f, F_KIND), NULL),
		    pool_text(k->words, field_word(k, f, F_SUBJECT), NULL), at);
}

static int
is(const struct kind *kind, const char *name)
{
	return strcmp(kind->name, name) == 0;
}

/* A record, whatever its kind. -1: FAULT_INPUT it is wrong, else the run cannot go on. */
static int
take(struct kpi *k, const struct kind *kind, const struct fields *f, struct err *e)
{
	int rc = 0;

	if (!kind)
		return 0;
	if (kind == k->metric)
		rc = k->overs & METRIC_OVERS ? metric_line(k, f, e) : 0;
	else if (is(kind, "result"))
		read_result(k, f);
	else if (is(kind, "post"))
		ours_post(k, f);
	else if (is(kind, "message") && k->overs & OVER_MESSAGES)
		rc = messages_line(k, f, e);
	else if (is(kind, "action") && k->overs & OVER_MESSAGES)
		messages_action(k, f);
	else if (k->set.alert && is(kind, "alert"))
		read_alert(k, f);
	mem_reset(k->mem);
	return rc;
}

static int
read_line(struct kpi *k, const char *line, size_t len, struct err *e)
{
	struct fields f;

	if (rec_read(&k->rec, line, len, e))
		return -1;
	if (k->rec.kind)
		fields_of(&f, &k->rec);
	return take(k, k->rec.kind, &f, e);
}

/* Reports a bad line, and keeps it for who asked for it. */
static int
reject(struct kpi *k, const char *line, size_t len, const struct err *why, struct err *e)
{
	k->bad++;
	if (k->part)
		part_error(k->part, k->line, why->text);
	else
		k->set.error("%s:%zu: %s", k->file, k->line, why->text);
	return line && k->set.rejects ? out_line(k->set.rejects, line, len, e) : 0;
}

/* What became of a line: a wrong one is rejected, and the rest goes on. */
static int
settle(struct kpi *k, const char *line, size_t len, const struct err *why, struct err *e)
{
	if (why->fault == FAULT_INPUT)
		return reject(k, line, len, why, e);
	*e = *why;
	return -1;
}

static int
one_line(struct kpi *k, const char *line, size_t len, struct err *e)
{
	struct err why;

	return !len || read_line(k, line, len, &why) == 0 ? 0 : settle(k, line, len, &why, e);
}

/* A line and its line feed, as it is kept among the rejects. */
static size_t
without_feed(const char *line, size_t len)
{
	len--;
	return len && line[len - 1] == '\r' ? len - 1 : len;
}

/* Lines that are in the buffer and as their producers write them; stops before the first that is not. */
static int
read_quick(struct kpi *k, struct lines *in, size_t limit, struct err *e)
{
	const struct kind *kind;
	struct fields      f;
	struct err         why;
	char              *at;
	size_t             left = lines_peek(in, &at), len;

	quick_begin(k->quick);
	for (; left && in->taken < limit; at += len, left -= len) {
		len = quick_line(k->quick, at, at + left, &kind, &f);
		if (!len)
			break;
		lines_pass(in, len);
		k->line = in->number;
		if (take(k, kind, &f, &why) && settle(k, at, without_feed(at, len), &why, e))
			return -1;
	}
	return 0;
}

int
read_lines(struct kpi *k, struct lines *in, size_t limit, struct err *e)
{
	struct err why;
	char      *line;
	size_t     len;
	int        got, rc = 0;

	while (!(rc = read_quick(k, in, limit, e)) && in->taken < limit) {
		if (k->set.stop && k->set.stop())
			return err_set(e, FAULT_AGAIN, "stopped before all lines were read");
		got = lines_next(in, &line, &len, k->set.rejects, e);
		if (got == LINES_END)
			break;
		k->line = in->number;
		if (got == LINES_ERROR) {
			rc = -1;
		} else if (got == LINES_LONG) {
			err_set(&why, FAULT_INPUT, "the line has more than %u bytes", LINE_MAX_BYTES);
			rc = reject(k, NULL, 0, &why, e);
		} else {
			rc = one_line(k, line, len, e);
		}
		if (rc)
			break;
	}
	return rc;
}

size_t
source_add(struct kpi *k, const char *name)
{
	k->sources = mem_grow(k->sources, (k->nsources + 1) * sizeof *k->sources);
	k->sources[k->nsources] = (struct source){ name, 0 };
	return k->nsources++;
}

int
kpi_read(struct kpi *k, const char *path, struct err *e)
{
	struct lines  in;
	struct unpack u = { 0 };
	struct err    why;
	int           rc;

	if (lines_open(&in, path, e))
		return -1;
	k->file = in.name;
	k->source = (int64_t)source_add(k, in.name);
	rc = unpack_begin(&u, &in, e);
	if (!rc)
		rc = read_lines(k, &in, SIZE_MAX, e);
	lines_close(&in);
	if (unpack_end(&u, k->file, rc ? &why : e) && !rc)
		rc = -1;
	return rc;
}
