/*
 * rates.h - what a currency was worth on a day, from a file
 *
 * A line each: "2026-11-01 USD EUR 0.92": from that day on a dollar is 0.92 euros, until a later line says
 * otherwise. Empty lines and what begins with # are left out. Amounts are rounded to the micro, halves away from zero.
 */
#ifndef SMM_RATES_H
#define SMM_RATES_H

#include "engine.h"

struct rates;

struct rates *rates_read(const char *path, const char *to, struct pool *words, struct err *e);
struct rates *rates_copy(const struct rates *r, const struct pool *words, struct pool *to); /* with other words */
void          rates_free(struct rates *r);
uint32_t      rates_to(const struct rates *r);

/* Converts micros of a currency at an instant; 0, or -1 when there is no rate for that day. */
int rates_convert(const struct rates *r, uint32_t from, int64_t at, int64_t *micros);

/* Whether three letters are a currency of ISO 4217 (List One, 2024). */
int is_currency(const char letters[3]);

#endif
