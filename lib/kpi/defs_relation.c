/* defs_relation.c - how people are answered */
#include "defs.h"

#define SEGMENT "A segment is what one person writes in one thread: it begins with their first message, or the " \
	"first after a " \
	"`close` or after 24 hours in which neither side wrote. Messages of kind comment, mention, dm and review; " \
	"answers are results reply and reply_private that are done, and our own messages in the thread."
#define NEVER  "Those never answered are not in it; `without` counts them."
#define HUMAN  "Answers whose action is by rule:NAME do not count; own messages written on the network do."

const struct kpi_def defs_relation[] = {
	{ "messages", KPI_RELATION, KPI_SUM, "message", "messages", NULL, 1, "messages", KPI_NEITHER, NULL,
	  "Messages received", "Messages reçus", "Message lines that are not our own, each id once.",
	      "Spam is among them." },
	{ "segments", KPI_RELATION, KPI_SUM, "segment", "segments", NULL, 1, "segments", KPI_NEITHER, NULL,
	  "Conversations", "Conversations", SEGMENT, "Counted when they begin." },
	{ "frt.median", KPI_RELATION, KPI_QUANTILE, "segment", "response", NULL, 50, "s", KPI_LOWER, "unanswered",
	  "First response time, median", "Délai de première réponse, médiane", SEGMENT, NEVER },
	{ "frt.p90", KPI_RELATION, KPI_QUANTILE, "segment", "response", NULL, 90, "s", KPI_LOWER, "unanswered",
	  "First response time, 90th percentile", "Délai de première réponse, 90e centile", SEGMENT, NEVER },
	{ "frt.mean", KPI_RELATION, KPI_MEAN, "segment", "response", NULL, 1, "s", KPI_LOWER, "unanswered",
	  "First response time, mean", "Délai de première réponse, moyenne", SEGMENT,
	      NEVER " One forgotten message moves it far." },
	{ "frt.hours.median", KPI_RELATION, KPI_QUANTILE, "segment", "response_hours", NULL, 50, "s", KPI_LOWER,
	      "unanswered",
	  "First response time in business hours, median", "Délai de première réponse en heures ouvrées, médiane",
	  SEGMENT " Only time within `hours` of smm.yaml counts; holidays do not.", NEVER },
	{ "frt.hours.p90", KPI_RELATION, KPI_QUANTILE, "segment", "response_hours", NULL, 90, "s", KPI_LOWER,
	      "unanswered",
	  "First response time in business hours, 90th percentile", "Délai de première réponse en heures "
	      "ouvrées, 90e centile",
	  SEGMENT " Only time within `hours` of smm.yaml counts; holidays do not.", NEVER },
	{ "frt.hours.mean", KPI_RELATION, KPI_MEAN, "segment", "response_hours", NULL, 1, "s", KPI_LOWER, "unanswered",
	  "First response time in business hours, mean", "Délai de première réponse en heures ouvrées, moyenne",
	  SEGMENT " Only time within `hours` of smm.yaml counts; holidays do not.", NEVER },
	{ "frt.human.median", KPI_RELATION, KPI_QUANTILE, "segment", "response_human", NULL, 50, "s", KPI_LOWER,
	      "unanswered",
	  "First response time by a person, median", "Délai de première réponse humaine, médiane",
	      SEGMENT " " HUMAN, NEVER },
	{ "frt.human.p90", KPI_RELATION, KPI_QUANTILE, "segment", "response_human", NULL, 90, "s", KPI_LOWER,
	      "unanswered",
	  "First response time by a person, 90th percentile", "Délai de première réponse humaine, 90e centile",
	      SEGMENT " " HUMAN, NEVER },
	{ "frt.human.mean", KPI_RELATION, KPI_MEAN, "segment", "response_human", NULL, 1, "s", KPI_LOWER, "unanswered",
	  "First response time by a person, mean", "Délai de première réponse humaine, moyenne", SEGMENT " " HUMAN,
	      NEVER },
	{ "response.rate", KPI_RELATION, KPI_RATIO, "segment", "answered", "segments", 100, "%", KPI_HIGHER, NULL,
	  "Response rate", "Taux de réponse", SEGMENT, "A thank-you that needs no answer counts as not answered." },
	{ "response.facebook", KPI_RELATION, KPI_RATIO, "facebook", "answered", "segments", 100, "%", KPI_HIGHER, NULL,
	  "Response rate by Facebook's rule", "Taux de réponse selon Facebook",
	  "Facebook Help, response rate of a Page: a private message counts when it is the first after 24 hours "
	      "in which neither "
	  "side wrote; those of the 30 days before the last that counts, or the last 10 when they are fewer.",
	  "For each Page on its own; the period ends the window, it does not begin it. Facebook's badge asks for "
	      "90 % and 15 minutes." },
	{ "frt.facebook", KPI_RELATION, KPI_FASTEST, "facebook", "response", NULL, 1, "s", KPI_LOWER, "unanswered",
	  "Response time by Facebook's rule", "Délai de réponse selon Facebook",
	  "Facebook Help, response time of a Page: the mean of the fastest 90 % of the answers to the messages "
	      "of response.facebook.",
	  "The slowest tenth is left out, and so are those never answered." },
	{ "frt.reported.median", KPI_RELATION, KPI_QUANTILE, "post+account", "response_sec", NULL, 50, "s",
	      KPI_LOWER, NULL,
	  "Response times reported by another tool, median", "Délais de réponse rapportés, médiane",
	  "Metric lines with `response_sec`: a response time measured elsewhere.", "As good as who measured it." },
	{ "frt.reported.p90", KPI_RELATION, KPI_QUANTILE, "post+account", "response_sec", NULL, 90, "s", KPI_LOWER,
	      NULL,
	  "Response times reported by another tool, 90th percentile", "Délais de réponse rapportés, 90e centile",
	  "Metric lines with `response_sec`: a response time measured elsewhere.", "As good as who measured it." },
	{ "resolution.median", KPI_RELATION, KPI_QUANTILE, "segment", "resolution", NULL, 50, "s", KPI_LOWER, NULL,
	  "Resolution time, median", "Délai de résolution, médiane", SEGMENT " Resolved: an action `close` on "
	      "one of its messages.",
	  "Only what is closed counts." },
	{ "sla.met", KPI_RELATION, KPI_RATIO, "message", "in_time", "due", 100, "%", KPI_HIGHER, NULL,
	  "Service level met", "Engagement de service tenu",
	  "Messages with `due` (cm-moderate) that were answered, or whose time has passed: those answered by "
	      "then over all.",
	  "Messages still in time and not answered count nowhere yet." },
	{ "open", KPI_RELATION, KPI_SUM, "segment", "unanswered", NULL, 1, "segments", KPI_LOWER, NULL,
	  "Conversations without an answer", "Conversations sans réponse", SEGMENT, "Also those that need none." },
	{ "open.oldest", KPI_RELATION, KPI_MOST, "segment", "age", NULL, 1, "s", KPI_LOWER, NULL,
	  "Oldest conversation without an answer", "Plus ancienne conversation sans réponse", SEGMENT,
	  "Its age now; closed ones do not count." },
	{ "balance.answers", KPI_RELATION, KPI_RATIO, "message", "answers", "published: posts", 1, "per post",
	      KPI_HIGHER, NULL,
	  "Balance: answers for each post", "Équilibre : réponses par publication",
	  "Answers written in the period over posts published in it.", "Speaking without listening is near 0." },
	{ "balance.unanswered", KPI_RELATION, KPI_RATIO, "segment", "unanswered", "segments", 100, "%", KPI_LOWER, NULL,
	  "Balance: share never answered", "Équilibre : part sans réponse", SEGMENT, "100 less response.rate." },
	{ "moderation", KPI_RELATION, KPI_SUM, "action", "moderated", NULL, 1, "times", KPI_NEITHER, NULL,
	  "Moderation", "Modération", "Results hide, delete, mute, block and report that are done; group by "
	      "article of the charter.",
	  "What the network removes by itself is not known." },
	{ "reversal.rate", KPI_RELATION, KPI_RATIO, "action", "reversed", "hidden", 100, "%", KPI_LOWER, NULL,
	  "Reversal rate", "Taux d’annulation", "Results unhide over results hide, both done.",
	  "An unhide counts when it is done, maybe of a message hidden before the period." },
	{ 0 }
};
