package access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;

class Cookies {
    void open(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("session", id);
        cookie.setPath("/");
        // ruleid: java.cookie-unprotected
        response.addCookie(cookie);
    }

    void direct(HttpServletResponse response, String id) {
        // ruleid: java.cookie-unprotected
        response.addCookie(new Cookie("token", id));
    }

    void written(HttpServletResponse response, String id) {
        javax.servlet.http.Cookie cookie = new javax.servlet.http.Cookie("auth", id);
        cookie.setHttpOnly(true);
        // ruleid: java.cookie-unprotected
        response.addCookie(cookie);
    }

    void closed(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("session", id);
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        // ok: java.cookie-unprotected
        response.addCookie(cookie);
    }

    void leave(HttpServletResponse response) {
        Cookie cookie = new Cookie("session", "");
        cookie.setMaxAge(0);
        // ok: java.cookie-unprotected
        response.addCookie(cookie);
    }

    void language(HttpServletResponse response) {
        // ok: java.cookie-unprotected
        response.addCookie(new Cookie("lang", "de"));
    }

    void given(HttpServletResponse response, Cookie cookie) {
        // ok: java.cookie-unprotected
        response.addCookie(cookie);
    }

    void builders(HttpServletResponse response, String id) {
        // ruleid: java.cookie-unprotected
        ResponseCookie plain = ResponseCookie.from("session", id).httpOnly(true).build();
        // ruleid: java.cookie-unprotected
        NewCookie token = new NewCookie.Builder("token").value(id).httpOnly(true).build();
        // ok: java.cookie-unprotected
        ResponseCookie sure = ResponseCookie.from("session", id).secure(true).httpOnly(true).build();
        // ok: java.cookie-unprotected
        ResponseCookie gone = ResponseCookie.from("session", "").maxAge(0).build();
    }

    void byHand(HttpServletResponse response, String id) {
        // ruleid: java.cookie-unprotected
        response.addHeader("Set-Cookie", "session=" + id + "; Path=/; HttpOnly");
        // ruleid: java.cookie-unprotected
        response.setHeader("Set-Cookie", String.format("session=%s; HttpOnly", id));
        // ok: java.cookie-unprotected
        response.addHeader("Set-Cookie", "session=" + id + "; Path=/; Secure; HttpOnly");
        // ok: java.cookie-unprotected
        response.addHeader("Set-Cookie", "theme=" + id + "; Path=/");
    }
}
