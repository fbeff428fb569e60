/* call_action.c - what the conversations about a message, or a post that is out, have in common */
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

enum go
call_words_only(struct call *c)
{
	const json_t *was = json_object_get(c->was, "rec"), *media = json_object_get(was, "media");

	if (json_object_get(was, "poll") || json_object_get(c->rec, "poll"))
		return call_fail(c, FAULT_REFUSED, "%s cannot edit a poll; take it away (smm-post --delete) and post "
		    "it under a new id", c->net->title);
	if (json_array_size(media) != rec_media_count(c) ||
	    (rec_media_count(c) && !json_equal(media, json_object_get(c->rec, "media"))))
		return call_fail(c, FAULT_REFUSED, "an edit on %s changes the words, not the media; take it away "
		    "(smm-post --delete) and post it under a new id", c->net->title);
	return GO_NEXT;
}
