/* text.c - text as the networks count it */
#include "smm/text.h"

#include "smm/lang.h"
#include "smm/utf8.h"

#include "link.h"
#include "link_x.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define HOST_MAX 253 /* a longer one is no host, and counts (Mastodon: user/posting) */

static const char *const names[] = {
	[TEXT_GRAPHEMES]   = "graphemes",
	[TEXT_CODEPOINTS]  = "characters",
	[TEXT_UTF16]       = "UTF-16 units",
	[TEXT_BYTES]       = "bytes",
	[TEXT_WEIGHTED]    = "weighted characters",
	[TEXT_EMOJI_BYTES] = "characters, emoji counted by their bytes",
};

const char *
text_unit_name(enum text_unit unit)
{
	return tr(names[unit]);
}

/* Bytes of ASCII at s, without a carriage return: each is a unit, whatever the unit. */
static size_t
ascii_run(const char *s, size_t len)
{
	const uint64_t high = 0x8080808080808080u, low = 0x0101010101010101u;
	const uint64_t cr = 0x0d0d0d0d0d0d0d0du;
	uint64_t       word, diff;
	size_t         i = 0;

	for (; len - i >= sizeof word; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		diff = word ^ cr; /* a byte is zero where a carriage return is */
		if ((word | ((diff - low) & ~diff)) & high)
			break;
	}
	while (i < len && (unsigned char)s[i] < 0x80 && s[i] != '\r')
		i++;
	return i;
}

static size_t
count_graphemes(const char *s, size_t len)
{
	size_t i = 0, n = 0, run;

	while (i < len) {
		run = ascii_run(s + i, len - i);
		if (run > 1) { /* what follows may still join the last one */
			n += run - 1;
			i += run - 1;
		}
		i += text_grapheme(s + i, len - i);
		n++;
	}
	return n;
}

/* --- emoji ---------------------------------------------------------------------------------------- */

#define ZWJ      0x200d
#define EMOJI_VS 0xfe0f /* shown as emoji */
#define KEYCAP   0x20e3

static int
is_pictograph(uint32_t c)
{
	return c >= 0xa9 && utf8proc_get_property((utf8proc_int32_t)c)->boundclass ==
	    UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static int
is_flag_letter(uint32_t c)
{
	return c >= 0x1f1e6 && c <= 0x1f1ff;
}

/* Skin tones; the letters of regional flags. */
static int
is_modifier(uint32_t c)
{
	return (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0020 && c <= 0xe007f);
}

/*
 * Bytes of the emoji sequence that a grapheme begins with, 0 when it begins with none: a pictograph with what
 * colours it, joined ones, two letters of a flag, a keycap. A pictograph below U+1100 is one only with U+FE0F.
 */
static size_t
emoji_len(const char *s, size_t len)
{
	size_t   used, i, end;
	uint32_t c = utf8_read(s, len, &used), next;

	next = used < len ? utf8_read(s + used, len - used, &i) : 0;
	if (is_flag_letter(c))
		return is_flag_letter(next) ? used + i : used;
	if (c < 0x1100 && !((c == '#' || c == '*' || (c >= '0' && c <= '9')) && (next == EMOJI_VS || next == KEYCAP)) &&
	    !(is_pictograph(c) && next == EMOJI_VS))
		return 0;
	if (c >= 0x1100 && !is_pictograph(c) && !is_modifier(c))
		return 0;
	for (end = i = used; i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		if (c != EMOJI_VS && c != KEYCAP && c != ZWJ && !is_modifier(c) && !is_pictograph(c))
			break;
		if (c != ZWJ)
			end = i + used;
	}
	return end;
}

/* twitter-text, config/v3.json */
static size_t
weight(uint32_t c)
{
	return c <= 0x10ff || (c >= 0x2000 && c <= 0x200d) || (c >= 0x2010 && c <= 0x201f) ||
	    (c >= 0x2032 && c <= 0x2037) ? 1 : 2;
}

static size_t
count_weighted(const char *s, size_t len)
{
	size_t i = 0, n = 0, used, emoji;

	while (i < len) {
		used = ascii_run(s + i, len - i);
		if (used > 1) { /* what follows may still join the last one */
			n += used - 1;
			i += used - 1;
		}
		emoji = emoji_len(s + i, text_grapheme(s + i, len - i));
		if (emoji) {
			n += 2;
			i += emoji;
		} else {
			n += weight(utf8_read(s + i, len - i, &used));
			i += used;
		}
	}
	return n;
}

static size_t
count_emoji_bytes(const char *s, size_t len)
{
	size_t   i, n = 0, used;
	uint32_t c;

	for (i = 0; i < len; i += used) {
		used = ascii_run(s + i, len - i);
		if (used) {
			n += used;
			continue;
		}
		c = utf8_read(s + i, len - i, &used);
		n += is_pictograph(c) || is_modifier(c) || is_flag_letter(c) || c == ZWJ || c == EMOJI_VS ? used : 1;
	}
	return n;
}

/* --- all units ------------------------------------------------------------------------------------ */

static size_t
count_units(enum text_unit unit, const char *s, size_t len)
{
	size_t i, used, n = 0;

	if (unit == TEXT_BYTES)
		return len;
	if (unit == TEXT_GRAPHEMES)
		return count_graphemes(s, len);
	if (unit == TEXT_WEIGHTED)
		return count_weighted(s, len);
	if (unit == TEXT_EMOJI_BYTES)
		return count_emoji_bytes(s, len);
	for (i = 0; i < len; i += used) {
		used = ascii_run(s + i, len - i);
		if (used) {
			n += used;
			continue;
		}
		n += 1 + (utf8_read(s + i, len - i, &used) > 0xffff && unit == TEXT_UTF16);
	}
	return n;
}

static int
is_name(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '_';
}

/* [[:word:]] of Ruby: letters, marks, decimal digits, connectors. */
static int
is_word(uint32_t c)
{
	utf8proc_category_t k;

	if (c < 0x80)
		return is_name((char)c);
	k = utf8proc_category((utf8proc_int32_t)c);
	return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ND) ||
	    k == UTF8PROC_CATEGORY_PC;
}

/* The code point before s + at, which is not 0. */
static uint32_t
code_before(const char *s, size_t at)
{
	size_t i = at - 1, used;

	while (i && ((unsigned char)s[i] & 0xc0) == 0x80)
		i--;
	return utf8_read(s + i, at - i, &used);
}

/* USERNAME_RE: words of a-z, 0-9 and '_' with '.' or '-' between them. */
static size_t
name_end(const char *s, size_t len, size_t i)
{
	size_t first = i, end = i;

	for (; i < len && (is_name(s[i]) || ((s[i] == '.' || s[i] == '-') && end > first)); i++)
		if (is_name(s[i]))
			end = i + 1;
	return end;
}

static size_t
host_end(const char *s, size_t len, size_t i)
{
	size_t first = i, end = i, used;

	for (; i < len; i += used) {
		if (is_word(utf8_read(s + i, len - i, &used)))
			end = i + used;
		else if ((s[i] != '.' && s[i] != '-') || end == first)
			break;
	}
	return end;
}

/* What may not follow a mention, or it is none (twitter-text: end_mention_match). */
static int
spoils_mention(const char *s, size_t len)
{
	return (len && *s == '@') || (len >= 3 && memcmp(s, "\xef\xbc\xa0", 3) == 0) ||
	    (len >= 3 && memcmp(s, "://", 3) == 0);
}

/*
 * Account::MENTION_RE of Mastodon, with a host: *name gets where the name ends, *host where the
 * host does. The host is what does not count.
 */
static int
remote_mention(const char *s, size_t len, size_t at, size_t *name, size_t *host)
{
	uint32_t before = at ? code_before(s, at) : ' ';

	if (before == '=' || before == '/' || is_word(before))
		return 0;
	*name = name_end(s, len, at + 1);
	if (*name == at + 1 || *name >= len || s[*name] != '@')
		return 0;
	*host = host_end(s, len, *name + 1);
	return *host > *name + 1 && *host - *name - 1 <= HOST_MAX &&
	    !spoils_mention(s + *host, len - *host);
}

/*
 * The text between links: a remote mention counts without its host, when the rule says
 * so. A mention may not run into the link behind it, so that one is looked at as well.
 */
static size_t
count_plain(const struct text_rule *rule, const char *s, size_t len, struct span part)
{
	size_t      n = 0, from = part.start, i = from, name, host;
	const char *sign;

	while (rule->local_mentions && (sign = memchr(s + i, '@', part.end - i))) {
		i = (size_t)(sign - s);
		if (!remote_mention(s, len, i, &name, &host) || host > part.end) {
			i++;
			continue;
		}
		n += count_units(rule->unit, s + from, name - from);
		from = i = host;
	}
	return n + count_units(rule->unit, s + from, part.end - from);
}

int
text_rule_link(const struct text_rule *rule, const char *s, size_t len, size_t from, struct span *link)
{
	return rule->unit == TEXT_WEIGHTED ? link_next_x(s, len, from, link) : link_next(s, len, from, 1, link);
}

int
text_has_link(const struct text_rule *rule, const char *s)
{
	struct span link;
	size_t      len = strlen(s);

	return text_next_link(s, len, 0, &link) || text_rule_link(rule, s, len, 0, &link);
}

static size_t
count_all(const struct text_rule *rule, const char *s, size_t len)
{
	struct span link;
	size_t      n = 0, from = 0;

	while (rule->url_units && text_rule_link(rule, s, len, from, &link)) {
		n += count_plain(rule, s, len, (struct span){ from, link.start }) + rule->url_units;
		from = link.end;
	}
	return n + count_plain(rule, s, len, (struct span){ from, len });
}

/* Nothing below U+0300 is another in NFC; lead bytes below 0xcc are of those. */
static int
may_not_be_nfc(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] >= 0xcc)
			return 1;
	return 0;
}

size_t
text_count(const struct text_rule *rule, const char *s, size_t len)
{
	utf8proc_uint8_t *nfc = NULL;
	utf8proc_ssize_t  nfc_len;
	size_t            n;

	if (rule->unit != TEXT_WEIGHTED || !may_not_be_nfc(s, len))
		return count_all(rule, s, len);
	nfc_len = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &nfc,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	n = nfc_len < 0 ? count_all(rule, s, len) : count_all(rule, (const char *)nfc, (size_t)nfc_len);
	free(nfc);
	return n;
}

unsigned
text_refused(const struct text_rule *rule, const char *s, size_t len)
{
	size_t   i, used;
	uint32_t c;

	for (i = 0; rule->unit == TEXT_WEIGHTED && i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		if (c == 0xfffe || c == 0xfeff || c == 0xffff)
			return c;
	}
	return 0;
}
