/*
 * pinterest.h - the simulated Pinterest, in its parts; private to lib/sim
 *
 * pinterest.c holds boards, pins and numbers, pinterest_media.c pictures inside a pin and films before it.
 */
#ifndef SMM_SIM_PINTEREST_H
#define SMM_SIM_PINTEREST_H

#include "site.h"

/* {"code","message"} */
void pinterest_error(struct turn *t, int status, int code, const char *words);

/* What a pin is made of, its media_source: "image", "multiple_images" or "video"; NULL: it is answered. */
const char *pinterest_check_source(struct turn *t, const json_t *source);

/* POST /v5/media, GET /v5/media/ID; POST of a form to the address that the first gave. */
void pinterest_register(struct turn *t);
void pinterest_tell_media(struct turn *t);
void pinterest_take_bytes(struct turn *t);

#endif
