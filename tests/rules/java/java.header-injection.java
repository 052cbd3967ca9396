package pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestParam;

class Headers {
    void named(HttpServletRequest request, HttpServletResponse response) {
        // ruleid: java.header-injection
        response.setHeader("X-Shop", request.getParameter("shop"));
        String name = request.getParameter("name");
        // ruleid: java.header-injection
        response.addHeader("Content-Disposition", "attachment; filename=" + name);
    }

    ResponseEntity<String> spring(@RequestParam String lang) {
        // ruleid: java.header-injection
        return ResponseEntity.ok().header("Content-Language", lang).body("ok");
    }

    void encoded(HttpServletRequest request, HttpServletResponse response) {
        // ok: java.header-injection
        response.setHeader("X-Shop", URLEncoder.encode(request.getParameter("shop"), StandardCharsets.UTF_8));
        // ok: java.header-injection
        response.setHeader("X-Shop", request.getParameter("shop").replaceAll("[\r\n]", ""));
        // ok: java.header-injection
        response.setHeader("X-Page", String.valueOf(Integer.parseInt(request.getParameter("page"))));
        // ok: java.header-injection
        response.setHeader("Cache-Control", "no-store");
    }

    void listed(HttpServletRequest request, HttpServletResponse response) {
        String lang = request.getParameter("lang");
        if (!LANGUAGES.contains(lang)) {
            lang = "en";
        }
        // ok: java.header-injection
        response.setHeader("Content-Language", lang);
    }
}

class FromHeaders {
    void given(HttpServletRequest request, HttpServletResponse response) {
        String trace = request.getHeader("X-Trace");
        // ok: java.header-injection
        response.setHeader("X-Trace", trace);
        // ok: java.header-injection
        response.addHeader("X-Span", request.getHeader("X-Span"));
        // ruleid: java.header-injection
        response.addHeader("X-Note", request.getParameter("note"));
    }
}
