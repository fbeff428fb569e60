/* cm-train - labelled lines in, a classifier out */
#include "smm/buf.h"
#include "smm/mem.h"
#include "smm/prog.h"
#include "smm/quality.h"
#include "smm/train.h"

#include <string.h>

static const char *model_path, *about_path, *test_path;
static struct strs word_lists, sources;
static long        bits, epochs, rate, decay, hold_back;
static int         around, balance, contrast, language, form, ridge;

static const struct opt opts[] = {
	{ 'm', "model", OPT_STR, &model_path, "FILE", "write the model here" },
	{ 't', "test", OPT_STR, &test_path, "MODEL", "measure a model on the lines instead of training one" },
	{ 'A', "about", OPT_STR, &about_path, "MODEL", "print what a model says of itself" },
	{ 'w', "words", OPT_LIST, &word_lists, "FILE", "word list with values, word<TAB>value; may be repeated" },
	{ 'l', "language", OPT_FLAG, &language, NULL, "labels are languages: look at accents and short runs" },
	{ 0, "around", OPT_FLAG, &around, NULL, "look at words next but one, too" },
	{ 'f', "form", OPT_FLAG, &form, NULL, "look at length, figures, capitals and links, too" },
	{ 'c', "contrast", OPT_FLAG, &contrast, NULL, "let features count by how well they tell the labels apart" },
	{ 0, "ridge", OPT_FLAG, &ridge, NULL, "let rare features shrink as much as others: less is learnt by heart" },
	{ 'b', "balance", OPT_FLAG, &balance, NULL, "let every label weigh the same" },
	{ 0, "source", OPT_LIST, &sources, "TEXT", "a data set, its licence and digest; may be repeated" },
	{ 0, "hold-back", OPT_NUM, &hold_back, "PERCENT", "lines held back to measure and calibrate; default 10" },
	{ 0, "bits", OPT_NUM, &bits, "NUMBER", "table of 2^NUMBER rows; default: 18, fewer with many labels" },
	{ 0, "epochs", OPT_NUM, &epochs, "COUNT", "passes over the lines; default 12" },
	{ 0, "rate", OPT_NUM, &rate, "THOUSANDTHS", "size of a step; default 100" },
	{ 0, "decay", OPT_NUM, &decay, "MILLIONTHS", "how fast weights shrink; default 200" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "cm-train",
	.does     = "train a classifier on labelled lines, measure it, write it as a file",
	.operands = "[FILE ...]",
	.opts     = opts,
	.takes    = TAKES_OUTPUT | TAKES_REJECTS,
};

static int
check_range(const char *name, long v, long low, long high, struct err *e)
{
	if (!v || (v >= low && v <= high))
		return 0;
	return err_set(e, FAULT_USAGE, "--%s is %ld, %ld to %ld is allowed", name, v, low, high);
}

static int
settings(struct train_settings *s, struct err *e)
{
	*s = train_defaults;
	if (check_range("hold-back", hold_back, 1, 50, e) || check_range("bits", bits, 8, MODEL_BITS, e) ||
	    check_range("epochs", epochs, 1, 1000, e) || check_range("rate", rate, 1, 10000, e) ||
	    check_range("decay", decay, 1, 1000000, e))
		return -1;
	s->balance = balance;
	s->language = language;
	s->form = form;
	s->around = around;
	s->contrast = contrast;
	s->ridge = ridge;
	s->bits = bits ? (unsigned)bits : s->bits;
	s->epochs = epochs ? (unsigned)epochs : s->epochs;
	s->rate = rate ? (unsigned)rate : s->rate;
	s->decay = decay ? (unsigned)decay : s->decay;
	s->hold_back = hold_back ? (unsigned)hold_back : s->hold_back;
	return 0;
}

static int
each_train(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	(void)place;
	return train_line(arg, line, len, e);
}

static int
each_test(void *arg, char *line, size_t len, const char *place, struct err *e)
{
	(void)place;
	return test_line(arg, line, len, e);
}

static int
print(struct out *out, const struct quality *q, const char *const *names, struct err *e)
{
	struct buf line = { 0 }, table = { 0 };
	int        rc;

	quality_line(q, names, &line);
	rc = out_line(out, line.at, line.len, e);
	if (rc == 0 && !common.quiet) {
		char *at, *next;

		quality_table(q, names, &table);
		for (at = table.at; (next = strchr(at, '\n')); at = next + 1)
			prog_warn("%.*s", (int)(next - at), at);
	}
	buf_release(&line);
	buf_release(&table);
	return rc;
}

static int
run_train(int argc, char **argv, struct out *out, struct err *e)
{
	struct train_settings s;
	struct quality        q = { 0 };
	struct train         *t;
	const char          **names;
	struct mem           *m = mem_new();
	size_t                i;
	int                   bad = -1;

	if (settings(&s, e)) {
		mem_free(m);
		return -1;
	}
	t = train_new(&s);
	for (i = 0; i < sources.count; i++)
		train_source(t, sources.at[i]);
	for (i = 0; i < word_lists.count; i++)
		if (train_words(t, word_lists.at[i], e))
			goto out;
	bad = prog_lines(argc, argv + 1, NULL, each_train, t, e);
	if (bad < 0 || prog_signal)
		goto out;
	if (train_run(t, &q, e) || (!prog_signal && train_write(t, model_path, e))) {
		bad = -1;
		goto out;
	}
	names = mem_alloc(m, train_classes(t) * sizeof *names);
	for (i = 0; i < train_classes(t); i++)
		names[i] = train_class(t, i);
	bad = print(out, &q, names, e) ? -1 : bad;
out:
	quality_release(&q);
	train_free(t);
	mem_free(m);
	return bad;
}

static int
run_test(int argc, char **argv, struct out *out, struct err *e)
{
	struct model  *model = model_open(test_path, e);
	struct quality q = { 0 };
	struct mem    *m;
	struct test   *t;
	const char   **names;
	size_t         i, unknown;
	int            bad;

	if (!model)
		return -1;
	m = mem_new();
	t = test_new(model);
	bad = prog_lines(argc, argv + 1, NULL, each_test, t, e);
	test_end(t, &q, &unknown);
	if (unknown)
		prog_warn("%zu lines have a label that the model does not know, and were left out", unknown);
	names = mem_alloc(m, model_classes(model) * sizeof *names);
	for (i = 0; i < model_classes(model); i++)
		names[i] = model_class(model, i);
	if (bad >= 0 && print(out, &q, names, e))
		bad = -1;
	quality_release(&q);
	mem_free(m);
	model_close(model);
	return bad;
}

static int
run_about(struct out *out, struct err *e)
{
	struct model *model = model_open(about_path, e);
	const char   *about;
	size_t        len;
	int           rc;

	if (!model)
		return -1;
	about = model_about(model, &len);
	rc = out_line(out, about, len, e);
	model_close(model);
	return rc;
}

int
main(int argc, char **argv)
{
	struct out out = { 0 };
	struct err e;
	int        rc, bad, n = prog_start(&prog, argc, argv);

	if (!model_path + !test_path + !about_path != 2) {
		err_set(&e, FAULT_USAGE, "one of --model, --test and --about is needed: cm-train -m FILE lines.jsonl");
		return prog_fail(&e);
	}
	if (out_open_whole(&out, common.output, &e))
		return prog_fail(&e);
	rc = about_path ? run_about(&out, &e) : test_path ? run_test(n, argv, &out, &e) :
	    run_train(n, argv, &out, &e);
	bad = rc > 0;
	rc = out_end(&out, bad ? 0 : rc, bad, &e);
	return rc ? prog_fail(&e) : prog_end(bad ? fault_exit(FAULT_INPUT) : 0);
}
