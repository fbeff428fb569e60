/*
 * auth.h - accounts signed in, checked, renewed and signed out (smm-auth(1))
 *
 * What signing in gives is kept where the account's `secret` is (conf.h: a file or a helper), or,
 * where that is a password, in a file of the sessions' folder. It is never printed.
 */
#ifndef SMM_AUTH_H
#define SMM_AUTH_H

#include "smm/conf.h"
#include "smm/lines.h"
#include "smm/prog.h"

struct auth_settings {
	const struct conf *conf;
	struct out        *out;      /* account and alert lines */
	const char        *redirect; /* address that the network sends the browser back to */
	int                paste;    /* nobody listens there: a person pastes the address */
	int                device; /* a person agrees on another device */
	long               days;     /* alert that long before a session ends */
	/* what a person has to do or to know, always shown */
	void (*say)(const char *fmt, ...) SMM_PRINTF(1, 2);
};

/*
 * One account line for each of the accounts named (none: all), in the order of smm.yaml, and an
 * alert line for each whose session ends within `days`. *exit: 0, or the worst that was seen: 77
 * credentials, 75 a network that could not be asked.
 */
int auth_check(const struct auth_settings *s, const char *const *names, size_t n, int *exit, struct err *e);

/*
 * Signs an account in: by a browser where the network has that, else with the password that the
 * person types; then as auth_check() for that account. FAULT_AUTH when it was refused, or nobody
 * came for ten minutes; FAULT_CONF what smm.yaml lacks, with what to do.
 */
int auth_login(const struct auth_settings *s, const char *name, int *exit, struct err *e);

/* Renews the session of an account that has one which can be renewed. FAULT_AUTH, FAULT_CONF. */
int auth_refresh(const struct auth_settings *s, const char *name, struct err *e);

/* The session ends at the network, where that can be said, and here. */
int auth_logout(const struct auth_settings *s, const char *name, struct err *e);

#endif
