/* call_action.c - what the conversations about a message have in common */
#include "connector.h"

#include "smm/lang.h"

const char *
call_message(const struct call *c)
{
	const char *id = rec_string(c, "message"), *account = id ? strchr(id, ':') : NULL;
	const char *ref = account ? strchr(account + 1, ':') : NULL;

	return ref && ref[1] ? ref + 1 : NULL;
}

enum go
call_gone(struct call *c)
{
	call_out(c, "note", tr("the message is not there any more: nothing was done"));
	return GO_DONE;
}

enum go
call_answered(struct call *c, const char *url)
{
	return call_fail(c, FAULT_REFUSED, "somebody has answered for us meanwhile%s%s; nothing was sent",
	    *url ? ": " : "", call_words(c, url, strlen(url)));
}
