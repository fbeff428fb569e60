/* approve.c - a person approves exact content: post records in, approval records out */
#include "smm/approve.h"

#include "smm/clock.h"
#include "smm/prog.h"
#include "smm/utf8.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdlib.h>
#include <string.h>

struct approve {
	struct approve_settings set;
	struct mem *scratch;
	struct rec  rec;
	struct buf  room, line;
	int         quit, refused;
};

struct approve *
approve_new(const struct approve_settings *s)
{
	struct approve *a = mem_get(sizeof *a);

	memset(a, 0, sizeof *a);
	a->set = *s;
	a->scratch = mem_new();
	rec_init(&a->rec);
	return a;
}

void
approve_free(struct approve *a)
{
	if (!a)
		return;
	rec_release(&a->rec);
	mem_free(a->scratch);
	buf_release(&a->room);
	buf_release(&a->line);
	free(a);
}

int
approve_exit(const struct approve *a)
{
	return a->refused ? fault_exit(FAULT_POLICY) : 0;
}

/* --- what is shown -------------------------------------------------------------------------------- */

struct showing {
	struct buf *b;
	struct mem *mem;
	const char *key; /* printed before each item */
};

static void
show(struct buf *b, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	buf_fmt(b, "%-10s ", key);
	for (; *text; text++) { /* further lines below the first */
		size_t len = strcspn(text, "\n");

		utf8_add_visible(b, text, len, 0);
		text += len;
		if (!*text)
			break;
		buf_fmt(b, "\n%-10s ", "");
	}
	buf_char(b, '\n');
}

static int
show_item(void *arg, const struct member *m)
{
	const struct showing *s = arg;
	size_t                len;

	if (m->type == SCAN_STRING)
		show(s->b, s->key, scan_text(m->value, s->mem, &len));
	return 0;
}

static int
show_members(void *arg, const struct member *m)
{
	struct showing *s = arg;
	struct showing  inner = *s;

	if (m->type == SCAN_OBJECT) {
		scan_inside(m->value, show_members, &inner);
	} else if (m->type == SCAN_ARRAY) {
		inner.key = mem_dup(s->mem, m->key.at, m->key.len);
		scan_inside(m->value, show_item, &inner);
	} else {
		inner.key = mem_dup(s->mem, m->key.at, m->key.len);
		if (m->type == SCAN_STRING)
			show_item(&inner, m);
		else
			show(s->b, inner.key, mem_dup(s->mem, m->value.at, m->value.len));
	}
	return 0;
}

/* A list or an object: all that is in it. */
static void
show_inside(struct buf *b, const struct rec *r, const char *key, struct mem *m)
{
	const struct member *value = rec_get(r, key);
	struct showing       s = { b, m, key };

	if (!value || (value->type != SCAN_ARRAY && value->type != SCAN_OBJECT))
		return;
	scan_inside(value->value, strcmp(key, "thread") == 0 ? show_item : show_members, &s);
}

void
approve_show(struct buf *b, const struct rec *r)
{
	static const char *const head[] = { "id", "account", "network", "at", "state", "author", NULL };
	static const char *const tail[] = { "link", "title", "lang", "warning", "visibility", "first_comment", NULL };
	static const char *const inner[] = { "media", "poll", "options", NULL };
	struct mem *m = mem_new();
	size_t      i;

	for (i = 0; head[i]; i++)
		show(b, head[i], rec_str(r, head[i], m));
	show(b, "text", rec_str(r, "text", m));
	show_inside(b, r, "thread", m);
	for (i = 0; tail[i]; i++)
		show(b, tail[i], rec_str(r, tail[i], m));
	for (i = 0; inner[i]; i++)
		show_inside(b, r, inner[i], m);
	mem_free(m);
}

/* --- asking --------------------------------------------------------------------------------------- */

static int
write_approval(struct approve *a, const char *id, const char *digest, struct err *e)
{
	char            at[WHEN_SIZE];
	int64_t         now = clock_now();
	struct approval is = { .id = id, .digest = digest, .by = a->set.by, .note = a->set.note };
	struct buf      signature = { 0 };
	int             rc = 0;

	is.at = when_write(at, now, zone_offset(now));
	if (a->set.key)
		rc = approval_sign(&is, a->set.key, &signature, e);
	if (!rc) {
		is.signature = signature.at;
		buf_clear(&a->line);
		approval_add(&a->line, &is);
		rc = out_line(a->set.out, a->line.at, a->line.len, e) || out_flush(a->set.out, e) ? -1 : 0;
	}
	buf_release(&signature);
	return rc;
}

static int
ask(struct approve *a, enum answer *answer, struct err *e)
{
	*answer = ANSWER_YES;
	if (!a->set.ask)
		return 0;
	buf_clear(&a->room);
	approve_show(&a->room, &a->rec);
	return a->set.ask(a->room.at, answer, e);
}

static int
approve_post(struct approve *a, const char *id, const char *digest, struct err *e)
{
	enum answer answer;

	if (ask(a, &answer, e))
		return -1;
	if (answer == ANSWER_YES)
		return write_approval(a, id, digest, e);
	a->refused = 1;
	a->quit = answer == ANSWER_QUIT;
	return 0;
}

static int
is_wanted(const struct approve *a, const char *account)
{
	size_t i;

	for (i = 0; i < a->set.accounts->count; i++)
		if (account && strcmp(a->set.accounts->at[i], account) == 0)
			return 1;
	return !a->set.accounts->count;
}

static int
take_post(struct approve *a, struct err *e)
{
	struct mem       *m = a->scratch;
	const char       *id = rec_str(&a->rec, "id", m), *said = rec_str(&a->rec, "digest", m);
	const char       *account = rec_str(&a->rec, "account", m);
	char              digest[DIGEST_SIZE];
	struct approvable what = { .id = id, .digest = digest, .author = rec_str(&a->rec, "author", m) };
	struct err        ignored;

	if (!is_wanted(a, account))
		return 0;
	if (post_digest(&a->rec, a->set.conf->media_root, &a->room, digest, e))
		return err_in(e, "%s", id);
	if (approvals_check(a->set.known, a->set.conf, &what, &ignored) == 0)
		return 0;
	if (what.author && strcmp(what.author, a->set.by) == 0) {
		a->refused = 1;
		a->set.warn("%s: %s wrote it, so somebody else must approve it", id, a->set.by);
		return 0;
	}
	if (said && strcmp(said, digest) != 0)
		a->set.warn("%s: it was changed after it was planned; what is approved is what is shown", id);
	return approve_post(a, id, digest, e);
}

int
approve_add(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	struct approve *a = arg;

	(void)place;
	mem_reset(a->scratch);
	if (rec_read(&a->rec, line, len, e))
		return -1;
	if (rec_is(&a->rec, "approval"))
		approvals_add(a->set.known, &a->rec);
	if (!rec_is(&a->rec, "post"))
		return 0;
	a->refused |= a->quit;
	return a->quit ? 0 : take_post(a, e);
}
