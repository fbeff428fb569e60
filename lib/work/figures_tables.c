/* figures_tables.c - rows as tables for people: of the whole by group of figures, of keys a table each */
#include "figures_parts.h"

#include <stdlib.h>
#include <string.h>

#define MILLION 1000000
#define PLACES  2
#define SHOWN   50000 /* a change below half a tenth is shown as none; of points, it is neither good nor bad */
#define SHARE   5000  /* the same of points, which are shown with both places of what they are between */

static const char *const words[][2] = {
	[WORD_FIGURE] = { "Figure", "Indicateur" },
	[WORD_VALUE] = { "Value", "Valeur" },
	[WORD_BEFORE] = { "Before", "Avant" },
	[WORD_CHANGE] = { "Change", "Évolution" },
	[WORD_TARGET] = { "Target", "Objectif" },
	[WORD_N] = { "n", "n" },
	[WORD_BESIDE] = { "Never answered", "Sans réponse" },
	[WORD_RANK] = { "#", "N°" },
	[WORD_POST] = { "What", "Quoi" },
	[WORD_WORDS] = { "Words", "Paroles" },
	[WORD_TEXT] = { "Text", "Texte" },
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
	[KEY_PARTNER] = { "Partner", "Partenaire" },
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

/* Two, and more for what is less than a hundredth: it is not 0. In millionths. */
static int
places_of(wide value)
{
	wide size = value < 0 ? -value : value;

	return size >= MILLION / 100 ? PLACES : size >= MILLION / 10000 ? 4 : 6;
}

/* Amounts have whole units or hundredths, never tenths: 7.10. */
static void
put_amount(struct buf *b, const char *decimal, int least, int places, int french)
{
	size_t      from = b->len;
	const char *point;

	number_column(b, decimal, least, places, french);
	point = strrchr(b->at + from, french ? ',' : '.');
	if (point && strlen(point) == 2)
		buf_char(b, '0');
}

static void
put_money(const struct figures *f, struct buf *b, const char *currency, const char *decimal, int least, int places)
{
	static const char *const signs[][2] = { { "EUR", "€" }, { "USD", "$" }, { "GBP", "£" }, { "JPY", "¥" } };
	const char              *sign = currency && *currency ? currency : "¤"; /* nobody said which */
	size_t                   i;

	for (i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strcmp(signs[i][0], sign) == 0)
			sign = signs[i][1];
	if (!f->french) {
		if (*decimal == '-')
			buf_char(b, *decimal++);
		buf_str(b, sign);
		if (strlen(sign) == 3 && (unsigned char)*sign < 0x80)
			buf_str(b, "\xc2\xa0");
	}
	put_amount(b, decimal, least, places, f->french);
	if (f->french)
		buf_fmt(b, "\xc2\xa0%s", sign);
}

/* Shares and what is for each of something have both places, 12.50% below 12.00%; counts have none. */
static int
least_places(const struct kpi_def *d)
{
	return strcmp(d->unit, "%") == 0 || strcmp(d->unit, "score") == 0 || d->how == KPI_DAILY ||
	    (d->how == KPI_RATIO && strcmp(d->unit, "money") != 0) ? PLACES : 0;
}

static void
put_value(const struct figures *f, const struct kpi_row *row, wide value, int least, struct buf *b)
{
	const char *unit = row->def->unit;
	struct buf  decimal = { 0 };

	wide_put_decimal(&decimal, value);
	if (strcmp(unit, "s") == 0 && value >= 0) {
		duration_put(b, (int64_t)(value / 1000000), f->french);
	} else if (strcmp(unit, "money") == 0) {
		put_money(f, b, row->currency, decimal.at, least, value ? places_of(value) : least);
	} else {
		number_column(b, decimal.at, least, value ? places_of(value) : least, f->french);
		if (strcmp(unit, "%") == 0)
			buf_str(b, f->french ? "\xc2\xa0%" : "%");
		else if (strcmp(unit, "x") == 0)
			buf_str(b, f->french ? "\xc2\xa0\xc3\x97" : "\xc3\x97");
	}
	buf_release(&decimal);
}

void
figures_put(const struct figures *f, const struct kpi_row *row, wide value, struct buf *b)
{
	put_value(f, row, value, least_places(row->def), b);
}

void
figures_put_short(const struct figures *f, const struct kpi_row *row, wide value, struct buf *b)
{
	put_value(f, row, value, 0, b);
}

static const char *
kept(const struct figures *f, struct buf *b)
{
	const char *s = mem_dup(f->mem, b->at ? b->at : "", b->len);

	buf_clear(b);
	return s;
}

static const char *
text_of(const struct figures *f, const struct kpi_row *row, wide value, int least)
{
	struct buf  b = { 0 };
	const char *s;

	put_value(f, row, value, least, &b);
	s = kept(f, &b);
	buf_release(&b);
	return s;
}

const char *
figures_value(const struct figures *f, const struct kpi_row *row, wide value)
{
	return text_of(f, row, value, least_places(row->def));
}

const char *
figures_value_short(const struct figures *f, const struct kpi_row *row, wide value)
{
	return text_of(f, row, value, 0);
}

/* How it moved since the period before: in points for shares, else in percent. */
void
figures_change(struct figures *f, const struct kpi_row *row, struct cell_text *c)
{
	struct buf b = { 0 }, decimal = { 0 };
	int        is_share = strcmp(row->def->unit, "%") == 0, up;
	wide       change, limit;

	if (!row->has_previous || !row->has_value || (!is_share && !row->previous))
		return;
	change = is_share ? row->value - row->previous :
	    (row->value - row->previous) * 100000000 / (row->previous < 0 ? -row->previous : row->previous);
	limit = is_share ? SHARE : SHOWN;
	if (change > -limit && change < limit)
		change = 0;
	up = change > 0;
	wide_put_decimal(&decimal, change);
	if (up)
		buf_char(&b, '+');
	number_column(&b, decimal.at, is_share ? PLACES : 1, is_share ? PLACES : 1, f->french);
	buf_str(&b, is_share ? "\xc2\xa0pt" : f->french ? "\xc2\xa0%" : "%");
	c->text = kept(f, &b);
	if ((change <= -SHOWN || change >= SHOWN) && row->def->better != KPI_NEITHER)
		c->tone = up == (row->def->better == KPI_HIGHER) ? TONE_GOOD : TONE_BAD;
	buf_release(&b);
	buf_release(&decimal);
}

const char *
figures_count(struct figures *f, const struct kpi_row *row)
{
	struct buf  b = { 0 };
	const char *s;

	number_put(&b, mem_fmt(f->mem, "%lld", (long long)row->n), 0, f->french);
	s = kept(f, &b);
	buf_release(&b);
	return s;
}

static void
set_value(struct figures *f, const struct kpi_row *row, int least, struct cell_text *c)
{
	if (!row->has_value) {
		c->text = figures_word(f, WORD_NONE);
		c->tone = TONE_FAINT;
		return;
	}
	c->text = text_of(f, row, row->value, least);
}

void
figures_target(struct figures *f, const struct kpi_row *row, struct cell_text *c)
{
	struct buf b = { 0 };

	if (!row->has_target)
		return;
	figures_put_short(f, row, row->target, &b);
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
		buf_str(&b, f->french ? "de " : "");
		figures_put(f, row, row->low, &b);
		buf_str(&b, f->french ? " à " : " to ");
		figures_put(f, row, row->high, &b);
	}
	if (row->def->beside && row->without)
		buf_fmt(&b, "%s%s%s: %lld", b.len ? figures_semicolon(f) : "", figures_word(f, WORD_BESIDE),
		    f->french ? "\xc2\xa0" : "", (long long)row->without);
	if (row->stale)
		buf_fmt(&b, "%s%s", b.len ? figures_semicolon(f) : "", figures_word(f, WORD_STALE));
	if (b.len)
		c->text = kept(f, &b);
	c->tone = row->stale ? TONE_WARN : TONE_FAINT;
	buf_release(&b);
}

const char *
figures_semicolon(const struct figures *f)
{
	return f->french ? "\xe2\x80\xaf; " : "; ";
}

const char *
figures_reason(const struct figures *f, const char *reason)
{
	static const char *const french[][2] = {
		{ "no record has both numerator and denominator", "aucun enregistrement n’a les deux termes" },
		{ "no record has the denominator", "aucun enregistrement n’a le dénominateur" },
		{ "no record has the numerator", "aucun enregistrement n’a le numérateur" },
		{ "the denominator is 0", "le dénominateur est 0" },
		{ "no competitor was read", "aucun concurrent n’a été relevé" },
		{ "no record has it", "aucun enregistrement ne le donne" },
		{ "a record has a value of 2^63 or more", "un enregistrement a une valeur de 2^63 ou plus" },
		{ "the period has no bounds: --from and --to say how many days it has",
		    "la période est sans bornes : --from et --to disent combien de jours elle compte" },
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

static int
has_targets(const struct figure_rows *r)
{
	size_t i;

	for (i = 0; i < r->count && !r->at[i].has_target; i++)
		;
	return i < r->count;
}

struct columns { /* of a table of figures: those that are there, and where; 0: not */
	enum figure_word words[7];
	char             right[8];
	size_t           count, before, target;
};

static void
add_column(struct columns *c, enum figure_word w, char right)
{
	c->words[c->count] = w;
	c->right[c->count++] = right;
}

static struct columns
choose_columns(const struct figures *f, const struct figure_rows *r)
{
	struct columns c = { .count = 0 };

	add_column(&c, WORD_FIGURE, 'l');
	add_column(&c, WORD_VALUE, 'r');
	if (f->set.was_from != KPI_OPEN) {
		c.before = c.count;
		add_column(&c, WORD_BEFORE, 'r');
		add_column(&c, WORD_CHANGE, 'r');
	}
	if (has_targets(r)) {
		c.target = c.count;
		add_column(&c, WORD_TARGET, 'l');
	}
	add_column(&c, WORD_N, 'r');
	add_column(&c, WORD_NOTE, 'l');
	return c;
}

/* The figures of the whole that belong together. */
struct table *
figures_of_group(struct figures *f, const struct figure_rows *r, enum kpi_group g)
{
	struct columns    c = choose_columns(f, r);
	struct table     *t = table_new(f->mem, kpi_group_name(g, f->french), head_of(f, c.count, c.words, NULL),
	    mem_str(f->mem, c.right), c.count);
	struct cell_text *row;
	struct buf        b = { 0 };
	size_t            i;

	for (i = 0; i < r->count; i++) {
		if (r->at[i].def->group != g || r->at[i].rank)
			continue;
		row = table_row(f->mem, t);
		row[0].text = figures_title(f, r->at[i].def);
		set_value(f, r->at + i, least_places(r->at[i].def), row + 1);
		if (c.before && r->at[i].has_previous) {
			figures_put(f, r->at + i, r->at[i].previous, &b);
			row[c.before].text = kept(f, &b);
			figures_change(f, r->at + i, row + c.before + 1);
		}
		if (c.target)
			figures_target(f, r->at + i, row + c.target);
		row[c.count - 2].text = figures_count(f, r->at + i);
		set_note(f, r->at + i, row + c.count - 1);
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

/* Of a column: amounts have hundredths when one has. */
static int
least_of_column(const struct figure_rows *r, size_t from, size_t to)
{
	const struct kpi_def *d = r->at[from].def;

	if (strcmp(d->unit, "money") != 0)
		return least_places(d);
	for (; from < to; from++)
		if (r->at[from].has_value && r->at[from].value % MILLION)
			return PLACES;
	return 0;
}

/* One figure by its keys; `from` to `to` are its rows. */
struct table *
figures_by_key(struct figures *f, const struct figure_rows *r, size_t from, size_t to)
{
	static const enum figure_word w[] = { WORD_VALUE, WORD_N, WORD_CHANGE, WORD_NOTE };
	static const enum figure_word messages[] = { WORD_RANK, WORD_POST, WORD_VALUE, WORD_WORDS };
	static const enum figure_word posts[] = { WORD_RANK, WORD_POST, WORD_VALUE, WORD_TEXT };
	const enum figure_word       *listed = r->at[from].def->group == KPI_REACH ? posts : messages;
	int                           is_list = r->at[from].rank != 0, has_words = 0;
	int                           least = least_of_column(r, from, to);
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
			set_value(f, r->at + i, least, row + 2);
			if (has_words)
				row[3].text = r->at[i].text;
			continue;
		}
		set_value(f, r->at + i, least, row);
		row[1].text = figures_count(f, r->at + i);
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
