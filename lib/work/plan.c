/* plan.c - calendars in, post lines out */
#include "smm/plan.h"

#include "smm/clock.h"
#include "smm/media.h"
#include "smm/near.h"
#include "smm/zone.h"

#include "draft.h"
#include "strategy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct seen { /* an entry's id, as its hash: 64 bits do not meet by chance */
	uint64_t hash;
	uint32_t file, line;
};

struct looked { /* a picture, looked at once in a run */
	struct looked *next;
	const char    *path;
	struct picture picture;
	const char    *wrong; /* why it cannot be used; NULL: it can */
};

struct calendar { /* one file */
	const char      *path, *dir; /* dir: of the file, absolute */
	const char      *zone;
	struct strategy  strategy;
	struct variables variables;
	int              begun; /* entries have begun: what comes before them is over */
};

struct plan {
	struct plan_settings set;
	struct mem      *mem;     /* as long as the plan */
	struct mem      *scratch; /* as long as an entry */
	const struct net **nets;  /* of conf's accounts, in their order */
	struct calendar *calendar;
	const char     **files;
	size_t           nfiles;
	struct seen     *seen;    /* open addressing, a power of two */
	size_t           nseen, seen_size;
	struct looked   *looked[256];
	struct buf       line, room;
	size_t           errors, posts;
	/* the entry under way */
	const struct entry   *entry;
	const struct account *account;
	int                   failed;
};

struct plan *
plan_new(const struct plan_settings *s)
{
	struct plan *p = mem_get(sizeof *p);
	size_t       i;

	memset(p, 0, sizeof *p);
	p->set = *s;
	p->mem = mem_new();
	p->scratch = mem_new();
	p->nets = mem_alloc(p->mem, (s->conf->naccounts + 1) * sizeof *p->nets);
	for (i = 0; i < s->conf->naccounts; i++)
		p->nets[i] = net_find(s->conf->accounts[i].network);
	return p;
}

void
plan_free(struct plan *p)
{
	if (!p)
		return;
	mem_free(p->scratch);
	mem_free(p->mem);
	free(p->seen);
	free(p->files);
	buf_release(&p->line);
	buf_release(&p->room);
	free(p);
}

size_t
plan_errors(const struct plan *p)
{
	return p->errors;
}

size_t
plan_posts(const struct plan *p)
{
	return p->posts;
}

/* --- saying what is wrong: file, line, entry, account ------------------------------------------ */

static SMM_PRINTF(2, 3) int
wrong(struct plan *p, const char *fmt, ...)
{
	char    text[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	p->failed = 1;
	if (p->account)
		p->set.error("%s:%zu: entry %s, account %s: %s", p->calendar->path, p->entry->mark.line,
		    p->entry->id, p->account->name, text);
	else
		p->set.error("%s:%zu: entry %s: %s", p->calendar->path, p->entry->mark.line, p->entry->id, text);
	return -1;
}

static void
on_complaint(void *arg, const char *text)
{
	wrong(arg, "%s", text);
}

/* --- ids that stand once ------------------------------------------------------------------------ */

static struct seen *
seen_slot(struct seen *table, size_t size, uint64_t hash)
{
	size_t at = hash & (size - 1);

	while (table[at].line && table[at].hash != hash)
		at = (at + 1) & (size - 1);
	return table + at;
}

static void
seen_grow(struct plan *p)
{
	size_t       size = p->seen_size ? 2 * p->seen_size : 256, i;
	struct seen *table = mem_get(size * sizeof *table);

	memset(table, 0, size * sizeof *table);
	for (i = 0; i < p->seen_size; i++)
		if (p->seen[i].line)
			*seen_slot(table, size, p->seen[i].hash) = p->seen[i];
	free(p->seen);
	p->seen = table;
	p->seen_size = size;
}

static int
check_once(struct plan *p)
{
	uint64_t     hash = hash_fast(p->entry->id, strlen(p->entry->id));
	struct seen *s;

	if (2 * p->nseen >= p->seen_size)
		seen_grow(p);
	s = seen_slot(p->seen, p->seen_size, hash);
	if (s->line)
		return wrong(p, "the id stands twice; the other is at %s:%u", p->files[s->file],
		    (unsigned)s->line);
	*s = (struct seen){ hash, (uint32_t)(p->nfiles - 1), (uint32_t)p->entry->mark.line };
	p->nseen++;
	return 0;
}

/* --- when --------------------------------------------------------------------------------------- */

static const char *
zone_name(const struct plan *p)
{
	if (p->entry->zone)
		return p->entry->zone;
	if (p->calendar->zone)
		return p->calendar->zone;
	return p->calendar->strategy.zone ? p->calendar->strategy.zone : p->set.conf->zone;
}

static void
warn_change(struct plan *p, const char *zone, enum wall how, int64_t at, int offset)
{
	char text[WHEN_SIZE];

	if (how == WALL_SKIPPED)
		p->set.warning("%s:%zu: entry %s: %s does not exist in %s, the clocks go forward; %s is meant",
		    p->calendar->path, p->entry->at_mark.line, p->entry->id, p->entry->at, zone,
		    when_write(text, at, offset));
	else if (how == WALL_TWICE)
		p->set.warning("%s:%zu: entry %s: %s exists twice in %s, the clocks go back; the first is meant, %s",
		    p->calendar->path, p->entry->at_mark.line, p->entry->id, p->entry->at, zone,
		    when_write(text, at, offset));
}

static int
read_time(struct plan *p, int64_t *at, int *offset)
{
	const char  *zone = zone_name(p);
	struct civil c;
	struct err   e;
	enum wall    how;

	if (when_read(p->entry->at, strlen(p->entry->at), at, offset) == 0)
		return 0;
	if (civil_read(p->entry->at, strlen(p->entry->at), &c))
		return wrong(p, "`at` is \"%s\", a date that exists and a time were expected, such as "
		    "2026-12-01 09:00", p->entry->at);
	if (zone_set(zone, &e))
		return wrong(p, "%s", e.text);
	*at = zone_instant(&c, offset, &how);
	if (how != WALL_ONCE)
		warn_change(p, zone ? zone : "this zone", how, *at, *offset);
	return 0;
}

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

static void
look_at_media(struct plan *p, struct draft *d)
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
			wrong(p, "%s", l->wrong);
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
static void
gather(struct plan *p, const struct draft *d, struct variables *v)
{
	char at[WHEN_SIZE];

	memset(v, 0, sizeof *v);
	when_write(at, d->at, d->offset_sec);
	at[10] = '\0';
	variables_add(v, p->scratch, "account", d->account->name);
	variables_add(v, p->scratch, "network", d->net->title);
	variables_add(v, p->scratch, "date", mem_str(p->scratch, at));
	add_all(p, v, &p->calendar->strategy.variables);
	add_all(p, v, &p->calendar->variables);
	add_all(p, v, &p->entry->variables);
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
		wrong(p, "%s", e.text);
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

static void
fill_content(struct plan *p, struct draft *d)
{
	struct content  *c = &d->content;
	struct variables v;

	if (!has_braces(c))
		return;
	gather(p, d, &v);
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
check_known(struct plan *p, const char *what, const char *id, const struct texts *known)
{
	const char *near;
	size_t      i;

	if (!id || !*id || !known->count)
		return;
	for (i = 0; i < known->count; i++)
		if (strcmp(id, known->at[i]) == 0)
			return;
	near = near_word(id, known->at, known->count);
	if (near)
		wrong(p, "%s has no %s \"%s\", the nearest is \"%s\"", p->calendar->strategy.path, what, id, near);
	else
		wrong(p, "%s has no %s \"%s\"", p->calendar->strategy.path, what, id);
}

static void
check_strategy(struct plan *p, const struct content *c)
{
	const struct strategy *s = &p->calendar->strategy;

	if (!s->path)
		return;
	check_known(p, "campaign", c->campaign, &s->campaigns);
	check_known(p, "pillar", c->pillar, &s->pillars);
	check_known(p, "objective", c->objective, &s->objectives);
}

/* --- one entry for one account, for all its accounts --------------------------------------------- */

static int
is_in_window(const struct plan *p, int64_t at)
{
	return (!p->set.from || at >= p->set.from) && (!p->set.to || at < p->set.to);
}

static int
write_draft(struct plan *p, const struct draft *d, struct err *e)
{
	char digest[DIGEST_SIZE];

	p->posts++;
	if (!p->set.out)
		return 0;
	draft_digest(d, &p->room, digest);
	buf_clear(&p->line);
	draft_write(d, digest, &p->line);
	return out_line(p->set.out, p->line.at, p->line.len, e);
}

static void
apply_variants(struct plan *p, struct draft *d)
{
	const struct content *of_net = entry_variant(p->entry, d->account->network);
	const struct content *of_account = entry_variant(p->entry, d->account->name);

	if (of_net)
		content_overlay(&d->content, of_net);
	if (of_account && of_account != of_net)
		content_overlay(&d->content, of_account);
}

static int
expand_for(struct plan *p, size_t account, int64_t at, int offset, struct err *e)
{
	struct draft d;

	memset(&d, 0, sizeof d);
	d.entry = p->entry;
	d.account = p->account = p->set.conf->accounts + account;
	d.net = p->nets[account];
	d.content = p->entry->content;
	d.at = at;
	d.offset_sec = offset;
	d.id = mem_fmt(p->scratch, "%s@%s", p->entry->id, d.account->name);
	p->failed = 0;
	if (!d.net) {
		wrong(p, "the network \"%s\" of %s:%zu is not known; smm-plan --networks lists them",
		    d.account->network, p->set.conf->path, d.account->mark.line);
	} else {
		apply_variants(p, &d);
		fill_content(p, &d);
		look_at_media(p, &d);
		check_strategy(p, &d.content);
		draft_check(&d, p->scratch, on_complaint, p);
	}
	p->account = NULL;
	if (p->failed) {
		p->errors++;
		return 0;
	}
	return write_draft(p, &d, e);
}

static int
is_wanted(const struct plan *p, const char *account)
{
	const struct strs *a = p->set.accounts;
	size_t             i;

	for (i = 0; a && i < a->count; i++)
		if (strcmp(a->at[i], account) == 0)
			return 1;
	return !a || !a->count;
}

/* Marks the accounts that the entry is for: named ones, and all those of its networks. */
static int
choose_accounts(struct plan *p, char *chosen)
{
	const struct conf    *c = p->set.conf;
	const struct account *a;
	struct err            e;
	size_t                i, j, n;

	for (i = 0; i < p->entry->accounts.count; i++) {
		a = conf_account(c, p->entry->accounts.at[i]);
		if (!a) {
			conf_no_account(c, p->entry->accounts.at[i], &e);
			return wrong(p, "%s", e.text);
		}
		chosen[a - c->accounts] = 1;
	}
	for (i = 0; i < p->entry->networks.count; i++) {
		for (n = j = 0; j < c->naccounts; j++)
			if (strcmp(c->accounts[j].network, p->entry->networks.at[i]) == 0)
				n += chosen[j] = 1;
		if (!n)
			return wrong(p, "%s has no account on the network \"%s\"%s", c->path,
			    p->entry->networks.at[i],
			    net_find(p->entry->networks.at[i]) ? "" : ", which is not a known one either");
	}
	if (!p->entry->accounts.count && !p->entry->networks.count)
		return wrong(p, "for nobody: `accounts` or `networks` is missing");
	return 0;
}

/* A variant's key must be an account's or a network's name. */
static int
check_variants(struct plan *p)
{
	const struct conf *c = p->set.conf;
	const char        *key;
	struct err         e;
	size_t             i;

	for (i = 0; i < p->entry->nvariants; i++) {
		key = p->entry->variants[i].key;
		if (conf_account(c, key) || net_find(key))
			continue;
		conf_no_account(c, key, &e);
		return wrong(p, "line %zu: the variant \"%s\" is for no account or network: %s",
		    p->entry->variants[i].mark.line, key, e.text);
	}
	return 0;
}

static int
expand(struct plan *p, struct err *e)
{
	size_t  n = p->set.conf->naccounts, i;
	char   *chosen = mem_alloc(p->scratch, n + 1);
	int64_t at = 0;
	int     offset = 0;

	p->failed = 0;
	if (check_once(p) || check_variants(p) || choose_accounts(p, chosen) || read_time(p, &at, &offset)) {
		p->errors++;
		return 0;
	}
	if (!is_in_window(p, at))
		return 0;
	for (i = 0; i < n; i++)
		if (chosen[i] && is_wanted(p, p->set.conf->accounts[i].name) && expand_for(p, i, at, offset, e))
			return -1;
	return 0;
}

/* --- the file ------------------------------------------------------------------------------------ */

struct reading {
	struct plan    *plan;
	struct calendar calendar;
};

static int
read_entry(const struct place *p, const struct node *n, struct err *e)
{
	struct plan *plan = ((struct reading *)p->all)->plan;
	struct entry entry;
	int          depth = yaml_depth(p->yaml) - (n->type == NODE_MAP || n->type == NODE_LIST);

	mem_reset(plan->scratch);
	if (entry_read(p->yaml, n, &entry, plan->scratch, e)) {
		plan->set.error("%s", e->text);
		plan->errors++;
		return yaml_leave(p->yaml, depth, e);
	}
	plan->entry = &entry;
	return expand(plan, e);
}

static int
read_entries(const struct place *p, const struct node *n, struct err *e)
{
	((struct reading *)p->all)->calendar.begun = 1;
	if (n->type != NODE_LIST)
		return yaml_expected(p->yaml, n, "a list of entries", e);
	return yaml_list(p, n, read_entry, e);
}

/* What the entries rest on is known before they are: they leave one by one. */
static int
before_entries(const struct place *p, struct err *e)
{
	if (!((struct reading *)p->all)->calendar.begun)
		return 0;
	return yaml_fail(p->yaml, p->mark, e, "`%s` stands behind `entries`; put it before", p->key);
}

static int
read_zone(const struct place *p, const struct node *n, struct err *e)
{
	struct err why;

	if (before_entries(p, e) || field_name(p, n, e))
		return -1;
	if (zone_set(*(const char **)p->to, &why))
		return yaml_fail(p->yaml, n->mark, e, "%s", why.text);
	return 0;
}

static int
read_variables(const struct place *p, const struct node *n, struct err *e)
{
	return before_entries(p, e) ? -1 : field_variables(p, n, e);
}

static int
read_strategy(const struct place *p, const struct node *n, struct err *e)
{
	struct calendar *c = &((struct reading *)p->all)->calendar;
	const char      *file, *path;
	const char      *slash = strrchr(c->path, '/');

	if (before_entries(p, e))
		return -1;
	if (n->type != NODE_SCALAR || node_is_nothing(n))
		return yaml_expected(p->yaml, n, "the path of a strategy.yaml", e);
	file = mem_dup(p->mem, n->text, n->len);
	path = *file == '/' || !slash ? file :
	    mem_fmt(p->mem, "%.*s/%s", (int)(slash - c->path), c->path, file);
	return strategy_read(&c->strategy, path, p->mem, e);
}

static const struct field fields[] = {
	{ "strategy",  read_strategy,  0,                                              0 },
	{ "variables", read_variables, offsetof(struct reading, calendar.variables),   0 },
	{ "zone",      read_zone,      offsetof(struct reading, calendar.zone),        0 },
	{ "entries",   read_entries,   0,                                              1 },
	{ 0 }
};

/* The calendar's folder, absolute: its media lie below it. */
static int
find_dir(struct plan *p, struct calendar *c, const char *path, struct err *e)
{
	char *slash, *real;

	real = realpath(path && strcmp(path, "-") != 0 ? path : ".", NULL);
	if (!real) {
		err_sys(e, "open %s", path);
		e->fault = FAULT_INPUT;
		return -1;
	}
	slash = strrchr(real, '/');
	if (path && strcmp(path, "-") != 0)
		*(slash == real ? slash + 1 : slash) = '\0';
	c->dir = mem_str(p->mem, real);
	free(real);
	return 0;
}

static void
add_file(struct plan *p, const char *path)
{
	p->files = mem_grow(p->files, (p->nfiles + 1) * sizeof *p->files);
	p->files[p->nfiles++] = mem_str(p->mem, path);
}

static int
read_file(struct plan *p, struct reading *r, struct yaml *y, struct err *e)
{
	struct node n;

	if (yaml_next(y, &n, e))
		return -1;
	if (n.type == NODE_END)
		return err_set(e, FAULT_INPUT, "%s is empty; smm-calendar(5) has a small one to begin with",
		    yaml_path(y));
	return yaml_map(y, &n, fields, r, p->mem, e) || yaml_next(y, &n, e) ? -1 : 0;
}

int
plan_calendar(struct plan *p, const char *path, struct err *e)
{
	struct reading r;
	struct yaml   *y = NULL;
	int            rc = -1;

	memset(&r, 0, sizeof r);
	memset(p->looked, 0, sizeof p->looked);
	r.plan = p;
	if (yaml_open(&y, path, FAULT_INPUT, e))
		return -1;
	r.calendar.path = yaml_path(y);
	p->calendar = &r.calendar;
	add_file(p, r.calendar.path);
	if (!find_dir(p, &r.calendar, path, e))
		rc = read_file(p, &r, y, e);
	yaml_close(y);
	p->calendar = NULL;
	return rc;
}
