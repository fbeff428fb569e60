/* export.c - post lines as a table or as a calendar */
#include "smm/export.h"

#include "smm/mem.h"

#include "export_parts.h"

#include <stdlib.h>

struct export {
	enum export_format format;
	struct out        *out;
	struct buf         text;
	int                begun;
};

struct export *
export_new(enum export_format format, struct out *out)
{
	struct export *x = mem_get(sizeof *x);

	*x = (struct export){ .format = format, .out = out };
	return x;
}

void
export_free(struct export *x)
{
	if (!x)
		return;
	buf_release(&x->text);
	free(x);
}

static void
begin(struct export *x)
{
	buf_clear(&x->text);
	if (x->begun)
		return;
	x->begun = 1;
	if (x->format == EXPORT_CSV)
		csv_header(&x->text);
	else
		ical_begin(&x->text);
}

int
export_post(struct export *x, const char *line, size_t len, struct err *e)
{
	json_t *post = json_loadb(line, len, 0, NULL);

	begin(x);
	if (x->format == EXPORT_CSV)
		csv_post(&x->text, post);
	else
		ical_post(&x->text, post, line, len);
	json_decref(post);
	return out_add(x->out, x->text.at, x->text.len, e);
}

int
export_end(struct export *x, struct err *e)
{
	begin(x);
	if (x->format == EXPORT_ICAL)
		ical_end(&x->text);
	return x->text.len ? out_add(x->out, x->text.at, x->text.len, e) : 0;
}
