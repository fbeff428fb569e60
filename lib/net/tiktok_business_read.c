/*
 * tiktok_business_read.c - comments below our films on TikTok
 *
 * business-api.tiktok.com: business/video/list, business/comment/list, business/comment/reply/list. There is no list of
 * all comments: of our newest films those are read whose number of comments has changed since the last time, and of
 * their comments the answers where there are more than the three that come along. Pages may hold fewer than was asked
 * for, and beyond some hundred entries the same ones again.
 */
#include "tiktok_business.h"

#include "smm/when.h"

#include "message.h"

#define PAGES_MAX  10                        /* of our films, twenty each */
#define STALE_MAX  2                         /* pages that bring nothing new, and then no more of them */
#define OVERLAP_MS INT64_C(600000)           /* what is checked first shows late */
#define WINDOW_MS  (INT64_C(30) * 86400000)  /* comments that are older get no new answers */

/*
 * Kept state of a reading:
 *	cursor, pages  of the list that is read
 *	counts         of each film, and of each comment with answers, how many are below it
 *	films, read    films whose comments are to be read; how many are
 *	seen, stale    ids of the film under way; how many pages in turn brought nothing new
 *	todo, done     comments whose answers are to be read; how many are
 *	newest         time of the newest comment
 *	found          OP_THREAD: the comment was told
 */

/* --- pages ---------------------------------------------------------------------------------------- */

static const char *
cursor(struct call *c)
{
	return call_kept(c, "cursor") ? call_kept(c, "cursor") : "0";
}

/* Whether there is another page; keeps where. */
static int
has_more(struct call *c, const json_t *data)
{
	const char *next = id_member(c, data, "cursor");
	int         more = json_is_true(json_object_get(data, "has_more")) && next && strcmp(next, cursor(c)) != 0;

	if (more)
		call_keep(c, "cursor", next);
	else
		call_forget(c, "cursor");
	return more;
}

enum go
ttb_ask_comments(struct call *c, const char *video)
{
	return ttb_get(c, "comment/list", mem_fmt(c->mem, "&video_id=%s&include_replies=true&status=ALL"
	    "&sort_field=create_time&sort_order=desc&cursor=%s&max_count=30", call_encoded(c, video),
	    call_encoded(c, cursor(c))));
}

enum go
ttb_ask_answers(struct call *c, const char *video, const char *comment)
{
	return ttb_get(c, "comment/reply/list", mem_fmt(c->mem, "&video_id=%s&comment_id=%s&cursor=%s&max_count=30",
	    call_encoded(c, video), call_encoded(c, comment), call_encoded(c, cursor(c))));
}

static json_t *
kept_object(struct call *c, const char *name)
{
	json_t *o = json_object_get(c->keep, name);

	if (!o) {
		o = json_object();
		json_object_set_new(c->keep, name, o);
	}
	return o;
}

/* Whether another number of them is below it than last time; keeps this one. */
static int
has_changed(struct call *c, const char *id, json_int_t n)
{
	json_t *before = json_object_get(json_object_get(message_position(c), "counts"), id);

	if (n > 0)
		json_object_set_new(kept_object(c, "counts"), id, json_integer(n));
	return n > 0 && (!before || json_integer_value(before) != n);
}

/* --- our films -------------------------------------------------------------------------------------- */

static enum go
ask_films(struct call *c)
{
	const char *from = call_kept(c, "cursor"); /* a time, milliseconds; the first page begins with now */
	const char *page = from ? mem_fmt(c->mem, "&cursor=%s", call_encoded(c, from)) : "";

	return ttb_get(c, "video/list", mem_fmt(c->mem, "&fields=%s%s&max_count=20", ttb_encoded(c,
	    json_pack("[s,s,s,s]", "item_id", "create_time", "share_url", "comments")), page));
}

static enum go
take_films(struct call *c)
{
	const json_t *data = ttb_data(c), *one;
	int64_t       pages;
	const char   *id;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(json_object_get(data, "videos"), i, one) {
		id = id_member(c, one, "item_id");
		if (id && has_changed(c, id, json_integer_value(json_object_get(one, "comments"))))
			call_keep_item(c, "films", json_pack("{s:s, s:s}", "id", id, "url", text_member(one,
			    "share_url")));
	}
	pages = call_count(c, "pages");
	if (has_more(c, data) && pages < PAGES_MAX)
		return GO_AGAIN;
	call_forget(c, "cursor");
	return GO_NEXT;
}

/* --- one comment as a message ------------------------------------------------------------------------- */

static const char *
ref_of(struct call *c, const char *video, const char *parent, const char *id)
{
	return *parent ? mem_fmt(c->mem, "%s/%s/%s", video, parent, id) : mem_fmt(c->mem, "%s/%s", video, id);
}

static json_t *
comment_message(struct call *c, const json_t *comment, const json_t *film, const char *parent)
{
	const char *id = id_member(c, comment, "comment_id"), *video = text_member(film, "id");
	const char *who = id_member(c, comment, "unique_identifier"), *user = text_member(comment, "username");
	const char *status = text_member(comment, "status");
	int64_t     ms = ttb_time(json_object_get(comment, "create_time"));
	char        at[WHEN_SIZE] = "";
	json_t     *m;

	if (ms > 0)
		when_write(at, ms, 0);
	m = message_new(c, id ? ref_of(c, video, parent, id) : "", "comment", !*status || strcmp(status, "PUBLIC") == 0,
	    at);
	if (!m)
		return NULL;
	message_keep_newest(c, at);
	message_author(m, who, user, user);
	json_object_set_new(m, "text", json_string(text_member(comment, "text")));
	message_url(m, text_member(film, "url"));
	message_add(m, "reply_to", *parent ? ref_of(c, video, "", parent) : video);
	message_add(m, "root", video);
	if (json_is_true(json_object_get(comment, "owner")))
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- the comments of a film ----------------------------------------------------------------------------- */

static const json_t *
film_now(const struct call *c)
{
	return json_array_get(json_object_get(c->keep, "films"), call_kept_count(c, "read"));
}

static void
next_film(struct call *c)
{
	call_forget(c, "cursor");
	call_forget(c, "seen");
	call_forget(c, "stale");
	call_keep_item(c, "read", json_true());
}

static enum go
ask_comments(struct call *c)
{
	return film_now(c) ? ttb_ask_comments(c, text_member(film_now(c), "id")) : GO_NEXT;
}

/* All of them came along, or they are to be read. */
static void
read_answers(struct call *c, const json_t *comment, const json_t *film)
{
	const json_t *list = json_object_get(comment, "reply_list"), *one;
	const char   *id = id_member(c, comment, "comment_id");
	json_int_t    n = json_integer_value(json_object_get(comment, "replies"));
	size_t        i;

	if (!has_changed(c, id, n))
		return;
	if ((json_int_t)json_array_size(list) < n) {
		call_keep_item(c, "todo", json_pack("{s:s, s:s, s:s}", "comment", id, "id", text_member(film, "id"),
		    "url", text_member(film, "url")));
		return;
	}
	json_array_foreach(list, i, one)
		call_out_record(c, comment_message(c, one, film, id));
}

/* 1 when it was not there before. */
static int
read_comment(struct call *c, const json_t *comment, const json_t *film)
{
	const char *id = id_member(c, comment, "comment_id");

	if (!id || json_object_get(kept_object(c, "seen"), id))
		return 0;
	json_object_set_new(kept_object(c, "seen"), id, json_true());
	if (ttb_time(json_object_get(comment, "create_time")) >= message_from(c, OVERLAP_MS))
		call_out_record(c, comment_message(c, comment, film, ""));
	read_answers(c, comment, film);
	return 1;
}

static enum go
take_comments(struct call *c)
{
	const json_t *data = ttb_data(c), *one;
	json_int_t    stale = json_integer_value(json_object_get(c->keep, "stale")) + 1;
	int           is_over = 0;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(json_object_get(data, "comments"), i, one) {
		if (read_comment(c, one, film_now(c)))
			stale = 0;
		is_over |= ttb_time(json_object_get(one, "create_time")) < message_from(c, OVERLAP_MS) - WINDOW_MS;
	}
	json_object_set_new(c->keep, "stale", json_integer(stale));
	if (is_over || stale >= STALE_MAX || !has_more(c, data))
		next_film(c);
	return GO_AGAIN;
}

/* --- answers -------------------------------------------------------------------------------------------- */

static const json_t *
todo_now(const struct call *c)
{
	return json_array_get(json_object_get(c->keep, "todo"), call_kept_count(c, "done"));
}

static enum go
ask_answers(struct call *c)
{
	const json_t *todo = todo_now(c);

	return todo ? ttb_ask_answers(c, text_member(todo, "id"), text_member(todo, "comment")) : GO_NEXT;
}

static enum go
take_answers(struct call *c)
{
	const json_t *data = ttb_data(c), *one;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(json_object_get(data, "comments"), i, one)
		call_out_record(c, comment_message(c, one, todo_now(c), text_member(todo_now(c), "comment")));
	if (!has_more(c, data))
		call_keep_item(c, "done", json_true());
	return GO_AGAIN;
}

static enum go
finish(struct call *c)
{
	call_out_position(c, json_pack("{s:s, s:O*}", "last", message_newest(c), "counts", json_object_get(c->keep,
	    "counts")));
	return GO_DONE;
}

const struct step ttb_inbox[] = {
	{ "films",    ask_films,    take_films,    0, NULL, 0 },
	{ "comments", ask_comments, take_comments, 0, NULL, 0 },
	{ "answers",  ask_answers,  take_answers,  0, NULL, 0 },
	{ "finish",   finish,       finish,        0, NULL, 0 },
	{ 0 }
};

/* --- a whole conversation -------------------------------------------------------------------------------- */

static enum go
ask_top(struct call *c)
{
	const char *ref = rec_string(c, "ref");

	if (!ref || !strchr(ref, '/'))
		return call_fail(c, FAULT_INPUT, "no comment is asked for");
	return call_kept(c, "found") ? GO_NEXT : ttb_ask_comments(c, ttb_video(c, ref));
}

/* There is no list of one: the film's are read until it is there. */
static enum go
take_top(struct call *c)
{
	const json_t *data = ttb_data(c), *one;
	const char   *top = ttb_top(c, rec_string(c, "ref")), *id;
	json_t       *film = json_pack("{s:s}", "id", ttb_video(c, rec_string(c, "ref")));
	int64_t       pages;
	size_t        i;

	json_array_foreach(json_object_get(data, "comments"), i, one) {
		id = id_member(c, one, "comment_id");
		if (!id || strcmp(id, top) != 0)
			continue;
		call_out_record(c, comment_message(c, one, film, ""));
		if (json_integer_value(json_object_get(one, "replies")) > 0)
			call_keep_item(c, "todo", json_pack("{s:s, s:O}", "comment", top, "id",
			    json_object_get(film, "id")));
		call_keep(c, "found", "yes");
	}
	json_decref(film);
	if (!data)
		return GO_FAIL;
	pages = call_count(c, "pages");
	if (!has_more(c, data) || call_kept(c, "found") || pages >= PAGES_MAX) {
		call_forget(c, "cursor");
		return call_kept(c, "found") ? GO_NEXT : call_gone(c);
	}
	return GO_AGAIN;
}

const struct step ttb_thread[] = {
	{ "top",     ask_top,     take_top,     0, NULL, 0 },
	{ "answers", ask_answers, take_answers, 0, NULL, 0 },
	{ 0 }
};
