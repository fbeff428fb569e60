/* budget_figures.c - figures of kpi.h for budgets: one definition of money for all programs */
#include "budget_parts.h"

#include <string.h>

#define KPIS_MOST 8
#define MEMORY    ((size_t)512 << 20)

int
budget_figures(const struct budget_ask *ask, const struct budget_run *run, size_t *nbad, struct err *e)
{
	const struct kpi_def *kpis[KPIS_MOST];
	struct kpi_settings   s = { .kpis = kpis, .nkeys = run->nkeys, .from = KPI_OPEN, .to = KPI_OPEN,
		  .was_from = KPI_OPEN, .was_to = KPI_OPEN, .now = ask->now, .zone = ask->zone, .memory = MEMORY,
		  .top = 1, .error = ask->bad, .warn = ask->warn };
	struct kpi           *k;
	const char           *id;
	size_t                n;
	int                   rc;

	memcpy(s.keys, run->keys, run->nkeys * sizeof *s.keys);
	for (id = run->kpis; id; id = id[n] ? id + n + 1 : NULL) {
		n = strcspn(id, ",");
		kpis[s.nkpis++] = kpi_find(id, n);
	}
	k = kpi_new(&s, e);
	if (!k)
		return -1;
	rc = kpi_read(k, ask->journal, e);
	if (!rc)
		rc = kpi_end(k, run->each, run->arg, e);
	*nbad = kpi_bad(k);
	kpi_free(k);
	return rc;
}
