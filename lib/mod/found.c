/* found.c - which terms of the charter stand in a text, and where */
#include "found.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

void
found_init(struct found *f, size_t nsets)
{
	f->nsets = nsets;
	f->text = 0;
	f->gave_up = 0;
	f->sets = mem_get((nsets + 1) * sizeof *f->sets);
	memset(f->sets, 0, (nsets + 1) * sizeof *f->sets);
}

void
found_release(struct found *f)
{
	free(f->sets);
	memset(f, 0, sizeof *f);
}

void
found_begin(struct found *f)
{
	f->gave_up = 0;
	if (++f->text)
		return;
	memset(f->sets, 0, (f->nsets + 1) * sizeof *f->sets); /* after four thousand million texts */
	f->text = 1;
}

void
found_add(struct found *f, size_t set, const struct hit *h)
{
	struct found_set *s = f->sets + set;
	unsigned          i;

	if (s->text != f->text) {
		s->text = f->text;
		s->count = s->kept = 0;
	}
	for (i = 0; i < s->kept; i++)
		if (s->at[i].term == h->term)
			return;
	s->count += !h->gave_up;
	f->gave_up |= h->gave_up;
	if (s->kept < FOUND_EACH)
		s->at[s->kept++] = *h;
}
