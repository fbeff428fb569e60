/*
 * curl.h - libcurl, loaded when first needed; private to lib/http
 *
 * Linking it would cost every start of every program some 3.5 ms of relocations, whether anything is
 * sent or not.
 */
#ifndef SMM_CURL_H
#define SMM_CURL_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "smm/err.h"

struct curl {
	CURLcode (*global_init)(long, curl_malloc_callback, curl_free_callback, curl_realloc_callback,
	    curl_strdup_callback, curl_calloc_callback);
	CURL *(*easy_init)(void);
	void (*easy_cleanup)(CURL *);
	void (*easy_reset)(CURL *);
	CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
	CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
	const char *(*easy_strerror)(CURLcode);
	CURLM *(*multi_init)(void);
	CURLMcode (*multi_cleanup)(CURLM *);
	CURLMcode (*multi_setopt)(CURLM *, CURLMoption, ...);
	CURLMcode (*multi_add_handle)(CURLM *, CURL *);
	CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
	CURLMcode (*multi_socket_action)(CURLM *, curl_socket_t, int, int *);
	CURLMsg *(*multi_info_read)(CURLM *, int *);
	const char *(*multi_strerror)(CURLMcode);
	struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
	void (*slist_free_all)(struct curl_slist *);
};

/* The functions of libcurl; NULL and e (FAULT_SYS) when it is not installed or too old. */
const struct curl *curl_load(struct err *e);

#endif
