#include "sarif_parts.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "json_out.h"
#include "view.h"

enum { HELP_MAX = 64 * 1024 };

static json_t *message(const char *text)
{
	return json_pack("{s:o}", "text", json_text(text));
}

static const struct rule_info *find_rule(const struct plan_result *plan, const char *id)
{
	for (size_t i = 0; i < plan->rule_count; i++) {
		if (plan->rules[i].id && strcmp(plan->rules[i].id, id) == 0)
			return &plan->rules[i];
	}
	return NULL;
}

/* What a URI may consist of (RFC 3986 section 2), and a scheme that a page can link to. */
static bool is_web_address(const char *text)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
								  "0123456789-._~:/?#[]@!$&'()*+,;=%";

	return (strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0) &&
		!text[strspn(text, allowed)];
}

/* Of the first document behind it that has one. */
static const char *address(const struct plan_result *plan, const struct scenario_info *scenario)
{
	for (size_t i = 0; i < scenario->rule_count; i++) {
		const struct rule_info *rule = find_rule(plan, scenario->rules[i]);

		for (size_t j = 0; rule && rule->source && j < plan->rule_source_count; j++) {
			const struct rule_source_info *source = &plan->rule_sources[j];

			if (source->id && strcmp(source->id, rule->source) == 0 && source->url &&
				is_web_address(source->url))
				return source->url;
		}
	}
	return NULL;
}

static json_t *help(const struct plan_result *plan, const struct scenario_info *scenario)
{
	SCOPED_BUF text;

	buf_init(&text, HELP_MAX);
	buf_puts(&text, scenario->why ? scenario->why : "");
	for (size_t i = 0; i < scenario->rule_count; i++) {
		const struct rule_info *rule = find_rule(plan, scenario->rules[i]);

		buf_printf(&text, "%s%s%s%s",
			i              ? "\n"
				: text.len ? "\n\nAsked for by:\n"
						   : "Asked for by:\n",
			scenario->rules[i], rule && rule->title ? ": " : "",
			rule && rule->title ? rule->title : "");
	}
	return text.len ? message(buf_text(&text)) : NULL;
}

json_t *sarif_rule(const struct view *view, size_t scenario)
{
	static const struct scenario_info none;
	const char *id = view->scenarios[scenario];
	const struct scenario_info *info =
		view->scenario_infos[scenario] ? view->scenario_infos[scenario] : &none;
	json_t *rule = json_checked(json_object());
	json_t *text = help(&view->run->plan, info);

	json_put(rule, "id", json_text(id));
	json_put(rule, "shortDescription", message(info->title ? info->title : id));
	json_put(rule, "fullDescription", message(info->why ? info->why : id));
	if (text)
		json_put(rule, "help", text);
	json_put_text(rule, "helpUri", address(&view->run->plan, info));
	json_put(rule, "properties", json_pack("{s:[s]}", "tags", "security"));
	return rule;
}
