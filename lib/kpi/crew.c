/* crew.c - several threads, each with a run of its own until all are joined */
#include "crew.h"

#include "cells.h"
#include "messages.h"
#include "metric.h"
#include "rates.h"
#include "read.h"
#include "subject.h"

#include "smm/lang.h"
#include "smm/mem.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define NOTES_MOST ((size_t)1 << 20)

struct crew {
	const struct kpi_settings *set; /* the caller's: where messages, rejects and alerts go */
	struct source             *sources;
	struct part               *parts;
	size_t                     count, next, front; /* begun, and the first that is not finished */
	int                        is_over; /* the first that failed is the front: nobody says more */
	int                        has_failed;
	pthread_mutex_t            lock;
	pthread_cond_t             moved; /* the front, or the end */
};

struct worker {
	struct crew *crew;
	struct kpi  *k;
	pthread_t    thread;
};

/* --- what parts say, in their order ------------------------------------------------------------------ */

static const char *
name_of(const struct part *p)
{
	return p->crew->sources[p->number].name;
}

/* What was kept is said: the part is the front, and the lock is held. */
static int
say(struct part *p, struct err *e)
{
	struct crew *c = p->crew;
	size_t       at, line;
	int          rc = 0;

	for (at = 0; at < p->notes.len; at += sizeof line + strlen(p->notes.at + at + sizeof line) + 1) {
		memcpy(&line, p->notes.at + at, sizeof line);
		c->set->error("%s:%zu: %s", name_of(p), c->sources[p->number].before + line,
		    p->notes.at + at + sizeof line);
	}
	if (p->rejected.len)
		rc = out_add(c->set->rejects, p->rejected.at, p->rejected.len, e);
	buf_clear(&p->notes);
	buf_clear(&p->rejected);
	return rc;
}

/* Something was kept: said at once by the front, kept by the others until there is much of it. */
static int
say_or_keep(struct part *p, struct err *e)
{
	struct crew *c = p->crew;
	int          rc = 0;

	pthread_mutex_lock(&c->lock);
	while (p->notes.len + p->rejected.len > NOTES_MOST && c->front != p->number && !c->is_over)
		pthread_cond_wait(&c->moved, &c->lock);
	if (c->front == p->number && !c->is_over)
		rc = say(p, e);
	pthread_mutex_unlock(&c->lock);
	return rc;
}

void
part_error(struct part *p, size_t line, const char *text)
{
	struct err e;

	buf_add(&p->notes, (const char *)&line, sizeof line);
	buf_add(&p->notes, text, strlen(text) + 1);
	say_or_keep(p, &e); /* rejects have their own way to fail */
}

static int
take_rejected(void *arg, const char *data, size_t len, struct err *e)
{
	struct part *p = arg;

	buf_add(&p->rejected, data, len);
	return say_or_keep(p, e);
}

static void
alert(void *arg, const char *kind, const char *subject, int64_t at)
{
	struct crew *c = arg;

	pthread_mutex_lock(&c->lock);
	c->set->alert(c->set->alert_arg, kind, subject, at);
	pthread_mutex_unlock(&c->lock);
}

/* --- parts taken and finished ------------------------------------------------------------------------ */

static struct part *
next_part(struct crew *c)
{
	struct part *p = NULL;

	pthread_mutex_lock(&c->lock);
	if (c->next < c->count && !c->has_failed)
		p = c->parts + c->next++;
	pthread_mutex_unlock(&c->lock);
	return p;
}

/* Lines before the part behind this one, in the same file. */
static void
pass_front(struct crew *c)
{
	size_t i = c->front++;

	if (c->front < c->count && c->parts[c->front].from)
		c->sources[c->front].before = c->sources[i].before + c->parts[i].lines;
	buf_release(&c->parts[i].notes);
	buf_release(&c->parts[i].rejected);
}

static void
finish(struct crew *c, struct part *p, int rc)
{
	struct part *f;
	struct err   e;

	pthread_mutex_lock(&c->lock);
	p->is_done = 1;
	p->has_failed = rc != 0;
	c->has_failed |= p->has_failed;
	while (!c->is_over && c->front < c->count && c->parts[c->front].is_done) {
		f = c->parts + c->front;
		if (say(f, &e) && !f->has_failed) {
			f->why = e;
			f->has_failed = c->has_failed = 1;
		}
		c->is_over = f->has_failed;
		if (!c->is_over)
			pass_front(c);
	}
	pthread_cond_broadcast(&c->moved);
	pthread_mutex_unlock(&c->lock);
}

static int
read_part(struct kpi *k, struct part *p)
{
	struct out rejects;
	struct err ignored;
	int        rc;

	k->part = p;
	k->set.rejects = NULL;
	if (p->crew->set->rejects) {
		out_begin(&rejects, take_rejected, p);
		k->set.rejects = &rejects;
	}
	rc = part_read(k, p, &p->why);
	if (k->set.rejects && out_close(&rejects, rc ? &ignored : &p->why))
		rc = -1;
	k->part = NULL;
	k->set.rejects = NULL;
	return rc;
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct part   *p;

	while ((p = next_part(w->crew)))
		finish(w->crew, p, read_part(w->k, p));
	return NULL;
}

/* --- a run for each, and of all one ------------------------------------------------------------------ */

static struct kpi *
run_like(const struct kpi *k, struct crew *c)
{
	struct kpi_settings s = k->set;
	struct kpi         *new;
	struct err          e;

	s.rates = NULL; /* a file may be a pipe: it was read */
	s.alert = s.alert ? alert : NULL;
	s.alert_arg = c;
	new = kpi_new(&s, &e);
	if (k->rates)
		new->rates = rates_copy(k->rates, k->words, new->words);
	return new;
}

static int
join(struct kpi *k, struct kpi *from, struct err *e)
{
	uint32_t *words = pool_join(k->words, from->words);
	int       rc = subjects_join(k->subjects, from->subjects, words, e);

	followers_join(k->followers, from->followers, words);
	ours_join(k, from->posts, words);
	messages_join(k, from->messages, words);
	cells_merge(k->cells, from->cells, words);
	k->bad += from->bad;
	free(words);
	return rc;
}

/* The first worker is this thread, and reads into k. */
static int
run_all(struct crew *c, struct kpi *k, size_t jobs, struct err *e)
{
	struct worker w[KPI_JOBS];
	size_t        i, started = 1;
	int           rc = 0;

	w[0] = (struct worker){ .crew = c, .k = k };
	for (i = 1; i < jobs; i++) {
		w[i] = (struct worker){ .crew = c, .k = run_like(k, c) };
		if (pthread_create(&w[i].thread, NULL, work, w + i)) { /* those that run do it all */
			kpi_free(w[i].k);
			break;
		}
		started++;
	}
	if (k->set.alert) {
		k->set.alert = alert;
		k->set.alert_arg = c;
	}
	work(w);
	for (i = 1; i < started; i++)
		pthread_join(w[i].thread, NULL);
	for (i = 1; i < started; i++) {
		if (!rc && !c->has_failed)
			rc = join(k, w[i].k, e);
		kpi_free(w[i].k);
	}
	return rc;
}

static int
first_failure(const struct crew *c, struct err *e)
{
	size_t i;

	for (i = 0; i < c->count && !c->parts[i].has_failed; i++)
		;
	if (i == c->count)
		return 0;
	*e = c->parts[i].why;
	return -1;
}

static int
read_side_by_side(struct kpi *k, struct crew *c, size_t jobs, struct err *e)
{
	const struct kpi_settings set = k->set;
	size_t                    i;
	int                       rc;

	c->set = &set;
	for (i = 0; i < c->count; i++) {
		c->parts[i].crew = c;
		source_add(k, c->parts[i].path ? c->parts[i].path : "<stdin>");
	}
	c->sources = k->sources;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->moved, NULL);
	tr("en"); /* the language is known before there are threads */
	k->set.memory /= jobs;
	rc = run_all(c, k, jobs, e);
	k->set = set;
	pthread_cond_destroy(&c->moved);
	pthread_mutex_destroy(&c->lock);
	return first_failure(c, e) ? -1 : rc;
}

static int
read_one_by_one(struct kpi *k, size_t count, char *const *paths, struct err *e)
{
	size_t i;
	int    rc = count ? 0 : kpi_read(k, NULL, e);

	for (i = 0; i < count && !rc; i++)
		rc = kpi_read(k, paths[i], e);
	return rc;
}

int
kpi_read_all(struct kpi *k, size_t count, char *const *paths, size_t jobs, struct err *e)
{
	struct crew c = { 0 };
	size_t      i;
	int         rc;

	if (jobs > 1 && !k->sql)
		c.parts = parts_of(paths, count, jobs < KPI_JOBS ? jobs : KPI_JOBS, &c.count);
	if (c.count < 2) {
		rc = read_one_by_one(k, count, paths, e);
	} else {
		jobs = jobs < KPI_JOBS ? jobs : KPI_JOBS;
		rc = read_side_by_side(k, &c, jobs < c.count ? jobs : c.count, e);
	}
	for (i = 0; i < c.count; i++) {
		buf_release(&c.parts[i].notes);
		buf_release(&c.parts[i].rejected);
	}
	free(c.parts);
	return rc;
}
