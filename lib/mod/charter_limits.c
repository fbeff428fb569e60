/* charter_limits.c - "at least 3", "fewer than 10", as the charter writes them: ">= 3", "< 10", "2-4", "5" */
#include "charter_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef int read_number(const char *s, const char **end, double *value);

static int
plain_number(const char *s, const char **end, double *value)
{
	char *stop;

	if (*s < '0' || *s > '9')
		return -1;
	*value = strtod(s, &stop);
	*end = stop;
	return isfinite(*value) ? 0 : -1;
}

static int
duration(const char *s, const char **end, double *value)
{
	static const char   units[] = "smhdw";
	static const double seconds[] = { 1, 60, 3600, 86400, 604800 };
	const char         *unit;

	if (plain_number(s, end, value))
		return -1;
	unit = **end ? strchr(units, **end) : NULL;
	if (!unit)
		return 0;
	*value *= seconds[unit - units];
	++*end;
	return 0;
}

static const char *
skip_blanks(const char *s)
{
	return s + strspn(s, " ");
}

/* The operator before the number; what stands without one is meant exactly. */
static const char *
read_operator(const char *s, struct limits *l)
{
	char op = *s;
	int  with = s[0] && s[1] == '=';

	l->low = -INFINITY;
	l->high = INFINITY;
	l->not_low = op == '>' && !with;
	l->not_high = op == '<' && !with;
	if (op == '>' || op == '<' || op == '=')
		s += 1 + (with && op != '=');
	return skip_blanks(s);
}

static int
parse(const char *s, read_number *read, struct limits *l)
{
	char   op = *s;
	double value;

	s = read_operator(s, l);
	if (read(s, &s, &value))
		return -1;
	if (op != '<')
		l->low = value;
	if (op != '>')
		l->high = value;
	s = skip_blanks(s);
	if (*s == '-' && op != '<' && op != '>' && op != '=' && read(skip_blanks(s + 1), &s, &l->high))
		return -1;
	l->set = 1;
	return *skip_blanks(s) ? -1 : 0;
}

int
field_limits(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || parse(n->text, plain_number, p->to))
		return yaml_expected(p->yaml, n, "a number with what it limits, like \">= 3\", \"< 10\", 2-4 or 5", e);
	return 0;
}

int
field_limits_seconds(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || parse(n->text, duration, p->to))
		return yaml_expected(p->yaml, n, "a time with what it limits, like \"< 7d\" or \">= 2h\"", e);
	return 0;
}

int
limits_hold(const struct limits *l, double value)
{
	if (!l->set)
		return 1;
	if (l->not_low ? value <= l->low : value < l->low)
		return 0;
	return l->not_high ? value < l->high : value <= l->high;
}
