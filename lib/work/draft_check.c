/* draft_check.c - does the network take it? Each text and picture against its limits */
#include "draft.h"

#include "smm/json.h"
#include "smm/lang.h"

#include "media_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct checking {
	const struct draft *d;
	struct mem         *m;
	draft_complain     *complain;
	void               *arg;
	size_t              faults;
};

static SMM_PRINTF(2, 3) void
complain(struct checking *k, const char *fmt, ...)
{
	char    text[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, tr(fmt), ap);
	va_end(ap);
	k->complain(k->arg, text);
	k->faults++;
}

static int
is_given(const char *s)
{
	return s && *s;
}

static void
check_length(struct checking *k, const struct text_rule *rule, const char *what, const char *text, size_t more)
{
	size_t len = strlen(text), n = text_count(rule, text, len) + more;

	if (rule->max && n > rule->max)
		complain(k, "%s has %zu %s, %zu allowed on %s", tr(what), n, text_unit_name(rule->unit), rule->max,
		    k->d->net->title);
	if (rule->max_bytes && len > rule->max_bytes)
		complain(k, "%s has %zu bytes, %zu allowed on %s", tr(what), len, rule->max_bytes, k->d->net->title);
	if (text_refused(rule, text, len))
		complain(k, "%s has the character U+%04X, which %s refuses; take it out", tr(what),
		    text_refused(rule, text, len), k->d->net->title);
}

/* The warning counts with every text (Mastodon: user/posting). */
static void
check_texts(struct checking *k)
{
	const struct draft     *d = k->d;
	const struct content   *c = &d->content;
	struct text_rule        plain = { .unit = d->net->text.unit }, first = draft_rule(d);
	const char             *text = c->text ? c->text : "";
	size_t                  warning = 0, i;

	if (is_given(c->warning) && (d->net->can & CAN_WARNING))
		warning = text_count(&plain, c->warning, strlen(c->warning));
	text = net_text(d->net, k->m, text, c->link, c->media.count);
	if (!*text && !c->media.count && !is_given(c->link))
		complain(k, "there is neither text, nor media, nor link");
	check_length(k, &first, "text", text, warning);
	for (i = 0; i < c->thread.parts.count; i++) {
		if (!*c->thread.parts.at[i])
			complain(k, "thread part %zu is empty", i + 2);
		check_length(k, &d->net->text, mem_fmt(k->m, tr("thread part %zu"), i + 2), c->thread.parts.at[i],
		    warning);
	}
	if (is_given(c->first_comment))
		check_length(k, &d->net->text, "first_comment", c->first_comment, warning);
}

static void
cannot(struct checking *k, const char *member, const char *words)
{
	complain(k, "%s has no %s; to leave it out there: `%s: { %s: }`", k->d->net->title, tr(words),
	    k->d->account->name, member);
}

/* What the network cannot do is never left out silently. */
static void
check_abilities(struct checking *k)
{
	const struct content *c = &k->d->content;
	unsigned              can = k->d->net->can;

	if (c->thread.parts.count && !(can & CAN_THREAD))
		cannot(k, "thread", "threads");
	if (c->poll.given && !c->poll.none && !(can & CAN_POLL))
		cannot(k, "poll", "polls");
	if (is_given(c->warning) && !(can & CAN_WARNING))
		cannot(k, "warning", "content warnings in words");
	if (is_given(c->visibility) && strcmp(c->visibility, "public") != 0 && !(can & CAN_VISIBILITY))
		cannot(k, "visibility", "visibility but public");
	if (is_given(c->title) && !(can & CAN_TITLE) && !is_given(c->link))
		cannot(k, "title", "titles");
	if (is_given(c->first_comment) && !(can & CAN_COMMENT))
		cannot(k, "first_comment", "first comments");
}

/* --- what a post there has to be like --------------------------------------------------------- */

static void
check_title(struct checking *k)
{
	const struct post_rule *rule = &k->d->net->post;
	const char             *title = k->d->content.title;
	size_t                  n = is_given(title) ? text_count(&rule->title, title, strlen(title)) : 0;

	if (!n && (rule->needs & NEEDS_TITLE))
		complain(k, "a post has a title on %s; write `title`", k->d->net->title);
	if (rule->title.max && n > rule->title.max)
		complain(k, "title has %zu %s, %zu allowed on %s", n, text_unit_name(rule->title.unit), rule->title.max,
		    k->d->net->title);
}

static void
check_characters(struct checking *k, const char *what, const char *text)
{
	const char *refused = k->d->net->post.refused, *at = refused && text ? strpbrk(text, refused) : NULL;

	if (at)
		complain(k, "%s has the character %c, which %s refuses; take it out", tr(what), *at, k->d->net->title);
}

/* As YouTube counts: commas between them, quotes round one with a blank (videos#snippet.tags). */
static void
check_tags(struct checking *k)
{
	const struct post_rule *rule = &k->d->net->post;
	const struct texts     *tags = &k->d->content.tags.parts;
	size_t                  i, n = tags->count ? tags->count - 1 : 0;

	for (i = 0; i < tags->count; i++)
		n += text_count(&rule->title, tags->at[i], strlen(tags->at[i])) +
		    (strchr(tags->at[i], ' ') ? 2 : 0);
	if (rule->tags_max && n > rule->tags_max)
		complain(k, "the tags have %zu %s together, %zu allowed on %s", n, text_unit_name(rule->title.unit),
		    rule->tags_max, k->d->net->title);
}

static const char *
own_options(const struct draft *d)
{
	const struct option_list *l = &d->content.options;
	size_t                    i;

	for (i = 0; i < l->count; i++)
		if (strcmp(l->at[i].network, d->net->name) == 0)
			return l->at[i].json;
	return "{}";
}

static void
check_options(struct checking *k)
{
	const struct post_rule *rules = &k->d->net->post;
	const char *const       *name = rules->options;
	const char              *text = own_options(k->d);
	json_t                  *options = name ? json_read(text, strlen(text)) : NULL;

	if (rules->unless && json_is_true(json_object_get(options, rules->unless)))
		name = NULL;
	for (; name && *name; name++)
		if (!json_object_get(options, *name))
			complain(k, "a post on %s needs `options: { %s: { %s: ... } }`", k->d->net->title,
			    k->d->net->name, *name);
	json_decref(options);
}

/* An address tells nothing; what it leads to the connector finds. */
static int
is_film(const struct draft *d)
{
	return d->content.media.count == 1 && (!d->pictures[0].type || strncmp(d->pictures[0].type, "video/", 6) == 0);
}

static void
check_shape(struct checking *k)
{
	const struct content *c = &k->d->content;

	if ((k->d->net->post.needs & NEEDS_FILM) && !is_film(k->d))
		complain(k, "a post is a film on %s; give one as its medium", k->d->net->title);
	if (!c->media.count && (k->d->net->post.needs & NEEDS_MEDIA))
		complain(k, "a post has a picture or a film on %s", k->d->net->title);
	check_title(k);
	check_characters(k, "title", c->title);
	check_characters(k, "text", c->text);
	check_tags(k);
	check_options(k);
}

static void
check_poll(struct checking *k)
{
	const struct poll_words *poll = &k->d->content.poll;
	const struct poll_rule  *rule = &k->d->net->poll;
	struct text_rule         graphemes = { .unit = TEXT_GRAPHEMES };
	size_t                   i, n;

	if (!poll->given || poll->none || !(k->d->net->can & CAN_POLL))
		return;
	if (k->d->content.media.count)
		complain(k, "a poll and media in one post, one of them allowed on %s", k->d->net->title);
	if (poll->options.count < (size_t)rule->min || poll->options.count > (size_t)rule->max)
		complain(k, "the poll has %zu options, %d to %d allowed on %s", poll->options.count, rule->min,
		    rule->max, k->d->net->title);
	if (poll->ends_in < rule->min_seconds || poll->ends_in > rule->max_seconds)
		complain(k, "the poll ends in %ld s, %d to %d s allowed on %s", poll->ends_in, rule->min_seconds,
		    rule->max_seconds, k->d->net->title);
	for (i = 0; i < poll->options.count; i++) {
		n = text_count(&graphemes, poll->options.at[i], strlen(poll->options.at[i]));
		if (n > rule->option_max)
			complain(k, "poll option %zu has %zu graphemes, %zu allowed on %s", i + 1, n, rule->option_max,
			    k->d->net->title);
	}
}

static void
check_alt(struct checking *k, const struct medium *m, const char *name)
{
	const struct media_rule *rule = &k->d->net->media;
	struct text_rule         count = { .unit = rule->alt_unit };
	size_t                   n;

	if (!m->has_alt) {
		complain(k, "%s has no alt text; say in `alt` what it shows, or `alt: \"\"` if it is mere "
		    "decoration", name);
		return;
	}
	n = text_count(&count, m->alt, strlen(m->alt));
	if (rule->alt_max && n > rule->alt_max)
		complain(k, "the alt text of %s has %zu %s, %zu allowed on %s", name, n,
		    text_unit_name(rule->alt_unit), rule->alt_max, k->d->net->title);
}

/* Pictures may stand side by side; a film or a sound stands alone. */
static int
stands_alone(const char *type)
{
	return type && (strncmp(type, "video/", 6) == 0 || strncmp(type, "audio/", 6) == 0);
}

/* Whether the network takes it as a file, or by its address. */
static int
check_source(struct checking *k, const struct medium *m, const struct picture *p)
{
	const struct media_rule *rule = &k->d->net->media;
	enum media_from          from = stands_alone(p->type) ? rule->films_from : rule->from;

	if (m->url && from == MEDIA_FILE)
		complain(k, "%s: %s takes media as files, write `file`", m->url, k->d->net->title);
	if (m->file && from == MEDIA_URL && !k->d->has_host)
		complain(k, "%s: %s fetches media itself, write `url` and a public address, or give "
		    "smm.yaml a `media_host`", m->file,
		    k->d->net->title);
	return m->file && (from != MEDIA_URL || k->d->has_host);
}

static void
check_media(struct checking *k)
{
	const struct media_list *l = &k->d->content.media;
	const struct picture    *p;
	struct err               e;
	size_t                   i;

	if (l->count > (size_t)k->d->net->media.max)
		complain(k, "%zu media, %d allowed on %s", l->count, k->d->net->media.max, k->d->net->title);
	for (i = 0; i < l->count; i++) {
		p = k->d->pictures + i;
		check_alt(k, l->at + i, l->at[i].file ? l->at[i].file : l->at[i].url);
		if (!check_source(k, l->at + i, p) || !p->path)
			continue; /* there is no file, or it could not be read, and that was said */
		if (media_fits(k->d->net, p->type, p->bytes, &e))
			complain(k, "%s: %s", l->at[i].file, e.text);
		if (l->count > 1 && stands_alone(p->type) && !(k->d->net->can & CAN_MIX))
			complain(k, "%s: a film or sound beside other media, one allowed on %s", l->at[i].file,
			    k->d->net->title);
	}
}

size_t
draft_check(const struct draft *d, struct mem *m, draft_complain *say, void *arg)
{
	struct checking k = { d, m, say, arg, 0 };

	check_texts(&k);
	check_abilities(&k);
	check_shape(&k);
	check_poll(&k);
	check_media(&k);
	return k.faults;
}
