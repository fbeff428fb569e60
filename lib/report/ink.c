/* ink.c - Cairo, Pango and librsvg, loaded when something is to be drawn */
#include "ink.h"

#include "smm/buf.h"
#include "smm/load.h"

#include <string.h>

static struct ink ink;

static const struct symbol cairo[] = {
	{ "cairo_pdf_surface_create_for_stream", &ink.pdf_create },
	{ "cairo_pdf_surface_set_metadata", &ink.pdf_metadata },
	{ "cairo_pdf_surface_add_outline", &ink.pdf_outline },
	{ "cairo_image_surface_create", &ink.image_create },
	{ "cairo_surface_write_to_png_stream", &ink.write_png },
	{ "cairo_surface_finish", &ink.finish },
	{ "cairo_surface_status", &ink.surface_status },
	{ "cairo_surface_destroy", &ink.surface_free },
	{ "cairo_create", &ink.create },
	{ "cairo_destroy", &ink.free },
	{ "cairo_status", &ink.status },
	{ "cairo_status_to_string", &ink.words },
	{ "cairo_show_page", &ink.show_page },
	{ "cairo_set_source_rgb", &ink.color },
	{ "cairo_move_to", &ink.move_to },
	{ "cairo_line_to", &ink.line_to },
	{ "cairo_rectangle", &ink.rectangle },
	{ "cairo_set_line_width", &ink.line_width },
	{ "cairo_stroke", &ink.stroke },
	{ "cairo_fill", &ink.fill },
	{ "cairo_paint", &ink.paint },
	{ "cairo_scale", &ink.scale },
	{ "cairo_tag_begin", &ink.tag_begin },
	{ "cairo_tag_end", &ink.tag_end },
};

static const struct symbol pangocairo[] = {
	{ "pango_cairo_create_layout", &ink.layout },
	{ "pango_cairo_show_layout_line", &ink.show_line },
	{ "pango_cairo_show_layout", &ink.show_layout },
};

static const struct symbol pango[] = {
	{ "pango_layout_set_text", &ink.set_text },
	{ "pango_layout_set_width", &ink.set_width },
	{ "pango_layout_set_height", &ink.set_height },
	{ "pango_layout_set_alignment", &ink.set_align },
	{ "pango_layout_set_wrap", &ink.set_wrap },
	{ "pango_layout_set_ellipsize", &ink.set_ellipsize },
	{ "pango_layout_set_single_paragraph_mode", &ink.set_single },
	{ "pango_layout_set_font_description", &ink.set_font },
	{ "pango_layout_get_size", &ink.size },
	{ "pango_layout_get_iter", &ink.lines },
	{ "pango_layout_iter_free", &ink.lines_free },
	{ "pango_layout_iter_next_line", &ink.lines_next },
	{ "pango_layout_iter_get_line_readonly", &ink.line },
	{ "pango_layout_iter_get_baseline", &ink.baseline },
	{ "pango_layout_iter_get_line_extents", &ink.line_extents },
	{ "pango_font_description_new", &ink.font },
	{ "pango_font_description_free", &ink.font_free },
	{ "pango_font_description_set_family", &ink.font_family },
	{ "pango_font_description_set_weight", &ink.font_weight },
	{ "pango_font_description_set_absolute_size", &ink.font_size },
};

static const struct symbol rsvg[] = {
	{ "rsvg_handle_new_from_data", &ink.svg },
	{ "rsvg_handle_set_stylesheet", &ink.svg_style },
	{ "rsvg_handle_get_intrinsic_dimensions", &ink.svg_size },
	{ "rsvg_handle_render_document", &ink.svg_draw },
};

static const struct symbol gobject[] = { { "g_object_unref", &ink.unref } };
static const struct symbol glib[] = { { "g_error_free", &ink.trouble_free } };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct {
	const char          *library, *package;
	const struct symbol *symbols;
	size_t               count;
} libraries[] = {
	{ "libcairo.so.2", "libcairo2", cairo, COUNT(cairo) },
	{ "libpangocairo-1.0.so.0", "libpangocairo-1.0-0", pangocairo, COUNT(pangocairo) },
	{ "libpango-1.0.so.0", "libpango-1.0-0", pango, COUNT(pango) },
	{ "librsvg-2.so.2", "librsvg2-2", rsvg, COUNT(rsvg) },
	{ "libgobject-2.0.so.0", "libglib2.0-0", gobject, COUNT(gobject) },
	{ "libglib-2.0.so.0", "libglib2.0-0", glib, COUNT(glib) },
};

const struct ink *
ink_load(struct err *e)
{
	static int is_loaded;
	size_t     i;

	for (i = 0; !is_loaded && i < COUNT(libraries); i++)
		if (load_symbols(libraries[i].library, libraries[i].package, libraries[i].symbols,
		    libraries[i].count, e))
			return NULL;
	is_loaded = 1;
	return &ink;
}

static int
svg_trouble(const struct ink *i, struct ink_trouble *t, struct err *e)
{
	err_set(e, FAULT_SYS, "librsvg cannot draw the chart: %s", t ? t->message : "it does not say why");
	if (t)
		i->trouble_free(t);
	return -1;
}

struct ink_svg *
ink_svg_read(const struct ink *i, const void *bytes, size_t len, const char *css, struct ink_area *box, struct err *e)
{
	struct ink_trouble *trouble = NULL;
	struct ink_svg     *s = i->svg(bytes, len, &trouble);
	int                 has_width, has_height, has_box = 0;

	if (s && (!css || i->svg_style(s, (const uint8_t *)css, strlen(css), &trouble))) {
		i->svg_size(s, &has_width, NULL, &has_height, NULL, &has_box, box);
		if (has_box && box->width >= 1 && box->height >= 1)
			return s;
	}
	svg_trouble(i, trouble, e);
	if (s)
		i->unref(s);
	return NULL;
}

int
ink_svg_put(const struct ink *i, struct ink_svg *s, struct ink_context *c, const struct ink_area *at, struct err *e)
{
	struct ink_trouble *trouble = NULL;

	return i->svg_draw(s, c, at, &trouble) ? 0 : svg_trouble(i, trouble, e);
}

int
ink_into_buf(void *to, const unsigned char *bytes, unsigned int len)
{
	buf_add(to, bytes, len);
	return 0;
}
