/*
 * linkedin_comment.c - comments on the simulated LinkedIn, reactions, and the notifications of a page
 *
 * learn.microsoft.com/linkedin: comments API, reactions API, organization social action notifications. A comment hangs
 * on the activity of a post, which has another number than the post; answers are one level deep. Nothing can be hidden,
 * and what others wrote cannot be deleted.
 */
#include "linkedin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMENT_MAX 1250

static const char *
root_activity(struct turn *t, const struct post *p)
{
	struct post *root = post_find(t, p->root);

	return root ? root->key : "";
}

static json_t *
show_comment(struct turn *t, struct post *p)
{
	const char *number = strrchr(p->id, ',') + 1;
	json_t     *o = json_pack("{s:o, s:s, s:o, s:{s:I}, s:{s:s, s:[]}, s:s}", "id",
	    json_stringn(number, strlen(number) - 1), "commentUrn", p->id, "actor", p->key ? json_string(p->key) :
	    json_sprintf("urn:li:person:%s", p->user->name), "created", "time", (json_int_t)p->at, "message",
	    "text", p->text, "attributes", "object", root_activity(t, p));

	if (strcmp(p->reply_to, p->root) != 0)
		json_object_set_new(o, "parentComment", json_string(p->reply_to));
	return o;
}

/* An answer to an answer hangs on the first comment. */
struct post *
linkedin_comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	struct post *root = to->root ? post_find(t, to->root) : to;
	char         number[ID_SIZE], urn[PART_SIZE];

	snprintf(urn, sizeof urn, "urn:li:comment:(%s,%s)", root ? root->key : "", id_new(t, number, ""));
	return world_reply(t->w, comment_top(t, to), by, urn, text);
}

void
linkedin_post_comment(struct turn *t)
{
	const char  *text = json_string_value(json_object_get(json_object_get(t->r->form, "message"), "text"));
	struct post *to = linkedin_find(t, t->id[0]), *p;
	json_t      *shown;

	if (!to) {
		linkedin_missing(t);
	} else if (!linkedin_is_self(t, arg_text(t->r, "actor"))) {
		linkedin_error(t, 403, "ACCESS_DENIED", "Not enough permissions to access: socialActionsV2.CREATE");
	} else if (!text || !*text || linkedin_units(text) > COMMENT_MAX) {
		linkedin_error(t, 400, "FIELD_LENGTH_TOO_LONG", "a comment has 1 to 1250 characters");
	} else if (to->reply_to && !arg_text(t->r, "parentComment")) {
		linkedin_error(t, 400, "ILLEGAL_ARGUMENT", "parentComment is needed");
	} else {
		p = linkedin_comment(t, to, t->u, text);
		p->key = mem_copy(arg_text(t->r, "actor"));
		shown = show_comment(t, p);
		linkedin_created(t, json_string_value(json_object_get(shown, "id")), shown);
	}
}

/* Right below it, by whichever of its URNs. */
void
linkedin_list_comments(struct turn *t)
{
	struct post *p = linkedin_find(t, t->id[0]);

	if (!p) {
		linkedin_missing(t);
		return;
	}
	snprintf(t->id[0], PART_SIZE, "%s", p->id);
	linkedin_list(t, is_right_below, show_comment, 1);
}

static struct post *
named_comment(struct turn *t)
{
	char         urn[2 * PART_SIZE + 40];
	struct post *p = linkedin_find(t, t->id[0]);

	snprintf(urn, sizeof urn, "urn:li:comment:(%s,%s)", p && p->key ? p->key : t->id[0], t->id[1]);
	return post_find(t, urn);
}

void
linkedin_get_comment(struct turn *t)
{
	struct post *p = named_comment(t);

	if (p)
		answer_json(t->a, 200, show_comment(t, p));
	else
		linkedin_missing(t);
}

void
linkedin_delete_comment(struct turn *t)
{
	struct post *p = named_comment(t);

	if (p && p->user != t->u) {
		linkedin_error(t, 403, "ACCESS_DENIED", "Not enough permissions to access: socialActionsV2.DELETE");
	} else if (p) {
		post_delete(t, p);
		t->a->status = 204;
	} else {
		linkedin_missing(t);
	}
}

/* "(actor:URN,entity:URN)" when it is taken back. */
void
linkedin_react(struct turn *t)
{
	const char  *entity = strstr(t->id[0], "entity:"), *root = arg_text(t->r, "root");
	char         urn[PART_SIZE] = "";
	struct post *p;

	if (entity)
		snprintf(urn, sizeof urn, "%.*s", (int)strlen(entity) - 8, entity + 7);
	p = linkedin_find(t, entity ? urn : root ? root : "");
	if (!p) {
		linkedin_missing(t);
		return;
	}
	p->likes += entity ? (p->likes ? -1 : 0) : 1;
	t->a->status = entity ? 204 : 201;
}

/* --- notifications ---------------------------------------------------------------------------------- */

/* "(start:MS,end:MS)" */
static int
is_in_time(const struct turn *t, const struct post *p)
{
	const char *range = arg_text(t->r, "timeRange"), *start = range ? strstr(range, "start:") : NULL;
	const char *end = range ? strstr(range, "end:") : NULL;

	return (!start || p->at >= strtoll(start + 6, NULL, 10)) && (!end || p->at <= strtoll(end + 4, NULL, 10));
}

static int
is_notice(const struct turn *t, const struct post *p)
{
	return p->user != t->u && p->root && mine_find(t, p->root) && is_in_time(t, p);
}

static json_t *
show_notice(struct turn *t, struct post *p)
{
	(void)t;
	return json_pack("{s:I, s:s, s:s, s:s, s:I}", "notificationId", (json_int_t)p->number, "action", "COMMENT",
	    "sourcePost", p->root, "generatedActivity", p->id, "lastModifiedAt", (json_int_t)p->at);
}

void
linkedin_list_notices(struct turn *t)
{
	if (linkedin_is_self(t, arg_text(t->r, "organizationalEntity")))
		linkedin_list(t, is_notice, show_notice, 0);
	else
		linkedin_error(t, 403, "ACCESS_DENIED", "Not enough permissions to access: "
		    "organizationalEntityNotifications.FINDER-criteria");
}
