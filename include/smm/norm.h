/*
 * norm.h - what people wrote, as words whose disguise is taken off
 *
 * One pass cuts a text into words and gives each up to three forms, UTF-8, kept in norm->text:
 *
 *	folded  NFKD and case folded (so full width, mathematical and circled letters are plain ones, and an
 *	        accented e is the same however it was typed); nothing invisible (zero width, soft hyphens,
 *	        bidirectional controls, variation selectors); at most two marks on a letter; Cyrillic and Greek
 *	        look-alikes are Latin in a word that mixes them with Latin; at most NORM_LETTERS letters, the
 *	        rest is dropped.
 *	plain   folded without accents: "cafe"; oe for its ligature, ss for sharp s, o and l without stroke.
 *	bare    only of a word with a disguise (NORM_DISGUISE): plain, all look-alikes Latin, then leet undone
 *	        (0 o, 1 i, 2 z, 3 e, 4 a, 5 s, 6 g, 7 t, 8 b, 9 g, @ a, $ s, euro e, pound l), then runs of one
 *	        letter folded into one, then l written as i (nobody can tell l, I and 1 apart). To compare
 *	        with a word of a list, compare with norm_bare() of its plain form: "conard" for "connard".
 *
 * Words end at what is no letter, mark or digit. Exceptions: @ $ euro pound between letters stay (a$$hole,
 * b@tard); * # % are an unknown letter between letters, and * behind letters (c*nn*rd, m***); an apostrophe is
 * dropped ("don't" is "dont"), but ends an elided word ("l'abruti" is "l", "abruti"; l d j m n s t c qu jusqu
 * lorsqu puisqu quoiqu). Other words: a link or an e-mail address is one word without forms, an emoji is a
 * word, @name is one.
 *
 * Words pulled apart come a second time, behind their parts, as a NORM_JOINED word: what is glued together by
 * anything but blanks ("con.nard", "sh!t", "fait-main"; ! and | are i, ( is c, + is t) and single letters in a
 * row ("c o n n a r d"; NORM_SPACED too). There the blanks between words are lost, so look for parts of a
 * NORM_SPACED word as well: "t u e s u n c o n" is "tuesuncon". Skip joined words when following a phrase.
 *
 * Linear in the text, and no memory is taken for it: a long text is read in pieces of at most NORM_WORDS words.
 * Input need not be valid UTF-8; an invalid byte ends a word. The same result on every machine with one
 * utf8proc.
 */
#ifndef SMM_NORM_H
#define SMM_NORM_H

#include <stddef.h>
#include <stdint.h>

#define NORM_WORDS   1024 /* of one piece, joined ones included */
#define NORM_LETTERS 48   /* of one word; the longest word of a French dictionary has 25 */
#define NORM_TEXT    (64u << 10)

enum {
	NORM_ACCENT  = 1 << 0,  /* folded and plain differ */
	NORM_LEET    = 1 << 1,  /* figures or signs among letters */
	NORM_RUN     = 1 << 2,  /* one letter three times or more in a row */
	NORM_ALIKE   = 1 << 3,  /* letters that look like Latin ones */
	NORM_HIDDEN  = 1 << 4,  /* something invisible, or a heap of marks, was in it */
	NORM_STARS   = 1 << 5,  /* has unknown letters, '*' in its forms */
	NORM_JOINED  = 1 << 6,  /* was pulled apart; covers the `parts` words before it */
	NORM_SPACED  = 1 << 7,  /* by blanks */
	NORM_ELIDED  = 1 << 8,  /* l', qu' … */
	NORM_CAPITAL = 1 << 9,  /* every letter is a capital, and it has two or more */
	NORM_NUMBER  = 1 << 10, /* figures only */
	NORM_LINK    = 1 << 11, /* a link or an address; no forms */
	NORM_MENTION = 1 << 12, /* @name; forms without the @ */
	NORM_EMOJI   = 1 << 13,
	NORM_GLUED   = 1 << 14, /* no blank between it and the word before */
	NORM_BLANK   = 1 << 15  /* nothing but blanks between it and the word before */
};
#define NORM_DISGUISE (NORM_LEET | NORM_RUN | NORM_ALIKE | NORM_HIDDEN | NORM_STARS | NORM_JOINED)

struct norm_word {
	uint32_t start, end;                      /* bytes of the text read */
	uint32_t folded, plain, bare;             /* where the forms start in norm->text */
	uint8_t  folded_len, plain_len, bare_len; /* bytes; bare_len 0: no disguise */
	uint8_t  letters;                         /* of plain, figures and stars included */
	uint16_t flags;
	uint16_t parts;                           /* of a joined word */
	uint64_t hash;                            /* norm_hash() of plain */
};

struct norm {
	struct norm_word words[NORM_WORDS];
	size_t           count;
	char             text[NORM_TEXT + 8];
	size_t           len;
	struct glyph    *glyphs; /* what is known of characters met before; NULL: nothing */
};

/* 140 KiB, for any number of texts. */
struct norm *norm_new(void);
void         norm_free(struct norm *n);

/*
 * Reads s from byte `from` on (it must be a start of a word, as 0 is) and replaces the words there were. Returns
 * where to go on: len when the text was read to its end. Texts up to 4 GiB.
 */
size_t norm_read(struct norm *n, const char *s, size_t len, size_t from);

/*
 * Words of a text that hides nothing: most texts of most people. A quick look, for those who want to know whether there
 * is any need to read it.
 */
#define NORM_PLAIN 256

struct norm_plain {
	uint64_t hash[NORM_PLAIN];  /* as in norm_word */
	uint64_t start[NORM_PLAIN]; /* eight bytes of its plain form, the first one lowest, zeros behind its end */
	uint32_t at[NORM_PLAIN];    /* where it begins in the text, */
	uint8_t  len[NORM_PLAIN];   /* and how many bytes it has */
	size_t   count;
};

/*
 * Whether norm_read() would find nothing but words of ASCII letters, or figures, none of them joined or in disguise, no
 * mention and no link: then these are they, in their order. 0 as well when there are more, and sometimes without need.
 */
int norm_read_plain(struct norm_plain *p, const char *s, size_t len);

/*
 * What norm_read() makes of such a text, in a fraction of the time; without flags, which tell nothing of a disguise
 * here.
 */
void norm_take_plain(struct norm *n, const struct norm_plain *p, const char *s, size_t len);

/* The same number on every machine; not against an attacker who chooses the keys. */
uint64_t norm_hash(const char *s, size_t len);

/* The bare form of a plain one of at most 255 bytes, into out; its length. */
size_t norm_bare(const char *plain, size_t len, char out[256]);

/*
 * Whether a plain form with stars can be this plain word: as long, each star for a letter, and enough shown to
 * mean it: the first letter, and a second one or three stars.
 */
int norm_covers(const char *stars, size_t stars_len, const char *plain, size_t len);

#endif
