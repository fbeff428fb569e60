/* pinterest_change.c - pins that are out: edited, deleted */
#include "pinterest.h"

static const char *
pin_id(const struct call *c)
{
	const char *id = json_string_value(call_was(c, "id"));

	return id ? id : json_string_value(json_object_get(c->was, "ref"));
}

/* --- edit -------------------------------------------------------------------------------------- */

static enum go
ask_board(struct call *c)
{
	if (!pin_id(c))
		return call_nowhere(c);
	if (!call_same_media(c, 0))
		return call_fail(c, FAULT_REFUSED, "Pinterest cannot change the picture of a pin; "
		    "take it away (smm-post --delete) and post it under a new id");
	return pinterest_ask_board(c);
}

/* What is not said any more is taken away: the words of a PATCH that are left out stay. */
static enum go
ask_edit(struct call *c)
{
	static const char *const names[] = { "title", "description", "link", "alt_text", "board_section_id" };
	json_t                  *pin;
	size_t                   i;

	if (call_kept(c, "edited"))
		return GO_NEXT;
	pin = pinterest_words(c);
	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (!json_object_get(pin, names[i]))
			json_object_set_new(pin, names[i], json_null());
	call_send(c, "PATCH", EFFECT_SAME, "/v5/pins/%s", call_encoded(c, pin_id(c)));
	call_json(c, pin);
	return pinterest_signed(c);
}

static enum go
take_edit(struct call *c)
{
	if (!id_member(c, c->body, "id"))
		return pinterest_failed(c, "id");
	call_keep(c, "edited", "yes");
	return GO_NEXT;
}

const struct step pinterest_edit[] = {
	{ "board",   ask_board,             pinterest_take_board,   0, &pinterest_find_board, 0 },
	{ "section", pinterest_ask_section, pinterest_take_section, 0, NULL, 0 },
	{ "edit",    ask_edit,              take_edit,              0, NULL, 0 },
	{ 0 }
};

/* --- delete ------------------------------------------------------------------------------------ */

static enum go
ask_delete(struct call *c)
{
	if (!pin_id(c))
		return call_nowhere(c);
	if (call_kept(c, "gone"))
		return GO_NEXT;
	call_send(c, "DELETE", EFFECT_SAME, "/v5/pins/%s", call_encoded(c, pin_id(c)));
	return pinterest_signed(c);
}

/* 204; 404: it is gone already. A reply 200 says what went wrong. */
static enum go
take_delete(struct call *c)
{
	if (c->reply->status == 200 && *text_member(c->body, "message"))
		return pinterest_failed(c, "id");
	call_keep(c, "gone", "yes");
	return GO_NEXT;
}

const struct step pinterest_delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};
