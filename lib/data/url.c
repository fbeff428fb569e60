/* url.c - what an address says of its host and user */
#include "smm/url.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

int
url_host(const char *url, char *out, size_t size)
{
	const char *host = strstr(url, "://");
	size_t      len, name;

	if (!host)
		return -1;
	host += 3;
	len = strcspn(host, "/?#");
	if (memchr(host, '@', len))
		return -1;
	name = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	if (name > len)
		name = len;
	if (!name || name >= size)
		return -1;
	memcpy(out, host, name);
	out[name] = '\0';
	return 0;
}

int
url_is_loopback(const char *url)
{
	char           host[64];
	unsigned char  address[4];

	if (url_host(url, host, sizeof host))
		return 0;
	if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return 1;
	return inet_pton(AF_INET, host, address) == 1 && address[0] == 127;
}

/* A parameter of the query by its name, which may be written with %XX. */
static int
is_secret_name(const char *name, size_t len)
{
	return len >= 8 && (strncmp(name, "password", 8) == 0 || strncmp(name, "sslpassw", 8) == 0 ||
	    memchr(name, '%', len));
}

int
url_has_password(const char *url)
{
	const char *s = strstr(url, "://");
	const char *at, *colon;
	size_t      len;

	if (!s)
		return 0;
	s += 3;
	len = strcspn(s, "/?#");
	at = memchr(s, '@', len);
	colon = memchr(s, ':', len);
	if (at && colon && colon < at)
		return 1;
	for (s = strchr(s, '?'); s; s = strchr(s + 1, '&'))
		if (is_secret_name(s + 1, strcspn(s + 1, "=&")))
			return 1;
	return 0;
}
