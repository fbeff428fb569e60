/* export_ical.c - posts as the events of a calendar (RFC 5545) */
#include "export_parts.h"

#include "smm/when.h"

#include <string.h>

#define LINE_OCTETS   75 /* RFC 5545, section 3.1 */
#define SUMMARY_BYTES 80

/* A content line, folded between characters. */
static void
add_line(struct buf *b, const char *line, size_t len)
{
	size_t n, room = LINE_OCTETS;

	while (len > room) {
		for (n = room; n && ((unsigned char)line[n] & 0xc0) == 0x80; n--)
			;
		buf_add(b, line, n);
		buf_str(b, "\r\n ");
		line += n;
		len -= n;
		room = LINE_OCTETS - 1;
	}
	buf_add(b, line, len);
	buf_str(b, "\r\n");
}

/* TEXT of section 3.3.11. */
static void
escape(struct buf *b, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] == '\n') {
			buf_str(b, "\\n");
		} else if (s[i] != '\r') {
			if (strchr("\\;,", s[i]))
				buf_char(b, '\\');
			buf_char(b, s[i]);
		}
	}
}

static void
add_text(struct buf *b, const char *name, const char *s, size_t len)
{
	struct buf line = { 0 };

	buf_str(&line, name);
	buf_char(&line, ':');
	escape(&line, s, len);
	add_line(b, line.at, line.len);
	buf_release(&line);
}

static const char *
string(const json_t *post, const char *name)
{
	const char *s = json_string_value(json_object_get(post, name));

	return s ? s : "";
}

static void
add_given(struct buf *b, const char *property, const json_t *post, const char *member)
{
	const char *s = string(post, member);

	if (*s)
		add_text(b, property, s, strlen(s));
}

static void
add_time(struct buf *b, const char *name, const char *at)
{
	struct civil c;
	int64_t      ms;

	if (when_read(at, strlen(at), &ms, NULL))
		return;
	civil_from_sec(ms / 1000, &c);
	buf_fmt(b, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, c.year, c.month, c.day, c.hour, c.minute, c.second);
}

/* The account, and the first line of the text. */
static void
add_summary(struct buf *b, const json_t *post)
{
	const char *text = string(post, "text");
	size_t      len = strcspn(text, "\n");
	struct buf  s = { 0 };

	if (len > SUMMARY_BYTES)
		for (len = SUMMARY_BYTES; len && ((unsigned char)text[len] & 0xc0) == 0x80; len--)
			;
	buf_fmt(&s, "%s: ", string(post, "account"));
	buf_add(&s, text, len);
	if (text[len])
		buf_str(&s, "…");
	add_text(b, "SUMMARY", s.at, s.len);
	buf_release(&s);
}

static void
add_categories(struct buf *b, const json_t *tags)
{
	const json_t *tag;
	struct buf    line = { 0 };
	size_t        i;

	json_array_foreach(tags, i, tag) {
		buf_str(&line, i ? "," : "CATEGORIES:");
		escape(&line, json_string_value(tag), strlen(json_string_value(tag)));
	}
	if (line.len)
		add_line(b, line.at, line.len);
	buf_release(&line);
}

/* A URI is not escaped; one with what no URI has would end its line. */
static void
add_url(struct buf *b, const char *url)
{
	struct buf  line = { 0 };
	const char *s;

	for (s = url; (unsigned char)*s > ' '; s++)
		;
	if (*url && !*s) {
		buf_fmt(&line, "URL:%s", url);
		add_line(b, line.at, line.len);
	}
	buf_release(&line);
}

void
ical_begin(struct buf *b)
{
	buf_str(b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//smmkit//smm-plan//EN\r\n");
}

/* DTSTAMP is the post's own time: the same plan makes the same file. */
void
ical_post(struct buf *b, const json_t *post, const char *line, size_t len)
{
	const char *at = string(post, "at");

	buf_str(b, "BEGIN:VEVENT\r\n");
	add_given(b, "UID", post, "id");
	add_time(b, "DTSTAMP", at);
	add_time(b, "DTSTART", at);
	add_summary(b, post);
	add_given(b, "DESCRIPTION", post, "text");
	add_url(b, string(post, "link"));
	add_categories(b, json_object_get(post, "tags"));
	buf_fmt(b, "STATUS:%s\r\nTRANSP:TRANSPARENT\r\n",
	    strcmp(string(post, "state"), "approved") == 0 ? "CONFIRMED" : "TENTATIVE");
	add_text(b, "X-SMM-POST", line, len);
	buf_str(b, "END:VEVENT\r\n");
}

void
ical_end(struct buf *b)
{
	buf_str(b, "END:VCALENDAR\r\n");
}
