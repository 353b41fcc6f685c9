#include <string.h>

#include "buf.h"
#include "sample_doctor.h"
#include "text_writers.h"
#include "unit.h"

START_TEST(test_doctor_text)
{
	static const char wanted[] =
		"openssl  ok       OpenSSL 3\n"
		"libcurl  warning  no HTTP/2\n"
		"                  speaks HTTP/1.1 only\n"
		"\n"
		"proxy    ready    A proxy 2.0\n"
		"         side      server\n"
		"         place     /usr/sbin/proxy\n"
		"         cached    1.0\n"
		"                   2.0\n"
		"         modes     NoClientCert                supported\n"
		"                   RequestClientCert           approximated: nearly\n"
		"         skipped   2 of 50 cells: it has no crl\n"
		"                   5 of 50 cells: no word for it\n"
		"         install   sh install\n"
		"client   missing  A client\n"
		"         side      client\n"
		"         needs     a module\n"
		"         install   apt-get install it\n"
		"\n"
		"mtlspec doctor: 2 checks: 1 ok, 1 warning, 0 bad; 2 targets: 1 ready, 1 missing; exit 0\n";
	const struct doctor_report report = sample_doctor();
	SCOPED_BUF text;

	buf_init(&text, 64 * 1024);
	doctor_write_text(&text, &report, 0);
	ck_assert_str_eq(buf_text(&text), wanted);
}
END_TEST

/* A warning costs nothing; a bad check, or no target at all, does. */
START_TEST(test_can_run)
{
	struct doctor_report report = sample_doctor();
	struct doctor_check bad[] = {report.checks[0], {"loopback", CHECK_BAD, "none", "get one"}};

	ck_assert(doctor_can_run(&report));
	report.targets++;
	report.target_count = 1;
	ck_assert(!doctor_can_run(&report));
	report = sample_doctor();
	report.checks = bad;
	ck_assert(!doctor_can_run(&report));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"doctor", {test_doctor_text, test_can_run}}};

	return unit_run("doctor", cases, COUNT_OF(cases));
}
