/*
 * yaml.h - YAML files that people write, read event by event
 *
 * No document tree: what is read is read once, in order, so that memory does not grow with the
 * file. Every node has its line and column (from 1). Mappings are read by a table of fields. Refused, with a
 * clear word: keys that stand twice, unknown keys (the nearest known one is named), tags, more than
 * one document, nesting over 64 (aliases unfolded), a scalar over 1 MiB, an alias for more than
 * 1000 nodes, aliases that unfold to more than 10 MB in all, an alias inside its own anchor.
 *
 * Errors are of the fault given to yaml_open() and read "FILE:LINE:COLUMN: found …, expected …".
 */
#ifndef SMM_YAML_H
#define SMM_YAML_H

#include "smm/conf.h"
#include "smm/err.h"
#include "smm/mem.h"

#include <stddef.h>

enum node_type {
	NODE_END,    /* of the file; or there was none: an empty file */
	NODE_SCALAR,
	NODE_MAP,    /* { or an indented block: keys and values follow until NODE_CLOSE */
	NODE_LIST,   /* [ or -: items follow until NODE_CLOSE */
	NODE_CLOSE
};

struct node {
	enum node_type type;
	const char    *text; /* of a scalar: NUL-terminated, valid UTF-8, until the next event is read */
	size_t         len;
	int            quoted; /* "1" is text where 1 is a number; ~ and null are nothing only when plain */
	struct mark    mark;
};

struct yaml;

/* NULL or "-" is standard input. fault: FAULT_INPUT, or FAULT_CONF for configuration. */
int  yaml_open(struct yaml **y, const char *path, enum fault fault, struct err *e);
void yaml_close(struct yaml *y);

const char *yaml_path(const struct yaml *y); /* for messages */

/* The next node. 0 or -1. */
int yaml_next(struct yaml *y, struct node *n, struct err *e);

/* Passes over the rest of a node that was just read (the whole mapping or list). */
int yaml_skip(struct yaml *y, const struct node *n, struct err *e);

/*
 * How many mappings and lists are open; and out of them until only `depth` are: after an error in one entry
 * of a list, to go on with the next. yaml_leave() fails when the file itself cannot be read on.
 */
int yaml_depth(const struct yaml *y);
int yaml_leave(struct yaml *y, int depth, struct err *e);

/* An error at a place; returns -1. */
int yaml_fail(const struct yaml *y, struct mark at, struct err *e, const char *fmt, ...) SMM_PRINTF(4, 5);

/* "found …, expected …", with what the node is; returns -1. */
int yaml_expected(const struct yaml *y, const struct node *n, const char *expected, struct err *e);

/* True for an empty plain scalar, ~ or null. */
int node_is_nothing(const struct node *n);

struct field;

struct place { /* where a value goes, and what a reader may need to know */
	struct yaml *yaml;
	struct mem  *mem;  /* strings are kept here */
	void        *to;   /* the member */
	void        *all;  /* the struct it is a member of */
	const char  *key;
	struct mark  mark; /* of the key */
};

/* Reads the value `n` (its first node) into p->to. 0 or -1. */
typedef int field_read(const struct place *p, const struct node *n, struct err *e);

struct field {
	const char *key;
	field_read *read;
	size_t      offset; /* offsetof() in the struct */
	int         needed;
};

/*
 * Reads a mapping, of which `open` is the first node, into the struct `all`. `fields` ends with an
 * empty row; one with key "*" takes every key that no other takes (its reader sees p->key).
 */
int yaml_map(struct yaml *y, const struct node *open, const struct field *fields, void *all,
    struct mem *m, struct err *e);

/* Reads a list: `read` is called for each item, p->to as given. A single scalar counts as a list of one. */
int yaml_list(const struct place *p, const struct node *open, field_read *read, struct err *e);

/* Readers for fields. All but field_any refuse nothing (~) for what cannot be empty. */
field_read field_text;    /* const char *: any scalar as it stands; nothing: "" */
field_read field_name;    /* const char *: a scalar that is not empty */
field_read field_long;    /* long */
field_read field_bool;    /* int: true or false */
field_read field_texts;   /* struct texts: a list, or one */
field_read field_any;     /* passed over */
field_read field_seconds; /* long: 90, "90s", "30m", "2h", "1d", "1w" */
field_read field_variables; /* struct variables (template.h): { name: text } */

#endif
