/* ours.c - our posts, as post and result lines describe them */
#include "ours.h"

#include "sql.h"

#include "smm/buf.h"
#include "smm/mem.h"
#include "smm/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TAG_MAX    100 /* bytes; longer ones are no hashtags */
#define WORDS_MOST 80  /* letters of a post's text that a list shows */

struct post {
	uint32_t  id, key[KEY_DAY], *tags;
	size_t    ntags;
	uint32_t  text;      /* its first words; 0: none, or no list shows them */
	int64_t   published; /* INT64_MAX: not */
};

struct ours {
	struct post  *at;
	size_t        count, room;
	struct places by_id, by_ref; /* places plus one */
};

struct ours *
ours_new(void)
{
	struct ours *p = mem_get(sizeof *p);

	memset(p, 0, sizeof *p);
	return p;
}

void
ours_free(struct ours *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->count; i++)
		free(p->at[i].tags);
	free(p->at);
	free(p->by_id.at);
	free(p->by_ref.at);
	free(p);
}

uint32_t *
place_of(struct places *p, uint32_t word)
{
	size_t count = p->count;

	if (word >= count) {
		while (word >= count)
			count = count ? 2 * count : 256;
		p->at = mem_grow(p->at, count * sizeof *p->at);
		memset(p->at + p->count, 0, (count - p->count) * sizeof *p->at);
		p->count = count;
	}
	return p->at + word;
}

uint32_t
place_get(const struct places *p, uint32_t word)
{
	return word < p->count ? p->at[word] : 0;
}

void
tags_add(uint32_t **tags, size_t *count, uint32_t word)
{
	size_t i;

	for (i = 0; i < *count; i++)
		if ((*tags)[i] == word)
			return;
	if (*count % 8 == 0)
		*tags = mem_grow(*tags, (*count + 8) * sizeof **tags);
	(*tags)[(*count)++] = word;
}

static struct post *
find_or_add(struct ours *p, uint32_t id)
{
	uint32_t *place = place_of(&p->by_id, id);

	if (!*place) {
		if (p->count == p->room) {
			p->room = p->room ? 2 * p->room : 64;
			p->at = mem_grow(p->at, p->room * sizeof *p->at);
		}
		memset(p->at + p->count, 0, sizeof *p->at);
		p->at[p->count].id = id;
		p->at[p->count].published = INT64_MAX;
		*place = (uint32_t)++p->count;
	}
	return p->at + *place - 1;
}

/* Of two lines that differ the greater word stays: the order of lines changes nothing. */
static void
keep_greater(const struct kpi *k, uint32_t *kept, uint32_t word)
{
	if (word && pool_order(k->words, *kept, word) < 0)
		*kept = word;
}

static void
keep_keys(struct kpi *k, struct post *p, const struct fields *f)
{
	static const struct { int key, field; } keys[] = {
		{ KEY_ACCOUNT, F_ACCOUNT }, { KEY_NETWORK, F_NETWORK }, { KEY_CAMPAIGN, F_CAMPAIGN },
		{ KEY_PILLAR, F_PILLAR }, { KEY_ENTRY, F_ENTRY }, { KEY_LANG, F_LANG },
	};
	size_t i;

	p->key[KEY_POST] = p->id;
	for (i = 0; i < sizeof keys / sizeof *keys; i++) {
		keep_greater(k, &p->key[keys[i].key], field_word(k, f, keys[i].field));
	}
}

static int
is_tag_byte(unsigned char c)
{
	return c >= 0x80 || isalnum(c) || c == '_';
}

/* '#' at the start or behind what is no letter, then letters and digits, not digits alone; in small ASCII letters. */
static void
add_hashtags(struct kpi *k, struct post *p, const char *text)
{
	char   tag[TAG_MAX + 1];
	size_t i, n, letters;

	for (i = 0; text[i]; i++) {
		if (text[i] != '#' || (i && is_tag_byte((unsigned char)text[i - 1])))
			continue;
		letters = 0;
		tag[0] = '#';
		for (n = 1; n < TAG_MAX && is_tag_byte((unsigned char)text[i + n]); n++) {
			tag[n] = (char)tolower((unsigned char)text[i + n]);
			letters += !isdigit((unsigned char)text[i + n]);
		}
		if (letters && n < TAG_MAX && utf8_valid(tag, n) == n)
			tags_add(&p->tags, &p->ntags, pool_add(k->words, tag, n));
	}
}

static int
each_medium(void *arg, const struct member *m)
{
	int *films = arg;

	if (m->type == SCAN_STRING && m->key.len == 4 && memcmp(m->key.at, "type", 4) == 0)
		*films |= m->value.len > 7 && memcmp(m->value.at, "\"video/", 7) == 0;
	return 0;
}

struct media {
	int count, films;
};

static int
count_media(void *arg, const struct member *m)
{
	struct media *media = arg;

	media->count++;
	return m->type == SCAN_OBJECT ? scan_inside(m->value, each_medium, &media->films) : 0;
}

/* What a post is before all: poll, video, album, image, thread, link, text. */
static const char *
format_of(const struct fields *f)
{
	struct media media = { 0, 0 };

	if (has_field(f, F_POLL))
		return "poll";
	if (is_field_a(f, F_MEDIA, SCAN_ARRAY))
		scan_inside(field_value(f, F_MEDIA), count_media, &media);
	if (media.films)
		return "video";
	if (media.count)
		return media.count > 1 ? "album" : "image";
	if (has_field(f, F_THREAD) && field_value(f, F_THREAD).len > 2)
		return "thread";
	return has_field(f, F_LINK) ? "link" : "text";
}

/* On one line, cut behind a word when there is more. */
static uint32_t
first_words(struct kpi *k, const char *text)
{
	struct buf b = { 0 };
	size_t     len, letters = 0, blank = 0, i;
	uint32_t   word;

	for (len = 0; text[len]; len++) {
		if (((unsigned char)text[len] & 0xc0) == 0x80)
			continue;
		if ((unsigned char)text[len] <= ' ')
			blank = len;
		if (letters++ == WORDS_MOST)
			break;
	}
	buf_add(&b, text, text[len] && blank ? blank : len);
	for (i = 0; i < b.len; i++)
		b.at[i] = (unsigned char)b.at[i] < ' ' ? ' ' : b.at[i];
	buf_str(&b, text[len] ? "…" : "");
	word = b.len ? pool_add(k->words, b.at, b.len) : 0;
	buf_release(&b);
	return word;
}

void
ours_post(struct kpi *k, const struct fields *f)
{
	struct post *p = find_or_add(k->posts, field_word(k, f, F_ID));
	const char  *format = format_of(f);
	const char  *text = scan_text(field_value(f, F_TEXT), k->mem, NULL);

	keep_keys(k, p, f);
	keep_greater(k, &p->key[KEY_FORMAT], pool_add(k->words, format, strlen(format)));
	add_hashtags(k, p, text);
	if (k->lists_posts)
		keep_greater(k, &p->text, first_words(k, text));
}

/* The word of a network's own id of something: "NETWORK:REF". */
static uint32_t
ref_word(struct kpi *k, uint32_t network, const char *ref, size_t len)
{
	size_t      before;
	const char *name = pool_text(k->words, network, &before);
	char       *both = mem_alloc(k->mem, before + 1 + len);

	memcpy(both, name, before);
	both[before] = ':';
	memcpy(both + before + 1, ref, len);
	return pool_add(k->words, both, before + 1 + len);
}

/* Of two posts that say the same the greater id stays, whatever the order of lines. */
static void
keep_ref(struct kpi *k, uint32_t ref, const struct post *p)
{
	struct ours *all = k->posts;
	uint32_t    *place = place_of(&all->by_ref, ref);

	if (!*place || pool_order(k->words, all->at[*place - 1].id, p->id) < 0)
		*place = (uint32_t)(p - all->at) + 1;
}

void
ours_result(struct kpi *k, const struct fields *f)
{
	struct post *p;
	int64_t      at;
	uint32_t     ref;
	size_t       len;
	const char  *text;

	if (!field_is(f, F_STATUS, "done"))
		return;
	p = find_or_add(k->posts, field_word(k, f, F_ID));
	keep_keys(k, p, f);
	if (field_time(f, F_AT, &at) == 0 && at < p->published)
		p->published = at;
	ref = field_word(k, f, F_REF);
	if (!ref || !has_field(f, F_NETWORK))
		return;
	text = pool_text(k->words, ref, &len);
	keep_ref(k, ref_word(k, field_word(k, f, F_NETWORK), text, len), p);
}

static void
join_post(struct kpi *k, const struct post *x, const uint32_t *words)
{
	struct post *p = find_or_add(k->posts, words[x->id]);
	size_t       i;

	p->key[KEY_POST] = p->id;
	for (i = 0; i < KEY_DAY; i++)
		if (i != KEY_POST)
			keep_greater(k, &p->key[i], words[x->key[i]]);
	keep_greater(k, &p->text, words[x->text]);
	for (i = 0; i < x->ntags; i++)
		tags_add(&p->tags, &p->ntags, words[x->tags[i]]);
	if (x->published < p->published)
		p->published = x->published;
}

void
ours_join(struct kpi *k, const struct ours *from, const uint32_t *words)
{
	size_t i;

	for (i = 0; i < from->count; i++)
		join_post(k, from->at + i, words);
	for (i = 0; i < from->by_ref.count; i++)
		if (from->by_ref.at[i])
			keep_ref(k, words[i], find_or_add(k->posts, words[from->at[from->by_ref.at[i] - 1].id]));
}

int
ours_are_listed(const struct kpi_def *d)
{
	return (d->how == KPI_TOP || d->how == KPI_BOTTOM) && strcmp(d->over, "post") == 0;
}

const char *
ours_text(const struct kpi *k, uint32_t id)
{
	uint32_t place = place_get(&k->posts->by_id, id);

	return place && k->posts->at[place - 1].text ? pool_text(k->words, k->posts->at[place - 1].text, NULL) : NULL;
}

void
ours_describe(struct kpi *k, struct fact *f, const char *id, size_t len, int is_ref, int when)
{
	const struct ours *all = k->posts;
	const struct post  *p;
	uint32_t            place;
	int                 i;

	f->post = id;
	f->post_len = len;
	if (k->keys >> KEY_POST & 1)
		f->key[KEY_POST] = pool_add(k->words, id, len);
	else if (all->count)
		f->key[KEY_POST] = pool_find(k->words, id, len);
	if (!all->count)
		return;
	place = is_ref ? place_get(&all->by_ref, ref_word(k, f->key[KEY_NETWORK], id, len)) :
	    place_get(&all->by_id, f->key[KEY_POST]);
	mem_reset(k->mem);
	if (!place)
		return;
	p = all->at + place - 1;
	f->key[KEY_POST] = p->id;
	for (i = 0; i < KEY_DAY; i++)
		if (!f->key[i])
			f->key[i] = p->key[i];
	f->tags = p->tags;
	f->ntags = p->ntags;
	if (when && p->published != INT64_MAX)
		f->at = p->published;
}

static void
load_post(struct kpi *k, const struct post *p, uint32_t name, int is_ref)
{
	struct fact f = { .over = OVER_PUBLISHED, .at = p->published, .tags = p->tags, .ntags = p->ntags };

	memcpy(f.key, p->key, sizeof f.key);
	f.key[KEY_POST] = p->id;
	sql_post(k->sql, pool_text(k->words, name, NULL), is_ref, &f);
}

void
ours_load(struct kpi *k)
{
	const struct ours *all = k->posts;
	size_t             i;

	for (i = 0; i < all->count; i++)
		load_post(k, all->at + i, all->at[i].id, 0);
	for (i = 0; i < all->by_ref.count; i++)
		if (all->by_ref.at[i])
			load_post(k, all->at + all->by_ref.at[i] - 1, (uint32_t)i, 1);
}

void
ours_facts(struct kpi *k)
{
	const struct post *p;
	struct fact        f = { .over = OVER_PUBLISHED };

	for (p = k->posts->at; p < k->posts->at + k->posts->count; p++) {
		if (p->published == INT64_MAX)
			continue;
		memcpy(f.key, p->key, sizeof f.key);
		f.tags = p->tags;
		f.ntags = p->ntags;
		f.at = f.as_of = p->published;
		fact_set(&f, M_POSTS, 1);
		cells_add(k->cells, &f);
	}
}
