/*
 * preview.h - a plan before anything is sent: what goes out, where, when and why
 *
 * Posts are handed over one by one, in any order, as their networks will show them; then the whole is drawn, by
 * month, day and time of day as the clocks of its zone show it. Strings handed over are copied.
 */
#ifndef SMM_PREVIEW_H
#define SMM_PREVIEW_H

#include "smm/term.h"

#include <stddef.h>
#include <stdint.h>

struct view_part { /* a text: the post's own, then those of its thread */
	const char *text;
	size_t      units, max; /* as its network counts; max 0: no limit */
	size_t      fits;       /* bytes that the network takes: less than the text has when it is too long */
};

struct view_medium {
	const char *name;  /* of the file, or an address */
	const char *alt;   /* "": decoration; NULL: missing */
	const char *type;  /* "image/png", …; NULL: not known */
	const char *bytes; /* the picture itself, when it is to be shown; NULL: its words are */
	size_t      len;
};

struct view_post {
	const char *entry, *account, *network; /* network: its title */
	const char *state, *lang;              /* NULL: not said */
	const char *campaign, *pillar;         /* ids; NULL: none */
	const char *objective;                 /* in words */
	const char *unit;                      /* what `units` of the parts are */
	const char *warning, *visibility, *first_comment, *link, *title; /* NULL: none */
	int         card;                      /* the link is a card of its own, with the title */
	int64_t     wall;                      /* milliseconds, as its wall clock shows them */
	const struct view_part   *parts;
	size_t                    nparts;
	const struct view_medium *media;
	size_t                    nmedia;
	const char *const        *options;     /* of a poll */
	size_t                    noptions;
	long                      ends_in;     /* seconds */
	const char *const        *problems;    /* why it cannot go out like this */
	size_t                    nproblems;
};

struct preview;

struct preview *preview_new(void);
void            preview_free(struct preview *p); /* NULL is allowed */

void preview_post(struct preview *p, const struct view_post *post);

/* An entry that is no post at all: where it is, and why. */
void preview_wrong(struct preview *p, const char *text);

/* An entry that has no time yet, in words. */
void preview_idea(struct preview *p, const char *text);

/* What an id is called, and (a pillar) which share of the entries it should have, in percent; -1: not said. */
void preview_campaign(struct preview *p, const char *id, const char *title);
void preview_pillar(struct preview *p, const char *id, const char *title, long share);

/* A day that is not like the others. `day` counts from 1970-01-01. */
void preview_day(struct preview *p, int64_t day, const char *title);

/* The first and the last day that has a post; -1 when there is none. */
int preview_range(const struct preview *p, int64_t *first, int64_t *last);

/* Drawn for a terminal; as one page of HTML (html.h). today: a day, marked. */
void preview_text(struct preview *p, const struct term *t, int64_t today, struct buf *b);
void preview_html(struct preview *p, int64_t today, struct buf *b);

#endif
