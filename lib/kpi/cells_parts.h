/* cells_parts.h - groups of a view, and their cells; for cells*.c alone */
#ifndef SMM_CELLS_PARTS_H
#define SMM_CELLS_PARTS_H

#include "cells.h"

struct group {
	int64_t      key[TUPLE]; /* words, numbers of time keys; the currency last */
	struct cell *cells;      /* of each period, of each formula */
};

struct cells {
	struct kpi   *k;
	struct group *groups;
	size_t        ngroups, room;
	uint32_t     *slots; /* places in groups plus one */
	size_t        nslots;
	int           has_time;
	struct kpi_view view;
	struct formula *formulas; /* of its kpis */
	uint16_t       *wants;    /* see wants_of() */
	unsigned        overs;    /* facts any of them wants */
	struct cells   *next;     /* another view of the same run */
};

#endif
