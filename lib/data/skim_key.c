/* skim_key.c - the keys of lines, learned as they come */
#include "skim_parts.h"

static const char *
over_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* Behind `mark` and the blanks around it; NULL when it is not there. */
static const char *
over(const char *p, char mark)
{
	p = over_blanks(p);
	return *p == mark ? over_blanks(p + 1) : NULL;
}

static void
forget(struct skim *s)
{
	s->begin.next = NULL;
	s->nkeys = s->nnames = s->nlayouts = 0;
	s->era++;
}

/* Its number, known or new; -1 when there were too many, and all are forgotten. */
static int
find_name(struct skim *s, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < s->nnames; i++)
		if (s->names[i].len == len && memcmp(s->names[i].text, text, len) == 0)
			return (int)i;
	if (s->nnames == SKIM_NAMES) {
		forget(s);
		return -1;
	}
	memcpy(s->names[i].text, text, len);
	s->names[i].len = (unsigned char)len;
	s->inside[i] = (struct key){ .name = END, .is_inner = 1 };
	return (int)s->nnames++;
}

/* A new one of so many bytes, behind `before`; NULL when there were too many, and all are forgotten. */
static struct key *
new_key(struct skim *s, struct key *before, const char *text, size_t len, unsigned name)
{
	struct key *k = s->keys + s->nkeys;

	if (s->nkeys == SKIM_KEYS || s->nlayouts == SKIM_LAYOUTS) {
		forget(s);
		return NULL;
	}
	*k = (struct key){
		.bytes = UINT32_MAX >> (SPELLING - len), .len = (unsigned short)len, .name = (unsigned short)name,
		.layout = (unsigned short)s->nlayouts, .is_inner = before->is_inner,
		.other = before->next, .before = before,
	};
	memcpy(k->text, text, len);
	before->next = k;
	s->nkeys++;
	s->nlayouts += name == END && !k->is_inner;
	return k;
}

static int
stands_before(const struct key *k, int name)
{
	while (k && k->name != name)
		k = k->before;
	return k != NULL;
}

/* The bracket at p that ends an object; of a line with what ends the line. */
static struct key *
read_end(struct skim *s, struct key *before, const char *from, const char *bracket)
{
	const char *p = bracket;

	if (!before->is_inner) {
		p = over_blanks(p + 1);
		p += *p == '\r';
	}
	if ((!before->is_inner && *p != s->feed) || p + 1 - from > (long)SPELLING)
		return NULL;
	return new_key(s, before, from, (size_t)(p + 1 - from), END);
}

/*
 * What stands at p, behind `before`: a key or an end, looked at byte by byte. Names are plain ASCII. Where the text
 * ends behind the colon there may be blanks to come.
 */
static struct key *
read_key(struct skim *s, struct key *before, const char *p)
{
	const char *from = p, *text = over_blanks(p);
	size_t      len;
	int         name;

	if (before->len && *text == '}')
		return read_end(s, before, from, text);
	p = over(p, before->len ? ',' : '{');
	if (!p || *p != '"')
		return NULL;
	for (text = ++p; *p >= 0x20 && *p < 0x7f && *p != '"' && *p != '\\'; p++)
		;
	len = (size_t)(p - text);
	if (*p != '"' || !(p = over(p + 1, ':')) || !*p || p - from > (long)SPELLING)
		return NULL;
	name = find_name(s, text, len);
	if (name < 0 || stands_before(before, name))
		return NULL;
	return new_key(s, before, from, (size_t)(p - from), (unsigned)name);
}

/* What came another time is tried first from now on, or is new. */
struct key *
skim_key(struct skim *s, struct key *before, const char *p)
{
	struct key **at = &before->next, *found;

	for (; (found = *at); at = &found->other)
		if (is_key(found, p)) {
			*at = found->other;
			found->other = before->next;
			before->next = found;
			return found;
		}
	return read_key(s, before, p);
}
