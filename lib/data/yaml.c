/* yaml.c - YAML files that people write, read event by event */
#include "smm/yaml.h"

#include "smm/buf.h"
#include "smm/lang.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

#define DEPTH_MAX   64
#define SCALAR_MAX  (1u << 20)
#define ANCHOR_MAX  1000         /* nodes under one anchor */
#define ANCHORS_MAX 1000
#define UNFOLD_MAX  (10u << 20)  /* bytes that all aliases together may unfold to */

struct step { /* one recorded event of an anchored node */
	enum node_type type;
	char          *text;
	size_t         len;
	int            quoted;
	struct mark    mark;
};

enum anchor_state {
	ANCHOR_OPEN, /* its node is being read, and recorded */
	ANCHOR_WHOLE,
	ANCHOR_LARGE /* too large: its steps are gone, no alias may name it */
};

struct anchor {
	char             *name;
	struct step      *steps;
	size_t            nsteps;
	int               depth; /* open maps and lists while it is recorded; 0: it ends here */
	int               too_large;
	enum anchor_state state;
};

struct yaml {
	yaml_parser_t  parser;
	yaml_event_t   event;
	int            has_event;
	FILE          *file;
	const char    *path;
	enum fault     fault;
	int            depth, ended, documents;
	struct err     broken; /* the file cannot be read on: libyaml would give nothing, for ever */
	struct anchor *anchors;
	size_t         nanchors, recording; /* recording: anchors that are open */
	const struct anchor *replay; /* an alias is being unfolded */
	size_t         replay_at;
	int            replay_depth; /* where its alias stands */
	size_t         unfolded;
};

static int
is_opening(const struct node *n)
{
	return n->type == NODE_MAP || n->type == NODE_LIST;
}

static int
open_file(struct yaml *y, const char *path, struct err *e)
{
	struct stat st;

	if (!path || strcmp(path, "-") == 0) {
		y->path = "<stdin>";
		y->file = stdin;
		return 0;
	}
	y->path = path;
	y->file = fopen(path, "re");
	if (!y->file)
		return err_sys(e, "open %s", path);
	if (fstat(fileno(y->file), &st) == 0 && S_ISDIR(st.st_mode))
		return err_set(e, y->fault, "%s is a folder, a YAML file was expected", path);
	return 0;
}

int
yaml_open(struct yaml **out, const char *path, enum fault fault, struct err *e)
{
	struct yaml *y = mem_get(sizeof *y);

	memset(y, 0, sizeof *y);
	y->fault = fault;
	if (!yaml_parser_initialize(&y->parser)) {
		free(y);
		return err_set(e, FAULT_SYS, "libyaml cannot start");
	}
	if (open_file(y, path, e)) {
		if (e->fault == FAULT_SYS && (errno == ENOENT || errno == EACCES))
			e->fault = fault;
		yaml_close(y);
		return -1;
	}
	yaml_parser_set_input_file(&y->parser, y->file);
	*out = y;
	return 0;
}

static void
release_steps(struct anchor *a)
{
	size_t i;

	for (i = 0; i < a->nsteps; i++)
		free(a->steps[i].text);
	free(a->steps);
	a->steps = NULL;
	a->nsteps = 0;
}

void
yaml_close(struct yaml *y)
{
	size_t i;

	if (!y)
		return;
	if (y->has_event)
		yaml_event_delete(&y->event);
	yaml_parser_delete(&y->parser);
	if (y->file && y->file != stdin)
		fclose(y->file);
	for (i = 0; i < y->nanchors; i++) {
		release_steps(y->anchors + i);
		free(y->anchors[i].name);
	}
	free(y->anchors);
	free(y);
}

const char *
yaml_path(const struct yaml *y)
{
	return y->path;
}

int
yaml_fail(const struct yaml *y, struct mark at, struct err *e, const char *fmt, ...)
{
	char    words[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof words, tr(fmt), ap);
	va_end(ap);
	return err_set(e, y->fault, "%s:%zu:%zu: %s", y->path, at.line, at.column, words);
}

static const char *
describe(const struct node *n, char *room, size_t size)
{
	static const char *const names[] = {
		[NODE_END] = "the end of the file", [NODE_MAP] = "a mapping", [NODE_LIST] = "a list",
		[NODE_CLOSE] = "the end of a mapping or list",
	};
	int len;

	if (n->type != NODE_SCALAR)
		return tr(names[n->type]);
	if (node_is_nothing(n))
		return tr("nothing");
	len = n->len > 60 ? 60 : (int)n->len;
	while (len < (int)n->len && len > 0 && ((unsigned char)n->text[len] & 0xc0) == 0x80)
		len--;
	snprintf(room, size, "\"%.*s%s\"", len, n->text, len < (int)n->len ? "..." : "");
	return room;
}

int
yaml_expected(const struct yaml *y, const struct node *n, const char *expected, struct err *e)
{
	char room[100];

	return yaml_fail(y, n->mark, e, "found %s, expected %s", describe(n, room, sizeof room), tr(expected));
}

int
node_is_nothing(const struct node *n)
{
	return n->type == NODE_SCALAR && !n->quoted &&
	    (!n->len || strcmp(n->text, "~") == 0 || strcmp(n->text, "null") == 0);
}

/* What libyaml says, and what is meant by it. */
static const char *
hint(const char *problem)
{
	if (strstr(problem, "cannot start any token"))
		return tr("; indent with blanks, not tabs, and quote a text that begins with @, ` or %");
	if (strstr(problem, "expected ',' or '}'"))
		return tr("; quote a text that has { } [ ] or , in it");
	if (strstr(problem, "UTF-8 octet"))
		return tr("; a file in Latin-1 becomes UTF-8 by iconv -f WINDOWS-1252 -t UTF-8");
	return "";
}

static int
parse_error(struct yaml *y, struct err *e)
{
	const yaml_parser_t *p = &y->parser;
	struct mark          at = { p->problem_mark.line + 1, p->problem_mark.column + 1 };

	if (p->error == YAML_READER_ERROR)
		return err_set(e, y->fault, "%s: byte %zu: %s%s", y->path, p->problem_offset + 1, p->problem,
		    hint(p->problem));
	if (p->error == YAML_MEMORY_ERROR)
		return err_set(e, FAULT_SYS, "%s: out of memory", y->path);
	return yaml_fail(y, at, e, "%s%s%s%s", p->problem ? p->problem : "this is not YAML",
	    p->context ? " " : "", p->context ? p->context : "", p->problem ? hint(p->problem) : "");
}

static struct anchor *
find_anchor(struct yaml *y, const char *name)
{
	size_t i;

	for (i = y->nanchors; i-- > 0;)
		if (strcmp(y->anchors[i].name, name) == 0)
			return y->anchors + i;
	return NULL;
}

/* A name may be given again: what it stood for before is not needed any more. */
static int
add_anchor(struct yaml *y, const char *name, struct mark at, struct err *e)
{
	struct anchor *a = find_anchor(y, name);

	if (a && a->state != ANCHOR_OPEN) {
		release_steps(a);
		a->depth = a->too_large = 0;
		a->state = ANCHOR_OPEN;
	} else if (y->nanchors < ANCHORS_MAX) {
		y->anchors = mem_grow(y->anchors, (y->nanchors + 1) * sizeof *y->anchors);
		memset(y->anchors + y->nanchors, 0, sizeof *y->anchors);
		y->anchors[y->nanchors++].name = mem_copy(name);
	} else {
		return yaml_fail(y, at, e, "more than %d anchors", ANCHORS_MAX);
	}
	y->recording++;
	return 0;
}

static void
keep_step(struct anchor *a, const struct node *n)
{
	struct step *s;

	if (a->nsteps == ANCHOR_MAX) {
		a->too_large = 1;
		release_steps(a);
	}
	if (a->too_large)
		return;
	a->steps = mem_grow(a->steps, (a->nsteps + 1) * sizeof *a->steps);
	s = a->steps + a->nsteps++;
	*s = (struct step){ n->type, NULL, n->len, n->quoted, n->mark };
	if (n->type == NODE_SCALAR)
		s->text = mem_copy(n->text);
}

/* Every anchor that is open records what comes. */
static void
record(struct yaml *y, const struct node *n)
{
	struct anchor *a;
	size_t         i;

	for (i = 0; i < y->nanchors && y->recording; i++) {
		a = y->anchors + i;
		if (a->state != ANCHOR_OPEN)
			continue;
		keep_step(a, n);
		a->depth += is_opening(n) - (n->type == NODE_CLOSE);
		if (!a->depth) {
			a->state = a->too_large ? ANCHOR_LARGE : ANCHOR_WHOLE;
			y->recording--;
		}
	}
}

/* Gives an alias up in its middle; anchors that were to hold it cannot be used either. */
static void
end_replay(struct yaml *y)
{
	size_t i;

	y->replay = NULL;
	y->depth = y->replay_depth;
	for (i = 0; i < y->nanchors && y->recording; i++) {
		if (y->anchors[i].state != ANCHOR_OPEN)
			continue;
		y->anchors[i].state = ANCHOR_LARGE;
		y->recording--;
	}
}

static int
start_replay(struct yaml *y, const char *name, struct mark at, struct err *e)
{
	const struct anchor *a = find_anchor(y, name);

	if (!a)
		return yaml_fail(y, at, e, "found the alias *%s, there is no anchor &%s before it", name, name);
	if (a->state == ANCHOR_OPEN)
		return yaml_fail(y, at, e, "the alias *%s stands inside its own anchor: it would never end", name);
	if (a->state == ANCHOR_LARGE)
		return yaml_fail(y, at, e, "found the alias *%s, there are more than %d nodes under the anchor &%s",
		    name, ANCHOR_MAX, name);
	y->replay = a;
	y->replay_at = 0;
	y->replay_depth = y->depth;
	return 0;
}

static int
from_replay(struct yaml *y, struct node *n, struct err *e)
{
	const struct step *s = y->replay->steps + y->replay_at++;

	y->unfolded += s->len + sizeof *s;
	if (y->unfolded > UNFOLD_MAX) {
		end_replay(y);
		return yaml_fail(y, s->mark, e, "the aliases unfold to more than %u bytes", UNFOLD_MAX);
	}
	*n = (struct node){ s->type, s->text, s->len, s->quoted, s->mark };
	if (y->replay_at == y->replay->nsteps)
		y->replay = NULL;
	return 0;
}

static int
check_scalar(struct yaml *y, const struct node *n, const yaml_char_t *tag, struct err *e)
{
	if (n->len > SCALAR_MAX)
		return yaml_fail(y, n->mark, e, "a text of %zu bytes, %u allowed", n->len, SCALAR_MAX);
	if (memchr(n->text, '\0', n->len))
		return yaml_fail(y, n->mark, e, "found a NUL in a text");
	if (tag && strcmp((const char *)tag, "!") != 0)
		return yaml_fail(y, n->mark, e, "found the tag %s, tags are not used here", (const char *)tag);
	return 0;
}

static int
open_node(struct yaml *y, struct node *n, enum node_type type, const yaml_char_t *tag, struct err *e)
{
	n->type = type;
	if (tag)
		return yaml_fail(y, n->mark, e, "found the tag %s, tags are not used here", (const char *)tag);
	return 0;
}

/* Turns libyaml's event into a node: 1 it is one, 0 go on with the next event, -1. */
static int
from_event(struct yaml *y, struct node *n, const yaml_char_t **anchor, struct err *e)
{
	const yaml_event_t *v = &y->event;

	*anchor = NULL;
	switch (v->type) {
	case YAML_SCALAR_EVENT:
		n->type = NODE_SCALAR;
		n->text = (const char *)v->data.scalar.value;
		n->len = v->data.scalar.length;
		n->quoted = v->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		*anchor = v->data.scalar.anchor;
		return check_scalar(y, n, v->data.scalar.tag, e) ? -1 : 1;
	case YAML_MAPPING_START_EVENT:
		*anchor = v->data.mapping_start.anchor;
		return open_node(y, n, NODE_MAP, v->data.mapping_start.tag, e) ? -1 : 1;
	case YAML_SEQUENCE_START_EVENT:
		*anchor = v->data.sequence_start.anchor;
		return open_node(y, n, NODE_LIST, v->data.sequence_start.tag, e) ? -1 : 1;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		n->type = NODE_CLOSE;
		return 1;
	case YAML_DOCUMENT_START_EVENT:
		if (y->documents++)
			return yaml_fail(y, n->mark, e, "found a second document, one was expected");
		return 0;
	case YAML_STREAM_END_EVENT:
		y->ended = 1;
		n->type = NODE_END;
		return 1;
	default:
		return 0;
	}
}

/* One event of the file: 1 a node, 2 an alias (replay has begun), 0 neither, -1. */
static int
read_event(struct yaml *y, struct node *n, struct err *e)
{
	const yaml_char_t *anchor;
	int                rc;

	if (y->has_event)
		yaml_event_delete(&y->event);
	y->has_event = 0;
	if (!yaml_parser_parse(&y->parser, &y->event)) {
		parse_error(y, e);
		y->broken = *e;
		return -1;
	}
	y->has_event = 1;
	n->mark = (struct mark){ y->event.start_mark.line + 1, y->event.start_mark.column + 1 };
	if (y->event.type == YAML_ALIAS_EVENT)
		return start_replay(y, (const char *)y->event.data.alias.anchor, n->mark, e) ? -1 : 2;
	rc = from_event(y, n, &anchor, e);
	if (rc > 0 && anchor && add_anchor(y, (const char *)anchor, n->mark, e))
		return -1;
	return rc;
}

static int
count_depth(struct yaml *y, const struct node *n, struct err *e)
{
	y->depth += is_opening(n) - (n->type == NODE_CLOSE);
	if (!is_opening(n) || y->depth <= DEPTH_MAX)
		return 0;
	if (y->replay)
		end_replay(y);
	return yaml_fail(y, n->mark, e, "more than %d levels of nesting", DEPTH_MAX);
}

/* A node that is refused counts and is recorded all the same: what follows stands where it stands. */
int
yaml_next(struct yaml *y, struct node *n, struct err *e)
{
	int rc = 0;

	memset(n, 0, sizeof *n);
	if (y->ended)
		return 0; /* NODE_END */
	if (y->broken.fault) {
		*e = y->broken;
		return -1;
	}
	while (!y->replay && !rc)
		rc = read_event(y, n, e);
	if (y->replay && from_replay(y, n, e))
		return -1;
	if (count_depth(y, n, e))
		rc = -1;
	if (y->recording && n->type != NODE_END)
		record(y, n);
	return rc < 0 ? -1 : 0;
}

int
yaml_skip(struct yaml *y, const struct node *n, struct err *e)
{
	struct node inner;
	int         depth = is_opening(n);

	while (depth) {
		if (yaml_next(y, &inner, e))
			return -1;
		depth += is_opening(&inner) - (inner.type == NODE_CLOSE);
	}
	return 0;
}

int
yaml_depth(const struct yaml *y)
{
	return y->depth;
}

/* What else is wrong on the way out is not told: the error that is the reason to leave comes first. */
int
yaml_leave(struct yaml *y, int depth, struct err *e)
{
	struct node n;
	struct err  ignored;

	while (y->depth > depth && !y->ended) {
		yaml_next(y, &n, &ignored);
		if (y->broken.fault) {
			*e = y->broken;
			return -1;
		}
	}
	return 0;
}
