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
static int opened;

static void
lang_open(void)
{
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
tr_many(const char *one, const char *many, unsigned long count)
{
	lang_open();
	return dngettext("smmkit", one, many, count);
}

char *
lang_point(char *decimal)
{
	char *point = strchr(decimal, '.');

	if (point && strcmp(tr("en"), "fr") == 0)
		*point = ',';
	return decimal;
}

/*
 * $LANGUAGE says which catalogue (gettext manual, 2.3.3), but not in the locale "C": C.UTF-8 is there where the
 * language's own is not installed. English is the source, and what "C" speaks.
 */
int
lang_use(const char *lang)
{
	int is_english = strncmp(lang, "en", 2) == 0;

	lang_open();
	setenv("LANGUAGE", lang, 1);
	if (is_english || !setlocale(LC_MESSAGES, "C.UTF-8"))
		setlocale(LC_MESSAGES, is_english ? "C" : "");
	return strncmp(tr("en"), lang, 2) == 0 ? 0 : -1;
}

const char *
lang_errno(int num)
{
	lang_open();
	return strerror(num);
}
