/*
 * little_text.h - LinkedIn's "little text format"; private to lib/net
 *
 * learn.microsoft.com/linkedin, "little text format": an unescaped reserved character does not
 * fail, it silently cuts the text. So every one is escaped, but for what is meant: a hashtag at the
 * start of a word becomes {hashtag|\#|tag}; a mention is written as LinkedIn has it,
 * @[Name](urn:li:organization:1), and stays one.
 */
#ifndef SMM_NET_LITTLE_TEXT_H
#define SMM_NET_LITTLE_TEXT_H

#include "smm/mem.h"

/* Of valid UTF-8; in the arena. */
const char *little_text(struct mem *m, const char *text);

/* What people see of such a text: without escapes, tags as #tag, mentions by their name. In the arena. */
const char *little_text_plain(struct mem *m, const char *text);

#endif
