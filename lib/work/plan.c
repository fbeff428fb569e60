/* plan.c - calendars in, post lines out: entries, their ids and times, and the posts they become */
#include "plan_times.h"

#include "smm/lang.h"
#include "smm/clock.h"
#include "smm/export.h"
#include "smm/when.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHOSEN = 1, CHOSEN_FAILED }; /* of an account, for the entry under way */

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
	free(p->taken.at);
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

const struct strategy *
plan_of_strategy(const struct plan *p)
{
	return p->strategy;
}

/* --- saying what is wrong: file, line, entry, account ------------------------------------------ */

int
plan_wrong(struct plan *p, const char *fmt, ...)
{
	char        text[ERR_TEXT];
	const char *id;
	va_list     ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, tr(fmt), ap);
	va_end(ap);
	p->failed = 1;
	if (p->set.preview)
		plan_view_wrong(p, text);
	id = p->wall ? mem_fmt(p->scratch, "%s/%s", p->entry->id, p->wall) : p->entry->id;
	if (p->account)
		p->set.error("%s:%zu: entry %s, account %s: %s", p->calendar->path, p->entry->mark.line, id,
		    p->account->name, text);
	else
		p->set.error("%s:%zu: entry %s: %s", p->calendar->path, p->entry->mark.line, id, text);
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

/* --- one entry for one account, for all its accounts --------------------------------------------- */

static int
write_draft(struct plan *p, const struct draft *d, struct err *e)
{
	char digest[DIGEST_SIZE];

	p->posts++;
	if (p->set.lint)
		plan_lint(p, d);
	if (p->set.rehearsal)
		plan_rehearse(p, d);
	if (!p->set.out)
		return 0;
	draft_digest(d, &p->room, digest);
	buf_clear(&p->line);
	draft_write(d, digest, &p->line);
	if (p->set.export)
		return export_post(p->set.export, p->line.at, p->line.len, e);
	return out_line(p->set.out, p->line.at, p->line.len, e);
}

/* What the calendar and the strategy say of who may let it leave. */
static void
set_people(const struct plan *p, struct draft *d)
{
	const struct approval_policy *a = &p->calendar->strategy.approval;

	d->author = p->calendar->author;
	d->approval = a->required && texts_allow(&a->accounts, d->account->name) ? a : NULL;
}

static void
apply_variants(const struct entry *x, struct draft *d)
{
	const struct content *of_net = entry_variant(x, d->account->network);
	const struct content *of_account = entry_variant(x, d->account->name);

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
	if (p->wall) {
		buf_char(&p->room, '/');
		buf_str(&p->room, p->wall);
	}
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

/* What is edited of one occurrence wins over the entry and its variants. */
static void
say(struct plan *p, struct draft *d, const struct moment *m)
{
	d->content = p->entry->content;
	apply_variants(p->entry, d);
	if (m->edit) {
		content_overlay(&d->content, &m->edit->content);
		apply_variants(m->edit, d);
	}
	plan_fill(p, d);
	plan_pictures(p, d);
	plan_strategy(p, &d->content);
	if (!p->failed)
		plan_adapt(p, d);
	draft_check(d, p->scratch, on_complaint, p);
	if (p->set.preview)
		plan_view(p, d);
}

/* 1: it had errors, which were told. */
static int
expand_for(struct plan *p, size_t account, const struct moment *m, struct err *e)
{
	struct draft d;

	memset(&d, 0, sizeof d);
	d.entry = p->entry;
	d.account = p->account = p->set.conf->accounts + account;
	p->wall = m->wall;
	d.net = p->nets[account];
	d.has_host = p->set.conf->media_host != NULL;
	d.at = m->at;
	d.offset_sec = m->offset_sec;
	d.id = post_id(p, d.account);
	set_people(p, &d);
	p->failed = 0;
	p->nproblems = p->problem_room = 0;
	if (d.net)
		say(p, &d, m);
	else
		unknown_network(p, d.account->network, p->set.conf->path, d.account->mark.line);
	p->account = NULL;
	p->wall = NULL;
	if (p->failed)
		p->errors++;
	return p->failed ? 1 : write_draft(p, &d, e);
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

/* An idea may not know yet for whom it is. */
static int
is_for_nobody(const struct plan *p)
{
	return entry_is_idea(p->entry) && !p->entry->accounts.count && !p->entry->networks.count;
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
		chosen[a - c->accounts] = CHOSEN;
	}
	for (i = 0; i < p->entry->networks.count; i++) {
		for (n = j = 0; j < c->naccounts; j++)
			if (strcmp(c->accounts[j].network, p->entry->networks.at[i]) == 0)
				n += chosen[j] = CHOSEN;
		if (!n && !net_is_known(p->entry->networks.at[i]))
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
check_variants(struct plan *p, const struct entry *x)
{
	const struct conf *c = p->set.conf;
	const char        *key, *near;
	struct err         e;
	size_t             i;

	for (i = 0; i < x->nvariants; i++) {
		key = x->variants[i].key;
		if (conf_account(c, key) || net_is_known(key))
			continue;
		conf_no_account(c, key, &e);
		near = net_near(key);
		if (near)
			return plan_wrong(p, "line %zu: the variant \"%s\" is for no account or network: %s; "
			    "the nearest network is \"%s\"", x->variants[i].mark.line, key, e.text, near);
		return plan_wrong(p, "line %zu: the variant \"%s\" is for no account or network: %s",
		    x->variants[i].mark.line, key, e.text);
	}
	for (i = 0; i < x->repeat.nedits; i++)
		if (check_variants(p, x->repeat.edits[i].entry))
			return -1;
	return 0;
}

/* --- one entry: its moments for its accounts ---------------------------------------------------- */

static int
is_in_window(const struct plan *p, int64_t at)
{
	return (!p->set.from || at >= p->set.from) && (!p->set.to || at < p->set.to);
}

static void
note_past(struct plan *p, const struct moment *m)
{
	char at[WHEN_SIZE];

	if (m->at < clock_now())
		p->set.note("%s:%zu: entry %s: %s is in the past", p->calendar->path, p->entry->at_mark.line,
		    p->entry->id, p->entry->at && !m->wall ? p->entry->at : when_write(at, m->at, m->offset_sec));
}

/*
 * One moment for one account; a slot that is taken is so whoever is asked for. What is wrong with an
 * occurrence is wrong with the others that are not edited: it is said once.
 */
static int
expand_at(struct plan *p, size_t account, const struct moment *m, char *chosen, struct err *e)
{
	int rc;

	if (p->calendar->strategy.slots.count)
		plan_take(p, account, m->at);
	if (!is_in_window(p, m->at) || (*chosen == CHOSEN_FAILED && !m->edit) ||
	    !is_wanted(p, p->set.conf->accounts[account].name))
		return 0;
	note_past(p, m);
	rc = expand_for(p, account, m, e);
	if (rc > 0 && !m->edit)
		*chosen = CHOSEN_FAILED;
	return rc < 0 ? -1 : 0;
}

static int
expand_dated(struct plan *p, char *chosen, struct err *e)
{
	struct moments l = { 0 };
	size_t         i, j;

	if (plan_moments(p, &l)) {
		p->errors++;
		return 0;
	}
	for (i = 0; i < l.count; i++)
		for (j = 0; j < p->set.conf->naccounts; j++)
			if (chosen[j] && expand_at(p, j, l.at + i, chosen + j, e))
				return -1;
	return 0;
}

static int
expand_slots(struct plan *p, char *chosen, struct err *e)
{
	struct moments l;
	size_t         i, j;

	for (j = 0; j < p->set.conf->naccounts; j++) {
		memset(&l, 0, sizeof l);
		if (chosen[j] && plan_slots(p, j, &l))
			p->errors++;
		for (i = 0; i < l.count; i++)
			if (expand_at(p, j, l.at + i, chosen + j, e))
				return -1;
	}
	return 0;
}

int
plan_entry(struct plan *p, struct err *e)
{
	char *chosen = mem_alloc(p->scratch, p->set.conf->naccounts + 1);

	p->failed = 0;
	if (check_once(p) || check_variants(p, p->entry) || (!is_for_nobody(p) && choose_accounts(p, chosen))) {
		p->errors++;
		return 0;
	}
	if (entry_is_idea(p->entry)) {
		p->set.note("%s:%zu: entry %s is an idea without a time", p->calendar->path, p->entry->mark.line,
		    p->entry->id);
		if (p->set.preview)
			plan_view_idea(p);
		return 0;
	}
	return p->entry->at ? expand_dated(p, chosen, e) : expand_slots(p, chosen, e);
}
