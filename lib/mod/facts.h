/* facts.h - what rules ask of a message; private to lib/mod */
#ifndef SMM_FACTS_H
#define SMM_FACTS_H

#include "smm/rec.h"
#include "smm/when.h"

#include <string.h>

struct author {
	struct slice id, handle;
	uint64_t     hash;      /* of network and id, else handle; 0: not known */
	int64_t      since;     /* when the account was made; 0: not known */
	double       followers; /* below 0: not known */
};

enum fact { /* what a member of a message tells */
	FACT_NONE,
	FACT_ID, FACT_TEXT, FACT_KIND, FACT_LANG, FACT_POST, FACT_ROOT, FACT_ACCOUNT, FACT_NETWORK, /* strings */
	FACT_AT, FACT_PUBLIC, FACT_OWN, FACT_RATING, FACT_MEDIA, FACT_AUTHOR,
	FACT_OURS, /* cm-moderate has added it */
	FACT_COUNT
};
#define FACT_STRINGS FACT_AT

struct fact_table { /* what the members of a message tell, by their places in the table of its kind */
	const struct member_kind *members;
	unsigned char             fact[64];
};

/* All zero at first. Strings are not ended by a NUL; they live as long as the line and the arena. */
struct facts {
	/* kept from message to message */
	struct fact_table table;
	struct when_last  last_time;
	/* of one message: where it stands, NULL: nowhere; all else is read, or counted, when it is asked for */
	const struct member *member[FACT_COUNT];
	struct mem          *mem;
	unsigned             read; /* a bit for each fact that was */
	struct slice         string[FACT_STRINGS];
	struct author        author;
	int64_t              at;
	uint64_t             message; /* 0: not yet */
	/* SIZE_MAX: not yet */
	size_t               links, mentions, length, media;
	double               capitals; /* share of the letters; below 0: not yet */
};

/* The members of a message record, which must stay as long as something is asked. */
void facts_read(struct facts *f, const struct rec *r, struct mem *m);

struct slice facts_string(struct facts *f, enum fact what); /* without quotes and escapes; `at` NULL: it has none */
struct slice facts_post(struct facts *f); /* ours that it answers, else where its thread begins */
void         facts_set_lang(struct facts *f, struct slice lang); /* of a message that does not say it */
int          facts_is_own(const struct facts *f);
int          facts_is_public(const struct facts *f); /* -1: not known */
double       facts_rating(const struct facts *f);    /* below 0: not known */
size_t       facts_media(struct facts *f);           /* how many pictures, films, sounds */
int          facts_is_moderated(const struct facts *f); /* has members that cm-moderate adds */

const struct author *facts_author(struct facts *f);
uint64_t             facts_message(struct facts *f); /* hash of its id */
int64_t              facts_at(struct facts *f);      /* when it was written, ms; 0: not known */

size_t facts_links(struct facts *f);
size_t facts_mentions(struct facts *f);
size_t facts_length(struct facts *f);   /* code points */
double facts_capitals(struct facts *f); /* 0 for fewer than five letters */

/* Whether a link leads to the host, or to one below it. */
int facts_has_host(struct facts *f, const char *host);

/* Members that cm-moderate makes anew: what an earlier run made of them is left out. */
int facts_is_ours(struct slice key);

/* A string member without its quotes and escapes; of anything else an empty one. */
struct slice facts_plain(const struct member *m, struct mem *mem);

#endif
