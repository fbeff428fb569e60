/* pattern.c - the charter's patterns, by PCRE2 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "pattern.h"

#include "needle.h"
#include "smm/load.h"
#include "smm/mem.h"
#include "smm/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK  16         /* bytes of a text that are looked at together */
#define BEHIND 2          /* and bytes behind them */
#define PAIRS  (1u << 10) /* of two letters or blanks: five bits of each, whatever its case */
#define TRIADS (1u << 15) /* of three */

struct pattern {
	size_t      term;
	pcre2_code *code;
	int         always; /* requires nothing */
	int         jit_done;
	unsigned    wanted; /* for which text its needle was found */
};

struct hook { /* a needle, hung up by a pair of its letters, or by a sign or figure that it has */
	struct needle needle;
	unsigned      offset; /* where in it that is */
	size_t        pattern;
	struct hook  *next;
};

/*
 * Three letters are looked up at every second byte of a text. The pair by which a needle hangs is among them, with the
 * letter before it or the one behind: both triads are marked.
 */
struct patterns {
	const struct charter *charter;
	struct mem           *mem;
	struct pattern       *at;
	size_t                count;
	struct hook          *signs[128], *pairs[PAIRS];
	unsigned char         is_marked[TRIADS]; /* 1: look closer */
	unsigned char         is_odd[256];       /* what is no letter, alike */
	pcre2_match_data     *match;
	pcre2_match_context  *context;
	unsigned              text;
	size_t                nalways, nwanted;
};

static struct {
	pcre2_code *(*compile)(PCRE2_SPTR, PCRE2_SIZE, uint32_t, int *, PCRE2_SIZE *, pcre2_compile_context *);
	void (*code_free)(pcre2_code *);
	int (*jit_compile)(pcre2_code *, uint32_t);
	int (*match)(const pcre2_code *, PCRE2_SPTR, PCRE2_SIZE, PCRE2_SIZE, uint32_t, pcre2_match_data *,
	    pcre2_match_context *);
	pcre2_match_data *(*match_data_create)(uint32_t, pcre2_general_context *);
	void (*match_data_free)(pcre2_match_data *);
	PCRE2_SIZE *(*get_ovector_pointer)(pcre2_match_data *);
	pcre2_match_context *(*match_context_create)(pcre2_general_context *);
	void (*match_context_free)(pcre2_match_context *);
	int (*set_match_limit)(pcre2_match_context *, uint32_t);
	int (*get_error_message)(int, PCRE2_UCHAR *, PCRE2_SIZE);
} pcre;

static int
load(struct err *e)
{
	static const struct symbol symbols[] = {
		{ "pcre2_compile_8", &pcre.compile },
		{ "pcre2_code_free_8", &pcre.code_free },
		{ "pcre2_jit_compile_8", &pcre.jit_compile },
		{ "pcre2_match_8", &pcre.match },
		{ "pcre2_match_data_create_8", &pcre.match_data_create },
		{ "pcre2_match_data_free_8", &pcre.match_data_free },
		{ "pcre2_get_ovector_pointer_8", &pcre.get_ovector_pointer },
		{ "pcre2_match_context_create_8", &pcre.match_context_create },
		{ "pcre2_match_context_free_8", &pcre.match_context_free },
		{ "pcre2_set_match_limit_8", &pcre.set_match_limit },
		{ "pcre2_get_error_message_8", &pcre.get_error_message },
	};

	return pcre.compile ? 0 :
	    load_symbols("libpcre2-8.so.0", "libpcre2-8-0", symbols, sizeof symbols / sizeof *symbols, e);
}

static int
refused(const struct charter *c, size_t term, int code, size_t at, struct err *e)
{
	const struct term *t = c->terms + term;
	const struct mark *mark = charter_mark(c, term);
	char               why[256] = "";

	pcre.get_error_message(code, (PCRE2_UCHAR *)why, sizeof why);
	if (!mark)
		return err_set(e, FAULT_INPUT, "%s: a file of patterns has \"%.200s\": at its byte %zu: %s", c->path,
		    t->text, at + 1, why);
	return err_set(e, FAULT_INPUT, "%s:%zu:%zu: the pattern \"%.200s\", at its byte %zu: %s", c->path,
	    mark->line, mark->column, t->text, at + 1, why);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static int
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || c == ' ';
}

static unsigned
pair_of(const char *s)
{
	return (unsigned)(s[0] & 31) | (unsigned)(s[1] & 31) << 5;
}

static unsigned
triad_of(const char *s)
{
	return pair_of(s) | (unsigned)(s[2] & 31) << 10;
}

/* The triad at n->text + at; what is not the needle's may be any letter. */
static void
mark_triad(struct patterns *p, const struct needle *n, int at)
{
	char     s[3] = { 0 };
	unsigned any;
	int      i, open = -1;

	for (i = 0; i < 3; i++)
		if (at + i >= 0 && at + i < (int)n->len)
			s[i] = n->text[at + i];
		else
			open = i;
	for (any = 0; any < (open < 0 ? 1 : 32); any++) {
		if (open >= 0)
			s[open] = (char)any;
		p->is_marked[triad_of(s)] = 1;
	}
}

/* A letter alone is no needle: every text has it. */
static void
hang_up(struct patterns *p, const struct needle *n, size_t pattern)
{
	struct hook  *h = mem_alloc(p->mem, sizeof *h), **list;
	unsigned      at = needle_rarest(n);

	if (is_letter(n->text[at])) { /* then all are: signs and figures are rarer */
		assert(n->len > 1);
		at -= at && at + 1 == n->len;
		list = p->pairs + pair_of(n->text + at);
		mark_triad(p, n, (int)at);
		mark_triad(p, n, (int)at - 1);
	} else {
		list = p->signs + n->text[at];
		p->is_odd[(unsigned char)n->text[at]] = 1;
	}
	*h = (struct hook){ *n, at, pattern, *list };
	*list = h;
}

/* ":LINE:COLUMN"; nothing of a pattern that a file has. */
static const char *
where(const struct patterns *p, size_t term)
{
	const struct mark *mark = charter_mark(p->charter, term);

	return mark ? mem_fmt(p->mem, ":%zu:%zu", mark->line, mark->column) : "";
}

static int
add(struct patterns *p, size_t term, charter_warn *note, struct err *e)
{
	const struct term *t = p->charter->terms + term;
	struct pattern    *x = p->at + p->count;
	struct needles     n;
	PCRE2_SIZE         at = 0;
	size_t             i;
	int                code = 0;

	x->term = term;
	x->code = pcre.compile((PCRE2_SPTR)t->text, strlen(t->text),
	    PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
	if (!x->code)
		return refused(p->charter, term, code, at, e);
	needles_of(&n, t->text);
	x->always = !n.count;
	p->nalways += (size_t)x->always;
	if (x->always)
		note("%s%s: the pattern \"%s\" is slow: there is no piece of text that every match has, so it runs "
		    "over every message", p->charter->path, where(p, term), t->text);
	for (i = 0; i < n.count; i++)
		hang_up(p, n.at + i, p->count);
	p->count++;
	return 0;
}

int
patterns_new(struct patterns **out, const struct charter *c, charter_warn *note, struct err *e)
{
	struct patterns *p;
	size_t           i, count = 0;

	*out = NULL;
	for (i = 0; i < c->nterms; i++)
		count += c->terms[i].kind == TERM_PATTERN;
	if (!count)
		return 0;
	if (load(e))
		return -1;
	p = mem_zero(sizeof *p);
	p->charter = c;
	p->mem = mem_new();
	p->at = mem_alloc(p->mem, count * sizeof *p->at);
	p->match = pcre.match_data_create(1, NULL);
	p->context = pcre.match_context_create(NULL);
	pcre.set_match_limit(p->context, PATTERN_STEPS);
	memset(p->is_odd + 0xc2, 1, 0xf5 - 0xc2); /* what begins a character beyond ASCII: needles may be blind */
	*out = p;
	for (i = 0; i < c->nterms; i++)
		if (c->terms[i].kind == TERM_PATTERN && add(p, i, note, e))
			return -1;
	return 0;
}

void
patterns_free(struct patterns *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->count; i++)
		pcre.code_free(p->at[i].code);
	pcre.match_data_free(p->match);
	pcre.match_context_free(p->context);
	mem_free(p->mem);
	free(p);
}

/* --- looking -------------------------------------------------------------------------------------- */

static int
stands(const struct needle *n, const char *at)
{
	unsigned i;

	for (i = 0; i < n->len; i++)
		if (lower(at[i]) != n->text[i])
			return 0;
	return 1;
}

/* Marks the patterns of the hooks of which a needle stands around byte i of the text. */
static void
try(struct patterns *p, const struct hook *h, struct slice text, size_t i)
{
	for (; h; h = h->next)
		if (p->at[h->pattern].wanted != p->text && i >= h->offset &&
		    i - h->offset + h->needle.len <= text.len && stands(&h->needle, text.at + i - h->offset)) {
			p->at[h->pattern].wanted = p->text;
			p->nwanted++;
		}
}

struct block {
	unsigned odd; /* bits: no ASCII letters, no blanks */
	uint16_t triads[BLOCK / 2];
};

static inline void
read_block(struct block *b, const char *s)
{
#ifdef __SSE2__
	const __m128i low = _mm_set1_epi8(0x20), five = _mm_set1_epi16(0x1f);
	__m128i       v = _mm_loadu_si128((const void *)s), l = _mm_or_si128(v, low);
	__m128i       letters = _mm_and_si128(_mm_cmpgt_epi8(l, _mm_set1_epi8('a' - 1)),
	          _mm_cmplt_epi8(l, _mm_set1_epi8('z' + 1)));
	__m128i       third = _mm_and_si128(_mm_loadu_si128((const void *)(s + 2)), five);
	__m128i       pairs = _mm_or_si128(_mm_and_si128(v, five),
	          _mm_srli_epi16(_mm_and_si128(v, _mm_slli_epi16(five, 8)), 3));

	b->odd = 0xffff ^ (unsigned)_mm_movemask_epi8(_mm_or_si128(letters, _mm_cmpeq_epi8(v, low)));
	_mm_storeu_si128((void *)b->triads, _mm_or_si128(pairs, _mm_slli_epi16(third, 10)));
#else
	unsigned i;

	for (b->odd = i = 0; i < BLOCK; i++)
		b->odd |= (unsigned)!is_letter((char)(s[i] == ' ' ? ' ' : s[i] | 0x20)) << i;
	for (i = 0; i < BLOCK / 2; i++)
		b->triads[i] = (uint16_t)triad_of(s + 2 * i);
#endif
}

/* Of four triads, a bit for each that is marked. */
static inline unsigned
marks_of(const unsigned char *is_marked, const uint16_t *t)
{
	return is_marked[t[0]] + 2u * (is_marked[t[1]] + 2u * (is_marked[t[2]] + 2u * is_marked[t[3]]));
}

/* The bytes at s, which stand at i in the text. */
static void
try_letters(struct patterns *p, unsigned marks, const char *s, struct slice text, size_t i)
{
	for (; marks; marks &= marks - 1) {
		size_t k = 2 * (size_t)__builtin_ctz(marks);

		try(p, p->pairs[pair_of(s + k)], text, i + k);
		try(p, p->pairs[pair_of(s + k + 1)], text, i + k + 1);
	}
}

/* Alike; the bits are of signs and of all that is no ASCII. True when needles cannot tell. */
static int
try_odd(struct patterns *p, unsigned odd, const char *s, struct slice text, size_t i)
{
	int blind = 0;

	for (; odd; odd &= odd - 1) {
		size_t k = (size_t)__builtin_ctz(odd);

		if (!p->is_odd[(unsigned char)s[k]])
			continue;
		if (s[k] & 0x80)
			blind |= needles_are_blind(text.at + i + k, text.len - i - k);
		else
			try(p, p->signs[(unsigned char)s[k]], text, i + k);
	}
	return blind;
}

static inline int
look(struct patterns *p, const char *s, struct slice text, size_t i)
{
	struct block b;
	unsigned     marks;

	read_block(&b, s);
	marks = marks_of(p->is_marked, b.triads) + 16 * marks_of(p->is_marked, b.triads + 4);
	if (marks)
		try_letters(p, marks, s, text, i);
	return b.odd ? try_odd(p, b.odd, s, text, i) : 0;
}

/* Marks the patterns that may match the text. True when all may. */
static int
want(struct patterns *p, struct slice text)
{
	char        end[BLOCK + BEHIND];
	const char *s = text.at;
	size_t      i;
	int         blind = 0;

	p->text++;
	p->nwanted = 0;
	for (i = 0; i < text.len; i += BLOCK, s += BLOCK) {
		if (text.len - i < sizeof end) {
			memset(end, ' ', sizeof end);
			s = memcpy(end, text.at + i, text.len - i);
		}
		blind |= look(p, s, text, i);
	}
	return blind;
}

static void
run(struct patterns *p, struct pattern *x, const char *s, size_t len, struct found *f)
{
	struct hit  h = { .term = x->term };
	PCRE2_SIZE *range;
	int         rc;

	if (!x->jit_done++)
		pcre.jit_compile(x->code, PCRE2_JIT_COMPLETE); /* where there is none, the interpreter does it */
	rc = pcre.match(x->code, (PCRE2_SPTR)s, len, 0, PCRE2_NO_UTF_CHECK, p->match, p->context);
	if (rc == PCRE2_ERROR_NOMATCH)
		return;
	range = pcre.get_ovector_pointer(p->match);
	h.gave_up = rc < 0;
	h.start = h.gave_up || range[0] > range[1] ? 0 : range[0];
	h.end = h.gave_up ? 0 : range[1];
	found_add(f, p->charter->terms[x->term].set, &h);
}

void
patterns_find(struct patterns *p, const char *s, size_t len, struct found *f)
{
	int    all = want(p, (struct slice){ s, len });
	size_t i;

	if (!all && !p->nwanted && !p->nalways)
		return;
	for (i = 0; i < p->count; i++)
		if (all || p->at[i].always || p->at[i].wanted == p->text)
			run(p, p->at + i, s, len, f);
}
