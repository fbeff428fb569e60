/* model_parts.h - a model as the files that read, score and write it see it */
#ifndef SMM_MODEL_PARTS_H
#define SMM_MODEL_PARTS_H

#include "feature.h"
#include "lexicon.h"

#include "smm/model.h"

#define MODEL_MAGIC "smmmodel"
#define MODEL_ORDER 0x01020304u
#define MODEL_HEAD  64

struct model {
	const unsigned char *at; /* the whole file */
	size_t               size;
	unsigned             recipe, bits;
	size_t               classes, columns;
	double               scale[FEATURE_GROUPS], *bias;
	const char         **names, *about;
	size_t               about_len;
	struct lexicon       lexicon;
	const int8_t        *weights;
};

uint64_t model_u64(const unsigned char *p);
uint32_t model_u32(const unsigned char *p);
size_t   model_padded(size_t len); /* up to a multiple of eight */

/* e to the x, and probabilities from the columns' sums: + - * / only, the same on every machine. */
double model_exp(double x);
void   model_probabilities(const double *sum, size_t classes, double *p);

/* A group's share: its features' sum is divided by the root of their number. */
double model_share(size_t count);

#endif
