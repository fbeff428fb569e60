# lib.bash - what the programs' tests share: a brand in a temporary folder, and a network to publish to
#
# Every test comes through here, and most of its time goes into starting processes: what the shell can do by itself
# it does.

BUILD=${BUILD:-build}
ROOT=${BATS_TEST_DIRNAME%/*/*}
case $BUILD in /*) BIN=$BUILD/bin ;; *) BIN=$ROOT/$BUILD/bin ;; esac
# The system's own Python is the one that tests/setup gives its packages to; a version manager's, found first, would
# also take half a second to start.
PATH=$BIN:/usr/bin:$PATH
export SMM_NOW=2026-12-01T09:00:05+01:00
export SMM_DATADIR=$ROOT/share
# Leaks are looked for by the units, and where each program runs its manual's examples (programs.bats): looking takes
# longer than what most tests start. Nor is it kept who called malloc(): that finds nothing, and takes a quarter of a
# program's start; a fault that was found tells it when its command is run again by hand.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=1
export LSAN_OPTIONS=suppressions=$ROOT/tests/lsan.suppress:print_suppressions=0
unset SMM_CONFIG SMM_STORE LC_ALL LANG LANGUAGE TZ

# A folder of the test's own, or of the whole file; bats takes it away.
brand_begin() {
	WORK=${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}
	cd "$WORK" || return 1
	SIM= PORT=1
}

brand_end() { sim_stop; }

# refute COMMAND ...: it fails. A bare "! COMMAND" would not end a test, wherever it stands but at the end.
refute() { ! "$@"; }

# eventually COMMAND ...: until it is true, looked at often, and not for ever
eventually() {
	local n
	for ((n = 0; n < 1500; n++)); do
		"$@" && return
		nap
	done
	echo "not so after half a minute: $*" >&2
	return 1
}

# nap: 20 ms, without a process that sleeps: nothing is ever read from a socket to which nobody writes.
nap() { read -rt 0.02 <>/dev/udp/127.0.0.1/9 || true; }

# sim_start [OPTION ...]: the simulated network; PORT is where it listens. received.jsonl: what came.
sim_start() {
	[ ! -e port ] || rm port
	smm-sim --port-file port "$@" >>received.jsonl 2>>sim.err &
	SIM=$!
	eventually sim_is_up && [ -s port ] || { cat sim.err >&2; return 1; }
	read -r PORT <port
}

# What has ended is not waited for.
sim_is_up() { [ -s port ] || ! kill -0 "$SIM" 2>/dev/null; }

sim_stop() {
	[ -n "$SIM" ] || return 0
	kill "$SIM" 2>/dev/null || true
	wait "$SIM" 2>/dev/null || true
	SIM=
}

# brand_files: smm.yaml for PORT, secrets. gap: 0, because many a post of the tests is late on purpose.
brand_files() {
	echo "timezone: Europe/Paris
store: sqlite:state/smm.db
gap: 0
accounts:
  - { name: masto, network: mastodon, server: \"http://127.0.0.1:$PORT\", secret: { file: secrets/masto } }
  - { name: bsky, network: bluesky, server: \"http://127.0.0.1:$PORT\", user: bsky.test, secret: { file: secrets/bsky } }" >smm.yaml
	[ -d secrets ] || mkdir secrets
	umask 077
	echo token-masto >secrets/masto
	echo password-bsky >secrets/bsky
	umask 022
}

# pictures: img/a.png, img/b.png
pictures() {
	mkdir -p img
	cp "$ROOT/examples/img/detail.png" img/a.png
	cp "$ROOT/examples/img/carnet.png" img/b.png
}

# calendar ENTRY ...: calendar.yaml with these entries, each a line of flow YAML.
calendar() {
	echo 'entries:' >calendar.yaml
	[ $# = 0 ] || printf '  - { %s }\n' "$@" >>calendar.yaml
}

# post_all [OPTION ...]: the pipeline; results in results.jsonl, its status is smm-post's.
post_all() {
	smm-plan calendar.yaml >posts.jsonl && smm-post "$@" posts.jsonl >results.jsonl 2>post.err
}

# result ID MEMBER: of the last run.
result() {
	jq -r --arg id "$1" "select(.id == \$id) | .$2" results.jsonl
}

# sim_posts: what the network has, a record a line, newest last. It is asked often, and curl takes long to start.
sim_posts() {
	{
		printf 'GET /sim/posts HTTP/1.0\r\n\r\n' >&9
		sed '1,/^\r$/d' <&9
	} 9<>"/dev/tcp/127.0.0.1/$PORT"
}

# published: those, as ACCOUNT TEXT.
published() {
	sim_posts | jq -r '"\(.account) \(.text)"'
}

count_published() {
	sim_posts | grep -c . || true
}

published_at_least() {
	[ "$(count_published)" -ge "$1" ]
}

# x_brand: an account whose token has ended, and the conversation that must follow, once.
x_brand() {
	cat >talk.jsonl <<-'E'
		{"ask":"POST https://net.test/2/oauth2/token","body":{"grant_type":"refresh_token","refresh_token":"R1"}}
		{"reply":200,"body":{"token_type":"bearer","expires_in":7200,"access_token":"A2","refresh_token":"R2","scope":"tweet.read"}}
	E
	for _ in $(seq "$1"); do
		echo '{"ask":"GET https://net.test/2/users/me"}'
		echo '{"reply":200,"body":{"data":{"id":"7","username":"atelier"}}}'
	done >>talk.jsonl
	sim_start --script talk.jsonl
	cat >smm.yaml <<-E
		accounts:
		  - name: x
		    network: x
		    server: http://127.0.0.1:$PORT
		    secret: { $2 }
		    app: { id: app, secret: { file: secrets/app } }
	E
	mkdir -p secrets
	(umask 077 && echo app-secret >secrets/app)
	OLD='{"token":"A1","refresh_token":"R1","expires":"2026-12-01T08:00:00Z"}'
	(umask 077 && echo "$OLD" >secrets/x)
}

# write_helper: a credential helper, as git has them, that keeps a secret in kept.NAME.
write_helper() {
	cat >helper <<-'E'
		#!/bin/bash
		# a credential helper: one file for each name, beside itself
		cd "$(dirname "$0")" || exit 1
		while IFS== read -r key value && [ -n "$key" ]; do
			case $key in name) name=$value ;; secret) secret=$value ;; esac
		done
		umask 077
		case ${!#} in
		get) cat "kept.$name" ;;
		store) printf '%s\n' "$secret" >"kept.$name" ;;
		erase) rm -f "kept.$name" ;;
		esac
	E
	chmod +x helper
}

# --- a PostgreSQL server of a file's own, in setup_file and teardown_file; in setup: $URL, or the test is skipped ---

postgres_begin() {
	PGROOT=$(mktemp -d)
	export PGROOT
	chmod 755 "$PGROOT"
	"$BATS_TEST_DIRNAME/../servers/postgres-up" "$PGROOT/pg" 2>"$PGROOT/why" 3>&- || true
}

postgres_end() {
	"$BATS_TEST_DIRNAME/../servers/down" "$PGROOT/pg" 3>&- || true
	rm -rf "$PGROOT"
}

postgres_url() {
	[ -e "$PGROOT/pg/url" ] || skip "no PostgreSQL can be had here: $(tail -1 "$PGROOT/why")"
	URL=$(cat "$PGROOT/pg/url")
	export PGPASSFILE=$PGROOT/pg/pgpass
}
