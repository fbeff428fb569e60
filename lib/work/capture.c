/* capture.c - lines that are written to an output, taken back as records */
#include "capture.h"

#include "smm/json.h"

#include <stdlib.h>

int
capture_open(struct capture *c, struct err *e)
{
	char path[40];

	c->file = tmpfile();
	if (!c->file)
		return err_sys(e, "make a temporary file");
	snprintf(path, sizeof path, "/dev/fd/%d", fileno(c->file));
	if (out_open(&c->out, path, e)) {
		fclose(c->file);
		return -1;
	}
	return 0;
}

static json_t *
read_lines(FILE *f)
{
	json_t *list = json_array(), *one;
	char   *line = NULL;
	size_t  room = 0;
	ssize_t n;

	rewind(f);
	while ((n = getline(&line, &room, f)) > 0)
		if ((one = json_read(line, (size_t)n)))
			json_array_append_new(list, one);
	free(line);
	return list;
}

json_t *
capture_end(struct capture *c, struct err *e)
{
	json_t *list = out_close(&c->out, e) ? NULL : read_lines(c->file);

	fclose(c->file);
	return list;
}
