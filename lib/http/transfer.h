/* transfer.h - one request under way in libcurl; private to lib/http */
#ifndef SMM_TRANSFER_H
#define SMM_TRANSFER_H

#include "smm/http.h"

#include "body.h"
#include "program.h"
#include "watch.h"

#include <pthread.h>

#define CERT_DIR     "/etc/ssl/certs"

struct http {
	pthread_t          loader;   /* loads libcurl beside what the caller does first */
	int                loading;
	struct err         err;      /* why that failed */
	const struct curl *curl;     /* NULL until the first request */
	struct http_limits limits;
	CURLM             *multi;
	struct watch       watch;
	char              *ca_file;
	int                hashed; /* CERT_DIR has a hash for each certificate: nothing else is read */
	struct transfer   *idle;   /* kept with their handles for the next request */
	struct transfer   *busy;
	struct program    *programs; /* that run */
};

struct transfer {
	struct transfer   *next, *before; /* before: among the busy */
	struct http       *http;
	CURL              *easy;
	struct exchange   *x;
	struct body        body;
	struct curl_slist *headers;
	struct buf         reply;
	size_t             header_bytes;
	int                too_large;
	char               words[CURL_ERROR_SIZE];
};

/* Tells libcurl all of the request; loopback: no proxy. */
void transfer_set_up(struct transfer *t, int loopback);

#endif
