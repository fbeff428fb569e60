/* rec.c - one record: a line read and checked against its kind */
#include "rec_parts.h"

#include "smm/lang.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

struct check { /* of one object against its table */
	const struct member_kind *members;
	struct err               *e;
};

void
rec_init(struct rec *r)
{
	memset(r, 0, sizeof *r);
	r->scan = scan_new();
}

void
rec_release(struct rec *r)
{
	scan_free(r->scan);
	free(r->guess);
	rec_quick_free(r->quick);
	memset(r, 0, sizeof *r);
}

static const char *const type_names[] = {
	[MEMBER_STRING]  = "a string",
	[MEMBER_ID]      = "a string that is not empty",
	[MEMBER_INT]     = "an integer of 64 bits",
	[MEMBER_NUMBER]  = "a number",
	[MEMBER_BOOL]    = "true or false",
	[MEMBER_TIME]    = "an RFC 3339 time with offset",
	[MEMBER_URL]     = "an address with its scheme",
	[MEMBER_WORD]    = "a known word",
	[MEMBER_OBJECT]  = "an object",
	[MEMBER_STRINGS] = "a list of strings",
	[MEMBER_OBJECTS] = "a list of objects",
	[MEMBER_ANY]     = "anything",
};

static int
is_url(struct slice v)
{
	size_t i;

	for (i = 1; i < v.len && ((v.at[i] | 32) >= 'a' && (v.at[i] | 32) <= 'z'); i++)
		;
	return i > 1 && i < v.len && v.at[i] == ':';
}

const char *
rec_word(struct slice v, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == v.len - 2 && memcmp(*words, v.at + 1, v.len - 2) == 0)
			return *words;
	return NULL;
}

static int
each_is_string(void *arg, const struct member *m)
{
	(void)arg;
	return m->type != SCAN_STRING;
}

static int check_member(void *arg, const struct member *m);

static int
check_object(const struct member *m, const struct member_kind *of, struct err *e)
{
	struct check inner = { of, e };

	if (m->type != SCAN_OBJECT)
		return 1;
	return of ? scan_inside(m->value, check_member, &inner) : 0;
}

static int
check_item(void *arg, const struct member *m)
{
	struct check *c = arg;

	return check_object(m, c->members, c->e);
}

/* 0 right; 1 not of the type; -1 something inside is wrong and e says what. */
static int
check_type(const struct member *m, const struct member_kind *k, struct err *e)
{
	struct check inner = { k->of, e };
	int64_t      n;

	switch (k->type) {
	case MEMBER_STRING:
		return m->type != SCAN_STRING;
	case MEMBER_ID:
		return m->type != SCAN_STRING || m->value.len < 3;
	case MEMBER_INT:
		return m->type != SCAN_NUMBER || scan_int(m->value, &n);
	case MEMBER_NUMBER:
		return m->type != SCAN_NUMBER;
	case MEMBER_BOOL:
		return m->type != SCAN_TRUE && m->type != SCAN_FALSE;
	case MEMBER_TIME:
		return m->type != SCAN_STRING || when_read(m->value.at + 1, m->value.len - 2, &n, NULL);
	case MEMBER_URL:
		return m->type != SCAN_STRING || !is_url(m->value);
	case MEMBER_WORD:
		return m->type != SCAN_STRING || !rec_word(m->value, k->words);
	case MEMBER_OBJECT:
		return check_object(m, k->of, e);
	case MEMBER_STRINGS:
		return m->type != SCAN_ARRAY || scan_inside(m->value, each_is_string, NULL);
	case MEMBER_OBJECTS:
		return m->type != SCAN_ARRAY ? 1 : scan_inside(m->value, check_item, &inner);
	case MEMBER_ANY:
		return 0;
	}
	return 0;
}

static int
wrong(const struct member *m, const char *expected, struct err *e)
{
	int len = m->value.len > 60 ? 60 : (int)m->value.len;

	while (len > 0 && len < (int)m->value.len && ((unsigned char)m->value.at[len] & 0xc0) == 0x80)
		len--; /* not in the middle of a character */
	return err_set(e, FAULT_INPUT, "\"%.*s\" is %.*s%s, expected %s", (int)m->key.len, m->key.at, len,
	    m->value.at, len < (int)m->value.len ? "..." : "", tr(expected));
}

/* Unknown passes (k is NULL); null means unknown. */
static int
check_value(const struct member *m, const struct member_kind *k, struct err *e)
{
	int rc = !k || (m->type == SCAN_NULL && !k->needed) ? 0 : check_type(m, k, e);

	return rc > 0 ? wrong(m, type_names[k->type], e) : rc;
}

int
rec_fits(const struct member *m, const struct member_kind *k)
{
	struct err why;

	return (m->type == SCAN_NULL && !k->needed) || check_type(m, k, &why) == 0;
}

static int
check_member(void *arg, const struct member *m)
{
	const struct check *c = arg;

	return check_value(m, kind_member(c->members, m->key.at, m->key.len), c->e);
}

static int
check_needed(const struct rec *r, struct err *e)
{
	const struct member_kind *k;

	for (k = r->kind->members; k->name; k++)
		if (k->needed && !scan_find(r->scan, k->name))
			return err_set(e, FAULT_INPUT, "a %s without \"%s\"", r->kind->name, k->name);
	return 0;
}

static int
is_named(const struct member_kind *k, struct slice key)
{
	size_t i;

	for (i = 0; i < key.len; i++)
		if (k->name[i] != key.at[i])
			return 0;
	return !k->name[i];
}

/* Who writes records has one order of members: the one that stood here in the record before is tried first. */
static const struct member_kind *
kind_of(struct rec *r, size_t i, struct slice key)
{
	if (i >= r->guesses || !r->guess[i] || !is_named(r->guess[i], key))
		r->guess[i] = kind_member(r->kind->members, key.at, key.len);
	return r->guess[i];
}

void
rec_room(struct rec *r, size_t count)
{
	if (count <= r->room)
		return;
	r->room = 2 * count;
	r->guess = mem_grow(r->guess, r->room * sizeof *r->guess);
}

static int
check_record(struct rec *r, struct err *e)
{
	const struct member_kind *k;
	const struct member      *m;
	size_t                    i, n, needed = 0;

	m = scan_members(r->scan, &n);
	rec_room(r, n);
	for (i = 0; i < n; i++) {
		k = kind_of(r, i, m[i].key);
		if (check_value(m + i, k, e))
			return -1;
		r->guesses = i < r->guesses ? r->guesses : i + 1;
		needed += k && k->needed;
	}
	for (k = r->kind->members; k->name; k++)
		needed -= k->needed != 0;
	return needed ? check_needed(r, e) : 0; /* no key stands twice, so that counting is enough */
}

int
rec_read(struct rec *r, const char *line, size_t len, struct err *e)
{
	const struct member *type;
	const struct kind   *before = r->kind;

	r->kind = NULL;
	r->line = (struct slice){ line, len };
	if (scan_object(r->scan, line, len, e))
		return -1;
	type = scan_find(r->scan, "type");
	if (!type || type->type != SCAN_STRING)
		return err_set(e, FAULT_INPUT, type ? "\"type\" is not a string" : "a record without \"type\"");
	r->kind = kind_find(type->value.at + 1, type->value.len - 2);
	if (r->kind != before)
		r->guesses = 0;
	return r->kind ? check_record(r, e) : 0;
}

const struct member_kind *const *
rec_kinds(const struct rec *r)
{
	return r->guess;
}

int
rec_is(const struct rec *r, const char *kind)
{
	return r->kind && strcmp(r->kind->name, kind) == 0;
}

const struct member *
rec_get(const struct rec *r, const char *key)
{
	return scan_find(r->scan, key);
}

char *
rec_str(const struct rec *r, const char *key, struct mem *m)
{
	const struct member *x = rec_get(r, key);

	return x && x->type == SCAN_STRING ? scan_text(x->value, m, NULL) : NULL;
}

int
rec_int(const struct rec *r, const char *key, int64_t *out)
{
	const struct member *x = rec_get(r, key);

	return x && x->type == SCAN_NUMBER ? scan_int(x->value, out) : -1;
}

int
rec_time(const struct rec *r, const char *key, int64_t *ms)
{
	const struct member *x = rec_get(r, key);

	return x && x->type == SCAN_STRING ? when_read(x->value.at + 1, x->value.len - 2, ms, NULL) : -1;
}
