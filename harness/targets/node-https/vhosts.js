// Node.js's https with virtual hosts. A server either asks everybody for a certificate or nobody
// (nodejs/node, issue 41211): it asks, and each host looks at socket.authorized itself. All that is not said
// is the default.
'use strict';
const fs = require('fs');
const http = require('http');
const https = require('https');

const read = (file) => file && fs.readFileSync(file, 'latin1');
// Rendered by mtlspec: the names in dollar braces are described in harness/targets/README.md.
const identity = {
	cert: read('${credential.server-hosts.chain}'),
	key: read('${credential.server-hosts.key}'),
};
const crl = read('${crl}');
const clients = {
	ca: read('${client_ca}'),
	crl: crl ? crl.match(/-----BEGIN[^]*?-----END[^-]*-----/g) : undefined,
};
const hosts = [
	{ name: '${host.home.name}', port: ${host.home.backend_port}, verify: true, required: ${mode.required}, ...clients },
	{ name: '${host.partner.name}', port: ${host.partner.backend_port}, verify: true, required: true,
		ca: read('${authority.partner-root.cert}') },
	{ name: '${host.open.name}', port: ${host.open.backend_port}, verify: false },
	{ name: '*.wild.mtlspec.test', port: ${host.wild.backend_port}, verify: true, required: ${mode.required}, ...clients },
];

function findHost(name) {
	if (!name) return undefined;
	const lower = name.toLowerCase().replace(/:[0-9]+$/, '');
	const any = lower.replace(/^[^.]*/, '*');
	return hosts.find((host) => host.name === lower || host.name === any);
}

// In headers that no client can send: whatever a backend may take for one of them is left out.
function identify(socket, headers) {
	for (const name of Object.keys(headers)) {
		if (name.replace(/_/g, '-').startsWith('x-ssl-client-')) delete headers[name];
	}
	// what is named there would be taken out again
	delete headers.connection;
	const certificate = socket.getPeerX509Certificate();
	headers['x-ssl-client-verify'] = !certificate ? 'NONE' : socket.authorized ? 'SUCCESS' : 'FAILED';
	if (!certificate) return;
	headers['x-ssl-client-subject'] = (certificate.subject || '').split('\n').reverse().join(',');
	headers['x-ssl-client-cert'] = encodeURIComponent(certificate.toString());
	headers['x-ssl-client-fingerprint'] = certificate.fingerprint;
}

function refusal(host, socket) {
	if (!host || host !== findHost(socket.servername)) return 421;
	const shown = socket.getPeerX509Certificate();
	return host.verify && (shown ? !socket.authorized : host.required) ? 403 : 0;
}

const agent = new http.Agent({ keepAlive: true });
const options = { ...identity, requestCert: true, rejectUnauthorized: false };
const server = https.createServer(options, (request, response) => {
	const { method, url, headers } = request;
	const host = findHost(headers.host);
	const refused = refusal(host, request.socket);
	if (refused) return response.writeHead(refused).end();
	identify(request.socket, headers);
	const onward = http.request(
		{ host: '${backend_host}', port: host.port, agent, method, path: url, headers },
		(answer) => {
			response.writeHead(answer.statusCode, answer.headers);
			answer.pipe(response);
		}
	);
	onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
	request.pipe(onward);
});
for (const { name, ca, crl } of hosts) server.addContext(name, { ...identity, ca, crl });
server.on('tlsClientError', (error) => console.error(error.code || error.message));
server.listen(${port}, '${host}');
