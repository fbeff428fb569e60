/* sigv4.c - the example of Amazon's S3 API Reference, "Authenticating Requests: Using Query Parameters" */
#include "../../lib/net/sigv4.h"

#include "smm/hash.h"

#include "tap.h"

static void
check_published_example(struct mem *m)
{
	struct sigv4 s = { "GET", "https://examplebucket.s3.amazonaws.com/test.txt", "us-east-1", "AKIAIOSFODNN7EXAMPLE",
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", INT64_C(1369353600000), 86400 };

	is_str(sigv4_address(m, &s), "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
	    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
	    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
	    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", "the published example");
}

/* RFC 4231, section 4.3 */
static void
check_hmac(void)
{
	static const unsigned char want[SHA256_BYTES] = { 0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
		0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64,
		0xec, 0x38, 0x43 };
	const char    *data = "what do ya want for nothing?";
	unsigned char  got[SHA256_BYTES];

	hash_hmac("Jefe", 4, data, strlen(data), got);
	ok(memcmp(got, want, sizeof got) == 0, "HMAC-SHA-256 of RFC 4231, 4.3");
}

int
main(void)
{
	struct mem *m = mem_new();

	check_published_example(m);
	check_hmac();
	mem_free(m);
	return done();
}
