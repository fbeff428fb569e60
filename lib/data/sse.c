/* sse.c - server-sent events: what happened, not what with */
#include "smm/sse.h"

#include <string.h>

/* The value of the line's field, if that is its name; NULL when it is another. */
static const char *
value_of(const char *line, const char *field)
{
	size_t len = strlen(field);

	if (strncmp(line, field, len) != 0 || (line[len] && line[len] != ':'))
		return NULL;
	line += len + (line[len] == ':');
	return line + (*line == ' ');
}

static int
is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return 1;
	return 0;
}

/* A blank line ends an event; one without data is none. */
static size_t
end_event(struct sse *s, const char *const *names)
{
	size_t found = s->has_data && is_one_of(*s->name ? s->name : "message", names);

	s->has_data = 0;
	*s->name = '\0';
	return found;
}

static size_t
end_line(struct sse *s, const char *const *names)
{
	const char *line = s->line, *name;
	size_t      len = s->len;

	s->line[len < SSE_LINE ? len : SSE_LINE - 1] = '\0';
	s->len = 0;
	if (!s->begun && strncmp(line, "\xef\xbb\xbf", 3) == 0) {
		line += 3;
		len -= 3;
	}
	s->begun = 1;
	if (!len)
		return end_event(s, names);
	name = value_of(line, "event");
	if (name)
		memcpy(s->name, name, strlen(name) + 1);
	s->has_data |= value_of(line, "data") != NULL;
	return 0;
}

size_t
sse_take(struct sse *s, const char *piece, size_t len, const char *const *names)
{
	size_t i, found = 0;

	for (i = 0; i < len; i++) {
		int is_end = piece[i] == '\r' || (piece[i] == '\n' && !s->after_cr);

		if (is_end)
			found += end_line(s, names);
		else if (piece[i] != '\n' && s->len++ < SSE_LINE - 1)
			s->line[s->len - 1] = piece[i];
		s->after_cr = piece[i] == '\r';
	}
	return found;
}
