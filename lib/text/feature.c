/* feature.c - a message as hashed features */
#include "feature.h"

#include <string.h>

#define NEGATED_WORDS 3 /* behind "not", "pas" */
#define SIGN_BYTES    6
#define LINK_PARTS    6 /* the host, and where on it: what is behind them is a number of its own */

/* Salts: they keep the kinds of features apart. */
enum { SALT_WORD = 1, SALT_PAIR, SALT_NEGATED, SALT_CHARS, SALT_SHAPE, SALT_LINK, SALT_AROUND };

struct token {
	uint32_t    hash;
	uint16_t    word;
	const char *at;
	size_t      len;
};

struct making {
	struct features      *f;
	const struct norm    *n;
	const char           *s;
	unsigned              recipe;
	struct token          last;
	int                   negated; /* words still to be */
};

/* What a word list makes of a whole message. */
struct sums {
	int good, bad, first, final, top, low;
};

static uint32_t
mix(uint32_t a, uint32_t salt)
{
	uint32_t h = (a ^ salt * UINT32_C(0x85ebca6b)) * UINT32_C(0xcc9e2d51);

	h = (h ^ h >> 15) * UINT32_C(0x1b873593);
	return h ^ h >> 13;
}

static uint32_t
short_hash(uint64_t h)
{
	return (uint32_t)(h >> 32); /* norm_hash() ends with h ^ h >> 32: the same once more would undo it */
}

const struct feature *
feature_group(const struct features *f, enum feature_group g)
{
	return g == FEATURE_WORDS ? f->words : g == FEATURE_CHARS ? f->chars : f->shape;
}

static void
add_word(struct features *f, uint32_t hash, uint16_t word)
{
	if (f->count[FEATURE_WORDS] < FEATURES_WORDS)
		f->words[f->count[FEATURE_WORDS]++] = (struct feature){ hash, word };
}

static void
add_shape(struct features *f, unsigned what, unsigned more, uint16_t word)
{
	if (f->count[FEATURE_SHAPE] < FEATURES_SHAPE)
		f->shape[f->count[FEATURE_SHAPE]++] = (struct feature){ mix(what << 8 | more, SALT_SHAPE), word };
}

static void
add_stream(struct making *m, const char *s, size_t len, uint16_t word)
{
	struct features *f = m->f;
	size_t           i;

	if (f->len + len + 2 > STREAM_BYTES)
		return;
	f->stream[f->len] = ' ';
	f->owner[f->len++] = word;
	memcpy(f->stream + f->len, s, len);
	for (i = 0; i < len; i++)
		f->owner[f->len + i] = word;
	f->len += len;
}

static int
is_negation(const struct token *t)
{
	static const char *const words[] = { "not", "no", "never", "dont", "cant", "wont", "isnt", "didnt",
		"doesnt", "wasnt", "couldnt", "shouldnt", "wouldnt", "havent", "hasnt", "aint", "arent", "nothing",
		"without", "nobody", "neither", "nor", "hardly", "pas", "jamais", "aucun", "aucune", "rien", "sans",
		"ni", "guere" };
	size_t i;

	if (t->len < 2 || t->len > 8)
		return 0;
	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (t->at[0] == words[i][0] && strlen(words[i]) == t->len && memcmp(words[i], t->at, t->len) == 0)
			return 1;
	return 0;
}

static void
add_token(struct making *m, const struct token *t)
{
	add_word(m->f, mix(t->hash, SALT_WORD), t->word);
	if (m->recipe & FEATURE_PAIRS)
		add_word(m->f, mix(t->hash + 31 * m->last.hash, SALT_PAIR), t->word);
	if (m->recipe & FEATURE_NEGATE) {
		if (m->negated)
			add_word(m->f, mix(t->hash, SALT_NEGATED), t->word);
		m->negated = is_negation(t) ? NEGATED_WORDS : m->negated ? m->negated - 1 : 0;
	}
	add_stream(m, t->at, t->len, t->word);
	if (m->f->tokens < FEATURES_WORDS)
		m->f->token[m->f->tokens++] = (struct feature){ t->hash, t->word };
	m->last = *t;
}

/* Punctuation and signs between two words are a token, up to SIGN_BYTES of them. */
static void
add_gap(struct making *m, size_t from, size_t to, uint16_t word)
{
	char         sign[SIGN_BYTES];
	struct token t = { .word = word, .at = sign };

	for (; from < to && t.len < sizeof sign; from++)
		if ((unsigned char)m->s[from] > ' ' && m->s[from] != 0x7f)
			sign[t.len++] = m->s[from];
	if (!t.len)
		return;
	t.hash = short_hash(norm_hash(sign, t.len)) ^ 0x5bd1e995;
	m->negated = 0;
	add_token(m, &t);
}

static void
add_manner(struct making *m, const struct norm_word *w, uint16_t index)
{
	if (w->flags & NORM_CAPITAL && w->letters > 2)
		add_shape(m->f, 3, 0, index);
	if (w->flags & NORM_RUN)
		add_shape(m->f, 3, 1, index);
	if (w->flags & NORM_STARS)
		add_shape(m->f, 3, 2, index);
}

static void
add_norm_word(struct making *m, const struct norm_word *w, uint16_t index)
{
	int          accents = (m->recipe & FEATURE_ACCENTS) != 0;
	struct token t = { .word = index };

	m->f->negated[index] = m->negated > 0;
	if (w->flags & NORM_JOINED)
		return;
	t.at = m->n->text + (accents ? w->folded : w->plain);
	t.len = accents ? w->folded_len : w->plain_len;
	t.hash = short_hash(w->hash);
	if (w->flags & NORM_LINK) {
		t.at = "\001";
		t.len = 1;
	} else if (w->flags & NORM_MENTION) {
		t.at = "\002";
		t.len = 1;
		t.hash = 2;
	} else if (w->flags & NORM_NUMBER) {
		t.hash = 16 + w->letters;
	} else {
		add_manner(m, w, index);
	}
	if (w->bare_len && !(w->flags & NORM_STARS))
		add_word(m->f, mix(short_hash(lexicon_bare_key(m->n->text + w->bare, w->bare_len)), SALT_WORD), index);
	add_token(m, &t);
}

static void
add_chars(struct making *m)
{
	struct features *f = m->f;
	int              inside = !(m->recipe & FEATURE_ACCENTS);
	size_t           least = m->recipe & FEATURE_ACCENTS ? 1 : 2, most = m->recipe & FEATURE_ACCENTS ? 4 : 5;
	size_t           i, k, count = 0;

	for (i = 0; i < f->len && count + most <= FEATURES_CHARS; i++) {
		uint32_t h = UINT32_C(0x811c9dc5);

		for (k = 1; k <= most && i + k <= f->len; k++) {
			h = (h ^ (unsigned char)f->stream[i + k - 1]) * UINT32_C(0x01000193);
			if (k >= least)
				f->chars[count++] = (struct feature){ mix(h, SALT_CHARS), f->owner[i + k / 2] };
			if (inside && k > 1 && f->stream[i + k - 1] == ' ')
				break;
		}
	}
	f->count[FEATURE_CHARS] = count;
}

void
features_read(struct features *f, const struct norm *n, const char *s, size_t len, unsigned recipe)
{
	struct making m = { .f = f, .n = n, .s = s, .recipe = recipe };
	size_t        i, end = n->count ? n->words[0].start : 0;

	memset(f->count, 0, sizeof f->count);
	f->len = f->tokens = 0;
	end = end > SIGN_BYTES ? end - SIGN_BYTES : 0;
	for (i = 0; i < n->count; i++) {
		const struct norm_word *w = n->words + i;

		if (!(w->flags & NORM_JOINED) && w->start > end)
			add_gap(&m, end, w->start, (uint16_t)i);
		add_norm_word(&m, w, (uint16_t)i);
		end = w->flags & NORM_JOINED ? end : w->end;
	}
	if (n->count)
		add_gap(&m, end, len, (uint16_t)(n->count - 1));
	add_stream(&m, "", 0, (uint16_t)(n->count ? n->count - 1 : 0));
	add_chars(&m);
	memcpy(f->plainly, f->count, sizeof f->plainly);
}

/* --- a word list's opinion --------------------------------------------------------------------- */

static void
count_value(struct sums *s, int v)
{
	s->good += v > 0 ? v : 0;
	s->bad -= v < 0 ? v : 0;
	s->top = v > s->top ? v : s->top;
	s->low = v < s->low ? v : s->low;
	s->first = s->first ? s->first : v;
	s->final = v;
}

static void
add_sums(struct features *f, const struct sums *s)
{
	static const int steps[] = { 1, 2, 3, 4, 6, 9, 13 };
	unsigned         i;

	for (i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (s->good >= steps[i])
			add_shape(f, 4, i, 0);
		if (s->bad >= steps[i])
			add_shape(f, 5, i, 0);
		if (s->good - s->bad >= steps[i])
			add_shape(f, 6, i, 0);
		if (s->bad - s->good >= steps[i])
			add_shape(f, 7, i, 0);
	}
	add_shape(f, 8, (unsigned)(s->first + 8), 0);
	add_shape(f, 9, (unsigned)(s->final + 8), 0);
	add_shape(f, 10, (unsigned)(s->top + 8), 0);
	add_shape(f, 11, (unsigned)(s->low + 8), 0);
}

void
features_list(struct features *f, const struct norm *n, const struct lexicon *lexicon)
{
	struct sums sums = { 0 };
	size_t      i;

	memcpy(f->count, f->plainly, sizeof f->count);
	if (!lexicon->size)
		return;
	for (i = 0; i < n->count; i++) {
		const struct norm_word *w = n->words + i;
		uint64_t                found;
		int                     plainly, v;

		if (w->flags & (NORM_LINK | NORM_MENTION | NORM_NUMBER))
			continue;
		v = lexicon_word(lexicon, n, w, &found, &plainly);
		if (!v)
			continue;
		add_shape(f, 1, (unsigned)(v + 8), (uint16_t)i);
		if (!plainly) {
			add_shape(f, 2, (unsigned)(v + 8), (uint16_t)i);
			add_word(f, mix(short_hash(found), SALT_WORD), (uint16_t)i);
		}
		count_value(&sums, f->negated[i] ? -v : v);
	}
	add_sums(f, &sums);
}

/* --- the form of a message ---------------------------------------------------------------------- */

/* One feature for each step that a number has reached. */
static void
add_steps(struct features *f, unsigned what, size_t value, const unsigned short *steps)
{
	unsigned i;

	for (i = 0; steps[i] && value >= steps[i]; i++)
		add_shape(f, what, i, 0);
}

static int
is_link_letter(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* What stands between the signs of a link, as words of their own: who links to where tells adverts from talk. */
static void
add_link(struct features *f, const char *s, const struct norm_word *w, uint16_t index)
{
	char   part[NORM_LETTERS];
	size_t at = w->start, parts = 0, len;

	while (at < w->end && parts < LINK_PARTS) {
		for (len = 0; at < w->end && is_link_letter(s[at]); at++)
			if (len < sizeof part)
				part[len++] = (char)(s[at] | 0x20); /* figures stay what they are */
		if (len) {
			add_word(f, mix(short_hash(norm_hash(part, len)), SALT_LINK), index);
			parts++;
		}
		at += at < w->end;
	}
}

static void
add_form(struct features *f, const struct norm *n, const char *s, size_t len)
{
	static const unsigned short lengths[] = { 20, 40, 60, 80, 100, 120, 140, 160, 240, 480, 0 };
	static const unsigned short few[] = { 1, 2, 3, 5, 8, 0 }, digits[] = { 1, 3, 5, 8, 12, 16, 24, 0 };
	static const unsigned short longest[] = { 3, 4, 5, 6, 9, 11, 0 };
	size_t figures = 0, most = 0, capitals = 0, links = 0, i;

	for (i = 0; i < n->count; i++) {
		const struct norm_word *w = n->words + i;
		size_t                  count = w->flags & NORM_NUMBER ? w->letters : 0;

		figures += count;
		most = count > most ? count : most;
		capitals += w->flags & NORM_CAPITAL && w->letters > 1;
		if (w->flags & NORM_LINK) {
			add_link(f, s, w, (uint16_t)i);
			links++;
		}
	}
	add_steps(f, 12, len, lengths);
	add_steps(f, 13, figures, digits);
	add_steps(f, 14, most, longest);
	add_steps(f, 15, capitals, few);
	add_steps(f, 16, links, few);
}

static void
add_around(struct features *f)
{
	size_t i;

	for (i = 2; i < f->tokens; i++)
		add_word(f, mix(f->token[i].hash + 31 * f->token[i - 2].hash, SALT_AROUND), f->token[i].word);
}

void
features_more(struct features *f, const struct norm *n, const char *s, size_t len, unsigned recipe)
{
	if (recipe & FEATURE_FORM)
		add_form(f, n, s, len);
	if (recipe & FEATURE_AROUND)
		add_around(f);
}
