/*
 * lint_french.c - French typography: spaces before ; : ! ? and inside guillemets
 *
 * Source: Imprimerie nationale, Lexique des règles typographiques, "Ponctuation". In Canada ; ! ? stand without
 * a space (Office québécois de la langue française, Vitrine linguistique, "Espacement"), so only : and guillemets
 * are looked at.
 */
#include "lint_parts.h"

#include "smm/text.h"
#include "smm/utf8.h"

#include <ctype.h>
#include <string.h>

#define NBSP       0xa0u
#define NARROW     0x202fu
#define GUILLEMET  0xabu /* « */
#define GUILLEMETE 0xbbu /* » */

struct glance { /* a place in a text, and the code points around it */
	uint32_t before, here, after; /* 0: none */
	size_t   at;
};

static int
is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == NBSP || c == NARROW || c == 0x2009;
}

static int
is_mark(uint32_t c)
{
	return c == '!' || c == '?' || c == ';' || c == ':';
}

/* 18:30, and 1:0; "http:" was passed over with its link. */
static int
is_time(const struct glance *g)
{
	return g->here == ':' && g->before >= '0' && g->before <= '9' && g->after >= '0' && g->after <= '9';
}

/* The second colon of :smile: */
static int
ends_shortcode(const char *text, size_t at)
{
	size_t from = at;

	while (from > 0 && (text[from - 1] == '_' || isalnum((unsigned char)text[from - 1])))
		from--;
	return text[at] == ':' && from < at && from > 0 && text[from - 1] == ':';
}

/* A mark that follows a word without a space and ends something; that of a&b;c does not. */
static int
lacks_space(const struct glance *g)
{
	if (!is_mark(g->here) || !g->before || is_space(g->before) || is_mark(g->before) || is_time(g))
		return 0;
	if (g->before == '(' || g->before == '[' || g->before == GUILLEMET)
		return 0;
	return g->here == '!' || g->here == '?' || !g->after || is_space(g->after);
}

static int
is_close(const struct glance *g)
{
	return (g->here == GUILLEMET && g->after && !is_space(g->after)) ||
	    (g->here == GUILLEMETE && g->before && !is_space(g->before));
}

static int
is_wrong(const struct glance *g, int canada)
{
	if (canada && (g->here == '!' || g->here == '?' || g->here == ';'))
		return 0;
	return lacks_space(g) || is_close(g);
}

/* Calls `see` for every code point that is not of a link, until it returns non-zero. */
static void
each_glance(const char *s, int (*see)(void *, const struct glance *), void *arg)
{
	size_t        len = strlen(s), used, next;
	struct span   link = { len, len };
	struct glance g = { 0 };

	if (strstr(s, "://"))
		text_next_link(s, len, 0, &link);
	for (g.at = 0; g.at < len; g.at += used) {
		g.here = utf8_read(s + g.at, len - g.at, &used);
		if (g.at == link.start) {
			used = link.end - link.start;
			g.here = 'a';
			if (!text_next_link(s, len, link.end, &link))
				link.start = len;
		} else {
			next = 0;
			g.after = g.at + used < len ? utf8_read(s + g.at + used, len - g.at - used, &next) : 0;
			if (see(arg, &g))
				return;
		}
		g.before = g.here;
	}
}

struct looking {
	struct lint *lint;
	const char  *text;
	int          canada;
};

static int
see_space(void *arg, const struct glance *g)
{
	struct looking *k = arg;
	size_t          used;

	if (!is_wrong(g, k->canada) || ends_shortcode(k->text, g->at))
		return 0;
	utf8_read(k->text + g->at, strlen(k->text + g->at), &used);
	lint_say(k->lint, RULE_FRENCH_SPACING, g->here == GUILLEMET ?
	    "French sets a no-break space after \"%.*s\"; put one there" :
	    "French sets a no-break space before \"%.*s\"; put one there", (int)used, k->text + g->at);
	return 1;
}

static int
see_quote(void *arg, const struct glance *g)
{
	struct looking *k = arg;

	if (g->here != '"' && g->here != 0x201c)
		return 0;
	lint_say(k->lint, RULE_FRENCH_QUOTES, "French quotes with « and »; write them, with no-break spaces inside");
	return 1;
}

static void
rule_french(struct lint *l, const struct lint_post *p)
{
	struct looking k = { .lint = l };
	size_t         i;

	if (!p->lang || strncmp(p->lang, "fr", 2) != 0 || (p->lang[2] && p->lang[2] != '-'))
		return;
	k.canada = strcmp(p->lang, "fr-CA") == 0;
	for (i = 0; i < p->nparts; i++) {
		k.text = p->parts[i];
		each_glance(k.text, see_space, &k);
		each_glance(k.text, see_quote, &k);
	}
}

lint_rule *const lint_french_rules[] = { rule_french, NULL };
