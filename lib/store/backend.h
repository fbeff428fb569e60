/* backend.h - what a kind of store does; private to lib/store */
#ifndef SMM_BACKEND_H
#define SMM_BACKEND_H

#include "smm/store.h"

struct backend { /* functions as in smm/store.h; `it` is what open() gave */
	const char *scheme;   /* of the URL, with its colon */
	const char *alias;    /* another one that means the same; NULL: none */
	const char *expected; /* the whole URL, for people */
	int  (*exists)(const char *path);
	int  (*open)(void **it, const char *path, struct err *e);
	void (*close)(void *it);
	int  (*find)(void *it, const char *id, const char *op, struct job *j, struct mem *m,
	             struct err *e);
	int  (*claim)(void *it, struct claim *c, size_t n, int64_t now, int64_t lease_ms,
	              struct mem *m, struct err *e);
	int  (*note)(void *it, struct note *notes, size_t n, int64_t now, int64_t lease_ms,
	             struct err *e);
	int  (*is_leased)(void *it, const char *account, int64_t now, struct err *e);
	int  (*has_others)(void *it, int64_t now, struct err *e);
	int  (*release)(void *it, const char *account, struct err *e);
	int  (*lock)(void *it, const char *name, struct err *e); /* NULL: machines cannot share it */
	int  (*scan)(void *it, int state, store_each *each, void *arg, struct err *e);
	int  (*settle)(void *it, const char *id, const char *op, enum job_state state, int64_t now,
	               struct err *e);
	int  (*history)(void *it, const char *id, const char *op, store_event *each, void *arg, struct err *e);
	int  (*names)(void *it, store_value *each, void *arg, struct err *e);
	int  (*import_begin)(void *it, struct err *e);
	int  (*import_job)(void *it, const struct job *j, const struct past *past, size_t n, struct err *e);
	int  (*import_value)(void *it, const char *name, const char *value, struct err *e);
	int  (*import_end)(void *it, int rc, struct err *e);
	int  (*check)(void *it, store_tell *tell, void *arg, struct err *e);
	int  (*get)(void *it, const char *name, char **value, struct mem *m, struct err *e);
	int  (*set)(void *it, const struct named *v, size_t n, struct err *e);
};

extern const struct backend backend_sqlite, backend_postgres;

/* A job's state and fault by the words that stores keep; -1 for an unknown one. */
int job_state_find(const char *name);
int fault_find(const char *name);

/*
 * Who holds a lease: "HOST BOOT SPACE PID START HANDLE". Two stores opened by one process are two
 * owners. owner_is_dead() is true when the other's process is certainly gone: it ran on this host
 * in an earlier boot, or as a process that is no more.
 */
#define OWNER_SIZE 512
void owner_self(char out[OWNER_SIZE]);
int  owner_is_dead(const char *self, const char *other);

#endif
