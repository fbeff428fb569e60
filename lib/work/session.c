/* session.c - what an account signs its requests with */
#include "session.h"

#include "smm/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SESSION_MAX   (64 << 10)
#define LOCK_WAIT_MS  5000
#define LOCK_PAUSE_MS 20

static void
session_path(struct buf *b, const struct conf *conf, const struct account *a, const char *end)
{
	buf_fmt(b, "%s/%s%s", conf->sessions, a->name, end);
}

static int
token_session(const struct account *a, json_t **session, struct err *e)
{
	struct buf token = { 0 };
	int        rc = -1;

	if (a->secret.kind == SECRET_NONE)
		return err_set(e, FAULT_AUTH, "account %s has no `secret` in smm.yaml", a->name);
	if (secret_get(&a->secret, &token, e))
		return err_in(e, "account %s", a->name);
	*session = *token.at == '{' ? json_loadb(token.at, token.len, 0, NULL) :
	    json_pack("{s:s%}", "token", token.at, token.len);
	if (*session)
		rc = 0;
	else
		err_set(e, FAULT_AUTH, "account %s: the secret is not UTF-8 text", a->name);
	secret_wipe(&token);
	return rc;
}

/* A session belongs to one server and user: after a change in smm.yaml it is of no use. */
static int
is_of(const json_t *session, const struct account *a)
{
	const char *server = json_string_value(json_object_get(session, "of_server"));
	const char *user = json_string_value(json_object_get(session, "of_user"));

	return server && user && strcmp(server, a->server ? a->server : "") == 0 &&
	    strcmp(user, a->user ? a->user : "") == 0;
}

/* A file that others may read is not trusted; one that is not JSON is not there. */
static json_t *
read_session(int fd, const char *path, struct err *e)
{
	struct stat st;
	char        text[SESSION_MAX];
	ssize_t     n;
	json_t     *j;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || (st.st_mode & 077)) {
		err_set(e, FAULT_AUTH, "%s may be read by others: chmod 600 %s", path, path);
		return NULL;
	}
	n = read(fd, text, sizeof text);
	j = n > 0 ? json_loadb(text, (size_t)n, 0, NULL) : NULL;
	explicit_bzero(text, sizeof text);
	return json_is_object(j) ? j : json_object();
}

static int
kept_session(const struct conf *conf, const struct account *a, json_t **session, struct err *e)
{
	struct buf path = { 0 };
	int        fd, rc = -1;

	*session = NULL;
	session_path(&path, conf, a, ".json");
	fd = open(path.at, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0) {
		rc = errno == ENOENT ? 0 : err_sys(e, "open %s", path.at);
		goto out;
	}
	*session = read_session(fd, path.at, e);
	close(fd);
	if (!*session)
		goto out;
	if (!is_of(*session, a)) {
		session_close(*session);
		*session = NULL;
	}
	rc = 0;
out:
	buf_release(&path);
	return rc;
}

int
session_open(const struct conf *conf, const struct account *a, const struct net *n,
    json_t **session, struct err *e)
{
	if (!n->ops[OP_LOGIN])
		return token_session(a, session, e);
	return kept_session(conf, a, session, e);
}

/* Where the token itself is the secret, the session takes its place. */
static int
is_secret(const struct net *n)
{
	return n->oauth && !n->ops[OP_LOGIN];
}

int
session_can_save(const struct account *a, const struct net *n)
{
	return !is_secret(n) || a->secret.kind == SECRET_FILE || a->secret.kind == SECRET_HELPER;
}

static int
save_text(const struct conf *conf, const struct account *a, const struct net *n, const char *text, struct err *e)
{
	struct buf path = { 0 };
	int        rc;

	if (is_secret(n))
		return secret_put(&a->secret, text, e);
	session_path(&path, conf, a, ".json");
	rc = file_replace(path.at, text, e);
	buf_release(&path);
	return rc;
}

int
session_save(const struct conf *conf, const struct account *a, const struct net *n,
    const json_t *session, struct err *e)
{
	json_t *copy = json_copy((json_t *)(uintptr_t)session);
	char   *text;
	int     rc;

	if (!is_secret(n)) {
		json_object_set_new(copy, "of_server", json_string(a->server ? a->server : ""));
		json_object_set_new(copy, "of_user", json_string(a->user ? a->user : ""));
	}
	text = json_dumps(copy, JSON_COMPACT);
	rc = save_text(conf, a, n, text, e);
	explicit_bzero(text, strlen(text));
	free(text);
	json_decref(copy);
	return rc;
}

int
session_erase(const struct conf *conf, const struct account *a, const struct net *n, struct err *e)
{
	struct buf path = { 0 };
	int        rc;

	if (is_secret(n))
		return secret_erase(&a->secret, e);
	session_path(&path, conf, a, ".json");
	rc = unlink(path.at) && errno != ENOENT ? err_sys(e, "remove %s", path.at) : 0;
	buf_release(&path);
	return rc;
}

/* 1 it is ours, 0 another process has it, -1. */
static int
lock_file(const struct session_lock *l, const struct account *a, struct err *e)
{
	if (flock(l->file, LOCK_EX | LOCK_NB) == 0)
		return 1;
	return errno == EWOULDBLOCK || errno == EINTR ? 0 : err_sys(e, "lock the session of account %s", a->name);
}

static int
lock_store(const struct session_lock *l, const struct account *a, struct err *e)
{
	struct mem *m = mem_new();
	int         is_ours = store_lock(l->store, mem_fmt(m, "session %s", a->name), e);

	mem_free(m);
	return is_ours;
}

/* Tried for some seconds, since who has it waits for one answer of the network. */
static int
wait_for(const struct session_lock *l, const struct account *a,
    int (*take)(const struct session_lock *l, const struct account *a, struct err *e), struct err *e)
{
	const struct timespec pause = { 0, LOCK_PAUSE_MS * 1000000L };
	int                   left = LOCK_WAIT_MS / LOCK_PAUSE_MS, is_ours;

	while ((is_ours = take(l, a, e)) == 0) {
		if (!left--)
			return err_set(e, FAULT_AGAIN, "another process is signing account %s in", a->name);
		nanosleep(&pause, NULL);
	}
	return is_ours < 0 ? -1 : 0;
}

static int
open_lock(const struct conf *conf, const struct account *a, struct err *e)
{
	struct buf path = { 0 };
	int        fd = -1;

	session_path(&path, conf, a, ".lock");
	if (file_make_folder(path.at, e) == 0) {
		fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			err_sys(e, "open %s", path.at);
	}
	buf_release(&path);
	return fd;
}

int
session_lock(struct session_lock *l, const struct conf *conf, const struct account *a, struct err *e)
{
	l->store = NULL;
	l->file = open_lock(conf, a, e);
	if (l->file < 0 || wait_for(l, a, lock_file, e))
		return -1;
	if (!store_is_shared(conf->store))
		return 0;
	return store_open(&l->store, conf->store, e) || wait_for(l, a, lock_store, e) ? -1 : 0;
}

void
session_unlock(struct session_lock *l)
{
	store_close(l->store);
	if (l->file >= 0)
		close(l->file);
	*l = (struct session_lock){ .file = -1 };
}

void
session_close(json_t *session)
{
	json_decref(session);
}
