import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in one CA, from PEM, and if need be a certificate of ours, from PKCS#12; and a proxy. */
class Tls {
	static KeyStore store(InputStream from, char[] passphrase)
		throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");

		store.load(from, passphrase);
		return store;
	}

	static TrustManager[] trustManagers(String ca) throws IOException, GeneralSecurityException {
		TrustManagerFactory factory =
			TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		KeyStore trusted = store(null, null);

		try (InputStream in = new FileInputStream(ca)) {
			for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in))
				trusted.setCertificateEntry("ca " + trusted.size(), one);
		}
		factory.init(trusted);
		return factory.getTrustManagers();
	}

	static KeyManager[] keyManagers(String file, String passphraseFile)
		throws IOException, GeneralSecurityException {
		KeyManagerFactory factory =
			KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		char[] passphrase = Files.readString(Path.of(passphraseFile)).strip().toCharArray();

		try (InputStream in = new FileInputStream(file)) {
			factory.init(store(in, passphrase), passphrase);
		}
		return factory.getKeyManagers();
	}

	static InetSocketAddress address(String url) {
		URI uri = URI.create(url);

		return new InetSocketAddress(uri.getHost(), uri.getPort());
	}

	/** Files: a CA, and of a client its PKCS#12 and the passphrase of that. */
	static SSLContext context(String... files) throws IOException, GeneralSecurityException {
		KeyManager[] keys = files.length > 1 ? keyManagers(files[1], files[2]) : null;
		SSLContext context = SSLContext.getInstance("TLS");

		context.init(keys, trustManagers(files[0]), null);
		return context;
	}
}
