/* facts.c - what rules ask of a message */
#include "facts.h"

#include "smm/hash.h"
#include "smm/text.h"
#include "smm/url.h"
#include "smm/utf8.h"

#include <assert.h>
#include <stddef.h>
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

/* The same, where nothing of the line may have an escape. */
static inline struct slice
plain(struct facts *f, const struct member *m)
{
	return f->has_escapes ? facts_plain(m, f->mem) : (struct slice){ m->value.at + 1, m->value.len - 2 };
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

/* Of a string, with its quotes. */
static int64_t
instant(struct facts *f, struct slice s)
{
	int64_t ms = 0;

	return when_read_next(&f->last_time, s.at + 1, s.len - 2, &ms) ? 0 : ms;
}

static int
read_author(void *arg, const struct member *m)
{
	struct facts *f = arg;

	if (slice_is(m->key, "id"))
		f->author.id = facts_plain(m, f->mem);
	else if (slice_is(m->key, "handle"))
		f->author.handle = facts_plain(m, f->mem);
	else if (slice_is(m->key, "followers"))
		f->author.followers = number(m);
	else if (slice_is(m->key, "since") && m->type == SCAN_STRING)
		f->author.since = instant(f, m->value);
	return 0;
}

static int
count_item(void *arg, const struct member *m)
{
	(void)m;
	++*(size_t *)arg;
	return 0;
}

enum fact { /* what a member of a message tells */
	FACT_NONE, FACT_ID, FACT_TEXT, FACT_KIND, FACT_LANG, FACT_POST, FACT_ACCOUNT, FACT_NETWORK, FACT_ROOT, FACT_AT,
	FACT_PUBLIC, FACT_OWN, FACT_RATING, FACT_MEDIA, FACT_AUTHOR, FACT_OURS, FACT_COUNT
};

static const char *const fact_names[FACT_COUNT] = { "", "id", "text", "kind", "lang", "post", "account", "network",
	"root", "at", "public", "own", "rating", "media", "author", "" };

static void
make_table(struct fact_table *t, const struct member_kind *members)
{
	size_t i, f;

	t->members = members;
	for (i = 0; members[i].name; i++) {
		assert(i < sizeof t->fact);
		for (f = FACT_ID; f < FACT_OURS && strcmp(fact_names[f], members[i].name) != 0; f++)
			;
		if (f == FACT_OURS && !facts_is_ours((struct slice){ members[i].name, strlen(members[i].name) }))
			f = FACT_NONE;
		t->fact[i] = (unsigned char)f;
	}
}

/* Where the texts among them are kept; 0: they are not kept so. */
static const unsigned char text_at[FACT_COUNT] = {
	[FACT_ID] = offsetof(struct facts, id), [FACT_TEXT] = offsetof(struct facts, text),
	[FACT_KIND] = offsetof(struct facts, kind), [FACT_LANG] = offsetof(struct facts, lang),
	[FACT_POST] = offsetof(struct facts, post), [FACT_ACCOUNT] = offsetof(struct facts, account),
	[FACT_NETWORK] = offsetof(struct facts, network),
};

static inline void
read_string(struct facts *f, enum fact fact, const struct member *m)
{
	if (text_at[fact])
		*(struct slice *)(void *)((char *)f + text_at[fact]) = plain(f, m);
	else if (fact == FACT_AT)
		f->when = m->value;
	else if (fact == FACT_ROOT && !f->post.len)
		f->post = plain(f, m);
	else if (fact == FACT_OURS)
		f->moderated = 1;
}

static void
read_other(struct facts *f, enum fact fact, const struct member *m)
{
	switch (fact) {
	case FACT_PUBLIC: f->is_public = m->type == SCAN_TRUE ? 1 : m->type == SCAN_FALSE ? 0 : -1; break;
	case FACT_OWN: f->own = m->type == SCAN_TRUE; break;
	case FACT_RATING: f->rating = number(m); break;
	case FACT_MEDIA:
		if (m->type == SCAN_ARRAY)
			scan_inside(m->value, count_item, &f->media);
		break;
	case FACT_AUTHOR:
		if (m->type == SCAN_OBJECT)
			f->who = m->value;
		break;
	case FACT_OURS: f->moderated = 1; break;
	default: break;
	}
}

static uint64_t
hash_of(const struct author *a, struct slice network)
{
	struct slice who = a->id.len ? a->id : a->handle;
	uint64_t     hash;

	if (!who.len)
		return 0;
	hash = hash_fast(who.at, who.len) * 31 + hash_fast(network.at, network.len);
	return hash ? hash : 1;
}

const struct author *
facts_author(struct facts *f)
{
	if (f->has_author)
		return &f->author;
	f->has_author = 1;
	f->author = (struct author){ .followers = -1 };
	if (f->who.at)
		scan_inside(f->who, read_author, f);
	f->author.hash = hash_of(&f->author, f->network);
	return &f->author;
}

uint64_t
facts_message(struct facts *f)
{
	if (!f->message)
		f->message = hash_fast(f->id.at, f->id.len);
	return f->message;
}

int64_t
facts_at(struct facts *f)
{
	if (f->when.at) {
		f->at = instant(f, f->when);
		f->when.at = NULL;
	}
	return f->at;
}

void
facts_read(struct facts *f, const struct rec *r, struct mem *m)
{
	const struct member_kind *const *of = rec_kinds(r);
	const struct member             *members;
	size_t                           i, count;
	enum fact                        fact;

	memset((char *)f + offsetof(struct facts, id), 0, sizeof *f - offsetof(struct facts, id));
	f->mem = m;
	f->rating = f->capitals = -1;
	f->is_public = -1;
	f->links = f->mentions = f->length = SIZE_MAX;
	f->has_escapes = memchr(r->line.at, '\\', r->line.len) != NULL;
	members = scan_members(r->scan, &count);
	if (f->table.members != r->kind->members)
		make_table(&f->table, r->kind->members);
	for (i = 0; i < count; i++) {
		fact = of[i] ? (enum fact)f->table.fact[of[i] - f->table.members] : FACT_NONE;
		if (members[i].type == SCAN_STRING)
			read_string(f, fact, members + i);
		else
			read_other(f, fact, members + i);
	}
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
