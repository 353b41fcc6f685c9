#include "report.h"

#include "html.h"
#include "structured_writers.h"
#include "text_writers.h"

const struct report_writer report_writers[] = {
	{"html", "index.html", "An HTML page, complete in one file", html_write},
	{"css", HTML_STYLE_FILE, "The HTML page's style sheet, to stand beside it", html_style_write},
	{"junit", "junit.xml", "JUnit XML with file, line and properties (GitLab, Jenkins, GitHub)",
		junit_write},
	{"junit-strict", NULL, "JUnit XML that is valid by Jenkins' junit-10.xsd", junit_write_strict},
	{"markdown", "summary.md", "A summary in Markdown, at most 1 MiB", markdown_write},
	{"json", "results.json", "Totals and verdicts as one JSON document", results_json_write},
	{"ctrf", NULL, "Common Test Report Format (JSON)", ctrf_write},
	{"sarif", NULL,
		"SARIF 2.1.0: failures, at the line of the configuration that is to blame if there is one",
		sarif_write},
	{"tap", NULL, "Test Anything Protocol, version 13", tap_write},
	{NULL, NULL, NULL, NULL},
};
