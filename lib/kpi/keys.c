/* keys.c - by what figures are split */
#include "smm/kpi.h"

#include <string.h>

static const char *const names[KEY_COUNT] = {
	[KEY_ACCOUNT] = "account", [KEY_NETWORK] = "network", [KEY_CAMPAIGN] = "campaign", [KEY_PILLAR] = "pillar",
	[KEY_POST] = "post", [KEY_ENTRY] = "entry", [KEY_LANG] = "lang", [KEY_FORMAT] = "format",
	[KEY_HASHTAG] = "hashtag", [KEY_TOPIC] = "topic", [KEY_KIND] = "kind", [KEY_ARTICLE] = "article",
	[KEY_PARTNER] = "partner",
	[KEY_DAY] = "day", [KEY_WEEK] = "week", [KEY_MONTH] = "month", [KEY_HOUR] = "hour", [KEY_WEEKDAY] = "weekday",
};

const char *
kpi_key_name(enum kpi_key k)
{
	return names[k];
}

int
kpi_key_find(const char *name, size_t len)
{
	int i;

	for (i = 0; i < KEY_COUNT; i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return i;
	return -1;
}
