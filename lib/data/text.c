/* text.c - text as the networks count it */
#include "smm/text.h"

#include "smm/utf8.h"

#include <string.h>
#include <utf8proc.h>

static const char *const names[] = {
	[TEXT_GRAPHEMES]  = "graphemes",
	[TEXT_CODEPOINTS] = "characters",
	[TEXT_UTF16]      = "UTF-16 units",
	[TEXT_BYTES]      = "bytes",
};

const char *
text_unit_name(enum text_unit unit)
{
	return names[unit];
}

static int
is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

/*
 * utf8proc 2.8 follows Unicode 15.0; from 15.1 on a conjunct of an Indic script is one cluster
 * (UAX #29, GB9c): a virama followed by a consonant does not end it. Networks count so today.
 */
static int
is_virama(uint32_t c)
{
	return c == 0x94d || c == 0x9cd || c == 0xacd || c == 0xb4d || c == 0xc4d || c == 0xd4d;
}

static int
is_indic_letter(uint32_t c)
{
	return (c >= 0x915 && c <= 0x939) || (c >= 0x958 && c <= 0x95f) || (c >= 0x978 && c <= 0x97f) ||
	    (c >= 0x995 && c <= 0x9b9) || (c >= 0x9dc && c <= 0x9df) || c == 0x9f0 || c == 0x9f1 ||
	    (c >= 0xa95 && c <= 0xab9) || c == 0xaf9 || (c >= 0xb15 && c <= 0xb39) ||
	    c == 0xb5c || c == 0xb5d || c == 0xb5f || c == 0xb71 || (c >= 0xc15 && c <= 0xc39) ||
	    (c >= 0xc58 && c <= 0xc5a) || (c >= 0xd15 && c <= 0xd3a);
}

static int
is_extend(uint32_t c)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);

	return k == UTF8PROC_CATEGORY_MN || c == 0x200d;
}

size_t
text_grapheme(const char *s, size_t len)
{
	utf8proc_int32_t state = 0;
	size_t           i, used;
	uint32_t         before, c;
	int              linked = 0, letter;

	if (len == 1 || (is_ascii(s[0]) && is_ascii(s[1]) && s[0] != '\r'))
		return 1;
	before = utf8_read(s, len, &i);
	letter = is_indic_letter(before);
	for (; i < len; i += used, before = c) {
		c = utf8_read(s + i, len - i, &used);
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)c,
		    &state) && !(letter && linked && is_indic_letter(c)))
			break;
		linked = is_virama(c) || (linked && is_extend(c));
		if (is_indic_letter(c))
			linked = 0;
	}
	return i;
}

static size_t
count_units(enum text_unit unit, const char *s, size_t len)
{
	size_t i, used, n = 0;

	if (unit == TEXT_BYTES)
		return len;
	for (i = 0; i < len; i += used, n++) {
		if (unit == TEXT_GRAPHEMES) {
			used = text_grapheme(s + i, len - i);
			continue;
		}
		if (utf8_read(s + i, len - i, &used) > 0xffff && unit == TEXT_UTF16)
			n++;
	}
	return n;
}

static int
is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    !is_ascii(c);
}

/* Bytes of "http://" or "https://" at s, in any case; 0 when there is neither. */
static size_t
protocol(const char *s, size_t len)
{
	static const char words[] = "https";
	size_t            i;

	for (i = 0; i < 5 && i < len && (s[i] | 32) == words[i]; i++)
		;
	if (i < 4 || len < i + 3 || memcmp(s + i, "://", 3) != 0)
		return 0;
	return i + 3;
}

static int
ends_link(const char *s, size_t len)
{
	size_t   used;
	uint32_t c = utf8_read(s, len, &used);

	return c <= 0x20 || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
	    c == '<' || c == '>' || c == '"' || c == 0xab || c == 0xbb || c == 0x201c || c == 0x201d;
}

/* Cuts what belongs to the sentence and not to the link. */
static size_t
trim_link(const char *s, size_t start, size_t end)
{
	for (;;) {
		if (end > start && strchr(".,;:!?'", s[end - 1]))
			end--;
		else if (end > start && s[end - 1] == ')' && !memchr(s + start, '(', end - start))
			end--;
		else
			return end;
	}
}

int
text_next_link(const char *s, size_t len, size_t from, struct span *link)
{
	const char *colon;
	size_t      i, end, head;

	while (from < len && (colon = memchr(s + from, ':', len - from))) {
		i = (size_t)(colon - s);
		from = i + 1;
		head = i >= 5 && protocol(s + i - 5, len - i + 5) == 8 ? 5 :
		    i >= 4 && protocol(s + i - 4, len - i + 4) == 7 ? 4 : 0;
		if (!head || (i > head && is_word(s[i - head - 1])))
			continue;
		for (end = i + 3; end < len && !ends_link(s + end, len - end); end++)
			;
		end = trim_link(s, i + 3, end);
		if (end == i + 3)
			continue;
		*link = (struct span){ i - head, end };
		return 1;
	}
	return 0;
}

/* Bytes of the "@host" behind "@name" at s, which is the first '@'; 0 when there is none. */
static size_t
mention_host(const char *s, size_t len, size_t *name)
{
	size_t i = 1, host;

	while (i < len && (is_word(s[i]) || s[i] == '.' || s[i] == '-') && is_ascii(s[i]))
		i++;
	while (i > 1 && (s[i - 1] == '.' || s[i - 1] == '-'))
		i--;
	*name = i;
	if (i == 1 || i >= len || s[i] != '@')
		return 0;
	host = i + 1;
	while (host < len && (is_word(s[host]) || s[host] == '.' || s[host] == '-'))
		host++;
	while (host > i + 1 && (s[host - 1] == '.' || s[host - 1] == '-'))
		host--;
	return host > i + 1 && host - i - 1 <= 253 ? host - i : 0;
}

/* The text between links: a remote mention counts without its host, when the rule says so. */
static size_t
count_plain(const struct text_rule *rule, const char *s, size_t len)
{
	size_t n = 0, from = 0, i, name, host;

	for (i = 0; rule->local_mentions && i < len; i++) {
		if (s[i] != '@' || (i && (is_word(s[i - 1]) || s[i - 1] == '/')))
			continue;
		host = mention_host(s + i, len - i, &name);
		if (!host)
			continue;
		n += count_units(rule->unit, s + from, i + name - from);
		from = i + name + host;
		i = from - 1;
	}
	return n + count_units(rule->unit, s + from, len - from);
}

size_t
text_count(const struct text_rule *rule, const char *s, size_t len)
{
	struct span link;
	size_t      n = 0, from = 0;

	while (rule->url_units && text_next_link(s, len, from, &link)) {
		n += count_plain(rule, s + from, link.start - from) + rule->url_units;
		from = link.end;
	}
	return n + count_plain(rule, s + from, len - from);
}
