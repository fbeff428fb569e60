/* facts.h - what rules ask of a message; private to lib/mod */
#ifndef SMM_FACTS_H
#define SMM_FACTS_H

#include "smm/rec.h"

#include <string.h>

struct facts { /* strings are not ended by a NUL; they live as long as the line and the arena */
	struct slice id, account, network, kind, lang, text;
	struct slice author_id, handle, post; /* post: ours, else the thread's root */
	struct mem  *mem;
	uint64_t     message; /* hash of id */
	uint64_t     author;  /* hash of network and author; 0: not known */
	int64_t      at, since; /* since: the author's account was made; 0: not known */
	double       followers, rating; /* below 0: not known */
	int          is_public, own; /* is_public: -1 not known */
	int          moderated; /* has members that cm-moderate adds */
	size_t       media;
	/* counted when they are asked for; SIZE_MAX: not yet */
	size_t       links, mentions, length;
	double       capitals; /* share of the letters; below 0: not yet */
};

/* The members of a message record. */
void facts_read(struct facts *f, const struct rec *r, struct mem *m);

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
