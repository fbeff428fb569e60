/* kept.c - a kept connection that dies: what may be repeated is, by libcurl; nothing else is */
#include "tap.h"

#include "smm/http.h"
#include "smm/mem.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum after_first { STAYS, CLOSES }; /* the connection, once the first is answered; STAYS: the second is not */

/* 1: a whole request; 0: the connection has ended. */
static int
read_request(int fd)
{
	char    text[4096], *end, *length;
	size_t  len = 0, need = sizeof text;
	ssize_t n;

	while (len < need) {
		n = read(fd, text + len, sizeof text - 1 - len);
		if (n <= 0)
			return 0;
		text[len += (size_t)n] = '\0';
		end = strstr(text, "\r\n\r\n");
		length = strstr(text, "\r\nContent-Length:");
		if (end)
			need = (size_t)(end + 4 - text) + (length ? strtoul(length + 17, NULL, 10) : 0);
	}
	return 1;
}

static void
tell(int told)
{
	if (write(told, ".", 1) != 1)
		_exit(1);
}

/* One connection; n: the requests so far. 1 once it is the server that closes it. */
static int
serve_one(int fd, int told, enum after_first after, int *n)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

	while (read_request(fd)) {
		++*n;
		if (*n > 1 || after == STAYS)
			tell(told);
		if (*n == 2 && after == STAYS)
			return 1;
		if (write(fd, answer, sizeof answer - 1) < 0)
			_exit(1);
		if (*n == 1 && after == CLOSES)
			return 1;
	}
	return 0;
}

/* For ever. A byte in `told` for each request; of the first, when it closes, once it is closed. */
static void
serve(int listening, int told, enum after_first after)
{
	int fd, n = 0, closes;

	while ((fd = accept(listening, NULL, NULL)) >= 0) {
		closes = serve_one(fd, told, after, &n);
		close(fd);
		if (closes && after == CLOSES)
			tell(told);
	}
	_exit(1);
}

struct server {
	pid_t pid;
	int   told;
	char  url[64];
};

static struct server
start_server(enum after_first after)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t          len = sizeof to;
	struct server      s = { 0, -1, "" };
	int                fd = socket(AF_INET, SOCK_STREAM, 0), ends[2];

	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof to) || listen(fd, 8) || pipe(ends) ||
	    getsockname(fd, (struct sockaddr *)&to, &len))
		exit(71);
	s.pid = fork();
	if (!s.pid)
		serve(fd, ends[1], after);
	close(fd);
	close(ends[1]);
	s.told = ends[0];
	snprintf(s.url, sizeof s.url, "http://127.0.0.1:%d/", ntohs(to.sin_port));
	return s;
}

/* How many requests it told of since. */
static int
stop_server(struct server *s)
{
	char told[16];
	int  n = 0;

	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	while (read(s->told, told, 1) == 1)
		n++;
	close(s->told);
	return n;
}

static void
carry_out(struct http *h, struct exchange *x)
{
	struct err e = { 0 };

	if (http_start(h, x, &e)) {
		printf("# %s\n", e.text);
		exit(1);
	}
	while (!http_wait(h, 1000))
		;
}

static struct part parts[] = { { .value = "status=" }, { .value = "two" } };

static const struct {
	const char      *what;
	struct req       req;
	enum after_first after;
	int              arrived; /* requests behind the first */
	enum sent        sent;
} cases[] = {
	{ "sent once, a body in memory", { .method = "POST", .effect = EFFECT_ONCE, .body = BODY_TEXT, .text = "a=b",
	    .len = 3 }, STAYS, 1, SENT_MAYBE },
	{ "sent once, without a body", { .method = "POST", .effect = EFFECT_ONCE }, STAYS, 1, SENT_MAYBE },
	{ "sent once, in pieces", { .method = "POST", .effect = EFFECT_ONCE, .body = BODY_JOINED, .parts = parts,
	    .nparts = 2 }, STAYS, 1, SENT_MAYBE },
	{ "twice is once, a body in memory", { .method = "POST", .effect = EFFECT_SAME, .body = BODY_TEXT, .text = "a=b",
	    .len = 3 }, STAYS, 2, SENT_ANSWERED },
	{ "twice is once, in pieces", { .method = "PUT", .effect = EFFECT_SAME, .body = BODY_JOINED, .parts = parts,
	    .nparts = 2 }, STAYS, 2, SENT_ANSWERED },
	{ "read", { .method = "GET", .effect = EFFECT_NONE }, STAYS, 2, SENT_ANSWERED },
	{ "sent once, closed before it leaves", { .method = "POST", .effect = EFFECT_ONCE, .body = BODY_TEXT,
	    .text = "a=b", .len = 3 }, CLOSES, 1, SENT_ANSWERED },
};

static void
try(size_t i)
{
	struct server   s = start_server(cases[i].after);
	struct mem     *mem = mem_new();
	struct req      first = { .method = "GET", .effect = EFFECT_NONE, .url = s.url }, second = cases[i].req;
	struct exchange a = { .req = &first, .mem = mem }, b = { .req = &second, .mem = mem };
	struct http    *h;
	struct err      e;
	char            one;

	second.url = s.url;
	if (http_open(&h, NULL, NULL, &e))
		exit(71);
	carry_out(h, &a);
	if (read(s.told, &one, 1) != 1) /* by now it is closed, if it closes */
		exit(71);
	carry_out(h, &b);
	http_close(h);
	is_int(stop_server(&s), cases[i].arrived, cases[i].what);
	is_int(b.sent, cases[i].sent, "  and that is known");
	mem_free(mem);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		try(i);
	return done();
}
