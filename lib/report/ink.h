/*
 * ink.h - what we use of Cairo, Pango and librsvg; private to lib/report
 *
 * Their structures stay unknown to us and their functions are called by pointer, so that neither building nor starting
 * needs them. Names are theirs without the prefix; the manuals: cairo 1.16, Pango 1.50, librsvg 2.54.
 */
#ifndef SMM_INK_H
#define SMM_INK_H

#include "smm/err.h"

#include <stddef.h>
#include <stdint.h>

#define PANGO_UNIT 1024.0 /* PANGO_SCALE: parts of a point */

struct ink_surface;
struct ink_context;
struct ink_layout;
struct ink_line;
struct ink_lines;
struct ink_font;
struct ink_svg;

struct ink_box  { int x, y, width, height; };     /* PangoRectangle */
struct ink_area { double x, y, width, height; };  /* RsvgRectangle */

struct ink_trouble { /* GError */
	uint32_t domain;
	int      code;
	char    *message;
};

typedef int ink_write(void *to, const unsigned char *bytes, unsigned int len); /* cairo_write_func_t; 0: written */

enum { INK_RGB24 = 1 };                                   /* cairo_format_t */
enum { INK_ALIGN_LEFT, INK_ALIGN_CENTER, INK_ALIGN_RIGHT }; /* PangoAlignment */
enum { INK_WRAP_WORD_CHAR = 2 };                          /* PangoWrapMode */
enum { INK_ELLIPSIZE_END = 3 };                           /* PangoEllipsizeMode */
enum { INK_WEIGHT_NORMAL = 400, INK_WEIGHT_BOLD = 700 };  /* PangoWeight */
enum { INK_TITLE = 0, INK_CREATOR = 4, INK_CREATED = 5 }; /* cairo_pdf_metadata_t */

struct ink {
	/* libcairo */
	struct ink_surface *(*pdf_create)(ink_write *, void *, double, double);
	void (*pdf_metadata)(struct ink_surface *, int, const char *);
	int (*pdf_outline)(struct ink_surface *, int, const char *, const char *, int);
	struct ink_surface *(*image_create)(int, int, int);
	int (*write_png)(struct ink_surface *, ink_write *, void *);
	void (*finish)(struct ink_surface *);
	int (*surface_status)(struct ink_surface *);
	void (*surface_free)(struct ink_surface *);
	struct ink_context *(*create)(struct ink_surface *);
	void (*free)(struct ink_context *);
	int (*status)(struct ink_context *);
	const char *(*words)(int);
	void (*show_page)(struct ink_context *);
	void (*color)(struct ink_context *, double, double, double);
	void (*move_to)(struct ink_context *, double, double);
	void (*line_to)(struct ink_context *, double, double);
	void (*rectangle)(struct ink_context *, double, double, double, double);
	void (*line_width)(struct ink_context *, double);
	void (*stroke)(struct ink_context *);
	void (*fill)(struct ink_context *);
	void (*paint)(struct ink_context *);
	void (*scale)(struct ink_context *, double, double);
	void (*tag_begin)(struct ink_context *, const char *, const char *);
	void (*tag_end)(struct ink_context *, const char *);
	/* libpango, libpangocairo */
	struct ink_layout *(*layout)(struct ink_context *);
	void (*show_line)(struct ink_context *, struct ink_line *);
	void (*show_layout)(struct ink_context *, struct ink_layout *);
	void (*set_text)(struct ink_layout *, const char *, int);
	void (*set_width)(struct ink_layout *, int);
	void (*set_height)(struct ink_layout *, int);
	void (*set_align)(struct ink_layout *, int);
	void (*set_wrap)(struct ink_layout *, int);
	void (*set_ellipsize)(struct ink_layout *, int);
	void (*set_single)(struct ink_layout *, int);
	void (*set_font)(struct ink_layout *, const struct ink_font *);
	void (*size)(struct ink_layout *, int *, int *);
	struct ink_lines *(*lines)(struct ink_layout *);
	void (*lines_free)(struct ink_lines *);
	int (*lines_next)(struct ink_lines *);
	struct ink_line *(*line)(struct ink_lines *);
	int (*baseline)(struct ink_lines *);
	void (*line_extents)(struct ink_lines *, struct ink_box *, struct ink_box *);
	struct ink_font *(*font)(void);
	void (*font_free)(struct ink_font *);
	void (*font_family)(struct ink_font *, const char *);
	void (*font_weight)(struct ink_font *, int);
	void (*font_size)(struct ink_font *, double);
	/* librsvg, libgobject, libglib */
	struct ink_svg *(*svg)(const uint8_t *, size_t, struct ink_trouble **);
	int (*svg_style)(struct ink_svg *, const uint8_t *, size_t, struct ink_trouble **);
	void (*svg_size)(struct ink_svg *, int *, void *, int *, void *, int *, struct ink_area *);
	int (*svg_draw)(struct ink_svg *, struct ink_context *, const struct ink_area *, struct ink_trouble **);
	void (*unref)(void *);
	void (*trouble_free)(struct ink_trouble *);
};

/* NULL with FAULT_SYS: one of the libraries is not installed. */
const struct ink *ink_load(struct err *e);

/* A drawing read, with rules added to its own (NULL: none), and its size; free with unref(). NULL with FAULT_SYS. */
struct ink_svg *ink_svg_read(const struct ink *i, const void *bytes, size_t len, const char *css, struct ink_area *box,
    struct err *e);

/* Within the area. -1 with FAULT_SYS. */
int ink_svg_put(const struct ink *i, struct ink_svg *s, struct ink_context *c, const struct ink_area *at,
    struct err *e);

/* ink_write: into a struct buf. */
int ink_into_buf(void *to, const unsigned char *bytes, unsigned int len);

#endif
