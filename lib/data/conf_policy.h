/* conf_policy.h - what smm.yaml says of approval, pace and money; private to conf.c */
#ifndef SMM_CONF_POLICY_H
#define SMM_CONF_POLICY_H

#include "smm/yaml.h"

/* As long as nothing is written. */
extern const struct pace_rules pace_not_given;

field_read field_approval; /* struct approval_rules: required, none, or { policy, by, signers } */
field_read field_required; /* int: required or none */
field_read field_gap;      /* int64_t, milliseconds */
field_read field_cap;      /* struct pace_rules: posts a day, or { day, hour } */
field_read field_spend;    /* struct pace_rules: { call, day, month }, as decimals */

/* What an account does not say is what the brand says. */
void pace_inherit(struct pace_rules *of_account, const struct pace_rules *of_brand);

#endif
