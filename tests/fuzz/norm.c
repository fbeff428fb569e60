/* norm.c - hostile text, valid UTF-8 or not: words in their order, forms in their bounds, pieces that go on */
#include "smm/norm.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
must(int held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static void
check_word(const struct norm *n, const struct norm_word *w, size_t len)
{
	must(w->start < w->end && w->end <= len, "a word lies in the text");
	must(w->folded + w->folded_len <= n->len && w->plain + w->plain_len <= n->len &&
	    w->bare + w->bare_len <= n->len, "forms lie in the buffer");
	must(w->letters <= NORM_LETTERS + NORM_LETTERS, "a word is bounded");
	must(w->hash == norm_hash(n->text + w->plain, w->plain_len), "the hash is of the plain form");
	if (w->flags & NORM_LINK)
		must(!w->plain_len, "a link has no forms");
}

static void
check_piece(const struct norm *n, size_t from, size_t len)
{
	size_t i, end = from;

	must(n->count <= NORM_WORDS && n->len <= NORM_TEXT, "a piece is bounded");
	for (i = 0; i < n->count; i++) {
		const struct norm_word *w = n->words + i;

		check_word(n, w, len);
		if (w->flags & NORM_JOINED) {
			must(w->parts >= 2 && w->parts <= i, "a joined word has parts");
			continue;
		}
		must(w->start >= end, "words do not overlap");
		end = w->end;
	}
}

/* A quick look at a text sees what a close one has seen. */
static void
check_plain(const struct norm *n, const char *s, size_t len)
{
	static struct norm_plain p;
	static struct norm      *taken;
	size_t                   i;

	if (!norm_read_plain(&p, s, len))
		return;
	must(p.count == n->count, "a quick look sees the same words");
	taken = taken ? taken : norm_new();
	norm_take_plain(taken, &p, s, len);
	for (i = 0; i < p.count; i++) {
		const struct norm_word *w = n->words + i, *x = taken->words + i;

		must(p.hash[i] == w->hash && !w->bare_len && !(w->flags & (NORM_DISGUISE | NORM_LINK | NORM_MENTION |
		    NORM_EMOJI | NORM_ELIDED)), "and they are plain");
		must(x->start == w->start && x->end == w->end && x->hash == w->hash && x->letters == w->letters &&
		    x->plain_len == w->plain_len && x->folded_len == w->folded_len &&
		    memcmp(taken->text + x->plain, n->text + w->plain, w->plain_len) == 0, "and are taken as they are");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct norm *n;
	char               *copy = malloc(size + 1);
	size_t              at = 0, next;

	n = n ? n : norm_new();
	memcpy(copy, data, size);
	copy[size] = '\0';
	while (at < size) {
		next = norm_read(n, copy, size, at);
		must(next > at && next <= size, "reading goes on");
		check_piece(n, at, size);
		if (!at && next == size)
			check_plain(n, copy, size);
		at = next;
	}
	free(copy);
	return 0;
}
