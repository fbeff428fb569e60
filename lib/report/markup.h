/*
 * markup.h - our own pages of HTML, read part by part; private to lib/report
 *
 * Only what html.h and its users write is understood: elements that are closed, attributes in double quotes, five
 * entities. Whatever else there is passes as it stands.
 */
#ifndef SMM_MARKUP_H
#define SMM_MARKUP_H

#include "smm/buf.h"

enum part { PART_END, PART_OPEN, PART_CLOSE, PART_TEXT };

#define MARKUP_NAME 16

struct markup {
	const char *at, *end;
	const char *from, *to;          /* of the last part: the whole tag, or the text */
	char        name[MARKUP_NAME];  /* of its element, in lower case as it is written */
};

void      markup_open(struct markup *m, const char *page, size_t len);
enum part markup_next(struct markup *m);

/* Whether the tag last read has that class. */
int markup_has_class(const struct markup *m, const char *class);

/* Behind the end of the element just opened; *from and *len get all of it, tags included. */
void markup_whole(struct markup *m, const char **from, size_t *len);

/* The text of the element just opened, entities replaced, blanks around it left out. */
void markup_text(struct markup *m, struct buf *text);

#endif
