/* plan.c - calendars in, post lines out: entries, their ids and times, and the posts they become */
#include "planning.h"

#include "smm/clock.h"
#include "smm/zone.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

int
plan_wrong(struct plan *p, const char *fmt, ...)
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
	plan_wrong(arg, "%s", text);
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
		return plan_wrong(p, "the id stands twice; the other is at %s:%u", p->files[s->file],
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
		return plan_wrong(p, "`at` is \"%s\", a date that exists and a time were expected, such as "
		    "2026-12-01 09:00", p->entry->at);
	if (zone_set(zone, &e))
		return plan_wrong(p, "%s", e.text);
	*at = zone_instant(&c, offset, &how);
	if (how != WALL_ONCE)
		warn_change(p, zone ? zone : "this zone", how, *at, *offset);
	return 0;
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
	if (p->set.lint)
		plan_lint(p, d);
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

static const char *
post_id(struct plan *p, const struct account *a)
{
	buf_clear(&p->room);
	buf_str(&p->room, p->entry->id);
	buf_char(&p->room, '@');
	buf_str(&p->room, a->name);
	return mem_dup(p->scratch, p->room.at, p->room.len);
}

static int
unknown_network(struct plan *p, const char *name, const char *file, size_t line)
{
	const char *near = net_near(name);

	if (near)
		return plan_wrong(p, "the network \"%s\" of %s:%zu is not known, the nearest is \"%s\"", name, file,
		    line, near);
	return plan_wrong(p, "the network \"%s\" of %s:%zu is not known; smm-plan --networks lists them", name, file,
	    line);
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
	d.id = post_id(p, d.account);
	p->failed = 0;
	if (!d.net) {
		unknown_network(p, d.account->network, p->set.conf->path, d.account->mark.line);
	} else {
		apply_variants(p, &d);
		plan_fill(p, &d);
		plan_pictures(p, &d);
		plan_strategy(p, &d.content);
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
			return plan_wrong(p, "%s", e.text);
		}
		chosen[a - c->accounts] = 1;
	}
	for (i = 0; i < p->entry->networks.count; i++) {
		for (n = j = 0; j < c->naccounts; j++)
			if (strcmp(c->accounts[j].network, p->entry->networks.at[i]) == 0)
				n += chosen[j] = 1;
		if (!n && !net_find(p->entry->networks.at[i]))
			return unknown_network(p, p->entry->networks.at[i], p->calendar->path, p->entry->mark.line);
		if (!n)
			return plan_wrong(p, "%s has no account on the network \"%s\"", c->path,
			    p->entry->networks.at[i]);
	}
	if (!p->entry->accounts.count && !p->entry->networks.count)
		return plan_wrong(p, "for nobody: `accounts` or `networks` is missing");
	return 0;
}

/* A variant's key must be an account's or a network's name. */
static int
check_variants(struct plan *p)
{
	const struct conf *c = p->set.conf;
	const char        *key, *near;
	struct err         e;
	size_t             i;

	for (i = 0; i < p->entry->nvariants; i++) {
		key = p->entry->variants[i].key;
		if (conf_account(c, key) || net_find(key))
			continue;
		conf_no_account(c, key, &e);
		near = net_near(key);
		if (near)
			return plan_wrong(p, "line %zu: the variant \"%s\" is for no account or network: %s; "
			    "the nearest network is \"%s\"", p->entry->variants[i].mark.line, key, e.text, near);
		return plan_wrong(p, "line %zu: the variant \"%s\" is for no account or network: %s",
		    p->entry->variants[i].mark.line, key, e.text);
	}
	return 0;
}

int
plan_entry(struct plan *p, struct err *e)
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
	if (at < clock_now())
		p->set.note("%s:%zu: entry %s: %s is in the past", p->calendar->path, p->entry->at_mark.line,
		    p->entry->id, p->entry->at);
	for (i = 0; i < n; i++)
		if (chosen[i] && is_wanted(p, p->set.conf->accounts[i].name) && expand_for(p, i, at, offset, e))
			return -1;
	return 0;
}
