/* tone.c - an answer judged before it leaves */
#include "smm/tone.h"

#include "smm/classify.h"
#include "smm/lang.h"
#include "smm/lint.h"
#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define CERTAIN 900 /* thousandths: below, the language may be what the message has */

struct tone {
	const struct strategy *strategy;
	struct classify       *classify; /* opened when a language is to be guessed; NULL: not yet, or not there */
	int                    tried;
};

struct judging {
	struct buf   *said;
	enum severity worst;
};

struct tone *
tone_new(const struct strategy *s)
{
	struct tone *t = mem_get(sizeof *t);

	*t = (struct tone){ .strategy = s };
	return t;
}

void
tone_free(struct tone *t)
{
	if (t)
		classify_close(t->classify);
	free(t);
}

static void
say(struct judging *j, enum severity severity, const char *words)
{
	buf_fmt(j->said, "%s%s", j->said->len ? "; " : "", words);
	if (severity > j->worst)
		j->worst = severity;
}

/* Of a post's rules those that an answer has, too. */
static void
take_finding(void *arg, const struct finding *f)
{
	if (f->rule == RULE_BANNED_WORD || f->rule == RULE_CAPITALS || f->rule == RULE_DOUBLED_WORD)
		say(arg, f->severity, f->message);
}

static void
judge_words(const struct tone *t, const char *text, struct judging *j)
{
	const char *const parts[] = { text };
	const struct lint_post p = { .strategy = t->strategy, .file = "", .id = "", .entry = "", .account = "",
		.network = "", .text = text, .parts = parts, .nparts = 1, .said = 1 };
	struct lint *l = lint_new(take_finding, j);

	lint_post(l, &p);
	lint_free(l);
}

/* Those that the classifier tells apart. */
static int
is_told_apart(const char *lang, size_t len)
{
	static const char *const all[] = { "fr", "en", "de", "es", "it", "pt" };
	size_t                   i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		if (len == 2 && strncmp(all[i], lang, 2) == 0)
			return 1;
	return 0;
}

static void
judge_language(struct tone *t, const char *text, const char *lang, struct judging *j)
{
	size_t            len = strcspn(lang, "-");
	struct classified c;
	struct err        ignored;
	struct buf        words = { 0 };

	if (!is_told_apart(lang, len))
		return;
	if (!t->tried)
		t->classify = classify_open(NULL, CLASSIFY_LANGUAGE, &ignored);
	t->tried = 1;
	if (!t->classify)
		return;
	classify_text(t->classify, text, strlen(text), &c);
	if (c.lang_score < CERTAIN || strcmp(c.lang, "und") == 0 || strncmp(c.lang, lang, len) == 0)
		return;
	buf_fmt(&words, tr("the message is in \"%.*s\", the answer in \"%s\""), (int)len, lang, c.lang);
	say(j, SEVERITY_WARNING, words.at);
	buf_release(&words);
}

enum severity
tone_judge(struct tone *t, const char *text, const char *lang, struct buf *said)
{
	struct judging j = { said, SEVERITY_OFF };

	judge_words(t, text, &j);
	if (lang && *lang)
		judge_language(t, text, lang, &j);
	return j.worst;
}
