/* near.c - "did you mean": the nearest known word */
#include "smm/near.h"

#include <string.h>

#define LONGEST 63

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
near_distance(const char *a, const char *b)
{
	size_t row[3][LONGEST + 2];
	size_t *above2 = row[0], *above = row[1], *here = row[2], *spare;
	size_t la = strlen(a), lb = strlen(b), i, j;

	if (la > LONGEST || lb > LONGEST)
		return LONGEST;
	for (j = 0; j <= lb; j++)
		above2[j] = above[j] = j;
	for (i = 1; i <= la; i++) {
		here[0] = i;
		for (j = 1; j <= lb; j++) {
			here[j] = least(above[j] + 1, here[j - 1] + 1);
			here[j] = least(here[j], above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				here[j] = least(here[j], above2[j - 2] + 1);
		}
		spare = above2;
		above2 = above;
		above = here;
		here = spare;
	}
	return above[lb];
}

const char *
near_word(const char *given, const char *const *known, size_t count)
{
	size_t      limit = strlen(given) / 3, best, i, d;
	const char *word = NULL;

	if (limit < 1)
		limit = 1;
	best = limit + 1;
	for (i = 0; i < count; i++) {
		d = near_distance(given, known[i]);
		if (d < best) {
			best = d;
			word = known[i];
		}
	}
	return word;
}
