/* sql.c - readings, posts and facts as rows for COPY */
#include "sql.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define FULL ((size_t)1 << 20) /* bytes of rows that go at once */

enum rows { ROWS_READING, ROWS_FACT, ROWS_POST, ROWS_FOLLOWERS, ROWS_PARTNER, ROWS_COUNT };

struct sql {
	struct kpi            *k;
	const struct kpi_base *base;
	struct buf             rows[ROWS_COUNT];
	struct buf             text; /* of a list, before it is escaped */
	int                    is_ready, has_failed;
	struct err             why; /* the first that failed */
};

/* --- tables ------------------------------------------------------------------------------------------------ */

static void
measure_columns(const struct kpi *k, struct buf *b)
{
	int m;

	for (m = 0; m < M_COUNT; m++)
		if (k->measures >> m & 1)
			buf_fmt(b, ", m%d bigint", m);
}

static int
make_tables(struct sql *s, struct err *e)
{
	struct buf b = { 0 };
	size_t     i;
	int        rc;

	buf_str(&b, "CREATE TEMP TABLE reading (seen_over int, kind int, network text, account text, campaign text, "
	    "pillar text, currency text, id text, is_ref bool, born_known bool, t1 bigint, t2 bigint, seen_at bigint");
	for (i = 0; i < subjects_columns(s->k->subjects); i++)
		buf_fmt(&b, ", m%d bigint", subjects_measure(s->k->subjects, i));
	buf_str(&b, "); CREATE TEMP TABLE post (name text, is_ref bool, published bigint, tags text[]");
	for (i = 0; i < KEY_DAY; i++)
		buf_fmt(&b, ", k%zu text", i);
	buf_str(&b, "); CREATE TEMP TABLE followed (network text, account text, seen_at bigint, people bigint); "
	    "CREATE TEMP TABLE partner (campaign text, name text); "
	    "CREATE TEMP TABLE fact (for_view int, record int, has_money bool, currency text, subject text, "
	    "words text, at bigint, as_of bigint, tags text[]");
	for (i = 0; i < KEY_DAY; i++)
		buf_fmt(&b, ", k%zu text", i);
	measure_columns(s->k, &b);
	buf_str(&b, ")");
	rc = s->base->run(s->base->arg, b.at, e);
	buf_release(&b);
	return rc;
}

struct sql *
sql_new(struct kpi *k)
{
	struct sql *s = mem_get(sizeof *s);

	memset(s, 0, sizeof *s);
	s->k = k;
	s->base = k->set.base;
	return s;
}

void
sql_free(struct sql *s)
{
	int i;

	if (!s)
		return;
	for (i = 0; i < ROWS_COUNT; i++)
		buf_release(s->rows + i);
	buf_release(&s->text);
	free(s);
}

static int
flush(struct sql *s, enum rows r, struct err *e)
{
	static const char *const names[] = { "reading", "fact", "post", "followed", "partner" };
	int rc = 0;

	if (!s->is_ready) {
		rc = make_tables(s, e);
		s->is_ready = !rc;
	}
	if (!rc && s->rows[r].len)
		rc = s->base->copy(s->base->arg, names[r], s->rows[r].at, s->rows[r].len, e);
	buf_clear(s->rows + r);
	return rc;
}

/* --- a row (PostgreSQL, COPY, text format) ----------------------------------------------------------------- */

static void
put_escaped(struct buf *b, const char *s, size_t len)
{
	static const char special[] = "\\\t\n\r", as[] = "\\tnr";
	const char       *at;
	size_t            i;

	for (i = 0; i < len && s[i]; i++) {
		at = strchr(special, s[i]);
		if (at) {
			buf_char(b, '\\');
			buf_char(b, as[at - special]);
		} else {
			buf_char(b, s[i]);
		}
	}
}

static void
put_text(struct buf *b, const char *s, size_t len)
{
	put_escaped(b, s, len);
	buf_char(b, '\t');
}

static void
put_word(struct sql *s, struct buf *b, uint32_t word)
{
	size_t      len;
	const char *text = pool_text(s->k->words, word, &len);

	put_text(b, text, len);
}

static void
put_number(struct buf *b, int has, int64_t n)
{
	if (has)
		buf_fmt(b, "%lld\t", (long long)n);
	else
		buf_str(b, "\\N\t");
}

/* {"a","b"} */
static void
put_tags(struct sql *s, struct buf *b, const uint32_t *tags, size_t count)
{
	const char *p;
	size_t      i;

	buf_clear(&s->text);
	buf_char(&s->text, '{');
	for (i = 0; i < count; i++) {
		buf_str(&s->text, i ? ",\"" : "\"");
		for (p = pool_text(s->k->words, tags[i], NULL); *p; p++) {
			if (*p == '"' || *p == '\\')
				buf_char(&s->text, '\\');
			buf_char(&s->text, *p);
		}
		buf_char(&s->text, '"');
	}
	buf_char(&s->text, '}');
	put_text(b, s->text.at, s->text.len);
}

/* The last tab is a line feed. A full buffer goes; what fails is kept for the end. */
static void
end_row(struct sql *s, enum rows r)
{
	struct buf *b = s->rows + r;

	b->at[b->len - 1] = '\n';
	if (b->len < FULL || s->has_failed)
		return;
	s->has_failed = flush(s, r, &s->why) != 0;
}

void
sql_reading(struct sql *s, const struct subject *x, const char *id, size_t len, const int64_t *values, int64_t at)
{
	struct buf    *b = s->rows + ROWS_READING;
	const uint32_t words[] = { x->network, x->account, x->campaign, x->pillar, x->currency };
	size_t         i;

	if (s->has_failed)
		return;
	buf_fmt(b, "%d\t%d\t", x->over, x->reading);
	for (i = 0; i < sizeof words / sizeof *words; i++)
		put_word(s, b, words[i]);
	put_text(b, id, len);
	buf_fmt(b, "%c\t%c\t", x->is_ref ? 't' : 'f', x->born_known ? 't' : 'f');
	put_number(b, 1, x->t1);
	put_number(b, 1, x->t2);
	put_number(b, 1, at);
	for (i = 0; i < subjects_columns(s->k->subjects); i++)
		put_number(b, values[i] != INT64_MIN, values[i]);
	end_row(s, ROWS_READING);
}

static int
number_of(const struct sql *s, const struct cells *view)
{
	const struct cells *c = s->k->cells;
	int                 n = 0;

	for (; c != view; c = cells_next(c))
		n++;
	return n;
}

static void
put_keys(struct sql *s, struct buf *b, const struct fact *f)
{
	int i;

	for (i = 0; i < KEY_DAY; i++)
		if (i == KEY_POST && !f->key[i] && f->post)
			put_text(b, f->post, f->post_len);
		else
			put_word(s, b, f->key[i]);
}

void
sql_fact(struct sql *s, const struct cells *view, const struct fact *f)
{
	struct buf *b = s->rows + ROWS_FACT;
	int         m;

	if (s->has_failed)
		return;
	put_number(b, view != NULL, view ? number_of(s, view) : 0);
	buf_fmt(b, "%d\t%c\t", (int)f->over, f->has & MONEY_MEASURES ? 't' : 'f');
	put_word(s, b, f->currency);
	put_word(s, b, f->subject);
	put_word(s, b, f->text);
	put_number(b, 1, f->at);
	put_number(b, 1, f->as_of);
	put_tags(s, b, f->tags, f->ntags);
	put_keys(s, b, f);
	for (m = 0; m < M_COUNT; m++)
		if (s->k->measures >> m & 1)
			put_number(b, (int)(f->has >> m & 1), f->value[m]);
	end_row(s, ROWS_FACT);
}

void
sql_post(struct sql *s, const char *name, int is_ref, const struct fact *f)
{
	struct buf *b = s->rows + ROWS_POST;

	if (s->has_failed)
		return;
	put_text(b, name, strlen(name));
	buf_fmt(b, "%c\t", is_ref ? 't' : 'f');
	put_number(b, f->at != INT64_MAX, f->at);
	put_tags(s, b, f->tags, f->ntags);
	put_keys(s, b, f);
	end_row(s, ROWS_POST);
}

void
sql_followers(struct sql *s, uint32_t network, uint32_t account, int64_t at, int64_t count)
{
	struct buf *b = s->rows + ROWS_FOLLOWERS;

	if (s->has_failed)
		return;
	put_word(s, b, network);
	put_word(s, b, account);
	put_number(b, 1, at);
	put_number(b, 1, count);
	end_row(s, ROWS_FOLLOWERS);
}

static void
load_partners(struct sql *s)
{
	const uint32_t *p = s->k->partners;
	struct buf     *b = s->rows + ROWS_PARTNER;
	size_t          i;

	for (i = 0; i < s->k->set.npartners && !s->has_failed; i++, p += 2) {
		if (partner_of(s->k, p[0]) != p[1])
			continue;
		put_word(s, b, p[0]);
		put_word(s, b, p[1]);
		end_row(s, ROWS_PARTNER);
	}
}

int
sql_count(struct sql *s, struct err *e)
{
	struct cells *view;
	int           r, number = 0;

	load_partners(s);
	for (r = 0; r < ROWS_COUNT && !s->has_failed; r++)
		s->has_failed = flush(s, (enum rows)r, &s->why) != 0;
	if (s->has_failed) {
		*e = s->why;
		return -1;
	}
	if (sql_facts(s->k, s->base, e))
		return -1;
	for (view = s->k->cells; view; view = cells_next(view))
		if (sql_cells(s->k, s->base, view, number++, e))
			return -1;
	return 0;
}
