// Node.js's https as a server that passes each request on to the backend; all that is not said is the
// default.
'use strict';
const fs = require('fs');
const http = require('http');
const https = require('https');

const [host, port, backendHost, backendPort, crlFile] = process.argv.slice(2);
const read = (file) => fs.readFileSync(file, 'latin1');
// Rendered by mtlspec: the names in dollar braces are described in harness/targets/README.md.
const options = {
	cert: read('${server_cert}'),
	key: read('${server_key}'),
	ca: read('${client_ca}'),
	requestCert: ${mode.request},
	rejectUnauthorized: ${mode.reject},
	// several CRLs in one file count as its first; a list of them counts in full
	crl: crlFile && read(crlFile).match(/-----BEGIN[^]*?-----END[^-]*-----/g),
};

// In headers that no client can send: whatever a backend may take for one of them is left out.
function identify(socket, headers) {
	for (const name of Object.keys(headers)) {
		if (name.replace(/_/g, '-').startsWith('x-ssl-client-')) delete headers[name];
	}
	// what is named there would be taken out again
	delete headers.connection;
	const certificate = socket.getPeerX509Certificate();
	headers['x-ssl-client-verify'] = socket.authorized ? 'SUCCESS' : certificate ? 'FAILED' : 'NONE';
	if (!certificate) return;
	const subject = (certificate.subject || '').split('\n').reverse().join(',');
	// a header's text is bytes here: those of UTF-8
	headers['x-ssl-client-subject'] = Buffer.from(subject, 'utf8').toString('latin1');
	headers['x-ssl-client-cert'] = encodeURIComponent(certificate.toString());
	headers['x-ssl-client-fingerprint'] = certificate.fingerprint;
}

const agent = new http.Agent({ keepAlive: true });
const server = https.createServer(options, (request, response) => {
	const { method, url, headers } = request;
	identify(request.socket, headers);
	const onward = http.request(
		{ host: backendHost, port: backendPort, agent, method, path: url, headers },
		(answer) => {
			response.writeHead(answer.statusCode, answer.headers);
			answer.pipe(response);
		}
	);
	onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
	request.pipe(onward);
});
server.on('tlsClientError', (error) => console.error(error.code || error.message));
server.listen(port, host);
