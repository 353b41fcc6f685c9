"""GET over TLS: the variable https_proxy leads to our server, all else is the default."""
import sys

import requests

url, ca, *options = sys.argv[1:]
option = dict(text.split("=", 1) for text in options)
cert = (option["--cert"], option["--key"]) if "--cert" in option else None

try:
    response = requests.get(
        url,
        verify=ca,
        cert=cert,
    )
except (OSError, ValueError) as error:
    sys.exit(f"{type(error).__name__}: {error}")
print(response.status_code, len(response.content))
sys.exit(0 if response.status_code == 200 else 1)
