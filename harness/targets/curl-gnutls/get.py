"""GET over TLS by the libcurl that is built with GnuTLS: the name in the URL is looked for at an
address of ours, all else is the default."""
import ctypes
import sys

address, port, url, ca, *options = sys.argv[1:]
option = dict(text.split("=", 1) for text in options)

CURLOPT_URL = 10002
CURLOPT_PROXY = 10004
CURLOPT_SSLCERT = 10025
CURLOPT_KEYPASSWD = 10026
CURLOPT_CAINFO = 10065
CURLOPT_SSLKEY = 10087
CURLOPT_CAPATH = 10097
CURLOPT_CRLFILE = 10169
CURLOPT_CONNECT_TO = 10243
CURLOPT_FAILONERROR = 45
CURLOPT_NOSIGNAL = 99

curl = ctypes.CDLL("libcurl-gnutls.so.4")
curl.curl_easy_init.restype = ctypes.c_void_p
curl.curl_easy_strerror.restype = ctypes.c_char_p
curl.curl_slist_append.restype = ctypes.c_void_p
curl.curl_slist_append.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
handle = ctypes.c_void_p(curl.curl_easy_init())


def set_option(name, value):
    status = curl.curl_easy_setopt(handle, name, value)
    if status:
        sys.exit(f"option {name}: {curl.curl_easy_strerror(status).decode()}")


connect_to = ctypes.c_void_p(curl.curl_slist_append(None, f"::{address}:{port}".encode()))
set_option(CURLOPT_URL, url.encode())
set_option(CURLOPT_PROXY, b"")
set_option(CURLOPT_CONNECT_TO, connect_to)
set_option(CURLOPT_FAILONERROR, ctypes.c_long(1))
set_option(CURLOPT_NOSIGNAL, ctypes.c_long(1))
set_option(CURLOPT_CAINFO, ca.encode())
# or the system's would be trusted beside that file
set_option(CURLOPT_CAPATH, None)
if "--cert" in option:
    set_option(CURLOPT_SSLCERT, option["--cert"].encode())
    set_option(CURLOPT_SSLKEY, option["--key"].encode())
if "--passphrase" in option:
    set_option(CURLOPT_KEYPASSWD, option["--passphrase"].encode())
if "--crl" in option:
    set_option(CURLOPT_CRLFILE, option["--crl"].encode())
status = curl.curl_easy_perform(handle)
if status:
    sys.exit(f"curl: ({status}) {curl.curl_easy_strerror(status).decode()}")
