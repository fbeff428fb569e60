/*
 * lang.h - messages in the user's language
 *
 * English is the source; po/LANG.po holds the others (gettext). The locale is read at the first
 * message, not at start: a run without a message pays nothing for it.
 */
#ifndef SMM_LANG_H
#define SMM_LANG_H

/* The translation of a message of ours, or the message itself. Lends; valid for ever. */
const char *tr(const char *message);

/* The same of a count: what one, and what several take in English; the language has its own rule. */
const char *tr_many(const char *one, const char *many, unsigned long count);

/* A decimal as printf wrote it, changed to the point of the messages' language: a comma in French. Returns it. */
char *lang_point(char *decimal);

/* From now on in this language ("fr", "en"), whatever the locale. -1: its words are not installed, it is English. */
int lang_use(const char *lang);

/* strerror() in the user's language. Lends; valid until the next call. */
const char *lang_errno(int num);

#endif
