/*
 * peers.js - what npm packages make of the same texts, for the tables of make bench-text
 *
 * usage: node peers.js PACKAGE FOLDER <lines.jsonl     FOLDER: where npm has put the packages
 * Prints a line of JSON for each text, its label; then one with the messages a second of CPU time.
 */
const { createRequire } = require("module");
const { readFileSync } = require("fs");

const [, , name, folder] = process.argv;
const load = createRequire(`${folder}/here.js`);

const sign = (value, least) => (value >= least ? "pos" : value <= -least ? "neg" : "neu");

const packages = {
	"vader-sentiment": () => {
		const { SentimentIntensityAnalyzer: vader } = load("vader-sentiment");
		return (text) => sign(vader.polarity_scores(text).compound, 0.05);
	},
	sentiment: () => {
		const Sentiment = load("sentiment");
		const afinn = new Sentiment();
		return (text) => sign(afinn.analyze(text).score, 1);
	},
	"bad-words": () => {
		const Filter = load("bad-words");
		const filter = new Filter();
		return (text) => (filter.isProfane(text) ? "tox" : "ok");
	},
};

const texts = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line).text);
const label = packages[name]();
const start = process.cpuUsage();
const labels = texts.map(label);
const { user, system } = process.cpuUsage(start);
for (const l of labels)
	console.log(JSON.stringify({ label: l }));
console.log(JSON.stringify({ speed: texts.length / ((user + system) / 1e6) }));
