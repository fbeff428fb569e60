/* handles.c - networks by name, and who somebody is on each of them */
#include "handles.h"

#include "smm/net.h"
#include "smm/strategy.h"

#include <string.h>

int
network_check(const struct yaml *y, struct mark at, const char *name, struct err *e)
{
	const char *near = net_is_known(name) ? NULL : net_near(name);

	if (near)
		return yaml_fail(y, at, e, "found the network \"%s\", the nearest known is \"%s\"", name, near);
	return 0;
}

static int
read_handle(const struct place *p, const struct node *n, struct err *e)
{
	struct handles *h = p->all;
	struct place    inner = *p;
	struct handle   x = { p->key, NULL };
	size_t          i;

	inner.to = &x.name;
	for (i = 0; i < h->count; i++)
		if (strcmp(h->at[i].network, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (network_check(p->yaml, p->mark, p->key, e) || field_name(&inner, n, e))
		return -1;
	h->at = mem_more(p->mem, h->at, h->count, &h->room, sizeof *h->at);
	h->at[h->count++] = x;
	return 0;
}

int
field_handles(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_handle, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}
