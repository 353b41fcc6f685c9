#include "sample_doctor.h"

#include "scoped.h"

static const char *const versions[] = {"1.0", "2.0", NULL};

static struct doctor_check checks[] = {
	{"openssl", CHECK_OK, "OpenSSL 3", NULL},
	{"libcurl", CHECK_WARNING, "no HTTP/2", "speaks HTTP/1.1 only"},
};

static struct doctor_skip skips[] = {{"it has no crl", 2}, {"no word for it", 5}};

static struct doctor_target targets[] = {
	{.name = "proxy",
		.title = "A proxy",
		.side = SIDE_SERVER,
		.place = "/usr/sbin/proxy",
		.version = "2.0",
		.cached = versions,
		.install = "sh install",
		.modes = {{AUTH_NO_CLIENT_CERT, "supported", NULL},
			{AUTH_REQUEST_CLIENT_CERT, "approximated", "nearly"}},
		.mode_count = 2,
		.skips = skips,
		.skip_count = 2,
		.cells = 50},
	{.name = "client",
		.title = "A client",
		.side = SIDE_CLIENT,
		.lacks = "a module",
		.install = "apt-get install it"},
};

struct doctor_report sample_doctor(void)
{
	return (struct doctor_report){checks, COUNT_OF(checks), targets, COUNT_OF(targets)};
}
