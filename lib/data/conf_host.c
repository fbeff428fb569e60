/* conf_host.c - what smm.yaml says of media_host, but for its secret */
#include "conf_host.h"

#include "smm/url.h"

#include <string.h>

int
field_host_kind(const struct place *p, const struct node *n, struct err *e)
{
	static const char *const kinds[] = { [HOST_S3] = "s3", [HOST_WEBDAV] = "webdav", [HOST_COMMAND] = "command" };
	size_t                   i;

	for (i = 0; n->type == NODE_SCALAR && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(n->text, kinds[i]) == 0) {
			*(enum host_kind *)p->to = (enum host_kind)i;
			return 0;
		}
	return yaml_expected(p->yaml, n, "s3, webdav or command", e);
}

/* It is signed as it stands: nothing in it may need encoding. */
int
field_folder(const struct place *p, const struct node *n, struct err *e)
{
	static const char clean[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:[]";
	const char       *url = n->type == NODE_SCALAR ? n->text : "";
	char              host[256];
	size_t            len = n->len;

	if ((strncmp(url, "https://", 8) != 0 && (strncmp(url, "http://", 7) != 0 || !url_is_loopback(url))) ||
	    url_host(url, host, sizeof host) || strspn(url, clean) != len)
		return yaml_expected(p->yaml, n, "https://HOST/FOLDER of letters, digits, '-', '.', '_' and '~'", e);
	while (len && url[len - 1] == '/')
		len--;
	*(const char **)p->to = mem_dup(p->mem, url, len);
	return 0;
}

int
conf_is_name(const char *s)
{
	return *s && !s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")];
}

/* A command needs nothing else, the others all but that. */
int
host_check(const struct place *p, const struct node *n, const struct media_host *h, struct err *e)
{
	int has_more = h->put || h->url || h->user || h->secret.kind != SECRET_NONE;

	if (h->kind == HOST_COMMAND && (!h->command || has_more))
		return yaml_fail(p->yaml, n->mark, e, "media_host with `kind: command` takes `command`, and "
		    "nothing else");
	if (h->kind != HOST_COMMAND && (!h->put || !h->user || h->secret.kind == SECRET_NONE || h->command))
		return yaml_fail(p->yaml, n->mark, e, "media_host with `kind: %s` needs `put`, `user` and `secret`, "
		    "and takes no `command`", h->kind == HOST_S3 ? "s3" : "webdav");
	if (!conf_is_name(h->region) || (h->user && !conf_is_name(h->user)))
		return yaml_fail(p->yaml, n->mark, e, "found a region or a user of media_host with other "
		    "characters than letters, digits, '.', '_' and '-'");
	return 0;
}
