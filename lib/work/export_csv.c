/* export_csv.c - posts as a table (RFC 4180) */
#include "export_parts.h"

#include "smm/csv.h"

#include <stdlib.h>
#include <string.h>

const char *const export_columns[] = {
	"id", "entry", "account", "network", "at", "state", "text", "thread", "media", "link", "title", "lang",
	"warning", "visibility", "poll", "first_comment", "campaign", "pillar", "objective", "tags", "late", "options",
	NULL
};

/* An apostrophe is put where one would be taken away on the way back, too. */
static void
add_cell(struct buf *b, const char *s)
{
	int neutral = csv_is_formula(*s) || (*s == '\'' && (csv_is_formula(s[1]) || s[1] == '\''));

	if (!neutral && !strpbrk(s, ",;\"\r\n\t") && *s != ' ') {
		buf_str(b, s);
		return;
	}
	buf_str(b, neutral ? "\"'" : "\"");
	for (; *s; s++) {
		if (*s == '"')
			buf_char(b, '"');
		buf_char(b, *s);
	}
	buf_char(b, '"');
}

void
csv_header(struct buf *b)
{
	size_t i;

	for (i = 0; export_columns[i]; i++) {
		if (i)
			buf_char(b, ',');
		buf_str(b, export_columns[i]);
	}
	buf_str(b, "\r\n");
}

void
csv_post(struct buf *b, const json_t *post)
{
	const json_t *value;
	size_t        i;
	char         *json;

	for (i = 0; export_columns[i]; i++) {
		if (i)
			buf_char(b, ',');
		value = json_object_get(post, export_columns[i]);
		if (json_is_string(value)) {
			add_cell(b, json_string_value(value));
		} else if (value) {
			json = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
			add_cell(b, json ? json : "");
			free(json);
		}
	}
	buf_str(b, "\r\n");
}
