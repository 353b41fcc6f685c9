/* Questions to our OCSP responder, as the body of a POST and as the end of a GET's path. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ocsp_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(OCSP_REQUEST *request)
{
	for (int i = 0; request && i < OCSP_request_onereq_count(request); i++) {
		OCSP_CERTID *id = OCSP_onereq_get0_id(OCSP_request_onereq_get0(request, i));

		if (!id)
			abort();
	}
	OCSP_REQUEST_free(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	walk(ocsp_request_of_body(text, size));
	walk(ocsp_request_of_path(text));
	free(text);
	return 0;
}
