/* yaml.c - YAML files that people write, read event by event */
#include "smm/yaml.h"

#include "smm/buf.h"
#include "smm/near.h"

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

struct anchor {
	char        *name;
	struct step *steps;
	size_t       nsteps;
	int          depth; /* open maps and lists while it is recorded; 0: complete */
	int          complete;
};

struct yaml {
	yaml_parser_t  parser;
	yaml_event_t   event;
	int            has_event;
	FILE          *file;
	const char    *path;
	enum fault     fault;
	int            depth, ended, documents;
	struct anchor *anchors;
	size_t         nanchors, recording; /* recording: anchors not complete yet */
	const struct anchor *replay; /* an alias is being unfolded */
	size_t         replay_at;
	size_t         unfolded;
};

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
release_anchor(struct anchor *a)
{
	size_t i;

	for (i = 0; i < a->nsteps; i++)
		free(a->steps[i].text);
	free(a->steps);
	free(a->name);
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
	for (i = 0; i < y->nanchors; i++)
		release_anchor(y->anchors + i);
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
	vsnprintf(words, sizeof words, fmt, ap);
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
		return names[n->type];
	if (node_is_nothing(n))
		return "nothing";
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

	return yaml_fail(y, n->mark, e, "found %s, expected %s", describe(n, room, sizeof room), expected);
}

int
node_is_nothing(const struct node *n)
{
	return n->type == NODE_SCALAR && !n->quoted &&
	    (!n->len || strcmp(n->text, "~") == 0 || strcmp(n->text, "null") == 0);
}

static int
parse_error(struct yaml *y, struct err *e)
{
	const yaml_parser_t *p = &y->parser;
	struct mark          at = { p->problem_mark.line + 1, p->problem_mark.column + 1 };

	if (p->error == YAML_READER_ERROR)
		return err_set(e, y->fault, "%s: byte %zu: %s", y->path, p->problem_offset + 1, p->problem);
	if (p->error == YAML_MEMORY_ERROR)
		return err_set(e, FAULT_SYS, "%s: out of memory", y->path);
	return yaml_fail(y, at, e, "%s%s%s", p->problem ? p->problem : "this is not YAML",
	    p->context ? " " : "", p->context ? p->context : "");
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

static int
add_anchor(struct yaml *y, const char *name, struct mark at, struct err *e)
{
	if (y->nanchors == ANCHORS_MAX)
		return yaml_fail(y, at, e, "more than %d anchors", ANCHORS_MAX);
	y->anchors = mem_grow(y->anchors, (y->nanchors + 1) * sizeof *y->anchors);
	memset(y->anchors + y->nanchors, 0, sizeof *y->anchors);
	y->anchors[y->nanchors++].name = mem_copy(name);
	y->recording++;
	return 0;
}

/* Every anchor that is open records what comes. */
static int
record(struct yaml *y, const struct node *n, struct err *e)
{
	struct anchor *a;
	struct step   *s;
	size_t         i;

	for (i = 0; i < y->nanchors && y->recording; i++) {
		a = y->anchors + i;
		if (a->complete)
			continue;
		if (a->nsteps == ANCHOR_MAX)
			return yaml_fail(y, n->mark, e, "more than %d nodes under the anchor &%s", ANCHOR_MAX,
			    a->name);
		a->steps = mem_grow(a->steps, (a->nsteps + 1) * sizeof *a->steps);
		s = a->steps + a->nsteps++;
		*s = (struct step){ n->type, NULL, n->len, n->quoted, n->mark };
		if (n->type == NODE_SCALAR)
			s->text = mem_copy(n->text);
		a->depth += n->type == NODE_MAP || n->type == NODE_LIST;
		a->depth -= n->type == NODE_CLOSE;
		if (!a->depth) {
			a->complete = 1;
			y->recording--;
		}
	}
	return 0;
}

static int
start_replay(struct yaml *y, const char *name, struct mark at, struct err *e)
{
	const struct anchor *a = find_anchor(y, name);

	if (!a)
		return yaml_fail(y, at, e, "found the alias *%s, there is no anchor &%s before it", name, name);
	if (!a->complete)
		return yaml_fail(y, at, e, "the alias *%s stands inside its own anchor: it would never end", name);
	y->replay = a;
	y->replay_at = 0;
	return 0;
}

static int
from_replay(struct yaml *y, struct node *n, struct err *e)
{
	const struct step *s = y->replay->steps + y->replay_at++;

	*n = (struct node){ s->type, s->text, s->len, s->quoted, s->mark };
	y->unfolded += s->len + sizeof *s;
	if (y->unfolded > UNFOLD_MAX)
		return yaml_fail(y, s->mark, e, "the aliases unfold to more than %u bytes", UNFOLD_MAX);
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
	if (y->depth == DEPTH_MAX)
		return yaml_fail(y, n->mark, e, "more than %d levels of nesting", DEPTH_MAX);
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
	if (!yaml_parser_parse(&y->parser, &y->event))
		return parse_error(y, e);
	y->has_event = 1;
	n->mark = (struct mark){ y->event.start_mark.line + 1, y->event.start_mark.column + 1 };
	if (y->event.type == YAML_ALIAS_EVENT)
		return start_replay(y, (const char *)y->event.data.alias.anchor, n->mark, e) ? -1 : 2;
	rc = from_event(y, n, &anchor, e);
	if (rc > 0 && anchor && add_anchor(y, (const char *)anchor, n->mark, e))
		return -1;
	return rc;
}

int
yaml_next(struct yaml *y, struct node *n, struct err *e)
{
	int rc = 0;

	memset(n, 0, sizeof *n);
	if (y->ended)
		return 0; /* NODE_END */
	while (!y->replay && !rc)
		rc = read_event(y, n, e);
	if (rc < 0)
		return -1;
	if (y->replay && from_replay(y, n, e))
		return -1;
	y->depth += n->type == NODE_MAP || n->type == NODE_LIST;
	y->depth -= n->type == NODE_CLOSE;
	return y->recording && n->type != NODE_END ? record(y, n, e) : 0;
}

int
yaml_skip(struct yaml *y, const struct node *n, struct err *e)
{
	struct node inner;
	int         depth = n->type == NODE_MAP || n->type == NODE_LIST;

	while (depth) {
		if (yaml_next(y, &inner, e))
			return -1;
		depth += inner.type == NODE_MAP || inner.type == NODE_LIST;
		depth -= inner.type == NODE_CLOSE;
	}
	return 0;
}

int
yaml_depth(const struct yaml *y)
{
	return y->depth;
}

int
yaml_leave(struct yaml *y, int depth, struct err *e)
{
	struct node n;

	while (y->depth > depth)
		if (yaml_next(y, &n, e))
			return -1;
	return 0;
}

#define FIELDS_MAX 64

static const struct field *
find_field(const struct field *fields, const char *key, size_t *index)
{
	for (*index = 0; fields[*index].key; ++*index)
		if (*fields[*index].key == *key && strcmp(fields[*index].key, key) == 0)
			return fields + *index;
	for (*index = 0; fields[*index].key; ++*index)
		if (strcmp(fields[*index].key, "*") == 0)
			return fields + *index;
	return NULL;
}

static int
unknown_key(const struct yaml *y, const struct node *n, const struct field *fields, struct err *e)
{
	const char *known[FIELDS_MAX], *near;
	size_t      count = 0;

	for (; fields->key && count < FIELDS_MAX; fields++)
		known[count++] = fields->key;
	near = near_word(n->text, known, count);
	if (near)
		return yaml_fail(y, n->mark, e, "found the unknown key \"%s\", the nearest known is \"%s\"",
		    n->text, near);
	if (count && count <= 12) {
		char   list[400] = "";
		size_t i;

		for (i = 0; i < count; i++)
			snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "", known[i]);
		return yaml_fail(y, n->mark, e, "found the unknown key \"%s\", expected one of %s", n->text, list);
	}
	return yaml_fail(y, n->mark, e, "found the unknown key \"%s\"", n->text);
}

static int
check_complete(const struct yaml *y, const struct node *open, const struct field *fields, uint64_t seen,
    struct err *e)
{
	size_t i;

	for (i = 0; fields[i].key; i++)
		if (fields[i].needed && !(seen & (UINT64_C(1) << i)))
			return yaml_fail(y, open->mark, e, "the key \"%s\" is missing", fields[i].key);
	return 0;
}

/* Keys taken by "*" are told apart by their reader, which knows their meaning. */
static int
mark_seen(const struct yaml *y, const struct node *n, const struct field *f, size_t i, uint64_t *seen,
    struct err *e)
{
	if (strcmp(f->key, "*") != 0 && (*seen & (UINT64_C(1) << i)))
		return yaml_fail(y, n->mark, e, "the key \"%s\" stands twice", n->text);
	*seen |= UINT64_C(1) << i;
	return 0;
}

int
yaml_map(struct yaml *y, const struct node *open, const struct field *fields, void *all, struct mem *m,
    struct err *e)
{
	const struct field *f;
	struct node         n;
	struct place        p = { .yaml = y, .mem = m, .all = all };
	uint64_t            seen = 0;
	size_t              i;

	if (open->type != NODE_MAP)
		return yaml_expected(y, open, "a mapping (key: value)", e);
	for (;;) {
		if (yaml_next(y, &n, e))
			return -1;
		if (n.type == NODE_CLOSE)
			return check_complete(y, open, fields, seen, e);
		if (n.type != NODE_SCALAR)
			return yaml_expected(y, &n, "a key", e);
		f = find_field(fields, n.text, &i);
		if (!f)
			return unknown_key(y, &n, fields, e);
		if (mark_seen(y, &n, f, i, &seen, e))
			return -1;
		p.key = strcmp(f->key, "*") == 0 ? mem_dup(m, n.text, n.len) : f->key;
		p.mark = n.mark;
		p.to = (char *)all + f->offset;
		if (yaml_next(y, &n, e) || f->read(&p, &n, e))
			return -1;
	}
}

int
yaml_list(const struct place *p, const struct node *open, field_read *read, struct err *e)
{
	struct node n;

	if (open->type == NODE_SCALAR && !node_is_nothing(open))
		return read(p, open, e);
	if (open->type != NODE_LIST)
		return yaml_expected(p->yaml, open, "a list", e);
	for (;;) {
		if (yaml_next(p->yaml, &n, e))
			return -1;
		if (n.type == NODE_CLOSE)
			return 0;
		if (read(p, &n, e))
			return -1;
	}
}

int
field_text(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR)
		return yaml_expected(p->yaml, n, "a text", e);
	*(const char **)p->to = node_is_nothing(n) ? mem_str(p->mem, "") : mem_dup(p->mem, n->text, n->len);
	return 0;
}

int
field_name(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || node_is_nothing(n) || !n->len)
		return yaml_expected(p->yaml, n, "a text that is not empty", e);
	*(const char **)p->to = mem_dup(p->mem, n->text, n->len);
	return 0;
}

int
field_long(const struct place *p, const struct node *n, struct err *e)
{
	char *end = NULL;
	long  value = 0;

	errno = 0;
	if (n->type == NODE_SCALAR && n->len)
		value = strtol(n->text, &end, 10);
	if (!end || *end || errno)
		return yaml_expected(p->yaml, n, "a whole number", e);
	*(long *)p->to = value;
	return 0;
}

int
field_bool(const struct place *p, const struct node *n, struct err *e)
{
	int yes = n->type == NODE_SCALAR && !n->quoted && strcmp(n->text, "true") == 0;
	int no = n->type == NODE_SCALAR && !n->quoted && strcmp(n->text, "false") == 0;

	if (!yes && !no)
		return yaml_expected(p->yaml, n, "true or false", e);
	*(int *)p->to = yes;
	return 0;
}

static int
add_text(const struct place *p, const struct node *n, struct err *e)
{
	struct texts *t = p->to;
	const char  **longer;

	if (n->type != NODE_SCALAR)
		return yaml_expected(p->yaml, n, "a text", e);
	if (t->count == t->room) {
		t->room = t->room ? 2 * t->room : 4;
		longer = mem_alloc(p->mem, t->room * sizeof *longer);
		if (t->count)
			memcpy(longer, t->at, t->count * sizeof *longer);
		t->at = longer;
	}
	t->at[t->count++] = mem_dup(p->mem, n->text, n->len);
	return 0;
}

int
field_texts(const struct place *p, const struct node *n, struct err *e)
{
	struct texts *t = p->to;

	memset(t, 0, sizeof *t);
	return node_is_nothing(n) ? 0 : yaml_list(p, n, add_text, e);
}

int
field_any(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_skip(p->yaml, n, e);
}

int
field_seconds(const struct place *p, const struct node *n, struct err *e)
{
	static const struct {
		const char *unit;
		long        seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 }, { "d", 86400 }, { "w", 604800 } };
	char  *end = NULL;
	long   value = -1;
	size_t i;

	errno = 0;
	if (n->type == NODE_SCALAR && n->len)
		value = strtol(n->text, &end, 10);
	for (i = 0; end && end != n->text && !errno && value >= 0 && value < 10000000 &&
	    i < sizeof units / sizeof *units; i++)
		if (strcmp(end, units[i].unit) == 0) {
			*(long *)p->to = value * units[i].seconds;
			return 0;
		}
	return yaml_expected(p->yaml, n, "a length of time: 90, 90s, 30m, 2h, 1d or 1w", e);
}
