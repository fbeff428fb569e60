/*
 * import_yaml.c - what was imported, as a calendar
 *
 * Strings are written as JSON, which YAML reads. Rows of one entry at one time become one entry for several
 * accounts; what differs becomes their variants. Entries without a state are drafts: nothing leaves before a person
 * has written `approved`.
 */
#include "import_parts.h"

#include <stdlib.h>
#include <string.h>

/* What an entry, a variant or an edit may have. */
static const char *const members[] = {
	"state", "lang", "text", "thread", "media", "link", "title", "warning", "visibility", "poll", "first_comment",
	"campaign", "pillar", "objective", "tags", "late", "options", NULL
};

static const char *
string(const json_t *row, const char *name)
{
	return json_string_value(json_object_get(row, name));
}

/* Braces of the text itself are no variables, and no mentions. */
static json_t *
escaped(const char *s)
{
	struct buf b = { 0 };
	json_t    *text;

	for (; *s; s++) {
		if (s[0] == '{' && (s[1] == '{' || s[1] == '@')) {
			buf_char(&b, '\\');
			buf_char(&b, *s++);
		}
		buf_char(&b, *s);
	}
	text = json_stringn(b.len ? b.at : "", b.len);
	buf_release(&b);
	return text;
}

static json_t *
escaped_all(json_t *value)
{
	json_t     *copy, *item;
	const char *key;
	size_t      i;

	if (json_is_string(value))
		return escaped(json_string_value(value));
	copy = json_is_array(value) ? json_array() : json_is_object(value) ? json_object() : json_deep_copy(value);
	json_array_foreach(value, i, item)
		json_array_append_new(copy, escaped_all(item));
	json_object_foreach(value, key, item)
		json_object_set_new(copy, key, escaped_all(item));
	return copy;
}

static void
put_value(struct buf *yaml, const json_t *value)
{
	char *json;

	if (json_is_string(value)) {
		json_put_text(yaml, json_string_value(value), json_string_length(value));
		return;
	}
	json = json_dumps(value, JSON_ENCODE_ANY);
	buf_str(yaml, json ? json : "~");
	free(json);
}

static void
put(struct buf *yaml, const char *key, const json_t *value)
{
	if (!value)
		return;
	buf_fmt(yaml, "    %s: ", key);
	put_value(yaml, value);
	buf_char(yaml, '\n');
}

static void
put_member(struct buf *yaml, const char *key, json_t *value)
{
	json_t *safe = value ? strcmp(key, "options") == 0 ? json_deep_copy(value) : escaped_all(value) : NULL;

	put(yaml, key, safe);
	json_decref(safe);
}

/* --- which rows are one entry ----------------------------------------------------------------------- */

static int
is_same(const json_t *a, const json_t *b, const char *member)
{
	const json_t *x = json_object_get(a, member), *y = json_object_get(b, member);

	return x && y ? json_equal(x, y) : x == y;
}

static int
is_one_entry(const json_t *a, const json_t *b)
{
	return string(a, "entry") && is_same(a, b, "entry") && is_same(a, b, "at") && is_same(a, b, "zone") &&
	    is_same(a, b, "repeat") && json_is_string(json_object_get(b, "account"));
}

/* "tip/2026-12-09T1830@masto" is an occurrence of tip: here it is an entry, "tip-2026-12-09T1830". */
static const char *
wanted_id(struct import *in, const json_t *row)
{
	const char *id = string(row, "id"), *entry = string(row, "entry"), *at = string(row, "at"), *c;
	char       *made;
	size_t      n = 0;

	if (!id)
		id = entry ? entry : at ? at : "idea";
	made = mem_dup(in->mem, id, id == at && strlen(at) > 16 ? 16 : strcspn(id, "@"));
	for (c = made; *c; c++)
		if (*c != ':')
			made[n++] = (char)((unsigned char)*c <= ' ' || *c == '/' || *c == 0x7f ? '-' : *c);
	made[n] = '\0';
	return n ? made : "post";
}

static const char *
unique_id(struct import *in, json_t *ids, const json_t *row)
{
	const char *wanted = wanted_id(in, row), *id = wanted;
	size_t      i;

	for (i = 2; json_object_get(ids, id); i++)
		id = mem_fmt(in->mem, "%s-%zu", wanted, i);
	json_object_set_new(ids, id, json_true());
	return id;
}

/* --- entries ---------------------------------------------------------------------------------------- */

static void
put_names(struct buf *yaml, const char *key, const json_t *names)
{
	buf_fmt(yaml, "    %s: ", key);
	if (json_is_string(names)) {
		buf_char(yaml, '[');
		put_value(yaml, names);
		buf_char(yaml, ']');
	} else {
		put_value(yaml, names);
	}
	buf_char(yaml, '\n');
}

static void
put_for_whom(struct buf *yaml, const json_t *group)
{
	const json_t *first = json_array_get(group, 0), *row, *names = json_object_get(first, "account");
	json_t       *all;
	size_t        i;

	if (!names) {
		if (json_object_get(first, "network"))
			put_names(yaml, "networks", json_object_get(first, "network"));
		return;
	}
	if (json_array_size(group) == 1) {
		put_names(yaml, "accounts", names);
		return;
	}
	all = json_array();
	json_array_foreach(group, i, row)
		json_array_append(all, json_object_get(row, "account"));
	put_names(yaml, "accounts", all);
	json_decref(all);
}

static void
put_variant(struct buf *yaml, const json_t *first, const json_t *row)
{
	const char *sep = "";
	json_t     *safe;
	size_t      i;

	for (i = 0; members[i]; i++) {
		if (is_same(first, row, members[i]) || strcmp(members[i], "options") == 0)
			continue;
		if (!*sep) {
			buf_str(yaml, "    ");
			put_value(yaml, json_object_get(row, "account"));
			buf_str(yaml, ": { ");
		}
		buf_fmt(yaml, "%s%s: ", sep, members[i]);
		safe = json_object_get(row, members[i]) ? escaped_all(json_object_get(row, members[i])) : json_null();
		put_value(yaml, safe);
		json_decref(safe);
		sep = ", ";
	}
	if (*sep)
		buf_str(yaml, " }\n");
}

/* A post has only its own network's options: those of all are the entry's. */
static void
gather_options(const json_t *group)
{
	json_t *first = json_array_get(group, 0), *all = json_object_get(first, "options"), *row;
	size_t  i;

	json_array_foreach(group, i, row)
		if (i && json_object_get(row, "options")) {
			if (!all) {
				all = json_object();
				json_object_set_new(first, "options", all);
			}
			json_object_update(all, json_object_get(row, "options"));
		}
}

static void
keep_known(json_t *edit)
{
	json_t *known = json_object();
	size_t  i;

	if (json_object_get(edit, "at"))
		json_object_set(known, "at", json_object_get(edit, "at"));
	for (i = 0; members[i]; i++)
		if (json_object_get(edit, members[i]))
			json_object_set_new(known, members[i], escaped_all(json_object_get(edit, members[i])));
	json_object_clear(edit);
	json_object_update(edit, known);
	json_decref(known);
}

static void
put_entry(struct import *in, struct buf *yaml, json_t *ids, json_t *group)
{
	json_t     *first = json_array_get(group, 0), *edit, *row;
	const char *id = unique_id(in, ids, first), *key;
	size_t      i;

	if (!json_object_get(first, "state"))
		json_object_set_new(first, "state", json_string(json_object_get(first, "at") ? "draft" : "idea"));
	gather_options(group);
	json_object_foreach(json_object_get(json_object_get(first, "repeat"), "edit"), key, edit)
		keep_known(edit);
	buf_str(yaml, "  - id: ");
	json_put_text(yaml, id, strlen(id));
	if (string(first, "called")) {
		buf_str(yaml, " # ");
		json_put_text(yaml, string(first, "called"), strlen(string(first, "called")));
	}
	buf_char(yaml, '\n');
	put(yaml, "at", json_object_get(first, "at"));
	put(yaml, "zone", json_object_get(first, "zone"));
	put(yaml, "repeat", json_object_get(first, "repeat"));
	put_for_whom(yaml, group);
	for (i = 0; members[i]; i++)
		put_member(yaml, members[i], json_object_get(first, members[i]));
	json_array_foreach(group, i, row)
		if (i)
			put_variant(yaml, first, row);
}

/* Rows of one entry may stand apart. Each is in one group. */
static json_t *
group_rows(const struct import *in)
{
	json_t *groups = json_array(), *of_entry = json_object(), *row, *group;
	size_t  i;

	json_array_foreach(in->rows, i, row) {
		group = string(row, "entry") ? json_object_get(of_entry, string(row, "entry")) : NULL;
		if (group && is_one_entry(json_array_get(group, 0), row)) {
			json_array_append(group, row);
			continue;
		}
		group = json_array();
		json_array_append(group, row);
		json_array_append_new(groups, group);
		if (string(row, "entry"))
			json_object_set(of_entry, string(row, "entry"), group);
	}
	json_decref(of_entry);
	return groups;
}

void
import_write(struct import *in, struct buf *yaml)
{
	json_t *groups = group_rows(in), *ids = json_object(), *group;
	size_t  i;

	buf_fmt(yaml, "# Imported by smm-plan. Drafts leave once somebody has written `state: approved`.\nentries:\n");
	json_array_foreach(groups, i, group)
		put_entry(in, yaml, ids, group);
	json_decref(ids);
	json_decref(groups);
}
