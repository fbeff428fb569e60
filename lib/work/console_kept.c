/*
 * console_kept.c - the messages that are open, and what was decided, in a file
 *
 * Lines are appended as things happen: a message that came, an action before it is carried out, its result. Who reads
 * them from the top knows what is open; now and then that alone is written again. Who appends holds a lock for
 * that moment; who sits at the desk holds another, so that what comes meanwhile can be left there.
 */
#include "console_parts.h"

#include "smm/clock.h"
#include "smm/file.h"
#include "smm/json.h"
#include "smm/when.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

void
kept_init(struct kept *k, const struct conf *conf)
{
	struct buf path = { 0 };

	buf_fmt(&path, "%s/desk/open.jsonl", conf->sessions);
	k->path = path.at;
	path = (struct buf){ 0 };
	buf_fmt(&path, "%s/desk/lock", conf->sessions);
	k->lock = path.at;
	k->seat = -1;
}

void
kept_release(struct kept *k)
{
	if (k->seat >= 0)
		close(k->seat);
	buf_release(&k->more);
	free(k->path);
	free(k->lock);
}

/* "lock": who appends; "lock.seat": who sits. */
static int
take_lock(const struct kept *k, const char *end, int how, struct err *e)
{
	struct buf path = { 0 };
	int        fd = -1, rc;

	buf_fmt(&path, "%s%s", k->lock, end);
	if (!file_make_folder(path.at, e)) {
		fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			err_sys(e, "open %s", path.at);
	}
	do
		rc = fd < 0 ? 0 : flock(fd, how);
	while (rc && errno == EINTR);
	if (rc) {
		if (errno == EWOULDBLOCK)
			err_set(e, FAULT_AGAIN, "another cm-reply -i is open here; "
			    "what came in waits for the next one");
		else
			err_sys(e, "lock %s", path.at);
		close(fd);
		fd = -1;
	}
	buf_release(&path);
	return fd;
}

int
kept_sit(struct kept *k, struct err *e)
{
	k->seat = take_lock(k, ".seat", LOCK_EX | LOCK_NB, e);
	return k->seat < 0 ? -1 : 0;
}

void
kept_line(struct kept *k, const char *line, size_t len)
{
	buf_add(&k->more, line, len);
	buf_char(&k->more, '\n');
}

void
kept_record(struct kept *k, const json_t *record)
{
	json_put(&k->more, record);
	buf_char(&k->more, '\n');
}

/* A line that was cut by a crash stays one line: what follows begins with a line feed. */
static int
append(const char *path, const struct buf *more, struct err *e)
{
	int     fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600), rc = 0;
	size_t  at = 0;
	ssize_t n = 0;

	if (fd < 0)
		return err_sys(e, "open %s", path);
	n = write(fd, "\n", 1);
	while (n >= 0 && at < more->len && ((n = write(fd, more->at + at, more->len - at)) >= 0 || errno == EINTR))
		at += n > 0 ? (size_t)n : 0;
	if (at < more->len || fsync(fd))
		rc = err_sys(e, "write %s", path);
	if (close(fd) && !rc)
		rc = err_sys(e, "write %s", path);
	return rc;
}

int
kept_flush(struct kept *k, struct err *e)
{
	int lock, rc;

	if (!k->more.len)
		return 0;
	lock = take_lock(k, "", LOCK_EX, e);
	if (lock < 0)
		return -1;
	rc = append(k->path, &k->more, e);
	close(lock);
	if (!rc)
		buf_clear(&k->more);
	return rc;
}

/* Lines that are no JSON, one that a crash has cut among them, are passed over. NULL with e. */
static json_t *
read_all(const struct kept *k, struct err *e)
{
	FILE   *f = fopen(k->path, "re");
	json_t *list = json_array(), *one;
	char   *line = NULL;
	size_t  room = 0;
	ssize_t n;
	int     bad;

	if (!f && errno == ENOENT)
		return list;
	while (f && (n = getline(&line, &room, f)) > 0)
		if ((one = json_read(line, (size_t)n)))
			json_array_append_new(list, one);
	bad = !f || ferror(f) ? err_sys(e, "read %s", k->path) : 0;
	free(line);
	if (f)
		fclose(f);
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

static int
replace(const struct kept *k, const json_t *records, struct err *e)
{
	struct buf    all = { 0 };
	const json_t *one;
	size_t        i;
	int           rc = 0;

	json_array_foreach(records, i, one) {
		json_put(&all, one);
		buf_char(&all, '\n');
	}
	if (all.len)
		rc = file_replace(k->path, all.at, e);
	else if (unlink(k->path) && errno != ENOENT)
		rc = err_sys(e, "remove %s", k->path);
	buf_release(&all);
	return rc;
}

/* --- what is left of what happened ------------------------------------------------------------- */

struct left { /* by id, in the order in which they came */
	json_t *messages, *words, *actions;
};

static int
is_one_of(const char *word, const char *const *list)
{
	while (*list && strcmp(*list, word) != 0)
		list++;
	return *list != NULL;
}

int
console_settles(const char *op, const char *status)
{
	static const char *const ops[] = { "reply", "reply_private", "hide", "hold", "delete", "assign", "escalate",
		"close", NULL };
	static const char *const done[] = { "done", "pending", "planned", NULL };

	return is_one_of(op, ops) && is_one_of(status, done);
}

int
console_is_final(const char *status)
{
	static const char *const open[] = { "retry", "unsure", "held", "unapproved", "waiting", NULL };

	return !is_one_of(status, open);
}

static void
take_result(struct left *l, const json_t *result)
{
	if (console_is_final(text_at(result, "status")))
		json_object_del(l->actions, text_at(result, "id"));
	if (!console_settles(text_at(result, "op"), text_at(result, "status")))
		return;
	json_object_del(l->messages, text_at(result, "message"));
	json_object_del(l->words, text_at(result, "message"));
}

static void
take(struct left *l, json_t *record, int64_t now)
{
	const char *type = text_at(record, "type"), *expires = text_at(record, "expires");
	int64_t     end;

	if (strcmp(type, "result") == 0)
		take_result(l, record);
	else if (strcmp(type, "action") == 0)
		json_object_set(l->actions, text_at(record, "id"), record);
	else if (strcmp(type, "words") == 0)
		json_object_set(l->words, text_at(record, "message"), record);
	else if (strcmp(type, "message") == 0 && (when_read(expires, strlen(expires), &end, NULL) || end > now))
		json_object_set(l->messages, text_at(record, "id"), record);
}

static void
add_all(json_t *list, json_t *by_id)
{
	const char *id;
	json_t     *one;

	json_object_foreach(by_id, id, one)
		json_array_append(list, one);
}

static json_t *
find_left(const json_t *records)
{
	struct left l = { json_object(), json_object(), json_object() };
	json_t     *list = json_array(), *one;
	size_t      i;

	json_array_foreach(records, i, one)
		take(&l, one, clock_now());
	add_all(list, l.messages);
	add_all(list, l.words);
	add_all(list, l.actions);
	json_decref(l.messages);
	json_decref(l.words);
	json_decref(l.actions);
	return list;
}

int
console_forget(const struct conf *conf, struct err *e)
{
	struct kept k = { 0 };
	json_t     *left = NULL;
	int         rc = 0;

	kept_init(&k, conf);
	if (access(k.path, F_OK) == 0) {
		left = kept_tidy(&k, 1, e);
		rc = left ? 0 : -1;
	}
	json_decref(left);
	kept_release(&k);
	return rc;
}

json_t *
kept_tidy(struct kept *k, int to_write, struct err *e)
{
	int     lock = to_write ? take_lock(k, "", LOCK_EX, e) : -1, rc = 0;
	json_t *all = to_write && lock < 0 ? NULL : read_all(k, e), *left = all ? find_left(all) : NULL;

	if (left && to_write)
		rc = replace(k, left, e);
	json_decref(all);
	if (lock >= 0)
		close(lock);
	if (!rc)
		return left;
	json_decref(left);
	return NULL;
}
