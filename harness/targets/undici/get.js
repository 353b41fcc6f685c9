// GET over TLS: the name in the URL is looked for at an address of ours, all else is the default.
'use strict';
const fs = require('fs');
const { Agent, request } = require('undici');

const [address, url, ca, ...words] = process.argv.slice(2);
const option = Object.fromEntries(words.map((word) => word.split(/=(.*)/)));
const read = (file) => fs.readFileSync(file, 'latin1');
const found = { address, family: 4 };
const connect = {
	lookup: (host, how, done) => (how.all ? done(null, [found]) : done(null, address, 4)),
};
connect.ca = read(ca);
if (option.cert) {
	connect.cert = read(option.cert);
	connect.key = read(option.key);
}
if (option.crl) {
	// several CRLs in one file count as its first; a list of them counts in full
	connect.crl = read(option.crl).match(/-----BEGIN[^]*?-----END[^-]*-----/g);
}

async function get() {
	const answer = await request(url, { dispatcher: new Agent({ connect }) });
	const body = await answer.body.text();
	console.log(answer.statusCode, body.length);
	process.exit(answer.statusCode === 200 ? 0 : 1);
}
get().catch((error) => {
	console.error((error.code || error.name) + ': ' + error.message);
	process.exit(1);
});
