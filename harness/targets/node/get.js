// GET over TLS: the name in the URL is looked for at an address of ours, all else is the default.
'use strict';
const fs = require('fs');
const https = require('https');

const [address, name, port, path, ...options] = process.argv.slice(2);
const found = { address, family: 4 };
const request = {
	host: name,
	port,
	path,
	agent: false,
	lookup: (host, how, done) => (how.all ? done(null, [found]) : done(null, address, 4)),
};
for (const option of options) {
	const [, word, file] = option.match(/^--(ca|cert|key|crl|passphrase)=(.*)$/);
	if (word === 'passphrase') {
		request.passphrase = file;
		continue;
	}
	// several CRLs in one file count as its first; a list of them counts in full
	const text = fs.readFileSync(file, 'latin1');
	request[word] = word === 'crl' ? text.match(/-----BEGIN[^]*?-----END[^-]*-----/g) : text;
}

https
	.get(request, (answer) => {
		answer.resume();
		answer.on('end', () => {
			console.log(answer.statusCode);
			process.exitCode = answer.statusCode === 200 ? 0 : 1;
		});
	})
	.on('error', (error) => {
		console.error((error.code || error.name) + ': ' + error.message);
		process.exitCode = 1;
	});
