/* smm-auth - sign in to the networks, and know whether we still are */
#include "smm/auth.h"
#include "smm/zone.h"

#include <string.h>

static const char *redirect = "http://127.0.0.1:8976/";
static int         paste, device;
static long        days = 7;

static const struct opt opts[] = {
	{ 0, "redirect", OPT_STR, &redirect, "URL",
	    "where the network sends the browser back to (http://127.0.0.1:8976/)" },
	{ 0, "paste", OPT_FLAG, &paste, NULL, "nobody listens there: paste the address the browser ends at" },
	{ 0, "device", OPT_FLAG, &device, NULL, "agree on another device, with a code" },
	{ 'd', "days", OPT_NUM, &days, "DAYS", "alert that long before a session ends (7)" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "smm-auth",
	.does     = "sign accounts in and out, renew them, and check whether the networks know us",
	.operands = "[check|login|refresh|logout] [ACCOUNT ...]",
	.opts     = opts,
	.takes    = TAKES_CONFIG | TAKES_OUTPUT | TAKES_NOW,
};

/* Each account in turn; the first that fails ends it. */
static int
for_each(const struct auth_settings *s, char **names, int n,
    int (*each)(const struct auth_settings *, const char *, struct err *), struct err *e)
{
	int i;

	if (!n)
		return err_set(e, FAULT_USAGE, "the name of an account was expected");
	for (i = 0; i < n; i++)
		if (each(s, names[i], e))
			return -1;
	return 0;
}

static int
do_work(const struct auth_settings *s, int argc, char **argv, int *exit_status, struct err *e)
{
	const char *word = argc ? argv[0] : "check";
	char      **names = argv + 1;
	int         n = argc ? argc - 1 : 0, rc;

	if (strcmp(word, "check") == 0)
		return auth_check(s, (const char *const *)names, (size_t)n, exit_status, e);
	if (strcmp(word, "login") == 0 && n != 1)
		return err_set(e, FAULT_USAGE, "login takes the name of one account");
	if (strcmp(word, "login") == 0)
		return auth_login(s, names[0], exit_status, e);
	if (strcmp(word, "logout") == 0)
		return for_each(s, names, n, auth_logout, e);
	if (strcmp(word, "refresh") != 0)
		return err_set(e, FAULT_USAGE, "\"%s\": check, login, refresh or logout was expected", word);
	rc = for_each(s, names, n, auth_refresh, e);
	return rc ? -1 : auth_check(s, (const char *const *)names, (size_t)n, exit_status, e);
}

int
main(int argc, char **argv)
{
	int                  operands = prog_start(&prog, argc, argv);
	struct auth_settings s = { .redirect = redirect, .paste = paste, .device = device, .days = days,
		.say = prog_say };
	struct conf         *conf = NULL;
	struct out           out = { 0 };
	struct err           e;
	int                  rc = -1, exit_status = 0;

	if (conf_read(&conf, common.config, &e) || zone_set(conf->zone, &e) || out_open_whole(&out, common.output, &e))
		goto out;
	s.conf = conf;
	s.out = &out;
	rc = do_work(&s, operands, argv + 1, &exit_status, &e);
out:
	rc = out_end(&out, rc, exit_status, &e);
	conf_free(conf);
	return rc ? exit_worse(prog_fail(&e), exit_status) : prog_end(exit_status);
}
