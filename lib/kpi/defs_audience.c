/* defs_audience.c - the people who write */
#include "defs.h"

#define MEMBER "A member is an author (`author.id`, else `author.handle`) on one network who wrote to us."
#define BUCKET "The bucket is the group's day, week or month, else the period."

const struct kpi_def defs_audience[] = {
	{ "members.active", KPI_AUDIENCE, KPI_SUM, "member", "active", NULL, 1, "people", KPI_HIGHER, NULL,
	  "Active members", "Membres actifs", MEMBER " Active: at least one message in the bucket. " BUCKET,
	  "One person on two networks counts twice. Messages that had to be forgotten (`expires`) are missing." },
	{ "members.new", KPI_AUDIENCE, KPI_SUM, "member", "new", NULL, 1, "people", KPI_HIGHER, NULL,
	  "New members", "Nouveaux membres", MEMBER " New: their first message in all files lies in the bucket. "
	      "" BUCKET,
	  "As old as the journal: give the older files, too." },
	{ "members.returning", KPI_AUDIENCE, KPI_SUM, "member", "returning", NULL, 1, "people", KPI_HIGHER, NULL,
	  "Returning members", "Membres qui reviennent", MEMBER " Returning: active, and their first message is "
	      "older than the bucket. " BUCKET,
	  "active is new and returning." },
	{ "members.dormant", KPI_AUDIENCE, KPI_SUM, "member", "dormant", NULL, 1, "people", KPI_LOWER, NULL,
	  "Dormant members", "Membres dormants", MEMBER " Dormant: wrote before the period, not in it.",
	  "Not by day, week or month. They may read all the same." },
	{ "ambassadors", KPI_AUDIENCE, KPI_SUM, "member", "ambassadors", NULL, 1, "people", KPI_HIGHER, NULL,
	  "Ambassadors", "Ambassadeurs", MEMBER " Ambassador: at least 3 messages in the bucket, more positive "
	      "than negative. " BUCKET,
	  "Needs `sentiment` (cm-moderate)." },
	{ "retention", KPI_AUDIENCE, KPI_RATIO, "member", "kept", "before", 100, "%", KPI_HIGHER, NULL,
	  "Retention", "Rétention", MEMBER " Of those active in the bucket before, the share active in this one, "
	      "too. " BUCKET,
	  "By month it is the members' monthly retention. For a period it needs --from and --to, and a journal "
	      "that reaches back." },
	{ 0 }
};
