/* smm-sim - a simulated social network on loopback, with faults, to rehearse and test against */
#include "smm/simulate.h"

#include <stddef.h>

static struct simulate_settings set;
static struct strs              faults;

static const struct opt opts[] = {
	{ 'p', "port", OPT_NUM, &set.port, "NUMBER", "listen on 127.0.0.1:NUMBER; default: a free one" },
	{ 0, "port-file", OPT_STR, &set.port_file, "FILE", "write the port here when it listens" },
	{ 0, "tls", OPT_STR, &set.cert, "FILE", "speak https with this certificate (PEM)" },
	{ 0, "key", OPT_STR, &set.key, "FILE", "and this key (PEM)" },
	{ 'f', "fault", OPT_LIST, &faults, "SPEC", "go wrong, as the manual says; may be repeated" },
	{ 0, "script", OPT_STR, &set.script, "FILE", "play a written conversation, fail on a difference" },
	{ 0, "media-limit", OPT_NUM, &set.media_limit, "BYTES", "take no larger picture or film on Mastodon" },
	{ 0, "slow-media", OPT_NUM, &set.slow_media, "SECONDS", "process pictures that long" },
	{ 0, "token-ttl", OPT_NUM, &set.token_ttl, "SECONDS", "let Bluesky sessions expire after that" },
	{ 0, "no-idempotency", OPT_FLAG, &set.no_idempotency, NULL, "ignore Idempotency-Key, as some servers do" },
	{ 0 }
};

static const struct prog prog = {
	.name     = "smm-sim",
	.does     = "simulate a social network on loopback, and print what it receives as lines",
	.operands = "",
	.opts     = opts,
	.takes    = TAKES_OUTPUT | TAKES_NOW,
};

int
main(int argc, char **argv)
{
	struct out out = { 0 };
	struct err e;
	int        rc, status = 0;

	prog_start(&prog, argc, argv);
	set.faults = &faults;
	set.quiet = common.quiet;
	set.out = &out;
	if (out_open(&out, common.output, &e))
		return prog_fail(&e);
	rc = simulate(&set, &status, &e);
	rc = out_end(&out, rc, 0, &e);
	if (rc)
		return prog_fail(&e);
	prog_signal = 0; /* a signal is its usual end */
	return prog_end(status);
}
