import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in one CA and, if need be, a certificate of ours, from PEM files. */
class Tls {
	static Certificate[] certificates(String file) throws IOException, GeneralSecurityException {
		try (InputStream in = new FileInputStream(file)) {
			return CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(
				new Certificate[0]);
		}
	}

	/** Unencrypted PKCS#8, as PEM. */
	static PrivateKey key(String file, String kind) throws IOException, GeneralSecurityException {
		String text = Files.readString(Path.of(file)).replaceAll("-----[^-]*-----|\\s", "");

		return KeyFactory.getInstance(kind).generatePrivate(
			new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
	}

	static KeyStore emptyStore() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");

		store.load(null, null);
		return store;
	}

	static TrustManager[] trustManagers(String ca) throws IOException, GeneralSecurityException {
		TrustManagerFactory factory =
			TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		KeyStore trusted = emptyStore();

		trusted.setCertificateEntry("ca", certificates(ca)[0]);
		factory.init(trusted);
		return factory.getTrustManagers();
	}

	static KeyManager[] keyManagers(String chain, String key)
		throws IOException, GeneralSecurityException {
		KeyManagerFactory factory =
			KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		Certificate[] ours = certificates(chain);
		KeyStore store = emptyStore();

		store.setKeyEntry("client", key(key, ours[0].getPublicKey().getAlgorithm()), new char[0], ours);
		factory.init(store, new char[0]);
		return factory.getKeyManagers();
	}

	/** Files: a CA, and of a client its chain and key. */
	static SSLContext context(String... files) throws IOException, GeneralSecurityException {
		KeyManager[] keys = files.length > 1 ? keyManagers(files[1], files[2]) : null;
		SSLContext context = SSLContext.getInstance("TLS");

		context.init(keys, trustManagers(files[0]), null);
		return context;
	}
}
