/* figures_page.c - what a page wants to know beside what was asked for, and where its rows go */
#include "figures_page.h"

#include "smm/html.h"
#include "smm/lang.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_MOST ((int64_t)190 * 86400000) /* longer periods are drawn by week */

const int64_t page_limits[CLASSES - 1] = { 300, 900, 3600, 4 * 3600, 8 * 3600, 24 * 3600, 72 * 3600 };

static const struct {
	const char  *kpis; /* NULL: those asked for */
	enum kpi_key keys[2];
	size_t       nkeys;
} views[VIEW_COUNT] = {
	[VIEW_WHOLE] = { NULL, { 0 }, 0 },
	[VIEW_TIME] = { "interactions,reach,er.reach,messages,sentiment.net,spend", { KEY_DAY }, 1 },
	[VIEW_FOLLOWERS] = { "followers", { KEY_NETWORK, KEY_DAY }, 2 },
	[VIEW_NETWORK] = { "interactions,er.reach,er.followers,spend", { KEY_NETWORK }, 1 },
	[VIEW_CAMPAIGN] = { "interactions,spend,budget.pace,conversions", { KEY_CAMPAIGN }, 1 },
	[VIEW_HOURS] = { "posts.median", { KEY_WEEKDAY, KEY_HOUR }, 2 },
	[VIEW_LISTS] = { "posts.top,posts.bottom,topics.rising,topics.falling,verbatims.good,"
	    "verbatims.bad", { 0 }, 0 },
	[VIEW_RESPONSE] = { "frt.median", { 0 }, 0 },
	[VIEW_FUNNEL] = { "spend,ctr,conversions,cpm,cpc,cpa,revenue,roas", { 0 }, 0 },
	[VIEW_TOPICS] = { "topics", { KEY_TOPIC }, 1 },
};

static int
keep_in_view(void *arg, const struct kpi_row *row)
{
	struct view_of      *to = arg;
	struct figures_page *p = to->p;
	uint64_t             before = 0, now;
	size_t               i;

	figures_keep(p->f, p->view + to->id, row);
	for (i = 0; to->id == VIEW_RESPONSE && i < CLASSES; i++) {
		now = kpi_at_most(row, i + 1 < CLASSES ? page_limits[i] : INT64_MAX);
		p->answered[i] = now - before;
		before = now;
	}
	return 0;
}

/* By time; at one instant by their words, whatever the order of the lines. */
static int
alert_order(const struct seen_alert *a, const struct seen_alert *b)
{
	int order = strcmp(a->kind, b->kind);

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return order ? order : strcmp(a->subject, b->subject);
}

static void
keep_alert(void *arg, const char *kind, const char *subject, int64_t at)
{
	struct figures_page *p = arg;
	struct seen_alert    a = { kind, subject, at };
	size_t               i;

	for (i = 0; i < p->nalerts; i++)
		if (p->alerts[i].at == at && strcmp(p->alerts[i].kind, kind) == 0 &&
		    strcmp(p->alerts[i].subject, subject) == 0)
			return;
	p->alerts = mem_more(p->f->mem, p->alerts, p->nalerts, &p->alert_room, sizeof *p->alerts);
	for (i = p->nalerts++; i && alert_order(p->alerts + i - 1, &a) > 0; i--)
		p->alerts[i] = p->alerts[i - 1];
	a.kind = mem_str(p->f->mem, kind);
	a.subject = mem_str(p->f->mem, subject);
	p->alerts[i] = a;
}

/* "a,b": definitions of ours. */
static void
view_kpis(struct figures *f, const char *list, struct kpi_view *v)
{
	const struct kpi_def **kpis = mem_alloc(f->mem, (strlen(list) + 1) * sizeof *kpis);
	size_t                 len;

	for (; *list; list += len + (list[len] == ',')) {
		len = strcspn(list, ",");
		kpis[v->nkpis] = kpi_find(list, len);
		v->nkpis += kpis[v->nkpis] != NULL;
	}
	v->kpis = kpis;
}

static void
ask_view(struct figures_page *p, enum view_id id)
{
	struct kpi_settings *s = &p->f->set;
	struct kpi_view     *v = p->asked + id;
	int                  is_long = s->from != KPI_OPEN && s->to != KPI_OPEN && s->to - s->from > DAYS_MOST;
	size_t               i;

	v->nkeys = p->view[id].nkeys = views[id].nkeys;
	for (i = 0; i < v->nkeys; i++)
		v->keys[i] = p->view[id].keys[i] = views[id].keys[i] == KEY_DAY && is_long ?
		    KEY_WEEK : views[id].keys[i];
	v->kpis = s->kpis;
	v->nkpis = s->nkpis;
	if (views[id].kpis) {
		v->nkpis = 0;
		view_kpis(p->f, views[id].kpis, v);
	}
	p->place[id] = (struct view_of){ p, id };
	v->each = keep_in_view;
	v->arg = p->place + id;
}

int
figures_is_page(const struct figures *f)
{
	return strcmp(f->format, "html") == 0 || strcmp(f->format, "pdf") == 0;
}

void
page_ask(struct figures *f)
{
	struct figures_page *p = mem_alloc(f->mem, sizeof *p);
	int                  id;

	p->f = f;
	f->page = p;
	for (id = 0; id < VIEW_COUNT; id++)
		ask_view(p, id);
	p->has_own_whole = f->set.nkeys != 0;
	f->set.views = p->asked + !p->has_own_whole;
	f->set.nviews = VIEW_COUNT - !p->has_own_whole;
	f->set.alert = keep_alert;
	f->set.alert_arg = p;
}

void
page_take_rows(struct figures *f)
{
	if (f->page && !f->page->has_own_whole)
		f->page->view[VIEW_WHOLE] = f->rows;
}

void
page_release(struct figures_page *p)
{
	int id;

	if (!p)
		return;
	for (id = VIEW_WHOLE + !p->has_own_whole; id < VIEW_COUNT; id++)
		free(p->view[id].at);
	buf_release(&p->good);
	buf_release(&p->bad);
	buf_release(&p->look);
}

const struct kpi_row *
page_rows(const struct figures_page *p, enum view_id v, const char *kpi, size_t *from, size_t *to)
{
	const struct figure_rows *r = p->view + v;

	for (*from = 0; *from < r->count && strcmp(r->at[*from].def->id, kpi) != 0; ++*from)
		;
	if (*from == r->count)
		return NULL;
	*to = figures_end(r, *from);
	return r->at + *from;
}

const struct kpi_row *
page_whole(const struct figures_page *p, enum view_id v, const char *kpi)
{
	size_t                from, to;
	const struct kpi_row *row = page_rows(p, v, kpi, &from, &to);

	return row && row->has_value ? row : NULL;
}

void
page_tr(struct buf *b, const char *message)
{
	html_str(b, tr(message));
}

void
page_open_chart(struct figures_page *p, const char *title, struct buf *b)
{
	p->charts++;
	buf_str(b, "<figure class=\"chart card\"><figcaption><h3>");
	html_str(b, title);
	buf_str(b, "</h3></figcaption>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
	html_str(b, title);
	buf_str(b, "\">\n");
}

void
page_close_chart(const char *title, const struct table *t, struct buf *b)
{
	buf_str(b, "</div>\n<details><summary>");
	page_tr(b, "The numbers");
	buf_str(b, "<span class=\"hidden\">: ");
	html_str(b, title);
	buf_str(b, "</span></summary>\n");
	table_html(t, b);
	buf_str(b, "</details></figure>\n");
}
