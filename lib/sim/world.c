/* world.c - what happened so far in the simulated network */
#include "sim.h"

#include "smm/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct slot *
find(const struct map *m, const char *key, uint64_t hash)
{
	size_t at = hash & (m->size - 1);

	while (m->slots[at].key && (m->slots[at].hash != hash || strcmp(m->slots[at].key, key) != 0))
		at = (at + 1) & (m->size - 1);
	return m->slots + at;
}

void *
map_get(const struct map *m, const char *key)
{
	return m->size ? find(m, key, hash_fast(key, strlen(key)))->value : NULL;
}

static void
grow(struct map *m)
{
	struct map bigger = { .size = m->size ? 2 * m->size : 64, .count = m->count };
	size_t     i;

	bigger.slots = mem_get(bigger.size * sizeof *bigger.slots);
	memset(bigger.slots, 0, bigger.size * sizeof *bigger.slots);
	for (i = 0; i < m->size; i++)
		if (m->slots[i].key)
			*find(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
	free(m->slots);
	*m = bigger;
}

void
map_set(struct map *m, const char *key, void *value)
{
	uint64_t     hash = hash_fast(key, strlen(key));
	struct slot *s;

	if (2 * m->count >= m->size)
		grow(m);
	s = find(m, key, hash);
	if (!s->key) {
		s->key = mem_copy(key);
		s->hash = hash;
		m->count++;
	}
	s->value = value;
}

void
map_release(struct map *m, void (*release)(void *))
{
	size_t i;

	for (i = 0; i < m->size; i++) {
		free(m->slots[i].key);
		if (release && m->slots[i].value)
			release(m->slots[i].value);
	}
	free(m->slots);
	memset(m, 0, sizeof *m);
}

static void
release_media(void *p)
{
	struct media *m = p;

	free(m->id);
	free(m->type);
	free(m->alt);
	free(m);
}

static void
release_post(struct post *p)
{
	free(p->id);
	free(p->cid);
	free(p->key);
	free(p->json);
	free(p->text);
	free(p->reply_to);
	free(p->root);
	json_decref(p->is);
	free(p);
}

static void
release_draft(void *p)
{
	struct draft *d = p;

	free(d->id);
	json_decref(d->is);
	free(d);
}

static void
release_user(struct user *u)
{
	struct notice *n;

	while ((n = u->notices)) {
		u->notices = n->next;
		free(n);
	}
	free(u->name);
	free(u->id);
	free(u);
}

void
world_release(struct world *w)
{
	struct post *p;
	struct user *u;

	while ((p = w->first)) {
		w->first = p->next;
		release_post(p);
	}
	while ((u = w->all_users)) {
		w->all_users = u->next;
		release_user(u);
	}
	json_decref(w->acts);
	map_release(&w->users, NULL);
	map_release(&w->posts, NULL);
	map_release(&w->keys, NULL);
	map_release(&w->codes, free);
	map_release(&w->media, release_media);
	map_release(&w->drafts, release_draft);
	map_release(&w->windows, free);
}

/* A DID like those of did:plc: 24 letters and digits, made of the name. */
static char *
did_of(const char *name)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	uint64_t          a = hash_fast(name, strlen(name)), b = hash_fast(&a, sizeof a);
	char              id[33] = "did:plc:";
	int               i;

	for (i = 0; i < 24; i++)
		id[8 + i] = alphabet[(i < 12 ? a >> (5 * i) : b >> (5 * (i - 12))) & 31];
	id[32] = '\0';
	return mem_copy(id);
}

/* Accounts come into being when they are first named. */
struct user *
world_user(struct world *w, const char *network, const char *name)
{
	char         key[600], id[32];
	struct user *u;

	snprintf(key, sizeof key, "%s %s", network, name);
	u = map_get(&w->users, key);
	if (u)
		return u;
	u = mem_get(sizeof *u);
	memset(u, 0, sizeof *u);
	u->network = network;
	u->name = mem_copy(name);
	snprintf(id, sizeof id, "%" PRIu64, UINT64_C(110000000000000000) + w->users.count);
	u->id = strcmp(network, "bluesky") == 0 ? did_of(name) : mem_copy(id);
	u->next = w->all_users;
	w->all_users = u;
	map_set(&w->users, key, u);
	snprintf(key, sizeof key, "%s %s", network, u->id);
	map_set(&w->users, key, u);
	return u;
}

struct post *
world_add(struct world *w, struct user *u, const char *network, const char *id, const char *text)
{
	struct post *p = mem_get(sizeof *p);

	memset(p, 0, sizeof *p);
	p->user = u;
	p->network = network;
	p->id = mem_copy(id);
	p->text = mem_copy(text);
	p->at = w->now;
	p->before = u->posts;
	u->posts = p;
	u->nposts++;
	p->older = w->last;
	p->number = w->last ? w->last->number + 1 : 1;
	if (w->last)
		w->last->next = p;
	else
		w->first = p;
	w->last = p;
	map_set(&w->posts, id, p);
	return p;
}

struct post *
world_reply(struct world *w, struct post *to, struct user *by, const char *id, const char *text)
{
	struct post *p = world_add(w, by, to->network, id, text);

	p->reply_to = mem_copy(to->id);
	p->root = mem_copy(to->root ? to->root : to->id);
	to->replies++;
	world_notify(w, to->user, "reply", by, p);
	return p;
}

int
world_count(const struct user *u, int replies, int64_t since)
{
	const struct post *p;
	int                n = 0;

	for (p = u->posts; p && p->at > since; p = p->before)
		n += replies || !p->reply_to;
	return n;
}

uint64_t
world_number(struct world *w)
{
	return UINT64_C(7300000000000000000) + ++w->counter * UINT64_C(1000003);
}

void
world_notify(struct world *w, struct user *to, const char *kind, struct user *from, struct post *p)
{
	struct notice *n;

	if (to == from)
		return;
	n = mem_get(sizeof *n);
	*n = (struct notice){ to->notices, ++w->counter, kind, from, p, w->now };
	to->notices = n;
}
