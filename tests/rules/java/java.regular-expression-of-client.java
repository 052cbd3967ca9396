package search;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.RequestParam;

class Search {
    void compiled(HttpServletRequest request) {
        // ruleid: java.regular-expression-of-client
        Pattern wanted = Pattern.compile(request.getParameter("q"), Pattern.CASE_INSENSITIVE);
        String expression = ".*" + request.getParameter("part") + ".*";
        // ruleid: java.regular-expression-of-client
        Pattern.matches(expression, "text");
    }

    boolean matched(@RequestParam String q, String title) {
        // ruleid: java.regular-expression-of-client
        return title.matches(q);
    }

    void quoted(HttpServletRequest request) {
        // ok: java.regular-expression-of-client
        Pattern wanted = Pattern.compile(Pattern.quote(request.getParameter("q")));
        // ok: java.regular-expression-of-client
        Pattern.compile("[a-z]+").matcher(request.getParameter("q")).matches();
        // ok: java.regular-expression-of-client
        request.getParameter("q").replaceAll("\\s+", " ");
    }

    boolean contained(@RequestParam String q, String title) {
        // ok: java.regular-expression-of-client
        return title.contains(q) || q.matches(EXPRESSION);
    }

    String[] parts(HttpServletRequest request, String text) {
        String by = request.getParameter("by");
        // ruleid: java.regular-expression-of-client
        String[] parts = text.split(by);
        // ruleid: java.regular-expression-of-client
        String first = text.replaceFirst(by, "");
        // ok: java.regular-expression-of-client
        String[] same = text.split(Pattern.quote(by));
        // ok: java.regular-expression-of-client
        String[] words = by.split(",");
        // ok: java.regular-expression-of-client
        String[] helped = StringUtils.split(by, ',');
        return parts;
    }
}
