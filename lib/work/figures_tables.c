/* figures_tables.c - rows as tables for people: of the whole by group of figures, of keys a table each */
#include "figures_parts.h"

#include <stdlib.h>
#include <string.h>

#define MONEY_PLACES 2
#define SHOWN        50000 /* a change below half a tenth is shown as none */

static const char *const words[][2] = {
	[WORD_FIGURE] = { "Figure", "Indicateur" },
	[WORD_VALUE] = { "Value", "Valeur" },
	[WORD_BEFORE] = { "Before", "Avant" },
	[WORD_CHANGE] = { "Change", "Évolution" },
	[WORD_TARGET] = { "Target", "Objectif" },
	[WORD_N] = { "n", "n" },
	[WORD_BESIDE] = { "Never answered", "Sans réponse" },
	[WORD_RANK] = { "#", "no" },
	[WORD_POST] = { "What", "Quoi" },
	[WORD_WORDS] = { "Words", "Paroles" },
	[WORD_NOTE] = { "Note", "Note" },
	[WORD_STALE] = { "old", "ancien" },
	[WORD_MET] = { "met", "atteint" },
	[WORD_OPEN] = { "open", "en cours" },
	[WORD_MISSED] = { "missed", "manqué" },
	[WORD_UNKNOWN] = { "(unknown)", "(inconnu)" },
	[WORD_NONE] = { "—", "—" },
};

static const char *const keys[KEY_COUNT][2] = {
	[KEY_ACCOUNT] = { "Account", "Compte" },
	[KEY_NETWORK] = { "Network", "Réseau" },
	[KEY_CAMPAIGN] = { "Campaign", "Campagne" },
	[KEY_PILLAR] = { "Pillar", "Pilier" },
	[KEY_POST] = { "Post", "Publication" },
	[KEY_ENTRY] = { "Entry", "Entrée" },
	[KEY_LANG] = { "Language", "Langue" },
	[KEY_FORMAT] = { "Format", "Format" },
	[KEY_HASHTAG] = { "Hashtag", "Mot-dièse" },
	[KEY_TOPIC] = { "Topic", "Sujet" },
	[KEY_KIND] = { "Kind", "Genre" },
	[KEY_ARTICLE] = { "Article", "Article" },
	[KEY_DAY] = { "Day", "Jour" },
	[KEY_WEEK] = { "Week", "Semaine" },
	[KEY_MONTH] = { "Month", "Mois" },
	[KEY_HOUR] = { "Hour", "Heure" },
	[KEY_WEEKDAY] = { "Weekday", "Jour de la semaine" },
};

const char *
figures_word(const struct figures *f, enum figure_word w)
{
	return words[w][f->french];
}

const char *
figures_key(const struct figures *f, enum kpi_key k)
{
	return keys[k][f->french];
}

const char *
figures_weekday(const struct figures *f, int weekday)
{
	static const char *const names[][2] = { { "Mon", "lun." }, { "Tue", "mar." }, { "Wed",
	    "mer." }, { "Thu", "jeu." },
		{ "Fri", "ven." }, { "Sat", "sam." }, { "Sun", "dim." } };

	return names[weekday][f->french];
}

const char *
figures_label(const struct figures *f, const struct figure_rows *r, const struct kpi_row *row, size_t key)
{
	if (!row->labels[key])
		return figures_word(f, WORD_UNKNOWN);
	return r->keys[key] == KEY_WEEKDAY ? figures_weekday(f, (int)row->sort[key]) : row->labels[key];
}

const char *
figures_title(const struct figures *f, const struct kpi_def *d)
{
	return f->french ? d->titre : d->title;
}

static void
put_money(const struct figures *f, struct buf *b, const char *currency, const char *decimal)
{
	static const char *const signs[][2] = { { "EUR", "€" }, { "USD", "$" }, { "GBP", "£" }, { "JPY", "¥" } };
	const char              *sign = currency && *currency ? currency : "XXX";
	size_t                   i;

	for (i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strcmp(signs[i][0], sign) == 0)
			sign = signs[i][1];
	if (!f->french) {
		buf_str(b, sign);
		if (strlen(sign) == 3 && (unsigned char)*sign < 0x80)
			buf_str(b, "\xc2\xa0");
	}
	number_put(b, decimal, MONEY_PLACES, f->french);
	if (f->french)
		buf_fmt(b, "\xc2\xa0%s", sign);
}

/* A value in millionths with its unit, as the language writes it. */
void
figures_put(const struct figures *f, const struct kpi_row *row, wide value, struct buf *b)
{
	const char *unit = row->def->unit;
	struct buf  decimal = { 0 };

	wide_put_decimal(&decimal, value);
	if (strcmp(unit, "s") == 0 && value >= 0) {
		duration_put(b, (int64_t)(value / 1000000), f->french);
	} else if (strcmp(unit, "money") == 0) {
		put_money(f, b, row->currency, decimal.at);
	} else {
		number_put(b, decimal.at, 2, f->french);
		if (strcmp(unit, "%") == 0)
			buf_str(b, f->french ? "\xc2\xa0%" : "%");
		else if (strcmp(unit, "x") == 0)
			buf_str(b, f->french ? "\xc2\xa0\xc3\x97" : "\xc3\x97");
	}
	buf_release(&decimal);
}

static const char *
kept(struct figures *f, struct buf *b)
{
	const char *s = mem_dup(f->mem, b->at ? b->at : "", b->len);

	buf_clear(b);
	return s;
}

/* How it moved since the period before: in points for shares, else in percent. */
void
figures_change(struct figures *f, const struct kpi_row *row, struct cell_text *c)
{
	struct buf b = { 0 }, decimal = { 0 };
	int        is_share = strcmp(row->def->unit, "%") == 0, up;
	wide       change;

	if (!row->has_previous || !row->has_value || (!is_share && !row->previous))
		return;
	change = is_share ? row->value - row->previous :
	    (row->value - row->previous) * 100000000 / (row->previous < 0 ? -row->previous : row->previous);
	if (change > -SHOWN && change < SHOWN)
		change = 0;
	up = change > 0;
	wide_put_decimal(&decimal, change);
	if (up)
		buf_char(&b, '+');
	number_put(&b, decimal.at, 1, f->french);
	buf_str(&b, is_share ? "\xc2\xa0pt" : f->french ? "\xc2\xa0%" : "%");
	c->text = kept(f, &b);
	if (change && row->def->better != KPI_NEITHER)
		c->tone = up == (row->def->better == KPI_HIGHER) ? TONE_GOOD : TONE_BAD;
	buf_release(&b);
	buf_release(&decimal);
}

static void
set_value(struct figures *f, const struct kpi_row *row, struct cell_text *c)
{
	struct buf b = { 0 };

	if (!row->has_value) {
		c->text = figures_word(f, WORD_NONE);
		c->tone = TONE_FAINT;
		return;
	}
	figures_put(f, row, row->value, &b);
	c->text = kept(f, &b);
	buf_release(&b);
}

void
figures_target(struct figures *f, const struct kpi_row *row, struct cell_text *c)
{
	struct buf b = { 0 };

	if (!row->has_target)
		return;
	figures_put(f, row, row->target, &b);
	buf_str(&b, ", ");
	if (strcmp(row->status, "met") == 0) {
		buf_str(&b, figures_word(f, WORD_MET));
		c->tone = TONE_GOOD;
	} else {
		buf_str(&b, figures_word(f, strcmp(row->status, "open") == 0 ? WORD_OPEN : WORD_MISSED));
		c->tone = strcmp(row->status, "open") == 0 ? TONE_WARN : TONE_BAD;
	}
	c->text = kept(f, &b);
	buf_release(&b);
}

/* Why there is no value, how sure it is, what is beside it, whether it is old. */
static void
set_note(struct figures *f, const struct kpi_row *row, struct cell_text *c)
{
	struct buf b = { 0 };

	if (row->reason)
		buf_str(&b, figures_reason(f, row->reason));
	if (row->has_interval) {
		figures_put(f, row, row->low, &b);
		buf_str(&b, " .. ");
		figures_put(f, row, row->high, &b);
	}
	if (row->def->beside && row->without)
		buf_fmt(&b, "%s%s: %lld", b.len ? "; " : "", figures_word(f, WORD_BESIDE), (long long)row->without);
	if (row->stale)
		buf_fmt(&b, "%s%s", b.len ? "; " : "", figures_word(f, WORD_STALE));
	if (b.len)
		c->text = kept(f, &b);
	c->tone = row->stale ? TONE_WARN : TONE_FAINT;
	buf_release(&b);
}

const char *
figures_reason(const struct figures *f, const char *reason)
{
	static const char *const french[][2] = {
		{ "no record has both numerator and denominator", "aucun enregistrement n'a les deux termes" },
		{ "no record has the denominator", "aucun enregistrement n'a le dénominateur" },
		{ "no record has the numerator", "aucun enregistrement n'a le numérateur" },
		{ "the denominator is 0", "le dénominateur est 0" },
		{ "no record has it", "aucun enregistrement ne la donne" },
		{ "the period has no bounds: --from and --to say how many days it has",
		    "la période est sans bornes : --from et --to disent combien de jours elle compte" },
	};
	size_t i;

	for (i = 0; f->french && i < sizeof french / sizeof *french; i++)
		if (strcmp(french[i][0], reason) == 0)
			return french[i][1];
	return reason;
}

/* --- tables ----------------------------------------------------------------------------------------- */

static const char **
head_of(struct figures *f, size_t count, const enum figure_word *w, const struct figure_rows *r)
{
	size_t       lead = r ? r->nkeys : 0, i;
	const char **head = mem_alloc(f->mem, (count + lead) * sizeof *head);

	for (i = 0; i < lead; i++)
		head[i] = figures_key(f, r->keys[i]);
	for (i = 0; i < count; i++)
		head[lead + i] = figures_word(f, w[i]);
	return head;
}

/* The figures of the whole that belong together. */
struct table *
figures_of_group(struct figures *f, const struct figure_rows *r, enum kpi_group g)
{
	static const enum figure_word w[] = { WORD_FIGURE, WORD_VALUE, WORD_BEFORE, WORD_CHANGE, WORD_TARGET,
	    WORD_N, WORD_NOTE };
	static const enum figure_word short_w[] = { WORD_FIGURE, WORD_VALUE, WORD_TARGET, WORD_N, WORD_NOTE };
	int                           compare = f->set.was_from != KPI_OPEN;
	size_t                        columns = compare ? 7 : 5, i;
	struct table                 *t = table_new(f->mem, kpi_group_name(g, f->french), head_of(f, columns,
	    compare ? w : short_w, NULL),
	    compare ? "lrrrlrl" : "lrlrl", columns);
	struct cell_text             *row;
	struct buf                    b = { 0 };

	for (i = 0; i < r->count; i++) {
		if (r->at[i].def->group != g || r->at[i].rank)
			continue;
		row = table_row(f->mem, t);
		row[0].text = figures_title(f, r->at[i].def);
		set_value(f, r->at + i, row + 1);
		if (compare && r->at[i].has_previous) {
			figures_put(f, r->at + i, r->at[i].previous, &b);
			row[2].text = kept(f, &b);
			figures_change(f, r->at + i, row + 3);
		}
		figures_target(f, r->at + i, row + columns - 3);
		row[columns - 2].text = mem_fmt(f->mem, "%lld", (long long)r->at[i].n);
		set_note(f, r->at + i, row + columns - 1);
	}
	buf_release(&b);
	return t;
}

static void
set_labels(struct figures *f, const struct figure_rows *r, const struct kpi_row *from, struct cell_text *row)
{
	size_t n;

	for (n = 0; n < r->nkeys; n++) {
		row[n].text = figures_label(f, r, from, n);
		row[n].tone = from->labels[n] ? TONE_PLAIN : TONE_FAINT;
	}
}

/* One figure by its keys; `from` to `to` are its rows. */
struct table *
figures_by_key(struct figures *f, const struct figure_rows *r, size_t from, size_t to)
{
	static const enum figure_word w[] = { WORD_VALUE, WORD_N, WORD_CHANGE, WORD_NOTE };
	static const enum figure_word listed[] = { WORD_RANK, WORD_POST, WORD_VALUE, WORD_WORDS };
	int                           is_list = r->at[from].rank != 0, has_words = 0;
	size_t                        lead = r->nkeys, i;
	struct table                 *t;
	struct cell_text             *row;

	for (i = from; i < to; i++)
		has_words |= r->at[i].text != NULL;
	t = table_new(f->mem, figures_title(f, r->at[from].def), head_of(f, 4, is_list ? listed : w, r),
	    mem_fmt(f->mem, "%.*s%s", (int)lead, "llll", is_list ? "rlrl" : "rrrl"),
	        lead + 4 - (is_list && !has_words));
	for (i = from; i < to; i++) {
		row = table_row(f->mem, t);
		set_labels(f, r, r->at + i, row);
		row += lead;
		if (is_list) {
			row[0].text = mem_fmt(f->mem, "%ld", r->at[i].rank);
			row[1].text = r->at[i].subject;
			set_value(f, r->at + i, row + 2);
			if (has_words)
				row[3].text = r->at[i].text;
			continue;
		}
		set_value(f, r->at + i, row);
		row[1].text = mem_fmt(f->mem, "%lld", (long long)r->at[i].n);
		figures_change(f, r->at + i, row + 2);
		set_note(f, r->at + i, row + 3);
	}
	return t;
}

size_t
figures_end(const struct figure_rows *r, size_t from)
{
	size_t to = from;

	while (to < r->count && r->at[to].def == r->at[from].def)
		to++;
	return to;
}

int
figures_is_whole(const struct figures *f, size_t i)
{
	return !f->rows.nkeys && !f->rows.at[i].rank;
}
