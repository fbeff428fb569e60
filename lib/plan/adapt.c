/* adapt.c - mentions as a network calls them, hashtags of the sets */
#include "smm/adapt.h"

#include "smm/buf.h"

#include <string.h>

/* --- mentions ------------------------------------------------------------------------------------- */

static const char *
handle(const struct strategy *s, const char *id, const char *network)
{
	const char *name = strategy_mention(s, id, network);

	return name ? name : strategy_mention(s, id, "default");
}

static int
no_handle(const struct strategy *s, const char *id, const char *network, struct err *e)
{
	const char *near = things_near(&s->mentions, id);

	if (things_find(&s->mentions, id))
		return err_set(e, FAULT_INPUT, "{@%s} has no name on %s; give it one under `mentions` of %s, or a "
		    "`default`", id, network, s->path);
	if (near)
		return err_set(e, FAULT_INPUT, "{@%s} is nobody, the nearest of `mentions` is {@%s}", id, near);
	return err_set(e, FAULT_INPUT, "{@%s} is nobody; say under `mentions` of the strategy who it is", id);
}

const char *
adapt_mentions(const struct strategy *s, const char *network, const char *text, struct mem *m, struct err *e)
{
	const char *open, *close, *at = text, *id, *name;
	struct buf  b = { 0 };

	if (!strstr(text, "{@"))
		return text;
	for (text = NULL; (open = strstr(at, "{@")); at = close + 1) {
		if (open > at && open[-1] == '\\') {
			buf_add(&b, at, (size_t)(open - 1 - at));
			buf_str(&b, "{@");
			close = open + 1;
			continue;
		}
		buf_add(&b, at, (size_t)(open - at));
		close = strchr(open, '}');
		id = close ? mem_dup(m, open + 2, (size_t)(close - open - 2)) : "";
		name = close ? handle(s, id, network) : NULL;
		if (!name) {
			if (close)
				no_handle(s, id, network, e);
			else
				err_set(e, FAULT_INPUT, "found {@ without }; write \\{@ for the characters themselves");
			goto out;
		}
		buf_str(&b, name);
	}
	buf_str(&b, at);
	text = mem_dup(m, b.at, b.len);
out:
	buf_release(&b);
	return text;
}

/* --- hashtags --------------------------------------------------------------------------------------- */

int
adapt_is_tag(const char *text, const char *at)
{
	unsigned char before = at > text ? (unsigned char)at[-1] : ' ', after = (unsigned char)at[1];

	return (before == ' ' || before == '\n' || before == '(') && (after >= 0x80 || (after >= '0' && after <= '9') ||
	    ((after | 0x20) >= 'a' && (after | 0x20) <= 'z'));
}

long
adapt_count_tags(const char *text)
{
	const char *at;
	long        n = 0;

	for (at = text; (at = strchr(at, '#')); at++)
		n += adapt_is_tag(text, at);
	return n;
}

static int
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static int
goes_on(unsigned char c)
{
	return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || is_letter((char)c);
}

/* Case of ASCII letters does not count. */
static int
has_tag(const char *text, const char *tag)
{
	const char *at;
	size_t      i;

	for (at = text; (at = strchr(at, '#')); at++) {
		for (i = 0; tag[i] && (at[i] == tag[i] || (is_letter(at[i]) && (at[i] ^ tag[i]) == 0x20)); i++)
			;
		if (!tag[i] && adapt_is_tag(text, at) && !goes_on((unsigned char)at[i]))
			return 1;
	}
	return 0;
}

static int
is_there(const struct texts *there, const char *tag)
{
	size_t i;

	for (i = 0; i < there->count; i++)
		if (has_tag(there->at[i], tag))
			return 1;
	return 0;
}

void
adapt_choose_tags(const struct strategy *s, const struct texts *sets, long cap, const struct texts *there,
    struct mem *m, struct texts *out)
{
	const struct hashtag_set *set;
	long                      n = 0;
	size_t                    i, k;

	memset(out, 0, sizeof *out);
	for (i = 0; i < there->count; i++)
		n += adapt_count_tags(there->at[i]);
	for (i = 0; i < sets->count; i++) {
		set = (const struct hashtag_set *)things_find(&s->hashtag_sets, sets->at[i]);
		for (k = 0; k < set->tags.count; k++) {
			if ((cap >= 0 && n >= cap) || is_there(there, set->tags.at[k]) ||
			    is_there(out, set->tags.at[k]))
				continue;
			out->at = mem_more(m, out->at, out->count, &out->room, sizeof *out->at);
			out->at[out->count++] = set->tags.at[k];
			n++;
		}
	}
}
