/* pattern.c - the charter's patterns, by PCRE2 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "pattern.h"

#include "needle.h"
#include "smm/load.h"
#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

struct pattern {
	size_t      term;
	pcre2_code *code;
	int         always; /* requires nothing */
	int         jit_done;
	unsigned    wanted; /* for which text its needle was found */
};

struct hook { /* a needle, hung up by its rarest byte, or the one before that when nothing follows it */
	struct needle needle;
	unsigned      offset; /* of that byte */
	size_t        pattern;
	struct hook  *next;
};

struct patterns {
	const struct charter *charter;
	struct mem           *mem;
	struct pattern       *at;
	size_t                count;
	struct hook          *hooks[256];
	unsigned char         pairs[65536]; /* two bytes, as they stand in a text: 1 to look closer */
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
refused(const struct charter *c, const struct term *t, int code, size_t at, struct err *e)
{
	char why[256] = "";

	pcre.get_error_message(code, (PCRE2_UCHAR *)why, sizeof why);
	if (!t->mark)
		return err_set(e, FAULT_INPUT, "%s: a file of patterns has \"%.200s\": at its byte %zu: %s", c->path,
		    t->text, at + 1, why);
	return err_set(e, FAULT_INPUT, "%s:%zu:%zu: the pattern \"%.200s\", at its byte %zu: %s", c->path,
	    t->mark->line, t->mark->column, t->text, at + 1, why);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static unsigned
upper(char c)
{
	return (unsigned char)(c >= 'a' && c <= 'z' ? c & ~0x20 : c);
}

/* The second NULL: whatever it is. */
static void
mark_case(struct patterns *p, unsigned first, const char *second)
{
	unsigned b;

	if (second) {
		p->pairs[first | (unsigned)(unsigned char)*second << 8] = 1;
		p->pairs[first | upper(*second) << 8] = 1;
		return;
	}
	for (b = 0; b < 256; b++)
		p->pairs[first | b << 8] = 1;
}

/* In either case of both. */
static void
mark_pair(struct patterns *p, char first, const char *second)
{
	mark_case(p, (unsigned char)first, second);
	mark_case(p, upper(first), second);
}

/* Characters with which needles say nothing: their first two bytes, of all that UTF-8 has. */
static void
mark_blind(struct patterns *p)
{
	static const unsigned char third[] = { 0xaa, 0xaf };
	unsigned                   a, b, i;

	for (b = 0x80; b < 0xc0; b++)
		for (a = 0xc2; a < 0xf5; a++)
			for (i = 0; i < sizeof third; i++) {
				const char s[] = { (char)a, (char)b, (char)third[i] };

				if (needles_are_blind(s, sizeof s))
					p->pairs[a | b << 8] = 1;
			}
}

static void
hang_up(struct patterns *p, size_t pattern, const struct needles *n)
{
	struct hook *h;
	size_t       i;

	for (i = 0; i < n->count; i++) {
		h = mem_alloc(p->mem, sizeof *h);
		h->needle = n->at[i];
		h->offset = needle_rarest(n->at + i);
		if (h->offset && h->offset + 1 == h->needle.len)
			h->offset--;
		mark_pair(p, h->needle.text[h->offset], h->needle.len > 1 ? h->needle.text + h->offset + 1 : NULL);
		h->pattern = pattern;
		h->next = p->hooks[(unsigned char)h->needle.text[h->offset]];
		p->hooks[(unsigned char)h->needle.text[h->offset]] = h;
	}
}

/* ":LINE:COLUMN"; nothing of a pattern that a file has. */
static const char *
where(const struct patterns *p, const struct term *t)
{
	return t->mark ? mem_fmt(p->mem, ":%zu:%zu", t->mark->line, t->mark->column) : "";
}

static int
add(struct patterns *p, size_t term, charter_warn *note, struct err *e)
{
	const struct term *t = p->charter->terms + term;
	struct pattern    *x = p->at + p->count;
	struct needles     n;
	PCRE2_SIZE         at = 0;
	int                code = 0;

	x->term = term;
	x->code = pcre.compile((PCRE2_SPTR)t->text, strlen(t->text),
	    PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
	if (!x->code)
		return refused(p->charter, t, code, at, e);
	needles_of(&n, t->text);
	x->always = !n.count;
	p->nalways += (size_t)x->always;
	if (x->always)
		note("%s%s: the pattern \"%s\" is slow: there is no piece of text that every match has, so it runs "
		    "over every message", p->charter->path, where(p, t), t->text);
	hang_up(p, p->count++, &n);
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
	mark_blind(p);
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

/* Marks the patterns of which a needle stands around byte i. True when that cannot be told. */
static int
look(struct patterns *p, const char *s, size_t len, size_t i)
{
	const struct hook *h;

	if ((unsigned char)s[i] >= 0x80)
		return needles_are_blind(s + i, len - i);
	for (h = p->hooks[(unsigned char)lower(s[i])]; h; h = h->next)
		if (p->at[h->pattern].wanted != p->text && i >= h->offset &&
		    len - i >= h->needle.len - h->offset && stands(&h->needle, s + i - h->offset)) {
			p->at[h->pattern].wanted = p->text;
			p->nwanted++;
		}
	return 0;
}

static unsigned
pair_at(const char *s)
{
	return (unsigned)(unsigned char)s[0] | (unsigned)(unsigned char)s[1] << 8;
}

/* Whether one of the seven pairs at s is to be looked at: most often none is. */
static inline int
has_pair(const unsigned char *pairs, const char *s)
{
	return pairs[pair_at(s)] | pairs[pair_at(s + 1)] | pairs[pair_at(s + 2)] | pairs[pair_at(s + 3)] |
	    pairs[pair_at(s + 4)] | pairs[pair_at(s + 5)] | pairs[pair_at(s + 6)];
}

/* Marks the patterns that may match the text. True when all may. */
static int
want(struct patterns *p, const char *s, size_t len)
{
	size_t i = 0, end;
	int    blind = 0;

	p->text++;
	p->nwanted = 0;
	while (i + 1 < len) {
		end = len - i >= 8 ? i + 7 : len - 1;
		if (len - i >= 8 && !has_pair(p->pairs, s + i)) {
			i = end;
			continue;
		}
		for (; i < end; i++)
			if (p->pairs[pair_at(s + i)])
				blind |= look(p, s, len, i);
	}
	return len ? blind | look(p, s, len, len - 1) : 0;
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
	int    all = want(p, s, len);
	size_t i;

	if (!all && !p->nwanted && !p->nalways)
		return;
	for (i = 0; i < p->count; i++)
		if (all || p->at[i].always || p->at[i].wanted == p->text)
			run(p, p->at + i, s, len, f);
}
