#!/usr/bin/env bats
# cm-reply -i: what a person at the terminal can do about a message

bats_require_minimum_version 1.5.0
load lib.bash
load desk.bash

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

@test "an editor that fails leaves what was written where it says; one that wrote nothing leaves nothing" {
	mkdir tmp
	desk 'export TMPDIR=tmp EDITOR=./ed; cm-reply -i moderated.jsonl'
	shows '1 of 2 open'
	for does in 'printf "tr\351s longue" >"$1"' 'echo "quelques mots" >"$1"; exit 1'; do
		printf '#!/bin/sh\n%s\n' "$does" >ed
		chmod +x ed
		typed e
		shows 'kept in tmp/cm-reply.'
		[ "$(cat tmp/*)" = $'tr\xe9s longue' ] || grep -qx 'quelques mots' tmp/*
		[ "$(stat -c %a tmp/*)" = 600 ]
		rm tmp/*
		typed s
		eventually not_shown 'kept in'
	done
	printf '#!/bin/sh\nexit 1\n' >ed
	typed e
	shows './ed left with an error: the text is not used'
	[ -z "$(ls tmp)" ]
}

# in_shell: a shell that has jobs, in the terminal
in_shell() {
	[ -S tmux ] || terminal new-session -d -s server -x 80 -y 24 'sleep 120'
	terminal new-session -d -s desk -x 80 -y 24 "PS1='shell> ' bash --norc -i"
	shows 'shell>'
}

@test "^Z gives the shell its terminal, also in the editor; fg takes up where it was" {
	command -v vi >/dev/null || skip "vi is not installed"
	in_shell
	typed 'EDITOR=vi cm-reply -i moderated.jsonl'
	key Enter
	shows '1 of 2 open'
	key C-z
	shows 'Stopped'
	typed 'clear; fg'
	key Enter
	shows '1 of 2 open'
	typed e
	shows '~'
	typed 'iun mot'
	shows 'un mot'
	key Escape C-z
	shows 'Stopped'
	typed 'clear; echo $((40 + 2))'
	key Enter
	shows '42'
	typed 'clear; fg'
	key Enter
	shows '~'
	typed ':wq'
	key Enter
	shows '> un mot'
}

@test "a low or narrow screen shows some of the message, and no line runs into the next" {
	desk 'cm-reply -i moderated.jsonl'
	shows '1 of 2 open'
	for size in 20x5 30x3 12x4; do
		terminal resize-window -t desk -x "${size%x*}" -y "${size#*x}"
		eventually is_shown '@paul'
		screen | head -1 | grep -q '^ 1 of 2'
		screen | sed -n 2p | grep -q '^@paul'
	done
	terminal resize-window -t desk -x 40 -y 5
	typed s
	shows '@anna'
	typed a
	shows 'PUBLIC answer to anna'
	screen | tail -1 | grep -qx '> *'
}
