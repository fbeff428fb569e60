/*
 * classify.c - the classifiers on lines of text, for the tables of make bench-text
 *
 * usage: classify PARTS [ROUNDS] <lines.jsonl     PARTS: sum of CLASSIFY_*; 0: only what reading the lines takes
 * Without ROUNDS it prints one line of JSON for each; with it, the messages a second of CPU time over so many rounds.
 */
#include "smm/buf.h"
#include "smm/classify.h"
#include "smm/lines.h"
#include "smm/mem.h"
#include "smm/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct texts {
	char  **at;
	size_t *len, count, room;
};

static SMM_NORETURN void
die(const struct err *e)
{
	fprintf(stderr, "classify: %s\n", e->text);
	exit(65);
}

static void
read_texts(struct texts *t, struct mem *m)
{
	struct lines l;
	struct scan *scan = scan_new();
	struct err   e;
	char        *line;
	size_t       len, room;

	if (lines_open(&l, NULL, &e))
		die(&e);
	while (lines_next(&l, &line, &len, NULL, &e) == LINES_GOT) {
		const struct member *text;

		if (scan_object(scan, line, len, &e) || !(text = scan_find(scan, "text")))
			die(&e);
		room = t->room;
		t->at = mem_more(m, t->at, t->count, &room, sizeof *t->at);
		t->len = mem_more(m, t->len, t->count, &t->room, sizeof *t->len);
		t->at[t->count] = scan_text(text->value, m, t->len + t->count);
		t->count++;
	}
	lines_close(&l);
	scan_free(scan);
}

static void
put(struct buf *b, const struct classified *v, const char *s)
{
	size_t i, k;

	buf_clear(b);
	json_open(b, '{');
	json_str(b, "lang", v->lang);
	json_str(b, "sentiment", v->sentiment);
	json_str(b, "raw", v->sentiment_best);
	json_int(b, "score", (int64_t)v->sentiment_score);
	json_key(b, "labels");
	json_open(b, '{');
	for (i = 0; i < v->nlabels; i++) {
		json_key(b, v->labels[i].name);
		json_open(b, '{');
		json_int(b, "score", (int64_t)v->labels[i].score);
		json_int(b, "sure", v->labels[i].surety);
		json_key(b, "why");
		json_open(b, '[');
		for (k = 0; k < v->labels[i].nwhy; k++) {
			char why[4096];

			snprintf(why, sizeof why, "%.*s", (int)(v->labels[i].why[k].end - v->labels[i].why[k].start),
			    s + v->labels[i].why[k].start);
			json_item(b, why);
		}
		json_close(b, ']');
		json_close(b, '}');
	}
	json_close(b, '}');
	json_key(b, "topics");
	json_open(b, '[');
	for (i = 0; i < v->ntopics; i++)
		json_item(b, v->topics[i]);
	json_close(b, ']');
	json_close(b, '}');
	puts(b->at);
}

int
main(int argc, char **argv)
{
	unsigned           want = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : CLASSIFY_ALL;
	long               rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 0, r;
	struct mem        *m = mem_new();
	struct texts       t = { 0 };
	struct buf         b = { 0 };
	struct classified  v;
	struct classify   *c;
	struct err         e;
	clock_t            start;
	size_t             i;

	read_texts(&t, m);
	c = classify_open(NULL, want, &e);
	if (!c)
		die(&e);
	start = clock();
	for (r = 0; r < (rounds ? rounds : 1); r++)
		for (i = 0; i < t.count; i++) {
			classify_text(c, t.at[i], t.len[i], &v);
			if (!rounds)
				put(&b, &v, t.at[i]);
		}
	if (rounds)
		printf("%.0f\n", (double)t.count * (double)rounds * CLOCKS_PER_SEC / (double)(clock() - start));
	classify_close(c);
	buf_release(&b);
	mem_free(m);
	return 0;
}
