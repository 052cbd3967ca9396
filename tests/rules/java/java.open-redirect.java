package access;

import io.javalin.http.Context;
import org.springframework.web.reactive.function.server.ServerRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

class Redirects {
    private static final Map<String, String> PAGES = Map.of("orders", "/orders");

    void leave(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ruleid: java.open-redirect
        response.sendRedirect(request.getParameter("next"));
        String back = request.getParameter("back");
        // ruleid: java.open-redirect
        response.setHeader("Location", back);
    }

    @GetMapping("/go")
    String go(@RequestParam String to) {
        // ruleid: java.open-redirect
        return "redirect:" + to;
    }

    RedirectView view(@RequestParam String url) {
        // ruleid: java.open-redirect
        return new RedirectView(url);
    }

    ResponseEntity<Void> location(@RequestParam String url) {
        // ruleid: java.open-redirect
        return ResponseEntity.status(302).location(URI.create(url)).build();
    }

    void path(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ok: java.open-redirect
        response.sendRedirect("/items/" + request.getParameter("id"));
        // ok: java.open-redirect
        response.sendRedirect(request.getContextPath() + "/items?q=" + URLEncoder.encode(request.getParameter("q"), "UTF-8"));
        // ok: java.open-redirect
        response.sendRedirect(PAGES.getOrDefault(request.getParameter("next"), "/"));
    }

    void local(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String next = request.getParameter("next");
        if (next == null || !next.startsWith("/") || next.startsWith("//")) {
            next = "/";
        }
        // ok: java.open-redirect
        response.sendRedirect(next);
    }

    @GetMapping("/item")
    String item(@RequestParam String id) {
        // ok: java.open-redirect
        return "redirect:/items/" + id;
    }

    void parsed(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String next = request.getParameter("next");
        URI target = URI.create(next);
        if (target.isAbsolute() || target.getHost() != null) {
            next = "/";
        }
        // ok: java.open-redirect
        response.sendRedirect(next);
    }

    void beginning(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String next = request.getParameter("next");
        if (!next.startsWith("https://shop.example")) {
            next = "/";
        }
        // ruleid: java.open-redirect
        response.sendRedirect(next);
    }

    void wholeHost(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String next = request.getParameter("next");
        if (!next.startsWith("/") || next.startsWith("//")) {
            next = "/";
        }
        // ok: java.open-redirect
        response.sendRedirect(next);
    }

    void lookedUp(HttpServletRequest request, HttpServletResponse response, Map<String, String> targets) throws Exception {
        // ok: java.open-redirect
        response.sendRedirect(targets.getOrDefault(request.getParameter("next"), "/"));
    }

    void stacked(HttpServletRequest request, HttpServletResponse response) throws Exception {
        java.util.Deque<String> steps = new java.util.ArrayDeque<>();
        steps.push(request.getParameter("next"));
        // ruleid: java.open-redirect
        response.sendRedirect(steps.pop());
    }
}

class OtherAnswers {
    void onward(Context ctx) {
        // ruleid: java.open-redirect
        ctx.redirect(ctx.queryParam("onward"));
        // ok: java.open-redirect
        ctx.redirect("/basket");
    }

    Object view(HttpServletRequest request) {
        RedirectView view = new RedirectView();
        // ruleid: java.open-redirect
        view.setUrl(request.getParameter("view"));
        // ok: java.open-redirect
        view.setUrl("/shelf?code=" + request.getParameter("code"));
        return view;
    }

    Object reactive(ServerRequest request) {
        // ruleid: java.open-redirect
        return ServerResponse.seeOther(URI.create(request.queryParam("to").orElse("/"))).build();
    }

    void header(HttpServletRequest request, HttpHeaders headers) {
        // ruleid: java.open-redirect
        headers.set("Location", request.getParameter("place"));
    }
}
