/* entry_options.c - what only one network has: any YAML, as JSON */
#include "entry.h"

#include "smm/buf.h"
#include "smm/near.h"
#include "smm/net.h"

#include <string.h>

struct copy {
	struct yaml      *yaml;
	struct mem       *mem;
	struct buf        json;
	const struct net *net; /* whose options come next; NULL: further within, where all goes */
};

/* As JSON writes it (RFC 8259, section 6), and short enough for 64 bits: longer ones stay texts, exact. */
static int
is_number(const char *s)
{
	static const char digits[] = "0123456789";
	size_t            len;

	if (strlen(s) > 18)
		return 0;
	s += *s == '-';
	len = strspn(s, digits);
	if (!len || (len > 1 && *s == '0'))
		return 0;
	s += len;
	if (*s != '.')
		return !*s;
	len = strspn(++s, digits);
	return len && !s[len];
}

static void
add_scalar(struct buf *b, const struct node *n)
{
	if (node_is_nothing(n))
		buf_str(b, "null");
	else if (!n->quoted && (strcmp(n->text, "true") == 0 || strcmp(n->text, "false") == 0 ||
	    is_number(n->text)))
		buf_str(b, n->text);
	else
		json_put_text(b, n->text, n->len);
}

/* What it does not know it would pass over: a story misspelt would be a post for everybody. */
static int
check_option(const struct copy *c, const struct net *net, const struct node *n, struct err *e)
{
	const char *near;
	size_t      i;

	for (i = 0; net->knows[i]; i++)
		if (strcmp(net->knows[i], n->text) == 0)
			return 0;
	near = near_word(n->text, net->knows, i);
	if (near)
		return yaml_fail(c->yaml, n->mark, e, "found \"%s\", which is no option on %s, the nearest is \"%s\"",
		    n->text, net->title, near);
	return yaml_fail(c->yaml, n->mark, e, "found \"%s\", which is no option on %s; see %s in smm.yaml(5)", n->text,
	    net->title, net->title);
}

static int to_json(struct copy *c, const struct node *n, struct err *e);

static int
add_key(struct copy *c, const struct net *net, struct texts *keys, const struct node *n, struct err *e)
{
	size_t i;

	if (n->type != NODE_SCALAR)
		return yaml_expected(c->yaml, n, "a key", e);
	if (net && check_option(c, net, n, e))
		return -1;
	for (i = 0; i < keys->count; i++)
		if (strcmp(keys->at[i], n->text) == 0)
			return yaml_fail(c->yaml, n->mark, e, "the key \"%s\" stands twice", n->text);
	keys->at = mem_more(c->mem, keys->at, keys->count, &keys->room, sizeof *keys->at);
	keys->at[keys->count++] = mem_dup(c->mem, n->text, n->len);
	if (keys->count > 1)
		buf_char(&c->json, ',');
	json_put_text(&c->json, n->text, n->len);
	buf_char(&c->json, ':');
	return 0;
}

static int
map_to_json(struct copy *c, struct err *e)
{
	const struct net *net = c->net;
	struct texts      keys = { 0 };
	struct node       n;

	c->net = NULL;
	buf_char(&c->json, '{');
	for (;;) {
		if (yaml_next(c->yaml, &n, e))
			return -1;
		if (n.type == NODE_CLOSE)
			break;
		if (add_key(c, net, &keys, &n, e) || yaml_next(c->yaml, &n, e) || to_json(c, &n, e))
			return -1;
	}
	buf_char(&c->json, '}');
	return 0;
}

static int
list_to_json(struct copy *c, struct err *e)
{
	struct node n;
	size_t      count;

	buf_char(&c->json, '[');
	for (count = 0;; count++) {
		if (yaml_next(c->yaml, &n, e))
			return -1;
		if (n.type == NODE_CLOSE)
			break;
		if (count)
			buf_char(&c->json, ',');
		if (to_json(c, &n, e))
			return -1;
	}
	buf_char(&c->json, ']');
	return 0;
}

static int
to_json(struct copy *c, const struct node *n, struct err *e)
{
	if (n->type == NODE_MAP)
		return map_to_json(c, e);
	if (n->type == NODE_LIST)
		return list_to_json(c, e);
	add_scalar(&c->json, n);
	return 0;
}

static int
check_network(const struct place *p, struct err *e)
{
	const struct option_list *l = p->all;
	const char               *near;
	size_t                    i;

	for (i = 0; i < l->count; i++)
		if (strcmp(l->at[i].network, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (net_is_known(p->key))
		return 0;
	near = net_near(p->key);
	if (near)
		return yaml_fail(p->yaml, p->mark, e,
		    "found options for the unknown network \"%s\", the nearest is \"%s\"", p->key, near);
	return yaml_fail(p->yaml, p->mark, e, "found options for the unknown network \"%s\"; smm-plan --networks "
	    "lists them", p->key);
}

static int
read_option(const struct place *p, const struct node *n, struct err *e)
{
	struct option_list *l = p->all;
	struct copy         c = { p->yaml, p->mem, { 0 }, net_find(p->key) };
	int                 rc = -1;

	if (check_network(p, e))
		return -1;
	if (n->type != NODE_MAP)
		return yaml_expected(p->yaml, n, "a mapping of what only this network has", e);
	if (!to_json(&c, n, e)) {
		l->at = mem_more(p->mem, l->at, l->count, &l->room, sizeof *l->at);
		l->at[l->count++] = (struct option_words){ p->key, mem_dup(p->mem, c.json.at, c.json.len) };
		rc = 0;
	}
	buf_release(&c.json);
	return rc;
}

static const struct field option_fields[] = {
	{ "*", read_option, 0, 0 },
	{ 0 }
};

int
field_options(const struct place *p, const struct node *n, struct err *e)
{
	((struct option_list *)p->to)->given = 1;
	return node_is_nothing(n) ? 0 : yaml_map(p->yaml, n, option_fields, p->to, p->mem, e);
}
