/* table.c - tables in every format */
#include "smm/report.h"

#include "smm/html.h"

#include <string.h>

#define GAP   2 /* blanks between columns of a terminal */
#define LEAST 8 /* no column is cut below that */
#define LINES 3 /* of a cell of words; what is longer is cut */
#define COLUMNS 16

struct table *
table_new(struct mem *m, const char *title, const char **head, const char *right, size_t columns)
{
	struct table *t = mem_alloc(m, sizeof *t);

	t->title = title;
	t->head = head;
	t->right = right;
	t->columns = columns;
	return t;
}

struct cell_text *
table_row(struct mem *m, struct table *t)
{
	struct cell_text *row;

	t->cells = mem_more(m, t->cells, t->rows, &t->room, t->columns * sizeof *t->cells);
	row = t->cells + t->rows++ * t->columns;
	memset(row, 0, t->columns * sizeof *row);
	return row;
}

static const char *
text_of(const struct cell_text *c)
{
	return c->text ? c->text : "";
}

/* --- a terminal ------------------------------------------------------------------------------------- */

/* Widths as the texts want them; then the widest column loses until all fit. */
static void
fit(const struct table *t, size_t columns, size_t *width)
{
	size_t i, n, sum = 0, widest;

	for (i = 0; i < t->columns; i++) {
		width[i] = term_width(t->head[i], strlen(t->head[i]));
		for (n = 0; n < t->rows; n++) {
			widest = term_width(text_of(t->cells + n * t->columns + i),
			    strlen(text_of(t->cells + n * t->columns + i)));
			width[i] = widest > width[i] ? widest : width[i];
		}
		sum += width[i] + (i ? GAP : 0);
	}
	while (sum > columns) {
		for (widest = i = 0; i < t->columns; i++)
			if (width[i] > width[widest])
				widest = i;
		if (width[widest] <= LEAST)
			break;
		width[widest]--;
		sum--;
	}
}

static void
put_cell(const struct table *t, size_t i, const char *s, size_t len, size_t width, struct buf *b)
{
	if (i)
		term_repeat(b, " ", GAP);
	if (t->right[i] == 'r')
		term_cell_right(b, s, len, width);
	else if (i + 1 < t->columns)
		term_cell(b, s, len, width);
	else
		term_cut(b, s, len, width);
}

/* What of a cell goes on this line of its row; *left gets what goes on the next ones, nothing behind the last. */
static size_t
line_of(const struct table *t, size_t i, size_t width, int is_last, const char **left)
{
	const char *s = *left;
	size_t      len = strlen(s), next = len;

	if (t->right[i] != 'r' && !is_last && term_width(s, len) > width)
		len = term_line(s, len, width, &next);
	*left = s + next;
	return len;
}

static void
put_toned(const struct table *t, size_t i, const struct cell_text *c, const char *s, size_t len, size_t width,
    const struct term *term, struct buf *b)
{
	static const enum term_style styles[] = { [TONE_GOOD] = TERM_GREEN, [TONE_BAD] = TERM_RED,
	    [TONE_WARN] = TERM_YELLOW,
		[TONE_FAINT] = TERM_DIM };

	if (c->tone != TONE_PLAIN)
		term_on(b, term, styles[c->tone]);
	put_cell(t, i, s, len, width, b);
	if (c->tone != TONE_PLAIN)
		term_off(b, term);
}

/* A row on as many lines as its words need, LINES at most. */
static void
put_row(const struct table *t, const struct cell_text *row, const size_t *width, const struct term *term, struct buf *b)
{
	const char *left[COLUMNS], *s;
	size_t      i, line, len;
	int         is_over = 0;

	for (i = 0; i < t->columns; i++)
		left[i] = text_of(row + i);
	for (line = 1; !is_over; line++) {
		is_over = 1;
		for (i = 0; i < t->columns; i++) {
			s = left[i];
			len = line_of(t, i, width[i], line == LINES, left + i);
			put_toned(t, i, row + i, s, len, width[i], term, b);
			is_over &= !*left[i];
		}
		buf_char(b, '\n');
	}
}

void
table_text(const struct table *t, const struct term *term, struct buf *b)
{
	size_t width[COLUMNS], i, n;

	fit(t, term->columns, width);
	if (t->title) {
		term_on(b, term, TERM_BOLD);
		term_cut(b, t->title, strlen(t->title), term->columns);
		term_off(b, term);
		buf_char(b, '\n');
	}
	term_on(b, term, TERM_DIM);
	for (i = 0; i < t->columns; i++)
		put_cell(t, i, t->head[i], strlen(t->head[i]), width[i], b);
	term_off(b, term);
	buf_char(b, '\n');
	for (n = 0; n < t->rows; n++)
		put_row(t, t->cells + n * t->columns, width, term, b);
}

void
sparkline(struct buf *b, const double *values, const int *has, size_t count)
{
	static const char *const bars[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	double                   least = 0, most = 0;
	size_t                   i;
	int                      seen = 0;

	for (i = 0; i < count; i++)
		if (has[i]) {
			least = !seen || values[i] < least ? values[i] : least;
			most = !seen || values[i] > most ? values[i] : most;
			seen = 1;
		}
	for (i = 0; i < count; i++)
		buf_str(b, !has[i] ? " " : bars[most > least ?
		    (int)((values[i] - least) / (most - least) * 7 + 0.5) : 3]);
}

/* --- Markdown, CSV, HTML ---------------------------------------------------------------------------- */

/* Escaped is what CommonMark and tables read as more than text; controls become visible. */
void
markdown_text(struct buf *b, const char *s)
{
	struct buf  plain = { 0 };
	const char *p;

	if (!s)
		return;
	term_text(&plain, s, strlen(s));
	for (p = plain.at ? plain.at : ""; *p; p++) {
		if (*p == '<')
			buf_str(b, "&lt;");
		else if (*p == '&')
			buf_str(b, "&amp;");
		else {
			if (strchr("\\`*_[]|~!", *p))
				buf_char(b, '\\');
			buf_char(b, *p);
		}
	}
	buf_release(&plain);
}

void
markdown_paragraph(struct buf *b, const char *s)
{
	size_t digits;

	s += strspn(s, " \t\n");
	digits = strspn(s, "0123456789");
	buf_add(b, s, digits);
	s += digits;
	if (*s && strchr(digits ? ".)" : "#>+-", *s))
		buf_char(b, '\\');
	markdown_text(b, s);
}

void
table_markdown(const struct table *t, struct buf *b)
{
	size_t i, n;

	if (t->title) {
		buf_str(b, "## ");
		markdown_text(b, t->title);
		buf_str(b, "\n\n");
	}
	for (i = 0; i < t->columns; i++) {
		buf_str(b, "| ");
		markdown_text(b, t->head[i]);
		buf_char(b, ' ');
	}
	buf_str(b, "|\n");
	for (i = 0; i < t->columns; i++)
		buf_str(b, t->right[i] == 'r' ? "| ---: " : "| --- ");
	buf_str(b, "|\n");
	for (n = 0; n < t->rows * t->columns; n++) {
		buf_str(b, "| ");
		markdown_text(b, text_of(t->cells + n));
		buf_str(b, (n + 1) % t->columns ? " " : " |\n");
	}
}

/*
 * OWASP, CSV Injection: a cell that begins with = + - @, tab or carriage return may run in a spreadsheet. A number
 * with its sign is none.
 */
static int
is_formula(const char *s)
{
	if (*s == '-' && s[1] && !s[1 + strspn(s + 1, "0123456789.")])
		return 0;
	return *s && strchr("=+-@\t\r\n", *s) != NULL;
}

void
csv_cell(struct buf *b, const char *s)
{
	int         quoted = is_formula(s) || s[strcspn(s, ",\"\r\n")] != '\0' || *s == ' ';
	const char *p;

	if (quoted)
		buf_char(b, '"');
	if (is_formula(s))
		buf_char(b, '\'');
	for (p = s; *p; p++) {
		if (*p == '"')
			buf_char(b, '"');
		if (((unsigned char)*p >= 0x20 && *p != 0x7f) || *p == '\n' || *p == '\t')
			buf_char(b, *p); /* ESC and its kind have no place in a sheet */
	}
	if (quoted)
		buf_char(b, '"');
}

void
table_html(const struct table *t, struct buf *b)
{
	static const char *const tones[] = { "", "good", "bad", "warn", "muted" };
	const struct cell_text  *c;
	size_t                   i, n;

	buf_str(b, "<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
	if (t->title) {
		buf_str(b, " aria-label=\"");
		html_str(b, t->title);
		buf_char(b, '"');
	}
	buf_str(b, "><table>");
	if (t->title) {
		buf_str(b, "<caption class=\"hidden\">");
		html_str(b, t->title);
		buf_str(b, "</caption>");
	}
	buf_str(b, "<thead><tr>");
	for (i = 0; i < t->columns; i++) {
		buf_fmt(b, "<th scope=\"col\"%s>", t->right[i] == 'r' ? " class=\"number\"" : "");
		html_str(b, t->head[i]);
		buf_str(b, "</th>");
	}
	buf_str(b, "</tr></thead><tbody>\n");
	for (n = 0; n < t->rows; n++) {
		buf_str(b, "<tr>");
		for (i = 0; i < t->columns; i++) {
			c = t->cells + n * t->columns + i;
			buf_fmt(b, i ? "<td class=\"%s%s\" dir=\"auto\">" :
			    "<th scope=\"row\" class=\"%s%s\" dir=\"auto\">",
			    t->right[i] == 'r' ? "number " : "", tones[c->tone]);
			html_str(b, text_of(c));
			buf_str(b, i ? "</td>" : "</th>");
		}
		buf_str(b, "</tr>\n");
	}
	buf_str(b, "</tbody></table></div>\n");
}
