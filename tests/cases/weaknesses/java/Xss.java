package com.acme.guestbook;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.text.StringEscapeUtils;
import org.owasp.encoder.Encode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

@RestController
class Guestbook {
    private static final Map<String, String> GREETINGS = Map.of("de", "Guten Tag", "fr", "Bonjour", "en", "Hello");

    // unsafe: xss
    protected void hello(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println("<html><body><h1>Hello " + name + "</h1></body></html>");
    }

    // safe: xss - encoded for HTML
    protected void welcome(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println("<html><body><h1>Welcome " + Encode.forHtml(name) + "</h1></body></html>");
    }

    // unsafe: xss - the page is the return value
    @GetMapping(value = "/search", produces = MediaType.TEXT_HTML_VALUE)
    public String search(@RequestParam("q") String query) {
        return String.format("<p>No entries for <em>%s</em>.</p>", query);
    }

    // safe: xss - plain text that is not to be sniffed
    @GetMapping(value = "/lookup", produces = MediaType.TEXT_PLAIN_VALUE)
    public ResponseEntity<String> lookup(@RequestParam("q") String query) {
        return ResponseEntity.ok()
                .header("X-Content-Type-Options", "nosniff")
                .body(String.format("No entries for %s.", query));
    }

    // unsafe: xss - escaped for Java, not for HTML
    @PostMapping(value = "/preview", produces = MediaType.TEXT_HTML_VALUE)
    public String preview(@RequestParam String author, @RequestParam String text) {
        StringBuilder page = new StringBuilder("<article><h2>");
        page.append(StringEscapeUtils.escapeHtml4(author));
        page.append("</h2><p>").append(StringEscapeUtils.escapeJava(text)).append("</p></article>");
        return page.toString();
    }

    // safe: xss - both parts escaped for HTML
    @PostMapping(value = "/draft", produces = MediaType.TEXT_HTML_VALUE)
    public String draft(@RequestParam String author, @RequestParam String text) {
        StringBuilder page = new StringBuilder("<article><h2>");
        page.append(StringEscapeUtils.escapeHtml4(author));
        page.append("</h2><p>").append(HtmlUtils.htmlEscape(text)).append("</p></article>");
        return page.toString();
    }

    // unsafe: xss - a script tag is filtered, an event handler is not
    protected void theme(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String theme = "light";
        for (Cookie cookie : request.getCookies()) {
            if ("theme".equals(cookie.getName())) {
                theme = URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8);
            }
        }
        theme = theme.replaceAll("(?i)</?script>", "");
        response.setContentType("text/html");
        response.getWriter().write("<body class=\"" + theme + "\"><main></main></body>");
    }

    // safe: xss - one of two constants
    protected void palette(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String theme = "light";
        for (Cookie cookie : request.getCookies()) {
            if ("theme".equals(cookie.getName()) && "dark".equals(cookie.getValue())) {
                theme = "dark";
            }
        }
        response.setContentType("text/html");
        response.getWriter().write("<body class=\"" + theme + "\"><main></main></body>");
    }

    // safe: xss - the greeting comes from the table, the number is a number
    @GetMapping(value = "/greeting/{language}", produces = MediaType.TEXT_HTML_VALUE)
    public String greeting(@PathVariable String language, @RequestParam("visits") int visits) {
        String greeting = GREETINGS.getOrDefault(language, "Hello");
        return "<p>" + greeting + ", this is visit " + visits + "</p>";
    }

    // safe: xss - the entry of the map that is a constant
    protected void footer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> parts = new HashMap<>();
        parts.put("owner", request.getParameter("owner"));
        parts.put("year", "2024");
        response.setContentType("text/html");
        response.getWriter().printf("<footer>%s</footer>", parts.get("year"));
    }
}
