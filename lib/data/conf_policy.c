/* conf_policy.c - what smm.yaml says of approval, pace and money */
#include "conf_policy.h"

#include <stdlib.h>
#include <string.h>

#define MICROS 1000000

const struct pace_rules pace_not_given = {
	.gap_ms = -1, .day = -1, .hour = -1, .call = -1, .spend_day = -1, .spend_month = -1,
};

int
field_required(const struct place *p, const struct node *n, struct err *e)
{
	int required = n->type == NODE_SCALAR && strcmp(n->text, "required") == 0;

	if (!required && (n->type != NODE_SCALAR || strcmp(n->text, "none") != 0))
		return yaml_expected(p->yaml, n, "required or none", e);
	*(int *)p->to = required;
	return 0;
}

int
field_approval(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "policy",  field_required, offsetof(struct approval_rules, required), 1 },
		{ "by",      field_texts,    offsetof(struct approval_rules, by),       0 },
		{ "signers", field_name,     offsetof(struct approval_rules, signers),  0 },
		{ 0 }
	};
	struct place inner = *p;

	if (n->type == NODE_MAP)
		return yaml_map(p->yaml, n, fields, p->to, p->mem, e);
	inner.to = &((struct approval_rules *)p->to)->required;
	return field_required(&inner, n, e);
}

int
field_gap(const struct place *p, const struct node *n, struct err *e)
{
	long         seconds;
	struct place inner = *p;

	inner.to = &seconds;
	if (field_seconds(&inner, n, e))
		return -1;
	*(int64_t *)p->to = seconds * INT64_C(1000);
	return 0;
}

static int
read_count(const struct place *p, const struct node *n, struct err *e)
{
	if (field_long(p, n, e))
		return -1;
	return *(long *)p->to >= 0 ? 0 : yaml_expected(p->yaml, n, "a number of posts", e);
}

int
field_cap(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "day",  read_count, offsetof(struct pace_rules, day),  0 },
		{ "hour", read_count, offsetof(struct pace_rules, hour), 0 },
		{ 0 }
	};
	struct place inner = *p;

	if (n->type == NODE_MAP)
		return yaml_map(p->yaml, n, fields, p->to, p->mem, e);
	inner.to = &((struct pace_rules *)p->to)->day;
	return read_count(&inner, n, e);
}

/* "1", "0.015": exact, no binary fraction in between. */
static int
read_money(const struct place *p, const struct node *n, struct err *e)
{
	const char *s = n->type == NODE_SCALAR ? n->text : "", *digits = s;
	int64_t     micros = 0, unit = MICROS;

	for (; *s >= '0' && *s <= '9' && micros < INT64_C(1000000000); s++)
		micros = micros * 10 + (*s - '0');
	micros *= MICROS;
	if (s != digits && *s == '.')
		for (s++; *s >= '0' && *s <= '9' && unit > 1; s++) {
			unit /= 10;
			micros += (*s - '0') * unit;
		}
	if (s == digits || *s)
		return yaml_expected(p->yaml, n, "an amount of money, like 0.015 or 20, with six decimals at most", e);
	*(int64_t *)p->to = micros;
	return 0;
}

int
field_spend(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "call",  read_money, offsetof(struct pace_rules, call),        0 },
		{ "day",   read_money, offsetof(struct pace_rules, spend_day),   0 },
		{ "month", read_money, offsetof(struct pace_rules, spend_month), 0 },
		{ 0 }
	};

	if (n->type != NODE_MAP)
		return yaml_expected(p->yaml, n, "{ call: MONEY, day: MONEY, month: MONEY }", e);
	return yaml_map(p->yaml, n, fields, p->to, p->mem, e);
}

static void
inherit(int64_t *to, int64_t from)
{
	if (*to < 0)
		*to = from;
}

void
pace_inherit(struct pace_rules *a, const struct pace_rules *brand)
{
	inherit(&a->gap_ms, brand->gap_ms);
	inherit(&a->call, brand->call);
	inherit(&a->spend_day, brand->spend_day);
	inherit(&a->spend_month, brand->spend_month);
	if (a->day < 0)
		a->day = brand->day;
	if (a->hour < 0)
		a->hour = brand->hour;
}
