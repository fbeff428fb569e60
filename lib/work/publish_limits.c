/* publish_limits.c - the posts of a run, by what their servers take */
#include "publish_parts.h"

#include "limits.h"

#include <string.h>

/* Whether a lane has something to send of which the size matters. */
static int
has_media(const struct lane *l)
{
	const struct item *i;

	for (i = l->items; i; i = i->next)
		if (strstr(i->job.rec, "\"media\""))
			return 1;
	return 0;
}

int
publish_limits(struct publish *p, struct err *e)
{
	struct server *servers = mem_alloc(p->mem, p->set.conf->naccounts * sizeof *servers);
	struct lane  **lanes = mem_alloc(p->mem, p->set.conf->naccounts * sizeof(struct lane *));
	size_t         i, n = 0;

	for (i = 0; i < p->set.conf->naccounts; i++)
		if (has_media(p->lanes + i))
			lanes[n++] = p->lanes + i;
	for (i = 0; i < n; i++)
		servers[i] = (struct server){ lanes[i]->account, lanes[i]->net };
	if (limits_find(servers, n, p->store, p->http, p->mem, e))
		return -1;
	for (i = 0; i < n; i++)
		lanes[i]->net = servers[i].net;
	return 0;
}
