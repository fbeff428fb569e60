/* names.c - what the networks are called: for programs that read the names and ask nothing, apart from the steps */
#include "smm/net.h"

#include "smm/near.h"

#include <string.h>

static const char *const names[] = {
#define NETWORK(symbol, name) name,
#include "list.h"
};

#define COUNT (sizeof names / sizeof *names)

int
net_is_known(const char *name)
{
	size_t i = 0;

	while (i < COUNT && strcmp(names[i], name) != 0)
		i++;
	return i < COUNT;
}

const char *
net_near(const char *name)
{
	return near_word(name, names, COUNT);
}
