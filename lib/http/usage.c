/* usage.c - limits that are told in a form of their own, not as an instant */
#include "usage.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define UNTOLD_MS  900000       /* of a moving hour: see usage.h */
#define NUMBER_MAX 100000000.0  /* seconds or minutes: more cannot be meant */

/* --- RateLimit: a structured field (RFC 9651) ------------------------------------------------------ */

/* Behind the string at s, in which a backslash hides the next character. */
static const char *
skip_string(const char *s)
{
	for (s++; *s && *s != '"'; s++)
		if (*s == '\\' && s[1])
			s++;
	return *s ? s + 1 : s;
}

/* The whole number of the parameter that s is at, if it is the one of that name. */
static int
read_parameter(const char *s, char name, double *n)
{
	char *end;

	s += strspn(s, "; \t");
	if (s[0] != name || s[1] != '=' || s[2] < '0' || s[2] > '9')
		return 0;
	*n = strtod(s + 2, &end);
	return 1;
}

/* One item, up to the comma: r=0 (or a 429), and t seconds. */
static int64_t
item_wait(const char **at, int is_limit)
{
	const char *s = *at + strspn(*at, ", \t");
	double      left = -1, seconds = 0;

	while (*s && *s != ',') {
		if (*s == ';' && !read_parameter(s, 'r', &left))
			read_parameter(s, 't', &seconds);
		s = *s == '"' ? skip_string(s) : s + 1;
	}
	*at = s;
	return (left == 0 || (left > 0 && is_limit)) && seconds < NUMBER_MAX ? (int64_t)(seconds * 1000) : 0;
}

static int64_t
field_wait(const char *s, int is_limit)
{
	int64_t longest = 0, one;

	while (*s) {
		one = item_wait(&s, is_limit);
		longest = one > longest ? one : longest;
	}
	return longest;
}

/* --- Meta: JSON -------------------------------------------------------------------------------------- */

static double
number(const json_t *usage, const char *name)
{
	double n = json_number_value(json_object_get(usage, name));

	return n > 0 && n < NUMBER_MAX ? n : 0;
}

/* Throttled from 100 per cent of any of the three on. */
static int
is_used_up(const json_t *usage)
{
	return number(usage, "call_count") >= 100 || number(usage, "total_time") >= 100 ||
	    number(usage, "total_cputime") >= 100;
}

static int64_t
case_wait(const json_t *usage)
{
	double minutes = number(usage, "estimated_time_to_regain_access");

	return minutes > 0 ? (int64_t)(minutes * 60000) : is_used_up(usage) ? UNTOLD_MS : 0;
}

static int64_t
business_wait(json_t *cases)
{
	const char *id;
	json_t     *list, *usage;
	int64_t     longest = 0, one;
	size_t      i;

	json_object_foreach(cases, id, list)
		json_array_foreach(list, i, usage) {
			one = case_wait(usage);
			longest = one > longest ? one : longest;
		}
	return longest;
}

static int64_t
ad_wait(json_t *usage)
{
	double seconds = number(usage, "reset_time_duration");

	if (number(usage, "acc_id_util_pct") < 100)
		return 0;
	return seconds > 0 ? (int64_t)(seconds * 1000) : UNTOLD_MS;
}

static int64_t
app_wait(json_t *usage)
{
	return is_used_up(usage) ? UNTOLD_MS : 0;
}

static int64_t
json_wait(const char *value, int64_t (*wait)(json_t *))
{
	json_t *usage = json_loads(value, 0, NULL);
	int64_t ms = wait(usage);

	json_decref(usage);
	return ms;
}

int64_t
usage_wait(const char *name, const char *value, int is_limit)
{
	if (strcmp(name, "ratelimit") == 0)
		return field_wait(value, is_limit);
	if (strcmp(name, "x-business-use-case-usage") == 0)
		return json_wait(value, business_wait);
	return strcmp(name, "x-ad-account-usage") == 0 ? json_wait(value, ad_wait) : 0;
}

int64_t
usage_app_wait(const char *value)
{
	return json_wait(value, app_wait);
}
