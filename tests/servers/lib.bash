# lib.bash - what the scripts for real servers share
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Where installs are kept between runs.
cache=${SMM_SERVERS_CACHE:-$here/../../build/servers}

# Before a command: as a user without rights, since some servers refuse to run as root.
plain=()
[ "$(id -u)" != 0 ] || plain=(setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=/nonexistent)

say() { echo "${0##*/}: $*" >&2; }
# skip|fail REASON [LOG]: what is needed is not to be had here | it is, and does not work. The reason comes last.
skip() { [ $# = 1 ] || tail -5 "$2" >&2; say "$1"; exit 77; }
fail() { [ $# = 1 ] || tail -5 "$2" >&2; say "$1"; exit 1; }

# Pipes of the caller that a server would hold open: bats, for one, waits until all are closed.
close_inherited() {
	local path fd
	for path in /proc/self/fd/*; do
		fd=${path##*/}
		[ "$fd" -le 2 ] || [ "$path" -ef "$0" ] || exec {fd}>&-
	done
}

# begin DIR: makes it the folder of this run, $dir. If the script fails later, what it started is stopped.
begin() {
	[ $# = 1 ] || { say "usage: ${0##*/} DIR"; exit 64; }
	mkdir -p "$1" "$cache"
	dir=$(cd "$1" && pwd) cache=$(cd "$cache" && pwd)
	for name in node snac redis postgres php mariadb llama; do
		! runs "$name" || fail "$name runs already: first say $here/down $dir"
	done
	close_inherited
	chmod 755 "$dir"
	"${plain[@]}" test -x "$dir" || fail "the user nobody cannot enter $dir: a folder above it is closed to others"
	umask 077 # tokens and passwords
	rm -rf "$dir/tmp"
	mkdir "$dir/tmp"
	export TMPDIR=$dir/tmp # what servers leave there goes with the folder
	trap 'status=$?; [ $status = 0 ] || "$here/down" "$dir"; exit $status' EXIT
}

# programs NAME ...: skips unless all are there
programs() {
	local missing=()
	for name in "$@"; do command -v "$name" >/dev/null || missing+=("$name"); done
	[ ${#missing[@]} = 0 ] || skip "missing: ${missing[*]} (type: $here/need)"
}

free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# own FOLDER: makes it, empty, for the user without rights
own() {
	rm -rf "$1"
	mkdir -p "$1"
	[ "$(id -u)" != 0 ] || chown nobody "$1"
}

# ask CURL_OPTION ...: never waits long
ask() { curl -sS -m 20 "$@"; }

# When a process began, in ticks since the machine did: with its id, what names it for good. Nothing if it has ended.
born() { awk '{ sub(/.*\) /, ""); if ($1 != "Z") print $20 }' "/proc/$1/stat" 2>/dev/null || :; }

# started NAME PID: notes it for down
started() { echo "$2 $(born "$2")" >"$dir/$1.pid"; }

# runs NAME: is the process that was noted still there, and not another with its id?
runs() {
	local pid='' birth=''
	[ ! -e "$dir/$1.pid" ] || read -r pid birth <"$dir/$1.pid" || :
	[ -n "$birth" ] && [ "$(born "$pid")" = "$birth" ]
}

# until_up NAME SECONDS COMMAND ...: until the command succeeds; no longer than that, nor than NAME runs
until_up() {
	local name=$1 end=$((SECONDS + $2))
	shift 2
	until "$@" >/dev/null 2>&1; do
		{ runs "$name" && [ $SECONDS -lt $end ]; } || return 1
		sleep 0.1
	done
}
