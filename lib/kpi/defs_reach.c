/* defs_reach.c - reach and engagement */
#include "defs.h"

#define POSTS_READ "Metric lines of scope post; of running totals the last reading of each post."
#define PEOPLE     "People reached by two posts are counted twice: networks do not say who they are."
#define ABSENT     "A post without the denominator counts nowhere: Mastodon and Bluesky give no reach and no " \
	"impressions."
#define KAUSHIK    "Avinash Kaushik, Best Social Media Metrics (2011)."

const struct kpi_def defs_reach[] = {
	{ "reach", KPI_REACH, KPI_SUM, "post", "reach", NULL, 1, "people", KPI_HIGHER, NULL,
	  "Reach", "Portée", POSTS_READ, PEOPLE },
	{ "impressions", KPI_REACH, KPI_SUM, "post", "impressions", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Impressions", "Impressions", POSTS_READ, "One person who sees a post three times counts three times." },
	{ "views", KPI_REACH, KPI_SUM, "post", "views", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Views", "Vues", POSTS_READ, "What counts as a view differs: any start on one network, seconds played "
	      "on another." },
	{ "interactions", KPI_REACH, KPI_SUM, "post", INTERACTIONS, NULL, 1, "times", KPI_HIGHER, NULL,
	  "Interactions", "Interactions", POSTS_READ, "Of the four, those that a network gives; clicks are not "
	      "among them." },
	{ "likes", KPI_REACH, KPI_SUM, "post", "likes", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Likes", "Mentions J’aime", POSTS_READ, "Reactions of every kind, the angry ones, too." },
	{ "comments", KPI_REACH, KPI_SUM, "post", "comments", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Comments", "Commentaires", POSTS_READ, "Our own answers are among them on most networks." },
	{ "shares", KPI_REACH, KPI_SUM, "post", "shares", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Shares", "Partages", POSTS_READ, "Public ones; those in private messages are not seen." },
	{ "saves", KPI_REACH, KPI_SUM, "post", "saves", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Saves", "Enregistrements", POSTS_READ, "Few networks give them." },
	{ "clicks", KPI_REACH, KPI_SUM, "post", "clicks", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Clicks", "Clics", POSTS_READ, "Those of ads are not among them: see ctr." },
	{ "er.reach", KPI_REACH, KPI_PAIRED, "post", INTERACTIONS, "reach", 100, "%", KPI_HIGHER, NULL,
	  "Engagement rate by reach", "Taux d’engagement par portée", POSTS_READ, ABSENT },
	{ "er.impressions", KPI_REACH, KPI_PAIRED, "post", INTERACTIONS, "impressions", 100, "%", KPI_HIGHER, NULL,
	  "Engagement rate by impressions", "Taux d’engagement par impressions", POSTS_READ, ABSENT },
	{ "er.views", KPI_REACH, KPI_PAIRED, "post", INTERACTIONS, "views", 100, "%", KPI_HIGHER, NULL,
	  "Engagement rate by views", "Taux d’engagement par vues", POSTS_READ, ABSENT },
	{ "er.followers", KPI_REACH, KPI_PAIRED, "post", INTERACTIONS, "followers", 100, "%", KPI_HIGHER, NULL,
	  "Engagement rate by followers", "Taux d’engagement par abonnés",
	  "Metric lines of scope post; followers: of scope account, the last reading at or before the post was "
	      "published.",
	  "A post published before the first reading of followers counts nowhere. The sum of followers over "
	      "posts is no number of people." },
	{ "er.network", KPI_REACH, KPI_NETWORK, "post", "likes", "reach", 100, "%", KPI_HIGHER, NULL,
	  "Engagement rate as the network defines it", "Taux d’engagement selon le réseau",
	  "The network's own help pages; one definition each, listed below.",
	  "Never compare two networks by it: neither numerator nor denominator is the same." },
	{ "er.reach.mean", KPI_REACH, KPI_RATES, "post", INTERACTIONS, "reach", 100, "%", KPI_HIGHER, NULL,
	  "Mean of the posts' engagement rates by reach", "Moyenne des taux d’engagement par portée",
	  "Metric lines of scope post. Each post's rate is rounded to six decimals of a percent, then their mean "
	      "is taken.",
	  "A small post weighs as much as a large one. It is not er.reach, and is usually higher." },
	{ "amplification", KPI_REACH, KPI_RATIO, "post", "shares", "published: posts", 1, "per post", KPI_HIGHER, NULL,
	  "Amplification", "Amplification", KAUSHIK, "Posts are results of op publish with status done." },
	{ "conversation", KPI_REACH, KPI_RATIO, "post", "comments", "published: posts", 1, "per post", KPI_HIGHER, NULL,
	  "Conversation", "Conversation", KAUSHIK, "Posts are results of op publish with status done." },
	{ "applause", KPI_REACH, KPI_RATIO, "post", "likes", "published: posts", 1, "per post", KPI_HIGHER, NULL,
	  "Applause", "Applaudissements", KAUSHIK, "Posts are results of op publish with status done." },
	{ "posts", KPI_REACH, KPI_SUM, "published", "posts", NULL, 1, "posts", KPI_NEITHER, NULL,
	  "Posts published", "Publications", "Result lines of op publish with status done, each id once.",
	  "Posts made by hand on the network are not known." },
	{ "frequency", KPI_REACH, KPI_DAILY, "published", "posts", NULL, 1, "per day", KPI_NEITHER, NULL,
	  "Posts a day", "Publications par jour",
	  "Posts published over the days of the period, or of the group's day, week or month; days of 23 or 25 "
	      "hours are days.",
	  "Needs --from and --to, unless grouped by day, week or month. A week or a month that the period cuts "
	      "counts its days inside." },
	{ "decay.day", KPI_REACH, KPI_PAIRED, "post", "early", INTERACTIONS, 100, "%", KPI_NEITHER, NULL,
	  "Share of interactions in the first 24 hours", "Part des interactions des premières 24 heures",
	  "early: interactions at the last reading at most 24 hours after `from` of the metric line.",
	  "Needs running totals with `from`, read within the first day: kpi-collect --ages 1d,28d." },
	{ "posts.median", KPI_REACH, KPI_QUANTILE, "post", INTERACTIONS, NULL, 50, "times", KPI_HIGHER, NULL,
	  "Median interactions of a post", "Médiane des interactions par publication", POSTS_READ,
	  "Not moved by one post that ran away, as the mean is." },
	{ "posts.spread", KPI_REACH, KPI_SPREAD, "post", INTERACTIONS, NULL, 1, "times", KPI_NEITHER, NULL,
	  "Median distance from the median of interactions", "Écart médian à la médiane des interactions",
	  "Median absolute deviation (Hampel 1974).", "An outlier lies more than three of them from posts.median." },
	{ "posts.top", KPI_REACH, KPI_TOP, "post", INTERACTIONS, NULL, 1, "times", KPI_HIGHER, NULL,
	  "Posts with the most interactions", "Publications les plus engageantes", POSTS_READ,
	  "Equal ones by id. Large networks win: group by network." },
	{ "posts.bottom", KPI_REACH, KPI_BOTTOM, "post", INTERACTIONS, NULL, 1, "times", KPI_HIGHER, NULL,
	  "Posts with the fewest interactions", "Publications les moins engageantes", POSTS_READ,
	  "A post of this morning has had no time: end the period a week ago." },
	{ "followers", KPI_REACH, KPI_SUM, "account", "followers", NULL, 1, "people", KPI_HIGHER, NULL,
	  "Followers", "Abonnés", "Metric lines of scope account: the last reading in the period, or in the "
	      "group's day, week or month.",
	  "One person who follows two accounts counts twice." },
	{ "followers.net", KPI_REACH, KPI_SUM, "account", "gained", NULL, 1, "people", KPI_HIGHER, NULL,
	  "Net growth of followers", "Croissance nette des abonnés",
	  "gained: last reading in the period less the last one before it; without one before, less the first inside.",
	  "Those who came and left in between are not seen: see followers.gross." },
	{ "followers.growth", KPI_REACH, KPI_PAIRED, "account", "gained", "start", 100, "%", KPI_HIGHER, NULL,
	  "Growth of followers", "Taux de croissance des abonnés",
	  "followers.net over the reading it is counted from.", "Large for a small account." },
	{ "followers.share", KPI_REACH, KPI_SHARE, "account", "followers", "competitor: followers", 100, "%",
	  KPI_HIGHER, NULL,
	  "Share of followers among competitors", "Part d’abonnés face aux concurrents",
	  "followers: the last reading of each account and of each competitor (metric lines of scope competitor, "
	      "kpi-collect --strategy).",
	  "Of the competitors that are watched, on networks that say it. One person who follows two counts twice." },
	{ "followers.lost", KPI_REACH, KPI_SUM, "account", "unfollows", NULL, 1, "people", KPI_LOWER, NULL,
	  "Followers who left", "Abonnés partis", "Metric lines of scope account: `unfollows`.",
	  "Few networks give it." },
	{ "followers.gross", KPI_REACH, KPI_SUM, "account", "follows", NULL, 1, "people", KPI_HIGHER, NULL,
	  "New followers", "Nouveaux abonnés", "Metric lines of scope account: `follows`.", "Few networks give it." },
	{ 0 }
};

const struct network_rate network_rates[] = {
	{ "facebook", "likes+comments+shares+clicks", "reach", "Meta Business Help, Engagement rate of a Page's post" },
	{ "instagram", "likes+comments+saves+shares", "reach", "Instagram Help, Accounts engaged and interactions" },
	{ "linkedin", "likes+comments+shares+clicks+follows", "impressions",
	      "LinkedIn Help, Page analytics: engagement rate" },
	{ "x", "likes+comments+shares+saves+clicks", "impressions", "X Help, Post activity: engagement rate" },
	{ "tiktok", "likes+comments+shares", "views", "TikTok Ads Help, Engagement rate" },
	{ "youtube", "likes+comments+shares", "views", "YouTube Analytics and Reporting APIs, metrics" },
	{ "pinterest", "saves+clicks", "impressions", "Pinterest Help, Analytics: engagement rate" },
	{ "threads", "likes+comments+shares", "views", "Threads API, insights" },
	{ 0 }
};
