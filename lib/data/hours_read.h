/* hours_read.h - the business hours of smm.yaml; private to conf.c */
#ifndef SMM_HOURS_READ_H
#define SMM_HOURS_READ_H

#include "smm/hours.h"
#include "smm/yaml.h"

struct hours_words { /* as they are written */
	struct hours hours;
	struct texts holidays; /* names of files */
	struct mark  mark;
	int          opened; /* the files have been read */
};

field_read field_hours; /* struct hours_words: a mapping, or a list of them */

/* Reads the holidays, once. -1 with FAULT_CONF. */
int hours_open(struct hours_words *w, const struct conf *c, struct mem *m, struct err *e);

#endif
