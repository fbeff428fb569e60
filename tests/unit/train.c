/* train.c - a model trained here is the same on every machine; what was cut short or altered is refused */
#include "tap.h"

#include "smm/hash.h"
#include "smm/mem.h"
#include "smm/train.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/train.XXXXXX", path[64], other[64];

static const char *const good[] = { "love it", "so good", "great work", "j'adore", "trop bien", "merci beaucoup" };
static const char *const bad[] = { "hate it", "so bad", "awful work", "je déteste", "trop nul", "plus jamais" };

static struct train *
small(unsigned bits)
{
	struct train_settings s = train_defaults;
	struct train         *t;
	struct err            e;
	char                  line[200];
	int                   i;

	s.bits = bits;
	t = train_new(&s);
	for (i = 0; i < 120; i++) {
		int n = snprintf(line, sizeof line, "{\"text\":\"%s %d\",\"label\":\"%s\"}",
		    i % 2 ? good[i / 2 % 6] : bad[i / 2 % 6], i, i % 2 ? "good" : "bad");

		if (train_line(t, line, (size_t)n, &e))
			printf("# %s\n", e.text);
	}
	return t;
}

static void
make_model(struct quality *q)
{
	struct train *t = small(10);
	struct err    e;

	train_source(t, "the lines of this test, no licence needed");
	ok(train_run(t, q, &e) == 0, "a small model is trained");
	ok(train_write(t, path, &e) == 0, "and written");
	train_free(t);
}

static void
test_same_bytes(void)
{
	struct quality q = { 0 };
	struct err     e;
	char           digest[DIGEST_SIZE];
	int            fd;

	make_model(&q);
	ok(q.lines == 12 && q.accuracy > 0.99, "what was held back is right");
	quality_release(&q);
	fd = open(path, O_RDONLY);
	ok(fd >= 0 && hash_file(fd, digest, &e) == 0, "the file is there");
	close(fd);
	is_str(digest, "sha256:b1ddb492152a8722a9712a9bdc3ebb20edb70eea774254cf001456283652e4f7", "with the same bytes on every machine");
}

/* Lines of twenty labels: one word of their own, one that five labels share. */
static struct train *
many(void)
{
	struct train *t = train_new(&train_defaults);
	struct err    e;
	char          line[200];
	int           i;

	for (i = 0; i < 400; i++) {
		int label = i % 20;
		int n = snprintf(line, sizeof line, "{\"text\":\"thing%d of kind%d line %d\",\"label\":\"l%d\"}", label,
		    label / 5, i, label);

		if (train_line(t, line, (size_t)n, &e))
			printf("# %s\n", e.text);
	}
	return t;
}

static void
test_many_labels(void)
{
	struct train  *t = many();
	struct quality q = { 0 };
	struct err     e;
	char           digest[DIGEST_SIZE];
	int            fd;

	ok(train_run(t, &q, &e) == 0 && q.lines == 40 && q.accuracy > 0.99, "twenty labels are learnt");
	ok(train_write(t, other, &e) == 0, "and written");
	fd = open(other, O_RDONLY);
	ok(fd >= 0 && hash_file(fd, digest, &e) == 0, "the file is there");
	close(fd);
	is_str(digest, "sha256:2bfd4a4295066849c112bafd63d8d6b81584d3b716c78a239a7dd047aa444ce8", "with the same bytes on every machine, too");
	quality_release(&q);
	train_free(t);
}

static void
test_lines(void)
{
	static const char *const wrong[] = { "{}", "{\"text\":1,\"label\":\"a\"}", "{\"text\":\"a\"}", "[1]",
		"{\"text\":\"a\",\"label\":\"\"}", "{\"text\":\"a\",\"label\":\"a\\\"b\"}",
		"{\"text\":\"a\",\"label\":\"a\",\"weight\":0}", "{\"text\":\"a\",\"label\":\"a\",\"weight\":\"x\"}" };
	struct train_settings s = train_defaults;
	struct train         *t = train_new(&s);
	struct quality        q;
	struct err            e = { 0 };
	size_t                i;

	for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ok(train_line(t, wrong[i], strlen(wrong[i]), &e) == -1 && e.fault == FAULT_INPUT, "refused: %s: %s",
		    wrong[i], e.text);
	ok(train_run(t, &q, &e) == -1 && e.fault == FAULT_INPUT, "nothing cannot be learnt: %s", e.text);
	train_free(t);
}

static void
write_file(const char *name, const unsigned char *at, size_t len)
{
	FILE *f = fopen(name, "w");

	ok(f && fwrite(at, 1, len, f) == len && fclose(f) == 0, "written");
}

static void
refused(const unsigned char *at, size_t len, const char *what)
{
	struct err    e = { 0 };
	struct model *m;

	write_file(other, at, len);
	m = model_open(other, &e);
	ok(!m && e.fault == FAULT_CONF, "%s is refused: %s", what, e.text);
	model_close(m);
}

static void
test_broken(void)
{
	static unsigned char file[20000];
	FILE                *f = fopen(path, "r");
	size_t               len = f ? fread(file, 1, sizeof file, f) : 0, at;
	struct err           e;
	struct model        *m = model_open(path, &e);

	if (f)
		fclose(f);
	ok(m && model_classes(m) == 2 && strcmp(model_class(m, 1), "good") == 0, "a whole one is opened");
	ok(m && strstr(model_about(m, &at), "no licence needed"), "and says what it was made of");
	model_close(m);
	refused(file, len - 1, "one that lacks a byte");
	refused(file, 40, "one that lacks most");
	refused(file, 0, "an empty one");
	for (at = 32; at < len; at += 149) {
		file[at] ^= 0x10;
		refused(file, len, "an altered one");
		file[at] ^= 0x10;
	}
	file[8] = 9;
	refused(file, len, "one of a later version");
	ok(!model_open("/nonexistent/model", &e) && e.fault == FAULT_CONF, "none is an error: %s", e.text);
	ok(!model_open("/tmp", &e), "a folder, too: %s", e.text);
}

static void
test_full_disk(void)
{
	struct train  *t = small(10);
	struct quality q = { 0 };
	struct err     e = { 0 };

	ok(train_run(t, &q, &e) == 0, "trained");
	ok(train_write(t, "/dev/full", &e) == -1 && e.fault == FAULT_IO, "a full disk is an error: %s", e.text);
	quality_release(&q);
	train_free(t);
}

int
main(void)
{
	if (!mkdtemp(folder))
		return skip_all("no folder for temporary files");
	snprintf(path, sizeof path, "%s/small.model", folder);
	snprintf(other, sizeof other, "%s/other.model", folder);
	test_same_bytes();
	test_many_labels();
	test_lines();
	test_broken();
	test_full_disk();
	unlink(path);
	unlink(other);
	rmdir(folder);
	return done();
}
