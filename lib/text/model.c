/* model.c - the file of a trained classifier, checked and read in place */
#include "model_parts.h"

#include "smm/mem.h"
#include "smm/norm.h"
#include "smm/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

uint64_t
model_u64(const unsigned char *p)
{
	uint64_t v = 0;
	int      i;

	for (i = 7; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

uint32_t
model_u32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static double
f64(const unsigned char *p)
{
	uint64_t bits = model_u64(p);
	double   v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

size_t
model_padded(size_t len)
{
	return (len + 7) & ~(size_t)7;
}

/* Names are as many as there are classes, none empty, the last one ended. */
static int
read_names(struct model *m, const char *names, size_t len)
{
	size_t i, at = 0;

	m->names = mem_get(m->classes * sizeof *m->names);
	for (i = 0; i < m->classes; i++) {
		const char *end = at < len ? memchr(names + at, '\0', len - at) : NULL;

		if (!end || end == names + at || strpbrk(names + at, "\"\\") ||
		    utf8_valid(names + at, (size_t)(end - names) - at) != (size_t)(end - names) - at)
			return -1;
		m->names[i] = names + at;
		at = (size_t)(end - names) + 1;
	}
	return at == len ? 0 : -1;
}

static int
is_sane(double v)
{
	return v > -1e9 && v < 1e9;
}

static int
read_numbers(struct model *m)
{
	const unsigned char *p = m->at + MODEL_HEAD;
	size_t               i;

	for (i = 0; i < FEATURE_GROUPS; i++, p += 8) {
		m->scale[i] = f64(p);
		if (!is_sane(m->scale[i]))
			return -1;
	}
	m->bias = mem_get(m->columns * sizeof *m->bias);
	for (i = 0; i < m->columns; i++, p += 8) {
		m->bias[i] = f64(p);
		if (!is_sane(m->bias[i]))
			return -1;
	}
	return 0;
}

/* The parts lie where the head says, and fill the file. */
static int
read_parts(struct model *m)
{
	size_t at, about, names, slots, weights;

	m->recipe = model_u32(m->at + 32);
	m->bits = model_u32(m->at + 36);
	m->classes = model_u32(m->at + 40);
	m->columns = model_u32(m->at + 44);
	slots = model_u32(m->at + 48);
	about = model_u32(m->at + 52);
	names = model_u32(m->at + 56);
	if (m->bits < 8 || m->bits > MODEL_BITS || m->classes < 2 || m->classes > MODEL_CLASSES ||
	    m->columns != (m->classes == 2 ? 1 : m->classes) || (slots & (slots - 1)) || slots > 1u << 20 ||
	    about > 1u << 20 || names > 1u << 20)
		return -1;
	at = MODEL_HEAD + 8 * (FEATURE_GROUPS + m->columns);
	weights = (m->columns << m->bits);
	if (m->size != at + model_padded(about) + model_padded(names) + model_padded(4 * slots) + weights)
		return -1;
	m->about = (const char *)m->at + at;
	m->about_len = about;
	at += model_padded(about);
	if (read_numbers(m) || read_names(m, (const char *)m->at + at, names))
		return -1;
	at += model_padded(names);
	m->lexicon.slots = (const uint32_t *)(const void *)(m->at + at);
	m->lexicon.size = slots;
	m->weights = (const int8_t *)m->at + at + model_padded(4 * slots);
	return 0;
}

static int
check(struct model *m, const char *path, struct err *e)
{
	const unsigned char *p = m->at;

	if (m->size < MODEL_HEAD || memcmp(p, MODEL_MAGIC, 8) != 0)
		return err_set(e, FAULT_CONF, "%s is no model of cm-train", path);
	if (model_u32(p + 8) != MODEL_VERSION || model_u32(p + 12) != MODEL_ORDER)
		return err_set(e, FAULT_CONF, "%s is a model of version %u, %d is read: train it again with this "
		    "cm-train", path, model_u32(p + 8), MODEL_VERSION);
	if (model_u64(p + 16) != m->size)
		return err_set(e, FAULT_CONF, "%s has %zu bytes, its head says %llu: it was cut short, fetch it "
		    "again", path, m->size, (unsigned long long)model_u64(p + 16));
	if (model_u64(p + 24) != norm_hash((const char *)p + 32, m->size - 32))
		return err_set(e, FAULT_CONF, "%s was altered: its checksum does not fit, fetch it again", path);
	if (read_parts(m))
		return err_set(e, FAULT_CONF, "%s is a model that contradicts itself: train it again", path);
	return 0;
}

static int
map(struct model *m, int fd, const char *path, struct err *e)
{
	struct stat st;
	void       *at;

	if (fstat(fd, &st))
		return err_sys(e, "%s", path);
	if (!S_ISREG(st.st_mode) || st.st_size < MODEL_HEAD)
		return err_set(e, FAULT_CONF, "%s is no model of cm-train", path);
	at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return err_sys(e, "map %s", path);
	m->at = at;
	m->size = (size_t)st.st_size;
	return check(m, path, e);
}

struct model *
model_open(const char *path, struct err *e)
{
	struct model *m;
	int           fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0) {
		err_set(e, FAULT_CONF, "model %s: %s", path, strerror(errno));
		return NULL;
	}
	m = mem_get(sizeof *m);
	memset(m, 0, sizeof *m);
	rc = map(m, fd, path, e);
	close(fd);
	if (rc == 0)
		return m;
	model_close(m);
	return NULL;
}

void
model_close(struct model *m)
{
	if (!m)
		return;
	if (m->at)
		munmap((void *)(uintptr_t)m->at, m->size);
	free(m->bias);
	free(m->names);
	free(m);
}

const char *
model_about(const struct model *m, size_t *len)
{
	*len = m->about_len;
	return m->about;
}

size_t
model_classes(const struct model *m)
{
	return m->classes;
}

const char *
model_class(const struct model *m, size_t i)
{
	return m->names[i];
}

size_t
model_find(const struct model *m, const char *name)
{
	size_t i = 0;

	while (i < m->classes && strcmp(m->names[i], name) != 0)
		i++;
	return i;
}

unsigned
model_recipe(const struct model *m)
{
	return m->recipe;
}

const struct lexicon *
model_lexicon(const struct model *m)
{
	return &m->lexicon;
}
