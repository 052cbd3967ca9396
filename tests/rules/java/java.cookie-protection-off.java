package access;

import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseCookie;

class Cookies {
    void open(HttpServletResponse response, String id) {
        Cookie cookie = new Cookie("session", id);
        // ruleid: java.cookie-protection-off
        cookie.setSecure(false);
        // ruleid: java.cookie-protection-off
        cookie.setHttpOnly(false);
        response.addCookie(cookie);
    }

    void settings(SessionCookieConfig config) {
        // ruleid: java.cookie-protection-off
        config.setHttpOnly(false);
    }

    ResponseCookie builder(String id) {
        // ruleid: java.cookie-protection-off
        return ResponseCookie.from("session", id).secure(true).httpOnly(false).build();
    }

    void closed(HttpServletResponse response, String id, boolean local) {
        Cookie cookie = new Cookie("session", id);
        // ok: java.cookie-protection-off
        cookie.setSecure(!local);
        // ok: java.cookie-protection-off
        cookie.setHttpOnly(true);
        response.addCookie(cookie);
    }

    ResponseCookie closedBuilder(String id) {
        // ok: java.cookie-protection-off
        return ResponseCookie.from("session", id).secure(true).httpOnly(true).build();
    }

    void other(Camera camera) {
        // ok: java.cookie-protection-off
        camera.secure(false);
    }
}
