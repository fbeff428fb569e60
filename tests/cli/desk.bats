#!/usr/bin/env bats
# cm-reply -i: a person at the terminal, driven through tmux

bats_require_minimum_version 1.5.0
load lib.bash

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
shows() { eventually is_shown "$1" || { screen; return 1; }; }
has_left() { eventually test -s rc && eventually test -s modes && [ "$(cat rc)" = "$1" ]; }

@test "the most urgent first; each decision is carried out at once, and the results are lines" {
	with_network
	desk 'cm-reply -i moderated.jsonl >out.jsonl'
	shows '1 of 2 open · urgent'
	shows 'rule insult (article A1): Nul'
	shows 'we, 2026-12-01 09:00: Elle est là' # the conversation
	typed y
	shows '1 of 1 open · normal'
	shows 'hide: done'
	typed a
	shows 'PUBLIC answer to anna'
	typed '12 euros, 日本 é'
	shows '> 12 euros, 日本 é'
	key Enter
	shows 'No message is open'
	typed q
	has_left 0
	[ "$(jq -r '"\(.op) \(.status) \(.message) \(.article) \(.by)"' out.jsonl)" = \
		"hide done $B A1 rule:insult+$(id -un)
reply done $M null $(id -un)" ]
	published | grep -qx 'masto @anna 12 euros, 日本 é'
	[ ! -e state/sessions/desk/open.jsonl ]
}

@test "what is typed and not sent, and what nobody decided, is there next time" {
	with_network
	desk 'cm-reply -i moderated.jsonl >out.jsonl'
	shows '1 of 2 open'
	typed a
	shows 'PUBLIC answer'
	typed 'Nous sommes '
	shows '> Nous sommes'
	key Escape
	shows 'nothing was sent'
	typed q
	has_left 0
	[ ! -s out.jsonl ]
	[ "$(stat -c %a state/sessions/desk/open.jsonl)" = 600 ]
	desk 'cm-reply -i >out.jsonl'
	shows '1 of 2 open'
	typed a
	shows '> Nous sommes'
	typed 'désolés'
	key Enter
	shows 'reply: done'
	published | grep -qx 'bsky.test Nous sommes désolés'
}

# terminated SIGNAL: the program in the terminal, which was begun with `echo $$ >pid; exec`
terminated() { kill "-$1" "$(cat pid)" && eventually test -s modes; }

@test "killed, whatever way: nothing is lost, nothing is done twice, the terminal is as it was" {
	with_network
	desk 'echo $$ >pid; exec cm-reply -i moderated.jsonl >>out.jsonl'
	shows '1 of 2 open'
	typed y
	shows '1 of 1 open'
	typed a
	shows 'PUBLIC answer'
	typed 'à moitié'
	shows '> à moitié'
	terminated TERM
	grep -qw icanon modes && ! grep -qw -- -echo modes
	! is_shown 'à moitié' # the screen of before is back
	desk 'echo $$ >pid; exec cm-reply -i >>out.jsonl'
	shows '1 of 1 open · normal'
	shows '> à moitié'
	terminated KILL
	desk 'echo $$ >pid; exec cm-reply -i >>out.jsonl'
	shows '1 of 1 open · normal'
	terminal kill-session -t desk # the window is closed: SIGHUP
	eventually not_running "$(cat pid)"
	desk 'cm-reply -i >>out.jsonl'
	shows '1 of 1 open · normal'
	typed q
	has_left 0
	[ "$(jq -r '"\(.op) \(.status)"' out.jsonl)" = 'hide done' ]
	[ "$(cm-reply --status | jq -r 'select(.op != "publish") | .op')" = hide ]
}
not_running() { ! kill -0 "$1" 2>/dev/null; }

@test "a decision that a kill came between is brought to its end by the next one" {
	with_network
	desk 'cm-reply -i moderated.jsonl'
	shows '1 of 2 open'
	typed q
	has_left 0
	printf '{"type":"action","id":"%s/reply/x","message":"%s","account":"masto","network":"mastodon","op":"reply","text":"12 euros","by":"anna"}\n{"type":"mess' \
		"$M" "$M" >>state/sessions/desk/open.jsonl
	desk 'cm-reply -i >out.jsonl'
	shows '1 of 1 open · urgent'
	typed q
	has_left 0
	jq -e '.op == "reply" and .status == "done"' out.jsonl
	[ "$(published | grep -c '@anna 12 euros')" = 1 ]
}

@test "the size changes, wide characters and marks without end stay in their columns, nothing acts on the terminal" {
	zalgo=$(printf 'Z'; for _ in $(seq 3000); do printf '\xcc\x81'; done)
	wide=$(for _ in $(seq 60); do printf '日本語 '; done)
	jq -c --arg z "$zalgo" --arg w "$wide" 'select(.account == "masto") | .text = "\u001b[2J\u001b]0;x\u0007\u202egnp.\u2028" + $z + " " + $w' \
		inbox.jsonl >hostile.jsonl
	desk 'cm-reply -i hostile.jsonl'
	shows '\u{1b}[2J'
	shows '\u{202e}gnp.'
	screen | grep -q '^┃ .*日本語'
	[ "$(screen | wc -L)" -le 80 ]
	terminal resize-window -t desk -x 50 -y 12
	shows 'more lines: down, blank'
	[ "$(screen | wc -L)" -le 50 ]
	[ "$(screen | head -1 | cut -c1-9)" = ' 1 of 1 o' ]
	typed ' '
	eventually not_shown 'comment, public'
	key Up Up Up Up Up Up Up Up Up
	shows 'comment, public'
	terminal resize-window -t desk -x 100 -y 30
	eventually not_shown 'more lines'
	[ "$(screen | tail -1 | cut -c1-8)" = 'a answer' ]
}
not_shown() { ! is_shown "$1"; }

@test "a message with a million characters and one with 10 000 labels are shown" {
	jq -c 'select(.account == "masto") | .text = "abc d " * 170000 | .labels = [range(10000) | "l\(.)"]' inbox.jsonl >long.jsonl
	desk 'cm-reply -i long.jsonl'
	shows '1 of 1 open'
	shows 'more lines'
	typed q
	has_left 0
}

@test "no terminal: said, and what came in waits for one" {
	run setsid -w cm-reply -i moderated.jsonl
	[ "$status" = 64 ]
	[[ "$output" == *'no terminal'* ]]
	desk 'TERM=dumb cm-reply -i'
	has_left 64
	desk 'cm-reply -i'
	shows '1 of 2 open'
	run setsid -w cm-reply -i <<<"$(jq -c 'select(.account == "masto") | .id = "mastodon:masto:9" | .text = "plus tard"' inbox.jsonl)"
	[ "$status" = 75 ] # somebody sits here
	[[ "$output" == *'another cm-reply -i is open'* ]]
	typed q
	has_left 0
	desk 'cm-reply -i'
	shows '1 of 3 open'
}

@test "answered by a colleague meanwhile: refused, and the words stay" {
	with_network
	desk 'cm-reply -i -a masto moderated.jsonl >out.jsonl'
	shows '1 of 1 open'
	printf '{"type":"action","id":"r1","message":"%s","account":"masto","network":"mastodon","op":"reply","text":"déjà"}\n' "$M" | cm-reply >/dev/null
	typed a
	shows 'PUBLIC answer'
	typed 'encore'
	key Enter
	shows 'answered for us meanwhile'
	shows '> encore'
	typed c
	shows 'close: done'
	typed q
	has_left 1
	[ "$(published | grep -c '@anna')" = 1 ]
	[ "$(jq -r .message state/sessions/desk/open.jsonl 2>/dev/null | sort -u | grep -c .)" = 0 ] || [ "$(jq -r .account state/sessions/desk/open.jsonl)" = bsky ]
}

@test "taken back: hidden is shown again, an answer is deleted; the message is open again" {
	with_network
	desk 'cm-reply -i moderated.jsonl >out.jsonl'
	shows '1 of 2 open'
	typed h
	shows '1 of 1 open'
	typed p
	shows 'PRIVATE answer to anna'
	typed 'en privé'
	key Enter
	shows 'No message is open'
	typed u
	shows 'delete: done'
	typed u
	shows 'unhide: done'
	shows '1 of 2 open · urgent'
	typed u
	shows 'nothing to take back'
	typed h
	shows 'hide: done'
	typed q
	has_left 0
	[ "$(jq -r .op out.jsonl | tr '\n' ' ')" = 'hide reply_private delete unhide hide ' ]
}

@test "what is pasted is text: no line feed sends it, no letter is a key" {
	with_network
	desk 'cm-reply -i moderated.jsonl >out.jsonl'
	shows '1 of 2 open'
	paste $'hhh\ny\nq'
	typed a
	shows 'PUBLIC answer'
	paste $'une\ndeux'
	shows '> une deux'
	key Enter
	shows 'reply: done'
	shows '1 of 1 open'
	[ "$(jq -r .op out.jsonl)" = reply ]
	curl -sS "http://127.0.0.1:$PORT/sim/posts" | jq -e 'select(.text == "une\ndeux")'
}
paste() {
	printf %s "$1" >clip
	terminal load-buffer clip
	terminal paste-buffer -t desk -p
}

@test "templates, the editor, a program's draft: shown before they leave" {
	with_network
	cat >strategy.yaml <<-E
		variables: { shop: "l'Atelier" }
		replies: { thanks: { fr: "Merci {{name}} ! {{shop}}", en: "Thank you {{name}}!" }, price: "12 euros" }
	E
	echo 'strategy: strategy.yaml' >replies.yaml
	printf '#!/bin/sh\ncat >/dev/null\necho "un brouillon"\n' >mine
	printf '#!/bin/sh\nprintf " — %%s\\n" "la boutique" >>"$1"\n' >ed
	chmod +x mine ed
	jq -c '.lang = "fr"' moderated.jsonl >fr.jsonl
	desk 'EDITOR=./ed cm-reply -i --rules replies.yaml --draft ./mine fr.jsonl >out.jsonl'
	shows '1 of 2 open'
	typed t
	shows '1   thanks'
	typed 2
	shows '> 12 euros'
	typed e
	shows '> 12 euros'
	shows 'la boutique'
	[ ! -s out.jsonl ]
	key Enter
	shows 'reply: done'
	typed d
	shows '> un brouillon'
	key Escape
	shows 'nothing was sent'
	typed d
	shows '> un brouillon'
	key Enter
	shows 'No message is open'
	typed q
	has_left 0
	[ "$(jq -r .by out.jsonl)" = "$(id -un)
draft:mine+$(id -un)" ]
	published | grep -qx '@anna un brouillon\|masto @anna un brouillon'
}

@test "assigned, escalated, closed: the team is told once, what is closed can be opened again" {
	desk 'cm-reply -i --team team.jsonl moderated.jsonl >out.jsonl'
	shows '1 of 2 open'
	typed g
	shows 'Assign to which team?'
	typed support
	key Enter
	shows 'assign: done'
	typed c
	shows 'No message is open'
	typed u
	shows '1 of 1 open'
	typed '!'
	shows 'escalate: done'
	typed q
	has_left 0
	[ "$(jq -r '"\(.op) \(.assign)"' team.jsonl)" = 'assign support
escalate null' ]
}

@test "a dry run sends nothing and keeps nothing" {
	desk 'cm-reply -n -i moderated.jsonl >out.jsonl'
	shows '1 of 2 open'
	typed y
	shows 'hide: planned'
	typed q
	has_left 0
	[ "$(jq -r .status out.jsonl)" = planned ]
	[ ! -e state ]
}

@test "what its network wants forgotten is forgotten" {
	jq -c '.expires = "2026-12-01T10:00:00+01:00"' moderated.jsonl >expires.jsonl
	desk 'cm-reply -i expires.jsonl'
	shows '1 of 2 open'
	typed q
	has_left 0
	cp state/sessions/desk/open.jsonl kept.jsonl
	desk 'SMM_NOW=2026-12-01T10:00:01+01:00 cm-reply -i'
	shows 'No message is open'
	[ ! -e state/sessions/desk/open.jsonl ]
	cp kept.jsonl state/sessions/desk/open.jsonl
	cm-reply </dev/null # also when nobody sits down
	[ "$(jq -r .id state/sessions/desk/open.jsonl | sort)" = "$(printf '%s\n' "$M" "$B" | sort)" ]
	SMM_NOW=2026-12-01T10:00:01+01:00 cm-reply </dev/null
	[ ! -e state/sessions/desk/open.jsonl ]
}

@test "what the author wrote before, and what was done about it" {
	jq -c 'select(.account == "masto") | .id = "mastodon:masto:1" | .at = "2026-10-05T10:00:00+02:00"' inbox.jsonl >journal.jsonl
	echo '{"type":"result","id":"x","op":"hide","account":"masto","network":"mastodon","status":"done","at":"2026-10-06T10:00:00+02:00","attempts":1,"message":"mastodon:masto:1"}' >>journal.jsonl
	desk 'cm-reply -i --history journal.jsonl -a masto moderated.jsonl'
	shows 'messages before: 1, since 2026-10-05 · hide 2026-10-06'
}

@test "with the results on the terminal, they come after the screen is left" {
	with_network
	desk 'cm-reply -i moderated.jsonl'
	shows '1 of 2 open'
	typed y
	shows 'hide: done'
	not_shown '"type":"result"'
	typed q
	has_left 0
	shows '"type":"result"'
	run cm-reply -i --apply moderated.jsonl
	[ "$status" = 64 ]
}

@test "an answer that the strategy would not give is shown first" {
	with_network
	printf 'replies: { thanks: "Merci" }\nwords: { banned: [gratuit] }\n' >strategy.yaml
	echo 'strategy: strategy.yaml' >replies.yaml
	desk 'cm-reply -i --rules replies.yaml moderated.jsonl >out.jsonl'
	shows '1 of 2 open'
	typed a
	shows 'PUBLIC answer'
	typed 'Livraison gratuite ? Oui, gratuit.'
	key Enter
	shows '! "gratuit" is banned by the strategy'
	[ ! -s out.jsonl ]
	key Escape
	shows 'nothing was sent'
	typed a
	shows '> Livraison gratuite ? Oui, gratuit.'
	key C-u
	typed 'Livraison offerte'
	key Enter
	shows 'reply: done'
}

@test "in French, and all its words are there" {
	desk "SMM_LOCALEDIR=${BIN%/bin}/locale LANGUAGE=fr LC_ALL=C.UTF-8 cm-reply -i moderated.jsonl"
	shows '1 sur 2 ouverts · urgent'
	shows 'a répondre'
	command -v msgcmp >/dev/null || skip "gettext is not installed"
	(cd "$ROOT" && xgettext -k -ktr --from-code=UTF-8 -o "$WORK/all.pot" lib/work/console*.c)
	msgcmp "$ROOT/po/fr.po" all.pot
}

@test "what comes while the person works takes its place; who leaves leaves the rest" {
	mkfifo pipe
	desk 'cm-reply -i <pipe >out.jsonl'
	exec 9>pipe
	head -1 moderated.jsonl >&9
	shows '1 of 1 open'
	typed a
	shows 'answer to anna'
	tail -1 moderated.jsonl >&9
	typed 'peu à peu'
	shows '> peu à peu'
	key Escape
	shows 'an urgent message has come in'
	shows '2 of 2 open · normal'
	typed s
	shows '1 of 2 open · urgent'
	typed q
	has_left 0
	exec 9>&-
	[ "$(jq -r 'select(.type == "message") | .id' state/sessions/desk/open.jsonl | wc -l)" = 2 ]
}
