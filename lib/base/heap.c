/*
 * heap.c - a process that will hold much
 *
 * Each page of 4 KiB that is touched first is a fault, which costs some microseconds on a virtual machine: of a run
 * that holds twenty megabytes a third of its time. In large pages there are five hundred times fewer.
 */
#include "smm/heap.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)

#define MUCH     ((uintptr_t)6 << 20) /* what streams in constant memory stays below */
#define RESERVED ((size_t)256 << 20) /* addresses; memory is what is touched of them */
#define LARGE    ((uintptr_t)2 << 20)
#define PIECE    ((size_t)1 << 20)   /* more than the heap has left, so that it grows */
#define PAD      (128 << 10)         /* mallopt(3), M_TOP_PAD: the usual one */

void
heap_expect_much(void)
{
	uintptr_t from = (uintptr_t)sbrk(0), end;
	void     *volatile piece; /* a compiler leaves out what nobody uses */

	mallopt(M_MMAP_THRESHOLD, 32 << 20); /* the greatest there is: what is freed of one heap is taken again */
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	mallopt(M_TOP_PAD, (int)RESERVED);
	piece = malloc(PIECE);
	mallopt(M_TOP_PAD, PAD);
	free(piece);
	end = (uintptr_t)sbrk(0);
	from = (from + MUCH + LARGE - 1) & ~(LARGE - 1);
	if (from < end)
		madvise((void *)from, end - from, MADV_HUGEPAGE); /* refused: pages stay small */
}

#else

void
heap_expect_much(void)
{
}

#endif
