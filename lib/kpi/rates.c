/* rates.c - what a currency was worth on a day */
#include "rates.h"

#include "fields.h"
#include "wide.h"

#include "smm/mem.h"
#include "smm/utf8.h"
#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SHOWN 60 /* bytes */

struct rate {
	int64_t  day;
	uint32_t from;
	int64_t  millionths;
};

struct rates {
	struct rate *at;
	size_t       count;
	uint32_t     to;
};

int
is_currency(const char s[3])
{
	static const char all[] =
	    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
	    "CAD CDF CHF "
	    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD "
	    "HKD HNL HTG "
	    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
	    "MAD MDL MGA "
	    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
	    "QAR RON RSD "
	    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD "
	    "TZS UAH UGX "
	    "USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";
	const char *p;

	for (p = all; *p; p += p[3] ? 4 : 3)
		if (memcmp(p, s, 3) == 0)
			return 1;
	return 0;
}

/* "2026-11-01 USD EUR 0.92" */
static int
read_line(struct rates *r, const char *line, size_t len, struct pool *words)
{
	struct civil c = { 0 };
	struct rate  rate;
	char         day[20];

	if (len < 20 || line[10] != ' ' || line[14] != ' ' || line[18] != ' ')
		return -1;
	snprintf(day, sizeof day, "%.10s 00:00", line);
	if (civil_read(day, 16, &c) || !is_currency(line + 11) || !is_currency(line + 15))
		return -1;
	if (strspn(line + 19, "0123456789.") != len - 19 || line[len - 1] == '.' ||
	    decimal_read((struct slice){ line + 19, len - 19 }, &rate.millionths) || rate.millionths <= 0)
		return -1;
	if (pool_add(words, line + 15, 3) != r->to)
		return 0;
	rate.day = civil_days(c.year, c.month, c.day);
	rate.from = pool_add(words, line + 11, 3);
	r->at = mem_grow(r->at, (r->count + 1) * sizeof *r->at);
	r->at[r->count++] = rate;
	return 0;
}

static int
unlike(const char *path, size_t number, const char *line, size_t len, struct err *e)
{
	return err_set(e, FAULT_INPUT, "%s:%zu: found \"%.*s\", expected a day, two currencies and a rate with at most "
	    "six decimals: 2026-11-01 USD EUR 0.92", path, number,
	    (int)utf8_valid(line, len < LINE_SHOWN ? len : LINE_SHOWN), line);
}

struct rates *
rates_read(const char *path, const char *to, struct pool *words, struct err *e)
{
	struct rates *r = mem_get(sizeof *r);
	struct lines  in;
	char         *line;
	size_t        len;
	int           got, rc;

	memset(r, 0, sizeof *r);
	if (strlen(to) != 3 || !is_currency(to)) {
		free(r);
		err_set(e, FAULT_USAGE, "--currency: found \"%s\", expected three capitals of ISO 4217, like EUR", to);
		return NULL;
	}
	r->to = pool_add(words, to, strlen(to));
	rc = lines_open(&in, path, e);
	while (!rc && (got = lines_next(&in, &line, &len, NULL, e)) != LINES_END) {
		if (got == LINES_ERROR)
			rc = -1;
		else if (got == LINES_LONG)
			rc = unlike(path, in.number, "", 0, e);
		else if (len && *line != '#' && read_line(r, line, len, words))
			rc = unlike(path, in.number, line, len, e);
	}
	lines_close(&in);
	if (!rc)
		return r;
	rates_free(r);
	return NULL;
}

static uint32_t
same_word(const struct pool *words, uint32_t word, struct pool *to)
{
	size_t      len;
	const char *text = pool_text(words, word, &len);

	return pool_add(to, text, len);
}

struct rates *
rates_copy(const struct rates *r, const struct pool *words, struct pool *to)
{
	struct rates *new = mem_get(sizeof *new);
	size_t        i;

	*new = *r;
	new->to = same_word(words, r->to, to);
	new->at = mem_get((r->count + 1) * sizeof *new->at);
	for (i = 0; i < r->count; i++) {
		new->at[i] = r->at[i];
		new->at[i].from = same_word(words, r->at[i].from, to);
	}
	return new;
}

void
rates_free(struct rates *r)
{
	if (!r)
		return;
	free(r->at);
	free(r);
}

uint32_t
rates_to(const struct rates *r)
{
	return r->to;
}

int
rates_convert(const struct rates *r, uint32_t from, int64_t at, int64_t *micros)
{
	const struct rate *best = NULL;
	int64_t            day = local_at(at).day;
	size_t             i;

	if (from == r->to || !from)
		return 0;
	for (i = 0; i < r->count; i++)
		if (r->at[i].from == from && r->at[i].day <= day && (!best || r->at[i].day >= best->day))
			best = r->at + i;
	if (!best)
		return -1;
	*micros = (int64_t)wide_quotient((wide)*micros * best->millionths, WIDE_ONE);
	return 0;
}
