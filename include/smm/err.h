/*
 * err.h - what went wrong, and who must act
 *
 * An error is a value on the caller's stack: nothing to free, nothing to forget. Functions that
 * can fail take `struct err *` last and return 0, or -1 (or NULL) with the error filled in; on
 * success *e is untouched. The fault alone decides retries and the exit status (design: exit
 * statuses follow sysexits.h where it has one); nobody parses the text.
 *
 * Texts are lower case, without full stop or newline, in UTF-8, and carry the values seen. They
 * are English in the source and translated when set, if the user's locale asks for it (lang.h).
 */
#ifndef SMM_ERR_H
#define SMM_ERR_H

#if defined(__GNUC__)
#define SMM_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define SMM_NORETURN          __attribute__((noreturn))
#else
#define SMM_PRINTF(fmt, args)
#define SMM_NORETURN
#endif

enum fault {
	FAULT_NONE,
	FAULT_REFUSED, /* the network refused this record for good: 1 */
	FAULT_USAGE,   /* the command line: 64 */
	FAULT_INPUT,   /* a record or a file that people write: 65 */
	FAULT_POLICY,  /* our own rules refuse: held, not approved: 69 */
	FAULT_BUG,     /* our fault: 70 */
	FAULT_SYS,     /* the operating system: 71 */
	FAULT_IO,      /* reading or writing: disk full, I/O error, store: 74 */
	FAULT_AGAIN,   /* temporary, another run will do: 75 */
	FAULT_LIMIT,   /* a rate limit, another run after a known time: 75 */
	FAULT_REPLY,   /* the network answered nonsense: 76 */
	FAULT_AUTH,    /* credentials: 77 */
	FAULT_CONF,    /* configuration: 78 */
	FAULT_UNSURE,  /* sent, outcome not known: 79 */
	FAULT_CLOSED,  /* nobody reads our output any more: die of SIGPIPE, quietly */
	FAULT_COUNT
};

#define ERR_TEXT 1024

struct err {
	enum fault fault;
	char       text[ERR_TEXT]; /* cut, never overrun */
};

/* Sets fault and text; returns -1 so that callers can `return err_set(…)`. */
int err_set(struct err *e, enum fault fault, const char *fmt, ...) SMM_PRINTF(3, 4);

/*
 * Sets the text and adds ": " and the words for errno; returns -1. The fault is FAULT_IO for a
 * full, read-only or broken disk and FAULT_SYS for everything else.
 */
int err_sys(struct err *e, const char *fmt, ...) SMM_PRINTF(2, 3);

/* Puts a place before the text: "june.yaml:12:3: …"; returns -1. */
int err_in(struct err *e, const char *fmt, ...) SMM_PRINTF(2, 3);

/* The fault's word in records: "refused", "limit", …; never NULL. */
const char *fault_name(enum fault fault);

/* The exit status that a fault means. */
int fault_exit(enum fault fault);

/*
 * Of two exit statuses the one to leave with. Order: 70, 71, 64 (the run itself broke), then 78,
 * 77, 74, 79, 1, 65, 69, 76, 75, 0.
 */
int exit_worse(int a, int b);

#endif
