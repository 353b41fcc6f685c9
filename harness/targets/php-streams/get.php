<?php
// GET over TLS: the name to verify is looked for at an address of ours, all else is the default.
[, $address, $name, $port, $path, $ca] = $argv;
$ssl = [
	'cafile' => $ca,
	'peer_name' => $name,
];
foreach (array_slice($argv, 6) as $word) {
	[$option, $file] = explode('=', $word, 2);
	$ssl[$option === 'cert' ? 'local_cert' : 'local_pk'] = $file;
}
$http = [
	'header' => "Host: $name:$port",
	'follow_location' => 0,
];
$context = stream_context_create(['ssl' => $ssl, 'http' => $http]);
$body = file_get_contents("https://$address:$port$path", false, $context);
if ($body === false) {
	exit(1);
}
echo $http_response_header[0], ' ', strlen($body), "\n";
