/* mhd.c - libmicrohttpd, loaded when the simulated network starts */
#include "mhd.h"

#include "smm/load.h"

struct mhd mhd;

static const struct symbol symbols[] = {
	{ "MHD_start_daemon", &mhd.start_daemon },
	{ "MHD_stop_daemon", &mhd.stop_daemon },
	{ "MHD_run", &mhd.run },
	{ "MHD_get_timeout", &mhd.get_timeout },
	{ "MHD_get_daemon_info", &mhd.get_daemon_info },
	{ "MHD_get_connection_info", &mhd.get_connection_info },
	{ "MHD_suspend_connection", &mhd.suspend_connection },
	{ "MHD_resume_connection", &mhd.resume_connection },
	{ "MHD_lookup_connection_value", &mhd.lookup_connection_value },
	{ "MHD_get_connection_values", &mhd.get_connection_values },
	{ "MHD_create_response_from_buffer", &mhd.create_response_from_buffer },
	{ "MHD_create_response_from_callback", &mhd.create_response_from_callback },
	{ "MHD_add_response_header", &mhd.add_response_header },
	{ "MHD_queue_response", &mhd.queue_response },
	{ "MHD_destroy_response", &mhd.destroy_response },
	{ "MHD_create_post_processor", &mhd.create_post_processor },
	{ "MHD_post_process", &mhd.post_process },
	{ "MHD_destroy_post_processor", &mhd.destroy_post_processor },
};

int
mhd_load(struct err *e)
{
	return load_symbols("libmicrohttpd.so.12", "libmicrohttpd12", symbols, sizeof symbols / sizeof *symbols, e);
}
