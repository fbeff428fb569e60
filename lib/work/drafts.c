/* drafts.c - words for an answer that a program proposes */
#include "smm/drafts.h"

#include "smm/child.h"
#include "smm/hash.h"
#include "smm/json.h"
#include "smm/utf8.h"

#include <stdlib.h>
#include <string.h>

#define DRAFT_MAX 65536  /* bytes */
#define DRAFT_MS  120000 /* models take their time */

static int
run(const char *command, const struct buf *in, struct buf *out, struct err *e)
{
	char        *copy = mem_copy(command), *words[CHILD_WORDS];
	struct child c = { .words = words, .in = in->at, .in_len = in->len, .max = DRAFT_MAX, .limit_ms = DRAFT_MS,
		.fault = FAULT_AGAIN };
	int          rc = child_split(copy, words, FAULT_USAGE, e);

	if (!rc)
		rc = child_run(&c, out, e);
	free(copy);
	return rc;
}

static const char *
trim(const struct buf *b, struct mem *m)
{
	const char *s = b->at;
	size_t      len = b->len;

	while (len && strchr(" \t\r\n", s[len - 1]))
		len--;
	while (len && strchr(" \t\r\n", *s)) {
		s++;
		len--;
	}
	return mem_dup(m, s, len);
}

const char *
drafts_ask(const struct drafts *d, const json_t *message, const json_t *thread, struct mem *m, struct err *e)
{
	json_t     *question = json_copy((json_t *)(uintptr_t)message);
	struct buf  in = { 0 }, out = { 0 };
	const char *text = NULL;

	json_object_set(question, "thread", (json_t *)(uintptr_t)thread);
	if (d->tone)
		json_object_set_new(question, "tone", json_string(d->tone));
	json_put(&in, question);
	buf_char(&in, '\n');
	if (!run(d->command, &in, &out, e)) {
		text = trim(&out, m);
		if (!*text || utf8_valid(text, strlen(text)) != strlen(text) || strlen(text) != strcspn(text, "\033")) {
			err_set(e, FAULT_AGAIN, "%s: the draft is %s", d->command, *text ? "no plain text" : "empty");
			text = NULL;
		}
	}
	json_decref(question);
	buf_release(&in);
	buf_release(&out);
	return text;
}

const char *
drafts_by(const struct drafts *d, struct mem *m)
{
	const char *s = d->command + strspn(d->command, " \t\"'"), *end = s + strcspn(s, " \t\"'"), *slash;

	for (slash = end; slash > s && slash[-1] != '/'; slash--)
		;
	return mem_fmt(m, "draft:%.*s", (int)(end - slash), slash);
}

int
drafts_is_open(const char *by)
{
	return by && strncmp(by, "draft:", 6) == 0 && (!strchr(by, '+') || !strchr(by, '+')[1]);
}

char *
drafts_action(const struct drafts *d, const json_t *message, const char *text, struct mem *m)
{
	static const char *const copied[] = { "account", "network", "lang", "at" };
	const char              *id = json_string_value(json_object_get(message, "id"));
	json_t                  *a;
	struct buf               b = { 0 };
	char                     sum[DIGEST_SIZE], *line;
	size_t                   i;

	hash_digest(text, strlen(text), sum);
	a = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "type", "action", "id",
	    mem_fmt(m, "%s/reply/%.8s", id, sum + strlen("sha256:")), "message", id, "op", "reply", "text", text, "by",
	    drafts_by(d, m));
	for (i = 0; i < sizeof copied / sizeof *copied; i++)
		json_object_set(a, copied[i], json_object_get(message, copied[i]));
	json_put(&b, a);
	line = mem_dup(m, b.at, b.len);
	buf_release(&b);
	json_decref(a);
	return line;
}
