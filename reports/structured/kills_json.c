/*
 * Of a self-test, in the JSON document of a run:
 *
 *   "selftest":{"killed":59,
 *    "defects":[{"name":"ignore-eku","caught_by":[{"scenario":...,"modes":"GV"}]}],
 *    "scenarios":[{"id":...,"catches":1,"alone":1,"confirms":null}],"false_alarms":["ID"]}
 */
#include "kills_json.h"

#include "json_out.h"
#include "kills.h"

static json_t *catchers(const struct kills *kills, size_t defect)
{
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < kills->scenario_count; i++) {
		const struct kill *kill = kills_at(kills, defect, i);

		if (kill_any(kill))
			json_push(array,
				json_pack("{s:o, s:o}", "scenario", json_text(kills->scenarios[i]->id), "modes",
					json_text(kill_text(kill, kills->arena))));
	}
	return array;
}

static json_t *scenarios(const struct kills *kills)
{
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < kills->scenario_count; i++) {
		const struct scenario_info *info = kills->scenarios[i];

		if (kills->judged[i])
			json_push(array,
				json_pack("{s:o, s:o, s:o, s:o}", "id", json_text(info->id), "catches",
					json_count(kills_caught(kills, i)), "alone", json_count(kills_alone(kills, i)),
					"confirms", json_text(info->confirms)));
	}
	return array;
}

json_t *kills_json(const struct kills *kills)
{
	json_t *defects = json_checked(json_array());
	json_t *alarms = json_checked(json_array());

	for (size_t i = 0; i < kills->defect_count; i++)
		json_push(defects,
			json_pack("{s:o, s:o}", "name", json_text(kills->defects[i]->defect), "caught_by",
				catchers(kills, i)));
	for (size_t i = 0; i < kills->alarm_count; i++)
		json_push(alarms, json_text(kills->alarms[i]));
	return json_checked(json_pack("{s:o, s:o, s:o, s:o}", "killed", json_count(kills_killed(kills)),
		"defects", defects, "scenarios", scenarios(kills), "false_alarms", alarms));
}
