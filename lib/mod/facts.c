/* facts.c - what rules ask of a message */
#include "facts.h"

#include "smm/hash.h"
#include "smm/text.h"
#include "smm/url.h"
#include "smm/utf8.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define CAPITALS_LETTERS 5 /* "OK" is no shouting */

int
facts_is_ours(struct slice key)
{
	return slice_is(key, "sentiment") || slice_is(key, "labels") || slice_is(key, "topics") ||
	    slice_is(key, "why") || slice_is(key, "priority") || slice_is(key, "due") || slice_is(key, "assign") ||
	    slice_is(key, "actions");
}

struct slice
facts_plain(const struct member *m, struct mem *mem)
{
	struct slice s = { m->value.at + 1, m->value.len - 2 };

	if (m->type != SCAN_STRING)
		return (struct slice){ "", 0 };
	if (memchr(s.at, '\\', s.len))
		s.at = scan_text(m->value, mem, &s.len);
	return s;
}

static double
number(const struct member *m)
{
	char   room[32];
	size_t len = m->value.len < sizeof room - 1 ? m->value.len : sizeof room - 1;

	if (m->type != SCAN_NUMBER)
		return -1;
	memcpy(room, m->value.at, len);
	room[len] = '\0';
	return strtod(room, NULL);
}

static int64_t
instant(const struct member *m)
{
	int64_t ms = 0;

	return m->type == SCAN_STRING && !when_read(m->value.at + 1, m->value.len - 2, &ms, NULL) ? ms : 0;
}

static int
read_author(void *arg, const struct member *m)
{
	struct facts *f = arg;

	if (slice_is(m->key, "id"))
		f->author_id = facts_plain(m, f->mem);
	else if (slice_is(m->key, "handle"))
		f->handle = facts_plain(m, f->mem);
	else if (slice_is(m->key, "followers"))
		f->followers = number(m);
	else if (slice_is(m->key, "since"))
		f->since = instant(m);
	return 0;
}

static int
count_item(void *arg, const struct member *m)
{
	(void)m;
	++*(size_t *)arg;
	return 0;
}

/* The strings that are kept as they are; NULL: the key is of none. */
static struct slice *
string_of(struct facts *f, struct slice key)
{
	if (slice_is(key, "id"))
		return &f->id;
	if (slice_is(key, "text"))
		return &f->text;
	if (slice_is(key, "kind"))
		return &f->kind;
	if (slice_is(key, "lang"))
		return &f->lang;
	if (slice_is(key, "post"))
		return &f->post;
	if (slice_is(key, "account"))
		return &f->account;
	return slice_is(key, "network") ? &f->network : NULL;
}

static void
read_string(struct facts *f, const struct member *m)
{
	struct slice *s = string_of(f, m->key);

	if (s)
		*s = facts_plain(m, f->mem);
	else if (slice_is(m->key, "at"))
		f->at = instant(m);
	else if (slice_is(m->key, "root") && !f->post.len)
		f->post = facts_plain(m, f->mem);
}

static void
read_member(struct facts *f, const struct member *m)
{
	if (m->type == SCAN_STRING)
		read_string(f, m);
	else if (slice_is(m->key, "public"))
		f->is_public = m->type == SCAN_TRUE ? 1 : m->type == SCAN_FALSE ? 0 : -1;
	else if (slice_is(m->key, "own"))
		f->own = m->type == SCAN_TRUE;
	else if (slice_is(m->key, "rating"))
		f->rating = number(m);
	else if (slice_is(m->key, "media") && m->type == SCAN_ARRAY)
		scan_inside(m->value, count_item, &f->media);
	else if (slice_is(m->key, "author") && m->type == SCAN_OBJECT)
		scan_inside(m->value, read_author, f);
	f->moderated |= facts_is_ours(m->key);
}

static uint64_t
author_of(const struct facts *f)
{
	struct slice who = f->author_id.len ? f->author_id : f->handle;
	uint64_t     hash;

	if (!who.len)
		return 0;
	hash = hash_fast(who.at, who.len) * 31 + hash_fast(f->network.at, f->network.len);
	return hash ? hash : 1;
}

void
facts_read(struct facts *f, const struct rec *r, struct mem *m)
{
	const struct member *members;
	size_t               i, count;

	memset(f, 0, sizeof *f);
	f->mem = m;
	f->followers = f->rating = f->capitals = -1;
	f->is_public = -1;
	f->links = f->mentions = f->length = SIZE_MAX;
	members = scan_members(r->scan, &count);
	for (i = 0; i < count; i++)
		read_member(f, members + i);
	f->message = hash_fast(f->id.at, f->id.len);
	f->author = author_of(f);
}

size_t
facts_links(struct facts *f)
{
	struct span link;
	size_t      from = 0;

	if (f->links != SIZE_MAX)
		return f->links;
	for (f->links = 0; text_next_link(f->text.at, f->text.len, from, &link); from = link.end)
		f->links++;
	return f->links;
}

int
facts_has_host(const struct facts *f, const char *host)
{
	struct span link;
	size_t      from = 0, len = strlen(host), n;
	char        found[256];

	for (; text_next_link(f->text.at, f->text.len, from, &link); from = link.end) {
		if (url_host(mem_dup(f->mem, f->text.at + link.start, link.end - link.start), found, sizeof found))
			continue;
		n = strlen(found);
		if (n >= len && memcmp(found + n - len, host, len) == 0 && (n == len || found[n - len - 1] == '.'))
			return 1;
	}
	return 0;
}

static int
is_wordly(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

size_t
facts_mentions(struct facts *f)
{
	size_t i;

	if (f->mentions != SIZE_MAX)
		return f->mentions;
	f->mentions = 0;
	for (i = 0; i + 1 < f->text.len; i++)
		f->mentions += f->text.at[i] == '@' && is_wordly(f->text.at[i + 1]) &&
		    (!i || !is_wordly(f->text.at[i - 1]));
	return f->mentions;
}

size_t
facts_length(struct facts *f)
{
	size_t i;

	if (f->length != SIZE_MAX)
		return f->length;
	f->length = 0;
	for (i = 0; i < f->text.len; i++)
		f->length += ((unsigned char)f->text.at[i] & 0xc0) != 0x80;
	return f->length;
}

double
facts_capitals(struct facts *f)
{
	size_t i, used, letters = 0, capitals = 0;

	if (f->capitals >= 0)
		return f->capitals;
	for (i = 0; i < f->text.len; i += used) {
		utf8proc_category_t c =
		    utf8proc_category((utf8proc_int32_t)utf8_read(f->text.at + i, f->text.len - i, &used));

		letters += c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LL;
		capitals += c == UTF8PROC_CATEGORY_LU;
	}
	f->capitals = letters < CAPITALS_LETTERS ? 0 : (double)capitals / (double)letters;
	return f->capitals;
}
