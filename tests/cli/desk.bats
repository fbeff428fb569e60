#!/usr/bin/env bats
# cm-reply -i: a person at the terminal, driven through tmux; whatever ends it, nothing is lost

bats_require_minimum_version 1.5.0
load lib.bash
load desk.bash

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
	refute is_shown 'à moitié' # the screen of before is back
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
	zalgo=$(printf 'Z'; printf '\xcc\x81%.0s' {1..3000})
	wide=$(printf '日本語 %.0s' {1..60})
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
