/* read.c - lines of any type, into the parts of a run that want them */
#include "read.h"

#include "messages.h"
#include "metric.h"

#include <string.h>

#define OVER_MESSAGES \
	(1u << OVER_MESSAGE | 1u << OVER_SEGMENT | 1u << OVER_FACEBOOK | 1u << OVER_ACTION | 1u << OVER_MEMBER)

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

int
read_line(struct kpi *k, const char *line, size_t len, struct err *e)
{
	struct fields f;
	int           rc = 0;

	if (rec_read(&k->rec, line, len, e))
		return -1;
	if (!k->rec.kind)
		return 0;
	fields_of(&f, &k->rec);
	if (rec_is(&k->rec, "metric") && k->overs & METRIC_OVERS)
		rc = metric_line(k, &f, e);
	else if (rec_is(&k->rec, "result"))
		read_result(k, &f);
	else if (rec_is(&k->rec, "post"))
		ours_post(k, &f);
	else if (rec_is(&k->rec, "message") && k->overs & OVER_MESSAGES)
		rc = messages_line(k, &f, e);
	else if (rec_is(&k->rec, "action") && k->overs & OVER_MESSAGES)
		messages_action(k, &f);
	else if (k->set.alert && rec_is(&k->rec, "alert"))
		read_alert(k, &f);
	mem_reset(k->mem);
	return rc;
}

/* Reports a bad line, and keeps it for who asked for it. */
static int
reject(struct kpi *k, const char *line, size_t len, const struct err *why, struct err *e)
{
	k->bad++;
	k->set.error("%s:%zu: %s", k->file, k->line, why->text);
	return line && k->set.rejects ? out_line(k->set.rejects, line, len, e) : 0;
}

static int
one_line(struct kpi *k, const char *line, size_t len, struct err *e)
{
	struct err why;

	if (!len || read_line(k, line, len, &why) == 0)
		return 0;
	if (why.fault == FAULT_INPUT)
		return reject(k, line, len, &why, e);
	*e = why;
	return -1;
}

static int
read_lines(struct kpi *k, struct lines *in, struct err *e)
{
	struct err why;
	char      *line;
	size_t     len;
	int        got, rc = 0;

	while (!rc && !(k->set.stop && k->set.stop())) {
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
	}
	return rc;
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
	rc = unpack_begin(&u, &in, e);
	if (!rc)
		rc = read_lines(k, &in, e);
	lines_close(&in);
	if (unpack_end(&u, k->file, rc ? &why : e) && !rc)
		rc = -1;
	return rc;
}
