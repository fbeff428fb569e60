#!/usr/bin/env bats
# several machines that share a ledger in PostgreSQL: here folders of one machine that share nothing else

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() { postgres_begin; }
teardown_file() { postgres_end; }

setup() {
	brand_begin
	postgres_url
}
teardown() { brand_end; }

@test "a session that all get from one helper is renewed by one machine" {
	local i pids=()
	write_helper
	x_brand 4 "helper: $PWD/helper"
	(umask 077 && echo "$OLD" >kept.x)
	sed -i "1i store: $URL" smm.yaml
	for i in 1 2 3 4; do
		mkdir "m$i"
		cp -r smm.yaml secrets "m$i"
		(cd "m$i" && smm-auth check x >out.jsonl 2>err) &
		pids+=($!)
	done
	for i in "${pids[@]}"; do wait "$i"; done
	[ "$(jq -r .status m?/out.jsonl | sort | uniq -c | tr -s ' ')" = ' 4 ok' ]
	[ "$(jq -r '.token + " " + .refresh_token' kept.x)" = 'A2 R2' ]
	kill "$SIM"
	wait "$SIM" # ends with 1 when anything else was asked
	SIM=
}

@test "a ledger that cannot be reached: nothing is renewed without its lock" {
	write_helper
	x_brand 0 "helper: $PWD/helper"
	(umask 077 && echo "$OLD" >kept.x)
	sed -i '1i store: postgresql://127.0.0.1:1/none' smm.yaml
	run -75 --separate-stderr smm-auth refresh x
	[[ $stderr == *'cannot reach the ledger postgresql://127.0.0.1:1/none'* ]]
	[ "$(cat kept.x)" = "$OLD" ]
}
