/* defs.c - the definitions: found, and put into words for people */
#include "defs.h"

#include "smm/lang.h"
#include "smm/near.h"

#include <string.h>

static const struct kpi_def *const groups[KPI_GROUPS] = {
	[KPI_REACH] = defs_reach, [KPI_MONEY] = defs_money, [KPI_RELATION] = defs_relation,
	[KPI_FEELING] = defs_feeling, [KPI_AUDIENCE] = defs_audience,
};

static const char *const group_names[KPI_GROUPS][2] = {
	[KPI_REACH] = { "Reach and engagement", "Portée et engagement" },
	[KPI_MONEY] = { "Money", "Argent" },
	[KPI_RELATION] = { "Relation", "Relation" },
	[KPI_FEELING] = { "Feeling", "Ressenti" },
	[KPI_AUDIENCE] = { "Audience", "Audience" },
};

const char *
kpi_group_name(enum kpi_group g, int french)
{
	return group_names[g][french != 0];
}

const struct kpi_def *
kpi_at(size_t i)
{
	const struct kpi_def *d;
	int                   g;

	for (g = 0; g < KPI_GROUPS; g++)
		for (d = groups[g]; d->id; d++)
			if (!i--)
				return d;
	return NULL;
}

const struct kpi_def *
kpi_find(const char *id, size_t len)
{
	const struct kpi_def *d;
	int                   g;

	for (g = 0; g < KPI_GROUPS; g++)
		for (d = groups[g]; d->id; d++)
			if (strncmp(d->id, id, len) == 0 && !d->id[len])
				return d;
	return NULL;
}

const char *
kpi_near(const char *id)
{
	const char *ids[128];
	size_t      n;

	for (n = 0; n < 128 && kpi_at(n); n++)
		ids[n] = kpi_at(n)->id;
	return near_word(id, ids, n);
}

/* --- the method, as it is computed ---------------------------------------------------------------- */

static const char *
behind_records(const char *expr)
{
	const char *colon = strchr(expr, ':');

	return colon ? colon + 2 : expr;
}

/* Records have the words in English, whoever reads them; people have theirs. */
static const char *
say(const char *words, int spoken)
{
	return spoken ? tr(words) : words;
}

static void
put_quotient(const struct kpi_def *d, int spoken, struct buf *out)
{
	if (d->scale != 1)
		buf_fmt(out, "%ld * ", d->scale);
	buf_fmt(out, "sum(%s) / sum(%s)", d->num, behind_records(d->den));
	if (d->how == KPI_PAIRED)
		buf_str(out, say(", of records with both", spoken));
}

static void
put_method(const struct kpi_def *d, int spoken, struct buf *out)
{
	const char *num = d->num;

	switch (d->how) {
	case KPI_SUM: buf_fmt(out, "sum(%s)", num); break;
	case KPI_RATIO: case KPI_PAIRED: put_quotient(d, spoken, out); break;
	case KPI_SHARE:
		buf_fmt(out, say("%ld * sum(%s) / (sum(%s) + that of competitors)", spoken), d->scale, num, num);
		break;
	case KPI_NETWORK:
		buf_fmt(out, say("%ld * sum / sum, as each network defines it", spoken), d->scale);
		break;
	case KPI_RATES:
		buf_fmt(out, say("mean of %ld * (%s) / %s of each record", spoken), d->scale, num, d->den);
		break;
	case KPI_MEAN: buf_fmt(out, say("mean of %s", spoken), num); break;
	case KPI_QUANTILE: buf_fmt(out, say("quantile %ld %% of %s, nearest rank", spoken), d->scale, num); break;
	case KPI_FASTEST: buf_fmt(out, say("mean of the least 90 %% of %s", spoken), num); break;
	case KPI_SPREAD: buf_fmt(out, say("median of |%s - its median|, nearest rank", spoken), num); break;
	case KPI_MOST: case KPI_TOP: buf_fmt(out, say("greatest %s", spoken), num); break;
	case KPI_BOTTOM: buf_fmt(out, say("least %s", spoken), num); break;
	case KPI_DAILY: buf_fmt(out, say("sum(%s) / days", spoken), num); break;
	}
}

void
kpi_method(const struct kpi_def *d, struct buf *out)
{
	put_method(d, 0, out);
}

void
kpi_formula(const struct kpi_def *d, struct buf *out)
{
	put_method(d, 1, out);
}

static void
put_network_rates(struct buf *out, const char *begin)
{
	const struct network_rate *r;

	for (r = network_rates; r->network; r++)
		buf_fmt(out, tr("%s%s: sum(%s) / sum(%s). %s\n"), begin, r->network, r->num, r->den, tr(r->source));
}

/* What the records are: "post", "published" behind the line when the denominator has others. */
static void
put_records(const struct kpi_def *d, struct buf *out)
{
	const char *colon = d->den ? strchr(d->den, ':') : NULL;

	buf_str(out, d->over);
	if (colon)
		buf_fmt(out, tr(" over %.*s"), (int)(colon - d->den), d->den);
}

static const char *
better_word(const struct kpi_def *d)
{
	static const char *const words[] = { [KPI_NEITHER] = "neither", [KPI_HIGHER] = "higher",
	    [KPI_LOWER] = "lower" };

	return tr(words[d->better]);
}

static int
is_french(void)
{
	return strcmp(tr("en"), "fr") == 0;
}

void
kpi_explain(const struct kpi_def *d, struct buf *out)
{
	buf_fmt(out, "%s\n  %s (%s)\n", d->id, is_french() ? d->titre : d->title,
	    kpi_group_name(d->group, is_french()));
	buf_str(out, tr("  formula  "));
	kpi_formula(d, out);
	buf_fmt(out, tr("\n  unit     %s; better: %s\n  records  "), tr(d->unit), better_word(d));
	put_records(d, out);
	buf_fmt(out, tr("\n  source   %s\n  caveat   %s\n"), tr(d->source), tr(d->caveat));
	if (d->beside)
		buf_fmt(out, tr("  beside   without: sum(%s)\n"), d->beside);
	if (d->how == KPI_NETWORK)
		put_network_rates(out, "  ");
}

/* --- kpi-definitions(7) ---------------------------------------------------------------------------- */

/* mdoc breaks at sentences, and a line must not begin with a macro's dot or quote. */
static void
put_mdoc(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (s[0] == '.' && s[1] == ' ' && s[2] != '\0') {
			buf_str(out, ".\n");
			s++;
		} else if (*s == '\\') {
			buf_str(out, "\\e");
		} else if (*s == '`') {
			buf_str(out, "\\(dq");
		} else {
			buf_char(out, *s);
		}
	}
	buf_char(out, '\n');
}

static void
put_entry(const struct kpi_def *d, struct buf *out)
{
	struct buf method = { 0 };

	kpi_formula(d, &method);
	buf_fmt(out, ".It Ic %s\n", d->id);
	put_mdoc(out, is_french() ? d->titre : d->title);
	buf_str(out, tr(".br\nFormula: "));
	put_mdoc(out, method.at);
	buf_fmt(out, tr(".br\nUnit: %s; better: %s; records: "), tr(d->unit), better_word(d));
	put_records(d, out);
	buf_str(out, tr(".\n.br\nSource: "));
	put_mdoc(out, tr(d->source));
	buf_str(out, tr(".br\nCaveat: "));
	put_mdoc(out, tr(d->caveat));
	if (d->beside)
		buf_fmt(out, tr(".br\nBeside it, as \\(dqwithout\\(dq: sum(%s).\n"), d->beside);
	if (d->how == KPI_NETWORK)
		put_network_rates(out, ".br\n");
	buf_release(&method);
}

void
kpi_manual(struct buf *out)
{
	const struct kpi_def *d;
	int                   g;

	for (g = 0; g < KPI_GROUPS; g++) {
		buf_fmt(out, ".Ss %s\n.Bl -tag -width Ds\n", kpi_group_name(g, is_french()));
		for (d = groups[g]; d->id; d++)
			put_entry(d, out);
		buf_str(out, ".El\n");
	}
}
