/* media_check.c - are the pictures there, and are they what the network takes? */
#include "media_check.h"

#include "smm/media.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

int
media_fits(const struct net *n, const char *type, int64_t bytes, struct err *e)
{
	const struct media_limit *m;

	if (!type)
		return err_set(e, FAULT_INPUT, "not a picture, film or sound of a known type");
	for (m = n->media.types; m && m->type; m++) {
		if (strcmp(m->type, type) != 0)
			continue;
		if (m->max_bytes && bytes > m->max_bytes)
			return err_set(e, FAULT_INPUT, "%" PRId64 " bytes, %" PRId64 " allowed for %s on %s",
			    bytes, m->max_bytes, type, n->title);
		return 0;
	}
	return err_set(e, FAULT_INPUT, "%s is not taken by %s", type, n->title);
}

static int
check_file(const char *root, const struct net *n, const char *file, json_t *item, struct err *e)
{
	struct media m;
	int          fd = media_open(root, file, e);
	int          rc = -1;

	if (fd < 0)
		return -1;
	if (media_probe(fd, &m, e) || media_fits(n, m.type, m.bytes, e)) {
		err_in(e, "%s", file);
		goto out;
	}
	json_object_set_new(item, "type", json_string(m.type));
	json_object_set_new(item, "bytes", json_integer(m.bytes));
	json_object_set_new(item, "changed", json_integer(m.changed));
	if (m.duration)
		json_object_set_new(item, "duration", json_integer(m.duration));
	if (m.width && m.height) {
		json_object_set_new(item, "width", json_integer(m.width));
		json_object_set_new(item, "height", json_integer(m.height));
	}
	rc = 0;
out:
	close(fd);
	return rc;
}

static int
check_item(const char *root, const struct net *n, json_t *item, struct err *e)
{
	const char *file = json_string_value(json_object_get(item, "file"));

	return file ? check_file(root, n, file, item, e) : 0;
}

int
media_check(const char *root, const struct net *n, json_t *post, struct err *e)
{
	json_t *options = json_object_get(json_object_get(post, "options"), n->name);
	json_t *item;
	size_t  i;

	json_array_foreach(json_object_get(post, "media"), i, item)
		if (check_item(root, n, item, e))
			return -1;
	return check_item(root, n, json_object_get(options, "thumb"), e);
}
