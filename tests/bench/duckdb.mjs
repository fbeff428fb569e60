// duckdb.mjs - one query in DuckDB, in this process; the rows as JSON lists, one a line
// usage: DUCKDB=FOLDER node duckdb.mjs THREADS SQL       FOLDER holds node_modules/@duckdb/node-api
import { createRequire } from "node:module";

const { DuckDBInstance } = createRequire(process.env.DUCKDB + "/x.js")("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", { threads: process.argv[2] });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(process.argv[3]);
for (const row of reader.getRows())
	console.log(JSON.stringify(row, (_, v) => (typeof v === "bigint" ? Number(v) : v)));
