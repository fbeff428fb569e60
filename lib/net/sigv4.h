/*
 * sigv4.h - addresses of S3 that allow one request for a while; private to lib/net
 *
 * Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)". The same
 * instant gives the same address, so that a request can be built again after a restart.
 */
#ifndef SMM_NET_SIGV4_H
#define SMM_NET_SIGV4_H

#include "smm/mem.h"

#include <stdint.h>

struct sigv4 {
	const char *method;
	const char *url;     /* https://host[:port]/path; in the path unreserved characters (RFC 3986) and slashes */
	const char *region;
	const char *user;    /* access key id */
	const char *secret;  /* secret access key */
	int64_t     at;      /* milliseconds; the address is good from then on, */
	long        seconds; /* for so long, up to 604,800 */
};

/* The address with its signature; whatever the body is. Arena. */
const char *sigv4_address(struct mem *m, const struct sigv4 *s);

#endif
