/*
 * youtube_inbox.c - comments below our films, also those that YouTube holds back
 *
 * developers.google.com/youtube/v3: commentThreads, comments. Threads come newest first, in a queue for each state;
 * there is no "since". A new answer does not move its thread up, but the thread counts its answers: those of the last
 * two weeks whose number has changed are read whole.
 */
#include "youtube.h"

#include "smm/when.h"

#include "message.h"

#define OVERLAP_MS INT64_C(1800000)              /* what is held back shows some minutes late */
#define WINDOW_MS  (INT64_C(14) * 86400000)
#define KEEP_MS    (INT64_C(30) * 86400000)      /* "Developer policies", III.E.4: to be refreshed or deleted */

/*
 * Kept state of a reading:
 *	self           our channel
 *	queue, page    which is read, and its page; newest: time of the newest comment
 *	counts         of each thread with answers, how many
 *	todo, read     threads whose answers are to be read; how many are
 */

static const char *const queues[] = { "published", "heldForReview", "likelySpam", "rejected", NULL };

static enum go
ask_self(struct call *c)
{
	if (*text_member(message_position(c), "self"))
		call_keep(c, "self", text_member(message_position(c), "self"));
	return call_kept(c, "self") ? GO_NEXT : youtube_ask_self(c);
}

/* --- one comment as a message ----------------------------------------------------------------------- */

static const char *
thread_video(const json_t *snippet, const json_t *thread)
{
	const char *video = text_member(thread, "videoId");

	return *video ? video : text_member(snippet, "videoId");
}

json_t *
youtube_message(struct call *c, const json_t *comment, const json_t *thread)
{
	const json_t *s = json_object_get(comment, "snippet");
	const char   *id = text_member(comment, "id"), *author, *video = thread_video(s, thread);
	const char   *state = text_member(s, "moderationStatus"), *text = text_member(s, "textOriginal");
	int           is_answer = strchr(id, '.') != NULL;
	json_t       *m = message_new(c, id, "comment", !*state || strcmp(state, "published") == 0,
	    text_member(s, "publishedAt"));
	char          until[WHEN_SIZE];

	if (!m)
		return NULL;
	author = text_member(json_object_get(s, "authorChannelId"), "value");
	message_author(m, author, text_member(s, "authorDisplayName"), text_member(s, "authorDisplayName"));
	json_object_set_new(m, "text", json_string(*text ? text : text_member(s, "textDisplay")));
	if (*video)
		message_url(m, mem_fmt(c->mem, "https://www.youtube.com/watch?v=%s&lc=%s", call_encoded(c, video), id));
	message_add(m, "reply_to", is_answer ? youtube_root(c, id) : video);
	message_add(m, "root", *video ? video : youtube_root(c, id));
	message_add(m, "expires", when_write(until, c->now + KEEP_MS, 0));
	if (call_kept(c, "self") && strcmp(call_kept(c, "self"), author) == 0)
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- threads -------------------------------------------------------------------------------------------- */

static const char *
queue(const struct call *c)
{
	return queues[json_integer_value(json_object_get(c->keep, "queue"))];
}

static enum go
ask_threads(struct call *c)
{
	const char *page = call_kept(c, "page");

	if (!queue(c))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/commentThreads?part=snippet,replies&allThreadsRelatedToChannelId=%s"
	    "&moderationStatus=%s&order=time&maxResults=100&textFormat=plainText%s%s",
	    call_encoded(c, call_kept(c, "self")), queue(c), page ? "&pageToken=" : "",
	    page ? call_encoded(c, page) : "");
	return youtube_signed(c);
}

static void
keep_count(struct call *c, const char *id, json_int_t n)
{
	json_t *counts = json_object_get(c->keep, "counts");

	if (!counts) {
		counts = json_object();
		json_object_set_new(c->keep, "counts", counts);
	}
	json_object_set_new(counts, id, json_integer(n));
}

/* The thread's answers: all here, or to be read when there are more or fewer than last time. */
static void
read_answers(struct call *c, const json_t *thread)
{
	const json_t *s = json_object_get(thread, "snippet"), *one;
	const json_t *list = json_object_get(json_object_get(thread, "replies"), "comments");
	const char   *id = text_member(thread, "id");
	json_int_t    n = json_integer_value(json_object_get(s, "totalReplyCount"));
	size_t        i;

	if (n <= 0)
		return;
	keep_count(c, id, n);
	if (json_integer_value(json_object_get(json_object_get(message_position(c), "counts"), id)) == n)
		return;
	if ((json_int_t)json_array_size(list) < n) {
		call_keep_item(c, "todo", json_pack("{s:s, s:s}", "id", id, "videoId", text_member(s, "videoId")));
		return;
	}
	json_array_foreach(list, i, one)
		call_out_record(c, youtube_message(c, one, s));
}

/* "Valid values" of moderationStatus leave out the last one, which stands in their list: it is not insisted on. */
static int
has_no_queue(const struct call *c)
{
	return c->reply->status == 400 && strcmp(queue(c), "rejected") == 0;
}

/* 1 when it is too old to be of use. */
static int
read_thread(struct call *c, const json_t *thread)
{
	const json_t *s = json_object_get(thread, "snippet"), *top = json_object_get(s, "topLevelComment");
	const char   *at = text_member(json_object_get(top, "snippet"), "publishedAt");
	int64_t       ms = message_time(at);

	if (ms >= message_from(c, OVERLAP_MS)) {
		message_keep_newest(c, at);
		call_out_record(c, youtube_message(c, top, s));
	}
	if (ms >= message_from(c, OVERLAP_MS) - WINDOW_MS && *text_member(thread, "id"))
		read_answers(c, thread);
	return ms && ms < message_from(c, OVERLAP_MS) - WINDOW_MS;
}

static enum go
take_threads(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *thread;
	const char   *page = text_member(c->body, "nextPageToken");
	json_int_t    n = json_integer_value(json_object_get(c->keep, "queue"));
	int           is_over = !*page;
	size_t        i;

	if (!json_is_array(items) && !has_no_queue(c))
		return youtube_failed(c, "items");
	json_array_foreach(items, i, thread)
		is_over |= read_thread(c, thread);
	call_forget(c, "page");
	if (is_over)
		json_object_set_new(c->keep, "queue", json_integer(n + 1));
	else
		call_keep(c, "page", page);
	return GO_AGAIN;
}

/* --- answers ----------------------------------------------------------------------------------------------- */

static const json_t *
todo(const struct call *c)
{
	return json_array_get(json_object_get(c->keep, "todo"), call_kept_count(c, "read"));
}

static enum go
ask_answers(struct call *c)
{
	const char *page = call_kept(c, "page");

	if (!todo(c))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/comments?part=snippet&parentId=%s&maxResults=100"
	    "&textFormat=plainText%s%s", call_encoded(c, text_member(todo(c), "id")), page ? "&pageToken=" : "",
	    page ? call_encoded(c, page) : "");
	return youtube_signed(c);
}

/* 404: the thread was deleted meanwhile. */
static enum go
take_answers(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *one;
	const char   *page = text_member(c->body, "nextPageToken");
	size_t        i;

	if (c->reply->status != 404 && !json_is_array(items))
		return youtube_failed(c, "items");
	json_array_foreach(items, i, one)
		call_out_record(c, youtube_message(c, one, todo(c)));
	if (*page) {
		call_keep(c, "page", page);
		return GO_AGAIN;
	}
	call_forget(c, "page");
	call_keep_item(c, "read", json_true());
	return GO_AGAIN;
}

static enum go
finish(struct call *c)
{
	json_t *counts = json_object_get(c->keep, "counts");

	call_out_position(c, json_pack("{s:s, s:s, s:O*}", "self", call_kept(c, "self"), "last", message_newest(c),
	    "counts", counts));
	return GO_DONE;
}

const struct step youtube_inbox[] = {
	{ "self",    ask_self,    youtube_take_self, 0,   NULL, 0 },
	{ "threads", ask_threads, take_threads,      400, NULL, 0 },
	{ "answers", ask_answers, take_answers,      404, NULL, 0 },
	{ "finish",  finish,      finish,            0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation ------------------------------------------------------------------------------------ */

static enum go
ask_top(struct call *c)
{
	const char *ref = rec_string(c, "ref");

	if (!ref || !*ref)
		return call_fail(c, FAULT_INPUT, "no message is asked for");
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/commentThreads?part=snippet&id=%s&textFormat=plainText",
	    call_encoded(c, youtube_root(c, ref)));
	return youtube_signed(c);
}

static enum go
take_top(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *thread = json_array_get(items, 0);
	const json_t *s = json_object_get(thread, "snippet");

	if (c->reply->status == 404 || (json_is_array(items) && !thread))
		return call_gone(c);
	if (!json_is_array(items))
		return youtube_failed(c, "items");
	call_out_record(c, youtube_message(c, json_object_get(s, "topLevelComment"), s));
	if (json_integer_value(json_object_get(s, "totalReplyCount")) > 0)
		call_keep_item(c, "todo", json_pack("{s:s, s:s}", "id", text_member(thread, "id"), "videoId",
		    text_member(s, "videoId")));
	return GO_NEXT;
}

const struct step youtube_thread[] = {
	{ "self",    youtube_ask_self, youtube_take_self, 0,   NULL, 0 },
	{ "top",     ask_top,          take_top,          404, NULL, 0 },
	{ "answers", ask_answers,      take_answers,      404, NULL, 0 },
	{ 0 }
};
