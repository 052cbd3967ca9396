package access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Set;
import org.springframework.web.bind.annotation.RequestParam;

class Sessions {
    private static final Set<String> LANGUAGES = Set.of("de", "en");

    void remembered(HttpServletRequest request) {
        // ruleid: java.trust-boundary
        request.getSession().setAttribute("role", request.getParameter("role"));
        HttpSession session = request.getSession();
        // ruleid: java.trust-boundary
        session.setAttribute(request.getParameter("key"), "1");
        // ruleid: java.trust-boundary
        session.putValue("tenant", request.getHeader("X-Tenant"));
    }

    void spring(@RequestParam String tenant, HttpSession session) {
        // ruleid: java.trust-boundary
        session.setAttribute("tenant", tenant);
    }

    void listed(@RequestParam String lang, HttpSession session) {
        if (LANGUAGES.contains(lang)) {
            // ok: java.trust-boundary
            session.setAttribute("lang", lang);
        }
    }

    void own(HttpServletRequest request, HttpSession session, Users users) {
        User user = users.findByName(request.getParameter("name"));
        // ok: java.trust-boundary
        session.setAttribute("user", user);
        // ok: java.trust-boundary
        session.setAttribute("page", Integer.parseInt(request.getParameter("page")));
        // ok: java.trust-boundary
        request.setAttribute("q", request.getParameter("q"));
    }
}

class Shared {
    void everybody(HttpServletRequest request) {
        // ruleid: java.trust-boundary
        request.getServletContext().setAttribute("banner", request.getParameter("banner"));
    }

    void converted(@RequestParam Size size, HttpSession session) {
        // ok: java.trust-boundary
        session.setAttribute("size", size);
    }
}
