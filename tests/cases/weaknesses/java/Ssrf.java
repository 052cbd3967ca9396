package com.acme.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

class PartnerGateway {
    private static final Set<String> PARTNERS = Set.of("api.carrier.example", "rates.bank.example");
    private static final Map<String, String> MIRRORS = Map.of(
            "eu", "https://eu.mirror.example/index.json",
            "us", "https://us.mirror.example/index.json");

    private final RestTemplate rest = new RestTemplate();
    private final WebClient web = WebClient.create();

    record Webhook(String target, String event) {}

    record Rate(String currency, double value) {}

    // unsafe: ssrf
    protected void check(HttpServletRequest request, HttpServletResponse response) throws IOException {
        URL url = new URL(request.getParameter("url"));
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(2000);
        connection.setReadTimeout(2000);
        response.setIntHeader("X-Upstream-Status", connection.getResponseCode());
    }

    // safe: ssrf - the host is on the list, and redirects are not followed
    protected void checkPartner(HttpServletRequest request, HttpServletResponse response) throws IOException {
        URL url = new URL(request.getParameter("url"));
        if (!url.getProtocol().equals("https") || !PARTNERS.contains(url.getHost())) {
            response.sendError(400);
            return;
        }
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(2000);
        connection.setReadTimeout(2000);
        response.setIntHeader("X-Upstream-Status", connection.getResponseCode());
    }

    // unsafe: ssrf - the webhook of a JSON body
    @PostMapping("/webhooks/test")
    public int fire(@RequestBody Webhook hook) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest outgoing = HttpRequest.newBuilder(URI.create(hook.target()))
                .POST(HttpRequest.BodyPublishers.ofString("{\"event\":\"ping\"}"))
                .build();
        return client.send(outgoing, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    // safe: ssrf - the target is constant, the client's text is the body
    @PostMapping("/webhooks/audit")
    public int audit(@RequestBody Webhook hook) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest outgoing = HttpRequest.newBuilder(URI.create("https://audit.internal.example/events"))
                .POST(HttpRequest.BodyPublishers.ofString(hook.target()))
                .build();
        return client.send(outgoing, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    // unsafe: ssrf - a prefix without a closing slash: https://rates.bank.example.attacker.example
    @GetMapping("/rates")
    public Rate rate(@RequestParam String source) {
        if (!source.startsWith("https://rates.bank.example")) {
            throw new IllegalArgumentException("source");
        }
        return rest.getForObject(source, Rate.class);
    }

    // safe: ssrf - the parameter is a variable in the path of a fixed host
    @GetMapping("/rates/{currency}")
    public Rate rateOf(@PathVariable String currency) {
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("currency");
        }
        return rest.getForObject("https://rates.bank.example/v1/" + currency, Rate.class);
    }

    // unsafe: ssrf - the client names the host
    @GetMapping("/tenants/{tenant}/status")
    public Mono<Integer> status(@PathVariable String tenant, @RequestParam String host) {
        String uri = new StringBuilder("http://").append(host).append(":8080/status/").append(tenant).toString();
        return web.get().uri(uri).retrieve().toBodilessEntity().map(e -> e.getStatusCode().value());
    }

    // safe: ssrf - the host is constant and the tenant a UUID
    @GetMapping("/tenants/{tenant}/health")
    public Mono<Integer> health(@PathVariable UUID tenant, @RequestParam String host) {
        String uri = new StringBuilder("http://tenants.internal.example:8080/status/").append(tenant).toString();
        return web.get().uri(uri).header("X-Asked-For", Integer.toHexString(host.hashCode()))
                .retrieve().toBodilessEntity().map(e -> e.getStatusCode().value());
    }

    // safe: ssrf - the address is looked up
    public String index(HttpServletRequest request) {
        String mirror = MIRRORS.get(request.getHeader("X-Region"));
        if (mirror == null) {
            mirror = "https://eu.mirror.example/index.json";
        }
        return rest.getForEntity(mirror, String.class).getBody();
    }

    // safe: ssrf - the text becomes an encoded query parameter
    @GetMapping("/search")
    public Rate[] search(@RequestParam("q") String query) {
        URI uri = UriComponentsBuilder.fromUriString("https://rates.bank.example/search")
                .queryParam("q", "{q}")
                .encode()
                .buildAndExpand(query)
                .toUri();
        return rest.getForObject(uri, Rate[].class);
    }
}
