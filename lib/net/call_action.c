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

/* What was found in a file stands in the record beside what the plan says: it is not in that of the publishing. */
static int
is_same_medium(const struct call *c, const json_t *there, size_t i)
{
	const json_t *item = rec_media(c, i), *bytes = json_object_get(item, "bytes");
	const json_t *was = json_object_get(json_array_get(call_was(c, "files"), i), "bytes");

	return strcmp(text_member(there, "file"), text_member(item, "file")) == 0 &&
	    strcmp(text_member(there, "url"), text_member(item, "url")) == 0 &&
	    (!was || !bytes || json_equal(was, bytes));
}

int
call_same_media(const struct call *c, int with_alt)
{
	const json_t *was = json_object_get(c->was, "rec"), *media = json_object_get(was, "media"), *there;
	size_t        i;

	if (was && json_array_size(media) != rec_media_count(c))
		return 0;
	json_array_foreach(media, i, there)
		if (!is_same_medium(c, there, i) ||
		    (with_alt && strcmp(text_member(there, "alt"), text_member(rec_media(c, i), "alt")) != 0))
			return 0;
	return 1;
}

enum go
call_words_only(struct call *c)
{
	if (json_object_get(json_object_get(c->was, "rec"), "poll") || json_object_get(c->rec, "poll"))
		return call_fail(c, FAULT_REFUSED, "%s cannot edit a poll; take it away (smm-post --delete) and post "
		    "it under a new id", c->net->title);
	if (!call_same_media(c, 1))
		return call_fail(c, FAULT_REFUSED, "an edit on %s changes the words, not the media; take it away "
		    "(smm-post --delete) and post it under a new id", c->net->title);
	return GO_NEXT;
}

/* The list ends with NULL. */
static enum go
unchanged(struct call *c, const char *const *members)
{
	const json_t *was = json_object_get(c->was, "rec"), *a, *b;

	for (; *members; members++) {
		a = json_object_get(c->rec, *members);
		b = json_object_get(was, *members);
		if ((a || b) && !json_equal(a, b))
			return call_fail(c, FAULT_REFUSED, "%s changes only the words of a post, not its \"%s\"; "
			    "take it away (smm-post --delete) and post it under a new id", c->net->title, *members);
	}
	return GO_NEXT;
}

enum go
call_text_only(struct call *c)
{
	static const char *const fixed[] = { "link", "title", NULL };

	return call_words_only(c) == GO_NEXT && unchanged(c, fixed) == GO_NEXT && call_place(c) ? GO_NEXT : GO_FAIL;
}
