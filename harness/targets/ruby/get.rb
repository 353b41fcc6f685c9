# GET over TLS: the name to verify is looked for at an address of ours, all else is the default.
require "net/http"
require "openssl"

address, name, port, path, ca, *words = ARGV
option = words.to_h { |word| word.split("=", 2) }

# Several certificates, or lists, of one PEM file.
def pem_blocks(file)
	File.read(file).scan(/-----BEGIN[^-]*-----.*?-----END[^-]*-----/m)
end

http = Net::HTTP.new(name, port.to_i, nil)
http.ipaddr = address
http.use_ssl = true
http.max_retries = 0
if option["crl"]
	http.cert_store = OpenSSL::X509::Store.new
	http.cert_store.add_file(ca)
	pem_blocks(option["crl"]).each { |list| http.cert_store.add_crl(OpenSSL::X509::CRL.new(list)) }
	http.cert_store.flags = OpenSSL::X509::V_FLAG_CRL_CHECK | OpenSSL::X509::V_FLAG_CRL_CHECK_ALL
else
	http.ca_file = ca
end
if option["cert"]
	leaf, *above = pem_blocks(option["cert"]).map { |block| OpenSSL::X509::Certificate.new(block) }
	http.cert = leaf
	http.extra_chain_cert = above
	http.key = OpenSSL::PKey.read(File.read(option["key"]), option["passphrase"])
end

begin
	answer = http.get(path)
rescue OpenSSL::SSL::SSLError, SystemCallError, IOError, Timeout::Error => error
	abort "#{error.class}: #{error.message}"
end
puts "#{answer.code} #{answer.body.length}"
exit answer.code == "200"
