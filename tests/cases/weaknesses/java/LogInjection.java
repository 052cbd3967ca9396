package com.acme.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import javax.servlet.http.HttpServletRequest;
import org.apache.logging.log4j.LogManager;
import org.owasp.encoder.Encode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

class AuditTrail {
    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
    private static final org.apache.logging.log4j.Logger LOG4J = LogManager.getLogger(AuditTrail.class);
    private static final java.util.logging.Logger JUL = java.util.logging.Logger.getLogger("audit");
    private static final Map<String, String> ACTIONS = Map.of("c", "created", "d", "deleted", "u", "updated");

    record Feedback(String author, String text) {}

    // unsafe: log-injection
    protected void loginFailed(HttpServletRequest request) {
        String user = request.getParameter("user");
        log.warn("Login failed for " + user);
    }

    // safe: log-injection - line ends are replaced
    protected void loginRefused(HttpServletRequest request) {
        String user = request.getParameter("user");
        String line = user == null ? "-" : user.replaceAll("[\\r\\n\\t]", "_");
        log.warn("Login refused for " + line);
    }

    // unsafe: log-injection - a placeholder of the logger does not encode
    @PostMapping("/feedback")
    public void feedback(@RequestBody Feedback feedback) {
        log.info("Feedback by {}: {}", feedback.author(), feedback.text());
    }

    // safe: log-injection - the numbers of characters are logged
    @PostMapping("/praise")
    public void praise(@RequestBody Feedback feedback) {
        int characters = feedback.text().length();
        log.info("Praise with {} characters, author given: {}", characters, feedback.author() != null);
    }

    // unsafe: log-injection - java.util.logging with a format
    @GetMapping("/export")
    public void export(@RequestParam("reason") String reason) {
        String message = String.format("Export started, reason: %s", reason);
        JUL.log(Level.INFO, message);
    }

    // safe: log-injection - OWASP's encoder writes line ends as \n
    @GetMapping("/backup")
    public void backup(@RequestParam("reason") String reason) {
        String message = String.format("Backup started, reason: %s", Encode.forJava(reason));
        JUL.log(Level.INFO, message);
    }

    // unsafe: log-injection - the line ends are taken out of another variable
    protected void comment(HttpServletRequest request) throws IOException {
        StringBuilder body = new StringBuilder();
        try (BufferedReader reader = request.getReader()) {
            int c;
            while ((c = reader.read()) != -1) {
                body.append((char) c);
            }
        }
        String text = body.toString();
        String preview = text.replace('\n', ' ').replace('\r', ' ');
        request.setAttribute("preview", preview);
        LOG4J.info("Comment received: {}", text);
    }

    // safe: log-injection - percent-encoded
    protected void remark(HttpServletRequest request) throws IOException {
        StringBuilder body = new StringBuilder();
        try (BufferedReader reader = request.getReader()) {
            int c;
            while ((c = reader.read()) != -1) {
                body.append((char) c);
            }
        }
        String text = body.toString();
        LOG4J.info("Remark received: {}", URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    // safe: log-injection - an identifier that was parsed
    @GetMapping("/documents/{id}/history")
    public void history(@PathVariable String id) {
        UUID document = UUID.fromString(id);
        log.info("History of {} read", document);
    }

    // safe: log-injection - the word comes from a constant table
    @PostMapping("/events")
    public void event(@RequestParam String action) {
        String word = ACTIONS.getOrDefault(action, "touched");
        log.info("A document was {}", word);
    }
}
