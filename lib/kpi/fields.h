/* fields.h - the members that figures are made from, found in one pass over a record's */
#ifndef SMM_FIELDS_H
#define SMM_FIELDS_H

#include "engine.h"

#include "smm/skim.h"

enum field {
	F_ACCOUNT, F_NETWORK, F_CAMPAIGN, F_PILLAR, F_ENTRY, F_LANG, F_KIND, F_ARTICLE, F_TYPE, F_ID, F_SCOPE,
	    F_SUBJECT,
	F_REF, F_AT, F_FROM, F_TO, F_TOTAL, F_CURRENCY, F_OP, F_STATUS, F_MESSAGE, F_BY, F_AUTHOR, F_TEXT, F_REPLY_TO,
	F_ROOT, F_POST, F_OWN, F_SENTIMENT, F_RATING, F_TOPICS, F_DUE, F_MEDIA, F_POLL, F_THREAD, F_LINK,
	F_MEASURE, /* and the members of metric lines, in the order of enum measure */
	F_COUNT = F_MEASURE + M_METRICS
};

_Static_assert(F_COUNT <= 64, "presence is a mask of 64 bits");

#define FIELD_TIME (SKIM_INT + 1) /* beside those of skim.h: a time that was read, number is its milliseconds */

struct fields {
	uint64_t                   has;  /* by enum field */
	uint64_t                   ints; /* that are a SKIM_INT */
	struct skim_member *const *at;
	struct skim_member        *of[F_COUNT]; /* what fields_of() finds; `name` means nothing in it */
	struct skim_member         of_rec[F_COUNT];
};

int  field_find(struct slice key); /* -1: none of these; the key has no escapes */
void fields_of(struct fields *f, const struct rec *r); /* null counts as absent */

/* Whether both texts of so many bytes, not none, are the same. STOOD_BEHIND bytes behind them may be read. */
static inline int
same_bytes(const char *a, const char *b, size_t len)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t x, y;

	for (;; a += sizeof x, b += sizeof x, len -= sizeof x) {
		memcpy(&x, a, sizeof x);
		memcpy(&y, b, sizeof y);
		if (len <= sizeof x)
			return !((x ^ y) << (64 - 8 * len));
		if (x != y)
			return 0;
	}
#else
	return memcmp(a, b, len) == 0;
#endif
}

/* What stood in a line, kept for the next one; whether that has the same. */
static inline void
stood_keep(struct stood *s, struct slice text)
{
	s->len = text.len <= STOOD_BYTES ? (uint32_t)text.len : 0;
	memcpy(s->text, text.at, s->len);
}

static inline int
stood_is(const struct stood *s, struct slice text)
{
	return s->len == text.len && same_bytes(s->text, text.at, text.len);
}

static inline int
has_field(const struct fields *f, int i)
{
	return (int)(f->has >> i & 1);
}

/* The measures among the members, as a mask of enum measure. */
static inline uint64_t
fields_measures(const struct fields *f)
{
	return f->has >> F_MEASURE & ((UINT64_C(1) << M_METRICS) - 1);
}

/* As it stands in the line; only of one that it has. */
static inline struct slice
field_value(const struct fields *f, int i)
{
	return f->at[i]->value;
}

static inline int
is_field_a(const struct fields *f, int i, enum scan_type type)
{
	return has_field(f, i) && f->at[i]->type == type;
}

/* A string as a word, unescaped; 0 when it is absent or empty. A time, an integer: 0 or -1. "true" is 1. */
uint32_t field_word(struct kpi *k, const struct fields *f, int i);
uint32_t slice_word(struct kpi *k, struct slice value);
int      field_time(const struct fields *f, int i, int64_t *ms);
int      field_int(const struct fields *f, int i, int64_t *n);
int      field_true(const struct fields *f, int i);
int      field_is(const struct fields *f, int i, const char *word);

/* A number in millionths, exactly. -1: more than six decimals, or too large. */
int decimal_read(struct slice value, int64_t *millionths);

#endif
