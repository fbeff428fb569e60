/* file.h - small files that must be whole or not there: sessions, secrets, settings */
#ifndef SMM_FILE_H
#define SMM_FILE_H

#include "smm/err.h"

/*
 * Replaces a file's content, NUL-terminated text: written beside it ("PATH.new", mode 0600), flushed,
 * renamed, its folder flushed; folders that are missing are made, mode 0700. After a crash the file
 * holds all of the old content or all of the new. 0, or -1 (FAULT_IO, FAULT_SYS).
 */
int file_replace(const char *path, const char *text, struct err *e);

/* Makes the folders above a path that are missing, mode 0700. 0 or -1 (FAULT_IO, FAULT_SYS). */
int file_make_folder(const char *path, struct err *e);

/* Flushes the folder that a path is in: a name given there survives a power cut. 0 or -1 (FAULT_IO, FAULT_SYS). */
int file_flush_folder(const char *path, struct err *e);

#endif
