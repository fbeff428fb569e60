/*
 * rules.h - the rules of the lint: their names, how bad a breach is, and the one number each may have
 *
 * One table for the manual (smm-strategy(5), LINT), for `lint:` of a strategy and for the code that judges.
 */
#ifndef SMM_RULES_H
#define SMM_RULES_H

#include "smm/yaml.h"

enum rule {
	/* of one post's words */
	RULE_BANNED_WORD, RULE_REQUIRED_WORDS, RULE_DISCLOSURE, RULE_CAPITALS, RULE_DOUBLED_WORD,
	RULE_FRENCH_SPACING, RULE_FRENCH_QUOTES,
	/* of one post */
	RULE_ALT, RULE_HTTPS, RULE_HASHTAGS, RULE_QUIET_TIME, RULE_HOLIDAY, RULE_CAMPAIGN_DATES, RULE_NO_OBJECTIVE,
	/* of one post beside the others */
	RULE_SAME_TEXT, RULE_CLASH, RULE_SAME_HOUR, RULE_TOO_CLOSE, RULE_TOO_MANY,
	/* of the whole plan */
	RULE_CADENCE, RULE_EMPTY_DAYS, RULE_MIX, RULE_UNSERVED_OBJECTIVE, RULE_WANTED_WORD, RULE_TRADE_DATE,
	RULE_ANSWERS_LAG,
	RULE_COUNT
};

enum severity { SEVERITY_OFF, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };

struct rule_setting {
	enum severity severity;
	long          limit; /* in the rule's unit */
};

struct rule_kind {
	const char         *name; /* stands in findings and in `lint:`: never rename */
	struct rule_setting usual;
	const char         *unit; /* of the limit; NULL: the rule has none */
};

extern const struct rule_kind rule_kinds[RULE_COUNT];

const char *severity_name(enum severity s); /* "off", "info", "warning", "error" */

/* Every rule as it is unless somebody says otherwise. */
void rules_usual(struct rule_setting rules[RULE_COUNT]);

/* Reads `lint: { RULE: off, RULE: { severity: warning, limit: 3 } }` into the RULE_COUNT settings at p->to. */
field_read field_rules;

#endif
