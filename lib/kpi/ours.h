/* ours.h - our posts, as post and result lines describe them */
#ifndef SMM_OURS_H
#define SMM_OURS_H

#include "fields.h"

struct ours *ours_new(void);
void          ours_free(struct ours *p);

void ours_post(struct kpi *k, const struct fields *f);   /* a post line */
void ours_result(struct kpi *k, const struct fields *f); /* a result line of op publish */

/*
 * Fills in what the lines of a post say and the fact does not: by our id, or the network's with is_ref. With `when`,
 * the fact moves to when the post was published.
 */
void ours_describe(struct kpi *k, struct fact *f, const char *id, size_t len, int is_ref, int when);

/* Whether a figure is a list of posts, for which ours_post() keeps their first words. */
int ours_are_listed(const struct kpi_def *d);

/* The first words of a post by the word of its id; NULL: not known, or no figure lists posts. */
const char *ours_text(const struct kpi *k, uint32_t id);

/* Adds the posts of another run, whose words are these of ours (by its numbers). */
void ours_join(struct kpi *k, const struct ours *from, const uint32_t *words);

/* All of them into the database, by our ids and by the networks'. */
void ours_load(struct kpi *k);

/* A fact for every post that was published. */
void ours_facts(struct kpi *k);

/* A list whose places are words; grows with zeroes. */
struct places {
	uint32_t *at;
	size_t    count;
};

uint32_t *place_of(struct places *p, uint32_t word);
uint32_t  place_get(const struct places *p, uint32_t word);

/* Adds a word to a list when it is not in it; the list grows in steps of 8. */
void tags_add(uint32_t **tags, size_t *count, uint32_t word);

#endif
