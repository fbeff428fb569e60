/* chart.c - what every chart has: its frame, its words, its colours */
#include "chart_parts.h"

#include "smm/html.h"
#include "smm/term.h"

#include <string.h>

/* The classes of charts, with the colours of the page's variables (html_css.c). */
const char *const chart_css[] = {
	".chart{margin:1rem 0}.chart svg{display:block;width:100%;min-width:34rem;height:auto}"
	    ".chart svg.n{min-width:18rem;max-width:32rem}",
	".chart details{margin-top:.25rem}.chart summary{cursor:pointer;color:var(--muted);font-size:.85rem}",
	".k0{--c:var(--c0)}.k1{--c:var(--c1)}.k2{--c:var(--c2)}.k3{--c:var(--c3)}.k4{--c:var(--c4)}"
	    ".k5{--c:var(--c5)}.k6{--c:var(--c6)}.k7{--c:var(--c7)}",
	"svg text{font:12px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",Ubuntu,Arial,sans-serif;"
	    "fill:var(--ink)}svg .q{fill:var(--muted)}svg .b{font-weight:600}",
	"svg .g{stroke:var(--line);stroke-width:1}svg .e{fill:var(--wash)}svg .t{stroke:var(--ink);stroke-width:1.5;"
	    "stroke-dasharray:6 4}svg .m{stroke:var(--bad);stroke-width:1.5}svg .w{fill:var(--bad)}",
	"svg .f{fill:var(--c)}svg .l{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;"
	    "stroke-linecap:round}svg .l.before{stroke-dasharray:2 4;stroke-width:1.5}"
	    "svg .l.ahead{stroke-dasharray:7 4}"
	    "svg .a{fill:var(--c);fill-opacity:.16}svg .o{fill:none;stroke:var(--ink);stroke-width:2}"
	    "svg .h{fill:var(--c);fill-opacity:0}svg .h:hover{fill-opacity:.25}",
	NULL
};

/* The same without variables, which programs beside browsers do not know; on white. */
static const char *const alone_css =
    "svg{background:#fff}text{font:12px \"DejaVu Sans\",\"Noto Sans\",Arial,sans-serif;fill:#1c1e22}.q{fill:#5a606b}"
    ".b{font-weight:600}.g{stroke:#d9d6cf;stroke-width:1}.e{fill:#eceae4}.t{stroke:#1c1e22;stroke-width:1.5;"
    "stroke-dasharray:6 4}.m{stroke:#b3261e;stroke-width:1.5}.w{fill:#b3261e}"
    ".l{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.before{stroke-dasharray:2 4;"
    "stroke-width:1.5}.ahead{stroke-dasharray:7 4}.a{fill-opacity:.16}.o{fill:none;stroke:#1c1e22;stroke-width:2}"
    ".h{fill-opacity:0}";

static const char *const colors[CHART_COLORS] = { "#2a6fdb", "#c2500c", "#1f8a4c", "#a43fb5", "#9a6b00", "#0c7f8c",
	"#c2264f", "#666b75" };

void
chart_style(struct buf *b)
{
	size_t i;

	buf_str(b, alone_css);
	for (i = 0; i < CHART_COLORS; i++)
		buf_fmt(b, ".k%zu .f,.k%zu .a,.k%zu .h{fill:%s}.k%zu .l{stroke:%s}", i, i, i, colors[i], i, colors[i]);
}

static void
add_style(struct buf *b)
{
	buf_str(b, "<style>");
	chart_style(b);
	buf_fmt(b, "</style><rect width=\"%d\" height=\"100%%\" fill=\"#fff\"/>\n", CHART_WIDTH);
}

void
chart_open(const struct chart *c, int width, int height, struct buf *b)
{
	buf_str(b, c->alone ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"" :
	    width < CHART_WIDTH ? "<svg class=\"n\"" : "<svg");
	if (c->alone)
		buf_fmt(b, " width=\"%d\" height=\"%d\"", width, height);
	buf_fmt(b, " viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n<title id=\"%s-t\">",
	    width, height, c->id, c->id, c->id);
	html_str(b, c->title);
	buf_fmt(b, "</title><desc id=\"%s-d\">", c->id);
	html_str(b, c->desc);
	buf_str(b, "</desc>\n");
	if (c->alone) {
		add_style(b);
		chart_text(b, 8, 16, "start", "b", c->title, 90);
	}
}

void
chart_close(struct buf *b)
{
	buf_str(b, "</svg>\n");
}

void
chart_text(struct buf *b, double x, double y, const char *anchor, const char *class, const char *s, size_t columns)
{
	struct buf cut = { 0 };

	term_cut(&cut, s, strlen(s), columns);
	buf_fmt(b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor, class);
	html_text(b, cut.at ? cut.at : "", cut.len);
	buf_str(b, "</text>\n");
	buf_release(&cut);
}

void
chart_value(const struct chart *c, double x, double y, const char *anchor, double value, struct buf *b)
{
	struct buf text = { 0 };

	buf_str(&text, "");
	c->say(c->arg, value, &text);
	chart_text(b, x, y, anchor, "q", text.at, 24);
	buf_release(&text);
}

void
chart_note(const struct chart *c, size_t place, double value, struct buf *b)
{
	struct buf text = { 0 };

	buf_str(b, "<title>");
	if (c->notes && c->notes[place]) {
		html_str(b, c->notes[place]);
	} else {
		html_str(b, c->labels[place]);
		c->say(c->arg, value, &text);
		buf_str(b, ": ");
		html_str(b, text.at);
	}
	buf_str(b, "</title>");
	buf_release(&text);
}

double
chart_most(const struct chart_series *s, size_t count)
{
	double most = 0;
	size_t i;

	for (i = 0; i < count; i++)
		if (s->has[i] && s->at[i] > most)
			most = s->at[i];
	return most;
}
