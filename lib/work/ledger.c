/* ledger.c - the ledger shown, and settled by a person's word */
#include "smm/publish.h"

#include "smm/clock.h"
#include "smm/net.h"
#include "smm/store.h"

#include "result.h"

#include <stdlib.h>
#include <string.h>

struct listing {
	struct out *out;
	struct buf  line;
	int         which; /* a status; -1: all */
};

static int
list_job(void *arg, const struct job *j, struct err *e)
{
	struct listing *l = arg;
	enum status     s = status_of(j);

	if (l->which >= 0 && (int)s != l->which)
		return 0;
	buf_clear(&l->line);
	result_add(&l->line, j, s, j->changed);
	return out_line(l->out, l->line.at, l->line.len, e);
}

int
publish_status(const struct publish_settings *s, const char *which, struct err *e)
{
	struct listing l = { .out = s->out, .which = *which ? status_find(which) : -1 };
	struct store  *store;
	int            rc;

	if (*which && l.which < 0)
		return err_set(e, FAULT_USAGE, "--status is \"%s\", done, waiting, pending, retry, unsure, "
		    "refused or missed was expected", which);
	if (!store_exists(s->store))
		return 0; /* nothing has ever been sent */
	if (store_open(&store, s->store, e))
		return -1;
	rc = store_scan(store, -1, list_job, &l, e);
	store_close(store);
	buf_release(&l.line);
	return rc;
}

/* Splits "ID=done"; ids may hold '=' themselves, so the last one counts. */
static int
read_word(const char *word, char **id, enum job_state *state, struct err *e)
{
	const char *equals = strrchr(word, '=');

	if (!equals || equals == word || (strcmp(equals, "=done") != 0 && strcmp(equals, "=again") != 0))
		return err_set(e, FAULT_USAGE, "--settle is \"%s\", ID=done or ID=again was expected", word);
	*state = equals[1] == 'd' ? JOB_DONE : JOB_NEW;
	*id = mem_copy(word);
	(*id)[equals - word] = '\0';
	return 0;
}

static int
write_settled(const struct publish_settings *s, struct store *store, const char *id, struct err *e)
{
	struct listing l = { .out = s->out, .which = -1 };
	struct mem    *m = mem_new();
	struct job     j;
	int            rc = store_find(store, id, op_name(OP_PUBLISH), &j, m, e);

	if (rc > 0)
		rc = list_job(&l, &j, e);
	buf_release(&l.line);
	mem_free(m);
	return rc;
}

int
publish_settle(const struct publish_settings *s, const char *word, struct err *e)
{
	enum job_state state = JOB_DONE;
	struct store  *store = NULL;
	char          *id = NULL;
	int            rc = -1, found;

	if (read_word(word, &id, &state, e))
		return -1;
	if (!store_exists(s->store)) {
		err_set(e, FAULT_USAGE, "the ledger %s has no post yet", s->store);
		goto out;
	}
	if (store_open(&store, s->store, e))
		goto out;
	found = s->dry_run ? 1 :
	    store_settle(store, id, op_name(OP_PUBLISH), state, clock_now(), e);
	if (found == 0)
		err_set(e, FAULT_USAGE, "the ledger has no post \"%s\"; smm-post --status lists them", id);
	if (found > 0)
		rc = write_settled(s, store, id, e);
out:
	store_close(store);
	free(id);
	return rc;
}
