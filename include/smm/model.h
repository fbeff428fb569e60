/*
 * model.h - a trained classifier: a file of weights, read in place
 *
 * A linear model over hashed features, with weights of eight bits (cm-train(1) makes it). The file is mapped, not
 * read: opening costs what its checksum costs, about a millisecond for four MiB. All numbers in it are little
 * endian, which a mark says. Scores are calibrated, computed from whole numbers with + - * / and a square root
 * only, and so the same on every machine.
 *
 *	0   "smmmodel"
 *	8   u32 version (3), u32 0x01020304
 *	16  u64 bytes of the file, u64 checksum of what follows (norm_hash)
 *	32  u32 recipe, bits, classes, columns, slots of the word list, bytes of about, bytes of names, 0
 *	64  f64 scale of each feature group (3), then bias of each column
 *	    about: JSON; names: each with a NUL; slots: u32; weights: i8, one row of `columns` for each hash
 *	    every part starts at a multiple of eight
 *
 * Two classes have one column (the second class's), more have one each.
 */
#ifndef SMM_MODEL_H
#define SMM_MODEL_H

#include "smm/err.h"

#include <stddef.h>
#include <stdint.h>

#define MODEL_CLASSES 512
#define MODEL_BITS    22
#define MODEL_VERSION 3

struct model;
struct features;

/* NULL with FAULT_CONF: no such file, not a model, a version we do not know, cut short, altered. */
struct model *model_open(const char *path, struct err *e);
void          model_close(struct model *m); /* NULL is allowed */

/* What the file says of itself: JSON, its data sets with licence and digest. Lends. */
const char *model_about(const struct model *m, size_t *len);

size_t      model_classes(const struct model *m);
const char *model_class(const struct model *m, size_t i);
size_t      model_find(const struct model *m, const char *name); /* model_classes() when there is none */

/* What features_read() must be asked for. */
unsigned              model_recipe(const struct model *m);
const struct lexicon *model_lexicon(const struct model *m);

/* Each class's probability in thousandths; returns the best class. */
size_t model_score(const struct model *m, const struct features *f, unsigned *score);

/*
 * How much each word of the text that f was read from speaks for a class, in units of one model only: adds to
 * blame[index of the norm word].
 */
void model_blame(const struct model *m, const struct features *f, size_t class, int *blame);

#endif
