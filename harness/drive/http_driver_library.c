#include "http_driver_library.h"

#include <curl/curl.h>

void http_driver_library(struct http_driver_library *out)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	out->version = info->version;
	out->headers = LIBCURL_VERSION;
	out->tls = info->ssl_version;
	out->http2 = (info->features & CURL_VERSION_HTTP2) != 0;
}
