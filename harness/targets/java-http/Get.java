import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/** GET over TLS: the variable https_proxy leads to our server, all else is the default. */
public class Get {
	public static void main(String[] words) throws Exception {
		String proxy = System.getenv("https_proxy");
		HttpClient client = HttpClient.newBuilder()
			.sslContext(Tls.context(Arrays.copyOfRange(words, 1, words.length)))
			.proxy(ProxySelector.of(proxy == null ? null : Tls.address(proxy)))
			.build();

		try {
			HttpResponse<String> answer = client.send(
				HttpRequest.newBuilder(URI.create(words[0])).build(),
				HttpResponse.BodyHandlers.ofString());

			System.out.println(answer.statusCode() + " " + answer.body().length());
			System.exit(answer.statusCode() == 200 ? 0 : 1);
		} catch (IOException error) {
			System.err.println(error);
			System.exit(1);
		}
	}
}
