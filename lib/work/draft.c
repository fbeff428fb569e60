/* draft.c - one post before it is written: its record and its digest */
#include "draft.h"

#include "smm/when.h"

#include <string.h>

static const char *
given(const char *s)
{
	return s && *s ? s : NULL;
}

struct text_rule
draft_rule(const struct draft *d)
{
	const struct poll_words *poll = &d->content.poll;

	return net_text_rule(d->net, d->content.media.count, poll->given && !poll->none);
}

static void
write_texts(struct buf *b, const char *key, const struct texts *t)
{
	size_t i;

	if (!t->count)
		return;
	json_key(b, key);
	buf_char(b, '[');
	for (i = 0; i < t->count; i++)
		json_item(b, t->at[i]);
	buf_char(b, ']');
}

static void
write_poll(struct buf *b, const struct poll_words *poll)
{
	if (!poll->given || poll->none)
		return;
	json_key(b, "poll");
	buf_char(b, '{');
	write_texts(b, "options", &poll->options);
	json_int(b, "ends_in", poll->ends_in);
	if (poll->multiple)
		json_bool(b, "multiple", 1);
	buf_char(b, '}');
}

/* In the record a file's path and type; in the digest the file's own digest. */
static void
write_media(const struct draft *d, struct buf *b, int for_digest)
{
	const struct media_list *l = &d->content.media;
	size_t                   i;

	if (!l->count)
		return;
	json_key(b, "media");
	buf_char(b, '[');
	for (i = 0; i < l->count; i++) {
		json_open(b, '{');
		if (l->at[i].file)
			json_str(b, "file", for_digest ? d->pictures[i].digest : d->pictures[i].path);
		json_str(b, "url", l->at[i].url);
		json_str(b, "alt", l->at[i].alt ? l->at[i].alt : "");
		if (!for_digest)
			json_str(b, "type", d->pictures[i].type ? d->pictures[i].type : l->at[i].type);
		json_close(b, '}');
	}
	buf_char(b, ']');
}

/* Only the network's own options: another's cannot be seen here. */
static void
write_options(const struct draft *d, struct buf *b)
{
	const struct option_list *l = &d->content.options;
	size_t                    i;

	for (i = 0; i < l->count; i++) {
		if (strcmp(l->at[i].network, d->net->name) != 0)
			continue;
		json_key(b, "options");
		buf_char(b, '{');
		json_raw(b, l->at[i].network, l->at[i].json, strlen(l->at[i].json));
		buf_char(b, '}');
	}
}

/* What will be seen, in the order of the record (design, section 4). */
static void
write_seen(const struct draft *d, struct buf *b, int for_digest)
{
	const struct content *c = &d->content;

	json_str(b, "text", c->text ? c->text : "");
	write_texts(b, "thread", &c->thread.parts);
	write_media(d, b, for_digest);
	json_str(b, "link", given(c->link));
	json_str(b, "title", given(c->title));
	json_str(b, "lang", given(c->lang));
	json_str(b, "warning", given(c->warning));
	json_str(b, "visibility", given(c->visibility));
	write_poll(b, &c->poll);
	json_str(b, "first_comment", given(c->first_comment));
}

void
draft_digest(const struct draft *d, struct buf *room, char out[DIGEST_SIZE])
{
	buf_clear(room);
	buf_char(room, '{');
	json_str(room, "network", d->net->name);
	write_seen(d, room, 1);
	write_options(d, room);
	buf_char(room, '}');
	hash_digest(room->at, room->len, out);
}

static void
write_approval(const struct draft *d, struct buf *b)
{
	if (!d->approval)
		return;
	json_str(b, "approval", "required");
	write_texts(b, "approvers", &d->approval->by);
}

void
draft_write(const struct draft *d, const char *digest, struct buf *b)
{
	const struct content *c = &d->content;
	char                  at[WHEN_SIZE];

	buf_str(b, "{\"type\":\"post\"");
	json_str(b, "id", d->id);
	json_str(b, "entry", d->entry->id);
	json_str(b, "account", d->account->name);
	json_str(b, "network", d->net->name);
	json_str(b, "at", when_write(at, d->at, d->offset_sec));
	json_str(b, "state", given(c->state) ? c->state : "approved");
	json_str(b, "author", given(c->author ? c->author : d->author));
	write_approval(d, b);
	write_seen(d, b, 0);
	json_str(b, "campaign", given(c->campaign));
	json_str(b, "pillar", given(c->pillar));
	json_str(b, "objective", given(c->objective));
	write_texts(b, "tags", &c->tags.parts);
	json_str(b, "digest", digest);
	if (c->late >= 0)
		json_int(b, "late", c->late);
	write_options(d, b);
	buf_char(b, '}');
}
