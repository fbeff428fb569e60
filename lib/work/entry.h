/* entry.h - one entry of a calendar, as it is written (smm-calendar(5)); private to lib/work */
#ifndef SMM_ENTRY_H
#define SMM_ENTRY_H

#include "smm/template.h"
#include "smm/yaml.h"

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
	const char         *campaign, *pillar, *objective, *state;
	struct list_words   thread, tags;
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

struct entry {
	const char      *id, *at, *zone;
	struct texts     accounts, networks;
	struct content   content;
	struct variables variables;
	struct variant  *variants;
	size_t           nvariants, variant_room;
	struct mark      mark;    /* where it begins */
	struct mark      at_mark; /* of its time */
};

/* Reads an entry, of which `open` is the first node. Strings live in m. */
int entry_read(struct yaml *y, const struct node *open, struct entry *out, struct mem *m, struct err *e);

/* The variant for a key, or NULL. */
const struct content *entry_variant(const struct entry *x, const char *key);

/* What `over` gives replaces what `base` has. */
void content_overlay(struct content *base, const struct content *over);

/* Reads `options:` into a struct option_list; the networks are known ones. */
field_read field_options;

#endif
