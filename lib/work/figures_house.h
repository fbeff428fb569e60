/*
 * figures_house.h - words of the house on a report: its title, what stands before and behind, comments beside figures
 *
 * A file of YAML (kpi-report(1), TEMPLATES). {{followers}} in a text is the value of a figure, as the report writes it.
 */
#ifndef SMM_FIGURES_HOUSE_H
#define SMM_FIGURES_HOUSE_H

#include "figures_parts.h"

#include "smm/template.h"

struct house {
	const char      *path;                    /* of the file */
	const char      *title, *intro, *closing; /* NULL: not said; paragraphs are set apart by an empty line */
	const char      *accent;                  /* "#2454b8"; NULL */
	struct variables comments;                /* figure -> text */
	unsigned char   *said;                    /* of each: it stands on the page already */
};

/* Reads it. NULL with e: FAULT_CONF, with file, line and column. */
struct house *house_read(const char *path, struct mem *m, struct err *e);

/* Fills the figures into the texts, from rows of the whole. -1: a figure that is not there, FAULT_CONF. */
int house_fill(struct figures *f, const struct figure_rows *whole, struct err *e);

/* What is to stand beside a figure and does not yet; NULL: nothing. From now on it does. */
const char *house_comment(struct house *h, const char *kpi);

/* Warns of comments whose figure is not on the page. */
void house_check(struct figures *f);

/* Paragraphs; of Markdown likewise. NULL: nothing. */
void house_html(const char *text, const char *class, struct buf *b);
void house_markdown(const char *text, struct buf *b);
void house_comments_markdown(struct figures *f, struct buf *b);

#endif
