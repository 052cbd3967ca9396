package com.acme.inbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

class MessageFilters {
    private static final Map<String, Pattern> KINDS = Map.of(
            "invoice", Pattern.compile("^INV-\\d{6}$"),
            "order", Pattern.compile("^ORD-[A-Z]{2}\\d{8}$"));

    record Message(String subject, String text) {}

    // unsafe: regex-dos - pattern and text come from the client
    @PostMapping("/messages/grep")
    public boolean grep(@RequestParam("pattern") String expression, @RequestBody Message message) {
        Pattern pattern = Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
        return pattern.matcher(message.text()).find();
    }

    // safe: regex-dos - the client's text is quoted
    @PostMapping("/messages/find")
    public boolean find(@RequestParam("term") String term, @RequestBody Message message) {
        Pattern pattern = Pattern.compile(Pattern.quote(term), Pattern.CASE_INSENSITIVE);
        return pattern.matcher(message.text()).find();
    }

    // unsafe: regex-dos - a repeated group that may be empty inside another
    protected void host(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String host = request.getParameter("host");
        if (host == null || !host.matches("^(([a-z0-9]+)*[-.])*[a-z]{2,8}$")) {
            response.sendError(400);
            return;
        }
        response.setStatus(204);
    }

    // safe: regex-dos - every round of the group has to end with a separator
    protected void domain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String host = request.getParameter("host");
        if (host == null || !host.matches("^([a-z0-9]+[-.])*[a-z]{2,8}$")) {
            response.sendError(400);
            return;
        }
        response.setStatus(204);
    }

    // unsafe: regex-dos - nested quantifiers and a back reference
    static class QuotedNames {
        private static final Pattern QUOTED = Pattern.compile("^([\"'])(?:\\w+\\s?)+\\1$");

        @GetMapping("/labels/check")
        public boolean check(@RequestParam String label) {
            Matcher matcher = QUOTED.matcher(label);
            return matcher.matches();
        }
    }

    // safe: regex-dos - one class instead of the nested quantifiers
    static class QuotedTitles {
        private static final Pattern QUOTED = Pattern.compile("^([\"'])[\\w\\s]*\\1$");

        @GetMapping("/titles/check")
        public boolean check(@RequestParam String title) {
            Matcher matcher = QUOTED.matcher(title);
            return matcher.matches();
        }
    }

    // unsafe: regex-dos - String.split takes a regular expression
    protected void columns(HttpServletRequest request, HttpServletResponse response) {
        String row = request.getParameter("row");
        String separator = request.getParameter("separator");
        response.setIntHeader("X-Columns", row.split(separator).length);
    }

    // safe: regex-dos - the pattern is looked up
    @GetMapping("/kinds/{kind}/check")
    public boolean kind(@PathVariable String kind, @RequestParam String number) {
        Pattern pattern = KINDS.get(kind);
        if (pattern == null || number.length() > 40) {
            return false;
        }
        return pattern.matcher(number).matches();
    }

    // unsafe: regex-dos - fifteen wildcards behind each other
    @PostMapping("/imports/lines")
    public long totals(@RequestBody List<String> lines) {
        Pattern total = Pattern.compile("^(.*\\|){15}total$");
        return lines.stream().filter(line -> total.matcher(line).find()).count();
    }

    // safe: regex-dos - the wildcards cannot run over the separator
    @PostMapping("/imports/rows")
    public long sums(@RequestBody List<String> lines) {
        Pattern total = Pattern.compile("^([^|]*\\|){15}total$");
        return lines.stream().filter(line -> total.matcher(line).find()).count();
    }

    // safe: regex-dos - an engine that takes linear time
    @PostMapping("/messages/search")
    public List<String> search(@RequestParam("pattern") String expression, @RequestBody List<String> texts) {
        if (expression.length() > 200) {
            return List.of();
        }
        com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(expression);
        return texts.stream().filter(t -> pattern.matcher(t).find()).collect(Collectors.toList());
    }

    // safe: regex-dos - the pattern meets constants only
    public List<String> folders(HttpServletRequest request) {
        List<String> folders = new ArrayList<>(List.of("in", "sent", "drafts.old"));
        folders.removeIf(folder -> !folder.matches("^(([a-z0-9]+)*[-.])*[a-z]{2,8}$"));
        return request.getParameter("all") == null ? folders.subList(0, 1) : folders;
    }
}
