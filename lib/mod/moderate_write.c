/* moderate_write.c - the members that a verdict adds to its message */
#include "moderate_parts.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <string.h>

void
moderate_verdicts(struct buf *out, const char *key, unsigned set)
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
		moderate_verdicts(out, "do", v->verdicts);
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

	if (!o->nlabels && !m->judgement.nrules && !m->subject.found.gave_up)
		return;
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
	if (m->subject.found.gave_up)
		write_given_up(m, out);
	if (out->len == before)
		out->len = start; /* nothing to say */
	else
		json_close(out, ']');
}

/* The rule that proposes it: the first in the charter; NULL: none, the message is one of danger. */
static const struct rule *
proposer(const struct moderate *m, enum verdict v)
{
	size_t i;

	for (i = 0; i < m->judgement.nrules; i++)
		if (m->held[i].verdicts & 1u << v)
			return m->held[i].rule;
	return NULL;
}

/* "rule:spam": who proposes it. */
static const char *
by(const struct moderate *m, const char *what, const char *name)
{
	size_t len = strlen(what), name_len = strlen(name);
	char  *s = mem_alloc(m->mem, len + name_len + 1);

	memcpy(s, what, len);
	memcpy(s + len, name, name_len);
	return s;
}

static void
write_actions(const struct moderate *m, struct buf *out)
{
	int v;

	json_key(out, "actions");
	json_open(out, '[');
	for (v = VERDICT_COUNT - 1; v > 0; v--) {
		const struct rule *r = proposer(m, (enum verdict)v);

		if (!(m->judgement.proposed & 1u << v))
			continue;
		json_open(out, '{');
		json_str(out, "op", verdict_name((enum verdict)v));
		json_str(out, "article", r ? r->article_id : NULL);
		json_str(out, "by", r ? by(m, "rule:", r->id) : by(m, "label:", opinion_danger(&m->subject.opinion)));
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

/* Where nothing is classified, a label that came with the message stays: it is not ours. */
static int
is_replaced(const struct moderate *m, struct slice key)
{
	return facts_is_ours(key) && (m->set.classify || (!slice_is(key, "labels") && !slice_is(key, "sentiment")));
}

/* The bracket that closes the line. */
static const char *
end_of(const struct rec *r)
{
	const char *end = r->line.at + r->line.len - 1;

	while (*end != '}')
		end--;
	return end;
}

/* One byte is left: what is appended to it sees whether a comma is needed. */
size_t
moderate_kept(const struct moderate *m, const struct rec *r)
{
	return facts_is_moderated(&m->subject.facts) ? 0 : (size_t)(end_of(r) - r->line.at) - 1;
}

/* Up to the closing bracket; without what an earlier run has added, and the comma before it. */
static void
write_before(const struct moderate *m, const struct rec *r, size_t kept, struct buf *out)
{
	const char          *from = r->line.at + kept, *end = end_of(r), *before = NULL;
	const struct member *x;
	size_t               i, count;

	x = scan_members(r->scan, &count);
	for (i = 0; facts_is_moderated(&m->subject.facts) && i < count; i++, x++) {
		if (!is_replaced(m, x->key)) {
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
moderate_write(struct moderate *m, const struct rec *r, size_t kept, struct buf *out)
{
	const struct judgement *j = &m->judgement;
	char                    when[WHEN_SIZE];

	write_before(m, r, kept, out);
	if (m->set.classify)
		opinion_write(&m->subject.opinion, !rec_get(r, "lang"), out);
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
