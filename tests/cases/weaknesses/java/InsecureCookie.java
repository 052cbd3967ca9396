package com.acme.sessions;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;

class Sessions {
    interface TokenService {
        String create(String user);
    }

    private TokenService tokens;

    // unsafe: insecure-cookie
    public void remember(HttpServletResponse response, String user) {
        Cookie cookie = new Cookie("remember_me", tokens.create(user));
        cookie.setPath("/");
        cookie.setMaxAge(14 * 24 * 3600);
        response.addCookie(cookie);
    }

    // safe: insecure-cookie - both flags are set
    public void keep(HttpServletResponse response, String user) {
        Cookie cookie = new Cookie("remember_me", tokens.create(user));
        cookie.setPath("/");
        cookie.setMaxAge(14 * 24 * 3600);
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    // unsafe: insecure-cookie - a builder without the secure flag
    public ResponseEntity<Void> login(String user) {
        ResponseCookie cookie = ResponseCookie.from("SESSION", tokens.create(user))
                .httpOnly(true)
                .secure(false)
                .sameSite("Lax")
                .maxAge(Duration.ofHours(8))
                .build();
        return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
    }

    // safe: insecure-cookie - a builder with all of them
    public ResponseEntity<Void> signIn(String user) {
        ResponseCookie cookie = ResponseCookie.from("SESSION", tokens.create(user))
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .maxAge(Duration.ofHours(8))
                .build();
        return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
    }

    // unsafe: insecure-cookie - scripts may read the cookie of the container's session
    static class CookieSetup implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            SessionCookieConfig config = event.getServletContext().getSessionCookieConfig();
            config.setName("sid");
            config.setSecure(true);
            config.setHttpOnly(false);
        }
    }

    // safe: insecure-cookie - the container's session cookie with both flags
    static class ContainerSetup implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServletContext context = event.getServletContext();
            context.getSessionCookieConfig().setName("sid");
            context.getSessionCookieConfig().setSecure(true);
            context.getSessionCookieConfig().setHttpOnly(true);
            context.getSessionCookieConfig().setAttribute("SameSite", "Lax");
        }
    }

    // unsafe: insecure-cookie - the header is written by hand and lacks the flags
    public void refresh(HttpServletResponse response, String user) {
        String value = "refresh_token=" + tokens.create(user) + "; Path=/auth; Max-Age=86400; SameSite=Lax";
        response.addHeader("Set-Cookie", value);
    }

    // safe: insecure-cookie - the header is written by hand with the flags
    public void renew(HttpServletResponse response, String user) {
        String value = "refresh_token=" + tokens.create(user)
                + "; Path=/auth; Max-Age=86400; Secure; HttpOnly; SameSite=Strict";
        response.addHeader("Set-Cookie", value);
    }

    // unsafe: insecure-cookie - JAX-RS without the secure flag
    public Response issue(String user) {
        NewCookie cookie = new NewCookie.Builder("auth")
                .value(tokens.create(user))
                .path("/")
                .httpOnly(true)
                .secure(false)
                .build();
        return Response.noContent().cookie(cookie).build();
    }

    // safe: insecure-cookie - the reactive response
    public void attach(ServerHttpResponse response, String user) {
        ResponseCookie.ResponseCookieBuilder builder = ResponseCookie.from("auth", tokens.create(user));
        builder.path("/").secure(true).httpOnly(true).sameSite("Lax");
        response.addCookie(builder.build());
    }
}
