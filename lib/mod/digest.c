/* digest.c - what people complained of, by team and topic */
#include "smm/digest.h"

#include "opinion.h"
#include "smm/utf8.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdlib.h>
#include <string.h>

#define VERBATIM_BYTES 400
#define NO_TOPIC       "other"

struct verbatim {
	const char *message, *text, *url;
	int64_t     at;
};

struct group {
	const char     *topic, *team; /* team NULL: nobody's */
	size_t          count, previous;
	struct verbatim verbatims[DIGEST_VERBATIMS];
	size_t          nverbatims;
};

struct digest {
	const struct charter *charter;
	int64_t               from, to;
	struct mem           *mem, *line; /* line: of one record */
	struct facts          facts;      /* alike */
	struct group          groups[DIGEST_GROUPS];
	size_t                ngroups, left_out;
	uint64_t              last; /* message */
};

struct digest *
digest_new(const struct charter *c, int64_t from, int64_t to)
{
	struct digest *d = mem_get(sizeof *d);

	memset(d, 0, sizeof *d);
	d->charter = c;
	d->from = from;
	d->to = to;
	d->mem = mem_new();
	d->line = mem_new();
	return d;
}

void
digest_free(struct digest *d)
{
	if (!d)
		return;
	mem_free(d->mem);
	mem_free(d->line);
	free(d);
}

/* --- counting -------------------------------------------------------------------------------------- */

static const char *
team_of(const struct charter *c, struct slice topic)
{
	size_t i, k;

	for (i = 0; c && i < c->nteams; i++)
		for (k = 0; k < c->teams[i].topics.count; k++)
			if (slice_is(topic, c->teams[i].topics.at[k]))
				return c->teams[i].id;
	return NULL;
}

static int
is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static struct group *
group_of(struct digest *d, struct slice topic, const char *team)
{
	struct group *g;
	size_t        i;

	for (i = 0; i < d->ngroups; i++)
		if (slice_is(topic, d->groups[i].topic) && is_same(team, d->groups[i].team))
			return d->groups + i;
	if (d->ngroups == DIGEST_GROUPS) {
		d->left_out++;
		return NULL;
	}
	g = d->groups + d->ngroups++;
	g->topic = mem_dup(d->mem, topic.at, topic.len);
	g->team = team ? mem_str(d->mem, team) : NULL;
	return g;
}

/* Cut between two characters. */
static const char *
short_text(struct digest *d, struct slice text)
{
	size_t len = text.len < VERBATIM_BYTES ? text.len : VERBATIM_BYTES;

	while (len < text.len && len && ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	return mem_fmt(d->mem, "%.*s%s", (int)len, text.at, len < text.len ? "…" : "");
}

static void
add_verbatim(struct digest *d, struct group *g, struct facts *f, const char *url)
{
	struct verbatim v = { .at = facts_at(f) };
	struct slice    id = facts_string(f, FACT_ID);
	size_t          i = g->nverbatims;

	if (i == DIGEST_VERBATIMS && v.at >= g->verbatims[i - 1].at)
		return;
	v.message = mem_dup(d->mem, id.at, id.len);
	v.text = short_text(d, facts_string(f, FACT_TEXT));
	v.url = url ? mem_str(d->mem, url) : NULL;
	if (i == DIGEST_VERBATIMS)
		i--;
	else
		g->nverbatims++;
	for (; i && g->verbatims[i - 1].at > v.at; i--)
		g->verbatims[i] = g->verbatims[i - 1];
	g->verbatims[i] = v;
}

static void
count(struct digest *d, struct facts *f, struct slice topic, const char *team, const char *url)
{
	struct group *g = group_of(d, topic, team);

	if (!g)
		return;
	if (facts_at(f) < d->from) {
		g->previous++;
		return;
	}
	g->count++;
	add_verbatim(d, g, f, url);
}

static int
is_complaint(const struct opinion *o, const struct facts *f)
{
	static const char *const labels[] = { "complaint", "refund", "bug", "feature" };
	const struct limits      any = { .set = 0 };
	size_t                   i;

	for (i = 0; i < sizeof labels / sizeof *labels; i++)
		if (opinion_label(o, labels[i], LEVEL_NONE, &any))
			return 1;
	return o->ntopics || (facts_rating(f) >= 0 && facts_rating(f) <= 2);
}

void
digest_add(struct digest *d, const struct rec *r)
{
	struct facts  *f = &d->facts;
	struct opinion o;
	const char    *assign, *team;
	size_t         i;

	mem_reset(d->line);
	if (!rec_is(r, "message"))
		return;
	facts_read(f, r, d->line);
	if (facts_is_own(f) || facts_at(f) >= d->to || facts_at(f) < d->from - (d->to - d->from) ||
	    facts_message(f) == d->last)
		return;
	opinion_topics(&o, r, d->line);
	if (!is_complaint(&o, f))
		return;
	d->last = facts_message(f);
	assign = rec_str(r, "assign", d->line);
	if (!o.ntopics)
		count(d, f, (struct slice){ NO_TOPIC, sizeof NO_TOPIC - 1 }, assign, rec_str(r, "url", d->line));
	for (i = 0; i < o.ntopics; i++) {
		team = team_of(d->charter, o.topics[i]);
		count(d, f, o.topics[i], team ? team : assign, rec_str(r, "url", d->line));
	}
}

size_t
digest_left_out(const struct digest *d)
{
	return d->left_out;
}

/* --- writing --------------------------------------------------------------------------------------- */

/* By team, then the most frequent first, then by name. */
static int
in_order(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	int                 team = strcmp(x->team ? x->team : "\xff", y->team ? y->team : "\xff");

	if (team)
		return team;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->topic, y->topic);
}

static void
write_verbatims(const struct group *g, struct buf *out)
{
	char   at[WHEN_SIZE];
	size_t i;

	json_key(out, "verbatims");
	json_open(out, '[');
	for (i = 0; i < g->nverbatims; i++) {
		const struct verbatim *v = g->verbatims + i;

		json_open(out, '{');
		json_str(out, "message", v->message);
		json_str(out, "at", when_write(at, v->at, zone_offset(v->at)));
		json_str(out, "text", v->text);
		json_str(out, "url", v->url);
		json_close(out, '}');
	}
	json_close(out, ']');
}

void
digest_lines(struct digest *d, struct buf *out)
{
	char   when[WHEN_SIZE];
	size_t i;

	qsort(d->groups, d->ngroups, sizeof *d->groups, in_order);
	for (i = 0; i < d->ngroups; i++) {
		const struct group *g = d->groups + i;

		json_open(out, '{');
		json_str(out, "type", "digest");
		json_str(out, "team", g->team);
		json_str(out, "topic", g->topic);
		json_str(out, "from", when_write(when, d->from, zone_offset(d->from)));
		json_str(out, "to", when_write(when, d->to, zone_offset(d->to)));
		json_int(out, "count", (int64_t)g->count);
		json_int(out, "previous", (int64_t)g->previous);
		write_verbatims(g, out);
		json_close(out, '}');
		buf_char(out, '\n');
	}
}

static void
say_trend(const struct group *g, struct buf *out)
{
	long change;

	buf_fmt(out, "  %s: %zu", g->topic, g->count);
	if (!g->previous) {
		buf_str(out, g->count ? " (none the period before)\n" : "\n");
		return;
	}
	change = (long)g->count - (long)g->previous;
	buf_fmt(out, " (%zu the period before, %+ld %%)\n", g->previous, change * 100 / (long)g->previous);
}

static void
say_verbatims(const struct group *g, struct buf *out)
{
	size_t i;

	for (i = 0; i < g->nverbatims; i++) {
		buf_str(out, "      - ");
		utf8_add_visible(out, g->verbatims[i].text, strlen(g->verbatims[i].text), 0);
		if (g->verbatims[i].url)
			buf_fmt(out, " <%s>", g->verbatims[i].url);
		buf_char(out, '\n');
	}
}

void
digest_text(struct digest *d, struct buf *out)
{
	char   from[WHEN_SIZE], to[WHEN_SIZE];
	size_t i;

	qsort(d->groups, d->ngroups, sizeof *d->groups, in_order);
	buf_fmt(out, "complaints from %s to %s\n", when_write(from, d->from, zone_offset(d->from)),
	    when_write(to, d->to, zone_offset(d->to)));
	for (i = 0; i < d->ngroups; i++) {
		const struct group *g = d->groups + i;

		if (!i || !is_same(g->team, g[-1].team))
			buf_fmt(out, "\n%s\n", g->team ? g->team : "nobody's");
		say_trend(g, out);
		say_verbatims(g, out);
	}
	if (!d->ngroups)
		buf_str(out, "none\n");
}
