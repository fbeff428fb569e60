/*
 * text.h - text as the networks count it
 *
 * All text is valid UTF-8. Graphemes are the extended grapheme clusters of UAX #29.
 */
#ifndef SMM_TEXT_H
#define SMM_TEXT_H

#include <stddef.h>

enum text_unit {
	TEXT_GRAPHEMES,
	TEXT_CODEPOINTS,
	TEXT_UTF16, /* UTF-16 code units */
	TEXT_BYTES,
	/*
	 * X: twitter-text configuration v3, as docs.x.com/fundamentals/counting-characters has it: in NFC, 1 up to
	 * U+10FF and for U+2000-200D, 2010-201F, 2032-2037, else 2; an emoji sequence is 2. Links are those of X.
	 */
	TEXT_WEIGHTED,
	/*
	 * Threads (developers.facebook.com/docs/threads/posts: "emojis are counted as the number of UTF-8 bytes"):
	 * code points, but emoji and what joins or colours them by their bytes.
	 */
	TEXT_EMOJI_BYTES
};

struct text_rule {
	enum text_unit unit;
	size_t         max;            /* units; 0: no limit known */
	size_t         max_bytes;      /* UTF-8 bytes as well; 0: no such limit */
	size_t         url_units;      /* every link counts as this many; 0: as it is */
	int            local_mentions; /* @user@host counts as @user */
	size_t         beside_media, beside_poll; /* units of the first text of a post that has such; 0: max */
};

/* The unit's name for messages: "graphemes", … */
const char *text_unit_name(enum text_unit unit);

/* How many units the text has under the rule. */
size_t text_count(const struct text_rule *rule, const char *s, size_t len);

/* A character for which X refuses the whole text (U+FFFE, U+FEFF, U+FFFF), 0 when there is none. */
unsigned text_refused(const struct text_rule *rule, const char *s, size_t len);

/* Bytes of the first grapheme of s; len > 0. */
size_t text_grapheme(const char *s, size_t len);

struct span { /* bytes of a text; [start, end) */
	size_t start, end;
};

/*
 * The next http(s) link at or after `from`, as twitter-text and Mastodon find one: the protocol in
 * any case, not glued to a word, '@', '#' or '$' before it, a host with a top-level domain, a port,
 * a path without the punctuation that closes a sentence and without a ')' that was not opened
 * inside, a query. 1 when found, 0 when there is none.
 */
int text_next_link(const char *s, size_t len, size_t from, struct span *link);

/* The same as the network counts links whose rule this is: X takes bare domains for some, too, in NFC text. */
int text_rule_link(const struct text_rule *rule, const char *s, size_t len, size_t from, struct span *link);

/* Whether there is a link of either kind: for what costs more with one. */
int text_has_link(const struct text_rule *rule, const char *s);

#endif
