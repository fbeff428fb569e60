/*
 * words.h - a text as words, to find words and phrases in it
 *
 * A word is a run of letters, marks and digits. An apostrophe or a hyphen ends one, so that l'atelier and don't are two
 * words each, and "fait main" finds fait-main. What belongs to a link is no word. Case does not count; an accent
 * that the text leaves out is forgiven (REVOLUTIONNAIRE), one that it has is not ("cote" does not find "côté").
 */
#ifndef SMM_WORDS_H
#define SMM_WORDS_H

#include <stddef.h>
#include <stdint.h>

struct word {
	size_t   start, end; /* bytes of the text, [start, end) */
	uint64_t folded;     /* hash, case folded */
	uint64_t plain;      /* the same without accents */
	unsigned letters;
	unsigned accented : 1; /* has an accent */
	unsigned capitals : 1; /* every letter is a capital */
	unsigned joined   : 1; /* nothing but a blank, an apostrophe or a hyphen before it */
	unsigned spaced   : 1; /* nothing but blanks before it */
};

struct words {
	struct word *at; /* release with words_release() */
	size_t       count, room;
};

/* Cuts the text, valid UTF-8; what was there before is replaced. */
void words_read(struct words *w, const char *s, size_t len);
void words_release(struct words *w);

/* Where the phrase stands first, from word `from` on: the index of its first word; w->count when it does not. */
size_t words_find(const struct words *w, const struct words *phrase, size_t from);

#endif
