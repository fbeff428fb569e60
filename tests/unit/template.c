/* template.c - {{variables}} in texts */
#include "tap.h"

#include "smm/template.h"

static void
fills(void)
{
	static const struct {
		const char *text, *want; /* want NULL: refused */
		const char *why;
	} rows[] = {
		{ "plain", "plain", NULL },
		{ "", "", NULL },
		{ "{ one } brace }}", "{ one } brace }}", NULL },
		{ "{{product}}", "Lampe Céleste", NULL },
		{ "La {{product}} : {{product}}.", "La Lampe Céleste : Lampe Céleste.", NULL },
		{ "{{ product }}{{\tproduct\t}}", "Lampe CélesteLampe Céleste", NULL },
		{ "{{empty}}.", ".", NULL },
		{ "{{near}}", "second", NULL },
		{ "{{braces}}", "{{product}}", NULL },
		{ "\\{{product}}", "{{product}}", NULL },
		{ "a \\{{ b {{empty}} \\{{", "a {{ b  {{", NULL },
		{ "\\\\{{product}}", "\\{{product}}", NULL },
		{ "{{path}}{{product}}", "C:\\Lampe Céleste", NULL },
		{ "{{path}}\\{{product}}", "C:\\{{product}}", NULL },
		{ "é{{product}}è", "éLampe Célesteè", NULL },
		{ "{{prodct}}", NULL, "{{prodct}} has no value, the nearest variable is {{product}}" },
		{ "ok {{product}} {{zebra}}", NULL, "{{zebra}} has no value; give it one under `variables`" },
		{ "{{}}", NULL, "{{}} has no value; give it one under `variables`" },
		{ "{{product", NULL, "found {{ without }}; write \\{{ for the braces themselves" },
		{ "{{product}} {{", NULL, "found {{ without }}; write \\{{ for the braces themselves" },
		{ "{{Product}}", NULL, "{{Product}} has no value, the nearest variable is {{product}}" },
	};
	struct variables v = { 0 };
	struct mem      *m = mem_new();
	struct err       e = { 0 };
	const char      *got;
	size_t           i;

	variables_add(&v, m, "near", "first");
	variables_add(&v, m, "product", "Lampe Céleste");
	variables_add(&v, m, "empty", "");
	variables_add(&v, m, "braces", "{{product}}");
	variables_add(&v, m, "path", "C:\\");
	variables_add(&v, m, "near", "second");
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		got = template_fill(rows[i].text, &v, m, &e);
		is_str(got, rows[i].want, rows[i].text);
		if (!rows[i].why)
			continue;
		is_str(e.text, rows[i].why, rows[i].why);
		is_int(e.fault, FAULT_INPUT, "an error of the file");
	}
	got = "no braces";
	ok(template_fill(got, &v, m, &e) == got, "a text without braces is itself");
	mem_free(m);
}

static void
many(void)
{
	struct variables v = { 0 };
	struct mem      *m = mem_new();
	size_t           i, wrong = 0;

	for (i = 0; i < 1000; i++)
		variables_add(&v, m, mem_fmt(m, "v%zu", i), mem_fmt(m, "%zu", i * i));
	for (i = 0; i < 1000; i++)
		wrong += strcmp(variables_find(&v, mem_fmt(m, "v%zu", i)), mem_fmt(m, "%zu", i * i)) != 0;
	is_int((int64_t)wrong, 0, "a thousand variables, each found");
	ok(!variables_find(&v, "v1000"), "one more is not there");
	mem_free(m);
}

/* Values that need other values, and those that need themselves. */
static void
resolves(void)
{
	struct variables v = { 0 };
	struct mem      *m = mem_new();
	struct err       e = { 0 };

	variables_add(&v, m, "path", "{{host}}/{{ page }}");
	variables_add(&v, m, "host", "https://{{name}}.example");
	variables_add(&v, m, "name", "a");
	variables_add(&v, m, "page", "\\{{x}}");
	is_int(variables_resolve(&v, m, &e), 0, "values of values");
	is_str(variables_find(&v, "path"), "https://a.example/{{x}}", "filled, and never again");
	variables_add(&v, m, "name", "{{path}}");
	v.at[0].value = "{{host}}";
	v.at[1].value = "{{name}}";
	is_int(variables_resolve(&v, m, &e), -1, "a circle");
	is_str(e.text, "variables need each other: path → host → name → path", "and which way round");
	v.count = 0;
	variables_add(&v, m, "self", "{{self}}");
	is_int(variables_resolve(&v, m, &e), -1, "one that needs itself");
	v.count = 0;
	variables_add(&v, m, "a", "{{zebra}}");
	is_int(variables_resolve(&v, m, &e), -1, "one that is not there");
	is_str(e.text, "variable a: {{zebra}} has no value; give it one under `variables`", "and which");
	mem_free(m);
}

int
main(void)
{
	fills();
	resolves();
	many();
	return done();
}
