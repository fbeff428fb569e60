#!/usr/bin/env bats
# smm-approve, and smm-post where nothing leaves without approval

bats_require_minimum_version 1.5.0
load lib.bash

setup() { brand_begin; }
teardown() { brand_end; }

ONE='id: one, at: 2026-12-01 09:00, accounts: [masto], text: "Bonjour", media: [{ file: img/a.png, alt: "un détail" }]'

start() {
	sim_start
	brand_files
	pictures
	sed -i '1i approval: required' smm.yaml
	{ echo 'author: anna'; echo 'entries:'; echo "  - { $ONE }"; } >calendar.yaml
	smm-plan calendar.yaml >posts.jsonl
}

publish() { timeout 60 smm-post "$@" >results.jsonl 2>post.err; }

# answer KEYS COMMAND ...: with a terminal of its own, where KEYS are typed; what it showed is in tty.txt
answer() {
	python3 -c 'import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execvp("sh", ["sh", "-c", "exec " + sys.argv[2]])
shown = b""
for key in sys.argv[1]:
    while b"[q]uit: " not in shown.rpartition(b"\n")[2]:
        try: part = os.read(fd, 4096)
        except OSError: break
        if not part: break
        shown += part
    os.write(fd, (key + "\n").encode())
    shown += b"\n"
while True:
    try: part = os.read(fd, 4096)
    except OSError: break
    if not part: break
    shown += part
open("tty.txt", "wb").write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))' "$@"
}

@test "nothing leaves unapproved: exit 69; what is approved leaves" {
	start
	run publish posts.jsonl
	[ "$status" = 69 ]
	[ "$(result one@masto status)" = unapproved ]
	[[ "$(result one@masto error.message)" == *smm-approve* ]]
	[ "$(count_published)" = 0 ]
	run publish -n posts.jsonl
	[ "$status" = 69 ]
	smm-approve --yes --by ben --note "well done" posts.jsonl >approvals.jsonl
	[ "$(jq -c '[.type, .id, .by, .at, .note]' approvals.jsonl)" = '["approval","one@masto","ben","2026-12-01T09:00:05+01:00","well done"]' ]
	[ "$(jq -r .digest approvals.jsonl)" = "$(jq -r .digest posts.jsonl)" ]
	publish -n --approvals approvals.jsonl posts.jsonl
	[ "$(result one@masto status)" = planned ]
	publish --approvals approvals.jsonl posts.jsonl
	[ "$(result one@masto status)" = done ]
	[ "$(count_published)" = 1 ]
}

@test "approvals among the lines, before or behind the posts; they go to the output, too" {
	start
	smm-approve --yes --by ben posts.jsonl >approvals.jsonl
	cat posts.jsonl approvals.jsonl | publish
	[ "$(jq -r 'select(.type == "result") | .status' results.jsonl)" = done ]
	[ "$(jq -c 'select(.type == "approval")' results.jsonl)" = "$(jq -c . approvals.jsonl)" ]
}

@test "one character, one picture, one alt text, a forged digest: withdrawn" {
	start
	smm-approve --yes --by ben posts.jsonl >approvals.jsonl
	for edit in 's/Bonjour/Bonjoux/' 's/détail/detail/' 's/"state"/"warning":"x","state"/' 's/"state"/"thread":["et"],"state"/'; do
		sed "$edit" posts.jsonl >edited.jsonl # its digest is that of what was approved
		refute cmp -s posts.jsonl edited.jsonl
		run publish --approvals approvals.jsonl edited.jsonl
		[ "$status" = 69 ]
		[ "$(result one@masto status)" = unapproved ]
		[[ "$(result one@masto error.message)" == *"another content"* ]]
	done
	cp img/b.png img/a.png
	run publish --approvals approvals.jsonl posts.jsonl
	[ "$status" = 69 ]
	rm img/a.png
	run publish --approvals approvals.jsonl posts.jsonl
	[ "$status" = 69 ]
	[[ "$(result one@masto error.message)" == *a.png* ]]
	[ "$(count_published)" = 0 ]
	# a line written another way shows the same
	cp "$ROOT/examples/img/detail.png" img/a.png
	jq -c '{type, media, text: .text, id, account, network, at, author}' posts.jsonl >same.jsonl
	publish --approvals approvals.jsonl same.jsonl
	[ "$(count_published)" = 1 ]
}

@test "everything a post may have is in the digest that is computed anew" {
	start
	calendar 'id: all, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "a \"q\" é \\ b", link: "https://x.example/?a=b&c", title: t, lang: fr, thread: ["un", "deux"], options: { bluesky: { labels: [nudity] }, mastodon: { sensitive: true } }' \
		'id: poll, at: 2026-12-01 09:00, accounts: [masto], text: "q", warning: w, visibility: unlisted, poll: { options: ["a", "b"], ends_in: 1d, multiple: true }' \
		'id: media, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "", media: [{ file: img/a.png, alt: "x" }, { file: img/b.png, alt: "" }]'
	smm-plan calendar.yaml >posts.jsonl
	smm-approve --yes --by ben posts.jsonl >approvals.jsonl 2>err
	[ ! -s err ]
	[ "$(jq -r .digest posts.jsonl)" = "$(jq -r .digest approvals.jsonl)" ]
}

@test "the author cannot approve; nor who is not among those who may" {
	start
	run smm-approve --yes --by anna posts.jsonl
	[ "$status" = 69 ]
	[[ "$output" == *"somebody else"* ]]
	jq -c '{type: "approval", id, digest, by: "anna", at}' posts.jsonl >own.jsonl
	run publish --approvals own.jsonl posts.jsonl
	[ "$status" = 69 ]
	[[ "$(result one@masto error.message)" == *"anna wrote it"* ]]
	sed -i '1s/.*/approval: { policy: required, by: [carl] }/' smm.yaml
	smm-approve --yes --by ben posts.jsonl >approvals.jsonl
	run publish --approvals approvals.jsonl posts.jsonl
	[ "$status" = 69 ]
	[[ "$(result one@masto error.message)" == *"ben is not among"* ]]
	smm-approve --yes --by carl posts.jsonl >>approvals.jsonl
	publish --approvals approvals.jsonl posts.jsonl
	[ "$(count_published)" = 1 ]
}

@test "approval by account; and where the strategy asks for it" {
	start
	sed -i '1s/.*/approval: none/; s/name: masto,/name: masto, approval: required,/' smm.yaml
	calendar 'id: one, at: 2026-12-01 09:00, accounts: [masto, bsky], text: "Bonjour"'
	smm-plan calendar.yaml >posts.jsonl
	run publish posts.jsonl
	[ "$status" = 69 ]
	[ "$(result one@masto status)" = unapproved ]
	[ "$(result one@bsky status)" = done ]
	sed -i '1d; s/ approval: required,//' smm.yaml
	echo 'approval: { policy: required, by: [carl], accounts: [masto] }' >strategy.yaml
	sed -i '1i strategy: strategy.yaml' calendar.yaml
	smm-plan calendar.yaml >posts.jsonl
	run publish posts.jsonl
	[ "$status" = 69 ]
	[ "$(result one@masto status)" = unapproved ]
	smm-approve --yes --by ben posts.jsonl >approvals.jsonl
	run publish --approvals approvals.jsonl posts.jsonl
	[ "$status" = 69 ]
	smm-approve --yes --by carl posts.jsonl >approvals.jsonl
	publish --approvals approvals.jsonl posts.jsonl
	[ "$(result one@masto status)" = done ]
}

@test "a person is shown what is approved, and nothing that speaks to the terminal" {
	start
	calendar 'id: one, at: 2026-12-01 09:00, accounts: [masto], text: "un \e[31m rouge \u202e droite\nligne deux"' \
		'id: two, at: 2026-12-01 09:00, accounts: [masto], text: "Deux"' 'id: three, at: 2026-12-01 09:00, accounts: [masto], text: "Trois"'
	smm-plan calendar.yaml >posts.jsonl
	rc=0
	answer 'yn?q' 'smm-approve --by ben <posts.jsonl >approvals.jsonl' || rc=$?
	[ "$rc" = 69 ]
	[ "$(jq -r .id approvals.jsonl)" = "$(head -1 posts.jsonl | jq -r .id)" ]
	grep -q 'ligne deux' tty.txt
	refute grep -q $'\e' tty.txt
	refute grep -q $'\u202e' tty.txt
	rc=0
	answer q 'smm-approve --by ben posts.jsonl >approvals.jsonl' || rc=$?
	[ "$rc" = 69 ]
	[ ! -s approvals.jsonl ]
	answer yyy 'smm-approve --by ben posts.jsonl >approvals.jsonl'
	[ "$(wc -l <approvals.jsonl)" = 3 ]
	run setsid -w smm-approve --by ben posts.jsonl </dev/null
	[ "$status" = 64 ]
	[[ "$output" == *--yes* ]]
	[ "$(setsid -w smm-approve --by ben --approvals approvals.jsonl posts.jsonl | wc -l)" = 0 ] # nothing is left to ask
}

@test "signed by ssh-keygen: a missing, a wrong, a foreign signature does not count" {
	command -v ssh-keygen >/dev/null || skip "no ssh-keygen"
	start
	for who in ben carl; do ssh-keygen -q -t ed25519 -N '' -C '' -f "$who.key"; done
	echo "ben $(cat ben.key.pub)" >signers
	sed -i '1s/.*/approval: { policy: required, signers: signers }/' smm.yaml
	smm-approve --yes --by ben posts.jsonl >unsigned.jsonl
	run publish --approvals unsigned.jsonl posts.jsonl
	[ "$status" = 69 ]
	[[ "$(result one@masto error.message)" == *"not signed"* ]]
	smm-approve --yes --by ben --sign carl.key posts.jsonl >forged.jsonl
	run publish --approvals forged.jsonl posts.jsonl
	[ "$status" = 69 ]
	[[ "$(result one@masto error.message)" == *"not valid"* ]]
	smm-approve --yes --by ben --note x --sign ben.key posts.jsonl >signed.jsonl
	sed 's/"note":"x"/"note":"y"/' signed.jsonl >changed.jsonl
	run publish --approvals changed.jsonl posts.jsonl
	[ "$status" = 69 ]
	jq -c --slurpfile s signed.jsonl '.signature = $s[0].signature' unsigned.jsonl >moved.jsonl # another content of the signed list
	run publish --approvals moved.jsonl posts.jsonl
	[ "$status" = 69 ]
	[ "$(count_published)" = 0 ]
	run smm-approve --yes --by ben --sign nokey posts.jsonl
	[ "$status" = 77 ]
	publish --approvals signed.jsonl posts.jsonl
	[ "$(count_published)" = 1 ]
	[ -z "$(ls /tmp/smm-signature-* 2>/dev/null)" ]
}

@test "bad input: a bad file of approvals stops the run, a bad line does not; a full disk is told" {
	start
	echo '{"type":"approval","id":"one@masto"}' >bad.jsonl
	run smm-post --approvals bad.jsonl posts.jsonl
	[ "$status" = 65 ]
	[[ "$output" == *bad.jsonl:1* ]]
	[ "$(count_published)" = 0 ]
	run --separate-stderr bash -c '{ echo x; cat posts.jsonl; } | smm-approve --yes --by ben --rejects r'
	[ "$status" = 65 ]
	[ "$(wc -l <<<"$output")" = 1 ]
	[ "$(cat r)" = x ]
	run bash -c 'smm-approve --yes --by ben posts.jsonl >/dev/full'
	[ "$status" = 74 ]
	run smm-post --approvals nowhere posts.jsonl
	[ "$status" != 0 ]
	sed -i '1s/.*/approval: perhaps/' smm.yaml
	run smm-post posts.jsonl
	[ "$status" = 78 ]
	[[ "$output" == *"required or none"* ]]
}

@test "what was begun is finished as it was approved, whatever the plan says now" {
	start
	sim_stop
	sim_start --fault '429=60,on=POST /api/v1/statuses,times=1'
	sed -i "s#127.0.0.1:[0-9]*#127.0.0.1:$PORT#" smm.yaml
	smm-approve --yes --by ben posts.jsonl >approvals.jsonl
	run publish --approvals approvals.jsonl posts.jsonl
	[ "$status" = 75 ]
	sed 's/Bonjour/Autre/' posts.jsonl >edited.jsonl
	publish --now 2026-12-01T09:10:00+01:00 --approvals approvals.jsonl edited.jsonl
	[ "$(published)" = "masto Bonjour" ]
}
