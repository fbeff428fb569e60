/*
 * adapt.h - one text made into what a network wants: mentions, links that are counted, hashtags
 *
 * By the rules of the strategy (smm-strategy(5)). Results live in the arena; what needs no change is itself.
 */
#ifndef SMM_ADAPT_H
#define SMM_ADAPT_H

#include "smm/strategy.h"

/*
 * The text with each {@ID} replaced by what the strategy calls it on the network, else by its `default`; "\{@"
 * stands for "{@". NULL with FAULT_INPUT: an ID that is not known (the nearest is named), that has no name there,
 * or that is not closed.
 */
const char *adapt_mentions(const struct strategy *s, const char *network, const char *text, struct mem *m,
    struct err *e);

/*
 * The address with the UTM parameters that it does not have yet, in front of its fragment; another parameter or an
 * order that was there stays. Only http(s), to the hosts of the rule. Values are filled with v, percent-encoded
 * (RFC 3986, 2.1), and left out when empty. NULL with FAULT_INPUT: a value that cannot be filled.
 */
const char *adapt_link(const struct utm *u, const char *url, const struct variables *v, struct mem *m, struct err *e);

/* The same for every link in a text. */
const char *adapt_links(const struct utm *u, const char *text, const struct variables *v, struct mem *m,
    struct err *e);

/* Whether a '#' at `at` in a text begins a hashtag; how many there are. */
int  adapt_is_tag(const char *text, const char *at);
long adapt_count_tags(const char *text);

/*
 * The tags of the sets that are to be added, in their order: those that no text of `there` has, until there are
 * `cap` (-1: no limit) with those that are there. The sets are known ones.
 */
void adapt_choose_tags(const struct strategy *s, const struct texts *sets, long cap, const struct texts *there,
    struct mem *m, struct texts *out);

#endif
