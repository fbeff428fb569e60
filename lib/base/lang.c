/* lang.c - messages in the user's language */
#include "smm/lang.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#ifndef SMM_LOCALEDIR
#define SMM_LOCALEDIR "/usr/local/share/locale"
#endif

/*
 * Only messages are localised: numbers, sorting and character classes stay those of "C", since
 * records must not change with the user's language.
 */
static void
lang_open(void)
{
	static int opened;
	const char *dir = getenv("SMM_LOCALEDIR"); /* the build tree, before it is installed */

	if (opened)
		return;
	opened = 1;
	setlocale(LC_MESSAGES, "");
	setlocale(LC_CTYPE, "");
	bindtextdomain("smmkit", dir ? dir : SMM_LOCALEDIR);
	bind_textdomain_codeset("smmkit", "UTF-8");
}

const char *
tr(const char *message)
{
	lang_open();
	return dgettext("smmkit", message);
}

const char *
lang_errno(int num)
{
	lang_open();
	return strerror(num);
}
