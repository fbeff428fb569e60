#!/usr/bin/env bats
# the requests of the conversations beside what the networks have published of their APIs

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	SPECS=$ROOT/../shared/specs
	[ -d "$SPECS" ] || skip "the networks' descriptions are not there (../shared/specs)"
	cd "$ROOT" || return 1
}

contract() { python3 tests/net/contract.py "$SPECS" "$@"; }

# differ NETWORK: standard input has a request and, behind it, the words that are said of it; all are found.
differ() {
	local ask words wrong=()
	while IFS='|' read -r ask words; do
		echo "$ask" >>"$BATS_TEST_TMPDIR/asks"
		wrong+=("$words")
	done
	run -1 contract "$1" "$BATS_TEST_TMPDIR/asks"
	for words in "${wrong[@]}"; do
		[[ "$output" == *"$words"* ]] || { echo "not said: $words"; echo "$output"; return 1; }
	done
	[[ "$output" == *"${#wrong[@]} requests compared, ${#wrong[@]} differ" ]]
}

@test "Discourse, Pinterest, X, YouTube: method, path, parameters, bodies of every conversation" {
	for network in discourse pinterest x youtube; do
		contract "$network" tests/net/"$network"/*.jsonl
	done
}

@test "Facebook, Instagram, Threads: edges, parameters, values, fields of every conversation" {
	for network in facebook instagram threads; do
		python3 tests/net/contract_meta.py "$SPECS" "$network" tests/net/"$network"/*.jsonl
	done
}

@test "what differs from Meta's lists is found: edge, parameter, value, field, what is missing" {
	cat >"$BATS_TEST_TMPDIR/asks" <<-'E'
		{"ask":"POST https://net.test/v26.0/99/fed"}
		{"ask":"POST https://net.test/v26.0/99/feed","body":{"massage":"hi"}}
		{"ask":"POST https://net.test/v26.0/99/video_reels","body":{"upload_phase":"begin"}}
		{"ask":"GET https://net.test/v26.0/99/published_posts?fields=id,comments.limit(1){created}"}
		{"ask":"POST https://net.test/v26.0/99/video_reels","body":{"video_id":"1"}}
	E
	run -1 python3 tests/net/contract_meta.py "$SPECS" facebook "$BATS_TEST_TMPDIR/asks"
	for words in 'no such edge: POST fed' 'the unknown parameter massage' "upload_phase is 'begin'" \
		'the unknown field created' 'is missing: upload_phase' '5 requests compared, 5 differ'; do
		[[ "$output" == *"$words"* ]] || { echo "not said: $words"; echo "$output"; return 1; }
	done
	run -1 python3 tests/net/contract_meta.py "$SPECS" threads "$BATS_TEST_TMPDIR/asks"
	[[ "$output" == *'no such request'* ]]
}

@test "what differs is found: path, parameter, value, member, type, length" {
	differ pinterest <<-E
		{"ask":"PUT https://net.test/v5/pins/1"}|no such operation
		{"ask":"GET https://net.test/v5/boards?size=7"}|the unknown parameter size
		{"ask":"POST https://net.test/v5/boards","body":{"privacy":"PUBLIC"}}|body has no name
		{"ask":"POST https://net.test/v5/boards","body":{"name":"x","privacy":"OPEN"}}|body.privacy is 'OPEN'
		{"ask":"PATCH https://net.test/v5/pins/1","body":{"title":"$(printf 'x%.0s' $(seq 101))"}}|body.title has 101 characters
		{"ask":"POST https://net.test/v5/pins","body":{"media_source":{"source_type":"image_url"}}}|media_source is none of those
	E
	rm "$BATS_TEST_TMPDIR/asks"
	differ youtube <<-'E'
		{"ask":"GET https://net.test/youtube/v3/videos?id=x"}|the parameter part is missing
		{"ask":"POST https://net.test/youtube/v3/comments/setModerationStatus?id=a&moderationStatus=hidden"}|is 'hidden', one of
		{"ask":"PUT https://net.test/youtube/v3/videos?part=snippet","body":{"snippet":{"titel":"x"}}}|the unknown member titel
		{"ask":"PUT https://net.test/youtube/v3/videos?part=status","body":{"status":{"embeddable":"yes"}}}|boolean expected
		{"ask":"POST https://net.test/youtube/v3/comments?part=snippet"}|no body
	E
}

@test "nothing compared is nothing proved" {
	echo '{"reply":200}' >"$BATS_TEST_TMPDIR/asks"
	run -1 contract youtube "$BATS_TEST_TMPDIR/asks"
	[[ "$output" == *'0 requests compared'* ]]
}
