/* lint_post.c - one post: alt texts, links, hashtags, its day and hour, what it serves */
#include "lint_parts.h"

#include "smm/adapt.h"
#include "smm/text.h"
#include "smm/when.h"

#include <string.h>
#include <strings.h>

/* --- alt texts -------------------------------------------------------------------------------------- */

/* IMG_2041.jpg says nothing. */
static int
is_file_name(const char *alt)
{
	static const char *const ends[] = { ".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".mov", ".heic" };
	size_t                   len = strlen(alt), i;

	for (i = 0; i < sizeof ends / sizeof *ends; i++)
		if (len > strlen(ends[i]) && !strchr(alt, ' ') && strcasecmp(alt + len - strlen(ends[i]), ends[i]) == 0)
			return 1;
	return 0;
}

static void
rule_alt(struct lint *l, const struct lint_post *p)
{
	size_t i;

	for (i = 0; i < p->nalts; i++)
		if (!p->alts[i] || !*p->alts[i])
			lint_say(l, RULE_ALT, "picture %zu has no alt text; say in words what it shows", i + 1);
		else if (is_file_name(p->alts[i]))
			lint_say(l, RULE_ALT, "the alt text of picture %zu is a file's name, \"%s\"; say in words what "
			    "it shows", i + 1, p->alts[i]);
}

/* --- links ------------------------------------------------------------------------------------------ */

static void
check_link(struct lint *l, const char *link, size_t len)
{
	if (len >= 7 && strncasecmp(link, "http://", 7) == 0)
		lint_say(l, RULE_HTTPS, "%.*s is not https; use https://%.*s", (int)len, link, (int)len - 7, link + 7);
}

static void
rule_https(struct lint *l, const struct lint_post *p)
{
	struct span link;
	size_t      i, from;

	if (p->link)
		check_link(l, p->link, strlen(p->link));
	for (i = 0; i < p->nparts; i++)
		for (from = 0; strstr(p->parts[i] + from, "://") &&
		    text_next_link(p->parts[i], strlen(p->parts[i]), from, &link); from = link.end)
			check_link(l, p->parts[i] + link.start, link.end - link.start);
}

/* --- hashtags --------------------------------------------------------------------------------------- */

static void
rule_hashtags(struct lint *l, const struct lint_post *p)
{
	long        most = p->strategy ? strategy_hashtag_cap(p->strategy, p->network) : -1;
	long n = adapt_count_tags(p->text);

	if (most >= 0 && n > most)
		lint_say(l, RULE_HASHTAGS, "%ld hashtags, %ld are wanted at most; take %ld away", n, most, n - most);
}

/* --- its day and hour ------------------------------------------------------------------------------- */

static int64_t
wall_minutes(const struct lint_post *p)
{
	return (p->at + INT64_C(1000) * p->offset_sec) / MINUTE_MS;
}

static void
rule_day(struct lint *l, const struct lint_post *p)
{
	int64_t               minutes = wall_minutes(p), day = minutes / 1440;
	const struct holiday *h;
	const char           *why;
	char                  room[24];

	if (!p->strategy)
		return;
	h = holiday_on(&p->strategy->holidays, HOLIDAY_PUBLIC, day);
	why = h && p->strategy->quiet.holidays ? NULL : strategy_quiet(p->strategy, day, (int)(minutes % 1440), room);
	if (h)
		lint_say(l, RULE_HOLIDAY, "%s is a public holiday, %s; choose another day if it is not for it",
		    lint_date(l, day), h->title);
	if (why)
		lint_say(l, RULE_QUIET_TIME, "%s %02d:%02d is quiet time (%s); choose another time", lint_date(l, day),
		    (int)(minutes % 1440 / 60), (int)(minutes % 60), why);
}

/* --- what it serves --------------------------------------------------------------------------------- */

static const struct campaign *
campaign_of(const struct lint_post *p)
{
	if (!p->strategy || !p->campaign)
		return NULL;
	return (const struct campaign *)things_find(&p->strategy->campaigns, p->campaign);
}

static void
rule_campaign(struct lint *l, const struct lint_post *p)
{
	const struct campaign *c = campaign_of(p);
	int64_t                day = wall_minutes(p) / 1440;

	if (!c)
		return;
	if (c->from != DAY_NONE && day < c->from)
		lint_say(l, RULE_CAMPAIGN_DATES, "the campaign %s begins on %s; move the post, or the campaign",
		    c->is.id, lint_date(l, c->from));
	if (c->to != DAY_NONE && day > c->to)
		lint_say(l, RULE_CAMPAIGN_DATES, "the campaign %s ended on %s; move the post, or the campaign",
		    c->is.id, lint_date(l, c->to));
}

/* Said once for an entry, whatever its accounts and occurrences: they come one behind the other. */
static void
rule_objective(struct lint *l, const struct lint_post *p)
{
	const struct kept *last = l->nkept ? l->kept + l->nkept - 1 : NULL;

	if (!p->strategy || !p->strategy->objectives.count || lint_objective(p))
		return;
	if (last && strcmp(last->entry, p->entry) == 0)
		return;
	lint_say(l, RULE_NO_OBJECTIVE, "serves no objective; give it an `objective`, or a campaign that has one");
}

lint_rule *const lint_post_rules[] = { rule_alt, rule_https, rule_hashtags, rule_day, rule_campaign, NULL };
lint_rule *const lint_purpose_rules[] = { rule_objective, NULL };
