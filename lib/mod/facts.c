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

static const char *const fact_names[FACT_COUNT] = { "", "id", "text", "kind", "lang", "post", "root", "account",
	"network", "at", "public", "own", "rating", "media", "author", "" };

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

void
facts_read(struct facts *f, const struct rec *r, struct mem *m)
{
	const struct member_kind *const *of = rec_kinds(r);
	const struct member             *members;
	size_t                           i, count;

	if (f->table.members != r->kind->members)
		make_table(&f->table, r->kind->members);
	memset(f->member, 0, sizeof f->member);
	f->mem = m;
	f->read = 0;
	f->message = 0;
	f->links = f->mentions = f->length = f->media = SIZE_MAX;
	f->capitals = -1;
	members = scan_members(r->scan, &count);
	for (i = 0; i < count; i++)
		if (of[i])
			f->member[f->table.fact[of[i] - f->table.members]] = members + i;
}

/* Whether it was read before; from now on it was. */
static int
was_read(struct facts *f, enum fact what)
{
	unsigned before = f->read;

	f->read |= 1u << what;
	return before >> what & 1;
}

struct slice
facts_string(struct facts *f, enum fact what)
{
	const struct member *m = f->member[what];

	if (!was_read(f, what))
		f->string[what] = m && m->type == SCAN_STRING ? facts_plain(m, f->mem) : (struct slice){ NULL, 0 };
	return f->string[what];
}

struct slice
facts_post(struct facts *f)
{
	struct slice post = facts_string(f, FACT_POST);

	return post.len ? post : facts_string(f, FACT_ROOT);
}

void
facts_set_lang(struct facts *f, struct slice lang)
{
	f->string[FACT_LANG] = lang;
	f->read |= 1u << FACT_LANG;
}

static enum scan_type
type_of(const struct facts *f, enum fact what)
{
	return f->member[what] ? f->member[what]->type : SCAN_NULL;
}

int
facts_is_own(const struct facts *f)
{
	return type_of(f, FACT_OWN) == SCAN_TRUE;
}

int
facts_is_public(const struct facts *f)
{
	enum scan_type type = type_of(f, FACT_PUBLIC);

	return type == SCAN_TRUE ? 1 : type == SCAN_FALSE ? 0 : -1;
}

double
facts_rating(const struct facts *f)
{
	return f->member[FACT_RATING] ? number(f->member[FACT_RATING]) : -1;
}

size_t
facts_media(struct facts *f)
{
	if (f->media != SIZE_MAX)
		return f->media;
	f->media = 0;
	if (type_of(f, FACT_MEDIA) == SCAN_ARRAY)
		scan_inside(f->member[FACT_MEDIA]->value, count_item, &f->media);
	return f->media;
}

int
facts_is_moderated(const struct facts *f)
{
	return f->member[FACT_OURS] != NULL;
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
	if (was_read(f, FACT_AUTHOR))
		return &f->author;
	f->author = (struct author){ .followers = -1 };
	if (type_of(f, FACT_AUTHOR) == SCAN_OBJECT)
		scan_inside(f->member[FACT_AUTHOR]->value, read_author, f);
	f->author.hash = hash_of(&f->author, facts_string(f, FACT_NETWORK));
	return &f->author;
}

uint64_t
facts_message(struct facts *f)
{
	struct slice id;

	if (!f->message) {
		id = facts_string(f, FACT_ID);
		f->message = hash_fast(id.at, id.len);
	}
	return f->message;
}

int64_t
facts_at(struct facts *f)
{
	if (!was_read(f, FACT_AT))
		f->at = type_of(f, FACT_AT) == SCAN_STRING ? instant(f, f->member[FACT_AT]->value) : 0;
	return f->at;
}

size_t
facts_links(struct facts *f)
{
	struct slice text = facts_string(f, FACT_TEXT);
	struct span  link;
	size_t       from = 0;

	if (f->links != SIZE_MAX)
		return f->links;
	for (f->links = 0; text_next_link(text.at, text.len, from, &link); from = link.end)
		f->links++;
	return f->links;
}

int
facts_has_host(struct facts *f, const char *host)
{
	struct slice text = facts_string(f, FACT_TEXT);
	struct span  link;
	size_t       from = 0, len = strlen(host), n;
	char         found[256];

	for (; text_next_link(text.at, text.len, from, &link); from = link.end) {
		if (url_host(mem_dup(f->mem, text.at + link.start, link.end - link.start), found, sizeof found))
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
	struct slice text = facts_string(f, FACT_TEXT);
	size_t       i;

	if (f->mentions != SIZE_MAX)
		return f->mentions;
	f->mentions = 0;
	for (i = 0; i + 1 < text.len; i++)
		f->mentions += text.at[i] == '@' && is_wordly(text.at[i + 1]) &&
		    (!i || !is_wordly(text.at[i - 1]));
	return f->mentions;
}

size_t
facts_length(struct facts *f)
{
	struct slice text = facts_string(f, FACT_TEXT);
	size_t       i;

	if (f->length != SIZE_MAX)
		return f->length;
	f->length = 0;
	for (i = 0; i < text.len; i++)
		f->length += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	return f->length;
}

double
facts_capitals(struct facts *f)
{
	struct slice text = facts_string(f, FACT_TEXT);
	size_t       i, used, letters = 0, capitals = 0;

	if (f->capitals >= 0)
		return f->capitals;
	for (i = 0; i < text.len; i += used) {
		utf8proc_category_t c =
		    utf8proc_category((utf8proc_int32_t)utf8_read(text.at + i, text.len - i, &used));

		letters += c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LL;
		capitals += c == UTF8PROC_CATEGORY_LU;
	}
	f->capitals = letters < CAPITALS_LETTERS ? 0 : (double)capitals / (double)letters;
	return f->capitals;
}
