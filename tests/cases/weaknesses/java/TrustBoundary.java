package com.acme.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

class ProfileEndpoints {
    private static final Set<String> LANGUAGES = Set.of("de", "en", "fr");

    interface Accounts {
        Account authenticate(String login, String password);
    }

    record Account(long id, String role) {}

    record Choice(String department, String view) {}

    private Accounts accounts;

    // unsafe: trust-boundary
    protected void enter(HttpServletRequest request, HttpServletResponse response) {
        String role = request.getParameter("role");
        HttpSession session = request.getSession();
        session.setAttribute("role", role);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    // safe: trust-boundary - the role is that of the account that was authenticated
    protected void login(HttpServletRequest request, HttpServletResponse response) {
        Account account = accounts.authenticate(request.getParameter("login"), request.getParameter("password"));
        if (account == null) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        HttpSession session = request.getSession();
        request.changeSessionId();
        session.setAttribute("role", account.role());
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    // unsafe: trust-boundary - a member of the JSON body
    @PostMapping("/department")
    public void department(@RequestBody Choice choice, HttpSession session) {
        String department = choice.department().trim().toLowerCase(Locale.ROOT);
        session.setAttribute("department", department);
        session.setMaxInactiveInterval(1800);
    }

    // safe: trust-boundary - what goes into the session is one of two constants
    @PostMapping("/view")
    public void view(@RequestBody Choice choice, HttpSession session) {
        String view = "compact".equals(choice.view()) ? "compact" : "full";
        session.setAttribute("view", view);
        session.setMaxInactiveInterval(1800);
    }

    // unsafe: trust-boundary - the check only sets the status
    @GetMapping("/locale")
    public void locale(@RequestParam String language, HttpServletRequest request, HttpServletResponse response) {
        if (!LANGUAGES.contains(language)) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
        request.getSession().setAttribute("language", language);
    }

    // safe: trust-boundary - an allow-list with an early return
    @GetMapping("/language")
    public void language(@RequestParam String language, HttpServletRequest request, HttpServletResponse response) {
        if (!LANGUAGES.contains(language)) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        request.getSession().setAttribute("language", language);
    }

    // unsafe: trust-boundary - the cookie's value is the one that is taken out of the map
    protected void tenant(HttpServletRequest request, HttpServletResponse response) {
        Map<String, String> values = new HashMap<>();
        values.put("default", "acme");
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("tenant")) {
                values.put("chosen", cookie.getValue());
            }
        }
        request.getSession(true).putValue("tenant", values.get("chosen"));
    }

    // safe: trust-boundary - the constant is the one that is taken out of the map
    protected void client(HttpServletRequest request, HttpServletResponse response) {
        Map<String, String> values = new HashMap<>();
        values.put("default", "acme");
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("tenant")) {
                values.put("chosen", cookie.getValue());
            }
        }
        request.getSession(true).putValue("tenant", values.get("default"));
    }

    // unsafe: trust-boundary - the name of the attribute is the client's
    @PostMapping("/preferences")
    public void preference(HttpServletRequest request) {
        String[] pair = request.getHeader("X-Preference").split("=", 2);
        HttpSession session = request.getSession();
        session.setAttribute(pair[0], "on".equals(pair[1]));
    }

    // safe: trust-boundary - a number within its limits
    @PostMapping("/page-size")
    public void pageSize(@RequestParam("size") String size, HttpSession session) {
        int rows = Integer.parseInt(size);
        if (rows < 10 || rows > 200) {
            throw new IllegalArgumentException("size");
        }
        session.setAttribute("rows", rows);
    }

    // safe: trust-boundary - the value lives as long as the request only
    protected void forward(HttpServletRequest request, HttpServletResponse response) {
        List<String> terms = new ArrayList<>();
        for (String term : request.getParameterValues("term")) {
            terms.add(term.strip());
        }
        request.setAttribute("terms", terms);
    }
}
