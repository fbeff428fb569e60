/*
 * generate.c - JSON Schemas and the tables of smm-records(5), from the one table in lib/data/kinds.c
 *
 * usage: generate list | schema KIND | man
 */
#include "smm/buf.h"
#include "smm/kinds.h"
#include "smm/kpi.h"
#include "smm/lang.h"

#include <stdio.h>
#include <string.h>

static void
indent(int depth)
{
	printf("\n%*s", 2 * depth, "");
}

static void
print_text(const char *s)
{
	struct buf b = { 0 };

	json_put_text(&b, s, strlen(s));
	fputs(b.at, stdout);
	buf_release(&b);
}

static void print_members(const struct member_kind *members, int depth);

static void
print_words(const char *const *words)
{
	const char *between = "";

	printf("\"enum\": [");
	for (; *words; words++, between = ", ")
		printf("%s\"%s\"", between, *words);
	printf("]");
}

static void
print_object(const struct member_kind *of, int depth)
{
	printf("\"type\": \"object\"");
	if (of)
		print_members(of, depth);
}

static void
print_type(const struct member_kind *m, int depth)
{
	switch (m->type) {
	case MEMBER_STRING:  printf("\"type\": \"string\""); break;
	case MEMBER_ID:      printf("\"type\": \"string\", \"minLength\": 1"); break;
	case MEMBER_INT:     printf("\"type\": \"integer\""); break;
	case MEMBER_NUMBER:  printf("\"type\": [\"number\", \"null\"]"); break; /* null: unknown, or none to be had */
	case MEMBER_BOOL:    printf("\"type\": \"boolean\""); break;
	case MEMBER_TIME:    printf("\"type\": \"string\", \"format\": \"date-time\""); break;
	case MEMBER_URL:     printf("\"type\": \"string\", \"pattern\": \"^[A-Za-z]+:\""); break;
	case MEMBER_WORD:    print_words(m->words); break;
	case MEMBER_OBJECT:  print_object(m->of, depth + 1); break;
	case MEMBER_STRINGS: printf("\"type\": \"array\", \"items\": { \"type\": \"string\" }"); break;
	case MEMBER_OBJECTS:
		printf("\"type\": \"array\", \"items\": { ");
		print_object(m->of, depth + 1);
		printf(" }");
		break;
	case MEMBER_ANY:     printf("\"$comment\": \"anything\""); break;
	}
}

static void
print_needed(const struct member_kind *members, const char *first)
{
	const char *between = first ? ", " : "";

	printf("\"required\": [");
	if (first)
		printf("\"%s\"", first);
	for (; members->name; members++)
		if (members->needed) {
			printf("%s\"%s\"", between, members->name);
			between = ", ";
		}
	printf("]");
}

static void
print_member(const struct member_kind *m, int depth)
{
	char doc[300];

	indent(depth);
	printf("\"%s\": { ", m->name);
	print_type(m, depth);
	snprintf(doc, sizeof doc, "%s%s%s%s", m->doc, m->unit ? " (" : "", m->unit ? m->unit : "",
	    m->unit ? ")" : "");
	printf(", \"description\": ");
	print_text(doc);
	printf(" }");
}

static void
print_members(const struct member_kind *members, int depth)
{
	const struct member_kind *m;

	printf(",");
	indent(depth);
	print_needed(members, NULL);
	printf(",");
	indent(depth);
	printf("\"properties\": {");
	for (m = members; m->name; m++) {
		if (m != members)
			printf(",");
		print_member(m, depth + 1);
	}
	indent(depth);
	printf("}");
}

static void
print_schema(const struct kind *k)
{
	const struct member_kind *m;

	printf("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"%s\",\n"
	       "  \"description\": ", k->name);
	print_text(k->doc);
	printf(",\n  \"type\": \"object\",\n  ");
	print_needed(k->members, "type");
	printf(",\n  \"properties\": {\n    \"type\": { \"const\": \"%s\" }", k->name);
	for (m = k->members; m->name; m++) {
		printf(",");
		print_member(m, 2);
	}
	printf("\n  }%s\n}\n", k->numbers ?
	    ",\n  \"additionalProperties\": { \"$comment\": \"further members are the network's own numbers\" }" : "");
}

static const char *
type_words(const struct member_kind *m)
{
	static const char *const words[] = {
		[MEMBER_STRING] = "string", [MEMBER_ID] = "string", [MEMBER_INT] = "integer",
		[MEMBER_NUMBER] = "number", [MEMBER_BOOL] = "boolean", [MEMBER_TIME] = "time",
		[MEMBER_URL] = "address", [MEMBER_WORD] = "word", [MEMBER_OBJECT] = "object",
		[MEMBER_STRINGS] = "list of strings", [MEMBER_OBJECTS] = "list of objects",
		[MEMBER_ANY] = "any",
	};

	return words[m->type];
}

static void
man_member(const struct member_kind *m)
{
	const char *const *w;

	printf(".It Cm %s Pq %s%s%s%s\n%s", m->name, type_words(m), m->unit ? ", " : "", m->unit ? m->unit : "",
	    m->needed ? ", needed" : "", m->doc);
	if (m->type == MEMBER_WORD) {
		printf(":\n");
		for (w = m->words; *w; w++)
			printf(".Cm %s%s\n", *w, w[1] ? " ," : "");
	} else {
		printf(".\n");
	}
}

static void
man_members(const struct member_kind *m)
{
	printf(".Bl -tag -width Ds -compact\n");
	for (; m->name; m++) {
		man_member(m);
		if (m->of) {
			printf(".Pp\n");
			man_members(m->of);
			printf(".Pp\n");
		}
	}
	printf(".El\n");
}

static void
print_man(void)
{
	const struct kind *k;

	for (k = kinds; k->name; k++) {
		printf(".Ss %s\n", k->name);
		printf("%c%s.\n", k->doc[0] - 'a' + 'A', k->doc + 1);
		man_members(k->members);
	}
}

int
main(int argc, char **argv)
{
	const struct kind *k = NULL;
	struct buf         b = { 0 };

	if (argc == 2 && strcmp(argv[1], "list") == 0) {
		for (k = kinds; k->name; k++)
			puts(k->name);
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "man") == 0) {
		print_man();
		return 0;
	}
	if (argc == 3 && strcmp(argv[1], "definitions") == 0) {
		if (lang_use(argv[2])) {
			fprintf(stderr, "generate: the words of \"%s\" are not there: make all\n", argv[2]);
			return 1;
		}
		kpi_manual(&b);
		fwrite(b.at, 1, b.len, stdout);
		buf_release(&b);
		return 0;
	}
	if (argc == 3 && strcmp(argv[1], "schema") == 0)
		k = kind_find(argv[2], strlen(argv[2]));
	if (!k) {
		fputs("usage: generate list | schema KIND | man | definitions LANGUAGE\n", stderr);
		return 64;
	}
	print_schema(k);
	return 0;
}
