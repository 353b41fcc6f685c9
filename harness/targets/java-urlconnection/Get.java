import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.util.Arrays;
import javax.net.ssl.HttpsURLConnection;

/** GET over TLS: a proxy of ours leads to our server, all else is the default. */
public class Get {
	public static void main(String[] words) throws Exception {
		InetSocketAddress address = new InetSocketAddress(words[0], Integer.parseInt(words[1]));
		Proxy proxy = new Proxy(Proxy.Type.HTTP, address);
		HttpsURLConnection connection =
			(HttpsURLConnection) new URL(words[2]).openConnection(proxy);

		connection.setSSLSocketFactory(
			Tls.context(Arrays.copyOfRange(words, 3, words.length)).getSocketFactory());
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
