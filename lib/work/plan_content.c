/* plan_content.c - what a post shows: its pictures looked at, its variables filled, its words known */
#include "planning.h"

#include "smm/media.h"
#include "smm/lang.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- pictures ----------------------------------------------------------------------------------- */

static void
look_at(struct plan *p, struct looked *l)
{
	struct media m;
	struct err   e;
	int          fd = media_open(p->calendar->dir, l->path, &e);

	if (fd < 0) {
		l->wrong = mem_str(p->mem, e.text);
		return;
	}
	if (media_probe(fd, &m, &e) || hash_file(fd, l->picture.digest, &e)) {
		l->wrong = mem_fmt(p->mem, "%s: %s", l->path, e.text);
	} else {
		l->picture.type = m.type;
		l->picture.bytes = m.bytes;
	}
	close(fd);
}

/* The path as the post names it: below the media root when it lies there, else absolute. */
static const char *
post_path(struct plan *p, const char *file)
{
	const char *root = p->set.conf->media_root;
	const char *path = *file == '/' ? file : mem_fmt(p->mem, "%s/%s", p->calendar->dir,
	    file + (strncmp(file, "./", 2) == 0 ? 2 : 0));
	size_t      len = strlen(root);

	while (len > 1 && root[len - 1] == '/')
		len--;
	if (strncmp(path, root, len) == 0 && path[len] == '/')
		return path + len + 1;
	return path;
}

static const struct looked *
look_once(struct plan *p, const char *file)
{
	uint64_t        hash = hash_fast(file, strlen(file)) ^ p->nfiles;
	struct looked **slot = &p->looked[hash % 256], *l;

	for (l = *slot; l; l = l->next)
		if (strcmp(l->path, file) == 0)
			return l;
	l = mem_alloc(p->mem, sizeof *l);
	l->path = mem_str(p->mem, file);
	look_at(p, l);
	l->picture.path = l->wrong ? NULL : post_path(p, l->path);
	l->next = *slot;
	*slot = l;
	return l;
}

void
plan_pictures(struct plan *p, struct draft *d)
{
	const struct media_list *list = &d->content.media;
	const struct looked     *l;
	size_t                   i;

	d->pictures = list->count ? mem_alloc(p->scratch, list->count * sizeof *d->pictures) : NULL;
	for (i = 0; i < list->count; i++) {
		if (!list->at[i].file)
			continue;
		l = look_once(p, list->at[i].file);
		d->pictures[i] = l->picture;
		if (l->wrong)
			plan_wrong(p, "%s", l->wrong);
	}
}

/* --- variables ---------------------------------------------------------------------------------- */

static void
add_all(struct plan *p, struct variables *to, const struct variables *from)
{
	size_t i;

	for (i = 0; i < from->count; i++)
		variables_add(to, p->scratch, from->at[i].name, from->at[i].value);
}

/* Strategy, calendar, entry: the nearer one wins. account, network and date are always there. */
int
plan_variables(struct plan *p, const struct draft *d, struct variables *v)
{
	char       at[WHEN_SIZE];
	struct err e;

	memset(v, 0, sizeof *v);
	when_write(at, d->at, d->offset_sec);
	at[10] = '\0';
	variables_add(v, p->scratch, "account", d->account->name);
	variables_add(v, p->scratch, "network", d->net->title);
	variables_add(v, p->scratch, "date", mem_str(p->scratch, at));
	add_all(p, v, &p->calendar->strategy.variables);
	add_all(p, v, &p->calendar->variables);
	add_all(p, v, &p->entry->variables);
	return variables_resolve(v, p->scratch, &e) ? plan_wrong(p, "%s", e.text) : 0;
}

static const char *
fill(struct plan *p, const char *text, const struct variables *v)
{
	const char *filled;
	struct err  e;

	if (!text)
		return NULL;
	filled = template_fill(text, v, p->scratch, &e);
	if (!filled)
		plan_wrong(p, "%s", e.text);
	return filled ? filled : text;
}

static void
fill_list(struct plan *p, struct texts *t, const struct variables *v)
{
	const char **filled = t->count ? mem_alloc(p->scratch, t->count * sizeof *filled) : NULL;
	size_t       i;

	for (i = 0; i < t->count; i++)
		filled[i] = fill(p, t->at[i], v);
	t->at = filled;
}

static void
fill_media(struct plan *p, struct media_list *l, const struct variables *v)
{
	struct medium *filled = l->count ? mem_alloc(p->scratch, l->count * sizeof *filled) : NULL;
	size_t         i;

	for (i = 0; i < l->count; i++) {
		filled[i] = l->at[i];
		filled[i].alt = fill(p, l->at[i].alt, v);
	}
	l->at = filled;
}

static int
has_braces(const struct content *c)
{
	size_t i;

	for (i = 0; i < c->thread.parts.count; i++)
		if (strstr(c->thread.parts.at[i], "{{"))
			return 1;
	for (i = 0; i < c->media.count; i++)
		if (c->media.at[i].alt && strstr(c->media.at[i].alt, "{{"))
			return 1;
	for (i = 0; i < c->poll.options.count; i++)
		if (strstr(c->poll.options.at[i], "{{"))
			return 1;
	return (c->text && strstr(c->text, "{{")) || (c->link && strstr(c->link, "{{")) ||
	    (c->title && strstr(c->title, "{{")) || (c->warning && strstr(c->warning, "{{")) ||
	    (c->first_comment && strstr(c->first_comment, "{{"));
}

void
plan_fill(struct plan *p, struct draft *d)
{
	struct content  *c = &d->content;
	struct variables v;

	if (!has_braces(c) || plan_variables(p, d, &v))
		return;
	c->text = fill(p, c->text, &v);
	c->link = fill(p, c->link, &v);
	c->title = fill(p, c->title, &v);
	c->warning = fill(p, c->warning, &v);
	c->first_comment = fill(p, c->first_comment, &v);
	fill_list(p, &c->thread.parts, &v);
	fill_list(p, &c->poll.options, &v);
	fill_media(p, &c->media, &v);
}

/* --- words of the strategy ---------------------------------------------------------------------- */

static void
check_known(struct plan *p, const char *what, const char *id, const struct things *known)
{
	const char *near;

	if (!id || !*id || !known->count || things_find(known, id))
		return;
	near = things_near(known, id);
	if (near)
		plan_wrong(p, "%s has no %s \"%s\", the nearest is \"%s\"", p->calendar->strategy.path, tr(what), id,
		    near);
	else
		plan_wrong(p, "%s has no %s \"%s\"", p->calendar->strategy.path, tr(what), id);
}

void
plan_strategy(struct plan *p, const struct content *c)
{
	const struct strategy *s = &p->calendar->strategy;

	if (!s->path)
		return;
	check_known(p, "campaign", c->campaign, &s->campaigns);
	check_known(p, "pillar", c->pillar, &s->pillars);
	check_known(p, "objective", c->objective, &s->objectives);
}
