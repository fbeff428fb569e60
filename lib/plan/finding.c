/* finding.c - what the lint found, as a record and as a line for people */
#include "smm/lint.h"

#include "smm/lang.h"

#include <stddef.h>

void
finding_write(const struct finding *f, struct buf *b)
{
	json_open(b, '{');
	json_str(b, "type", "finding");
	json_str(b, "rule", rule_kinds[f->rule].name);
	json_str(b, "severity", severity_name(f->severity));
	json_str(b, "entry", f->entry);
	json_str(b, "account", f->account);
	json_str(b, "file", f->file);
	if (f->mark.line)
		json_int(b, "line", (int64_t)f->mark.line);
	if (f->mark.column)
		json_int(b, "column", (int64_t)f->mark.column);
	json_str(b, "message", f->message);
	json_close(b, '}');
}

/* As compilers write it, so that editors find the place. */
void
finding_say(const struct finding *f, struct buf *b)
{
	if (f->file && f->mark.line)
		buf_fmt(b, "%s:%zu:%zu: ", f->file, f->mark.line, f->mark.column);
	else if (f->file)
		buf_fmt(b, "%s: ", f->file);
	buf_fmt(b, "%s: %s: ", severity_name(f->severity), rule_kinds[f->rule].name);
	if (f->entry && f->account)
		buf_fmt(b, tr("entry %s, account %s: "), f->entry, f->account);
	else if (f->entry)
		buf_fmt(b, tr("entry %s: "), f->entry);
	else if (f->account)
		buf_fmt(b, tr("account %s: "), f->account);
	buf_fmt(b, "%s\n", f->message);
}
