/* site.c - a request's way through a simulated network, and what those networks share */
#include "site.h"

#include "smm/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN "token-"

static const struct site *const sites[] = { &site_instagram, &site_facebook, &site_threads, &site_x, &site_linkedin,
	&site_youtube, &site_tiktok, &site_tiktok_business, &site_pinterest };

#define SITES (sizeof sites / sizeof *sites)

struct window { /* what of an allowance is used since then */
	int64_t since;
	long    used;
};

const struct site *
site_named(const char *network)
{
	size_t i;

	for (i = 0; i < SITES; i++)
		if (strcmp(sites[i]->name, network) == 0)
			return sites[i];
	return NULL;
}

/* --- which route --------------------------------------------------------------------------------- */

static const struct site *
site_of(const struct request *r)
{
	size_t i, k;

	for (i = 0; i < SITES; i++)
		for (k = 0; sites[i]->begins[k]; k++)
			if (strncmp(r->path, sites[i]->begins[k], strlen(sites[i]->begins[k])) == 0 &&
			    (!sites[i]->claims || sites[i]->claims(r)))
				return sites[i];
	return NULL;
}

/* Part by part; what stands for ':' is kept. */
static int
fits(struct turn *t, const char *pattern, const char *path)
{
	size_t want, got, n = 0;

	while (*pattern == '/' && *path == '/') {
		want = strcspn(++pattern, "/");
		got = strcspn(++path, "/");
		if (*pattern == ':' && n < 2 && got)
			snprintf(t->id[n++], PART_SIZE, "%.*s", (int)got, path);
		else if (*pattern != '*' && (want != got || strncmp(pattern, path, got) != 0))
			return 0;
		pattern += want;
		path += got;
	}
	return !*pattern && !*path;
}

static const struct route *
route_of(struct turn *t)
{
	const struct route *to;

	for (to = t->site->routes; to->method; to++)
		if (strcmp(to->method, t->r->method) == 0 && fits(t, to->path, t->r->path))
			return to;
	return NULL;
}

/* --- who, and how much of it --------------------------------------------------------------------- */

/* "token-NAME" is that of NAME, whatever scheme it comes in; "token-expired" has been somebody's. */
static struct user *
who(struct turn *t)
{
	const char *header = request_header(t->r, "Authorization"), *space = header ? strchr(header, ' ') : NULL;
	const char *token = t->r->token ? t->r->token : space ? space + 1 : request_header(t->r, "Access-Token");

	if (!token)
		token = arg_text(t->r, "access_token");

	if (!token || strncmp(token, TOKEN, strlen(TOKEN)) != 0 || !token[strlen(TOKEN)] ||
	    strcmp(token, TOKEN "expired") == 0)
		return NULL;
	return world_user(t->w, t->site->name, token + strlen(TOKEN));
}

/* Takes the route's cost from the allowance. 0 when there is not so much left. */
static int
spend(struct turn *t, const struct route *to)
{
	char           key[PART_SIZE];
	struct window *v;
	int64_t        span = to->from->sec * INT64_C(1000);
	long           cost = to->cost ? to->cost : 1;

	snprintf(key, sizeof key, "%s %s %s", t->site->name, t->u ? t->u->name : "", to->from->name);
	v = map_get(&t->w->windows, key);
	if (!v) {
		v = mem_get(sizeof *v);
		*v = (struct window){ 0, 0 };
		map_set(&t->w->windows, key, v);
	}
	if (t->w->now >= v->since + span)
		*v = (struct window){ to->from->is_aligned ? t->w->now - t->w->now % span : t->w->now, 0 };
	t->from = to->from;
	t->again_ms = v->since + span;
	t->left = to->from->most - v->used;
	if (cost > t->left)
		return 0;
	v->used += cost;
	t->left -= cost;
	return 1;
}

static void
go_through(struct turn *t)
{
	const struct route *to = route_of(t);

	if (!to) {
		t->site->refuse(t, REFUSE_PATH);
		return;
	}
	t->u = to->open ? NULL : who(t);
	t->a->account = t->u ? t->u->name : NULL;
	if (!t->u && !to->open)
		t->site->refuse(t, REFUSE_TOKEN);
	else if (t->u && t->site->admits && !t->site->admits(t))
		return;
	else if (to->from && !spend(t, to))
		t->site->refuse(t, REFUSE_LIMIT);
	else
		to->answer(t);
}

int
sites_answer(struct world *w, const struct request *r, struct answer *a)
{
	struct turn t = { .w = w, .site = site_of(r), .r = r, .a = a };

	if (!t.site)
		return 0;
	go_through(&t);
	if (t.site->headers)
		t.site->headers(&t);
	return 1;
}

int
sites_limit(struct world *w, const struct request *r, struct answer *a, long sec)
{
	static const struct allowance said = { "", 1, 1 };
	struct turn t = { .w = w, .site = site_of(r), .r = r, .a = a, .from = &said };

	if (!t.site)
		return 0;
	t.again_ms = w->now + sec * 1000;
	t.site->refuse(&t, REFUSE_LIMIT);
	if (t.site->headers)
		t.site->headers(&t);
	return 1;
}

int
sites_error(struct world *w, const struct request *r, struct answer *a)
{
	struct turn t = { .w = w, .site = site_of(r), .r = r, .a = a };

	if (t.site)
		t.site->refuse(&t, REFUSE_PATH);
	return t.site != NULL;
}

/* --- drafts -------------------------------------------------------------------------------------- */

static void
draft_key(const struct turn *t, const char *id, char key[PART_SIZE])
{
	snprintf(key, PART_SIZE, "%s %s", t->site->name, id);
}

struct draft *
draft_new(struct turn *t, const char *id)
{
	struct draft *d = mem_get(sizeof *d);
	char          key[PART_SIZE];

	draft_key(t, id, key);
	*d = (struct draft){ .id = mem_copy(id), .user = t->u,
		.is = json_deep_copy(t->r->form ? t->r->form : t->r->args),
		.ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000) };
	map_set(&t->w->drafts, key, d);
	return d;
}

struct draft *
draft_find(const struct turn *t, const char *id)
{
	char          key[PART_SIZE];
	struct draft *d;

	draft_key(t, id ? id : "", key);
	d = map_get(&t->w->drafts, key);
	return d && (!t->u || d->user == t->u) ? d : NULL;
}

int
draft_is_ready(const struct turn *t, const struct draft *d)
{
	return d->ready_at <= t->w->now;
}

json_t *
kept_list(struct turn *t, const char *what, const char *of)
{
	char          id[PART_SIZE];
	struct draft *d;

	snprintf(id, sizeof id, "%s of %.200s", what, of);
	d = draft_find(t, id);
	if (!d) {
		d = draft_new(t, id);
		json_decref(d->is);
		d->is = json_array();
	}
	return d->is;
}

/* --- posts --------------------------------------------------------------------------------------- */

struct post *
post_find(const struct turn *t, const char *id)
{
	struct post *p = id ? map_get(&t->w->posts, id) : NULL;

	return p && !p->deleted && strcmp(p->network, t->site->name) == 0 ? p : NULL;
}

struct post *
mine_find(const struct turn *t, const char *id)
{
	struct post *p = post_find(t, id);

	return p && p->user == t->u ? p : NULL;
}

struct post *
comment_top(const struct turn *t, struct post *to)
{
	struct post *top = to->reply_to && strcmp(to->reply_to, to->root) != 0 ? post_find(t, to->reply_to) : to;

	return top ? top : to;
}

struct post *
post_new(struct turn *t, const char *id, const char *text)
{
	return world_add(t->w, t->u, t->site->name, id, text ? text : "");
}

void
post_delete(struct turn *t, struct post *p)
{
	struct post *up = p->reply_to ? post_find(t, p->reply_to) : NULL;

	p->deleted = 1;
	if (up)
		up->replies--;
}

int
is_own_post(const struct turn *t, const struct post *p)
{
	return p->user == t->u && !p->reply_to;
}

int
is_right_below(const struct turn *t, const struct post *p)
{
	return p->reply_to && strcmp(p->reply_to, t->id[0]) == 0;
}

int
is_below(const struct turn *t, const struct post *p)
{
	return p->reply_to && (strcmp(p->reply_to, t->id[0]) == 0 || strcmp(p->root, t->id[0]) == 0);
}

/* The post a page begins with: the first, or what comes behind the cursor. */
static struct post *
page_start(const struct turn *t, const struct listing *l)
{
	uint64_t     from = (uint64_t)arg_long(t->r, l->cursor, 0);
	struct post *p = l->oldest_first ? t->w->first : t->w->last;

	while (p && from && (l->oldest_first ? p->number <= from : p->number >= from))
		p = l->oldest_first ? p->next : p->older;
	return p;
}

json_t *
list_posts(struct turn *t, const struct listing *l, char next[32])
{
	long         limit = arg_long(t->r, l->limit, l->usual);
	json_t      *list = json_array();
	struct post *p;
	uint64_t     last = 0;

	*next = '\0';
	if (limit < 1 || limit > l->most)
		limit = l->most;
	for (p = page_start(t, l); p; p = l->oldest_first ? p->next : p->older) {
		if (p->deleted || strcmp(p->network, t->site->name) != 0 || !l->has(t, p))
			continue;
		if ((long)json_array_size(list) == limit) {
			snprintf(next, 32, "%" PRIu64, last);
			break;
		}
		json_array_append_new(list, l->show(t, p));
		last = p->number;
	}
	return list;
}

/* --- small things -------------------------------------------------------------------------------- */

int
arg_true(const struct request *r, const char *name)
{
	const char *text = arg_text(r, name);

	return json_is_true(json_object_get(r->form, name)) ||
	    (text && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0));
}

const char *
id_new(struct turn *t, char id[ID_SIZE], const char *begin)
{
	snprintf(id, ID_SIZE, "%s%" PRIu64, begin, world_number(t->w));
	return id;
}

json_t *
time_graph(int64_t ms)
{
	char text[WHEN_SIZE];

	return json_sprintf("%.19s+0000", when_write(text, ms, 0));
}

json_t *
time_rfc(int64_t ms)
{
	char text[WHEN_SIZE];

	return json_string(when_write_ms(text, ms));
}

json_t *
own_address(const struct turn *t, const char *path, const char *id)
{
	return json_sprintf("%s://%s%s%s", t->w->set->cert ? "https" : "http", t->r->host, path, id);
}

int
is_address(const char *url)
{
	return url && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0);
}

int
is_host(const char *url, const char *begin)
{
	return is_address(url) && strncmp(strstr(url, "://") + 3, begin, strlen(begin)) == 0;
}
