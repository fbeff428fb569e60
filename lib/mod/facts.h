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

struct fact_table { /* what the members of a message tell, by their places in the table of its kind */
	const struct member_kind *members;
	unsigned char             fact[64];
};

/* All zero at first. Strings are not ended by a NUL; they live as long as the line and the arena. */
struct facts {
	/* kept from message to message */
	struct fact_table table;
	struct when_last  last_time;
	/* of one message */
	struct slice id, account, network, kind, lang, text;
	struct slice post; /* ours, else the thread's root */
	struct mem  *mem;
	double       rating; /* below 0: not known */
	int          is_public, own; /* is_public: -1 not known */
	int          moderated; /* has members that cm-moderate adds */
	int          has_escapes; /* there is a backslash in the line */
	size_t       media;
	/* read when they are asked for */
	struct slice  who;     /* the author as it stands; `at` NULL: there is none */
	struct author author;
	int           has_author;
	uint64_t      message; /* 0: not yet */
	struct slice  when;    /* as it stands; NULL: there is no time, or `at` is it */
	int64_t       at;
	/* counted when they are asked for; SIZE_MAX: not yet */
	size_t       links, mentions, length;
	double       capitals; /* share of the letters; below 0: not yet */
};

/* The members of a message record. */
void facts_read(struct facts *f, const struct rec *r, struct mem *m);

const struct author *facts_author(struct facts *f);
uint64_t             facts_message(struct facts *f); /* hash of its id */
int64_t              facts_at(struct facts *f);      /* when it was written, ms; 0: not known */

size_t facts_links(struct facts *f);
size_t facts_mentions(struct facts *f);
size_t facts_length(struct facts *f);   /* code points */
double facts_capitals(struct facts *f); /* 0 for fewer than five letters */

/* Whether a link leads to the host, or to one below it. */
int facts_has_host(const struct facts *f, const char *host);

/* Members that cm-moderate makes anew: what an earlier run made of them is left out. */
int facts_is_ours(struct slice key);

/* A string member without its quotes and escapes; of anything else an empty one. */
struct slice facts_plain(const struct member *m, struct mem *mem);

#endif
