/*
 * pinterest.c - Pinterest, simulated: boards and their sections, pins, what is counted of them
 *
 * developers.pinterest.com/docs/api/v5; OpenAPI 5.23.0: boards, pins, pins/analytics, user_account. There is no key:
 * the same twice is two pins. Pins cannot be changed by most apps; comments are counted, and shown to nobody. An
 * account whose name begins with "trial" has an app that is not let in yet. What a pin is made of is in
 * pinterest_media.c.
 */
#include "pinterest.h"

#include "smm/text.h"
#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOARD_MAX 50 /* of a board */
#define DAYS_MAX   90 /* "start_date cannot be more than 90 days back from today" */
#define PAGE_USUAL 25
#define PAGE_MOST  250

static const struct allowance calls = { "user and app", 100, 1, 0 }; /* "Rate limits": Standard access */

/* --- answers --------------------------------------------------------------------------------------- */

void
pinterest_error(struct turn *t, int status, int code, const char *words)
{
	answer_json(t->a, status, json_pack("{s:i, s:s}", "code", code, "message", words));
}

static void
refuse(struct turn *t, enum refusal why)
{
	if (why == REFUSE_TOKEN)
		pinterest_error(t, 401, 2, "Authentication failed.");
	else if (why == REFUSE_LIMIT)
		pinterest_error(t, 429, 8, "This request exceeded a rate limit. Please wait a moment and try again.");
	else
		pinterest_error(t, 404, 4196, "This endpoint does not exist.");
}

static void
limits(struct turn *t)
{
	char text[30];

	if (!t->from)
		return;
	snprintf(text, sizeof text, "%ld", t->from->most);
	answer_header(t->a, "x-ratelimit-limit", text);
	snprintf(text, sizeof text, "%ld", t->left);
	answer_header(t->a, "x-ratelimit-remaining", text);
	snprintf(text, sizeof text, "%lld", (long long)(t->again_ms - t->w->now + 999) / 1000);
	answer_header(t->a, "x-ratelimit-reset", text);
}

static size_t
units(const json_t *text)
{
	const char *s = json_string_value(text);

	return s ? text_count(&(struct text_rule){ .unit = TEXT_UTF16 }, s, strlen(s)) : 0;
}

/* Without a zone, in UTC, as they are there. */
static json_t *
time_of(int64_t ms)
{
	char text[WHEN_SIZE];

	return json_sprintf("%.19s", when_write(text, ms, 0));
}

/* --- boards ----------------------------------------------------------------------------------------- */

static json_t *
boards_of(struct turn *t)
{
	return kept_list(t, "boards", t->u->name);
}

static json_t *
sections_of(struct turn *t, const json_t *board)
{
	return kept_list(t, "sections", json_string_value(json_object_get(board, "id")));
}

static json_t *
item_of(json_t *list, const char *member, const char *is)
{
	const char *text;
	json_t     *one;
	size_t      i;

	json_array_foreach(list, i, one) {
		text = json_string_value(json_object_get(one, member));
		if (text && is && strcmp(text, is) == 0)
			return one;
	}
	return NULL;
}

/* NULL: it is answered. */
static json_t *
board_find(struct turn *t, const char *id)
{
	json_t *board = item_of(boards_of(t), "id", id);

	if (!board)
		pinterest_error(t, 404, 40, "Board not found.");
	return board;
}

static void
answer_items(struct turn *t, json_t *items, const char *next)
{
	answer_json(t->a, 200, json_pack("{s:o, s:o}", "items", items, "bookmark",
	    *next ? json_string(next) : json_null()));
}

/* A page of a list that is no list of posts; the bookmark is where it goes on. */
static void
answer_page(struct turn *t, const json_t *all)
{
	size_t  from = (size_t)arg_long(t->r, "bookmark", 0), size = (size_t)arg_long(t->r, "page_size", PAGE_USUAL), i;
	json_t *page = json_array();
	char    next[32] = "";

	if (size < 1 || size > PAGE_MOST)
		size = PAGE_MOST;
	for (i = from; i < json_array_size(all) && i - from < size; i++)
		json_array_append(page, json_array_get(all, i));
	if (i < json_array_size(all))
		snprintf(next, sizeof next, "%zu", i);
	answer_items(t, page, next);
}

static void
list_boards(struct turn *t)
{
	answer_page(t, boards_of(t));
}

/* NULL: it is answered. Adds {"id","name"} to the list. */
static json_t *
add_named(struct turn *t, json_t *list)
{
	json_t *name = json_object_get(t->r->form, "name"), *made;
	char    id[ID_SIZE];

	if (!units(name) || units(name) > BOARD_MAX) {
		pinterest_error(t, 400, 1, "Invalid parameters: name has 1 to 50 characters");
		return NULL;
	}
	if (item_of(list, "name", json_string_value(name))) {
		pinterest_error(t, 400, 58, "You already have a board or section with that name.");
		return NULL;
	}
	made = json_pack("{s:s, s:O}", "id", id_new(t, id, ""), "name", name);
	json_array_append_new(list, made);
	return made;
}

static void
make_board(struct turn *t)
{
	const char *privacy = arg_text(t->r, "privacy");
	json_t     *board = add_named(t, boards_of(t));

	if (!board)
		return;
	json_object_set_new(board, "privacy", json_string(privacy ? privacy : "PUBLIC"));
	json_object_set_new(board, "owner", json_pack("{s:s}", "username", t->u->name));
	json_object_set_new(board, "pin_count", json_integer(0));
	answer_json(t->a, 201, json_incref(board));
}

static void
list_sections(struct turn *t)
{
	json_t *board = board_find(t, t->id[0]);

	if (board)
		answer_page(t, sections_of(t, board));
}

static void
make_section(struct turn *t)
{
	json_t *board = board_find(t, t->id[0]), *section = board ? add_named(t, sections_of(t, board)) : NULL;

	if (section)
		answer_json(t->a, 201, json_incref(section));
}

/* --- pins ------------------------------------------------------------------------------------------- */

/* Of those who have answered or liked: nobody clicks here, nobody saves. */
static json_t *
totals(const struct post *p)
{
	return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "pin_click", 0, "impression", p->views, "clickthrough", 0,
	    "save", p->shares, "reaction", p->likes, "comment", p->replies);
}

static json_t *
show_pin(struct turn *t, struct post *p)
{
	static const char *const words[] = { "title", "link", "alt_text", "board_id", "board_section_id" };
	json_t *o = json_pack("{s:s, s:o, s:s, s:{s:O}, s:b}", "id", p->id, "created_at", time_of(p->at), "description",
	    p->text, "media", "media_type", json_object_get(p->is, "kind"), "is_owner", p->user == t->u);
	json_t *value;
	size_t  i;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		value = json_object_get(p->is, words[i]);
		json_object_set_new(o, words[i], value ? json_incref(value) : json_null());
	}
	if (arg_true(t->r, "pin_metrics"))
		json_object_set_new(o, "pin_metrics", json_pack("{s:o, s:o}", "90d", totals(p), "lifetime_metrics",
		    totals(p)));
	return o;
}

/* As long as the OpenAPI description lets them be. */
static int
check_words(struct turn *t)
{
	static const struct { const char *name; size_t most; } words[] = {
		{ "title", 100 }, { "description", 800 }, { "alt_text", 500 }, { "link", 2048 },
	};
	char   text[120];
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		if (units(json_object_get(t->r->form, words[i].name)) <= words[i].most)
			continue;
		snprintf(text, sizeof text, "Invalid request: '%s' is too long, constraint: maxLength=%zu",
		    words[i].name, words[i].most);
		pinterest_error(t, 400, 1, text);
		return 0;
	}
	return 1;
}

static int
is_digits(const char *s)
{
	return s && *s && !s[strspn(s, "0123456789")];
}

/* The board and section it goes to; NULL: it is answered. */
static json_t *
check_place(struct turn *t)
{
	const char *id = arg_text(t->r, "board_id"), *section = arg_text(t->r, "board_section_id");
	json_t     *board;
	char        text[PART_SIZE];

	if (!is_digits(id)) {
		snprintf(text, sizeof text, "'board_id' value '%.100s' must match the pattern: ^\\d+$", id ? id : "");
		pinterest_error(t, 400, 1, text);
		return NULL;
	}
	board = board_find(t, id);
	if (board && section && !item_of(sections_of(t, board), "id", section)) {
		pinterest_error(t, 404, 2031, "Board section not found.");
		return NULL;
	}
	return board;
}

static void
count_pin(json_t *board, int more)
{
	json_object_set_new(board, "pin_count",
	    json_integer(json_integer_value(json_object_get(board, "pin_count")) + more));
}

static void
make_pin(struct turn *t)
{
	json_t      *board;
	const char  *kind;
	struct post *p;
	char         id[ID_SIZE];

	if (strncmp(t->u->name, "trial", 5) == 0) {
		pinterest_error(t, 403, 29, "Apps with Trial access may not create Pins in production "
		    "https://api.pinterest.com - use API Sandbox https://api-sandbox.pinterest.com instead.");
		return;
	}
	board = check_words(t) ? check_place(t) : NULL;
	kind = board ? pinterest_check_source(t, json_object_get(t->r->form, "media_source")) : NULL;
	if (!kind)
		return;
	p = post_new(t, id_new(t, id, ""), arg_text(t->r, "description"));
	p->media = 1;
	p->is = json_deep_copy(t->r->form);
	json_object_del(p->is, "media_source");
	json_object_set_new(p->is, "kind", json_string(kind));
	count_pin(board, 1);
	answer_json(t->a, 201, show_pin(t, p));
}

static void
get_pin(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]);

	if (p && !p->reply_to)
		answer_json(t->a, 200, show_pin(t, p));
	else
		pinterest_error(t, 404, 50, "Pin not found.");
}

static void
delete_pin(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]);

	if (!p || p->reply_to) {
		pinterest_error(t, 404, 50, "Pin not found.");
	} else if (p->user != t->u) {
		pinterest_error(t, 403, 7, "Not authorized to access board or Pin.");
	} else {
		post_delete(t, p);
		count_pin(item_of(boards_of(t), "id", json_string_value(json_object_get(p->is, "board_id"))), -1);
		t->a->status = 204;
	}
}

static void
edit_pin(struct turn *t)
{
	pinterest_error(t, 403, 3, "Your application does not have access to this restricted feature: pin_edit");
}

static void
list_pins(struct turn *t)
{
	static const struct listing l = { is_own_post, show_pin, "page_size", PAGE_USUAL, PAGE_MOST, "bookmark", 0 };
	char    next[32];
	json_t *items = list_posts(t, &l, next);

	answer_items(t, items, next);
}

static int
is_on_board(const struct turn *t, const struct post *p)
{
	const char *board = json_string_value(json_object_get(p->is, "board_id"));

	return is_own_post(t, p) && board && strcmp(board, t->id[0]) == 0;
}

static void
list_board_pins(struct turn *t)
{
	static const struct listing l = { is_on_board, show_pin, "page_size", PAGE_USUAL, PAGE_MOST, "bookmark", 0 };
	char    next[32];
	json_t *items;

	if (!board_find(t, t->id[0]))
		return;
	items = list_posts(t, &l, next);
	answer_items(t, items, next);
}

/* Counted; no program ever sees it. */
static struct post *
comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	char id[ID_SIZE];

	return world_reply(t->w, to, by, id_new(t, id, ""), text);
}

/* --- numbers ---------------------------------------------------------------------------------------- */

/* A day as YYYY-MM-DD; -1: it is none. */
static int64_t
day_of(const char *text)
{
	char    whole[WHEN_SIZE];
	int64_t ms;

	if (!text || strlen(text) != 10)
		return -1;
	snprintf(whole, sizeof whole, "%sT00:00:00Z", text);
	return when_read(whole, strlen(whole), &ms, NULL) == 0 ? ms / DAY_MS : -1;
}

/* 1 when the days may be asked for. */
static int
check_days(struct turn *t)
{
	int64_t from = day_of(arg_text(t->r, "start_date")), to = day_of(arg_text(t->r, "end_date"));
	int64_t today = t->w->now / DAY_MS;

	if (from < 0 || to < from || from < today - DAYS_MAX || to > today)
		pinterest_error(t, 400, 1, "Invalid parameters: start_date is at most 90 days back, end_date not "
		    "before it and not in the future");
	else if (!arg_text(t->r, "metric_types"))
		pinterest_error(t, 400, 1, "Invalid parameters: 'metric_types' is a required property");
	else
		return 1;
	return 0;
}

/* Of all there is (takes full), what metric_types names. */
static json_t *
pick(struct turn *t, json_t *full)
{
	char   *copy = mem_copy(arg_text(t->r, "metric_types")), *rest = NULL, *name;
	json_t *picked = json_object();

	for (name = strtok_r(copy, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
		if (json_object_get(full, name))
			json_object_set(picked, name, json_object_get(full, name));
	free(copy);
	json_decref(full);
	return picked;
}

/* When who came is not kept, so there are sums and no days. A pin that is older has been seen before, too. */
static void
analyse_pin(struct turn *t)
{
	struct post *p = mine_find(t, t->id[0]);
	json_t      *sums, *life;

	if (!p || p->reply_to) {
		pinterest_error(t, 404, 50, "Pin not found.");
		return;
	}
	if (!check_days(t))
		return;
	sums = json_pack("{s:i, s:i, s:i, s:i, s:i}", "IMPRESSION", p->views, "OUTBOUND_CLICK", 0, "PIN_CLICK", 0,
	    "SAVE", p->shares, "VIDEO_MRC_VIEW", p->views);
	life = json_pack("{s:i, s:i}", "TOTAL_COMMENTS", p->replies, "TOTAL_REACTIONS", p->likes);
	answer_json(t->a, 200, json_pack("{s:{s:[], s:o, s:o}}", "all", "daily_metrics", "summary_metrics",
	    pick(t, sums), "lifetime_metrics", pick(t, life)));
}

/* Days of the account come about two days late: there are none of what happened here. */
static void
analyse_account(struct turn *t)
{
	if (check_days(t))
		answer_json(t->a, 200, json_pack("{s:{s:[], s:{}}}", "all", "daily_metrics", "summary_metrics"));
}

static void
tell_account(struct turn *t)
{
	const struct post *p;
	int                pins = 0, views = 0;

	for (p = t->u->posts; p; p = p->before) {
		pins += !p->deleted && !p->reply_to;
		views += p->views;
	}
	answer_json(t->a, 200, json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:I}", "id", t->u->id, "username",
	    t->u->name, "account_type", "BUSINESS", "follower_count", t->u->followers, "following_count", 0,
	    "monthly_views", views, "pin_count", pins, "board_count", (json_int_t)json_array_size(boards_of(t))));
}

/* --- routes ----------------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ "GET",    "/v5/boards",                 list_boards,          &calls, 1, 0 },
	{ "POST",   "/v5/boards",                 make_board,           &calls, 1, 0 },
	{ "GET",    "/v5/boards/:/sections",      list_sections,        &calls, 1, 0 },
	{ "POST",   "/v5/boards/:/sections",      make_section,         &calls, 1, 0 },
	{ "GET",    "/v5/boards/:/pins",          list_board_pins,      &calls, 1, 0 },
	{ "GET",    "/v5/pins",                   list_pins,            &calls, 1, 0 },
	{ "POST",   "/v5/pins",                   make_pin,             &calls, 1, 0 },
	{ "GET",    "/v5/pins/:",                 get_pin,              &calls, 1, 0 },
	{ "PATCH",  "/v5/pins/:",                 edit_pin,             &calls, 1, 0 },
	{ "DELETE", "/v5/pins/:",                 delete_pin,           &calls, 1, 0 },
	{ "GET",    "/v5/pins/:/analytics",       analyse_pin,          &calls, 1, 0 },
	{ "POST",   "/v5/media",                  pinterest_register,   &calls, 1, 0 },
	{ "GET",    "/v5/media/:",                pinterest_tell_media, &calls, 1, 0 },
	{ "GET",    "/v5/user_account",           tell_account,         &calls, 1, 0 },
	{ "GET",    "/v5/user_account/analytics", analyse_account,      &calls, 1, 0 },
	{ "POST",   "/pinterest-media/",          pinterest_take_bytes, NULL,   0, 1 },
	{ 0 }
};

static const char *const begins[] = { "/v5/", "/pinterest-media/", NULL };

const struct site site_pinterest = { "pinterest", begins, NULL, routes, refuse, NULL, limits, comment };
