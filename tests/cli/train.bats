#!/usr/bin/env bats
# cm-train: lines in, a model out, measured; and what cannot be used

bats_require_minimum_version 1.5.0
load lib.bash

setup() {
	brand_begin
	seq 30 | sed 's/.*/{"text":"where is my parcel &","label":"delivery"}\n{"text":"the app crashes &","label":"app"}\n{"text":"how much is it &","label":"price"}/' >own.jsonl
}
teardown() { brand_end; }

@test "a model is trained, measured, and the same each time" {
	run --separate-stderr cm-train -m a.model own.jsonl
	[ "$status" = 0 ]
	[ "$(jq -r '.type, .lines, .accuracy == 1' <<<"$output" | xargs)" = "quality 9 true" ]
	[[ "$stderr" == *"delivery"* ]]
	cm-train -q -m b.model <own.jsonl >out 2>err
	[ ! -s err ]
	cmp a.model b.model
}

@test "it is tested on other lines, and labels it does not know are said" {
	cm-train -q -m a.model own.jsonl
	printf '%s\n' '{"text":"my parcel is late","label":"delivery"}' '{"text":"x","label":"other"}' >new.jsonl
	run --separate-stderr cm-train -t a.model new.jsonl
	[ "$status" = 0 ]
	[ "$(jq -r '.lines, .confusion.delivery.delivery' <<<"$output" | xargs)" = "1 1" ]
	[[ "$stderr" == *"1 lines have a label that the model does not know"* ]]
}

@test "--form: the same words, told apart by how long the text is" {
	seq 120 | awk '{
		printf "{\"text\":\""
		for (n = $1 % 2 ? 4 : 40; n; n--) printf "w%d ", int(rand() * 9)
		printf "\",\"label\":\"l%d\"}\n", $1 % 2 }' >form.jsonl
	cm-train -q -f -m form.model form.jsonl | jq -e '.accuracy == 1'
	cm-train -q -t form.model form.jsonl | jq -e '.accuracy == 1'
	cm-train -q -m words.model form.jsonl >/dev/null
	refute cmp -s form.model words.model
	for i in $(seq 40); do
		echo '{"text":"look at this https://cats.example/'"$i"'","label":"talk"}'
		echo '{"text":"look at this https://WIN.example/x?ref='"$i"'","label":"advert"}'
	done >links.jsonl
	cm-train -q -f -m links.model links.jsonl | jq -e '.accuracy == 1'
	cm-train -q -m words.model links.jsonl | jq -e '.accuracy < 1'
}

@test "--contrast: the same lines, another model, the same each time" {
	cm-train -q -c -m a.model own.jsonl | jq -e '.accuracy == 1'
	cm-train -q -c -m b.model own.jsonl >out
	cm-train -q -m c.model own.jsonl >out
	cmp a.model b.model
	refute cmp -s a.model c.model
}

@test "--around: what stands on both sides of any word is learnt" {
	for i in $(seq 60); do
		echo '{"text":"ends w'"$i"' here","label":"closed"}'
		echo '{"text":"here w'"$i"' ends","label":"open"}'
	done >between.jsonl
	cm-train -q --around -m around.model between.jsonl | jq -e '.accuracy == 1'
	cm-train -q -m plain.model between.jsonl >out
	refute cmp -s around.model plain.model
	printf '%s\n' '{"text":"ends never here","label":"closed"}' '{"text":"here never ends","label":"open"}' >fresh.jsonl
	cm-train -q -t around.model fresh.jsonl | jq -e '.accuracy == 1'
}

@test "--ridge: a word that was met once counts for less beside one that was met often" {
	{
		for i in $(seq 45); do
			echo '{"text":"great","label":"good"}'
			echo '{"text":"awful","label":"bad"}'
		done
		echo '{"text":"great zyxw","label":"bad"}'
	} >once.jsonl
	echo '{"text":"great zyxw","label":"good"}' >asked.jsonl
	cm-train -q --epochs 50 --decay 2000 -m plain.model once.jsonl >out
	cm-train -q --epochs 50 --decay 2000 --ridge -m ridge.model once.jsonl >out
	cm-train -q --epochs 50 --decay 2000 --ridge -m again.model once.jsonl >out
	cmp ridge.model again.model
	cm-train -q -t ridge.model asked.jsonl | jq -e '.accuracy == 1'
	cm-train -q -t plain.model asked.jsonl | jq -e '.accuracy == 0'
}

@test "--about names the data sets" {
	cm-train -q -m a.model --source 'one, MIT' --source 'two, CC BY 4.0' own.jsonl
	[ "$(cm-train -A a.model | jq -r '.sources[]' | xargs)" = "one, MIT two, CC BY 4.0" ]
	for m in "$ROOT"/share/models/*.model; do
		[ "$(cm-train -A "$m" | jq '.sources | length')" -ge 2 ]
		[ "$(cm-train -A "$m" | jq -r '.sources[]' | grep -c sha256:)" = "$(cm-train -A "$m" | jq '.sources | length')" ]
	done
	[ "$(cat "$ROOT"/share/models/*.model | wc -c)" -le 4194304 ]
}

@test "a bad line is named and kept, the rest is used" {
	{ cat own.jsonl; echo '{"text":"x"}'; echo nonsense; } >bad.jsonl
	run --separate-stderr cm-train -q -m a.model --rejects rejected bad.jsonl
	[ "$status" = 65 ]
	[[ "$stderr" == *"bad.jsonl:91: "*label* ]]
	[ "$(wc -l <rejected)" = 2 ]
	[ -s a.model ]
}

@test "too few lines, no model, an altered one, a full disk" {
	run cm-train -m a.model /dev/null
	[ "$status" = 65 ]
	run cm-train own.jsonl
	[ "$status" = 64 ]
	[[ "$output" == *"--model"* ]]
	run cm-train -m a.model --bits 40 own.jsonl
	[ "$status" = 64 ]
	run cm-train -q -m /dev/full own.jsonl
	[ "$status" = 74 ]
	run bash -c 'cm-train -q -m a.model own.jsonl >/dev/full'
	[ "$status" = 74 ]
	cm-train -q -m a.model own.jsonl
	head -c 5000 a.model >cut.model
	run cm-train -t cut.model own.jsonl
	[ "$status" = 78 ]
	[[ "$output" == *"cut short"* ]]
	printf x | dd of=a.model bs=1 seek=3000 conv=notrunc 2>/dev/null
	run cm-train -t a.model own.jsonl
	[ "$status" = 78 ]
	[[ "$output" == *"altered"* ]]
}
