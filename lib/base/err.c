/* err.c - what went wrong, and who must act */
#include "smm/err.h"

#include "smm/lang.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int         exit;
} faults[FAULT_COUNT] = {
	[FAULT_NONE]    = { "none",    0 },
	[FAULT_REFUSED] = { "refused", 1 },
	[FAULT_USAGE]   = { "usage",   64 },
	[FAULT_INPUT]   = { "input",   65 },
	[FAULT_POLICY]  = { "policy",  69 },
	[FAULT_BUG]     = { "bug",     70 },
	[FAULT_SYS]     = { "system",  71 },
	[FAULT_IO]      = { "io",      74 },
	[FAULT_AGAIN]   = { "again",   75 },
	[FAULT_LIMIT]   = { "limit",   75 },
	[FAULT_REPLY]   = { "reply",   76 },
	[FAULT_AUTH]    = { "auth",    77 },
	[FAULT_CONF]    = { "conf",    78 },
	[FAULT_UNSURE]  = { "unsure",  79 },
	[FAULT_CLOSED]  = { "closed",  141 },
};

/* Worst first: what a person must look at before anything else. */
static const int worst_first[] = { 70, 71, 64, 78, 77, 74, 79, 1, 65, 69, 76, 75, 0 };

int
err_set(struct err *e, enum fault fault, const char *fmt, ...)
{
	va_list ap;

	e->fault = fault;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, tr(fmt), ap);
	va_end(ap);
	return -1;
}

static enum fault
errno_fault(int num)
{
	switch (num) {
	case ENOSPC:
	case EDQUOT:
	case EROFS:
	case EIO:
	case EFBIG:
		return FAULT_IO;
	case EPIPE:
		return FAULT_CLOSED;
	default:
		return FAULT_SYS;
	}
}

int
err_sys(struct err *e, const char *fmt, ...)
{
	int     num = errno;
	va_list ap;
	size_t  len;

	e->fault = errno_fault(num);
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, tr(fmt), ap);
	va_end(ap);
	len = strlen(e->text);
	snprintf(e->text + len, sizeof e->text - len, ": %s", lang_errno(num));
	return -1;
}

int
err_in(struct err *e, const char *fmt, ...)
{
	char    old[ERR_TEXT];
	va_list ap;
	size_t  len;

	memcpy(old, e->text, sizeof old);
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	len = strlen(e->text);
	snprintf(e->text + len, sizeof e->text - len, ": %s", old);
	return -1;
}

const char *
fault_name(enum fault fault)
{
	return fault < FAULT_COUNT ? faults[fault].name : "bug";
}

int
fault_exit(enum fault fault)
{
	return fault < FAULT_COUNT ? faults[fault].exit : 70;
}

static size_t
rank(int status)
{
	size_t i, n = sizeof worst_first / sizeof *worst_first;

	for (i = 0; i < n; i++)
		if (worst_first[i] == status)
			return i;
	return 0;
}

int
exit_worse(int a, int b)
{
	return rank(a) <= rank(b) ? a : b;
}
