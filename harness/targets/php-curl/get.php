<?php
// GET over TLS: the name in the URL is looked for at an address of ours, all else is the default.
[, $address, $port, $url, $ca] = $argv;
$options = [];
foreach (array_slice($argv, 5) as $word) {
	[$name, $file] = explode('=', $word, 2);
	$options[$name] = $file;
}

$curl = curl_init($url);
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
curl_setopt($curl, CURLOPT_PROXY, '');
curl_setopt($curl, CURLOPT_CONNECT_TO, ["::$address:$port"]);
curl_setopt($curl, CURLOPT_CAINFO, $ca);
if (isset($options['cert'])) {
	curl_setopt($curl, CURLOPT_SSLCERT, $options['cert']);
	curl_setopt($curl, CURLOPT_SSLKEY, $options['key']);
}
if (isset($options['passphrase'])) {
	curl_setopt($curl, CURLOPT_KEYPASSWD, $options['passphrase']);
}
if (isset($options['crl'])) {
	curl_setopt($curl, CURLOPT_CRLFILE, $options['crl']);
}
$body = curl_exec($curl);
if ($body === false) {
	fwrite(STDERR, curl_error($curl) . "\n");
	exit(1);
}
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
echo $status, ' ', strlen($body), "\n";
exit($status === 200 ? 0 : 1);
