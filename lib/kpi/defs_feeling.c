/* defs_feeling.c - what people feel, and say */
#include "defs.h"

#define CSAT "Metric lines with `csat_1` to `csat_5`: how many gave each grade of a survey."
#define NPS  "Metric lines with `promoters` (grades 9 and 10), `passives` (7, 8), `detractors` (0 to 6). Reichheld, " \
	"The One Number You Need to Grow (2003)."
#define CHANGE "Message lines that are not our own, by each of their topics, in the period and in the one before " \
	"(that of --compare, else one as long)."
#define CHANCE "Needs --from and --to; not by day, week, month, hour or weekday. From 1 to 3 may be chance."
#define SURVEY "post+account+link"

const struct kpi_def defs_feeling[] = {
	{ "sentiment.net", KPI_FEELING, KPI_RATIO, "message", "positive-negative", "judged", 100, "%", KPI_HIGHER, NULL,
	  "Net sentiment", "Sentiment net",
	  "Message lines with `sentiment`: positive less negative, over positive, neutral, negative and mixed. "
	      "`low` and `high`: 95 % "
	  "interval, 1.96 standard errors of a difference of two shares of one sample.",
	  "Below thirty messages the interval says more than the value. A classifier errs; irony most of all." },
	{ "sentiment.positive", KPI_FEELING, KPI_RATIO, "message", "positive", "judged", 100, "%", KPI_HIGHER, NULL,
	  "Share positive", "Part positive", "Message lines with `sentiment`.", "See sentiment.net." },
	{ "sentiment.negative", KPI_FEELING, KPI_RATIO, "message", "negative", "judged", 100, "%", KPI_LOWER, NULL,
	  "Share negative", "Part négative", "Message lines with `sentiment`.", "See sentiment.net." },
	{ "csat.top2", KPI_FEELING, KPI_PAIRED, SURVEY, "csat_4+csat_5", "csat_1+csat_2+csat_3+csat_4+csat_5", 100,
	      "%", KPI_HIGHER,
	  NULL, "Satisfaction, top two grades", "Satisfaction, deux meilleures notes", CSAT,
	    "Not csat.scaled: never compare them." },
	{ "csat.scaled", KPI_FEELING, KPI_PAIRED, SURVEY, "csat_2+2*csat_3+3*csat_4+4*csat_5",
	  "csat_1+csat_2+csat_3+csat_4+csat_5", 25, "%", KPI_HIGHER, NULL,
	  "Satisfaction, mean grade scaled to 0-100", "Satisfaction, note moyenne de 0 à 100", CSAT,
	      "Not csat.top2: never compare them." },
	{ "nps", KPI_FEELING, KPI_PAIRED, SURVEY,
	  "promoters-detractors", "promoters+passives+detractors", 100, "points", KPI_HIGHER, NULL,
	  "Net promoter score", "Net promoter score", NPS, "From -100 to 100. Who answers a survey is not everybody." },
	{ "reviews", KPI_FEELING, KPI_SUM, "message", "reviews", NULL, 1, "reviews", KPI_NEITHER, NULL,
	  "Reviews", "Avis", "Message lines of kind review with `rating`.",
	      "An edited review counts once, as it is now." },
	{ "reviews.score", KPI_FEELING, KPI_PAIRED, "message", "rating", "reviews", 1, "stars", KPI_HIGHER, NULL,
	  "Review score", "Note des avis", "Message lines of kind review with `rating`: their mean.",
	  "Of the period alone; what networks show is of all time, or weighted." },
	{ "sov", KPI_FEELING, KPI_SHARE, "account", "mentions", "competitor: mentions", 100, "%",
	      KPI_HIGHER, NULL,
	  "Share of voice", "Part de voix", "Metric lines with `mentions`: scope account over scope account and "
	      "competitor. kpi-collect --strategy asks how many posts hold the `search` of each: of Mastodon "
	      "(hashtags), Bluesky and X.",
	  "Of the competitors that are watched. Whoever wrote the posts: ours and theirs count, too; a Mastodon "
	      "server counts what it has seen." },
	{ "topics", KPI_FEELING, KPI_SUM, "message", "messages", NULL, 1, "messages", KPI_NEITHER, NULL,
	  "Messages by topic", "Messages par sujet", "Message lines; group by topic, compare with the previous "
	      "period for what rises and falls.",
	  "A message with two topics counts for both." },
	{ "topics.rising", KPI_FEELING, KPI_TOP, "topic", "risen", NULL, 1, "messages", KPI_NEITHER, NULL,
	  "Topics rising", "Sujets en hausse", CHANGE " risen: by how many there are more.", CHANCE },
	{ "topics.falling", KPI_FEELING, KPI_TOP, "topic", "fallen", NULL, 1, "messages", KPI_NEITHER, NULL,
	  "Topics falling", "Sujets en baisse", CHANGE " fallen: by how many there are fewer.", CHANCE },
	{ "verbatims.good", KPI_FEELING, KPI_TOP, "message", "score", NULL, 1, "score", KPI_HIGHER, NULL,
	  "Most positive words", "Paroles les plus positives", "Message lines, by `score` of `sentiment`.",
	      "Chosen by a classifier." },
	{ "verbatims.bad", KPI_FEELING, KPI_BOTTOM, "message", "score", NULL, 1, "score", KPI_HIGHER, NULL,
	  "Most negative words", "Paroles les plus négatives", "Message lines, by `score` of `sentiment`.",
	      "Chosen by a classifier." },
	{ 0 }
};
