/* auth_device.c - a person agrees on another device (RFC 8628): a telephone, when this machine has no browser */
#include "auth_parts.h"

#include "smm/clock.h"

#include "session.h"

#include <string.h>
#include <time.h>

static int64_t
number(const struct flow *f, const char *name)
{
	return json_integer_value(json_object_get(f->session, name));
}

static const char *
word(const struct flow *f, const char *name)
{
	return json_string_value(json_object_get(f->session, name));
}

/* Until the network wants to be asked again. -1: a signal came. */
static int
pause_for(int64_t seconds, struct err *e)
{
	struct timespec left = { (time_t)seconds, 0 };

	while (!prog_signal && nanosleep(&left, &left))
		;
	return prog_signal ? err_set(e, FAULT_AGAIN, "stopped before anybody agreed") : 0;
}

static int
wait_for_token(struct flow *f, struct err *e)
{
	int64_t until = clock_mono() + number(f, "lasts") * 1000;
	json_t *rec = json_pack("{s:s}", "device_code", word(f, "device_code"));
	int     rc = 0;

	while (!rc && !word(f, "token")) {
		if (clock_mono() >= until)
			rc = err_set(e, FAULT_AUTH, "nobody has typed the code in time; begin again");
		else if (!(rc = pause_for(number(f, "interval"), e)))
			rc = auth_talk(f->set->conf, f->account, OP_DEVICE, rec, f->secret.at, f->session, e);
	}
	json_decref(rec);
	return rc;
}

/* What was only good for the way. */
static void
forget_device(struct flow *f)
{
	static const char *const members[] = { "device_code", "user_code", "page", "interval", "lasts" };
	size_t                   i;

	for (i = 0; i < sizeof members / sizeof *members; i++)
		json_object_del(f->session, members[i]);
}

int
auth_device(struct flow *f, struct err *e)
{
	json_t *nothing;
	int     rc;

	if (!f->net->ops[OP_DEVICE])
		return err_set(e, FAULT_CONF, "%s does not let people in by another device; leave out --device, or "
		    "paste the address with --paste", f->net->title);
	if (auth_can_keep(f, e) || auth_app(f, e))
		return -1;
	nothing = json_object();
	rc = auth_talk(f->set->conf, f->account, OP_DEVICE, nothing, f->secret.at, f->session, e);
	json_decref(nothing);
	if (rc)
		return -1;
	f->set->say("on any device, open %s and type %s", word(f, "page"), word(f, "user_code"));
	rc = wait_for_token(f, e);
	forget_device(f);
	return rc ? -1 : session_save(f->set->conf, f->account, f->net, f->session, e);
}
