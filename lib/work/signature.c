/* signature.c - approvals signed, and signatures verified, by ssh-keygen -Y */
#include "signature.h"

#include "smm/child.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAMESPACE "smmkit-approval" /* a signature made for another purpose is none here */
#define PRINTS    16384
#define SIGN_MS   120000 /* somebody may have to find the passphrase or touch a key */
#define VERIFY_MS 10000

void
approval_text(struct buf *b, const struct approval *a)
{
	buf_char(b, '[');
	json_item(b, a->id);
	json_item(b, a->digest);
	json_item(b, a->by);
	json_item(b, a->at);
	json_item(b, a->note ? a->note : "");
	buf_str(b, "]\n");
}

static char *
word(const char *s)
{
	return (char *)(uintptr_t)s; /* posix_spawn(3) changes none */
}

int
approval_sign(const struct approval *a, const char *key, struct buf *out, struct err *e)
{
	char *const  words[] = { word("ssh-keygen"), word("-q"), word("-Y"), word("sign"), word("-f"), word(key),
		                 word("-n"), word(NAMESPACE), NULL };
	struct buf   text = { 0 };
	struct child c = { .words = words, .max = PRINTS, .limit_ms = SIGN_MS, .fault = FAULT_AUTH };
	int          rc;

	approval_text(&text, a);
	c.in = text.at;
	c.in_len = text.len;
	rc = child_run(&c, out, e);
	buf_release(&text);
	return rc ? err_in(e, "sign with %s", key) : 0;
}

/* ssh-keygen wants a signature in a file. 0, or -1. */
static int
write_file(char *path, const char *text, struct err *e)
{
	size_t  len = strlen(text);
	int     fd = mkstemp(path);
	ssize_t n = fd < 0 ? -1 : write(fd, text, len);
	int     rc = n == (ssize_t)len ? 0 : err_sys(e, "write the temporary file %s", path);

	if (fd >= 0 && close(fd) && !rc)
		rc = err_sys(e, "write the temporary file %s", path);
	if (fd >= 0 && rc)
		unlink(path);
	return rc;
}

static int
verify(const struct approval *a, const char *signers, const char *file, struct err *e)
{
	char *const  words[] = { word("ssh-keygen"), word("-q"), word("-Y"), word("verify"), word("-f"), word(signers),
		                 word("-I"), word(a->by), word("-n"), word(NAMESPACE), word("-s"), word(file), NULL };
	struct buf   text = { 0 }, out = { 0 };
	struct child c = { .words = words, .max = PRINTS, .limit_ms = VERIFY_MS, .fault = FAULT_POLICY };
	struct err   why;
	int          rc;

	approval_text(&text, a);
	c.in = text.at;
	c.in_len = text.len;
	rc = child_run(&c, &out, &why);
	buf_release(&text);
	buf_release(&out);
	if (!rc)
		return 0;
	return err_set(e, FAULT_POLICY, "the signature of %s's approval is not valid by %s (%s)", a->by, signers,
	    why.text);
}

int
signature_check(const struct approval *a, const char *signers, struct err *e)
{
	const char *dir = getenv("TMPDIR");
	struct buf  path = { 0 };
	int         rc;

	if (!a->signature)
		return err_set(e, FAULT_POLICY, "the approval of %s is not signed; smm-approve --sign KEY does that",
		    a->by);
	if (*a->by == '-')
		return err_set(e, FAULT_POLICY, "\"%s\" is no name that can have signed", a->by);
	buf_fmt(&path, "%s/smm-signature-XXXXXX", dir && *dir ? dir : "/tmp");
	rc = write_file(path.at, a->signature, e);
	if (!rc) {
		rc = verify(a, signers, path.at, e);
		unlink(path.at);
	}
	buf_release(&path);
	return rc;
}
