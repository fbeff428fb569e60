/* url.h - what an address says of its host and user (RFC 3986, section 3.2) */
#ifndef SMM_URL_H
#define SMM_URL_H

#include <stddef.h>

/*
 * The host of "scheme://host[:port]/…", brackets of an IPv6 address included, into out; 0. -1 when there is
 * none, when it is longer than the room or when user information stands before it.
 */
int url_host(const char *url, char *out, size_t size);

/* True when the host is this machine by its very name: 127.0.0.0/8, [::1] or localhost. */
int url_is_loopback(const char *url);

/*
 * True when a URL as libpq takes it ("postgresql://user:password@host/…?password=…"; PostgreSQL 15,
 * section 34.1.1.2) holds a password.
 */
int url_has_password(const char *url);

#endif
