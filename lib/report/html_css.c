/*
 * html_css.c - the style that all pages share
 *
 * Pages use these variables: --paper --card --ink --muted --line --accent --wash, --good --warn --bad, and
 * --c0 to --c7 for series and categories. Text colours have a contrast of 4.5 to 1 at least on --paper and --card
 * (WCAG 2.2, 1.4.3), the colours of series 3 to 1 (1.4.11), in light and dark.
 */
#include "html_css.h"

#include <stddef.h>

const char *const html_css[] = {
	":root{color-scheme:light dark;--paper:#f6f5f2;--card:#fff;--ink:#1c1e22;--muted:#5a606b;--line:#d9d6cf;"
	    "--wash:#eceae4;--accent:#2454b8;--good:#1a6e3c;--warn:#8a5200;--bad:#b3261e;"
	    "--c0:#2a6fdb;--c1:#c2500c;--c2:#1f8a4c;--c3:#a43fb5;--c4:#9a6b00;--c5:#0c7f8c;--c6:#c2264f;--c7:#666b75}",
	"@media(prefers-color-scheme:dark){:root{--paper:#15171b;--card:#1e2126;--ink:#e9e8e4;--muted:#a4abb6;"
	    "--line:#363a42;--wash:#282c33;--accent:#8fb4ff;--good:#74d39a;--warn:#f0bd5a;--bad:#ff9a90;"
	    "--c0:#6aa5ff;--c1:#ff9a62;--c2:#5fcd8e;--c3:#dc8ced;--c4:#e6b850;--c5:#56c9d8;--c6:#ff86a3;--c7:#aab0bb}}",
	"*,::before,::after{box-sizing:border-box}",
	"html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}",
	"@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}",
	"body{margin:0 auto;max-width:88rem;padding:1.5rem clamp(.75rem,3vw,2.5rem) 3rem;background:var(--paper);"
	    "color:var(--ink);font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",Ubuntu,"
	    "\"Helvetica Neue\",Arial,sans-serif,\"Noto Color Emoji\",\"Apple Color Emoji\",\"Segoe UI Emoji\"}",
	"h1,h2,h3,h4{line-height:1.2;text-wrap:balance;margin:0}",
	"h1{font-size:clamp(1.5rem,1.1rem + 1.6vw,2.1rem);letter-spacing:-.02em}",
	"h2{font-size:1.3rem;margin:2.25rem 0 .75rem;letter-spacing:-.01em}",
	"h3{font-size:1.05rem;margin:1.5rem 0 .5rem}",
	"p{margin:.5rem 0}",
	"a{color:var(--accent);text-underline-offset:.15em}",
	"img,svg{max-width:100%;height:auto}",
	":focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}",
	".skip{position:absolute;left:-99rem;top:.5rem;padding:.5rem 1rem;background:var(--card);z-index:9}",
	".skip:focus{left:.5rem}",
	".muted{color:var(--muted)}",
	".good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}",
	".hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);"
	    "white-space:nowrap;border:0}",
	".card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem}",
	".scroll{overflow-x:auto}",
	"table{border-collapse:collapse;font-variant-numeric:tabular-nums}",
	"th,td{padding:.35rem .75rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--line)}",
	"thead th{color:var(--muted);font-weight:600;font-size:.85rem}",
	".number{text-align:end}",
	"@page{size:A4;margin:14mm}",
	"@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#bbb;"
	    "--wash:#eee;--accent:#1b3f8f;--good:#1a6e3c;--warn:#8a5200;--bad:#b3261e;--c0:#2a6fdb;--c1:#c2500c;"
	    "--c2:#1f8a4c;--c3:#a43fb5;--c4:#9a6b00;--c5:#0c7f8c;--c6:#c2264f;--c7:#666b75}"
	    "body{max-width:none;padding:0;font-size:10pt}.skip,.screen{display:none!important}"
	    "h2,h3{break-after:avoid}.card,tr{break-inside:avoid}*{print-color-adjust:exact}}",
	NULL
};
