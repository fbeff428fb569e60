/* hash.h - SHA-256 (FIPS 180-4, by nettle) and a hash for our own tables */
#ifndef SMM_HASH_H
#define SMM_HASH_H

#include "smm/err.h"

#include <stddef.h>
#include <stdint.h>

#define SHA1_BYTES   20
#define SHA256_BYTES 32
#define DIGEST_SIZE  (7 + 2 * SHA256_BYTES + 1) /* "sha256:" and hexadecimal, with the NUL */

void hash_sha256(const void *data, size_t len, unsigned char out[SHA256_BYTES]);

/* The same as a record's `digest` member: "sha256:0123…". Returns out. */
char *hash_digest(const void *data, size_t len, char out[DIGEST_SIZE]);

/* Digest of an open file from its start; reads it in pieces. 0 or -1. */
int hash_file(int fd, char out[DIGEST_SIZE], struct err *e);

/* HMAC-SHA-256 (RFC 2104, FIPS 198-1); out may be the key. */
void hash_hmac(const void *key, size_t key_len, const void *data, size_t len, unsigned char out[SHA256_BYTES]);

/* HMAC-SHA-1, for signatures that want nothing better (RFC 5849, section 3.4.2). */
void hash_hmac_sha1(const void *key, size_t key_len, const void *data, size_t len, unsigned char out[SHA1_BYTES]);

/* FNV-1a, 64 bits: for tables fed by ourselves; not against an attacker who chooses the keys. */
uint64_t hash_fast(const void *data, size_t len);

#endif
