/* rules.c - the rules of the lint: their names, and what a strategy says of them */
#include "smm/rules.h"

#include "smm/near.h"

#include <string.h>

#define ERROR   SEVERITY_ERROR
#define WARNING SEVERITY_WARNING
#define INFO    SEVERITY_INFO

const struct rule_kind rule_kinds[RULE_COUNT] = {
	[RULE_BANNED_WORD]        = { "banned-word",        { ERROR,   0 },  NULL },
	[RULE_REQUIRED_WORDS]     = { "required-words",     { ERROR,   0 },  NULL },
	[RULE_DISCLOSURE]         = { "disclosure",         { ERROR,   0 },  NULL },
	[RULE_CAPITALS]           = { "capitals",           { WARNING, 3 },  "words" },
	[RULE_DOUBLED_WORD]       = { "doubled-word",       { WARNING, 0 },  NULL },
	[RULE_FRENCH_SPACING]     = { "french-spacing",     { WARNING, 0 },  NULL },
	[RULE_FRENCH_QUOTES]      = { "french-quotes",      { WARNING, 0 },  NULL },
	[RULE_ALT]                = { "alt",                { WARNING, 0 },  NULL },
	[RULE_HTTPS]              = { "https",              { WARNING, 0 },  NULL },
	[RULE_HASHTAGS]           = { "hashtags",           { WARNING, 0 },  NULL },
	[RULE_QUIET_TIME]         = { "quiet-time",         { WARNING, 0 },  NULL },
	[RULE_HOLIDAY]            = { "holiday",            { WARNING, 0 },  NULL },
	[RULE_CAMPAIGN_DATES]     = { "campaign-dates",     { WARNING, 0 },  NULL },
	[RULE_NO_OBJECTIVE]       = { "no-objective",       { INFO,    0 },  NULL },
	[RULE_SAME_TEXT]          = { "same-text",          { WARNING, 0 },  NULL },
	[RULE_CLASH]              = { "clash",              { WARNING, 0 },  NULL },
	[RULE_SAME_HOUR]          = { "same-hour",          { WARNING, 0 },  NULL },
	[RULE_TOO_CLOSE]          = { "too-close",          { WARNING, 60 }, "minutes" },
	[RULE_TOO_MANY]           = { "too-many",           { WARNING, 5 },  "posts" },
	[RULE_CADENCE]            = { "cadence",            { WARNING, 0 },  NULL },
	[RULE_EMPTY_DAYS]         = { "empty-days",         { INFO,    3 },  "days" },
	[RULE_MIX]                = { "mix",                { WARNING, 10 }, "points" },
	[RULE_UNSERVED_OBJECTIVE] = { "unserved-objective", { WARNING, 0 },  NULL },
	[RULE_WANTED_WORD]        = { "wanted-word",        { INFO,    0 },  NULL },
	[RULE_TRADE_DATE]         = { "trade-date",         { INFO,    0 },  NULL },
	[RULE_ANSWERS_LAG]        = { "answers-lag",        { WARNING, 24 }, "hours" },
};

static const char *const severities[] = { "off", "info", "warning", "error" };

const char *
severity_name(enum severity s)
{
	return severities[s];
}

void
rules_usual(struct rule_setting rules[RULE_COUNT])
{
	size_t i;

	for (i = 0; i < RULE_COUNT; i++)
		rules[i] = rule_kinds[i].usual;
}

static int
read_severity(const struct place *p, const struct node *n, struct err *e)
{
	size_t i;

	for (i = 0; n->type == NODE_SCALAR && i < sizeof severities / sizeof *severities; i++)
		if (strcmp(n->text, severities[i]) == 0) {
			*(enum severity *)p->to = (enum severity)i;
			return 0;
		}
	return yaml_expected(p->yaml, n, "off, info, warning or error", e);
}

static int
read_limit(const struct place *p, const struct node *n, struct err *e)
{
	long *limit = p->to;

	if (field_long(p, n, e) || *limit < 0 || *limit > 100000)
		return yaml_expected(p->yaml, n, "a whole number, 0 to 100000", e);
	return 0;
}

static const struct field setting_fields[] = {
	{ "severity", read_severity, offsetof(struct rule_setting, severity), 0 },
	{ "limit",    read_limit,    offsetof(struct rule_setting, limit),    0 },
	{ 0 }
};

static const struct field bare_fields[] = {
	{ "severity", read_severity, offsetof(struct rule_setting, severity), 0 },
	{ 0 }
};

static int
unknown_rule(const struct place *p, struct err *e)
{
	const char *known[RULE_COUNT], *near;
	size_t      i;

	for (i = 0; i < RULE_COUNT; i++)
		known[i] = rule_kinds[i].name;
	near = near_word(p->key, known, RULE_COUNT);
	if (near)
		return yaml_fail(p->yaml, p->mark, e, "found the unknown rule \"%s\", the nearest is \"%s\"", p->key,
		    near);
	return yaml_fail(p->yaml, p->mark, e, "found the unknown rule \"%s\"; smm-strategy(5) lists them", p->key);
}

static int
read_rule(const struct place *p, const struct node *n, struct err *e)
{
	struct rule_setting *rules = p->all;
	struct place         inner = *p;
	size_t               i;

	for (i = 0; i < RULE_COUNT; i++)
		if (strcmp(rule_kinds[i].name, p->key) == 0)
			break;
	if (i == RULE_COUNT)
		return unknown_rule(p, e);
	inner.to = &rules[i].severity;
	if (n->type == NODE_SCALAR)
		return read_severity(&inner, n, e);
	return yaml_map(p->yaml, n, rule_kinds[i].unit ? setting_fields : bare_fields, rules + i, p->mem, e);
}

int
field_rules(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_rule, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}
