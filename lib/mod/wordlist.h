/*
 * wordlist.h - the charter's words and phrases, looked for in a text; private to lib/mod
 *
 * Words are compared as norm.h makes them: without case and accents, and, for a word in disguise, by its bare form. A
 * word that ends in '*' finds all that begin like it. A phrase is words in a row, whatever stands between them.
 */
#ifndef SMM_WORDLIST_H
#define SMM_WORDLIST_H

#include "found.h"
#include "smm/norm.h"

struct wordlist;

/* Warns of terms without a letter, which no text has. */
struct wordlist *wordlist_new(const struct charter *c, charter_warn *warn);
void            wordlist_free(struct wordlist *l); /* NULL is allowed */

/* Whether it is certain that none of its terms stands in a text of these words. */
int wordlist_is_clean(struct wordlist *l, const struct norm_plain *p);

/* Looks at the words that `n` has read of a text. */
void wordlist_find(struct wordlist *l, const struct norm *n, struct found *f);

#endif
