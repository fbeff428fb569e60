/* entry.h - one entry of a calendar, as it is written (smm-calendar(5)); private to lib/work */
#ifndef SMM_ENTRY_H
#define SMM_ENTRY_H

#include "smm/strategy.h"

struct medium {
	const char *file, *url, *alt, *type;
	int         has_alt;
	struct mark mark;
};

struct media_list {
	struct medium *at;
	size_t         count, room;
	int            given;
};

struct poll_words {
	struct texts options;
	long         ends_in; /* seconds */
	int          multiple;
	int          given, none; /* none: taken away by a variant */
};

struct option_words { /* what only one network has, as JSON */
	const char *network, *json;
};

struct option_list {
	struct option_words *at;
	size_t               count, room;
	int                  given;
};

struct list_words {
	struct texts parts;
	int          given;
};

#define LATE_NOT_GIVEN (-1)
#define LATE_NONE      (-2) /* taken away by a variant */

/* What a variant may change. What is not given is NULL, or says so; what is empty takes away. */
struct content {
	const char         *text, *link, *title, *lang, *warning, *visibility, *first_comment;
	const char         *campaign, *pillar, *objective, *state, *author;
	const char         *split; /* "true", "numbered", "false" */
	struct list_words   thread, tags, hashtags; /* hashtags: ids of the strategy's sets */
	struct poll_words   poll;
	struct media_list   media;
	struct option_list  options;
	long                late; /* seconds */
};

struct variant {
	const char    *key; /* an account's or a network's name */
	struct content content;
	struct mark    mark;
};

struct said { /* a text of the file, and where it stands */
	const char *text;
	struct mark mark;
};

struct said_list {
	struct said *at;
	size_t       count, room;
};

struct edit { /* one occurrence that is not like the others */
	struct said         when;
	const struct entry *entry; /* only content, variants and `at`, when it is moved */
};

struct repeat {
	struct said      rule;
	struct said_list except; /* wall times, or dates: all of that day */
	struct edit     *edits;
	size_t           nedits, edit_room;
};

struct evergreen { /* fills slots that nothing else has */
	long cooldown; /* seconds from one use to the next */
	long most;     /* uses; 0: as many as there are gaps */
	/* 100 * month + day, both included; past the new year when from > to; 0: all year */
	int  season_from, season_to;
	int  given;
};

struct entry {
	const char      *id, *at, *zone, *slot;
	int64_t          after; /* `slot: next`: not before this day; DAY_NONE */
	struct repeat    repeat;
	struct evergreen evergreen;
	struct texts     accounts, networks;
	struct content   content;
	struct variables variables;
	struct variant  *variants;
	size_t           nvariants, variant_room;
	struct mark      mark;    /* where it begins */
	struct mark      at_mark; /* of its time: `at`, `slot` or `evergreen` */
};

/* Reads an entry, of which `open` is the first node. Strings live in m. */
int entry_read(struct yaml *y, const struct node *open, struct entry *out, struct mem *m, struct err *e);

/* Whether it is an idea without a time: nothing is planned of it yet. */
int entry_is_idea(const struct entry *x);

/* entry.c: the members an edit may have. entry_times.c: readers of when, into struct entry. */
int        entry_read_edit(struct yaml *y, const struct node *open, struct entry *out, struct mem *m, struct err *e);
field_read read_at, read_slot, read_repeat, read_evergreen;

/* The variant for a key, or NULL. */
const struct content *entry_variant(const struct entry *x, const char *key);

/* What `over` gives replaces what `base` has. */
void content_overlay(struct content *base, const struct content *over);

/* Reads `split:`: true, numbered or false. */
field_read read_split;

/* Reads `options:` into a struct option_list; the networks are known ones. */
field_read field_options;

#endif
