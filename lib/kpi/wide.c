/* wide.c - exact sums and quotients */
#include "wide.h"

#include <stdio.h>

wide
wide_quotient(wide num, wide den)
{
	wide q, rest;

	if (den < 0) {
		num = -num;
		den = -den;
	}
	q = num / den;
	rest = num % den;
	if (rest < 0)
		rest = -rest;
	if (rest >= den - rest)
		q += num < 0 ? -1 : 1;
	return q;
}

wide
wide_root(wide n)
{
	wide bit = (wide)1 << 124, root = 0;

	while (bit > n)
		bit >>= 2;
	for (; bit; bit >>= 2) {
		if (n >= root + bit) {
			n -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return root;
}

void
wide_put(struct buf *b, wide n)
{
	char  digits[44], *p = digits + sizeof digits;
	int   negative = n < 0;

	do {
		*--p = (char)('0' + (int)(negative ? -(n % 10) : n % 10));
		n /= 10;
	} while (n);
	if (negative)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

void
wide_put_decimal(struct buf *b, wide millionths)
{
	wide whole = millionths / WIDE_ONE, rest = millionths % WIDE_ONE;
	char places[8];
	int  len = 6;

	if (millionths < 0 && !whole)
		buf_char(b, '-');
	wide_put(b, whole);
	if (!rest)
		return;
	snprintf(places, sizeof places, "%06d", (int)(rest < 0 ? -rest : rest));
	while (places[len - 1] == '0')
		len--;
	buf_char(b, '.');
	buf_add(b, places, (size_t)len);
}
