/* preview_css.c - how the page of a plan looks; the colours are those of html_css.c */
#include "preview_page.h"

#include <stddef.h>

const char *const preview_css[] = {
	"header p{color:var(--muted)}",
	"nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.75rem 0}",
	/* the filter: check boxes alone; :has() hides what is not checked, and without it all is shown */
	".filter{display:flex;flex-wrap:wrap;gap:.75rem 2rem;align-items:end;margin:1.25rem 0;padding:.9rem 1rem}",
	".filter fieldset{border:0;margin:0;padding:0;min-width:0;display:flex;flex-wrap:wrap;gap:.25rem .9rem}",
	".filter legend{font-size:.8rem;font-weight:600;color:var(--muted);padding:0}",
	".filter label{display:inline-flex;align-items:center;gap:.4rem;min-height:1.75rem;cursor:pointer}",
	".filter input{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--accent)}",
	".filter button{font:inherit;padding:.3rem .9rem;border-radius:.5rem;border:1px solid var(--line);"
	    "background:var(--wash);color:inherit;cursor:pointer}",
	"@supports not selector(:has(*)){.filter{display:none}}",
	".face{display:inline-grid;place-items:center;flex:none;width:1.5em;height:1.5em;border-radius:50%;"
	    "font-size:.8rem;"
	    "font-weight:700;line-height:1;border:2px solid var(--c);color:var(--ink);background:var(--card)}",
	/* the mix */
	".mix{display:grid;gap:.6rem;padding:0;margin:0;list-style:none;max-width:44rem}",
	".mix li{display:grid;grid-template-columns:minmax(6rem,15rem) 1fr auto;gap:.25rem 1rem;align-items:center}",
	".share{position:relative;height:.8rem;border-radius:.4rem;background:var(--wash)}",
	".share i{position:absolute;inset:0 auto 0 0;border-radius:.4rem;background:var(--c)}",
	".share b{position:absolute;top:-.25rem;bottom:-.25rem;width:2px;background:var(--ink)}",
	"@media(max-width:36rem){.mix li{grid-template-columns:1fr auto}.share{grid-column:1/3;grid-row:2}}",
	/* the month */
	".month{width:100%;table-layout:fixed;border-collapse:separate;border-spacing:0;background:var(--card);"
	    "border:1px solid var(--line);border-radius:.75rem;overflow:hidden}",
	".month th,.month td{padding:.4rem;border:0;border-bottom:1px solid var(--line)}",
	".month td+td,.month th+th{border-inline-start:1px solid var(--line)}",
	".month tr:last-child td{border-bottom:0}",
	".month abbr{text-decoration:none}",
	".problems{columns:26rem;column-gap:2.5rem;padding-inline-start:1.25rem}",
	".month td{height:5.5rem;overflow-wrap:anywhere}",
	".month td.out{background:var(--wash)}",
	".day{font-size:.85rem;font-weight:600}",
	".today .day b,.today .day a{background:var(--accent);color:var(--card);border-radius:1rem;"
	    "padding:.05rem .45rem}",
	".special{color:var(--muted);font-size:.75rem;font-weight:400;margin-inline-start:.25rem}",
	".month ul{list-style:none;margin:.25rem 0 0;padding:0;display:grid;"
	    "grid-template-columns:minmax(0,1fr);gap:2px}",
	".month li a{display:flex;gap:.35rem;align-items:center;padding:.1rem .3rem;min-height:1.5rem;"
	    "border-radius:.3rem;"
	    "background:var(--wash);border-inline-start:4px solid var(--c);color:var(--ink);font-size:.78rem;"
	    "line-height:1.25;text-decoration:none}",
	".month li a:hover{text-decoration:underline}",
	".month time{font-variant-numeric:tabular-nums;font-weight:600}",
	".month .what{flex:1;min-width:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}",
	".wrong .what::before{content:'! ';color:var(--bad);font-weight:700}",
	".dots{display:none}",
	"@media(max-width:48rem){.month td{height:3.4rem;padding:.2rem}.month .special,.month ul{display:none}"
	    ".month th,.month td{text-align:center}.day a{display:inline-grid;place-items:center;min-width:1.75rem;"
	    "min-height:1.75rem}.dots{display:flex;flex-wrap:wrap;justify-content:center;gap:2px}"
	    ".dots i{width:.5rem;height:.5rem;border-radius:50%;background:var(--c)}}",
	/* the days and their posts */
	".agenda h3{position:sticky;top:0;background:var(--paper);padding:.4rem 0;z-index:1}",
	".posts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:1rem;"
	    "align-items:start}",
	".post{padding:0;overflow:hidden;border-top:4px solid var(--c);scroll-margin-top:3rem}",
	".post:target{outline:3px solid var(--accent)}",
	".post>*{padding:0 1rem;margin:.6rem 0}",
	".by{display:flex;gap:.6rem;align-items:center}",
	".by h4{font-size:1rem}.by .on{color:var(--muted);font-size:.85rem}",
	".by time{margin-inline-start:auto;font-variant-numeric:tabular-nums;font-weight:600}",
	".by .face{font-size:1rem;width:1.9em;height:1.9em}",
	".text{white-space:pre-wrap;overflow-wrap:anywhere}",
	".post .title{font-weight:600;font-size:1.05rem;overflow-wrap:anywhere}",
	".text .tag{color:var(--accent)}",
	".over{background:none;color:var(--bad);text-decoration:line-through}",
	".count{display:flex;gap:.5rem;align-items:center;color:var(--muted);font-size:.8rem;"
	    "font-variant-numeric:tabular-nums}",
	".count .share{flex:1;height:.3rem}.count.full{color:var(--bad);font-weight:600}"
	    ".full .share i{background:var(--bad)}",
	".thread{list-style:none}.thread li{border-inline-start:2px solid var(--line);padding-inline-start:.75rem;"
	    "margin:.5rem 0}",
	".media{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.4rem}",
	".media img{display:block;width:100%;max-height:16rem;object-fit:cover;border-radius:.5rem}",
	".alt{margin:0;padding:.7rem;border:1px dashed var(--muted);border-radius:.5rem;background:var(--wash);"
	    "font-size:.85rem}.alt b{display:block;color:var(--muted);font-size:.75rem}",
	".poll ul{list-style:none;margin:0;padding:0;display:grid;gap:.35rem}",
	".poll li{border:1px solid var(--muted);border-radius:.5rem;padding:.25rem .75rem}",
	".link{overflow-wrap:anywhere}",
	".link a{display:block;padding:.6rem .8rem;background:var(--wash);border:1px solid var(--line);"
	    "border-radius:.5rem;text-decoration:none;"
	    "color:var(--ink)}.link span{color:var(--muted);font-size:.8rem;display:block}",
	".note{font-size:.85rem}.note b{color:var(--muted);font-weight:600}",
	".cw{border-inline-start:4px solid var(--warn);background:var(--wash);padding-block:.4rem}",
	".problem{color:var(--bad);font-weight:600}",
	".why{font-size:.8rem;color:var(--muted);border-top:1px solid var(--line);padding-block:.5rem;"
	    "margin-bottom:0}",
	".state{font-size:.75rem;font-weight:600;border:1px solid var(--warn);color:var(--warn);border-radius:1rem;"
	    "padding:0 .5rem}",
	"@media print{.agenda h3{position:static}.posts{grid-template-columns:1fr 1fr}.month td{height:auto}"
	    ".monthly~.monthly{break-before:page}.post{break-inside:avoid}"
	    ".filter,nav{display:none}}",
	NULL
};
