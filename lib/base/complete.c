/* complete.c - completions for bash, zsh and fish, from the option table */
#include "opts.h"

#include <stdio.h>
#include <string.h>

static int
is_file(const struct opt *o)
{
	return o->arg && (strstr(o->arg, "FILE") || strstr(o->arg, "DIR"));
}

/* The words of "a|b|c", or NULL when the value is free. */
static const char *
words_of(const struct opt *o)
{
	return o->arg && strchr(o->arg, '|') ? o->arg : NULL;
}

static void
print_words(const char *words, char between)
{
	for (; *words; words++)
		putchar(*words == '|' ? between : *words);
}

static void
bash_option(const struct opt *o)
{
	if (!o->arg || o->type == OPT_MAYBE)
		return;
	printf("\t");
	if (o->letter)
		printf("-%c|", o->letter);
	printf("--%s) ", o->name);
	if (words_of(o)) {
		printf("mapfile -t COMPREPLY < <(compgen -W \"");
		print_words(words_of(o), ' ');
		printf("\" -- \"$word\"); return;;\n");
	} else if (is_file(o)) {
		printf("mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return;;\n");
	} else {
		printf("return;;\n");
	}
}

static void
complete_bash(const struct prog *p)
{
	const struct opt *o;
	size_t            i;

	printf("# bash completion for %s\n_%s", p->name, p->name);
	printf("() {\n\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tCOMPREPLY=()\n\tcase $before in\n");
	for (i = 0; (o = opts_at(p, i)); i++)
		bash_option(o);
	printf("\tesac\n\tif [[ $word == -* ]]; then\n\t\tmapfile -t COMPREPLY < <(compgen -W \"");
	for (i = 0; (o = opts_at(p, i)); i++)
		printf("%s--%s", i ? " " : "", o->name);
	printf("\" -- \"$word\")\n\telse\n\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
	       "\tfi\n}\ncomplete -o filenames -F _%s %s\n", p->name, p->name);
}

/* Text inside '…[…]' of zsh: quotes and brackets are escaped. */
static void
print_zsh_text(const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (*s == '[' || *s == ']' || *s == ':')
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void
zsh_option(const struct opt *o)
{
	const char *repeat = o->type == OPT_LIST ? "*" : "";

	if (o->letter)
		printf("\t'%s(-%c --%s)'{-%c%s,--%s%s}'[", repeat, o->letter, o->name, o->letter,
		    o->arg ? "+" : "", o->name, o->arg ? "=" : "");
	else
		printf("\t'%s--%s%s[", repeat, o->name,
		    o->type == OPT_MAYBE ? "=-" : o->arg ? "=" : "");
	print_zsh_text(o->help);
	putchar(']');
	if (o->arg)
		printf(o->type == OPT_MAYBE ? "::value:" : ":value:");
	if (words_of(o)) {
		putchar('(');
		print_words(words_of(o), ' ');
		putchar(')');
	} else if (is_file(o)) {
		fputs("_files", stdout);
	}
	printf("' \\\n");
}

static void
complete_zsh(const struct prog *p)
{
	const struct opt *o;
	size_t            i;

	printf("#compdef %s\n_arguments -s \\\n", p->name);
	for (i = 0; (o = opts_at(p, i)); i++)
		zsh_option(o);
	printf("\t'*:file:_files'\n");
}

static void
fish_option(const struct prog *p, const struct opt *o)
{
	const char *s;

	printf("complete -c %s -l %s", p->name, o->name);
	if (o->letter)
		printf(" -s %c", o->letter);
	if (o->arg && o->type != OPT_MAYBE)
		printf(is_file(o) ? " -r -F" : " -x");
	if (words_of(o)) {
		printf(" -a '");
		print_words(words_of(o), ' ');
		putchar('\'');
	}
	printf(" -d '");
	for (s = o->help; *s; s++) {
		if (*s == '\'' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	printf("'\n");
}

static void
complete_fish(const struct prog *p)
{
	const struct opt *o;
	size_t            i;

	printf("# fish completion for %s\n", p->name);
	for (i = 0; (o = opts_at(p, i)); i++)
		fish_option(p, o);
}

int
opts_complete(const struct prog *p, const char *shell)
{
	static const struct {
		const char *name;
		void (*print)(const struct prog *);
	} shells[] = {
		{ "bash", complete_bash }, { "zsh", complete_zsh }, { "fish", complete_fish },
	};
	size_t i;

	for (i = 0; i < sizeof shells / sizeof *shells; i++)
		if (strcmp(shell, shells[i].name) == 0) {
			shells[i].print(p);
			return 0;
		}
	return -1;
}
