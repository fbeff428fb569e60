/* answers.c - replies.yaml: which messages a rule answers, with which template of the strategy */
#include "smm/answers.h"

#include "smm/hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 80 /* a longer name of an author is no name */

struct answers {
	struct mem         *mem;
	const struct conf  *conf;
	const char         *dir; /* of the file, with the slash at its end */
	struct strategy     strategy;
	struct answer_rule *first, *last;
};

/* --- the file --------------------------------------------------------------------------------- */

static int
read_do(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const ops[] = { "reply", "reply_private" };
	size_t                   i;

	for (i = 0; n->type == NODE_SCALAR && i < 2; i++)
		if (strcmp(n->text, ops[i]) == 0) {
			*(const char **)p->to = ops[i];
			return 0;
		}
	return yaml_expected(p->yaml, n, "reply or reply_private", e);
}

/* "5", or "1-2". */
static int
read_rating(const struct place *p, const struct node *n, struct err *e)
{
	struct answer_rule *r = p->all;
	char               *end = NULL;

	if (n->type == NODE_SCALAR && n->text[0] >= '0' && n->text[0] <= '9') {
		r->least = r->most = strtol(n->text, &end, 10);
		if (*end == '-' && end[1] >= '0' && end[1] <= '9')
			r->most = strtol(end + 1, &end, 10);
	}
	if (!end || *end || r->least < 1 || r->most < r->least || r->most > 10)
		return yaml_expected(p->yaml, n, "a rating like 5, or 1-2", e);
	return 0;
}

static int
read_when(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "kind",      field_texts, offsetof(struct answer_rule, kinds),      0 },
		{ "account",   field_texts, offsetof(struct answer_rule, accounts),   0 },
		{ "network",   field_texts, offsetof(struct answer_rule, networks),   0 },
		{ "lang",      field_texts, offsetof(struct answer_rule, langs),      0 },
		{ "label",     field_texts, offsetof(struct answer_rule, labels),     0 },
		{ "sentiment", field_texts, offsetof(struct answer_rule, sentiments), 0 },
		{ "rating",    read_rating, 0,                                        0 },
		{ 0 }
	};

	return yaml_map(p->yaml, n, fields, p->all, p->mem, e);
}

static int
read_rule(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "id",       field_name, offsetof(struct answer_rule, id),       1 },
		{ "when",     read_when,  0,                                      1 },
		{ "do",       read_do,    offsetof(struct answer_rule, do_),      0 },
		{ "template", field_name, offsetof(struct answer_rule, template), 1 },
		{ "article",  field_name, offsetof(struct answer_rule, article),  0 },
		{ 0 }
	};
	struct answers     *a = p->all;
	struct answer_rule *r = mem_alloc(p->mem, sizeof *r);

	r->do_ = "reply";
	r->mark = n->mark;
	if (yaml_map(p->yaml, n, fields, r, p->mem, e))
		return -1;
	if (a->last)
		a->last->next = r;
	else
		a->first = r;
	a->last = r;
	return 0;
}

static int
read_rules(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_rule, e);
}

static int
read_strategy(const struct place *p, const struct node *n, struct err *e)
{
	struct answers *a = p->all;
	const char     *path;

	if (n->type != NODE_SCALAR || node_is_nothing(n))
		return yaml_expected(p->yaml, n, "the path of a strategy", e);
	path = *n->text == '/' ? mem_str(a->mem, n->text) : mem_fmt(a->mem, "%s%s", a->dir, n->text);
	if (strategy_read(&a->strategy, path, a->conf, a->mem, e))
		return -1;
	return variables_resolve(&a->strategy.variables, a->mem, e);
}

/* Every template that a rule names is there. */
static int
check_templates(const struct answers *a, const struct yaml *y, struct err *e)
{
	const struct answer_rule *r;
	const char               *near;

	for (r = a->first; r; r = r->next) {
		if (things_find(&a->strategy.replies, r->template))
			continue;
		near = things_near(&a->strategy.replies, r->template);
		return yaml_fail(y, r->mark, e, "rule \"%s\" answers with the template \"%s\", which `replies` of the "
		    "strategy has not%s%s", r->id, r->template, near ? "; the nearest is " : "", near ? near : "");
	}
	return 0;
}

static int
read_file(struct answers *a, struct yaml *y, struct err *e)
{
	static const struct field fields[] = {
		{ "strategy", read_strategy, 0, 1 },
		{ "rules",    read_rules,    0, 0 },
		{ 0 }
	};
	struct node n;

	if (yaml_next(y, &n, e))
		return -1;
	if (n.type != NODE_MAP)
		return yaml_expected(y, &n, "strategy and rules", e);
	return yaml_map(y, &n, fields, a, a->mem, e) || check_templates(a, y, e) ? -1 : 0;
}

int
answers_read(struct answers **out, const char *path, const struct conf *conf, struct err *e)
{
	const char     *slash = strrchr(path, '/');
	struct answers *a = mem_get(sizeof *a);
	struct yaml    *y = NULL;
	int             rc = -1;

	memset(a, 0, sizeof *a);
	a->mem = mem_new();
	a->conf = conf;
	a->dir = slash ? mem_dup(a->mem, path, (size_t)(slash - path) + 1) : "";
	if (!yaml_open(&y, path, FAULT_INPUT, e))
		rc = read_file(a, y, e);
	yaml_close(y);
	if (rc) {
		answers_free(a);
		return -1;
	}
	*out = a;
	return 0;
}

void
answers_free(struct answers *a)
{
	if (!a)
		return;
	mem_free(a->mem);
	free(a);
}

const struct strategy *
answers_strategy(const struct answers *a)
{
	return &a->strategy;
}

const char *
answers_tone(const struct answers *a)
{
	return a->strategy.tone;
}

const struct things *
answers_templates(const struct answers *a)
{
	return &a->strategy.replies;
}

/* --- which rule ------------------------------------------------------------------------------- */

static const char *
text_of(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s ? s : "";
}

/* fr-CA is fr. */
static int
allows_lang(const struct texts *t, const char *lang)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (strcmp(t->at[i], lang) == 0 || (strncmp(t->at[i], lang, strcspn(lang, "-")) == 0 &&
		    !t->at[i][strcspn(lang, "-")]))
			return 1;
	return !t->count;
}

/* Labels are objects of a label, or names. */
static int
allows_label(const struct texts *t, const json_t *labels)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(labels, i, one)
		if (texts_allow(t, json_is_string(one) ? json_string_value(one) : text_of(one, "label")))
			return 1;
	return !t->count;
}

static int
allows_rating(const struct answer_rule *r, const json_t *message)
{
	const json_t *rating = json_object_get(message, "rating");
	double        n = json_number_value(rating);

	return !r->most || (json_is_number(rating) && n >= (double)r->least && n <= (double)r->most);
}

static int
holds(const struct answer_rule *r, const json_t *m)
{
	return texts_allow(&r->kinds, text_of(m, "kind")) && texts_allow(&r->accounts, text_of(m, "account")) &&
	    texts_allow(&r->networks, text_of(m, "network")) && allows_lang(&r->langs, text_of(m, "lang")) &&
	    texts_allow(&r->sentiments, text_of(json_object_get(m, "sentiment"), "label")) &&
	    allows_label(&r->labels, json_object_get(m, "labels")) && allows_rating(r, m);
}

const struct answer_rule *
answers_rule(const struct answers *a, const json_t *message)
{
	const struct answer_rule *r;

	if (json_is_true(json_object_get(message, "own")) || json_array_size(json_object_get(message, "actions")))
		return NULL;
	for (r = a->first; r && !holds(r, message); r = r->next)
		;
	return r;
}

/* --- the words -------------------------------------------------------------------------------- */

/*
 * What an author calls himself goes into our own words: a name that mentions somebody, links somewhere or
 * is no line of text is not used.
 */
static const char *
name_of(const json_t *message)
{
	const json_t *author = json_object_get(message, "author");
	const char   *name = text_of(author, "name"), *s;
	int           bad = !*name || strlen(name) > NAME_MAX_BYTES || strpbrk(name, "@/#<>{}:") != NULL;

	for (s = name; *s; s++)
		bad |= (unsigned char)*s < 0x20 || *s == 0x7f;
	return bad ? text_of(author, "handle") : name;
}

static int
count_wordings(const struct variables *v, const char *lang)
{
	size_t i;
	int    n = 0;

	for (i = 0; i < v->count; i++)
		n += strcmp(v->at[i].name, lang) == 0;
	return n;
}

static const char *
wording(const struct variables *v, const char *lang, int which)
{
	size_t i;

	for (i = 0; i < v->count; i++)
		if (strcmp(v->at[i].name, lang) == 0 && which-- == 0)
			return v->at[i].value;
	return NULL;
}

/* "fr-CA", else "fr", else the one for all languages. */
static const char *
language(const struct variables *v, const char *lang, struct mem *m)
{
	const char *base = mem_dup(m, lang, strcspn(lang, "-"));

	if (*lang && count_wordings(v, lang))
		return lang;
	if (*base && count_wordings(v, base))
		return base;
	return count_wordings(v, "") ? "" : NULL;
}

static int
choose(const json_t *message, int n, int last)
{
	const char   *id = text_of(message, "id");
	unsigned char sum[SHA256_BYTES];
	int           which;

	assert(n > 0); /* language() has found one */
	hash_sha256(id, strlen(id), sum);
	which = (sum[0] << 8 | sum[1]) % n;
	return which == last && n > 1 ? (which + 1) % n : which;
}

const char *
answers_text(const struct answers *a, const char *template, const json_t *message, int last, int *which,
    struct mem *m, struct err *e)
{
	const struct reply_template *t = (const void *)things_find(&a->strategy.replies, template);
	const char                  *lang;
	struct variables             v = { 0 };
	size_t                       i;

	if (!t) {
		err_set(e, FAULT_INPUT, "the strategy has no template \"%s\"", template);
		return NULL;
	}
	lang = language(&t->texts, text_of(message, "lang"), m);
	if (!lang) {
		err_set(e, FAULT_INPUT, "the template \"%s\" has no wording in the language \"%s\"", template,
		    text_of(message, "lang"));
		return NULL;
	}
	for (i = 0; i < a->strategy.variables.count; i++)
		variables_add(&v, m, a->strategy.variables.at[i].name, a->strategy.variables.at[i].value);
	variables_add(&v, m, "name", name_of(message));
	variables_add(&v, m, "handle", text_of(json_object_get(message, "author"), "handle"));
	*which = choose(message, count_wordings(&t->texts, lang), last);
	return template_fill(wording(&t->texts, lang, *which), &v, m, e);
}
