import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.Arrays;
import javax.net.ssl.HttpsURLConnection;

/** GET over TLS: the variable https_proxy leads to our server, all else is the default. */
public class Get {
	public static void main(String[] words) throws Exception {
		String proxy = System.getenv("https_proxy");
		HttpsURLConnection connection = (HttpsURLConnection) new URL(words[0]).openConnection(
			proxy == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, Tls.address(proxy)));

		connection.setSSLSocketFactory(
			Tls.context(Arrays.copyOfRange(words, 1, words.length)).getSocketFactory());
		connection.setInstanceFollowRedirects(false);
		try {
			int status = connection.getResponseCode();

			System.out.println(status + " " + connection.getInputStream().readAllBytes().length);
			System.exit(status == 200 ? 0 : 1);
		} catch (IOException error) {
			System.err.println(error);
			System.exit(1);
		}
	}
}
