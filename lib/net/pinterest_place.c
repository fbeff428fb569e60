/*
 * pinterest_place.c - the board and the section that a pin goes to
 *
 * Pinterest knows both by their ids. People know them by their names, so those are looked up; what is not there is
 * made if the post says so (`make_board: true`, `make_section: true`).
 */
#include "pinterest.h"

#define PAGE_SIZE 250

/*
 * Kept state, beside what pinterest.c keeps:
 *	board, section  their ids
 *	bookmark        of the next page of the list that is looked through
 *	absent          no board has that name, and it is to be made; no_section: the same of the section
 */

static int
is_id(const char *s)
{
	return *s && !s[strspn(s, "0123456789")];
}

/* What the post says of board or section: a text, or a number as YAML has one. "" when nothing. */
static const char *
wanted(struct call *c, const char *name)
{
	const char *text = id_member(c, rec_options(c), name);

	return text ? text : "";
}

static void
next_page(struct call *c)
{
	const char *bookmark = call_kept(c, "bookmark");

	if (bookmark)
		c->req.url = mem_fmt(c->mem, "%s&bookmark=%s", c->req.url, call_encoded(c, bookmark));
}

/* Looks for the name in this page. GO_NEXT found and kept, GO_AGAIN there are more pages, GO_DONE it is nowhere. */
static enum go
search(struct call *c, const char *name)
{
	const json_t *items = json_object_get(c->body, "items"), *item;
	const char   *bookmark = text_member(c->body, "bookmark"), *id;
	size_t        i;

	if (!json_is_array(items))
		return pinterest_failed(c, "items");
	json_array_foreach(items, i, item) {
		id = id_member(c, item, "id");
		if (id && is_id(id) && strcmp(text_member(item, "name"), wanted(c, name)) == 0) {
			call_forget(c, "bookmark");
			call_keep(c, name, id);
			return GO_NEXT;
		}
	}
	call_forget(c, "bookmark");
	if (!*bookmark)
		return GO_DONE;
	call_keep(c, "bookmark", bookmark);
	return GO_AGAIN;
}

/* --- the board ------------------------------------------------------------------------------------ */

static enum go
ask_boards(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/v5/boards?page_size=%d", PAGE_SIZE);
	next_page(c);
	return pinterest_signed(c);
}

static enum go
ask_new_board(struct call *c)
{
	call_send(c, "POST", EFFECT_ONCE, "/v5/boards");
	call_json(c, json_pack("{s:s, s:s}", "name", wanted(c, "board"), "privacy", "PUBLIC"));
	return pinterest_signed(c);
}

enum go
pinterest_ask_board(struct call *c)
{
	const char *board = wanted(c, "board");

	if (!*board)
		return call_fail(c, FAULT_INPUT, "a pin needs a board: `options: { pinterest: { board: NAME } }`");
	if (!call_kept(c, "board") && is_id(board))
		call_keep(c, "board", board);
	if (call_kept(c, "board"))
		return GO_NEXT;
	return call_kept(c, "absent") ? ask_new_board(c) : ask_boards(c);
}

static enum go
no_board(struct call *c)
{
	const char *name = wanted(c, "board");

	if (!json_is_true(json_object_get(rec_options(c), "make_board")))
		return call_fail(c, FAULT_REFUSED, "there is no board \"%s\" on Pinterest: make it there, write "
		    "another, or `make_board: true`", call_words(c, name, strlen(name)));
	call_keep(c, "absent", "yes");
	return GO_AGAIN;
}

enum go
pinterest_take_board(struct call *c)
{
	const char *id;
	enum go     go;

	if (!call_kept(c, "absent")) {
		go = search(c, "board");
		return go == GO_DONE ? no_board(c) : go;
	}
	id = id_member(c, c->body, "id");
	if (!id || !is_id(id))
		return pinterest_failed(c, "id");
	call_keep(c, "board", id);
	return GO_NEXT;
}

/* Was the board made, of which no answer came? */
static enum go
take_look(struct call *c)
{
	enum go go = search(c, "board");

	if (go != GO_AGAIN)
		return go == GO_DONE ? GO_AGAIN : go;
	c->wake = c->now;
	return GO_WAIT;
}

const struct step pinterest_find_board = { "look", ask_boards, take_look, 0, NULL, 0 };

/* --- the section ----------------------------------------------------------------------------------- */

static enum go
ask_sections(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/v5/boards/%s/sections?page_size=%d", call_encoded(c, call_kept(c, "board")),
	    PAGE_SIZE);
	next_page(c);
	return pinterest_signed(c);
}

static enum go
ask_new_section(struct call *c)
{
	call_send(c, "POST", EFFECT_ONCE, "/v5/boards/%s/sections", call_encoded(c, call_kept(c, "board")));
	call_json(c, json_pack("{s:s}", "name", wanted(c, "section")));
	return pinterest_signed(c);
}

enum go
pinterest_ask_section(struct call *c)
{
	const char *section = wanted(c, "section");

	if (is_id(section) && !call_kept(c, "section"))
		call_keep(c, "section", section);
	if (!*section || call_kept(c, "section"))
		return GO_NEXT;
	return call_kept(c, "no_section") ? ask_new_section(c) : ask_sections(c);
}

static enum go
no_section(struct call *c)
{
	const char *name = wanted(c, "section");

	if (!json_is_true(json_object_get(rec_options(c), "make_section")))
		return call_fail(c, FAULT_REFUSED, "the board has no section \"%s\": make it there, write another, or "
		    "`make_section: true`", call_words(c, name, strlen(name)));
	call_keep(c, "no_section", "yes");
	return GO_AGAIN;
}

enum go
pinterest_take_section(struct call *c)
{
	const char *id;
	enum go     go;

	if (!call_kept(c, "no_section")) {
		go = search(c, "section");
		return go == GO_DONE ? no_section(c) : go;
	}
	id = id_member(c, c->body, "id");
	if (!id || !is_id(id))
		return pinterest_failed(c, "id");
	call_keep(c, "section", id);
	return GO_NEXT;
}

static enum go
take_look_section(struct call *c)
{
	enum go go = search(c, "section");

	if (go != GO_AGAIN)
		return go == GO_DONE ? GO_AGAIN : go;
	c->wake = c->now;
	return GO_WAIT;
}

const struct step pinterest_find_section = { "look", ask_sections, take_look_section, 0, NULL, 0 };
