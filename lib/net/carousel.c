/* carousel.c - the parts of a carousel, a container each */
#include "carousel.h"

int
carousel_is(const struct call *c)
{
	return rec_media_count(c) > 1;
}

size_t
carousel_missing(const struct call *c)
{
	size_t n = 0;

	while (n < rec_media_count(c) && call_kept_at(c, "children", n))
		n++;
	return n;
}

int
carousel_lacks_child(const struct call *c)
{
	return carousel_is(c) && carousel_missing(c) < rec_media_count(c);
}

int
carousel_lacks_settled(const struct call *c)
{
	return carousel_is(c) && call_kept_count(c, "settled") < rec_media_count(c);
}

void
carousel_keep(struct call *c, const char *id)
{
	json_t *children = json_object_get(c->keep, "children");
	size_t  n = carousel_missing(c);

	if (n < json_array_size(children))
		json_array_set_new(children, n, json_string(id));
	else
		call_keep_item(c, "children", json_string(id));
}

const char *
carousel_unsettled(const struct call *c)
{
	return call_kept_at(c, "children", call_kept_count(c, "settled"));
}

enum go
carousel_settle(struct call *c, enum go state)
{
	if (state == GO_NEXT)
		call_keep_item(c, "settled", json_true());
	if (state == GO_AGAIN)
		json_array_set_new(json_object_get(c->keep, "children"), call_kept_count(c, "settled"), json_null());
	return state == GO_NEXT ? GO_AGAIN : state;
}

void
carousel_add(struct call *c, struct buf *form)
{
	struct buf list = { 0 };
	size_t     i;

	for (i = 0; i < call_kept_count(c, "children"); i++)
		buf_fmt(&list, "%s%s", i ? "," : "", call_kept_at(c, "children", i));
	graph_add(form, "media_type", "CAROUSEL");
	graph_add(form, "children", list.at);
	buf_release(&list);
}

void
carousel_forget(struct call *c)
{
	call_forget(c, "children");
	call_forget(c, "settled");
}
