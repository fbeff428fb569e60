/* kinds.c - every record type and member (design, section 4) */
#include "smm/kinds.h"

#include <string.h>

#define NEEDED 1

static const char *const states[] = { "idea", "draft", "review", "approved", NULL };
static const char *const approvals[] = { "required", NULL };
static const char *const visibilities[] = { "public", "unlisted", "private", "direct", NULL };
static const char *const statuses[] = { "done", "waiting", "planned", "pending", "retry", "unsure",
	"refused", "held", "unapproved", "missed", NULL };
static const char *const message_kinds[] = { "comment", "mention", "dm", "review", "quote", "topic", NULL };
static const char *const priorities[] = { "urgent", "high", "normal", "low", NULL };
static const char *const sentiments[] = { "positive", "neutral", "negative", "mixed", "unknown", NULL };
static const char *const action_ops[] = { "reply", "reply_private", "hide", "unhide", "hold", "delete",
	"like",
	"mute", "block", "report", "unlike", "unmute", "unblock", "assign", "close", "escalate", NULL };
static const char *const scopes[] = { "post", "account", "ad", "competitor", "link", NULL };
static const char *const alert_kinds[] = { "spike", "crisis", "sla", "budget", "token", "missed",
	"trend", NULL };
static const char *const account_states[] = { "ok", "expiring", "failed", NULL };
static const char *const target_states[] = { "met", "open", "missed", NULL };
static const char *const budget_states[] = { "unknown", "ok", "slow", "fast", "over", NULL };
static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };
static const char *const severities[] = { "info", "warning", "error", NULL };

static const struct member_kind medium[] = {
	{ "file", MEMBER_STRING, 0, NULL, NULL, NULL, "path below the media root" },
	{ "url", MEMBER_URL, 0, NULL, NULL, NULL, "address, for networks that fetch it themselves" },
	{ "alt", MEMBER_STRING, 0, NULL, NULL, NULL, "what it shows, in words; empty: decoration" },
	{ "type", MEMBER_STRING, 0, NULL, NULL, NULL, "media type, found in the content" },
	{ 0 }
};

static const struct member_kind poll[] = {
	{ "options", MEMBER_STRINGS, NEEDED, NULL, NULL, NULL, "the answers to choose from" },
	{ "ends_in", MEMBER_INT, NEEDED, NULL, NULL, "s", "how long it is open" },
	{ "multiple", MEMBER_BOOL, 0, NULL, NULL, NULL, "several answers may be chosen" },
	{ 0 }
};

static const struct member_kind post[] = {
	{ "id", MEMBER_ID, NEEDED, NULL, NULL, NULL, "ENTRY@ACCOUNT; the same in every run" },
	{ "entry", MEMBER_ID, 0, NULL, NULL, NULL, "the calendar's entry" },
	{ "account", MEMBER_ID, NEEDED, NULL, NULL, NULL, "account of smm.yaml" },
	{ "network", MEMBER_ID, NEEDED, NULL, NULL, NULL, "the account's network" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when it is to appear" },
	{ "author", MEMBER_ID, 0, NULL, NULL, NULL, "who wrote it, and so cannot approve it" },
	{ "approval", MEMBER_WORD, 0, approvals, NULL, NULL, "somebody must approve it, says the strategy" },
	{ "approvers", MEMBER_STRINGS, 0, NULL, NULL, NULL, "who may; absent: anybody but the author" },
	{ "state", MEMBER_WORD, 0, states, NULL, NULL, "only approved posts leave; absent: approved" },
	{ "text", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "what it says; may be empty with media" },
	{ "thread", MEMBER_STRINGS, 0, NULL, NULL, NULL, "further texts, each answering the one before" },
	{ "media", MEMBER_OBJECTS, 0, NULL, medium, NULL, "pictures, films, sounds" },
	{ "link", MEMBER_URL, 0, NULL, NULL, NULL, "what it leads to" },
	{ "title", MEMBER_STRING, 0, NULL, NULL, NULL, "title, or that of the link's card" },
	{ "lang", MEMBER_STRING, 0, NULL, NULL, NULL, "language of the text (BCP 47)" },
	{ "warning", MEMBER_STRING, 0, NULL, NULL, NULL, "content warning shown instead of the text" },
	{ "visibility", MEMBER_WORD, 0, visibilities, NULL, NULL, "who may see it; absent: as the account has it" },
	{ "poll", MEMBER_OBJECT, 0, NULL, poll, NULL, "a question with answers" },
	{ "first_comment", MEMBER_STRING, 0, NULL, NULL, NULL, "our own first comment below it" },
	{ "campaign", MEMBER_ID, 0, NULL, NULL, NULL, "campaign of the strategy" },
	{ "pillar", MEMBER_ID, 0, NULL, NULL, NULL, "pillar of the strategy" },
	{ "objective", MEMBER_ID, 0, NULL, NULL, NULL, "objective of the strategy" },
	{ "tags", MEMBER_STRINGS, 0, NULL, NULL, NULL, "our own labels; not shown" },
	{ "digest", MEMBER_STRING, 0, NULL, NULL, NULL, "SHA-256 of what will be seen" },
	{ "late", MEMBER_INT, 0, NULL, NULL, "s", "how late it may leave; absent: 7200" },
	{ "options", MEMBER_OBJECT, 0, NULL, NULL, NULL, "by network, what only it has" },
	{ 0 }
};

static const struct member_kind approval[] = {
	{ "id", MEMBER_ID, NEEDED, NULL, NULL, NULL, "the post's" },
	{ "digest", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "of exactly what is approved" },
	{ "by", MEMBER_ID, NEEDED, NULL, NULL, NULL, "who approves" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when" },
	{ "note", MEMBER_STRING, 0, NULL, NULL, NULL, "a word with it" },
	{ "signature", MEMBER_STRING, 0, NULL, NULL, NULL, "made by ssh-keygen -Y sign" },
	{ 0 }
};

static const struct member_kind failure[] = {
	{ "fault", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "who must act: refused, limit, auth, conf, ..." },
	{ "message", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "what was seen, for people" },
	{ "http", MEMBER_INT, 0, NULL, NULL, NULL, "status of the network's answer" },
	{ "retry_at", MEMBER_TIME, 0, NULL, NULL, NULL, "not to be tried before" },
	{ 0 }
};

static const struct member_kind result[] = {
	{ "id", MEMBER_ID, NEEDED, NULL, NULL, NULL, "of the record it answers" },
	{ "op", MEMBER_ID, NEEDED, NULL, NULL, NULL, "publish, reply, hide, ..." },
	{ "account", MEMBER_ID, 0, NULL, NULL, NULL, "account of smm.yaml" },
	{ "network", MEMBER_ID, 0, NULL, NULL, NULL, "the account's network" },
	{ "status", MEMBER_WORD, NEEDED, statuses, NULL, NULL, "what became of it" },
	{ "ref", MEMBER_ID, 0, NULL, NULL, NULL, "the network's id of it" },
	{ "url", MEMBER_URL, 0, NULL, NULL, NULL, "where people see it" },
	{ "at", MEMBER_TIME, 0, NULL, NULL, NULL, "when that was so" },
	{ "attempts", MEMBER_INT, 0, NULL, NULL, NULL, "how often it was begun" },
	{ "error", MEMBER_OBJECT, 0, NULL, failure, NULL, "what went wrong" },
	{ "campaign", MEMBER_ID, 0, NULL, NULL, NULL, "copied from the record" },
	{ "pillar", MEMBER_ID, 0, NULL, NULL, NULL, "copied from the record" },
	{ "entry", MEMBER_ID, 0, NULL, NULL, NULL, "copied from the record" },
	{ "message", MEMBER_ID, 0, NULL, NULL, NULL, "copied from the record: the message answered" },
	{ "cost", MEMBER_INT, 0, NULL, NULL, "micros", "what it would cost, in a simulation" },
	{ "currency", MEMBER_STRING, 0, NULL, NULL, NULL, "of the cost (ISO 4217)" },
	{ "article", MEMBER_ID, 0, NULL, NULL, NULL, "copied from the action: of the charter" },
	{ "by", MEMBER_ID, 0, NULL, NULL, NULL, "copied from the action: who decided" },
	{ "note", MEMBER_STRING, 0, NULL, NULL, NULL, "a word with it: the message was gone, say" },
	{ 0 }
};

static const struct member_kind author[] = {
	{ "id", MEMBER_ID, 0, NULL, NULL, NULL, "the network's id" },
	{ "handle", MEMBER_STRING, 0, NULL, NULL, NULL, "what people mention" },
	{ "name", MEMBER_STRING, 0, NULL, NULL, NULL, "as shown" },
	{ "followers", MEMBER_INT, 0, NULL, NULL, NULL, "how many follow" },
	{ "since", MEMBER_TIME, 0, NULL, NULL, NULL, "when the account was made" },
	{ 0 }
};

static const struct member_kind sentiment[] = {
	{ "label", MEMBER_WORD, NEEDED, sentiments, NULL, NULL, "which way" },
	{ "score", MEMBER_NUMBER, 0, NULL, NULL, NULL, "how probable, 0 to 1" },
	{ 0 }
};

static const struct member_kind message[] = {
	{ "id", MEMBER_ID, NEEDED, NULL, NULL, NULL, "NETWORK:ACCOUNT:ID" },
	{ "account", MEMBER_ID, NEEDED, NULL, NULL, NULL, "our account it came to" },
	{ "network", MEMBER_ID, NEEDED, NULL, NULL, NULL, "the account's network" },
	{ "kind", MEMBER_WORD, NEEDED, message_kinds, NULL, NULL, "what it is" },
	{ "public", MEMBER_BOOL, 0, NULL, NULL, NULL, "everybody can read it" },
	{ "author", MEMBER_OBJECT, 0, NULL, author, NULL, "who wrote it" },
	{ "text", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "what it says" },
	{ "lang", MEMBER_STRING, 0, NULL, NULL, NULL, "language (BCP 47)" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when it was written" },
	{ "url", MEMBER_URL, 0, NULL, NULL, NULL, "where people see it" },
	{ "reply_to", MEMBER_ID, 0, NULL, NULL, NULL, "the network's id of what it answers" },
	{ "root", MEMBER_ID, 0, NULL, NULL, NULL, "the network's id of where the thread begins" },
	{ "post", MEMBER_ID, 0, NULL, NULL, NULL, "our post's id, when it answers one" },
	{ "rating", MEMBER_NUMBER, 0, NULL, NULL, "stars", "of a review" },
	{ "recommends", MEMBER_BOOL, 0, NULL, NULL, NULL, "of a review: that others should come, or not" },
	{ "media", MEMBER_OBJECTS, 0, NULL, medium, NULL, "what it shows" },
	{ "own", MEMBER_BOOL, 0, NULL, NULL, NULL, "written by us" },
	{ "expires", MEMBER_TIME, 0, NULL, NULL, NULL, "must be forgotten by then" },
	{ "sentiment", MEMBER_OBJECT, 0, NULL, sentiment, NULL, "added by cm-moderate" },
	{ "labels", MEMBER_ANY, 0, NULL, NULL, NULL, "added by cm-moderate: insult, question, ..." },
	{ "topics", MEMBER_ANY, 0, NULL, NULL, NULL, "added by cm-moderate" },
	{ "why", MEMBER_ANY, 0, NULL, NULL, NULL, "added by cm-moderate: the evidence" },
	{ "priority", MEMBER_WORD, 0, priorities, NULL, NULL, "added by cm-moderate" },
	{ "due", MEMBER_TIME, 0, NULL, NULL, NULL, "added by cm-moderate: answer by" },
	{ "assign", MEMBER_STRING, 0, NULL, NULL, NULL, "added by cm-moderate: team" },
	{ "actions", MEMBER_ANY, 0, NULL, NULL, NULL, "added by cm-moderate: proposed, each with its article" },
	{ 0 }
};

static const struct member_kind action[] = {
	{ "id", MEMBER_ID, NEEDED, NULL, NULL, NULL, "the same in every run" },
	{ "message", MEMBER_ID, NEEDED, NULL, NULL, NULL, "the message acted upon" },
	{ "account", MEMBER_ID, NEEDED, NULL, NULL, NULL, "account of smm.yaml" },
	{ "network", MEMBER_ID, NEEDED, NULL, NULL, NULL, "the account's network" },
	{ "op", MEMBER_WORD, NEEDED, action_ops, NULL, NULL, "what to do" },
	{ "text", MEMBER_STRING, 0, NULL, NULL, NULL, "of a reply" },
	{ "article", MEMBER_ID, 0, NULL, NULL, NULL, "of the charter" },
	{ "by", MEMBER_ID, 0, NULL, NULL, NULL, "rule:NAME or a person" },
	{ "at", MEMBER_TIME, 0, NULL, NULL, NULL, "when it was decided" },
	{ "digest", MEMBER_STRING, 0, NULL, NULL, NULL, "SHA-256 of what will be seen" },
	{ 0 }
};

static const struct member_kind done_about[] = {
	{ "op", MEMBER_ID, NEEDED, NULL, NULL, NULL, "hide, delete, mute, block, report" },
	{ "at", MEMBER_TIME, 0, NULL, NULL, NULL, "when" },
	{ "message", MEMBER_ID, NEEDED, NULL, NULL, NULL, "about which message" },
	{ 0 }
};

static const struct member_kind member[] = {
	{ "network", MEMBER_ID, NEEDED, NULL, NULL, NULL, "where" },
	{ "handle", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "who" },
	{ "sanctions", MEMBER_OBJECTS, 0, NULL, done_about, NULL, "what was done about them" },
	{ "first", MEMBER_TIME, 0, NULL, NULL, NULL, "when the first message was written" },
	{ "last", MEMBER_TIME, 0, NULL, NULL, NULL, "when the last one was" },
	{ "messages", MEMBER_INT, 0, NULL, NULL, NULL, "how many there are" },
	{ 0 }
};

static const struct member_kind metric[] = {
	{ "account", MEMBER_ID, 0, NULL, NULL, NULL, "account of smm.yaml" },
	{ "network", MEMBER_ID, NEEDED, NULL, NULL, NULL, "where it was read" },
	{ "scope", MEMBER_WORD, NEEDED, scopes, NULL, NULL, "what it is about" },
	{ "subject", MEMBER_ID, 0, NULL, NULL, NULL, "our id of it" },
	{ "ref", MEMBER_ID, 0, NULL, NULL, NULL, "the network's id of it" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when it was read" },
	{ "from", MEMBER_TIME, 0, NULL, NULL, NULL, "what it covers, from" },
	{ "to", MEMBER_TIME, 0, NULL, NULL, NULL, "what it covers, to (not included)" },
	{ "campaign", MEMBER_ID, 0, NULL, NULL, NULL, "campaign of the strategy" },
	{ "pillar", MEMBER_ID, 0, NULL, NULL, NULL, "pillar of the strategy" },
	{ "total", MEMBER_BOOL, 0, NULL, NULL, NULL, "running totals, not the period's own numbers" },
	{ "currency", MEMBER_STRING, 0, NULL, NULL, NULL, "of money (ISO 4217)" },
	{ "impressions", MEMBER_INT, 0, NULL, NULL, "times", "how often it was shown" },
	{ "reach", MEMBER_INT, 0, NULL, NULL, "people", "to how many" },
	{ "views", MEMBER_INT, 0, NULL, NULL, "times", "how often it was seen or played" },
	{ "likes", MEMBER_INT, 0, NULL, NULL, "times", "favourites and reactions" },
	{ "comments", MEMBER_INT, 0, NULL, NULL, "times", "replies" },
	{ "shares", MEMBER_INT, 0, NULL, NULL, "times", "boosts, reposts" },
	{ "saves", MEMBER_INT, 0, NULL, NULL, "times", "bookmarks" },
	{ "clicks", MEMBER_INT, 0, NULL, NULL, "times", "on the link" },
	{ "followers", MEMBER_INT, 0, NULL, NULL, "people", "who follow the account" },
	{ "spend", MEMBER_INT, 0, NULL, NULL, "micros", "money paid" },
	{ "conversions", MEMBER_INT, 0, NULL, NULL, "times", "what the link was for" },
	{ "cost", MEMBER_INT, 0, NULL, NULL, "micros", "money paid beside ads: fees, production, partners" },
	{ "follows", MEMBER_INT, 0, NULL, NULL, "people", "who began to follow" },
	{ "unfollows", MEMBER_INT, 0, NULL, NULL, "people", "who ceased to follow" },
	{ "page_views", MEMBER_INT, 0, NULL, NULL, "times", "how often the account's own page was opened" },
	{ "mentions", MEMBER_INT, 0, NULL, NULL, "times", "how often it was named" },
	{ "response_sec", MEMBER_INT, 0, NULL, NULL, "s", "a response time measured elsewhere" },
	{ "csat_1", MEMBER_INT, 0, NULL, NULL, "people", "who gave this grade" },
	{ "csat_2", MEMBER_INT, 0, NULL, NULL, "people", "who gave this grade" },
	{ "csat_3", MEMBER_INT, 0, NULL, NULL, "people", "who gave this grade" },
	{ "csat_4", MEMBER_INT, 0, NULL, NULL, "people", "who gave this grade" },
	{ "csat_5", MEMBER_INT, 0, NULL, NULL, "people", "who gave this grade" },
	{ "promoters", MEMBER_INT, 0, NULL, NULL, "people", "who gave 9 or 10" },
	{ "passives", MEMBER_INT, 0, NULL, NULL, "people", "who gave 7 or 8" },
	{ "detractors", MEMBER_INT, 0, NULL, NULL, "people", "who gave 0 to 6" },
	{ "revenue", MEMBER_INT, 0, NULL, NULL, "micros", "money earned" },
	{ 0 }
};

static const struct member_kind hold[] = {
	{ "on", MEMBER_BOOL, NEEDED, NULL, NULL, NULL, "nothing leaves while it is true" },
	{ "reason", MEMBER_STRING, 0, NULL, NULL, NULL, "why" },
	{ "by", MEMBER_ID, 0, NULL, NULL, NULL, "who" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "since when" },
	{ "until", MEMBER_TIME, 0, NULL, NULL, NULL, "ends by itself" },
	{ "allow", MEMBER_STRINGS, 0, NULL, NULL, NULL, "accounts and ids that may leave all the same" },
	{ 0 }
};

static const struct member_kind account[] = {
	{ "account", MEMBER_ID, NEEDED, NULL, NULL, NULL, "account of smm.yaml" },
	{ "network", MEMBER_ID, NEEDED, NULL, NULL, NULL, "its network" },
	{ "status", MEMBER_WORD, NEEDED, account_states, NULL, NULL, "whether the network knows us" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when that was so" },
	{ "error", MEMBER_OBJECT, 0, NULL, failure, NULL, "why not, and what to do" },
	{ "user", MEMBER_STRING, 0, NULL, NULL, NULL, "who we are there" },
	{ "ref", MEMBER_ID, 0, NULL, NULL, NULL, "the network's id of that" },
	{ "scopes", MEMBER_STRINGS, 0, NULL, NULL, NULL, "what we may do, as far as it was told" },
	{ "missing", MEMBER_STRINGS, 0, NULL, NULL, NULL, "what smm-auth asks for and was not given" },
	{ "expires", MEMBER_TIME, 0, NULL, NULL, NULL, "until when; absent: not told, or without end" },
	{ "todo", MEMBER_STRING, 0, NULL, NULL, NULL, "what a person types or does; absent: nothing" },
	{ 0 }
};

static const struct member_kind alert[] = {
	{ "kind", MEMBER_WORD, NEEDED, alert_kinds, NULL, NULL, "what it is about" },
	{ "level", MEMBER_STRING, 0, NULL, NULL, NULL, "how bad" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when it was seen" },
	{ "subject", MEMBER_STRING, 0, NULL, NULL, NULL, "account, campaign, post" },
	{ "value", MEMBER_NUMBER, 0, NULL, NULL, NULL, "what was seen" },
	{ "expected", MEMBER_NUMBER, 0, NULL, NULL, NULL, "what was expected" },
	{ "evidence", MEMBER_STRINGS, 0, NULL, NULL, NULL, "ids of records" },
	{ 0 }
};

static const struct member_kind kpi[] = {
	{ "kpi", MEMBER_ID, NEEDED, NULL, NULL, NULL, "which, er.reach say" },
	{ "method", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "how it is computed" },
	{ "account", MEMBER_STRING, 0, NULL, NULL, NULL, "of this account alone (--by)" },
	{ "network", MEMBER_STRING, 0, NULL, NULL, NULL, "of this network" },
	{ "campaign", MEMBER_STRING, 0, NULL, NULL, NULL, "of this campaign" },
	{ "pillar", MEMBER_STRING, 0, NULL, NULL, NULL, "of this pillar" },
	{ "post", MEMBER_STRING, 0, NULL, NULL, NULL, "of this post" },
	{ "entry", MEMBER_STRING, 0, NULL, NULL, NULL, "of this entry of the calendar" },
	{ "lang", MEMBER_STRING, 0, NULL, NULL, NULL, "of this language" },
	{ "format", MEMBER_STRING, 0, NULL, NULL, NULL, "of posts that are text, link, image, album, video, "
	      "poll, thread" },
	{ "hashtag", MEMBER_STRING, 0, NULL, NULL, NULL, "of posts with this hashtag" },
	{ "topic", MEMBER_STRING, 0, NULL, NULL, NULL, "of messages with this topic" },
	{ "kind", MEMBER_STRING, 0, NULL, NULL, NULL, "of messages of this kind" },
	{ "article", MEMBER_STRING, 0, NULL, NULL, NULL, "of actions by this article of the charter" },
	{ "partner", MEMBER_STRING, 0, NULL, NULL, NULL, "of campaigns that this partner of the strategy pays for" },
	{ "day", MEMBER_STRING, 0, NULL, NULL, NULL, "2026-12-01, in the zone" },
	{ "week", MEMBER_STRING, 0, NULL, NULL, NULL, "2026-W49 (ISO 8601)" },
	{ "month", MEMBER_STRING, 0, NULL, NULL, NULL, "2026-12" },
	{ "hour", MEMBER_STRING, 0, NULL, NULL, NULL, "00 to 23" },
	{ "weekday", MEMBER_STRING, 0, NULL, NULL, NULL, "mon to sun" },
	{ "rank", MEMBER_INT, 0, NULL, NULL, NULL, "of a list, from 1" },
	{ "subject", MEMBER_STRING, 0, NULL, NULL, NULL, "what it is about: the post or message of a list" },
	{ "text", MEMBER_STRING, 0, NULL, NULL, NULL, "its words" },
	{ "from", MEMBER_TIME, 0, NULL, NULL, NULL, "the period, from" },
	{ "to", MEMBER_TIME, 0, NULL, NULL, NULL, "the period, to (not included)" },
	{ "tz", MEMBER_STRING, 0, NULL, NULL, NULL, "zone of its days" },
	{ "value", MEMBER_NUMBER, 0, NULL, NULL, NULL, "absent or null: cannot be computed" },
	{ "reason", MEMBER_STRING, 0, NULL, NULL, NULL, "why it cannot be computed" },
	{ "unit", MEMBER_STRING, 0, NULL, NULL, NULL, "of the value; money: its currency, XXX when none was said" },
	{ "currency", MEMBER_STRING, 0, NULL, NULL, NULL, "of money over money" },
	{ "num", MEMBER_NUMBER, 0, NULL, NULL, NULL, "numerator" },
	{ "den", MEMBER_NUMBER, 0, NULL, NULL, NULL, "denominator" },
	{ "n", MEMBER_INT, 0, NULL, NULL, NULL, "how many records it rests on" },
	{ "without", MEMBER_INT, 0, NULL, NULL, NULL, "counted beside: those never answered" },
	{ "low", MEMBER_NUMBER, 0, NULL, NULL, NULL, "95 % interval, from" },
	{ "high", MEMBER_NUMBER, 0, NULL, NULL, NULL, "95 % interval, to" },
	{ "previous", MEMBER_NUMBER, 0, NULL, NULL, NULL, "the period before" },
	{ "target", MEMBER_NUMBER, 0, NULL, NULL, NULL, "of the strategy" },
	{ "status", MEMBER_WORD, 0, target_states, NULL, NULL, "of the target; open: there is time left" },
	{ "as_of", MEMBER_TIME, 0, NULL, NULL, NULL, "newest record used" },
	{ "stale", MEMBER_BOOL, 0, NULL, NULL, NULL, "older than it should be" },
	{ 0 }
};

static const struct member_kind backtest[] = {
	{ "method", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "which way" },
	{ "n", MEMBER_INT, NEEDED, NULL, NULL, NULL, "forecasts of periods that are known now" },
	{ "error", MEMBER_NUMBER, NEEDED, NULL, NULL, NULL, "mean distance from what came, in the unit" },
	{ "share", MEMBER_NUMBER, 0, NULL, NULL, "%", "of what came; of followers: of their growth" },
	{ "chosen", MEMBER_BOOL, NEEDED, NULL, NULL, NULL, "it has the smaller error" },
	{ 0 }
};

static const struct member_kind forecast[] = {
	{ "kpi", MEMBER_ID, NEEDED, NULL, NULL, NULL, "followers, interactions or spend" },
	{ "from", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "the period foreseen, from" },
	{ "to", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "to (not included)" },
	{ "tz", MEMBER_STRING, 0, NULL, NULL, NULL, "zone of its days" },
	{ "unit", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "of the values; money: its currency" },
	{ "n", MEMBER_INT, NEEDED, NULL, NULL, "days", "of the past that it rests on" },
	{ "through", MEMBER_STRING, 0, NULL, NULL, NULL, "the last of them, 2026-11-30" },
	{ "as_of", MEMBER_TIME, 0, NULL, NULL, NULL, "newest reading used" },
	{ "method", MEMBER_STRING, 0, NULL, NULL, NULL, "how it is computed" },
	{ "value", MEMBER_NUMBER, 0, NULL, NULL, NULL, "of the period; of followers at its end" },
	{ "low", MEMBER_NUMBER, 0, NULL, NULL, NULL, "95 % interval, from" },
	{ "high", MEMBER_NUMBER, 0, NULL, NULL, NULL, "95 % interval, to" },
	{ "previous", MEMBER_NUMBER, 0, NULL, NULL, NULL, "of as many days before, through the last known" },
	{ "backtest", MEMBER_OBJECTS, 0, NULL, backtest, NULL, "how far off each way was in the past" },
	{ "reason", MEMBER_STRING, 0, NULL, NULL, NULL, "why nothing is foreseen" },
	{ 0 }
};

static const struct member_kind finding[] = {
	{ "rule", MEMBER_ID, NEEDED, NULL, NULL, NULL, "which rule, as smm-strategy(5) names them" },
	{ "severity", MEMBER_WORD, NEEDED, severities, NULL, NULL, "how bad" },
	{ "entry", MEMBER_ID, 0, NULL, NULL, NULL, "the calendar's entry" },
	{ "account", MEMBER_ID, 0, NULL, NULL, NULL, "account of smm.yaml" },
	{ "file", MEMBER_STRING, 0, NULL, NULL, NULL, "where it stands" },
	{ "line", MEMBER_INT, 0, NULL, NULL, NULL, "from 1" },
	{ "column", MEMBER_INT, 0, NULL, NULL, NULL, "from 1" },
	{ "message", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "what was found; what to do, for people" },
	{ 0 }
};

static const struct member_kind budget_day[] = {
	{ "day", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "2026-12-01" },
	{ "budget", MEMBER_INT, NEEDED, NULL, NULL, "micros", "the day's part of it" },
	{ "spend", MEMBER_INT, 0, NULL, NULL, "micros", "on that day; absent: no figure" },
	{ 0 }
};

static const struct member_kind budget[] = {
	{ "campaign", MEMBER_ID, NEEDED, NULL, NULL, NULL, "campaign of the strategy" },
	{ "network", MEMBER_ID, NEEDED, NULL, NULL, NULL, "where it is spent" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when that was so" },
	{ "status", MEMBER_WORD, NEEDED, budget_states, NULL, NULL, "unknown, ok, slow, fast, over" },
	{ "currency", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "ISO 4217" },
	{ "budget", MEMBER_INT, NEEDED, NULL, NULL, "micros", "of the campaign on that network" },
	{ "spend", MEMBER_INT, 0, NULL, NULL, "micros", "spent so far" },
	{ "through", MEMBER_STRING, 0, NULL, NULL, NULL, "the last day that is over and has a figure" },
	{ "planned", MEMBER_INT, 0, NULL, NULL, "micros", "of the budget through that day" },
	{ "n", MEMBER_INT, 0, NULL, NULL, "days", "with a figure" },
	{ "pace", MEMBER_NUMBER, 0, NULL, NULL, NULL, "what was spent by then over what was planned; 1: as planned" },
	{ "forecast", MEMBER_INT, 0, NULL, NULL, "micros", "spent by the end" },
	{ "low", MEMBER_INT, 0, NULL, NULL, "micros", "95 % interval of it, from" },
	{ "high", MEMBER_INT, 0, NULL, NULL, "micros", "95 % interval of it, to" },
	{ "days", MEMBER_OBJECTS, 0, NULL, budget_day, NULL, "the budget and what was spent, day by day" },
	{ "method", MEMBER_STRING, 0, NULL, NULL, NULL, "how it is computed" },
	{ 0 }
};

static const struct member_kind scenario[] = {
	{ "scenario", MEMBER_ID, NEEDED, NULL, NULL, NULL, "as it was given" },
	{ "network", MEMBER_ID, 0, NULL, NULL, NULL, "of another budget" },
	{ "account", MEMBER_ID, 0, NULL, NULL, NULL, "of another cadence" },
	{ "currency", MEMBER_STRING, 0, NULL, NULL, NULL, "of money (ISO 4217)" },
	{ "budget", MEMBER_INT, 0, NULL, NULL, "micros", "the other one" },
	{ "instead", MEMBER_INT, 0, NULL, NULL, "micros", "what the budgets have now" },
	{ "impressions", MEMBER_NUMBER, 0, NULL, NULL, NULL, "for it, at the past cost" },
	{ "clicks", MEMBER_NUMBER, 0, NULL, NULL, NULL, "likewise" },
	{ "conversions", MEMBER_NUMBER, 0, NULL, NULL, NULL, "likewise" },
	{ "posts_week", MEMBER_NUMBER, 0, NULL, NULL, NULL, "the other cadence" },
	{ "instead_week", MEMBER_NUMBER, 0, NULL, NULL, NULL, "what it was, from the first to the last post" },
	{ "interactions_week", MEMBER_NUMBER, 0, NULL, NULL, NULL, "at the past mean of a post" },
	{ "cost_week", MEMBER_INT, 0, NULL, NULL, "micros", "at the past mean of a post" },
	{ "n", MEMBER_INT, 0, NULL, NULL, NULL, "records, or posts, that it rests on" },
	{ "method", MEMBER_STRING, 0, NULL, NULL, NULL, "how it is computed" },
	{ 0 }
};

static const struct member_kind slot[] = {
	{ "account", MEMBER_ID, NEEDED, NULL, NULL, NULL, "account of smm.yaml" },
	{ "network", MEMBER_ID, 0, NULL, NULL, NULL, "the account's network" },
	{ "tz", MEMBER_STRING, 0, NULL, NULL, NULL, "zone of weekday and hour: the audience's" },
	{ "weekday", MEMBER_WORD, NEEDED, weekdays, NULL, NULL, "the day" },
	{ "hour", MEMBER_INT, NEEDED, NULL, NULL, NULL, "0 to 23" },
	{ "n", MEMBER_INT, NEEDED, NULL, NULL, "posts", "published in that hour, whose interactions are known" },
	{ "enough", MEMBER_BOOL, NEEDED, NULL, NULL, NULL, "they are enough to say something" },
	{ "median", MEMBER_NUMBER, 0, NULL, NULL, NULL, "of their interactions, standardised within the account" },
	{ "score", MEMBER_NUMBER, 0, NULL, NULL, NULL, "the median, shrunk towards the means of day and hour" },
	{ "method", MEMBER_STRING, 0, NULL, NULL, NULL, "how it is computed" },
	{ 0 }
};

static const struct member_kind verdict[] = {
	{ "message", MEMBER_ID, NEEDED, NULL, NULL, NULL, "the message judged again" },
	{ "account", MEMBER_ID, 0, NULL, NULL, NULL, "our account it came to" },
	{ "network", MEMBER_ID, 0, NULL, NULL, NULL, "the account's network" },
	{ "at", MEMBER_TIME, 0, NULL, NULL, NULL, "when it was written" },
	{ "text", MEMBER_STRING, 0, NULL, NULL, NULL, "what it says" },
	{ "was", MEMBER_STRINGS, NEEDED, NULL, NULL, NULL, "what was done, or else proposed" },
	{ "would", MEMBER_STRINGS, NEEDED, NULL, NULL, NULL, "what this charter proposes" },
	{ "why", MEMBER_ANY, 0, NULL, NULL, NULL, "the evidence" },
	{ 0 }
};

static const struct member_kind verbatim[] = {
	{ "message", MEMBER_ID, NEEDED, NULL, NULL, NULL, "its id" },
	{ "at", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "when it was written" },
	{ "text", MEMBER_STRING, NEEDED, NULL, NULL, NULL, "what it says, cut at 400 bytes" },
	{ "url", MEMBER_URL, 0, NULL, NULL, NULL, "where people see it" },
	{ 0 }
};

static const struct member_kind digest[] = {
	{ "team", MEMBER_ID, 0, NULL, NULL, NULL, "whose topic it is" },
	{ "topic", MEMBER_ID, NEEDED, NULL, NULL, NULL, "what the messages are about" },
	{ "verbatims", MEMBER_OBJECTS, NEEDED, NULL, verbatim, NULL, "the first of them" },
	{ "from", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "begin of the period" },
	{ "to", MEMBER_TIME, NEEDED, NULL, NULL, NULL, "end of the period, not in it" },
	{ "count", MEMBER_INT, NEEDED, NULL, NULL, "messages", "in the period" },
	{ "previous", MEMBER_INT, NEEDED, NULL, NULL, "messages", "in as long a period before it" },
	{ 0 }
};

const struct kind kinds[] = {
	{ "post", "a post to be published", post, 0 },
	{ "approval", "somebody approves exact content", approval, 0 },
	{ "result", "what became of a record that was acted upon", result, 0 },
	{ "message", "something somebody wrote to us or about us", message, 0 },
	{ "action", "something to be done about a message", action, 0 },
	{ "member", "what a person wrote to us, in short", member, 0 },
	{ "metric", "numbers read from a network", metric, 1 },
	{ "hold", "publishing is stopped, or goes on", hold, 0 },
	{ "account", "whether an account is signed in", account, 0 },
	{ "alert", "something somebody must look at", alert, 0 },
	{ "finding", "what smm-plan --lint finds in a calendar", finding, 0 },
	{ "budget", "a campaign's budget on a network, and what was spent of it, from smm-plan --budget", budget, 0 },
	{ "scenario", "what another budget or cadence would bring, from smm-plan --what-if", scenario, 0 },
	{ "slot", "an hour of the week, and how well posts did in it, from smm-plan --suggest", slot, 0 },
	{ "verdict", "what cm-moderate --replay finds: a message that would have fared otherwise", verdict, 0 },
	{ "digest", "what cm-moderate --digest counts: complaints of a topic", digest, 0 },
	{ "kpi", "a computed figure, with how it was computed", kpi, 0 },
	{ "forecast", "what a figure may be in the period that follows, from kpi-report --forecast", forecast, 0 },
	{ 0 }
};

const struct kind *
kind_find(const char *name, size_t len)
{
	const struct kind *k;

	for (k = kinds; k->name; k++)
		if (strlen(k->name) == len && memcmp(k->name, name, len) == 0)
			return k;
	return NULL;
}

const struct member_kind *
kind_member(const struct member_kind *members, const char *name, size_t len)
{
	const struct member_kind *m;

	for (m = members; m->name; m++)
		if (m->name[0] == name[0] && strncmp(m->name, name, len) == 0 && !m->name[len])
			return m;
	return NULL;
}
