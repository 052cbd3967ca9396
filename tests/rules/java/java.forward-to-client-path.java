package pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

class Forwards {
    private static final Map<String, String> PAGES = Map.of("help", "/WEB-INF/help.jsp");

    void shown(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ruleid: java.forward-to-client-path
        request.getRequestDispatcher(request.getParameter("page")).forward(request, response);
        String part = "/parts/" + request.getParameter("part");
        // ruleid: java.forward-to-client-path
        request.getRequestDispatcher(part).include(request, response);
    }

    @GetMapping("/show")
    String show(@RequestParam String page) {
        // ruleid: java.forward-to-client-path
        return "forward:" + page;
    }

    void constant(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.setAttribute("name", request.getParameter("name"));
        // ok: java.forward-to-client-path
        request.getRequestDispatcher("/WEB-INF/help.jsp").forward(request, response);
        // ok: java.forward-to-client-path
        request.getRequestDispatcher(PAGES.get(request.getParameter("page"))).forward(request, response);
    }

    @GetMapping("/help")
    String help(@RequestParam String topic) {
        // ok: java.forward-to-client-path
        return "forward:/help";
    }
}
