/* classify.c - what messages say, by the models that are shipped: golden scores, evidence, hostile input */
#include "tap.h"

#include "smm/classify.h"

#include <stdlib.h>

static struct classify *c;

static const struct classify_label *
label(const struct classified *v, const char *name)
{
	size_t i;

	for (i = 0; i < v->nlabels; i++)
		if (strcmp(v->labels[i].name, name) == 0)
			return v->labels + i;
	return NULL;
}

static struct classified
say(const char *s)
{
	static struct classified v;

	classify_text(c, s, strlen(s), &v);
	return v;
}

/* The label is there, and this text is among its evidence. */
static void
has(const char *s, const char *name, const char *why)
{
	struct classified            v = say(s);
	const struct classify_label *l = label(&v, name);
	size_t                       i = 0;

	ok(l != NULL, "%s: %s", name, s);
	if (!why)
		return;
	while (l && i < l->nwhy && (l->why[i].end - l->why[i].start != strlen(why) ||
	    strncmp(s + l->why[i].start, why, strlen(why)) != 0))
		i++;
	ok(l && i < l->nwhy, "  because of %s", why);
}

static void
lacks(const char *s, const char *name)
{
	struct classified v = say(s);

	ok(!label(&v, name), "not %s: %s", name, s);
}

static void
test_rules(void)
{
	has("Je veux être remboursé !", "refund", "remboursé");
	has("I want my money back", "refund", "my money");
	has("Où puis-je l'acheter ?", "purchase", NULL);
	has("How do I reset it", "question", "How do");
	lacks("voir https://a.example/?id=3", "question");
	has("c'est inadmissible", "complaint", "inadmissible");
	lacks("Aucun problème, prenez votre temps.", "complaint");
	has("bravo à toute l'équipe", "praise", "bravo");
	has("Répondez au plus vite", "urgent", "au plus vite");
	lacks("rien d'urgent", "urgent");
	has("I will kill you", "threat", "I will kill you");
}

static void
test_person(void)
{
	ok(say("j'ai envie de mourir").person, "who wants to die reaches a person");
	ok(say("I want to k.i.l.l myself, i want to die").person, "in English, too");
	ok(say("le chargeur a pris feu").person, "a fire reaches a person");
	ok(!say("le chargeur est rouge").person, "a colour does not");
}

static void
test_personal(void)
{
	has("appelez-moi au 06 12 34 56 78", "personal", "06 12 34 56 78");
	has("call +44 7911 123456", "personal", "+44 7911 123456");
	has("jean@example.org", "personal", "jean@example.org");
	has("FR14 2004 1010 0505 0001 3M02 606", "personal", NULL);
	has("card 4111 1111 1111 1111", "personal", "4111 1111 1111 1111");
	lacks("order 4512 of 2026-11-25", "personal");
	lacks("4111 1111 1111 1112", "personal");
}

static void
test_languages(void)
{
	is_str(say("Je ne sais pas encore si je viendrai demain").lang, "fr", "French");
	is_str(say("I do not know yet whether I will come").lang, "en", "English");
	is_str(say("ok lol").lang, "und", "six letters are not enough");
	is_str(say("Спасибо большое за помощь").lang, "und", "another alphabet is unknown");
	is_str(say("").lang, "und", "nothing is");
	is_str(say("").sentiment, "unsure", "nor is its sentiment known");
	is_str(say("Ich weiß noch nicht, ob ich morgen komme").sentiment, "unsure", "nor that of German");
}

static enum surety
insult(const char *s)
{
	struct classified            v = say(s);
	const struct classify_label *l = label(&v, "insult");

	return l ? l->surety : SURE_CLEAN;
}

static void
test_insults(void)
{
	has("espèce de connard", "insult", "connard");
	has("espèce de c0nn4rd", "insult", "c0nn4rd");
	has("you are a stupid b!tch", "insult", NULL);
	lacks("Merci pour votre aide, bonne journée", "insult");
	is_int(insult("Espèce d'abruti"), SURE_CERTAIN, "said to somebody's face");
	is_int(insult("ESPÈCE DE  GROS ABRUTI !"), SURE_CERTAIN, "in capitals, too");
	is_int(insult("Quel abruti de chat, je l'adore"), SURE_CLEAN, "of a cat that is loved");
	lacks("Le colis a du retard, encore", "insult");
	lacks("you bite into it and it is soft", "insult");
	has("Encore du retard, espèce de connard", "insult", "connard");
	has("you are such a retard, really", "insult", "retard");
	ok(insult("quel abruti ce vendeur") < SURE_CERTAIN, "of somebody else: suspect at most");
	ok(insult("tu n'es pas un abruti") < SURE_CERTAIN, "denied: suspect at most");
	ok(insult("vous vendez des abrutis") < SURE_CERTAIN, "another verb is no address");
	{
		struct classified v = say("sale juif");

		ok(label(&v, "hate") && label(&v, "hate")->surety == SURE_SUSPECT, "hate is suspected at most");
	}
}

/* The same numbers on every machine. */
static void
test_golden(void)
{
	struct classified v = say("I love this phone, best purchase ever!");

	is_str(v.sentiment, "pos", "sentiment");
	is_int(v.sentiment_score, 999, "its score");
	is_int(v.lang_score, 999, "the language's score");
	v = say("Ce service est vraiment nul, je suis très déçu");
	is_str(v.sentiment, "neg", "sentiment");
	is_int(v.sentiment_score, 622, "its score");
}

static void
test_hostile(void)
{
	static const char *const heaps[] = { "a", "\xcc\x81", "e\xcc\x81", "con ", "*", "a.", "? ", "0", "\xf0\x9f\x98\x80", "a*a " };
	struct classified v;
	size_t            i, k, len;
	char             *s;

	for (i = 0; i < sizeof heaps / sizeof *heaps; i++) {
		size_t one = strlen(heaps[i]);

		len = 200000 * one;
		s = malloc(len + 1);
		for (k = 0; k < len; k++)
			s[k] = heaps[i][k % one];
		s[len] = '\0';
		classify_text(c, s, len, &v);
		for (k = 0; k < v.nlabels; k++)
			if (v.labels[k].nwhy && v.labels[k].why[0].end > len)
				break;
		ok(k == v.nlabels, "a heap is judged, evidence lies in the text");
		free(s);
	}
}

int
main(void)
{
	struct err e;

	c = classify_open("share/models", CLASSIFY_ALL, &e);
	if (!ok(c != NULL, "the models are there"))
		return done();
	test_rules();
	test_person();
	test_personal();
	test_languages();
	test_insults();
	test_golden();
	test_hostile();
	classify_close(c);
	ok(!classify_open("/nonexistent", CLASSIFY_SPAM, &e) && e.fault == FAULT_CONF, "none: %s", e.text);
	return done();
}
