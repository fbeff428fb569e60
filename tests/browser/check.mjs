// check.mjs - looks at pages in headless Chromium; prints TAP. usage: node check.mjs PAGE ...
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.SHOTS;
const widths = [400, 800, 1600];
let count = 0, failed = 0;

function ok(held, what, more) {
	console.log(`${held ? "ok" : "not ok"} ${++count} - ${what}`);
	if (!held && more)
		console.log(String(more).split("\n").map(line => `# ${line}`).join("\n"));
	failed += !held;
}

async function open(browser, file, options) {
	const context = await browser.newContext({ bypassCSP: true, ...options });
	const page = await context.newPage();
	const seen = { requests: [], errors: [] };
	page.on("request", r => r.url().startsWith("data:") || seen.requests.push(r.url()));
	page.on("pageerror", e => seen.errors.push(e.message));
	page.on("console", m => m.type() === "error" && seen.errors.push(m.text()));
	page.on("dialog", d => { seen.errors.push(`dialog: ${d.message()}`); d.dismiss(); });
	await page.goto(`file://${resolve(file)}`);
	return { context, page, seen };
}

// Only the page itself is asked for; no policy is broken, no script runs, nothing is wider than the window.
async function alone(browser, file) {
	for (const width of widths) {
		const { context, page, seen } = await open(browser, file, { viewport: { width, height: 900 }, bypassCSP: false });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		ok(seen.requests.length === 1 && !seen.errors.length, `${file}, ${width} px: no request, no error`,
			[...seen.requests, ...seen.errors].join("\n"));
		ok(wide <= width, `${file}, ${width} px: nothing beside the window`, `${wide} px`);
		const beside = await page.evaluate(() => [...document.querySelectorAll("td li a")].filter((a) =>
			a.getBoundingClientRect().right > a.closest("td").getBoundingClientRect().right).length);
		ok(beside === 0, `${file}, ${width} px: nothing beside its day`, `${beside} posts`);
		if (shots) {
			mkdirSync(shots, { recursive: true });
			await page.screenshot({ path: join(shots, `${basename(file, ".html")}-${width}.png`) });
		}
		await context.close();
	}
}

async function accessible(browser, file) {
	for (const [name, options] of [["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }],
	    ["small", { viewport: { width: 400, height: 800 } }]]) {
		const { context, page } = await open(browser, file, { viewport: { width: 1200, height: 900 }, ...options });
		await page.evaluate(axe);
		const { violations } = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
			"wcag22aa", "best-practice"] }));
		ok(!violations.length, `${file}, ${name}: axe finds nothing`, violations.map(v =>
			`${v.id}: ${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`).join("\n"));
		if (shots && name === "dark")
			await page.screenshot({ path: join(shots, `${basename(file, ".html")}-dark.png`) });
		await context.close();
	}
}

// A report: every chart says what it shows and has its numbers beside it, which open by keys alone.
async function charts(browser, file) {
	const { context, page } = await open(browser, file, { viewport: { width: 1200, height: 900 }, bypassCSP: false });
	const drawn = await page.locator("figure svg[role=img]").count();
	const named = await page.evaluate(() => [...document.querySelectorAll("figure svg")].filter(s =>
		s.getAttribute("aria-labelledby").split(" ").every(id => document.getElementById(id)?.textContent)).length);
	ok(drawn > 5 && named === drawn, `${file}: every chart has a title and a description`, `${named} of ${drawn}`);
	ok(await page.locator("figure details table").count() === drawn, `${file}: and its numbers as a table`);
	const outside = await page.evaluate(() => [...document.querySelectorAll("figure svg text")].filter(t => {
		const box = t.getBoundingClientRect(), svg = t.ownerSVGElement.getBoundingClientRect();
		return box.left < svg.left - 1 || box.right > svg.right + 1 || box.top < svg.top - 1 || box.bottom > svg.bottom + 1;
	}).map(t => t.textContent));
	ok(!outside.length, `${file}: no word is cut at the edge of a chart`, outside.join(", "));
	await page.locator("figure summary").first().focus();
	await page.keyboard.press("Enter");
	ok(await page.locator("figure table:visible").count() === 1, `${file}: the numbers open by Enter`);
	await page.keyboard.press("Enter");
	if (shots)
		await page.screenshot({ path: join(shots, `${basename(file, ".html")}-whole.png`), fullPage: true });
	await context.close();
}

// The first key leads past the header; every box of the filter is reached and switched by keys alone.
async function keyboard(browser, file) {
	const { context, page } = await open(browser, file, { viewport: { width: 1200, height: 900 }, bypassCSP: false });
	const count = kind => page.locator(`${kind}:visible`).count();
	const all = await count("article");
	await page.keyboard.press("Tab");
	ok(await page.evaluate(() => document.activeElement.getAttribute("href")) === "#main", `${file}: the first stop is the way past`);
	const boxes = await page.locator("input[type=checkbox]").count();
	let reached = 0, first = null;
	for (let i = 0; i < 40 && reached < boxes; i++) {
		await page.keyboard.press("Tab");
		const id = await page.evaluate(() => document.activeElement.type === "checkbox" ? document.activeElement.id : null);
		reached += id !== null;
		if (id !== null && first === null) {
			first = id;
			await page.keyboard.press("Space");
			const left = await count("article");
			ok(left > 0 && left < all, `${file}: a box switched off hides its posts`, `${left} of ${all}`);
			ok(await page.locator(`article.${id.slice(1)}:visible`).count() === 0, `${file}: all of them`);
		}
	}
	ok(reached === boxes && boxes > 1, `${file}: every box is reached by Tab`, `${reached} of ${boxes}`);
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	ok(await count("article") === all, `${file}: and the button shows all again`);
	await context.close();
}

async function printed(browser, file) {
	const { context, page } = await open(browser, file, { javaScriptEnabled: false });
	const pdf = await page.pdf({ preferCSSPageSize: true, path: shots ? join(shots, `${basename(file, ".html")}.pdf`) : undefined });
	const box = pdf.toString("latin1").match(/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/);
	ok(box && Math.abs(box[1] - 595) < 2 && Math.abs(box[2] - 842) < 2, `${file}: prints on A4`, box && box[0]);
	await context.close();
}

async function unscripted(browser, file) {
	const { context, page } = await open(browser, file, { javaScriptEnabled: false, bypassCSP: false });
	const html = readFileSync(file, "utf8");
	ok(!/<script/i.test(html), `${file}: no script in it`);
	ok(/<html lang="[a-z]/.test(html), `${file}: says its language`);
	ok(await page.locator("article:visible, figure:visible").count() > 0, `${file}: all of it is there without scripts`);
	await context.close();
}

const profile = mkdtempSync(join(tmpdir(), "smm-browser-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true,
	args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync"], env: { ...process.env, HOME: profile } });
try {
	for (const file of process.argv.slice(2)) {
		await alone(browser, file);
		await accessible(browser, file);
		if (/<section class="card summary"/.test(readFileSync(file, "utf8")))
			await charts(browser, file);
		else
			await keyboard(browser, file);
		await printed(browser, file);
		await unscripted(browser, file);
	}
} finally {
	await browser.close();
	rmSync(profile, { recursive: true, force: true });
}
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
