/* auth_consent.c - a person's consent comes back: by the browser, by hand, or as a password */
#include "auth_parts.h"

#include "smm/clock.h"
#include "smm/lang.h"
#include "smm/url.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#define WAIT_MS     600000 /* a person reads, signs in, looks for a telephone */
#define REQUEST_MAX 16384
#define READ_MS     5000   /* a browser says at once what it wants */

/* --- the address the browser ended at --------------------------------------------------------------- */

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* A member of a query (WHATWG URL, 5.1), decoded; empty when it is not there. */
static void
query_member(const char *query, const char *name, struct buf *out)
{
	size_t len = strlen(name);

	buf_clear(out);
	buf_str(out, "");
	while (*query && (strncmp(query, name, len) != 0 || query[len] != '=')) {
		query += strcspn(query, "&");
		query += *query == '&';
	}
	if (!*query)
		return;
	for (query += len + 1; *query && !strchr("&# \r\n", *query); query++) {
		if (*query == '%' && hex(query[1]) >= 0 && hex(query[2]) >= 0) {
			buf_char(out, (char)(hex(query[1]) << 4 | hex(query[2])));
			query += 2;
		} else {
			buf_char(out, *query == '+' ? ' ' : *query);
		}
	}
}

/* 1 there is a code, 0 this is something else (a browser asks for its icon), -1 the person said no. */
static int
read_query(const char *query, const char *state, struct consent *c, struct err *e)
{
	struct buf came = { 0 };
	int        rc = 0;

	query_member(query, "error", &came);
	if (came.len) {
		rc = err_set(e, FAULT_AUTH, "the network answered \"%.100s\"", came.at);
		goto out;
	}
	query_member(query, "code", &c->code);
	query_member(query, "state", &came);
	if (!c->code.len)
		goto out;
	rc = 1;
	if (strcmp(came.at, state) != 0)
		rc = err_set(e, FAULT_AUTH, "what came back does not belong to this sign-in; begin again");
out:
	buf_release(&came);
	return rc;
}

/* --- the browser comes back -------------------------------------------------------------------------- */

static int
listen_at(const char *redirect, struct err *e)
{
	const char        *host = strstr(redirect, "://"), *port = host ? strchr(host + 3, ':') : NULL;
	struct sockaddr_in a = { .sin_family = AF_INET };
	int                yes = 1, fd;

	if (strncmp(redirect, "http://", 7) != 0 || !url_is_loopback(redirect) || !port)
		return err_set(e, FAULT_USAGE, "nobody can listen at %s: http://127.0.0.1:PORT/ was expected, or "
		    "--paste", redirect);
	a.sin_port = htons((uint16_t)strtoul(port + 1, NULL, 10));
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0)
		return err_sys(e, "socket");
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(fd, 4) == 0)
		return fd;
	err_sys(e, "listen at %s", redirect);
	close(fd);
	return -1;
}

static void
answer(int fd, const char *words)
{
	struct buf page = { 0 };
	ssize_t    n;

	buf_fmt(&page, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
	    "Content-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\n\r\n"
	    "<!doctype html><meta charset=utf-8><title>smmkit</title><p>%s", words);
	n = send(fd, page.at, page.len, MSG_NOSIGNAL);
	(void)n; /* the page is a courtesy */
	buf_release(&page);
}

/* The first line of a request: "GET /callback?code=…&state=… HTTP/1.1". */
static int
read_request(int fd, char *request, struct err *e)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	size_t        len = 0;
	ssize_t       n;

	while (!memchr(request, '\n', len)) {
		if (poll(&p, 1, READ_MS) <= 0 || len == REQUEST_MAX - 1)
			return err_set(e, FAULT_AUTH, "the browser said nothing");
		n = recv(fd, request + len, REQUEST_MAX - 1 - len, 0);
		if (n <= 0)
			return err_set(e, FAULT_AUTH, "the browser went away");
		len += (size_t)n;
	}
	request[len] = '\0';
	request[strcspn(request, "\r\n")] = '\0';
	return 0;
}

/* One visitor. 1 it brought the code, 0 it did not, -1. */
static int
serve(int fd, const char *state, struct consent *c, struct err *e)
{
	char       *request = mem_get(REQUEST_MAX), *query;
	struct err  ignored;
	int         rc = 0;

	if (read_request(fd, request, &ignored) == 0 && (query = strchr(request, '?')))
		rc = read_query(query + 1, state, c, e);
	answer(fd, rc > 0 ? tr("Signed in. You may close this page.") :
	    rc < 0 ? tr("Not signed in; the terminal says why.") : tr("Nothing to see here."));
	explicit_bzero(request, REQUEST_MAX);
	free(request);
	return rc;
}

int
consent_listen(const char *redirect, const char *state, struct consent *c, struct err *e)
{
	int64_t       until = clock_mono() + WAIT_MS;
	int           fd = listen_at(redirect, e), visitor, rc = 0;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (fd < 0)
		return -1;
	while (!rc) {
		if (prog_signal || clock_mono() >= until) {
			rc = err_set(e, FAULT_AUTH, "nobody came back from the browser");
			break;
		}
		if (poll(&p, 1, 1000) <= 0)
			continue;
		visitor = accept(fd, NULL, NULL);
		if (visitor < 0)
			continue;
		rc = serve(visitor, state, c, e);
		close(visitor);
	}
	close(fd);
	return rc < 0 ? -1 : 0;
}

/* --- by hand --------------------------------------------------------------------------------------------- */

static int
read_line(struct buf *line, struct err *e)
{
	char c;

	while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n')
		if (line->len < REQUEST_MAX)
			buf_char(line, c);
	if (!line->len)
		return err_set(e, FAULT_USAGE, "nothing was typed");
	return 0;
}

int
consent_paste(const char *state, struct consent *c, struct err *e)
{
	struct buf  line = { 0 };
	const char *query;
	int         rc = -1;

	if (read_line(&line, e))
		goto out;
	query = strchr(line.at, '?');
	rc = query ? read_query(query + 1, state, c, e) : 0;
	if (!rc)
		rc = err_set(e, FAULT_USAGE, "that is not the address the browser ended at: one with "
		    "?code=...&state=... was expected");
out:
	buf_release(&line);
	return rc < 0 ? -1 : 0;
}

int
consent_password(struct buf *out, struct err *e)
{
	struct termios shown, hidden;
	int            is_terminal = tcgetattr(STDIN_FILENO, &shown) == 0, rc;

	if (is_terminal) {
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	}
	rc = read_line(out, e);
	if (is_terminal)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	return rc;
}
