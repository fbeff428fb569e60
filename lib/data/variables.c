/* variables.c - `variables:` as people write them */
#include "smm/template.h"
#include "smm/yaml.h"

static int
read_variable(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR)
		return yaml_expected(p->yaml, n, "a text", e);
	if (variables_find(p->all, p->key))
		return yaml_fail(p->yaml, p->mark, e, "the variable \"%s\" stands twice", p->key);
	variables_add(p->all, p->mem, p->key, node_is_nothing(n) ? "" : mem_dup(p->mem, n->text, n->len));
	return 0;
}

int
field_variables(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_variable, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}
