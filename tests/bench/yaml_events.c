/* yaml_events.c - libyaml's bare event loop over a file: the yardstick for smm-plan */
#include <stdio.h>
#include <yaml.h>

int
main(int argc, char **argv)
{
	FILE         *f = argc > 1 ? fopen(argv[1], "rb") : NULL;
	yaml_parser_t parser;
	yaml_event_t  event;
	int           end = 0;

	if (!f || !yaml_parser_initialize(&parser))
		return 1;
	yaml_parser_set_input_file(&parser, f);
	while (!end) {
		if (!yaml_parser_parse(&parser, &event))
			return 1;
		end = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	fclose(f);
	return 0;
}
