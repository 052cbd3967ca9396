package com.acme.login;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

@Controller
class ReturnPaths {
    private static final Set<String> HOSTS = Set.of("shop.acme.example", "help.acme.example");
    private static final Map<String, String> CAMPAIGNS = Map.of(
            "summer", "https://shop.acme.example/summer",
            "winter", "https://shop.acme.example/winter");

    // unsafe: open-redirect
    protected void afterLogin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String next = request.getParameter("next");
        if (next == null || next.isEmpty()) {
            next = "/home";
        }
        response.sendRedirect(next);
    }

    // safe: open-redirect - a path of word characters below the own host
    protected void afterLogout(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String next = request.getParameter("next");
        if (next == null || !next.matches("/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            next = "/home";
        }
        response.sendRedirect(next);
    }

    // unsafe: open-redirect - a view name
    @GetMapping("/continue")
    public String proceed(@RequestParam("to") String to) {
        return "redirect:" + to;
    }

    // safe: open-redirect - a path segment behind a constant prefix
    @GetMapping("/article")
    public String article(@RequestParam("no") int number) {
        return "redirect:" + "/articles/" + number;
    }

    // unsafe: open-redirect - "//attacker.example" begins with a slash as well
    @GetMapping("/back")
    public ModelAndView back(@RequestParam(required = false) String path) {
        String target = Optional.ofNullable(path).filter(p -> p.startsWith("/")).orElse("/");
        return new ModelAndView(new RedirectView(target));
    }

    // safe: open-redirect - the host of the address is on the list
    @GetMapping("/leave")
    public ModelAndView leave(@RequestParam String address) {
        URI uri = URI.create(address);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || !HOSTS.contains(uri.getHost())) {
            return new ModelAndView("unknown-address");
        }
        return new ModelAndView(new RedirectView(uri.toString()));
    }

    // unsafe: open-redirect - the Location header, after a check for the name anywhere in the address
    @GetMapping("/out")
    public ResponseEntity<Void> out(@RequestParam("u") String address) {
        if (!address.contains("acme.example")) {
            return ResponseEntity.badRequest().build();
        }
        return ResponseEntity.status(HttpStatus.FOUND).header("Location", address).build();
    }

    // safe: open-redirect - the campaign is looked up
    @GetMapping("/campaigns/{name}")
    public ResponseEntity<Void> campaign(@PathVariable String name) {
        String address = CAMPAIGNS.get(name);
        if (address == null) {
            return ResponseEntity.notFound().build();
        }
        return ResponseEntity.status(HttpStatus.FOUND).header("Location", address).build();
    }

    // safe: open-redirect - the last element put in is the constant
    protected void trail(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Deque<String> trail = new ArrayDeque<>();
        trail.push(request.getParameter("from"));
        trail.push("/dashboard");
        response.sendRedirect(trail.pop());
    }

    // unsafe: open-redirect - the element of the client comes out
    protected void retrace(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Deque<String> trail = new ArrayDeque<>();
        trail.push(request.getParameter("from"));
        trail.push("/dashboard");
        trail.pop();
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", trail.pop());
    }
}
