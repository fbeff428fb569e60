/* result.c - what became of a post, as a result record and as an exit status */
#include "result.h"

#include "smm/net.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <string.h>

static const struct {
	const char *name;
	int         exit; /* -1: as the fault says */
} table[STATUS_COUNT] = {
	[STATUS_DONE]       = { "done",       0 },
	[STATUS_WAITING]    = { "waiting",    0 },
	[STATUS_PLANNED]    = { "planned",    0 },
	[STATUS_PENDING]    = { "pending",    75 },
	[STATUS_RETRY]      = { "retry",      -1 },
	[STATUS_UNSURE]     = { "unsure",     79 },
	[STATUS_REFUSED]    = { "refused",    1 },
	[STATUS_HELD]       = { "held",       69 },
	[STATUS_UNAPPROVED] = { "unapproved", 69 },
	[STATUS_MISSED]     = { "missed",     1 },
};

const char *
status_name(enum status s)
{
	return table[s].name;
}

int
status_find(const char *name)
{
	int i;

	for (i = 0; i < STATUS_COUNT; i++)
		if (strcmp(table[i].name, name) == 0)
			return i;
	return -1;
}

enum status
status_of(const struct job *j)
{
	switch (j->state) {
	case JOB_NEW:
		return j->fault == FAULT_POLICY ? STATUS_HELD : j->fault ? STATUS_RETRY : STATUS_WAITING;
	case JOB_ASKED:
	case JOB_UNSURE:
		return STATUS_UNSURE;
	case JOB_BETWEEN:
		return j->fault == FAULT_POLICY ? STATUS_HELD : j->fault ? STATUS_RETRY : STATUS_PENDING;
	case JOB_DONE:
		return STATUS_DONE;
	case JOB_REFUSED:
		return STATUS_REFUSED;
	case JOB_MISSED:
		return STATUS_MISSED;
	}
	return STATUS_UNSURE;
}

int
status_exit(enum status s, enum fault fault)
{
	if (table[s].exit >= 0)
		return table[s].exit;
	return fault == FAULT_NONE ? fault_exit(FAULT_AGAIN) : fault_exit(fault);
}

static void
add_time(struct buf *b, const char *key, int64_t ms)
{
	char text[WHEN_SIZE];

	json_str(b, key, when_write(text, ms, zone_offset(ms)));
}

/* A look that the network has put off has its time, too. */
static int
is_put_off(const struct job *j, enum status s)
{
	return j->wake && (s == STATUS_RETRY || s == STATUS_HELD || (j->state == JOB_ASKED && j->fault == FAULT_LIMIT));
}

static void
add_error(struct buf *b, const struct job *j, enum status s)
{
	if (!j->message)
		return;
	json_key(b, "error");
	buf_char(b, '{');
	json_str(b, "fault", fault_name(j->fault));
	json_str(b, "message", j->message);
	if (j->http)
		json_int(b, "http", j->http);
	if (is_put_off(j, s))
		add_time(b, "retry_at", j->wake);
	buf_char(b, '}');
}

/* What an action was about and whom it cites. */
static void
add_cited(struct buf *b, const struct job *j)
{
	static const char *const copied[] = { "message", "article", "by" };
	json_t                  *rec;
	size_t                   i;

	if (!j->rec || strcmp(j->op, op_name(OP_PUBLISH)) == 0)
		return;
	rec = json_loads(j->rec, 0, NULL);
	for (i = 0; i < sizeof copied / sizeof *copied; i++)
		json_str(b, copied[i], json_string_value(json_object_get(rec, copied[i])));
	json_decref(rec);
}

void
result_add_cost(struct buf *b, int64_t micros, const char *currency)
{
	b->len--; /* the brace of result_add() */
	json_int(b, "cost", micros);
	json_str(b, "currency", *currency ? currency : NULL);
	buf_char(b, '}');
}

void
result_add(struct buf *b, const struct job *j, enum status s, int64_t at)
{
	buf_char(b, '{');
	json_str(b, "type", "result");
	json_str(b, "id", j->id);
	json_str(b, "op", j->op);
	json_str(b, "account", j->account);
	json_str(b, "network", j->network);
	json_str(b, "status", status_name(s));
	json_str(b, "ref", j->ref);
	json_str(b, "url", j->url);
	add_time(b, "at", at);
	json_int(b, "attempts", j->attempts);
	if (s != STATUS_DONE && s != STATUS_WAITING && s != STATUS_PLANNED)
		add_error(b, j, s);
	json_str(b, "campaign", j->campaign);
	json_str(b, "pillar", j->pillar);
	json_str(b, "entry", j->entry);
	add_cited(b, j);
	if (s == STATUS_DONE || s == STATUS_WAITING)
		json_str(b, "note", j->message);
	buf_char(b, '}');
}
