/* conf.c - smm.yaml: accounts, where their secrets are, store, time zone */
#include "smm/conf.h"

#include "conf_host.h"
#include "conf_policy.h"
#include "hours_read.h"
#include "smm/near.h"
#include "smm/url.h"
#include "smm/zone.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct reading { /* what the file says, before it is checked as a whole */
	struct conf    conf; /* first: conf_free() gets its address */
	struct mem    *mem;
	size_t         room;
	const struct account **sorted; /* by name */
	struct hours_words     hours;
};

static struct reading *
reading_of(const struct conf *c)
{
	return (struct reading *)(uintptr_t)c;
}

/* Paths in the file are relative to its folder. */
static const char *
resolve(struct reading *r, const char *path)
{
	const char *home = getenv("HOME");

	if (path[0] == '~' && path[1] == '/' && home)
		return mem_fmt(r->mem, "%s%s", home, path + 1);
	return *path == '/' ? path : mem_fmt(r->mem, "%s/%s", r->conf.dir, path);
}

struct secret_words {
	const char *file, *command, *env, *helper;
};

static const struct field secret_fields[] = {
	{ "file",    field_name, offsetof(struct secret_words, file),    0 },
	{ "command", field_name, offsetof(struct secret_words, command), 0 },
	{ "env",     field_name, offsetof(struct secret_words, env),     0 },
	{ "helper",  field_name, offsetof(struct secret_words, helper),  0 },
	{ 0 }
};

/* An account being read, with the file it belongs to. */
struct account_words {
	struct account    account;
	struct media_host host; /* or this is read */
	struct reading   *reading;
};

static int
read_secret(const struct place *p, const struct node *n, struct err *e)
{
	struct account_words *a = p->all;
	struct secret        *s = p->to;
	struct secret_words   w = { 0 };

	if (n->type == NODE_SCALAR)
		return yaml_fail(p->yaml, n->mark, e, "found a secret in the file itself; a secret stays out of "
		    "smm.yaml: write { file: PATH }, { command: \"...\" } or { env: NAME }, and change this one, "
		    "it may have been seen");
	if (yaml_map(p->yaml, n, secret_fields, &w, p->mem, e))
		return -1;
	if (!!w.file + !!w.command + !!w.env + !!w.helper != 1)
		return yaml_fail(p->yaml, n->mark, e, "found %d of file, command, env and helper, expected one",
		    !!w.file + !!w.command + !!w.env + !!w.helper);
	if (w.env)
		secret_hide(w.env);
	s->kind = w.file ? SECRET_FILE : w.command ? SECRET_COMMAND : w.env ? SECRET_ENV : SECRET_HELPER;
	s->value = w.file ? resolve(a->reading, w.file) : w.command ? w.command : w.env ? w.env : w.helper;
	return 0;
}

static const struct field app_fields[] = {
	{ "id",     field_name,  offsetof(struct account_words, account.app_id),     1 },
	{ "secret", read_secret, offsetof(struct account_words, account.app_secret), 0 },
	{ 0 }
};

/* Its members are the account's: the same struct is filled. */
static int
read_app(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_map(p->yaml, n, app_fields, p->all, p->mem, e);
}

static int
read_account_name(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || !conf_is_name(n->text))
		return yaml_expected(p->yaml, n, "a name of letters, digits, '.', '_' and '-'", e);
	((struct account_words *)p->all)->account.mark = n->mark;
	return field_name(p, n, e);
}

static int
read_server(const struct place *p, const struct node *n, struct err *e)
{
	const char *url = n->type == NODE_SCALAR ? n->text : "";
	char        host[256];
	size_t      len = n->len;
	const char *behind;

	if ((strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0) ||
	    url_host(url, host, sizeof host))
		return yaml_expected(p->yaml, n, "https://HOST, with :PORT if it is not the usual one", e);
	while (len && url[len - 1] == '/')
		len--;
	behind = strchr(strstr(url, "://") + 3, '/');
	if (behind && (size_t)(behind - url) < len)
		return yaml_expected(p->yaml, n, "a server without a path behind it", e);
	*(const char **)p->to = mem_dup(p->mem, url, len);
	return 0;
}

static const struct field account_fields[] = {
	{ "name",     read_account_name, offsetof(struct account_words, account.name),     1 },
	{ "network",  field_name,        offsetof(struct account_words, account.network),  1 },
	{ "server",   read_server,       offsetof(struct account_words, account.server),   0 },
	{ "user",     field_name,        offsetof(struct account_words, account.user),     0 },
	{ "secret",   read_secret,       offsetof(struct account_words, account.secret),   0 },
	{ "insecure", field_bool,        offsetof(struct account_words, account.insecure), 0 },
	{ "approval", field_required,    offsetof(struct account_words, account.approval), 0 },
	{ "gap",      field_gap,         offsetof(struct account_words, account.pace.gap_ms), 0 },
	{ "cap",      field_cap,         offsetof(struct account_words, account.pace),     0 },
	{ "spend",    field_spend,       offsetof(struct account_words, account.pace),     0 },
	{ "auth_server", read_server,    offsetof(struct account_words, account.auth_server), 0 },
	{ "app",      read_app,          0,                                                0 },
	{ 0 }
};

static int
read_account(const struct place *p, const struct node *n, struct err *e)
{
	struct reading      *r = p->all;
	struct conf         *c = &r->conf;
	struct account_words a = { .reading = r };

	a.account.approval = -1;
	a.account.pace = pace_not_given;

	if (yaml_map(p->yaml, n, account_fields, &a, p->mem, e))
		return -1;
	if (a.account.server && strncmp(a.account.server, "http://", 7) == 0 && !a.account.insecure &&
	    !url_is_loopback(a.account.server))
		return yaml_fail(p->yaml, n->mark, e, "account %s: %s is not https; write https://, or "
		    "`insecure: true` if nobody can listen in between", a.account.name, a.account.server);
	a.account.secret.name = a.account.name;
	a.account.app_secret.name = mem_fmt(p->mem, "%s-app", a.account.name);
	if (c->naccounts == r->room) {
		r->room = r->room ? 2 * r->room : 16;
		c->accounts = mem_grow(c->accounts, r->room * sizeof *c->accounts);
	}
	c->accounts[c->naccounts++] = a.account;
	return 0;
}

static int
read_accounts(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_account, e);
}

static int
read_path(const struct place *p, const struct node *n, struct err *e)
{
	if (field_name(p, n, e))
		return -1;
	*(const char **)p->to = resolve(p->all, *(const char **)p->to);
	return 0;
}

/* A relative path in a sqlite: URL is relative to the file, too. */
static int
read_store(const struct place *p, const struct node *n, struct err *e)
{
	const char **url = p->to;

	if (field_name(p, n, e))
		return -1;
	if (!strchr(*url, ':'))
		return yaml_expected(p->yaml, n, "sqlite:PATH or postgresql://HOST/DATABASE", e);
	if (url_has_password(*url))
		return yaml_fail(p->yaml, n->mark, e, "the URL of the store holds a password, which others may "
		    "read; put it into ~/.pgpass, mode 0600 (libpq's password file), and take it out of the URL");
	if (strncmp(*url, "sqlite:", 7) == 0)
		*url = mem_fmt(p->mem, "sqlite:%s", resolve(p->all, *url + 7));
	return 0;
}

static int
read_zone(const struct place *p, const struct node *n, struct err *e)
{
	struct err why;

	if (field_name(p, n, e))
		return -1;
	if (zone_set(*(const char **)p->to, &why))
		return yaml_fail(p->yaml, n->mark, e, "%s", why.text);
	return 0;
}

/* --- media_host -------------------------------------------------------------------------------- */

static const struct field host_fields[] = {
	{ "kind",    field_host_kind, offsetof(struct account_words, host.kind),    1 },
	{ "put",     field_folder,    offsetof(struct account_words, host.put),     0 },
	{ "url",     field_folder,    offsetof(struct account_words, host.url),     0 },
	{ "region",  field_name,      offsetof(struct account_words, host.region),  0 },
	{ "user",    field_name,      offsetof(struct account_words, host.user),    0 },
	{ "secret",  read_secret,     offsetof(struct account_words, host.secret),  0 },
	{ "command", field_name,      offsetof(struct account_words, host.command), 0 },
	{ 0 }
};

static int
read_host(const struct place *p, const struct node *n, struct err *e)
{
	struct reading      *r = p->all;
	struct account_words a = { .reading = r, .host.region = "us-east-1" };
	struct media_host   *h;

	if (n->type != NODE_MAP)
		return yaml_expected(p->yaml, n, "{ kind: s3, put: URL, user: NAME, secret: { file: PATH } }", e);
	if (yaml_map(p->yaml, n, host_fields, &a, p->mem, e) || host_check(p, n, &a.host, e))
		return -1;
	a.host.secret.name = "media_host";
	h = mem_alloc(p->mem, sizeof *h);
	*h = a.host;
	if (!h->url)
		h->url = h->put;
	r->conf.media_host = h;
	return 0;
}

static const struct field fields[] = {
	{ "media_host", read_host,     0,                                          0 },
	{ "accounts",   read_accounts, 0,                                          1 },
	{ "store",      read_store,    offsetof(struct reading, conf.store),       0 },
	{ "timezone",   read_zone,     offsetof(struct reading, conf.zone),        0 },
	{ "hours",      field_hours,   offsetof(struct reading, hours),            0 },
	{ "media_root", read_path,     offsetof(struct reading, conf.media_root),  0 },
	{ "ca_file",    read_path,     offsetof(struct reading, conf.ca_file),     0 },
	{ "sessions",   read_path,     offsetof(struct reading, conf.sessions),    0 },
	{ "approval",   field_approval, offsetof(struct reading, conf.approval),   0 },
	{ "gap",        field_gap,     offsetof(struct reading, conf.pace.gap_ms), 0 },
	{ "cap",        field_cap,     offsetof(struct reading, conf.pace),        0 },
	{ "spend",      field_spend,   offsetof(struct reading, conf.pace),        0 },
	{ 0 }
};

static int
by_name(const void *a, const void *b)
{
	return strcmp((*(const struct account *const *)a)->name, (*(const struct account *const *)b)->name);
}

static int
sort_accounts(struct reading *r, const struct yaml *y, struct err *e)
{
	size_t i, n = r->conf.naccounts;

	r->sorted = mem_alloc(r->mem, (n + 1) * sizeof *r->sorted);
	for (i = 0; i < n; i++)
		r->sorted[i] = r->conf.accounts + i;
	qsort(r->sorted, n, sizeof *r->sorted, by_name);
	for (i = 1; i < n; i++)
		if (by_name(r->sorted + i - 1, r->sorted + i) == 0)
			return yaml_fail(y, r->sorted[i]->mark, e, "a second account has the name \"%s\"; the other "
			    "is on line %zu", r->sorted[i]->name, r->sorted[i - 1]->mark.line);
	return 0;
}

static const char *
find_file(struct mem *m)
{
	const char *home = getenv("HOME"), *config = getenv("XDG_CONFIG_HOME");
	char       *path;

	if (access("smm.yaml", F_OK) == 0)
		return "smm.yaml";
	path = config && *config ? mem_fmt(m, "%s/smm/smm.yaml", config) :
	    mem_fmt(m, "%s/.config/smm/smm.yaml", home ? home : "");
	return access(path, F_OK) == 0 ? path : NULL;
}

int
conf_exists(void)
{
	struct mem *m = mem_new();
	int         found = find_file(m) != NULL;

	mem_free(m);
	return found;
}

/* The folder of the file, absolute, so that every path in it is. */
static int
set_dir(struct reading *r, struct err *e)
{
	char  path[PATH_MAX], *slash;
	FILE *f = fopen(r->conf.path, "re");

	if (!f) {
		err_sys(e, "open %s", r->conf.path);
		e->fault = FAULT_CONF;
		return -1;
	}
	fclose(f);
	if (!realpath(r->conf.path, path))
		return err_sys(e, "open %s", r->conf.path);
	slash = strrchr(path, '/');
	*(slash == path ? slash + 1 : slash) = '\0';
	r->conf.dir = mem_str(r->mem, path);
	return 0;
}

static void
set_defaults(struct reading *r)
{
	struct conf *c = &r->conf;
	size_t       i;

	if (!c->store)
		c->store = mem_fmt(r->mem, "sqlite:%s/state/smm.db", c->dir);
	if (!c->sessions)
		c->sessions = mem_fmt(r->mem, "%s/state/sessions", c->dir);
	if (!c->media_root)
		c->media_root = c->dir;
	if (c->approval.signers)
		c->approval.signers = resolve(r, c->approval.signers);
	for (i = 0; i < c->naccounts; i++) {
		pace_inherit(&c->accounts[i].pace, &c->pace);
		if (c->accounts[i].approval < 0)
			c->accounts[i].approval = c->approval.required;
	}
}

static int
read_file(struct reading *r, struct err *e)
{
	struct yaml *y = NULL;
	struct node  n;
	int          rc = -1;

	if (yaml_open(&y, r->conf.path, FAULT_CONF, e))
		return -1;
	if (yaml_next(y, &n, e))
		goto out;
	if (n.type == NODE_END) {
		err_set(e, FAULT_CONF, "%s is empty; smm.yaml(5) has a small one to begin with", r->conf.path);
		goto out;
	}
	if (yaml_map(y, &n, fields, r, r->mem, e) || yaml_next(y, &n, e) || sort_accounts(r, y, e))
		goto out;
	rc = 0;
out:
	yaml_close(y);
	return rc;
}

int
conf_read(struct conf **out, const char *path, struct err *e)
{
	struct reading *r = mem_get(sizeof *r);

	memset(r, 0, sizeof *r);
	r->mem = mem_new();
	r->conf.pace = pace_not_given;
	r->conf.path = path ? mem_str(r->mem, path) : find_file(r->mem);
	if (!r->conf.path) {
		err_set(e, FAULT_CONF, "there is no smm.yaml here nor in ~/.config/smm; name one with -c, or "
		    "write one: smm.yaml(5)");
		goto fail;
	}
	if (set_dir(r, e) || read_file(r, e))
		goto fail;
	set_defaults(r);
	*out = &r->conf;
	return 0;
fail:
	conf_free(&r->conf);
	return -1;
}

void
conf_free(struct conf *c)
{
	if (!c)
		return;
	free(c->accounts);
	mem_free(reading_of(c)->mem);
	free(c);
}

const struct account *
conf_account(const struct conf *c, const char *name)
{
	const struct account **sorted = reading_of(c)->sorted;
	size_t                 low = 0, high = c->naccounts, mid;
	int                    order;

	while (low < high) {
		mid = low + (high - low) / 2;
		order = strcmp(name, sorted[mid]->name);
		if (!order)
			return sorted[mid];
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

int
conf_hours(const struct conf *c, const struct hours **h, struct err *e)
{
	struct reading *r = reading_of(c);

	*h = r->hours.hours.count ? &r->hours.hours : NULL;
	return hours_open(&r->hours, c, r->mem, e);
}

int
conf_has_accounts(const struct conf *c, const char *const *names, size_t count, struct err *e)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!conf_account(c, names[i]))
			return conf_no_account(c, names[i], e);
	return 0;
}

int
conf_no_account(const struct conf *c, const char *name, struct err *e)
{
	const char **names = mem_get((c->naccounts + 1) * sizeof *names), *near;
	size_t       i;

	for (i = 0; i < c->naccounts; i++)
		names[i] = c->accounts[i].name;
	near = near_word(name, names, c->naccounts);
	if (near)
		err_set(e, FAULT_CONF, "%s has no account \"%s\", the nearest is \"%s\"", c->path, name, near);
	else
		err_set(e, FAULT_CONF, "%s has no account \"%s\"", c->path, name);
	free(names);
	return -1;
}
