/* body.c - what is sent of files: all, a part, nothing that was changed; and which of them are opened */
#include "../../lib/http/body.h"
#include "../../lib/net/connector.h"

#include "smm/media.h"

#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char       dir[] = "/tmp/smm-body-XXXXXX";
static struct err e;

static char *
path_of(struct mem *m, const char *name)
{
	return mem_fmt(m, "%s/%s", dir, name);
}

static void
write_file(struct mem *m, const char *name, const char *text)
{
	FILE *f = fopen(path_of(m, name), "w");

	if (!f || fputs(text, f) < 0 || fclose(f))
		printf("Bail out! %s\n", strerror(errno));
}

/* Reads the whole body in pieces of `size`; NULL when it cannot be read. */
static char *
read_all(struct body *b, size_t size, struct mem *m)
{
	struct buf all = { 0 };
	char       piece[64], *text = NULL;
	int64_t    n;

	buf_str(&all, "");
	while ((n = body_read(b, piece, size)) > 0)
		buf_add(&all, piece, (size_t)n);
	if (n == 0)
		text = mem_dup(m, all.at, all.len);
	buf_release(&all);
	return text;
}

static void
test_ranges(struct mem *m)
{
	static const struct {
		int64_t     from, bytes;
		const char *sent;
	} cases[] = {
		{ 0, 0, "0123456789" }, { 0, 4, "0123" }, { 4, 4, "4567" }, { 8, 0, "89" }, { 8, 2, "89" },
		{ 0, 10, "0123456789" },
	};
	struct body b;
	struct req  r = { .body = BODY_FILE, .file = "digits", .type = "video/mp4" };
	size_t      i;

	write_file(m, "digits", "0123456789");
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		r.from = cases[i].from;
		r.bytes = cases[i].bytes;
		is_int(body_open(&b, &r, dir, &e), 0, "opened");
		is_int(b.total, (int64_t)strlen(cases[i].sent), "so long");
		is_str(read_all(&b, 3, m), cases[i].sent, "these bytes");
		body_rewind(&b);
		is_str(read_all(&b, 64, m), cases[i].sent, "and again after a rewind");
		is_int(b.sent, b.total, "all of them");
		body_release(&b);
	}
	r.from = 8;
	r.bytes = 3;
	is_int(body_open(&b, &r, dir, &e), -1, "beyond the end");
	is_int(e.fault, FAULT_BUG, "is our fault");
	body_release(&b);
}

static void
test_parts(struct mem *m)
{
	struct body b;
	struct part parts[] = {
		{ .name = "upload_phase", .value = "transfer" },
		{ .name = "chunk", .file = "digits", .file_name = "a\"b", .type = "video/mp4", .from = 2, .bytes = 3 },
	};
	struct req r = { .body = BODY_PARTS, .parts = parts, .nparts = 2 };
	char      *text;

	is_int(body_open(&b, &r, dir, &e), 0, "a multipart body with a part of a file");
	text = read_all(&b, 7, m);
	ok(text && strstr(text, "\r\n\r\n234\r\n--"), "sends those bytes");
	ok(text && strstr(text, "filename=\"a%%22b\"") == NULL && strstr(text, "filename=\"a%22b\""),
	    "under a harmless name");
	is_int(b.total, text ? (int64_t)strlen(text) : 0, "of the length that was told");
	body_release(&b);
}

/* As `base64` has it, whatever pieces it is read in; nothing of the file is held but what is read. */
static void
test_joined(struct mem *m)
{
	struct part parts[] = { { .name = "head", .value = "{\"data\":\"" }, { .name = "file", .file = "digits" },
		                { .name = "tail", .value = "\"}" } };
	struct req  r = { .body = BODY_JOINED, .parts = parts, .nparts = 3, .type = "application/json" };
	struct body b;
	size_t      size, right = 0;

	is_int(body_open(&b, &r, dir, &e), 0, "texts and a file joined");
	is_str(b.type, "application/json", "with the type of the whole");
	for (size = 1; size <= 20; size++) {
		body_rewind(&b);
		right += strcmp(read_all(&b, size, m), "{\"data\":\"MDEyMzQ1Njc4OQ==\"}") == 0;
	}
	is_int(right, 20, "the file is base64, however it is read");
	is_int(b.total, 27, "of the length that was told");
	body_release(&b);
}

static void
test_changed(struct mem *m)
{
	struct body     b;
	struct req      r = { .body = BODY_FILE, .file = "f" };
	struct timespec times[2] = { { 1, 0 }, { 1, 5 } };

	write_file(m, "f", "abc");
	utimensat(AT_FDCWD, path_of(m, "f"), times, 0);
	r.stamp = (struct stamp){ 3, 1000000005 };
	is_int(body_open(&b, &r, dir, &e), 0, "as it was checked");
	is_str(read_all(&b, 2, m), "abc", "it is sent");
	body_release(&b);
	r.stamp.changed++;
	is_int(body_open(&b, &r, dir, &e), -1, "written to since it was checked");
	is_int(e.fault, FAULT_INPUT, "it is not sent");
	ok(strstr(e.text, "f was changed since it was checked") != NULL, "and that is said: %s", e.text);
	body_release(&b);

	r.stamp.bytes = 0;
	body_open(&b, &r, dir, &e);
	write_file(m, "f", "xyz");
	is_str(read_all(&b, 2, m), NULL, "written to while it is sent: the last bytes never leave");
	ok(b.err.fault == FAULT_INPUT && strstr(b.err.text, "f was changed while it was sent"), "%s", b.err.text);
	body_release(&b);
	body_open(&b, &r, dir, &e);
	is_int(truncate(path_of(m, "f"), 1), 0, "cut");
	is_str(read_all(&b, 2, m), NULL, "it is not sent either");
	body_release(&b);
}

/* A connector that sends a film in pieces: how many are taken is all that it keeps. */
static enum go
ask_piece(struct call *c)
{
	call_fix_media(c);
	call_send(c, "POST", EFFECT_SAME, "/upload");
	return call_piece(c, 0, call_kept_count(c, "pieces"), 4);
}

static void
test_pieces(struct mem *m)
{
	struct account a = { .name = "a", .network = "mastodon", .server = "https://net.test" };
	json_t        *rec = json_loads("{\"media\":[{\"file\":\"digits\",\"type\":\"video/mp4\",\"bytes\":10}]}", 0, NULL);
	struct call    c;
	char          *keep, sent[64] = "";
	int            n = 0;

	json_object_set_new(json_array_get(json_object_get(rec, "media"), 0), "changed", json_integer(7));
	net_begin(&c, net_find("mastodon"), &a, rec);
	c.mem = m;
	while (ask_piece(&c) == GO_SEND && n++ < 9) {
		is_int(c.req.stamp.bytes, 10, "the file is to have its size");
		is_int(c.req.stamp.changed, 7, "and its time");
		is_str(c.req.type, "video/mp4", "and its type");
		snprintf(sent + strlen(sent), 32, "%d+%d ", (int)c.req.from, (int)c.req.bytes);
		call_keep_item(&c, "pieces", json_true());
		keep = json_dumps(c.keep, 0); /* a new process, which knows the ledger only */
		json_decref(c.keep);
		c.keep = json_loads(keep, 0, NULL);
		free(keep);
		json_object_clear(json_array_get(json_object_get(rec, "media"), 0));
		json_object_set_new(json_array_get(json_object_get(rec, "media"), 0), "file", json_string("digits"));
	}
	is_str(sent, "0+4 4+4 8+2 ", "three pieces, and none twice");
	net_end(&c);
	json_decref(rec);
}

/* --- which files are opened ------------------------------------------------------------------- */

static int
opens(const char *path)
{
	int fd = media_open(dir, path, &e);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int
check_paths(void)
{
	static const char *const bad[] = { "none", "..", "../x", "sub/../digits", "sub/../../x", "link", "way/inner", "sub",
		                           "fifo", "/etc/hostname", "sub/../../etc/hostname", "" };
	size_t i;
	int    right = opens("digits") + opens("./digits") + opens("sub/inner") + opens("sub//inner") + opens("a..b");

	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		right += !opens(bad[i]) && e.fault == FAULT_INPUT;
	return right == 5 + (int)(sizeof bad / sizeof *bad);
}

/* As on a kernel, or in a container, that has not the call. */
static int
without_openat2(int why)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)why),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { sizeof code / sizeof *code, code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog);
}

static void
test_paths(struct mem *m)
{
	static const int faults[] = { 0, ENOSYS, EPERM };
	size_t           i;
	int              status;

	mkdir(path_of(m, "sub"), 0700);
	write_file(m, "sub/inner", "x");
	write_file(m, "a..b", "x");
	ok(symlink("digits", path_of(m, "link")) == 0 && symlink("sub", path_of(m, "way")) == 0, "links are there");
	mkfifo(path_of(m, "fifo"), 0600);
	for (i = 0; i < sizeof faults / sizeof *faults; i++) {
		fflush(stdout);
		if (fork() == 0)
			_exit(faults[i] && without_openat2(faults[i]) ? 2 : check_paths() ? 0 : 1);
		ok(wait(&status) > 0 && WIFEXITED(status), "asked in a process of its own");
		ok(WEXITSTATUS(status) != 1, "only what lies below the root is opened; openat2: %s%s",
		    faults[i] ? strerror(faults[i]) : "as it is", WEXITSTATUS(status) == 2 ? " # skip no seccomp" : "");
	}
}

int
main(void)
{
	struct mem *m = mem_new();

	if (!mkdtemp(dir))
		printf("Bail out! no folder\n");
	test_ranges(m);
	test_parts(m);
	test_joined(m);
	test_changed(m);
	test_pieces(m);
	test_paths(m);
	is_int(system(mem_fmt(m, "rm -r %s", dir)), 0, "folder removed");
	mem_free(m);
	return done();
}
