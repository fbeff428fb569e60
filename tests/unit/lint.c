/* lint.c - words found as words; one post judged alone: which rules speak, and which are silent */
#include "tap.h"

#include "smm/lint.h"
#include "smm/when.h"
#include "smm/words.h"

#include <stdlib.h>

/* --- words ------------------------------------------------------------------------------------------ */

static void
finds(void)
{
	static const struct {
		const char *text, *phrase;
		int         found;
	} rows[] = {
		{ "une lampe pas cher", "pas cher", 1 },
		{ "Pas Cher !", "pas cher", 1 },
		{ "pas, cher", "pas cher", 0 },
		{ "Pas. Cher ami", "pas cher", 0 },
		{ "pas très cher", "pas cher", 0 },
		{ "l'atelier", "atelier", 1 },
		{ "l’atelier", "atelier", 1 },
		{ "d'abord qu'atelier", "atelier", 1 },
		{ "ateliers", "atelier", 0 },
		{ "fait-main", "fait main", 1 },
		{ "révolutionnaire", "révolutionnaire", 1 },
		{ "RÉVOLUTIONNAIRE", "révolutionnaire", 1 },
		{ "REVOLUTIONNAIRE", "révolutionnaire", 1 },
		{ "re\xcc\x81volutionnaire", "révolutionnaire", 1 },
		{ "un côté", "cote", 0 },
		{ "une cote", "côté", 1 },
		{ "péché", "pêche", 0 },
		{ "I don't know", "don’t", 1 },
		{ "cheapest", "cheap", 0 },
		{ "so CHEAP!", "cheap", 1 },
		{ "https://shop.example/cheap and more", "cheap", 0 },
		{ "https://shop.example/x cheap", "cheap", 1 },
		{ "Straße", "strasse", 1 },
		{ "", "x", 0 },
		{ "x", "", 0 },
	};
	struct words w = { 0 }, p = { 0 };
	size_t       i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		words_read(&w, rows[i].text, strlen(rows[i].text));
		words_read(&p, rows[i].phrase, strlen(rows[i].phrase));
		ok((words_find(&w, &p, 0) < w.count) == rows[i].found, "\"%s\" %s \"%s\"", rows[i].text,
		    rows[i].found ? "has" : "has not", rows[i].phrase);
	}
	words_release(&w);
	words_release(&p);
}

/* --- rules of one post ------------------------------------------------------------------------------ */

struct heard {
	char rules[400]; /* names of what was found, in order, a blank behind each */
};

static void
hear(void *arg, const struct finding *f)
{
	struct heard *h = arg;

	snprintf(h->rules + strlen(h->rules), sizeof h->rules - strlen(h->rules), "%s ", rule_kinds[f->rule].name);
}

/* 2026-12-01 is a Tuesday; at is 10:00 in Paris. */
static struct lint_post
a_post(const struct strategy *s, const char *lang, const char *const *text)
{
	struct lint_post p = { .strategy = s, .file = "c.yaml", .mark = { 3, 5 }, .id = "e@masto", .entry = "e",
		.account = "masto", .network = "mastodon", .lang = lang, .text = *text, .parts = text, .nparts = 1,
		.said = 1, .at = civil_days(2026, 12, 1) * INT64_C(86400000) + INT64_C(9 * 3600000),
		.offset_sec = 3600 };

	return p;
}

static void
judge(const struct lint_post *p, const char *want)
{
	struct heard h = { "" };
	struct lint *l = lint_new(hear, &h);

	lint_post(l, p);
	is_str(h.rules, want, p->text);
	lint_free(l);
}

static void
texts(void)
{
	static const struct {
		const char *lang, *text, *want;
	} rows[] = {
		{ "fr", "Voici la lampe !", "" },
		{ "fr", "Voici la lampe\xc2\xa0!", "" },
		{ "fr", "Voici la lampe\xe2\x80\xaf!", "" },
		{ "fr", "Voici la lampe!", "french-spacing " },
		{ "fr-FR", "Quoi? Rien.", "french-spacing " },
		{ "fr-CA", "Quoi? Rien!", "" },
		{ "fr-CA", "Ceci: rien", "french-spacing " },
		{ "fr", "Vraiment ?! Oui !!", "" },
		{ "fr", "Dès 18:30 à l'atelier", "" },
		{ "fr", "Le prix: 3 euros", "french-spacing " },
		{ "fr", "Un clin d'œil :smile: et a&b;c", "" },
		{ "fr", "Voir https://a.example/x?y=1!z : oui", "" },
		{ "fr", "Elle dit « oui » et part", "" },
		{ "fr", "Elle dit «oui» et part", "french-spacing " },
		{ "fr", "Elle dit \"oui\" et part", "french-quotes " },
		{ "fr", "Elle dit “oui” et part", "french-quotes " },
		{ "en", "She said \"yes\"! Really?", "" },
		{ NULL, "Sans langue!", "" },
		{ "frr", "Wat is dat?", "" },
		{ "fr", "le le chat", "doubled-word " },
		{ "fr", "Le le chat", "doubled-word " },
		{ "fr", "nous nous levons", "" },
		{ "fr", "petit à petit. Petit", "" },
		{ "fr", "oui, oui", "" },
		{ "en", "the the cat", "doubled-word " },
		{ "en", "he had had enough", "" },
		{ "en", "the-the", "" },
		{ "en", "2 2 cats", "" },
		{ "en", "BUY OUR NEW LAMP today", "capitals " },
		{ "en", "NASA and the UN met", "" },
		{ "fr", "VENEZ TOUS À L'ÉTÉ", "capitals " },
		{ "en", "see http://a.example/x now", "https " },
		{ "en", "see https://a.example/x now", "" },
	};
	struct lint_post p;
	size_t           i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		p = a_post(NULL, rows[i].lang, &rows[i].text);
		judge(&p, rows[i].want);
	}
}

/* --- with a strategy --------------------------------------------------------------------------------- */

static const char rules_yaml[] =
    "objectives: [launch]\n"
    "campaigns: [{ id: mill }, { id: winter, objective: launch, from: 2026-12-01, to: 2026-12-01 }]\n"
    "partners: [{ id: mill, campaigns: [mill], mention: mill }, { id: oil, mention: oil, disclosure: [Werbung] }]\n"
    "mentions: { mill: { mastodon: \"@mill@a.example\" }, oil: { mastodon: \"@oil@a.example\" } }\n"
    "words: { banned: [révolutionnaire] }\n"
    "required: [{ text: \"#Hiver\", campaigns: [winter], langs: [fr] }]\n"
    "hashtags: { caps: { default: 2 } }\n"
    "quiet: { hours: \"22:00-07:00\", days: sun }\n"
    "holidays: fr\n";

static int
read_rules(struct strategy *s, struct mem *m)
{
	char       path[] = "/tmp/smm-lint-XXXXXX";
	int        fd = mkstemp(path);
	FILE      *f = fd < 0 ? NULL : fdopen(fd, "w");
	struct err e = { 0 };
	int        rc;

	if (!f || fputs(rules_yaml, f) < 0 || fclose(f))
		return ok(0, "the strategy can be written") - 1;
	rc = strategy_read(s, path, NULL, m, &e);
	remove(path);
	ok(rc == 0, "the strategy can be read: %s", e.text);
	return rc;
}

static void
with_text(const struct strategy *s, const char *campaign, const char *text, const char *want)
{
	struct lint_post p = a_post(s, "fr", &text);

	p.campaign = campaign;
	p.objective = "launch";
	judge(&p, want);
}

static void
at_time(const struct strategy *s, int64_t day, int hour, const char *want)
{
	const char      *text = "à l'heure";
	struct lint_post p = a_post(s, "fr", &text);

	p.objective = "launch";
	p.at = day * INT64_C(86400000) + (hour - 1) * INT64_C(3600000);
	judge(&p, want);
}

static void
by_strategy(void)
{
	static const char *const alts[] = { "Une lampe", "", "IMG_2041.JPG" };
	const char              *text = "rien";
	struct mem              *m = mem_new();
	struct strategy          s;
	struct lint_post         p;

	setenv("SMM_DATADIR", "share", 1);
	if (read_rules(&s, m))
		goto out;
	with_text(&s, NULL, "C'est l'idée REVOLUTIONNAIRE", "banned-word ");
	with_text(&s, "mill", "Un papier neuf", "disclosure ");
	with_text(&s, "mill", "Un papier neuf. Collaboration commerciale", "");
	with_text(&s, "mill", "PUBLICITÉ : un papier neuf", "");
	with_text(&s, NULL, "Merci @mill@a.example", "disclosure ");
	with_text(&s, NULL, "Merci @oil@a.example, publicité", "disclosure ");
	with_text(&s, NULL, "Merci @oil@a.example, Werbung", "");
	with_text(&s, "winter", "Sans le mot", "required-words ");
	with_text(&s, "winter", "Avec #Hiver", "");
	p = a_post(&s, "fr-FR", &text);
	p.campaign = "winter";
	judge(&p, "required-words ");
	with_text(&s, NULL, "#un #deux", "");
	with_text(&s, NULL, "#un #deux #trois", "hashtags ");
	with_text(&s, NULL, "n°1 # seul, a#b #un #deux", "");
	at_time(&s, civil_days(2026, 12, 2), 22, "quiet-time ");
	at_time(&s, civil_days(2026, 12, 2), 21, "");
	at_time(&s, civil_days(2026, 12, 6), 12, "quiet-time ");
	at_time(&s, civil_days(2026, 12, 25), 12, "holiday ");
	p = a_post(&s, "fr", &text);
	judge(&p, "no-objective ");
	p.campaign = "winter";
	p.lang = "de";
	judge(&p, "");
	p.at += INT64_C(86400000);
	judge(&p, "campaign-dates ");
	p.campaign = NULL;
	p.objective = "launch";
	p.alts = alts;
	p.nalts = 3;
	judge(&p, "alt alt ");
	s.rules[RULE_ALT].severity = SEVERITY_OFF;
	judge(&p, "");
out:
	mem_free(m);
}

int
main(void)
{
	finds();
	texts();
	by_strategy();
	return done();
}
