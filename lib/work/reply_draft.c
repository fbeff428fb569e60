/* reply_draft.c - answers that a program proposes: action lines, which nobody sends before somebody has decided */
#include "smm/drafts.h"
#include "smm/inbox.h"
#include "smm/json.h"
#include "smm/reply.h"

#include "capture.h"
#include "publish_parts.h"

#include <string.h>

json_t *
publish_thread(const struct publish_settings *set, const char *id, int64_t patience_ms, struct err *e)
{
	struct inbox_settings s = { .conf = set->conf, .store = set->store, .parallel = 1, .note = set->note,
		.warn = set->say, .progress = set->progress, .patience_ms = patience_ms };
	struct capture        c;
	struct err            ignored;
	json_t               *thread;
	int                   rc;

	if (capture_open(&c, e))
		return NULL;
	s.out = &c.out;
	rc = inbox_thread(&s, id, e);
	thread = capture_end(&c, rc ? &ignored : e);
	if (!rc)
		return thread;
	json_decref(thread);
	return NULL;
}

/* A conversation that cannot be read makes a draft harder, not impossible. */
static json_t *
thread_of(struct publish *p, const char *id)
{
	struct err why;
	json_t    *thread = publish_thread(&p->set, id, 0, &why);

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
