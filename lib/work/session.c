/* session.c - what an account signs its requests with */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SESSION_MAX (64 << 10)

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
	*session = json_pack("{s:s#}", "token", token.at ? token.at : "", (int)token.len);
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

static int
write_text(int fd, const char *text, const char *path, struct err *e)
{
	size_t  len = strlen(text);
	ssize_t n;

	while (len) {
		n = write(fd, text, len);
		if (n < 0 && errno != EINTR)
			return err_sys(e, "write %s", path);
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return fsync(fd) ? err_sys(e, "write %s", path) : 0;
}

/* The name is durable only when the folder is. */
static int
sync_folder(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return err_sys(e, "open %s", path);
	rc = fsync(fd) ? err_sys(e, "write %s", path) : 0;
	close(fd);
	return rc;
}

static int
make_folder(char *path, struct err *e)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) && errno != EEXIST)
			return err_sys(e, "make the folder %s", path);
		*slash = '/';
	}
	if (mkdir(path, 0700) && errno != EEXIST)
		return err_sys(e, "make the folder %s", path);
	return 0;
}

static int
replace_file(const char *path, const char *beside, const char *text, struct err *e)
{
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	int rc;

	if (fd < 0)
		return err_sys(e, "open %s", beside);
	rc = write_text(fd, text, beside, e);
	if (close(fd) && !rc)
		rc = err_sys(e, "write %s", beside);
	if (!rc && rename(beside, path))
		rc = err_sys(e, "rename %s", beside);
	if (rc)
		unlink(beside);
	return rc;
}

int
session_save(const struct conf *conf, const struct account *a, const json_t *session, struct err *e)
{
	struct buf path = { 0 }, beside = { 0 };
	json_t    *copy = json_copy((json_t *)(uintptr_t)session);
	char      *text, *folder = mem_copy(conf->sessions);
	int        rc = -1;

	json_object_set_new(copy, "of_server", json_string(a->server ? a->server : ""));
	json_object_set_new(copy, "of_user", json_string(a->user ? a->user : ""));
	text = json_dumps(copy, JSON_COMPACT);
	session_path(&path, conf, a, ".json");
	session_path(&beside, conf, a, ".json.new");
	if (!make_folder(folder, e) && !replace_file(path.at, beside.at, text, e))
		rc = sync_folder(conf->sessions, e);
	explicit_bzero(text, strlen(text));
	free(text);
	free(folder);
	json_decref(copy);
	buf_release(&path);
	buf_release(&beside);
	return rc;
}

void
session_close(json_t *session)
{
	json_decref(session);
}
