/* strategy_lists.c - what a strategy gives ids to: objectives, pillars, campaigns, partners and the like */
#include "handles.h"
#include "strategy_parts.h"

#include "smm/text.h"

#include <string.h>

#define TAG_MAX_GRAPHEMES 64 /* app.bsky.richtext.facet#tag, maxGraphemes: the shortest limit of all networks */

/* --- a list of things, or a mapping whose keys are their ids ------------------------------------- */

struct making { /* what a list is made of */
	struct things      *to;
	const struct field *fields;
	size_t              size;
	const void         *empty; /* what nothing is said of */
};

static int
add_thing(const struct place *p, const struct making *k, struct thing *x, struct err *e)
{
	if (things_find(k->to, x->id))
		return yaml_fail(p->yaml, x->mark, e, "the id \"%s\" stands twice", x->id);
	if (k->to->last)
		k->to->last->next = x;
	else
		k->to->first = x;
	k->to->last = x;
	k->to->count++;
	return 0;
}

static struct thing *
new_thing(const struct place *p, const struct making *k, struct mark mark)
{
	struct thing *x = mem_alloc(p->mem, k->size);

	memcpy(x, k->empty, k->size);
	x->mark = mark;
	return x;
}

/* One of a list: an id alone, or a mapping with it. */
static int
read_item(const struct place *p, const struct node *n, struct err *e)
{
	const struct making *k = p->to;
	struct thing        *x = new_thing(p, k, n->mark);

	if (n->type == NODE_SCALAR)
		x->id = mem_dup(p->mem, n->text, n->len);
	else if (yaml_map(p->yaml, n, k->fields, x, p->mem, e))
		return -1;
	if (!x->id)
		return yaml_fail(p->yaml, n->mark, e, "the key \"id\" is missing");
	return add_thing(p, k, x, e);
}

static int
read_keyed(const struct place *p, const struct node *n, struct err *e)
{
	const struct making *k = p->all;
	struct thing        *x = new_thing(p, k, p->mark);

	if (yaml_map(p->yaml, n, k->fields, x, p->mem, e))
		return -1;
	if (x->id)
		return yaml_fail(p->yaml, p->mark, e, "\"%s\" has an id of its own, its key is its id", p->key);
	x->id = p->key;
	return add_thing(p, k, x, e);
}

static int
read_things(const struct place *p, const struct node *n, const struct field *fields, const void *empty, size_t size,
    struct err *e)
{
	static const struct field any[] = { { "*", read_keyed, 0, 0 }, { 0 } };
	struct making             k = { p->to, fields, size, empty };
	struct place              inner = *p;

	inner.to = &k;
	if (n->type == NODE_MAP)
		return yaml_map(p->yaml, n, any, &k, p->mem, e);
	return node_is_nothing(n) ? 0 : yaml_list(&inner, n, read_item, e);
}

#define THING_FIELDS(s) \
	{ "id",    field_name, offsetof(s, is.id),    0 }, \
	{ "title", field_text, offsetof(s, is.title), 0 }

/* --- objectives, audiences, pillars, competitors ------------------------------------------------ */

static int
read_target(const struct place *p, const struct node *n, struct err *e)
{
	((struct objective *)p->all)->has_target = 1;
	return field_number(p, n, e);
}

int
read_objectives(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		THING_FIELDS(struct objective),
		{ "kpi",    field_name,  offsetof(struct objective, kpi),    0 },
		{ "target", read_target, offsetof(struct objective, target), 0 },
		{ "by",     field_day,   offsetof(struct objective, by),     0 },
		{ "how",    field_text,  offsetof(struct objective, how),    0 },
		{ 0 }
	};
	static const struct objective empty = { .by = DAY_NONE };

	return read_things(p, n, fields, &empty, sizeof empty, e);
}

int
read_audiences(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		THING_FIELDS(struct audience),
		{ "lang", field_lang, offsetof(struct audience, lang), 0 },
		{ "zone", field_zone, offsetof(struct audience, zone), 0 },
		{ 0 }
	};
	static const struct audience empty;

	return read_things(p, n, fields, &empty, sizeof empty, e);
}

static int
read_share(const struct place *p, const struct node *n, struct err *e)
{
	long *share = p->to;

	if (field_long(p, n, e) || *share < 0 || *share > 100)
		return yaml_expected(p->yaml, n, "a share in percent, 0 to 100", e);
	return 0;
}

int
read_pillars(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		THING_FIELDS(struct pillar),
		{ "share", read_share, offsetof(struct pillar, share), 0 },
		{ 0 }
	};
	static const struct pillar empty = { .share = -1 };

	return read_things(p, n, fields, &empty, sizeof empty, e);
}

int
read_competitors(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		THING_FIELDS(struct competitor),
		{ "site",    field_name,    offsetof(struct competitor, site),    0 },
		{ "search",  field_name,    offsetof(struct competitor, search),  0 },
		{ "handles", field_handles, offsetof(struct competitor, handles), 0 },
		{ 0 }
	};
	static const struct competitor empty;

	return read_things(p, n, fields, &empty, sizeof empty, e);
}

/* --- campaigns and their budgets, partners ------------------------------------------------------- */

static int
read_budget(const struct place *p, const struct node *n, struct err *e)
{
	struct campaign *c = p->all;
	struct budget    b = { p->key, 0 };
	struct place     inner = *p;
	size_t           i;

	inner.to = &b.micros;
	for (i = 0; i < c->nbudgets; i++)
		if (strcmp(c->budgets[i].network, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (network_check(p->yaml, p->mark, p->key, e) || field_money(&inner, n, e))
		return -1;
	c->budgets = mem_more(p->mem, c->budgets, c->nbudgets, &c->budget_room, sizeof *c->budgets);
	c->budgets[c->nbudgets++] = b;
	return 0;
}

static int
read_budgets(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_budget, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->all, p->mem, e);
}

int
read_campaigns(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		THING_FIELDS(struct campaign),
		{ "objective", field_name,     offsetof(struct campaign, objective), 0 },
		{ "from",      field_day,      offsetof(struct campaign, from),      0 },
		{ "to",        field_day,      offsetof(struct campaign, to),        0 },
		{ "currency",  field_currency, offsetof(struct campaign, currency),  0 },
		{ "budgets",   read_budgets,   0,                                    0 },
		{ 0 }
	};
	static const struct campaign empty = { .from = DAY_NONE, .to = DAY_NONE };

	return read_things(p, n, fields, &empty, sizeof empty, e);
}

int
read_partners(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		THING_FIELDS(struct partner),
		{ "fee",          field_money,    offsetof(struct partner, fee),          0 },
		{ "currency",     field_currency, offsetof(struct partner, currency),     0 },
		{ "from",         field_day,      offsetof(struct partner, from),         0 },
		{ "to",           field_day,      offsetof(struct partner, to),           0 },
		{ "deliverables", field_texts,    offsetof(struct partner, deliverables), 0 },
		{ "campaigns",    field_texts,    offsetof(struct partner, campaigns),    0 },
		{ "mention",      field_name,     offsetof(struct partner, mention),      0 },
		{ "disclosure",   field_texts,    offsetof(struct partner, disclosure),   0 },
		{ 0 }
	};
	static const struct partner empty = { .fee = -1, .from = DAY_NONE, .to = DAY_NONE };

	return read_things(p, n, fields, &empty, sizeof empty, e);
}

/* --- mentions, answers, hashtags: { id: … } ------------------------------------------------------ */

static int
read_mention(const struct place *p, const struct node *n, struct err *e)
{
	static const struct mention empty;
	struct making               k = { p->all, NULL, sizeof empty, &empty };
	struct mention             *x = (struct mention *)new_thing(p, &k, p->mark);
	struct place                inner = *p;

	x->is.id = p->key;
	inner.to = &x->handles;
	return field_handles(&inner, n, e) || add_thing(p, &k, &x->is, e) ? -1 : 0;
}

int
read_mentions(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_mention, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

/* Wordings stand one after the other under their language. */
static int
add_wording(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || node_is_nothing(n))
		return yaml_expected(p->yaml, n, "the text of an answer", e);
	variables_add(p->to, p->mem, p->key, mem_dup(p->mem, n->text, n->len));
	return 0;
}

static int
read_wordings(const struct place *p, const struct node *n, struct err *e)
{
	struct place inner = *p;

	inner.to = p->all;
	return yaml_list(&inner, n, add_wording, e);
}

/* A text for every language, or { fr: …, en: … }; in the place of a text several wordings of it. */
static int
read_reply(const struct place *p, const struct node *n, struct err *e)
{
	static const struct reply_template empty;
	static const struct field          any[] = { { "*", read_wordings, 0, 0 }, { 0 } };
	struct making                      k = { p->all, NULL, sizeof empty, &empty };
	struct reply_template             *x = (struct reply_template *)new_thing(p, &k, p->mark);
	struct place                       inner = *p;

	x->is.id = p->key;
	inner.key = "";
	inner.all = &x->texts;
	if (n->type == NODE_MAP ? yaml_map(p->yaml, n, any, &x->texts, p->mem, e) : read_wordings(&inner, n, e))
		return -1;
	return add_thing(p, &k, &x->is, e);
}

int
read_replies(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_reply, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

static int
read_tag(const struct place *p, const struct node *n, struct err *e)
{
	static const struct text_rule graphemes = { .unit = TEXT_GRAPHEMES };
	struct texts                 *t = p->to;
	const char                   *tag = n->text;
	size_t                        len;

	if (n->type != NODE_SCALAR || node_is_nothing(n) || tag[*tag == '#'] == '\0' ||
	    strpbrk(tag + 1, "# \t\n,;") || strchr(" \t\n,;", *tag))
		return yaml_expected(p->yaml, n, "one hashtag, like \"#FaitMain\"", e);
	len = text_count(&graphemes, tag, n->len) - (*tag == '#');
	if (len > TAG_MAX_GRAPHEMES)
		return yaml_fail(p->yaml, n->mark, e, "the hashtag has %zu graphemes, %d are allowed", len,
		    TAG_MAX_GRAPHEMES);
	t->at = mem_more(p->mem, t->at, t->count, &t->room, sizeof *t->at);
	t->at[t->count++] = mem_fmt(p->mem, "%s%s", *tag == '#' ? "" : "#", tag);
	return 0;
}

static int
read_set(const struct place *p, const struct node *n, struct err *e)
{
	static const struct hashtag_set empty;
	struct making                   k = { p->all, NULL, sizeof empty, &empty };
	struct hashtag_set             *x = (struct hashtag_set *)new_thing(p, &k, p->mark);
	struct place                    inner = *p;

	x->is.id = p->key;
	inner.to = &x->tags;
	return yaml_list(&inner, n, read_tag, e) || add_thing(p, &k, &x->is, e) ? -1 : 0;
}

static int
read_sets(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_set, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

static int
read_cap(const struct place *p, const struct node *n, struct err *e)
{
	struct caps *c = p->all;
	struct cap   x = { p->key, 0 };
	struct place inner = *p;
	size_t       i;

	inner.to = &x.most;
	for (i = 0; i < c->count; i++)
		if (strcmp(c->at[i].network, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (strcmp(p->key, "default") != 0 && network_check(p->yaml, p->mark, p->key, e))
		return -1;
	if (field_long(&inner, n, e) || x.most < 0)
		return yaml_expected(p->yaml, n, "how many hashtags a post may have", e);
	c->at = mem_more(p->mem, c->at, c->count, &c->room, sizeof *c->at);
	c->at[c->count++] = x;
	return 0;
}

static int
read_caps(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_cap, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

static int
read_place(const struct place *p, const struct node *n, struct err *e)
{
	struct handles *h = p->all;
	size_t          i;

	for (i = 0; i < h->count; i++)
		if (strcmp(h->at[i].network, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (strcmp(p->key, "default") != 0 && network_check(p->yaml, p->mark, p->key, e))
		return -1;
	if (n->type != NODE_SCALAR || (strcmp(n->text, "text") != 0 && strcmp(n->text, "first_comment") != 0))
		return yaml_expected(p->yaml, n, "text or first_comment", e);
	h->at = mem_more(p->mem, h->at, h->count, &h->room, sizeof *h->at);
	h->at[h->count++] = (struct handle){ p->key, mem_dup(p->mem, n->text, n->len) };
	return 0;
}

static int
read_places(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_place, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

int
read_hashtags(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "sets",  read_sets,   offsetof(struct strategy, hashtag_sets),   0 },
		{ "caps",  read_caps,   offsetof(struct strategy, hashtag_caps),   0 },
		{ "place", read_places, offsetof(struct strategy, hashtag_places), 0 },
		{ 0 }
	};

	return yaml_map(p->yaml, n, fields, p->all, p->mem, e);
}
