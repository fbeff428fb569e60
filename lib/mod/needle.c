/* needle.c - what a text must hold for a pattern to match it */
#include "needle.h"

#include <string.h>

#define DEPTH_MAX 32

struct parse {
	const char *at;
	int         lost;  /* something that we do not understand: nothing is required */
	int         depth;
};

struct sequence { /* a row of pieces, of which each must stand in the text */
	struct needles best; /* of the pieces so far */
	struct needle  run;  /* letters that follow each other, up to here */
};

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

/* How much a set of needles spares: the shortest one counts; one letter alone is in every text. */
static unsigned
worth(const struct needles *n)
{
	unsigned least = NEEDLE_MAX + 1, i;

	if (!n->count)
		return 0;
	for (i = 0; i < n->count; i++) {
		unsigned len = n->at[i].len == 1 && is_letter(n->at[i].text[0]) ? 0 : n->at[i].len;

		least = len < least ? len : least;
	}
	return least ? 1 + 4 * least - (n->count > 4) : 0;
}

static void
prefer(struct sequence *s, const struct needles *n)
{
	if (worth(n) > worth(&s->best))
		s->best = *n;
}

static void
end_run(struct sequence *s)
{
	struct needles one = { .count = 1 };

	one.at[0] = s->run;
	if (s->run.len)
		prefer(s, &one);
	s->run.len = 0;
}

static void
add_letter(struct sequence *s, char c)
{
	if (s->run.len == NEEDLE_MAX)
		end_run(s);
	s->run.text[s->run.len++] = lower(c);
}

/* The quantifier at p->at: 0 none, 1 the piece may be left out, 2 it stands at least once. */
static int
quantifier(struct parse *p)
{
	int         optional;
	const char *close;

	if (*p->at == '?' || *p->at == '*' || *p->at == '+') {
		optional = *p->at++ != '+';
	} else if (*p->at == '{' && ((p->at[1] >= '0' && p->at[1] <= '9') || p->at[1] == ',') &&
	    (close = strchr(p->at, '}'))) {
		optional = p->at[1] == '0' || p->at[1] == ',';
		p->at = close + 1;
	} else {
		return 0;
	}
	if (*p->at == '?' || *p->at == '+')
		p->at++;
	return optional ? 1 : 2;
}

static void
literal(struct parse *p, struct sequence *s, char c)
{
	int how;

	if ((unsigned char)c >= 0x80) { /* its other case may be of other bytes */
		quantifier(p);
		end_run(s);
		return;
	}
	how = quantifier(p);
	if (how != 1)
		add_letter(s, c);
	if (how)
		end_run(s);
}

/* A figure must stand there: one of ten needles. */
static void
figure(struct parse *p, struct sequence *s)
{
	static const char digits[] = "0123456789";
	struct needles    any = { .count = 0 };

	for (; digits[any.count]; any.count++) {
		any.at[any.count].text[0] = digits[any.count];
		any.at[any.count].len = 1;
	}
	end_run(s);
	if (quantifier(p) != 1)
		prefer(s, &any);
}

/* A class of characters: which one it is does not matter. */
static void
class(struct parse *p)
{
	p->at += p->at[1] == '^' ? 2 : 1;
	if (*p->at == ']')
		p->at++;
	while (*p->at && *p->at != ']') {
		if (*p->at == '\\' && p->at[1])
			p->at++;
		else if (p->at[0] == '[' && p->at[1] == ':' && strstr(p->at, ":]"))
			p->at = strstr(p->at, ":]") + 1;
		p->at++;
	}
	if (*p->at)
		p->at++;
	else
		p->lost = 1;
}

static void
escape(struct parse *p, struct sequence *s)
{
	char c = p->at[1];

	if (!c || strchr("QEpPxuUNkgcoRXKCG0123456789", c)) {
		p->lost |= !c || !strchr("RXpP", c);
		p->at += c ? 2 : 1;
		if ((c == 'p' || c == 'P') && *p->at == '{')
			p->at = strchr(p->at, '}') ? strchr(p->at, '}') + 1 : p->at + strlen(p->at);
		else if (c == 'p' || c == 'P')
			p->at += *p->at != '\0';
		quantifier(p);
		end_run(s);
		return;
	}
	p->at += 2;
	if (c == 'd') {
		figure(p, s);
		return;
	}
	if (strchr("bBAzZ", c))
		return; /* a place, not a character: what stands before and behind it touches */
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
		quantifier(p);
		end_run(s);
		return;
	}
	literal(p, s, c);
}

static void alternatives(struct parse *p, struct needles *n);

/* What opens a group: 1 it must be matched, 0 it looks around and requires nothing. */
static int
open_group(struct parse *p)
{
	p->at++;
	if (*p->at == '*') {
		p->lost = 1;
		return 1;
	}
	if (*p->at != '?')
		return 1;
	p->at++;
	if (*p->at == ':' || *p->at == '>' || *p->at == '|') {
		p->at++;
		return 1;
	}
	if (*p->at == '=' || *p->at == '!') {
		p->at++;
		return 0;
	}
	if (*p->at == '<' && (p->at[1] == '=' || p->at[1] == '!')) {
		p->at += 2;
		return 0;
	}
	if (*p->at == 'i' && (p->at[1] == ':' || p->at[1] == ')')) {
		p->at += p->at[1] == ':' ? 2 : 1;
		return 1;
	}
	p->lost = 1; /* conditions, recursion, remarks, options, names */
	return 1;
}

static void
group(struct parse *p, struct sequence *s)
{
	struct needles inner = { .count = 0 };
	int            must = open_group(p), how;

	if (++p->depth > DEPTH_MAX)
		p->lost = 1;
	if (!p->lost)
		alternatives(p, &inner);
	p->depth--;
	if (*p->at != ')')
		p->lost = 1;
	if (p->lost)
		return;
	p->at++;
	how = quantifier(p);
	end_run(s);
	if (must && how != 1)
		prefer(s, &inner);
}

static void
sequence(struct parse *p, struct needles *n)
{
	struct sequence s;

	memset(&s, 0, sizeof s);
	while (*p->at && *p->at != '|' && *p->at != ')' && !p->lost) {
		if (*p->at == '\\') {
			escape(p, &s);
		} else if (strncmp(p->at, "[0-9]", 5) == 0) {
			p->at += 5;
			figure(p, &s);
		} else if (*p->at == '[') {
			class(p);
			quantifier(p);
			end_run(&s);
		} else if (*p->at == '(') {
			group(p, &s);
		} else if (strchr(".^$", *p->at)) {
			p->at++;
			quantifier(p);
			end_run(&s);
		} else {
			p->at++;
			literal(p, &s, p->at[-1]);
		}
	}
	end_run(&s);
	*n = s.best;
}

/* One of them must be matched: the needles of all together; none when one of them requires nothing. */
static void
alternatives(struct parse *p, struct needles *n)
{
	struct needles one;
	int            open = 0;

	n->count = 0;
	for (;;) {
		sequence(p, &one);
		open |= !one.count || n->count + one.count > NEEDLES_MAX;
		if (!open)
			memcpy(n->at + n->count, one.at, one.count * sizeof *one.at);
		n->count += open ? 0 : one.count;
		if (*p->at != '|' || p->lost)
			break;
		p->at++;
	}
	if (open || p->lost)
		n->count = 0;
}

void
needles_of(struct needles *n, const char *pattern)
{
	struct parse p = { .at = pattern };

	alternatives(&p, n);
	if (*p.at || p.lost || !worth(n))
		n->count = 0;
}

/* Lead bytes of scripts that have figures of their own (Unicode, Nd), full width and mathematical ones. */
int
needles_are_blind(const char *s, size_t len)
{
	unsigned char c = (unsigned char)s[0], d = len > 1 ? (unsigned char)s[1] : 0;
	unsigned char e = len > 2 ? (unsigned char)s[2] : 0;

	switch (c) {
	case 0xc5:
		return d == 0xbf; /* U+017F */
	case 0xe2:
		return d == 0x84 && e == 0xaa; /* U+212A */
	case 0xef:
		return d == 0xbc; /* full width */
	case 0xf0:
		return d != 0x9f || e == 0xaf; /* not emoji */
	case 0xd9: case 0xdb: case 0xdf: case 0xe0: case 0xe1: case 0xea:
		return 1;
	default:
		return 0;
	}
}

unsigned
needle_rarest(const struct needle *n)
{
	/* from the most frequent to the rarest; what is not named is rarer */
	static const char often[] = " eastinrulodcmpvhgfbqyxjkzw.,'0123456789";
	unsigned          best = 0, i;
	size_t            rank = 0;

	for (i = 0; i < n->len; i++) {
		const char *at = strchr(often, n->text[i]);
		size_t      r = at && *at ? (size_t)(at - often) + 1 : sizeof often;

		if (r > rank) {
			rank = r;
			best = i;
		}
	}
	return best;
}
