/* serve.c - the simulated network's server: one thread, libmicrohttpd on epoll */
#include "visit.h"

#include "smm/clock.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Milliseconds until the next one's time has come, -1 when none waits. */
static int
count_wait(const struct sim *s)
{
	int64_t             now = clock_mono(), next = INT64_MAX;
	const struct visit *v;

	for (v = s->sleeping; v; v = v->next)
		if (v->wake >= 0 && v->wake < next)
			next = v->wake;
	if (next == INT64_MAX)
		return -1;
	return next > now ? (int)(next - now) : 0;
}

/* Wakes those whose time has come. MHD sees them when it runs next: get_timeout() does not know of them. */
static void
wake_due(struct sim *s, int all)
{
	int64_t       now = clock_mono();
	struct visit *v, *after;

	for (v = s->sleeping; v; v = after) {
		after = v->next;
		if (all || (v->wake >= 0 && v->wake <= now))
			visit_wake(s, v);
	}
}

/* --- listening ------------------------------------------------------------------------------------ */

/* Bound to loopback; `refuse` binds and does not listen, so that connecting is refused. */
static int
bind_port(const struct simulate_settings *set, int listens, int *port, struct err *e)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)set->port) };
	socklen_t          len = sizeof a;
	int                yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0)
		return err_sys(e, "socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) || (listens && listen(fd, 511)) ||
	    getsockname(fd, (struct sockaddr *)&a, &len)) {
		err_sys(e, "listen on 127.0.0.1:%ld", set->port);
		close(fd);
		return -1;
	}
	*port = ntohs(a.sin_port);
	return fd;
}

/* Appears as a whole: whoever waits for it reads a complete number. */
static int
write_port(const char *path, int port, struct err *e)
{
	char  beside[4096];
	FILE *f;
	int   rc;

	if (!path)
		return 0;
	snprintf(beside, sizeof beside, "%s.new", path);
	f = fopen(beside, "we");
	if (!f)
		return err_sys(e, "open %s", beside);
	rc = fprintf(f, "%d\n", port) < 0;
	if (fclose(f) || rc || rename(beside, path))
		return err_sys(e, "write %s", path);
	return 0;
}

static char *
read_file(const char *path, struct err *e)
{
	char   *text = mem_get(65536);
	FILE   *f = fopen(path, "re");
	size_t  n;

	if (!f) {
		err_sys(e, "open %s", path);
		free(text);
		return NULL;
	}
	n = fread(text, 1, 65535, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static int
start(struct sim *s, int fd, struct err *e)
{
	char    *cert = NULL, *key = NULL;
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
	    MHD_USE_SUPPRESS_DATE_NO_CLOCK; /* the date is that of our own clock */

	if (s->set->cert) {
		cert = read_file(s->set->cert, e);
		key = cert ? read_file(s->set->key, e) : NULL;
		if (!key) {
			free(cert);
			return -1;
		}
		flags |= MHD_USE_TLS;
	}
	s->daemon = mhd.start_daemon(flags, 0, NULL, NULL, visit_request, s, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_NOTIFY_COMPLETED, visit_end, s, MHD_OPTION_CONNECTION_LIMIT, 10000u,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536,
	    cert ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, cert,
	    MHD_OPTION_HTTPS_MEM_KEY, key, MHD_OPTION_END);
	free(cert);
	free(key);
	return s->daemon ? 0 : err_set(e, FAULT_SYS, "libmicrohttpd cannot start");
}

static void
serve(struct sim *s)
{
	const union MHD_DaemonInfo *i = mhd.get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd               p = { .fd = i->epoll_fd, .events = POLLIN };
	MHD_UNSIGNED_LONG_LONG      own;
	int                         ms;

	while (!prog_signal && !s->broken.fault) {
		ms = count_wait(s);
		if (mhd.get_timeout(s->daemon, &own) == MHD_YES && (ms < 0 || (int)own < ms))
			ms = own > 1000 ? 1000 : (int)own;
		poll(&p, 1, ms);
		wake_due(s, 0);
		mhd.run(s->daemon);
	}
}

static void
wait_refusing(void)
{
	while (!prog_signal)
		poll(NULL, 0, -1);
}

static int
refuses(const struct faults *f)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (f->at[i].kind == FAULT_SIM_REFUSE)
			return 1;
	return 0;
}

static int
set_up(struct sim *s, struct err *e)
{
	size_t i;

	for (i = 0; s->set->faults && i < s->set->faults->count; i++)
		if (faults_add(&s->faults, s->set->faults->at[i], e))
			return -1;
	if (!s->set->cert != !s->set->key)
		return err_set(e, FAULT_USAGE, "--tls and --key go together");
	if (mhd_load(e))
		return -1;
	return s->set->script ? script_open(&s->script, s->set->script, e) : 0;
}

static int
run(struct sim *s, struct err *e)
{
	int port = 0, listens = !refuses(&s->faults), fd = bind_port(s->set, listens, &port, e);

	if (fd < 0)
		return -1;
	if (listens && start(s, fd, e)) {
		close(fd);
		return -1;
	}
	if (write_port(s->set->port_file, port, e))
		return -1;
	prog_note("listening on 127.0.0.1:%d", port);
	if (listens)
		serve(s);
	else
		wait_refusing();
	if (s->set->port_file)
		unlink(s->set->port_file);
	if (!listens)
		close(fd);
	if (s->broken.fault)
		*e = s->broken;
	return s->broken.fault ? -1 : 0;
}

int
simulate(const struct simulate_settings *set, int *status, struct err *e)
{
	struct sim s;
	int        rc = -1;

	memset(&s, 0, sizeof s);
	s.set = s.world.set = set;
	*status = 0;
	if (!set_up(&s, e))
		rc = run(&s, e);
	if (s.daemon) {
		wake_due(&s, 1);
		mhd.stop_daemon(s.daemon);
	}
	if (s.script)
		*status = script_close(s.script);
	world_release(&s.world);
	faults_release(&s.faults);
	buf_release(&s.line);
	return rc;
}
