/* entry.c - one entry of a calendar, as it is written */
#include "entry.h"

#include "smm/fields.h"
#include "smm/near.h"

#include <string.h>

/* --- media ----------------------------------------------------------------------------------- */

static int
read_alt(const struct place *p, const struct node *n, struct err *e)
{
	((struct medium *)p->all)->has_alt = 1;
	return field_text(p, n, e);
}

static const struct field medium_fields[] = {
	{ "file", field_name, offsetof(struct medium, file), 0 },
	{ "url",  field_name, offsetof(struct medium, url),  0 },
	{ "alt",  read_alt,   offsetof(struct medium, alt),  0 },
	{ "type", field_name, offsetof(struct medium, type), 0 },
	{ 0 }
};

static int
read_medium(const struct place *p, const struct node *n, struct err *e)
{
	struct media_list *l = p->to;
	struct medium      m = { .mark = n->mark };

	if (yaml_map(p->yaml, n, medium_fields, &m, p->mem, e))
		return -1;
	if (!m.file == !m.url)
		return yaml_fail(p->yaml, m.mark, e, m.file ? "found both file and url, expected one of them" :
		    "found neither file nor url, expected one of them");
	l->at = mem_more(p->mem, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = m;
	return 0;
}

static int
read_media(const struct place *p, const struct node *n, struct err *e)
{
	((struct media_list *)p->to)->given = 1;
	if (node_is_nothing(n))
		return 0;
	if (n->type == NODE_MAP)
		return read_medium(p, n, e);
	return yaml_list(p, n, read_medium, e);
}

/* --- poll, lists ----------------------------------------------------------------------------- */

static const struct field poll_fields[] = {
	{ "options",  field_texts,   offsetof(struct poll_words, options),  1 },
	{ "ends_in",  field_seconds, offsetof(struct poll_words, ends_in),  1 },
	{ "multiple", field_bool,    offsetof(struct poll_words, multiple), 0 },
	{ 0 }
};

static int
read_poll(const struct place *p, const struct node *n, struct err *e)
{
	struct poll_words *poll = p->to;

	poll->given = 1;
	poll->none = node_is_nothing(n);
	return poll->none ? 0 : yaml_map(p->yaml, n, poll_fields, poll, p->mem, e);
}

static int
read_list(const struct place *p, const struct node *n, struct err *e)
{
	struct list_words *l = p->to;
	struct place       inner = *p;

	l->given = 1;
	inner.to = &l->parts;
	return field_texts(&inner, n, e);
}

/* --- words that are one of a few ------------------------------------------------------------- */

static int
one_of(const struct place *p, const struct node *n, const char *const *words, const char *expected,
    struct err *e)
{
	for (; *words; words++)
		if (n->type == NODE_SCALAR && strcmp(n->text, *words) == 0)
			return field_text(p, n, e);
	if (node_is_nothing(n))
		return field_text(p, n, e);
	return yaml_expected(p->yaml, n, expected, e);
}

static int
read_state(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const words[] = { "idea", "draft", "review", "approved", NULL };

	return one_of(p, n, words, "idea, draft, review or approved", e);
}

static int
read_visibility(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const words[] = { "public", "unlisted", "private", "direct", NULL };

	return one_of(p, n, words, "public, unlisted, private or direct", e);
}

int
read_split(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const words[] = { "true", "false", "numbered", NULL };

	return one_of(p, n, words, "true, numbered or false", e);
}

static int
read_late(const struct place *p, const struct node *n, struct err *e)
{
	if (!node_is_nothing(n))
		return field_seconds(p, n, e);
	*(long *)p->to = LATE_NONE;
	return 0;
}

/* --- content, variants, entries -------------------------------------------------------------- */

#define CONTENT_FIELDS(s, c) \
	{ "text",          field_text,      offsetof(s, c.text),          0 }, \
	{ "thread",        read_list,       offsetof(s, c.thread),        0 }, \
	{ "media",         read_media,      offsetof(s, c.media),         0 }, \
	{ "link",          field_text,      offsetof(s, c.link),          0 }, \
	{ "title",         field_text,      offsetof(s, c.title),         0 }, \
	{ "lang",          field_text,      offsetof(s, c.lang),          0 }, \
	{ "warning",       field_text,      offsetof(s, c.warning),       0 }, \
	{ "visibility",    read_visibility, offsetof(s, c.visibility),    0 }, \
	{ "poll",          read_poll,       offsetof(s, c.poll),          0 }, \
	{ "first_comment", field_text,      offsetof(s, c.first_comment), 0 }, \
	{ "campaign",      field_text,      offsetof(s, c.campaign),      0 }, \
	{ "pillar",        field_text,      offsetof(s, c.pillar),        0 }, \
	{ "objective",     field_text,      offsetof(s, c.objective),     0 }, \
	{ "tags",          read_list,       offsetof(s, c.tags),          0 }, \
	{ "hashtags",      read_list,       offsetof(s, c.hashtags),      0 }, \
	{ "split",         read_split,      offsetof(s, c.split),         0 }, \
	{ "state",         read_state,      offsetof(s, c.state),         0 }, \
	{ "author",        field_text,      offsetof(s, c.author),        0 }, \
	{ "late",          read_late,       offsetof(s, c.late),          0 }, \
	{ "options",       field_options,   offsetof(s, c.options),       0 }

static const struct field variant_fields[] = {
	CONTENT_FIELDS(struct variant, content),
	{ 0 }
};

static int unknown_member(const struct place *p, struct err *e);

static int
read_variant(const struct place *p, const struct node *n, struct err *e)
{
	struct entry  *x = p->all;
	struct variant v;

	memset(&v, 0, sizeof v);
	v.key = p->key;
	v.mark = p->mark;
	v.content.late = LATE_NOT_GIVEN;
	if (strcmp(p->key, "<<") == 0)
		return yaml_fail(p->yaml, p->mark, e,
		    "merge keys (<<) are not used here; give each member by an alias");
	if (n->type != NODE_MAP)
		return unknown_member(p, e);
	if (entry_variant(x, p->key))
		return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (yaml_map(p->yaml, n, variant_fields, &v, p->mem, e))
		return -1;
	x->variants = mem_more(p->mem, x->variants, x->nvariants, &x->variant_room, sizeof *x->variants);
	x->variants[x->nvariants++] = v;
	return 0;
}

static const struct field edit_fields[] = {
	{ "at", read_at, offsetof(struct entry, at), 0 },
	CONTENT_FIELDS(struct entry, content),
	{ "*",  read_variant, 0, 0 },
	{ 0 }
};

static const struct field entry_fields[] = {
	{ "id",        field_name,      offsetof(struct entry, id),        1 },
	{ "at",        read_at,         offsetof(struct entry, at),        0 },
	{ "zone",      field_name,      offsetof(struct entry, zone),      0 },
	{ "accounts",  field_texts,     offsetof(struct entry, accounts),  0 },
	{ "networks",  field_texts,     offsetof(struct entry, networks),  0 },
	{ "variables", field_variables, offsetof(struct entry, variables), 0 },
	{ "slot",      read_slot,       offsetof(struct entry, slot),      0 },
	{ "after",     field_day,       offsetof(struct entry, after),     0 },
	{ "repeat",    read_repeat,     offsetof(struct entry, repeat),    0 },
	{ "evergreen", read_evergreen,  offsetof(struct entry, evergreen), 0 },
	CONTENT_FIELDS(struct entry, content),
	{ "*",         read_variant,    0, 0 },
	{ 0 }
};

/* Every key that is not a member is a variant, and a variant is a mapping. */
static int
unknown_member(const struct place *p, struct err *e)
{
	const char *known[sizeof entry_fields / sizeof *entry_fields], *near;
	size_t      i;

	for (i = 0; strcmp(entry_fields[i].key, "*") != 0; i++)
		known[i] = entry_fields[i].key;
	near = near_word(p->key, known, i);
	if (near)
		return yaml_fail(p->yaml, p->mark, e, "found the unknown key \"%s\", the nearest known is \"%s\"",
		    p->key, near);
	return yaml_fail(p->yaml, p->mark, e, "found the unknown key \"%s\"; a variant for an account or a "
	    "network would be a mapping: { text: ... }", p->key);
}

/* "tip/2026-12-09T1830" is an occurrence of "tip". */
static int
looks_like_occurrence(const char *id)
{
	static const char form[] = "/....-..-..T....";
	size_t            len = strlen(id), i;

	if (len < sizeof form - 1)
		return 0;
	id += len - (sizeof form - 1);
	for (i = 0; form[i]; i++)
		if (form[i] == '.' ? id[i] < '0' || id[i] > '9' : id[i] != form[i])
			return 0;
	return 1;
}

/* Blanks, control characters and '@' would make a post's id one that nobody can take apart. */
static int
check_id(struct yaml *y, const struct entry *x, struct err *e)
{
	const char *s;

	for (s = x->id; *s; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f || *s == '@')
			return yaml_fail(y, x->mark, e,
			    "the id \"%s\" has a blank or an '@'; a post's id is made of it", x->id);
	if (looks_like_occurrence(x->id))
		return yaml_fail(y, x->mark, e, "the id \"%s\" is that of an occurrence of another entry", x->id);
	return 0;
}

int
entry_is_idea(const struct entry *x)
{
	return !x->at && !x->slot && !x->evergreen.given && x->content.state && strcmp(x->content.state, "idea") == 0;
}

/* An entry has one kind of time, and only an idea none. */
static int
check_time(struct yaml *y, const struct entry *x, struct err *e)
{
	int kinds = !!x->at + !!x->slot + x->evergreen.given;

	if (!kinds && !entry_is_idea(x))
		return yaml_fail(y, x->mark, e, "the key \"at\" is missing, or `slot: next`, or `evergreen`; without a "
		    "time it would be `state: idea`");
	if (kinds > 1)
		return yaml_fail(y, x->mark, e, "found %s, expected one time", x->at ? x->slot ? "`at` and `slot`" :
		    "`at` and `evergreen`" : "`slot` and `evergreen`");
	if (x->repeat.rule.text && !x->at)
		return yaml_fail(y, x->repeat.rule.mark, e, "found `repeat` without `at`, expected its first time");
	if (x->after != DAY_NONE && !x->slot)
		return yaml_fail(y, x->mark, e, "found `after` without `slot: next`, which it is for");
	return 0;
}

static void
entry_begin(struct entry *x, const struct node *open)
{
	memset(x, 0, sizeof *x);
	x->mark = open->mark;
	x->after = DAY_NONE;
	x->content.late = LATE_NOT_GIVEN;
}

int
entry_read(struct yaml *y, const struct node *open, struct entry *out, struct mem *m, struct err *e)
{
	entry_begin(out, open);
	return yaml_map(y, open, entry_fields, out, m, e) || check_id(y, out, e) || check_time(y, out, e) ? -1 : 0;
}

int
entry_read_edit(struct yaml *y, const struct node *open, struct entry *out, struct mem *m, struct err *e)
{
	entry_begin(out, open);
	return yaml_map(y, open, edit_fields, out, m, e);
}

const struct content *
entry_variant(const struct entry *x, const char *key)
{
	size_t i;

	for (i = 0; i < x->nvariants; i++)
		if (strcmp(x->variants[i].key, key) == 0)
			return &x->variants[i].content;
	return NULL;
}

static void
overlay_strings(struct content *base, const struct content *over)
{
	static const size_t members[] = {
		offsetof(struct content, text), offsetof(struct content, link),
		offsetof(struct content, title), offsetof(struct content, lang),
		offsetof(struct content, warning), offsetof(struct content, visibility),
		offsetof(struct content, first_comment), offsetof(struct content, campaign),
		offsetof(struct content, pillar), offsetof(struct content, objective),
		offsetof(struct content, state), offsetof(struct content, author),
		offsetof(struct content, split),
	};
	const char *value;
	size_t      i;

	for (i = 0; i < sizeof members / sizeof *members; i++) {
		memcpy(&value, (const char *)over + members[i], sizeof value);
		if (value)
			memcpy((char *)base + members[i], &value, sizeof value);
	}
}

void
content_overlay(struct content *base, const struct content *over)
{
	overlay_strings(base, over);
	if (over->thread.given)
		base->thread = over->thread;
	if (over->poll.given)
		base->poll = over->poll;
	if (over->media.given)
		base->media = over->media;
	if (over->tags.given)
		base->tags = over->tags;
	if (over->hashtags.given)
		base->hashtags = over->hashtags;
	if (over->options.given)
		base->options = over->options;
	if (over->late != LATE_NOT_GIVEN)
		base->late = over->late;
}
