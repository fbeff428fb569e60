/* media_film.h - how long a film lasts; private to lib/data */
#ifndef SMM_MEDIA_FILM_H
#define SMM_MEDIA_FILM_H

#include <stdint.h>

/* Milliseconds of an MP4 or QuickTime file of that many bytes; 0 when it does not tell. */
int64_t media_film_ms(int fd, int64_t bytes);

#endif
