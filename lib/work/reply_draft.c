/* reply_draft.c - answers that a program proposes: action lines, which nobody sends before somebody has decided */
#include "smm/drafts.h"
#include "smm/inbox.h"
#include "smm/json.h"
#include "smm/reply.h"

#include "publish_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *
read_lines(FILE *f)
{
	json_t *list = json_array(), *one;
	char   *line = NULL;
	size_t  room = 0;
	ssize_t n;

	rewind(f);
	while ((n = getline(&line, &room, f)) > 0)
		if ((one = json_read(line, (size_t)n)))
			json_array_append_new(list, one);
	free(line);
	return list;
}

/* The conversation of a message, oldest first, through a file without a name. NULL with e. */
static json_t *
ask_thread(struct publish *p, const char *id, struct err *e)
{
	struct inbox_settings s = { .conf = p->set.conf, .store = p->set.store, .parallel = 1, .note = p->set.note,
		.warn = p->set.say, .progress = p->set.progress };
	struct out            out;
	FILE                 *f = tmpfile();
	json_t               *thread = NULL;
	int                   rc;

	if (!f) {
		err_sys(e, "make a temporary file");
		return NULL;
	}
	s.out = &out;
	rc = out_open(&out, mem_fmt(p->scratch, "/dev/fd/%d", fileno(f)), e);
	if (!rc) {
		rc = inbox_thread(&s, id, e);
		if (!rc)
			rc = out_flush(&out, e);
		out_close(&out, &(struct err){ 0 });
	}
	if (!rc)
		thread = read_lines(f);
	fclose(f);
	return thread;
}

/* A conversation that cannot be read makes a draft harder, not impossible. */
static json_t *
thread_of(struct publish *p, const char *id)
{
	struct err why;
	json_t    *thread = ask_thread(p, id, &why);

	if (thread)
		return thread;
	p->set.note("%s: %s: drafted without its conversation", id, why.text);
	return json_array();
}

static int
draft(struct publish *p, const json_t *message, const char *id, struct err *e)
{
	json_t     *thread = thread_of(p, id);
	struct err  why;
	const char *text = drafts_ask(p->set.drafts, message, thread, p->scratch, &why), *line;

	json_decref(thread);
	if (!text) {
		p->set.say("%s: %s", id, why.text);
		p->exit = exit_worse(p->exit, fault_exit(why.fault));
		return 0;
	}
	line = drafts_action(p->set.drafts, message, text, p->scratch);
	return out_line(p->set.out, line, strlen(line), e) ? -1 : 0;
}

int
publish_draft(struct publish *p, const char *line, size_t len, struct err *e)
{
	json_t     *message = json_read(line, len);
	const char *id = json_string_value(json_object_get(message, "id"));
	const char *account = json_string_value(json_object_get(message, "account"));
	int         rc = 0;

	if (id && account && publish_is_wanted(p, account) && !json_is_true(json_object_get(message, "own")))
		rc = draft(p, message, id, e);
	json_decref(message);
	return rc;
}
