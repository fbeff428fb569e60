/* auth_talk.c - one conversation, held alone */
#include "auth_parts.h"

#include "smm/clock.h"
#include "smm/http.h"
#include "smm/mem.h"

#include <string.h>

/* One request and its answer. */
static int
exchange(struct http *h, struct call *c, struct exchange *x, struct err *e)
{
	memset(x, 0, sizeof *x);
	x->req = &c->req;
	x->plain = c->account->insecure;
	x->mem = c->mem;
	if (http_start(h, x, e))
		return -1;
	while (!prog_signal)
		if (http_wait(h, 1000))
			break;
	if (prog_signal)
		return err_set(e, FAULT_AGAIN, "stopped before %s answered", c->net->title);
	if (x->sent != SENT_ANSWERED) {
		*e = x->err;
		return -1;
	}
	c->reply = &x->reply;
	return 0;
}

/* One step. 0 go on with the next, 1 the same once more, -1. */
static int
hold_step(struct http *h, const struct step *s, struct call *c, struct err *e)
{
	struct exchange x;
	enum go         go = net_ask(s, c);

	if (go == GO_SEND) {
		if (exchange(h, c, &x, e))
			return -1;
		if (!step_sees(s, x.reply.status)) {
			net_fault(c);
			go = GO_FAIL;
		} else {
			go = net_take(s, c);
		}
	}
	if (go == GO_FAIL) {
		*e = c->err;
		return -1;
	}
	return go == GO_AGAIN;
}

int
auth_talk(const struct conf *conf, const struct account *a, enum op op, const json_t *rec,
    const char *secret, json_t *session, struct err *e)
{
	const struct net  *n = net_way(net_find(a->network), a);
	const struct step *s = n->ops[op];
	struct http       *h = NULL;
	struct call        c;
	int                rc = 0;

	if (http_open(&h, conf->ca_file, NULL, e))
		return -1;
	net_begin(&c, n, a, rec);
	c.mem = mem_new();
	c.session = session;
	c.secret = secret;
	while (s->name && rc >= 0) {
		c.now = clock_now();
		rc = hold_step(h, s, &c, e);
		s += rc == 0;
	}
	if (rc < 0 && e->fault == FAULT_REFUSED && op != OP_REVOKE)
		e->fault = FAULT_AUTH; /* who is refused here is not let in: RFC 6749, 5.2 says it with 400 */
	net_end(&c);
	mem_free(c.mem);
	http_close(h);
	return rc < 0 ? -1 : 0;
}
