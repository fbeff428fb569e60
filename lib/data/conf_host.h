/* conf_host.h - what smm.yaml says of media_host, but for its secret; private to conf.c */
#ifndef SMM_CONF_HOST_H
#define SMM_CONF_HOST_H

#include "smm/yaml.h"

field_read field_host_kind; /* enum host_kind */
field_read field_folder;    /* an address that is signed as it stands, without a slash at its end */

/* Whether all is there that its kind needs, and nothing else. 0, or -1 with the place. */
int host_check(const struct place *p, const struct node *n, const struct media_host *h, struct err *e);

/* Letters, digits, '.', '_' and '-', one at least. */
int conf_is_name(const char *s);

#endif
