/* curl.c - libcurl, loaded when first needed */
#include "curl.h"

#include "smm/load.h"
#include "smm/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct curl curl;

static const struct symbol symbols[] = {
	{ "curl_global_init_mem",     &curl.global_init },
	{ "curl_easy_init",           &curl.easy_init },
	{ "curl_easy_cleanup",        &curl.easy_cleanup },
	{ "curl_easy_reset",          &curl.easy_reset },
	{ "curl_easy_setopt",         &curl.easy_setopt },
	{ "curl_easy_getinfo",        &curl.easy_getinfo },
	{ "curl_easy_strerror",       &curl.easy_strerror },
	{ "curl_multi_init",          &curl.multi_init },
	{ "curl_multi_cleanup",       &curl.multi_cleanup },
	{ "curl_multi_setopt",        &curl.multi_setopt },
	{ "curl_multi_add_handle",    &curl.multi_add_handle },
	{ "curl_multi_remove_handle", &curl.multi_remove_handle },
	{ "curl_multi_socket_action", &curl.multi_socket_action },
	{ "curl_multi_info_read",     &curl.multi_info_read },
	{ "curl_multi_strerror",      &curl.multi_strerror },
	{ "curl_slist_append",        &curl.slist_append },
	{ "curl_slist_free_all",      &curl.slist_free_all },
};

static void *
zeroed(size_t count, size_t size)
{
	return mem_zero(size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

/*
 * libcurl takes our memory, which does not fail: without some of its own it would leave headers out (a key against
 * doubled posts among them), or wait for a connection that it does not watch.
 */
const struct curl *
curl_load(struct err *e)
{
	if (curl.global_init)
		return &curl;
	if (load_symbols("libcurl.so.4", "libcurl4", symbols, sizeof symbols / sizeof *symbols, e)) {
		memset(&curl, 0, sizeof curl);
		return NULL;
	}
	curl.global_init(CURL_GLOBAL_DEFAULT, mem_get, free, mem_grow, mem_copy, zeroed);
	return &curl;
}
