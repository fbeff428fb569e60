/* moderate.c - messages judged by a charter */
#include "smm/moderate.h"

#include "judge.h"
#include "pattern.h"
#include "smm/hash.h"
#include "smm/when.h"
#include "smm/zone.h"
#include "wordlist.h"

#include <stdlib.h>
#include <string.h>

const char *const moderate_labels[] = { "insult", "hate", "threat", "sexual", "spam", "question", "complaint", "praise",
	"purchase", "refund", "bug", "feature", "personal", "urgent", "self_harm", NULL };

struct moderate {
	struct moderate_settings set;
	struct subject           subject;
	struct norm             *norm;
	struct wordlist         *words;
	struct patterns         *patterns;
	struct mem              *mem; /* of one message */
	struct judgement         judgement;
	struct verdict_of       *held; /* room for all rules */
};

int
moderate_new(struct moderate **out, const struct moderate_settings *s, struct err *e)
{
	struct moderate *m = mem_get(sizeof *m);

	memset(m, 0, sizeof *m);
	m->set = *s;
	m->mem = mem_new();
	m->norm = norm_new();
	m->words = wordlist_new(s->charter, m->norm, s->warn);
	m->subject.charter = s->charter;
	m->subject.past = past_new(s->charter);
	found_init(&m->subject.found, s->charter->nsets);
	m->held = mem_get((s->charter->nrules + 1) * sizeof *m->held);
	m->judgement.rules = m->held;
	if (patterns_new(&m->patterns, s->charter, s->note, e)) {
		moderate_free(m);
		return -1;
	}
	*out = m;
	return 0;
}

const struct charter *
moderate_charter(const struct moderate *m)
{
	return m->set.charter;
}

void
moderate_forget(struct moderate *m)
{
	past_free(m->subject.past);
	m->subject.past = past_new(m->set.charter);
}

void
moderate_free(struct moderate *m)
{
	if (!m)
		return;
	patterns_free(m->patterns);
	wordlist_free(m->words);
	norm_free(m->norm);
	past_free(m->subject.past);
	found_release(&m->subject.found);
	mem_free(m->mem);
	free(m->held);
	free(m);
}

/* --- what happened before -------------------------------------------------------------------------- */

static void
look(struct moderate *m)
{
	struct subject *s = &m->subject;
	size_t          at = 0, i;

	s->words = 0;
	found_begin(&s->found);
	while (at < s->facts.text.len) {
		at = norm_read(m->norm, s->facts.text.at, s->facts.text.len, at);
		wordlist_find(m->words, m->norm, &s->found);
		for (i = 0; i < m->norm->count; i++)
			s->words = s->words * UINT64_C(0x100000001b3) + m->norm->words[i].hash;
	}
	if (m->patterns)
		patterns_find(m->patterns, s->facts.text.at, s->facts.text.len, &s->found);
}

struct remembering {
	struct moderate *m;
	struct slice     rule;
};

static int
find_rule_name(void *arg, const struct member *m)
{
	struct remembering *x = arg;

	if (slice_is(m->key, "rule"))
		x->rule = facts_plain(m, x->m->mem);
	return 0;
}

static int
remember_rule(void *arg, const struct member *m)
{
	struct remembering   *x = arg;
	const struct charter *c = x->m->set.charter;
	size_t                i;

	x->rule = (struct slice){ "", 0 };
	if (m->type == SCAN_OBJECT)
		scan_inside(m->value, find_rule_name, x);
	for (i = 0; i < c->nrules; i++)
		if (slice_is(x->rule, c->rules[i].id))
			past_offence(x->m->subject.past, c->rules + i, &x->m->subject.facts);
	return 0;
}

static void
remember_message(struct moderate *m, const struct rec *r)
{
	struct remembering   x = { .m = m };
	const struct member *why = rec_get(r, "why");

	facts_read(&m->subject.facts, r, m->mem);
	if (m->subject.facts.own)
		return;
	look(m);
	past_message(m->subject.past, &m->subject.facts, m->subject.words);
	if (why && why->type == SCAN_ARRAY)
		scan_inside(why->value, remember_rule, &x);
}

static void
remember_result(struct moderate *m, const struct rec *r)
{
	const char *message = rec_str(r, "message", m->mem), *status = rec_str(r, "status", m->mem);
	const char *op = rec_str(r, "op", m->mem);
	int64_t     at = 0;

	if (message && op && status && strcmp(status, "done") == 0 && !rec_time(r, "at", &at))
		past_result(m->subject.past, hash_fast(message, strlen(message)), at, op, strlen(op));
}

void
moderate_remember(struct moderate *m, const struct rec *r)
{
	mem_reset(m->mem);
	if (rec_is(r, "message"))
		remember_message(m, r);
	else if (rec_is(r, "result"))
		remember_result(m, r);
}

/* --- judging --------------------------------------------------------------------------------------- */

static const struct condition *
held_by(struct subject *s, const struct rule *r)
{
	const struct condition *w = NULL;
	size_t             i;

	for (i = 0; !w && i < r->when.count; i++)
		if (judge_holds(s, r->when.at + i))
			w = r->when.at + i;
	for (i = 0; w && i < r->unless.count; i++)
		if (judge_holds(s, r->unless.at + i))
			return NULL;
	return w;
}

/* The last step of `then` that the author has come to, else what the rule does. */
static void
graduate(struct subject *s, struct verdict_of *v)
{
	const struct rule *r = v->rule;
	size_t             i, times;

	v->verdicts = r->verdicts;
	v->times = 0;
	past_offence(s->past, r, &s->facts);
	if (r->tally == SIZE_MAX || !s->facts.author)
		return;
	v->times = past_offences(s->past, r, &s->facts, 0);
	for (i = 0; i < r->nthen; i++) {
		times = past_offences(s->past, r, &s->facts, r->then[i].within);
		if (times >= (size_t)r->then[i].after) {
			v->verdicts = r->then[i].verdicts;
			v->times = times;
		}
	}
}

static enum priority
priority_of(const struct rule *r)
{
	return r->has_priority ? r->priority : PRIORITY_NORMAL;
}

/* The highest priority that a rule gives; the team of the rule with the highest, of equals the first. */
static void
conclude(struct moderate *m)
{
	struct judgement *j = &m->judgement;
	enum priority     assigned = PRIORITY_LOW;
	unsigned          all = 0;
	int               has_priority = 0;
	size_t            i;

	j->priority = PRIORITY_NORMAL;
	j->assign = NULL;
	for (i = 0; i < j->nrules; i++) {
		const struct rule *r = m->held[i].rule;

		all |= m->held[i].verdicts;
		if (r->has_priority && (!has_priority || r->priority > j->priority))
			j->priority = r->priority;
		has_priority |= r->has_priority;
		if (r->assign && (!j->assign || priority_of(r) > assigned)) {
			j->assign = r->assign;
			assigned = priority_of(r);
		}
	}
	j->proposed = verdicts_proposed(all);
}

static int64_t
due_by(const struct moderate *m)
{
	const struct facts   *f = &m->subject.facts;
	const struct service *s = charter_service(m->set.charter, f->kind.at, f->kind.len);
	long                  seconds = s ? s->seconds[m->judgement.priority] : 0;

	return seconds && f->at ? hours_after(s->clock ? NULL : m->set.hours, f->at, seconds * INT64_C(1000)) : 0;
}

const struct judgement *
moderate_judge(struct moderate *m, const struct rec *r)
{
	const struct charter *c = m->set.charter;
	struct subject       *s = &m->subject;
	const struct condition    *w;
	size_t                i;

	mem_reset(m->mem);
	if (!rec_is(r, "message"))
		return NULL;
	facts_read(&s->facts, r, m->mem);
	if (s->facts.own)
		return NULL;
	opinion_read(&s->opinion, s->facts.moderated ? r : NULL, m->mem);
	look(m);
	past_message(s->past, &s->facts, s->words);
	m->judgement.nrules = 0;
	for (i = 0; i < c->nrules; i++) {
		w = held_by(s, c->rules + i);
		if (!w)
			continue;
		m->held[m->judgement.nrules] = (struct verdict_of){ c->rules + i, w, 0, 0 };
		graduate(s, m->held + m->judgement.nrules++);
	}
	conclude(m);
	m->judgement.due = due_by(m);
	return &m->judgement;
}

/* --- writing --------------------------------------------------------------------------------------- */

static void
write_verdicts(struct buf *out, const char *key, unsigned set)
{
	int v;

	json_key(out, key);
	json_open(out, '[');
	for (v = VERDICT_COUNT - 1; v > 0; v--)
		if (set & 1u << v)
			json_item(out, verdict_name((enum verdict)v));
	json_close(out, ']');
}

static void
write_rule(struct moderate *m, const struct verdict_of *v, struct buf *out)
{
	size_t i;

	json_open(out, '{');
	json_str(out, "rule", v->rule->id);
	json_str(out, "article", v->rule->article_id);
	if (v->verdicts)
		write_verdicts(out, "do", v->verdicts);
	if (v->times)
		json_int(out, "times", (int64_t)v->times);
	for (i = 0; i < v->rule->topics.count; i++) {
		if (!i) {
			json_key(out, "topics");
			json_open(out, '[');
		}
		json_item(out, v->rule->topics.at[i]);
	}
	if (i)
		json_close(out, ']');
	json_key(out, "found");
	json_open(out, '[');
	judge_evidence(&m->subject, v->when, out);
	json_close(out, ']');
	json_close(out, '}');
}

/* A pattern that was given up is said, whether the rule held or not. */
static void
write_given_up(struct moderate *m, struct buf *out)
{
	const struct charter   *c = m->set.charter;
	const struct found_set *set;
	size_t                  i;
	unsigned                k;

	for (i = 0; i < c->nsets; i++) {
		set = found_get(&m->subject.found, i);
		for (k = 0; set && k < set->kept; k++) {
			if (!set->at[k].gave_up)
				continue;
			json_open(out, '{');
			json_str(out, "pattern", c->terms[set->at[k].term].text);
			json_str(out, "stopped", "match limit");
			json_close(out, '}');
		}
	}
}

static void
write_why(struct moderate *m, struct buf *out)
{
	const struct opinion *o = &m->subject.opinion;
	size_t                i, before, start = out->len;

	json_key(out, "why");
	json_open(out, '[');
	before = out->len;
	for (i = 0; i < o->nlabels; i++)
		if (o->labels[i].why.len) {
			if (out->len > before)
				buf_char(out, ',');
			buf_add(out, o->labels[i].why.at, o->labels[i].why.len);
		}
	for (i = 0; i < m->judgement.nrules; i++)
		write_rule(m, m->held + i, out);
	if (m->patterns)
		write_given_up(m, out);
	if (out->len == before)
		out->len = start; /* nothing to say */
	else
		json_close(out, ']');
}

/* The rule that proposes it: the first in the charter. */
static const struct rule *
proposer(const struct moderate *m, enum verdict v)
{
	size_t i;

	for (i = 0; i < m->judgement.nrules; i++)
		if (m->held[i].verdicts & 1u << v)
			return m->held[i].rule;
	return NULL;
}

static void
write_actions(const struct moderate *m, struct buf *out)
{
	int v;

	json_key(out, "actions");
	json_open(out, '[');
	for (v = VERDICT_COUNT - 1; v > 0; v--) {
		const struct rule *r = m->judgement.proposed & 1u << v ? proposer(m, (enum verdict)v) : NULL;

		if (!r)
			continue;
		json_open(out, '{');
		json_str(out, "op", verdict_name((enum verdict)v));
		json_str(out, "article", r->article_id);
		json_str(out, "by", mem_fmt(m->mem, "rule:%s", r->id));
		json_close(out, '}');
	}
	json_close(out, ']');
}

/* The topics of the message, and those of the rules that held. */
static void
write_topics(const struct moderate *m, struct buf *out)
{
	const struct opinion *o = &m->subject.opinion;
	size_t                i, k, count = o->ntopics;

	for (i = 0; i < m->judgement.nrules; i++)
		count += m->held[i].rule->topics.count;
	if (!count)
		return;
	json_key(out, "topics");
	json_open(out, '[');
	for (i = 0; i < o->ntopics; i++)
		json_item(out, mem_dup(m->mem, o->topics[i].at, o->topics[i].len));
	for (i = 0; i < m->judgement.nrules; i++)
		for (k = 0; k < m->held[i].rule->topics.count; k++)
			if (!opinion_has_topic(o, m->held[i].rule->topics.at[k]))
				json_item(out, m->held[i].rule->topics.at[k]);
	json_close(out, ']');
}

/* A label that came with the message stays: it is not ours. */
static int
is_replaced(struct slice key)
{
	return facts_is_ours(key) && !slice_is(key, "labels") && !slice_is(key, "sentiment");
}

/* Up to the closing bracket; without what an earlier run has added, and the comma before it. */
static void
write_before(const struct moderate *m, const struct rec *r, struct buf *out)
{
	const char          *from = r->line.at, *end = from + r->line.len, *before = NULL;
	const struct member *x;
	size_t               i, count;

	while (end[-1] != '}')
		end--;
	end--;
	x = scan_members(r->scan, &count);
	for (i = 0; m->subject.facts.moderated && i < count; i++, x++) {
		if (!is_replaced(x->key)) {
			if (!before && i) {
				buf_char(out, '{');
				from = x->key.at - 1;
			}
			before = x->value.at + x->value.len;
		} else if (before) {
			buf_add(out, from, (size_t)(before - from));
			from = before = x->value.at + x->value.len;
		}
	}
	buf_add(out, from, (size_t)(end - from));
}

void
moderate_why(struct moderate *m, struct buf *out)
{
	json_open(out, '{');
	write_why(m, out);
	json_close(out, '}');
}

void
moderate_write(struct moderate *m, const struct rec *r, struct buf *out)
{
	const struct judgement *j = &m->judgement;
	char                    when[WHEN_SIZE];

	write_before(m, r, out);
	write_topics(m, out);
	write_why(m, out);
	json_str(out, "priority", priority_name(j->priority));
	if (j->due)
		json_str(out, "due", when_write(when, j->due, zone_offset(j->due)));
	json_str(out, "assign", j->assign);
	if (j->proposed)
		write_actions(m, out);
	json_close(out, '}');
}
