/* write.c - a row as a kpi line */
#include "smm/kpi.h"

#include "smm/zone.h"

#include <string.h>

static void
put_wide(struct buf *b, const char *key, wide n)
{
	json_key(b, key);
	wide_put(b, n);
}

static void
put_decimal(struct buf *b, const char *key, wide millionths)
{
	json_key(b, key);
	wide_put_decimal(b, millionths);
}

static void
put_time(struct buf *b, const char *key, int64_t ms)
{
	char text[WHEN_SIZE];

	json_str(b, key, when_write(text, ms, zone_offset(ms)));
}

static void
put_value(const struct kpi_row *row, struct buf *b)
{
	if (row->has_value)
		put_decimal(b, "value", row->value);
	else
		json_raw(b, "value", "null", 4);
	json_str(b, "reason", row->reason);
	if (strcmp(row->def->unit, "money") == 0)
		json_str(b, "unit", row->currency && *row->currency ? row->currency :
		    "XXX"); /* ISO 4217: no currency */
	else
		json_str(b, "unit", row->def->unit);
	if (row->currency && *row->currency && strcmp(row->def->unit, "money") != 0)
		json_str(b, "currency", row->currency);
	if (row->has_num)
		put_wide(b, "num", row->num);
	if (row->has_den)
		put_wide(b, "den", row->den);
	json_int(b, "n", row->n);
	if (row->def->beside)
		json_int(b, "without", row->without);
	if (row->has_interval) {
		put_decimal(b, "low", row->low);
		put_decimal(b, "high", row->high);
	}
	if (row->has_previous)
		put_decimal(b, "previous", row->previous);
}

void
kpi_write(const struct kpi_row *row, const struct kpi_settings *s, struct buf *b)
{
	size_t i;

	json_open(b, '{');
	json_str(b, "type", "kpi");
	json_str(b, "kpi", row->def->id);
	json_str(b, "method", row->method);
	for (i = 0; i < s->nkeys; i++)
		json_str(b, kpi_key_name(s->keys[i]), row->labels[i]);
	if (row->rank)
		json_int(b, "rank", row->rank);
	json_str(b, "subject", row->subject);
	json_str(b, "text", row->text);
	put_value(row, b);
	if (s->from != KPI_OPEN)
		put_time(b, "from", s->from);
	if (s->to != KPI_OPEN)
		put_time(b, "to", s->to);
	json_str(b, "tz", s->zone);
	if (row->has_target) {
		put_decimal(b, "target", row->target);
		json_str(b, "status", row->status);
	}
	if (row->as_of) {
		put_time(b, "as_of", row->as_of);
		json_bool(b, "stale", row->stale);
	}
	json_close(b, '}');
}
