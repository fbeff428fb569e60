/* cues_marks.c - what signs and figures say: questions, shouting, personal data */
#include "cues.h"

#include <string.h>

#define CARD_MIN  13 /* ISO/IEC 7812-1: 8 to 19 figures; payment cards have 13 to 19 */
#define CARD_MAX  19
#define PHONE_MIN 9  /* ITU-T E.164: 15 at most */
#define PHONE_MAX 15
#define IBAN_MIN  15 /* ISO 13616: Norway */
#define IBAN_MAX  34

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

void
cues_marks(const char *s, size_t from, size_t to, struct tally *tallies)
{
	size_t i, shouts = 0, last = to;

	for (i = from; i < to; i++) {
		int in_link = i && i + 1 < to && s[i] == '?' && (is_letter(s[i - 1]) || s[i - 1] == '/') &&
		    (is_letter(s[i + 1]) || s[i + 1] == '=') && memchr(s + i, '=', to - i);

		shouts += s[i] == '!';
		if (s[i] == '?' && !in_link)
			last = i;
	}
	if (last < to)
		cues_add(tallies + LABEL_QUESTION, 100, last, last + 1);
	if (shouts >= 3)
		cues_add(tallies + LABEL_URGENT, 20, 0, 0);
}

/* Luhn's check of ISO/IEC 7812-1, annex B. */
static int
is_card(const char *digits, size_t n)
{
	unsigned sum = 0, d;
	size_t   i;

	if (n < CARD_MIN || n > CARD_MAX)
		return 0;
	for (i = 0; i < n; i++) {
		d = (unsigned)(digits[n - 1 - i] - '0');
		d = i % 2 ? 2 * d : d;
		sum += d > 9 ? d - 9 : d;
	}
	return sum % 10 == 0;
}

/* Ten figures that begin with 0, or eleven and more behind a +: what people write of their telephones. */
static int
is_phone(const char *digits, size_t n, int plus, unsigned groups)
{
	if (n < PHONE_MIN || n > PHONE_MAX)
		return 0;
	if (plus)
		return 1;
	return (n == 10 && (digits[0] == '0' || groups >= 3)) || (n == 11 && digits[0] == '0') ||
	    (n == 13 && digits[0] == '0' && digits[1] == '0');
}

/* A run of figures, with single blanks, dots, dashes or brackets between; returns where it ends. */
static size_t
take_figures(const char *s, size_t at, size_t to, struct tally *t)
{
	char     digits[CARD_MAX + 1] = { 0 };
	size_t   n = 0, start = at, end = at;
	unsigned groups = 1;
	int      plus = at > 0 && s[at - 1] == '+';

	for (; at < to && n <= CARD_MAX; at++) {
		if (is_digit(s[at])) {
			digits[n++] = s[at];
			end = at + 1;
		} else if (strchr(" .-()", s[at]) && at + 1 < to && (is_digit(s[at + 1]) || s[at + 1] == '(')) {
			groups++;
		} else {
			break;
		}
	}
	if (n <= CARD_MAX && (is_card(digits, n) || is_phone(digits, n, plus, groups)))
		cues_add(t, 100, plus ? start - 1 : start, end);
	return end;
}

/* Two letters, two figures, then letters and figures in groups; its check is ISO 7064, MOD 97-10. */
static size_t
take_iban(const char *s, size_t at, size_t to, struct tally *t)
{
	char     c[IBAN_MAX];
	size_t   n = 0, start = at, end = at, i;
	unsigned rest = 0;

	for (; at < to && n < IBAN_MAX; at++) {
		if (is_digit(s[at]) || (s[at] >= 'A' && s[at] <= 'Z')) {
			c[n++] = s[at];
			end = at + 1;
		} else if (s[at] != ' ') {
			break;
		}
	}
	for (i = 0; i < n; i++) {
		char x = c[(i + 4) % n];

		rest = is_digit(x) ? (rest * 10 + (unsigned)(x - '0')) % 97 :
		    (rest * 100 + (unsigned)(x - 'A' + 10)) % 97;
	}
	if (n < IBAN_MIN || rest != 1)
		return start + 2;
	cues_add(t, 100, start, end);
	return end;
}

void
cues_personal(const char *s, size_t from, size_t to, struct tally *tallies)
{
	struct tally *t = tallies + LABEL_PERSONAL;
	size_t        i = from;

	while (i < to) {
		int inside = i > from && (is_digit(s[i - 1]) || is_letter(s[i - 1]));

		if (is_digit(s[i]) && !inside)
			i = take_figures(s, i, to, t);
		else if (i + 4 < to && !inside && s[i] >= 'A' && s[i] <= 'Z' && s[i + 1] >= 'A' && s[i + 1] <= 'Z' &&
		    is_digit(s[i + 2]) && is_digit(s[i + 3]))
			i = take_iban(s, i, to, t);
		else
			i++;
	}
}
