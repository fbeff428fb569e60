/*
 * wordpress_metrics.c - what WordPress counts of a post: its comments that are approved
 *
 * developer.wordpress.org/rest-api/reference/comments: the header X-WP-Total of a list. Core has no views, visitors,
 * likes or shares, and nothing of an account. A post that is not there has no comments to count either, and an empty
 * list would say 0: so it is looked for first.
 */
#include "wordpress.h"

#include "message.h"
#include "metrics.h"

#include <stdlib.h>

static const struct count of_post[] = {
	{ "comments", "total" },
	{ NULL,       NULL },
};

/* The number of "posts/31"; NULL: it is no post's. */
static const char *
number_of(const struct call *c)
{
	const char *ref = metrics_ref(c, 0);

	if (!ref || strncmp(ref, "posts/", 6) != 0 || !ref[6] || ref[6 + strspn(ref + 6, "0123456789")])
		return NULL;
	return ref + 6;
}

static enum go
ask_post(struct call *c)
{
	if (!number_of(c))
		return call_fail(c, FAULT_INPUT, "no post of WordPress is asked for, its ref is like posts/31");
	wordpress_send(c, "GET", EFFECT_NONE, metrics_ref(c, 0), "&_fields=id,status");
	return wordpress_signed(c);
}

/* 404: it is gone. In the trash it has a number still, and nobody reads it. */
static enum go
take_post(struct call *c)
{
	if (c->reply->status == 404)
		return GO_NEXT;
	if (!wordpress_id(c, c->body, "id"))
		return GO_FAIL;
	if (strcmp(text_member(c->body, "status"), "trash") != 0)
		call_keep(c, "there", "yes");
	return GO_NEXT;
}

static enum go
ask_total(struct call *c)
{
	if (!call_kept(c, "there"))
		return GO_NEXT;
	wordpress_send(c, "GET", EFFECT_NONE, "comments",
	    mem_fmt(c->mem, "&post=%s&per_page=1&_fields=id", number_of(c)));
	return wordpress_signed(c);
}

/* A server in between may take the header away: then nobody has counted. */
static enum go
take_total(struct call *c)
{
	const char *total = reply_header(c->reply, "x-wp-total");
	char       *end = NULL;
	long        n = total ? strtol(total, &end, 10) : -1;
	json_t     *from;

	if (!json_is_array(c->body))
		return call_no_list(c);
	if (!total || !*total || *end)
		return GO_NEXT;
	from = json_pack("{s:I}", "total", (json_int_t)n);
	metrics_out(c, metrics_ref(c, 0), of_post, from);
	json_decref(from);
	return GO_NEXT;
}

const struct step wordpress_post_metrics[] = {
	{ "post",  ask_post,  take_post,  404, NULL, 0 },
	{ "total", ask_total, take_total, 0,   NULL, 0 },
	{ 0 }
};
