# lib.bash - what the scripts for real servers share
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Where installs are kept between runs.
cache=${SMM_SERVERS_CACHE:-$here/../../build/servers}

say() { echo "$(basename "$0"): $*" >&2; }
skip() { say "$*"; exit 77; }

free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# until_true SECONDS COMMAND ...
until_true() {
	local tries=$(($1 * 10))
	shift
	while [ "$tries" -gt 0 ]; do
		"$@" >/dev/null 2>&1 && return 0
		tries=$((tries - 1))
		sleep 0.1
	done
	return 1
}

# As a user without rights, since some servers refuse to run as root.
unprivileged() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=/nonexistent "$@"
	else
		"$@"
	fi
}
