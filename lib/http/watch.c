/* watch.c - the connections of a multi handle, watched together */
#include "watch.h"

#include "smm/clock.h"
#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

static struct pollfd *
find(struct watch *w, curl_socket_t fd)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		if (w->at[i].fd == fd)
			return w->at + i;
	return NULL;
}

static struct pollfd *
add(struct watch *w, curl_socket_t fd)
{
	if (w->count == w->room) {
		w->room = w->room ? 2 * w->room : 16;
		w->at = mem_grow(w->at, w->room * sizeof *w->at);
		w->ready = mem_grow(w->ready, w->room * sizeof *w->ready);
	}
	w->at[w->count] = (struct pollfd){ .fd = fd };
	return w->at + w->count++;
}

static void
drop(struct watch *w, const struct pollfd *p)
{
	w->at[p - w->at] = w->at[--w->count];
}

/* Own descriptors are told from libcurl's by what is waited for. */
#define OWN (POLLIN | POLLPRI)

void
watch_add(struct watch *w, int fd)
{
	add(w, fd)->events = OWN;
}

void
watch_remove(struct watch *w, int fd)
{
	struct pollfd *p = find(w, fd);

	if (p)
		drop(w, p);
}

/* CURLMOPT_SOCKETFUNCTION */
static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *ours)
{
	struct watch  *w = arg;
	struct pollfd *p = find(w, fd);

	(void)easy;
	(void)ours;
	if (what == CURL_POLL_REMOVE) {
		if (p)
			drop(w, p);
		return 0;
	}
	if (!p)
		p = add(w, fd);
	p->events = (short)((what & CURL_POLL_IN ? POLLIN : 0) | (what & CURL_POLL_OUT ? POLLOUT : 0));
	return 0;
}

/* CURLMOPT_TIMERFUNCTION */
static int
on_timer(CURLM *multi, long ms, void *arg)
{
	struct watch *w = arg;

	(void)multi;
	w->timer = ms < 0 ? -1 : clock_mono() + ms;
	return 0;
}

void
watch_begin(struct watch *w, const struct curl *curl, CURLM *multi)
{
	*w = (struct watch){ .curl = curl, .multi = multi, .timer = -1 };
	curl->multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl->multi_setopt(multi, CURLMOPT_SOCKETDATA, w);
	curl->multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl->multi_setopt(multi, CURLMOPT_TIMERDATA, w);
}

void
watch_end(struct watch *w)
{
	free(w->at);
	free(w->ready);
}

static void
on_ready(struct watch *w, const struct pollfd *p)
{
	int what = (p->revents & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0) |
	    (p->revents & POLLOUT ? CURL_CSELECT_OUT : 0) |
	    (p->revents & (POLLERR | POLLNVAL) ? CURL_CSELECT_ERR : 0);
	int running;

	w->curl->multi_socket_action(w->multi, p->fd, what, &running);
}

void
watch_push(struct watch *w)
{
	int running;

	if (w->timer < 0 || clock_mono() < w->timer)
		return;
	w->timer = -1;
	w->curl->multi_socket_action(w->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

/* The list of connections changes while libcurl works, so those that are ready are set aside first. */
void
watch_wait(struct watch *w, int64_t ms)
{
	int64_t left = w->timer < 0 ? ms : w->timer - clock_mono();
	size_t  i, n = 0;

	if (left > ms)
		left = ms;
	if (poll(w->at, (nfds_t)w->count, left < 0 ? 0 : (int)left) > 0)
		for (i = 0; i < w->count; i++)
			if (w->at[i].revents)
				w->ready[n++] = w->at[i];
	for (i = 0; i < n; i++)
		if (w->ready[i].events != OWN)
			on_ready(w, w->ready + i);
	watch_push(w);
}
