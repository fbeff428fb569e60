/* fault.c - which request goes wrong, and how (smm-sim(1), FAULTS) */
#include "sim.h"

#include "smm/near.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char     *name;
	enum fault_kind kind;
	int             value; /* 1: "=VALUE" is needed */
} names[] = {
	{ "latency", FAULT_SIM_LATENCY, 1 }, { "429", FAULT_SIM_429, 1 }, { "status", FAULT_SIM_STATUS, 1 },
	{ "503-html", FAULT_SIM_503_HTML, 0 }, { "200-error", FAULT_SIM_200_ERROR, 0 },
	{ "reset", FAULT_SIM_RESET, 0 }, { "lost", FAULT_SIM_LOST, 0 },
	{ "truncate", FAULT_SIM_TRUNCATE, 0 }, { "html", FAULT_SIM_HTML, 0 },
	{ "bad-json", FAULT_SIM_BAD_JSON, 0 }, { "slow", FAULT_SIM_SLOW, 0 }, { "stall", FAULT_SIM_STALL, 0 },
	{ "redirect", FAULT_SIM_REDIRECT, 1 }, { "huge", FAULT_SIM_HUGE, 0 }, { "refuse", FAULT_SIM_REFUSE, 0 },
};

#define KINDS (sizeof names / sizeof *names)

static int
set_kind(struct sim_fault *f, char *word, struct err *e)
{
	const char *known[KINDS], *near;
	char       *value = strchr(word, '=');
	size_t      i;

	if (value)
		*value++ = '\0';
	for (i = 0; i < KINDS; i++) {
		known[i] = names[i].name;
		if (strcmp(word, names[i].name) != 0)
			continue;
		if (!!value != names[i].value)
			return err_set(e, FAULT_USAGE, "the fault %s takes %s", word, value ? "no value" : "a value");
		f->kind = names[i].kind;
		f->name = names[i].name;
		f->value = value ? mem_copy(value) : NULL;
		return 0;
	}
	near = near_word(word, known, KINDS);
	return near ? err_set(e, FAULT_USAGE, "there is no fault \"%s\", the nearest is \"%s\"", word, near) :
	    err_set(e, FAULT_USAGE, "there is no fault \"%s\"", word);
}

static int
set_option(struct sim_fault *f, const char *word, struct err *e)
{
	long  *to = strncmp(word, "times=", 6) == 0 ? &f->times : strncmp(word, "every=", 6) == 0 ? &f->every :
	    strncmp(word, "after=", 6) == 0 ? &f->after : NULL;
	char  *end;

	if (strncmp(word, "on=", 3) == 0) {
		free(f->on);
		f->on = mem_copy(word + 3);
		return 0;
	}
	if (!to)
		return err_set(e, FAULT_USAGE, "\"%s\" in a fault, on=, times=, every= or after= was expected", word);
	*to = strtol(word + 6, &end, 10);
	if (*end || end == word + 6 || *to < 0)
		return err_set(e, FAULT_USAGE, "\"%s\" in a fault, a number was expected", word);
	return 0;
}

int
faults_add(struct faults *f, const char *spec, struct err *e)
{
	struct sim_fault one = { 0 };
	char            *copy = mem_copy(spec), *at = copy, *comma;
	int              rc, first = 1;

	do {
		comma = strchr(at, ',');
		if (comma)
			*comma = '\0';
		rc = first ? set_kind(&one, at, e) : set_option(&one, at, e);
		first = 0;
		at = comma + 1;
	} while (!rc && comma);
	free(copy);
	if (rc) {
		free(one.value);
		free(one.on);
		return -1;
	}
	f->at = mem_grow(f->at, (f->count + 1) * sizeof *f->at);
	f->at[f->count++] = one;
	return 0;
}

void
faults_release(struct faults *f)
{
	size_t i;

	for (i = 0; i < f->count; i++) {
		free(f->at[i].value);
		free(f->at[i].on);
	}
	free(f->at);
	memset(f, 0, sizeof *f);
}

/* "POST /api", "POST" or "/api". */
static int
matches(const char *on, const char *method, const char *path)
{
	size_t len = strcspn(on, " ");

	if (*on == '/')
		return strncmp(path, on, strlen(on)) == 0;
	if (strlen(method) != len || strncmp(on, method, len) != 0)
		return 0;
	return !on[len] || strncmp(path, on + len + 1, strlen(on + len + 1)) == 0;
}

static int
strikes(struct sim_fault *f, const char *method, const char *path)
{
	if (f->on && !matches(f->on, method, path))
		return 0;
	f->seen++;
	if (f->seen <= f->after || (f->every && (f->seen - f->after) % f->every))
		return 0;
	if (f->times && f->used >= f->times)
		return 0;
	f->used++;
	return 1;
}

const struct sim_fault *
faults_pick(struct faults *f, const char *method, const char *path)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (f->at[i].kind != FAULT_SIM_LATENCY && strikes(f->at + i, method, path))
			return f->at + i;
	return NULL;
}

long
faults_latency(struct faults *f, const char *method, const char *path)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (f->at[i].kind == FAULT_SIM_LATENCY && strikes(f->at + i, method, path))
			return strtol(f->at[i].value, NULL, 10);
	return 0;
}
