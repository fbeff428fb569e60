# desk.bash - what the tests of cm-reply -i share: two messages, and a terminal to read them at

setup() {
	command -v tmux >/dev/null || skip "tmux is not installed"
	brand_begin
	brand_files
	for who in masto:mastodon:anna:Combien\ ? bsky:bluesky:paul:Nul; do
		IFS=: read -r account network author text <<<"$who"
		printf '{"type":"message","id":"%s:%s:7","account":"%s","network":"%s","kind":"comment","public":true,"at":"2026-12-01T09:00:00+01:00","author":{"id":"1","handle":"%s"},"text":"%s"}\n' \
			"$network" "$account" "$account" "$network" "$author" "$text"
	done >inbox.jsonl
	moderate
}

# with_network: the same messages, and the network that has them
with_network() {
	sim_start
	brand_files
	calendar 'id: launch, at: 2026-12-01 09:00, accounts: [masto, bsky], state: approved, text: "Elle est là"'
	post_all
	comment "$(result launch@masto ref)" 'Combien ?' anna
	comment "$(result launch@bsky ref)" 'Nul' paul
	cm-inbox --since 2026-12-01T00:00:00+01:00 >inbox.jsonl
	moderate
}

# moderate: moderated.jsonl, in which what is on Bluesky is the most urgent; M and B, the messages' ids
moderate() {
	M=$(jq -r 'select(.account == "masto") | .id' inbox.jsonl)
	B=$(jq -r 'select(.account == "bsky") | .id' inbox.jsonl)
	jq -c 'if .account == "bsky" then . + { priority: "urgent", labels: ["insult"],
		why: [{ rule: "insult", article: "A1", found: [{ text: "Nul" }] }],
		actions: [{ op: "hide", article: "A1", by: "rule:insult" }] } else . end' inbox.jsonl >moderated.jsonl
}
teardown() {
	[ ! -S tmux ] || terminal kill-server 2>/dev/null || true
	seat=state/sessions/desk/lock.seat
	[ ! -e $seat ] || flock -w 20 $seat true # whoever sits there puts things away first
	brand_end
}

comment() {
	curl -sS -o /dev/null "http://127.0.0.1:$PORT/sim/reply" --data-urlencode "id=$1" --data-urlencode "text=$2" -d "by=$3"
}

terminal() { LC_ALL=C.UTF-8 tmux -u -S "$WORK/tmux" -f /dev/null "$@" 3>&-; }

# desk COMMAND: runs it in a terminal of 80 columns and 24 rows; its status is then in the file rc
desk() {
	rm -f rc modes
	[ -S tmux ] || terminal new-session -d -s server -x 80 -y 24 'sleep 120'
	terminal kill-session -t desk 2>/dev/null || true
	terminal new-session -d -s desk -x 80 -y 24 "sh -c '$1 2>err; echo \$? >rc'; stty -a >modes; sleep 60"
}
key() { terminal send-keys -t desk "$@"; }
typed() { terminal send-keys -t desk -l "$1"; }
screen() { terminal capture-pane -t desk -p; }
is_shown() { screen | grep -qF -- "$1"; }
not_shown() { ! is_shown "$1"; }
shows() { eventually is_shown "$1" || { screen; return 1; }; }
has_left() { eventually test -s rc && eventually test -s modes && [ "$(cat rc)" = "$1" ]; }
