/* networks.c - what networks can do, for people (plan.h) */
#include "smm/plan.h"

#include "smm/mem.h"
#include "smm/net.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The narrowest of terminals, and the longest name of an operation. */
enum { LINE_WIDTH = 80, OP_WIDTH = 15 };

static const struct {
	unsigned    bits;            /* any of them */
	const char *words, *without; /* NULL: nothing to say */
} abilities[] = {
	{ CAN_THREAD,     "threads",                   "no threads" },
	{ CAN_POLL,       "polls",                     "no polls" },
	{ CAN_WARNING,    "content warnings",          "no content warnings in words (labels: options)" },
	{ CAN_VISIBILITY, "visibility",                "always public" },
	{ CAN_CARD,       "link cards of our own",     NULL },
	{ CAN_LINK,       "links of their own",        NULL },
	{ CAN_CARD | CAN_LINK, NULL,                   "link cards made by the server" },
	{ CAN_COMMENT,    "first comments",            "no first comments" },
	{ CAN_TITLE,      "titles",                    "no titles" },
};

static void
add_abilities(struct buf *b, const struct net *n)
{
	const char *words;
	size_t      i;

	for (i = 0; i < sizeof abilities / sizeof *abilities; i++) {
		words = n->can & abilities[i].bits ? abilities[i].words : abilities[i].without;
		if (words)
			buf_fmt(b, "  %-12s %s\n", i ? "" : "posts", words);
	}
}

static void
add_limits(struct buf *b, const struct net *n)
{
	const struct media_limit *m;

	buf_fmt(b, "  %-12s %zu %s", "text", n->text.max, text_unit_name(n->text.unit));
	if (n->text.beside_media)
		buf_fmt(b, ", %zu beside media", n->text.beside_media);
	if (n->text.beside_poll)
		buf_fmt(b, ", %zu of a poll", n->text.beside_poll);
	if (n->text.max_bytes)
		buf_fmt(b, ", %zu bytes", n->text.max_bytes);
	if (n->text.url_units)
		buf_fmt(b, ", every link counts %zu", n->text.url_units);
	if (n->post.title.max)
		buf_fmt(b, "\n  %-12s %zu %s", "title", n->post.title.max, text_unit_name(n->post.title.unit));
	buf_fmt(b, "\n  %-12s %d in a post, alt text up to %zu %s\n", "media", n->media.max, n->media.alt_max,
	    text_unit_name(n->media.alt_unit));
	for (m = n->media.types; m && m->type; m++)
		buf_fmt(b, "  %-12s %s up to %" PRId64 " bytes\n", "", m->type, m->max_bytes);
	if (n->can & CAN_POLL)
		buf_fmt(b, "  %-12s %d to %d options of %zu graphemes, %d to %d s\n", "polls", n->poll.min,
		    n->poll.max, n->poll.option_max, n->poll.min_seconds, n->poll.max_seconds);
}

static void
add_post_limits(struct buf *b, const struct net *n)
{
	const struct post_limit *l;

	for (l = n->limits; l && l->posts; l++) {
		buf_fmt(b, "  %-12s %d of %s", l == n->limits ? "posts" : "", l->posts,
		    l->how & LIMIT_APP ? "the app" : "an account");
		if (l->sec)
			buf_fmt(b, " in %d s", l->sec);
		else
			buf_str(b, " a day");
		buf_str(b, l->how & LIMIT_PARTS ? ", each part of a thread counts\n" : "\n");
	}
}

static void
add_quota(struct buf *b, const struct net *n)
{
	int op;

	if (!n->quota)
		return;
	buf_fmt(b, "  %-12s %d %s:", "quota", n->quota->day, n->quota->unit);
	for (op = 0; op < OP_COUNT; op++)
		if (n->quota->of[op])
			buf_fmt(b, " %s %d", op_name((enum op)op), n->quota->of[op]);
	buf_char(b, '\n');
}

static void
add_lacks(struct buf *b, const struct net *n)
{
	const struct lack *l;

	for (l = n->lacks; l && l->what; l++)
		buf_fmt(b, "  %-12s %s: %s\n", l == n->lacks ? "not there" : "", l->what, l->why);
}

static int
column_width(const struct net *n)
{
	int len = (int)strlen(n->name);

	return len > 8 ? len : 8;
}

/* As many networks as fit side by side: a row for each operation. Gives the first that did not fit. */
static const struct net *const *
add_band(struct buf *b, const struct net *const *from)
{
	const struct net *const *n, *const *end;
	int                      op, width = OP_WIDTH;

	for (end = from; *end && (end == from || width + 1 + column_width(*end) <= LINE_WIDTH); end++)
		width += 1 + column_width(*end);
	buf_fmt(b, "%-*s", OP_WIDTH, "");
	for (n = from; n < end; n++)
		buf_fmt(b, " %-*s", n + 1 < end ? column_width(*n) : 0, (*n)->name);
	for (op = 0; op < OP_COUNT; op++) {
		buf_fmt(b, "\n%-*s", OP_WIDTH, op_name((enum op)op));
		for (n = from; n < end; n++)
			buf_fmt(b, " %-*s", n + 1 < end ? column_width(*n) : 0, (*n)->ops[op] ? "yes" : "-");
	}
	buf_str(b, "\n\n");
	return end;
}

static void
add_network(struct buf *b, const struct net *n)
{
	buf_fmt(b, "%s (%s)\n", n->title, n->name);
	add_abilities(b, n);
	add_limits(b, n);
	add_post_limits(b, n);
	add_quota(b, n);
	if (n->version)
		buf_fmt(b, "  %-12s version %s, served until %s or later\n", "API", n->version, n->until);
	add_lacks(b, n);
	if (!n->ops[OP_LOGIN] && !n->oauth)
		buf_fmt(b, "  %-12s the secret is a token: nothing to sign in to\n", "login");
}

static void
add_networks(struct buf *b, const struct net *const *shown)
{
	const struct net *const *n;

	for (n = shown; *n;)
		n = add_band(b, n);
	for (n = shown; *n; n++) {
		if (n != shown)
			buf_char(b, '\n');
		add_network(b, *n);
	}
}

static const struct net *
named(const char *name, struct err *e)
{
	const struct net *n = net_find(name);
	const char       *near;

	if (n)
		return n;
	near = net_near(name);
	if (near)
		err_set(e, FAULT_USAGE, "there is no network \"%s\", the nearest is \"%s\"", name, near);
	else
		err_set(e, FAULT_USAGE, "there is no network \"%s\"; smm-plan --networks lists them", name);
	return NULL;
}

int
plan_networks(struct buf *b, char *const *names, size_t count, struct err *e)
{
	const struct net **shown;
	size_t             i;
	int                rc = -1;

	if (!count) {
		add_networks(b, net_all());
		return 0;
	}
	shown = mem_zero((count + 1) * sizeof *shown);
	for (i = 0; i < count; i++)
		if (!(shown[i] = named(names[i], e)))
			goto out;
	add_networks(b, shown);
	rc = 0;
out:
	free(shown);
	return rc;
}
