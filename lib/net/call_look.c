/* call_look.c - requests that are waited for, repeated or looked for: what the networks have in common */
#include "connector.h"

#include "smm/hash.h"
#include "smm/when.h"

#define MARGIN_MS   INT64_C(120000) /* of the clocks, once their difference is taken out */
#define DAY_MS      INT64_C(86400000)
#define NO_CLOCK_MS INT64_C(600000) /* when the network does not say what time it has */

int64_t
call_count(struct call *c, const char *name)
{
	json_int_t n = json_integer_value(json_object_get(c->keep, name)) + 1;

	json_object_set_new(c->keep, name, json_integer(n));
	return n;
}

json_int_t
call_page(const struct call *c)
{
	json_int_t n = json_integer_value(json_object_get(c->keep, "page"));

	return n ? n : 1;
}

void
call_next_page(struct call *c)
{
	json_object_set_new(c->keep, "page", json_integer(call_page(c) + 1));
}

int64_t
call_midnight(const struct call *c)
{
	return (c->now / DAY_MS + 1) * DAY_MS;
}

int
call_looks_again(struct call *c, int most, int pause_sec)
{
	if (call_count(c, "looks") >= most) {
		call_forget(c, "looks");
		return 0;
	}
	c->wake = c->now + pause_sec * INT64_C(1000);
	return 1;
}

enum go
call_twins(struct call *c, size_t many)
{
	return call_fail(c, FAULT_UNSURE, "no answer came, and %zu posts are like this one; look at them", many);
}

enum go
call_wait_longer(struct call *c, int first, int last)
{
	json_int_t sec = 2 * json_integer_value(json_object_get(c->keep, "pause"));

	sec = sec < first ? first : sec > last ? last : sec;
	json_object_set_new(c->keep, "pause", json_integer(sec));
	c->wake = c->now + sec * 1000;
	return GO_WAIT;
}

const char *
call_part_key(struct call *c, size_t part, size_t len)
{
	const char *id = rec_string(c, "id"), *digest = rec_string(c, "digest");
	char       *text = mem_fmt(c->mem, "%s %s %zu", id ? id : "", digest ? digest : "", part);
	char        sum[DIGEST_SIZE];

	hash_digest(text, strlen(text), sum);
	return mem_dup(c->mem, sum + strlen("sha256:"), len);
}

void
call_fix_time(struct call *c, const char *name)
{
	char at[WHEN_SIZE];

	if (!call_kept(c, name))
		call_keep(c, name, when_write(at, c->now + c->skew, 0));
}

int64_t
call_fixed_time(const struct call *c, const char *name)
{
	const char *at = call_kept(c, name);
	int64_t     ms;

	return at && when_read(at, strlen(at), &ms, NULL) == 0 ? ms - c->skew : 0;
}

int64_t
call_since(const struct call *c, const char *name)
{
	int64_t     ours = call_fixed_time(c, name), theirs;
	const char *date = reply_header(c->reply, "date");

	if (!ours)
		return 0;
	if (!date || when_read_http(date, c->now, &theirs))
		return ours - NO_CLOCK_MS;
	return ours + theirs - c->now - MARGIN_MS;
}

int
call_is_over(struct call *c, const char *name, int hours)
{
	call_fix_time(c, name);
	return c->now - call_fixed_time(c, name) > hours * INT64_C(3600000);
}
