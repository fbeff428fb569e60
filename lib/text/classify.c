/* classify.c - what a message says */
#include "smm/classify.h"

#include "feature.h"
#include "cues.h"

#include "smm/mem.h"
#include "smm/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SMM_DATADIR
#define SMM_DATADIR "/usr/local/share/smmkit"
#endif

#define LETTERS_MIN  8
#define INSULT_SURE  900 /* thousandths; how right that is: tests/bench/run text */
#define ADDRESS_SURE 750 /* when it is said to somebody's face */
#define ADDRESS_FAR  6   /* words between the address and the insult */
#define RULE_SURE    800
#define DECIDES      100 /* points */
#define LABEL_MIN    500
#define FOREIGN      800 /* surely another language: its sentiment is not judged */
#define DISGUISED    650
#define DISGUISED_MIN 4 /* letters */
#define INSULT_VALUE 7 /* of a word of the list of insults; the words of opinion beside it have 4 at most */
#define LISTED_FIRST 100000 /* strength of such a word as evidence */
#define NO_RECIPE    (~0u)

const char *const classify_labels[] = { "insult", "hate", "threat", "sexual", "spam", "question", "complaint", "praise",
	"purchase", "refund", "bug", "feature", "personal", "urgent", "self_harm", "safety", NULL };
const char *const classify_topics[] = { "delivery", "price", "quality", "service", "app", "payment", "account", "order",
	"store", "privacy", NULL };

enum { MODEL_LANGUAGE, MODEL_SENTIMENT, MODEL_INSULT, MODEL_SPAM, MODEL_REVIEW, MODEL_COUNT };
static const char *const model_files[MODEL_COUNT] = { "language", "sentiment", "insult", "spam", "review" };

struct classify {
	unsigned         want;
	struct model    *models[MODEL_COUNT];
	struct cues     *cues;
	struct norm     *norm;
	struct features *features;
	struct tally     tallies[CUES_COUNT];
	unsigned         scores[LABEL_COUNT]; /* of models, the highest of all pieces */
	int              listed; /* a word of the list of insults was met */
	int              misled;    /* a word of the list was met that is an ordinary one in this language */
	int              addressed; /* and it is said to somebody: "tu es un ...", "you ..." */
	unsigned         recipe; /* of the features there are; NO_RECIPE: none yet */
};

static int
open_model(struct classify *c, const char *folder, int i, struct err *e)
{
	char path[4096];

	if (!(c->want & 1u << i))
		return 0;
	if (snprintf(path, sizeof path, "%s/%s.model", folder, model_files[i]) >= (int)sizeof path)
		return err_set(e, FAULT_CONF, "the folder of the models has too long a name: %.40s...", folder);
	c->models[i] = model_open(path, e);
	return c->models[i] ? 0 : -1;
}

struct classify *
classify_open(const char *folder, unsigned want, struct err *e)
{
	struct classify *c = mem_get(sizeof *c);
	const char      *data = getenv("SMM_DATADIR");
	char             path[4096];
	int              i;

	memset(c, 0, sizeof *c);
	c->want = want;
	snprintf(path, sizeof path, "%s/models", data ? data : SMM_DATADIR);
	c->norm = norm_new();
	c->features = mem_get(sizeof *c->features);
	c->cues = want & CLASSIFY_RULES ? cues_new() : NULL;
	for (i = 0; i < MODEL_COUNT; i++)
		if (open_model(c, folder ? folder : path, i, e)) {
			classify_close(c);
			return NULL;
		}
	return c;
}

void
classify_close(struct classify *c)
{
	int i;

	if (!c)
		return;
	for (i = 0; i < MODEL_COUNT; i++)
		model_close(c->models[i]);
	cues_free(c->cues);
	norm_free(c->norm);
	free(c->features);
	free(c);
}

/* --- pieces ------------------------------------------------------------------------------------ */

struct piece {
	const char *s;
	size_t      from, to;
	int         first;
};

static const struct model *
use(struct classify *c, int i, const struct piece *p)
{
	const struct model *m = c->models[i];

	if (!m)
		return NULL;
	if (c->recipe != FEATURES_READ(model_recipe(m)))
		features_read(c->features, c->norm, p->s, p->to, model_recipe(m));
	c->recipe = FEATURES_READ(model_recipe(m));
	features_list(c->features, c->norm, model_lexicon(m));
	features_more(c->features, c->norm, p->s, p->to - p->from, model_recipe(m));
	return m;
}

/* The words that speak most for a class become the evidence of a label. */
static void
explain(struct classify *c, const struct model *m, size_t class, enum label label)
{
	int    blame[NORM_WORDS] = { 0 };
	size_t i;

	model_blame(m, c->features, class, blame);
	for (i = 0; i < c->norm->count; i++)
		if (blame[i] > 0)
			cues_add(c->tallies + label, blame[i], c->norm->words[i].start, c->norm->words[i].end);
}

static void
take_score(struct classify *c, const struct model *m, const unsigned *score, const char *class, enum label label)
{
	size_t i = model_find(m, class);

	if (i == model_classes(m) || score[i] < LABEL_MIN || score[i] <= c->scores[label])
		return;
	c->scores[label] = score[i];
	memset(c->tallies + label, 0, sizeof *c->tallies);
	explain(c, m, i, label);
}

static int
word_is_one_of(const struct norm *n, const struct norm_word *w, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == w->plain_len && memcmp(n->text + w->plain, *words, w->plain_len) == 0)
			return 1;
	return 0;
}

/* Whether nothing but words that lead there stand between word i and one that speaks to somebody. */
static int
is_addressed(const struct norm *n, size_t i)
{
	static const char *const to[] = { "espece", "especes", "bande", "tu", "t", "vous", "toi", "you", "youre", "ur",
		NULL };
	static const char *const between[] = { "d", "de", "des", "es", "etes", "un", "une", "vrai", "vraie", "gros",
		"grosse", "sale", "pauvre", "petit", "petite", "are", "r", "a", "an", "such", "real", "really",
		"fucking",
		"little", "stupid", "dumb", "vraiment", NULL };
	size_t                   far = 0;

	while (i-- && far <= ADDRESS_FAR) {
		const struct norm_word *w = n->words + i;

		if (w->flags & NORM_JOINED)
			continue;
		if (word_is_one_of(n, w, to))
			return 1;
		if (!word_is_one_of(n, w, between))
			return 0;
		far++;
	}
	return 0;
}

/* The list is of both languages: what insults in one of them may be every day's word in the other. */
static int
is_ordinary(const struct norm *n, const struct norm_word *w, const char *lang)
{
	static const char *const french[] = { "retard", "retards", NULL };
	static const char *const english[] = { "bite", "bites", "con", "cons", "pet", "pets", "queue", "queues", NULL };

	if (w->flags & NORM_DISGUISE)
		return 0;
	if (strcmp(lang, "fr") == 0)
		return word_is_one_of(n, w, french);
	return strcmp(lang, "en") == 0 && word_is_one_of(n, w, english);
}

/*
 * An insult is certain only when a word of the list is in it, in whatever disguise. It leads the evidence. Said to
 * somebody's face, a lower score is enough. Nobody disguises a harmless word, nor calls somebody one: such a
 * word is suspect whatever the model says.
 */
static void
name_insults(struct classify *c, const struct model *m, const char *lang)
{
	unsigned *score = c->scores + LABEL_INSULT;
	uint64_t  found;
	int       plainly, addressed;
	size_t    i;

	for (i = 0; i < c->norm->count; i++) {
		const struct norm_word *w = c->norm->words + i;

		if (w->flags & (NORM_LINK | NORM_MENTION) ||
		    lexicon_word(model_lexicon(m), c->norm, w, &found, &plainly) != INSULT_VALUE)
			continue;
		if (is_ordinary(c->norm, w, lang)) {
			c->misled = 1;
			continue;
		}
		addressed = is_addressed(c->norm, i);
		if ((!plainly || w->flags & NORM_ALIKE || addressed) && w->letters >= DISGUISED_MIN &&
		    *score < DISGUISED)
			*score = DISGUISED;
		c->listed = 1;
		c->addressed |= addressed;
		cues_add(c->tallies + LABEL_INSULT, LISTED_FIRST, w->start, w->end);
	}
}

static void
read_language(struct classify *c, const struct piece *p, struct classified *out)
{
	unsigned            score[MODEL_CLASSES];
	const struct model *m = p->first ? use(c, MODEL_LANGUAGE, p) : NULL;
	size_t              i, letters = 0, latin = 0, best;

	if (!m)
		return;
	for (i = 0; i < c->norm->count; i++) {
		const struct norm_word *w = c->norm->words + i;

		if (w->flags & (NORM_LINK | NORM_MENTION | NORM_EMOJI | NORM_NUMBER | NORM_JOINED) || !w->plain_len)
			continue;
		letters += w->letters;
		latin += (unsigned char)c->norm->text[w->plain] < 0x80 ? w->letters : 0u;
	}
	if (letters < LETTERS_MIN || 2 * latin < letters)
		return;
	best = model_score(m, c->features, score);
	out->lang_score = score[best];
	if (score[best] >= LABEL_MIN)
		out->lang = model_class(m, best);
}

static int
is_ours(const char *lang)
{
	return strcmp(lang, "fr") == 0 || strcmp(lang, "en") == 0 || strcmp(lang, "und") == 0;
}

static void
read_sentiment(struct classify *c, const struct piece *p, struct classified *out)
{
	unsigned            score[MODEL_CLASSES];
	const struct model *m = p->first ? use(c, MODEL_SENTIMENT, p) : NULL;
	size_t              best;

	if (!m)
		return;
	out->sentiment = "unsure";
	if (!c->norm->count || (!is_ours(out->lang) && out->lang_score >= FOREIGN))
		return;
	best = model_score(m, c->features, score);
	out->sentiment_score = score[best];
	out->sentiment_best = model_class(m, best);
	if (score[best] >= LABEL_MIN)
		out->sentiment = model_class(m, best);
	if (c->cues && strcmp(out->sentiment, "neg") == 0)
		cues_add(c->tallies + LABEL_COMPLAINT, (int)(score[best] - 450) / 8, 0, 0);
	if (c->cues && strcmp(out->sentiment, "pos") == 0)
		cues_add(c->tallies + LABEL_PRAISE, (int)(score[best] - 450) / 8, 0, 0);
}

static void
read_labels(struct classify *c, const struct piece *p, const char *lang)
{
	unsigned            score[MODEL_CLASSES];
	const struct model *m = use(c, MODEL_INSULT, p);

	if (m) {
		model_score(m, c->features, score);
		take_score(c, m, score, "tox", LABEL_INSULT);
		name_insults(c, m, lang);
	}
	m = use(c, MODEL_SPAM, p);
	if (m) {
		model_score(m, c->features, score);
		take_score(c, m, score, "spam", LABEL_SPAM);
	}
	m = use(c, MODEL_REVIEW, p);
	if (m) {
		model_score(m, c->features, score);
		take_score(c, m, score, "bug", LABEL_BUG);
		take_score(c, m, score, "feature", LABEL_FEATURE);
	}
}

static void
read_rules(struct classify *c, const struct piece *p)
{
	size_t i;

	if (!c->cues)
		return;
	cues_apply(c->cues, c->norm, p->s, c->tallies);
	cues_marks(p->s, p->from, p->to, c->tallies);
	cues_personal(p->s, p->from, p->to, c->tallies);
	for (i = 0; i < c->norm->count; i++) {
		const struct norm_word *w = c->norm->words + i;

		if ((w->flags & NORM_LINK) && memchr(p->s + w->start, '@', w->end - w->start) &&
		    !memchr(p->s + w->start, ':', w->end - w->start))
			cues_add(c->tallies + LABEL_PERSONAL, 100, w->start, w->end);
	}
}

/* --- the verdict ------------------------------------------------------------------------------- */

static int
is_of_model(enum label label)
{
	return label == LABEL_INSULT || label == LABEL_SPAM || label == LABEL_BUG || label == LABEL_FEATURE;
}

static unsigned
score_of(const struct classify *c, enum label label)
{
	int points = c->tallies[label].points;

	if (label == LABEL_INSULT && c->misled && !c->listed)
		return 0; /* the model has that word from the other language */
	if (is_of_model(label))
		return c->scores[label];
	if (points < DECIDES)
		return 0;
	return points >= 2 * DECIDES ? 990 : (unsigned)(700 + (points - DECIDES) * 2);
}

static enum surety
surety_of(const struct classify *c, enum label label, unsigned score)
{
	if (label == LABEL_HATE || (label == LABEL_INSULT && !c->listed))
		return SURE_SUSPECT;
	if (label == LABEL_INSULT && c->addressed && score >= ADDRESS_SURE)
		return SURE_CERTAIN;
	return score >= (unsigned)(is_of_model(label) ? INSULT_SURE : RULE_SURE) ? SURE_CERTAIN : SURE_SUSPECT;
}

static void
conclude(struct classify *c, struct classified *out)
{
	size_t i;

	for (i = 0; i < LABEL_COUNT; i++) {
		struct classify_label *l = out->labels + out->nlabels;
		const struct tally    *t = c->tallies + i;
		unsigned               score = score_of(c, (enum label)i);

		if (score < LABEL_MIN)
			continue;
		*l = (struct classify_label){ .name = classify_labels[i], .score = score,
			.surety = surety_of(c, (enum label)i, score), .nwhy = t->nwhy };
		memcpy(l->why, t->why, t->nwhy * sizeof *t->why);
		out->nlabels++;
		out->person |= i == LABEL_SELF_HARM || i == LABEL_SAFETY;
	}
	for (i = LABEL_COUNT; i < CUES_COUNT; i++)
		if (c->tallies[i].points >= DECIDES && out->ntopics < CLASSIFY_TOPICS)
			out->topics[out->ntopics++] = classify_topics[i - LABEL_COUNT];
}

void
classify_text(struct classify *c, const char *s, size_t len, struct classified *out)
{
	struct piece p = { .s = s, .first = 1 };

	memset(out, 0, sizeof *out);
	memset(c->tallies, 0, sizeof c->tallies);
	memset(c->scores, 0, sizeof c->scores);
	c->listed = c->addressed = c->misled = 0;
	out->lang = "und";
	do {
		p.to = norm_read(c->norm, s, len, p.from);
		c->recipe = NO_RECIPE;
		read_language(c, &p, out);
		read_sentiment(c, &p, out);
		read_labels(c, &p, out->lang);
		read_rules(c, &p);
		p.from = p.to;
		p.first = 0;
	} while (p.to < len);
	conclude(c, out);
}
