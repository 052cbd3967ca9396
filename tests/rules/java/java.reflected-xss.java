package pages;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import org.apache.commons.text.StringEscapeUtils;
import org.owasp.encoder.Encode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

class Pages {
    void greet(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html;charset=UTF-8");
        String name = request.getParameter("name");
        // ruleid: java.reflected-xss
        response.getWriter().println("<h1>Hello " + name + "</h1>");
        // ruleid: java.reflected-xss
        response.getWriter().write(name);
        // ruleid: java.reflected-xss
        response.getWriter().format("<p>%s</p>", name);
        // ruleid: java.reflected-xss
        response.getOutputStream().print(request.getRequestURI());
    }

    void variable(HttpServletRequest request, HttpServletResponse response) throws Exception {
        PrintWriter out = response.getWriter();
        Object[] values = {"a", request.getHeader("Referer")};
        // ruleid: java.reflected-xss
        out.printf("<p>%s %s</p>", values);
        StringBuilder page = new StringBuilder();
        page.append("<p>").append(request.getParameter("q")).append("</p>");
        // ruleid: java.reflected-xss
        out.append(page.toString());
    }

    void escaped(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        // ok: java.reflected-xss
        response.getWriter().println("<p>" + Encode.forHtml(name) + "</p>");
        // ok: java.reflected-xss
        response.getWriter().println("<p>" + HtmlUtils.htmlEscape(name) + "</p>");
        String safe = StringEscapeUtils.escapeHtml4(name);
        // ok: java.reflected-xss
        response.getWriter().println("<p>" + safe + "</p>");
        // ok: java.reflected-xss
        response.getWriter().println("<p>" + name.length() + "</p>");
    }

    void json(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("application/json");
        // ok: java.reflected-xss
        response.getWriter().write("{\"name\": \"" + request.getParameter("name") + "\"}");
    }

    void table(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String title = "de".equals(request.getParameter("lang")) ? "Angebote" : "Offers";
        // ok: java.reflected-xss
        response.getWriter().println("<h1>" + title + "</h1>");
    }

    void elsewhere(HttpServletRequest request, PrintWriter report) {
        // ok: java.reflected-xss
        report.println(request.getParameter("name"));
    }
}

@RestController
class Answers {
    @GetMapping("/hello")
    String hello(@RequestParam String name) {
        // ruleid: java.reflected-xss
        return "<h1>Hello " + name + "</h1>";
    }

    @GetMapping("/search")
    ResponseEntity<String> search(@RequestParam("q") String query) {
        String page = "<p>Nothing for " + query + "</p>";
        // ruleid: java.reflected-xss
        return ResponseEntity.ok(page);
    }

    @GetMapping(value = "/page", produces = "text/html")
    String page(@RequestParam String name) {
        // ruleid: java.reflected-xss
        return String.format("Hello %s", name);
    }

    @GetMapping("/safe")
    String safe(@RequestParam String name) {
        // ok: java.reflected-xss
        return "<h1>Hello " + HtmlUtils.htmlEscape(name) + "</h1>";
    }

    @GetMapping(value = "/plain", produces = "text/plain")
    String plain(@RequestParam String name) {
        // ok: java.reflected-xss
        return "<" + name + ">";
    }

    @GetMapping("/shop")
    Shop shop(@RequestParam String name) {
        // ok: java.reflected-xss
        return new Shop(name);
    }

    @GetMapping(value = "/escaped", produces = "text/html")
    String forAnotherLanguage(@RequestParam String name) {
        // ruleid: java.reflected-xss
        return "<p>" + StringEscapeUtils.escapeJava(name) + "</p>";
    }
}

class OtherPages {
    void said(Context ctx) {
        // ruleid: java.reflected-xss
        ctx.html("<h2>" + ctx.queryParam("title") + "</h2>");
        // ok: java.reflected-xss
        ctx.result(ctx.queryParam("title"));
    }

    void chained(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ruleid: java.reflected-xss
        response.getWriter().append("<li>").append(request.getParameter("item"));
    }

    void plainWriter(HttpServletRequest request, HttpServletResponse response) throws Exception {
        Writer sheet = response.getWriter();
        // ruleid: java.reflected-xss
        sheet.write("<td>" + request.getParameter("cell") + "</td>");
        // ok: java.reflected-xss
        sheet.write("<td>" + Encode.forHtml(request.getParameter("cell")) + "</td>");
    }
}

@RestController
class Passed {
    String other(@RequestParam String id) {
        // ok: java.reflected-xss
        return client.getForObject(base + "/" + id, String.class);
    }
}
