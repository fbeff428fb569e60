/* metrics.c - what a network counted, as the records of OP_POST_METRICS and OP_ACCOUNT_METRICS */
#include "metrics.h"

/* A number that is none, or below 0, is one that nobody measured. */
static void
add_count(json_t *to, const char *name, const json_t *count)
{
	if (json_is_integer(count) && json_integer_value(count) >= 0)
		json_object_set_new(to, name, json_integer(json_integer_value(count)));
}

void
metrics_out(struct call *c, const char *ref, const struct count *counts, const json_t *from)
{
	json_t *r = json_object();
	size_t  members;

	if (ref)
		json_object_set_new(r, "ref", json_string(ref));
	members = json_object_size(r);
	for (; counts->name; counts++)
		add_count(r, counts->name, json_object_get(from, counts->there));
	if (json_object_size(r) > members)
		call_out_record(c, r);
	else
		json_decref(r);
}

const char *
metrics_ref(const struct call *c, size_t i)
{
	return json_string_value(json_array_get(json_object_get(c->rec, "refs"), i));
}
