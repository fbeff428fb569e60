/* loose.c - numbers and dates as tables of other programs write them */
#include "smm/loose.h"

#include "smm/zone.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define MILLION 1000000
#define MOST    (INT64_MAX / MILLION / 10)

/* --- numbers ---------------------------------------------------------------------------------------- */

static int
is_nothing(const char *s)
{
	static const char *const nothing[] = { "", "-", "--", "—", "–", "n/a", "na", "null" };
	size_t                   i;

	for (i = 0; i < sizeof nothing / sizeof *nothing; i++)
		if (strcasecmp(s, nothing[i]) == 0)
			return 1;
	return 0;
}

/* How many bytes of a blank stand here: U+0020, U+00A0, U+2009, U+202F. */
static size_t
blank(const char *s)
{
	if (*s == ' ')
		return 1;
	if (strncmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	return strncmp(s, "\xe2\x80\x89", 3) == 0 || strncmp(s, "\xe2\x80\xaf", 3) == 0 ? 3 : 0;
}

/* Whatever says of what it is a number: blanks, a currency, a percent sign. */
static const char *
pass_unit(const char *s)
{
	static const char *const units[] = { "€", "$", "£", "¥", "%" };
	size_t                   i, n;

	for (;;) {
		n = blank(s);
		for (i = 0; !n && i < sizeof units / sizeof *units; i++)
			n = strncmp(s, units[i], strlen(units[i])) == 0 ? strlen(units[i]) : 0;
		if (!n && isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) &&
		    isupper((unsigned char)s[2]) && !isalnum((unsigned char)s[3]))
			n = 3;
		if (!n && isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) &&
		    isupper((unsigned char)s[2]) && isdigit((unsigned char)s[3]))
			n = 3;
		if (!n)
			return s;
		s += n;
	}
}

struct digits {
	int64_t whole, part; /* part: in millionths */
	int     places;      /* behind the decimal mark; -1: there is none */
	int     group;       /* digits since the last mark of thousands; -1: there was none */
	int     any;
};

static int
add_digit(struct digits *d, int digit)
{
	static const int64_t worth[] = { 100000, 10000, 1000, 100, 10, 1 };

	d->any = 1;
	if (d->places >= 0) {
		if (d->places < 6)
			d->part += digit * worth[d->places];
		d->places++;
		return 0;
	}
	if (d->whole > MOST)
		return -1;
	d->whole = 10 * d->whole + digit;
	d->group += d->group >= 0;
	return 0;
}

/* Three digits and no fourth stand behind. */
static int
is_group(const char *s)
{
	return isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]) && isdigit((unsigned char)s[2]) &&
	    !isdigit((unsigned char)s[3]);
}

/* A mark at s, of `len` bytes: of thousands, or the decimal one. 0, or -1: it can be neither. */
static int
add_mark(struct digits *d, const char *s, size_t len, char mark)
{
	int is_point = *s == '.' || *s == ',';

	if (!d->any || d->places >= 0 || (d->group >= 0 && d->group != 3))
		return -1;
	if (is_group(s + len) && (!is_point || *s != mark)) {
		d->group = 0;
		return 0;
	}
	if (!is_point || !isdigit((unsigned char)s[len]))
		return -1;
	d->places = 0;
	return 0;
}

/* mark 0: no decimals, every mark is one of thousands. */
static enum loose
read_digits(const char *s, char mark, int64_t *millionths)
{
	struct digits d = { .places = -1, .group = -1 };
	int           negative;
	size_t        n;

	s = pass_unit(s);
	negative = *s == '-' || strncmp(s, "\xe2\x88\x92", 3) == 0;
	s += negative ? *s == '-' ? 1 : 3 : *s == '+';
	s = pass_unit(s);
	for (; *s; s += n) {
		n = 1;
		if (isdigit((unsigned char)*s)) {
			if (add_digit(&d, *s - '0'))
				return LOOSE_WRONG;
			continue;
		}
		n = *s == '.' || *s == ',' || *s == '\'' ? 1 : strncmp(s, "\xe2\x80\x99", 3) == 0 ? 3 : blank(s);
		if (!n || (blank(s) && !isdigit((unsigned char)s[n])))
			break;
		if (add_mark(&d, s, n, mark))
			return LOOSE_WRONG;
	}
	if (d.any && strchr("kKmM", *s) && *s && !isalpha((unsigned char)s[1]))
		return LOOSE_ROUNDED;
	if (!d.any || *pass_unit(s) || (d.group >= 0 && d.group != 3))
		return LOOSE_WRONG;
	*millionths = (d.whole * MILLION + d.part) * (negative ? -1 : 1);
	return LOOSE_READ;
}

enum loose
loose_number(const char *s, char mark, int64_t *millionths)
{
	s += strspn(s, " ");
	return is_nothing(s) ? LOOSE_NOTHING : read_digits(s, mark, millionths);
}

enum loose
loose_count(const char *s, int64_t *count)
{
	int64_t    millionths;
	enum loose how;

	s += strspn(s, " ");
	how = is_nothing(s) ? LOOSE_NOTHING : read_digits(s, 0, &millionths);
	if (how != LOOSE_READ)
		return how;
	*count = millionths / MILLION;
	return millionths % MILLION ? LOOSE_WRONG : LOOSE_READ;
}

/* --- dates ------------------------------------------------------------------------------------------ */

/* Up to `most` digits; -1: there are none. */
static int
number(const char **s, int most)
{
	int n = 0, digits = 0;

	for (; digits < most && isdigit((unsigned char)**s); digits++, ++*s)
		n = 10 * n + (**s - '0');
	return digits ? n : -1;
}

/* The months begin so; the shorter after the longer. */
static int
month_word(const char **s)
{
	static const struct { const char *word; int month; } words[] = {
		{ "jan", 1 }, { "feb", 2 }, { "fév", 2 }, { "fev", 2 }, { "mar", 3 }, { "apr", 4 }, { "avr", 4 },
		{ "may", 5 }, { "mai", 5 }, { "juin", 6 }, { "jun", 6 }, { "juil", 7 }, { "jul", 7 }, { "aug", 8 },
		{ "aoû", 8 }, { "aou", 8 }, { "sep", 9 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 }, { "déc", 12 },
	};
	size_t i, len;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		len = strlen(words[i].word);
		if (strncasecmp(*s, words[i].word, len) != 0)
			continue;
		for (*s += len; isalpha((unsigned char)**s) || (unsigned char)**s >= 0x80 || **s == '.'; ++*s)
			;
		return words[i].month;
	}
	return -1;
}

/* "Tue, ", "mardi " */
static const char *
pass_weekday(const char *s)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mardi", "mar.",
	    "mer", "jeu", "ven", "sam", "dim" };
	size_t                   i;

	for (i = 0; i < sizeof days / sizeof *days; i++)
		if (strncasecmp(s, days[i], strlen(days[i])) == 0) {
			s += strcspn(s, " ,0123456789");
			return s + strspn(s, " ,");
		}
	return s;
}

static int
read_words(const char **s, struct civil *c)
{
	*s = pass_weekday(*s);
	if (isdigit((unsigned char)**s)) { /* 1er décembre 2026 */
		c->day = number(s, 2);
		*s += strncmp(*s, "er", 2) == 0 ? 2 : 0;
		*s += strspn(*s, " -");
		c->month = month_word(s);
	} else { /* Dec 1, 2026 */
		c->month = month_word(s);
		*s += strspn(*s, " ");
		c->day = number(s, 2);
	}
	*s += strspn(*s, " ,-");
	c->year = number(s, 4);
	return c->month > 0 && c->day > 0 && c->year > 0 ? 0 : -1;
}

static int
read_figures(const char **s, enum loose_order order, struct civil *c)
{
	const char *from = *s;
	int         first = number(s, 8), second;
	char        mark = **s;

	if (*s - from == 8) { /* 20261201 */
		*c = (struct civil){ .year = first / 10000, .month = first / 100 % 100, .day = first % 100 };
		return 0;
	}
	if (first < 0 || !mark || !strchr("-/.", mark))
		return -1;
	++*s;
	second = number(s, 2);
	if (*(*s)++ != mark)
		return -1;
	if (*s - from >= 7 && from[4] == mark) { /* 2026-12-01 */
		*c = (struct civil){ .year = first, .month = second, .day = number(s, 2) };
		return 0;
	}
	if (order == LOOSE_ASK)
		return -1;
	c->month = order == LOOSE_MONTH ? first : second;
	c->day = order == LOOSE_MONTH ? second : first;
	from = *s;
	c->year = number(s, 4);
	return *s - from == 4 ? 0 : -1;
}

/* "09:30", "09:30:05", "9:30 PM", and nothing behind it. */
static int
read_clock(const char *s, struct civil *c)
{
	int twelve;

	c->hour = number(&s, 2);
	if (*s != ':' && *s != 'h')
		return -1;
	s++;
	c->minute = number(&s, 2);
	if (*s == ':') {
		s++;
		c->second = number(&s, 2);
	}
	if (c->hour < 0 || c->minute < 0 || c->second < 0)
		return -1;
	s += blank(s);
	twelve = strncasecmp(s, "am", 2) == 0 ? 1 : strncasecmp(s, "pm", 2) == 0 ? 2 : 0;
	if (twelve && (c->hour < 1 || c->hour > 12))
		return -1;
	if (twelve)
		c->hour = c->hour % 12 + (twelve == 2 ? 12 : 0);
	return s[twelve ? 2 : 0] ? -1 : 0;
}

enum loose
loose_time(const char *s, enum loose_order order, int64_t *ms, int *is_day)
{
	struct civil c = { 0 };
	enum wall    how;
	int          offset;
	size_t       len;

	s += strspn(s, " ");
	for (len = strlen(s); len && s[len - 1] == ' '; len--)
		;
	*is_day = 0;
	if (is_nothing(s))
		return LOOSE_NOTHING;
	if (when_read(s, len, ms, NULL) == 0)
		return LOOSE_READ;
	if (isdigit((unsigned char)*s) && strspn(s, "0123456789-/.") >= 8 ? read_figures(&s, order, &c) :
	    read_words(&s, &c))
		return LOOSE_WRONG;
	len = strspn(s, " ,T");
	*is_day = !s[len];
	if ((s[len] && (!len || read_clock(s + len, &c))) || !civil_is_valid(&c))
		return LOOSE_WRONG;
	*ms = zone_instant(&c, &offset, &how);
	return LOOSE_READ;
}
