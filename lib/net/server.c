/* server.c - a network as one server has it: its limits instead of the usual ones */
#include "smm/net.h"

#include <string.h>

#define COUNT_MAX 1000000               /* of characters, seconds and the like: more cannot be meant */
#define BYTES_MAX (INT64_C(1) << 40)
#define TYPES_MAX 100
#define TYPE_MAX  100

/* The number, when it can be meant. */
static int64_t
number(const json_t *limits, const char *name, int64_t most, int64_t otherwise)
{
	const json_t *value = json_object_get(limits, name);
	int64_t       n = json_integer_value(value);

	return json_is_integer(value) && n > 0 && n <= most ? n : otherwise;
}

/* "image/png": a name, a slash, a name (RFC 6838, 4.2), so that it may stand in a message. */
static int
is_type(const char *s)
{
	size_t len = s ? strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-^_.+/") : 0;

	return len > 2 && len < TYPE_MAX && !s[len] && strchr(s, '/') && strchr(s, '/') == strrchr(s, '/');
}

/* How large a file of a type may be by the usual table; 0: it is not in it, and nothing is known. */
static int64_t
usual_bytes(const struct net *n, const char *type)
{
	const struct media_limit *t;

	for (t = n->media.types; t && t->type; t++)
		if (strcmp(t->type, type) == 0)
			return t->max_bytes;
	return 0;
}

static int64_t
bytes_for(const struct net *n, const json_t *limits, const char *type)
{
	const char *name = strncmp(type, "image/", 6) == 0 ? "image_bytes" : "video_bytes";

	return number(limits, name, BYTES_MAX, usual_bytes(n, type));
}

/* The types that the server names, or the usual ones, each with the server's size. */
static const struct media_limit *
types(const struct net *n, const json_t *limits, struct mem *m)
{
	const json_t             *list = json_object_get(limits, "types"), *item;
	const struct media_limit *t;
	struct media_limit       *all = mem_alloc(m, (TYPES_MAX + 1) * sizeof *all);
	size_t                    i, count = 0;

	json_array_foreach(list, i, item)
		if (is_type(json_string_value(item)) && count < TYPES_MAX)
			all[count++].type = mem_str(m, json_string_value(item));
	for (t = n->media.types; !json_array_size(list) && t && t->type && count < TYPES_MAX; t++)
		all[count++].type = t->type;
	for (i = 0; i < count; i++)
		all[i].max_bytes = bytes_for(n, limits, all[i].type);
	return all;
}

const struct net *
net_with(const struct net *n, const json_t *limits, struct mem *m)
{
	struct net *own = mem_alloc(m, sizeof *own);

	*own = *n;
	own->text.max = (size_t)number(limits, "text", COUNT_MAX, (int64_t)n->text.max);
	own->text.url_units = (unsigned)number(limits, "link", COUNT_MAX, (int64_t)n->text.url_units);
	own->media.max = (int)number(limits, "media", COUNT_MAX, n->media.max);
	own->media.alt_max = (size_t)number(limits, "alt", COUNT_MAX, (int64_t)n->media.alt_max);
	own->media.types = types(n, limits, m);
	own->poll.max = (int)number(limits, "options", COUNT_MAX, n->poll.max);
	own->poll.option_max = (size_t)number(limits, "option", COUNT_MAX, (int64_t)n->poll.option_max);
	own->poll.min_seconds = (int)number(limits, "shortest", INT32_MAX, n->poll.min_seconds);
	own->poll.max_seconds = (int)number(limits, "longest", INT32_MAX, n->poll.max_seconds);
	return own;
}
