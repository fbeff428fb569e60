/* heap.h - a process that will hold much */
#ifndef SMM_HEAP_H
#define SMM_HEAP_H

/*
 * Called once, before the first of much: what the heap grows by beyond 6 MiB comes in large pages, up to 256 MiB, and
 * pieces up to 32 MiB are of the heap. Addresses are reserved, memory is what is touched. Where there are no large
 * pages or no such addresses it changes nothing.
 */
void heap_expect_much(void);

#endif
