/* markup.c - our own pages of HTML, read part by part */
#include "markup.h"

#include <string.h>

void
markup_open(struct markup *m, const char *page, size_t len)
{
	memset(m, 0, sizeof *m);
	m->at = page;
	m->end = page + len;
}

static void
take_name(struct markup *m, const char *from)
{
	size_t i;

	for (i = 0; i + 1 < MARKUP_NAME && from + i < m->to && !strchr(" \n\t/>", from[i]); i++)
		m->name[i] = from[i];
	m->name[i] = '\0';
}

enum part
markup_next(struct markup *m)
{
	size_t      left = (size_t)(m->end - m->at);
	const char *stop;

	if (!left)
		return PART_END;
	m->from = m->at;
	stop = memchr(m->at, *m->at == '<' ? '>' : '<', left);
	m->at = m->to = !stop ? m->end : *m->from == '<' ? stop + 1 : stop;
	if (*m->from != '<')
		return PART_TEXT;
	take_name(m, m->from + (m->from[1] == '/' ? 2 : 1));
	return m->from[1] == '/' ? PART_CLOSE : PART_OPEN;
}

/* Behind `class="`, within the tag; NULL: it has none. */
static const char *
class_of(const struct markup *m)
{
	static const char word[] = " class=\"";
	const size_t      len = sizeof word - 1;
	const char       *p;

	for (p = m->from; p + len < m->to; p++)
		if (memcmp(p, word, len) == 0)
			return p + len;
	return NULL;
}

int
markup_has_class(const struct markup *m, const char *class)
{
	size_t      len = strlen(class), n;
	const char *p = class_of(m);

	while (p && p < m->to && *p != '"') {
		for (n = 0; p + n < m->to && p[n] != ' ' && p[n] != '"'; n++)
			;
		if (n == len && memcmp(p, class, len) == 0)
			return 1;
		p += n + (p[n] == ' ');
	}
	return 0;
}

void
markup_whole(struct markup *m, const char **from, size_t *len)
{
	char      name[MARKUP_NAME];
	size_t    depth = 1;
	enum part part;

	memcpy(name, m->name, sizeof name);
	*from = m->from;
	while (depth && (part = markup_next(m)) != PART_END)
		if (part != PART_TEXT && strcmp(m->name, name) == 0)
			depth += part == PART_OPEN ? 1 : (size_t)-1;
	*len = (size_t)(m->at - *from);
}

static void
add_text(struct buf *b, const char *from, const char *to)
{
	static const struct {
		const char *entity;
		char        is;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&#39;", '\'' } };
	size_t i, n;

	while (from < to) {
		n = 0;
		for (i = 0; *from == '&' && i < sizeof entities / sizeof *entities && !n; i++)
			if ((size_t)(to - from) >= strlen(entities[i].entity) &&
			    memcmp(from, entities[i].entity, strlen(entities[i].entity)) == 0) {
				buf_char(b, entities[i].is);
				n = strlen(entities[i].entity);
			}
		if (!n)
			buf_char(b, *from);
		from += n ? n : 1;
	}
}

void
markup_text(struct markup *m, struct buf *text)
{
	char      name[MARKUP_NAME];
	enum part part;

	memcpy(name, m->name, sizeof name);
	buf_clear(text);
	buf_str(text, "");
	while ((part = markup_next(m)) != PART_END) {
		if (part == PART_CLOSE && strcmp(m->name, name) == 0)
			break;
		if (part == PART_TEXT)
			add_text(text, m->from + (text->len ? 0 : strspn(m->from, " \n\t")), m->to);
	}
	while (text->len && strchr(" \n\t", text->at[text->len - 1]))
		text->at[--text->len] = '\0';
}
