package partners;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;

class Partners {
    private static final Map<String, String> PARTNERS = Map.of("swift", "https://api.swift.example");
    private static final Set<String> HOSTS = Set.of("api.swift.example");
    private final RestTemplate rest = new RestTemplate();
    private final WebClient web = WebClient.create();
    private String baseUrl;

    void fetch(HttpServletRequest request) throws Exception {
        // ruleid: java.ssrf
        new URL(request.getParameter("url")).openStream();
        URL address = new URL("http://" + request.getParameter("host") + "/status");
        // ruleid: java.ssrf
        HttpURLConnection connection = (HttpURLConnection) address.openConnection();
    }

    void client(@RequestParam String url) throws Exception {
        // ruleid: java.ssrf
        HttpRequest asked = HttpRequest.newBuilder(URI.create(url)).build();
        // ruleid: java.ssrf
        HttpRequest other = HttpRequest.newBuilder().timeout(LIMIT).uri(URI.create(url)).build();
        // ruleid: java.ssrf
        Jsoup.connect(url).get();
    }

    void spring(@RequestBody Hook hook) {
        // ruleid: java.ssrf
        rest.postForEntity(hook.getUrl(), "done", String.class);
        // ruleid: java.ssrf
        web.get().uri(hook.getUrl()).retrieve();
    }

    void fromTable(@RequestParam String partner) throws Exception {
        String base = PARTNERS.get(partner);
        // ok: java.ssrf
        new URL(base + "/status").openStream();
    }

    void segment(@PathVariable String number) throws Exception {
        // ok: java.ssrf
        new URL("https://api.swift.example/parcels/" + number).openStream();
        // ok: java.ssrf
        rest.getForObject("https://api.swift.example/parcels/{number}", String.class, number);
        // ok: java.ssrf
        rest.getForObject(baseUrl + "/parcels/" + number, String.class);
        // ok: java.ssrf
        web.get().uri("/parcels/{number}", number).retrieve();
    }

    void parameter(@RequestParam String query) throws Exception {
        URI address = UriComponentsBuilder.fromHttpUrl("https://api.swift.example").queryParam("q", query).build().toUri();
        // ok: java.ssrf
        rest.getForObject(address, String.class);
    }

    void checked(@RequestParam String url) throws Exception {
        URI target = URI.create(url);
        if (!HOSTS.contains(target.getHost())) {
            throw new IllegalArgumentException("host");
        }
        // ok: java.ssrf
        HttpRequest asked = HttpRequest.newBuilder(target).build();
    }

    void prefix(@RequestParam String url) throws Exception {
        if (!url.startsWith("https://api.swift.example/")) {
            return;
        }
        // ok: java.ssrf
        new URL(url).openStream();
    }

    void body(@RequestBody String text) {
        // ok: java.ssrf
        rest.postForEntity("https://hooks.example/orders", text, String.class);
    }
}

class OtherClients {
    Object full(HttpServletRequest request) throws Exception {
        // ruleid: java.ssrf
        return new okhttp3.Request.Builder().url(request.getParameter("feed")).build();
    }

    Object host(HttpServletRequest request) {
        // ruleid: java.ssrf
        return new HttpHost(request.getParameter("host"), 443);
    }

    Object converted(@RequestParam UUID id, @RequestParam Region region) {
        // ok: java.ssrf
        return new RestTemplate().getForObject(region.address(), String.class);
    }
}
