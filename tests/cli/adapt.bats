#!/usr/bin/env bats
# smm-plan: one text becomes what each network wants

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	brand_files
	cat >strategy.yaml <<-'E'
		mentions: { mill: { mastodon: "@moulin@art.example", default: "le Moulin" } }
		hashtags:
		  sets: { craft: ["#FaitMain", "#Papier", "#Lampe"], place: ["#Auvergne"] }
		  caps: { mastodon: 3, default: 2 }
		campaigns: [{ id: winter }]
		utm: { source: "{{network}}", medium: social, campaign: "{{campaign}}", hosts: [atelier.example] }
	E
}
teardown() { brand_end; }

# entry MEMBERS: a calendar of one entry for both accounts; text ACCOUNT: what became of it.
entry() {
	printf 'strategy: strategy.yaml\nentries:\n  - { id: a, at: 2026-12-01 09:00, accounts: [masto, bsky], %s }\n' "$1" >calendar.yaml
}
text() { smm-plan -a "$1" calendar.yaml | jq -r "${2:-.text}"; }

# wrong STATUS WORDS: the calendar is refused with this status, and the message has the words.
wrong() {
	run --separate-stderr smm-plan calendar.yaml
	[ "$status" = "$1" ] || { echo "status $status: $stderr"; return 1; }
	[[ "$stderr" == *"$2"* ]] || { echo "said: $stderr"; return 1; }
}

@test "mentions are called what the network calls them" {
	entry 'text: "Avec {@mill}.", thread: ["Merci {@mill} !"]'
	[ "$(text masto '[.text, .thread[0]] | join("|")')" = 'Avec @moulin@art.example.|Merci @moulin@art.example !' ]
	[ "$(text bsky)" = 'Avec le Moulin.' ]
	entry 'text: "Avec {@mil}."'
	wrong 65 'calendar.yaml:3: entry a, account masto: {@mil} is nobody, the nearest of `mentions` is {@mill}'
	sed -i 's/, default: "le Moulin"//' strategy.yaml
	entry 'text: "Avec {@mill}."'
	wrong 65 'account bsky: {@mill} has no name on bluesky'
	[ "$(jq -r .account <<<"$output")" = masto ]
}

@test "UTM: on the link and in the texts, once, before the fragment, behind what is there, nowhere else" {
	entry 'campaign: winter, text: "https://atelier.example/a?x=1#f et https://other.example/", link: "https://www.atelier.example/b?utm_source=me"'
	[ "$(text masto)" = 'https://atelier.example/a?x=1&utm_source=mastodon&utm_medium=social&utm_campaign=winter#f et https://other.example/' ]
	[ "$(text bsky .link)" = 'https://www.atelier.example/b?utm_source=me&utm_medium=social&utm_campaign=winter' ]
	entry 'text: x, link: "https://atelier.example/"'
	[ "$(text bsky .link)" = 'https://atelier.example/?utm_source=bluesky&utm_medium=social' ]
}

@test "hashtags: behind the text, those that are there count, capped by network" {
	entry 'text: "Bonjour #papier", hashtags: [craft, place]'
	[ "$(text masto)" = $'Bonjour #papier\n\n#FaitMain #Lampe' ]
	[ "$(text bsky)" = $'Bonjour #papier\n\n#FaitMain' ]
	entry 'text: "Bonjour", hashtags: craft, bsky: { hashtags: }'
	[ "$(text bsky)" = Bonjour ]
	entry 'text: "Bonjour", hashtags: crft'
	wrong 65 'strategy.yaml has no set of hashtags "crft", the nearest is "craft"'
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], text: x, hashtags: craft'
	wrong 65 'there is no strategy, and no set of hashtags "craft"'
}

@test "hashtags: without room they are left out, and named; in the first comment they have room" {
	long=$(head -c 285 /dev/zero | tr '\0' a)
	entry "text: \"$long\", hashtags: craft"
	run --separate-stderr smm-plan -a bsky calendar.yaml
	[ "$status" = 0 ]
	[ "$(jq -r .text <<<"$output")" = "$long"$'\n\n#FaitMain' ]
	[[ "$stderr" == *'calendar.yaml:3: entry a, account bsky: no room for the hashtags from #Papier on, they are left out'* ]]
	sed -i 's/^  caps:/  place: { bluesky: first_comment }\n  caps:/' strategy.yaml
	[ "$(text bsky '[.text, .first_comment] | join("|")')" = "$long|#FaitMain #Papier" ]
	[ "$(text masto .first_comment)" = null ]
}

@test "split: a long text becomes a thread that fits, numbered if asked; the network's own count" {
	para=$(for i in $(seq 12); do echo -n "Phrase numéro $i, assez longue. "; done)
	entry "text: \"$para\\n\\n$para\", split: numbered, link: https://atelier.example/"
	smm-plan calendar.yaml >posts.jsonl
	jq -s -e 'map(.thread | length) == [1, 2]' posts.jsonl
	[ "$(text bsky '.text[-4:] + .thread[1][-4:]')" = ' 1/3 3/3' ]
	[ "$(text bsky '[.text, .thread[]] | map(length) | max <= 300')" = true ]
	entry "text: \"$para\\n\\n$para\""
	wrong 65 'graphemes, 500 allowed'
	sed -i '1i split: true' calendar.yaml
	[ "$(text masto '.thread | length')" = 1 ]
	entry "text: \"https://atelier.example/$(head -c 400 /dev/zero | tr '\0' a)\", split: true"
	wrong 65 'account bsky: split: "https://atelier.example/'
	entry 'text: short, split: numbered'
	[ "$(text bsky '[.text, .thread]|tostring')" = '["short",null]' ]
	entry 'text: short, split: yes'
	wrong 65 'expected true, numbered or false'
}

@test "variables in variables; in a circle they are an error" {
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], variables: { a: "<{{b}}>", b: "{{account}}" }, text: "{{a}}"'
	[ "$(text masto)" = '<masto>' ]
	calendar 'id: a, at: 2026-12-01 09:00, accounts: [masto], variables: { a: "{{b}}", b: "{{a}}" }, text: "{{a}}"'
	wrong 65 'calendar.yaml:2: entry a, account masto: variables need each other: a → b → a'
}

@test "a hashtag of 300 characters, and other things that are none" {
	printf 'hashtags: { sets: { a: ["#%s"] } }\n' "$(head -c 300 /dev/zero | tr '\0' a)" >strategy.yaml
	entry 'text: x'
	wrong 65 'strategy.yaml:1:25: the hashtag has 300 graphemes, 64 are allowed'
	echo 'hashtags: { place: { mastodon: below } }' >strategy.yaml
	wrong 65 'strategy.yaml:1:32: found "below", expected text or first_comment'
}

@test "the first comment leaves as our answer to the post, once, on both networks" {
	sim_start
	brand_files
	entry 'text: "Le post", thread: ["suite"], first_comment: "Le lien : https://other.example/"'
	post_all
	post_all || true
	[ "$(count_published)" = 6 ]
	curl -sS "http://127.0.0.1:$PORT/sim/posts" >there.jsonl
	grep -c 'Le lien : https://other.example/' there.jsonl | grep -qx 2
	jq -rs 'map(select(.path == "/api/v1/statuses")) | .[2].body' received.jsonl >comment
	[ "$(grep -oE 'in_reply_to_id(%3D|=|": *")[0-9]+' comment | head -1)" = \
	    "$(jq -rs 'map(select(.path == "/api/v1/statuses")) | .[1].body' received.jsonl | grep -oE 'in_reply_to_id(%3D|=|": *")[0-9]+' | head -1)" ]
}
