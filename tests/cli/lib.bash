# lib.bash - what the programs' tests share: a brand in a temporary folder, and a network to publish to

BUILD=${BUILD:-build}
ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
case $BUILD in /*) BIN=$BUILD/bin ;; *) BIN=$ROOT/$BUILD/bin ;; esac
PATH=$BIN:$PATH
export SMM_NOW=2026-12-01T09:00:05+01:00
export SMM_DATADIR=$ROOT/share
export LSAN_OPTIONS=suppressions=$ROOT/tests/lsan.suppress:print_suppressions=0
unset SMM_CONFIG SMM_STORE LC_ALL LANG LANGUAGE TZ

# A folder of the test's own; left at the end by its teardown.
brand_begin() {
	WORK=$(mktemp -d)
	cd "$WORK" || return 1
	SIM= PORT=1
}

brand_end() {
	sim_stop
	cd / && rm -rf "$WORK"
}

# refute COMMAND ...: it fails. A bare "! COMMAND" would not end a test, wherever it stands but at the end.
refute() { ! "$@"; }

# eventually COMMAND ...: until it is true, looked at often, and not for ever
eventually() {
	for _ in $(seq 1500); do
		"$@" && return
		sleep 0.02
	done
	echo "not so after half a minute: $*" >&2
	return 1
}

# sim_start [OPTION ...]: the simulated network; PORT is where it listens. received.jsonl: what came.
sim_start() {
	rm -f port
	smm-sim --port-file port "$@" >>received.jsonl 2>>sim.err &
	SIM=$!
	for _ in $(seq 400); do
		[ -s port ] && break
		kill -0 "$SIM" 2>/dev/null || { cat sim.err >&2; return 1; }
		sleep 0.02
	done
	PORT=$(cat port)
}

sim_stop() {
	[ -n "$SIM" ] || return 0
	kill "$SIM" 2>/dev/null || true
	wait "$SIM" 2>/dev/null || true
	SIM=
}

# brand_files: smm.yaml for PORT, secrets, a picture. gap: 0, because many a post of the tests is late on purpose.
brand_files() {
	cat >smm.yaml <<-E
		timezone: Europe/Paris
		store: sqlite:state/smm.db
		gap: 0
		accounts:
		  - { name: masto, network: mastodon, server: "http://127.0.0.1:$PORT", secret: { file: secrets/masto } }
		  - { name: bsky, network: bluesky, server: "http://127.0.0.1:$PORT", user: bsky.test, secret: { file: secrets/bsky } }
	E
	mkdir -p secrets img
	(umask 077 && echo token-masto >secrets/masto && echo password-bsky >secrets/bsky)
	cp "$ROOT/examples/img/detail.png" img/a.png
	cp "$ROOT/examples/img/carnet.png" img/b.png
}

# calendar ENTRY ...: calendar.yaml with these entries, each a line of flow YAML.
calendar() {
	echo 'entries:' >calendar.yaml
	for entry in "$@"; do echo "  - { $entry }" >>calendar.yaml; done
}

# post_all [OPTION ...]: the pipeline; results in results.jsonl, its status is smm-post's.
post_all() {
	smm-plan calendar.yaml >posts.jsonl && smm-post "$@" posts.jsonl >results.jsonl 2>post.err
}

# result ID MEMBER: of the last run.
result() {
	jq -r --arg id "$1" "select(.id == \$id) | .$2" results.jsonl
}

# published: what the network has, newest last, as ACCOUNT TEXT.
published() {
	curl -sS "http://127.0.0.1:$PORT/sim/posts" | jq -r '"\(.account) \(.text)"'
}

count_published() {
	published | grep -c . || true
}

published_at_least() {
	[ "$(count_published)" -ge "$1" ]
}
