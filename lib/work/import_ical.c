/*
 * import_ical.c - the events of a calendar (RFC 5545), as Google, Apple, Outlook and we write them
 *
 * Content lines are taken apart here and not by libical, which does not say where one was wrong.
 */
#include "import_parts.h"

#include "smm/when.h"

#include <string.h>
#include <strings.h>

struct content_line {
	char  *name, *params, *value;
	size_t line;
};

struct event {
	struct import *in;
	json_t        *row, *except;
	size_t         line;
	const char    *uid, *recurs; /* recurs: RECURRENCE-ID, an edit of one occurrence */
	const char    *summary, *description, *post;
	int            all_day, cancelled;
};

/* CLDR, windowsZones: what Outlook calls the zones. */
static const struct {
	const char *windows, *zone;
} zones[] = {
	{ "Romance Standard Time", "Europe/Paris" },
	{ "W. Europe Standard Time", "Europe/Berlin" },
	{ "Central Europe Standard Time", "Europe/Budapest" },
	{ "Central European Standard Time", "Europe/Warsaw" },
	{ "GMT Standard Time", "Europe/London" },
	{ "Greenwich Standard Time", "Atlantic/Reykjavik" },
	{ "Morocco Standard Time", "Africa/Casablanca" },
	{ "E. Europe Standard Time", "Europe/Chisinau" },
	{ "FLE Standard Time", "Europe/Kyiv" },
	{ "GTB Standard Time", "Europe/Bucharest" },
	{ "Turkey Standard Time", "Europe/Istanbul" },
	{ "Russian Standard Time", "Europe/Moscow" },
	{ "Eastern Standard Time", "America/New_York" },
	{ "Central Standard Time", "America/Chicago" },
	{ "Mountain Standard Time", "America/Denver" },
	{ "Pacific Standard Time", "America/Los_Angeles" },
	{ "Atlantic Standard Time", "America/Halifax" },
	{ "E. South America Standard Time", "America/Sao_Paulo" },
	{ "India Standard Time", "Asia/Kolkata" },
	{ "China Standard Time", "Asia/Shanghai" },
	{ "Tokyo Standard Time", "Asia/Tokyo" },
	{ "Singapore Standard Time", "Asia/Singapore" },
	{ "AUS Eastern Standard Time", "Australia/Sydney" },
	{ "Lord Howe Standard Time", "Australia/Lord_Howe" },
	{ "New Zealand Standard Time", "Pacific/Auckland" },
	{ "UTC", "UTC" },
};

/* --- content lines ------------------------------------------------------------------------------------ */

/* Section 3.1: a line that begins with a blank goes on the one before. In place; *line counts the file's. */
static char *
unfold(char **at, size_t *line)
{
	char *from = *at, *to = *at, *begin = *at;

	for (; *from; *to++ = *from++) {
		if (*from == '\r' && from[1] == '\n')
			from++;
		if (*from != '\n')
			continue;
		++*line;
		if (from[1] != ' ' && from[1] != '\t') {
			from++;
			break;
		}
		from += 2;
		if (!*from)
			break;
	}
	*at = from;
	*to = '\0';
	return begin;
}

/* NAME;PARAM="quoted";…:VALUE. -1: it has no value. */
static int
take_apart(char *s, struct content_line *l)
{
	int quoted = 0;

	l->name = s;
	l->params = NULL;
	for (; *s && (quoted || *s != ':'); s++) {
		quoted ^= *s == '"';
		if (*s == ';' && !quoted && !l->params) {
			*s = '\0';
			l->params = s + 1;
		}
	}
	if (!*s)
		return -1;
	*s = '\0';
	l->value = s + 1;
	return 0;
}

/* The value of a parameter, without quotes; NULL: it is not there. */
static const char *
parameter(struct import *in, const struct content_line *l, const char *name)
{
	const char *at = l->params;
	size_t      len = strlen(name);

	for (; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL)
		if (strncasecmp(at, name, len) == 0 && at[len] == '=') {
			at += len + 1 + (at[len + 1] == '"');
			return mem_dup(in->mem, at, strcspn(at, "\";"));
		}
	return NULL;
}

/* TEXT of section 3.3.11, in place. */
static char *
unescape(char *s)
{
	char *from = s, *to = s;

	for (; *from; from++) {
		if (*from == '\\' && from[1])
			*to++ = (char)(*++from == 'n' || *from == 'N' ? '\n' : *from);
		else
			*to++ = *from;
	}
	*to = '\0';
	return s;
}

/* --- times -------------------------------------------------------------------------------------------- */

static const char *
zone_of(struct import *in, const struct content_line *l)
{
	const char *tzid = parameter(in, l, "TZID");
	size_t      i;

	for (i = 0; tzid && i < sizeof zones / sizeof *zones; i++)
		if (strcmp(tzid, zones[i].windows) == 0)
			return zones[i].zone;
	return tzid;
}

/* 20261201T090000Z, 20261201T090000 or 20261201 as a calendar writes it; NULL: it is none. */
static const char *
time_text(struct import *in, const char *s)
{
	static const char digits[] = "0123456789";
	size_t            len = strlen(s);

	if (len < 8 || strspn(s, digits) != 8)
		return NULL;
	if (len == 8)
		return mem_fmt(in->mem, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	if (s[8] != 'T' || strspn(s + 9, digits) != 6 || (len != 15 && strcmp(s + 15, "Z") != 0))
		return NULL;
	if (len == 16)
		return mem_fmt(in->mem, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", s, s + 4, s + 6, s + 9, s + 11, s + 13);
	if (memcmp(s + 13, "00", 2) == 0)
		return mem_fmt(in->mem, "%.4s-%.2s-%.2s %.2s:%.2s", s, s + 4, s + 6, s + 9, s + 11);
	return mem_fmt(in->mem, "%.4s-%.2s-%.2s %.2s:%.2s:%.2s", s, s + 4, s + 6, s + 9, s + 11, s + 13);
}

static const char *
read_time(struct event *v, const struct content_line *l)
{
	const char *text = time_text(v->in, l->value);

	if (!text)
		import_wrong(v->in, l->line, "found %s:%.40s, expected a time like 20261201T090000", l->name, l->value);
	return text;
}

static void
read_start(struct event *v, const struct content_line *l)
{
	const char *text = read_time(v, l), *zone = zone_of(v->in, l);

	v->all_day = text && strlen(text) == 10;
	if (!text)
		return;
	json_object_set_new(v->row, "at", json_string(text));
	if (zone)
		json_object_set_new(v->row, "zone", json_string(zone));
}

static void
read_exceptions(struct event *v, const struct content_line *l)
{
	struct content_line one = *l;
	char               *comma;

	for (; one.value; one.value = comma) {
		comma = strchr(one.value, ',');
		if (comma)
			*comma++ = '\0';
		if (read_time(v, &one))
			json_array_append_new(v->except, json_string(time_text(v->in, one.value)));
	}
}

/* --- events ------------------------------------------------------------------------------------------- */

static void
read_categories(struct event *v, char *value)
{
	json_t *tags = json_object_get(v->row, "tags");
	char   *s = value, *end;

	if (!tags) {
		tags = json_array();
		json_object_set_new(v->row, "tags", tags);
	}
	for (; s; s = end) {
		for (end = s; *end && *end != ','; end++)
			end += *end == '\\' && end[1];
		end = *end ? end : NULL;
		if (end)
			*end++ = '\0';
		json_array_append_new(tags, json_string(unescape(s)));
	}
}

static void
read_property(struct event *v, const struct content_line *l)
{
	if (strcasecmp(l->name, "UID") == 0)
		v->uid = l->value;
	else if (strcasecmp(l->name, "DTSTART") == 0)
		read_start(v, l);
	else if (strcasecmp(l->name, "RECURRENCE-ID") == 0)
		v->recurs = read_time(v, l);
	else if (strcasecmp(l->name, "RRULE") == 0)
		json_object_set_new(v->row, "repeat", json_pack("{s:s}", "rule", l->value));
	else if (strcasecmp(l->name, "EXDATE") == 0)
		read_exceptions(v, l);
	else if (strcasecmp(l->name, "SUMMARY") == 0)
		v->summary = unescape(l->value);
	else if (strcasecmp(l->name, "DESCRIPTION") == 0)
		v->description = unescape(l->value);
	else if (strcasecmp(l->name, "URL") == 0)
		json_object_set_new(v->row, "link", json_string(l->value));
	else if (strcasecmp(l->name, "CATEGORIES") == 0)
		read_categories(v, l->value);
	else if (strcasecmp(l->name, "STATUS") == 0)
		v->cancelled = strcasecmp(l->value, "CANCELLED") == 0;
	else if (strcasecmp(l->name, "X-SMM-POST") == 0)
		v->post = unescape(l->value);
}

/* Our own: the post line, but for what a person may have changed in a calendar program: time and text. */
static void
take_post(struct event *v)
{
	json_t     *post = json_loads(v->post, JSON_REJECT_DUPLICATES, NULL);
	const char *at = json_string_value(json_object_get(post, "at"));
	int64_t     before, now;
	json_t     *start = json_object_get(v->row, "at");

	if (!json_is_object(post)) {
		import_wrong(v->in, v->line, "X-SMM-POST is no post line any more; take it out of the event");
		json_decref(post);
		return;
	}
	if (start && at && (when_read(at, strlen(at), &before, NULL) ||
	    when_read(json_string_value(start), strlen(json_string_value(start)), &now, NULL) || now != before)) {
		json_object_set(post, "at", start);
		if (json_object_get(v->row, "zone"))
			json_object_set(post, "zone", json_object_get(v->row, "zone"));
	}
	if (v->description)
		json_object_set_new(post, "text", json_string(v->description));
	json_decref(v->row);
	v->row = post;
}

/* A day without a time is an idea: the time is for a person to say. */
static void
take_foreign(struct event *v)
{
	const char *text = v->description && *v->description ? v->description : v->summary;

	if (text)
		json_object_set_new(v->row, "text", json_string(text));
	if (v->summary && text == v->description)
		json_object_set_new(v->row, "called", json_string(v->summary));
	if (v->all_day) {
		v->in->tell->warning("%s:%zu: the event of %s has no time of day, it becomes an idea without one",
		    v->in->name, v->line, json_string_value(json_object_get(v->row, "at")));
		json_object_del(v->row, "at");
		json_object_del(v->row, "repeat");
		json_object_set_new(v->row, "state", json_string("idea"));
	}
	if (json_array_size(v->except) && json_object_get(v->row, "repeat"))
		json_object_set(json_object_get(v->row, "repeat"), "except", v->except);
}

/* The event that an edited occurrence belongs to stands before it. */
static int
add_edit(struct event *v)
{
	json_t     *row, *repeat, *edits;
	const char *uid;
	size_t      i;

	json_array_foreach(v->in->rows, i, row) {
		uid = json_string_value(json_object_get(row, "uid"));
		repeat = json_object_get(row, "repeat");
		if (!uid || !v->uid || strcmp(uid, v->uid) != 0 || !repeat)
			continue;
		edits = json_object_get(repeat, "edit");
		if (!edits) {
			edits = json_object();
			json_object_set_new(repeat, "edit", edits);
		}
		json_object_del(v->row, "zone");
		json_object_set(edits, v->recurs, v->row);
		return 1;
	}
	return 0;
}

static void
end_event(struct event *v)
{
	if (v->cancelled) {
		v->in->tell->warning("%s:%zu: a cancelled event is left out", v->in->name, v->line);
	} else {
		if (v->post)
			take_post(v);
		else
			take_foreign(v);
		if (!v->recurs || !add_edit(v)) {
			if (v->uid && !v->post)
				json_object_set_new(v->row, "uid", json_string(v->uid));
			import_add(v->in, json_incref(v->row), v->line);
		}
	}
	json_decref(v->row);
	json_decref(v->except);
	memset(v, 0, sizeof *v);
}

static void
read_line(struct import *in, struct event *v, int *deep, const struct content_line *l)
{
	int begins = strcasecmp(l->name, "BEGIN") == 0, ends = strcasecmp(l->name, "END") == 0;

	if (begins && strcasecmp(l->value, "VEVENT") == 0 && !v->row)
		*v = (struct event){ .in = in, .row = json_object(), .except = json_array(), .line = l->line };
	else if (begins && strcasecmp(l->value, "VCALENDAR") != 0)
		++*deep; /* of an alarm, of a zone */
	else if (ends && *deep)
		--*deep;
	else if (ends && v->row)
		end_event(v);
	else if (v->row && !*deep)
		read_property(v, l);
}

void
import_ical(struct import *in)
{
	struct event        v = { 0 };
	struct content_line l;
	char               *at = in->text, *text;
	size_t              line = 1;
	int                 deep = 0;

	while (*at) {
		l.line = line;
		text = unfold(&at, &line);
		if (!*text)
			continue;
		if (take_apart(text, &l))
			import_wrong(in, l.line, "found \"%.40s\", expected NAME:VALUE", text);
		else
			read_line(in, &v, &deep, &l);
	}
	if (v.row) {
		import_wrong(in, v.line, "the event is not ended: END:VEVENT is missing, is the file whole?");
		json_decref(v.row);
		json_decref(v.except);
	}
}
