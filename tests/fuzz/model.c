/* model.c - a model's file, whatever is in it, with a checksum that fits: opened and used, or refused */
#define _GNU_SOURCE /* memfd_create */

#include "../../lib/text/feature.h"

#include "smm/model.h"
#include "smm/norm.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <stdio.h>

static void
put(unsigned char *p, uint64_t v)
{
	int i;

	for (i = 0; i < 8; i++, v >>= 8)
		p[i] = (unsigned char)(v & 0xff);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct norm     *n;
	static struct features *f;
	static int              fd = -1;
	unsigned                score[MODEL_CLASSES];
	int                     blame[NORM_WORDS] = { 0 };
	char                    path[64];
	unsigned char          *copy = malloc(size + 1);
	struct model           *m;
	struct err              e;

	if (fd < 0) {
		fd = memfd_create("model", 0);
		n = norm_new();
		f = malloc(sizeof *f);
	}
	memcpy(copy, data, size);
	if (size >= 64) {
		put(copy + 16, size);
		put(copy + 24, norm_hash((char *)copy + 32, size - 32));
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (ftruncate(fd, 0) || pwrite(fd, copy, size, 0) != (ssize_t)size)
		abort();
	m = model_open(path, &e);
	if (m) {
		features_read(f, n, "a c0n, not b*d", norm_read(n, "a c0n, not b*d", 14, 0), model_recipe(m));
		features_list(f, n, model_lexicon(m));
		features_more(f, n, "a c0n, not b*d", 14, model_recipe(m));
		if (model_score(m, f, score) >= model_classes(m))
			abort();
		model_blame(m, f, 0, blame);
	}
	model_close(m);
	free(copy);
	return 0;
}
