#include "report.h"

#include "html.h"
#include "junit.h"

const struct report_writer report_writers[] = {
	{"html", "index.html", html_write},
	{"junit", "junit.xml", junit_write},
	{NULL, NULL, NULL},
};
