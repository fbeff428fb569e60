#!/usr/bin/env bats
# smm-plan --simulate: what each run of smm-post would do, against smm-post itself

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; brand_files; }
teardown() { brand_end; }

simulate() { smm-plan --simulate 2026-12-01T09:00:00+01:00..2026-12-01T11:00:00+01:00 "$@" calendar.yaml; }
# told: "HH:MM STATUS ID" of each line, by time and id
told() { jq -r '"\(.at[11:16]) \(.status) \(.id)"' | sort; }

@test "gap, cap, a hold, approvals, late posts, drafts: as smm-post does it, run after run" {
	sim_start
	brand_files
	sed -i 's/^gap: 0$/gap: 10m\ncap: { hour: 3 }/; s/name: bsky,/name: bsky, gap: 0, approval: required,/' smm.yaml
	{
		echo 'author: anna'
		echo 'entries:'
		for i in 1 2 3 4 5; do echo "  - { id: m$i, at: 2026-12-01 09:0$i, accounts: [masto], text: \"n $i\" }"; done
		echo '  - { id: draft, at: 2026-12-01 09:02, accounts: [masto], text: d, state: draft }'
		echo '  - { id: short, at: 2026-12-01 09:31, accounts: [bsky], late: 10m, text: s }'
		echo '  - { id: long, at: 2026-12-01 09:32, accounts: [bsky], text: l }'
		echo '  - { id: long2, at: 2026-12-01 09:33, accounts: [bsky], text: l2 }'
		echo '  - { id: never, at: 2026-12-01 09:33, accounts: [bsky], text: never approved }'
		echo '  - { id: soon, at: 2026-12-01 10:20, accounts: [bsky], text: approved later }'
	} >calendar.yaml
	smm-plan calendar.yaml >posts.jsonl
	{
		grep -E '"id":"(short|long2?)@' posts.jsonl | smm-approve --yes --by ben --now 2026-12-01T09:20:00+01:00 -
		smm-approve --yes --by ben --now 2026-12-01T10:31:00+01:00 <(grep '"id":"soon@' posts.jsonl)
		jq -c 'select(.entry == "never") | { type: "approval", id, digest, by: "anna", at: "2026-12-01T09:20:00+01:00" }' posts.jsonl # who wrote it
	} >approvals.jsonl
	smm-hold on --reason storm --by eve --allow masto --now 2026-12-01T09:30:00+01:00 >holds.jsonl
	smm-hold off --by eve --now 2026-12-01T09:47:00+01:00 >>holds.jsonl
	cat approvals.jsonl holds.jsonl >journal.jsonl
	simulate --every 15 --journal journal.jsonl >simulated.jsonl
	# the same runs of smm-post: what a post becomes, when it becomes something else
	for at in 09:00 09:15 09:30 09:45 10:00 10:15 10:30 10:45; do
		now=2026-12-01T$at:00+01:00
		smm-hold off >/dev/null
		[[ "$at" < 09:30 || "$at" > 09:46 ]] ||
			smm-hold on --reason storm --by eve --allow masto --now 2026-12-01T09:30:00+01:00 >/dev/null
		jq -c --arg now "$now" 'select(.at <= $now)' approvals.jsonl >so_far.jsonl
		smm-post --now "$now" --approvals so_far.jsonl posts.jsonl 2>>post.err | jq -c --arg at "$at" \
		    --slurpfile p posts.jsonl '.id as $id | select(any($p[]; .id == $id and .at <= "2026-12-01T\($at):00+01:00")) | [$at, .status, .id]' >>runs.jsonl || true
	done
	jq -rs 'group_by(.[2])[] | (reduce .[] as $r ([]; if .[-1][1] == $r[1] then . else . + [$r] end))[] | join(" ")' runs.jsonl |
		sed 's/ done / planned /' | sort >real
	told <simulated.jsonl >played
	diff played real
	for status in planned held unapproved missed retry waiting; do grep -q " $status " played || { echo "no $status"; cat played; false; }; done
	jq -s -e --slurpfile s "$ROOT/schema/result.schema.json" 'all(keys - ($s[0].properties | keys) == [])' simulated.jsonl
}

@test "for people: time, what, why, and the sum" {
	sed -i 's/^gap: 0$/cap: 1/' smm.yaml
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x' 'id: b, at: 2026-12-01 10:00, accounts: [masto], text: y' \
	    'id: c, at: 2026-12-01 09:00, accounts: [masto], text: z, state: review' 'id: d, at: 2026-12-03 09:00, accounts: [masto], text: w'
	run --separate-stderr simulate -f text
	[ "$status" = 0 ]
	diff - <<-'E' <(echo "$output")
		2026-12-01 09:00  sends a@masto
		                  leaves c@masto: its state is review
		2026-12-01 10:00  waits b@masto: the account's cap of 1 posts a day is reached
		3 posts, 1 sent, 0 missed, 1 not ready, 1 still waiting
	E
	run --separate-stderr smm-plan --simulate 2026-12-01..2026-12-04 -f text calendar.yaml
	[ "${lines[3]}" = '2026-12-01 12:05  misses b@masto: 7500 s late, 7200 allowed' ] || { echo "$output"; false; }
	[ "${lines[5]}" = '4 posts, 2 sent, 1 missed, 1 not ready' ]
}

@test "costs: by the network's price list, or as the account says; not beyond what may be spent" {
	cat >>smm.yaml <<-E
		  - { name: ex, network: x, secret: { file: secrets/masto }, spend: { day: 0.23 } }
		  - { name: dear, network: mastodon, server: "http://127.0.0.1:1", secret: { file: secrets/masto }, spend: { call: 0.5 } }
	E
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [ex, dear], text: x, thread: [y]' 'id: b, at: 2026-12-01 09:00, accounts: [ex], text: "https://a.example"' \
	    'id: c, at: 2026-12-01 10:00, accounts: [ex], text: z'
	simulate >out.jsonl
	[ "$(jq -c 'select(.status == "planned") | [.id, .cost, .currency]' out.jsonl | sort | paste -sd' ')" = '["a@dear",1000000,null] ["a@ex",30000,"USD"] ["b@ex",200000,"USD"]' ] || { cat out.jsonl; false; }
	[ "$(jq -r 'select(.id == "c@ex") | .status + " " + .error.message' out.jsonl)" = "retry the request would cost more than is left of the day's 230000 micros" ]
	[[ "$(simulate -a ex -f text | tail -1)" == *'; cost 0.23 USD' ]]
}

@test "what the journal says is out is not sent again; a year every minute ends" {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto, bsky], text: x'
	echo '{"type":"result","id":"a@masto","op":"publish","status":"done"}' >j.jsonl
	[ "$(simulate --journal j.jsonl | told)" = '09:00 planned a@bsky' ]
	[ "$(timeout 20 smm-plan --simulate 2026-01-01..2027-01-01 --every 1 calendar.yaml | wc -l)" = 2 ]
}

@test "wrong spans, wrong companions, wrong entries, a full disk" {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x' 'id: b, at: 2026-02-30 09:00, accounts: [masto], text: x'
	for span in x 2026-12-01 2026-12-02..2026-12-01 2026-12-01..2026-12-32 ..2026-12-01 2026-12-01..; do
		run smm-plan --simulate "$span" calendar.yaml
		[ "$status" = 64 ] && [[ "$output" == *"$span"* ]] || { echo "$span: $output"; false; }
	done
	for more in --lint --check '-f html' '--every 0' '--from 2026-12-01T00:00:00Z' --suggest; do
		# shellcheck disable=SC2086
		run smm-plan --simulate 2026-12-01..2026-12-02 $more calendar.yaml
		[ "$status" = 64 ] || { echo "$more: $status $output"; false; }
	done
	run --separate-stderr simulate
	[ "$status" = 65 ] && [[ "$stderr" == *'entry b'* ]] && [ "$(told <<<"$output")" = '09:00 planned a@masto' ]
	run bash -c 'smm-plan --simulate 2026-12-01..2026-12-02 calendar.yaml >/dev/full'
	[ "$status" = 74 ]
}

# insta: an account of Instagram's, and the posts of a calendar for it, from N1 to N2, one a minute from 09:00 on
insta() {
	printf '  - { name: insta, network: instagram, server: "http://127.0.0.1:%s", user: "17", secret: { file: secrets/insta } }\n' \
		"$PORT" >>smm.yaml
	(umask 077 && echo token-17 >secrets/insta)
	echo 'entries:' >calendar.yaml
	for i in $(seq "$1" "$2"); do
		printf '  - { id: i%03d, at: "2026-12-01 %02d:%02d", accounts: [insta], late: 2d, text: "n %d", media: [{ url: "https://cdn.test/1.jpg", alt: y }] }\n' \
			"$i" $((9 + i / 60)) $((i % 60)) "$i"
	done >>calendar.yaml
}

@test "what a network takes of an account in a day: as smm-post meets it" {
	sim_start
	brand_files
	insta 1 104
	smm-plan calendar.yaml >posts.jsonl
	smm-plan --simulate 2026-12-01T08:59:00+01:00..2026-12-01T11:30:00+01:00 --every 75 calendar.yaml >simulated.jsonl
	for at in 08:59 10:14 11:29; do
		smm-post --now "2026-12-01T$at:00+01:00" posts.jsonl 2>>post.err | jq -c --arg at "$at" \
		    '[$at, .status, .id] | select(.[1] != "waiting")' >>runs.jsonl || true
	done
	jq -rs 'group_by(.[2])[] | (reduce .[] as $r ([]; if .[-1][1] == $r[1] then . else . + [$r] end))[] | join(" ")' runs.jsonl |
		sed 's/ done / planned /' | sort >real
	told <simulated.jsonl >played
	diff played real
	[ "$(grep -c ' planned ' played)" = 100 ] && grep -q '^11:29 retry i101@insta$' played
	[ "$(jq -r 'select(.id == "i101@insta") | .error.message' simulated.jsonl)" = 'the network takes 100 posts of the account in 24 h' ]
	# from where the ledger stands: the hundred count for a day, and are not sent again
	calendar 'id: next, at: 2026-12-02 08:00, accounts: [insta], late: 2d, text: y, media: [{ url: "https://cdn.test/1.jpg", alt: y }]'
	next() { smm-plan --simulate 2026-12-02T08:00:00+01:00..2026-12-02T12:00:00+01:00 --every 60 "$@" calendar.yaml | told; }
	[ "$(next)" = $'08:00 retry next@insta\n11:00 planned next@insta' ] # 75 left at 10:14
	[ "$(next -s sqlite:none.db)" = '08:00 planned next@insta' ] && [ ! -e none.db ]
	jq -c 'select(.status == "planned") | .status = "done"' simulated.jsonl >journal.jsonl
	[ "$(next -s sqlite:none.db --journal journal.jsonl)" = $'08:00 retry next@insta\n11:00 planned next@insta' ] # by the journal
}

@test "what a server has told: obeyed, from the ledger or the journal, of the account and of the app" {
	sim_start --fault '429=5400,on=POST /api/v1/statuses,times=1'
	brand_files
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], late: 1d, text: x' 'id: b, at: 2026-12-01 09:05, accounts: [masto, bsky], late: 1d, text: y'
	smm-plan calendar.yaml >posts.jsonl
	run --separate-stderr smm-post --now 2026-12-01T09:02:00+01:00 posts.jsonl
	[ "$status" = 75 ]
	echo "$output" >journal.jsonl
	simulate --every 15 | told >played
	simulate --every 15 -s sqlite:none.db --journal journal.jsonl | told >by_journal
	for at in 09:15 09:30 09:45 10:00 10:15 10:30 10:45; do
		smm-post --now "2026-12-01T$at:00+01:00" posts.jsonl 2>>post.err | jq -r "\"$at \(.status) \(.id)\"" || true
	done | sort -k3 -k1 | awk '$2 != was[$3] { was[$3] = $2; sub("done", "planned"); print }' | sort >runs
	diff <(sed 's/^09:00 \(.*a@masto\)$/09:15 \1/' played | sort) runs # 09:00 was before the server spoke
	diff <(grep -v a@masto by_journal) <(grep -v a@masto runs)
	[ "$(grep a@masto by_journal)" = '09:00 planned a@masto' ] # nor does the journal know of it then
	# all accounts of the app, which a ledger of its own knows of
	echo '{"type":"named","name":"limit:mastodon http://127.0.0.1:'"$PORT"'","value":"1796115900000"}' | smm-post -s sqlite:app.db --import # 10:05
	simulate -s sqlite:app.db --every 15 >out.jsonl
	diff <(told <out.jsonl | grep masto) <(printf '%s@masto\n' '09:00 retry a' '09:15 retry b' '10:15 planned a' '10:15 planned b')
	jq -e -s 'any(.[]; .error.message == "the network wants to hear nothing more from this app for now")' out.jsonl >/dev/null
}
