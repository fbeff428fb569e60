# rehearsal.bash - what the rehearsals share: a temporary folder, smm-sim on loopback, commands that are shown
#
# It is sourced with the build's folder as $1. Everything that is started or made is stopped and removed at the end.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin=$(cd "$top" && cd "${1:-build}" && pwd)/bin
PATH=$bin:$PATH
export SMM_DATADIR=$top/share

work=$(mktemp -d)
sim=
stop() {
	[ -z "$sim" ] || { kill "$sim" 2>/dev/null && wait "$sim" 2>/dev/null; } || true
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$(printf "\033[1m") plain=$(printf "\033[0m"); else bold="" plain=""; fi
say() { printf "\n%s%s%s\n" "$bold" "$*" "$plain"; }

# show COMMAND [FILTER ...]: the command as a person would type it, then what it prints, cut to the terminal
show() {
	local filter=("${@:2}")
	[ $# -gt 1 ] || filter=(cat)
	say "\$ $1"
	bash -o pipefail -c "$1" | "${filter[@]}" | cut -c1-"${COLUMNS:-150}"
}

# brief NAME ...: of each line only these members, in columns
brief() {
	awk -v names="$*" 'BEGIN { count = split(names, name, " ") }
		{
			line = " "
			for (i = 1; i <= count; i++) {
				value = ""
				if (match($0, "\"" name[i] "\":(\"[^\"]*\"|[0-9.]+)"))
					value = substr($0, RSTART + length(name[i]) + 3, RLENGTH - length(name[i]) - 3)
				gsub(/"/, "", value)
				line = line sprintf(" %-20s", value)
			}
			print line
		}'
}

# start_sim [OPTION ...]: `port` has its port, received.jsonl what it receives
start_sim() {
	smm-sim --port-file port "$@" >received.jsonl 2>sim.log &
	sim=$!
	for _ in $(seq 200); do [ -s port ] && break; sleep 0.05; done
	[ -s port ] || { cat sim.log >&2; exit 1; }
}

# control WHAT [JSON]: asks the simulated network itself, smm-sim(1), CONTROL
control() {
	exec 3<>"/dev/tcp/127.0.0.1/$(cat port)"
	if [ $# = 1 ]; then
		printf 'GET /sim/%s HTTP/1.0\r\n\r\n' "$1" >&3
	else
		printf 'POST /sim/%s HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" \
			"$(printf %s "$2" | wc -c)" "$2" >&3
	fi
	sed '1,/^\r$/d' <&3
	exec 3<&-
}
