/* fields.c - the members that figures are made from */
#include "fields.h"

#include "smm/when.h"

#include <string.h>

#define SLOTS 256u

static const char *const names[F_MEASURE] = {
	[F_ACCOUNT] = "account", [F_NETWORK] = "network", [F_CAMPAIGN] = "campaign", [F_PILLAR] = "pillar",
	[F_ENTRY] = "entry", [F_LANG] = "lang", [F_KIND] = "kind", [F_ARTICLE] = "article", [F_TYPE] = "type",
	    [F_ID] = "id",
	[F_SCOPE] = "scope", [F_SUBJECT] = "subject", [F_REF] = "ref", [F_AT] = "at", [F_FROM] = "from", [F_TO] = "to",
	[F_TOTAL] = "total", [F_CURRENCY] = "currency", [F_OP] = "op", [F_STATUS] = "status", [F_MESSAGE] = "message",
	[F_BY] = "by", [F_AUTHOR] = "author", [F_TEXT] = "text", [F_REPLY_TO] = "reply_to", [F_ROOT] = "root",
	[F_POST] = "post", [F_OWN] = "own", [F_SENTIMENT] = "sentiment", [F_RATING] = "rating", [F_TOPICS] = "topics",
	[F_DUE] = "due", [F_MEDIA] = "media", [F_POLL] = "poll", [F_THREAD] = "thread", [F_LINK] = "link",
};

static const char *
name_of(int i)
{
	return i < F_MEASURE ? names[i] : measure_name(i - F_MEASURE);
}

static unsigned
slot_of(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;

	return ((unsigned)len * 37 + u[0] * 11u + u[len - 1] * 5u + u[len / 2]) & (SLOTS - 1);
}

int
field_find(struct slice key)
{
	static unsigned char slots[SLOTS]; /* field plus one */
	unsigned             s;
	int                  i;

	if (!slots[slot_of("type", 4)])
		for (i = 0; i < F_COUNT; i++) {
			for (s = slot_of(name_of(i), strlen(name_of(i))); slots[s]; s = (s + 1) & (SLOTS - 1))
				;
			slots[s] = (unsigned char)(i + 1);
		}
	if (!key.len)
		return -1;
	for (s = slot_of(key.at, key.len); slots[s]; s = (s + 1) & (SLOTS - 1)) {
		i = slots[s] - 1;
		if (strncmp(name_of(i), key.at, key.len) == 0 && !name_of(i)[key.len])
			return i;
	}
	return -1;
}

/* A key with escapes is compared as what it means; nobody writes them. */
static int
find_escaped(const struct rec *r, const struct member *m)
{
	int i;

	for (i = 0; i < F_COUNT; i++)
		if (rec_get(r, name_of(i)) == m)
			return i;
	return -1;
}

void
fields_of(struct fields *f, const struct rec *r)
{
	const struct member *m;
	size_t               n, count;
	int                  i;

	f->has = f->ints = 0;
	f->at = f->of;
	m = scan_members(r->scan, &count);
	for (n = 0; n < count; n++) {
		if (m[n].type == SCAN_NULL)
			continue;
		i = memchr(m[n].key.at, '\\', m[n].key.len) ? find_escaped(r, m + n) : field_find(m[n].key);
		if (i < 0)
			continue;
		f->has |= UINT64_C(1) << i;
		f->of_rec[i].value = m[n].value;
		f->of_rec[i].type = m[n].type;
		f->of[i] = f->of_rec + i;
	}
}

static uint32_t
look_up(struct kpi *k, struct slice v)
{
	size_t len;
	char  *text;

	if (!memchr(v.at, '\\', v.len))
		return pool_add(k->words, v.at + 1, v.len - 2);
	text = scan_text(v, k->mem, &len);
	return pool_add(k->words, text, len);
}

/* Where a string is kept among those that were said, by its ends; of a short one by its last letter. */
static inline size_t
said_slot(struct slice v)
{
	uint64_t first, last;

	if (v.len < sizeof first)
		return (unsigned char)v.at[v.len - 2];
	memcpy(&first, v.at, sizeof first);
	memcpy(&last, v.at + v.len - sizeof last, sizeof last);
	return (first ^ last * 3) * 0x9e3779b97f4a7c15u >> 56;
}

uint32_t
slice_word(struct kpi *k, struct slice v)
{
	struct said *s;

	if (v.len < 2 || *v.at != '"')
		return 0;
	if (v.len > STOOD_BYTES)
		return look_up(k, v);
	s = k->said + said_slot(v) % SAID;
	if (!stood_is(&s->as, v)) {
		s->word = look_up(k, v);
		stood_keep(&s->as, v);
	}
	return s->word;
}

uint32_t
field_word(struct kpi *k, const struct fields *f, int i)
{
	return has_field(f, i) ? slice_word(k, field_value(f, i)) : 0;
}

int
field_time(const struct fields *f, int i, int64_t *ms)
{
	if (is_field_a(f, i, SCAN_STRING))
		return when_read(field_value(f, i).at + 1, field_value(f, i).len - 2, ms, NULL);
	if (!has_field(f, i) || f->at[i]->type != FIELD_TIME)
		return -1;
	*ms = f->at[i]->number;
	return 0;
}

int
field_int(const struct fields *f, int i, int64_t *n)
{
	if (is_field_a(f, i, SCAN_NUMBER))
		return scan_int(field_value(f, i), n);
	if (!has_field(f, i) || f->at[i]->type != SKIM_INT)
		return -1;
	*n = skim_int(f->at[i]);
	return 0;
}

int
field_true(const struct fields *f, int i)
{
	return is_field_a(f, i, SCAN_TRUE);
}

int
field_is(const struct fields *f, int i, const char *word)
{
	size_t len = strlen(word);

	return is_field_a(f, i, SCAN_STRING) && field_value(f, i).len == len + 2 &&
	    memcmp(field_value(f, i).at + 1, word, len) == 0;
}

/* Digits before and behind the point, then the exponent moves it. */
int
decimal_read(struct slice v, int64_t *out)
{
	const char *p = v.at, *end = v.at + v.len;
	int64_t     n = 0;
	int         negative = p < end && *p == '-', places = 0, point = 0, exponent = 0, minus = 0;

	for (p += negative; p < end && (*p | 32) != 'e'; p++) {
		if (*p == '.') {
			point = 1;
			continue;
		}
		if (n > (INT64_MAX / 10 - 9) / 10)
			return -1;
		n = 10 * n + (*p - '0');
		places += point;
	}
	if (p < end) {
		p++;
		minus = *p == '-';
		for (p += *p == '-' || *p == '+'; p < end && exponent < 100; p++)
			exponent = 10 * exponent + (*p - '0');
	}
	for (places -= minus ? -exponent : exponent; places > 6 && n % 10 == 0 && n; places--)
		n /= 10;
	if (!n)
		places = 6;
	for (; places < 6; places++) {
		if (n > INT64_MAX / 10)
			return -1;
		n *= 10;
	}
	*out = negative ? -n : n;
	return places > 6 ? -1 : 0;
}
