/* call_look.c - what the looks for a request of which no answer came have in common */
#include "connector.h"

int
call_looks_again(struct call *c, int most, int pause_sec)
{
	json_int_t looks = json_integer_value(json_object_get(c->keep, "looks")) + 1;

	if (looks >= most) {
		call_forget(c, "looks");
		return 0;
	}
	json_object_set_new(c->keep, "looks", json_integer(looks));
	c->wake = c->now + pause_sec * INT64_C(1000);
	return 1;
}

enum go
call_twins(struct call *c, size_t many)
{
	return call_fail(c, FAULT_UNSURE, "no answer came, and %zu posts are like this one; look at them", many);
}
