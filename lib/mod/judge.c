/* judge.c - one message against the conditions of a rule */
#include "judge.h"

#include <stdio.h>
#include <string.h>

static int
is_one_of(const struct texts *t, struct slice s)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (slice_is(s, t->at[i]))
			return 1;
	return !t->count;
}

/* "fr" finds fr-CA as well. */
static int
speaks(const struct texts *langs, struct slice lang)
{
	const char *dash = memchr(lang.at ? lang.at : "", '-', lang.len);

	if (is_one_of(langs, lang))
		return 1;
	return dash && is_one_of(langs, (struct slice){ lang.at, (size_t)(dash - lang.at) });
}

static int
has_label(const struct opinion *o, const struct condition *w)
{
	size_t i;

	for (i = 0; i < w->labels.count; i++)
		if (opinion_label(o, w->labels.at[i], w->level, &w->score))
			return 1;
	return !w->labels.count;
}

static int
has_topic(const struct opinion *o, const struct texts *topics)
{
	size_t i;

	for (i = 0; i < topics->count; i++)
		if (opinion_has_topic(o, topics->at[i]))
			return 1;
	return !topics->count;
}

static int
feels(const struct opinion *o, const struct condition *w)
{
	if (!w->sentiments.count)
		return 1;
	if (!o->sentiment.len || !is_one_of(&w->sentiments, o->sentiment))
		return 0;
	return w->labels.count || !w->score.set || limits_hold(&w->score, o->sentiment_score);
}

static int
leads_to(struct facts *f, const struct texts *hosts)
{
	size_t i;

	for (i = 0; i < hosts->count; i++)
		if (facts_has_host(f, hosts->at[i]))
			return 1;
	return !hosts->count;
}

/* A number that is not known is within no limits. */
static int
known_within(const struct limits *l, double value)
{
	return !l->set || (value >= 0 && limits_hold(l, value));
}

static int
author_is(struct subject *s, const struct about_author *a)
{
	struct facts        *f = &s->facts;
	const struct author *who;

	if (!a->followers.set && !a->age.set && !a->handles.count && !a->messages.set && !a->sanctions.set)
		return 1;
	who = facts_author(f);
	if (!known_within(&a->followers, who->followers))
		return 0;
	if (!known_within(&a->age, who->since ? (double)(facts_at(f) - who->since) / 1000 : -1))
		return 0;
	if (!is_one_of(&a->handles, who->handle))
		return 0;
	if (a->messages.set && (!who->hash ||
	    !limits_hold(&a->messages, (double)past_messages(s->past, f, a->within))))
		return 0;
	return !a->sanctions.set || limits_hold(&a->sanctions, (double)past_sanctions(s->past, f, a->within));
}

static int
text_is(struct subject *s, const struct condition *w)
{
	struct facts *f = &s->facts;

	if (w->links.set && !limits_hold(&w->links, (double)facts_links(f)))
		return 0;
	if (w->mentions.set && !limits_hold(&w->mentions, (double)facts_mentions(f)))
		return 0;
	if (w->length.set && !limits_hold(&w->length, (double)facts_length(f)))
		return 0;
	if (w->capitals.set && !limits_hold(&w->capitals, facts_capitals(f)))
		return 0;
	return leads_to(f, &w->hosts);
}

/* A fact that nobody asks for is not read. */
static int
names(const struct texts *t, struct facts *f, enum fact what)
{
	return !t->count || is_one_of(t, facts_string(f, what));
}

static int
origin_is(struct facts *f, const struct condition *w)
{
	if (w->is_public >= 0 && w->is_public != facts_is_public(f))
		return 0;
	if (!names(&w->kinds, f, FACT_KIND) || !names(&w->networks, f, FACT_NETWORK) ||
	    !names(&w->accounts, f, FACT_ACCOUNT))
		return 0;
	if (w->langs.count && !speaks(&w->langs, facts_string(f, FACT_LANG)))
		return 0;
	if (w->rating.set && !known_within(&w->rating, facts_rating(f)))
		return 0;
	return !w->media.set || limits_hold(&w->media, (double)facts_media(f));
}

int
judge_rest(struct subject *s, const struct condition *w)
{
	return origin_is(&s->facts, w) && has_label(&s->opinion, w) && feels(&s->opinion, w) &&
	    has_topic(&s->opinion, &w->topics) && author_is(s, &w->author) && text_is(s, w) &&
	    (!w->has_volume || past_volume(s->past, &w->volume, &s->facts, s->words) >= (size_t)w->volume.messages);
}

/* --- evidence ------------------------------------------------------------------------------------ */

static const char *const term_names[] = { "word", "phrase", "pattern" };

static void
say_hits(struct subject *s, const struct condition *w, struct buf *out)
{
	const struct found_set *set = w->has_terms ? found_get(&s->found, w->terms) : NULL;
	struct slice            text = facts_string(&s->facts, FACT_TEXT);
	unsigned                i;

	for (i = 0; set && i < set->kept; i++) {
		const struct hit  *h = set->at + i;
		const struct term *t = s->charter->terms + h->term;

		json_open(out, '{');
		json_str(out, term_names[t->kind], t->text);
		if (h->gave_up)
			json_str(out, "stopped", "match limit");
		else
			json_text(out, "text", text.at + h->start, h->end - h->start);
		json_close(out, '}');
	}
}

static void
say_labels(const struct subject *s, const struct condition *w, struct buf *out)
{
	const struct label *l;
	size_t              i;

	for (i = 0; i < w->labels.count; i++) {
		l = opinion_label(&s->opinion, w->labels.at[i], w->level, &w->score);
		if (!l)
			continue;
		json_open(out, '{');
		json_str(out, "label", w->labels.at[i]);
		json_str(out, "level", l->level == LEVEL_CERTAIN ? "certain" : "suspect");
		json_close(out, '}');
	}
}

static void
say_number(struct buf *out, const char *what, double value)
{
	char room[32];

	snprintf(room, sizeof room, "%.15g", value);
	json_open(out, '{');
	json_raw(out, what, room, strlen(room));
	json_close(out, '}');
}

static void
say_word(struct buf *out, const char *what, struct slice s)
{
	json_open(out, '{');
	json_text(out, what, s.at, s.len);
	json_close(out, '}');
}

static void
say_author(struct subject *s, const struct about_author *a, struct buf *out)
{
	struct facts        *f = &s->facts;
	const struct author *who = facts_author(f);
	int64_t              age_sec = (facts_at(f) - who->since) / 1000;

	if (a->followers.set)
		say_number(out, "followers", who->followers);
	if (a->age.set)
		say_number(out, "age_sec", (double)age_sec);
	if (a->messages.set)
		say_number(out, "messages", (double)past_messages(s->past, f, a->within));
	if (a->sanctions.set)
		say_number(out, "sanctions", (double)past_sanctions(s->past, f, a->within));
	if (a->handles.count)
		say_word(out, "author", who->handle);
}

static void
say_text(struct subject *s, const struct condition *w, struct buf *out)
{
	struct facts *f = &s->facts;

	if (w->links.set)
		say_number(out, "links", (double)facts_links(f));
	if (w->mentions.set)
		say_number(out, "mentions", (double)facts_mentions(f));
	if (w->length.set)
		say_number(out, "length", (double)facts_length(f));
	if (w->capitals.set)
		say_number(out, "capitals", (double)(long)(facts_capitals(f) * 100 + 0.5) / 100);
	if (w->media.set)
		say_number(out, "media", (double)facts_media(f));
	if (w->rating.set)
		say_number(out, "rating", facts_rating(f));
}

void
judge_evidence(struct subject *s, const struct condition *w, struct buf *out)
{
	struct facts *f = &s->facts;

	say_hits(s, w, out);
	say_labels(s, w, out);
	if (w->sentiments.count)
		say_word(out, "sentiment", s->opinion.sentiment);
	if (w->langs.count)
		say_word(out, "lang", facts_string(f, FACT_LANG));
	if (w->kinds.count)
		say_word(out, "kind", facts_string(f, FACT_KIND));
	if (w->networks.count)
		say_word(out, "network", facts_string(f, FACT_NETWORK));
	if (w->accounts.count)
		say_word(out, "account", facts_string(f, FACT_ACCOUNT));
	say_text(s, w, out);
	say_author(s, &w->author, out);
	if (w->has_volume)
		say_number(out, "volume", (double)past_volume(s->past, &w->volume, f, s->words));
}
