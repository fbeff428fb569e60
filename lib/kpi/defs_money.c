/* defs_money.c - what was paid, and what came of it */
#include "defs.h"

#define ADS  "Metric lines of scope ad; running totals by their differences."
#define WEB  "Metric lines of scope ad and link (web analytics by UTM)."
#define MIX  "A conversion that both the ad network and the web analytics count is counted twice: import one of them."
#define BUDGET "Campaigns of the strategy (--strategy): their budgets by network, spread evenly over their days."
#define CUR  "Currencies stand apart unless a dated file of rates is given (--rates)."

const struct kpi_def defs_money[] = {
	{ "spend", KPI_MONEY, KPI_SUM, "ad+post", "spend", NULL, 1, "money", KPI_NEITHER, NULL,
	  "Spend", "Dépenses publicitaires", ADS " Of scope post: what was paid to show it.", CUR },
	{ "cost", KPI_MONEY, KPI_SUM, "ad+post+account+link", "spend+cost", NULL, 1, "money", KPI_LOWER, NULL,
	  "All costs", "Coûts totaux", "spend, and `cost` of metric lines of any scope: fees, production, "
	      "partners.", CUR },
	{ "revenue", KPI_MONEY, KPI_SUM, "ad+link", "revenue", NULL, 1, "money", KPI_HIGHER, NULL,
	  "Revenue", "Chiffre d’affaires", WEB, MIX },
	{ "conversions", KPI_MONEY, KPI_SUM, "ad+link", "conversions", NULL, 1, "times", KPI_HIGHER, NULL,
	  "Conversions", "Conversions", WEB, MIX },
	{ "ctr", KPI_MONEY, KPI_PAIRED, "ad", "clicks", "impressions", 100, "%", KPI_HIGHER, NULL,
	  "Click-through rate", "Taux de clics", ADS, "Which clicks count differs by network: all, or those that "
	      "lead out." },
	{ "cpc", KPI_MONEY, KPI_PAIRED, "ad", "spend", "clicks", 1, "money", KPI_LOWER, NULL,
	  "Cost per click", "Coût par clic", ADS, CUR },
	{ "cpm", KPI_MONEY, KPI_PAIRED, "ad", "spend", "impressions", 1000, "money", KPI_LOWER, NULL,
	  "Cost per thousand impressions", "Coût pour mille impressions", ADS, CUR },
	{ "cpa", KPI_MONEY, KPI_RATIO, "ad", "spend", "ad+link: conversions", 1, "money", KPI_LOWER, NULL,
	  "Cost per conversion", "Coût par conversion", WEB, MIX },
	{ "cpe", KPI_MONEY, KPI_PAIRED, "ad+post", "spend", INTERACTIONS, 1, "money", KPI_LOWER, NULL,
	  "Cost per interaction", "Coût par interaction", ADS " Posts only when they were paid for.", CUR },
	{ "roas", KPI_MONEY, KPI_RATIO, "ad+link", "revenue", "ad: spend", 1, "x", KPI_HIGHER, NULL,
	  "Return on ad spend", "Retour sur dépenses publicitaires", WEB,
	      MIX " Costs beside the ads are not in it: see roi." },
	{ "roi", KPI_MONEY, KPI_RATIO, "ad+post+account+link", "revenue-spend-cost", "spend+cost", 100, "%",
	      KPI_HIGHER, NULL,
	  "Return on investment, all costs", "Retour sur investissement, tous coûts compris",
	  "revenue less all costs, over all costs: `spend` and `cost` of metric lines of any scope.",
	  "Without any `cost` line it is only as complete as the ads' spend." },
	{ "budget", KPI_MONEY, KPI_SUM, "budget", "budget", NULL, 1, "money", KPI_NEITHER, NULL,
	  "Budget", "Budget", BUDGET, CUR },
	{ "budget.pace", KPI_MONEY, KPI_RATIO, "ad+post", "spend", "budget: budgeted", 100, "%", KPI_NEITHER, NULL,
	  "Budget pace: spend over the budget so far", "Rythme du budget : dépenses sur budget à ce jour",
	  BUDGET " budgeted: of the days that have begun. Spend as in spend.",
	  "Today counts as a whole day: end the period before it. Spend of campaigns without a budget is in it: "
	      "group by campaign. What may come: smm-plan --budget, and --forecast." },
	{ "partner.cpe", KPI_MONEY, KPI_RATIO, "post+partner", "fee+cost", "post: " INTERACTIONS, 1, "money", KPI_LOWER,
	  NULL, "Partner cost per interaction", "Coût partenaire par interaction",
	  "The partner's fee (--strategy), spread evenly over the days of the partnership that have begun; and `cost` "
	      "of metric lines of scope post, for what stands in no strategy.",
	  "Group by partner (--strategy says which campaigns a partner pays for). A fee that stands in both counts "
	      "twice." },
	{ 0 }
};
